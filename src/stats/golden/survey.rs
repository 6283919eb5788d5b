//! The made-up survey that the reference cases refer to, read column by column.

use std::collections::BTreeMap;

use crate::stats::ValueCounts;

/// Columns of text, one entry per respondent; blank is no answer.
pub(super) struct Survey {
    columns: BTreeMap<String, Vec<String>>,
    rows: usize,
}

impl Survey {
    pub(super) fn read() -> Self {
        let text = include_str!("../../../tests/data/stats/demo_survey.csv");
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut rows = 0;
        for line in lines {
            rows += 1;
            for (name, cell) in names.iter().zip(line.split(',')) {
                columns.entry((*name).to_owned()).or_default().push(cell.to_owned());
            }
        }
        assert_eq!(rows, 1200);
        Self { columns, rows }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Labels of a column.
    pub(super) fn text(&self, column: &str) -> &[String] {
        &self.columns[column]
    }

    /// Numbers of a column; `t2b` and `npsx` are derived. 9 is "don't know" but for `nps`.
    pub(super) fn numbers(&self, column: &str) -> Vec<Option<f64>> {
        match column {
            "t2b" => self.derived("csat", |x| f64::from(x >= 4.0)),
            "npsx" => self.derived("nps", |x| {
                if x >= 9.0 {
                    100.0
                } else if x >= 7.0 {
                    0.0
                } else {
                    -100.0
                }
            }),
            _ => {
                let nine_is_missing = ["csat", "ces", "csat_before"].contains(&column) || column.starts_with('q');
                self.text(column)
                    .iter()
                    .map(|cell| cell.parse().ok().filter(|x| !(nine_is_missing && *x > 8.5)))
                    .collect()
            }
        }
    }

    fn derived(&self, column: &str, f: impl Fn(f64) -> f64) -> Vec<Option<f64>> {
        self.numbers(column).into_iter().map(|x| x.map(&f)).collect()
    }

    /// Valid values of the respondents in one group, or of all for an empty group column.
    pub(super) fn values(&self, column: &str, group: &str, label: &str) -> ValueCounts {
        let numbers = self.numbers(column).into_iter().enumerate();
        let within = |row: usize| group.is_empty() || self.text(group)[row] == label;
        ValueCounts::of(numbers.filter_map(|(row, x)| x.filter(|_| within(row)))).unwrap()
    }

    /// Labels that occur, in code point order.
    pub(super) fn labels(&self, column: &str) -> Vec<String> {
        let mut labels = self.text(column).to_vec();
        labels.sort();
        labels.dedup();
        labels.retain(|label| !label.is_empty());
        labels
    }

    /// Differences of two columns for the respondents who answered both.
    pub(super) fn pairs(&self, first: &str, second: &str) -> Vec<(f64, f64)> {
        let pairs = self.numbers(first).into_iter().zip(self.numbers(second));
        pairs.filter_map(|(a, b)| Some((a?, b?))).collect()
    }
}
