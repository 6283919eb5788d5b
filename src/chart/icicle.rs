//! An icicle: an index and its parts as nested fields, each as high as its weight and tinted by its value.
//!
//! The flat form of a sunburst: heights compare, names read from left to right.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, measure, wrap};
use super::input::{Estimate, Mark, Showing, Words, finite};
use super::legend::{Key, legend, nothing};
use super::palette::{Anchor, Ink, Role};
use super::said::{self, DataTable};
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// A tree of weighted numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Icicle {
    /// Title, description, text when there are no nodes.
    pub words: Words,
    /// Parents before their children, depth first.
    pub nodes: Vec<IcicleNode>,
    /// What values are compared with for their tint, such as the index itself.
    pub middle: Option<f64>,
    /// A value of this distance from the middle has the full tint.
    pub spread: f64,
    /// Explains the tint of low values.
    pub low_key: String,
    /// Explains the tint of high values.
    pub high_key: String,
}

/// A part of the index.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IcicleNode {
    /// 0 for the whole.
    pub depth: usize,
    /// Name of the part.
    pub label: String,
    /// Its weight among its siblings; anything that is not a positive number counts as 0.
    pub weight: f64,
    /// How the weight is written, such as "40 %".
    pub weight_text: String,
    /// Its number; its interval stands in the table.
    pub estimate: Estimate,
    /// Change since last time, tested by the caller.
    pub change: Option<Mark>,
    /// Small and hidden parts.
    pub showing: Showing,
}

/// Deeper levels are not drawn; they stand in the table.
const LEVELS: usize = 4;
/// A field lower than this has no room for a line of text.
const LINE: f64 = 18.0;
const LOWEST: f64 = 200.0;
const HIGHEST: f64 = 720.0;

/// A node with its share of the whole height: where it begins and ends, 0 to 1.
struct Slice<'a> {
    node: &'a IcicleNode,
    depth: usize,
    from: f64,
    to: f64,
}

impl Chart for Icicle {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let slices = self.slices();
        if slices.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let keys = [
            (Key::Fill(Ink::Tint(0)), self.low_key.as_str()),
            (Key::Fill(Ink::Tint(6)), self.high_key.as_str()),
        ];
        let top = legend(&mut canvas, 0.0, &keys) + 2.0;
        let deepest = slices.iter().map(|slice| slice.depth).max().unwrap_or(0);
        let thinnest = slices
            .iter()
            .map(|slice| slice.to - slice.from)
            .filter(|part| *part > 0.0)
            .fold(1.0, f64::min);
        // High enough that the smallest part can be read, within reason.
        let height = ((LINE + 16.0) / thinnest.max(1e-9)).clamp(LOWEST, HIGHEST);
        // The whole needs less room than its parts.
        let is_narrow = canvas.width < 560.0;
        let share = |depth: usize| if depth == 0 && !is_narrow { 0.7 } else { 1.0 };
        let whole: f64 = (0..=deepest).map(share).sum();
        let width = canvas.width;
        let left = |depth: usize| width * (0..depth).map(share).sum::<f64>() / whole;
        let columns: Vec<(f64, f64)> = (0..=deepest).map(|depth| (left(depth), left(depth + 1))).collect();
        for slice in &slices {
            let rows = (top + slice.from * height, top + slice.to * height);
            self.draw_slice(&mut canvas, slice, columns[slice.depth], rows);
        }
        canvas.finish(top + height + 2.0, &self.words, ids, None)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = || self.nodes.iter().filter(|node| node.shown().is_some());
        let parts: Vec<(&str, f64, &str)> = shown()
            .filter(|node| node.depth > 0)
            .filter_map(|node| Some((node.label.as_str(), node.shown()?, node.estimate.text.as_str())))
            .collect();
        let Some(root) = shown().find(|node| node.depth == 0) else {
            return said::extremes(parts, tongue);
        };
        let whole = said::single(&root.label, &root.estimate.text, tongue);
        if parts.is_empty() {
            return whole;
        }
        let parts = said::extremes(parts, tongue);
        tongue.pick(
            format!("{whole} Of its parts: {parts}"),
            format!("{whole}各部分中，{parts}"),
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
            let shown = node.shown().map(|_| &node.estimate);
            let [value, interval] = said::value_and_interval(shown, tongue);
            let mark = node.change.as_ref().filter(|_| shown.is_some());
            let change = mark.map_or_else(String::new, |mark| mark.text.clone());
            let label = format!("{}{}", "\u{2003}".repeat(node.depth.min(8)), node.label);
            table.row([label, node.weight_text.clone(), value, interval, change]);
        }
        table
    }
}

impl IcicleNode {
    fn shown(&self) -> Option<f64> {
        if matches!(self.showing, Showing::Hidden(_)) {
            return None;
        }
        self.estimate.known()
    }

    fn size(&self) -> f64 {
        finite(self.weight).unwrap_or(0.0).max(0.0)
    }
}

impl Icicle {
    /// Where every node of the first levels begins and ends. A node deeper than its predecessor allows counts as its child.
    fn slices(&self) -> Vec<Slice<'_>> {
        let mut depths = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let most = depths.last().map_or(0, |before: &usize| before + 1);
            depths.push(node.depth.min(most));
        }
        let mut slices: Vec<Slice> = Vec::new();
        self.part(&depths, (0, self.nodes.len()), 0, (0.0, 1.0), &mut slices);
        slices
    }

    /// Divides `room` among the nodes of one depth in a range, and each node's room among its children.
    fn part<'a>(
        &'a self,
        depths: &[usize],
        (from, to): (usize, usize),
        depth: usize,
        room: (f64, f64),
        slices: &mut Vec<Slice<'a>>,
    ) {
        if depth >= LEVELS {
            return;
        }
        let here: Vec<usize> = (from..to).filter(|&index| depths[index] == depth).collect();
        let sum: f64 = here.iter().map(|&index| self.nodes[index].size()).sum();
        let mut start = room.0;
        for (place, &index) in here.iter().enumerate() {
            let node = &self.nodes[index];
            let share = if sum > 0.0 {
                node.size() / sum
            } else {
                1.0 / here.len() as f64
            };
            let end = start + share * (room.1 - room.0);
            slices.push(Slice {
                node,
                depth,
                from: start,
                to: end,
            });
            let next = here.get(place + 1).copied().unwrap_or(to);
            self.part(depths, (index + 1, next), depth + 1, (start, end), slices);
            start = end;
        }
    }

    fn draw_slice(&self, canvas: &mut Canvas, slice: &Slice, (left, right): (f64, f64), (top, bottom): (f64, f64)) {
        let node = slice.node;
        let ink = match node.shown() {
            Some(value) if node.showing == Showing::Plain && slice.depth > 0 => Ink::Tint(self.tint(value)),
            _ => Ink::Tint(3),
        };
        let gap = if bottom - top > 3.0 { 2.0 } else { 0.0 };
        canvas.rect(ink, (left, right - 2.0), (top, bottom - gap));
        if node.showing == Showing::Small {
            canvas.rect(Ink::Stripes, (left, right - 2.0), (top, bottom - gap));
        }
        write(canvas, slice, (left + 6.0, right - 8.0), (top, bottom - gap));
    }

    /// 0 (far below the middle) over 3 to 6 (far above).
    fn tint(&self, value: f64) -> u8 {
        let Some(middle) = self.middle.and_then(finite) else {
            return 3;
        };
        let spread = finite(self.spread).filter(|spread| *spread > 0.0).unwrap_or(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 6")]
        let tint = (3.0 + ((value - middle) / spread * 3.0).clamp(-3.0, 3.0)).round() as u8;
        tint
    }
}

/// A number with its mark after it.
fn write_number(canvas: &mut Canvas, (left, top): (f64, f64), number: &str, mark: Option<&Mark>) {
    let baseline = top + Role::Strong.size();
    canvas.text(Role::Strong, Anchor::Start, (left, baseline), number);
    if let Some(mark) = mark {
        canvas.mark(mark, (left + measure(Role::Strong, number) + 8.0, baseline - 4.5));
    }
}

/// Name, number and weight, as many of them as fit.
fn write(canvas: &mut Canvas, slice: &Slice, (left, right): (f64, f64), (top, bottom): (f64, f64)) {
    let node = slice.node;
    let room = right - left;
    let name_role = if slice.depth == 0 { Role::Strong } else { Role::Small };
    let number = node.shown().map_or(said::HIDDEN, |_| node.estimate.text.as_str());
    let number = super::text::wrap(number, Role::Strong.size() * Role::Strong.stretch(), room, 1);
    let Some(number) = number.first() else { return };
    let mark = node.change.as_ref().filter(|_| node.shown().is_some());
    let mark_room = if mark.is_some() { 14.0 } else { 0.0 };
    let number_wide = measure(Role::Strong, number) + mark_room;
    let name = wrap(name_role, &node.label, room);
    let weight = wrap(Role::Quiet, &node.weight_text, room);
    let stacked = name.len() as f64 * name_role.leading() + Role::Strong.leading();
    let high = bottom - top;
    let beside = super::text::wrap(
        &node.label,
        name_role.size() * name_role.stretch(),
        room - number_wide - 8.0,
        1,
    );
    if high >= stacked + 4.0 && number_wide <= room {
        let y = canvas.lines(name_role, Anchor::Start, (left, top + 3.0), &name);
        write_number(canvas, (left, y), number, mark);
        let y = y + Role::Strong.leading();
        let weights = weight.len() as f64 * Role::Quiet.leading();
        if y + weights + 2.0 <= bottom {
            canvas.lines(Role::Small, Anchor::Start, (left, y), &weight);
        }
    } else if high >= LINE && room - number_wide - 8.0 > 24.0 {
        // One line: the name, cut if it must be, and the number at the right.
        let y = f64::midpoint(top, bottom) - Role::Strong.leading() / 2.0;
        canvas.lines(name_role, Anchor::Start, (left, y), &beside);
        write_number(canvas, (right - number_wide, y), number, mark);
    }
}
