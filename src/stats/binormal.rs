//! The standard bivariate normal distribution, to about 1e-10, the accuracy of the normal distribution below it.
//!
//! Φ₂(h, k, ρ) grows from ρ = 0, or falls from ρ = ±1, along an integral over the angle whose sine is ρ; the end that
//! is nearer is taken. Near ±1 the integrand steps where the angle is about |h − k|, so that the range is halved
//! towards the step until nothing is left.
//!
//! Sources: R. L. Plackett (1954), Biometrika 41, 351–360; Z. Drezner & G. O. Wesolowsky (1990), J. Stat. Comput.
//! Simul. 35, 101–107.

use std::f64::consts::PI;

use super::distribution::normal_cdf;

/// Nodes and weights of Gauss and Legendre's rule with 20 points, those above 0.
const RULE: [(f64, f64); 10] = [
    (0.076_526_521_133_497_34, 0.152_753_387_130_726_28),
    (0.227_785_851_141_645_07, 0.149_172_986_472_604_24),
    (0.373_706_088_715_419_55, 0.142_096_109_318_382_4),
    (0.510_867_001_950_827_1, 0.131_688_638_449_176_9),
    (0.636_053_680_726_515_1, 0.118_194_531_961_518_45),
    (0.746_331_906_460_150_8, 0.101_930_119_817_240_7),
    (0.839_116_971_822_218_8, 0.083_276_741_576_704_71),
    (0.912_234_428_251_326, 0.062_672_048_334_109_08),
    (0.963_971_927_277_913_8, 0.040_601_429_800_386_446),
    (0.993_128_599_185_094_9, 0.017_614_007_139_150_893),
];

/// From this correlation on, the way starts at 1.
const NEAR_ONE: f64 = 0.9;

/// Below this angle a rest of the way adds nothing.
const LEAST_ANGLE: f64 = 1e-15;

/// The distribution with one correlation, prepared for many points.
pub(super) struct Binormal {
    rho: f64,
    /// On the way from 0: sine of the angle, 1/(2cos²), weight. On the way from 1: cosine, 1/(2sin²), weight, widest
    /// angles first.
    nodes: Vec<(f64, f64, f64)>,
}

impl Binormal {
    /// `rho` in (−1, 1).
    pub(super) fn new(rho: f64) -> Self {
        let mut nodes = Vec::new();
        if rho.abs() < NEAR_ONE {
            for (angle, weight) in points(0.0, rho.asin()) {
                let (sine, cosine) = angle.sin_cos();
                nodes.push((sine, 0.5 / (cosine * cosine), weight));
            }
        } else {
            let mut high = ((1.0 - rho.abs()) * (1.0 + rho.abs())).sqrt().atan2(rho.abs());
            while high > LEAST_ANGLE {
                for (angle, weight) in points(high / 2.0, high) {
                    let (sine, cosine) = angle.sin_cos();
                    nodes.push((cosine, 0.5 / (sine * sine), weight));
                }
                high /= 2.0;
            }
        }
        Self { rho, nodes }
    }

    /// P(X ≤ h, Y ≤ k); bounds may be infinite.
    pub(super) fn cdf(&self, h: f64, k: f64) -> f64 {
        if h == f64::NEG_INFINITY || k == f64::NEG_INFINITY {
            return 0.0;
        }
        if h == f64::INFINITY {
            return normal_cdf(k);
        }
        if k == f64::INFINITY {
            return normal_cdf(h);
        }
        if self.rho.abs() < NEAR_ONE {
            let squares = h * h + k * k;
            let terms = self.nodes.iter();
            let way: f64 = terms
                .map(|(sine, scale, weight)| weight * (-(squares - 2.0 * h * k * sine) * scale).exp())
                .sum();
            return (normal_cdf(h) * normal_cdf(k) + way / (2.0 * PI)).clamp(0.0, 1.0);
        }
        if self.rho > 0.0 {
            (normal_cdf(h.min(k)) - self.way_from_one(h, k)).clamp(0.0, 1.0)
        } else {
            ((normal_cdf(h) - normal_cdf(-k)).max(0.0) + self.way_from_one(h, -k)).clamp(0.0, 1.0)
        }
    }

    fn way_from_one(&self, h: f64, k: f64) -> f64 {
        let apart = (h - k) * (h - k);
        let mut sum = 0.0;
        for (cosine, scale, weight) in &self.nodes {
            let exponent = -apart * scale - h * k / (1.0 + cosine);
            // The first term outgrows the second from here: no later angle is twice as wide as this one.
            if apart * scale > 4.1 * (60.0 + (h * k).abs()) {
                break;
            }
            sum += weight * exponent.exp();
        }
        sum / (2.0 * PI)
    }

    /// The density, which is also the slope of the distribution by ρ; 0 at infinite bounds.
    pub(super) fn density(&self, h: f64, k: f64) -> f64 {
        if h.is_infinite() || k.is_infinite() {
            return 0.0;
        }
        let rest = (1.0 - self.rho) * (1.0 + self.rho);
        let exponent = -((h - k) * (h - k) + 2.0 * h * k * (1.0 - self.rho)) / (2.0 * rest);
        exponent.exp() / (2.0 * PI * rest.sqrt())
    }

    /// The slope of the distribution by its first bound.
    pub(super) fn slope(&self, h: f64, k: f64) -> f64 {
        if h.is_infinite() {
            return 0.0;
        }
        let rest = ((1.0 - self.rho) * (1.0 + self.rho)).sqrt();
        let given = if k.is_infinite() {
            f64::from(u8::from(k > 0.0))
        } else {
            normal_cdf((k - self.rho * h) / rest)
        };
        (-h * h / 2.0).exp() / (2.0 * PI).sqrt() * given
    }
}

fn points(low: f64, high: f64) -> impl Iterator<Item = (f64, f64)> {
    let (middle, half) = (f64::midpoint(low, high), (high - low) / 2.0);
    RULE.iter()
        .flat_map(move |(node, weight)| [1.0, -1.0].map(|side| (middle + side * node * half, weight * half)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_quarter_above_the_means_is_known_exactly() {
        for rho in [-0.9999, -0.95, -0.9, -0.5, 0.0, 0.3, 0.899, 0.9, 0.95, 0.999_999] {
            let want = 0.25 + f64::asin(rho) / (2.0 * PI);
            assert!((Binormal::new(rho).cdf(0.0, 0.0) - want).abs() < 1e-14, "{rho}");
        }
    }

    #[test]
    fn probabilities_agree_with_a_quadrature_of_thirty_digits() {
        let values = [
            (0.5, -0.3, 0.2, 0.290_764_288_136_553_7),
            (1.2, 0.7, -0.6, 0.645_235_840_450_092_9),
            (-1.5, -0.4, 0.85, 0.065_649_351_005_766_22),
            (-2.5, 1.0, -0.8, 0.000_147_048_465_727_832_67),
            (0.1, 0.1, 0.95, 0.489_540_735_600_542_4),
            (0.1, 0.2, 0.99, 0.531_941_464_693_110_9),
            (1.0, -1.0, -0.97, 0.023_645_230_903_107_894),
            (-0.7, 0.8, -0.95, 0.054_987_026_233_349_61),
            (2.0, 2.1, 0.9999, 0.977_249_868_051_820_7),
            (-1.3, -1.3, 0.925, 0.070_440_650_481_230_16),
            (0.3, -0.9, 0.91, 0.183_946_210_398_739_85),
            (3.0, -3.0, -0.999, 7.901_697_801_956_794e-5),
            (-3.2, -2.8, 0.5, 7.686_422_915_689_278e-5),
            (0.01, 0.0101, 0.9999, 0.501_758_550_276_342_8),
        ];
        for (h, k, rho, want) in values {
            let got = Binormal::new(rho).cdf(h, k);
            assert!((got - want).abs() < 1e-10, "{h} {k} {rho}: {got} is not {want}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_meet_and_margins_add_up(h in -4.0..4.0_f64, k in -4.0..4.0_f64, rho in -0.999..0.999_f64) {
            let (plus, minus) = (Binormal::new(rho), Binormal::new(-rho));
            let sum = plus.cdf(h, k) + minus.cdf(h, -k);
            prop_assert!((sum - normal_cdf(h)).abs() < 1e-13);
            prop_assert!((plus.cdf(h, k) - plus.cdf(k, h)).abs() < 1e-14);
            prop_assert!((plus.cdf(h, f64::INFINITY) - normal_cdf(h)).abs() < 1e-15);
        }
    }
}
