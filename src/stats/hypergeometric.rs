//! Draws without replacement, for tables simulated with the margins they have.

use super::distribution;

/// Logarithm of n!.
pub(super) fn ln_factorial(n: f64) -> f64 {
    distribution::ln_gamma(n + 1.0)
}

/// How many marked ones are among `drawn` out of `marked` and `others`, by inversion of `uniform` from the mode outwards.
pub(super) fn hypergeometric(drawn: u32, marked: u32, others: u32, uniform: f64) -> u32 {
    let (least, most) = (drawn.saturating_sub(others), drawn.min(marked));
    let (d, m, o) = (f64::from(drawn), f64::from(marked), f64::from(others));
    if least == most {
        return least;
    }
    let mode = ((d + 1.0) * (m + 1.0) / (m + o + 2.0)).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mode lies between 0 and the draws"
    )]
    let mode = (mode as u32).clamp(least, most);
    let x = f64::from(mode);
    let choose = |n: f64, k: f64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let at_mode = (choose(m, x) + choose(o, d - x) - choose(m + o, d)).exp();
    let (mut low, mut high) = (mode, mode);
    let (mut p_low, mut p_high) = (at_mode, at_mode);
    let mut left = uniform - at_mode;
    while left > 0.0 {
        if high < most {
            let x = f64::from(high);
            p_high *= (m - x) * (d - x) / ((x + 1.0) * (o - d + x + 1.0));
            high += 1;
            left -= p_high;
            if left <= 0.0 {
                return high;
            }
        }
        if low > least {
            let x = f64::from(low);
            p_low *= x * (o - d + x) / ((m - x + 1.0) * (d - x + 1.0));
            low -= 1;
            left -= p_low;
            if left <= 0.0 {
                return low;
            }
        }
        if low == least && high == most {
            break;
        }
    }
    mode
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of numbers between 0 and 1 that gives a count is its probability.
    #[test]
    fn the_draws_have_the_probabilities_of_the_distribution() {
        // C(4, x) C(6, 5 - x) / C(10, 5), 252 ways in all.
        let ways = [6.0, 60.0, 120.0, 60.0, 6.0];
        let tries = 252_000;
        let mut seen = [0.0; 5];
        for at in 0..tries {
            let uniform = (f64::from(at) + 0.5) / f64::from(tries);
            seen[hypergeometric(5, 4, 6, uniform) as usize] += 252.0 / f64::from(tries);
        }
        for (seen, ways) in seen.iter().zip(ways) {
            assert!((seen - ways).abs() < 0.01, "{seen} and not {ways} of 252");
        }
        assert_eq!(hypergeometric(3, 0, 9, 0.4), 0);
        assert_eq!(hypergeometric(9, 4, 5, 0.4), 4);
    }

    #[test]
    fn factorials_are_those_of_the_book() {
        for (n, factorial) in [(0.0, 1.0_f64), (1.0, 1.0), (5.0, 120.0), (10.0, 3_628_800.0)] {
            assert!((ln_factorial(n) - factorial.ln()).abs() < 1e-12);
        }
    }
}
