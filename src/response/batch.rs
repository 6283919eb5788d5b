//! Responses side by side.

use super::Cell;
use super::Column;
use super::TextColumn;
use crate::model::Domain;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use std::collections::BTreeMap;

/// Stands for a time that is not known.
pub const NO_TIME: i64 = i64::MIN;

/// What is known of each response beside its answers; all vectors are as long as the batch.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meta {
    /// The response's own id; never empty.
    pub response_id: TextColumn,
    /// Pseudonymous key of the person, where there is one.
    pub respondent: TextColumn,
    /// When it was sent: seconds since 1970 UTC, or [`NO_TIME`].
    pub submitted: Vec<i64>,
    /// When it was begun, likewise.
    pub started: Vec<i64>,
    /// When it was last changed, likewise.
    pub modified: Vec<i64>,
    /// Names of waves, each once.
    pub waves: Vec<WaveId>,
    /// The response's wave as a position in `waves`.
    pub wave: Vec<u16>,
    /// Language it was answered in, where known.
    pub language: TextColumn,
    /// Line of the file it began on, from 1; 0 where it comes from no file.
    pub line: Vec<u64>,
}

/// Responses to one survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// What is known of each response.
    pub meta: Meta,
    /// Answers, a column for each of the survey's variables in their order; all as long as the batch.
    pub columns: Vec<Column>,
    /// By position of a personal variable, the words themselves: they are stored apart, and nothing is counted from them.
    pub personal: BTreeMap<usize, TextColumn>,
}

impl Batch {
    /// A batch without responses, with the columns of `survey`.
    #[must_use]
    pub fn empty(survey: &Survey) -> Self {
        let columns = survey
            .variables
            .iter()
            .map(|variable| column_for(&variable.domain))
            .collect();
        Self {
            meta: Meta::default(),
            columns,
            personal: BTreeMap::new(),
        }
    }

    /// Number of responses.
    #[must_use]
    pub fn len(&self) -> usize {
        self.meta.wave.len()
    }

    /// Whether there are no responses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One answer.
    #[must_use]
    pub fn cell(&self, variable: VariableIndex, row: usize) -> Cell<'_> {
        self.columns[variable.0].get(row)
    }

    /// The wave of one response.
    #[must_use]
    pub fn wave(&self, row: usize) -> &WaveId {
        &self.meta.waves[usize::from(self.meta.wave[row])]
    }

    /// Copies the responses of `other` to the end of this batch; both must be of one survey.
    pub fn append(&mut self, other: &Self) {
        for row in 0..other.len() {
            let wave = self.wave_position(other.wave(row));
            let (to, from) = (&mut self.meta, &other.meta);
            to.response_id.push(from.response_id.get(row));
            to.respondent.push(from.respondent.get(row));
            to.submitted.push(from.submitted[row]);
            to.started.push(from.started[row]);
            to.modified.push(from.modified[row]);
            to.wave.push(wave);
            to.language.push(from.language.get(row));
            to.line.push(from.line[row]);
        }
        for (at, from) in &other.personal {
            let to = self.personal.entry(*at).or_default();
            // Batches before this one may have had no such column.
            while to.len() + other.len() < self.meta.wave.len() {
                to.push(Cell::Missing(Missing::Skipped));
            }
            for row in 0..other.len() {
                to.push(from.get(row));
            }
        }
        for (to, from) in self.columns.iter_mut().zip(&other.columns) {
            for row in 0..other.len() {
                to.push(from.get(row));
            }
        }
    }

    /// The responses marked in `keep`, in their order.
    #[must_use]
    pub fn kept(&self, keep: &[bool]) -> Self {
        let rows = || (0..self.len()).filter(|&row| keep.get(row).copied().unwrap_or(false));
        let words = |texts: &TextColumn| {
            let mut kept = TextColumn::default();
            rows().for_each(|row| kept.push(texts.get(row)));
            kept
        };
        let column = |column: &Column| {
            let mut kept = column.like();
            rows().for_each(|row| kept.push(column.get(row)));
            kept
        };
        let meta = &self.meta;
        Self {
            meta: Meta {
                response_id: words(&meta.response_id),
                respondent: words(&meta.respondent),
                submitted: rows().map(|row| meta.submitted[row]).collect(),
                started: rows().map(|row| meta.started[row]).collect(),
                modified: rows().map(|row| meta.modified[row]).collect(),
                waves: meta.waves.clone(),
                wave: rows().map(|row| meta.wave[row]).collect(),
                language: words(&meta.language),
                line: rows().map(|row| meta.line[row]).collect(),
            },
            columns: self.columns.iter().map(column).collect(),
            personal: self.personal.iter().map(|(at, texts)| (*at, words(texts))).collect(),
        }
    }

    /// The responses at these rows, in this order.
    #[must_use]
    pub fn picked(&self, rows: &[usize]) -> Self {
        let mut picked = Self {
            meta: Meta {
                waves: self.meta.waves.clone(),
                ..Meta::default()
            },
            columns: self.columns.iter().map(Column::like).collect(),
            personal: BTreeMap::new(),
        };
        for &row in rows {
            let (to, from) = (&mut picked.meta, &self.meta);
            to.response_id.push(from.response_id.get(row));
            to.respondent.push(from.respondent.get(row));
            to.submitted.push(from.submitted[row]);
            to.started.push(from.started[row]);
            to.modified.push(from.modified[row]);
            to.wave.push(from.wave[row]);
            to.language.push(from.language.get(row));
            to.line.push(from.line[row]);
        }
        for (to, from) in picked.columns.iter_mut().zip(&self.columns) {
            for &row in rows {
                to.push(from.get(row));
            }
        }
        for (at, from) in &self.personal {
            let to = picked.personal.entry(*at).or_default();
            for &row in rows {
                to.push(from.get(row));
            }
        }
        picked
    }

    /// The position of a wave's name, added when new.
    ///
    /// # Panics
    /// With more than 65,536 waves, which `import` refuses.
    pub fn wave_position(&mut self, wave: &WaveId) -> u16 {
        let found = self.meta.waves.iter().position(|known| known == wave);
        let position = found.unwrap_or_else(|| {
            self.meta.waves.push(wave.clone());
            self.meta.waves.len() - 1
        });
        u16::try_from(position).expect("import refuses files with more than 65,536 waves")
    }
}

/// An empty column for a domain.
#[must_use]
pub fn column_for(domain: &Domain) -> Column {
    match domain {
        Domain::Rating(_) | Domain::Choice(_) => Column::Coded(Vec::new()),
        Domain::Multiple(_) => Column::Multiple {
            bits: Vec::new(),
            missing: Vec::new(),
        },
        Domain::Number { .. } => Column::Number {
            values: Vec::new(),
            missing: Vec::new(),
        },
        Domain::Text => Column::Text(TextColumn::default()),
        Domain::Date => Column::Date {
            days: Vec::new(),
            missing: Vec::new(),
        },
    }
}
