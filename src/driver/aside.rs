//! Which of a survey's usual drivers few could rate, and are therefore set aside.
//!
//! A model needs every answer of a respondent. One item that only those rate who called the hotline would leave of everybody
//! those who called, and say of all customers what holds for them. Where nobody chose the drivers, such items are set aside
//! and named; whoever names them gets them.

use super::ask::Ask;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Group;
use crate::tabulation::Rows;

/// A driver that is left out because few could rate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    /// The driver.
    pub variable: VariableIndex,
    /// Responses of the wave with an answer to it and to the outcome, unweighted.
    pub answered: u64,
    /// Responses of the wave with an answer to the outcome.
    pub of: u64,
}

/// What is asked without the drivers that fewer than half of the wave's respondents with an outcome answered, and these.
///
/// It is settled on the whole wave, so that all its groups have the same drivers. Where fewer than two would be left, all
/// stay, and so do drivers that somebody named.
pub(super) fn set_aside(rows: &Rows, survey: &Survey, wave: &WaveId, ask: &Ask) -> (Ask, Vec<SetAside>) {
    let unchanged = || (ask.clone(), Vec::new());
    if ask.named {
        return unchanged();
    }
    let all = rows.of(wave, Group::Total);
    let has_outcome: Vec<usize> = rows
        .numbers(survey, ask.outcome.variable, &all)
        .iter()
        .zip(&all)
        .filter_map(|(answer, row)| answer.is_ok().then_some(*row))
        .collect();
    let of = has_outcome.len() as u64;
    let few = |variable: &VariableIndex| {
        let answers = rows.numbers(survey, *variable, &has_outcome);
        let answered = answers.iter().filter(|answer| answer.is_ok()).count() as u64;
        (answered * 2 < of).then_some(SetAside {
            variable: *variable,
            answered,
            of,
        })
    };
    let aside: Vec<SetAside> = ask.drivers.iter().filter_map(few).collect();
    let mut kept = ask.clone();
    kept.drivers
        .retain(|driver| !aside.iter().any(|left| left.variable == *driver));
    if kept.drivers.len() < 2 {
        return unchanged();
    }
    (kept, aside)
}
