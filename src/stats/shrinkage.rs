//! What many units have in common, and each unit's value drawn towards it: empirical Bayes under the normal–normal model.
//!
//! A unit's value yᵢ has the sampling variance vᵢ around its true value θᵢ; the true values scatter around μ with the
//! variance τ². A small unit leads a league by luck more often than by merit: its value is drawn towards μ the more the
//! less is known of it.

use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_z;
use super::root::brent;
use super::sum::sum;

/// The value of a unit with its sampling variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// In the unit of the measure.
    pub value: f64,
    /// Its sampling variance, above 0.
    pub variance: f64,
}

/// How the variance between units is estimated, by moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Between {
    /// The variance at which the weighted sum of squares is what it is expected to be.
    ///
    /// Source: R. C. Paule and J. Mandel (1982), J. Res. Natl. Bur. Stand. 87, 377–385.
    #[default]
    PauleMandel,
    /// The same in one step, from the weights without any variance between units.
    ///
    /// Source: R. `DerSimonian` and N. Laird (1986), Controlled Clinical Trials 7, 177–188.
    DerSimonianLaird,
}

/// What the units have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    /// Units.
    pub units: usize,
    /// Cochran's Q: the weighted squares of the units' values around their mean, without variance between units.
    pub q: f64,
    /// How likely so large a Q is when all units are alike (χ² with one degree of freedom less than units).
    pub p: f64,
    /// τ², the variance of true values between units; 0 when the values scatter no more than chance lets them.
    pub between: f64,
    /// I² in [0, 1]: which part of the scatter is not chance.
    pub excess: f64,
    /// μ, the mean of the units' true values.
    pub mean: f64,
    /// Its variance.
    pub mean_variance: f64,
}

/// A unit's value, drawn towards the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterior {
    /// How far it was drawn, in [0, 1]: 0 leaves the unit's own value, 1 is the mean.
    pub shrinkage: f64,
    /// The drawn value; it lies between the unit's own and the mean.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
}

impl Posterior {
    /// The interval of the unit's true value at the two-sided `level`.
    ///
    /// # Errors
    /// [`StatError::Domain`] when `level` is not in (0, 1).
    pub fn interval(self, level: f64) -> Result<Interval, StatError> {
        Ok(Interval::around(self.value, critical_z(level)? * self.variance.sqrt()))
    }
}

impl Population {
    /// What the units have in common.
    ///
    /// # Errors
    /// [`Reason::TooFewAnswers`] with fewer than two units; [`StatError::Domain`] when a variance is not above 0 or a
    /// number is not finite.
    pub fn of(units: &[Observed], how: Between) -> Result<Self, StatError> {
        let sound = |unit: &Observed| unit.value.is_finite() && unit.variance.is_finite() && unit.variance > 0.0;
        if !units.iter().all(sound) {
            return Err(StatError::Domain("values must be finite and variances above 0"));
        }
        if units.len() < 2 {
            return Err(Reason::TooFewAnswers.into());
        }
        let df = (units.len() - 1) as f64;
        let q = squares(units, 0.0);
        let (weight, square) = (
            sum(units.iter().map(|unit| 1.0 / unit.variance)),
            sum(units.iter().map(|unit| (1.0 / unit.variance).powi(2))),
        );
        // How much of Q one unit of variance between units makes.
        let share = weight - square / weight;
        let between = match how {
            Between::DerSimonianLaird => ((q - df) / share).max(0.0),
            Between::PauleMandel => paule_mandel(units, df)?,
        };
        // The variance of a typical unit (Higgins and Thompson 2002).
        let typical = df * weight / (weight * weight - square);
        let (mean, mean_variance) = mean(units, between);
        Ok(Self {
            units: units.len(),
            q,
            p: distribution::chi_square_sf(q, df),
            between,
            excess: between / (between + typical),
            mean,
            mean_variance,
        })
    }

    /// A unit's value drawn towards the mean. Its variance holds that of the mean too, not that of τ².
    ///
    /// Source: B. Efron and C. Morris (1975), J. Am. Stat. Assoc. 70, 311–319; `blup` of R's metafor.
    #[must_use]
    pub fn drawn(&self, unit: Observed) -> Posterior {
        let shrinkage = unit.variance / (unit.variance + self.between);
        Posterior {
            shrinkage,
            value: unit.value + shrinkage * (self.mean - unit.value),
            variance: (1.0 - shrinkage) * unit.variance + shrinkage * shrinkage * self.mean_variance,
        }
    }
}

/// The mean of the true values when they scatter with this variance, and the mean's variance.
fn mean(units: &[Observed], between: f64) -> (f64, f64) {
    let weight = |unit: &Observed| 1.0 / (unit.variance + between);
    let all = sum(units.iter().map(weight));
    (sum(units.iter().map(|unit| weight(unit) * unit.value)) / all, 1.0 / all)
}

/// The weighted squares around the mean when true values scatter with this variance.
fn squares(units: &[Observed], between: f64) -> f64 {
    let (mean, _) = mean(units, between);
    sum(units
        .iter()
        .map(|unit| (unit.value - mean).powi(2) / (unit.variance + between)))
}

/// Where the weighted squares are as many as the degrees of freedom; they fall as the variance rises.
fn paule_mandel(units: &[Observed], df: f64) -> Result<f64, StatError> {
    if squares(units, 0.0) <= df {
        return Ok(0.0);
    }
    let mut high = units.iter().map(|unit| unit.variance).fold(0.0, f64::max);
    while squares(units, high) > df {
        high *= 2.0;
    }
    brent(|between| squares(units, between) - df, [0.0, high], 1e-14 * high).ok_or_else(|| Reason::NotConverged.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Effects of coaching in eight schools with their standard errors: D. B. Rubin (1981), J. Educ. Stat. 6, table 1.
    const SCHOOLS: [(f64, f64); 8] = [
        (28.39, 14.9),
        (7.94, 10.2),
        (-2.75, 16.3),
        (6.82, 11.0),
        (-0.64, 9.4),
        (0.63, 11.4),
        (18.01, 10.4),
        (12.16, 17.6),
    ];

    fn units(of: &[(f64, f64)]) -> Vec<Observed> {
        let unit = |(value, error): &(f64, f64)| Observed {
            value: *value,
            variance: error * error,
        };
        of.iter().map(unit).collect()
    }

    #[test]
    fn eight_schools_scatter_no_more_than_chance() {
        // Q = 4.6 on 7 degrees of freedom: both estimates of τ² are 0, and every school is drawn to the mean of 7.9.
        let schools = units(&SCHOOLS);
        for how in [Between::PauleMandel, Between::DerSimonianLaird] {
            let all = Population::of(&schools, how).unwrap();
            assert!((all.q - 4.6).abs() < 0.1 && all.between == 0.0, "{all:?}");
            assert!((all.mean - 7.9).abs() < 0.1 && (all.mean_variance.sqrt() - 4.2).abs() < 0.1);
            assert!((all.drawn(schools[0]).value - all.mean).abs() < 1e-12);
        }
    }

    #[test]
    fn one_unit_has_nothing_to_be_drawn_to() {
        let one = units(&SCHOOLS[..1]);
        let none = Population::of(&one, Between::default());
        assert_eq!(none, Err(StatError::Undefined(Reason::TooFewAnswers)));
        let flat = Observed {
            value: 1.0,
            variance: 0.0,
        };
        assert!(matches!(
            Population::of(&[flat, flat], Between::default()),
            Err(StatError::Domain(_))
        ));
    }

    proptest! {
        #[test]
        fn what_is_drawn_lies_between_the_unit_and_the_mean(
            of in proptest::collection::vec((-50.0..50.0_f64, 0.1..20.0_f64), 2..40),
            laird in any::<bool>(),
        ) {
            let units = units(&of);
            let how = if laird { Between::DerSimonianLaird } else { Between::PauleMandel };
            let all = Population::of(&units, how).unwrap();
            prop_assert!(all.between >= 0.0 && (0.0..=1.0).contains(&all.excess) && (0.0..=1.0).contains(&all.p));
            for unit in &units {
                let drawn = all.drawn(*unit);
                let (low, high) = (unit.value.min(all.mean), unit.value.max(all.mean));
                prop_assert!((low - 1e-9..=high + 1e-9).contains(&drawn.value));
                // What all know together never makes one unit less sure.
                prop_assert!(drawn.variance <= unit.variance * (1.0 + 1e-9));
            }
            if how == Between::PauleMandel && all.between > 0.0 {
                let df = (units.len() - 1) as f64;
                prop_assert!((squares(&units, all.between) - df).abs() < 1e-6 * df);
            }
        }

        #[test]
        fn the_order_of_units_says_nothing(of in proptest::collection::vec((-5.0..5.0_f64, 0.1..2.0_f64), 2..20)) {
            let mut units = units(&of);
            let one = Population::of(&units, Between::default()).unwrap();
            units.reverse();
            let other = Population::of(&units, Between::default()).unwrap();
            prop_assert!((one.between - other.between).abs() <= 1e-10 * (1.0 + one.between));
            prop_assert!((one.mean - other.mean).abs() <= 1e-10);
        }
    }
}
