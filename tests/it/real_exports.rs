//! Six real exports, each with a definition and a mapping: imported with known counts, scored to values computed with
//! pandas (`tests/data/real/expected.py`), reported.
//!
//! Three lie in `tests/data/real`; three may not be copied and are read in place where they are.

use crate::import_laws::Equation;
use crate::workbench::Workbench;
use crate::workbench::copy;
use crate::workbench::repository;
use crate::workbench::table;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

fn expected() -> Value {
    serde_json::from_str(include_str!("../data/real/EXPECTED.json")).expect("it is JSON")
}

pub fn folder() -> PathBuf {
    repository().join("tests/data/real")
}

/// The export of a survey, where it is present.
pub fn export(survey: &str, file: &str) -> Option<PathBuf> {
    let own = folder().join(survey).join(file);
    let shared = std::env::var_os("MANYI_REAL_EXPORTS").map(PathBuf::from);
    let shared = shared
        .unwrap_or_else(|| repository().join("../shared/real-exports"))
        .join(file);
    [own, shared].into_iter().find(|path| path.is_file())
}

/// A workspace of one survey with its export in the inbox; `None` where the export is absent.
fn workspace(survey: &str, file: &str) -> Option<Workbench> {
    let export = export(survey, file)?;
    let bench = Workbench::empty();
    copy(&folder().join("manyi.toml"), &bench.path("manyi.toml"));
    copy(
        &folder().join(survey).join(format!("{survey}.yaml")),
        &bench.path(&format!("surveys/{survey}.yaml")),
    );
    let mapping = format!("{survey}.map.yaml");
    copy(
        &folder().join(survey).join(&mapping),
        &bench.path(&format!("inbox/{survey}/{mapping}")),
    );
    copy(&export, &bench.path(&format!("inbox/{survey}/{file}")));
    Some(bench)
}

/// Every row of a score in CSV by measure, wave and group.
type Scores = BTreeMap<(String, String, String), BTreeMap<String, String>>;

fn scores(csv: &str) -> Scores {
    let group = |row: &BTreeMap<String, String>| match row["segment"].as_str() {
        "" => String::new(),
        segment => format!("{segment}={}", row["level"]),
    };
    table(csv)
        .into_iter()
        .map(|row| ((row["measure"].clone(), row["wave"].clone(), group(&row)), row))
        .collect()
}

/// Ways in which the export of `survey` is not what pandas says; and how many of its figures were compared.
fn compared(survey: &str, bench: &Workbench) -> (Vec<String>, usize) {
    let all = bench.path("all-in-one-wave");
    std::fs::create_dir_all(&all).unwrap();
    // Figures of all waves together are those of the same file read as one wave.
    let name = std::fs::read_dir(bench.path(&format!("inbox/{survey}"))).unwrap();
    let name = name
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.ends_with(".csv"))
        .unwrap();
    let segments = segments(survey);
    let by_wave = scores(&bench.done(&format!(
        "score {survey} --wave all --show-small --format csv{segments}"
    )));
    let together = Workbench::empty();
    for part in ["manyi.toml", "surveys", "inbox"] {
        copy(&bench.path(part), &together.path(part));
    }
    assert_eq!(
        together
            .run(&format!("import {survey} inbox/{survey}/{name} --wave 2020"))
            .code,
        0
    );
    let together = scores(&together.done(&format!("score {survey} --show-small --format csv{segments}")));
    let (mut faults, mut count) = (Vec::new(), 0);
    for figure in expected()["figures"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|figure| figure["survey"] == survey)
    {
        let (name, segment) = (figure["figure"].as_str().unwrap(), figure["segment"].as_str().unwrap());
        let key = match segment.strip_prefix("wave=") {
            Some(wave) => (name.to_owned(), wave.to_owned(), String::new()),
            None => (name.to_owned(), "2020".to_owned(), segment.to_owned()),
        };
        let Some(row) = by_wave.get(&key).or_else(|| together.get(&key)) else {
            continue;
        };
        count += 1;
        let number = |column: &str| row[column].parse::<f64>().unwrap_or(f64::NAN);
        let scale = if matches!(row["method"].as_str(), "wilson" | "korn_graubard" | "logit") || is_share(survey, name)
        {
            100.0
        } else {
            1.0
        };
        let mut differs = |what: &str, got: f64, wanted: &Value| {
            let Some(wanted) = wanted.as_f64() else { return };
            if (got - wanted).abs() > 1e-9 * wanted.abs().max(1.0) {
                faults.push(format!(
                    "{survey} {name} {segment}: {what} is {got}, pandas says {wanted}"
                ));
            }
        };
        differs("value", number("value") * scale, &figure["value"]);
        differs("base", number("base"), &figure["base"]);
        differs("effective base", number("effective_base"), &figure["effective_base"]);
    }
    (faults, count)
}

fn segments(survey: &str) -> String {
    let text = std::fs::read_to_string(folder().join(survey).join(format!("{survey}.yaml"))).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("segments:"));
    let names = line
        .map(|line| line.trim().trim_matches(['[', ']']).replace(' ', ""))
        .unwrap_or_default();
    if names.is_empty() {
        String::new()
    } else {
        format!(" --by {names}")
    }
}

/// Shares are fractions in CSV and points in the expected values.
fn is_share(survey: &str, measure: &str) -> bool {
    let text = std::fs::read_to_string(folder().join(survey).join(format!("{survey}.yaml"))).unwrap();
    let source = manyi::diagnostic::Source {
        name: survey.to_owned(),
        text,
    };
    let (survey, _) = manyi::definition::read(&std::sync::Arc::new(source));
    let survey = survey.expect("the definition is sound");
    survey
        .measure(measure)
        .is_some_and(|found| manyi::measure::unit(&survey, found) == manyi::measure::Unit::Share)
}

fn holds(survey: &str, least: usize) {
    let expected = expected();
    let counts = expected["counts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|counts| counts["survey"] == survey)
        .unwrap();
    let file = counts["file"].as_str().unwrap();
    let Some(bench) = workspace(survey, file) else {
        println!("skipped: 1 of 6 real exports is not here: {file}");
        return;
    };
    assert_eq!(bench.run("check").code, 0, "{}", bench.run("check").err);
    let ran = bench.run("import");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line = ran.line(&format!("inbox/{survey}/{file}: "));
    // Words of one's own are counted apart in the expected values: they are answers.
    let own = expected["figures"].as_array().unwrap().iter().find(|figure| {
        figure["survey"] == survey
            && figure["figure"]
                .as_str()
                .is_some_and(|name| name.ends_with("with words of one's own"))
    });
    if let Some(own) = own {
        bench.done(&format!("export {survey} --to own.csv"));
        let rows = table(&bench.text("own.csv"));
        let question = own["figure"].as_str().unwrap().split(' ').next().unwrap();
        let filled = rows.iter().filter(|row| !row[&format!("{question}.other")].is_empty());
        assert_eq!(Some(filled.count() as f64), own["value"].as_f64());
    }
    let n = |name: &str| counts[name].as_u64().unwrap();
    let wanted = Equation {
        read: n("rows_read"),
        accepted: n("accepted"),
        replaced: 0,
        skipped: n("skipped"),
        refused: n("refused"),
        invalid: n("invalid_cells"),
    };
    assert_eq!(Equation::of(line), wanted, "{}", ran.err);
    let (faults, count) = compared(survey, &bench);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count >= least, "only {count} figures of {survey} were compared");
    let report = bench.run("report");
    assert_eq!(report.code, 0, "{}", report.err);
    assert!(!report.err.contains("MY5"), "the report has no problem: {}", report.err);
    let pages = crate::workbench::files(&bench.path(&format!("site/reports/{survey}")));
    let pages: Vec<_> = pages
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .collect();
    assert!(!pages.is_empty());
    for page in pages {
        let html = std::fs::read_to_string(page).unwrap();
        assert!(html.trim_end().ends_with("</html>"), "{}", page.display());
    }
}

#[test]
fn flying_etiquette_of_surveymonkey() {
    holds("flying", 9);
}

#[test]
fn masculinity_with_weights() {
    holds("masculinity", 9);
}

#[test]
fn airline_seats_as_a_satisfaction_index() {
    holds("airline-seats", 10);
}

#[test]
fn a_phone_survey_of_wjx_by_code() {
    holds("phone-zh", 4);
}

#[test]
fn a_phone_survey_of_microsoft_forms() {
    holds("phone-en", 5);
}

#[test]
fn an_nps_export_with_answers_off_the_scale() {
    holds("appointment-nps", 2);
}

#[test]
fn missing_answers_are_counted_by_kind() {
    // Who never flies was not asked; who was and left it blank skipped it: 200 = 149 valid + 40 % + 11 %.
    let rows = |rows: &str| rows.parse::<f64>().unwrap();
    let bench = workspace("flying", "flying.csv").unwrap();
    bench.done("import");
    let table = table(&bench.done("tab flying --of rude.baby --format csv"));
    assert!((rows(&table[0]["base"]) - 149.0).abs() < 1e-9, "{}", table[0]["base"]);
}
