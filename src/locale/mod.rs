//! Languages, texts in several languages, and how numbers and words are set for a reader.
//!
//! Knows nothing of surveys, files or the machine's own locale.

mod catalogue;
mod guard;
mod lang;
mod number;
mod personal;
mod reading;
mod texts;
mod width;
pub mod xml;

pub(crate) use catalogue::catalogue;
pub use catalogue::{Word, filled};
pub use guard::{looks_like_formula, unguarded};
pub use lang::Lang;
pub use number::{percent, plain, points, signed, significant};
pub use personal::{Personal, mask, personal};
pub use reading::reading_words;
pub use texts::Texts;
pub use width::{columns, pad_end, pad_start};
