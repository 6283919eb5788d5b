//! The index and its parts.

use super::Caption;
use crate::chart::Tree;
use crate::chart::TreeNode;
use crate::locale;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::headings;
use crate::report::tables;
use crate::site::Html;
use crate::tabulation::Group;
use std::sync::Arc;

/// A node of the index with its measure and figure.
pub struct Node<'a> {
    pub depth: usize,
    pub part: Arc<IndexNode>,
    pub measure: &'a Measure,
    pub figure: Figure,
}

/// The nodes of an index in order, each with its measure.
pub fn nodes<'a>(facts: &'a Facts, index: &Measure) -> Vec<Node<'a>> {
    let MeasureKind::Index(root) = &index.kind else {
        return Vec::new();
    };
    let found = root.walk().into_iter().filter_map(|(depth, node)| {
        let measure = facts.measure(&node.id)?;
        let figure = facts.now(measure, Group::Total);
        Some(Node {
            depth,
            part: node,
            measure,
            figure,
        })
    });
    found.collect()
}

/// The tree of an index.
pub fn tree(facts: &Facts, index: &Measure) -> Html {
    let tongue = facts.tongue();
    let nodes = nodes(facts, index);
    let title = headings::tree(facts, &nodes);
    let drawn = |node: &Node<'_>| {
        let change = facts
            .previous(node.measure, Group::Total)
            .filter(|change| change.verdict.is_finding());
        TreeNode {
            depth: node.depth,
            label: super::drawn(facts.names().measure(node.measure), tongue),
            weight: if node.depth == 0 {
                String::new()
            } else {
                locale::percent(node.part.weight, 0)
            },
            estimate: super::on_axis(facts.unit(node.measure), &node.figure),
            change: change.map(|change| super::mark(facts, node.measure, change)),
            showing: super::dots::short_showing(&node.figure, facts),
        }
    };
    let chart = Tree {
        words: super::chart_words(&title, &title, tongue),
        nodes: nodes.iter().map(drawn).collect(),
        full: 100.0,
        unit: String::new(),
    };
    let mut foot = super::foot(facts, index, tongue.pick("Lines", "横线"));
    let weights = tongue.pick(
        "Percentages are the weights within the part above; marks are changes since the previous wave that count as findings.",
        "百分比为在上一级中的权重；标记为与上一期相比有意义的变化。",
    );
    foot.insert(0, weights.to_owned());
    foot.extend(super::notes(facts, nodes.iter().map(|node| &node.figure)));
    let table = tables::index(facts, &nodes);
    let subtitle = super::subtitle(facts, index, &facts.wave);
    let name = facts.names().measure(index);
    let subtitle = tongue.pick(
        format!("{name} and its parts, {subtitle}"),
        format!("{name}及其组成，{subtitle}"),
    );
    super::figure(
        facts,
        &chart,
        Caption {
            title,
            subtitle,
            says: String::new(),
            foot,
            table,
        },
    )
}
