//! The analysis of one group of one wave.

use super::aside::SetAside;
use super::aside::set_aside;
use super::ask::Ask;
use super::ask::Fault;
use super::ask::Method;
use super::logistic;
use super::matrix::UnitSums;
use super::model;
use super::replicates;
use super::replicates::Intervals;
use super::replicates::Units;
use super::sample::Sample;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::covariance::Covariance;
use crate::stats::drivers::Drivers;
use crate::stats::drivers::collinear;
use crate::stats::kish;
use crate::tabulation::Group;
use crate::tabulation::Rows;

/// Above this, much of a driver's variance is that of the others.
const INFLATED: f64 = 5.0;

/// Fewer respondents than this for each driver make a model unsteady.
const ROWS_PER_DRIVER: usize = 10;

/// What is known of an outcome and its drivers.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// How importance was worked out.
    pub method: Method,
    /// Respondents with an answer to the outcome and all drivers, unweighted.
    pub base: u64,
    /// Kish's effective base of these.
    pub effective_base: f64,
    /// Responses of the group left out because one of these answers is missing.
    pub dropped: u64,
    /// Drivers left out because fewer than half of the wave could rate them; empty where somebody named the drivers.
    pub set_aside: Vec<SetAside>,
    /// Share of the outcome's variance that the drivers account for together; for a logistic model that of `McFadden`.
    pub r_squared: Option<f64>,
    /// Drivers, the most important first; empty with `none`.
    pub drivers: Vec<Driver>,
    /// Why there are none.
    pub none: Option<Reason>,
    /// Replicates that had a model; 0 without intervals.
    pub replicates: u64,
    /// Units that each of them drew again: respondents, sampling units, or where there are very many respondents groups of
    /// them dealt at random; 0 without intervals.
    pub units: u64,
    /// What one must know beside the numbers.
    pub warnings: Vec<Warning>,
}

/// One driver.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// The rating or number.
    pub variable: VariableIndex,
    /// Its share of the importance of all, in [0, 1]; shares add up to 1.
    pub importance: f64,
    /// Interval of the share.
    pub interval: Option<Interval>,
    /// In the unit of the method: a part of R² (Johnson, LMG), a standardised coefficient (OLS; logistic: in log odds), a
    /// correlation.
    pub weight: f64,
    /// Interval of the weight.
    pub weight_interval: Option<Interval>,
    /// Correlation with the outcome, the other drivers left aside; its sign says which way they go together.
    pub correlation: f64,
    /// Standardised coefficient of the linear model with all drivers; `None` where they determine one another.
    pub beta: Option<f64>,
    /// Variance inflation 1/(1 − R²) by the other drivers, likewise.
    pub inflation: Option<f64>,
    /// Ranks it can have; `None` without intervals.
    pub ranks: Option<Ranks>,
    /// Responses of the group without an answer to it.
    pub missing: u64,
}

/// The ranks of importance that a driver's interval leaves open: drivers whose intervals overlap are not ranked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranks {
    /// The best of them, from 1.
    pub best: usize,
    /// The worst of them.
    pub worst: usize,
    /// Drivers it cannot be told from, in order of importance.
    pub tied: Vec<VariableIndex>,
}

/// What one must know beside the numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// Fewer than ten respondents for each driver.
    FewRows,
    /// More responses were left out than kept; the variables most of them lack, with how many.
    ManyDropped(Vec<(VariableIndex, u64)>),
    /// These drivers share most of their variance with others; with their variance inflation.
    Inflated(Vec<(VariableIndex, f64)>),
    /// These do not vary in the group; the outcome can be among them.
    Constant(Vec<VariableIndex>),
    /// The first is determined by the others.
    Collinear(VariableIndex, Vec<VariableIndex>),
    /// These correlate with the outcome one way and have a coefficient of the other sign.
    Turned(Vec<VariableIndex>),
    /// Strata with a single sampling unit: there are no intervals. A row of each.
    LonelyUnits(Vec<usize>),
    /// Too many replicates had no model: there are no intervals.
    FewReplicates,
}

/// Analyses a group of a wave; `rows` hold [`Ask::variables`] and the group's segment.
///
/// # Errors
/// A [`Fault`] of what was asked; what the answers do not determine is a [`Reason`] in the analysis.
pub fn analyse(rows: &Rows, survey: &Survey, (wave, group): (&WaveId, Group), ask: &Ask) -> Result<Analysis, Fault> {
    let (ask, set_aside) = &set_aside(rows, survey, wave, ask);
    let mut sample = Sample::of(rows, survey, (wave, group), ask)?;
    if ask.method == Method::Logistic {
        logistic::to_two_values(&mut sample.columns[0])?;
    }
    let mut analysis = Analysis {
        method: ask.method,
        base: sample.base() as u64,
        effective_base: effective_base(&sample.weights),
        dropped: sample.dropped,
        set_aside: set_aside.clone(),
        r_squared: None,
        drivers: Vec::new(),
        none: None,
        replicates: 0,
        units: 0,
        warnings: Vec::new(),
    };
    if let Err(reason) = fill(&mut analysis, &sample, ask) {
        analysis.none = Some(reason);
        analysis.drivers.clear();
    }
    Ok(analysis)
}

fn effective_base(weights: &[f64]) -> f64 {
    let (w, w2) = weights.iter().fold((0.0, 0.0), |(w, w2), x| (w + x, w2 + x * x));
    kish::effective_base(w, w2).unwrap_or(0.0)
}

/// Sums that are no numbers have no reason of their own.
fn reason(fault: StatError) -> Reason {
    fault.reason().unwrap_or(Reason::NotConverged)
}

fn fill(analysis: &mut Analysis, sample: &Sample, ask: &Ask) -> Result<(), Reason> {
    let (base, many) = (sample.base(), ask.drivers.len());
    if base == 0 {
        return Err(Reason::NoValidAnswers);
    }
    if analysis.dropped > analysis.base {
        analysis.warnings.push(Warning::ManyDropped(most_missing(sample, ask)));
    }
    let matrix = Covariance::weighted(&sample.columns, &sample.weights).map_err(reason)?;
    let named = |at: usize| {
        at.checked_sub(1)
            .map_or(ask.outcome.variable, |driver| ask.drivers[driver])
    };
    let constant = matrix.constant();
    if !constant.is_empty() {
        let constant = constant.into_iter().map(named).collect();
        analysis.warnings.push(Warning::Constant(constant));
        return Err(Reason::ZeroVariance);
    }
    if base < ROWS_PER_DRIVER * many {
        analysis.warnings.push(Warning::FewRows);
    }
    let only_drivers: Vec<usize> = (1..=many).collect();
    let repeated = matrix
        .select(&only_drivers)
        .map(|among| collinear(&among))
        .map_err(reason)?;
    for found in &repeated {
        let by = found.by.iter().map(|driver| ask.drivers[*driver]).collect();
        let warning = Warning::Collinear(ask.drivers[found.variable], by);
        analysis.warnings.push(warning);
    }
    if ask.method.takes_all_together() && (!repeated.is_empty() || base <= many + 1) {
        return Err(Reason::Singular);
    }
    let together = Drivers::of(&matrix, 0).ok().filter(|_| base > many + 1);
    let logistic = match ask.method {
        Method::Logistic => Some(
            logistic::rows(&sample.columns)
                .and_then(|rows| rows.fit(&sample.weights))
                .map_err(reason)?,
        ),
        _ => None,
    };
    let weights = match &logistic {
        Some(fitted) => fitted.standardised.clone(),
        None => model::weights(ask.method, &matrix).map_err(reason)?,
    };
    let shares = model::shares(&weights).map_err(reason)?;
    analysis.r_squared = match &logistic {
        Some(fitted) => Some(fitted.mcfadden),
        None => together.as_ref().map(|drivers| drivers.r_squared().clamp(0.0, 1.0)),
    };
    let correlations = model::correlations(&matrix).map_err(reason)?;
    let intervals = intervals(analysis, sample, ask, &matrix, &weights);
    analysis.replicates = intervals.used;
    analysis.units = intervals.units;
    let none = vec![None; many];
    let of = |found: &Vec<Option<Interval>>| if found.is_empty() { none.clone() } else { found.clone() };
    let (weight_intervals, share_intervals) = (of(&intervals.weights), of(&intervals.shares));
    let beta = together.as_ref().map(Drivers::betas);
    let inflation = together.as_ref().map(Drivers::inflation);
    analysis.drivers = (0..many)
        .map(|at| Driver {
            variable: ask.drivers[at],
            importance: shares[at],
            interval: share_intervals[at],
            weight: weights[at],
            weight_interval: weight_intervals[at],
            correlation: correlations[at],
            beta: beta.map(|beta| beta[at]),
            inflation: inflation.as_ref().map(|inflation| inflation[at]),
            ranks: None,
            missing: sample.missing[at + 1],
        })
        .collect();
    // Equal shares keep the order asked for.
    analysis.drivers.sort_by(|a, b| b.importance.total_cmp(&a.importance));
    rank(&mut analysis.drivers);
    warn(analysis);
    Ok(())
}

/// The three variables that most responses lack.
fn most_missing(sample: &Sample, ask: &Ask) -> Vec<(VariableIndex, u64)> {
    let variables = std::iter::once(&ask.outcome.variable).chain(&ask.drivers);
    let mut missing: Vec<(VariableIndex, u64)> = variables.copied().zip(sample.missing.iter().copied()).collect();
    missing.sort_by_key(|(_, responses)| std::cmp::Reverse(*responses));
    missing.truncate(3);
    missing.retain(|(_, responses)| *responses > 0);
    missing
}

fn intervals(analysis: &mut Analysis, sample: &Sample, ask: &Ask, matrix: &Covariance, weights: &[f64]) -> Intervals {
    if ask.replicates == 0 {
        return Intervals::default();
    }
    if !sample.lonely.is_empty() {
        analysis.warnings.push(Warning::LonelyUnits(sample.lonely.clone()));
        return Intervals::default();
    }
    let found = if ask.method == Method::Logistic {
        let units = Units::of(sample, ask, false);
        let rows = logistic::rows(&sample.columns).ok();
        replicates::intervals(&units, ask, weights, |factors| {
            let drawn = units.rows(factors, &sample.weights);
            Some(rows.as_ref()?.fit(&drawn).ok()?.standardised)
        })
    } else {
        let units = Units::of(sample, ask, true);
        let sums = UnitSums::of(&sample.columns, &sample.weights, &units.members, matrix);
        replicates::intervals(&units, ask, weights, |factors| {
            model::weights(ask.method, &sums.covariance(factors)?).ok()
        })
    };
    found.unwrap_or_else(|| {
        analysis.warnings.push(Warning::FewReplicates);
        Intervals::default()
    })
}

/// The ranks left open: above stand the drivers whose interval lies wholly above, below those wholly below.
fn rank(drivers: &mut [Driver]) {
    let intervals: Option<Vec<Interval>> = drivers.iter().map(|driver| driver.interval).collect();
    let Some(intervals) = intervals else { return };
    let variables: Vec<VariableIndex> = drivers.iter().map(|driver| driver.variable).collect();
    for (at, driver) in drivers.iter_mut().enumerate() {
        let own = intervals[at];
        let above = intervals.iter().filter(|other| other.low > own.high).count();
        let below = intervals.iter().filter(|other| other.high < own.low).count();
        let overlaps =
            |other: &usize| *other != at && intervals[*other].low <= own.high && intervals[*other].high >= own.low;
        driver.ranks = Some(Ranks {
            best: 1 + above,
            worst: intervals.len() - below,
            tied: (0..intervals.len())
                .filter(overlaps)
                .map(|other| variables[other])
                .collect(),
        });
    }
}

fn warn(analysis: &mut Analysis) {
    let inflated: Vec<(VariableIndex, f64)> = analysis
        .drivers
        .iter()
        .filter_map(|driver| Some((driver.variable, driver.inflation.filter(|vif| *vif > INFLATED)?)))
        .collect();
    if !inflated.is_empty() && analysis.method.takes_all_together() {
        analysis.warnings.push(Warning::Inflated(inflated));
    }
    let against = |driver: &&Driver| match analysis.method {
        Method::Ols | Method::Logistic => driver.weight * driver.correlation < 0.0,
        _ => false,
    };
    let turned: Vec<VariableIndex> = analysis.drivers.iter().filter(against).map(|d| d.variable).collect();
    if !turned.is_empty() {
        analysis.warnings.push(Warning::Turned(turned));
    }
}
