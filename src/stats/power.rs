//! How many answers per group a difference needs to be seen, and with what probability it is.
//!
//! Sizes are per group and fractional; who asks people rounds up. Tests are two-sided at `alpha`.

use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::noncentral_t;

/// Whether a significant difference of the wrong sign counts as seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tails {
    /// Only the right sign counts (R `strict = FALSE`).
    Right,
    /// Both count (R `strict = TRUE`).
    Both,
}

/// Which comparison of means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// Two independent groups of the same size.
    TwoGroups,
    /// One group against a fixed value.
    OneGroup,
    /// Two answers of the same people; the standard deviation is that of their differences.
    Paired,
}

impl Means {
    const fn groups(self) -> f64 {
        match self {
            Self::TwoGroups => 2.0,
            Self::OneGroup | Self::Paired => 1.0,
        }
    }
}

fn checked(alpha: f64) -> Result<f64, StatError> {
    if alpha > 0.0 && alpha < 1.0 {
        return Ok(-distribution::normal_quantile(alpha / 2.0));
    }
    Err(StatError::Domain("alpha lies between 0 and 1, such as 0.05"))
}

fn checked_power(power: f64, alpha: f64) -> Result<f64, StatError> {
    if power > alpha && power < 1.0 {
        return Ok(distribution::normal_quantile(power));
    }
    Err(StatError::Domain("the power lies between alpha and 1, such as 0.8"))
}

fn checked_shares(first: f64, second: f64) -> Result<(), StatError> {
    let share = |p: f64| (0.0..=1.0).contains(&p);
    if !share(first) || !share(second) {
        return Err(StatError::Domain("shares lie between 0 and 1, such as 0.72"));
    }
    if first.total_cmp(&second).is_eq() {
        return Err(Reason::ZeroVariance.into());
    }
    Ok(())
}

/// Power of the two-proportion z test with pooled null variance, `base` answers in each group.
///
/// # Errors
/// [`StatError::Domain`] for arguments out of range, [`Reason::ZeroVariance`] for equal shares.
///
/// Source: J. L. Fleiss, B. Levin & M. C. Paik (2003), Statistical Methods for Rates and Proportions, §4.2; R `power.prop.test`.
pub fn two_proportions(base: f64, first: f64, second: f64, alpha: f64, tails: Tails) -> Result<f64, StatError> {
    checked_shares(first, second)?;
    let z = checked(alpha)?;
    let (pooled, own) = spread(first, second);
    if base.is_nan() || base <= 0.0 {
        return Err(StatError::Domain("the number of answers per group is positive"));
    }
    let shift = base.sqrt() * (first - second).abs();
    if own <= 0.0 {
        // Shares of 0 and 1: the outcome is certain.
        return Ok(f64::from(u8::from(shift > z * pooled)));
    }
    let right = distribution::normal_cdf((shift - z * pooled) / own);
    Ok(match tails {
        Tails::Right => right,
        Tails::Both => right + distribution::normal_cdf((-shift - z * pooled) / own),
    })
}

/// √(2p̄q̄) and √(p₁q₁ + p₂q₂).
fn spread(first: f64, second: f64) -> (f64, f64) {
    let sum = first + second;
    let own = first * (1.0 - first) + second * (1.0 - second);
    ((sum * (1.0 - sum / 2.0)).sqrt(), own.sqrt())
}

/// Answers per group for that test, the right sign only: `((z_{α/2}√(2p̄q̄) + z_β√(p₁q₁ + p₂q₂))/(p₁ − p₂))²`.
///
/// # Errors
/// As [`two_proportions`]; [`StatError::Domain`] when the power is not between alpha and 1.
pub fn size_two_proportions(first: f64, second: f64, alpha: f64, power: f64) -> Result<f64, StatError> {
    checked_shares(first, second)?;
    let (z, z_power) = (checked(alpha)?, checked_power(power, alpha)?);
    let (pooled, own) = spread(first, second);
    Ok(((z * pooled + z_power * own) / (first - second)).powi(2))
}

/// Answers per group by the arcsine transformation, h = 2asin√p₁ − 2asin√p₂, both signs counted.
///
/// # Errors
/// As [`size_two_proportions`].
///
/// Source: J. Cohen (1988), Statistical Power Analysis, ch. 6; R `pwr::pwr.2p.test`.
pub fn size_arcsine(first: f64, second: f64, alpha: f64, power: f64) -> Result<f64, StatError> {
    checked_shares(first, second)?;
    let (z, z_power) = (checked(alpha)?, checked_power(power, alpha)?);
    let h = (2.0 * first.sqrt().asin() - 2.0 * second.sqrt().asin()).abs();
    let reached = |n: f64| {
        let shift = h * (n / 2.0).sqrt();
        distribution::normal_cdf(shift - z) + distribution::normal_cdf(-shift - z)
    };
    let guess = 2.0 * ((z + z_power) / h).powi(2);
    Ok(smallest(reached, power, guess))
}

/// Power of the t test when the means differ by `difference` and the standard deviation within is `sd`.
///
/// # Errors
/// [`StatError::Domain`] for arguments out of range: more than one answer per group is needed.
///
/// Source: J. Cohen (1988), ch. 2; R `power.t.test`.
pub fn means(base: f64, difference: f64, sd: f64, alpha: f64, kind: Means, tails: Tails) -> Result<f64, StatError> {
    checked(alpha)?;
    if sd.is_nan() || sd <= 0.0 || !sd.is_finite() || !difference.is_finite() {
        return Err(StatError::Domain("the standard deviation is a positive number"));
    }
    if base.is_nan() || base <= 1.0 {
        return Err(StatError::Domain("a t test needs more than one answer per group"));
    }
    let df = (base - 1.0) * kind.groups();
    let shift = (base / kind.groups()).sqrt() * difference.abs() / sd;
    let critical = -distribution::t_quantile(alpha / 2.0, df);
    let right = noncentral_t::sf(critical, df, shift);
    Ok(match tails {
        Tails::Right => right,
        Tails::Both => right + noncentral_t::sf(critical, df, -shift),
    })
}

/// Answers per group for the t test; 2 when two are enough.
///
/// # Errors
/// As [`means`]; [`Reason::ZeroVariance`] for a difference of zero, [`StatError::Domain`] when the power is not
/// between alpha and 1.
pub fn size_means(
    difference: f64,
    sd: f64,
    alpha: f64,
    power: f64,
    kind: Means,
    tails: Tails,
) -> Result<f64, StatError> {
    let (z, z_power) = (checked(alpha)?, checked_power(power, alpha)?);
    if difference == 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    let at_two = means(2.0, difference, sd, alpha, kind, tails)?;
    if at_two >= power {
        return Ok(2.0);
    }
    let reached = |n: f64| means(n.max(2.0), difference, sd, alpha, kind, tails).unwrap_or(1.0);
    let guess = kind.groups() * ((z + z_power) * sd / difference).powi(2);
    Ok(smallest(reached, power, guess.max(2.0)))
}

/// Answers per group so that a difference is seen by a z test of two means with these variances per answer.
///
/// # Errors
/// [`StatError::Domain`] for arguments out of range, [`Reason::ZeroVariance`] without variance or difference.
pub fn size_normal(difference: f64, variances: [f64; 2], alpha: f64, power: f64) -> Result<f64, StatError> {
    let (z, z_power) = (checked(alpha)?, checked_power(power, alpha)?);
    let variance = variances[0] + variances[1];
    if variance.is_nan() || variance <= 0.0 || difference == 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    Ok(variance * ((z + z_power) / difference).powi(2))
}

/// The difference that is seen with that power by a z test when the difference has this standard error.
///
/// # Errors
/// As [`size_normal`].
pub fn detectable(standard_error: f64, alpha: f64, power: f64) -> Result<f64, StatError> {
    let (z, z_power) = (checked(alpha)?, checked_power(power, alpha)?);
    Ok((z + z_power) * standard_error)
}

/// The smallest size at which a rising `reached` is `power`, by bisection around a guess.
fn smallest(reached: impl Fn(f64) -> f64, power: f64, guess: f64) -> f64 {
    let (mut low, mut high) = (guess / 2.0, guess * 2.0);
    while reached(low) > power && low > 1e-6 {
        low /= 2.0;
    }
    while reached(high) < power && high < 1e15 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high || high - low <= 1e-13 * high {
            break;
        }
        if reached(middle) < power {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, want: f64, relative: f64) {
        assert!((got - want).abs() <= relative * want.abs(), "{got} is not {want}");
    }

    #[test]
    fn sizes_agree_with_the_books() {
        // R, help page of power.t.test: delta = 1, sd = 1, power = .90 → n = 22.02110; of power.prop.test:
        // p1 = .50, p2 = .75, power = .90 → n = 76.7.
        close(
            size_means(1.0, 1.0, 0.05, 0.9, Means::TwoGroups, Tails::Right).unwrap(),
            22.021_10,
            1e-6,
        );
        close(
            means(20.0, 1.0, 1.0, 0.05, Means::TwoGroups, Tails::Right).unwrap(),
            0.868_953,
            1e-6,
        );
        close(size_two_proportions(0.50, 0.75, 0.05, 0.9).unwrap(), 76.65, 1e-3);
        close(
            two_proportions(50.0, 0.50, 0.75, 0.05, Tails::Right).unwrap(),
            0.740_2,
            1e-3,
        );
        // Paired and one-sample: 33.37 pairs see half a standard deviation (Cohen 1988, table 2.4.1 with d√2).
        close(
            size_means(0.5, 1.0, 0.05, 0.8, Means::Paired, Tails::Right).unwrap(),
            33.367,
            1e-4,
        );
    }

    #[test]
    fn no_difference_and_powers_out_of_range_are_refused() {
        assert_eq!(
            size_two_proportions(0.5, 0.5, 0.05, 0.8),
            Err(StatError::Undefined(Reason::ZeroVariance))
        );
        assert!(matches!(
            size_two_proportions(0.5, 0.6, 0.05, 80.0),
            Err(StatError::Domain(_))
        ));
        assert!(matches!(
            means(1.0, 0.5, 1.0, 0.05, Means::OneGroup, Tails::Both),
            Err(StatError::Domain(_))
        ));
        close(
            size_means(50.0, 1.0, 0.05, 0.8, Means::TwoGroups, Tails::Right).unwrap(),
            2.0,
            1e-12,
        );
        close(two_proportions(10.0, 0.0, 1.0, 0.05, Tails::Right).unwrap(), 1.0, 1e-12);
    }

    #[test]
    fn the_size_for_a_power_has_that_power() {
        for (p1, p2) in [(0.72, 0.77), (0.02, 0.9), (0.5, 0.501)] {
            let n = size_two_proportions(p1, p2, 0.05, 0.8).unwrap();
            close(two_proportions(n, p1, p2, 0.05, Tails::Right).unwrap(), 0.8, 1e-9);
        }
        for d in [0.01, 0.2, 1.5] {
            let n = size_means(d, 1.0, 0.05, 0.9, Means::TwoGroups, Tails::Both).unwrap();
            close(
                means(n, d, 1.0, 0.05, Means::TwoGroups, Tails::Both).unwrap(),
                0.9,
                1e-9,
            );
        }
    }
}
