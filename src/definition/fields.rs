//! Single values under the keys of a node, each `None` where it is not what it should be.

use super::draft::Bounds;
use super::spanned::Expression;
use super::spanned::Name;
use super::spanned::Spanned;
use super::yaml::Node;
use super::yaml::Tree;
use crate::locale::Lang;
use std::ops::Range;

/// Whether a node is a map.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "handed to filter, which passes a reference to a reference"
)]
pub fn is_map(node: &&Node) -> bool {
    matches!(node.tree, Tree::Map(_))
}

/// The items of a list under a key.
pub fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map(Node::items).unwrap_or_default()
}

/// A value with a place.
fn spanned<T>(value: T, span: &Range<usize>) -> Spanned<T> {
    Spanned {
        value,
        span: span.clone(),
    }
}

/// The single value of a node as a name.
pub fn name_in(node: &Node) -> Option<Name> {
    let scalar = node.scalar().filter(|scalar| !scalar.is_nothing())?;
    Some(spanned(scalar.text.clone(), &node.span))
}

/// The name of something that has none, where it stands.
pub fn nameless(node: &Node) -> Name {
    spanned(String::new(), &(node.span.start..node.span.start))
}

/// The name under a key.
pub fn name(node: &Node, key: &str) -> Name {
    node.get(key).and_then(name_in).unwrap_or_else(|| nameless(node))
}

/// The names in a list under a key.
pub fn names(node: &Node, key: &str) -> Vec<Name> {
    items(node, key).iter().filter_map(name_in).collect()
}

/// The plain text under a key.
pub fn words(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(name_in).map(|name| name.value)
}

/// The language tag of a node.
pub fn language(node: &Node) -> Option<Spanned<Lang>> {
    Some(spanned(Lang::new(&node.scalar()?.text)?, &node.span))
}

/// The text of a node, without blanks at its end.
pub fn wording(node: &Node) -> Option<String> {
    let scalar = node.scalar().filter(|scalar| !scalar.is_nothing())?;
    let text = scalar.text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The text of a node with the blanks at its ends, for what is joined to other texts.
pub fn word(node: &Node) -> Option<String> {
    let scalar = node.scalar().filter(|scalar| !scalar.is_nothing())?;
    let text = scalar.text.trim_end_matches(['\n', '\r']);
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// The expression under a key.
pub fn expression(node: &Node, key: &str) -> Option<Expression> {
    let node = node.get(key)?;
    let scalar = node
        .scalar()
        .filter(|scalar| !scalar.is_nothing() && !scalar.text.trim().is_empty())?;
    Some(spanned(scalar.clone(), &node.span))
}

/// The truth value under a key.
pub fn switch(node: &Node, key: &str) -> Option<Spanned<bool>> {
    let node = node.get(key)?;
    Some(spanned(node.scalar()?.switch()?, &node.span))
}

/// The number under a key.
pub fn number(node: &Node, key: &str) -> Option<Spanned<f64>> {
    let node = node.get(key)?;
    Some(spanned(node.scalar()?.number()?, &node.span))
}

/// The numbers in a list under a key.
pub fn numbers(node: &Node, key: &str) -> Vec<f64> {
    let items = items(node, key).iter();
    items.filter_map(|node| node.scalar()?.number()).collect()
}

/// The whole number under a key.
pub fn whole(node: &Node, key: &str) -> Option<Spanned<i32>> {
    let node = node.get(key)?;
    Some(spanned(i32::try_from(node.scalar()?.whole()?).ok()?, &node.span))
}

/// The bounds of a number.
pub fn bounds(node: &Node) -> Bounds {
    let whole = switch(node, "whole").is_some_and(|switch| switch.value);
    Bounds {
        min: number(node, "min"),
        max: number(node, "max"),
        whole,
    }
}
