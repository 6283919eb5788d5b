//! A sparkline: the shape of a few waves beside a headline number, without any text.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::input::{Estimate, Words};
use super::palette::Ink;
use super::said::{self, DataTable};
use super::scale::Scale;
use super::trend_line::runs;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// A tiny trend.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sparkline {
    /// Title and description; nothing is written into the drawing.
    pub words: Words,
    /// One per wave, oldest first; a missing value is a gap. Their texts are not used.
    pub points: Vec<Estimate>,
    /// A line to compare with, such as a target.
    pub target: Option<f64>,
}

impl Chart for Sparkline {
    /// A sparkline may be as narrow as 60 px; its height is a quarter of its width.
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        canvas.width = f64::from(width.clamp(60, super::WIDEST));
        let height = (canvas.width / 4.0).round().clamp(24.0, 64.0);
        let target = self.target.and_then(super::input::finite);
        let reach = self.points.iter().flat_map(Estimate::reach).chain(target);
        let scale = Scale::tight(reach, (height - 4.0, 4.0));
        let last = self.points.len().saturating_sub(1);
        let room = canvas.width - 10.0;
        let x = |index: usize| {
            if last == 0 {
                5.0 + room / 2.0
            } else {
                5.0 + room * index as f64 / last as f64
            }
        };
        if let Some(target) = target {
            canvas.line(
                Ink::Target,
                &[(0.0, scale.at(target)), (canvas.width, scale.at(target))],
            );
        }
        let known: Vec<Option<(usize, &Estimate)>> = self
            .points
            .iter()
            .enumerate()
            .map(|(i, point)| point.known().map(|_| (i, point)))
            .collect();
        for run in runs(&known) {
            let line: Vec<(f64, f64)> = run
                .iter()
                .filter_map(|(i, p)| Some((x(*i), scale.at(p.known()?))))
                .collect();
            let upper = run.iter().filter_map(|(i, p)| Some((x(*i), scale.at(p.interval()?.1))));
            let lower = run
                .iter()
                .rev()
                .filter_map(|(i, p)| Some((x(*i), scale.at(p.interval()?.0))));
            canvas.area(Ink::Ribbon(0), &upper.chain(lower).collect::<Vec<_>>());
            canvas.line(Ink::Line(0), &line);
            if let [alone] = line[..] {
                canvas.circle(Ink::Dot(0), alone.0, alone.1, 2.0);
            }
        }
        if let Some((index, point)) = known.last().copied().flatten()
            && let Some(value) = point.known()
        {
            canvas.circle(Ink::Dot(0), x(index), scale.at(value), 3.0);
        }
        canvas.finish(height, &self.words, ids, None)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let mut known = self.points.iter().filter(|point| point.known().is_some());
        let Some(first) = known.next() else {
            return said::nothing(tongue);
        };
        match known.next_back() {
            Some(last) => tongue.pick(
                format!("From {} to {}.", first.text, last.text),
                format!("从{}到{}。", first.text, last.text),
            ),
            None => said::single("", &first.text, tongue),
        }
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Point", "次序"], said::VALUE, said::INTERVAL]);
        for (index, point) in self.points.iter().enumerate() {
            let [value, interval] = said::value_and_interval(Some(point), tongue);
            table.row([format!("{}", index + 1), value, interval]);
        }
        table
    }
}
