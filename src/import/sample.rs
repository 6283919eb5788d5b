//! Hidden values that come from the list of people asked.

use super::aliases::MetaColumn;
use super::decode::Rows;
use super::layout::Layout;
use super::layout::Source;
use super::lookup::Labels;
use super::lookup::Meanings;
use super::number;
use super::number::NumberForm;
use super::setup::Sample;
use super::setup::Setup;
use super::text;
use crate::logic::Missing;
use crate::logic::code_missing;
use crate::model::Domain;
use crate::response::Batch;
use crate::response::Cell;
use std::collections::BTreeMap;

/// Values by person, ready to be put into a batch.
pub(super) struct Fill {
    key: usize,
    /// Whether who came without a personal link is nobody's mistake.
    by_link: bool,
    people: BTreeMap<String, usize>,
    /// Variable, and the value of each person.
    values: Vec<(usize, Vec<Given>)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Given {
    Missing(Missing),
    Option(u16),
    Number(f64),
    Day(i32),
    Words(String),
}

impl Fill {
    /// `None` when the survey takes nothing from a sample, or the file has no key.
    pub(super) fn new(setup: &Setup<'_>, layout: &Layout, form: NumberForm) -> Option<Self> {
        let (fills, sample) = match (&setup.survey.unit, setup.parents) {
            (Some(unit), Some(parents)) => (&unit.fills, &parents.answers),
            _ => (&setup.survey.sample.as_ref()?.fills, setup.sample?),
        };
        if setup.survey.unit.is_some() && fills.is_empty() {
            return None;
        }
        // Of a segment the personal link says who it is, where no column does; the sample then has the pseudonyms too.
        let by_link = layout.key.is_none() && setup.segment;
        let key = layout
            .key
            .or_else(|| layout.meta(MetaColumn::Respondent).filter(|_| by_link))?;
        let people: BTreeMap<String, usize> = sample
            .keys()
            .enumerate()
            .map(|(at, key)| (text::trimmed(key).to_owned(), at))
            .collect();
        let mut values = Vec::new();
        for id in fills {
            let Some(index) = setup.survey.find(id.as_str()) else {
                continue;
            };
            values.push((
                index.0,
                given(&setup.survey.variable(index).domain, id.as_str(), sample, form),
            ));
        }
        Some(Self {
            key,
            by_link,
            people,
            values,
        })
    }

    /// Fills what the file leaves blank; gives the rows whose key the sample does not have.
    pub(super) fn apply(&self, rows: &Rows<'_>, batch: &mut Batch, sources: &[Source]) -> Vec<usize> {
        let mut people = Vec::with_capacity(rows.rows.len());
        let mut strangers = Vec::new();
        for row in 0..rows.rows.len() {
            let cell = rows.cell(row, self.key);
            let person = text::utf8(&cell).and_then(|key| self.people.get(text::trimmed(key)).copied());
            if person.is_none() && !(self.by_link && cell.is_empty()) {
                strangers.push(row);
            }
            people.push(person);
        }
        for (variable, values) in &self.values {
            let old = &batch.columns[*variable];
            let mut new = old.like();
            for (row, person) in people.iter().enumerate() {
                let own = if sources[*variable] == Source::Nowhere {
                    Cell::Missing(Missing::Skipped)
                } else {
                    old.get(row)
                };
                new.push(match (own, person) {
                    (Cell::Missing(Missing::Skipped), Some(person)) => values[*person].cell(),
                    (own, _) => own,
                });
            }
            batch.columns[*variable] = new;
        }
        strangers
    }
}

impl Given {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Missing(kind) => Cell::Missing(*kind),
            Self::Option(code) => Cell::Option(*code),
            Self::Number(value) => Cell::Number(*value),
            Self::Day(day) => Cell::Date(*day),
            Self::Words(words) => Cell::Text(words),
        }
    }
}

/// The values of one attribute, by person.
fn given(domain: &Domain, attribute: &str, sample: &Sample, form: NumberForm) -> Vec<Given> {
    let labels = domain
        .options()
        .map(|list| Labels::new(domain, list, form, Meanings::default()));
    let read = |value: &str| match (domain, &labels) {
        _ if text::trimmed(value).is_empty() => Given::Missing(Missing::Skipped),
        (_, Some(labels)) => match labels.code(value.as_bytes()) {
            Ok(code) => code_missing(code).map_or(Given::Option(code), Given::Missing),
            Err(_) => Given::Missing(Missing::Invalid),
        },
        (Domain::Number { .. }, None) => {
            number::parse(value, form).map_or(Given::Missing(Missing::Invalid), Given::Number)
        }
        (Domain::Date, None) => {
            crate::logic::parse_date(text::trimmed(value)).map_or(Given::Missing(Missing::Invalid), Given::Day)
        }
        _ => Given::Words(value.to_owned()),
    };
    sample
        .values()
        .map(|attributes| {
            attributes
                .get(attribute)
                .map_or(Given::Missing(Missing::Skipped), |value| read(value))
        })
        .collect()
}
