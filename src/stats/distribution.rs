//! Normal, Student, chi-square, F and beta distributions that never panic.
//!
//! The only file that knows `statrs`, of which it takes the normal and the chi-square
//! distribution; the others are made from `beta`. Every function answers NaN for arguments that have no
//! answer; the statistics around it check their arguments first, so that NaN never leaves them.
//! P-values come from the survival functions, which keep their digits far out in the tail.

use std::f64::consts::PI;

use statrs::distribution::ChiSquared;
use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

use super::beta;
use super::beta::Place;

/// From here on Student's distribution is computed from the normal one.
const MANY_DEGREES: f64 = 1e4;

/// From here on the first powers of 1/df give the quantiles of levels up to 95 % to less than 4e-14 of themselves.
const ENOUGH_DEGREES: f64 = 150.0;

/// `P(Z <= x)` of the standard normal distribution.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    guarded(x, |x| Normal::standard().cdf(x))
}

/// `P(Z > x)` of the standard normal distribution.
#[must_use]
pub fn normal_sf(x: f64) -> f64 {
    guarded(x, |x| Normal::standard().sf(x))
}

/// Standard normal quantile; `p` in (0, 1).
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if inside(p) {
        Normal::standard().inverse_cdf(p)
    } else {
        f64::NAN
    }
}

/// Two-sided p-value of a standard normal statistic.
#[must_use]
pub fn normal_p(z: f64) -> f64 {
    (2.0 * normal_sf(z.abs())).min(1.0)
}

/// `P(T <= x)` of Student's distribution; `df > 0` may be fractional.
#[must_use]
pub fn t_cdf(x: f64, df: f64) -> f64 {
    t_sf(-x, df)
}

/// `P(T > x)` of Student's distribution; `df > 0` may be fractional.
///
/// Source for many degrees of freedom, where the continued fraction takes long: G. W. Hill (1970),
/// Commun. ACM 13, 617–619 (relative error below 1e-12 from 10,000 on).
#[must_use]
pub fn t_sf(x: f64, df: f64) -> f64 {
    if df > MANY_DEGREES {
        return normal_sf(normal_equivalent(x, df));
    }
    if df.is_nan() || df <= 0.0 || x.is_nan() {
        return f64::NAN;
    }
    // df/(df + x²) and its rest, without squaring what may be huge.
    let ratio = x / df.sqrt();
    let above = 1.0 / (1.0 + 1.0 / (ratio * ratio));
    let place = Place {
        below: 1.0 / (1.0 + ratio * ratio),
        above,
    };
    let tail = beta::tails(place, df / 2.0, 0.5).0 / 2.0;
    if x < 0.0 { 1.0 - tail } else { tail }
}

/// Student quantile; `p` in (0, 1), `df > 0` may be fractional.
#[must_use]
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 || !inside(p) {
        return f64::NAN;
    }
    if p >= 0.5 {
        if p <= 0.5 {
            return 0.0;
        }
        // The lower tail is the side that keeps its digits.
        return -t_quantile(1.0 - p, df);
    }
    let z = normal_quantile(p);
    let start = near_student(z, df);
    if df >= ENOUGH_DEGREES && z * z <= 4.0 {
        return start;
    }
    let ln_scale = ln_gamma(df / 2.0) - ln_gamma(f64::midpoint(df, 1.0));
    let density = |x: f64| {
        let kernel = -f64::midpoint(df, 1.0) * (x * x / df).ln_1p();
        let scale = if df > MANY_DEGREES {
            0.5 * (2.0 * PI).ln()
        } else {
            0.5 * (df * PI).ln() + ln_scale
        };
        (kernel - scale).exp()
    };
    solve(
        p,
        (-1e300, 0.0),
        start,
        &Side {
            tail: &|x| t_cdf(x, df),
            density: &density,
            sign: 1.0,
            // A Newton step squares the error: behind one this small nothing is left to correct.
            enough: 1e-9,
        },
    )
}

/// Student's quantile from the normal one `z`, in powers of 1/df: all digits from some hundred degrees of freedom on, a
/// place to start from for fewer.
///
/// Source: R. A. Fisher & E. A. Cornish (1960), Technometrics 2, 209–225; M. Abramowitz & I. A. Stegun, 26.7.5
/// (four powers); H. Goldberg & H. Levine (1946), Ann. Math. Stat. 17, 216–225 (the fifth).
fn near_student(z: f64, df: f64) -> f64 {
    if df < 5.0 {
        return z * (1.0 + (z * z + 1.0) / (4.0 * df));
    }
    let q = z * z;
    let first = (q + 1.0) / 4.0;
    let second = ((5.0 * q + 16.0) * q + 3.0) / 96.0;
    let third = (((3.0 * q + 19.0) * q + 17.0) * q - 15.0) / 384.0;
    let fourth = ((((79.0 * q + 776.0) * q + 1482.0) * q - 1920.0) * q - 945.0) / 92_160.0;
    let fifth = (((((27.0 * q + 339.0) * q + 930.0) * q - 1782.0) * q - 765.0) * q + 17_955.0) / 368_640.0;
    z * (1.0 + (first + (second + (third + (fourth + fifth / df) / df) / df) / df) / df)
}

/// Two-sided p-value of a Student statistic.
#[must_use]
pub fn t_p(t: f64, df: f64) -> f64 {
    (2.0 * t_sf(t.abs(), df)).min(1.0)
}

/// `P(X > x)` of the chi-square distribution with `df > 0`: the p-value of a chi-square statistic.
#[must_use]
pub fn chi_square_sf(x: f64, df: f64) -> f64 {
    let Ok(chi_square) = ChiSquared::new(df) else {
        return f64::NAN;
    };
    guarded(x, |x| if x <= 0.0 { 1.0 } else { chi_square.sf(x) })
}

/// `P(X <= x)` of the chi-square distribution with `df > 0`.
#[must_use]
pub fn chi_square_cdf(x: f64, df: f64) -> f64 {
    let Ok(chi_square) = ChiSquared::new(df) else {
        return f64::NAN;
    };
    guarded(x, |x| if x <= 0.0 { 0.0 } else { chi_square.cdf(x) })
}

/// `P(X > x)` of the F distribution: the p-value of an F statistic; both df are positive.
#[must_use]
pub fn f_sf(x: f64, df1: f64, df2: f64) -> f64 {
    if x.is_nan() || !positive(df1) || !positive(df2) {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 1.0;
    }
    let odds = df1 / df2 * x;
    let place = Place {
        below: 1.0 / (1.0 + 1.0 / odds),
        above: 1.0 / (1.0 + odds),
    };
    beta::tails(place, df1 / 2.0, df2 / 2.0).1
}

/// F quantile; `p` in (0, 1), both df positive.
#[must_use]
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    let x = beta_quantile(p, df1 / 2.0, df2 / 2.0);
    df2 * x / (df1 * (1.0 - x))
}

/// `P(X <= x)` of the beta distribution on `[0, 1]`; both shapes are positive.
#[must_use]
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x.is_nan() || !positive(a) || !positive(b) {
        return f64::NAN;
    }
    beta::tails(Place::at(x), a, b).0
}

/// Beta quantile; `p` in (0, 1), both shapes positive.
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if !inside(p) || !positive(a) || !positive(b) {
        return f64::NAN;
    }
    let density = |x: f64| beta::density(Place::at(x), a, b);
    let start = a / (a + b);
    let lower = |x: f64| beta::tails(Place::at(x), a, b).0;
    let upper = |x: f64| beta::tails(Place::at(x), a, b).1;
    if p <= 0.5 {
        let side = Side {
            tail: &lower,
            density: &density,
            sign: 1.0,
            enough: 4.0 * f64::EPSILON,
        };
        solve(p, (0.0, 1.0), start, &side)
    } else {
        let side = Side {
            tail: &upper,
            density: &density,
            sign: -1.0,
            enough: 4.0 * f64::EPSILON,
        };
        solve(1.0 - p, (0.0, 1.0), start, &side)
    }
}

/// `P(X <= k)` for `k` heads in `tosses` of a fair coin.
#[must_use]
pub fn fair_coin_cdf(k: u64, tosses: u64) -> f64 {
    if k >= tosses {
        1.0
    } else {
        beta_cdf(0.5, (tosses - k) as f64, k as f64 + 1.0)
    }
}

/// `ln Γ(x)` for `x > 0`.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    statrs::function::gamma::ln_gamma(x)
}

fn positive(shape: f64) -> bool {
    shape.is_finite() && shape > 0.0
}

fn inside(p: f64) -> bool {
    p > 0.0 && p < 1.0
}

fn guarded(x: f64, f: impl Fn(f64) -> f64) -> f64 {
    if x.is_nan() { f64::NAN } else { f(x) }
}

/// The normal deviate with the same upper tail as Student's `x`.
fn normal_equivalent(x: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let b = 48.0 * a * a;
    let y = a * (x / df * x).ln_1p();
    let correction = ((((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b) + y + 3.0) / b;
    // From a certain size on, both tails are zero in this precision.
    if correction.is_finite() {
        x.signum() * y.sqrt() * (1.0 + correction)
    } else {
        x
    }
}

/// One tail of a distribution with its density; `sign` is 1 for the lower tail and −1 for the upper.
struct Side<'a> {
    tail: &'a dyn Fn(f64) -> f64,
    density: &'a dyn Fn(f64) -> f64,
    sign: f64,
    /// A step smaller than this part of the place is the last.
    enough: f64,
}

/// The place in `bracket` at which the tail is `p`: Newton steps on the logarithm of the tail, which
/// is nearly straight far out, and halving where a step would leave the bracket.
///
/// The library's own inverses are not used: they do not end for 1e8 degrees of freedom and panic for
/// very small probabilities.
fn solve(p: f64, bracket: (f64, f64), start: f64, side: &Side) -> f64 {
    let (mut low, mut high) = bracket;
    let mut x = if start > low && start < high {
        start
    } else {
        between(low, high)
    };
    for _ in 0..500 {
        let tail = (side.tail)(x);
        let distance = (tail / p).ln() * side.sign;
        if distance < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let step = distance * tail / (side.density)(x);
        let next = x - step;
        let next = if next > low && next < high {
            next
        } else {
            between(low, high)
        };
        let done = (next - x).abs() <= side.enough * x.abs() || next <= low || next >= high;
        x = next;
        if done {
            break;
        }
    }
    x
}

/// The geometric middle where both ends have one sign and lie far apart, else the middle.
fn between(low: f64, high: f64) -> f64 {
    if low > 0.0 && high / low > 4.0 {
        low.sqrt() * high.sqrt()
    } else if high < 0.0 && low / high > 4.0 {
        -(low.abs().sqrt() * high.abs().sqrt())
    } else {
        f64::midpoint(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(got: f64, want: f64, relative: f64) {
        assert!((got - want).abs() <= relative * want.abs(), "{got} is not {want}");
    }

    #[test]
    fn tails_and_quantiles_agree_with_scipy() {
        close(normal_sf(8.0), 6.220_960_574_271_74e-16, 1e-9);
        close(t_sf(12.0, 7.3), 2.277_892_614_785_275e-06, 1e-9);
        close(chi_square_sf(80.0, 3.0), 3.069_277_486_172_416_4e-17, 1e-9);
        close(f_sf(24.3, 3.0, 507.0), 1.047_356_798_615_022e-14, 1e-9);
        close(beta_quantile(0.025, 733.0, 425.0), 0.605_027_242_291_422_9, 1e-10);
        close(t_quantile(1e-9, 3.0), -1_033.109_674_503_807_8, 1e-8);
        close(f_quantile(1e-8, 2.0, 9.0), 1.000_000_006_111_111_3e-08, 1e-8);
        close(fair_coin_cdf(3, 12), 299.0 / 4096.0, 1e-13);
    }

    #[test]
    fn very_many_answers_keep_their_digits() {
        close(t_sf(1.96, 1e7), 0.024_997_909_012_657_114, 1e-10);
        close(t_sf(1.96, 12_345.0), 0.025_009_126_308_005_062, 1e-10);
        close(t_quantile(0.025, 1e7), -1.959_964_221_767_205_5, 1e-11);
        close(beta_cdf(0.63, 630_000.0, 370_001.0), 0.500_448_957_395_775_3, 1e-10);
        close(f_sf(1.0, 4.0, 1e6), 0.406_006_391_049_888_34, 1e-10);
        close(beta_quantile(0.975, 3.0, 1e6), 7.224_654_345_113_813e-6, 1e-10);
        close(t_quantile(0.025, 9_999.0), -1.960_201_263_621_357_7, 1e-11);
        // mpmath, 40 digits.
        close(t_quantile(0.025, 150.0), -1.975_905_330_896_620_5, 1e-13);
        close(t_quantile(0.025, 187.5), -1.972_696_771_194_493_1, 1e-13);
        close(t_quantile(0.05, 1000.0), -1.646_378_817_285_464_7, 1e-13);
        close(t_quantile(0.025, 40.0), -2.021_075_390_306_273_4, 1e-13);
        close(t_quantile(0.025, 149.99), -1.975_906_402_189_593, 1e-13);
    }

    #[test]
    fn arguments_without_an_answer_give_nan_and_no_panic() {
        for bad in [f64::NAN, -1.0, 0.0] {
            assert!(t_sf(1.0, bad).is_nan());
            assert!(t_quantile(0.5, bad).is_nan());
            assert!(chi_square_sf(1.0, bad).is_nan());
            assert!(f_sf(1.0, bad, 2.0).is_nan());
            assert!(beta_quantile(0.5, bad, 2.0).is_nan());
            assert!(normal_quantile(bad).is_nan());
        }
        assert!(normal_sf(f64::NAN).is_nan() && t_sf(f64::NAN, 3.0).is_nan());
        assert_eq!((normal_sf(f64::INFINITY), t_sf(f64::INFINITY, 3.0)), (0.0, 0.0));
        assert!((t_quantile(0.5, 3.0)).abs() < 1e-12);
        assert!(t_quantile(1e-200, 0.3).is_finite() && t_quantile(1e-300, 1e8) < -30.0);
        assert!((t_quantile(0.025, f64::MAX) + 1.96).abs() < 1e-3);
    }

    proptest! {
        #[test]
        fn quantiles_lead_back_to_their_probability(
            p in 1e-6..0.999_999_f64, a in 0.3..3000.0_f64, b in 0.3..3000.0_f64,
        ) {
            close(beta_cdf(beta_quantile(p, a, b), a, b), p, 1e-8);
            close(t_cdf(t_quantile(p, a), a), p, 1e-9);
            close(1.0 - f_sf(f_quantile(p, a, b), a, b), p, 1e-7);
        }
    }
}
