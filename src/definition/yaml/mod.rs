//! YAML as a tree in which every node knows its place.
//!
//! In: the text of a file. Out: a [`Node`], or problems with their places. Knows YAML and nothing of surveys, and decides no types:
//! whether `1` or `no` is a number, a truth value or a text is for the key that holds it.

mod node;
mod reader;
mod scalar;

pub use node::{Entry, Node, Tree};
pub use reader::parse;
pub use scalar::{Scalar, Style};
