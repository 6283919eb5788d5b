//! The lines of a table for people: each question's rows as words, before they are laid out.

use super::Printing;
use crate::crosstab::Arrow;
use crate::crosstab::Base;
use crate::crosstab::Figures;
use crate::crosstab::Line;
use crate::crosstab::TableCell;
use crate::crosstab::TableSection;
use crate::finding::Showing;
use crate::locale;
use crate::measure::Unit;
use crate::model::MeasureKind;
use crate::report::words;
use clap::ValueEnum;

/// Stands behind a figure with a small base.
const SMALL: &str = "†";
/// Stands in the place of a hidden figure.
const HIDDEN: &str = "·";

/// What a table shows of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Figure {
    /// The share of the column's answers.
    Column,
    /// The share of the row's answers that the column has.
    Row,
    /// How many, unweighted.
    Count,
    /// The sum of their weights.
    WeightedCount,
    /// The interval of the column share.
    Interval,
}

/// A row of printed cells.
pub(super) struct PrintedRow {
    /// What stands before it.
    pub label: String,
    /// A cell a column.
    pub cells: Vec<Printed>,
}

/// A printed cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Printed {
    /// The figure.
    pub value: String,
    /// The marks behind it.
    pub marks: String,
}

impl Printed {
    fn bare(value: String) -> Self {
        Self {
            value,
            marks: String::new(),
        }
    }

    fn hidden() -> Self {
        Self::bare(HIDDEN.to_owned())
    }
}

impl Printing<'_> {
    /// The rows of a section: its lines, each with the figures asked for, then its bases.
    pub(super) fn rows(&self, section: &TableSection) -> Vec<PrintedRow> {
        let lines = section.lines.iter().flat_map(|line| self.line(line));
        lines.chain(self.bases(section)).collect()
    }

    fn line(&self, line: &Line) -> Vec<PrintedRow> {
        let name = self.row_name(&line.row.label);
        let mut rows: Vec<PrintedRow> = Vec::new();
        if line.unit == Unit::Share {
            for figure in self.show {
                let label = if rows.is_empty() {
                    name.clone()
                } else {
                    self.under(*figure)
                };
                rows.push(self.row(label, line, rows.is_empty(), &|figures| {
                    self.figure(line, figures, *figure)
                }));
            }
            return rows;
        }
        rows.push(self.row(name, line, true, &|figures| {
            words::value(line.unit, figures.estimate.value)
        }));
        if self.show.contains(&Figure::Interval) {
            let shown = |figures: &Figures| self.figure(line, figures, Figure::Interval);
            rows.push(self.row(self.under(Figure::Interval), line, false, &shown));
        }
        if line
            .row
            .measure()
            .is_some_and(|measure| matches!(measure.kind, MeasureKind::Mean { .. }))
        {
            let number = |x: Option<f64>| x.map_or_else(String::new, |x| locale::plain(x, 2));
            let sd = format!("  {}", self.word("standard deviation", "标准差"));
            rows.push(self.row(sd, line, false, &|figures| number(figures.sd)));
            let error = format!("  {}", self.word("standard error", "标准误"));
            rows.push(self.row(error, line, false, &|figures| number(figures.standard_error)));
        }
        rows
    }

    fn row(&self, label: String, line: &Line, marked: bool, of: &dyn Fn(&Figures) -> String) -> PrintedRow {
        let cell = |cell: &TableCell| match cell {
            TableCell::Hidden(_) => Printed::hidden(),
            TableCell::Empty(_) => Printed::default(),
            TableCell::Shown(figures) => Printed {
                value: of(figures),
                marks: if marked { self.marks(figures) } else { String::new() },
            },
        };
        PrintedRow {
            label,
            cells: line.cells.iter().map(cell).collect(),
        }
    }

    fn figure(&self, line: &Line, figures: &Figures, figure: Figure) -> String {
        let hits = figures.counts.map(|counts| counts.hits);
        match figure {
            Figure::Column => words::value(line.unit, figures.estimate.value),
            Figure::Row => figures
                .row_share
                .map_or_else(String::new, |share| locale::percent(share, 1)),
            Figure::Count => hits.map_or_else(String::new, |hits| hits.n.to_string()),
            Figure::WeightedCount => hits.map_or_else(String::new, |hits| locale::plain(hits.w, 1)),
            Figure::Interval => {
                let worded = |interval| words::interval(line.unit, interval, self.lang.tongue());
                figures.estimate.interval.map_or_else(String::new, worded)
            }
        }
    }

    /// The label of a further figure under its row.
    fn under(&self, figure: Figure) -> String {
        format!("  {}", self.figure_name(figure))
    }

    /// What a figure is called.
    pub(super) fn figure_name(&self, figure: Figure) -> &'static str {
        match figure {
            Figure::Column => self.word("column %", "列百分比"),
            Figure::Row => self.word("row %", "行百分比"),
            Figure::Count => self.word("count", "人数"),
            Figure::WeightedCount => self.word("weighted count", "加权人数"),
            Figure::Interval => self.word("interval", "置信区间"),
        }
    }

    /// The marks behind a figure: of a small base, of columns it is higher than, of arrows.
    pub(super) fn marks(&self, figures: &Figures) -> String {
        let small = if figures.showing == Showing::Shown { "" } else { SMALL };
        let letters = self.letters(&figures.letters);
        let joint = if letters.iter().any(|letter| letter.len() > 1) {
            "."
        } else {
            ""
        };
        let arrow = |arrow: &Option<Arrow>, up: &'static str, down: &'static str| match arrow {
            Some(arrow) => arrow.verdict.is_up().map_or("", |rose| if rose { up } else { down }),
            None => "",
        };
        let arrows = [arrow(&figures.rest, "▲", "▼"), arrow(&figures.previous, "↑", "↓")].concat();
        let both = letters.join(joint) + &arrows;
        let space = if both.is_empty() { "" } else { " " };
        format!("{small}{space}{both}")
    }

    fn bases(&self, section: &TableSection) -> Vec<PrintedRow> {
        let row = |label: &str, of: &dyn Fn(&Base) -> Option<String>| PrintedRow {
            label: label.to_owned(),
            cells: section
                .bases
                .iter()
                .map(|base| {
                    if base.hidden {
                        Printed::hidden()
                    } else {
                        Printed::bare(of(base).unwrap_or_default())
                    }
                })
                .collect(),
        };
        let multiple = section.bases.iter().any(|base| base.responses.is_some());
        let name = if multiple {
            self.word("base (respondents)", "样本量（人）")
        } else {
            self.word("base", "样本量")
        };
        let mut rows = vec![row(name, &|base| base.base.map(|n| n.to_string()))];
        if self.table.facts.weighted {
            let decimal = |x: Option<f64>| x.map(|x| locale::plain(x, 1));
            rows.push(row(self.word("weighted base", "加权样本量"), &|base| {
                decimal(base.weighted)
            }));
            rows.push(row(self.word("effective base", "有效样本量"), &|base| {
                decimal(base.effective)
            }));
        }
        if multiple {
            rows.push(row(self.word("responses", "选择次数"), &|base| {
                base.responses.map(|n| n.to_string())
            }));
        }
        rows
    }
}
