//! The respondents an analysis is made on: those who answered the outcome and every driver.

use super::ask::Ask;
use super::ask::Fault;
use crate::model::Better;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::resample::Stratum;
use crate::tabulation::Group;
use crate::tabulation::Rows;
use std::collections::BTreeMap;

/// Complete rows.
#[derive(Debug)]
pub(super) struct Sample {
    /// The outcome, then the drivers: a number per complete row, more is better.
    pub columns: Vec<Vec<f64>>,
    /// A weight per complete row.
    pub weights: Vec<f64>,
    /// Responses of the group that lack the outcome or a driver.
    pub dropped: u64,
    /// Responses of the group without the outcome, and without each driver.
    pub missing: Vec<u64>,
    /// Sampling units with the complete rows in them; `None` for respondents drawn one by one.
    pub design: Option<Vec<Stratum>>,
    /// A response in each stratum with a single sampling unit, as a row of the tabulation.
    pub lonely: Vec<usize>,
}

impl Sample {
    pub(super) fn of(rows: &Rows, survey: &Survey, (wave, group): (&WaveId, Group), ask: &Ask) -> Result<Self, Fault> {
        let here = rows.of(wave, group);
        let variables: Vec<VariableIndex> = std::iter::once(ask.outcome.variable)
            .chain(ask.drivers.iter().copied())
            .collect();
        let mut answers: Vec<Vec<Result<f64, Missing>>> = variables
            .iter()
            .map(|variable| oriented(rows, survey, *variable, &here))
            .collect();
        if let Some(counts) = &ask.outcome.counts {
            // By the values as they are, not turned round.
            answers[0] = rows.numbers(survey, ask.outcome.variable, &here);
            for answer in answers[0].iter_mut().flatten() {
                *answer = f64::from(u8::from(counts.contains(answer)));
            }
        }
        let complete: Vec<usize> = (0..here.len())
            .filter(|at| answers.iter().all(|column| column[*at].is_ok()))
            .collect();
        let take = |column: &Vec<Result<f64, Missing>>| {
            let kept = complete.iter().filter_map(|at| column[*at].ok());
            kept.collect::<Vec<f64>>()
        };
        let columns = answers.iter().map(take).collect();
        let missing = answers
            .iter()
            .map(|column| column.iter().filter(|a| a.is_err()).count() as u64);
        let missing = missing.collect();
        let at: Vec<usize> = complete.iter().map(|at| here[*at]).collect();
        let (design, lonely) = if ask.design.is_known() {
            let (strata, lonely) = strata(rows, survey, wave, ask, &at)?;
            (Some(strata), lonely)
        } else {
            (None, Vec::new())
        };
        Ok(Self {
            columns,
            weights: at.iter().map(|row| rows.weight(*row)).collect(),
            dropped: (here.len() - complete.len()) as u64,
            missing,
            design,
            lonely,
        })
    }

    /// Number of complete rows.
    pub(super) fn base(&self) -> usize {
        self.weights.len()
    }
}

/// Answers as numbers of which more is better: a scale whose low end is good is turned round.
fn oriented(rows: &Rows, survey: &Survey, variable: VariableIndex, here: &[usize]) -> Vec<Result<f64, Missing>> {
    let mut answers = rows.numbers(survey, variable, here);
    if let Some(scale) = survey
        .variable(variable)
        .domain
        .scale()
        .filter(|s| s.better == Better::Low)
    {
        let (low, high) = scale.range();
        for answer in answers.iter_mut().flatten() {
            *answer = low + high - *answer;
        }
    }
    answers
}

/// A stratum while its rows are gathered: its population, one of its rows, and the complete rows of each unit.
type Gathered = (Option<f64>, usize, BTreeMap<usize, Vec<usize>>);

/// Strata with all their sampling units in the wave, also those without a complete row, and which have one unit only.
fn strata(
    rows: &Rows,
    survey: &Survey,
    wave: &WaveId,
    ask: &Ask,
    complete: &[usize],
) -> Result<(Vec<Stratum>, Vec<usize>), Fault> {
    let all = rows.of(wave, Group::Total);
    for key in [ask.design.stratum, ask.design.cluster].into_iter().flatten() {
        let without = rows.keys(&[key], &all).iter().filter(|key| key.is_none()).count();
        if without > 0 {
            return Err(Fault::WithoutKey(key, without as u64));
        }
    }
    let by = |variables: &[VariableIndex]| rows.keys(variables, &all);
    let in_stratum = ask
        .design
        .stratum
        .map_or_else(|| vec![Some(0); all.len()], |key| by(&[key]));
    // A cluster's name may come again in another stratum; without clusters every response is a unit of its own.
    let in_unit = match ask.design.cluster {
        Some(cluster) => by(&ask.design.stratum.into_iter().chain([cluster]).collect::<Vec<_>>()),
        None => (0..all.len()).map(Some).collect(),
    };
    let populations = ask
        .design
        .population
        .map(|variable| (variable, rows.numbers(survey, variable, &all)));
    let place_of: BTreeMap<usize, usize> = complete.iter().enumerate().map(|(place, row)| (*row, place)).collect();
    let mut found: BTreeMap<usize, Gathered> = BTreeMap::new();
    for (at, row) in all.iter().enumerate() {
        let (Some(stratum), Some(unit)) = (in_stratum[at], in_unit[at]) else {
            continue;
        };
        let population = match &populations {
            Some((variable, numbers)) => Some(numbers[at].map_err(|_| Fault::WithoutKey(*variable, 1))?),
            None => None,
        };
        let (known, _, units) = found
            .entry(stratum)
            .or_insert_with(|| (population, *row, BTreeMap::new()));
        if let (Some((variable, _)), true) = (&populations, *known != population) {
            return Err(Fault::Population(*variable));
        }
        let members = units.entry(unit).or_default();
        members.extend(place_of.get(row));
    }
    let mut strata = Vec::new();
    let mut lonely = Vec::new();
    for (population, row, units) in found.into_values() {
        let census = population.is_some_and(|population| population <= units.len() as f64);
        if let (Some(variable), Some(population)) = (ask.design.population, population)
            && population < units.len() as f64
        {
            return Err(Fault::Population(variable));
        }
        if units.len() == 1 && !census {
            lonely.push(row);
        }
        strata.push(Stratum {
            population,
            units: units.into_values().collect(),
        });
    }
    Ok((strata, lonely))
}
