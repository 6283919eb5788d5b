//! Open answers for a report, picked while the answers stream by.
//!
//! The pick is by chance, not by content: of each question and wave those answers are kept whose fingerprint is smallest.
//! So it does not depend on the order of files or batches, and nobody's hand is in it.

use crate::locale::mask;
use crate::model::Domain;
use crate::model::MeasureKind;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::Cell;
use crate::tabulation::Group;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Answers kept of each question and wave.
const KEPT: usize = 40;
/// Shorter answers ("no", "好") say too little to be quoted.
const SHORTEST: usize = 6;
/// Longer answers are cut at a word or sentence.
const LONGEST: usize = 280;

/// One open answer, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verbatim {
    /// What was written, without what could name a person.
    pub text: String,
    /// Language of the answer as a tag; empty where not known.
    pub lang: String,
    /// The respondent's groups, one of each segment where known.
    pub groups: Vec<Group>,
    /// What the respondent rated beside it: a rating and the position of the point.
    pub rating: Option<(VariableIndex, usize)>,
}

/// The open answers of one question in one wave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    /// Responses with an answer.
    pub answered: u64,
    /// Answers by fingerprint, at most 40.
    picked: BTreeMap<[u8; 32], Verbatim>,
}

/// Open answers by question and wave; of every unit apart where they are collected so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verbatims {
    pools: BTreeMap<(VariableIndex, WaveId, Group), Pool>,
    units: Option<VariableIndex>,
}

/// Answers kept of each question, wave and unit: there may be thousands of units.
const KEPT_OF_A_UNIT: usize = 8;

/// The questions whose answers can be quoted: open questions and the words beside "other". Hidden text (names, numbers of
/// customers) is never quoted.
#[must_use]
pub fn quotable(survey: &Survey) -> Vec<VariableIndex> {
    let asked = |origin| matches!(origin, Origin::Question { .. } | Origin::OtherWords { .. });
    let all = survey.variables.iter().enumerate();
    let open = all.filter(|(_, variable)| variable.domain == Domain::Text && asked(variable.origin));
    open.map(|(at, _)| VariableIndex(at)).collect()
}

/// The columns [`Verbatims::collect`] reads.
#[must_use]
pub fn columns(survey: &Survey, questions: &[VariableIndex]) -> BTreeSet<VariableIndex> {
    if questions.is_empty() {
        return BTreeSet::new();
    }
    questions
        .iter()
        .copied()
        .chain(survey.segments.iter().copied())
        .chain(beside(survey))
        .collect()
}

/// The units a response belongs to: one, several of a multiple choice, or none that is known.
fn units_of(segment: VariableIndex, batch: &Batch, row: usize) -> Vec<Group> {
    match batch.cell(segment, row) {
        Cell::Option(level) => vec![Group::Level(segment, usize::from(level))],
        Cell::Multiple(chosen) => (0..128)
            .filter(|option| chosen >> option & 1 == 1)
            .map(|option| Group::Chosen(segment, option))
            .collect(),
        _ => Vec::new(),
    }
}

impl Verbatims {
    /// Collects the answers of the units of a segment apart, each unit's own.
    #[must_use]
    pub fn of_units(segment: VariableIndex) -> Self {
        Self {
            units: Some(segment),
            ..Self::default()
        }
    }

    /// Looks through the answers of `batch` to `questions`. Batches may come in any order.
    pub fn collect(&mut self, survey: &Survey, questions: &[VariableIndex], batch: &Batch) {
        for question in questions {
            for row in 0..batch.len() {
                let Cell::Text(words) = batch.cell(*question, row) else {
                    continue;
                };
                let (groups, kept) = match self.units {
                    None => (vec![Group::Total], KEPT),
                    Some(units) => (units_of(units, batch, row), KEPT_OF_A_UNIT),
                };
                for group in groups {
                    let key = (*question, batch.wave(row).clone(), group);
                    let pool = self.pools.entry(key).or_default();
                    pool.answered += 1;
                    if words.chars().count() >= SHORTEST {
                        pool.offer(survey, *question, (batch, row), words, kept);
                    }
                }
            }
        }
    }

    /// Adds what was collected of other responses.
    pub fn merge(&mut self, other: Self) {
        for (key, more) in other.pools {
            let pool = self.pools.entry(key).or_default();
            pool.answered += more.answered;
            pool.picked.extend(more.picked);
            let kept = if self.units.is_some() { KEPT_OF_A_UNIT } else { KEPT };
            while pool.picked.len() > kept {
                pool.picked.pop_last();
            }
        }
    }

    /// The answers to one question in one wave.
    #[must_use]
    pub fn pool(&self, question: VariableIndex, wave: &WaveId) -> Option<&Pool> {
        self.pool_of(question, wave, Group::Total)
    }

    /// The answers of a unit to one question in one wave.
    #[must_use]
    pub fn pool_of(&self, question: VariableIndex, wave: &WaveId, unit: Group) -> Option<&Pool> {
        self.pools.get(&(question, wave.clone(), unit))
    }
}

impl Pool {
    fn offer(
        &mut self,
        survey: &Survey,
        question: VariableIndex,
        (batch, row): (&Batch, usize),
        words: &str,
        kept: usize,
    ) {
        let mut hash = Sha256::new();
        hash.update(batch.meta.response_id.words(row));
        hash.update([0]);
        hash.update(survey.variable(question).id.as_str());
        let fingerprint: [u8; 32] = hash.finalize().into();
        if self.picked.len() >= kept
            && self
                .picked
                .last_key_value()
                .is_some_and(|(last, _)| *last < fingerprint)
        {
            return;
        }
        let rating = beside(survey).and_then(|rating| match batch.cell(rating, row) {
            Cell::Option(point) => Some((rating, usize::from(point))),
            _ => None,
        });
        let group = |segment: &VariableIndex| match batch.cell(*segment, row) {
            Cell::Option(level) => Some(Group::Level(*segment, usize::from(level))),
            _ => None,
        };
        let groups = survey.segments.iter().filter_map(group).collect();
        let lang = batch.meta.language.words(row).to_owned();
        self.picked.insert(
            fingerprint,
            Verbatim {
                text: shortened(&mask(&tidy(words))),
                lang,
                groups,
                rating,
            },
        );
        if self.picked.len() > kept {
            self.picked.pop_last();
        }
    }

    /// Up to `most` answers, no two alike.
    #[must_use]
    pub fn quotes(&self, most: usize) -> Vec<&Verbatim> {
        let mut seen = BTreeSet::new();
        self.picked
            .values()
            .filter(|one| seen.insert(one.text.to_lowercase()))
            .take(most)
            .collect()
    }
}

/// The rating that says how somebody who wrote felt: that of the NPS, else of the first headline measure of a rating.
fn beside(survey: &Survey) -> Option<VariableIndex> {
    let nps = survey.measures.iter().find_map(|measure| match measure.kind {
        MeasureKind::Nps { of } => Some(of),
        _ => None,
    });
    nps.or_else(|| {
        survey.measures.iter().find_map(|measure| match measure.kind {
            MeasureKind::TopBox { of, .. } if measure.headline => Some(of),
            _ => None,
        })
    })
}

/// One line, single spaces, no control characters.
fn tidy(words: &str) -> String {
    let clean: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut
        .rfind(|c: char| c.is_whitespace() || "。！？，；、".contains(c))
        .filter(|end| *end > cut.len() / 2);
    format!("{} […]", cut[..end.unwrap_or(cut.len())].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_is_cut_between_words_and_lines_are_joined() {
        assert_eq!(tidy("late\n\n again\t"), "late again");
        let long = "word ".repeat(100);
        let cut = shortened(&long);
        assert!(cut.ends_with("word […]") && cut.chars().count() <= LONGEST + 4);
    }
}
