//! From the tree to the rules of the index: takes what fits.

use super::Construct;
use super::IndexRules;
use super::Judgements;
use super::MissingRule;
use super::PathRules;
use crate::definition::fields::is_map;
use crate::definition::fields::items;
use crate::definition::fields::name;
use crate::definition::fields::name_in;
use crate::definition::fields::names;
use crate::definition::fields::whole;
use crate::definition::fields::words;
use crate::definition::spanned::Spanned;
use crate::definition::yaml::Node;

/// The rules under the keys of the index.
#[must_use]
pub fn rules(node: &Node) -> IndexRules {
    IndexRules {
        weights: node.get("weights").and_then(name_in),
        outcome: node.get("outcome").and_then(name_in),
        model: node.get("model").filter(is_map).map(model),
        level: node.get("level").and_then(name_in),
        missing: node.get("missing").and_then(missing),
    }
}

/// The judgements of a node.
#[must_use]
pub fn judgements(node: &Node) -> Option<Judgements> {
    let list = node.get("pairwise")?;
    let rows = list
        .items()
        .iter()
        .map(|row| row.items().iter().filter_map(name_in).collect());
    Some(Judgements {
        span: list.span.clone(),
        rows: rows.collect(),
    })
}

fn missing(node: &Node) -> Option<Spanned<MissingRule>> {
    let rule = match node.scalar() {
        Some(scalar) if scalar.text == "complete" => MissingRule::Complete,
        Some(scalar) if scalar.text == "available" => MissingRule::Available,
        Some(_) => return None,
        None => MissingRule::AtLeast(usize::try_from(whole(node, "at_least")?.value).ok()?),
    };
    Some(Spanned {
        value: rule,
        span: node.span.clone(),
    })
}

fn model(node: &Node) -> PathRules {
    let construct = |node: &Node| Construct {
        id: name(node, "id"),
        of: names(node, "of"),
        from: names(node, "from"),
    };
    PathRules {
        span: node.span.clone(),
        scheme: words(node, "scheme"),
        constructs: items(node, "constructs").iter().filter(is_map).map(construct).collect(),
    }
}
