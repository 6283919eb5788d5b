//! An answer as an import reads it again.

use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use jiff::civil::Date;

/// The answer in a cell of a segment: ids of options, numbers, words, days; a kind of missing in brackets, a blank for `skipped`.
pub(super) fn answer(survey: &Survey, batch: &Batch, variable: VariableIndex, row: usize) -> String {
    let domain = &survey.variable(variable).domain;
    let option = |at: usize| domain.options().and_then(|list| list.options.get(at));
    let id = |at: usize| option(at).map_or_else(String::new, |option| option.id.to_string());
    match batch.cell(variable, row) {
        Cell::Option(at) => id(usize::from(at)),
        Cell::Multiple(bits) => {
            let chosen = (0..128).filter(|at| bits >> at & 1 == 1).map(id);
            chosen.collect::<Vec<_>>().join(";")
        }
        Cell::Number(number) => format!("{number}"),
        Cell::Text(words) => words.to_owned(),
        Cell::Date(day) => day_written(day),
        Cell::Missing(Missing::Skipped) => String::new(),
        Cell::Missing(kind) => format!("<{}>", kind.code()),
    }
}

/// A day as it is written in files.
pub(super) fn day_written(day: i32) -> String {
    let epoch = Date::constant(1970, 1, 1);
    let day = epoch.checked_add(jiff::Span::new().days(day)).ok();
    day.map(|day| day.to_string()).unwrap_or_default()
}
