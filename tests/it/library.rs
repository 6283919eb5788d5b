//! The ready-made surveys: `manyi init --from NAME` gives a workspace that works from its first minute.

use crate::workbench::Workbench;
use crate::workbench::repository;
use std::collections::BTreeSet;

/// Names that `init --list` shows.
fn names() -> Vec<String> {
    let list = Workbench::empty().spawn("init --list");
    assert_eq!(list.code, 0, "{}", list.err);
    list.out
        .lines()
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

/// Names of files in a folder of the repository, without their ending.
fn stems(folder: &str, ending: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(repository().join(folder)).unwrap();
    files
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(ending)?.to_owned()))
        .collect()
}

#[test]
fn every_survey_of_the_repository_can_be_started_from_and_has_its_page() {
    let listed: BTreeSet<String> = names().into_iter().collect();
    assert_eq!(listed, stems("surveys", ".yaml"));
    assert_eq!(listed, stems("surveys/effects", ".toml"));
    assert_eq!(listed, stems("docs/library", ".md"));
    let page = std::fs::read_to_string(repository().join("docs/surveys-library.md")).unwrap();
    for name in listed {
        assert!(page.contains(&format!("[{name}](library/{name}.md)")), "{name}");
        let scenario = std::fs::read_to_string(repository().join(format!("docs/library/{name}.md"))).unwrap();
        let survey = std::fs::read_to_string(repository().join(format!("surveys/{name}.yaml"))).unwrap();
        let tables = scenario.lines().filter(|line| line.starts_with('|'));
        let pieces = tables.flat_map(|line| line.split('`').skip(1).step_by(2));
        // What a page's table calls by an id is in the definition.
        for id in pieces.filter(|piece| {
            piece
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
        }) {
            assert!(
                survey.contains(&format!("id: {id}")) || survey.contains(&format!("{id}:")),
                "{name}: `{id}`"
            );
        }
    }
}

#[test]
fn a_workspace_with_invented_answers_runs_from_end_to_end() {
    for name in names() {
        let bench = Workbench::empty();
        let made = bench.spawn(&format!("init --from {name} --with-answers ."));
        assert_eq!(made.code, 0, "{}", made.err);
        let checked = bench.run("check --strict");
        assert_eq!(checked.code, 0, "{name}: {}", checked.err);
        let day = bench.run("run");
        assert_eq!(day.code, 0, "{name}: {}", day.err);
        assert_eq!(
            day.line("inbox/"),
            format!(
                "inbox/{name}/invented.csv: 1600 read = 1600 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"
            )
        );
        for language in ["zh", "en"] {
            let report = bench.bytes(&format!("site/reports/{name}/2026Q3/report.{language}.html"));
            assert!(report.len() > 40_000, "{name}: {}", report.len());
        }
    }
}

#[test]
fn planted_effects_of_the_library_are_found() {
    // What surveys/effects says of each, in the words of `compare`.
    for (name, line, found) in [
        ("support-csat", "--measure fcr --against previous", "fcr,2026Q3,,rose"),
        (
            "nps-relationship",
            "--measure retention --by tenure --groups --against rest",
            "retention,2026Q3,under_1,below",
        ),
        (
            "telecom-quality",
            "--measure voice_index --by region --groups --against rest",
            "voice_index,2026Q3,rural,below",
        ),
        (
            "ecommerce-index",
            "--measure late --against previous",
            "late,2026Q3,,rose",
        ),
    ] {
        let bench = Workbench::empty();
        assert_eq!(bench.spawn(&format!("init --from {name} --with-answers .")).code, 0);
        assert_eq!(bench.run("import").code, 0);
        let csv = bench.done(&format!("compare {name} {line} --wave 2026Q3 --format csv"));
        let rows = crate::workbench::table(&csv);
        let said: Vec<String> = rows
            .iter()
            .map(|row| format!("{},{},{},{}", row["measure"], row["wave"], row["level"], row["verdict"]))
            .collect();
        assert!(said.iter().any(|row| row == found), "{name}: no `{found}` in {said:?}");
    }
}

#[test]
fn a_new_workspace_is_told_in_both_languages_and_changes_nothing_that_exists() {
    let bench = Workbench::empty();
    let list = bench.spawn("init --list --messages zh");
    assert!(
        list.out.contains("support-csat        在线客服会话结束时"),
        "{}",
        list.out
    );
    bench.spawn("init --from price-value --with-answers shop").says(
        0,
        "a workspace with the survey `price-value` and invented answers is in shop; next: `manyi run` there",
    );
    assert!(bench.text("shop/README.md").starts_with("# Price and value"));
    assert!(bench.text("shop/manyi.toml").contains("as_of = \"2026-10-15\""));
    let again = bench.spawn("init --from price-value --with-answers shop");
    assert_eq!(again.code, 2);
    let unknown = bench.spawn("init --from nps shop2");
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .err
            .starts_with("error: `--from nps`: there is no such ready-made survey; there are: nps-relationship, ")
    );
}
