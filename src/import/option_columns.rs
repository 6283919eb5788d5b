//! A multiple choice as one column an option, headed by the option alone: the text of the question stands in no header.
//!
//! Which columns belong to a question is told by their headers, which are options of it, by standing side by side, and by their
//! cells, which hold the option again. What stands for several questions equally (`Other`) goes to the one whose options stand
//! beside it.

use super::layout::Headers;
use super::multiple::is_chosen;
use super::text;
use crate::model::Domain;
use crate::model::OptionList;
use crate::model::Survey;
use crate::model::VariableIndex;
use std::collections::BTreeSet;

/// Columns of options: the column, the question, the position of the option. `free` says which columns are nothing else, `wanted`
/// which questions have no column yet; `data` are the first records below the header.
pub(super) fn find(
    headers: &Headers,
    free: &[bool],
    survey: &Survey,
    wanted: &dyn Fn(VariableIndex) -> bool,
    data: &[Vec<String>],
) -> Vec<(usize, VariableIndex, usize)> {
    let mut free = free.to_vec();
    let mut found = Vec::new();
    let mut behind = 0;
    for (at, variable) in survey.variables.iter().enumerate() {
        let (Domain::Multiple(list), true) = (&variable.domain, wanted(VariableIndex(at))) else {
            continue;
        };
        let options: Vec<Option<usize>> = (0..headers.shown.len())
            .map(|column| free[column].then(|| option_of(headers, column, list, data)).flatten())
            .collect();
        let Some(run) = best(&options, behind, list.options.len()) else {
            continue;
        };
        for (column, option) in run {
            free[column] = false;
            behind = column + 1;
            found.push((column, VariableIndex(at), option));
        }
    }
    found
}

/// The option that heads a column, where its cells allow it.
fn option_of(headers: &Headers, column: usize, list: &OptionList, data: &[Vec<String>]) -> Option<usize> {
    let writings = std::iter::once(&headers.shown[column]).chain(&headers.other[column]);
    let keys = |at: usize| -> Vec<String> {
        let option = &list.options[at];
        let labels = option.text.all().map(|(_, label)| text::normal(label));
        let others = option.text.all().filter(|_| option.other);
        let others = others.flat_map(|(_, label)| text::other_writings(label));
        labels.chain(others).chain([text::normal(option.id.as_str())]).collect()
    };
    let heads = |writing: &String| {
        let writing = text::normal(writing);
        (0..list.options.len()).find(|&at| keys(at).contains(&writing))
    };
    let option = writings.into_iter().find_map(heads)?;
    let keys = keys(option);
    let cells = data
        .iter()
        .filter_map(|record| record.get(column))
        .map(|cell| text::trimmed(cell));
    let fits = |cell: &str| cell.is_empty() || list.options[option].other || is_chosen(cell, &keys).is_some();
    let mut cells = cells;
    cells.all(fits).then_some(option)
}

/// The longest run of columns side by side, each another option; of equal ones the first from `behind` on, else the first. A run
/// of one is none, unless the question has one option.
fn best(options: &[Option<usize>], behind: usize, count: usize) -> Option<Vec<(usize, usize)>> {
    let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut run: Vec<(usize, usize)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (column, option) in options.iter().enumerate() {
        let again = option.is_some_and(|option| seen.contains(&option));
        if option.is_none() || again {
            runs.push(std::mem::take(&mut run));
            seen.clear();
        }
        if let Some(option) = *option {
            seen.insert(option);
            run.push((column, option));
        }
    }
    runs.push(run);
    let least = count.min(2);
    runs.retain(|run| run.len() >= least.max(1));
    // The last of equal keys wins, so earlier runs stand behind.
    runs.reverse();
    runs.into_iter()
        .max_by_key(|run| (run.len(), run.first().is_some_and(|(column, _)| *column >= behind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_run_wins_and_of_equal_ones_the_first_behind_the_question_before() {
        let options = [Some(0), Some(1), None, Some(0), Some(1), Some(2), None, Some(2)];
        assert_eq!(best(&options, 0, 3), Some(vec![(3, 0), (4, 1), (5, 2)]));
        let twice = [Some(0), Some(1), Some(0), Some(1)];
        assert_eq!(best(&twice, 0, 2), Some(vec![(0, 0), (1, 1)]));
        assert_eq!(best(&twice, 2, 2), Some(vec![(2, 0), (3, 1)]));
        assert_eq!(best(&[None, Some(1), None], 0, 2), None);
        assert_eq!(best(&[Some(0)], 0, 1), Some(vec![(0, 0)]));
    }
}
