//! Answers that leave come back the same, whatever they hold; the same answers give the same bytes.

use crate::workbench::Workbench;
use crate::workbench::table;

/// Answers that spreadsheets, separators and encodings like to spoil.
const ANSWERS: &str = "response_id,submitted_at,language,taste,service,cups,recommend,reason,region\n\
    a1,2026-04-01T10:00:00,zh,5,4,several,10,,north\n\
    a2,2026-04-02T10:00:00,en,2,<dont_know>,no_cup,3,\"=1+1, \"\"cold\"\"\nand late\",south\n\
    a3,2026-04-03T10:00:00,zh,1,,one,6,－2+3 太慢；又冷,\n\
    a4,2026-07-03T10:00:00,en,4,3,one,0,'-x,north\n";

fn cafe() -> Workbench {
    let bench = Workbench::cafe().file("inbox/cafe/answers.csv", ANSWERS);
    bench.run("import --strict");
    bench
}

#[test]
fn what_was_exported_is_imported_as_it_was() {
    let bench = cafe();
    let first = bench.done("export cafe");
    assert_eq!(table(&first).len(), 4, "{first}");
    let again = Workbench::cafe().file("inbox/cafe/exported.csv", &first);
    let ran = again.run("import");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(again.done("export cafe"), first);
    // In the form of a spreadsheet too.
    let excel = bench.done("export cafe --as excel --lang zh --answers ids");
    assert!(excel.starts_with('\u{feff}') && excel.contains("\r\n"));
    let again = Workbench::cafe().file("inbox/cafe/excel.csv", &excel);
    let ran = again.run("import");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(again.done("export cafe"), first);
}

#[test]
fn a_workbook_is_imported_and_its_rows_are_told() {
    let bench = cafe();
    let first = bench.done("export cafe");
    bench.done("export cafe --to out/a.xlsx --answers ids");
    let again = Workbench::cafe().file("inbox/cafe/a.xlsx", bench.bytes("out/a.xlsx"));
    let ran = again.run("--messages en import");
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.line("inbox/cafe/a.xlsx: sheet `Answers` is read; there are also Labels");
    ran.line("inbox/cafe/a.xlsx: 4 read = 4 accepted");
    assert_eq!(again.done("export cafe"), first);
    let labels = again.spawn("--messages en import cafe inbox/cafe/a.xlsx#Nowhere");
    assert_eq!(labels.code, 2, "{}", labels.err);
    assert!(
        labels
            .err
            .contains("has no sheet `Nowhere`; there are: Answers, Labels"),
        "{}",
        labels.err
    );
}

#[test]
fn an_export_keeps_to_what_was_asked() {
    let bench = cafe();
    let one =
        bench.done("export cafe --wave 2026Q2 --only taste,recommend --where 'taste <= 2' --answers labels --lang en");
    assert_eq!(
        one,
        "response_id,respondent,wave,submitted,started,language,taste,recommend\n\
         a2,,2026Q2,2026-04-02T10:00:00,,en,Dissatisfied,3\n\
         a3,,2026Q2,2026-04-03T10:00:00,,zh,Very dissatisfied,6\n"
    );
    let tidy = bench.done("export cafe --as tidy --only service");
    assert!(tidy.contains("\na2,2026Q2,service,,,,dont_know\n"), "{tidy}");
    assert!(tidy.contains("\na1,2026Q2,service,4,4,"), "{tidy}");
}

#[test]
fn a_codebook_stands_beside_the_file() {
    let bench = cafe();
    bench.done("export cafe --to out/answers.csv --codebook");
    let book: serde_json::Value = serde_json::from_str(&bench.text("out/answers.codebook.json")).unwrap();
    assert_eq!(book["responses"], 4);
    assert_eq!(book["waves"]["2026Q2"], 3);
    let service = book["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|field| field["name"] == "service")
        .unwrap();
    assert_eq!(service["valid"], 2);
    assert_eq!(service["missing"][1]["kind"], "dont_know");
    assert!(bench.text("out/answers.codebook.md").contains("## `service`"));
}

#[test]
fn the_same_answers_give_the_same_bytes() {
    let (one, two) = (cafe(), cafe());
    for name in ["a.csv", "a.xlsx", "a.sav", "a.parquet", "a.sss", "a.json", "a.md"] {
        for bench in [&one, &two] {
            bench.done(&format!("export cafe --to out/{name}"));
        }
        assert!(!one.bytes(&format!("out/{name}")).is_empty());
        assert_eq!(
            one.bytes(&format!("out/{name}")),
            two.bytes(&format!("out/{name}")),
            "{name}"
        );
    }
    for bench in [&one, &two] {
        bench.done("tab cafe --by region --wave all --to out/tables.xlsx");
    }
    assert_eq!(one.bytes("out/tables.xlsx"), two.bytes("out/tables.xlsx"));
}

#[test]
fn what_cannot_be_written_is_said() {
    let bench = cafe();
    bench.run("--messages en export cafe --as sav").says(
        2,
        "error: this form is no text: name a file, such as `--to answers.sav`\n",
    );
    bench.run("--messages en export cafe --to answers.foo").says(
        2,
        "error: `--to answers.foo`: the ending tells no form; end it with .csv, .xlsx, .sav, .parquet, .sss, .json or .md, \
         or say `--as`\n",
    );
    let ran = bench.run("--messages en export cafe --wave 2027Q1 --only tast --where 'regio = 1'");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    for words in [
        "`tast` is not known here",
        "`2027Q1` is not known here",
        "there is no `regio`",
    ] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    bench.run("--messages en tab cafe --to tables.ods").says(
        2,
        "error: `--to tables.ods`: a workbook ends with .xlsx; other forms are written with `--format` and `>`\n",
    );
}
