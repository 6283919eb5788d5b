//! Comparisons as values: what is asked for, one comparison, all that was found.

use super::compare::Test;
use super::decomposition::Decomposition;
use super::disclosure::Disclosure;
use super::disclosure::Showing;
use super::families::Correction;
use super::families::Families;
use super::seam::Seam;
use super::seam::Seams;
use super::verdict::Verdict;
use crate::model::Id;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Comparison;
use crate::tabulation::Group;
use std::collections::BTreeMap;
use std::ops::Range;

/// What an estimate is compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// The wave before: the last one with answers or a published figure.
    Previous(WaveId),
    /// The same wave a year ago.
    YearBefore(WaveId),
    /// Another wave that was asked for.
    Wave(WaveId),
    /// The responses of the wave that are not in the group.
    Rest,
    /// The target of this source.
    Target(String),
    /// The benchmark of this name.
    Benchmark(String),
}

impl Against {
    /// The word in tables for machines: a wave, `rest`, `target` or `benchmark`.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Previous(wave) | Self::YearBefore(wave) | Self::Wave(wave) => wave.as_str(),
            Self::Rest => "rest",
            Self::Target(_) => "target",
            Self::Benchmark(_) => "benchmark",
        }
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The measure.
    pub measure: Id,
    /// The wave.
    pub wave: WaveId,
    /// The responses within the wave.
    pub group: Group,
    /// With what it is compared.
    pub against: Against,
    /// The estimate, in the measure's unit.
    pub value: f64,
    /// What it is compared with, in the same unit.
    pub reference: f64,
    /// `value − reference` with interval, statistic and unadjusted p.
    pub comparison: Comparison,
    /// The test.
    pub test: Test,
    /// Responses behind the estimate, unweighted.
    pub base: u64,
    /// Responses behind the reference; `None` when it has none (a target), or they are not known.
    pub reference_base: Option<u64>,
    /// Adjusted in its family; `None` when there was no test, or a base was too small to count.
    pub p_adjusted: Option<f64>,
    /// The family's name, such as `headline/previous/2026Q4`.
    pub family: String,
    /// How the family was corrected.
    pub correction: Correction,
    /// Tests in the family.
    pub family_size: usize,
    /// The smallest difference that matters, in the measure's unit.
    pub practical: f64,
    /// What it comes to.
    pub verdict: Verdict,
}

/// A comparison with another wave that was asked for and is refused: the item does not mean the same in both.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// The measure.
    pub measure: Id,
    /// The wave.
    pub wave: WaveId,
    /// The responses within the wave.
    pub group: Group,
    /// With what it would be compared.
    pub against: Against,
    /// What changed in between.
    pub seam: Seam,
}

impl Refused {
    /// The word in the place of a verdict.
    pub const CODE: &'static str = "not_comparable";
}

/// What is to be compared.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a comparison of its own, asked for or not"
)]
pub struct Ask {
    /// Waves to compare; empty means all.
    pub waves: Vec<WaveId>,
    /// With the wave before.
    pub previous: bool,
    /// With the same wave a year ago.
    pub year_before: bool,
    /// With this wave.
    pub wave: Option<WaveId>,
    /// Groups with the rest of their wave.
    pub rest: bool,
    /// With targets.
    pub targets: bool,
    /// With benchmarks whose accuracy is known.
    pub benchmarks: bool,
    /// Wave comparisons also for groups, not for the total alone.
    pub groups: bool,
    /// Only these groups; empty means all.
    pub only: Vec<Group>,
    /// A segment whose groups are units (stores, teams, agents): their comparisons are a family of their own for each measure.
    pub units: Option<VariableIndex>,
    /// Which comparisons are adjusted together.
    pub families: Families,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Findings {
    /// All comparisons that were asked for, by measure, wave, group, against.
    pub changes: Vec<Change>,
    /// Comparisons that were asked for and are refused, in the same order.
    pub refused: Vec<Refused>,
    /// Between which waves the questionnaire changed.
    pub seams: Seams,
    /// For each index node and wave with a wave before it: its change taken apart.
    pub decompositions: Vec<Decomposition>,
    /// What may be shown.
    pub disclosure: Disclosure,
    /// Where the comparisons of a figure stand among `changes`: there are as many as units, waves and measures make.
    pub(super) places: Places,
}

/// Where the comparisons of each figure stand.
pub(super) type Places = BTreeMap<(Id, WaveId, Group), Range<usize>>;

/// Where the comparisons of each figure stand; those of one figure follow each other.
pub(super) fn places(changes: &[Change]) -> Places {
    let mut found = Places::new();
    for (at, change) in changes.iter().enumerate() {
        let key = (change.measure.clone(), change.wave.clone(), change.group);
        found.entry(key).or_insert(at..at).end = at + 1;
    }
    found
}

impl Findings {
    /// The comparison of a figure with the wave before.
    #[must_use]
    pub fn previous(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<&Change> {
        self.get(measure, wave, group, |against| matches!(against, Against::Previous(_)))
    }

    /// The comparison of a figure with the same wave a year ago.
    #[must_use]
    pub fn year_before(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<&Change> {
        self.get(measure, wave, group, |against| {
            matches!(against, Against::YearBefore(_))
        })
    }

    /// The comparison of a group with the rest of its wave.
    #[must_use]
    pub fn rest(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<&Change> {
        self.get(measure, wave, group, |against| matches!(against, Against::Rest))
    }

    /// The comparison of a figure with its target.
    #[must_use]
    pub fn target(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<&Change> {
        self.get(measure, wave, group, |against| matches!(against, Against::Target(_)))
    }

    /// The comparison of a figure with a benchmark, where its accuracy is known.
    #[must_use]
    pub fn benchmark(&self, measure: &Id, wave: &WaveId, group: Group, title: &str) -> Option<&Change> {
        let is = |against: &Against| matches!(against, Against::Benchmark(of) if of == title);
        self.get(measure, wave, group, is)
    }

    /// The change of an index taken apart.
    #[must_use]
    pub fn decomposition(&self, measure: &Id, wave: &WaveId) -> Option<&Decomposition> {
        self.decompositions
            .iter()
            .find(|one| one.measure == *measure && one.wave == *wave)
    }

    /// Whether a comparison may be shown: neither of its sides is hidden, for with one side and the difference the other
    /// is known. `settings` are those the findings were made with.
    #[must_use]
    pub fn may_show(&self, change: &Change, settings: &ReportSettings) -> bool {
        // A wave without answers has a published figure: that was shown when it was published.
        let showing = |wave: &WaveId| self.disclosure.known(&change.measure, wave, change.group);
        let seen = |wave: &WaveId| showing(wave).is_none_or(Showing::is_visible);
        let enough = |base: u64| base >= settings.hide_below.max(settings.privacy_k);
        seen(&change.wave)
            && match &change.against {
                Against::Previous(wave) | Against::YearBefore(wave) | Against::Wave(wave) => seen(wave),
                Against::Rest => change.reference_base.is_some_and(enough),
                Against::Target(_) | Against::Benchmark(_) => true,
            }
    }

    /// The refused comparison of a figure with the wave before.
    #[must_use]
    pub fn refused(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<&Refused> {
        let fits = |one: &&Refused| {
            one.measure == *measure
                && one.wave == *wave
                && one.group == group
                && matches!(one.against, Against::Previous(_))
        };
        self.refused.iter().find(fits)
    }

    fn get(&self, measure: &Id, wave: &WaveId, group: Group, is: impl Fn(&Against) -> bool) -> Option<&Change> {
        let own = self.places.get(&(measure.clone(), wave.clone(), group))?;
        self.changes[own.clone()].iter().find(|change| is(&change.against))
    }
}
