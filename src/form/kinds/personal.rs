//! What tells who someone is: boxes that a browser may fill in, with the promise that it is kept apart.

use crate::form::input;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::InputView;
use crate::form::words;
use crate::model::Kind;

pub(in crate::form) fn body(maker: &Maker<'_>, kind: &Kind) -> Body {
    let (kind, mode) = match kind {
        Kind::Phone => ("tel", "tel"),
        _ => ("email", "email"),
    };
    Body {
        kind: "line",
        hints: vec![words::kept_apart(maker.tongue()).to_owned()],
        input: Some(InputView {
            kind,
            mode: Some(mode),
            autocomplete: kind,
            ..input::line()
        }),
        ..Body::default()
    }
}
