//! Compares what was expected with what was computed.

use serde_json::Value;

/// How far a number may be from the expected one: `max(absolute, relative·|expected|)`.
pub(super) struct Tolerance {
    relative: f64,
    absolute: f64,
    /// Whether conditional odds ratios are only as good as R's search for them.
    coarse_odds: bool,
}

/// R looks for conditional odds above 1 by their reciprocal, with the absolute accuracy ε^¼ of its
/// root finder, so that large ones are off in the third digit. The accurate values of the same tables,
/// from scipy, are tested in `fisher`.
const R_ROOT: f64 = 1.3e-4;

impl Tolerance {
    pub(super) fn of(stated: &Value, note: &Value) -> Self {
        let coarse_odds = note.as_str().is_some_and(|note| {
            assert!(
                note.starts_with("odds_ratio_cond_*: rel 1e-4"),
                "unknown exception: {note}"
            );
            true
        });
        Self {
            relative: stated["rel"].as_f64().unwrap(),
            absolute: stated["abs"].as_f64().unwrap(),
            coarse_odds,
        }
    }

    fn accepts(&self, field: &str, expected: f64, got: f64) -> bool {
        if self.coarse_odds && field.starts_with("odds_ratio_cond_") {
            let distance = (got - expected).abs();
            return distance <= R_ROOT * expected || distance <= R_ROOT * expected * got;
        }
        // An absolute tolerance would let any tiny p-value pass.
        let p_value = field == "p" || field.starts_with("p_") || field.ends_with("_p");
        let absolute = if p_value { 1e-300 } else { self.absolute };
        (got - expected).abs() <= absolute.max(self.relative * expected.abs())
    }
}

/// One line per expected field that is absent or too far off.
pub(super) fn differences(path: &str, expected: &Value, got: &Value, tolerance: &Tolerance) -> Vec<String> {
    match (expected, got) {
        (Value::Object(fields), _) => fields
            .iter()
            .flat_map(|(name, expected)| {
                let path = format!("{path}/{name}");
                match (name.as_str(), got.get(name)) {
                    // Ours is worded for the reader; that there is one is what counts.
                    ("error", Some(Value::String(text))) if !text.is_empty() => Vec::new(),
                    // A statistic that fails as a whole answers null for each of its numbers.
                    (_, None) if expected.is_null() && got.get("reason").is_some() => Vec::new(),
                    (_, None) => vec![format!("{path}: not answered, {got}")],
                    (_, Some(got)) => differences(&path, expected, got, tolerance),
                }
            })
            .collect(),
        (Value::Array(items), Value::Array(answers)) if items.len() == answers.len() => items
            .iter()
            .zip(answers)
            .enumerate()
            .flat_map(|(place, (expected, got))| differences(&format!("{path}/{place}"), expected, got, tolerance))
            .collect(),
        (Value::Number(expected), Value::Number(got)) => {
            let (expected, got) = (expected.as_f64().unwrap(), got.as_f64().unwrap());
            let field = path.split('/').nth(1).unwrap_or_default();
            if tolerance.accepts(field, expected, got) {
                Vec::new()
            } else {
                vec![format!("{path}: expected {expected:e}, got {got:e}")]
            }
        }
        _ if expected == got => Vec::new(),
        _ => vec![format!("{path}: expected {expected}, got {got}")],
    }
}
