//! An index tree: levels indented, each node a bar from 0 with its interval, weight and change.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::diverging::hidden;
use super::input::{Estimate, Mark, Showing, Words};
use super::legend::nothing;
use super::palette::{Ink, Role};
use super::rows::{Cell, Frame, RowWords};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// A tree of numbers on one axis.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tree {
    /// Title, description, text when there are no nodes.
    pub words: Words,
    /// Parents before their children, depth first.
    pub nodes: Vec<TreeNode>,
    /// Where the axis ends; it always starts at 0 or at the lowest negative value.
    pub full: f64,
    /// Written once, after the last tick.
    pub unit: String,
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TreeNode {
    /// 0 for the root.
    pub depth: usize,
    /// Name of the node.
    pub label: String,
    /// Weight within its parent, such as "40 %"; may be empty.
    pub weight: String,
    /// The number; without a value the node is shown as "·".
    pub estimate: Estimate,
    /// Change since last time, tested by the caller.
    pub change: Option<Mark>,
    /// Small and hidden nodes.
    pub showing: Showing,
}

const ROW: f64 = 18.0;
const INDENT: f64 = 16.0;
/// Indentation never takes more than this many levels; deeper ones stay there.
const LEVELS: usize = 6;

impl Chart for Tree {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        if self.nodes.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let words: Vec<RowWords> = self.nodes.iter().map(TreeNode::words).collect();
        let frame = Frame::new(canvas.width, &words);
        let reach = self.nodes.iter().filter_map(TreeNode::shown).flat_map(Estimate::reach);
        let full = if self.full.is_finite() && self.full > 0.0 {
            self.full.min(1e12)
        } else {
            100.0
        };
        let scale = Scale::around(reach, Some((0.0, full)), (frame.plot.0 + 1.0, frame.plot.1 - 1.0));
        let top = 22.0;
        let (y, stretches) = frame.stack(&mut canvas, top + 4.0, &words, ROW, |canvas, at, band| {
            self.nodes[at].draw(canvas, band.middle, &scale, frame.plot);
        });
        scale.draw_across(&mut canvas, top, &stretches, &self.unit);
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let named = |node: &'_ TreeNode| {
            Some((
                node.depth,
                node.label.clone(),
                node.shown()?.known()?,
                node.estimate.text.clone(),
            ))
        };
        let all: Vec<(usize, String, f64, String)> = self.nodes.iter().filter_map(named).collect();
        let Some((_, root, _, text)) = all.first().filter(|(depth, ..)| *depth == 0) else {
            return said::extremes(
                all.iter()
                    .map(|(_, name, value, text)| (name.as_str(), *value, text.as_str())),
                tongue,
            );
        };
        let parts = all.iter().skip(1).filter(|(depth, ..)| *depth == 1);
        let parts: Vec<_> = parts
            .map(|(_, name, value, text)| (name.as_str(), *value, text.as_str()))
            .collect();
        let whole = said::single(root, text, tongue);
        if parts.is_empty() {
            return whole;
        }
        tongue.pick(
            format!("{whole} Of its parts: {}", said::extremes(parts.clone(), tongue)),
            format!("{whole}各部分中，{}", said::extremes(parts.clone(), tongue)),
        )
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[
                ["Part", "组成"],
                ["Weight", "权重"],
                said::VALUE,
                said::INTERVAL,
                said::CHANGE,
            ],
        );
        for node in &self.nodes {
            let [value, interval] = said::value_and_interval(node.shown(), tongue);
            let change = node.change.as_ref().filter(|_| node.shown().is_some());
            let change = change.map_or_else(String::new, |mark| mark.text.clone());
            let label = format!("{}{}", "\u{2003}".repeat(node.depth.min(LEVELS)), node.label);
            table.row([label, node.weight.clone(), value, interval, change]);
        }
        table
    }
}

impl TreeNode {
    fn shown(&self) -> Option<&Estimate> {
        (!matches!(self.showing, Showing::Hidden(_)) && self.estimate.known().is_some()).then_some(&self.estimate)
    }

    fn words(&self) -> RowWords<'_> {
        let is_shown = self.shown().is_some();
        let value = if is_shown { self.estimate.text.as_str() } else { "·" };
        let change = self.change.as_ref().filter(|_| is_shown);
        RowWords {
            role: if self.depth == 0 { Role::Strong } else { Role::Label },
            indent: self.depth.min(LEVELS) as f64 * INDENT,
            label: &self.label,
            cells: vec![
                Cell::Text(Role::Quiet, &self.weight),
                Cell::Text(Role::Strong, value),
                Cell::Mark(change),
            ],
        }
    }

    fn draw(&self, canvas: &mut Canvas, y: f64, scale: &Scale, plot: (f64, f64)) {
        let Some(value) = self.shown().and_then(Estimate::known) else {
            if let Showing::Hidden(reason) = &self.showing {
                hidden(canvas, reason, y, (plot.0 + 8.0, plot.1));
            }
            return;
        };
        let half = match self.depth {
            0 => 8.0,
            1 => 6.0,
            _ => 4.0,
        };
        let (zero, x) = (scale.at(0.0), scale.at(value));
        let (columns, rows) = ((zero.min(x), zero.max(x)), (y - half, y + half));
        canvas.rect(if self.depth == 0 { Ink::Bar } else { Ink::BarLight }, columns, rows);
        if self.showing == Showing::Small {
            canvas.rect(Ink::Stripes, columns, rows);
        }
        if let Some((low, high)) = self.estimate.interval() {
            whisker(canvas, (scale.at(low), scale.at(high)), y);
        }
    }
}

/// An interval over a bar, set off from it by a line of background.
pub(super) fn whisker(canvas: &mut Canvas, (left, right): (f64, f64), y: f64) {
    canvas.line(Ink::Gap, &[(left, y), (right, y)]);
    canvas.line(Ink::Whisker, &[(left, y), (right, y)]);
    for x in [left, right] {
        canvas.line(Ink::Whisker, &[(x, y - 3.0), (x, y + 3.0)]);
    }
}
