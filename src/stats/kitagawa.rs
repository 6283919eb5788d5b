//! The change of a mean taken apart: what groups did (rate), and how their shares moved (mix).

use super::error::Reason;
use super::error::StatError;
use serde::Serialize;

/// A group of one sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Its weight among all groups, in any unit; 0 when it has nobody.
    pub weight: f64,
    /// Its mean; without meaning when it has nobody.
    pub mean: f64,
    /// Variance of the mean; 0 when unknown.
    pub variance: f64,
}

/// One sample: its groups, in the same order for both samples, and the (effective) number of respondents.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The groups; they do not overlap and hold everybody.
    pub groups: Vec<Group>,
    /// Effective base of the shares.
    pub base: f64,
}

/// One effect with its variance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effect {
    /// In the unit of the mean.
    pub value: f64,
    /// Its variance by the delta method.
    pub variance: f64,
}

/// What one group did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupEffects {
    /// Shares in the later and the earlier sample.
    pub shares: (f64, f64),
    /// Its own change, at its average share.
    pub rate: Effect,
    /// The change of its share, at its average distance from the mean of all.
    pub mix: Effect,
}

/// A change taken apart; `change = rate + mix`, and each is the sum of its groups'.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Later mean less earlier mean of all groups.
    pub change: f64,
    /// What groups did.
    pub rate: Effect,
    /// How shares moved.
    pub mix: Effect,
    /// By group, in order.
    pub groups: Vec<GroupEffects>,
}

/// Takes the change from `then` to `now`, two independent samples, apart:
/// rate `Σ ½(s₁+s₀)(m₁−m₀)`, mix `Σ (½(m₁+m₀) − ½(M₁+M₀))(s₁−s₀)`.
///
/// A group without anybody in one sample has the other's mean there, so that its coming or going is all mix. Variances by
/// the delta method: means of groups vary independently, shares as those of a multinomial of the effective base.
///
/// # Errors
/// [`Reason::NoValidAnswers`] when a sample is empty; [`StatError::Domain`] for samples with other groups, negative weights
/// or numbers that are not finite.
///
/// Source: E. M. Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168–1194.
pub fn decompose(now: &Sample, then: &Sample) -> Result<Parts, StatError> {
    if now.groups.len() != then.groups.len() {
        return Err(StatError::Domain("both samples have the same groups"));
    }
    let (one, two) = (Known::of(now, then)?, Known::of(then, now)?);
    let count = one.shares.len();
    let mean = |known: &Known| -> f64 { known.shares.iter().zip(&known.means).map(|(s, m)| s * m).sum() };
    let (whole_now, whole_then) = (mean(&one), mean(&two));
    let middle = f64::midpoint(whole_now, whole_then);
    let groups = (0..count).map(|g| {
        let (s, t) = (
            f64::midpoint(one.shares[g], two.shares[g]),
            one.shares[g] - two.shares[g],
        );
        let (d, m) = (
            one.means[g] - two.means[g],
            f64::midpoint(one.means[g], two.means[g]) - middle,
        );
        let only = |at: usize, x: f64| if at == g { x } else { 0.0 };
        let mixed = |own: &Known, sign: f64| Gradient {
            means: (0..count).map(|k| t * 0.5 * (only(k, 1.0) - own.shares[k])).collect(),
            shares: (0..count).map(|k| only(k, sign * m) - 0.5 * t * own.means[k]).collect(),
        };
        let rated = |sign: f64| Gradient {
            means: (0..count).map(|k| only(k, sign * s)).collect(),
            shares: (0..count).map(|k| only(k, 0.5 * d)).collect(),
        };
        GroupEffects {
            shares: (one.shares[g], two.shares[g]),
            rate: Effect {
                value: s * d,
                variance: one.variance(&rated(1.0)) + two.variance(&rated(-1.0)),
            },
            mix: Effect {
                value: m * t,
                variance: one.variance(&mixed(&one, 1.0)) + two.variance(&mixed(&two, -1.0)),
            },
        }
    });
    let groups: Vec<GroupEffects> = groups.collect();
    let changes: Vec<f64> = one.means.iter().zip(&two.means).map(|(a, b)| a - b).collect();
    let shares: Vec<f64> = one
        .shares
        .iter()
        .zip(&two.shares)
        .map(|(a, b)| f64::midpoint(*a, *b))
        .collect();
    let moved: Vec<f64> = one.shares.iter().zip(&two.shares).map(|(a, b)| a - b).collect();
    let middles: Vec<f64> = one
        .means
        .iter()
        .zip(&two.means)
        .map(|(a, b)| f64::midpoint(*a, *b))
        .collect();
    let scaled = |values: &[f64], factor: f64| values.iter().map(|x| x * factor).collect::<Vec<f64>>();
    let rate = |sign: f64| Gradient {
        means: scaled(&shares, sign),
        shares: scaled(&changes, 0.5),
    };
    let mix = |sign: f64| Gradient {
        means: scaled(&moved, 0.5),
        shares: scaled(&middles, sign),
    };
    Ok(Parts {
        change: whole_now - whole_then,
        rate: Effect {
            value: groups.iter().map(|group| group.rate.value).sum(),
            variance: one.variance(&rate(1.0)) + two.variance(&rate(-1.0)),
        },
        mix: Effect {
            value: groups.iter().map(|group| group.mix.value).sum(),
            variance: one.variance(&mix(1.0)) + two.variance(&mix(-1.0)),
        },
        groups,
    })
}

/// Slopes of an effect in the means and shares of one sample.
struct Gradient {
    means: Vec<f64>,
    shares: Vec<f64>,
}

/// Shares and means of one sample, every mean known.
struct Known {
    shares: Vec<f64>,
    means: Vec<f64>,
    variances: Vec<f64>,
    base: f64,
}

impl Known {
    fn of(own: &Sample, other: &Sample) -> Result<Self, StatError> {
        let fine = |group: &Group| {
            let numbers = [group.weight, group.variance];
            let empty = group.weight == 0.0;
            numbers.iter().all(|x| x.is_finite() && *x >= 0.0) && (empty || group.mean.is_finite())
        };
        if !own.groups.iter().all(fine) || !own.base.is_finite() {
            return Err(StatError::Domain(
                "weights and variances must be zero or positive numbers",
            ));
        }
        let total: f64 = own.groups.iter().map(|group| group.weight).sum();
        if total <= 0.0 || own.base <= 0.0 {
            return Err(Reason::NoValidAnswers.into());
        }
        let pairs = || own.groups.iter().zip(&other.groups);
        let means = pairs().map(|(own, other)| match (own.weight > 0.0, other.weight > 0.0) {
            (true, _) => own.mean,
            (false, true) => other.mean,
            (false, false) => 0.0,
        });
        Ok(Self {
            shares: own.groups.iter().map(|group| group.weight / total).collect(),
            means: means.collect(),
            variances: own
                .groups
                .iter()
                .map(|group| if group.weight > 0.0 { group.variance } else { 0.0 })
                .collect(),
            base: own.base,
        })
    }

    fn variance(&self, gradient: &Gradient) -> f64 {
        let of_means: f64 = gradient.means.iter().zip(&self.variances).map(|(g, v)| g * g * v).sum();
        let pairs = || gradient.shares.iter().zip(&self.shares);
        let first: f64 = pairs().map(|(g, s)| g * s).sum();
        let spread: f64 = pairs().map(|(g, s)| s * (g - first).powi(2)).sum();
        of_means + spread / self.base
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::resample;
    use proptest::prelude::*;

    fn sample(groups: &[(f64, f64)], base: f64) -> Sample {
        let groups = groups.iter().map(|(weight, mean)| Group {
            weight: *weight,
            mean: *mean,
            variance: 0.01,
        });
        Sample {
            groups: groups.collect(),
            base,
        }
    }

    /// By hand: shares 0.75/0.25 to 0.5/0.5, means 80/60 to 82/62: rate 2, mix −5.
    #[test]
    fn what_groups_did_and_how_shares_moved_add_up() {
        let got = decompose(
            &sample(&[(50.0, 82.0), (50.0, 62.0)], 100.0),
            &sample(&[(75.0, 80.0), (25.0, 60.0)], 100.0),
        );
        let got = got.unwrap();
        assert!((got.change + 3.0).abs() < 1e-12 && (got.rate.value - 2.0).abs() < 1e-12);
        assert!((got.mix.value + 5.0).abs() < 1e-12);
        assert!((got.groups[0].mix.value - (81.0 - 73.5) * -0.25).abs() < 1e-12);
    }

    #[test]
    fn a_group_that_comes_is_all_mix_and_an_empty_sample_has_no_change() {
        let got = decompose(
            &sample(&[(50.0, 80.0), (50.0, 60.0)], 100.0),
            &sample(&[(75.0, 80.0), (0.0, 0.0)], 75.0),
        )
        .unwrap();
        assert!(got.rate.value.abs() < 1e-12 && (got.mix.value + 10.0).abs() < 1e-12);
        let none = decompose(&sample(&[(0.0, 0.0)], 0.0), &sample(&[(1.0, 3.0)], 9.0)).unwrap_err();
        assert_eq!(none.reason(), Some(Reason::NoValidAnswers));
    }

    /// Groups with shares 0.6/0.3/0.1 of 400 answers 0 or 1, drawn anew each time.
    #[test]
    fn variances_agree_with_drawing_again() {
        let truth = [
            [(0.6, 0.7), (0.3, 0.5), (0.1, 0.9)],
            [(0.4, 0.6), (0.4, 0.55), (0.2, 0.8)],
        ];
        let most = 1500 * 700 * 2;
        let mut pool = resample::rows(&mut resample::generator(3, 1), most).into_iter();
        let mut uniform = || (pool.next().unwrap() as f64 + 0.5) / most as f64;
        let mut draw = |wave: usize, n: usize| {
            let mut counts = [(0.0, 0.0); 3];
            for _ in 0..n {
                let u = uniform();
                let group = if u < truth[wave][0].0 {
                    0
                } else if u < truth[wave][0].0 + truth[wave][1].0 {
                    1
                } else {
                    2
                };
                counts[group].0 += 1.0;
                counts[group].1 += if uniform() < truth[wave][group].1 { 1.0 } else { 0.0 };
            }
            let groups = counts.map(|(weight, hits)| {
                let mean = hits / weight;
                Group {
                    weight,
                    mean,
                    variance: mean * (1.0 - mean) / weight,
                }
            });
            Sample {
                groups: groups.to_vec(),
                base: n as f64,
            }
        };
        let runs: Vec<Parts> = (0..1500)
            .map(|_| decompose(&draw(0, 400), &draw(1, 300)).unwrap())
            .collect();
        let n = runs.len() as f64;
        let check = |of: &dyn Fn(&Parts) -> Effect| {
            let mean = runs.iter().map(|run| of(run).value).sum::<f64>() / n;
            let drawn = runs.iter().map(|run| (of(run).value - mean).powi(2)).sum::<f64>() / (n - 1.0);
            let stated = runs.iter().map(|run| of(run).variance).sum::<f64>() / n;
            let ratio = (stated / drawn).sqrt();
            assert!((0.93..1.07).contains(&ratio), "{ratio}");
        };
        check(&|run| run.rate);
        check(&|run| run.mix);
        check(&|run| run.groups[2].rate);
        check(&|run| run.groups[0].mix);
    }

    proptest! {
        #[test]
        fn effects_add_up_to_the_change_and_turn_round_with_time(
            now in prop::collection::vec((0.0..50.0_f64, 0.0..100.0_f64), 3),
            then in prop::collection::vec((0.1..50.0_f64, 0.0..100.0_f64), 3),
        ) {
            let (now, then) = (sample(&now, 100.0), sample(&then, 90.0));
            prop_assume!(now.groups.iter().any(|group| group.weight > 0.0));
            let (there, back) = (decompose(&now, &then).unwrap(), decompose(&then, &now).unwrap());
            prop_assert!((there.rate.value + there.mix.value - there.change).abs() < 1e-9);
            prop_assert!((there.rate.value + back.rate.value).abs() < 1e-9);
            prop_assert!((there.mix.variance - back.mix.variance).abs() < 1e-9);
            prop_assert!(there.rate.variance >= 0.0 && there.groups.iter().all(|group| group.mix.variance >= 0.0));
        }
    }
}
