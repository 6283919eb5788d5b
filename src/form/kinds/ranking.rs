//! A ranking: a list of ranks beside each thing, which works without a script; moving things up and down comes on top of it.

use super::rows;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::OptionView;
use crate::form::words;
use crate::model::MatrixRow;
use crate::model::Question;

pub(in crate::form) fn body(maker: &Maker<'_>, question: &Question, ranked: &[MatrixRow], most: u32) -> Body {
    let all = usize::try_from(most).is_ok_and(|most| most >= ranked.len());
    let rank = |rank: u32| OptionView {
        value: rank.to_string(),
        code: rank.to_string(),
        label: rank.to_string(),
        spoken: None,
        piped: None,
        condition: None,
        group: None,
    };
    Body {
        kind: "ranking",
        hints: vec![words::rank(maker.say(), (!all).then_some(most))],
        options: (1..=most).map(rank).collect(),
        // Which things are among the first few is open, so no single one can be demanded.
        rows: rows(maker, question, ranked, all),
        ..Body::default()
    }
}
