//! The reliability of one battery in one group of one wave.

use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::covariance::Covariance;
use crate::stats::factor::one_factor;
use crate::stats::kish;
use crate::stats::polychoric_matrix;
use crate::stats::reliability;
use crate::tabulation::Group;
use crate::tabulation::Rows;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Ratings or numbers, each once.
    pub items: Vec<VariableIndex>,
    /// Those of them that are turned round on their scale, lowest + highest − answer; a number without ends cannot be.
    pub turned: Vec<VariableIndex>,
    /// Two-sided level of the interval, in (0, 1).
    pub level: f64,
    /// Whether alpha is also worked out from polychoric correlations.
    pub ordinal: bool,
}

/// The reliability of a battery.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// Respondents with an answer to all items, unweighted.
    pub base: u64,
    /// Kish's effective base of these; the interval is made with it.
    pub effective_base: f64,
    /// Responses of the group that lack an item.
    pub dropped: u64,
    /// Cronbach's alpha.
    pub alpha: Option<f64>,
    /// Feldt's interval of alpha.
    pub interval: Option<Interval>,
    /// Alpha of standardised items.
    pub alpha_standardised: Option<f64>,
    /// Average correlation between items.
    pub average_r: Option<f64>,
    /// Guttman's lambda 6.
    pub lambda6: Option<f64>,
    /// Omega total of one common factor; for two items the Spearman–Brown reliability.
    pub omega: Option<f64>,
    /// Why there is no omega.
    pub no_omega: Option<Reason>,
    /// Composite reliability of the standardised items.
    pub composite_reliability: Option<f64>,
    /// Average variance extracted.
    pub average_variance_extracted: Option<f64>,
    /// Alpha from polychoric correlations, where asked for.
    pub ordinal: Option<Ordinal>,
    /// Items in the order asked for, also those that do not vary.
    pub items: Vec<Item>,
    /// Why there is no alpha.
    pub none: Option<Reason>,
}

/// Alpha from polychoric correlations, or why there is none.
pub type Ordinal = Result<f64, Reason>;

/// One item.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The rating or number.
    pub variable: VariableIndex,
    /// Mean of the complete rows, after turning round; `None` without rows.
    pub mean: Option<f64>,
    /// Standard deviation of the complete rows.
    pub sd: Option<f64>,
    /// Correlation with the sum of the other items.
    pub item_rest: Option<f64>,
    /// Alpha without it; from three items on.
    pub alpha_if_dropped: Option<f64>,
    /// Loading of the standardised item on the common factor.
    pub loading: Option<f64>,
    /// Whether it was turned round.
    pub turned: bool,
    /// Whether it does not vary and was left out.
    pub constant: bool,
    /// Responses of the group without an answer to it.
    pub missing: u64,
}

/// Analyses a group of a wave; `rows` hold the items and the group's segment.
#[must_use]
pub fn analyse(rows: &Rows, survey: &Survey, (wave, group): (&WaveId, Group), ask: &Ask) -> Reliability {
    let here = rows.of(wave, group);
    let answers: Vec<Vec<Option<f64>>> = ask
        .items
        .iter()
        .map(|item| answers(rows, survey, *item, &here, ask))
        .collect();
    let complete: Vec<usize> = (0..here.len())
        .filter(|at| answers.iter().all(|column| column[*at].is_some()))
        .collect();
    let take = |column: &Vec<Option<f64>>| complete.iter().filter_map(|at| column[*at]).collect::<Vec<f64>>();
    let columns: Vec<Vec<f64>> = answers.iter().map(take).collect();
    let weights: Vec<f64> = complete.iter().map(|at| rows.weight(here[*at])).collect();
    let (w, w2) = weights.iter().fold((0.0, 0.0), |(w, w2), x| (w + x, w2 + x * x));
    let mean = |column: &[f64]| {
        let total: f64 = weights.iter().zip(column).map(|(w, x)| w * x).sum();
        (w > 0.0).then(|| total / w)
    };
    let items = ask.items.iter().enumerate().map(|(at, item)| Item {
        variable: *item,
        mean: mean(&columns[at]),
        sd: None,
        item_rest: None,
        alpha_if_dropped: None,
        loading: None,
        turned: ask.turned.contains(item) && ends(survey, *item).is_some(),
        constant: false,
        missing: answers[at].iter().filter(|answer| answer.is_none()).count() as u64,
    });
    let mut found = Reliability {
        base: complete.len() as u64,
        effective_base: kish::effective_base(w, w2).unwrap_or(0.0),
        dropped: (here.len() - complete.len()) as u64,
        alpha: None,
        interval: None,
        alpha_standardised: None,
        average_r: None,
        lambda6: None,
        omega: None,
        no_omega: None,
        composite_reliability: None,
        average_variance_extracted: None,
        ordinal: None,
        items: items.collect(),
        none: None,
    };
    found.none = fill(&mut found, &columns, &weights, ask).err();
    found
}

fn ends(survey: &Survey, item: VariableIndex) -> Option<(f64, f64)> {
    Some(survey.variable(item).domain.scale()?.range())
}

fn answers(rows: &Rows, survey: &Survey, item: VariableIndex, here: &[usize], ask: &Ask) -> Vec<Option<f64>> {
    let numbers = rows.numbers(survey, item, here).into_iter().map(Result::ok);
    match ends(survey, item).filter(|_| ask.turned.contains(&item)) {
        Some((low, high)) => numbers.map(|answer| answer.map(|x| low + high - x)).collect(),
        None => numbers.collect(),
    }
}

/// Sums that are no numbers have no reason of their own.
fn reason(fault: StatError) -> Reason {
    fault.reason().unwrap_or(Reason::NotConverged)
}

fn fill(found: &mut Reliability, columns: &[Vec<f64>], weights: &[f64], ask: &Ask) -> Result<(), Reason> {
    if found.base == 0 {
        return Err(Reason::NoValidAnswers);
    }
    let all = Covariance::weighted(columns, weights).map_err(reason)?;
    for (at, item) in found.items.iter_mut().enumerate() {
        item.sd = Some(all.at(at, at).sqrt());
        item.constant = all.at(at, at) <= 0.0;
    }
    let kept: Vec<usize> = (0..found.items.len()).filter(|at| !found.items[*at].constant).collect();
    if kept.len() < 2 {
        return Err(if kept.len() < found.items.len() {
            Reason::ZeroVariance
        } else {
            Reason::Singular
        });
    }
    let matrix = all.select(&kept).map_err(reason)?;
    let alpha = reliability::alpha(&matrix).map_err(reason)?;
    found.alpha = Some(alpha.raw);
    found.alpha_standardised = alpha.standardised;
    found.average_r = Some(alpha.average_correlation);
    found.lambda6 = alpha.lambda_6;
    found.interval = feldt(alpha.raw, found.effective_base, kept.len(), ask.level);
    for (place, at) in kept.iter().enumerate() {
        let item = &mut found.items[*at];
        item.item_rest = alpha.item_rest[place];
        item.alpha_if_dropped = alpha.if_deleted[place];
    }
    omega(found, &matrix, &kept);
    if ask.ordinal {
        let kept: Vec<&[f64]> = kept.iter().map(|at| columns[*at].as_slice()).collect();
        found.ordinal = Some(ordinal(&kept));
    }
    Ok(())
}

fn feldt(alpha: f64, base: f64, items: usize, level: f64) -> Option<Interval> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an effective base lies between 0 and the number of rows"
    )]
    let whole = (base + 1e-9).floor() as u64;
    reliability::feldt(alpha, whole as f64, items, level).ok()
}

/// Alpha of the polychoric correlations; answers count alike whatever their weight.
fn ordinal(columns: &[&[f64]]) -> Ordinal {
    let columns: Vec<Vec<Option<f64>>> = columns
        .iter()
        .map(|column| column.iter().copied().map(Some).collect())
        .collect();
    let correlations: Result<Vec<Vec<f64>>, StatError> = polychoric_matrix::matrix(&columns)
        .into_iter()
        .map(|row| row.into_iter().collect())
        .collect();
    let matrix = correlations
        .and_then(|rows| Covariance::from_matrix(&rows))
        .map_err(reason)?;
    Ok(reliability::alpha(&matrix).map_err(reason)?.raw)
}

/// Two items have no factor of their own: their reliability is Spearman and Brown's.
fn omega(found: &mut Reliability, matrix: &Covariance, kept: &[usize]) {
    if kept.len() == 2 {
        match reliability::spearman_brown(found.average_r.unwrap_or(0.0)) {
            Ok(value) => found.omega = Some(value),
            Err(fault) => found.no_omega = Some(reason(fault)),
        }
        return;
    }
    match one_factor(matrix, found.base) {
        Ok(factor) => {
            found.omega = Some(factor.omega);
            found.composite_reliability = Some(factor.composite_reliability);
            found.average_variance_extracted = Some(factor.average_variance_extracted);
            for (at, loading) in kept.iter().zip(factor.standardised) {
                found.items[*at].loading = Some(loading);
            }
        }
        Err(fault) => found.no_omega = Some(reason(fault)),
    }
}
