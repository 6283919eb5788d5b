//! Drivers: how much each aspect matters, as bars from zero with intervals; ranks that the data leave open say so.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::diverging::hidden;
use super::input::{Estimate, Mark, Showing, Tone, Words};
use super::legend::{Key, legend, nothing};
use super::palette::{Ink, Role};
use super::rows::{Cell, Frame, RowWords};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::tree::whisker;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Aspects by their importance or effect.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Drivers {
    /// Title, description, text when there are no drivers.
    pub words: Words,
    /// One bar each, in the order in which they are drawn.
    pub rows: Vec<DriverRow>,
    /// Written once, after the last tick.
    pub unit: String,
    /// Explains the intervals, such as "95 % interval"; shown when there are any.
    pub interval_key: String,
    /// Explains the texts of ranks, such as "place, as far as the data tell"; shown when there are any.
    pub rank_key: String,
}

/// One driver.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DriverRow {
    /// What it is.
    pub label: String,
    /// Its importance or effect.
    pub estimate: Estimate,
    /// Its place, such as "1" or "2–4" where the data leave it open; may be empty.
    pub rank: String,
    /// Shape and colour of its mark; `None` draws the bar in the accent.
    pub mark: Option<Mark>,
    /// Small and hidden rows.
    pub showing: Showing,
}

const BAR: f64 = 18.0;

impl Chart for Drivers {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let words: Vec<RowWords> = self.rows.iter().map(DriverRow::words).collect();
        if words.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let mut entries: Vec<(Key, &str)> = Vec::new();
        let shown = || self.rows.iter().filter(|row| row.shown().is_some());
        if shown().any(|row| row.estimate.interval().is_some()) {
            entries.push((Key::Line(Ink::Whisker), &self.interval_key));
        }
        if shown().any(|row| !row.rank.is_empty()) {
            entries.push((Key::Nothing, &self.rank_key));
        }
        let top = legend(&mut canvas, 0.0, &entries) + 20.0;
        let frame = Frame::new(canvas.width, &words);
        let reach = self.rows.iter().filter_map(DriverRow::shown).flat_map(Estimate::reach);
        let scale = Scale::around(reach.chain([0.0]), None, (frame.plot.0 + 4.0, frame.plot.1 - 6.0));
        let (y, stretches) = frame.stack(&mut canvas, top + 4.0, &words, BAR, |canvas, at, band| {
            self.rows[at].draw(canvas, band.middle, &scale, frame.plot);
        });
        scale.draw_across(&mut canvas, top, &stretches, &self.unit);
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = self
            .rows
            .iter()
            .filter_map(|row| Some((row.label.as_str(), row.shown()?)));
        let items = shown.filter_map(|(label, known)| Some((label, known.known()?, known.text.as_str())));
        said::extremes(items, tongue)
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[["Driver", "因素"], ["Rank", "名次"], said::VALUE, said::INTERVAL],
        );
        for row in &self.rows {
            let [value, interval] = said::value_and_interval(row.shown(), tongue);
            let rank = row.shown().map_or_else(String::new, |_| row.rank.clone());
            table.row([row.label.clone(), rank, value, interval]);
        }
        table
    }
}

impl DriverRow {
    fn shown(&self) -> Option<&Estimate> {
        (!matches!(self.showing, Showing::Hidden(_)) && self.estimate.known().is_some()).then_some(&self.estimate)
    }

    fn words(&self) -> RowWords<'_> {
        let is_shown = self.shown().is_some();
        let value = if is_shown {
            self.estimate.text.as_str()
        } else {
            said::HIDDEN
        };
        let rank = if is_shown { self.rank.as_str() } else { "" };
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells: vec![
                Cell::Text(Role::Quiet, rank),
                Cell::Text(Role::Strong, value),
                Cell::Mark(self.mark.as_ref().filter(|_| is_shown)),
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
        let ink = match self.mark.as_ref().map(|mark| mark.tone) {
            Some(Tone::Good) => Ink::BarGood,
            Some(Tone::Bad) => Ink::BarBad,
            Some(Tone::Quiet) => Ink::BarQuiet,
            None => Ink::BarLight,
        };
        let (zero, x) = (scale.at(0.0), scale.at(value));
        let (columns, rows) = ((zero.min(x), zero.max(x)), (y - 6.0, y + 6.0));
        canvas.rect(ink, columns, rows);
        if self.showing == Showing::Small {
            canvas.rect(Ink::Stripes, columns, rows);
        }
        if let Some((low, high)) = self.estimate.interval() {
            whisker(canvas, (scale.at(low), scale.at(high)), y);
        }
    }
}
