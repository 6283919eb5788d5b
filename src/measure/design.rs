//! Estimates of surveys that say how their responses were drawn: strata, clusters, finite populations.
//!
//! Every measure is a combination of weighted means, so what a sampling unit moves it by (its influence) follows from the
//! unit's sums, and the variance from the influences (Taylor linearisation, R `survey`). A group is a domain: units
//! without a response in it stay in the design. Two groups of one wave share units; the variance of their difference is
//! that of the differences of the influences.

use super::cells;
use super::estimate::Basis;
use super::estimate::Estimate;
use super::estimate::Method;
use super::estimate::Outcome;
use super::estimate::Unit;
use super::estimate::reason;
use super::weights;
use crate::model::Design;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::comparison::Reference;
use crate::stats::design::Layout;
use crate::stats::design::Singles;
use crate::stats::design::variance_of_singles;
use crate::stats::influence::pair_place;
use crate::stats::proportion::wilson;
use crate::stats::weighted::Linearised;
use crate::tabulation::Cell;
use crate::tabulation::DrawnStratum;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// One of the means a measure combines: its valid answers, and what it counts.
struct Part {
    coefficient: f64,
    answers: Vec<(f64, Cell)>,
}

/// A part's mean and weight in the whole group.
#[derive(Debug, Clone, Copy)]
struct Centre {
    coefficient: f64,
    mean: f64,
    weight: f64,
}

/// What the sampling units of a wave move an estimate by.
#[derive(Debug, Clone)]
pub(super) struct Influence {
    centres: Vec<Centre>,
    strata: Vec<StratumScores>,
    clustered: bool,
}

#[derive(Debug, Clone)]
struct StratumScores {
    drawn: DrawnStratum,
    /// By cluster; of singly drawn responses one, their sum.
    scores: Vec<f64>,
    /// Responses of the group behind each score.
    present: Vec<u64>,
    /// Σ of the squares over singly drawn responses.
    squares: f64,
}

impl Influence {
    /// `None` when the view's survey has no design, or the measure's needs were not counted.
    pub fn of(measure: &Measure, view: &View<'_>) -> Option<Self> {
        let design = view.design()?;
        let centres: Vec<Centre> = parts(measure, view)?.iter().map(Centre::of).collect();
        let clustered = design.cluster.is_some();
        let mut strata = Vec::new();
        for (drawn, units) in view.by_unit()? {
            let (mut scores, mut present, mut squares) = (Vec::new(), Vec::new(), 0.0);
            for unit in &units {
                let own = parts(measure, unit)?;
                present.push(rows(&own));
                scores.push(own.iter().zip(&centres).map(|(part, centre)| part.score(centre)).sum());
                if !clustered {
                    squares += products(measure, unit, &centres, &centres)?;
                }
            }
            strata.push(StratumScores {
                drawn,
                scores,
                present,
                squares,
            });
        }
        Some(Self {
            centres,
            strata,
            clustered,
        })
    }

    /// This less another of the same wave: what the units move the difference by. `both` are the responses in both groups.
    fn less(&self, other: &Self, measure: &Measure, both: Option<&View<'_>>) -> Option<Self> {
        let shared = match both.filter(|_| !self.clustered) {
            Some(both) => both.by_unit()?.into_iter().map(|(_, units)| units).collect(),
            None => Vec::new(),
        };
        let mut strata = Vec::with_capacity(self.strata.len());
        for (at, (one, two)) in self.strata.iter().zip(&other.strata).enumerate() {
            let (mut common, mut twice) = (0.0, 0);
            for unit in shared.get(at).into_iter().flatten() {
                common += products(measure, unit, &self.centres, &other.centres)?;
                twice += rows(&parts(measure, unit)?);
            }
            let present = one
                .present
                .iter()
                .zip(&two.present)
                .map(|(a, b)| (a + b).saturating_sub(twice));
            strata.push(StratumScores {
                drawn: one.drawn,
                scores: one.scores.iter().zip(&two.scores).map(|(a, b)| a - b).collect(),
                present: present.collect(),
                squares: (one.squares + two.squares - 2.0 * common).max(0.0),
            });
        }
        Some(Self {
            centres: Vec::new(),
            strata,
            clustered: self.clustered,
        })
    }

    /// Variance and degrees of freedom: units with responses less strata with responses.
    pub fn variance(&self, design: &Design) -> Result<(f64, f64), StatError> {
        let filled = |stratum: &&StratumScores| stratum.present.iter().any(|rows| *rows > 0);
        let strata = self.strata.iter().filter(filled).count() as f64;
        if !self.clustered {
            let sums: Vec<Singles> = self.strata.iter().map(StratumScores::singles).collect();
            let rows: u64 = sums.iter().map(|stratum| stratum.present).sum();
            return Ok((variance_of_singles(&sums, design.lonely)?, rows as f64 - strata));
        }
        let drawn = self
            .strata
            .iter()
            .map(|stratum| (stratum.scores.len(), stratum.drawn.population));
        let layout = Layout::one_stage(drawn)?.with_lonely(design.lonely);
        let scores: Vec<f64> = self
            .strata
            .iter()
            .flat_map(|stratum| stratum.scores.iter().copied())
            .collect();
        let present: Vec<bool> = self
            .strata
            .iter()
            .flat_map(|stratum| &stratum.present)
            .map(|rows| *rows > 0)
            .collect();
        let units = present.iter().filter(|present| **present).count() as f64;
        Ok((layout.variance(&scores, &present)?, units - strata))
    }
}

impl StratumScores {
    fn singles(&self) -> Singles {
        Singles {
            rows: self.drawn.units,
            population: self.drawn.population,
            present: self.present.iter().sum(),
            sum: self.scores.iter().sum(),
            squares: self.squares,
        }
    }
}

impl Part {
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
}

/// Responses behind a combination of means: those of its longest part.
fn rows(parts: &[Part]) -> u64 {
    parts.iter().map(Part::rows).max().unwrap_or(0)
}

impl Centre {
    fn of(part: &Part) -> Self {
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
fn parts(measure: &Measure, view: &View<'_>) -> Option<Vec<Part>> {
    let MeasureKind::Index(node) = &measure.kind else {
        let answers = cells::scored(measure, view)?;
        return Some(vec![Part {
            coefficient: 1.0,
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

/// The estimate with the accuracy that the survey's design gives it; unchanged for a survey without one.
pub(super) fn estimate(measure: &Measure, view: &View<'_>, level: f64, made: Outcome) -> Outcome {
    let Some(design) = view.design() else { return made };
    let made = made?;
    let share = super::unit(view.survey(), measure) == Unit::Share;
    let bare = Estimate {
        interval: None,
        no_interval: None,
        method: if share { Method::DesignLogit } else { Method::DesignT },
        basis: Basis::Bare,
        ..made
    };
    let without = |reason| Estimate {
        no_interval: Some(reason),
        ..bare.clone()
    };
    if !view.design_is_sound() {
        return Ok(without(Reason::NotConverged));
    }
    if bare.base < 2 {
        return Ok(without(Reason::TooFewAnswers));
    }
    let influence = Influence::of(measure, view).ok_or(Reason::NoValidAnswers)?;
    let (variance, df) = match influence.variance(design) {
        Ok(known) => known,
        Err(fault) => return Ok(without(reason(fault).unwrap_or_else(|none| none))),
    };
    let value = bare.value;
    let linearised = Linearised { value, variance, df };
    if share && (value <= 0.0 || value >= 1.0) {
        // Without spread the linearised variance says nothing; the effective base does.
        let around = wilson(value, bare.effective_base, level);
        return Estimate {
            method: Method::WilsonEffective,
            basis: Basis::EffectiveShare,
            ..bare
        }
        .with_interval(around);
    }
    if df <= 0.0 {
        return Ok(without(Reason::LonelyPsu));
    }
    let bare = Estimate {
        basis: Basis::Linearised(linearised),
        ..bare
    };
    if variance == 0.0 {
        return bare.with_interval(Err(Reason::ZeroVariance.into()));
    }
    let (low, high) = match super::unit(view.survey(), measure) {
        Unit::Share => return bare.with_interval(linearised.logit_interval(level)),
        Unit::Nps => (-100.0, 100.0),
        Unit::Index => (0.0, 100.0),
        Unit::Scale(low, high) => (low, high),
        Unit::Number => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let around = linearised.t_interval(level).map(|interval| interval.clamped(low, high));
    bare.with_interval(around)
}

/// The variance of a measure and its degrees of freedom under the survey's design; `None` without one, or when there is
/// none to be had.
pub(super) fn variance(measure: &Measure, view: &View<'_>) -> Option<(f64, f64)> {
    let design = view.design().filter(|_| view.design_is_sound())?;
    Influence::of(measure, view)?.variance(design).ok()
}

/// Two groups of one wave compared under the survey's design, first minus second: design-based t whose degrees of freedom
/// are those of both groups together less one, as in R's `svyttest`. `both` are the responses in both groups; leave it out
/// when there are none. `None` when the survey has no design, the groups are of different waves, or one has no answers.
///
/// The units of a wave that both groups share are accounted for, and so are shared responses.
#[must_use]
pub fn difference(
    measure: &Measure,
    (one, two): (&View<'_>, &View<'_>),
    both: Option<&View<'_>>,
    level: f64,
) -> Option<Comparison> {
    let design = one.design().filter(|_| one.is_of_wave_of(two))?;
    let measure = &*weights::settled(measure, one).ok()?;
    let (first, second) = (Influence::of(measure, one)?, Influence::of(measure, two)?);
    let pairs = first.centres.iter().zip(&second.centres);
    let difference: f64 = pairs.map(|(a, b)| a.coefficient * (a.mean - b.mean)).sum();
    if !difference.is_finite() {
        return None;
    }
    let undefined = |reason| Some(Comparison::without_test(difference, reason));
    if !one.design_is_sound() {
        return undefined(Reason::NotConverged);
    }
    let made = first.less(&second, measure, both)?.variance(design);
    let (variance, df) = match made {
        Ok(known) => known,
        Err(fault) => return undefined(reason(fault).unwrap_or_else(|none| none)),
    };
    if df <= 1.0 {
        return undefined(Reason::LonelyPsu);
    }
    if variance == 0.0 {
        return undefined(Reason::ZeroVariance);
    }
    Comparison::wald(difference, variance.sqrt(), Reference::Student(df - 1.0), level).ok()
}
