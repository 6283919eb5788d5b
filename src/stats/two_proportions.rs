//! Two shares of independent samples: difference, interval, test and effect size.

use serde::Deserialize;
use serde::Serialize;

use super::comparison::Comparison;
use super::contingency;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_z;
use super::proportion;

/// Hits among a base of answers; `hits <= base` is checked where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Answers that count.
    pub hits: u64,
    /// All valid answers.
    pub base: u64,
}

impl Tally {
    /// Hits over base, in `[0, 1]`.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] for an empty base, [`StatError::Domain`] when hits exceed it.
    pub fn share(self) -> Result<f64, StatError> {
        if self.hits > self.base {
            return Err(StatError::Domain("the hits cannot exceed the base"));
        }
        if self.base == 0 {
            return Err(Reason::NoValidAnswers.into());
        }
        Ok(self.hits as f64 / self.base as f64)
    }
}

/// Pooled z test of two shares with Newcombe's interval of their difference.
///
/// z² is Pearson's χ² without correction. Two shares that are both 0 or both 1 give p = 1, no
/// statistic and [`Reason::ZeroVariance`]. `standard_error` is the unpooled one.
///
/// # Errors
/// [`Reason::EmptyGroup`] when a base is empty; [`StatError::Domain`] when hits exceed their base or
/// for a level outside (0, 1).
pub fn compare(first: Tally, second: Tally, level: f64) -> Result<Comparison, StatError> {
    let (p1, p2) = shares(first, second)?;
    let (n1, n2) = (first.base as f64, second.base as f64);
    let interval = Some(newcombe(first, second, level)?);
    let difference = p1 - p2;
    let standard_error = Some(unpooled_error(p1, n1, p2, n2));
    let pooled = (first.hits + second.hits) as f64 / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    if error == 0.0 {
        return Ok(Comparison {
            difference,
            standard_error,
            interval,
            statistic: None,
            df: None,
            p: Some(1.0),
            reason: Some(Reason::ZeroVariance),
        });
    }
    let z = difference / error;
    Ok(Comparison {
        difference,
        standard_error,
        interval,
        statistic: Some(z),
        df: None,
        p: Some(distribution::normal_p(z)),
        reason: None,
    })
}

/// Newcombe's hybrid score interval of first minus second share.
///
/// # Errors
/// As [`compare`].
///
/// Source: R. G. Newcombe (1998), Stat. Med. 17, 873–890, method 10.
pub fn newcombe(first: Tally, second: Tally, level: f64) -> Result<Interval, StatError> {
    let (p1, p2) = shares(first, second)?;
    let one = proportion::wilson(p1, first.base as f64, level)?;
    let two = proportion::wilson(p2, second.base as f64, level)?;
    let difference = p1 - p2;
    Ok(Interval {
        low: difference - (p1 - one.low).hypot(two.high - p2),
        high: difference + (one.high - p1).hypot(p2 - two.low),
    })
}

/// Wald interval of first minus second share with unpooled variances; too narrow near 0 and 1.
///
/// # Errors
/// As [`compare`]; [`Reason::ZeroVariance`] when both shares are 0 or 1.
pub fn wald(first: Tally, second: Tally, level: f64) -> Result<Interval, StatError> {
    let (p1, p2) = shares(first, second)?;
    let z = critical_z(level)?;
    let error = unpooled_error(p1, first.base as f64, p2, second.base as f64);
    if error == 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    Ok(Interval::around(p1 - p2, z * error))
}

/// P-value of the χ² test with Yates's continuity correction, for comparison with other tools.
///
/// # Errors
/// As [`compare`]; [`Reason::ZeroMargin`] when both shares are 0 or both 1.
pub fn yates_p(first: Tally, second: Tally) -> Result<f64, StatError> {
    shares(first, second)?;
    let table = [
        [first.hits, first.base - first.hits],
        [second.hits, second.base - second.hits],
    ];
    Ok(contingency::yates(table)?.p)
}

/// Cohen's h = 2 asin √p₁ − 2 asin √p₂: a difference of shares that weighs alike near 0, ½ and 1.
///
/// # Errors
/// [`StatError::Domain`] for a share outside `[0, 1]`.
pub fn cohens_h(first: f64, second: f64) -> Result<f64, StatError> {
    if (0.0..=1.0).contains(&first) && (0.0..=1.0).contains(&second) {
        Ok(2.0 * (first.sqrt().asin() - second.sqrt().asin()))
    } else {
        Err(StatError::Domain("a share must lie between 0 and 1"))
    }
}

fn unpooled_error(p1: f64, n1: f64, p2: f64, n2: f64) -> f64 {
    (p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2).sqrt()
}

fn shares(first: Tally, second: Tally) -> Result<(f64, f64), StatError> {
    let share = |tally: Tally| match tally.share() {
        Err(StatError::Undefined(_)) => Err(StatError::Undefined(Reason::EmptyGroup)),
        other => other,
    };
    Ok((share(first)?, share(second)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally() -> impl Strategy<Value = Tally> {
        (1_u64..400).prop_flat_map(|base| (0..=base).prop_map(move |hits| Tally { hits, base }))
    }

    #[test]
    fn newcombe_agrees_with_the_worked_example_of_his_table_ii() {
        // 56/70 against 48/80: 0.0524 to 0.3339.
        let (first, second) = (Tally { hits: 56, base: 70 }, Tally { hits: 48, base: 80 });
        let got = newcombe(first, second, 0.95).unwrap();
        assert!(
            (got.low - 0.0524).abs() < 5e-5 && (got.high - 0.3339).abs() < 5e-5,
            "{got:?}"
        );
    }

    #[test]
    fn more_hits_than_answers_and_empty_groups_are_told_apart() {
        let some = Tally { hits: 1, base: 2 };
        let none = Tally { hits: 0, base: 0 };
        let bad = Tally { hits: 3, base: 2 };
        assert_eq!(compare(some, none, 0.95), Err(StatError::Undefined(Reason::EmptyGroup)));
        assert!(matches!(compare(bad, some, 0.95), Err(StatError::Domain(_))));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_difference_and_p_is_a_probability(first in tally(), second in tally()) {
            let here = compare(first, second, 0.95).unwrap();
            let there = compare(second, first, 0.95).unwrap();
            prop_assert!(here.interval.unwrap().contains(here.difference));
            prop_assert!((0.0..=1.0).contains(&here.p.unwrap()));
            prop_assert_eq!(here.p, there.p);
            prop_assert!((here.interval.unwrap().low + there.interval.unwrap().high).abs() < 1e-12);
        }
    }
}
