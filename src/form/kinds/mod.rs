//! Kinds of questions whose form is more than a list of options or a box, one file each.

pub(super) mod allocation;
pub(super) mod consent;
pub(super) mod importance;
pub(super) mod kano;
pub(super) mod personal;
pub(super) mod ranking;
pub(super) mod slider;

use super::question::Maker;
use super::view::RowView;
use crate::model::MatrixRow;
use crate::model::Question;
use crate::site::Html;
use crate::site::plain;

/// The rows of a question, each with a control called as its variable.
fn rows(maker: &Maker<'_>, question: &Question, rows: &[MatrixRow], needed: bool) -> Vec<RowView> {
    let row = |(at, row): (usize, &MatrixRow)| {
        let name = question.parts.name(&question.id, row.id.as_str()).to_string();
        let condition = row_only(maker, question, at);
        RowView {
            id: name.clone(),
            name,
            text: plain(maker.text(&row.text)),
            piped: None,
            needed: needed && condition.is_none(),
            condition,
        }
    };
    rows.iter().enumerate().map(row).collect()
}

/// Who should answer the row at this position.
fn row_only(maker: &Maker<'_>, question: &Question, at: usize) -> Option<Html> {
    let condition = question.parts.row_if.get(&at);
    condition.map(|condition| maker.names.row_only(condition))
}
