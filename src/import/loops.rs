//! The copies of a repeated page as rows of their own: one for each thing a respondent was asked about.
//!
//! In: batches of responses to a survey with such a page (`loop`). Out: CSV as a segment gives it, which an import of the survey of the
//! rows reads: the id of the response, the thing in a column `entity`, and the answers under the names that the page gives its
//! questions.

use super::segment::csv_row;
use super::segment::guarded;
use super::written::answer;
use crate::model::Id;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use std::collections::BTreeSet;

/// The column that holds what a row is about.
pub const ENTITY: &str = "entity";

/// Rows of one repeated page, filled a batch at a time.
#[derive(Debug)]
pub struct Rows<'a> {
    survey: &'a Survey,
    copies: Vec<Copy>,
    csv: Vec<u8>,
}

/// One copy of the page: what it is about, and a variable for each column that it has.
#[derive(Debug)]
struct Copy {
    entity: Id,
    variables: Vec<Option<VariableIndex>>,
}

/// The repeated pages of a survey, as the definition calls them.
#[must_use]
pub fn pages(survey: &Survey) -> BTreeSet<String> {
    let copies = survey.pages.iter().filter_map(|page| {
        let entity = page.entity.as_ref()?;
        Some(without(page.id.as_str(), &entity.id)?.to_owned())
    });
    copies.collect()
}

/// A name without the entity at its end.
fn without<'n>(name: &'n str, entity: &Id) -> Option<&'n str> {
    name.strip_suffix(entity.as_str())?.strip_suffix('.')
}

impl<'a> Rows<'a> {
    /// Rows of the page called `page`, for the survey of `rows`, which keeps the id of the response in `key`; `None` when there is no
    /// such page. Questions that the survey of the rows does not have are left out.
    #[must_use]
    pub fn of(survey: &'a Survey, page: &str, rows: &Survey, key: VariableIndex) -> Option<Self> {
        let mut names: Vec<String> = Vec::new();
        let mut found: Vec<(Id, Vec<(String, VariableIndex)>)> = Vec::new();
        for (at, copy) in survey.pages.iter().enumerate() {
            let Some(entity) = copy.entity.as_ref() else { continue };
            if without(copy.id.as_str(), &entity.id) != Some(page) {
                continue;
            }
            let mut variables = Vec::new();
            for (index, variable) in survey.variables.iter().enumerate() {
                let of_page = variable.origin.place().is_some_and(|(page, _)| page == at);
                let name =
                    without(variable.id.as_str(), &entity.id).filter(|name| of_page && rows.find(name).is_some());
                let Some(name) = name else { continue };
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
                variables.push((name.to_owned(), VariableIndex(index)));
            }
            found.push((entity.id.clone(), variables));
        }
        if found.is_empty() {
            return None;
        }
        let place = |of: &[(String, VariableIndex)], name: &String| {
            of.iter().find(|(own, _)| own == name).map(|(_, variable)| *variable)
        };
        let copies = found.into_iter().map(|(entity, of)| Copy {
            entity,
            variables: names.iter().map(|name| place(&of, name)).collect(),
        });
        let copies = copies.collect();
        let mut csv = Vec::new();
        let head = ["response_id", rows.variable(key).id.as_str(), ENTITY];
        csv_row(head.into_iter().chain(names.iter().map(String::as_str)), &mut csv);
        Some(Self { survey, copies, csv })
    }

    /// The variables that are read.
    #[must_use]
    pub fn variables(&self) -> BTreeSet<VariableIndex> {
        let all = self.copies.iter().flat_map(|copy| copy.variables.iter().flatten());
        all.copied().collect()
    }

    /// Adds the rows of some responses: of each copy that was put to a respondent.
    pub fn add(&mut self, batch: &Batch) {
        for row in 0..batch.len() {
            let id = batch.meta.response_id.words(row);
            for copy in &self.copies {
                let put = |variable: &VariableIndex| {
                    let never = [Missing::NotAsked, Missing::NotInVersion, Missing::NotReached];
                    !matches!(batch.cell(*variable, row), Cell::Missing(kind) if never.contains(&kind))
                };
                if !copy.variables.iter().flatten().any(put) {
                    continue;
                }
                let answers = copy.variables.iter().map(|variable| match variable {
                    Some(variable) => answer(self.survey, batch, *variable, row),
                    None => format!("<{}>", Missing::NotAsked.code()),
                });
                let mut cells = vec![format!("{id}/{}", copy.entity), id.to_owned(), copy.entity.to_string()];
                cells.extend(answers);
                let cells: Vec<String> = cells.into_iter().map(guarded).collect();
                csv_row(cells.iter().map(String::as_str), &mut self.csv);
            }
        }
    }

    /// The rows as CSV.
    #[must_use]
    pub fn csv(self) -> Vec<u8> {
        self.csv
    }
}
