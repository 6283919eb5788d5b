//! The tree.

use super::Scalar;
use std::ops::Range;

/// A value in a YAML file and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Bytes of the file it covers.
    pub span: Range<usize>,
    /// What it is.
    pub tree: Tree,
}

/// The kinds of nodes.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// A plain or quoted value; also "nothing at all".
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file; keys are distinct.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as text.
    pub key: String,
    /// Place of the key.
    pub key_span: Range<usize>,
    /// What stands behind it.
    pub value: Node,
}

impl Node {
    /// The scalar, if it is one.
    #[must_use]
    pub fn scalar(&self) -> Option<&Scalar> {
        if let Tree::Scalar(scalar) = &self.tree {
            Some(scalar)
        } else {
            None
        }
    }

    /// The items, if it is a list; else nothing.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Tree::List(items) = &self.tree { items } else { &[] }
    }

    /// The entries, if it is a map; else nothing.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        if let Tree::Map(entries) = &self.tree {
            entries
        } else {
            &[]
        }
    }

    /// The value of a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// Whether there is nothing: an empty value, `~` or `null`.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.scalar().is_some_and(Scalar::is_nothing)
    }
}
