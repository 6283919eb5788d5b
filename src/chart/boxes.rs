//! Boxes: how the values of several groups are spread, by quartiles, with the middle and its interval.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::diverging::hidden;
use super::input::{Estimate, Showing, Words, finite};
use super::legend::{Key, legend, nothing};
use super::palette::{Ink, Role};
use super::rows::{Cell, Frame, RowWords};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Groups by the spread of their values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Boxes {
    /// Title, description, text when there are no rows.
    pub words: Words,
    /// One box each.
    pub rows: Vec<BoxRow>,
    /// Ends of the axis; widened when the data go beyond, chosen round when `None`.
    pub range: Option<(f64, f64)>,
    /// Written once, after the last tick.
    pub unit: String,
    /// Explains the box.
    pub box_key: String,
    /// Explains the dot.
    pub middle_key: String,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BoxRow {
    /// Name of the group.
    pub label: String,
    /// End of the lower whisker, lower quartile, median, upper quartile, end of the upper whisker.
    pub spread: Option<[f64; 5]>,
    /// Whether the whiskers are left out: what lies at their ends may not be told.
    pub without_ends: bool,
    /// The middle that is reported, such as the mean.
    pub middle: Estimate,
    /// The base, such as "n = 120".
    pub base: String,
    /// Small and hidden rows.
    pub showing: Showing,
}

const ROW: f64 = 22.0;
const HALF: f64 = 7.0;

impl Chart for Boxes {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let words: Vec<RowWords> = self.rows.iter().map(BoxRow::words).collect();
        if words.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let entries = [
            (Key::Fill(Ink::BarLight), self.box_key.as_str()),
            (Key::Dot(Ink::Dot(1)), self.middle_key.as_str()),
        ];
        let top = legend(&mut canvas, 0.0, &entries) + 20.0;
        let frame = Frame::new(canvas.width, &words);
        let reach = self.rows.iter().filter_map(BoxRow::shown).flatten();
        let scale = Scale::around(reach, self.range, (frame.plot.0 + 6.0, frame.plot.1 - 6.0));
        let (y, stretches) = frame.stack(&mut canvas, top + 4.0, &words, ROW, |canvas, at, band| {
            self.rows[at].draw(canvas, band.middle, &scale, frame.plot);
        });
        scale.draw_across(&mut canvas, top, &stretches, &self.unit);
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = self.rows.iter().filter(|row| row.shown().is_some());
        let items = shown.filter_map(|row| Some((row.label.as_str(), row.middle.known()?, row.middle.text.as_str())));
        said::extremes(items, tongue)
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[
                ["Group", "分组"],
                ["Middle", "中心"],
                ["Lower end", "下端"],
                ["Lower quartile", "下四分位"],
                ["Median", "中位数"],
                ["Upper quartile", "上四分位"],
                ["Upper end", "上端"],
                said::BASE,
            ],
        );
        for row in &self.rows {
            let [middle, _] = said::value_and_interval(row.shown().map(|_| &row.middle), tongue);
            let spread = row
                .shown()
                .map(|spread| spread.map(|value| said::like(&row.middle.text, value)));
            let mut cells = spread.unwrap_or([const { String::new() }; 5]);
            if row.without_ends && row.shown().is_some() {
                said::HIDDEN.clone_into(&mut cells[0]);
                said::HIDDEN.clone_into(&mut cells[4]);
            }
            table.row(
                [row.label.clone(), middle]
                    .into_iter()
                    .chain(cells)
                    .chain([row.base.clone()]),
            );
        }
        table
    }
}

impl BoxRow {
    /// The five numbers in order, if all are known and may be shown.
    fn shown(&self) -> Option<[f64; 5]> {
        if matches!(self.showing, Showing::Hidden(_)) {
            return None;
        }
        let mut spread = self.spread?;
        for value in &mut spread {
            *value = finite(*value)?;
        }
        spread.sort_by(f64::total_cmp);
        if self.without_ends {
            (spread[0], spread[4]) = (spread[1], spread[3]);
        }
        Some(spread)
    }

    fn words(&self) -> RowWords<'_> {
        let is_known = self.shown().is_some() && self.middle.known().is_some();
        let value = if is_known {
            self.middle.text.as_str()
        } else {
            said::HIDDEN
        };
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells: vec![Cell::Text(Role::Quiet, &self.base), Cell::Text(Role::Strong, value)],
        }
    }

    fn draw(&self, canvas: &mut Canvas, y: f64, scale: &Scale, plot: (f64, f64)) {
        let Some([low, lower, median, upper, high]) = self.shown().map(|spread| spread.map(|value| scale.at(value)))
        else {
            if let Showing::Hidden(reason) = &self.showing {
                hidden(canvas, reason, y, (plot.0 + 12.0, plot.1));
            }
            return;
        };
        if !self.without_ends {
            canvas.line(Ink::Connector, &[(low, y), (lower, y)]);
            canvas.line(Ink::Connector, &[(upper, y), (high, y)]);
            for end in [low, high] {
                canvas.line(Ink::Connector, &[(end, y - 4.0), (end, y + 4.0)]);
            }
        }
        canvas.rect(Ink::BarLight, (lower, upper), (y - HALF, y + HALF));
        if self.showing == Showing::Small {
            canvas.rect(Ink::Stripes, (lower, upper), (y - HALF, y + HALF));
        }
        canvas.line(Ink::Gap, &[(median, y - HALF), (median, y + HALF)]);
        canvas.line(Ink::Whisker, &[(median, y - HALF), (median, y + HALF)]);
        if let Some(middle) = self.middle.known() {
            let ink = if self.showing == Showing::Small {
                Ink::Hollow(1)
            } else {
                Ink::Dot(1)
            };
            canvas.circle(ink, scale.at(middle), y, 3.5);
        }
    }
}
