//! Every reference case, asked as a user would ask it and compared field by field to its stated tolerance.
//!
//! `tests/data/stats/README.md` says where the cases come from. Cases on data that may not be copied are read in place
//! where the reference folder is there (`MANYI_REFERENCE`, else beside the project).

mod agreement;
mod documents;

use self::agreement::Tolerance;
use super::Fault;
use super::Table;
use super::find;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A reference case with where its data are.
pub(super) struct Case {
    pub id: String,
    pub method: String,
    value: Value,
    data: Option<String>,
    tolerance: Value,
}

/// What came of a case: the faults, and the worst relative difference of its numbers.
pub(super) struct Outcome {
    pub faults: Vec<String>,
    pub worst: f64,
}

fn reference() -> Option<PathBuf> {
    let named = std::env::var_os("MANYI_REFERENCE").map(PathBuf::from);
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reference");
    Some(named.unwrap_or_else(beside)).filter(|folder| folder.is_dir())
}

/// All cases: the copied ones, and those of the reference folder that are not copied.
pub(super) fn cases() -> Vec<Case> {
    let copied = [
        include_str!("../../tests/data/stats/golden.json"),
        include_str!("../../tests/data/stats/edge.json"),
        include_str!("../../tests/data/stats/units.json"),
    ];
    let mut found: BTreeMap<String, Case> = BTreeMap::new();
    let mut add = |text: &str| {
        let file: Value = serde_json::from_str(text).unwrap();
        for value in file["cases"].as_array().unwrap() {
            let tolerance = if value["tolerance"].is_null() {
                &file["tolerance"]
            } else {
                &value["tolerance"]
            };
            let case = Case {
                id: value["id"].as_str().unwrap().to_owned(),
                method: value["method"].as_str().unwrap().to_owned(),
                data: value["data"].as_str().map(str::to_owned),
                tolerance: tolerance.clone(),
                value: value.clone(),
            };
            found.entry(case.id.clone()).or_insert(case);
        }
    };
    for text in copied {
        add(text);
    }
    if let Some(folder) = reference() {
        for name in ["golden_public.json", "edge_cases.json"] {
            add(&std::fs::read_to_string(folder.join(name)).unwrap());
        }
    }
    found.into_values().collect()
}

/// The data of a case.
fn table(name: &str) -> Table {
    let copied = match name {
        "demo_survey.csv" => Some(include_str!("../../tests/data/stats/demo_survey.csv")),
        "demo_survey_raked_weights.csv" => Some(include_str!("../../tests/data/stats/demo_survey_raked_weights.csv")),
        "kano.csv" => Some(include_str!("../../tests/data/stats/kano.csv")),
        "sus.csv" => Some(include_str!("../../tests/data/stats/sus.csv")),
        "monthly.csv" => Some(include_str!("../../tests/data/stats/monthly.csv")),
        _ => None,
    };
    let text = copied.map_or_else(
        || std::fs::read_to_string(reference().unwrap().join("data").join(name)).unwrap(),
        str::to_owned,
    );
    // Quotes hold cells together, none holds a quote.
    let mut lines = text.lines().map(|line| {
        let mut cells = vec![String::new()];
        let mut quoted = false;
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                _ => cells.last_mut().unwrap().push(letter),
            }
        }
        cells
    });
    let names = lines.next().unwrap();
    Table::new(names, lines)
}

/// The made-up survey codes "don't know" as 9 in these columns, as its description says once for all its cases.
fn missing_of(data: &str) -> Value {
    if data.starts_with("demo_survey") {
        let columns = ["csat", "ces", "csat_before", "q1", "q2", "q3", "q4", "q5", "q6"];
        return Value::Object(columns.iter().map(|name| ((*name).to_owned(), json!([9]))).collect());
    }
    Value::Null
}

/// Asks one case. Arguments that are stated only among the expected numbers (a table, say) are taken from there.
pub(super) fn ask(case: &Case) -> Outcome {
    let Some(method) = find(&case.method) else {
        return Outcome {
            faults: vec![format!("{}: no method {}", case.id, case.method)],
            worst: 0.0,
        };
    };
    let stated = if case.value["args"].is_null() {
        &case.value["input"]
    } else {
        &case.value["args"]
    };
    let mut args: Map<String, Value> = stated.as_object().cloned().unwrap_or_default();
    let expected = &case.value["expected"];
    for name in ["table", "rows", "counts"] {
        let known = method.takes.iter().any(|param| param.name == name);
        // Rows of a table of results are asked for by what they state of themselves.
        let alone = case.data.is_none() && !args.contains_key(name) && !expected[name].is_null();
        if known && alone && args.keys().all(|key| ["label", "grid", "note"].contains(&key.as_str())) {
            args.insert(name.to_owned(), expected[name].clone());
        }
    }
    if let Some(name) = &case.data {
        let missing = missing_of(name);
        if !missing.is_null() {
            args.insert("missing".to_owned(), missing);
        }
    }
    let got = match super::ask(method, &args, case.data.as_deref().map(table)).answer {
        Ok(value) => value,
        Err(Fault::Undefined(reason)) => json!({ "reason": reason.code() }),
        Err(Fault::Asked(words)) => json!({ "error": words.en }),
    };
    let tolerance = Tolerance::of(&case.tolerance, &case.value["tolerance_note"]);
    let mut worst = 0.0;
    let faults = agreement::differences(&case.id, expected, &got, &tolerance, &mut worst);
    Outcome { faults, worst }
}

/// Asserts that all cases of these methods agree, and that there are that many (`copied` without the reference folder).
pub(super) fn assert_agree(methods: &[&str], copied: usize) {
    let cases: Vec<Case> = cases()
        .into_iter()
        .filter(|case| methods.contains(&case.method.as_str()))
        .collect();
    let faults: Vec<String> = cases.iter().flat_map(|case| ask(case).faults).collect();
    assert!(
        faults.is_empty(),
        "{} fields differ:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(cases.len() >= copied, "{} cases instead of {copied}", cases.len());
}

/// Asks a method by name with arguments as JSON over a CSV text without quotes; a fault as its English words.
pub(super) fn asked(method: &str, args: &str, csv: &str) -> Result<Value, String> {
    let args: Value = serde_json::from_str(args).unwrap();
    let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect());
    let table = lines.next().map(|names| Table::new(names, lines));
    match super::ask(find(method).unwrap(), args.as_object().unwrap(), table).answer {
        Ok(value) => Ok(value),
        Err(Fault::Undefined(reason)) => Ok(json!({ "reason": reason.code() })),
        Err(Fault::Asked(words)) => Err(words.en),
    }
}

#[test]
fn every_case_has_its_method_and_agrees() {
    let outcomes: Vec<Outcome> = cases().iter().map(ask).collect();
    let faults: Vec<String> = outcomes.into_iter().flat_map(|outcome| outcome.faults).collect();
    assert!(
        faults.is_empty(),
        "{} fields differ:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
