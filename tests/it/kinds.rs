//! A survey with every kind of question, from its form to its figures.

use crate::workbench::Workbench;

const KINDS: &str = include_str!("../data/definition/kinds.yaml");
const ANSWERS: &str = include_str!("../data/it/kinds.csv");

fn imported() -> Workbench {
    let bench = Workbench::cafe()
        .file("surveys/kinds.yaml", KINDS)
        .file("kinds.csv", ANSWERS);
    bench.done("import kinds kinds.csv --max-refused 0.2");
    bench
}

#[test]
fn ranks_parts_pairs_and_consents_are_scored() {
    let bench = imported();
    let scores = bench.done("score kinds --format csv");
    let value = |measure: &str| {
        let line = scores.lines().find(|line| line.contains(measure)).unwrap();
        line.to_owned()
    };
    // By hand: the file is five responses four times over. Ranks of price 1 1 2 3 (the tie falls out), green points 2 0 5 (an empty
    // box is nothing, a wrong sum falls out), warmth 80 60 100.
    for (measure, shown) in [
        ("price_rank", "1.75"),
        ("green_points", "2.33333333333"),
        ("warm", "80"),
    ] {
        assert!(value(measure).contains(shown), "{}", value(measure));
    }
}

#[test]
fn what_tells_who_someone_is_lies_apart() {
    let bench = imported();
    let personal = std::fs::read_to_string(bench.path("responses/kinds/personal/000002.csv")).unwrap();
    let lines: Vec<&str> = personal.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "response_id,mail,mobile",
            "r01,li@example.com,13800138000",
            "r03,,010-5555-1234"
        ]
    );
    assert_eq!(lines.len(), 9, "those who wrote nothing have no line");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(bench.path("responses/kinds/personal/000002.csv"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let ledger = std::fs::read_to_string(bench.path("responses/kinds/ledger.jsonl")).unwrap();
    assert!(ledger.contains("\"personal\":{\"file\":\"personal/000002.csv\"") && !ledger.contains("example.com"));
    for folder in ["batches", "quarantine"] {
        for entry in std::fs::read_dir(bench.path(&format!("responses/kinds/{folder}"))).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(
                !text.contains("li@example.com") && !text.contains("13800138000"),
                "{folder}"
            );
        }
    }
}

#[test]
fn the_default_report_and_tables_take_every_kind() {
    let bench = imported();
    bench.done("report kinds");
    let out =
        bench.done("tab kinds --of matters.price,budget.green,aspects.staff.importance,tracking_kind,mail,news,warmth");
    for words in ["Given", "Agreed", "Performance", "Must-be"] {
        assert!(out.contains(words), "{words}: {out}");
    }
}
