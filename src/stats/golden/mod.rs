//! Every copied reference case, evaluated field by field to its stated tolerance.
//!
//! `tests/data/stats/README.md` says where the cases come from. A case whose method has no handler
//! fails; so does an expected field that the handler does not answer.

mod agreement;
mod groups;
mod means;
mod shares;
mod survey;
mod tables;
mod weights;

use serde_json::Value;
use serde_json::json;

use self::agreement::Tolerance;
use self::survey::Survey;
use super::error::StatError;

/// What a handler is given: the arguments, the expected fields (some cases state their table only
/// there), and the survey data.
struct Case<'a> {
    args: &'a Value,
    expected: &'a Value,
    survey: &'a Survey,
}

type Handler = fn(&Case) -> Result<Value, StatError>;

const HANDLERS: [(&str, Handler); 20] = [
    ("proportion_ci", shares::proportion),
    ("two_proportion_z", shares::two_proportions),
    ("nps", shares::nps),
    ("nps_difference_z", shares::nps_difference),
    ("mean_t_ci", means::mean),
    ("t_test_two_sample", means::t_test),
    ("paired_t", means::paired),
    ("wilcoxon_signed_rank", means::signed_ranks),
    ("mann_whitney", groups::mann_whitney),
    ("kruskal_wallis", groups::kruskal_wallis),
    ("one_way_anova", groups::anova),
    ("jonckheere_terpstra", groups::jonckheere),
    ("p_adjust", groups::p_adjust),
    ("contingency_table", tables::contingency),
    ("mcnemar", tables::mcnemar),
    ("kish_neff", weights::kish),
    ("design_mean", weights::mean),
    ("design_proportion", weights::proportion),
    ("design_domain_means", weights::domain_means),
    ("design_t_test", weights::t_test),
];

impl Case<'_> {
    fn level(&self) -> f64 {
        self.args["conf"].as_f64().unwrap_or(0.95)
    }

    fn text(&self, name: &str) -> &str {
        self.args[name].as_str().unwrap_or_default()
    }

    fn count(&self, name: &str) -> u64 {
        self.args[name].as_u64().unwrap()
    }

    /// The numbers of a list argument.
    fn list(&self, name: &str) -> Option<Vec<f64>> {
        let list = self.args[name].as_array()?;
        Some(list.iter().map(|value| value.as_f64().unwrap()).collect())
    }
}

/// A number, or nothing for a reason: how a fallible statistic is written in a case.
fn number(result: Result<f64, StatError>) -> Value {
    result.map_or(Value::Null, |number| json!(number))
}

/// Both bounds as a list, or nothing.
fn bounds(interval: Option<super::Interval>) -> Value {
    interval.map_or(Value::Null, |interval| json!([interval.low, interval.high]))
}

fn evaluate(case: &Value, survey: &Survey, tolerance: &Tolerance) -> Vec<String> {
    let method = case["method"].as_str().unwrap();
    let id = case["id"].as_str().unwrap();
    let Some((_, handler)) = HANDLERS.iter().find(|(name, _)| *name == method) else {
        return vec![format!("{id}: no handler for {method}")];
    };
    let args = if case["args"].is_null() {
        &case["input"]
    } else {
        &case["args"]
    };
    let got = match handler(&Case {
        args,
        expected: &case["expected"],
        survey,
    }) {
        Ok(value) => value,
        Err(StatError::Undefined(reason)) => json!({ "reason": reason.code() }),
        Err(fault @ StatError::Domain(_)) => json!({ "error": fault.to_string() }),
    };
    agreement::differences(id, &case["expected"], &got, tolerance)
}

fn run(text: &str, cases: usize) {
    let file: Value = serde_json::from_str(text).unwrap();
    let survey = Survey::read();
    let mut faults = Vec::new();
    for case in file["cases"].as_array().unwrap() {
        let tolerance = if case["tolerance"].is_null() {
            &file["tolerance"]
        } else {
            &case["tolerance"]
        };
        let tolerance = Tolerance::of(tolerance, &case["tolerance_note"]);
        faults.extend(evaluate(case, &survey, &tolerance));
    }
    assert!(
        faults.is_empty(),
        "{} fields differ:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert_eq!(file["cases"].as_array().unwrap().len(), cases);
}

#[test]
fn numbers_agree_with_r_and_its_packages() {
    run(include_str!("../../../tests/data/stats/old/golden.json"), 85);
}

#[test]
fn data_without_an_answer_get_the_contracted_reason() {
    run(include_str!("../../../tests/data/stats/old/edge.json"), 35);
}

#[test]
fn a_case_without_a_handler_or_with_another_number_fails() {
    let survey = Survey::read();
    let tolerance = Tolerance::of(&json!({"rel": 1e-9, "abs": 1e-12}), &Value::Null);
    let unknown = json!({"id": "x", "method": "magic", "args": {}, "expected": {}});
    assert_eq!(evaluate(&unknown, &survey, &tolerance).len(), 1);
    let wrong = json!({"id": "x", "method": "kish_neff", "input": {"w": [1, 1]},
        "expected": {"n_eff": 2.000_001, "deff_weights": 1.0, "reason": "boundary"}});
    assert_eq!(evaluate(&wrong, &survey, &tolerance).len(), 2);
}
