//! How responses were given: flags, who is left out, and what the base becomes.

use crate::workbench::Workbench;
use crate::workbench::table;
use std::fmt::Write;

const SETTINGS: &str = "\
languages = [\"zh\", \"en\"]
inbox = [\"inbox\"]
as_of = \"2026-11-22\"

[waves]
kind = \"quarterly\"
time_zone = \"UTC\"
";

/// Twelve answers of six minutes, half of them satisfied; one of twenty seconds that is not; one that copies another's words.
fn answers() -> String {
    let mut text = "response_id,started_at,submitted_at,region,taste,service,cups,recommend,reason\n".to_owned();
    for at in 0..12 {
        let taste = if at < 6 { 5 } else { 2 };
        let day = at + 1;
        let _ = writeln!(
            text,
            "r{at:02},2026-10-{day:02}T10:00:00Z,2026-10-{day:02}T10:06:00Z,north,{taste},4,one,9,"
        );
    }
    text.push_str("fast,2026-10-20T10:00:00Z,2026-10-20T10:00:20Z,north,1,4,one,9,\n");
    text.push_str(
        "word1,2026-10-21T10:00:00Z,2026-10-21T10:05:00Z,south,2,3,one,3,The queue was long and nobody told us why\n",
    );
    text.push_str(
        "word2,2026-10-23T10:00:00Z,2026-10-23T10:07:00Z,south,2,3,one,3,The queue was long and nobody told us why\n",
    );
    text
}

fn bench(quality: &str) -> Workbench {
    let bench = Workbench::cafe()
        .file("manyi.toml", format!("{SETTINGS}{quality}"))
        .file("inbox/cafe/autumn.csv", answers());
    bench.done("import");
    bench
}

#[test]
fn flags_have_reasons_and_leave_nothing_out_by_themselves() {
    let bench = bench("");
    assert_eq!(
        bench.done("responses cafe --flags"),
        "\
survey  wave    response  flag       found  limit  at     action
────────────────────────────────────────────────────────────────
cafe    2026Q4  fast      speeder      0.3    2.0         flag
cafe    2026Q4  word2     duplicate      5      0  word1  flag
2 of 15 responses are flagged, 0 left out; the base is 15
"
    );
    let rows = table(&bench.done("responses cafe --flags --flag duplicate --format csv"));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["reason"], "all answers and words as in `word1`");
    let told = bench.done("score cafe --measure csat");
    // Six of fifteen are satisfied.
    assert!(
        told.contains("40.0%") && told.contains("  15  small_base\n") && !told.contains("left out"),
        "{told}"
    );
    let rows = table(&bench.done("responses cafe --where 'region = \"south\"' --format csv"));
    let ids: Vec<&str> = rows.iter().map(|row| row["response_id"].as_str()).collect();
    assert_eq!(ids, ["word1", "word2"]);
    assert_eq!(
        (rows[1]["flags"].as_str(), rows[1]["state"].as_str()),
        ("duplicate", "counted")
    );
    bench.run("responses cafe --flag hasty").says(
        2,
        "error: `--flag hasty`: there is no such flag; there are: speeder, straight_line, long_string, attention, duplicate, near_duplicate, person, impossible, blank, gibberish",
    );
}

#[test]
fn a_rule_leaves_out_everywhere_and_the_note_says_so() {
    let bench = bench("\n[quality]\nspeeder = \"exclude\"\nduplicate = \"exclude\"\n");
    let told = bench.done("score cafe --measure csat");
    // Six of thirteen are satisfied.
    assert!(told.contains("46.2%") && told.contains("  13  small_base\n"), "{told}");
    assert!(
        told.contains("2 responses left out by [quality] in manyi.toml: too fast 1, copy of another response 1"),
        "{told}"
    );
    for line in [
        "explain cafe/2026Q4/csat",
        "compare cafe --against target",
        "tab cafe --of taste",
    ] {
        let told = bench.done(line);
        assert!(told.contains("2 responses left out by [quality]"), "{line}\n{told}");
    }
    let rows = table(&bench.done("export cafe --as csv"));
    assert_eq!(rows.len(), 13);
    let told = bench.set("LANG", "zh_CN.UTF-8").done("score cafe --measure csat");
    assert!(
        told.contains("有 2 份答卷不计入：作答过快 1、与另一份答卷相同 1"),
        "{told}"
    );
}

#[test]
fn a_wave_has_a_table_of_what_its_data_are_worth() {
    let bench = bench("\n[quality]\nspeeder = \"exclude\"\n");
    let rows = table(&bench.done("responses cafe --quality --format csv"));
    let count = |item: &str| {
        let row = rows.iter().find(|row| row["item"] == item);
        row.unwrap_or_else(|| panic!("{item}: {rows:?}"))["count"].clone()
    };
    assert_eq!(
        (count("started"), count("complete"), count("counted")),
        ("15".into(), "15".into(), "14".into())
    );
    assert_eq!(
        (count("flag.speeder"), count("flag.duplicate"), count("excluded")),
        ("1".into(), "1".into(), "1".into())
    );
    let median = rows.iter().find(|row| row["item"] == "median_minutes").unwrap();
    assert_eq!(median["value"], "6");
    bench.done("report");
    let page = bench.text("site/reports/cafe/2026Q4/report.en.html");
    assert!(
        page.contains("Left out by a rule") && page.contains("Half took less than 6.0 minutes."),
        "the report has it"
    );
}

#[test]
fn a_setting_that_is_none_has_its_place() {
    let bench = Workbench::cafe().file(
        "manyi.toml",
        format!("{SETTINGS}\n[quality]\nspeeder = \"delete\"\nspeed = 1\n"),
    );
    let ran = bench.run("check");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("`quality.speeder` does not take this value") && ran.err.contains("quality.speed"),
        "{}",
        ran.err
    );
}

#[test]
fn near_duplicates_are_looked_for_where_somebody_asks() {
    assert_eq!(
        table(&bench("").done("responses cafe --flags --flag near_duplicate --format csv")).len(),
        0
    );
    let bench = bench("[quality]\nnear_duplicate = \"flag\"\nnear_share = 0.75\nnear_items = 4\n");
    let rows = table(&bench.done("responses cafe --flags --flag near_duplicate --format csv"));
    let told: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (row["response_id"].as_str(), row["number"].as_str(), row["at"].as_str()))
        .collect();
    // Of four questions the unsatisfied differ from the satisfied in one, and so does the fast one; the two of the south in two.
    let mut wanted: Vec<(String, &str, &str)> = (1..6).map(|at| (format!("r{at:02}"), "1", "r00")).collect();
    wanted.push(("r06".to_owned(), "0.75", "r00"));
    wanted.extend((7..12).map(|at| (format!("r{at:02}"), "1", "r06")));
    wanted.push(("fast".to_owned(), "0.75", "r00"));
    wanted.push(("word2".to_owned(), "1", "word1"));
    let wanted: Vec<(&str, &str, &str)> = wanted
        .iter()
        .map(|(id, share, at)| (id.as_str(), *share, *at))
        .collect();
    assert_eq!(told, wanted);
    assert_eq!(rows[5]["reason"], "75 % of the answers as in `r00`, 75 % or more");
}
