//! What is reported: measures and the index tree.

use super::Better;
use super::Condition;
use super::Id;
use super::IndexScheme;
use super::VariableIndex;
use crate::locale::Texts;
use std::sync::Arc;

/// A measure of satisfaction, declared once and reported everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Name.
    pub id: Id,
    /// Name in reports; empty means the variable's text.
    pub title: Texts,
    /// What is computed.
    pub kind: MeasureKind,
    /// Responses it is computed on; `None` means all.
    pub filter: Option<Arc<Condition>>,
    /// Whether it stands among the headline figures and in their family of tests.
    pub headline: bool,
    /// Which way is good, where the definition says so; else it follows from the kind and the scale.
    pub better: Option<Better>,
}

/// The kinds of measure.
#[derive(Debug, Clone, PartialEq)]
pub enum MeasureKind {
    /// Share of the best `top` points of a rating.
    TopBox {
        /// The rating.
        of: VariableIndex,
        /// How many points count.
        top: usize,
    },
    /// Share of the worst `bottom` points of a rating.
    BottomBox {
        /// The rating.
        of: VariableIndex,
        /// How many points count.
        bottom: usize,
    },
    /// Mean of a rating or a number, in its own unit.
    Mean {
        /// The variable.
        of: VariableIndex,
    },
    /// Net promoter score of a 0–10 rating, −100 to 100.
    Nps {
        /// The rating.
        of: VariableIndex,
    },
    /// Share of respondents who chose any of some options.
    Share {
        /// The choice or multiple choice.
        of: VariableIndex,
        /// Positions of the options that count.
        options: Vec<usize>,
    },
    /// A node of the index tree, 0 to 100.
    Index(Arc<IndexNode>),
}

/// A node of the index tree: either parts, or items at its foot.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexNode {
    /// Name.
    pub id: Id,
    /// Name in reports.
    pub title: Texts,
    /// Share of its parent, siblings add up to 1; 1 for the root.
    pub weight: f64,
    /// Parts below, in order.
    pub parts: Vec<Arc<IndexNode>>,
    /// Ratings at its foot; empty exactly when there are parts.
    pub items: Vec<VariableIndex>,
    /// Weight of each item in this node, adding up to 1; empty when they count alike.
    pub shares: Vec<f64>,
    /// Where each respondent has an index of their own: the derived value that holds it.
    pub person: Option<VariableIndex>,
    /// How the whole tree is weighted and computed.
    pub scheme: Arc<IndexScheme>,
    /// Whether the weights are known; false until weights that come from the answers were derived.
    pub known: bool,
}

impl IndexNode {
    /// The ratings below with their weight in this node; the weights add up to 1. A rating that stands twice is
    /// named once with the sum.
    #[must_use]
    pub fn leaves(&self) -> Vec<(VariableIndex, f64)> {
        let mut found: std::collections::BTreeMap<VariableIndex, f64> = std::collections::BTreeMap::new();
        self.gather(1.0, &mut found);
        found.into_iter().collect()
    }

    fn gather(&self, share: f64, found: &mut std::collections::BTreeMap<VariableIndex, f64>) {
        for (place, item) in self.items.iter().enumerate() {
            let own = self.shares.get(place).copied();
            *found.entry(*item).or_default() += share * own.unwrap_or(1.0 / self.items.len() as f64);
        }
        for part in &self.parts {
            part.gather(share * part.weight, found);
        }
    }

    /// This node and all below it, each before its parts, with its depth (0 here).
    #[must_use]
    pub fn walk(self: &Arc<Self>) -> Vec<(usize, Arc<Self>)> {
        let below = self
            .parts
            .iter()
            .flat_map(Self::walk)
            .map(|(depth, node)| (depth + 1, node));
        std::iter::once((0, Arc::clone(self))).chain(below).collect()
    }
}
