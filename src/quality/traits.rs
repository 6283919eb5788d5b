//! What of a response is looked at, taken out of its batch.

use super::policy::Action;
use super::policy::Policy;
use super::policy::Rule;
use super::text::is_gibberish;
use crate::logic::Vector;
use crate::model::Calendar;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::Missing;
use crate::model::Origin;
use crate::model::Question;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell;
use crate::response::NO_TIME;
use sha2::Digest;
use sha2::Sha256;
use std::sync::Arc;

/// What of one response is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Traits {
    /// Its id.
    pub response: String,
    /// Its wave.
    pub wave: WaveId,
    /// Minutes from beginning to sending, where both are known.
    pub minutes: Option<f64>,
    /// When it was sent, or [`NO_TIME`].
    pub submitted: i64,
    /// The person, as a hash; `None` where unknown.
    pub person: Option<u64>,
    /// All answers but words, as a hash.
    pub answers: u64,
    /// All words, as a hash.
    pub words: u64,
    /// Characters of all words.
    pub characters: usize,
    /// Questions and rows that were put.
    pub asked: usize,
    /// Those answered; a reason given for not answering is an answer.
    pub answered: usize,
    /// Those left blank.
    pub blank: usize,
    /// Different values among its coded answers.
    pub values: usize,
    /// The largest battery with one answer to all its items, and how many.
    pub straight: Option<(VariableIndex, usize)>,
    /// The longest run of equal ratings, and where it begins.
    pub run: (usize, Option<VariableIndex>),
    /// The first attention check that failed, and how many did.
    pub attention: Option<(VariableIndex, usize)>,
    /// The first answer that was not to be asked for, or contradicts another, and how many.
    pub impossible: Option<(VariableIndex, usize)>,
    /// The first words that are none.
    pub gibberish: Option<VariableIndex>,
    /// The last question that was reached, where it was broken off.
    pub reached: Option<VariableIndex>,
    /// Every answer but words as a number, 0 where there is none; empty where near-duplicates are not looked for.
    pub given: Vec<u32>,
}

/// Takes the traits of all responses of a batch.
#[must_use]
pub fn gather(survey: &Survey, calendar: &Calendar, batch: &Batch, policy: &Policy) -> Vec<Traits> {
    let limits = &policy.limits;
    let near = policy.action(Rule::NearDuplicate) != Action::Off;
    let impossible = impossible(survey, calendar, batch);
    let batteries = batteries(survey);
    (0..batch.len())
        .map(|row| {
            let mut traits = one(survey, batch, row);
            traits.impossible = impossible[row];
            if near {
                traits.given = given(survey, batch, row);
            }
            let straight = batteries.iter().filter_map(|items| straight(batch, row, items));
            traits.straight = straight
                .filter(|(_, items)| *items >= limits.items)
                .max_by_key(|(first, items)| (*items, std::cmp::Reverse(*first)));
            traits
        })
        .collect()
}

/// Answers to questions as numbers, 0 where there is none; words are nobody's choice among given answers.
fn given(survey: &Survey, batch: &Batch, row: usize) -> Vec<u32> {
    let asked = |variable: &Variable| {
        matches!(variable.origin, Origin::Question { .. }) && !variable.personal && variable.domain != Domain::Text
    };
    let variables = survey
        .variables
        .iter()
        .enumerate()
        .filter(|(_, variable)| asked(variable));
    let number = |(at, _)| match batch.cell(VariableIndex(at), row) {
        Cell::Option(position) => u32::from(position) + 1,
        Cell::Multiple(bits) => folded(&bits.to_le_bytes()),
        Cell::Number(value) => folded(&(value + 0.0).to_le_bytes()),
        Cell::Date(day) => folded(&day.to_le_bytes()),
        Cell::Text(_) | Cell::Missing(_) => 0,
    };
    variables.map(number).collect()
}

/// FNV-1a, 32 bits; never 0.
fn folded(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(0x811c_9dc5_u32, |sum, &byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    sum.max(1)
}

/// A response of which nothing is known.
pub(super) fn blank(wave: WaveId) -> Traits {
    Traits {
        response: String::new(),
        wave,
        minutes: None,
        submitted: NO_TIME,
        person: None,
        answers: 0,
        words: 0,
        characters: 0,
        asked: 0,
        answered: 0,
        blank: 0,
        values: 0,
        straight: None,
        run: (0, None),
        attention: None,
        impossible: None,
        gibberish: None,
        reached: None,
        given: Vec::new(),
    }
}

/// What is known of a response before its answers are looked at.
fn known(batch: &Batch, row: usize) -> Traits {
    let meta = &batch.meta;
    let (started, submitted) = (meta.started[row], meta.submitted[row]);
    let timed = started != NO_TIME && submitted != NO_TIME && submitted >= started;
    Traits {
        response: meta.response_id.words(row).to_owned(),
        minutes: timed.then(|| (submitted - started) as f64 / 60.0),
        submitted,
        person: Some(meta.respondent.words(row))
            .filter(|name| !name.is_empty())
            .map(|name| hash(name.as_bytes())),
        ..blank(batch.wave(row).clone())
    }
}

fn one(survey: &Survey, batch: &Batch, row: usize) -> Traits {
    let mut traits = known(batch, row);
    let (mut answers, mut words) = (Sha256::new(), Sha256::new());
    let mut values: Vec<i32> = Vec::new();
    // The run of equal ratings under way: value, length, where it began.
    let mut run: (Option<i32>, usize, Option<VariableIndex>) = (None, 0, None);
    let mut broken_off = false;
    for (place, variable) in survey.variables.iter().enumerate() {
        let index = VariableIndex(place);
        let cell = batch.cell(index, row);
        let asked = matches!(variable.origin, Origin::Question { .. });
        let theirs = asked || matches!(variable.origin, Origin::OtherWords { .. });
        if !theirs {
            continue;
        }
        match cell {
            Cell::Missing(Missing::NotAsked | Missing::NotInVersion) => continue,
            Cell::Missing(kind) => {
                traits.asked += usize::from(asked);
                let blank = matches!(kind, Missing::Skipped | Missing::NotReached);
                traits.blank += usize::from(asked && kind == Missing::Skipped);
                broken_off |= kind == Missing::NotReached;
                traits.answered += usize::from(asked && !blank);
                answers.update([0xff, kind.index()]);
                run = (None, 0, None);
                continue;
            }
            _ if asked => {
                traits.asked += 1;
                traits.answered += 1;
                traits.reached = Some(index);
            }
            _ => {}
        }
        answers.update((place as u64).to_le_bytes());
        match cell {
            Cell::Option(at) => {
                answers.update(at.to_le_bytes());
                let option = variable
                    .domain
                    .options()
                    .and_then(|list| list.options.get(usize::from(at)));
                let value = option.map_or(0, |option| option.value);
                if !values.contains(&value) {
                    values.push(value);
                }
                if matches!(variable.domain, Domain::Rating(_)) {
                    run = if run.0 == Some(value) {
                        (run.0, run.1 + 1, run.2)
                    } else {
                        (Some(value), 1, Some(index))
                    };
                    if run.1 > traits.run.0 {
                        traits.run = (run.1, run.2);
                    }
                }
            }
            Cell::Multiple(bits) => answers.update(bits.to_le_bytes()),
            Cell::Number(number) => answers.update((number + 0.0).to_le_bytes()),
            Cell::Date(day) => answers.update(day.to_le_bytes()),
            Cell::Text(text) => {
                words.update(text.as_bytes());
                words.update([0x1f]);
                traits.characters += text.chars().count();
                if traits.gibberish.is_none() && !variable.personal && is_gibberish(text) {
                    traits.gibberish = Some(index);
                }
            }
            Cell::Missing(_) => {}
        }
    }
    traits.attention = attention(survey, batch, row);
    if !broken_off {
        traits.reached = None;
    }
    traits.values = values.len();
    traits.answers = short(&answers.finalize());
    traits.words = short(&words.finalize());
    traits
}

/// The first attention check that a response failed, and how many it did.
fn attention(survey: &Survey, batch: &Batch, row: usize) -> Option<(VariableIndex, usize)> {
    let mut failed: Option<(VariableIndex, usize)> = None;
    for (_, _, question) in survey.questions() {
        let (Some(wanted), Some(index)) = (question.attention, question.variables.first()) else {
            continue;
        };
        if let Cell::Option(at) = batch.cell(*index, row)
            && usize::from(at) != wanted
        {
            let known = failed.unwrap_or((*index, 0));
            failed = Some((known.0, known.1 + 1));
        }
    }
    failed
}

fn hash(bytes: &[u8]) -> u64 {
    short(&Sha256::digest(bytes))
}

fn short(digest: &[u8]) -> u64 {
    digest.first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The items of each battery: all on one scale.
fn batteries(survey: &Survey) -> Vec<Vec<VariableIndex>> {
    let mut found = Vec::new();
    for (_, _, question) in survey.questions() {
        let items = &question.variables;
        match &question.kind {
            Kind::Matrix { .. } => found.push(items.clone()),
            // How good and how important take turns.
            Kind::Importance { .. } => {
                for half in 0..2 {
                    found.push(items.iter().skip(half).step_by(2).copied().collect());
                }
            }
            _ => {}
        }
    }
    found
}

/// The first item of a battery and how many were answered, where all were answered alike.
fn straight(batch: &Batch, row: usize, items: &[VariableIndex]) -> Option<(VariableIndex, usize)> {
    let mut answers = items.iter().filter_map(|item| match batch.cell(*item, row) {
        Cell::Option(at) => Some(at),
        _ => None,
    });
    let first = answers.next()?;
    let mut count = 1;
    for answer in answers {
        if answer != first {
            return None;
        }
        count += 1;
    }
    Some((*items.first()?, count))
}

/// By response, the first answer that was not to be asked for or contradicts another, and how many there are.
fn impossible(survey: &Survey, calendar: &Calendar, batch: &Batch) -> Vec<Option<(VariableIndex, usize)>> {
    let mut found: Vec<Option<(VariableIndex, usize)>> = vec![None; batch.len()];
    let frame = BatchFrame::new(batch, calendar);
    let truths = |condition: &Arc<Condition>| match condition.typed.vector(&frame) {
        Vector::Bool(truths) => truths,
        _ => Vec::new(),
    };
    let answer = |question: &Question, row: usize| {
        let given = |index: &&VariableIndex| !matches!(batch.cell(**index, row), Cell::Missing(_));
        question.variables.iter().find(given).copied()
    };
    let mut note = |question: &Question, row: usize| {
        if let Some(index) = answer(question, row) {
            let known = found[row].unwrap_or((index, 0));
            found[row] = Some((known.0, known.1 + 1));
        }
    };
    for page in &survey.pages {
        let page_asked = page.show_if.as_ref().map(&truths);
        for question in &page.questions {
            let own_asked = question.show_if.as_ref().map(&truths);
            // Unknown hides what is asked, and passes what is checked.
            for asked in page_asked.iter().chain(&own_asked) {
                for row in (0..batch.len()).filter(|&row| asked.get(row) != Some(&1)) {
                    note(question, row);
                }
            }
            if let Some(valid) = question.valid_if.as_ref().map(&truths) {
                for row in (0..batch.len()).filter(|&row| valid.get(row) == Some(&0)) {
                    note(question, row);
                }
            }
        }
    }
    found
}
