//! Two reports of one wave: between them lie the answers that came or went, and where these are few their difference tells them.

use super::rules::EDITION;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use serde_json::Value;
use std::collections::BTreeMap;

/// Warns when a report made before, by its numbers, counted so few people more or fewer in some figure that they could be
/// recognised by taking one report off the other. `before` and `now` are `report.LANG.json`, `name` is the file of the
/// former, and groups of fewer than `enough` people are protected.
///
/// A wave that was open then is not warned of: its reports were not meant to stay.
#[must_use]
pub fn apart(before: &Value, now: &Value, name: &str, enough: u64) -> Option<Problem> {
    let was_over = before["open"] == Value::Bool(false) && before["as_of"].is_string();
    if before["id"] != now["id"] || !was_over {
        return None;
    }
    let (then, today) = (bases(before), bases(now));
    let few: Vec<(&str, u64)> = today
        .iter()
        .filter_map(|(id, base)| Some((*id, base.abs_diff(*then.get(id)?))))
        .filter(|(_, people)| (1..enough).contains(people))
        .collect();
    let (first, people) = *few.first()?;
    let many = few.len();
    let place = Place::File { file: name.to_owned() };
    Some(
        Problem::new(&EDITION, place)
            .says(
                format!("`{first}` counts {people} answers more or fewer than in the report made before ({many} such figures)"),
                format!("`{first}` 的样本量与此前的报告相差 {people} 份（此类数值共 {many} 个）"),
            )
            .help(
                "hand this report out in place of the one before, not beside it; `manyi freeze` keeps a wave as it was reported",
                "请用本报告取代之前的报告，不要并存；`manyi freeze` 可使某期保持已报告的状态",
            ),
    )
}

/// The bases of the wave reported on that are shown, by the id of the figure.
fn bases(told: &Value) -> BTreeMap<&str, u64> {
    let rows = told["scores"].as_array().map_or(&[][..], Vec::as_slice);
    let own = rows.iter().filter(|row| row["wave"] == told["wave"]);
    own.filter_map(|row| Some((row["id"].as_str()?, row["base"].as_u64()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn report(base: Option<u64>, open: bool) -> Value {
        json!({
            "id": "visit/2026Q3", "wave": "2026Q3", "as_of": "2026-10-20", "open": open,
            "scores": [
                {"id": "visit/2026Q3/csat", "wave": "2026Q3", "base": base},
                {"id": "visit/2026Q2/csat", "wave": "2026Q2", "base": 40},
            ],
        })
    }

    fn told(before: &Value, now: u64) -> Option<String> {
        let found = apart(before, &report(Some(now), false), "report.en.json", 5)?;
        assert_eq!(found.rule.code, "MY690");
        Some(found.says.en)
    }

    #[test]
    fn a_difference_of_few_is_told_and_one_of_none_or_many_is_not() {
        let before = report(Some(100), false);
        assert_eq!(
            told(&before, 98).unwrap(),
            "`visit/2026Q3/csat` counts 2 answers more or fewer than in the report made before (1 such figures)"
        );
        assert!(told(&before, 104).is_some());
        assert_eq!(told(&before, 100), None);
        assert_eq!(told(&before, 105), None);
    }

    #[test]
    fn nothing_is_told_of_an_open_wave_or_a_hidden_figure() {
        assert_eq!(told(&report(Some(100), true), 98), None);
        assert_eq!(told(&report(None, false), 98), None);
    }
}
