//! The change between two answers of the same people.
//!
//! A person's two answers are one observation of the change, so the spread of the changes is what the test is made of;
//! what people have in common with themselves drops out.

use super::comparison::Comparison;
use super::comparison::Reference;
use super::counts::ValueCounts;
use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;
use super::mcnemar;
use super::t_test;

/// One person's answers at two times, with the weights of the two responses (positive; 1 without weights).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The earlier answer.
    pub then: f64,
    /// The later answer.
    pub now: f64,
    /// Weight of the earlier response.
    pub weight_then: f64,
    /// Weight of the later response.
    pub weight_now: f64,
}

/// One mean of a combination of means, such as an item of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What its mean counts in the combination.
    pub coefficient: f64,
    /// By person, in one order for all parts; `None` where one of the two answers is missing.
    pub pairs: Vec<Option<Pair>>,
}

/// What the same people said at two times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// People with both answers to at least one part.
    pub base: u64,
    /// The combination at the earlier time.
    pub then: f64,
    /// The combination at the later time.
    pub now: f64,
    /// Later less earlier.
    pub comparison: Comparison,
}

/// How many of the same people said yes and no at two times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turnover {
    /// Yes both times.
    pub stayed: u64,
    /// No, then yes.
    pub gained: u64,
    /// Yes, then no.
    pub lost: u64,
    /// No both times.
    pub never: u64,
}

impl Turnover {
    /// People with both answers.
    #[must_use]
    pub const fn base(self) -> u64 {
        self.stayed + self.gained + self.lost + self.never
    }
}

/// The change of a share: `McNemar`'s test, exact below 25 changes, and the adjusted Wald interval, which adds a change in
/// either direction. Shares are in [0, 1]. The interval is around the adjusted difference and need not be centred on the
/// one seen; with nobody changed p is 1.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without people; [`StatError::Domain`] for a level outside (0, 1).
///
/// Sources: Q. `McNemar` (1947), Psychometrika 12, 153–157; D. G. Bonett & R. M. Price (2012), J. Educ. Behav. Stat. 37,
/// 479–488.
pub fn share(turnover: Turnover, level: f64) -> Result<Change, StatError> {
    let critical = interval::critical_z(level)?;
    let base = turnover.base();
    if base == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let n = base as f64;
    let (gained, lost) = (turnover.gained as f64, turnover.lost as f64);
    let (up, down) = ((gained + 1.0) / (n + 2.0), (lost + 1.0) / (n + 2.0));
    let error = ((up + down - (up - down).powi(2)) / (n + 2.0)).sqrt();
    let tested = mcnemar::test(turnover.gained, turnover.lost);
    let changes = turnover.gained + turnover.lost;
    let share = |yes: u64| yes as f64 / n;
    Ok(Change {
        base,
        then: share(turnover.stayed + turnover.lost),
        now: share(turnover.stayed + turnover.gained),
        comparison: Comparison {
            difference: (gained - lost) / n,
            standard_error: Some(error),
            interval: Some(Interval::around(up - down, critical * error).clamped(-1.0, 1.0)),
            statistic: tested
                .corrected
                .filter(|_| changes >= 25)
                .map(|corrected| corrected.statistic),
            df: tested.corrected.filter(|_| changes >= 25).map(|_| 1.0),
            p: Some(tested.p(changes)),
            reason: None,
        },
    })
}

/// The change of a combination of means: of one unweighted mean the paired t test; else Student's t with the linearised
/// variance of n people as sampling units, n − 1 degrees of freedom. Weights are those of each time.
///
/// A part without any pair has no mean, so the combination has none: [`Reason::NoValidAnswers`].
///
/// # Errors
/// As above; [`StatError::Domain`] for a level outside (0, 1) or numbers that are not finite.
///
/// Sources: Student (1908), Biometrika 6, 1–25; D. A. Binder (1983), Int. Stat. Rev. 51, 279–292 (linearisation), as R
/// `survey`: `svyby` with `covmat` and `svycontrast`, people as clusters.
pub fn means(parts: &[Part], level: f64) -> Result<Change, StatError> {
    interval::tail(level)?;
    let people = parts.iter().map(|part| part.pairs.len()).max().unwrap_or(0);
    let mut moved = vec![None; people];
    let (mut then, mut now, mut scale) = (0.0, 0.0, 0.0_f64);
    for part in parts {
        let centre = Centre::of(part)?;
        then += part.coefficient * centre.then;
        now += part.coefficient * centre.now;
        scale = scale.max(
            (part.coefficient * centre.then)
                .abs()
                .max((part.coefficient * centre.now).abs()),
        );
        for (moved, pair) in moved.iter_mut().zip(&part.pairs) {
            if let Some(pair) = pair {
                *moved.get_or_insert(0.0) += part.coefficient * centre.influence(*pair);
            }
        }
    }
    let influences: Vec<f64> = moved.into_iter().flatten().collect();
    let base = influences.len() as u64;
    let made = |comparison| Change {
        base,
        then,
        now,
        comparison,
    };
    if let [only] = parts
        && only
            .pairs
            .iter()
            .flatten()
            .all(|pair| (pair.weight_then, pair.weight_now) == (1.0, 1.0))
    {
        let pairs = only.pairs.iter().flatten();
        let differences = ValueCounts::of(pairs.map(|pair| only.coefficient * (pair.now - pair.then)))?;
        return Ok(made(t_test::paired(&differences.summary()?, level)?));
    }
    if base < 2 {
        return Ok(made(Comparison::without_test(now - then, Reason::TooFewAnswers)));
    }
    let n = base as f64;
    let variance = n / (n - 1.0) * influences.iter().map(|u| u * u).sum::<f64>();
    // What is left when all change alike is rounding.
    let noise = (scale * 1e-14).powi(2);
    let error = if variance <= noise { 0.0 } else { variance.sqrt() };
    Ok(made(Comparison::wald(
        now - then,
        error,
        Reference::Student(n - 1.0),
        level,
    )?))
}

/// The means of a part at both times, and the weights behind them.
struct Centre {
    then: f64,
    now: f64,
    weight_then: f64,
    weight_now: f64,
}

impl Centre {
    fn of(part: &Part) -> Result<Self, StatError> {
        let mut pairs = part.pairs.iter().flatten().peekable();
        // Counted from the first answer, so that answers that are all alike have exactly their value as mean.
        let origin = **pairs.peek().ok_or(Reason::NoValidAnswers)?;
        let (mut then, mut now, mut weight_then, mut weight_now) = (0.0, 0.0, 0.0, 0.0);
        for pair in pairs {
            then += pair.weight_then * (pair.then - origin.then);
            now += pair.weight_now * (pair.now - origin.now);
            weight_then += pair.weight_then;
            weight_now += pair.weight_now;
        }
        let made = Self {
            then: origin.then + then / weight_then,
            now: origin.now + now / weight_now,
            weight_then,
            weight_now,
        };
        if made.then.is_finite() && made.now.is_finite() {
            Ok(made)
        } else {
            Err(StatError::Domain("weights and values must be numbers that add up"))
        }
    }

    /// What one person moves the change by.
    fn influence(&self, pair: Pair) -> f64 {
        pair.weight_now * (pair.now - self.now) / self.weight_now
            - pair.weight_then * (pair.then - self.then) / self.weight_then
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const THEN: [f64; 10] = [3.0, 4.0, 2.0, 5.0, 3.0, 4.0, 1.0, 2.0, 4.0, 3.0];
    const NOW: [f64; 10] = [4.0, 4.0, 3.0, 5.0, 5.0, 4.0, 2.0, 1.0, 5.0, 4.0];

    fn part(then: &[f64], now: &[f64], weights: Option<(&[f64], &[f64])>) -> Part {
        let pair = |at: usize| Pair {
            then: then[at],
            now: now[at],
            weight_then: weights.map_or(1.0, |(then, _)| then[at]),
            weight_now: weights.map_or(1.0, |(_, now)| now[at]),
        };
        Part {
            coefficient: 1.0,
            pairs: (0..then.len()).map(|at| Some(pair(at))).collect(),
        }
    }

    fn agrees(change: &Change, [difference, error, p, low, high]: [f64; 5]) {
        let found = &change.comparison;
        let interval = found.interval.unwrap();
        let got = [
            found.difference,
            found.standard_error.unwrap(),
            found.p.unwrap(),
            interval.low,
            interval.high,
        ];
        for (got, want) in got.into_iter().zip([difference, error, p, low, high]) {
            assert!((got - want).abs() < 1e-9, "{change:?}: {got} is not {want}");
        }
        assert!((change.now - change.then - difference).abs() < 1e-12);
    }

    /// R 4.2.2: `t.test(now, then, paired = TRUE)`.
    #[test]
    fn one_unweighted_mean_is_the_paired_t_test() {
        let change = means(&[part(&THEN, &NOW, None)], 0.95).unwrap();
        agrees(
            &change,
            [
                0.6,
                0.266_666_666_666_667,
                0.051_003_260_706_950_8,
                -0.003_241_910_079_521_3,
                1.203_241_910_079_521_3,
            ],
        );
        assert_eq!((change.base, change.comparison.df), (10, Some(9.0)));
    }

    /// R survey 4.1.1: `svydesign(ids = ~person, weights = ~w)`, `svyby(…, covmat = TRUE)`, `svycontrast`.
    #[test]
    fn weights_of_both_times_are_those_of_a_sample_of_people() {
        let then = [1.0, 2.0, 1.0, 0.5, 1.5, 1.0, 2.0, 1.0, 0.8, 1.2];
        let now = [1.2, 1.8, 1.0, 0.5, 1.5, 0.9, 2.2, 1.0, 1.0, 1.0];
        let change = means(&[part(&THEN, &NOW, Some((&then, &now)))], 0.95).unwrap();
        agrees(
            &change,
            [
                0.653_719_008_264_463,
                0.279_609_493_642_252,
                0.044_166_775_421_739_9,
                0.021_198_389_435_264_3,
                1.286_239_627_093_66,
            ],
        );
        assert!((change.then - 2.9).abs() < 1e-12);
        let yes = |answers: &[f64]| {
            answers
                .iter()
                .map(|y| f64::from(u8::from(*y >= 4.0)))
                .collect::<Vec<_>>()
        };
        let change = means(&[part(&yes(&THEN), &yes(&NOW), Some((&then, &now)))], 0.95).unwrap();
        agrees(
            &change,
            [
                0.294_559_228_650_138,
                0.166_080_845_835_923,
                0.109_882_527_034_483,
                -0.081_141_746_361_181,
                0.670_260_203_661_456,
            ],
        );
    }

    /// R survey 4.1.1: `svycontrast(svytotal(~a + b + one + ok, …), quote(0.6 * a / one + 0.4 * b / ok))`, the differences
    /// on 0–100.
    #[test]
    fn an_index_takes_each_item_from_those_who_answered_it_twice() {
        let scaled = |answers: &[f64]| answers.iter().map(|y| 25.0 * (y - 1.0)).collect::<Vec<_>>();
        let first = Part {
            coefficient: 0.6,
            ..part(&scaled(&THEN), &scaled(&NOW), None)
        };
        let then = [2.0, 3.0, 0.0, 4.0, 0.0, 1.0, 2.0, 3.0, 3.0, 4.0];
        let now = [3.0, 3.0, 0.0, 4.0, 0.0, 2.0, 2.0, 4.0, 5.0, 5.0];
        let mut second = Part {
            coefficient: 0.4,
            ..part(&scaled(&then), &scaled(&now), None)
        };
        (second.pairs[2], second.pairs[4]) = (None, None);
        let change = means(&[first, second], 0.95).unwrap();
        agrees(
            &change,
            [
                16.5,
                5.020_098_493_943_01,
                0.009_426_549_216_036_19,
                5.143_748_233_974_34,
                27.856_251_766_025_7,
            ],
        );
    }

    /// The standard error is that of the R package vcmeta, `se.prop.ps(16, 64, 5, 15)`: 0.05953213 around 0.5784314; p is
    /// R's `mcnemar.test(matrix(c(10, 5, 20, 30), 2))` and, below 25 changes, `binom.test(1, 8)`.
    #[test]
    fn a_share_has_mcnemars_test_and_the_adjusted_interval() {
        let turnover = |gained, lost, stayed, never| Turnover {
            stayed,
            gained,
            lost,
            never,
        };
        let change = share(turnover(64, 5, 15, 16), 0.95).unwrap();
        let interval = change.comparison.interval.unwrap();
        assert!((change.comparison.standard_error.unwrap() - 0.059_532_13).abs() < 5e-9);
        assert!((f64::midpoint(interval.low, interval.high) - 0.578_431_4).abs() < 5e-8);
        assert!((change.comparison.difference - 0.59).abs() < 1e-12);
        let tested = share(turnover(20, 5, 10, 30), 0.95).unwrap().comparison;
        assert!((tested.p.unwrap() - 0.005_110_260_660_86).abs() < 1e-12);
        assert!((tested.statistic.unwrap() - 7.84).abs() < 1e-12);
        let exact = share(turnover(1, 7, 1, 12), 0.95).unwrap().comparison;
        assert!((exact.p.unwrap() - 0.070_312_5).abs() < 1e-12 && exact.statistic.is_none());
        assert_eq!(share(turnover(0, 0, 3, 4), 0.95).unwrap().comparison.p, Some(1.0));
        assert_eq!(share(Turnover::default(), 0.95), Err(Reason::NoValidAnswers.into()));
    }

    /// R 4.2.2: `t.test` of the scores −100, 0 and 100, paired.
    #[test]
    fn a_net_promoter_score_is_the_mean_of_its_scores() {
        let score = |answers: [f64; 10]| {
            answers.map(|y| {
                if y >= 9.0 {
                    100.0
                } else if y >= 7.0 {
                    0.0
                } else {
                    -100.0
                }
            })
        };
        let then = score([9.0, 7.0, 3.0, 10.0, 6.0, 8.0, 5.0, 0.0, 9.0, 7.0]);
        let now = score([10.0, 9.0, 6.0, 10.0, 7.0, 8.0, 4.0, 2.0, 9.0, 9.0]);
        let change = means(&[part(&then, &now, None)], 0.95).unwrap();
        agrees(
            &change,
            [
                30.0,
                15.275_252_316_519_47,
                0.081_126_188_845_840_6,
                -4.555_021_441_364_382,
                64.555_021_441_364_39,
            ],
        );
    }

    #[test]
    fn changes_that_are_all_alike_have_no_test_and_a_part_without_pairs_no_mean() {
        let one_up: Vec<f64> = THEN.iter().map(|y| y + 1.0).collect();
        for weights in [None, Some((&[1.1; 10][..], &[1.1; 10][..]))] {
            let change = means(&[part(&THEN, &one_up, weights)], 0.95).unwrap();
            assert_eq!(change.comparison.p, None);
            assert_eq!(change.comparison.reason, Some(Reason::ZeroVariance));
            assert!((change.comparison.difference - 1.0).abs() < 1e-12);
        }
        let nobody = Part {
            coefficient: 1.0,
            pairs: vec![None; 3],
        };
        assert_eq!(means(&[nobody], 0.95), Err(Reason::NoValidAnswers.into()));
        let one = means(&[part(&THEN[..1], &NOW[..1], None)], 0.95).unwrap();
        assert_eq!(one.comparison.reason, Some(Reason::TooFewAnswers));
    }

    proptest! {
        #[test]
        fn going_back_is_the_same_change_with_the_other_sign(answers in prop::collection::vec((1_u8..6, 1_u8..6, 0.5_f64..2.0), 3..40)) {
            let side = |pick: fn(&(u8, u8, f64)) -> f64| answers.iter().map(pick).collect::<Vec<_>>();
            let (then, now, weights) = (side(|a| a.0.into()), side(|a| a.1.into()), side(|a| a.2));
            let there = means(&[part(&then, &now, Some((&weights, &weights)))], 0.95).unwrap();
            let back = means(&[part(&now, &then, Some((&weights, &weights)))], 0.95).unwrap();
            prop_assert!((there.comparison.difference + back.comparison.difference).abs() < 1e-12);
            let (p, q) = (there.comparison.p, back.comparison.p);
            prop_assert!(p.is_some() == q.is_some() && p.zip(q).is_none_or(|(p, q)| (p - q).abs() < 1e-9));
        }

        #[test]
        fn a_weight_of_two_thirds_for_all_changes_nothing(answers in prop::collection::vec((1_u8..6, 1_u8..6), 3..40)) {
            let side = |pick: fn(&(u8, u8)) -> u8| answers.iter().map(|a| pick(a).into()).collect::<Vec<f64>>();
            let (then, now, weights) = (side(|a| a.0), side(|a| a.1), vec![2.0 / 3.0; answers.len()]);
            let plain = means(&[part(&then, &now, None)], 0.95).unwrap().comparison;
            let weighted = means(&[part(&then, &now, Some((&weights, &weights)))], 0.95).unwrap().comparison;
            let close = |a: Option<f64>, b: Option<f64>| a.is_some() == b.is_some() && a.zip(b).is_none_or(|(a, b)| (a - b).abs() < 1e-9);
            prop_assert!(close(plain.p, weighted.p) && close(plain.standard_error, weighted.standard_error));
        }
    }
}
