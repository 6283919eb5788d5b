//! The counted tables of one pass, and how two of them add up.

use super::Cell;
use super::Need;
use super::Plan;
use super::Rows;
use super::Wanted;
use super::nesting::Nested;
use super::nesting::Nesting;
use super::replicated::Replicated;
use super::units::DesignFault;
use super::units::Units;
use crate::model::Domain;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::influence::PairSums;
use std::collections::BTreeMap;
use std::sync::Arc;

/// More waves than this are refused.
pub const WAVE_LIMIT: usize = u16::MAX as usize;

/// A number as a key in its own order; `-0` and `0` are one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Key(pub f64);

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0 + 0.0).total_cmp(&(other.0 + 0.0))
    }
}

/// One need counted along one axis. Every vector is ordered by wave, then group, then the place within a group; a wave
/// met for the first time adds a block at the end.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Table {
    /// Unweighted counts by slot.
    Plain { width: usize, counts: Vec<u64> },
    /// Weighted counts by slot.
    Weighted { width: usize, cells: Vec<Cell> },
    /// Counts by value, and by kind of missing (8 a group).
    Values {
        values: Vec<BTreeMap<Key, Cell>>,
        missing: Vec<Cell>,
    },
    /// Sums of pairs of items, and the responses with an answer to any of them.
    Moments {
        width: usize,
        pairs: Vec<PairSums>,
        any: Vec<Cell>,
    },
}

impl Table {
    pub(super) fn new(wanted: &Wanted, survey: &Survey, weighted: bool) -> Self {
        match wanted {
            Wanted::Cells(_) | Wanted::AnyOf(..) | Wanted::Joint(..) => {
                let of = |variable: &VariableIndex| slots(&survey.variable(*variable).domain);
                let width = match wanted {
                    Wanted::Cells(variable) => of(variable),
                    Wanted::Joint(first, second) => of(first) * of(second),
                    _ => 2 + Missing::ALL.len(),
                };
                if weighted {
                    Self::Weighted {
                        width,
                        cells: Vec::new(),
                    }
                } else {
                    Self::Plain {
                        width,
                        counts: Vec::new(),
                    }
                }
            }
            // Rows are kept beside the tables.
            Wanted::Rows(_) => Self::Plain {
                width: 0,
                counts: Vec::new(),
            },
            Wanted::Values(_) => Self::Values {
                values: Vec::new(),
                missing: Vec::new(),
            },
            Wanted::Moments(items) => Self::Moments {
                width: items.len() * (items.len() + 1) / 2,
                pairs: Vec::new(),
                any: Vec::new(),
            },
        }
    }

    /// Makes room for `blocks` groups over all waves.
    pub(super) fn grow(&mut self, blocks: usize) {
        match self {
            Self::Plain { width, counts } => counts.resize(blocks * *width, 0),
            Self::Weighted { width, cells } => cells.resize(blocks * *width, Cell::default()),
            Self::Values { values, missing } => {
                values.resize(blocks, BTreeMap::new());
                missing.resize(blocks * Missing::ALL.len(), Cell::default());
            }
            Self::Moments { width, pairs, any } => {
                pairs.resize(blocks * *width, PairSums::default());
                any.resize(blocks, Cell::default());
            }
        }
    }

    /// Counts a response of weight `w` in a slot of a block; nothing in tables without slots.
    pub(super) fn count(&mut self, block: usize, slot: usize, w: f64) {
        match self {
            Self::Plain { width, counts } => counts[block * *width + slot] += 1,
            Self::Weighted { width, cells } => cells[block * *width + slot].count(w),
            Self::Values { .. } | Self::Moments { .. } => {}
        }
    }

    /// Adds block `from` of `other`, a table of the same need, to block `to` of this one.
    pub(super) fn add_block(&mut self, to: usize, other: &Self, from: usize) {
        fn add<T: Copy + std::ops::AddAssign>(into: &mut [T], width: usize, to: usize, other: &[T], from: usize) {
            let source = &other[from * width..(from + 1) * width];
            for (cell, more) in into[to * width..(to + 1) * width].iter_mut().zip(source) {
                *cell += *more;
            }
        }
        match (self, other) {
            (Self::Plain { width, counts }, Self::Plain { counts: more, .. }) => add(counts, *width, to, more, from),
            (Self::Weighted { width, cells }, Self::Weighted { cells: more, .. }) => add(cells, *width, to, more, from),
            (
                Self::Moments { width, pairs, any },
                Self::Moments {
                    pairs: more, any: some, ..
                },
            ) => {
                add(pairs, *width, to, more, from);
                add(any, 1, to, some, from);
            }
            (
                Self::Values { values, missing },
                Self::Values {
                    values: more,
                    missing: gone,
                },
            ) => {
                add(missing, Missing::ALL.len(), to, gone, from);
                for (key, cell) in &more[from] {
                    *values[to].entry(*key).or_default() += *cell;
                }
            }
            _ => unreachable!("tables of one plan have the same kinds"),
        }
    }
}

/// Slots of an answer: each option, then each kind of missing; for a multiple choice last those who answered at all.
pub(super) fn slots(domain: &Domain) -> usize {
    let options = domain.options().map_or(0, |list| list.options.len());
    let answered = usize::from(matches!(domain, Domain::Multiple(_)));
    options + Missing::ALL.len() + answered
}

/// What was counted: for each wave, each group and each need of a plan.
#[derive(Debug, Clone)]
pub struct Tabulation {
    pub(super) plan: Arc<Plan>,
    pub(super) survey: Arc<Survey>,
    /// Waves in order of their names.
    pub(super) waves: Vec<WaveId>,
    /// Those of them with a response; the others have sampling units alone.
    pub(super) answered: Vec<WaveId>,
    /// All responses, answered or not: an axis each, by wave and group.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Tables by need, then axis.
    pub(super) tables: Vec<Vec<Table>>,
    /// For each need of rows, the rows.
    pub(super) listed: Vec<Option<Rows>>,
    /// Counts by sampling unit, when the plan has a design.
    pub(super) units: Option<Units>,
    /// Counts by replicate weight, when the plan has some.
    pub(super) replicated: Option<Replicated>,
    /// Where each need stands in the plan, by what it counts.
    pub(super) needs: Arc<BTreeMap<Wanted, Vec<usize>>>,
    /// Responses that would count but have no weight, or a negative one.
    pub(super) without_weight: u64,
    /// Segments that lie within others.
    pub(super) nesting: Nesting,
}

impl Tabulation {
    pub(super) fn empty(survey: Arc<Survey>, plan: Arc<Plan>) -> Self {
        let weighted = plan.is_weighted();
        let per_axis = |wanted: &Wanted| {
            plan.axes
                .iter()
                .map(|_| Table::new(wanted, &survey, weighted))
                .collect()
        };
        let tables = plan.needs.iter().map(|need| per_axis(&need.wanted)).collect();
        let rows = plan.axes.iter().map(|_| Vec::new()).collect();
        let listed = plan.needs.iter().map(|need| match &need.wanted {
            Wanted::Rows(variables) => Some(Rows::empty(&survey, variables, weighted)),
            _ => None,
        });
        let listed = listed.collect();
        let mut needs: BTreeMap<Wanted, Vec<usize>> = BTreeMap::new();
        for (place, need) in plan.needs.iter().enumerate() {
            needs.entry(need.wanted.clone()).or_default().push(place);
        }
        let units = plan.design.as_ref().map(|design| Units::empty(design, &plan, &survey));
        let replicates = plan.replicates.as_ref();
        let replicated = replicates.map(|replicates| Replicated::empty(replicates, &plan, &survey));
        let nesting = Nesting::empty(&plan);
        Self {
            plan,
            survey,
            nesting,
            waves: Vec::new(),
            answered: Vec::new(),
            rows,
            tables,
            listed,
            units,
            replicated,
            needs: Arc::new(needs),
            without_weight: 0,
        }
    }

    /// The plan it was counted by.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Responses that would count but have no weight, or a negative one: they are in no base, and somebody must be told.
    #[must_use]
    pub fn without_weight(&self) -> u64 {
        self.without_weight
    }

    /// Responses that would count but name no stratum or no sampling unit: they are in no base, and somebody must be told.
    #[must_use]
    pub fn without_unit(&self) -> u64 {
        self.units.as_ref().map_or(0, |units| units.without_unit)
    }

    /// Responses that would count but lack a replicate weight, or have a negative one: they are in no base, and somebody
    /// must be told.
    #[must_use]
    pub fn without_replicate(&self) -> u64 {
        self.replicated.as_ref().map_or(0, |replicated| replicated.without)
    }

    /// Strata that contradict themselves; estimates of their waves have no interval ([`DesignFaultKind::LonelyUnit`]: unless
    /// the design says what to do).
    ///
    /// [`DesignFaultKind::LonelyUnit`]: super::DesignFaultKind::LonelyUnit
    #[must_use]
    pub fn design_faults(&self) -> Vec<DesignFault> {
        let Some(units) = &self.units else { return Vec::new() };
        let waves = self.waves.iter().enumerate();
        waves.flat_map(|(place, wave)| units.faults(place, wave)).collect()
    }

    /// Segments whose groups each lie in a single group of another: their figures add up to those of the other.
    #[must_use]
    pub fn nested(&self) -> Vec<Nested> {
        self.nesting.found(&self.plan)
    }

    /// Waves with at least one response, in order of their names.
    #[must_use]
    #[expect(
        clippy::misnamed_getters,
        reason = "waves with sampling units alone are nobody's business"
    )]
    pub fn waves(&self) -> &[WaveId] {
        &self.answered
    }

    /// The rows a need asked for, of all waves and groups; `None` when it was not planned.
    #[must_use]
    pub fn listed(&self, need: &Need) -> Option<&Rows> {
        self.listed[self.need_place(need)?].as_ref()
    }

    /// Where a need stands in the plan.
    pub(super) fn need_place(&self, need: &Need) -> Option<usize> {
        let places = self.needs.get(&need.wanted)?;
        places.iter().copied().find(|place| self.plan.needs[*place] == *need)
    }

    /// The place of a wave, added when new.
    pub(super) fn wave_place(&mut self, wave: &WaveId) -> usize {
        if let Some(place) = self.waves.iter().position(|known| known == wave) {
            return place;
        }
        self.waves.push(wave.clone());
        let waves = self.waves.len();
        for (axis, rows) in self.plan.axes.iter().zip(&mut self.rows) {
            rows.resize(waves * axis.groups(), Cell::default());
        }
        for tables in &mut self.tables {
            for (axis, table) in self.plan.axes.iter().zip(tables) {
                table.grow(waves * axis.groups());
            }
        }
        if let Some(units) = &mut self.units {
            units.add_wave(&self.plan);
        }
        if let Some(replicated) = &mut self.replicated {
            replicated.add_wave(&self.plan, waves);
        }
        waves - 1
    }

    /// Adds what was counted of other responses by the same plan.
    ///
    /// # Panics
    /// When `other` was counted by another plan.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(self.plan.needs, other.plan.needs, "only tables of one plan add up");
        assert_eq!(self.plan.axes, other.plan.axes, "only tables of one plan add up");
        let places: Vec<usize> = other.waves.iter().map(|wave| self.wave_place(wave)).collect();
        for (from, to) in places.iter().enumerate() {
            for (at, axis) in other.plan.axes.iter().enumerate() {
                for group in 0..axis.groups() {
                    let (to, from) = (to * axis.groups() + group, from * axis.groups() + group);
                    self.rows[at][to] += other.rows[at][from];
                    for (into, more) in self.tables.iter_mut().zip(&other.tables) {
                        into[at].add_block(to, &more[at], from);
                    }
                }
            }
        }
        for (rows, more) in self.listed.iter_mut().zip(&other.listed) {
            if let (Some(rows), Some(more)) = (rows, more) {
                rows.append(more);
            }
        }
        if let (Some(units), Some(more)) = (&mut self.units, &other.units) {
            units.merge(&self.plan, more, &places);
        }
        if let (Some(replicated), Some(more)) = (&mut self.replicated, &other.replicated) {
            replicated.merge(&self.plan, more, &places);
        }
        self.without_weight += other.without_weight;
        self.nesting.merge(&other.nesting);
        self.sort_waves();
        self.settle();
    }

    /// Brings listed rows and sampling units into the order of their content.
    pub(super) fn settle(&mut self) {
        let total = |place: usize| self.rows[0][place].n > 0;
        let answered = self.waves.iter().enumerate().filter(|(place, _)| total(*place));
        self.answered = answered.map(|(_, wave)| wave.clone()).collect();
        self.listed.iter_mut().flatten().for_each(Rows::settle);
        self.units = self.units.as_ref().map(|units| units.settled(&self.plan, &self.survey));
    }

    /// Brings waves and their blocks into the order of their names, so that equal content is equal.
    pub(super) fn sort_waves(&mut self) {
        if self.waves.is_sorted() {
            return;
        }
        let mut sorted = Self::empty(Arc::clone(&self.survey), Arc::clone(&self.plan));
        let mut names = self.waves.clone();
        names.sort();
        for name in &names {
            sorted.wave_place(name);
        }
        sorted.merge(self);
        *self = sorted;
    }
}

impl PartialEq for Tabulation {
    fn eq(&self, other: &Self) -> bool {
        (&self.waves, &self.rows, &self.tables, &self.listed)
            == (&other.waves, &other.rows, &other.tables, &other.listed)
            && (&self.units, &self.replicated) == (&other.units, &other.replicated)
    }
}
