//! What scoring gives: a value that travels with its interval, base and method.

use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::Summary;
use crate::stats::nps::Groups;
use crate::stats::proportion;
use crate::stats::two_proportions::Tally;
use crate::stats::weighted::Linearised;
use crate::tabulation::Cell;
use serde::Serialize;

/// An estimate, or the reason why there is none.
pub type Outcome = Result<Estimate, Reason>;

/// In what a measure counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share in [0, 1].
    Share,
    /// A net promoter score, −100 to 100.
    Nps,
    /// An index, 0 to 100.
    Index,
    /// The scale's own points; its lowest and highest.
    Scale(f64, f64),
    /// A number with a unit of its own, without ends.
    Number,
}

/// How value and interval were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Share with Wilson's score interval.
    Wilson,
    /// Weighted share, linearised variance, interval on the logit scale.
    WeightedLogit,
    /// Weighted share of 0 or 1: Wilson's interval on the effective base.
    WilsonEffective,
    /// Mean with Student's interval.
    T,
    /// Weighted mean with linearised variance.
    WeightedT,
    /// NPS with the adjusted Wald interval.
    AdjustedWald,
    /// Combination of item means with the variance of their influence functions.
    Influence,
    /// Share under the design of the sample: linearised variance, interval on the logit scale.
    DesignLogit,
    /// Mean, index or NPS under the design of the sample: linearised variance, Student's interval.
    DesignT,
    /// Share weighted to a population: variance of what its margins leave open, interval on the logit scale.
    CalibratedLogit,
    /// Mean, index or NPS weighted to a population: variance of what its margins leave open, Student's interval.
    CalibratedT,
    /// Share with replicate weights: their variance, interval on the logit scale.
    ReplicateLogit,
    /// Mean, index or NPS with replicate weights: their variance, Student's interval.
    ReplicateT,
    /// A figure published earlier.
    Published,
}

impl Method {
    /// The word in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::WeightedLogit => "weighted_logit",
            Self::WilsonEffective => "wilson_effective",
            Self::T => "t",
            Self::WeightedT => "weighted_t",
            Self::AdjustedWald => "adjusted_wald",
            Self::Influence => "influence",
            Self::DesignLogit => "design_logit",
            Self::DesignT => "design_t",
            Self::CalibratedLogit => "calibrated_logit",
            Self::CalibratedT => "calibrated_t",
            Self::ReplicateLogit => "replicate_logit",
            Self::ReplicateT => "replicate_t",
            Self::Published => "published",
        }
    }
}

/// What a test of this estimate is made from; `finding` chooses the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis {
    /// An unweighted share.
    Tally(Tally),
    /// An unweighted mean.
    Mean(Summary),
    /// An unweighted NPS.
    Nps(Groups),
    /// Anything with a design-based variance, in the unit of the value.
    Linearised(Linearised),
    /// A weighted share of exactly 0 or 1: its linearised variance is 0 and says nothing; the effective base does.
    EffectiveShare,
    /// A value alone: a variance is not to be had.
    Bare,
}

impl Basis {
    /// The standard error of the value, in its unit; `None` where none is known, also where all answers are the same.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        let error = match self {
            Self::Tally(tally) => proportion::standard_error(tally.share().ok()?, tally.base as f64).ok(),
            Self::Mean(summary) => summary.standard_error(),
            Self::Nps(groups) => groups.standard_error().ok(),
            Self::Linearised(found) => Some(found.standard_error()),
            Self::EffectiveShare | Self::Bare => None,
        };
        error.filter(|error| error.is_finite() && *error > 0.0)
    }
}

/// A value with all that is known about its accuracy.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// In the unit of its measure ([`Unit`]).
    pub value: f64,
    /// At the level it was scored at; `None` with `no_interval`.
    pub interval: Option<Interval>,
    /// Why there is no interval.
    pub no_interval: Option<Reason>,
    /// Responses behind it, unweighted.
    pub base: u64,
    /// Kish's effective base; equal to the base when all weigh alike.
    pub effective_base: f64,
    /// How it was made.
    pub method: Method,
    /// For tests.
    pub basis: Basis,
    /// Responses left out by kind of missing, in the order of [`crate::model::Missing::ALL`]; empty where several
    /// items come together.
    pub left_out: Vec<u64>,
}

impl Estimate {
    /// The same estimate with the interval `made` gives, or the reason why it gives none.
    pub(super) fn with_interval(mut self, made: Result<Interval, StatError>) -> Result<Self, Reason> {
        match made {
            Ok(interval) => self.interval = Some(interval),
            Err(fault) => self.no_interval = Some(reason(fault)?),
        }
        Ok(self)
    }
}

/// The reason in a statistics error.
///
/// # Errors
/// Sums that are no numbers (weights too large to square) have no reason of their own: the estimate does not exist.
pub(super) fn reason(fault: StatError) -> Result<Reason, Reason> {
    fault.reason().ok_or(Reason::NotConverged)
}

/// Kish's effective base of a cell; the base itself when all weigh alike.
pub(super) fn effective_base(cell: Cell) -> f64 {
    crate::stats::kish::effective_base(cell.w, cell.w2).unwrap_or(0.0)
}

/// Whether the responses of a wave all weigh alike, so that the unweighted methods are exact.
pub(super) fn weigh_alike(rows: Cell) -> bool {
    let (square, alike) = (rows.w * rows.w, rows.n as f64 * rows.w2);
    (square - alike).abs() <= 1e-12 * alike
}
