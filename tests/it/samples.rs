//! The small surveys of docs/samples, one for each kind of question: each is built, its answers imported and tabulated.

use crate::workbench::Workbench;
use crate::workbench::repository;
use crate::workbench::table;
use manyi::definition::keys::KINDS;
use std::collections::BTreeSet;

fn names() -> BTreeSet<String> {
    let files = std::fs::read_dir(repository().join("docs/samples")).unwrap();
    let yaml = files.filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".yaml")?.to_owned()));
    yaml.collect()
}

fn sample(name: &str, ending: &str) -> String {
    std::fs::read_to_string(repository().join(format!("docs/samples/{name}.{ending}"))).unwrap()
}

#[test]
fn every_kind_of_question_has_a_sample_and_a_picture() {
    let names = names();
    for kind in KINDS {
        assert!(names.contains(*kind), "docs/samples/{kind}.yaml");
        assert!(sample(kind, "yaml").contains(&format!("kind: {kind}\n")), "{kind}");
    }
    let guide = std::fs::read_to_string(repository().join("docs/surveys.md")).unwrap();
    let mut all = 0;
    for name in &names {
        let picture = repository().join(format!("docs/images/kinds/{name}.png"));
        let size = std::fs::metadata(&picture)
            .unwrap_or_else(|error| panic!("{name}: {error}"))
            .len();
        assert!(size <= 40_000, "{name}: {size} bytes");
        all += size;
        let shown = guide.contains(&format!("images/kinds/{name}.png"));
        assert!(shown || ["phone", "derived"].contains(&name.as_str()), "{name}");
    }
    assert!(all <= 1_000_000, "{all} bytes");
}

#[test]
fn every_sample_is_built_imported_and_tabulated() {
    let bench = Workbench::cafe();
    for name in names() {
        bench.put(&format!("surveys/{name}.yaml"), sample(&name, "yaml"));
        bench.put(&format!("{name}.csv"), sample(&name, "csv"));
    }
    let checked = bench.run("check --strict");
    assert_eq!(checked.code, 0, "{}", checked.err);
    bench.done("build");
    for name in names() {
        for language in ["zh", "en"] {
            assert!(
                bench.path(&format!("site/forms/{name}.{language}.html")).exists(),
                "{name}"
            );
        }
        let ran = bench.run(&format!("import {name} {name}.csv"));
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        assert!(
            ran.err
                .contains("40 read = 40 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells"),
            "{name}: {}",
            ran.err
        );
        let table = bench.done(&format!("tab {name} --show-small"));
        assert!(table.lines().count() > 4, "{name}: {table}");
    }
    let features = bench.done("score kano --kano --format csv");
    assert!(
        features.contains("features.tracking") && features.contains("features.gift"),
        "{features}"
    );
    assert!(bench.done("tab loop --of good.app --show-small").contains("Satisfied"));
}

#[test]
fn features_and_values_of_the_samples_are_drawn_as_they_are_scored() {
    let bench = Workbench::cafe();
    for name in ["kano", "number"] {
        bench.put(&format!("surveys/{name}.yaml"), sample(name, "yaml"));
        bench.put(&format!("{name}.csv"), sample(name, "csv"));
        bench.done(&format!("import {name} {name}.csv"));
    }
    let read = |line: &str| -> serde_json::Value { serde_json::from_str(&bench.done(line)).unwrap() };
    let drawn = read("chart boxes number --of visits --format json");
    // NumPy 2.1 on the 39 numbers of the file: `quantile(v, [.1, .25, .5, .75, .9])` 1, 2, 5, 10, 23.2, `mean(v)` 8.3846.
    // At or above 23.2 there are four, fewer than `privacy_k`: no whiskers, and no 39 anywhere.
    let row = &drawn["rows"][0];
    assert_eq!(row["spread"], serde_json::json!([2.0, 2.0, 5.0, 10.0, 10.0]));
    assert_eq!((&row["without_ends"], &row["base"]), (&true.into(), &"n = 39".into()));
    assert!((row["middle"]["value"].as_f64().unwrap() - 8.384_615_384_615_385).abs() < 1e-12);
    assert_eq!(
        drawn["words"]["title"],
        "How often did you come in the last year? (times, 2026Q4)"
    );
    // Map and table say the same of a feature.
    let map = read("chart kano kano --format json");
    let scored = table(&bench.done("score kano --kano --format csv"));
    for (item, row) in map["items"].as_array().unwrap().iter().zip(&scored) {
        for (coefficient, column) in [("better", "better"), ("worse", "worse")] {
            for (end, name) in [("value", column.to_owned()), ("low", format!("{column}_low"))] {
                let (drawn, listed) = (
                    item[coefficient][end].as_f64().unwrap(),
                    row[name.as_str()].parse::<f64>(),
                );
                assert!((drawn - listed.unwrap()).abs() < 1e-9, "{item}");
            }
        }
        assert_eq!(item["base"], format!("n = {}", row["base"]));
    }
    assert_eq!(map["items"].as_array().unwrap().len(), scored.len());
}
