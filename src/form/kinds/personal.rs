//! What tells who someone is: boxes that a browser may fill in, with the promise that it is kept apart.

use crate::form::input;
use crate::form::question::Body;
use crate::form::question::Maker;
use crate::form::view::InputView;
use crate::model::FormWord;
use crate::model::Kind;

pub(in crate::form) fn body(maker: &Maker<'_>, kind: &Kind) -> Body {
    let (kind, mode) = match kind {
        Kind::Phone => ("tel", "tel"),
        _ => ("email", "email"),
    };
    Body {
        kind: "line",
        hints: vec![maker.say().own(FormWord::KeptApart)],
        input: Some(InputView {
            kind,
            mode: Some(mode),
            autocomplete: kind,
            ..input::line()
        }),
        ..Body::default()
    }
}
