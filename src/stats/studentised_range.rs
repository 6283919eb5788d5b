//! Tukey's studentised range: how far apart the largest and the smallest of several means are by chance.

use super::distribution;
use super::sum::Sum;
use std::f64::consts::PI;

/// `P(Q > q)` of the range of `groups` means over their pooled standard error with `df` degrees of freedom.
///
/// Computed as the mean of the range's upper tail over the distribution of the standard error, both by the trapezoid
/// rule, which converges faster than any power for such integrands; tails are never taken as 1 minus a cdf. The error is
/// below 1e-9 of the result. NaN for fewer than two groups, df that are not positive, or a NaN.
///
/// Sources: J. W. Tukey (1953); H. L. Harter (1960), Ann. Math. Stat. 31, 1122–1147 (definition and tables).
#[must_use]
pub fn upper_tail(q: f64, groups: usize, df: f64) -> f64 {
    if groups < 2 || df.is_nan() || df <= 0.0 || q.is_nan() {
        return f64::NAN;
    }
    if q <= 0.0 {
        return 1.0;
    }
    if df > 1e12 {
        return range_tail(q, groups);
    }
    let half = df / 2.0;
    let ln_scale = 2.0_f64.ln() + ln_gamma_defect(half);
    // u is the logarithm of the standard error; its density is about normal with variance 1/(2 df).
    let term = |u: f64| {
        let ln_density = ln_scale + half * (2.0 * u - (2.0 * u).exp_m1());
        if ln_density < -745.0 {
            return 0.0;
        }
        ln_density.exp() * range_tail(q * u.exp(), groups)
    };
    let step = (0.5 / (2.0 * df).sqrt()).min(0.12);
    let centre = 0.5 * (df / (df + q * q / 2.0)).ln();
    let mut whole = Sum::default();
    whole.add(term(centre));
    for direction in [step, -step] {
        let mut last = term(centre);
        for at in 1..20_000 {
            let next = term(centre + direction * f64::from(at));
            whole.add(next);
            let falling = next <= last;
            last = next;
            if falling && next <= 1e-15 * whole.value() {
                break;
            }
        }
    }
    (whole.value() * step).clamp(0.0, 1.0)
}

/// The range that is exceeded with probability `tail` in (0, 1): Tukey's critical value. NaN as [`upper_tail`].
#[must_use]
pub fn upper_quantile(tail: f64, groups: usize, df: f64) -> f64 {
    if groups < 2 || df.is_nan() || df <= 0.0 || !(tail > 0.0 && tail < 1.0) {
        return f64::NAN;
    }
    // The tail falls with q: it is shut in, then halved and cut by the logarithms of the tails.
    let height = |q: f64| (upper_tail(q, groups, df) / tail).ln();
    let (mut low, mut high) = (0.0, 4.0);
    let (mut above, mut below) = (-tail.ln(), height(high));
    while below > 0.0 && high < 1e9 {
        (low, above) = (high, below);
        high *= 2.0;
        below = height(high);
    }
    for round in 0..200 {
        let cut = if below.is_finite() && round % 3 != 2 {
            (low * below - high * above) / (below - above)
        } else {
            f64::midpoint(low, high)
        };
        let at = height(cut);
        if at > 0.0 {
            (low, above) = (cut, at);
        } else {
            (high, below) = (cut, at);
        }
        if at.abs() < 1e-12 || high - low <= 1e-13 * high {
            return cut;
        }
    }
    f64::midpoint(low, high)
}

/// `P(range > w)` of `groups` standard normal values: k∫φ(z)(Φ(z)^(k−1) − (Φ(z) − Φ(z−w))^(k−1)) dz.
fn range_tail(w: f64, groups: usize) -> f64 {
    const STEP: f64 = 0.2;
    const REACH: usize = 46;
    if w > 75.0 {
        return 0.0;
    }
    let power = (groups - 1) as f64;
    let place = |at: usize| w / 2.0 + (at as f64 - REACH as f64) * STEP;
    // Φ and 1 − Φ at all places; Φ(z − w) is 1 − Φ at the place mirrored about w/2.
    let tails: [(f64, f64); 2 * REACH + 1] = std::array::from_fn(|at| {
        let z = place(at);
        let tail = distribution::normal_sf(z.abs());
        if z > 0.0 {
            (1.0 - tail, tail)
        } else {
            (tail, 1.0 - tail)
        }
    });
    let mut whole = 0.0;
    for (at, (up_to, _)) in tails.iter().enumerate().filter(|(_, (up_to, _))| *up_to > 0.0) {
        let below = tails[2 * REACH - at].1;
        let z = place(at);
        let outside = -(power * (-below / up_to).ln_1p()).exp_m1();
        whole += (-z * z / 2.0).exp() * up_to.powf(power) * outside;
    }
    (groups as f64 * STEP / (2.0 * PI).sqrt() * whole).min(1.0)
}

/// a·ln a − a − ln Γ(a), without losing digits for large a.
fn ln_gamma_defect(a: f64) -> f64 {
    if a < 16.0 {
        return a * a.ln() - a - distribution::ln_gamma(a);
    }
    let inverse = 1.0 / a;
    let square = inverse * inverse;
    // Stirling's series.
    let rest = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    0.5 * (a / (2.0 * PI)).ln() - rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn critical_values_agree_with_r() {
        // R 4.2.2: qtukey(p, nmeans, df), accurate to 1e-4 by its documentation; held to six digits.
        for (tail, groups, df, want) in [
            (0.05, 3, 10.0, 3.876_776_749_191_559),
            (0.05, 4, 27.3, 3.867_361_866_763_157),
            (0.01, 5, 100.0, 4.730_065_013_186_286),
            (0.1, 2, 5.0, 2.849_708_737_745_352),
        ] {
            let got = upper_quantile(tail, groups, df);
            assert!((got - want).abs() < 1e-6 * want, "{got} {want}");
            assert!((upper_tail(got, groups, df) / tail - 1.0).abs() < 1e-10);
        }
        assert!(upper_quantile(0.05, 1, 10.0).is_nan() && upper_quantile(0.0, 3, 10.0).is_nan());
    }

    #[test]
    fn tails_agree_with_scipy() {
        for (q, groups, df, want) in [
            (3.5, 3, 10.0, 0.077_103_310_838_410_38),
            (1.0, 4, 20.0, 0.893_089_851_121_703_7),
            (8.0, 5, 30.0, 3.408_532_376_170_115e-5),
            (2.5, 10, 5.5, 0.736_912_819_646_533_8),
            (12.0, 3, 4.0, 0.002_345_810_469_557_174_6),
            (6.0, 50, 1000.0, 0.020_758_781_404_476_31),
            (3.3, 4, 5e4, 0.090_551_183_003_625_41),
            (3.3, 4, f64::INFINITY, 0.090_537_497_245_375_85),
            (0.2, 3, 7.0, 0.989_051_723_707_039_9),
            (5.0, 20, 2.2, 0.410_422_731_009_990_5),
        ] {
            let got = upper_tail(q, groups, df);
            assert!((got - want).abs() < 1e-9, "{q} {groups} {df}: {got} {want}");
        }
    }

    #[test]
    fn the_printed_quantiles_are_exceeded_as_often_as_said() {
        // Upper 5 % and 1 % points of Harter's tables, to their three decimals.
        for (q, groups, df, tail) in [
            (3.877, 3, 10.0, 0.05),
            (5.270, 3, 10.0, 0.01),
            (4.232, 5, 20.0, 0.05),
            (4.735, 10, 40.0, 0.05),
        ] {
            let got = upper_tail(q, groups, df);
            assert!((got - tail).abs() < 3e-4, "{q} {groups} {df}: {got}");
        }
    }

    #[test]
    fn what_has_no_answer_is_not_a_number() {
        assert!(upper_tail(2.0, 1, 10.0).is_nan() && upper_tail(f64::NAN, 3, 10.0).is_nan());
        assert!(upper_tail(2.0, 3, 0.0).is_nan());
    }

    proptest! {
        #[test]
        fn the_range_of_two_is_students_difference(q in 0.01..60.0_f64, df in 1.0..5000.0_f64) {
            let (got, want) = (upper_tail(q, 2, df), distribution::t_p(q / 2.0_f64.sqrt(), df));
            prop_assert!((got - want).abs() <= 1e-9 * want + 1e-300, "{} {}", got, want);
        }

        #[test]
        fn more_groups_reach_further_apart(q in 0.5..12.0_f64, groups in 2_usize..40, df in 1.0..500.0_f64) {
            let (few, more) = (upper_tail(q, groups, df), upper_tail(q, groups + 1, df));
            prop_assert!(few > 0.0 && few <= more * (1.0 + 1e-12) && more <= 1.0);
        }
    }
}
