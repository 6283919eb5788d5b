//! Oddities of platforms that no public file shows: small files by hand, and exactly what becomes of each cell.

use crate::workbench::Workbench;
use crate::workbench::table;
use std::fmt::Write as _;

const SETTINGS: &str = "languages = [\"en\", \"zh\"]\ninbox = [\"inbox\"]\nas_of = \"2026-11-22\"\norganisation = \"Kiosk\"\n\n\
    [waves]\nkind = \"quarterly\"\ntime_zone = \"Asia/Shanghai\"\n";

const KIOSK: &str = "\
id: kiosk
title: {en: Our kiosk, zh: 我们的小店}
languages: [en, zh]
pages:
  - id: visit
    questions:
      - id: q1
        kind: rating
        scale: satisfaction5
        text: {en: How satisfied are you?, zh: 您满意吗？}
      - id: q2
        kind: choice
        text: {en: How did you hear of us?, zh: 您从哪里知道我们？}
        options:
          - {id: friends, text: {en: Friends, zh: 朋友}}
          - {id: street, text: {en: Street, zh: 路过}}
          - {id: other, text: {en: Other, zh: 其他}, other: true}
      - id: q3
        kind: multiple
        text: {en: What did you buy?, zh: 您买了什么？}
        options:
          - {id: paper, text: {en: Paper, zh: 报纸}}
          - {id: drink, text: {en: \"Drinks, cold\", zh: 冷饮，茶}}
          - {id: other, text: {en: Other, zh: 其他}, other: true}
      - id: q4
        kind: text
        text: {en: What else?, zh: 还有什么？}
measures:
  - {id: csat, kind: top_box, of: q1, headline: true}
";

fn kiosk() -> Workbench {
    Workbench::empty()
        .file("manyi.toml", SETTINGS)
        .file("surveys/kiosk.yaml", KIOSK)
}

/// The answers in the store, columns joined by ` | `, in the order of ids.
fn answers(bench: &Workbench, columns: &[&str]) -> Vec<String> {
    bench.done("export kiosk --to all.csv");
    let rows = table(&bench.text("all.csv"));
    let mut lines: Vec<(String, String)> = rows
        .iter()
        .map(|row| {
            let cells: Vec<&str> = columns.iter().map(|column| row[*column].as_str()).collect();
            (row["response_id"].clone(), cells.join(" | "))
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn words_beside_an_option_become_answers() {
    let text = "\
序号,提交答卷时间,所用时间,来源,1、您满意吗？,2、您从哪里知道我们？,3、您买了什么？,4、还有什么？
1,2026/10/5 10:00:00,49秒,链接,满意,其他〖邻居 Told me〗,报纸┋其他〖雨伞┋电池〗,好
2,2026/10/5 11:00:00,1分20秒,链接,非常满意,朋友,冷饮，茶┋报纸,(空)
3,2026/10/5 12:00:00,30秒,链接,一般,(空),其他：明信片┋报纸,无
4,2026/10/5 13:00:00,30秒,链接,一般,其他[广告],(跳过),(空)
";
    let bench = kiosk().file("wjx.csv", text);
    let ran = bench.run("import kiosk wjx.csv");
    assert!(
        ran.code == 0
            && ran
                .err
                .contains("wjx.csv: 4 read = 4 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"),
        "{}",
        ran.err
    );
    assert_eq!(
        answers(&bench, &["q2", "q2.other", "q3", "q3.other"]),
        [
            "other | 邻居 Told me | paper;other | 雨伞┋电池",
            "friends |  | paper;drink | ",
            " |  | paper;other | 明信片",
            "other | 广告 | <not_asked> | <not_asked>",
        ]
    );
}

#[test]
fn words_beside_an_option_without_a_box_are_put_aside_and_the_option_counts() {
    let text = "\
序号,提交答卷时间,1、您满意吗？,2、您从哪里知道我们？,3、您买了什么？,4、还有什么？
1,2026/10/5 10:00:00,满意,路过〖下班〗,报纸〖周日〗┋冷饮，茶,(空)
";
    let bench = kiosk().file("wjx.csv", text);
    let ran = bench.run("import kiosk wjx.csv");
    assert!(
        ran.code == 0 && ran.err.contains("0 invalid cells") && ran.err.contains("MY654"),
        "{}",
        ran.err
    );
    assert_eq!(answers(&bench, &["q2", "q3"]), ["street | paper;drink"]);
    let aside = table(&bench.done("responses kiosk --quarantine --format csv"));
    let told: Vec<(&str, &str)> = aside
        .iter()
        .map(|row| (row["original"].as_str(), row["code"].as_str()))
        .collect();
    assert_eq!(told, [("下班", "beside_option"), ("周日", "beside_option")]);
}

#[test]
fn where_own_words_stand_alone_they_are_the_other_option() {
    let mut text =
        String::from("Timestamp,How satisfied are you?,How did you hear of us?,What did you buy?,What else?\n");
    for (at, (heard, bought)) in [
        ("Friends", "Paper"),
        ("My Aunt", "Drinks, cold, Paper, An Umbrella"),
        ("Street", "Paper, Other"),
    ]
    .iter()
    .enumerate()
    {
        let _ = writeln!(text, "10/{}/2026 9:05:00,4,{heard},\"{bought}\",", at + 20);
    }
    let bench = kiosk().file("forms.csv", text);
    let ran = bench.run("import kiosk forms.csv");
    assert!(
        ran.code == 0
            && ran.err.contains("(profile googleforms)")
            && ran
                .err
                .contains("3 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"),
        "{}",
        ran.err
    );
    let mut got = answers(&bench, &["q2", "q2.other", "q3", "q3.other"]);
    got.sort();
    assert_eq!(
        got,
        [
            "friends |  | paper | ",
            "other | My Aunt | paper;drink;other | An Umbrella",
            "street |  | paper;other | ",
        ]
    );
}

#[test]
fn columns_headed_by_an_option_alone_are_its_question() {
    let text = "\
#,How satisfied are you?,How did you hear of us?,Paper,\"Drinks, cold\",Other,What else?,Start Date (UTC),Submit Date (UTC),Network ID
zrwlujtjvcxkgxldg5jsa1,Satisfied,Friends,Paper,,An Umbrella,,2026-10-05 01:58:45,2026-10-05 02:00:05,a8f58ef760
7nnho14j0zlyl177nnhmi2,Dissatisfied,The radio,,\"Drinks, cold\",,Good,2026-10-05 03:29:11,2026-10-05 03:30:00,1079b61fdb
";
    let bench = kiosk().file("typeform.csv", text);
    let ran = bench.run("import kiosk typeform.csv");
    assert!(
        ran.code == 0
            && ran.err.contains("(profile typeform)")
            && ran
                .err
                .contains("2 read = 2 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells")
            && !ran.err.contains("MY31"),
        "{}",
        ran.err
    );
    assert_eq!(
        answers(&bench, &["q2", "q2.other", "q3", "q3.other"]),
        ["other | The radio | drink | ", "friends |  | paper;other | An Umbrella",]
    );
}
