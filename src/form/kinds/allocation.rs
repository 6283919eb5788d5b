//! An allocation: a box for a number beside each thing, and what the numbers must add up to.

use super::rows;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::InputView;
use crate::form::words;
use crate::locale::Texts;
use crate::model::MatrixRow;
use crate::model::Question;
use crate::site::plain;

pub(in crate::form) fn body(
    maker: &Maker<'_>,
    question: &Question,
    among: &[MatrixRow],
    total: f64,
    unit: &Texts,
) -> Body {
    let unit = plain(maker.text(unit));
    Body {
        kind: "allocation",
        hints: vec![words::add_up(maker.say(), total, &unit)],
        rows: rows(maker, question, among, false),
        input: Some(InputView {
            kind: "number",
            mode: Some("decimal"),
            min: Some("0".to_owned()),
            max: Some(total.to_string()),
            step: None,
            unit: (!unit.is_empty()).then_some(unit),
            piped: None,
            autocomplete: "off",
        }),
        ..Body::default()
    }
}
