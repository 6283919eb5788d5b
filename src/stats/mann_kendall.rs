//! Mann–Kendall: does a series rise or fall, whatever the form of the rise? And by how much: Sen's slope.

use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;

/// Below so many values the p-value comes from all orders of them.
pub const EXACT_BELOW: usize = 8;

/// What the test found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Number of values.
    pub base: usize,
    /// Pairs that rise less pairs that fall.
    pub s: f64,
    /// Variance of S without a trend, corrected for ties.
    pub variance: f64,
    /// (S ∓ 1)/√variance; nothing when all values are equal.
    pub z: Option<f64>,
    /// Two-sided p-value: from all orders of the values below eight of them, else from z; 1 when all are equal.
    pub p: f64,
    /// Two-sided p-value from z, whatever the number of values.
    pub p_normal: f64,
    /// Kendall's τ-b of the values with time; nothing when all values are equal.
    pub tau: Option<f64>,
}

/// Tests a series in the order of time.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without values, [`Reason::TooFewAnswers`] with fewer than three.
///
/// Source: H. B. Mann (1945), Econometrica 13, 245–259; M. G. Kendall (1975), Rank Correlation Methods, ch. 4.
pub fn test(values: &[f64]) -> Result<MannKendall, StatError> {
    let base = values.len();
    if base == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    if base < 3 {
        return Err(Reason::TooFewAnswers.into());
    }
    let s = rises(values);
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = base as f64;
    let (mut variance, mut tied) = (n * (n - 1.0) * (2.0 * n + 5.0), 0.0);
    for equal in sorted.chunk_by(|one, two| one.total_cmp(two).is_eq()) {
        let t = equal.len() as f64;
        variance -= t * (t - 1.0) * (2.0 * t + 5.0);
        tied += t * (t - 1.0) / 2.0;
    }
    variance /= 18.0;
    let pairs = n * (n - 1.0) / 2.0;
    if tied >= pairs {
        return Ok(MannKendall {
            base,
            s: 0.0,
            variance: 0.0,
            z: None,
            p: 1.0,
            p_normal: 1.0,
            tau: None,
        });
    }
    let z = if s == 0.0 {
        0.0
    } else {
        (s - s.signum()) / variance.sqrt()
    };
    let p_normal = distribution::normal_p(z);
    let p = if base < EXACT_BELOW {
        exact(&sorted, s)
    } else {
        p_normal
    };
    let tau = s / (pairs * (pairs - tied)).sqrt();
    Ok(MannKendall {
        base,
        s,
        variance,
        z: Some(z),
        p,
        p_normal,
        tau: Some(tau),
    })
}

fn rises(values: &[f64]) -> f64 {
    let mut s = 0_i64;
    for (place, first) in values.iter().enumerate() {
        for second in &values[place + 1..] {
            s += i64::from(second > first) - i64::from(second < first);
        }
    }
    s as f64
}

/// Share of all orders of the values whose |S| is at least the one found.
fn exact(sorted: &[f64], s: f64) -> f64 {
    let mut order = sorted.to_vec();
    let (mut all, mut far) = (0.0, 0.0);
    visit(&mut order, 0, &mut |values| {
        all += 1.0;
        far += f64::from(u8::from(rises(values).abs() >= s.abs()));
    });
    far / all
}

/// Every order of the values from `place` on.
fn visit(values: &mut Vec<f64>, place: usize, seen: &mut impl FnMut(&[f64])) {
    if place + 1 >= values.len() {
        seen(values);
        return;
    }
    for other in place..values.len() {
        values.swap(place, other);
        visit(values, place + 1, seen);
        values.swap(place, other);
    }
}

/// Median of the slopes of all pairs, per unit of time, with its interval: the slopes at the ranks (pairs ± z·√variance)/2.
///
/// `times` are the moments of the values, one each, all different.
///
/// # Errors
/// As [`test()`]; [`StatError::Domain`] when `level` is not in (0, 1) or moments repeat. The interval is absent when the
/// variance is zero or its ranks leave the pairs.
///
/// Source: P. K. Sen (1968), J. Am. Stat. Assoc. 63, 1379–1389.
pub fn sen_slope(times: &[f64], values: &[f64], level: f64) -> Result<(f64, Option<Interval>), StatError> {
    let z = interval::critical_z(level)?;
    let variance = test(values)?.variance;
    let mut slopes = Vec::with_capacity(values.len() * (values.len() - 1) / 2);
    for (place, (time, value)) in times.iter().zip(values).enumerate() {
        for (later, other) in times.iter().zip(values).skip(place + 1) {
            if later.total_cmp(time).is_eq() {
                return Err(StatError::Domain("each moment occurs once"));
            }
            slopes.push((other - value) / (later - time));
        }
    }
    slopes.sort_by(f64::total_cmp);
    let pairs = slopes.len();
    let median = if pairs % 2 == 1 {
        slopes[pairs / 2]
    } else {
        f64::midpoint(slopes[pairs / 2 - 1], slopes[pairs / 2])
    };
    let reach = z * variance.sqrt();
    let rank = |rank: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be a rank"
        )]
        (rank >= 1.0 && rank <= pairs as f64).then(|| slopes[rank as usize - 1])
    };
    let low = rank(((pairs as f64 - reach) / 2.0).round_ties_even());
    let high = rank((f64::midpoint(pairs as f64, reach) + 1.0).round_ties_even());
    let bounds = low.zip(high).filter(|_| variance > 0.0);
    Ok((
        median,
        bounds
            .map(|(low, high)| Interval { low, high })
            .filter(|ci| ci.high > ci.low),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_rising_values_have_kendalls_exact_probability() {
        // Kendall (1975), appendix table 1: n = 4, P(S ≥ 6) = 0.042; n = 5, P(S ≥ 8) = 0.042.
        let four = test(&[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert!(
            (four.p - 2.0 / 24.0).abs() < 1e-12 && (four.s - 6.0).abs() < 1e-12,
            "{four:?}"
        );
        let five = test(&[1.0, 2.0, 3.0, 5.0, 4.0]).unwrap();
        assert!((five.p - 2.0 * 0.041_666_666_666_666_664).abs() < 1e-12, "{five:?}");
    }

    #[test]
    fn a_slope_is_per_unit_of_time() {
        let (slope, _) = sen_slope(&[1.0, 2.0, 4.0, 8.0], &[3.0, 5.0, 9.0, 17.0], 0.95).unwrap();
        assert!((slope - 2.0).abs() < 1e-12);
        assert!(sen_slope(&[1.0, 1.0, 2.0], &[1.0, 2.0, 3.0], 0.95).is_err());
        assert_eq!(test(&[1.0, 2.0]), Err(StatError::Undefined(Reason::TooFewAnswers)));
    }

    proptest! {
        #[test]
        fn turning_time_turns_the_sign(values in prop::collection::vec(-4_i32..5, 3..30)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let mut turned = values.clone();
            turned.reverse();
            let (one, two) = (test(&values).unwrap(), test(&turned).unwrap());
            prop_assert!((one.s + two.s).abs() < 1e-12 && (one.p - two.p).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&one.p));
        }
    }
}
