//! What the columns of an export mean, and how often each answer and each kind of missing stands in them.

use super::FieldKind;
use super::Layout;
use super::Value;
use crate::logic::Missing;
use crate::model::Better;
use crate::model::Domain;
use crate::model::Origin;
use crate::response::Batch;
use serde::Serialize;
use std::collections::BTreeMap;

/// The codebook of an export.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Codebook {
    /// Version of this document; it grows when a field changes its meaning.
    pub schema_version: u32,
    /// Id of the survey.
    pub survey: String,
    /// Its title.
    pub title: String,
    /// SHA-256 of the definition.
    pub definition: String,
    /// Language of the labels.
    pub language: String,
    /// Number of responses.
    pub responses: u64,
    /// Number of responses by wave.
    pub waves: BTreeMap<String, u64>,
    /// The column that weights a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Columns in order.
    pub fields: Vec<CodebookField>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CodebookField {
    /// Its name.
    pub name: String,
    /// What it is.
    pub label: String,
    /// `rating`, `choice`, `multiple`, `flag`, `number`, `text`, `date` or `moment`.
    pub kind: &'static str,
    /// Where it comes from: `question`, `other_words`, `hidden`, `derived` or `response`.
    pub origin: &'static str,
    /// When it is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_if: Option<String>,
    /// How it is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<String>,
    /// Which end of a scale is good: `high` or `low`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub better: Option<&'static str>,
    /// Smallest and largest number found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
    /// Answers that are not missing.
    pub valid: u64,
    /// What can be answered, with how many did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<CodebookValue>,
    /// Kinds of missing that occur.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<CodebookMissing>,
}

/// An answer that can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodebookValue {
    /// Its id.
    pub id: String,
    /// Its number.
    pub value: i32,
    /// Its label.
    pub label: String,
    /// How many gave it.
    pub count: u64,
}

/// A kind of missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodebookMissing {
    /// Its name.
    pub kind: &'static str,
    /// How many.
    pub count: u64,
}

/// Counts what a codebook tells.
#[derive(Debug, Clone)]
pub struct Counting {
    responses: u64,
    waves: BTreeMap<String, u64>,
    columns: Vec<Tally>,
}

#[derive(Debug, Clone, Default)]
struct Tally {
    valid: u64,
    options: Vec<u64>,
    missing: [u64; 8],
    range: Option<[f64; 2]>,
}

impl Counting {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(layout: &Layout<'_>) -> Self {
        let tally = |field: &super::Field| {
            let options = match &field.kind {
                FieldKind::Coded { options, .. } | FieldKind::Set { options } => options.len(),
                FieldKind::Flag { .. } => 2,
                _ => 0,
            };
            Tally {
                options: vec![0; options],
                ..Tally::default()
            }
        };
        Self {
            responses: 0,
            waves: BTreeMap::new(),
            columns: layout.fields.iter().map(tally).collect(),
        }
    }

    /// Counts a batch.
    pub fn see(&mut self, layout: &Layout<'_>, batch: &Batch) {
        self.responses += batch.len() as u64;
        for row in 0..batch.len() {
            *self.waves.entry(batch.wave(row).to_string()).or_default() += 1;
        }
        for (tally, field) in self.columns.iter_mut().zip(&layout.fields) {
            for row in 0..batch.len() {
                tally.see(&layout.value(field, batch, row));
            }
        }
    }

    /// The codebook of what was counted.
    #[must_use]
    pub fn codebook(&self, layout: &Layout<'_>) -> Codebook {
        let survey = layout.survey;
        Codebook {
            schema_version: 1,
            survey: survey.id.to_string(),
            title: crate::site::plain(survey.text(&survey.title, &layout.lang)),
            definition: survey.hash.clone(),
            language: layout.lang.tag().to_owned(),
            responses: self.responses,
            waves: self.waves.clone(),
            weight: survey.weight.map(|weight| survey.variable(weight).id.to_string()),
            fields: self
                .columns
                .iter()
                .zip(&layout.fields)
                .map(|(tally, field)| told(layout, field, tally))
                .collect(),
        }
    }
}

impl Tally {
    fn see(&mut self, value: &Value<'_>) {
        let mut chosen = |at: usize| {
            if let Some(count) = self.options.get_mut(at) {
                *count += 1;
            }
        };
        match value {
            Value::Missing(kind) => {
                self.missing[usize::from(kind.index())] += 1;
                return;
            }
            Value::Option(position) => chosen(*position),
            Value::Flag(yes) => chosen(usize::from(*yes)),
            Value::Set(bits) => (0..self.options.len())
                .filter(|at| bits >> at & 1 == 1)
                .for_each(|at| self.options[at] += 1),
            Value::Number(number) => {
                let [low, high] = self.range.unwrap_or([*number; 2]);
                self.range = Some([low.min(*number), high.max(*number)]);
            }
            Value::Text(_) | Value::Date(_) | Value::Moment(_) => {}
        }
        self.valid += 1;
    }
}

fn told(layout: &Layout<'_>, field: &super::Field, tally: &Tally) -> CodebookField {
    let variable = field.variable().map(|index| layout.survey.variable(index));
    let values = match &field.kind {
        FieldKind::Coded { options, .. } | FieldKind::Set { options } => options
            .iter()
            .zip(&tally.options)
            .map(|((id, value, label), count)| CodebookValue {
                id: id.clone(),
                value: *value,
                label: label.clone(),
                count: *count,
            })
            .collect(),
        FieldKind::Flag { option } => [(0, "0"), (1, "1")]
            .into_iter()
            .zip(&tally.options)
            .map(|((value, id), count)| CodebookValue {
                id: id.to_owned(),
                value,
                label: if value == 1 { option.clone() } else { String::new() },
                count: *count,
            })
            .collect(),
        _ => Vec::new(),
    };
    let better = variable
        .and_then(|variable| variable.domain.scale())
        .map(|scale| match scale.better {
            Better::High => "high",
            Better::Low => "low",
        });
    let missing = Missing::ALL
        .into_iter()
        .zip(tally.missing)
        .filter(|(_, count)| *count > 0);
    CodebookField {
        name: field.name.clone(),
        label: field.label.clone(),
        kind: kind(field, variable.map(|variable| &variable.domain)),
        origin: variable.map_or("response", |variable| match variable.origin {
            Origin::Question { .. } => "question",
            Origin::OtherWords { .. } => "other_words",
            Origin::Wording { .. } => "wording",
            Origin::Hidden => "hidden",
            Origin::Derived => "derived",
        }),
        asked_if: variable.and_then(|variable| Some(variable.asked_if.as_ref()?.text.clone())),
        computed: variable.and_then(|variable| Some(variable.value.as_ref()?.text.clone())),
        better,
        range: tally.range,
        valid: tally.valid,
        values,
        missing: missing
            .map(|(kind, count)| CodebookMissing {
                kind: kind.code(),
                count,
            })
            .collect(),
    }
}

fn kind(field: &super::Field, domain: Option<&Domain>) -> &'static str {
    match &field.kind {
        FieldKind::Coded { .. } if matches!(domain, Some(Domain::Rating(_))) => "rating",
        FieldKind::Coded { .. } => "choice",
        FieldKind::Set { .. } => "multiple",
        FieldKind::Flag { .. } => "flag",
        FieldKind::Number { .. } => "number",
        FieldKind::Text => "text",
        FieldKind::Date => "date",
        FieldKind::Moment => "moment",
    }
}
