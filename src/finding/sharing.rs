//! The test of two groups that share respondents, such as those who chose two answers to one multiple choice.

use super::compare::Test;
use super::compare::compare;
use super::compare::finished;
use super::compare::linearised;
use crate::measure::Basis;
use crate::measure::Estimate;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::comparison::Reference;
use crate::stats::overlap;
use crate::stats::overlap::Shared;
use crate::stats::two_proportions::Tally;

/// Tests `now` against `then`, two estimates of one measure from groups with `shared` respondents. Where the expected
/// counts are too small for z there is no test: Fisher's is for groups that do not overlap.
#[must_use]
pub fn compare_sharing(now: &Estimate, then: &Estimate, shared: Shared, level: f64) -> (Comparison, Test) {
    if shared == Shared::default() {
        return compare(now, then, level);
    }
    let difference = now.value - then.value;
    let made = match (&now.basis, &then.basis) {
        // The same people twice: no difference to be unsure about.
        _ if shared.base > 0 && shared.base == now.base && shared.base == then.base => Err(Reason::ZeroVariance.into()),
        (Basis::Tally(a), Basis::Tally(b)) if few(*a, *b) => Err(Reason::Boundary.into()),
        (Basis::Tally(a), Basis::Tally(b)) => overlap::shares(*a, *b, shared, level),
        (Basis::Mean(a), Basis::Mean(b)) => overlap::means(a, b, shared, level),
        (a, b) => match (linearised(a), linearised(b)) {
            (Some(one), Some(two)) => {
                let reference = if matches!((a, b), (Basis::Nps(_), Basis::Nps(_))) {
                    Reference::Normal
                } else {
                    Reference::Student((one.df + two.df - shared.base as f64).max(1.0))
                };
                overlap::linearised(&one, &two, shared, reference, level)
            }
            _ => Err(StatError::Undefined(Reason::Boundary)),
        },
    };
    finished(made, difference, Test::Overlapping)
}

/// Whether an expected count is below 5 (with no hit at all, or nothing but hits, p is 1 anyway).
fn few(a: Tally, b: Tally) -> bool {
    let (hits, base) = ((a.hits + b.hits) as f64, (a.base + b.base) as f64);
    let smaller = a.base.min(b.base) as f64;
    hits > 0.0 && hits < base && smaller * hits.min(base - hits) / base < 5.0
}
