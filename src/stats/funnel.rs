//! Limits within which chance alone would keep a unit of a given base around a common figure, and whether the units scatter
//! more than that.
//!
//! Source: D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24,
//! 1185–1202 (limits, appendix A.1.1); the same (2005), "Handling over-dispersion of performance indicators", Quality and
//! Safety in Health Care 14, 347–351 (winsorised φ).

use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_z;
use super::sum::sum;

/// A unit's value and the number of answers behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// In the unit of the measure; a share in [0, 1].
    pub value: f64,
    /// The (effective) base, above 0.
    pub base: f64,
}

/// How far one answer scatters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// A share: θ(1 − θ), binomial limits.
    Share,
    /// Any other measure: the standard deviation of one answer, above 0; normal limits.
    Deviation(f64),
}

/// Which part of the lowest and of the highest z-scores is set to the quantile, so that the units that do stand out do not
/// widen the limits they stand out from.
pub const WINSORISED: f64 = 0.1;

/// The levels at which limits are drawn: warning and alarm.
pub const INNER: f64 = 0.95;
/// Of a thousand units that are alike two lie outside by chance, not fifty.
pub const OUTER: f64 = 0.998;

/// The funnel around a common figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Funnel {
    /// θ, the common figure.
    pub centre: f64,
    /// How far one answer scatters.
    pub spread: Spread,
    /// φ: the mean square of the winsorised z-scores; 1 where chance alone is at work.
    pub dispersion: f64,
    /// Whether φ is beyond 1 + 2√(2/units): the units differ by more than chance, and the limits are √φ as wide.
    pub overdispersed: bool,
}

impl Funnel {
    /// The funnel of these units around `centre`.
    ///
    /// # Errors
    /// [`Reason::EmptyGroup`] without units; [`Reason::ZeroVariance`] when answers do not scatter; [`StatError::Domain`] when
    /// a base is not above 0 or a number is not finite.
    pub fn of(units: &[Observed], centre: f64, spread: Spread) -> Result<Self, StatError> {
        let sound = |unit: &Observed| unit.value.is_finite() && unit.base.is_finite() && unit.base > 0.0;
        if !units.iter().all(sound) || !centre.is_finite() {
            return Err(StatError::Domain("values must be finite and bases above 0"));
        }
        if units.is_empty() {
            return Err(Reason::EmptyGroup.into());
        }
        let plain = Self {
            centre,
            spread,
            dispersion: 1.0,
            overdispersed: false,
        };
        if plain.deviation() <= 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        let mut z: Vec<f64> = units.iter().map(|unit| plain.z(*unit)).collect();
        z.sort_unstable_by(f64::total_cmp);
        let (low, high) = (quantile(&z, WINSORISED), quantile(&z, 1.0 - WINSORISED));
        let many = z.len() as f64;
        let dispersion = sum(z.iter().map(|z| z.clamp(low, high).powi(2))) / many;
        Ok(Self {
            dispersion,
            overdispersed: dispersion > 1.0 + 2.0 * (2.0 / many).sqrt(),
            ..plain
        })
    }

    fn deviation(&self) -> f64 {
        match self.spread {
            Spread::Share => (self.centre * (1.0 - self.centre)).max(0.0).sqrt(),
            Spread::Deviation(deviation) => deviation,
        }
    }

    /// What widens the limits: √φ, or 1 where the units scatter no more than chance.
    #[must_use]
    pub fn widening(&self) -> f64 {
        if self.overdispersed {
            self.dispersion.sqrt()
        } else {
            1.0
        }
    }

    /// How many standard errors a unit lies from the centre, overdispersion not counted.
    #[must_use]
    pub fn z(&self, unit: Observed) -> f64 {
        (unit.value - self.centre) * unit.base.sqrt() / self.deviation()
    }

    /// The limits of a unit of this base at the two-sided `level`. Of a share they are binomial, interpolated between the
    /// counts on both sides, unless the units scatter more than chance: then they are normal and √φ as wide, as for any
    /// other measure. Limits of a share lie in [0, 1].
    ///
    /// # Errors
    /// [`StatError::Domain`] when `level` is not in (0, 1) or `base` is not above 0.
    pub fn limits(&self, base: f64, level: f64) -> Result<Interval, StatError> {
        if base.is_nan() || base <= 0.0 {
            return Err(StatError::Domain("the base must be above 0"));
        }
        let z = critical_z(level)?;
        let half = z * self.widening() * self.deviation() / base.sqrt();
        let normal = Interval::around(self.centre, half);
        Ok(match self.spread {
            Spread::Deviation(_) => normal,
            Spread::Share if self.overdispersed || base < 1.0 => normal.clamped(0.0, 1.0),
            Spread::Share => {
                let tail = (1.0 - level) / 2.0;
                Interval {
                    low: binomial(self.centre, base, tail),
                    high: binomial(self.centre, base, 1.0 - tail),
                }
                .clamped(0.0, 1.0)
            }
        })
    }
}

/// The share of `base` (rounded down) below which a binomial share lies with chance `p`, interpolated between counts.
fn binomial(share: f64, base: f64, p: f64) -> f64 {
    let base = base.floor();
    // P(count ≤ r) by the incomplete beta function.
    let cumulative = |count: f64| match count {
        count if count < 0.0 => 0.0,
        count if count >= base => 1.0,
        count => 1.0 - distribution::beta_cdf(share, count + 1.0, base - count),
    };
    let (mut below, mut at) = (-1.0, base);
    while at - below > 1.0 {
        let middle = f64::floor(f64::midpoint(at, below));
        if cumulative(middle) >= p {
            at = middle;
        } else {
            below = middle;
        }
    }
    let (before, here) = (cumulative(at - 1.0), cumulative(at));
    let back = if here > before {
        (here - p) / (here - before)
    } else {
        0.0
    };
    (at - back) / base
}

/// The quantile of sorted numbers, interpolated as R does by default (type 7).
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let along = p * (sorted.len() - 1) as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last place"
    )]
    let before = along.floor() as usize;
    let after = (before + 1).min(sorted.len() - 1);
    sorted[before] + (along - before as f64) * (sorted[after] - sorted[before])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn limits_narrow_with_the_base_and_widen_with_the_level(
            centre in 0.05..0.95_f64, base in 5.0..2000.0_f64, more in 1.1..4.0_f64,
        ) {
            let unit = Observed { value: centre, base };
            let funnel = Funnel::of(&[unit], centre, Spread::Share).unwrap();
            let (inner, outer) = (funnel.limits(base, 0.95).unwrap(), funnel.limits(base, 0.998).unwrap());
            prop_assert!(outer.low <= inner.low && inner.high <= outer.high);
            prop_assert!((0.0..=1.0).contains(&outer.low) && (0.0..=1.0).contains(&outer.high));
            let wide = Funnel::of(&[unit], centre, Spread::Deviation(0.5)).unwrap();
            let narrow = wide.limits(base * more, 0.95).unwrap().half_width();
            prop_assert!((narrow * more.sqrt() - wide.limits(base, 0.95).unwrap().half_width()).abs() < 1e-12);
            // Binomial limits come near the normal ones.
            let far = funnel.limits(1e6, 0.95).unwrap();
            let error = 1.959_963_985 * (centre * (1.0 - centre) / 1e6).sqrt();
            prop_assert!((far.high - centre - error).abs() < 1e-5 && (centre - far.low - error).abs() < 1e-5);
        }

        #[test]
        fn the_order_of_units_says_nothing(of in proptest::collection::vec((0.0..1.0_f64, 5.0..500.0_f64), 1..40)) {
            let mut units: Vec<Observed> = of.iter().map(|(value, base)| Observed { value: *value, base: *base }).collect();
            let one = Funnel::of(&units, 0.5, Spread::Share).unwrap();
            units.reverse();
            prop_assert_eq!(one, Funnel::of(&units, 0.5, Spread::Share).unwrap());
        }
    }

    #[test]
    fn units_that_stand_out_widen_the_limits_of_all_only_when_many_do() {
        let unit = |value: f64| Observed { value, base: 100.0 };
        // One of twenty lies eight standard errors off: winsorised, it widens nothing.
        let mut units = vec![unit(0.5); 19];
        units.push(unit(0.9));
        let funnel = Funnel::of(&units, 0.5, Spread::Share).unwrap();
        assert!(!funnel.overdispersed && (funnel.widening() - 1.0).abs() < f64::EPSILON);
        // Ten up and ten down by two standard errors: φ is 4 and the limits are twice as wide.
        let units: Vec<Observed> = (0..20).map(|at| unit(if at % 2 == 0 { 0.6 } else { 0.4 })).collect();
        let funnel = Funnel::of(&units, 0.5, Spread::Share).unwrap();
        assert!(
            funnel.overdispersed && (funnel.widening() - 2.0).abs() < 1e-9,
            "{funnel:?}"
        );
    }

    #[test]
    fn answers_that_do_not_scatter_have_no_funnel() {
        let unit = Observed { value: 1.0, base: 10.0 };
        assert_eq!(
            Funnel::of(&[unit], 1.0, Spread::Share),
            Err(Reason::ZeroVariance.into())
        );
        assert_eq!(Funnel::of(&[], 0.5, Spread::Share), Err(Reason::EmptyGroup.into()));
        assert!(
            Funnel::of(&[unit], 0.5, Spread::Share)
                .unwrap()
                .limits(0.0, 0.95)
                .is_err()
        );
    }
}
