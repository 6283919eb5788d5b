//! Boxes to write in: numbers, words, dates.

use super::say::Say;
use super::view::InputView;
use super::words;

/// A box for a number, and the hint that says which.
pub(super) fn number(say: Say<'_>, bounds: [Option<f64>; 2], whole: bool, unit: &str) -> (InputView, Option<String>) {
    let [min, max] = bounds.map(|bound| bound.map(|number| number.to_string()));
    let hint = words::number_range(say, min.as_deref(), max.as_deref(), whole);
    // The keyboards of phones for whole numbers have no minus sign.
    let negative = bounds[0].is_none_or(|low| low < 0.0);
    let mode = if negative {
        "text"
    } else if whole {
        "numeric"
    } else {
        "decimal"
    };
    let unit = (!unit.is_empty()).then(|| unit.to_owned());
    let step = if whole { "1" } else { "any" };
    (
        InputView {
            kind: "number",
            mode: Some(mode),
            min,
            max,
            step: Some(step.to_owned()),
            unit,
            piped: None,
            autocomplete: "off",
        },
        hint,
    )
}

/// A box for a line of words.
pub(super) fn line() -> InputView {
    InputView {
        kind: "text",
        mode: None,
        min: None,
        max: None,
        step: None,
        unit: None,
        piped: None,
        autocomplete: "off",
    }
}

/// A box for a day.
pub(super) fn date() -> InputView {
    InputView { kind: "date", ..line() }
}
