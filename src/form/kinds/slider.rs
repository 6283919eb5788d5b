//! A slider: a box for the number, which is what is sent; a script shows the slider above it and keeps the two alike. So no
//! position of the slider ever counts as an answer that nobody gave.

use crate::form::input;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::InputView;
use crate::form::view::RangeView;
use crate::form::words;
use crate::model::Kind;
use crate::site::plain;

pub(in crate::form) fn body(maker: &Maker<'_>, kind: &Kind) -> Body {
    let Kind::Slider {
        min,
        max,
        step,
        ends,
        unit,
    } = kind
    else {
        return Body::default();
    };
    let tongue = maker.tongue();
    let whole = min.fract() == 0.0 && step.fract() == 0.0;
    let (input, hint) = input::number(tongue, [Some(*min), Some(*max)], whole, &plain(maker.text(unit)));
    let plain_step = (step - 1.0).abs() < f64::EPSILON;
    let hints = hint
        .into_iter()
        .chain((!plain_step).then(|| words::in_steps(tongue, *step)));
    let label = |number: f64, words: &str| {
        if words.is_empty() {
            number.to_string()
        } else {
            format!("{number} – {words}")
        }
    };
    let [low, high] = ends.each_ref().map(|end| plain(maker.text(end)));
    let named = !low.is_empty() || !high.is_empty();
    Body {
        kind: "slider",
        hints: hints.collect(),
        ends: named.then(|| [label(*min, &low), label(*max, &high)]),
        input: Some(InputView {
            step: Some(step.to_string()),
            ..input
        }),
        range: Some(RangeView {
            min: min.to_string(),
            max: max.to_string(),
            step: step.to_string(),
        }),
        ..Body::default()
    }
}
