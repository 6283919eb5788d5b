//! The columns of a file by the names that options give them.

use super::super::layout::closest;
use super::super::rules;
use super::super::text;
use super::Use;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Columns as they are named on the command line.
pub(super) struct Columns<'a> {
    pub(super) headers: &'a [String],
    pub(super) uses: BTreeMap<usize, BTreeSet<Use>>,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Columns<'_> {
    pub(super) fn note(&mut self, option: &str, column: &str, as_what: Use) {
        if let Some(at) = self.position(option, column) {
            self.uses.entry(at).or_default().insert(as_what);
        }
    }

    pub(super) fn position(&mut self, option: &str, column: &str) -> Option<usize> {
        let found = position(self.headers, column);
        if found.is_none() {
            let place = Place::Argument {
                name: option.to_owned(),
                text: column.to_owned(),
                start: 0,
                end: column.len(),
            };
            let near = closest(column, self.headers.iter().map(String::as_str));
            let (en, zh) = near.map_or_else(
                || {
                    (
                        format!("the columns are {}", self.headers.join(", ")),
                        format!("现有的列：{}", self.headers.join("、")),
                    )
                },
                |near| (format!("did you mean `{near}`?"), format!("是否为“{near}”？")),
            );
            self.problems.push(
                Problem::new(&rules::NO_SUCH_COLUMN, place)
                    .says(
                        format!("the file has no column `{column}`"),
                        format!("文件中没有“{column}”这一列"),
                    )
                    .help(en, zh),
            );
        }
        found
    }
}

pub(super) fn position(headers: &[String], column: &str) -> Option<usize> {
    let by_position = column
        .strip_prefix('#')
        .and_then(|digits| digits.parse::<usize>().ok())
        .and_then(|at| at.checked_sub(1));
    let exact = headers.iter().position(|header| header == column);
    let alike = || {
        headers
            .iter()
            .position(|header| text::normal(header) == text::normal(column))
    };
    exact
        .or_else(|| by_position.filter(|at| *at < headers.len()))
        .or_else(alike)
}
