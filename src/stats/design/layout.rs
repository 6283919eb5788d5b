//! How a sample was drawn, and the variance that follows for any sum over its units.

use super::super::error::Reason;
use super::super::error::StatError;
use super::super::sum::Sum;
use super::super::sum::sum;

/// What to do with a stratum that has a single unit and was not taken whole: its spread is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lonely {
    /// Answer with [`Reason::LonelyPsu`].
    #[default]
    Error,
    /// Take its distance from the mean of all units instead of that from its own; this errs on the safe side.
    Adjust,
}

/// A primary sampling unit and, where its inside was sampled too, how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Second-stage units in it that were drawn; 1 when there is no second stage.
    pub parts: usize,
    /// Second-stage units in it that exist; `None` when there is no second stage or it is not corrected for.
    pub population: Option<f64>,
}

impl Default for Unit {
    fn default() -> Self {
        Self {
            parts: 1,
            population: None,
        }
    }
}

/// A stratum and its sampled units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StratumPlan {
    /// Units that exist in it; `None` leaves the finite population correction out.
    pub population: Option<f64>,
    /// Units that were drawn from it.
    pub units: Vec<Unit>,
}

/// A sampling design: strata with their units. Its *leaves* are the places sums are kept in: the second-stage units
/// where there are any, else the primary ones, in the order of the strata and units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    strata: Vec<StratumPlan>,
    lonely: Lonely,
    leaves: usize,
}

/// Degrees of freedom of a domain: its units with rows less its strata with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Degrees {
    pub units: usize,
    pub strata: usize,
}

impl Degrees {
    pub(super) fn value(self) -> f64 {
        (self.units - self.strata) as f64
    }
}

impl Layout {
    /// A design of strata given in an order that all its domains share.
    ///
    /// # Errors
    /// [`StatError::Domain`] when a unit has no parts, or more units were drawn than exist.
    pub fn new(strata: Vec<StratumPlan>) -> Result<Self, StatError> {
        for stratum in &strata {
            possible(stratum.units.len(), stratum.population)?;
            for unit in &stratum.units {
                if unit.parts == 0 {
                    return Err(StatError::Domain("a sampling unit has at least one part"));
                }
                possible(unit.parts, unit.population)?;
            }
        }
        let leaves = strata.iter().flat_map(|stratum| &stratum.units).map(|unit| unit.parts);
        let leaves = leaves.sum();
        Ok(Self {
            strata,
            lonely: Lonely::Error,
            leaves,
        })
    }

    /// A design of one stage: for each stratum how many units were drawn and, for the finite population correction,
    /// how many exist.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn one_stage(strata: impl IntoIterator<Item = (usize, Option<f64>)>) -> Result<Self, StatError> {
        let plan = |(units, population)| StratumPlan {
            population,
            units: vec![Unit::default(); units],
        };
        Self::new(strata.into_iter().map(plan).collect())
    }

    /// The same with another rule for strata of a single unit.
    #[must_use]
    pub fn with_lonely(self, lonely: Lonely) -> Self {
        Self { lonely, ..self }
    }

    /// Number of leaves: how many sums a domain has.
    #[must_use]
    pub const fn leaves(&self) -> usize {
        self.leaves
    }

    /// Number of primary sampling units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.strata.iter().map(|stratum| stratum.units.len()).sum()
    }

    /// The strata.
    #[must_use]
    pub fn strata(&self) -> &[StratumPlan] {
        &self.strata
    }

    /// Places of the strata with a single unit that does not stand for itself alone.
    #[must_use]
    pub fn lonely_strata(&self) -> Vec<usize> {
        let lonely = |plan: &StratumPlan| plan.units.len() == 1 && sampled(1, plan.population) < 1.0;
        let places = self.strata.iter().enumerate().filter(|(_, plan)| lonely(plan));
        places.map(|(place, _)| place).collect()
    }

    /// Variance of the sum of `scores`, one per leaf: `Σ_h (1−f_h)·n_h/(n_h−1)·Σ_i(z_hi − z̄_h)²`, with a second stage
    /// `+ Σ_h f_h·Σ_i (1−f_hi)·m_hi/(m_hi−1)·Σ_j(z_hij − z̄_hi)²`; `f = n/N`, 0 without a population. `present` tells
    /// for each leaf whether the domain has rows there.
    ///
    /// # Errors
    /// [`Reason::LonelyPsu`] when a stratum (or a unit with a second stage) has a single unit with rows and the rule is
    /// [`Lonely::Error`]; [`StatError::Domain`] for another number of scores than leaves.
    ///
    /// Source: W. G. Cochran (1977), Sampling Techniques, §10.4; C.-E. Särndal, B. Swensson & J. Wretman (1992), §4.3.
    pub fn variance(&self, scores: &[f64], present: &[bool]) -> Result<f64, StatError> {
        Ok(self.covariance(&[scores], present)?[0][0])
    }

    /// Covariances of several sums, each with one score per leaf; see [`Self::variance`]. Symmetric, row by row.
    ///
    /// # Errors
    /// As [`Self::variance`].
    pub fn covariance<S: AsRef<[f64]>>(&self, scores: &[S], present: &[bool]) -> Result<Vec<Vec<f64>>, StatError> {
        if present.len() != self.leaves || scores.iter().any(|series| series.as_ref().len() != self.leaves) {
            return Err(StatError::Domain("there must be one score per sampling unit"));
        }
        let mut spread = Spread::of(scores, self.units(), self.leaves);
        let mut leaf = 0;
        for stratum in &self.strata {
            let share = sampled(stratum.units.len(), stratum.population);
            let first = leaf;
            let mut units = Vec::with_capacity(stratum.units.len());
            for unit in &stratum.units {
                units.push(leaf..leaf + unit.parts);
                leaf += unit.parts;
            }
            let filled = present[first..leaf].contains(&true);
            if units.len() == 1 && share < 1.0 {
                // A lonely unit without rows says nothing and needs no rule.
                if !filled {
                    continue;
                }
                if self.lonely == Lonely::Error {
                    return Err(Reason::LonelyPsu.into());
                }
            }
            spread.stage(1.0 - share, &units, spread.unit_centre.clone());
            for (unit, leaves) in stratum.units.iter().zip(&units) {
                let inside = sampled(unit.parts, unit.population);
                // Without a population at both stages the units' totals already hold all there is to know.
                if share == 0.0 || unit.population.is_none() || !present[leaves.clone()].contains(&true) {
                    continue;
                }
                if unit.parts == 1 && inside < 1.0 && self.lonely == Lonely::Error {
                    return Err(Reason::LonelyPsu.into());
                }
                let parts: Vec<_> = leaves.clone().map(|leaf| leaf..leaf + 1).collect();
                spread.stage(share * (1.0 - inside), &parts, spread.leaf_centre.clone());
            }
        }
        Ok(spread.finished())
    }

    /// Degrees of freedom: units with a leaf that is present, less strata with one.
    #[must_use]
    pub fn degrees_of(&self, present: &[bool]) -> f64 {
        self.degrees(present).value()
    }

    /// Units and strata in which any of the leaves is present.
    pub(super) fn degrees(&self, present: &[bool]) -> Degrees {
        let (mut units, mut strata, mut leaf) = (0, 0, 0);
        for stratum in &self.strata {
            let before = units;
            for unit in &stratum.units {
                units += usize::from(present[leaf..leaf + unit.parts].contains(&true));
                leaf += unit.parts;
            }
            strata += usize::from(units > before);
        }
        Degrees { units, strata }
    }
}

/// Sums of squares and products as they come together.
struct Spread<'s, S> {
    scores: &'s [S],
    sums: Vec<Sum>,
    unit_centre: Vec<f64>,
    leaf_centre: Vec<f64>,
}

impl<'s, S: AsRef<[f64]>> Spread<'s, S> {
    fn of(scores: &'s [S], units: usize, leaves: usize) -> Self {
        let centre = |count: usize| {
            let means = scores
                .iter()
                .map(|series| sum(series.as_ref().iter().copied()) / count.max(1) as f64);
            means.collect()
        };
        Self {
            scores,
            sums: vec![Sum::default(); scores.len() * scores.len()],
            unit_centre: centre(units),
            leaf_centre: centre(leaves),
        }
    }

    /// Adds `factor·n/(n−1)·Σ(z−z̄)(z−z̄)'` over units given as ranges of leaves; a single one is measured from `centre`.
    fn stage(&mut self, factor: f64, units: &[std::ops::Range<usize>], centre: Vec<f64>) {
        if factor <= 0.0 || units.is_empty() {
            return;
        }
        let n = units.len() as f64;
        let totals: Vec<Vec<f64>> = self
            .scores
            .iter()
            .map(|series| {
                units
                    .iter()
                    .map(|unit| sum(series.as_ref()[unit.clone()].iter().copied()))
                    .collect()
            })
            .collect();
        let (factor, centre) = if units.len() == 1 {
            (factor, centre)
        } else {
            let own = totals.iter().map(|series| sum(series.iter().copied()) / n).collect();
            (factor * n / (n - 1.0), own)
        };
        let p = self.scores.len();
        for one in 0..p {
            for two in 0..=one {
                let place = &mut self.sums[one * p + two];
                for (a, b) in totals[one].iter().zip(&totals[two]) {
                    place.add(factor * (a - centre[one]) * (b - centre[two]));
                }
            }
        }
    }

    fn finished(self) -> Vec<Vec<f64>> {
        let p = self.scores.len();
        let at = |one: usize, two: usize| self.sums[one.max(two) * p + one.min(two)].value();
        (0..p).map(|one| (0..p).map(|two| at(one, two)).collect()).collect()
    }
}

/// The share of what exists that was drawn; 0 when that is not corrected for.
fn sampled(drawn: usize, population: Option<f64>) -> f64 {
    population.map_or(0.0, |population| drawn as f64 / population)
}

fn possible(drawn: usize, population: Option<f64>) -> Result<(), StatError> {
    match population {
        Some(population) if !(population.is_finite() && population >= drawn as f64) => Err(StatError::Domain(
            "a stratum cannot have more units in the sample than in its population",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_stages_add_the_spread_within_units() {
        // Two units of four drawn; in the first two parts of five, in the second three of six.
        let unit = |parts, population| Unit {
            parts,
            population: Some(population),
        };
        let plan = StratumPlan {
            population: Some(4.0),
            units: vec![unit(2, 5.0), unit(3, 6.0)],
        };
        let layout = Layout::new(vec![plan]).unwrap();
        let got = layout.variance(&[1.0, 3.0, 2.0, 5.0, 2.0], &[true; 5]).unwrap();
        // By hand: units total 4 and 9, (1−1/2)·2/1·(2.5²+2.5²) = 12.5; within: 1/2·(3/5·2/1·2 + 1/2·3/2·6) = 3.45.
        assert!((got - 15.95).abs() < 1e-12, "{got}");
    }

    #[test]
    fn a_lonely_unit_is_measured_from_the_mean_of_all_when_asked() {
        let layout = || Layout::one_stage([(2, None), (1, None)]).unwrap();
        assert_eq!(layout().lonely_strata(), [1]);
        let scores = [1.0, 3.0, 5.0];
        assert_eq!(
            layout().variance(&scores, &[true; 3]),
            Err(StatError::Undefined(Reason::LonelyPsu))
        );
        // By hand: 2/1·(1+1) from the first stratum, (5−3)² from the second.
        let got = layout().with_lonely(Lonely::Adjust).variance(&scores, &[true; 3]);
        assert_eq!(got, Ok(8.0));
        // Where the domain has no rows there is nothing to say about chance.
        assert_eq!(layout().variance(&[1.0, 3.0, 0.0], &[true, true, false]), Ok(4.0));
    }

    #[test]
    fn a_stratum_taken_whole_adds_nothing() {
        let layout = Layout::one_stage([(1, Some(1.0)), (2, Some(2.0))]).unwrap();
        assert_eq!(layout.variance(&[4.0, 1.0, 2.0], &[true; 3]), Ok(0.0));
        assert!(Layout::one_stage([(3, Some(2.0))]).is_err());
    }
}
