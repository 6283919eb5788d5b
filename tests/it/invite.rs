//! Personal links, posters, response rates, reminders, quotas: from a list of people to who is still to be asked.

use crate::workbench::Workbench;
use crate::workbench::try_start;
use std::process::Command;
use std::process::Stdio;

const SURVEY: &str = "\
id: visit
title: {zh: 到店满意度, en: Your visit}
languages: [en, zh]
hidden:
  - {id: region, options: [{id: east, text: {zh: 华东, en: East}}, {id: north, text: {zh: 华北, en: North}}]}
  - {id: channel, options: [mail, store]}
pages:
  - id: main
    questions:
      - {id: overall, kind: rating, scale: satisfaction5, text: {zh: 总体满意吗？, en: All in all?}}
      - {id: again, kind: choice, options: [yes, no], text: {zh: 还会再来吗？, en: Will you come again?}}
sample:
  file: guests.csv
  id: number
  attributes: [region]
  invited: invited_on
  language: speaks
  opted_out: stop
quotas:
  - {id: regions, of: region, targets: [{option: east, target: 4}, {option: north, target: 1}], text: {zh: 各地区, en: Regions}}
  - {id: unhappy, where: overall <= 2, target: 2}
";

const GUESTS: &str = "\
number,name,region,speaks,invited_on,stop
G1,Ann & Co,East,en,2026-11-02,
G2,王芳,华东,zh,2026-11-02,
G3,Bob,north,en,2026-11-02,yes
G4,Cy,north,,,
G5,Dee,west,en,2026-11-02,
";

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

fn bench() -> Workbench {
    let bench = Workbench::cafe()
        .file("surveys/visit.yaml", SURVEY)
        .file("samples/guests.csv", GUESTS)
        .file("secrets/link.key", KEY)
        .file("secrets/respondents.key", "salt");
    let settings = bench.text("manyi.toml");
    bench.put(
        "manyi.toml",
        format!("{settings}\n[site]\naddress = \"https://example.org/ask/\"\n[privacy]\nkey_file = \"secrets/respondents.key\"\n"),
    );
    private(&bench, "secrets/link.key");
    bench
}

fn private(bench: &Workbench, file: &str) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(bench.path(file), std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn everybody_who_may_be_invited_gets_a_link() {
    let ran = bench().run("invite visit --with name");
    // The tokens are HMAC-SHA256 of Python's standard library over the key above, in Crockford's base 32.
    insta::assert_snapshot!(ran.out, @r"
    id,language,link,name
    G1,en,https://example.org/ask/forms/visit.en.html#t=28kftcn2r00acnn6zv4wntcfe8&region=east,Ann & Co
    G2,zh,https://example.org/ask/forms/visit.zh.html#t=zshgb7nh9besntyc8vdrcxq5m8&region=east,王芳
    G4,en,https://example.org/ask/forms/visit.en.html#t=3h451f2r21bbzqbz4p6n8ty2tg&region=north,Cy
    G5,en,https://example.org/ask/forms/visit.en.html#t=cg1md1ypcz257njtawzgha73fm,Dee
    ");
    insta::assert_snapshot!(ran.err, @r#"
    warning[MY218]: `west` is no value of `region`; the link goes without it
    --> samples/guests.csv line 6, column "region"
     = help: write one of east, north

    1 warning: nothing is stopped by them; `manyi explain MY218` says more
    4 personal links; left out: 1 want no invitations. Whoever has a link can answer once as this person: keep the list as you keep addresses.
    "#);
}

#[test]
fn only_those_not_yet_invited_in_the_language_asked_for() {
    let ran = bench().run("invite visit --new --with name --language zh --set channel=mail --format json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let list: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(list["rows"].as_array().unwrap().len(), 1, "{list}");
    let link = list["rows"][0]["link"].as_str().unwrap();
    assert_eq!(
        link,
        "https://example.org/ask/forms/visit.zh.html#t=3h451f2r21bbzqbz4p6n8ty2tg&region=north&channel=mail"
    );
}

#[test]
fn what_cannot_be_is_told_with_the_way_out() {
    let bench = bench();
    for (arguments, said) in [
        (
            "invite visit --set chanel=mail",
            "`chanel` is no hidden value of `visit`; there is: region, channel",
        ),
        (
            "invite visit --set channel=post",
            "`channel` cannot be `post`; it takes mail, store",
        ),
        ("invite visit --set channel", "write NAME=VALUE"),
        ("invite visit --language fr", "it is in en, zh"),
        ("invite visit --with phone", "the sample has number, name, region"),
        ("invite cafe", "`cafe` has no sample"),
        ("invite visit --output inbox/visit/links.csv", "kept apart from answers"),
        (
            "responses visit --rates --by name",
            "rates may be broken down by region, speaks",
        ),
        ("responses visit --rates --wave soon", "is no wave of this workspace"),
        ("responses cafe --quotas", "`cafe` has no quotas"),
        ("responses --rates", "of which survey?"),
    ] {
        let ran = bench.run(arguments);
        assert!(ran.code == 2 && ran.err.contains(said), "{arguments}: {ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn secrets_are_made_once_and_kept_from_others() {
    use std::os::unix::fs::PermissionsExt;
    let bench = bench();
    std::fs::remove_dir_all(bench.path("secrets")).unwrap();
    bench.put("secrets/respondents.key", "salt");
    let first = bench.run("invite visit --with name --output secrets/links.csv");
    assert!(first.out.is_empty());
    let list = bench.text("secrets/links.csv");
    let mode = |file: &str| std::fs::metadata(bench.path(file)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("secrets/link.key"), mode("secrets/links.csv")), (0o600, 0o600));
    assert_eq!(bench.text("secrets/.gitignore"), "*\n");
    assert_eq!(
        bench.run("invite visit --with name").out,
        list,
        "the same links every time"
    );
    std::fs::set_permissions(bench.path("secrets/link.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let open = bench.run("invite visit");
    assert!(open.code == 2 && open.err.contains("chmod 600"), "{}", open.err);
    bench.put("secrets/link.key", "oops");
    private(&bench, "secrets/link.key");
    let broken = bench.run("invite visit");
    assert!(
        broken.code == 2 && broken.err.contains("holds no secret"),
        "{}",
        broken.err
    );
}

/// What a scanner reads in an SVG that manyi drew, `pixels` a module; `None` without a scanner on this machine.
fn scanned(svg: &str, pixels: usize) -> Option<String> {
    let side: usize = svg.split("viewBox=\"0 0 ").nth(1)?.split(' ').next()?.parse().ok()?;
    let path = svg.rsplit(" d=\"").next()?.split('"').next()?;
    let mut dark = vec![vec![false; side]; side];
    for run in path.split('M').skip(1) {
        let (at, rest) = run.split_once('h')?;
        let (column, row) = at.split_once(' ')?;
        let (column, row): (usize, usize) = (column.parse().ok()?, row.parse().ok()?);
        let length: usize = rest.split('v').next()?.parse().ok()?;
        dark[row][column..column + length].fill(true);
    }
    let mut image = format!("P5 {} {} 255\n", side * pixels, side * pixels).into_bytes();
    for row in 0..side * pixels {
        image.extend((0..side * pixels).map(|column| if dark[row / pixels][column / pixels] { 0 } else { 255 }));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("code.pgm");
    std::fs::write(&file, image).unwrap();
    let mut scanner = Command::new("zbarimg");
    scanner
        .args(["--quiet", "--raw"])
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let said = try_start(&mut scanner)?.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

#[test]
fn a_scanner_reads_the_codes_of_links_and_posters() {
    let bench = bench();
    let ran = bench.run("invite visit --qr secrets/codes/ --set channel=store --format json");
    let list: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let svg = bench.text(&format!("secrets/codes/{}", row["qr"].as_str().unwrap()));
        for pixels in [2, 3, 8] {
            let Some(read) = scanned(&svg, pixels) else { return };
            assert_eq!(read, row["link"].as_str().unwrap());
        }
    }
    let made = bench.run("invite visit --poster poster.txt --language zh --set channel=store --paper letter");
    assert_eq!(made.code, 0, "{}", made.err);
    let page = bench.text("poster.txt");
    let svg = &page[page.find("<svg").unwrap()..page.find("</svg>").unwrap()];
    let read = scanned(svg, 4);
    assert!(read.is_none_or(|read| read == "https://example.org/ask/forms/visit.zh.html#channel=store"));
    for part in [
        "<html lang=\"zh\"",
        "size:letter",
        "街角咖啡",
        "到店满意度",
        ">example.org/ask/forms/visit.zh.html<",
        "script-src",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_survey_by_link_only_has_no_poster() {
    let bench = bench();
    bench.put("surveys/visit.yaml", format!("{SURVEY}privacy: {{access: token}}\n"));
    let ran = bench.run("invite visit --poster poster.html");
    assert!(ran.code == 2 && ran.err.contains("personal links only"), "{}", ran.err);
}

const ANSWERS: &str = "\
response_id,submitted_at,respondent,region,overall,again
a,2026-11-03T10:00:00Z,G1,east,5,yes
b,2026-11-03T11:00:00Z,G2,east,4,
c,2026-11-04T10:00:00Z,X9,north,1,no
";

fn answered() -> Workbench {
    let bench = bench();
    bench.put("inbox/visit/answers.csv", ANSWERS);
    let ran = bench.run("import visit");
    assert_eq!(ran.code, 0, "{}", ran.err);
    bench
}

#[test]
fn response_rates_by_group_add_up() {
    let bench = answered();
    insta::assert_snapshot!(bench.run("responses visit --rates --by region").out, @r"
    survey  region  invited  undelivered  refused  no answer  broke off  partial  complete  RR1 %  RR2 %
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    visit   east          2            0        0          0          0        1         1   50.0  100.0
    visit   north         1            0        1          0          0        0         0    0.0    0.0
    visit   west          1            0        0          1          0        0         0    0.0    0.0
    visit   =             4            0        1          1          0        1         1   25.0   50.0
    RR1 counts complete answers (80 % of what was asked, or more), RR2 partial ones too (half or more), both among all invited (AAPOR).
    1 responses belong to nobody in the sample and are not counted here.
    ");
    insta::assert_snapshot!(bench.run("responses visit --rates --wave 2026Q3 --messages zh").out, @r"
    调查   期次    受邀  未送达  拒绝  未答  中断  部分完成  完成
    ─────────────────────────────────────────────────────────────
    visit  2026Q3     0       0     0     0     0         0     0
    RR1 按完整答卷（答完应答题目的 80 % 以上）计，RR2 另含部分完成（一半以上），均除以全部受邀人数（AAPOR）。
    ");
}

#[test]
fn who_was_reached_and_did_not_answer_is_reminded() {
    insta::assert_snapshot!(answered().run("responses visit --remind --format csv").out, @r"
    id,number,name,region,speaks,invited_on,stop
    G5,G5,Dee,west,en,2026-11-02,
    ");
}

#[test]
fn quotas_say_what_is_still_open() {
    let bench = answered();
    insta::assert_snapshot!(bench.run("responses visit --quotas").out, @r"
    quota    group  target  answers  open  filled %
    ───────────────────────────────────────────────
    Regions  East        4        2     2        50
    Regions  North       1        1     0       100
    unhappy              2        1     1        50
    ");
    insta::assert_snapshot!(bench.run("responses visit --quotas --wave 2026Q4 --format csv --messages zh").out, @r"
    survey,wave,quota,group,title,label,target,answers,open,filled
    visit,2026Q4,regions,east,各地区,华东,4,2,2,50
    visit,2026Q4,regions,north,各地区,华北,1,1,0,100
    visit,2026Q4,unhappy,,unhappy,,2,1,1,50
    ");
}

#[test]
fn hidden_values_are_filled_for_who_came_by_a_personal_link() {
    let bench = bench();
    bench.put(
        "surveys/visit.yaml",
        SURVEY.replace(
            "  attributes: [region]\n",
            "  attributes: [region]\n  fills: [region]\n",
        ) + "privacy: {mode: confidential, access: token, controller: {zh: 松果, en: Pinecone}}\n",
    );
    bench.done("invite visit");
    // The first sixteen letters of a token name the person: those of G2 and G4 above, and one that nobody was given.
    let record = |id: &str, person: &str| {
        format!(
            "{{\"response_id\":\"{id}\",\"submitted\":\"2026-11-03T10:00:00Z\",\"person\":\"{person}\",\"fields\":{{\"overall\":\"4\"}}}}\n"
        )
    };
    let lines = [
        record("a", "zshgb7nh9besntyc"),
        record("b", "3h451f2r21bbzqbz"),
        record("c", "0000000000000000"),
        record("d", ""),
    ];
    bench.put(
        "inbox/visit/answers.jsonl",
        format!(
            "{{\"manyi\":\"segment\",\"version\":1,\"survey\":\"visit\"}}\n{}",
            lines.concat()
        ),
    );
    let ran = bench.run("import visit");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("1 responses name nobody in the sample"), "{}", ran.err);
    let stored = bench.done("export visit --as csv --only region");
    let regions: Vec<&str> = stored
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit(',').next())
        .collect();
    assert_eq!(regions, ["east", "north", "", ""], "{stored}");
}

#[test]
fn the_report_tells_of_response_rates_and_quotas() {
    let bench = answered();
    bench.done("report visit --language en,zh");
    let report = |lang: &str| bench.text(&format!("site/reports/visit/2026Q4/report.{lang}.html"));
    let (en, zh) = (report("en"), report("zh"));
    for words in [
        "Response rates",
        "25.0%",
        "50.0%",
        "AAPOR, Standard Definitions",
        "Quotas",
        "1 responses belong to nobody",
    ] {
        assert!(en.contains(words), "{words}");
    }
    for words in ["回收率", "配额", "AAPOR《标准定义》"] {
        assert!(zh.contains(words), "{words}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&bench.text("site/reports/visit/2026Q4/report.en.json")).unwrap();
    let rates = &json["fieldwork"]["rates"];
    assert_eq!(
        (
            rates["invited"].as_u64(),
            rates["complete"].as_u64(),
            rates["rr2"].as_f64()
        ),
        (Some(4), Some(1), Some(0.5))
    );
    // Two answers in a group are too few to be told.
    assert_eq!(json["fieldwork"]["quotas"][0]["answers"], serde_json::Value::Null);
}
