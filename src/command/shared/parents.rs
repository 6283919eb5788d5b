//! The responses that rows of another survey belong to, read from the store.

use super::current::Current;
use super::space::Space;
use crate::command::CommandError;
use crate::command::Context;
use crate::diagnostic::Words;
use crate::import::Parents;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Survey;
use crate::model::UnitLink;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use crate::store::Selection;
use crate::store::Standing;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;

/// The responses the rows of a survey belong to; `None` when their survey has errors, which were shown.
///
/// # Errors
/// When there is no such survey, it has no responses yet, or they cannot be read.
pub fn parents(
    space: &Space,
    rows: &Survey,
    unit: &UnitLink,
    context: &mut Context<'_>,
) -> Result<Option<Parents>, CommandError> {
    let of = unit.of.as_str();
    let Some(survey) = space.survey(of, context)? else {
        return Ok(None);
    };
    let fills: Vec<_> = unit
        .fills
        .iter()
        .filter_map(|id| survey.find(id.as_str()).map(|index| (id, index)))
        .collect();
    if let Some(unknown) = unit.fills.iter().find(|id| survey.find(id.as_str()).is_none()) {
        return Err(CommandError::Other(Words::new(
            format!(
                "`unit.fills` asks for `{unknown}`, which `{of}` does not have; name a question or a hidden value of it"
            ),
            format!("`unit.fills` 中的 `{unknown}` 不是 `{of}` 的题目或隐藏值"),
        )));
    }
    let (fixes, problems) = space.fixes(&survey)?;
    context.show(&problems);
    let selection = Selection {
        variables: Some(fills.iter().map(|(_, index)| *index).collect()),
        identity: true,
        people: true,
        context: true,
    };
    let current = Current {
        survey: &survey,
        calendar: space.calendar(),
        snapshot: &space.store(&survey).snapshot()?,
        fixes: &fixes,
    };
    let mut found = Parents::default();
    for standing in [Standing::Current, Standing::Late] {
        current.read_standing(standing, &selection, |reader| {
            for batch in reader {
                let batch = batch?;
                (0..batch.len()).for_each(|row| add(&mut found, (&survey, rows), (&batch, row), &fills));
            }
            Ok(())
        })?;
    }
    if found.responses.is_empty() {
        return Err(CommandError::Other(Words::new(
            format!("these rows belong to responses to `{of}`, of which there are none yet; import them first"),
            format!("这些行属于 `{of}` 的答卷，但尚无任何答卷；请先导入答卷"),
        )));
    }
    Ok(Some(found))
}

/// Adds a response, unless it is known: what came after the freeze changes nothing that was reported.
fn add(
    found: &mut Parents,
    (survey, rows): (&Survey, &Survey),
    (batch, row): (&Batch, usize),
    fills: &[(&Id, VariableIndex)],
) {
    let wave = batch.wave(row);
    let position = found.waves.iter().position(|known| known == wave).unwrap_or_else(|| {
        found.waves.push(wave.clone());
        found.waves.len() - 1
    });
    let id = batch.meta.response_id.words(row).to_owned();
    if found.responses.contains_key(&id) {
        return;
    }
    if !fills.is_empty() {
        let said =
            |(id, index): &(&Id, VariableIndex)| (id.to_string(), words(survey, batch, *index, row, number(rows, id)));
        let said: BTreeMap<String, String> = fills.iter().map(said).collect();
        found.answers.insert(id.clone(), said);
    }
    found.responses.insert(id, (position, batch.meta.submitted[row]));
}

/// A hash of what rows take from their responses: with other attributes a file is read anew.
#[must_use]
pub fn digest(parents: &Parents) -> String {
    let mut hash = Sha256::new();
    for (id, (wave, submitted)) in &parents.responses {
        let wave = parents.waves.get(*wave).map_or("", |wave| wave.as_str());
        hash.update(format!("{id}\u{1f}{wave}\u{1f}{submitted}\u{1e}"));
        for (name, value) in parents.answers.get(id).into_iter().flatten() {
            hash.update(format!("{name}\u{1f}{value}\u{1e}"));
        }
    }
    hash.finalize()
        .iter()
        .take(8)
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Whether the rows keep an attribute as a number.
fn number(rows: &Survey, id: &Id) -> bool {
    let own = rows.find(id.as_str()).map(|index| &rows.variable(index).domain);
    matches!(own, Some(Domain::Number { .. }))
}

/// An answer as an import reads it, of a point of a scale its number where `as_number`; empty where it is missing.
fn words(survey: &Survey, batch: &Batch, variable: VariableIndex, row: usize, as_number: bool) -> String {
    let domain: &Domain = &survey.variable(variable).domain;
    match batch.cell(variable, row) {
        Cell::Option(at) => domain
            .options()
            .and_then(|list| list.options.get(usize::from(at)))
            .map_or_else(String::new, |option| {
                if as_number {
                    option.value.to_string()
                } else {
                    option.id.to_string()
                }
            }),
        Cell::Number(value) => value.to_string(),
        Cell::Text(words) => words.to_owned(),
        Cell::Date(day) => jiff::civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().days(day))
            .map_or_else(|_| String::new(), |day| day.to_string()),
        Cell::Multiple(_) | Cell::Missing(_) => String::new(),
    }
}
