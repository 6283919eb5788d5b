//! The sums of every sampling unit of a wave, side by side: what groups of the wave are compared by when there are many.
//!
//! Only of clusters: single responses are counted by stratum, which is few. A group is in few of the units, so its own
//! sums are gathered from those alone; what is left of the wave without it is the wave's sums less the group's.

use super::influence::Centre;
use super::influence::parts;
use crate::model::Measure;
use crate::stats::StatError;
use crate::stats::design::DrawnUnits;
use crate::stats::design::Lonely;
use crate::stats::design::variance_of_units;
use crate::tabulation::Cell;
use crate::tabulation::DrawnStratum;
use crate::tabulation::View;

/// The units of a wave, and the sums a measure is made from in each.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Each stratum and the number of its units.
    strata: Vec<(DrawnStratum, usize)>,
    /// Of each counted part: its unit among all of the wave, its cell of the population, all its responses.
    parts: Vec<Place>,
    units: usize,
    total: Sums,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    unit: usize,
    cell: usize,
    whole: Cell,
}

/// By part of a unit, then component of the measure.
#[derive(Debug, Clone)]
struct Sums {
    components: usize,
    rows: Vec<u64>,
    w: Vec<f64>,
    /// Σ w·(y − the component's first value).
    wy: Vec<f64>,
}

/// What the units of a wave move an estimate by.
#[derive(Debug, Clone)]
pub(super) struct UnitScores {
    /// By unit.
    scores: Vec<f64>,
    /// Responses behind each.
    present: Vec<u64>,
    /// The combination of the means the scores are of, without what the values are counted from.
    pub combined: f64,
    /// Σ of the squares before what a population's margins fix is taken out.
    before: f64,
    /// A standard error below this is rounding.
    noise: f64,
}

/// A variance below this part of what it would be without the population's margins is rounding: they fix the estimate.
pub(super) const FIXED: f64 = 1e-14;

impl Frame {
    /// The units of a view's wave; `None` when they are no clusters, or the measure's needs were not counted.
    pub fn of(measure: &Measure, total: &View<'_>) -> Option<Self> {
        total.design()?.cluster?;
        let (mut strata, mut places, mut units) = (Vec::new(), Vec::new(), 0);
        for (drawn, parts) in total.by_unit()? {
            let own = parts.last().map_or(0, |part| part.cluster + 1);
            strata.push((drawn, own));
            places.extend(parts.iter().map(|part| Place {
                unit: units + part.cluster,
                cell: part.cell,
                whole: part.whole,
            }));
            units += own;
        }
        let components = parts(measure, total)?.len();
        let mut frame = Self {
            strata,
            parts: places,
            units,
            total: Sums::empty(components, 0),
        };
        frame.total = frame.gathered(measure, total)?;
        Some(frame)
    }

    /// The sums of a group in every unit; `None` when they were not counted.
    fn gathered(&self, measure: &Measure, view: &View<'_>) -> Option<Sums> {
        let components = self.total.components;
        let mut sums = Sums::empty(components, self.parts.len());
        for unit in view.units_present() {
            let at = unit as usize;
            for (component, part) in parts(measure, &view.within(unit))?.iter().enumerate() {
                let (rows, w, wy) = part.sums();
                let place = at * components + component;
                *sums.rows.get_mut(place)? = rows;
                (sums.w[place], sums.wy[place]) = (w, wy);
            }
        }
        Some(sums)
    }

    /// What every unit moves the estimate of a view by; `None` when it has no answers.
    pub fn scores(&self, measure: &Measure, view: &View<'_>) -> Option<UnitScores> {
        let sums = match view.apart() {
            (whole, None) if whole.is_total() => self.total.clone(),
            (whole, None) => self.gathered(measure, &whole)?,
            (whole, Some(part)) => {
                let mut left = if whole.is_total() {
                    self.total.clone()
                } else {
                    self.gathered(measure, &whole)?
                };
                left.take(&self.gathered(measure, &part)?);
                left
            }
        };
        let own = parts(measure, view)?;
        let centres: Vec<Centre> = own.iter().map(Centre::of).collect();
        let means: Vec<f64> = own
            .iter()
            .zip(&centres)
            .map(|(part, centre)| centre.mean - part.first())
            .collect();
        let factors: Vec<f64> = centres.iter().map(Centre::per_weight).collect();
        if factors.iter().any(|factor| !factor.is_finite()) {
            return None;
        }
        let mut of_parts = vec![0.0; self.parts.len()];
        let components = sums.components;
        for (part, score) in of_parts.iter_mut().enumerate() {
            for component in 0..components {
                let place = part * components + component;
                *score += factors[component] * (sums.wy[place] - means[component] * sums.w[place]);
            }
        }
        let mut before = 0.0;
        if let Some(cells) = view.population_cells() {
            let mut by_cell = vec![0.0; cells];
            for (place, score) in self.parts.iter().zip(&of_parts) {
                by_cell[place.cell] += score;
                before += score * score;
            }
            let fitted = view.fitted(&by_cell)?;
            for (place, score) in self.parts.iter().zip(&mut of_parts) {
                *score -= fitted[place.cell] * place.whole.w;
            }
        }
        let mut made = UnitScores {
            scores: vec![0.0; self.units],
            present: vec![0; self.units],
            combined: centres.iter().map(|centre| centre.coefficient * centre.mean).sum(),
            before,
            noise: centres
                .iter()
                .zip(&means)
                .map(|(centre, mean)| (centre.coefficient * mean).abs())
                .sum(),
        };
        for ((place, score), rows) in self.parts.iter().zip(of_parts).zip(sums.rows.chunks(components)) {
            made.scores[place.unit] += score;
            made.present[place.unit] += rows.iter().max().copied().unwrap_or(0);
        }
        Some(made)
    }

    /// Variance of the scores' sum and its degrees of freedom: units with responses less strata with responses.
    pub fn variance(&self, scores: &UnitScores, view: &View<'_>) -> Result<(f64, f64), StatError> {
        let lonely = view.design().map_or(Lonely::Error, |design| design.lonely);
        let (mut strata, mut start) = (Vec::with_capacity(self.strata.len()), 0);
        for (drawn, units) in &self.strata {
            strata.push(DrawnUnits {
                population: drawn.population,
                scores: &scores.scores[start..start + *units],
                present: &scores.present[start..start + *units],
            });
            start += *units;
        }
        let variance = variance_of_units(&strata, lonely)?;
        let units = scores.present.iter().filter(|rows| **rows > 0).count() as f64;
        let filled = strata
            .iter()
            .filter(|stratum| stratum.present.iter().any(|rows| *rows > 0))
            .count() as f64;
        let rounding = variance <= FIXED * scores.before || variance <= 1e-28 * scores.noise * scores.noise;
        Ok((if rounding { 0.0 } else { variance }, units - filled))
    }
}

impl Sums {
    fn empty(components: usize, parts: usize) -> Self {
        Self {
            components,
            rows: vec![0; parts * components],
            w: vec![0.0; parts * components],
            wy: vec![0.0; parts * components],
        }
    }

    /// What is left without a part of it.
    fn take(&mut self, part: &Self) {
        for (left, rows) in self.rows.iter_mut().zip(&part.rows) {
            *left = left.saturating_sub(*rows);
        }
        for (sums, less) in [(&mut self.w, &part.w), (&mut self.wy, &part.wy)] {
            for ((left, less), rows) in sums.iter_mut().zip(less).zip(&self.rows) {
                // Where nobody is left, what remains of the sums is rounding.
                *left = if *rows > 0 { *left - less } else { 0.0 };
            }
        }
    }
}

impl UnitScores {
    /// This less another of the same wave; `both` are the responses in both groups, by unit.
    pub fn less(&self, other: &Self, both: Option<&Self>) -> Self {
        let twice = |unit: usize| both.map_or(0, |both| both.present[unit]);
        let present = self.present.iter().zip(&other.present).enumerate();
        Self {
            scores: self
                .scores
                .iter()
                .zip(&other.scores)
                .map(|(one, two)| one - two)
                .collect(),
            present: present
                .map(|(unit, (one, two))| (one + two).saturating_sub(twice(unit)))
                .collect(),
            combined: self.combined - other.combined,
            before: self.before + other.before,
            noise: self.noise + other.noise,
        }
    }
}
