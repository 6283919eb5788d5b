//! A value and its place in the file.

use super::yaml::Scalar;
use crate::diagnostic::Place;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

/// A value and the bytes of the file it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Range<usize>,
}

impl<T> Spanned<T> {
    /// Its place in the file.
    #[must_use]
    pub fn place(&self, source: &Arc<Source>) -> Place {
        Place::text(source, self.span.clone())
    }
}

/// A name as written; empty when it is missing, which is reported where it is.
pub type Name = Spanned<String>;

/// An expression as written.
pub type Expression = Spanned<Scalar>;
