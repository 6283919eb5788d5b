//! `manyi simulate`: its answers import without a flaw, effects are found again, coverage is told.

use crate::workbench::Workbench;
use crate::workbench::repository;
use crate::workbench::table;

/// Surveys of the repository.
fn library() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(repository().join("surveys"))
        .unwrap()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".yaml")?.to_owned()))
        .collect();
    names.sort();
    assert!(names.len() >= 2);
    names
}

#[test]
fn answers_to_every_survey_of_the_library_import_without_a_flaw() {
    let bench = Workbench::sample();
    for name in library() {
        for seed in [1, 20_261_122] {
            let answers = bench.done(&format!(
                "simulate {name} -n 150 --wave 2026Q2,2026Q3 --cover --seed {seed}"
            ));
            let rows = answers.lines().count() - 1;
            assert!(rows >= 300, "{name}: {rows}");
            let file = format!("{name}-{seed}.csv");
            bench.put(&file, &answers);
            let ran = bench.run(&format!("import {name} {file} --strict"));
            assert_eq!(
                ran.line(&file),
                format!("{file}: {rows} read = {rows} accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"),
            );
            assert_eq!(ran.code, 0, "{name}: {}", ran.err);
            for told in ["MY320", "MY321", "MY322", "MY323", "MY324", "error"] {
                assert!(!ran.err.contains(told), "{name}: {}", ran.err);
            }
        }
    }
}

#[test]
fn answers_of_every_kind_import_without_a_flaw() {
    let bench = Workbench::cafe().file("surveys/kinds.yaml", include_str!("../data/definition/kinds.yaml"));
    let answers = bench.done("simulate kinds -n 200 --cover");
    let rows = table(&answers);
    bench.put("kinds.csv", &answers);
    let ran = bench.run("import kinds kinds.csv --strict");
    let count = rows.len();
    assert_eq!(
        ran.line("kinds.csv"),
        format!("kinds.csv: {count} read = {count} accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"),
        "{}",
        ran.err
    );
    for row in &rows {
        let ranks: Vec<&str> = ["price", "choice", "speed", "service"]
            .into_iter()
            .map(|item| row[&format!("matters.{item}")].as_str())
            .filter(|rank| !rank.is_empty())
            .collect();
        let mut sorted = ranks.clone();
        sorted.sort_unstable();
        assert!(ranks.is_empty() || sorted == ["1", "2", "3", "4"], "{ranks:?}");
        let parts =
            ["price", "quality", "green"].map(|item| row[&format!("budget.{item}")].parse::<f64>().unwrap_or(0.0));
        let sum: f64 = parts.iter().sum();
        assert!(sum == 0.0 || (sum - 10.0).abs() < 1e-9, "{parts:?}");
        let warm = &row["warmth"];
        assert!(
            warm.is_empty() || warm.parse::<u32>().is_ok_and(|value| value <= 100 && value % 5 == 0),
            "{warm}"
        );
        // A domain and a range of numbers that are kept for examples (RFC 2606, Ofcom): nobody can be written to or called.
        let (mail, mobile) = (&row["mail"], &row["mobile"]);
        assert!(mail.is_empty() || mail.ends_with("@example.com"), "{mail}");
        assert!(mobile.is_empty() || mobile.starts_with("+44 1632 960"), "{mobile}");
        // Whoever got as far as the last page and sent the form has agreed: it cannot be sent without.
        assert!(row["submitted_at"].is_empty() || row["news"] == "yes", "{row:?}");
    }
    let given = |column: &str| rows.iter().filter(|row| !row[column].is_empty()).count();
    assert!(
        given("mail") > 20 && given("mobile") > 20,
        "{} {}",
        given("mail"),
        given("mobile")
    );
    let missed = rows
        .iter()
        .filter(|row| !row["careful"].is_empty() && row["careful"] != "second")
        .count();
    assert!((1..=25).contains(&missed), "about one in twenty: {missed}");
}

#[test]
fn every_part_of_every_survey_of_the_library_can_be_reached() {
    let bench = Workbench::sample();
    for name in library() {
        let ran = bench.run(&format!(
            "simulate {name} -n 100 --coverage --cover --fail-on-unreached"
        ));
        assert_eq!(ran.code, 0, "{name}:\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_planted_effect_is_found_by_compare() {
    let bench = Workbench::sample();
    bench.put(
        "slow.toml",
        "[[effect]]\non = \"waiting\"\nwhere = 'channel = \"email\"'\nwave = \"2026Q3\"\nshift = -1.2\n",
    );
    let file = bench.path("slow.toml");
    let answers = bench.done(&format!(
        "simulate support-csat -n 400 --wave 2026Q2,2026Q3 --effects {}",
        file.display()
    ));
    bench.put("answers.csv", answers);
    assert_eq!(bench.run("import support-csat answers.csv").code, 0);
    let rows = table(&bench.done(
        "compare support-csat --measure quick_reply,csat --by channel --groups --against previous --wave 2026Q3 --format csv",
    ));
    let verdict = |measure: &str, level: &str| {
        let found = rows
            .iter()
            .find(|row| row["measure"] == measure && row["level"] == level);
        found.map(|row| row["verdict"].clone()).unwrap_or_default()
    };
    assert_eq!(verdict("quick_reply", "email"), "fell", "{rows:?}");
    assert_ne!(verdict("quick_reply", "chat"), "fell", "{rows:?}");
    assert_ne!(verdict("csat", "email"), "fell", "{rows:?}");
}

#[test]
fn coverage_names_what_was_not_reached_and_why() {
    let bench = Workbench::cafe();
    let text = bench.text("surveys/cafe.yaml");
    bench.put(
        "odd/cafe.yaml",
        text.replace("show_if: recommend <= 6", "show_if: recommend < 2 and recommend > 7"),
    );
    let ran = bench.run("simulate odd/cafe.yaml -n 50 --coverage --cover --fail-on-unreached --format csv");
    assert_eq!(ran.code, 3, "{}", ran.err);
    let rows = table(&ran.out);
    let reason: Vec<_> = rows.iter().filter(|row| row["name"].starts_with("reason")).collect();
    assert_eq!(reason.len(), 2, "{rows:?}");
    assert_eq!(
        (reason[0]["kind"].as_str(), reason[0]["state"].as_str()),
        ("question", "never")
    );
    assert_eq!(
        reason[0]["why"],
        "none of 6000 tries made `recommend < 2 and recommend > 7` hold, or the form refuses the answer"
    );
    assert_eq!(
        (reason[1]["kind"].as_str(), reason[1]["state"].as_str()),
        ("show_if", "never true")
    );
}

#[test]
fn the_same_seed_gives_the_same_bytes_in_csv_and_json() {
    let bench = Workbench::cafe();
    let first = bench.done("simulate cafe -n 30 --seed 9");
    assert_eq!(first, bench.done("simulate cafe -n 30 --seed 9"));
    assert_ne!(first, bench.done("simulate cafe -n 30 --seed 10"));
    let objects = bench.done("simulate cafe -n 30 --seed 9 --format json");
    let rows = table(&first);
    assert_eq!(objects.lines().count(), rows.len());
    for (line, row) in objects.lines().zip(&rows) {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        for (name, cell) in row.iter().filter(|(_, cell)| !cell.is_empty()) {
            let value = &object[name.as_str()];
            let as_text = value.as_str().map_or_else(
                || {
                    value.as_array().map_or_else(
                        || value.to_string(),
                        |all| all.iter().filter_map(|one| one.as_str()).collect::<Vec<_>>().join(";"),
                    )
                },
                str::to_owned,
            );
            assert_eq!(&as_text, cell, "{name}");
        }
    }
}

#[test]
fn what_cannot_be_simulated_is_said_with_a_way_out() {
    let bench = Workbench::cafe();
    bench.run("simulate cafe --wave 2026X").says(
        2,
        "error: `--wave 2026X`: no wave of this calendar; write one such as 2026Q4, as manyi.toml has them",
    );
    bench.run("simulate cafe --format table").says(
        2,
        "error: answers are written as `csv` or `json`; `--format table` and `md` are for `--coverage`",
    );
    bench.put("wrong.txt", "[[effect]]\non = \"tast\"\nshift = -1\n");
    bench.run("simulate cafe --effects wrong.txt").says(
        1,
        "\
error[MY408]: `cafe` has no question or hidden value `tast`
 --> wrong.txt:2:6
  |
2 | on = \"tast\"
  |      ^^^^^^
  |
  = help: write a name of the definition, or `all` for every rating

1 error: mend the errors and run this again; `manyi explain MY408` says more",
    );
}
