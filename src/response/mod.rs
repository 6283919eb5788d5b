//! Answers as columns: a [`Batch`] holds responses to one survey, one column a variable.
//!
//! In memory an answer is the *position* of its option (for speed); files hold the option's stable value. Every cell is
//! a valid answer or a kind of missing. Knows nothing of files or of how answers were written.

mod batch;
mod column;
mod derived;
mod frame;

pub use batch::column_for;
pub use batch::{Batch, Meta, NO_TIME};
pub use column::{Cell, Column, TextColumn};
pub use derived::derive;
pub use frame::BatchFrame;
