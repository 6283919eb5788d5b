//! Corrections that are replayed over the stored answers whenever these are read; the store itself never changes.
//!
//! A fix names a response, a column, what stands there, what shall stand there, and why. The column `*` leaves the response out.

use super::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::logic::Missing;
use crate::logic::parse_date;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One line of a file of fixes, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Where it stands.
    pub place: Place,
    /// Id of the response.
    pub response: String,
    /// Id of the variable, or `*`.
    pub column: String,
    /// What is stored: an option's id or value, options joined by `;`, a number, a day, words, a kind of missing; empty for any
    /// kind of missing.
    pub old: String,
    /// What shall be read instead, written likewise; empty for `skipped`.
    pub new: String,
    /// Why.
    pub reason: String,
}

/// Fixes checked against a survey.
#[derive(Debug, Clone, Default)]
pub struct Fixes {
    sound: Vec<Fix>,
    /// Positions of fixes and what they change, by response, in the order written.
    changes: BTreeMap<String, Vec<(usize, VariableIndex)>>,
    /// Responses left out, with the position of the fix.
    excluded: BTreeMap<String, usize>,
    /// Responses left out for how they were given; no fix names them.
    careless: BTreeSet<String>,
}

/// What came of fixes in one reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Positions of fixes whose response was met.
    met: BTreeSet<usize>,
    /// Positions of fixes whose old value is not what is stored.
    unlike: BTreeSet<usize>,
    /// Responses left out by a fix.
    pub excluded: u64,
    /// Responses left out for how they were given.
    pub careless: u64,
    /// Answers changed.
    pub changed: u64,
}

impl Fixes {
    /// Checks fixes; one with a problem is not among those applied.
    #[must_use]
    pub fn compile(survey: &Survey, written: Vec<Fix>) -> (Self, Vec<Problem>) {
        let mut fixes = Self::default();
        let mut problems = Vec::new();
        for fix in written {
            match check(survey, &fix) {
                Ok(None) => drop(fixes.excluded.entry(fix.response.clone()).or_insert(fixes.sound.len())),
                Ok(Some(variable)) => {
                    let change = (fixes.sound.len(), variable);
                    fixes.changes.entry(fix.response.clone()).or_default().push(change);
                }
                Err(problem) => {
                    problems.push(*problem);
                    continue;
                }
            }
            fixes.sound.push(fix);
        }
        (fixes, problems)
    }

    /// Whether there is nothing to fix.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sound.is_empty()
    }

    /// Leaves out responses for how they were given, by their ids.
    pub fn leave_out(&mut self, careless: BTreeSet<String>) {
        self.careless = careless;
    }

    /// Whether any response is left out.
    #[must_use]
    pub fn excludes_any(&self) -> bool {
        !self.excluded.is_empty() || !self.careless.is_empty()
    }

    /// Whether a response is left out; remembers that it was met.
    pub fn excludes(&self, response: &str, applied: &mut Applied) -> bool {
        let Some(fix) = self.excluded.get(response) else {
            let careless = self.careless.contains(response);
            applied.careless += u64::from(careless);
            return careless;
        };
        applied.met.insert(*fix);
        applied.excluded += 1;
        true
    }

    /// Puts the new values into a batch. Columns that were not read are left alone, derived ones stay to be computed anew.
    pub fn apply(&self, survey: &Survey, batch: &mut Batch, applied: &mut Applied) {
        if self.changes.is_empty() {
            return;
        }
        for row in 0..batch.len() {
            let Some(changes) = self.changes.get(batch.meta.response_id.words(row)) else {
                continue;
            };
            for &(position, variable) in changes {
                applied.met.insert(position);
                if batch.columns[variable.0].len() != batch.len() {
                    continue;
                }
                let (fix, known) = (&self.sound[position], survey.variable(variable));
                let new = value(known, &fix.new).unwrap_or(Cell::Missing(Missing::Invalid));
                let stored = batch.cell(variable, row);
                if stored == new {
                    continue;
                }
                if is_like(known, &fix.old, stored) {
                    batch.columns[variable.0].set(row, new);
                    applied.changed += 1;
                } else {
                    applied.unlike.insert(position);
                }
            }
        }
    }

    /// Which fixes found no response, or another value than they name; after all batches were read.
    #[must_use]
    pub fn leftovers(&self, applied: &Applied) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (position, fix) in self.sound.iter().enumerate() {
            let Fix {
                response, column, old, ..
            } = fix;
            if applied.unlike.contains(&position) {
                problems.push(
                    Problem::new(&rules::FIX_UNLIKE, fix.place.clone())
                        .says(
                            format!("`{column}` of response `{response}` is not `{old}`: the fix was not applied"),
                            format!("答卷 `{response}` 的 `{column}` 不是 `{old}`：未作修正"),
                        )
                        .help(
                            "write what is stored now as `old`, or remove the line",
                            "请把 `old` 写成现在存储的值，或删去这一行",
                        ),
                );
            } else if !applied.met.contains(&position) {
                problems.push(
                    Problem::new(&rules::FIX_UNMET, fix.place.clone())
                        .says(
                            format!("there is no response `{response}`"),
                            format!("没有答卷 `{response}`"),
                        )
                        .help(
                            "compare the id with `manyi responses`",
                            "请与 `manyi responses` 列出的编号核对",
                        ),
                );
            }
        }
        problems
    }
}

/// The variable a fix changes; `None` when it leaves the response out.
fn check(survey: &Survey, fix: &Fix) -> Result<Option<VariableIndex>, Box<Problem>> {
    let problem = || Problem::new(&rules::FIX_UNREADABLE, fix.place.clone());
    if fix.response.is_empty() {
        return Err(Box::new(
            problem()
                .says("the fix names no response", "这条修正没有写明答卷")
                .help(
                    "write the response's id into the first column",
                    "请在第一列写上答卷编号",
                ),
        ));
    }
    if fix.column == "*" {
        return Ok(None);
    }
    let Some(variable) = survey.find(&fix.column) else {
        let column = &fix.column;
        return Err(Box::new(
            problem()
                .says(
                    format!("survey `{}` has no variable `{column}`", survey.id),
                    format!("问卷 `{}` 中没有变量 `{column}`", survey.id),
                )
                .help("write the id of a question, such as `overall` or `service.speed`, or `*` to leave the response out", "请写题目编号，如 `overall` 或 `service.speed`；若要排除整份答卷，请写 `*`"),
        ));
    };
    let known = survey.variable(variable);
    if known.origin == Origin::Derived {
        return Err(Box::new(
            problem()
                .says(
                    format!("`{}` is computed from other answers", known.id),
                    format!("`{}` 由其他答案计算得出", known.id),
                )
                .help("correct the answers it is computed from", "请修正用来计算它的答案"),
        ));
    }
    for text in [&fix.old, &fix.new] {
        if value(known, text).is_none() {
            return Err(Box::new(
                problem()
                    .says(
                        format!("`{text}` is no answer to `{}`", known.id),
                        format!("`{text}` 不是 `{}` 的答案", known.id),
                    )
                    .help(expected(&known.domain).0, expected(&known.domain).1),
            ));
        }
    }
    Ok(Some(variable))
}

fn expected(domain: &Domain) -> (&'static str, &'static str) {
    match domain {
        Domain::Rating(_) | Domain::Choice(_) => (
            "write an option's id or value, or a kind of missing such as `dont_know`",
            "请写选项的编号或数值，或缺失类型，如 `dont_know`",
        ),
        Domain::Multiple(_) => ("write the options' ids, joined by `;`", "请写各选项的编号，用 `;` 隔开"),
        Domain::Number { .. } => ("write a number such as 12.5", "请写数字，如 12.5"),
        Domain::Date => ("write a day such as 2026-03-01", "请写日期，如 2026-03-01"),
        Domain::Text => ("write the words", "请写文字"),
    }
}

/// Whether `text` is an answer to `variable` as a fix writes it: an option's id or value, a number, a day, words, a kind of missing.
#[must_use]
pub fn is_answer(variable: &Variable, text: &str) -> bool {
    value(variable, text).is_some()
}

/// What an answer to `variable` is written as, in English and Chinese.
#[must_use]
pub fn answers_are(variable: &Variable) -> (&'static str, &'static str) {
    expected(&variable.domain)
}

/// Reads a value as a fix writes it.
fn value<'a>(variable: &Variable, text: &'a str) -> Option<Cell<'a>> {
    if variable.domain == Domain::Text {
        return Some(if text.is_empty() {
            Cell::Missing(Missing::Skipped)
        } else {
            Cell::Text(text)
        });
    }
    let text = text.trim();
    if text.is_empty() {
        return Some(Cell::Missing(Missing::Skipped));
    }
    let list = variable.domain.options();
    let position = |part: &str| {
        let list = list?;
        list.position_of_id(part)
            .or_else(|| list.position_of_value(part.parse().ok()?))
    };
    if let (Domain::Rating(_) | Domain::Choice(_), Some(place)) = (&variable.domain, position(text)) {
        return Some(Cell::Option(u16::try_from(place).ok()?));
    }
    if let Some(kind) = Missing::from_code(text) {
        return Some(Cell::Missing(kind));
    }
    match &variable.domain {
        Domain::Multiple(_) => {
            let bits = text
                .split(';')
                .map(str::trim)
                .map(|part| position(part).filter(|&place| place < 128));
            bits.map(|place| place.map(|place| 1u128 << place))
                .try_fold(0, |set, bit| Some(set | bit?))
                .map(Cell::Multiple)
        }
        Domain::Number { .. } => text
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Cell::Number),
        Domain::Date => parse_date(text).map(Cell::Date),
        Domain::Rating(_) | Domain::Choice(_) | Domain::Text => None,
    }
}

fn is_like(variable: &Variable, old: &str, stored: Cell<'_>) -> bool {
    if old.trim().is_empty() {
        return matches!(stored, Cell::Missing(_));
    }
    value(variable, old) == Some(stored)
}
