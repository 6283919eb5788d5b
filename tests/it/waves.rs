//! Waves stay comparable: what changed between definitions is told by meaning, and trends obey.

use crate::workbench::Workbench;
use crate::workbench::season;
use crate::workbench::table;

const CAFE: &str = include_str!("../data/it/cafe.yaml");

/// The cafe with a summer asked by `CAFE` and an autumn asked by an edited definition.
fn edited(edits: &[(&str, &str)]) -> Workbench {
    let bench = Workbench::cafe().file("inbox/cafe/summer.csv", season("summer", 8, 32, [9, 9, 7, 3]));
    bench.done("import cafe");
    let mut text = CAFE.to_owned();
    for (old, new) in edits {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    bench.put("surveys/cafe.yaml", text);
    bench.put("inbox/cafe/autumn.csv", season("autumn", 10, 16, [9, 7, 3, 3]));
    bench.done("import cafe inbox/cafe/autumn.csv");
    bench
}

const ROUTED: (&str, &str) = (
    "      - id: service\n        kind: rating\n",
    "      - id: service\n        kind: rating\n        show_if: region = \"north\"\n",
);
const REWORDED: (&str, &str) = ("en: How satisfied are you with the taste?", "en: How was the taste?");

#[test]
fn a_difference_is_told_as_text_and_trips_a_gate() {
    let bench = edited(&[ROUTED, REWORDED]);
    let told = bench.run("diff cafe@2026Q3 cafe --fail-on breaking");
    assert_eq!(told.code, 3, "{}", told.err);
    assert_eq!(
        told.out,
        "\
cafe@2026Q3 → surveys/cafe.yaml: 1 breaking, 1 with a footnote, 0 compatible

breaking
  service: routing
    + region = \"north\"
    other people are asked; breaks the trend of joy, people

footnote
  taste: wording (en)
    - How satisfied are you with the taste?
    + How was the taste?
    other words may be another question; footnote at csat, drink, joy, taste_mean
"
    );
    let rows = table(&bench.done("diff cafe@2026Q3 cafe --format csv"));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["aspect"], "wording");
    assert_eq!(
        (rows[1]["impact"].as_str(), rows[1]["measures"].as_str()),
        ("breaking", "joy, people")
    );
    assert_eq!(bench.run("diff cafe@2026Q4 --fail-on footnote").code, 0);
    assert_eq!(
        bench.done("diff cafe@2026Q4"),
        "cafe@2026Q4 → surveys/cafe.yaml: nothing changed\n"
    );
    let chinese = bench.set("LANG", "zh_CN.UTF-8").done("diff cafe@2026Q3 cafe");
    assert!(
        chinese.contains("中断趋势\n  service：跳转") || chinese.contains("中断趋势\n  service: 跳转"),
        "{chinese}"
    );
}

#[test]
fn a_wave_without_answers_and_a_broken_file_are_told() {
    let bench = edited(&[REWORDED]);
    bench.run("diff cafe@2025Q1 cafe").says(
        2,
        "error: no wave `2025Q1` of `cafe` has answers; there are: 2026Q3, 2026Q4",
    );
    bench.put("broken.yaml", "id: broken\n");
    let ran = bench.run("diff broken.yaml cafe");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("MY"), "{}", ran.err);
}

#[test]
fn both_sides_stand_on_a_page_of_their_own() {
    let bench = edited(&[ROUTED, REWORDED]);
    let to = bench.path("diff.html").display().to_string();
    bench.done(&format!("diff cafe@2026Q3 cafe --to {to}"));
    let page = bench.text("diff.html");
    for text in [
        "Breaks a trend: 1",
        "Needs a footnote: 1",
        "How was the taste?",
        "<code>service</code>",
        "joy, people",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("<script"), "no script on such a page");
}

#[test]
fn a_broken_item_is_not_compared_and_a_reworded_one_has_a_footnote() {
    let bench = edited(&[ROUTED, REWORDED]);
    let rows = table(&bench.done("compare cafe --format csv"));
    let verdict = |measure: &str| {
        let row = rows.iter().find(|row| row["measure"] == measure).unwrap();
        (row["verdict"].clone(), row["change"].clone())
    };
    // Satisfied 32 of 40 and 16 of 40, as counted from the files.
    assert_eq!(verdict("csat"), ("fell".to_owned(), "-0.4".to_owned()));
    assert_eq!(verdict("joy"), ("not_comparable".to_owned(), String::new()));
    assert_eq!(verdict("people"), ("not_comparable".to_owned(), String::new()));
    assert_ne!(verdict("drink").0, "not_comparable");
    let told = bench.done("compare cafe");
    assert!(
        told.contains("not comparable, joy, 2026Q3 → 2026Q4: ")
            && told.contains("`service`: routing “region = \"north\"”: other people are asked"),
        "{told}"
    );
    assert!(told.contains("changed, csat"), "{told}");
    let told = bench.done("score cafe --wave all");
    assert!(told.contains("not comparable, people, 2026Q3 → 2026Q4"), "{told}");
    let told = bench.done("tab cafe --of service --by wave --wave all");
    assert!(told.contains("not comparable, service, 2026Q3 → 2026Q4"), "{told}");
    // Twenty answers of the south to what is not put to it now were put to it then.
    let rows = table(&bench.done("responses cafe --flags --flag impossible --format csv"));
    assert!(rows.is_empty(), "{rows:?}");
    let told = bench.done("explain cafe/2026Q4/joy");
    assert!(told.contains("not compared with 2026Q3"), "{told}");
    let told = bench.done("explain cafe/2026Q4/csat");
    assert!(told.contains("changed since 2026Q3"), "{told}");
    bench.done("report");
    let page = bench.text("site/reports/cafe/2026Q4/report.en.html");
    assert!(
        page.contains("is not compared with 2026Q3 and before"),
        "the report says it"
    );
}

#[test]
fn a_reason_keeps_the_trend() {
    let said = (
        "      - id: service\n        kind: rating\n",
        "      - id: service\n        kind: rating\n        comparable: true\n        comparable_because: The south has no service.\n        show_if: region = \"north\"\n",
    );
    let bench = edited(&[said]);
    let rows = table(&bench.done("compare cafe --measure joy --format csv"));
    assert_ne!(rows[0]["verdict"], "not_comparable");
    let told = bench.done("compare cafe --measure joy");
    assert!(
        told.contains("changed, joy, 2026Q3 → 2026Q4: `service`: routing “region = \"north\"”: comparable: The south has no service."),
        "{told}"
    );
}

/// `several` goes: answers to it are no option any more.
const FEWER: (&str, &str) = (
    "          - id: several\n            value: 2\n            text:\n              zh: 不止一杯\n              en: \"1 or more\"\n",
    "",
);

fn put(bench: &Workbench, edits: &[(&str, &str)]) {
    let mut text = CAFE.to_owned();
    for (old, new) in edits {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    bench.put("surveys/cafe.yaml", text);
}

fn imports(bench: &Workbench) -> Vec<std::collections::BTreeMap<String, String>> {
    table(&bench.done("responses cafe --imports --format csv"))
}

#[test]
fn each_row_is_read_by_the_definition_that_asked_it() {
    let bench = Workbench::cafe();
    bench.done("build");
    let kept = crate::workbench::files(&bench.path("responses/cafe/definitions"));
    let hash = kept[0].file_stem().unwrap().to_str().unwrap().to_owned();
    put(&bench, &[FEWER]);
    let head = "response_id,submitted_at,definition,region,taste,service,cups,recommend,reason\n";
    bench.put(
        "inbox/cafe/summer.csv",
        format!(
            "{head}a,2026-08-01T10:00:00Z,{hash},north,5,4,several,9,\nb,2026-08-02T10:00:00Z,,north,5,4,one,9,\nc,2026-08-03T10:00:00Z,{hash},north,4,4,several,9,\n"
        ),
    );
    bench.run("import cafe").says(
        0,
        "\
inbox/cafe/summer.csv: 2 read = 2 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells
inbox/cafe/summer.csv: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells",
    );
    let rows = imports(&bench);
    assert_eq!(
        (rows[0]["definition"].as_str(), rows[0]["read"].as_str()),
        (hash.as_str(), "2")
    );
    // The row that names none is of a wave that is over, which that version asked.
    assert_eq!(rows[1]["definition"], hash);
    // Again, nothing changes; both parts are known.
    bench.run("import cafe").says(
        0,
        "\
inbox/cafe/summer.csv: 2 read = 0 accepted + 0 replaced + 2 skipped + 0 refused; imported before, unchanged
inbox/cafe/summer.csv: 1 read = 0 accepted + 0 replaced + 1 skipped + 0 refused; imported before, unchanged",
    );
}

#[test]
fn a_wave_that_is_over_keeps_the_definition_that_asked_it() {
    let bench = Workbench::cafe().file("inbox/cafe/summer.csv", season("summer", 8, 32, [9, 9, 7, 3]));
    bench.done("import cafe");
    let asked = imports(&bench)[0]["definition"].clone();
    put(&bench, &[FEWER]);
    bench.run("import cafe").says(
        0,
        "inbox/cafe/summer.csv: 40 read = 0 accepted + 0 replaced + 40 skipped + 0 refused; imported before, unchanged",
    );
    bench.put("inbox/cafe/late.csv", season("late", 9, 32, [9, 9, 7, 3]));
    bench.done("import cafe inbox/cafe/late.csv");
    let rows = imports(&bench);
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[1]["definition"].as_str(), rows[1]["invalid_cells"].as_str()),
        (asked.as_str(), "0")
    );
    // By today's definition ten answers of forty are no option.
    let ran = bench.run("import cafe inbox/cafe/late.csv --by-today --max-refused 1");
    assert!(
        ran.err.contains("10 replaced") && ran.err.contains("10 invalid cells"),
        "{}",
        ran.err
    );
}

#[test]
fn meaning_is_not_edited_while_a_wave_is_in_the_field() {
    let bench = Workbench::cafe().file("inbox/cafe/autumn.csv", season("autumn", 10, 16, [9, 7, 3, 3]));
    bench.done("import cafe");
    put(&bench, &[REWORDED]);
    assert_eq!(bench.run("build").code, 0, "wording may be mended at any time");
    put(&bench, &[FEWER]);
    let ran = bench.run("build");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY370")
            && ran
                .err
                .contains("2026Q4 is in the field, and the meaning of cups was edited"),
        "{}",
        ran.err
    );
    bench.put("inbox/cafe/more.csv", season("more", 11, 16, [9, 7, 3, 3]));
    let ran = bench.run("import cafe inbox/cafe/more.csv --max-refused 1");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY370") && ran.err.contains("nothing was kept"),
        "{}",
        ran.err
    );
    // Declared comparable, with a reason in git, it goes on.
    let said = (
        "      - id: cups\n        kind: choice\n",
        "      - id: cups\n        kind: choice\n        comparable: true\n        comparable_because: Nobody had chosen it.\n",
    );
    put(&bench, &[FEWER, said]);
    assert_eq!(bench.run("build").code, 0);
}

/// The café with other options of `cups`, the values the other way round, and a map of the earlier ones.
fn regrouped(formerly: &str) -> String {
    let (from, to) = (
        CAFE.find("          - id: one\n").unwrap(),
        CAFE.find("      - id: recommend\n").unwrap(),
    );
    let options = "          - {id: few, value: 2, text: {zh: 一杯, en: One cup}}\n          - {id: many, value: 1, text: {zh: 多杯, en: Many}}\n";
    let text = format!("{}{options}{formerly}{}", &CAFE[..from], &CAFE[to..]);
    text.replace("options: [one]", "options: [few]")
}

const BECAUSE: &str = "        formerly_because: Nobody could tell them apart.\n";

#[test]
fn options_edited_in_the_field_are_mapped_and_answers_to_the_earlier_ones_count() {
    let bench = Workbench::cafe().file("inbox/cafe/autumn.csv", season("autumn", 10, 16, [9, 7, 3, 3]));
    bench.done("import cafe");
    bench.put("surveys/cafe.yaml", regrouped(""));
    let ran = bench.run("build");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY370") && ran.err.contains("say at it with `formerly`"),
        "{}",
        ran.err
    );
    // A map that leaves one out is told, with the option.
    bench.put(
        "surveys/cafe.yaml",
        regrouped(&format!("        formerly: {{one: few, no_cup: drop}}\n{BECAUSE}")),
    );
    let ran = bench.run("build");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains(
            "error[MY652]: `formerly` of `cups` does not say what `several` is today, which 2026Q4 was asked with"
        ) && ran.err.contains("add `several: …`")
            && !ran.err.contains("MY370"),
        "{}",
        ran.err
    );
    // One that names a stranger is a warning with a suggestion.
    let whole = "one: few, several: many, no_cup: drop";
    bench.put(
        "surveys/cafe.yaml",
        regrouped(&format!("        formerly: {{{whole}, severl: many}}\n{BECAUSE}")),
    );
    let ran = bench.run("build");
    assert!(
        ran.code == 0 && ran.err.contains("warning[MY653]") && ran.err.contains("did you mean `several`?"),
        "{}",
        ran.err
    );
    bench.put(
        "surveys/cafe.yaml",
        regrouped(&format!("        formerly: {{{whole}}}\n{BECAUSE}")),
    );
    let ran = bench.run("build");
    assert!(ran.code == 0 && !ran.err.contains("MY65"), "{}", ran.err);
    // Thirty of forty ordered one and ten several, as the file says; the values were 1 and 2 and are 2 and 1.
    let counts = |bench: &Workbench| {
        let rows = table(&bench.done("tab cafe --of cups --format csv"));
        let n = |answer: &str| rows.iter().find(|row| row["answer"] == answer).unwrap()["count"].clone();
        (n("few"), n("many"))
    };
    assert_eq!(counts(&bench), ("30".to_owned(), "10".to_owned()));
    let told = bench.done("diff cafe@2026Q4 cafe");
    assert!(
        told.contains("0 breaking")
            && told.contains("answers to earlier options are read as today's: no_cup → drop, one → few, several → many; Nobody could tell them apart."),
        "{told}"
    );
    // A file that goes on with the earlier words is read as today's.
    bench.put("inbox/cafe/more.csv", season("more", 11, 16, [9, 7, 3, 3]));
    bench
        .run("import cafe inbox/cafe/more.csv")
        .line("inbox/cafe/more.csv: 40 read = 40 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells");
    assert_eq!(counts(&bench), ("60".to_owned(), "20".to_owned()));
    // A change of words later on leaves the map as it is.
    let reworded = bench.text("surveys/cafe.yaml").replacen(REWORDED.0, REWORDED.1, 1);
    bench.put("surveys/cafe.yaml", reworded);
    bench.done("build");
    assert_eq!(counts(&bench), ("60".to_owned(), "20".to_owned()));
    let ledger = bench.text("responses/cafe/ledger.jsonl");
    assert!(
        ledger.contains(r#""kind":"recode""#)
            && ledger.contains(r#""values":{"cups":{"1":"2","2":"1","3":"drop"}}"#)
            && ledger.contains(r#""because":{"cups":"Nobody could tell them apart."}"#),
        "{ledger}"
    );
    bench.done("report");
    let page = bench.text("site/reports/cafe/2026Q4/report.en.html");
    assert!(
        page.contains("answers to earlier ones are counted as today"),
        "the report says it"
    );
}

#[test]
fn mended_rows_take_the_place_of_those_put_aside() {
    let mut text = season("autumn", 10, 16, [9, 7, 3, 3]);
    text = text.replacen(
        "autumn-03,2026-10-03T10:00:00+08:00,north,5,",
        "autumn-03,2026-10-03T10:00:00+08:00,north,77,",
        1,
    );
    text.push_str("autumn-41,2026-10-30T10:00:00+08:00,north\n");
    let bench = Workbench::cafe().file("inbox/cafe/autumn.csv", &text);
    bench
        .run("import cafe")
        .line("inbox/cafe/autumn.csv: 41 read = 40 accepted + 0 replaced + 0 skipped + 1 refused; 1 invalid cells");
    let aside = table(&bench.done("responses cafe --quarantine --format csv"));
    assert_eq!(aside.len(), 2);
    assert_eq!(
        (
            aside[0]["column"].as_str(),
            aside[0]["original"].as_str(),
            aside[0]["repaired"].as_str()
        ),
        ("taste", "77", "")
    );
    // By wave and condition only what belongs to a response is known; by file and code everything is.
    let of = |options: &str| table(&bench.done(&format!("responses cafe --quarantine {options} --format csv")));
    let kept = of("--wave 2026Q4");
    assert_eq!((kept.len(), kept[0]["response_id"].as_str()), (1, "autumn-03"));
    assert_eq!(of("--wave 2026Q3").len(), 0);
    assert_eq!(of("--where 'region = \"north\"'").len(), 1);
    assert_eq!(of("--where 'region = \"south\"'").len(), 0);
    assert_eq!(of("--file inbox/cafe/autumn.csv").len(), 2);
    assert_eq!(of("--code off_scale")[0]["original"], "77");
    assert_eq!(of("--code cell_count").len(), 1);
    let told = bench.done("responses cafe --quarantine --wave 2026Q4");
    assert!(
        told.contains("1 more belong to no response that was taken in"),
        "{told}"
    );
    let ran = bench.run("responses cafe --quarantine --code off_scales");
    assert!(
        ran.code == 2 && ran.err.contains("there is no such code; there are: undecodable"),
        "{}",
        ran.err
    );
    let ran = bench.run("responses cafe --quarantine --file spring.csv");
    assert!(
        ran.code == 2 && ran.err.contains("there are: inbox/cafe/autumn.csv"),
        "{}",
        ran.err
    );
    let head = crate::workbench::HEADING;
    bench.put(
        "mended.csv",
        format!(
            "{head}autumn-03,2026-10-03T10:00:00+08:00,north,5,4,one,9,\nautumn-41,2026-10-30T10:00:00+08:00,north,5,4,one,9,\n"
        ),
    );
    let file = bench.path("mended.csv").display().to_string();
    bench
        .run(&format!("responses cafe --repair {file}"))
        .line("mended.csv: 2 read = 1 accepted + 1 replaced + 0 skipped + 0 refused; 0 invalid cells");
    bench
        .run(&format!("responses cafe --repair {file}"))
        .line("mended.csv: 2 read = 0 accepted + 0 replaced + 2 skipped + 0 refused; imported before, unchanged");
    bench
        .run("import cafe")
        .line("inbox/cafe/autumn.csv: 41 read = 0 accepted");
    let aside = table(&bench.done("responses cafe --quarantine --format csv"));
    assert_eq!(aside[0]["repaired"], "mended.csv");
    let rows = table(&bench.done("score cafe --measure taste_mean --format csv"));
    assert_eq!(rows[0]["base"], "41");
    bench
        .run("responses cafe --repair mended.csv --of other.csv")
        .line("error: `cafe` has no imported file");
}
