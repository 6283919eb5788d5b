//! What a domain adds up to in each sampling unit, and the estimates that follow.

use super::super::comparison::Comparison;
use super::super::comparison::Reference;
use super::super::error::Reason;
use super::super::error::StatError;
use super::super::sum::sum;
use super::super::weighted::Linearised;
use super::layout::Layout;
use std::ops::AddAssign;

/// Totals of a domain within one sampling unit; those of disjoint rows add up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct UnitTotals {
    /// Rows of the domain in this unit that have a value and a positive weight.
    pub rows: u64,
    /// Σ w over them.
    pub w: f64,
    /// Σ w·y over them.
    pub wy: f64,
}

impl UnitTotals {
    /// Adds one row; a weight of zero is no row.
    pub fn add(&mut self, weight: f64, value: f64) {
        if weight != 0.0 {
            *self += Self {
                rows: 1,
                w: weight,
                wy: weight * value,
            };
        }
    }
}

impl AddAssign for UnitTotals {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.w += other.w;
        self.wy += other.wy;
    }
}

/// A domain of a design: one [`UnitTotals`] per leaf of its [`Layout`], in that order.
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters<'l> {
    layout: &'l Layout,
    totals: Vec<UnitTotals>,
    /// What was taken off every value before it was summed, for the digits' sake.
    origin: f64,
}

impl<'l> Clusters<'l> {
    /// A domain from its totals per leaf.
    ///
    /// # Errors
    /// [`StatError::Domain`] when there are more or fewer totals than leaves, or they are no numbers or weights negative.
    pub fn new(layout: &'l Layout, totals: Vec<UnitTotals>) -> Result<Self, StatError> {
        Self::about(layout, totals, 0.0)
    }

    /// The same with values that were measured from `origin`.
    pub(super) fn about(layout: &'l Layout, totals: Vec<UnitTotals>, origin: f64) -> Result<Self, StatError> {
        if totals.len() != layout.leaves() {
            return Err(StatError::Domain("there must be one total per sampling unit"));
        }
        if totals
            .iter()
            .any(|unit| !unit.w.is_finite() || !unit.wy.is_finite() || unit.w < 0.0)
        {
            return Err(StatError::Domain("weights must be zero or positive numbers"));
        }
        Ok(Self { layout, totals, origin })
    }

    /// Rows of the domain.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.totals.iter().map(|unit| unit.rows).sum()
    }

    /// Σ w of the domain.
    #[must_use]
    pub fn weight(&self) -> f64 {
        sum(self.totals.iter().map(|unit| unit.w))
    }

    /// Degrees of freedom: units with rows less strata with rows.
    ///
    /// Source: R `survey`, `degf(subset(design, …))`.
    #[must_use]
    pub fn df(&self) -> f64 {
        self.layout.degrees(&self.present()).value()
    }

    /// Weighted mean Σwy/Σw, which needs no variance; a share when `y` is 0 or 1.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without rows or weight.
    pub fn centre(&self) -> Result<f64, StatError> {
        Ok(self.origin + self.shifted_mean()?)
    }

    /// Weighted mean with its linearised variance and degrees of freedom; see [`Layout::variance`], with scores
    /// `(Σwy − ȳ·Σw)/W` of each unit. Values without spread have variance 0; df may be 0 where each stratum has one unit
    /// with rows, and then no interval exists.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without rows, [`Reason::TooFewAnswers`] with one, [`Reason::LonelyPsu`] when they all
    /// lie in one unit or a stratum has a single unit.
    ///
    /// Source: D. A. Binder (1983), Int. Stat. Rev. 51, 279–292; R `survey`, `svymean`.
    pub fn mean(&self) -> Result<Linearised, StatError> {
        let scores = self.influence()?;
        self.estimate(self.centre()?, &scores)
    }

    /// What each unit moves the mean by, `(Σwy − ȳ·Σw)/W`; combinations of means have the combined influences, whose
    /// variance [`Layout::variance`] gives.
    ///
    /// # Errors
    /// As [`Self::centre`].
    pub fn influence(&self) -> Result<Vec<f64>, StatError> {
        let (mean, weight) = (self.shifted_mean()?, self.weight());
        let score = |unit: &UnitTotals| distance(unit.wy, mean * unit.w) / weight;
        Ok(self.totals.iter().map(score).collect())
    }

    /// Estimated total Σwy of the population.
    ///
    /// # Errors
    /// As [`Self::mean`].
    pub fn total(&self) -> Result<Linearised, StatError> {
        self.shifted_mean()?;
        let scores: Vec<f64> = self.totals.iter().map(|unit| self.raw(unit)).collect();
        self.estimate(sum(scores.iter().copied()), &scores)
    }

    /// Ratio of two totals over the same rows, Σwy/Σwx.
    ///
    /// # Errors
    /// As [`Self::mean`]; [`Reason::ZeroMargin`] when the denominator is zero; [`StatError::Domain`] when both are not
    /// domains of one design.
    ///
    /// Source: W. G. Cochran (1977), Sampling Techniques, §2.11; R `survey`, `svyratio`.
    pub fn ratio(&self, denominator: &Self) -> Result<Linearised, StatError> {
        self.same_design(denominator)?;
        let total = |side: &Self| sum(side.totals.iter().map(|unit| side.raw(unit)));
        self.shifted_mean()?;
        let (above, below) = (total(self), total(denominator));
        if below == 0.0 {
            return Err(Reason::ZeroMargin.into());
        }
        let ratio = above / below;
        let pairs = self.totals.iter().zip(&denominator.totals);
        let score = |(y, x): (&UnitTotals, &UnitTotals)| distance(self.raw(y), ratio * denominator.raw(x)) / below;
        let scores: Vec<f64> = pairs.map(score).collect();
        self.estimate(ratio, &scores)
    }

    /// This mean minus that of another domain of the design; they may share units and even rows. Degrees of freedom are
    /// those of both together less one, as in R's `svyttest`; without any the test is missing for
    /// [`Reason::LonelyPsu`].
    ///
    /// # Errors
    /// [`Reason::EmptyGroup`] when a domain has no rows, else as [`Self::mean`]; [`StatError::Domain`] for a level outside
    /// (0, 1) or domains of different designs.
    pub fn compare(&self, other: &Self, level: f64) -> Result<Comparison, StatError> {
        self.same_design(other)?;
        if self.weight() == 0.0 || other.weight() == 0.0 {
            return Err(Reason::EmptyGroup.into());
        }
        let (first, second) = (self.influence()?, other.influence()?);
        let scores: Vec<f64> = first.iter().zip(&second).map(|(one, two)| one - two).collect();
        let both = self.present().into_iter().zip(other.present());
        let present: Vec<bool> = both.map(|(one, two)| one || two).collect();
        let difference = (self.origin - other.origin) + (self.shifted_mean()? - other.shifted_mean()?);
        let error = self.layout.variance(&scores, &present)?.sqrt();
        let df = self.layout.degrees(&present).value() - 1.0;
        if df > 0.0 {
            return Comparison::wald(difference, error, Reference::Student(df), level);
        }
        let mut bare = Comparison::without_test(difference, Reason::LonelyPsu);
        bare.standard_error = (error > 0.0).then_some(error);
        Ok(bare)
    }

    /// For each leaf, whether the domain has rows there.
    #[must_use]
    pub fn present(&self) -> Vec<bool> {
        self.totals.iter().map(|unit| unit.rows > 0).collect()
    }

    fn estimate(&self, value: f64, scores: &[f64]) -> Result<Linearised, StatError> {
        let present = self.present();
        let variance = self.layout.variance(scores, &present)?;
        let degrees = self.layout.degrees(&present);
        // All that is known lies in one unit: how units differ cannot be told, the formula's zero is empty.
        if degrees.units < 2 && variance == 0.0 {
            let few = if self.rows() < 2 {
                Reason::TooFewAnswers
            } else {
                Reason::LonelyPsu
            };
            return Err(few.into());
        }
        Ok(Linearised {
            value,
            variance,
            df: degrees.value(),
        })
    }

    fn raw(&self, unit: &UnitTotals) -> f64 {
        unit.wy + self.origin * unit.w
    }

    fn shifted_mean(&self) -> Result<f64, StatError> {
        let weight = self.weight();
        if weight > 0.0 {
            Ok(sum(self.totals.iter().map(|unit| unit.wy)) / weight)
        } else {
            Err(Reason::NoValidAnswers.into())
        }
    }

    fn same_design(&self, other: &Self) -> Result<(), StatError> {
        if self.layout == other.layout {
            Ok(())
        } else {
            Err(StatError::Domain("both domains must be of the same design"))
        }
    }
}

/// A difference, or nothing when it is only rounding.
fn distance(one: f64, two: f64) -> f64 {
    let distance = one - two;
    if distance.abs() <= 1e-14 * (one.abs() + two.abs()) {
        0.0
    } else {
        distance
    }
}
