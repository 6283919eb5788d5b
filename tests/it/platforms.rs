//! One survey, the same four answers, in the form of every platform: each file gives the same answers.
//!
//! The files are made by hand from what the platforms document and from real exports (`tests/data/import/platforms`).

use crate::workbench::Workbench;
use crate::workbench::copy;
use crate::workbench::repository;
use crate::workbench::table;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

const SETTINGS: &str = "languages = [\"en\", \"zh\"]\ninbox = [\"inbox\"]\nas_of = \"2026-11-22\"\norganisation = \"Shop\"\n\n\
    [waves]\nkind = \"quarterly\"\ntime_zone = \"Asia/Shanghai\"\n";

/// File, profile, and rows left out by a rule of the profile.
const FILES: [(&str, &str, u64); 21] = [
    ("wjx-text.csv", "wjx", 0),
    ("wjx-code.csv", "wjx", 0),
    ("wenjuan.csv", "wenjuan", 0),
    ("tencent-code.csv", "tencent", 0),
    ("tencent-text.csv", "tencent", 0),
    ("jinshuju.csv", "jinshuju", 0),
    ("qualtrics.csv", "qualtrics", 2),
    ("surveymonkey.csv", "surveymonkey", 0),
    ("alchemer.csv", "alchemer", 0),
    ("limesurvey-code.csv", "limesurvey", 0),
    ("limesurvey-text.csv", "limesurvey", 0),
    ("googleforms.csv", "googleforms", 0),
    ("msforms.csv", "msforms", 0),
    ("typeform.csv", "typeform", 0),
    ("kobo.csv", "kobo", 1),
    ("kobo.json", "kobo", 1),
    ("netlify.csv", "netlify", 0),
    ("formspree.csv", "formspree", 1),
    ("formspree.json", "formspree", 0),
    ("surveyjs.json", "surveyjs", 0),
    ("reviews.csv", "reviews", 0),
];

fn folder() -> PathBuf {
    repository().join("tests/data/import/platforms")
}

/// A workspace with the shop's survey, and the files beside its settings.
fn shop() -> Workbench {
    let bench = Workbench::empty().file("manyi.toml", SETTINGS);
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_file() && name != "shop.yaml" {
            copy(&path, &bench.path(&name));
        }
    }
    copy(&folder().join("shop.yaml"), &bench.path("surveys/shop.yaml"));
    bench
}

/// The answers in the store, first sent first.
fn answers(bench: &Workbench, columns: &[&str]) -> Vec<String> {
    bench.done("export shop --to all.csv");
    let rows = table(&bench.text("all.csv"));
    let mut lines: Vec<(String, String)> = rows
        .iter()
        .map(|row| {
            let cells: Vec<&str> = columns.iter().map(|column| row[*column].as_str()).collect();
            (row["submitted"].clone(), cells.join(" | "))
        })
        .collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn every_platform_gives_the_same_answers() {
    let wanted = [
        "4 | 5 | 3 | price;range | 9 | Good, quick",
        "2 | 2 | 4 | place | 3 | ",
        "5 | 5 | 5 | price | 10 | 谢谢",
        "3 |  | 3 | range;place | 7 | ",
    ];
    let mut faults = Vec::new();
    for (file, profile, left_out) in FILES.iter().filter(|(_, profile, _)| *profile != "reviews") {
        let bench = shop();
        let ran = bench.run(&format!("import shop {file}"));
        let read = 4 + left_out;
        let line =
            format!("{file}: {read} read = 4 accepted + 0 replaced + {left_out} skipped + 0 refused; 0 invalid cells");
        if ran.code != 0 || !ran.err.contains(&line) || !ran.err.contains(&format!("(profile {profile})")) {
            faults.push(format!("{file}: {}\n{}", ran.code, ran.err));
            continue;
        }
        let got = answers(&bench, &["q1", "q2.speed", "q2.staff", "q3", "q4", "q5"]);
        let got: Vec<String> = got.iter().map(|line| line.replace("<skipped>", "")).collect();
        if got != wanted {
            faults.push(format!("{file}:\n{}\n{}", got.join("\n"), ran.err));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn times_are_moments_in_the_zone_the_file_is_of() {
    // The same moments, 10:00 to 20:45 in Shanghai, whether written there, in Denver, in UTC, or with an offset.
    let wanted = [
        "2026-10-05T10:00:05",
        "2026-10-05T11:30:00",
        "2026-10-06T09:15:00",
        "2026-10-07T20:45:30",
    ];
    for (file, _, _) in FILES
        .iter()
        .filter(|(file, ..)| !file.starts_with("surveymonkey") && !file.starts_with("reviews"))
    {
        let bench = shop();
        bench.run(&format!("import shop {file}"));
        let got = answers(&bench, &["submitted"]);
        assert_eq!(got, wanted, "{file}");
    }
}

#[test]
fn a_duration_says_when_a_response_began() {
    let bench = shop();
    bench.done("import shop wjx-text.csv");
    let began = [
        "2026-10-05T09:58:45",
        "2026-10-05T11:29:11",
        "2026-10-06T09:13:55",
        "2026-10-07T20:43:32",
    ];
    assert_eq!(answers(&bench, &["started"]), began);
}

#[test]
fn what_was_broken_off_did_not_reach_what_follows() {
    let text = fs::read_to_string(folder().join("qualtrics.csv")).unwrap();
    let broken = text
        .replace("100,118,True", "40,118,False")
        .replace("dissatisfied,\"Range, and stock,Place\",7,", "dissatisfied,,,");
    assert_ne!(text, broken);
    let bench = shop();
    bench.put("qualtrics.csv", broken);
    let ran = bench.run("import shop qualtrics.csv");
    assert_eq!(ran.code, 0, "{}", ran.err);
    // It has no time of submission, and the wave of the time at which it was left.
    let got = answers(&bench, &["response_id", "submitted", "wave", "q1", "q3", "q4", "q5"]);
    assert_eq!(
        got[0],
        "R_5uvwXYZ890abcd |  | 2026Q4 | 3 | <not_reached> | <not_reached> | <not_reached>"
    );
}

#[test]
fn reviews_have_words_and_ratings_and_no_author() {
    let bench = shop();
    let ran = bench.run("import shop reviews.csv");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("not read, being personal: `author`"), "{}", ran.err);
    let got = answers(&bench, &["submitted", "q1", "response_id"]);
    assert_eq!(got[2..], ["2026-10-06T00:00:00 | 5 | 2", "2026-10-07T00:00:00 |  | 3"]);
}

#[test]
fn an_encoding_a_line_end_and_an_order_of_columns_do_not_matter() {
    let text = fs::read_to_string(folder().join("wjx-text.csv")).unwrap();
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let utf16: Vec<u8> = windows.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let tabs = text.replace("\"Good, quick\"", "Good; quick").replace(',', "\t");
    for (name, bytes) in [
        ("gb.csv", gb.into_owned()),
        ("windows.csv", windows.into_bytes()),
        ("utf16.csv", utf16),
        ("tabs.csv", tabs.into_bytes()),
    ] {
        let bench = shop();
        bench.put(name, bytes);
        let ran = bench.run(&format!("import shop {name}"));
        assert!(ran.err.contains("4 accepted"), "{name}: {}", ran.err);
        assert!(ran.err.contains("(profile wjx)"), "{name}: {}", ran.err);
        assert_eq!(
            answers(&bench, &["q3"]),
            ["price;range", "place", "price", "range;place"],
            "{name}"
        );
    }
    // The questions of a Google form in the reverse order.
    let google = fs::read_to_string(folder().join("googleforms.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(google.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in reader.records() {
        let record = record.unwrap();
        let rest = (1..record.len()).rev().map(|at| &record[at]);
        writer.write_record(std::iter::once(&record[0]).chain(rest)).unwrap();
    }
    let bench = shop();
    bench.put("turned.csv", writer.into_inner().unwrap());
    let ran = bench.run("import shop turned.csv");
    assert!(ran.err.contains("(profile googleforms)"), "{}", ran.err);
    assert_eq!(
        answers(&bench, &["q2.speed", "q5"]),
        ["5 | Good, quick", "2 | ", "5 | 谢谢", " | "]
    );
}

#[test]
fn a_workspace_adds_profiles_and_a_name_forces_one() {
    let own = "name = \"till\"\ntitle = {en = \"Our till\", zh = \"收银台\"}\nabout = {en = \"Receipts with a rating.\", zh = \"带评分的小票。\"}\n\n\
        [[form]]\n[[form.sign]]\nheaders = [\"receipt\", \"smile\"]\nwhy = {en = \"there are receipt and smile\", zh = \"有 receipt 与 smile 列\"}\n\n\
        [[column]]\nrole = \"response_id\"\nnames = [\"receipt\"]\n[[column]]\nrole = \"submitted\"\nnames = [\"at\"]\n\n\
        [[skip]]\ncolumn = [\"receipt\"]\nvalues = [\"TEST\"]\nwhy = {en = \"tests of the till\", zh = \"收银台测试\"}\n\n\
        [answers]\nsuffixes = [\" stars\"]\n\n[missing]\n\"n/r\" = \"refused\"\n";
    let bench = shop()
        .file("profiles/till.toml", own)
        .file(
            "till.csv",
            "receipt,at,smile\nR1,2026-10-05 10:00,5 stars\nTEST,2026-10-05 10:01,1 stars\nR2,2026-10-06 10:00,n/r\n",
        )
        .file("till.map.yaml", "survey: shop\ncolumns: {smile: q1}\n");
    let ran = bench.run("import shop till.csv");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("`till.csv` is read as Our till (profile till): there are receipt and smile\n`till.csv`: 1 row is left out: tests of the till"),
        "{}",
        ran.err
    );
    assert_eq!(answers(&bench, &["response_id", "q1"]), ["R1 | 5", "R2 | <refused>"]);
    assert!(
        bench
            .done("import --profiles")
            .contains("till          Our till\n    Receipts with a rating.\n")
    );
    let none = bench.run("import shop till.csv --profile none --dry-run");
    assert!(!none.err.contains("(profile"), "{}", none.err);
    let wrong = bench.run("import shop till.csv --profile tilt");
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("MY362") && wrong.err.contains("`till`"),
        "{}",
        wrong.err
    );
    bench.put("profiles/bad.toml", "name = \"bad\"\n");
    let bad = bench.run("import shop till.csv");
    assert_eq!(bad.code, 1);
    assert!(
        bad.err.contains("MY360") && bad.err.contains("profiles/bad.toml"),
        "{}",
        bad.err
    );
}

#[test]
fn what_the_page_on_importing_prints_is_what_is_printed() {
    let file = repository().join("docs/importing.md");
    let page = fs::read_to_string(&file).unwrap();
    let bench = shop();
    let (mut checked, mut faults, mut commands) = (String::new(), Vec::new(), 0);
    let mut blocks = page.split("```console\n");
    checked.push_str(blocks.next().unwrap());
    for block in blocks {
        let (body, rest) = block.split_once("```").unwrap();
        let mut printed = String::new();
        let mut steps: Vec<(String, String)> = Vec::new();
        for line in body.lines() {
            if let Some(command) = line.strip_prefix("$ manyi ") {
                steps.push((command.to_owned(), String::new()));
            } else {
                let (_, wanted) = steps.last_mut().expect("a block begins with a command");
                wanted.push_str(line);
                wanted.push('\n');
            }
        }
        for (command, wanted) in steps {
            commands += 1;
            let ran = bench.run(&command);
            let got = format!("{}{}", ran.err, ran.out);
            let _ = write!(printed, "$ manyi {command}\n{got}");
            if got != wanted {
                faults.push(format!("$ manyi {command}\nthe page:\n{wanted}it prints:\n{got}"));
            }
        }
        let _ = write!(checked, "```console\n{printed}```{rest}");
    }
    assert!(commands >= 20, "{commands}");
    if std::env::var_os("MANYI_WRITE_DOCS").is_some() {
        fs::write(file, checked).unwrap();
    } else {
        assert!(
            faults.is_empty(),
            "{}\nMANYI_WRITE_DOCS=1 writes the page anew",
            faults.join("\n")
        );
    }
}
