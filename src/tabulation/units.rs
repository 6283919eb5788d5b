//! Counts by sampling unit, for surveys that say how their responses were drawn.
//!
//! A unit is a cluster within its stratum; where responses were drawn singly, every response is a unit and the counts are
//! kept by stratum, whose sums of squared weights say as much. All units of a wave are known, also those without a
//! response in a group or behind a filter: they are part of the design. Only combinations of group and unit that occur
//! have a block.

use super::Cell;
use super::Plan;
use super::Wanted;
use super::axis::Axis;
use super::blocks::Blocks;
use super::blocks::NOWHERE;
use super::table::Table;
use crate::model::Design;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::Cell as Answer;
use crate::response::Column;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A stratum that contradicts itself, for people to be told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DesignFault {
    /// The wave.
    pub wave: WaveId,
    /// Position of the stratum's option; `None` without strata.
    pub stratum: Option<usize>,
    /// What is wrong.
    pub kind: DesignFaultKind,
}

/// What can be wrong with a stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DesignFaultKind {
    /// Its responses say different things about the number of units that exist, or none of them says anything.
    Population,
    /// More units were drawn than exist.
    TooManyUnits,
    /// It has a single unit, so its spread is unknown.
    LonelyUnit,
}

/// A stratum of a wave, as drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DrawnStratum {
    /// Position of its option; 0 without strata.
    pub stratum: usize,
    /// Sampling units drawn from it: clusters, or responses with a weight.
    pub units: u64,
    /// Units that exist in it.
    pub population: Option<f64>,
}

/// What is counted of a unit by itself: all of it, or its responses in one cell of the population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Leaf {
    /// Place of the cluster within its stratum.
    pub cluster: usize,
    pub cell: usize,
    pub unit: u32,
    /// All its responses in the sample, counted or not.
    pub whole: Cell,
}

/// The units of a wave.
#[derive(Debug, Clone, PartialEq, Default)]
struct Frame {
    /// Number of each unit by stratum, name and cell of the population (0 without one).
    units: BTreeMap<u16, BTreeMap<String, BTreeMap<u32, u32>>>,
    /// By number: all its responses in the sample.
    whole: Vec<Cell>,
    /// By stratum: responses, and the smallest and largest population they name (`None`: one names none).
    strata: BTreeMap<u16, Drawn>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Drawn {
    responses: u64,
    low: f64,
    high: f64,
    unsaid: bool,
}

impl Default for Drawn {
    fn default() -> Self {
        Self {
            responses: 0,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            unsaid: false,
        }
    }
}

impl Frame {
    fn unit(&mut self, stratum: u16, cluster: &str, cell: u32) -> u32 {
        let clusters = self.units.entry(stratum).or_default();
        if let Some(unit) = clusters.get(cluster).and_then(|cells| cells.get(&cell)) {
            return *unit;
        }
        let unit = u32::try_from(self.whole.len()).unwrap_or(NOWHERE);
        clusters.entry(cluster.to_owned()).or_default().insert(cell, unit);
        self.whole.push(Cell::default());
        unit
    }
}

/// All counts by unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Units {
    design: Design,
    /// By wave, in the order of the tabulation's waves.
    frames: Vec<Frame>,
    /// By axis, then wave and group: block of each unit that has one.
    places: Vec<Vec<BTreeMap<u32, u32>>>,
    /// Blocks handed out by axis.
    blocks: Vec<u32>,
    /// By need, then axis; `None` for needs that are not kept by unit.
    tables: Vec<Option<Vec<Table>>>,
    /// Responses that would count but name no stratum or no cluster.
    pub without_unit: u64,
}

/// Each response's unit, or [`NOWHERE`] where it has none.
pub(super) struct RowUnits(pub Vec<u32>);

impl Units {
    pub fn empty(design: &Design, plan: &Plan, survey: &Survey) -> Self {
        let weighted = plan.is_weighted();
        let kept = |wanted: &Wanted| match wanted {
            Wanted::Cells(_) | Wanted::AnyOf(..) | Wanted::Values(_) => true,
            // Sums over pairs of items are needed only where a response is a unit of its own.
            Wanted::Moments(_) => design.cluster.is_none(),
            Wanted::Joint(..) | Wanted::Rows(_) => false,
        };
        let tables = plan.needs.iter().map(|need| {
            let each = |_: &Axis| Table::new(&need.wanted, survey, weighted);
            kept(&need.wanted).then(|| plan.axes.iter().map(each).collect())
        });
        Self {
            design: design.clone(),
            frames: Vec::new(),
            places: vec![Vec::new(); plan.axes.len()],
            blocks: vec![0; plan.axes.len()],
            tables: tables.collect(),
            without_unit: 0,
        }
    }

    /// Makes room for a further wave.
    pub fn add_wave(&mut self, plan: &Plan) {
        self.frames.push(Frame::default());
        for (axis, places) in plan.axes.iter().zip(&mut self.places) {
            places.resize(places.len() + axis.groups(), BTreeMap::new());
        }
    }

    /// Whether a response names its stratum and its cluster.
    pub fn names(design: &Design, batch: &Batch, row: usize) -> bool {
        let said = |variable: &VariableIndex| !matches!(batch.columns[variable.0].get(row), Answer::Missing(_));
        design.stratum.iter().chain(&design.cluster).all(said)
    }

    /// Enters the units of a batch. `waves` is each response's wave, or [`NOWHERE`] for those that are not in the sample;
    /// `within` is its cell of the population and its weight.
    pub fn enter(&mut self, batch: &Batch, waves: &[u32], within: impl Fn(usize) -> (u32, f64)) -> RowUnits {
        let mut name = String::new();
        let column = |variable: Option<VariableIndex>| variable.map(|variable| &batch.columns[variable.0]);
        let (strata, clusters) = (column(self.design.stratum), column(self.design.cluster));
        let populations = column(self.design.population);
        let mut units = Vec::with_capacity(waves.len());
        for (row, wave) in waves.iter().enumerate() {
            if *wave == NOWHERE {
                units.push(NOWHERE);
                continue;
            }
            let stratum = match strata {
                Some(Column::Coded(codes)) => codes[row],
                _ => 0,
            };
            name.clear();
            match clusters.map(|clusters| clusters.get(row)) {
                Some(Answer::Option(option)) => _ = write!(name, "{option:05}"),
                Some(Answer::Text(text)) => name.push_str(text),
                Some(Answer::Number(number)) => _ = write!(name, "{number}"),
                _ => {}
            }
            let frame = &mut self.frames[*wave as usize];
            let (cell, weight) = within(row);
            let unit = frame.unit(stratum, &name, cell);
            frame.whole[unit as usize].count(weight);
            units.push(unit);
            let drawn = frame.strata.entry(stratum).or_default();
            drawn.responses += 1;
            match populations.map(|populations| populations.get(row)) {
                Some(Answer::Number(population)) => {
                    drawn.low = drawn.low.min(population);
                    drawn.high = drawn.high.max(population);
                }
                _ => drawn.unsaid = true,
            }
        }
        RowUnits(units)
    }

    /// The blocks of responses by group and unit, from their blocks by group.
    pub fn blocks(&mut self, axis: usize, groups: &Blocks, units: &RowUnits, tables: &[bool]) -> Blocks {
        let places = &mut self.places[axis];
        let count = &mut self.blocks[axis];
        let made = groups.moved(|row, block| {
            *places[block].entry(units.0[row]).or_insert_with(|| {
                *count += 1;
                *count - 1
            })
        });
        let count = *count as usize;
        for (tables, _) in self.tables.iter_mut().zip(tables).filter(|(_, kept)| **kept) {
            if let Some(tables) = tables {
                tables[axis].grow(count);
            }
        }
        made
    }

    /// The tables of a need, one an axis, when it is kept by unit.
    pub fn tables_mut(&mut self, need: usize) -> Option<&mut Vec<Table>> {
        self.tables[need].as_mut()
    }

    /// Whether each need is kept by unit.
    pub fn kept(&self) -> Vec<bool> {
        self.tables.iter().map(Option::is_some).collect()
    }

    /// The tables of a need along an axis.
    pub fn table(&self, need: usize, axis: usize) -> Option<&Table> {
        self.tables[need].as_ref()?.get(axis)
    }

    /// The block of a unit in a group of a wave (`place` counts groups over all waves).
    pub fn block(&self, axis: usize, place: usize, unit: u32) -> Option<usize> {
        self.places[axis].get(place)?.get(&unit).map(|block| *block as usize)
    }

    /// Units that have a block in a group of a wave, rising.
    pub fn present(&self, axis: usize, place: usize) -> Vec<u32> {
        let blocks = self.places[axis].get(place);
        blocks.map_or_else(Vec::new, |blocks| blocks.keys().copied().collect())
    }

    /// Units of a wave by stratum, in order: one a cluster, or one for a stratum of single responses; with a population as many
    /// as it has cells there.
    pub fn of_wave(&self, wave: usize) -> Vec<(DrawnStratum, Vec<Leaf>)> {
        let frame = &self.frames[wave];
        let stratum = |(stratum, clusters): (&u16, &BTreeMap<String, BTreeMap<u32, u32>>)| {
            let drawn = frame.strata.get(stratum).copied().unwrap_or_default();
            let units = if self.design.cluster.is_some() {
                clusters.len() as u64
            } else {
                drawn.responses
            };
            let said = self.design.population.is_some() && !drawn.unsaid && drawn.low.is_finite();
            let drawn = DrawnStratum {
                stratum: usize::from(*stratum),
                units,
                population: said.then_some(drawn.low),
            };
            let leaves = clusters.values().enumerate().flat_map(|(cluster, cells)| {
                cells.iter().map(move |(cell, unit)| Leaf {
                    cluster,
                    cell: *cell as usize,
                    unit: *unit,
                    whole: frame.whole[*unit as usize],
                })
            });
            (drawn, leaves.collect())
        };
        frame.units.iter().map(stratum).collect()
    }

    /// Strata of a wave that contradict themselves.
    pub fn faults(&self, wave: usize, id: &WaveId) -> Vec<DesignFault> {
        let mut found = Vec::new();
        for (drawn, _) in self.of_wave(wave) {
            let code = u16::try_from(drawn.stratum).unwrap_or(u16::MAX);
            let said = self.frames[wave].strata.get(&code).copied().unwrap_or_default();
            let asked = self.design.population.is_some();
            let kind = if asked && (said.unsaid || said.low < said.high) {
                DesignFaultKind::Population
            } else if drawn
                .population
                .is_some_and(|population| population < drawn.units as f64)
            {
                DesignFaultKind::TooManyUnits
            } else if drawn.units == 1 && drawn.population.is_none_or(|population| population > 1.0) {
                DesignFaultKind::LonelyUnit
            } else {
                continue;
            };
            found.push(DesignFault {
                wave: id.clone(),
                stratum: self.design.stratum.map(|_| drawn.stratum),
                kind,
            });
        }
        found
    }

    /// Adds what was counted of other responses. `waves` gives the place of each of its waves here.
    pub fn merge(&mut self, plan: &Plan, other: &Self, waves: &[usize]) {
        for (from, to) in waves.iter().enumerate() {
            let theirs = &other.frames[from];
            let mut numbers = BTreeMap::new();
            for (stratum, clusters) in &theirs.units {
                for (cluster, cells) in clusters {
                    for (cell, number) in cells {
                        let own = self.frames[*to].unit(*stratum, cluster, *cell);
                        self.frames[*to].whole[own as usize] += theirs.whole[*number as usize];
                        numbers.insert(*number, own);
                    }
                }
            }
            for (stratum, more) in &theirs.strata {
                let drawn = self.frames[*to].strata.entry(*stratum).or_default();
                drawn.responses += more.responses;
                drawn.low = drawn.low.min(more.low);
                drawn.high = drawn.high.max(more.high);
                drawn.unsaid |= more.unsaid;
            }
            for (at, axis) in plan.axes.iter().enumerate() {
                for group in 0..axis.groups() {
                    let mut sorted: Vec<(u32, u32)> = other.places[at][from * axis.groups() + group]
                        .iter()
                        .map(|(unit, block)| (numbers[unit], *block))
                        .collect();
                    sorted.sort_unstable();
                    for (unit, block) in sorted {
                        self.add_block(at, to * axis.groups() + group, unit, other, block as usize);
                    }
                }
            }
        }
        self.without_unit += other.without_unit;
    }

    fn add_block(&mut self, axis: usize, place: usize, unit: u32, other: &Self, from: usize) {
        let count = &mut self.blocks[axis];
        let to = *self.places[axis][place].entry(unit).or_insert_with(|| {
            *count += 1;
            *count - 1
        });
        let count = *count as usize;
        for (into, more) in self.tables.iter_mut().zip(&other.tables) {
            if let (Some(into), Some(more)) = (into, more) {
                into[axis].grow(count);
                into[axis].add_block(to as usize, &more[axis], from);
            }
        }
    }

    /// The same with units numbered by stratum and name, and blocks in the order of waves, groups and units, so that equal
    /// content is equal.
    pub fn settled(&self, plan: &Plan, survey: &Survey) -> Self {
        let mut settled = Self::empty(&self.design, plan, survey);
        for frame in &self.frames {
            settled.add_wave(plan);
            let last = settled.frames.len() - 1;
            for (stratum, clusters) in &frame.units {
                for (cluster, cells) in clusters {
                    for cell in cells.keys() {
                        settled.frames[last].unit(*stratum, cluster, *cell);
                    }
                }
            }
        }
        let waves: Vec<usize> = (0..self.frames.len()).collect();
        settled.merge(plan, self, &waves);
        settled
    }
}
