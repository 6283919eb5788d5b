//! Intervals of one share.
//!
//! A `share` is in `[0, 1]`, never percent, and `base` is the number of answers behind it; an
//! effective base may be fractional. Bounds at a share of exactly 0 or 1 are exact.

use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;
use super::interval::critical_z;

/// Wilson score interval, the default for a share.
///
/// Returns bounds in `[0, 1]` that enclose `share` and stay apart even at 0 and 1.
///
/// # Errors
/// [`Reason::NoValidAnswers`] when `base` is 0: no answers is not a share of zero.
/// [`StatError::Domain`] for a share outside `[0, 1]`, a negative base or a level outside (0, 1).
///
/// Source: E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209–212.
pub fn wilson(share: f64, base: f64, level: f64) -> Result<Interval, StatError> {
    check(share, base)?;
    let z = critical_z(level)?;
    let shrink = 1.0 + z * z / base;
    let centre = (share + z * z / (2.0 * base)) / shrink;
    let half = z / shrink * (share * (1.0 - share) / base + (z / (2.0 * base)).powi(2)).sqrt();
    Ok(fitted(share, Interval::around(centre, half)))
}

/// Wilson score interval with continuity correction; wider, for those who must not undercover.
///
/// # Errors
/// As [`wilson`].
///
/// Source: R. G. Newcombe (1998), Stat. Med. 17, 857–872, method 4.
pub fn wilson_corrected(share: f64, base: f64, level: f64) -> Result<Interval, StatError> {
    check(share, base)?;
    let z = critical_z(level)?;
    let correction = 0.5 / base;
    let spread = z * z / (2.0 * base);
    let bound = |share: f64, sign: f64| {
        let root = (share * (1.0 - share) / base + spread / (2.0 * base)).sqrt();
        (share + spread + sign * z * root) / (1.0 + 2.0 * spread)
    };
    let (below, above) = (share - correction, share + correction);
    Ok(fitted(
        share,
        Interval {
            low: if below <= 0.0 { 0.0 } else { bound(below, -1.0) },
            high: if above >= 1.0 { 1.0 } else { bound(above, 1.0) },
        },
    ))
}

/// Agresti–Coull interval, not clamped: bounds may leave `[0, 1]` (use [`Interval::clamped`] to print).
///
/// # Errors
/// As [`wilson`].
///
/// Source: A. Agresti & B. A. Coull (1998), Am. Stat. 52, 119–126.
pub fn agresti_coull(share: f64, base: f64, level: f64) -> Result<Interval, StatError> {
    check(share, base)?;
    let z = critical_z(level)?;
    let grown = base + z * z;
    let centre = (share * base + z * z / 2.0) / grown;
    Ok(Interval::around(centre, z * (centre * (1.0 - centre) / grown).sqrt()))
}

/// Exact (Clopper–Pearson) interval from the binomial distribution.
///
/// # Errors
/// As [`wilson`].
///
/// Source: C. J. Clopper & E. S. Pearson (1934), Biometrika 26, 404–413.
pub fn clopper_pearson(share: f64, base: f64, level: f64) -> Result<Interval, StatError> {
    check(share, base)?;
    let tail = interval::tail(level)?;
    let hits = share * base;
    let misses = base - hits;
    Ok(Interval {
        low: if share <= 0.0 {
            0.0
        } else {
            distribution::beta_quantile(tail, hits, misses + 1.0)
        },
        high: if share >= 1.0 {
            1.0
        } else {
            distribution::beta_quantile(1.0 - tail, hits + 1.0, misses)
        },
    })
}

/// Jeffreys interval: the equal-tailed credible interval under a Beta(½, ½) prior.
///
/// At a share of exactly 0 or 1 the bound there is that share, as its authors advise.
///
/// # Errors
/// As [`wilson`].
///
/// Source: L. D. Brown, T. T. Cai & A. `DasGupta` (2001), Stat. Sci. 16, 101–133.
pub fn jeffreys(share: f64, base: f64, level: f64) -> Result<Interval, StatError> {
    check(share, base)?;
    let tail = interval::tail(level)?;
    let (hits, misses) = (share * base + 0.5, base * (1.0 - share) + 0.5);
    Ok(Interval {
        low: if share <= 0.0 {
            0.0
        } else {
            distribution::beta_quantile(tail, hits, misses)
        },
        high: if share >= 1.0 {
            1.0
        } else {
            distribution::beta_quantile(1.0 - tail, hits, misses)
        },
    })
}

/// Wald interval `share ± z·se`, for comparison with other tools; it collapses at 0 and 1.
///
/// # Errors
/// [`Reason::TooFewAnswers`] when `base` is below 2, [`Reason::ZeroVariance`] at a share of 0 or 1;
/// else as [`wilson`].
pub fn wald(share: f64, base: f64, level: f64) -> Result<Interval, StatError> {
    let error = standard_error(share, base)?;
    if base < 2.0 {
        return Err(Reason::TooFewAnswers.into());
    }
    if error == 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    Ok(Interval::around(share, critical_z(level)? * error))
}

/// Standard error `√(p(1−p)/n)` of a share.
///
/// # Errors
/// As [`wilson`].
pub fn standard_error(share: f64, base: f64) -> Result<f64, StatError> {
    check(share, base)?;
    Ok((share * (1.0 - share) / base).sqrt())
}

/// Sets what rounding would leave a hair beside: the bound at an extreme share.
fn fitted(share: f64, interval: Interval) -> Interval {
    Interval {
        low: if share <= 0.0 {
            0.0
        } else {
            interval.low.clamp(0.0, share)
        },
        high: if share >= 1.0 {
            1.0
        } else {
            interval.high.clamp(share, 1.0)
        },
    }
}

fn check(share: f64, base: f64) -> Result<(), StatError> {
    if !base.is_finite() || base < 0.0 {
        return Err(StatError::Domain("the base must be zero or a positive number"));
    }
    if base == 0.0 {
        return Err(Reason::NoValidAnswers.into());
    }
    if (0.0..=1.0).contains(&share) {
        Ok(())
    } else {
        Err(StatError::Domain(
            "a share must lie between 0 and 1: the hits cannot exceed the base",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wilson_agrees_with_newcombe_1998_table_i() {
        for (hits, base, low, high) in [
            (81.0, 263.0, 0.2553, 0.3662),
            (15.0, 148.0, 0.0624, 0.1605),
            (0.0, 20.0, 0.0, 0.1611),
            (1.0, 29.0, 0.0061, 0.1718),
        ] {
            let got = wilson(hits / base, base, 0.95).unwrap();
            assert!(
                (got.low - low).abs() < 5e-5 && (got.high - high).abs() < 5e-5,
                "{got:?}"
            );
        }
    }

    #[test]
    fn an_empty_base_is_no_share() {
        for interval in [wilson, wilson_corrected, agresti_coull, clopper_pearson, jeffreys, wald] {
            let got = interval(0.0, 0.0, 0.95);
            assert_eq!(got, Err(StatError::Undefined(Reason::NoValidAnswers)));
            assert!(matches!(interval(13.0 / 12.0, 12.0, 0.95), Err(StatError::Domain(_))));
            assert!(matches!(interval(0.5, 12.0, 95.0), Err(StatError::Domain(_))));
        }
    }

    proptest! {
        #[test]
        fn intervals_enclose_the_share(base in 1_u32..5000, part in 0.0..=1.0_f64, level in 0.5..0.999_f64) {
            let base = f64::from(base);
            let share = (part * base).round() / base;
            for interval in [wilson, wilson_corrected, agresti_coull, clopper_pearson] {
                let got = interval(share, base, level).unwrap();
                prop_assert!(got.contains(share), "{got:?} {share}");
                let inside = got.clamped(0.0, 1.0);
                prop_assert!(inside.low < inside.high);
            }
        }

        #[test]
        fn a_share_and_its_complement_mirror_each_other(hits in 0_u32..=80, level in 0.5..0.999_f64) {
            for interval in [wilson, wilson_corrected, clopper_pearson, jeffreys] {
                let here = interval(f64::from(hits) / 80.0, 80.0, level).unwrap();
                let there = interval(f64::from(80 - hits) / 80.0, 80.0, level).unwrap();
                prop_assert!((here.low - (1.0 - there.high)).abs() < 1e-10);
            }
        }
    }
}
