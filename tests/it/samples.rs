//! The small surveys of docs/samples, one for each kind of question: each is built, its answers imported and tabulated.

use crate::workbench::Workbench;
use crate::workbench::repository;
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
