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

const STALL: &str = "\
id: stall
title: {en: Our stall, zh: 我们的摊位}
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
          - {id: other, text: {en: Other, zh: 其他}, other: true}
      - id: q3
        kind: multiple
        text: {en: What did you buy?, zh: 您买了什么？}
        options:
          - {id: paper, text: {en: Paper, zh: 报纸}}
          - {id: drink, text: {en: Drink, zh: 冷饮}}
          - {id: other, text: {en: Other, zh: 其他}, other: true}
      - id: q5
        kind: number
        text: {en: How much did you spend?, zh: 您花了多少钱？}
measures:
  - {id: csat, kind: top_box, of: q1, headline: true}
";

/// The answers of one response after another: q1, q2, its words, q3, its words, q5.
fn stall(file: &str, text: &str) -> Vec<String> {
    let bench = Workbench::empty()
        .file("manyi.toml", SETTINGS)
        .file("surveys/stall.yaml", STALL)
        .file(file, text);
    let ran = bench.run(&format!("import stall {file}"));
    assert!(ran.code == 0 && ran.err.contains("; 0 invalid cells"), "{}", ran.err);
    assert!(!ran.err.contains("MY31"), "every column is known: {}", ran.err);
    bench.done("export stall --to all.csv");
    let rows = table(&bench.text("all.csv"));
    let mut lines: Vec<(String, String)> = rows
        .iter()
        .map(|row| {
            let cells = ["q1", "q2", "q2.other", "q3", "q3.other", "q5"].map(|column| row[column].as_str());
            (row["response_id"].clone(), cells.join(" | "))
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn wjx_by_number_skips_and_leaves_blank_by_codes() {
    let got = stall(
        "wjx.csv",
        "\u{feff}序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您满意吗？,2、您从哪里知道我们？,3、(报纸),3、(冷饮),3、(其他),4、您花了多少钱？,,\n\
        1,2026/10/5 10:00:00,49秒,链接,N/A,203.0.113.9(上海-上海),4,2〖广告〗,1,0,1〖糖〗,￥１２８,,\n\
        2,2026/10/5 11:00:00,1小时2分3秒,链接,N/A,203.0.113.9(上海-上海),-2,-3,0,1,0,\"1,280元\",,\n"
            .replace("4、您花", "5、您花")
            .as_str(),
    );
    assert_eq!(
        got,
        [
            "4 | other | 广告 | paper;other | 糖 | 128",
            " | <not_asked> | <not_asked> | drink |  | 1280",
        ]
    );
}

#[test]
fn qualtrics_keeps_own_words_in_columns_of_their_own() {
    let id = |name: &str| format!("\"{{\"\"ImportId\"\":\"\"{name}\"\",\"\"timeZone\"\":\"\"Asia/Shanghai\"\"}}\"");
    let names = [
        "startDate",
        "endDate",
        "status",
        "ipAddress",
        "progress",
        "duration",
        "finished",
        "recordedDate",
        "_recordId",
        "QID1",
        "QID2",
        "QID2_2_TEXT",
        "QID3",
        "QID3_3_TEXT",
        "QID5_TEXT",
    ];
    let imports: Vec<String> = names.iter().map(|name| id(name)).collect();
    let text = format!(
        "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,Q1,Q2,Q2_2_TEXT,Q3,Q3_3_TEXT,Q5\n\
        Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,Recorded Date,Response ID,\
        \"How satisfied are you, ${{m://FirstName}}?\",How did you hear of us? - Selected Choice,How did you hear of us? - Other - Text,What did you buy? - Selected Choice,What did you buy? - Other - Text,How much did you spend?\n\
        {}\n\
        2026-10-05 10:00:00,2026-10-05 10:05:00,IP Address,203.0.113.7,100,300,True,2026-10-05 10:05:01,R_1abcdefghijklmn,Satisfied,Other,The radio,\"Paper,Drink\",,\"$1,234.50\"\n\
        2026-10-05 11:00:00,2026-10-05 11:05:00,IP Address,203.0.113.8,100,300,True,2026-10-05 11:05:01,R_2abcdefghijklmn,5 - Very satisfied,Friends,,\"Paper,Other\",An umbrella,-99\n",
        imports.join(",")
    );
    assert_eq!(
        stall("qualtrics.csv", &text),
        [
            "4 | other | The radio | paper;drink |  | 1234.5",
            "5 | friends |  | paper;other | An umbrella | ",
        ]
    );
}

#[test]
fn surveymonkey_heads_own_words_with_please_specify() {
    let got = stall(
        "monkey.csv",
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,How satisfied are you?,How did you hear of us?,,What did you buy?,,,How much did you spend?\n\
        ,,,,,,Response,Response,Other (please specify),Paper,Drink,Other (please specify),Open-Ended Response\n\
        11800000001,400000001,10/05/2026 10:00:00 AM,10/05/2026 10:05:00 AM,203.0.113.5,,Satisfied (4),Other (please specify),The radio,Paper,,An umbrella,$12.50\n\
        11800000002,400000001,10/15/2026 11:00:00 AM,10/15/2026 11:05:00 AM,203.0.113.6,,Very satisfied,Friends,,,Drink,,7\n",
    );
    assert_eq!(
        got,
        [
            "4 | other | The radio | paper;other | An umbrella | 12.5",
            "5 | friends |  | drink |  | 7",
        ]
    );
}

#[test]
fn alchemer_writes_the_option_before_the_question() {
    let got = stall(
        "alchemer.csv",
        "Response ID,Time Started,Date Submitted,Status,How satisfied are you?,How did you hear of us?,Other - Write In:How did you hear of us?,Paper:What did you buy?,Drink:What did you buy?,Other - Write In (Required):What did you buy?,How much did you spend?\n\
        1,\"Oct 05, 2026 10:00:00 AM\",\"Oct 05, 2026 10:05:00 AM\",Complete,Satisfied,Other - Write In,The radio,Paper,,An umbrella,7\n\
        2,\"Oct 05, 2026 11:00:00 AM\",\"Oct 05, 2026 11:05:00 AM\",Complete,4. Satisfied,Friends,,,Drink,,\"7,25\"\n",
    );
    assert_eq!(
        got,
        [
            "4 | other | The radio | paper;other | An umbrella | 7",
            "4 | friends |  | drink |  | 7.25",
        ]
    );
}

#[test]
fn limesurvey_and_kobo_name_the_other_option_in_their_own_way() {
    let lime = stall(
        "lime.csv",
        "\u{feff}\"id\",\"submitdate\",\"lastpage\",\"startlanguage\",\"seed\",\"startdate\",\"datestamp\",\"q1\",\"q2\",\"q2[other]\",\"q3[paper]\",\"q3[drink]\",\"q3[other]\",\"q5\"\r\n\
        \"1\",\"2026-10-05 10:05:00\",\"3\",\"en\",\"123\",\"2026-10-05 10:00:00\",\"2026-10-05 10:05:00\",\"4\",\"-oth-\",\"The radio\",\"Y\",\"\",\"An umbrella\",\"12.0000000000\"\r\n",
    );
    assert_eq!(lime, ["4 | other | The radio | paper | An umbrella | 12"]);
    let kobo = stall(
        "kobo.json",
        r#"{"results": [{"_uuid": "u1", "_submission_time": "2026-10-05T02:00:05", "visit/q1": "4", "visit/q2": "other", "visit/q2_other": "The radio", "visit/q3": "paper other", "visit/q3_other": "An umbrella", "visit/q5": "12"}]}"#,
    );
    assert_eq!(kobo, ["4 | other | The radio | paper;other | An umbrella | 12"]);
}
