//! A respondent's own words beside an option, where a platform writes both into one cell: `其他〖排队太久〗`, `Other: parking`.
//!
//! How they are written is said by the profile ([`Affixes::own_words`]); an option that opens a box ([`ChoiceOption::other`]) has a
//! variable for them. Words beside an option without one are put aside: the option counts, and nothing is lost.

use super::decode::Own;
use super::decode::Trouble;
use super::layout::Source;
use super::quarantine::Reason;
use super::text;
use crate::logic::Missing;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::Column;
use crate::response::TextColumn;
use std::collections::BTreeMap;

/// Words taken out of a cell of several answers: the option they stood beside, and they.
pub(super) type Taken = (u16, String);

/// How one kind of own words is written: before and behind them; both empty where the words stand alone.
pub(super) type Mark = [String; 2];

/// The option at the end of a text, in its normal form: its code, and how long its writing is.
type Ending<'a> = &'a dyn Fn(&str) -> Option<(u16, usize)>;

/// Takes the words out of a cell that may hold several options; the options stay. `option_at_end` finds the option a text ends
/// with, `goes_on` whether an option with a longer writing does, `separates` tells the marks between options.
pub(super) fn take(
    cell: &str,
    marks: &[Mark],
    option_at_end: Ending<'_>,
    goes_on: &dyn Fn(&str, &str) -> bool,
    separates: &dyn Fn(char) -> bool,
) -> (Vec<Taken>, String) {
    let (mut taken, mut rest) = (Vec::new(), cell.to_owned());
    for [open, close] in marks.iter().filter(|[open, _]| !open.is_empty()) {
        let mut from = 0;
        while let Some(found) = rest.get(from..).and_then(|rest| rest.find(open.as_str())) {
            let at = from + found;
            let begun = at + open.len();
            from = begun;
            let before = text::normal(&rest[..at]);
            let Some((code, length)) = option_at_end(&before) else {
                continue;
            };
            let label = &before[before.len() - length..];
            if goes_on(label, &text::normal(&rest[at..])) {
                continue;
            }
            let behind = &rest[begun..];
            let end = if close.is_empty() {
                Some((behind.find(separates).unwrap_or(behind.len()), 0))
            } else {
                behind.find(close.as_str()).map(|end| (end, close.len()))
            };
            let Some((end, closing)) = end else { continue };
            taken.push((code, text::trimmed(&behind[..end]).to_owned()));
            rest = format!("{}{}", &rest[..at], &behind[end + closing..]);
            from = at;
        }
    }
    (taken, rest)
}

/// The variable of the words beside an option of the question that `variable` belongs to.
pub(super) fn beside(survey: &Survey, variable: VariableIndex) -> Option<VariableIndex> {
    let Origin::Question { page, question, .. } = survey.variable(variable).origin else {
        return None;
    };
    let own = Origin::OtherWords { page, question };
    let at = survey.variables.iter().position(|variable| variable.origin == own)?;
    Some(VariableIndex(at))
}

/// Puts words where they belong: into the variable of the option's box, else aside.
pub(super) fn place(
    survey: &Survey,
    batch: &mut Batch,
    sources: &[Source],
    found: Vec<(VariableIndex, Vec<Own>)>,
    troubles: &mut Vec<Trouble>,
) {
    let mut found: BTreeMap<VariableIndex, Vec<Own>> = found.into_iter().collect();
    for at in 0..survey.variables.len() {
        let variable = VariableIndex(at);
        let (Domain::Choice(list) | Domain::Multiple(list)) = &survey.variable(variable).domain else {
            continue;
        };
        let own = found.remove(&variable).unwrap_or_default();
        let target = beside(survey, variable);
        let waits = target.is_some_and(|target| matches!(sources[target.0], Source::Beside(_)));
        if own.is_empty() && !waits {
            continue;
        }
        let (mut words, mut aside): (BTreeMap<usize, Own>, Vec<Own>) = (BTreeMap::new(), Vec::new());
        for one in own {
            let has_box = list.options.get(one.option).is_some_and(|option| option.other);
            match words.get_mut(&one.row) {
                _ if !has_box || target.is_none() => aside.push(one),
                Some(known) => known.words = format!("{}; {}", known.words, one.words),
                None => drop(words.insert(one.row, one)),
            }
        }
        if let Some(target) = target {
            let answers = |row: usize| match batch.columns[at].get(row) {
                Cell::Missing(kind) => kind,
                _ => Missing::Skipped,
            };
            let mut column = TextColumn::default();
            for row in 0..batch.len() {
                let own = words.remove(&row);
                match (batch.columns[target.0].get(row), own) {
                    (Cell::Text(known), own) => {
                        column.push(Cell::Text(known));
                        aside.extend(own.filter(|own| own.words != known));
                    }
                    (_, Some(own)) if !own.words.is_empty() => column.push(Cell::Text(&own.words)),
                    (Cell::Missing(Missing::NotInVersion), _) if waits => column.push(Cell::Missing(answers(row))),
                    (cell, _) => column.push(cell),
                }
            }
            batch.columns[target.0] = Column::Text(column);
        }
        troubles.extend(
            aside
                .into_iter()
                .filter(|own| !own.words.is_empty())
                .map(|own| Trouble {
                    row: own.row,
                    column: own.column,
                    reason: Reason::BesideOption,
                    part: Some(own.words),
                }),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(cell: &str, marks: &[[&str; 2]]) -> (Vec<Taken>, String) {
        let options = ["价格", "价格：便宜", "其他", "other"];
        let marks: Vec<Mark> = marks.iter().map(|mark| mark.map(str::to_owned)).collect();
        let at_end = |text: &str| {
            let ends = options.iter().zip(0u16..).filter(|(option, _)| text.ends_with(*option));
            ends.map(|(option, code)| (code, option.len()))
                .max_by_key(|(_, length)| *length)
        };
        let goes_on = |label: &str, tail: &str| {
            let longer = options.iter().map(|option| text::normal(option));
            longer
                .filter_map(|option| option.strip_prefix(label).map(str::to_owned))
                .any(|more| !more.is_empty() && tail.starts_with(&more))
        };
        take(cell, &marks, &at_end, &goes_on, &|c| c == '┋')
    }

    #[test]
    fn words_in_brackets_are_taken_whole_whatever_they_hold() {
        assert_eq!(
            taken("价格┋其他〖人多┋Too LOUD〗┋other", &[["〖", "〗"]]),
            (vec![(2, "人多┋Too LOUD".to_owned())], "价格┋其他┋other".to_owned())
        );
        assert_eq!(taken("Other[ a ]", &[["[", "]"]]).0, [(3, "a".to_owned())]);
        // Never closed: it is no such writing.
        assert_eq!(taken("其他〖a", &[["〖", "〗"]]), (vec![], "其他〖a".to_owned()));
    }

    #[test]
    fn words_behind_a_colon_end_where_the_next_option_begins() {
        assert_eq!(
            taken("其他：停车难┋价格", &[["：", ""]]),
            (vec![(2, "停车难".to_owned())], "其他┋价格".to_owned())
        );
        // What is an option as a whole is that option.
        assert_eq!(taken("价格：便宜", &[["：", ""]]), (vec![], "价格：便宜".to_owned()));
    }
}
