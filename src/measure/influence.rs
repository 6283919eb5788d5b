//! What the sampling units of a wave move an estimate by.
//!
//! Every measure is a combination of weighted means, so what a sampling unit moves it by (its influence) follows from the
//! unit's sums, and the variance from the influences (Taylor linearisation, R `survey`). A group is a domain: units
//! without a response in it stay in the design. Two groups of one wave share units; the variance of their difference is
//! that of the differences of the influences. What the margins of a population fix moves nothing.

use super::cells;
use super::frame::FIXED;
use crate::model::Design;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::OptionList;
use crate::stats::StatError;
use crate::stats::design::Layout;
use crate::stats::design::Singles;
use crate::stats::design::variance_of_singles;
use crate::stats::influence::pair_place;
use crate::tabulation::Cell;
use crate::tabulation::DrawnStratum;
use crate::tabulation::Need;
use crate::tabulation::UnitPart;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// One of the means a measure combines: its valid answers, and what it counts.
pub(super) struct Part {
    coefficient: f64,
    answers: Vec<(f64, Cell)>,
    /// A value near its answers, the same in every view.
    origin: f64,
}

/// A part's mean and weight in the whole group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Centre {
    pub coefficient: f64,
    pub mean: f64,
    weight: f64,
}

/// What the sampling units of a wave move an estimate by.
#[derive(Debug, Clone)]
pub(super) struct Influence {
    pub centres: Vec<Centre>,
    strata: Vec<StratumScores>,
    clustered: bool,
    /// Σ of the squares of the scores before what a population's margins fix is taken out; 0 without a population.
    before: f64,
}

#[derive(Debug, Clone)]
struct StratumScores {
    drawn: DrawnStratum,
    /// By unit, or by unit and cell of the population; of singly drawn responses one, or one a cell, with their sums.
    parts: Vec<Scores>,
}

/// What a sampling unit, or its responses in one cell of the population, moves an estimate by.
#[derive(Debug, Clone, Copy)]
struct Scores {
    /// Place of the unit within its stratum.
    cluster: usize,
    cell: usize,
    score: f64,
    /// Responses of the group behind it.
    present: u64,
    /// Σ of the squares over singly drawn responses.
    squares: f64,
    /// Σ w²·u over the responses of the group, u what each moves the estimate by for a weight of one.
    linear: f64,
    /// What the population's margins make of u in this cell.
    fitted: f64,
    /// All responses of the sample in this part.
    whole: Cell,
}

impl Influence {
    /// `None` when the view's survey has no design, or the measure's needs were not counted.
    pub fn of(measure: &Measure, view: &View<'_>) -> Option<Self> {
        let design = view.design()?;
        let centres: Vec<Centre> = parts(measure, view)?.iter().map(Centre::of).collect();
        let clustered = design.cluster.is_some();
        let mut strata = Vec::new();
        for (drawn, units) in view.by_unit()? {
            let mut scores = Vec::with_capacity(units.len());
            for unit in &units {
                let own = parts(measure, &unit.view)?;
                let sum = |of: fn(&Part, &Centre) -> f64| {
                    own.iter().zip(&centres).map(|(part, centre)| of(part, centre)).sum()
                };
                scores.push(Scores {
                    cluster: unit.cluster,
                    cell: unit.cell,
                    score: sum(Part::score),
                    present: rows(&own),
                    squares: if clustered {
                        0.0
                    } else {
                        products(measure, &unit.view, &centres, &centres)?
                    },
                    linear: sum(Part::linear),
                    fitted: 0.0,
                    whole: unit.whole,
                });
            }
            strata.push(StratumScores { drawn, parts: scores });
        }
        let mut made = Self {
            centres,
            strata,
            clustered,
            before: 0.0,
        };
        if let Some(cells) = view.population_cells() {
            made.calibrate(cells, view)?;
        }
        Some(made)
    }

    /// Takes out what the margins of the population already fix: single responses move the estimate by what is left, also
    /// those outside the group.
    fn calibrate(&mut self, cells: usize, view: &View<'_>) -> Option<()> {
        let mut by_cell = vec![0.0; cells];
        for part in self.strata.iter().flat_map(|stratum| &stratum.parts) {
            *by_cell.get_mut(part.cell)? += part.score;
            self.before += if self.clustered {
                part.score * part.score
            } else {
                part.squares
            };
        }
        let fitted = view.fitted(&by_cell)?;
        for part in self.strata.iter_mut().flat_map(|stratum| &mut stratum.parts) {
            part.fitted = fitted[part.cell];
            part.score -= part.fitted * part.whole.w;
            part.squares += part.fitted * (part.fitted * part.whole.w2 - 2.0 * part.linear);
        }
        Some(())
    }

    /// This less another of the same wave: what the units move the difference by. `both` are the responses in both groups.
    pub fn less(&self, other: &Self, measure: &Measure, both: Option<&View<'_>>) -> Option<Self> {
        let shared = match both.filter(|_| !self.clustered) {
            Some(both) => both.by_unit()?.into_iter().map(|(_, units)| units).collect(),
            None => Vec::new(),
        };
        let mut strata = Vec::with_capacity(self.strata.len());
        for (at, (one, two)) in self.strata.iter().zip(&other.strata).enumerate() {
            let mut parts_of = Vec::with_capacity(one.parts.len());
            for (place, (a, b)) in one.parts.iter().zip(&two.parts).enumerate() {
                let (mut common, mut twice) = (0.0, 0);
                if let Some(unit) = shared.get(at).and_then(|units: &Vec<UnitPart<'_>>| units.get(place)) {
                    common = products(measure, &unit.view, &self.centres, &other.centres)?;
                    twice = rows(&parts(measure, &unit.view)?);
                }
                common += a.fitted * b.fitted * a.whole.w2 - b.fitted * a.linear - a.fitted * b.linear;
                parts_of.push(Scores {
                    score: a.score - b.score,
                    present: (a.present + b.present).saturating_sub(twice),
                    squares: a.squares + b.squares - 2.0 * common,
                    ..*a
                });
            }
            strata.push(StratumScores {
                drawn: one.drawn,
                parts: parts_of,
            });
        }
        Some(Self {
            centres: Vec::new(),
            strata,
            clustered: self.clustered,
            before: self.before + other.before,
        })
    }

    /// Variance and degrees of freedom: units with responses less strata with responses.
    pub fn variance(&self, design: &Design) -> Result<(f64, f64), StatError> {
        let filled = |stratum: &&StratumScores| stratum.parts.iter().any(|part| part.present > 0);
        let strata = self.strata.iter().filter(filled).count() as f64;
        if !self.clustered {
            let sums: Vec<Singles> = self.strata.iter().map(StratumScores::singles).collect();
            let rows: u64 = sums.iter().map(|stratum| stratum.present).sum();
            let variance = variance_of_singles(&sums, design.lonely)?;
            return Ok((self.unless_fixed(variance), rows as f64 - strata));
        }
        let drawn: Vec<(usize, Option<f64>)> = self
            .strata
            .iter()
            .map(|stratum| (stratum.clusters(), stratum.drawn.population))
            .collect();
        let layout = Layout::one_stage(drawn)?.with_lonely(design.lonely);
        let units: Vec<(f64, bool)> = self.strata.iter().flat_map(StratumScores::units).collect();
        let (scores, present): (Vec<f64>, Vec<bool>) = units.into_iter().unzip();
        let count = present.iter().filter(|present| **present).count() as f64;
        Ok((self.unless_fixed(layout.variance(&scores, &present)?), count - strata))
    }

    fn unless_fixed(&self, variance: f64) -> f64 {
        if variance <= FIXED * self.before { 0.0 } else { variance }
    }
}

impl StratumScores {
    fn singles(&self) -> Singles {
        Singles {
            rows: self.drawn.units,
            population: self.drawn.population,
            present: self.parts.iter().map(|part| part.present).sum(),
            sum: self.parts.iter().map(|part| part.score).sum(),
            squares: self.parts.iter().map(|part| part.squares).sum::<f64>().max(0.0),
        }
    }

    fn clusters(&self) -> usize {
        self.parts.last().map_or(0, |part| part.cluster + 1)
    }

    /// Score of each cluster, and whether it has responses.
    fn units(&self) -> Vec<(f64, bool)> {
        let mut units = vec![(0.0, false); self.clusters()];
        for part in &self.parts {
            units[part.cluster].0 += part.score;
            units[part.cluster].1 |= part.present > 0;
        }
        units
    }
}

impl Part {
    /// Rows, Σ w, and Σ w·y counted from the first value.
    pub fn sums(&self) -> (u64, f64, f64) {
        let first = self.first();
        let wy = self.answers.iter().map(|(y, cell)| cell.w * (y - first)).sum();
        (self.rows(), self.weight(), wy)
    }

    /// The first value that can be answered: where sums are counted from.
    pub fn first(&self) -> f64 {
        self.origin
    }

    fn rows(&self) -> u64 {
        self.answers.iter().map(|(_, cell)| cell.n).sum()
    }

    fn weight(&self) -> f64 {
        self.answers.iter().map(|(_, cell)| cell.w).sum()
    }

    /// What a unit's answers move the combination by; a difference that is only rounding is none.
    fn score(&self, centre: &Centre) -> f64 {
        let score: f64 = self.answers.iter().map(|(y, cell)| cell.w * (y - centre.mean)).sum();
        centre.coefficient * score / centre.weight
    }

    /// The same with the squares of the weights.
    fn linear(&self, centre: &Centre) -> f64 {
        let sum: f64 = self.answers.iter().map(|(y, cell)| cell.w2 * (y - centre.mean)).sum();
        centre.coefficient * sum / centre.weight
    }
}

/// Responses behind a combination of means: those of its longest part.
fn rows(parts: &[Part]) -> u64 {
    parts.iter().map(Part::rows).max().unwrap_or(0)
}

impl Centre {
    /// The coefficient of an answer's weight.
    pub fn per_weight(&self) -> f64 {
        self.coefficient / self.weight
    }

    pub fn of(part: &Part) -> Self {
        let weight = part.weight();
        let origin = part
            .answers
            .iter()
            .find(|(_, cell)| cell.n > 0)
            .map_or(0.0, |(y, _)| *y);
        // Answers that are all alike have exactly their value as mean.
        let above: f64 = part.answers.iter().map(|(y, cell)| cell.w * (y - origin)).sum();
        Self {
            coefficient: part.coefficient,
            mean: origin + above / weight,
            weight,
        }
    }
}

/// The means a measure combines, in one view.
pub(super) fn parts(measure: &Measure, view: &View<'_>) -> Option<Vec<Part>> {
    let MeasureKind::Index(node) = &measure.kind else {
        let answers = cells::scored(measure, view)?;
        // A number has whatever values are met: its sums are counted from none of them.
        let origin = match measure.kind {
            MeasureKind::Mean { of } => view.survey().variable(of).domain.options().map(OptionList::values),
            _ => None,
        };
        return Some(vec![Part {
            coefficient: 1.0,
            origin: origin.and_then(|values| values.first().copied()).unwrap_or(0.0),
            answers,
        }]);
    };
    let part = |(item, weight): (crate::model::VariableIndex, f64)| {
        let domain = &view.survey().variable(item).domain;
        let (_, slope) = domain.scale()?.to_hundred();
        let need = Need {
            wanted: Wanted::Cells(item),
            filter: measure.filter.clone(),
        };
        let values = domain.options()?.values();
        Some(Part {
            coefficient: weight * slope,
            origin: values.first().copied().unwrap_or(0.0),
            answers: values.into_iter().zip(view.answers(&need)?.options).collect(),
        })
    };
    node.leaves().into_iter().map(part).collect()
}

/// Σ over the responses of `view` of what each moves two estimates by, multiplied.
fn products(measure: &Measure, view: &View<'_>, one: &[Centre], two: &[Centre]) -> Option<f64> {
    let MeasureKind::Index(node) = &measure.kind else {
        let (a, b) = (one.first()?, two.first()?);
        let sum: f64 = cells::scored(measure, view)?
            .iter()
            .map(|(y, cell)| cell.w2 * (y - a.mean) * (y - b.mean))
            .sum();
        return Some(a.coefficient * b.coefficient * sum / (a.weight * b.weight));
    };
    let items = node.leaves().into_iter().map(|(item, _)| item).collect();
    let need = Need {
        wanted: Wanted::Moments(items),
        filter: measure.filter.clone(),
    };
    let pairs = view.battery(&need)?.pairs;
    let mut total = 0.0;
    for (l, a) in one.iter().enumerate() {
        for (k, b) in two.iter().enumerate() {
            let pair = &pairs[pair_place(l.max(k), l.min(k))];
            let (own, others) = if l >= k {
                (pair.w2_later, pair.w2_earlier)
            } else {
                (pair.w2_earlier, pair.w2_later)
            };
            let product = pair.w2_product - b.mean * own - a.mean * others + a.mean * b.mean * pair.w2;
            total += a.coefficient * b.coefficient * product / (a.weight * b.weight);
        }
    }
    Some(total)
}
