//! A slider: a box for the number, which is what is sent; a script shows the slider above it and keeps the two alike. So no
//! position of the slider ever counts as an answer that nobody gave.

use crate::form::input;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::InputView;
use crate::form::view::RangeView;
use crate::form::words;
use crate::model::Kind;
use crate::model::Question;
use crate::model::TextOf;
use crate::site::Html;
use crate::site::plain;

pub(in crate::form) fn body(maker: &Maker<'_>, question: &Question) -> Body {
    let Kind::Slider {
        min,
        max,
        step,
        ends,
        unit,
    } = &question.kind
    else {
        return Body::default();
    };
    let say = maker.say();
    let whole = min.fract() == 0.0 && step.fract() == 0.0;
    let (input, hint) = input::number(say, [Some(*min), Some(*max)], whole, &plain(maker.text(unit)));
    let plain_step = (step - 1.0).abs() < f64::EPSILON;
    let hints = hint
        .into_iter()
        .chain((!plain_step).then(|| words::in_steps(say, *step)));
    let label = |(at, number): (usize, f64)| {
        let words = maker.raw(question, TextOf::End(at), &ends[at]);
        let number = number.to_string();
        if words.is_empty() {
            return Html::trusted(number);
        }
        let words = maker.html(words, |text| Html::escaped(&plain(text)));
        Html::trusted(format!("{number} – {}", words.as_str()))
    };
    let named = ends.iter().any(|end| !maker.text(end).is_empty());
    Body {
        kind: "slider",
        hints: hints.collect(),
        ends: named.then(|| [(0, *min), (1, *max)].map(label)),
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
