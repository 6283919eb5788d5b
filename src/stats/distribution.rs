//! Normal, Student, chi-square, F and beta distributions that never panic.
//!
//! The only file that knows `statrs`. Every function answers NaN for arguments that have no
//! answer; the statistics around it check their arguments first, so that NaN never leaves them.
//! P-values come from the survival functions, which keep their digits far out in the tail.

use statrs::distribution::Beta;
use statrs::distribution::ChiSquared;
use statrs::distribution::ContinuousCDF;
use statrs::distribution::FisherSnedecor;
use statrs::distribution::Normal;
use statrs::distribution::StudentsT;

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
#[must_use]
pub fn t_sf(x: f64, df: f64) -> f64 {
    let Ok(student) = StudentsT::new(0.0, 1.0, df) else {
        return f64::NAN;
    };
    guarded(x, |x| student.sf(x))
}

/// Student quantile; `p` in (0, 1), `df > 0` may be fractional.
#[must_use]
pub fn t_quantile(p: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 || !inside(p) {
        return f64::NAN;
    }
    if p > 0.5 {
        // 1 - p is exact here, and the lower tail is the side that keeps its digits.
        return -t_quantile(1.0 - p, df);
    }
    let Ok(student) = StudentsT::new(0.0, 1.0, df) else {
        return f64::NAN;
    };
    let quick = student.try_inverse_cdf(p).unwrap_or(f64::NAN);
    checked(quick, p, (-1e150, 0.0), |x| t_cdf(x, df))
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
    let Ok(fisher) = FisherSnedecor::new(df1, df2) else {
        return f64::NAN;
    };
    guarded(x, |x| if x <= 0.0 { 1.0 } else { fisher.sf(x) })
}

/// F quantile; `p` in (0, 1), both df positive.
#[must_use]
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if !inside(p) {
        return f64::NAN;
    }
    let Ok(fisher) = FisherSnedecor::new(df1, df2) else {
        return f64::NAN;
    };
    let quick = fisher.try_inverse_cdf(p).unwrap_or(f64::NAN);
    checked(quick, p, (0.0, 1e150), |x| fisher.cdf(x))
}

/// `P(X <= x)` of the beta distribution on `[0, 1]`; both shapes are positive.
#[must_use]
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    let Ok(beta) = Beta::new(a, b) else {
        return f64::NAN;
    };
    guarded(x, |x| beta.cdf(x.clamp(0.0, 1.0)))
}

/// Beta quantile; `p` in (0, 1), both shapes positive.
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if !inside(p) {
        return f64::NAN;
    }
    let Ok(beta) = Beta::new(a, b) else {
        return f64::NAN;
    };
    let quick = beta.try_inverse_cdf(p).unwrap_or(f64::NAN);
    checked(quick, p, (0.0, 1.0), |x| beta.cdf(x))
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

fn inside(p: f64) -> bool {
    p > 0.0 && p < 1.0
}

fn guarded(x: f64, f: impl Fn(f64) -> f64) -> f64 {
    if x.is_nan() { f64::NAN } else { f(x) }
}

/// Keeps a quantile that its own distribution confirms; otherwise halves the bracket, because
/// the library's iteration stops early in the far tails (measured below 1e-6).
fn checked(quick: f64, p: f64, bracket: (f64, f64), cdf: impl Fn(f64) -> f64) -> f64 {
    if quick.is_finite() && (cdf(quick) - p).abs() <= 1e-11 * p {
        return quick;
    }
    let (mut low, mut high) = bracket;
    for _ in 0..1200 {
        let middle = between(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    between(low, high)
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

    fn close(got: f64, want: f64, relative: f64) {
        assert!(
            (got - want).abs() <= relative * want.abs(),
            "{got} is not {want}"
        );
    }

    #[test]
    fn tails_and_quantiles_agree_with_scipy() {
        close(normal_sf(8.0), 6.220_960_574_271_74e-16, 1e-9);
        close(t_sf(12.0, 7.3), 2.277_892_614_785_275e-06, 1e-9);
        close(chi_square_sf(80.0, 3.0), 3.069_277_486_172_416_4e-17, 1e-9);
        close(f_sf(24.3, 3.0, 507.0), 1.047_356_798_615_022e-14, 1e-9);
        close(
            beta_quantile(0.025, 733.0, 425.0),
            0.605_027_242_291_422_9,
            1e-10,
        );
        close(t_quantile(1e-9, 3.0), -1_033.109_674_503_807_8, 1e-8);
        close(
            f_quantile(1e-8, 2.0, 9.0),
            1.000_000_006_111_111_3e-08,
            1e-8,
        );
        close(fair_coin_cdf(3, 12), 299.0 / 4096.0, 1e-13);
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
        assert_eq!(
            (normal_sf(f64::INFINITY), t_sf(f64::INFINITY, 3.0)),
            (0.0, 0.0)
        );
        assert!((t_quantile(0.5, 3.0)).abs() < 1e-12);
    }
}
