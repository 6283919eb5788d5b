//! Compares what was expected with what was computed.

use serde_json::Value;

/// How far a number may be from the expected one: `max(absolute, relative·|expected|)`, with the exceptions a case states.
pub(super) struct Tolerance {
    relative: f64,
    absolute: f64,
    note: String,
}

/// What the cases allow the conditional odds, which R finds by a coarse search. Ours takes the same steps; the accurate
/// values of the same tables, from scipy, are tested in `fisher`.
const CONDITIONAL_ODDS: f64 = 1e-4;

impl Tolerance {
    pub(super) fn of(stated: &Value, note: &Value) -> Self {
        Self {
            relative: stated["rel"].as_f64().unwrap(),
            absolute: stated["abs"].as_f64().unwrap(),
            note: note.as_str().unwrap_or_default().to_owned(),
        }
    }

    /// Whether a field's relative difference says how well the numbers agree: what is nought but for its last digits has
    /// none, and the bias of a bootstrap is chance on both sides.
    fn counts(&self, field: &str, expected: f64) -> bool {
        let settled = ["estimate", "acceleration_jackknife", "percentile", "bca", "boot_se"];
        let chance = self.note.starts_with("With B=2000") && !settled.contains(&field);
        !chance && (expected.abs() > 1e-12 || (expected != 0.0 && is_p_value(field)))
    }

    fn accepts(&self, field: &str, expected: f64, got: f64) -> bool {
        let distance = (got - expected).abs();
        let (mut relative, mut absolute) = (self.relative, self.absolute);
        if self.note.starts_with("odds_ratio_cond_*") && field.starts_with("odds_ratio_cond_") {
            return distance <= CONDITIONAL_ODDS * expected.abs();
        }
        if self.note.contains("games_howell and tukey_kramer only")
            && !["games_howell", "tukey_kramer"].contains(&field)
        {
            (relative, absolute) = (1e-9, 1e-300);
        }
        if self.note.starts_with("tau_b single precision") {
            (relative, absolute) = if field == "tau_b" { (0.0, 1e-6) } else { (1e-9, 1e-12) };
        }
        if self.note.starts_with("With B=2000") {
            (relative, absolute) = match field {
                "percentile" | "bca" => (0.0, absolute),
                "acceleration_jackknife" => (1e-9, 0.0),
                "estimate" => (1e-12, 1e-12),
                "boot_se" => (0.06, 0.0),
                // The reference's own bias and z0 are Monte Carlo too.
                _ => return true,
            };
        }
        // An absolute tolerance would let any tiny p-value pass.
        if is_p_value(field) && relative > 0.0 && absolute <= 1e-7 {
            absolute = 1e-300;
        }
        distance <= absolute.max(relative * expected.abs())
    }
}

fn is_p_value(field: &str) -> bool {
    field == "p" || field.starts_with("p_") || field.ends_with("_p")
}

/// One line per expected field that is absent or too far off; `worst` becomes the largest relative difference met.
pub(super) fn differences(
    path: &str,
    expected: &Value,
    got: &Value,
    tolerance: &Tolerance,
    worst: &mut f64,
) -> Vec<String> {
    match (expected, got) {
        (Value::Object(fields), _) => fields
            .iter()
            .flat_map(|(name, expected)| {
                let path = format!("{path}/{name}");
                match (name.as_str(), got.get(name)) {
                    // Ours is worded for the reader; that there is one is what counts.
                    ("error" | "note", Some(Value::String(text))) if !text.is_empty() => Vec::new(),
                    // A statistic that fails as a whole answers null for each of its numbers.
                    (_, None) if expected.is_null() && got.get("reason").is_some() => Vec::new(),
                    (_, None) => vec![format!("{path}: not answered, {got}")],
                    (_, Some(got)) => differences(&path, expected, got, tolerance, worst),
                }
            })
            .collect(),
        (Value::Array(items), Value::Array(answers)) if items.len() == answers.len() => items
            .iter()
            .zip(answers)
            .enumerate()
            .flat_map(|(place, (expected, got))| {
                differences(&format!("{path}/{place}"), expected, got, tolerance, worst)
            })
            .collect(),
        (Value::Number(expected), Value::Number(got)) => {
            let (expected, got) = (expected.as_f64().unwrap(), got.as_f64().unwrap());
            let field = path.split('/').nth(1).unwrap_or_default();
            let distance = (got - expected).abs();
            if tolerance.counts(field, expected) {
                *worst = worst.max(distance / expected.abs());
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn another_number_an_absent_field_and_another_reason_are_differences() {
        let tolerance = Tolerance::of(&json!({"rel": 1e-9, "abs": 1e-12}), &Value::Null);
        let expected = json!({"n_eff": 2.000_001, "p": 1e-200, "reason": "boundary", "mean": null, "list": [1, 2]});
        let faults = |got: Value| {
            let mut worst = 0.0;
            differences("case", &expected, &got, &tolerance, &mut worst).len()
        };
        assert_eq!(faults(expected.clone()), 0);
        assert_eq!(
            faults(json!({"n_eff": 2.0, "p": 2e-200, "reason": "singular", "mean": 0, "list": [1]})),
            5
        );
        assert_eq!(faults(json!({})), 5);
    }
}
