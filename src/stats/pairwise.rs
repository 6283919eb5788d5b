//! Every pair of several means: Welch's test, Games–Howell, Tukey–Kramer.

use super::comparison::Comparison;
use super::counts::Summary;
use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;
use super::studentised_range;
use super::t_test;

/// A pair of groups, counted from 0 with `first < second`, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair<T> {
    /// The earlier group.
    pub first: usize,
    /// The later group.
    pub second: usize,
    /// The result.
    pub result: T,
}

/// A test by the studentised range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RangeTest {
    /// Later mean minus earlier mean.
    pub difference: f64,
    /// The studentised range q; absent with a reason.
    pub q: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// P-value corrected for all pairs.
    pub p: Option<f64>,
    /// Simultaneous interval of the difference.
    pub interval: Option<Interval>,
    /// Why there is no test.
    pub reason: Option<Reason>,
}

/// Welch's t test of each pair, later minus earlier group; p-values are not corrected.
///
/// # Errors
/// [`Reason::EmptyGroup`] with fewer than two groups or a group without values; [`StatError::Domain`] for a level outside
/// (0, 1).
pub fn welch(groups: &[Summary], level: f64) -> Result<Vec<Pair<Comparison>>, StatError> {
    interval::tail(level)?;
    let pairs = pairs(groups)?.into_iter();
    pairs
        .map(|(first, second)| {
            let result = t_test::welch(&groups[second], &groups[first], level)?;
            Ok(Pair { first, second, result })
        })
        .collect()
}

/// Games and Howell's test of each pair: q = |d|·√2/√(s₁²/n₁ + s₂²/n₂) with Welch's degrees of freedom, against the range
/// of all groups that have a variance. Groups and variances may differ in size.
///
/// # Errors
/// [`Reason::EmptyGroup`] with fewer than two groups or a group without values.
///
/// Source: P. A. Games & J. F. Howell (1976), J. Educ. Stat. 1, 113–125.
pub fn games_howell(groups: &[Summary], level: f64) -> Result<Vec<Pair<RangeTest>>, StatError> {
    let tail = 2.0 * interval::tail(level)?;
    let k = groups.iter().filter(|group| group.variance.is_some()).count();
    let test = |first: usize, second: usize| {
        let plain = t_test::welch(&groups[second], &groups[first], 0.95)?;
        let (Some(t), Some(df)) = (plain.statistic, plain.df) else {
            return Ok(RangeTest::without(plain.difference, plain.reason));
        };
        let unit = plain.standard_error.unwrap_or(0.0) / 2.0_f64.sqrt();
        Ok(RangeTest::of(
            plain.difference,
            (t.abs() * 2.0_f64.sqrt(), unit),
            (k, df),
            tail,
        ))
    };
    tests(groups, test)
}

/// Tukey and Kramer's test of each pair with one pooled variance; only where equal variances are known.
///
/// q = |d|/√(MSW/2·(1/n₁ + 1/n₂)), df = N − k.
///
/// # Errors
/// As [`games_howell`].
///
/// Source: C. Y. Kramer (1956), Biometrics 12, 307–310; R `TukeyHSD`.
pub fn tukey_kramer(groups: &[Summary], level: f64) -> Result<Vec<Pair<RangeTest>>, StatError> {
    let tail = 2.0 * interval::tail(level)?;
    let size = |group: &Summary| group.base as f64;
    let df = groups.iter().map(size).sum::<f64>() - groups.len() as f64;
    let inside = |group: &Summary| (size(group) - 1.0) * group.variance.unwrap_or(0.0);
    let within: f64 = groups.iter().map(inside).sum();
    let test = |first: usize, second: usize| {
        let (one, two) = (&groups[first], &groups[second]);
        let difference = two.mean - one.mean;
        if df <= 0.0 {
            return Ok(RangeTest::without(difference, Some(Reason::TooFewAnswers)));
        }
        let error = (within / df / 2.0 * (1.0 / size(one) + 1.0 / size(two))).sqrt();
        if error == 0.0 {
            return Ok(RangeTest::without(difference, Some(Reason::ZeroVariance)));
        }
        Ok(RangeTest::of(
            difference,
            (difference.abs() / error, error),
            (groups.len(), df),
            tail,
        ))
    };
    tests(groups, test)
}

impl RangeTest {
    /// `unit` is the standard error that q counts in; the interval leaves out `tail`.
    fn of(difference: f64, (q, unit): (f64, f64), (groups, df): (usize, f64), tail: f64) -> Self {
        let half = studentised_range::upper_quantile(tail, groups, df) * unit;
        Self {
            difference,
            q: Some(q),
            df: Some(df),
            p: Some(studentised_range::upper_tail(q, groups, df)),
            interval: half.is_finite().then_some(Interval {
                low: difference - half,
                high: difference + half,
            }),
            reason: None,
        }
    }

    fn without(difference: f64, reason: Option<Reason>) -> Self {
        Self {
            difference,
            q: None,
            df: None,
            p: None,
            interval: None,
            reason,
        }
    }
}

fn tests(
    groups: &[Summary],
    test: impl Fn(usize, usize) -> Result<RangeTest, StatError>,
) -> Result<Vec<Pair<RangeTest>>, StatError> {
    let pairs = pairs(groups)?.into_iter();
    pairs
        .map(|(first, second)| {
            Ok(Pair {
                first,
                second,
                result: test(first, second)?,
            })
        })
        .collect()
}

/// All pairs, by the earlier group and then the later one.
fn pairs(groups: &[Summary]) -> Result<Vec<(usize, usize)>, StatError> {
    if groups.len() < 2 || groups.iter().any(|group| group.base == 0) {
        return Err(Reason::EmptyGroup.into());
    }
    let from = |first: usize| (first + 1..groups.len()).map(move |second| (first, second));
    Ok((0..groups.len()).flat_map(from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ValueCounts;
    use proptest::prelude::*;

    fn summary(values: &[i32]) -> Summary {
        let values = values.iter().copied().map(f64::from);
        ValueCounts::of(values).unwrap().summary().unwrap()
    }

    #[test]
    fn simultaneous_intervals_are_those_of_tukey_hsd() {
        // R 4.2.2: TukeyHSD(aov(v ~ g)).
        let groups = [
            &[4.0, 3.0, 5.0, 4.0, 2.0, 5.0][..],
            &[2.0, 3.0, 1.0, 2.0, 4.0],
            &[5.0, 4.0, 4.0, 5.0, 3.0, 5.0, 4.0],
        ];
        let groups: Vec<Summary> = groups
            .iter()
            .map(|values| ValueCounts::of(values.iter().copied()).unwrap().summary().unwrap())
            .collect();
        let want = [
            (-3.030_212_89, 0.163_546_22),
            (-1.014_799_31, 1.919_561_22),
            (0.341_551_62, 3.429_876_95),
        ];
        for (pair, (low, high)) in tukey_kramer(&groups, 0.95).unwrap().iter().zip(want) {
            let got = pair.result.interval.unwrap();
            assert!(
                (got.low - low).abs() < 1e-6 && (got.high - high).abs() < 1e-6,
                "{got:?}"
            );
        }
        // Of two groups Games and Howell's interval is Welch's.
        let two = games_howell(&groups[..2], 0.95).unwrap()[0].result.interval.unwrap();
        let welch = t_test::welch(&groups[1], &groups[0], 0.95).unwrap().interval.unwrap();
        assert!((two.low - welch.low).abs() < 1e-9 && (two.high - welch.high).abs() < 1e-9);
    }

    #[test]
    fn a_constant_pair_and_a_single_answer_have_no_test() {
        let groups = [
            summary(&[4, 4, 4]),
            summary(&[3, 3]),
            summary(&[1, 2, 5]),
            summary(&[2]),
        ];
        let got = games_howell(&groups, 0.95).unwrap();
        let reasons: Vec<_> = got.iter().map(|pair| pair.result.reason).collect();
        let few = Some(Reason::TooFewAnswers);
        assert_eq!(reasons, [Some(Reason::ZeroVariance), None, few, None, few, few]);
        assert!(
            tukey_kramer(&groups, 0.95)
                .unwrap()
                .iter()
                .all(|pair| pair.result.p.is_some())
        );
        let alone = games_howell(&groups[..1], 0.95).unwrap_err();
        assert_eq!(alone.reason(), Some(Reason::EmptyGroup));
    }

    proptest! {
        #[test]
        fn with_two_groups_all_are_students_or_welchs_test(
            a in prop::collection::vec(1_i32..=7, 2..30), b in prop::collection::vec(1_i32..=7, 2..30),
        ) {
            let pair = [summary(&a), summary(&b)];
            prop_assume!(pair.iter().all(|group| group.variance.unwrap() > 0.0));
            for (range, t) in [
                (games_howell(&pair, 0.95).unwrap(), t_test::welch(&pair[1], &pair[0], 0.95).unwrap()),
                (tukey_kramer(&pair, 0.95).unwrap(), t_test::student(&pair[1], &pair[0], 0.95).unwrap()),
            ] {
                prop_assert!((range[0].result.p.unwrap() - t.p.unwrap()).abs() < 1e-9);
                prop_assert!((range[0].result.difference - t.difference).abs() < 1e-12);
            }
        }
    }
}
