//! One group of one wave, or what is left of it without a part: what a measure scores.

mod drawn;

use super::Cell;
use super::Group;
use super::JointCounts;
use super::Need;
use super::Tabulation;
use super::joint::Side;
use super::table::Table;
use crate::model::Domain;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::WaveId;
use crate::stats::influence::PairSums;

/// The counts of a group within a wave, optionally without those of a part of it (a segment against the rest).
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    tabulation: &'a Tabulation,
    wave: usize,
    whole: (usize, usize),
    without: Option<(usize, usize)>,
    /// Only the responses of this sampling unit.
    unit: Option<u32>,
    /// Counted by this set of replicate weights.
    replicate: Option<usize>,
}

/// A sampling unit of a wave, or its responses in one cell of the population, and what of a view is in it.
#[derive(Debug, Clone, Copy)]
pub struct UnitPart<'a> {
    /// The view within it.
    pub view: View<'a>,
    /// Place of the unit within its stratum.
    pub cluster: usize,
    /// Its cell of the population; 0 without one.
    pub cell: usize,
    /// All its responses in the sample, whatever the group.
    pub whole: Cell,
}

/// Answers of one variable counted in a view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    /// By option, in the order of the list.
    pub options: Vec<Cell>,
    /// By kind of missing, in the order of [`Missing::ALL`].
    pub missing: Vec<Cell>,
    /// Responses with a valid answer; for a multiple choice less than the sum of its options.
    pub valid: Cell,
}

/// Answers to a number counted in a view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValueCells {
    /// By value, values rising.
    pub values: Vec<(f64, Cell)>,
    /// By kind of missing, in the order of [`Missing::ALL`].
    pub missing: Vec<Cell>,
}

/// A battery counted in a view.
#[derive(Debug, Clone, PartialEq)]
pub struct BatteryCounts {
    /// Sums by pair of items, in the order of [`crate::stats::influence::pair_place`].
    pub pairs: Vec<PairSums>,
    /// Responses with an answer to at least one item.
    pub any: Cell,
}

impl Tabulation {
    /// The counts of `group` in `wave`; `None` when there is no such wave, or the plan has no such group.
    #[must_use]
    pub fn view(&self, wave: &WaveId, group: Group) -> Option<View<'_>> {
        let wave = self.waves.iter().position(|known| known == wave)?;
        Some(View {
            tabulation: self,
            wave,
            whole: self.plan.place(group)?,
            without: None,
            unit: None,
            replicate: None,
        })
    }

    /// The responses of `wave` that are in both groups, for tests of columns that overlap.
    #[must_use]
    pub fn shared(&self, wave: &WaveId, one: Group, two: Group) -> Shared<'_> {
        let both = match (one, two) {
            (Group::Total, group) | (group, Group::Total) => group,
            (one, two) if one == two => one,
            (Group::Chosen(first, one), Group::Chosen(second, two)) if first == second => {
                Group::Both(first, one.min(two), one.max(two))
            }
            (one, two) => {
                let place = |group| self.plan.place(group).map(|(axis, _)| axis);
                let apart = |axis: usize| !self.plan.axes[axis].overlaps();
                // Of one axis without overlaps, or the known and the unknown of any.
                let unknown = matches!((one, two), (Group::Unknown(_), _) | (_, Group::Unknown(_)));
                let same = place(one).filter(|axis| Some(*axis) == place(two));
                let disjoint = same.is_some_and(|axis| apart(axis) || unknown);
                return if disjoint { Shared::Nothing } else { Shared::NotCounted };
            }
        };
        self.view(wave, both).map_or(Shared::NotCounted, Shared::Counted)
    }
}

/// What two groups of a wave have in common.
#[derive(Debug, Clone, Copy)]
pub enum Shared<'a> {
    /// No response is in both.
    Nothing,
    /// These responses are.
    Counted(View<'a>),
    /// Some may be; the plan did not ask for them ([`Division::Overlaps`](super::Division::Overlaps)).
    NotCounted,
}

impl<'a> View<'a> {
    /// This group without `part`, which must be contained in it (as every group is in the total).
    #[must_use]
    pub fn without(self, part: Group) -> Option<Self> {
        Some(Self {
            without: Some(self.tabulation.plan.place(part)?),
            ..self
        })
    }

    /// The group, and the part of it that is left out.
    #[must_use]
    pub fn apart(&self) -> (Self, Option<Self>) {
        let of = |whole| Self {
            whole,
            without: None,
            ..*self
        };
        (of(self.whole), self.without.map(of))
    }

    /// Whether it is everybody of the wave.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.whole == (0, 0) && self.without.is_none() && self.unit.is_none()
    }

    /// Whether both are of the same wave of the same counts.
    #[must_use]
    pub fn is_of_wave_of(&self, other: &View<'_>) -> bool {
        std::ptr::eq(self.tabulation, other.tabulation) && self.wave == other.wave
    }

    /// The totals of all waves that were counted: what is estimated once for all groups and waves is estimated on these.
    #[must_use]
    pub fn all_waves(&self) -> Vec<Self> {
        let waves = self.tabulation.waves.iter();
        waves
            .filter_map(|wave| self.tabulation.view(wave, Group::Total))
            .collect()
    }

    /// The survey that was tabulated.
    #[must_use]
    pub fn survey(&self) -> &'a Survey {
        &self.tabulation.survey
    }

    /// Whether responses carry weights at all.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.tabulation.plan.is_weighted()
    }

    /// All responses of the group, answered or not.
    #[must_use]
    pub fn rows(&self) -> Cell {
        let at = |(axis, group): (usize, usize)| self.tabulation.rows[axis][self.place(axis, group)];
        self.without
            .map_or_else(|| at(self.whole), |part| at(self.whole) - at(part))
    }

    /// All responses of the wave, whatever the group: the sample that a segment is a domain of.
    #[must_use]
    pub fn wave_rows(&self) -> Cell {
        self.tabulation.rows[0][self.place(0, 0)]
    }

    /// Answers to a rating, choice or multiple choice; `None` when `need` was not planned or counts something else.
    #[must_use]
    pub fn answers(&self, need: &Need) -> Option<Answers> {
        let super::Wanted::Cells(variable) = need.wanted else {
            return None;
        };
        let cells = self.taken(need, Self::slot_cells, |a, b| a - b)?;
        let domain = &self.survey().variable(variable).domain;
        let options = domain.options()?.options.len();
        let (chosen, rest) = cells.split_at(options);
        let (missing, answered) = rest.split_at(Missing::ALL.len());
        let valid = match domain {
            Domain::Multiple(_) => answered.first().copied().unwrap_or_default(),
            _ => chosen.iter().copied().sum(),
        };
        Some(Answers {
            options: chosen.to_vec(),
            missing: missing.to_vec(),
            valid,
        })
    }

    /// Answers by whether any of some options was chosen: two "options", without and with; `None` when `need` was not
    /// planned.
    #[must_use]
    pub fn any_of(&self, need: &Need) -> Option<Answers> {
        let super::Wanted::AnyOf(..) = need.wanted else {
            return None;
        };
        let cells = self.taken(need, Self::slot_cells, |a, b| a - b)?;
        let (chosen, missing) = cells.split_at(2);
        Some(Answers {
            options: chosen.to_vec(),
            missing: missing.to_vec(),
            valid: chosen.iter().copied().sum(),
        })
    }

    /// Responses by the answers to two variables at once; `None` when `need` was not planned.
    #[must_use]
    pub fn joint(&self, need: &Need) -> Option<JointCounts> {
        let super::Wanted::Joint(first, second) = need.wanted else {
            return None;
        };
        let side = |variable| Side::of(&self.survey().variable(variable).domain);
        Some(JointCounts {
            cells: self.taken(need, Self::slot_cells, |a, b| a - b)?,
            first: side(first)?,
            second: side(second)?,
        })
    }

    /// Counts by value of a number, values rising, and by kind of missing; `None` when `need` was not planned.
    #[must_use]
    pub fn values(&self, need: &Need) -> Option<ValueCells> {
        let missing = self.taken(need, Self::missing_cells, |a, b| a - b)?;
        let of = |(axis, group)| match self.table(need, axis)? {
            Table::Values { values, .. } => Some(self.block(axis, group).map(|block| &values[block])),
            _ => None,
        };
        let whole = of(self.whole)?;
        let part = match self.without {
            Some(part) => of(part)?,
            None => None,
        };
        let left = |(key, cell): (&super::table::Key, &Cell)| {
            let cell = *cell - part.and_then(|part| part.get(key)).copied().unwrap_or_default();
            (cell.n > 0).then_some((key.0, cell))
        };
        Some(ValueCells {
            values: whole.into_iter().flatten().filter_map(left).collect(),
            missing,
        })
    }

    /// Sums of the pairs of a battery; `None` when `need` was not planned.
    #[must_use]
    pub fn battery(&self, need: &Need) -> Option<BatteryCounts> {
        let pairs_of = |table: &Table, block: Option<usize>| match (table, block) {
            (Table::Moments { width, pairs, .. }, Some(block)) => {
                Some(pairs[block * width..(block + 1) * width].to_vec())
            }
            (Table::Moments { width, .. }, None) => Some(vec![PairSums::default(); *width]),
            _ => None,
        };
        let any_of = |table: &Table, block: Option<usize>| match table {
            Table::Moments { any, .. } => Some(vec![block.map_or(Cell::default(), |block| any[block])]),
            _ => None,
        };
        let any = self
            .taken(need, any_of, |a, b| a - b)?
            .first()
            .copied()
            .unwrap_or_default();
        let pairs = self.taken(need, pairs_of, |a, b| PairSums {
            w2: a.w2 - b.w2,
            w2_later: a.w2_later - b.w2_later,
            w2_earlier: a.w2_earlier - b.w2_earlier,
            w2_product: a.w2_product - b.w2_product,
        })?;
        Some(BatteryCounts { pairs, any })
    }

    fn place(&self, axis: usize, group: usize) -> usize {
        self.wave * self.tabulation.plan.axes[axis].groups() + group
    }

    /// The block of a group; `None` when its unit has no response in it.
    fn block(&self, axis: usize, group: usize) -> Option<usize> {
        let place = self.place(axis, group);
        match (self.unit, &self.tabulation.units) {
            (Some(unit), Some(units)) => units.block(axis, place, unit),
            _ => Some(place),
        }
    }

    fn table(&self, need: &Need, axis: usize) -> Option<&'a Table> {
        let place = self.tabulation.need_place(need)?;
        match (self.unit, self.replicate) {
            (Some(_), _) => self.tabulation.units.as_ref()?.table(place, axis),
            (None, Some(replicate)) => self.tabulation.replicated.as_ref()?.table(replicate, place, axis),
            (None, None) => self.tabulation.tables[place].get(axis),
        }
    }

    /// The block of the whole, less that of the part. `of` takes no block for one without responses.
    fn taken<T: Copy>(
        &self,
        need: &Need,
        of: impl Fn(&Table, Option<usize>) -> Option<Vec<T>>,
        less: impl Fn(T, T) -> T,
    ) -> Option<Vec<T>> {
        let take = |(axis, group)| of(self.table(need, axis)?, self.block(axis, group));
        let whole = take(self.whole)?;
        let Some(part) = self.without else { return Some(whole) };
        Some(whole.into_iter().zip(take(part)?).map(|(a, b)| less(a, b)).collect())
    }

    fn slot_cells(table: &Table, block: Option<usize>) -> Option<Vec<Cell>> {
        match (table, block) {
            (Table::Plain { width, counts }, Some(block)) => Some(
                counts[block * width..(block + 1) * width]
                    .iter()
                    .map(|n| Cell::plain(*n))
                    .collect(),
            ),
            (Table::Weighted { width, cells }, Some(block)) => Some(cells[block * width..(block + 1) * width].to_vec()),
            (Table::Plain { width, .. } | Table::Weighted { width, .. }, None) => Some(vec![Cell::default(); *width]),
            _ => None,
        }
    }

    fn missing_cells(table: &Table, block: Option<usize>) -> Option<Vec<Cell>> {
        let width = Missing::ALL.len();
        match (table, block) {
            (Table::Values { missing, .. }, Some(block)) => Some(missing[block * width..(block + 1) * width].to_vec()),
            (Table::Values { .. }, None) => Some(vec![Cell::default(); width]),
            _ => None,
        }
    }
}
