//! The regularised incomplete beta function, from which Student's, the F and the beta distribution
//! are computed.
//!
//! Our own, because the library's stops after a fixed number of steps: with a million answers on
//! both sides it is off in the third digit near the mean, with a hundred million it is negative.

use std::f64::consts::PI;

use super::distribution::ln_gamma;

/// A place in `[0, 1]` given from both ends, because near 1 only the rest keeps its digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub below: f64,
    pub above: f64,
}

impl Place {
    pub(super) fn at(x: f64) -> Self {
        let below = x.clamp(0.0, 1.0);
        Self {
            below,
            above: 1.0 - below,
        }
    }

    fn turned(self) -> Self {
        Self {
            below: self.above,
            above: self.below,
        }
    }
}

/// Lower and upper tail of Beta(a, b) at a place; both shapes are positive and finite.
///
/// Source: NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction).
pub(super) fn tails(place: Place, a: f64, b: f64) -> (f64, f64) {
    if place.below <= 0.0 {
        return (0.0, 1.0);
    }
    if place.above <= 0.0 {
        return (1.0, 0.0);
    }
    if place.below > (a + 1.0) / (a + b + 2.0) {
        let (upper, lower) = tails_below_mean(place.turned(), b, a);
        (lower, upper)
    } else {
        tails_below_mean(place, a, b)
    }
}

/// Density of Beta(a, b) at a place strictly inside.
pub(super) fn density(place: Place, a: f64, b: f64) -> f64 {
    ln_front(place, a, b).exp() / place.below / place.above
}

fn tails_below_mean(place: Place, a: f64, b: f64) -> (f64, f64) {
    let lower = (ln_front(place, a, b).exp() * fraction(place.below, a, b) / a).min(1.0);
    (lower, 1.0 - lower)
}

/// ln(xᵃ(1−x)ᵇ/B(a, b)), by deviances where both shapes are large and logarithms of Γ would cancel.
///
/// Source: C. Loader (2000), Fast and accurate computation of binomial probabilities.
fn ln_front(place: Place, a: f64, b: f64) -> f64 {
    let n = a + b;
    if a.min(b) < 10.0 {
        let ln_beta = if a.max(b) < 1e3 {
            ln_gamma(a) + ln_gamma(b) - ln_gamma(n)
        } else {
            let (small, large) = (a.min(b), a.max(b));
            // ln Γ(large) − ln Γ(n) from Stirling's series, term by term, before the large terms cancel.
            ln_gamma(small) - small * n.ln() - (large - 0.5) * (small / large).ln_1p() + small + stirling_rest(large)
                - stirling_rest(n)
        };
        return a * ln_of(place) + b * ln_of(place.turned()) - ln_beta;
    }
    stirling_rest(n) - stirling_rest(a) - stirling_rest(b) - deviance(a, n * place.below) - deviance(b, n * place.above)
        + 0.5 * (a * b / (2.0 * PI * n)).ln()
}

fn ln_of(place: Place) -> f64 {
    if place.above < 0.5 {
        (-place.above).ln_1p()
    } else {
        place.below.ln()
    }
}

/// ln Γ(z) less Stirling's leading terms (z − ½)·ln z − z + ½·ln 2π, for z of 10 and more.
fn stirling_rest(z: f64) -> f64 {
    let square = z * z;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * square)) / square) / square) / square)
        / z
}

/// seen·ln(seen/expected) + expected − seen, exact also where both are nearly equal.
fn deviance(seen: f64, expected: f64) -> f64 {
    let distance = seen - expected;
    let v = distance / (seen + expected);
    if v.abs() >= 0.1 {
        return seen * (seen / expected).ln() - distance;
    }
    // ln(seen/expected) = 2·atanh(v) = 2·(v + v³/3 + v⁵/5 + …).
    let (mut power, mut sum) = (2.0 * seen * v, distance * v);
    for odd in (3..60).step_by(2) {
        power *= v * v;
        let next = sum + power / f64::from(odd);
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    sum
}

/// The continued fraction by Lentz's method; it needs about √(a + b) steps near the mean.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let nonzero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0)));
    let mut product = d;
    for step in 1..200_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / nonzero(1.0 + term * d);
            c = nonzero(1.0 + term / c);
            change = c * d;
            product *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    product
}
