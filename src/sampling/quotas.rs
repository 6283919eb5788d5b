//! How far quotas are filled.

use crate::model::Calendar;
use crate::model::QuotaCells;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell;
use serde::Serialize;

/// One cell of a quota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Id of the quota.
    pub quota: String,
    /// Id of the group; `None` where the quota is a condition.
    pub group: Option<String>,
    /// Answers wanted.
    pub target: u64,
    /// Answers that came.
    pub answers: u64,
}

impl Progress {
    /// Answers that are still wanted.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.target.saturating_sub(self.answers)
    }
}

/// The quotas of a survey, with nothing counted yet.
#[must_use]
pub fn progress(survey: &Survey) -> Vec<Progress> {
    let mut all = Vec::new();
    for quota in &survey.quotas {
        let cell = |group: Option<String>, target: u64| Progress {
            quota: quota.id.to_string(),
            group,
            target,
            answers: 0,
        };
        match &quota.cells {
            QuotaCells::Where(_, target) => all.push(cell(None, *target)),
            QuotaCells::Of(of, targets) => {
                let options = survey.variable(*of).domain.options();
                all.extend(targets.iter().map(|(place, target)| {
                    let option = options.and_then(|list| list.options.get(*place));
                    cell(option.map(|option| option.id.to_string()), *target)
                }));
            }
        }
    }
    all
}

/// Counts the responses of a batch for which `kept` holds into what [`progress`] gave.
pub fn counts(
    survey: &Survey,
    calendar: &Calendar,
    batch: &Batch,
    kept: impl Fn(usize) -> bool,
    into: &mut [Progress],
) {
    let mut at = 0;
    for quota in &survey.quotas {
        match &quota.cells {
            QuotaCells::Where(condition, _) => {
                let frame = BatchFrame::new(batch, calendar);
                let keeps = condition.as_ref().map(|condition| frame.keeps(condition));
                let holds = |row: usize| keeps.as_ref().is_none_or(|keeps| keeps[row]);
                let count = (0..batch.len()).filter(|&row| kept(row) && holds(row)).count() as u64;
                if let Some(cell) = into.get_mut(at) {
                    cell.answers += count;
                }
                at += 1;
            }
            QuotaCells::Of(of, targets) => {
                for (place, _) in targets {
                    let is = |row: usize| match batch.cell(*of, row) {
                        Cell::Option(code) => usize::from(code) == *place,
                        Cell::Multiple(bits) => bits >> *place & 1 == 1,
                        _ => false,
                    };
                    let count = (0..batch.len()).filter(|&row| kept(row) && is(row)).count() as u64;
                    if let Some(cell) = into.get_mut(at) {
                        cell.answers += count;
                    }
                    at += 1;
                }
            }
        }
    }
}
