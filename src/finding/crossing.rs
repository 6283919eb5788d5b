//! Crossed segments: further cells are hidden until their margins together give no hidden one away.

use super::arrangement::Arrangement;
use super::arrangement::Knows;
use super::arrangement::Segments;
use super::arrangement::Side;
use super::audit::Counts;
use super::audit::Level;
use super::audit::SumTable;
use super::disclosure::ByFigure;
use super::disclosure::Showing;
use super::sums::Margin;
use super::sums::along_margins;
use super::sums::margins;
use crate::measure::Scores;
use crate::measure::cells as counted;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Axis;
use crate::tabulation::Group;
use crate::tabulation::Nested;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A table of more cells than this is not looked into cell by cell: one that is hidden for privacy hides them all.
const LARGEST: usize = 4_000;

/// Two or three nested segments in a wave, whose margins together may tell more than each does alone.
pub(super) struct Crossing<'a> {
    pub scores: &'a Scores,
    pub settings: &'a ReportSettings,
    pub wave: &'a WaveId,
    pub axis: &'a Axis,
}

/// What a reader knows of the sums beside a crossing.
struct Sums {
    rows: Vec<Level>,
    columns: Vec<Level>,
    /// Whether it is known how many there are in all.
    total: bool,
}

/// Levels of the segments of a cell or of a sum; a level beyond the last is "in no group".
type Levels = BTreeMap<VariableIndex, usize>;

impl Crossing<'_> {
    /// Hides further cells until no hidden one can be worked out from the margins. Measures with the same bases are
    /// decided on together: what one shows of its base, another must not hide.
    pub fn secure(&self, decided: &mut ByFigure) {
        let Self { scores, wave, axis, .. } = self;
        let cells: Vec<Group> = (0..axis.levels).filter_map(|place| axis.group(place)).collect();
        let margins = margins(scores.tabulation.plan(), &cells);
        let mut blocks: BTreeMap<Vec<u64>, Vec<&Measure>> = BTreeMap::new();
        for measure in scores.measures() {
            let shown = margins.iter().map(|(group, _)| *group).chain(cells.iter().copied());
            let bases = shown.map(|group| self.base(measure, group)).collect();
            blocks.entry(bases).or_default().push(measure);
        }
        for measures in blocks.into_values() {
            let Some(first) = decided.get(&(measures[0].id.clone(), (*wave).clone())).cloned() else {
                continue;
            };
            let private = |group: &Group| {
                let showing = first.get(group);
                matches!(showing, Some(Showing::HiddenPrivacy | Showing::HiddenComplement))
                    && self.base(measures[0], *group) > 0
            };
            if !cells.iter().any(private) {
                continue;
            }
            let settled = self.settle(&measures, &cells, &margins, &first);
            for measure in measures {
                if let Some(known) = decided.get_mut(&(measure.id.clone(), (*wave).clone())) {
                    known.extend(cells.iter().copied().zip(settled.iter().copied()));
                }
            }
        }
    }

    fn base(&self, measure: &Measure, group: Group) -> u64 {
        let scored = self.scores.of(&measure.id, self.wave, group);
        scored
            .and_then(|outcome| outcome.as_ref().ok())
            .map_or(0, |estimate| estimate.base)
    }

    fn settle(
        &self,
        measures: &[&Measure],
        cells: &[Group],
        margins: &[(Group, Vec<usize>)],
        decided: &BTreeMap<Group, Showing>,
    ) -> Vec<Showing> {
        let bases: Vec<u64> = cells.iter().map(|cell| self.base(measures[0], *cell)).collect();
        let of = |group: &Group| decided.get(group).copied().unwrap_or(Showing::HiddenPrivacy);
        let lines: Vec<Margin<'_>> = margins
            .iter()
            .map(|(whole, cells)| Margin {
                base: self.base(measures[0], *whole),
                cells,
                seen: of(whole).is_visible(),
            })
            .collect();
        let mut showing: Vec<Showing> = cells.iter().map(of).collect();
        let shown: BTreeSet<Segments> = margins.iter().map(|(whole, _)| by(*whole)).collect();
        let all: Segments = self.axis.variables().iter().copied().collect();
        let arranged = Arrangement::of(&all, &shown).filter(|_| self.places() <= LARGEST);
        let Some(arranged) = arranged else {
            for (showing, base) in showing.iter_mut().zip(&bases) {
                if showing.is_visible() && *base > 0 {
                    *showing = Showing::HiddenComplement;
                }
            }
            return showing;
        };
        let partitions: Vec<Vec<Counts>> = measures
            .iter()
            .map(|measure| self.kinds(measure, cells, margins))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let sums = self.sums(&arranged, margins, &of);
        // What was found safe stays so when more is hidden.
        let mut safe = BTreeSet::new();
        // Each round hides one cell more, or is the last.
        loop {
            let table = self.table(&sums, &bases, &showing);
            let Some(open) = self.revealed(&table, &partitions, &bases, &showing, &mut safe) else {
                return showing;
            };
            let near = |at: &usize| {
                margins
                    .iter()
                    .any(|(whole, of)| *whole != Group::Total && of.contains(at) && of.contains(&open))
            };
            let hideable = |at: &usize| showing[*at].is_visible() && bases[*at] > 0;
            let Some(next) = (0..cells.len())
                .filter(hideable)
                .min_by_key(|at| (!near(at), bases[*at], *at))
            else {
                // The margins alone tell it.
                safe.insert(open);
                continue;
            };
            showing[next] = Showing::HiddenComplement;
            showing = along_margins(&bases, &lines, showing, self.settings);
        }
    }

    /// The table as a reader knows it: each segment has a level more than it has groups, for those in none.
    fn table(&self, sums: &Sums, bases: &[u64], showing: &[Showing]) -> SumTable {
        let places = self.places();
        // Of two segments it is known how many are in one and in none of the other; of three it is not, and is taken as known.
        let nobody = |place: usize| self.axis.variables().len() > 2 && !self.is_in_all(place);
        let mut known: Vec<bool> = (0..places).map(nobody).collect();
        for (cell, showing) in showing.iter().enumerate() {
            // That a group is empty is said, and so known.
            known[self.place(cell)] = showing.is_visible() || bases[cell] == 0;
        }
        SumTable::new(&known, &sums.rows, &sums.columns, sums.total)
    }

    /// The sums a reader knows; they stay when further cells are hidden.
    fn sums(&self, arranged: &Arrangement, margins: &[(Group, Vec<usize>)], of: &impl Fn(&Group) -> Showing) -> Sums {
        // A sum that is hidden for its quality alone can be worked out from those beside it.
        let seen: BTreeSet<Levels> = margins
            .iter()
            .filter(|(whole, _)| !of(whole).is_protective())
            .map(|(whole, _)| whole.levels().into_iter().collect())
            .collect();
        let side = |sides: &[Side]| -> Vec<Level> {
            let coarser = sides.first().map(|first| self.coarser(first, of)).unwrap_or_default();
            let own = sides.iter().map(|side| self.level(side, &seen));
            coarser.into_iter().chain(own).collect()
        };
        Sums {
            rows: side(&arranged.rows),
            columns: side(&arranged.columns),
            total: !of(&Group::Total).is_protective(),
        }
    }

    /// The sums by segments that hold a segment of this side, such as the areas of its places: coarsest first, each within
    /// the one before.
    fn coarser(&self, side: &Side, of: &impl Fn(&Group) -> Showing) -> Vec<Level> {
        let level = |one: Nested| {
            let sizes: BTreeMap<_, _> = self.axis.variables().iter().copied().zip(self.axis.sizes()).collect();
            if !side.by.contains(&one.fine) || sizes.contains_key(&one.coarse) {
                return None;
            }
            let elsewhere = one.parents.iter().flatten().max().map_or(0, |last| last + 1);
            let parent = |place: usize| one.parents.get(self.levels(place)[&one.fine]).copied().flatten();
            let mut known: Vec<bool> = (0..elsewhere)
                .map(|group| !of(&Group::Level(one.coarse, group)).is_protective())
                .collect();
            known.push(false);
            let group_of = (0..self.places())
                .map(|place| parent(place).unwrap_or(elsewhere))
                .collect();
            Some(Level { group_of, known })
        };
        let mut found: Vec<Level> = self.scores.tabulation.nested().into_iter().filter_map(level).collect();
        found.sort_by_key(|level| level.group_of.iter().collect::<BTreeSet<_>>().len());
        let mut chain: Vec<Level> = Vec::new();
        for level in found {
            if chain.last().is_none_or(|last| level.lies_in(last)) {
                chain.push(level);
            }
        }
        chain
    }

    /// The sums of a side, and which are known.
    fn level(&self, side: &Side, seen: &BTreeSet<Levels>) -> Level {
        let mut groups: BTreeMap<Levels, usize> = BTreeMap::new();
        let mut group_of = Vec::new();
        for place in 0..self.places() {
            let mut own = self.levels(place);
            own.retain(|segment, _| side.by.contains(segment));
            let next = groups.len();
            group_of.push(*groups.entry(own).or_insert(next));
        }
        let mut known = vec![side.knows == Knows::All; groups.len()];
        if side.knows == Knows::Shown {
            for (levels, group) in &groups {
                known[*group] = seen.contains(levels);
            }
        }
        Level { group_of, known }
    }

    /// Places of the table.
    fn places(&self) -> usize {
        self.axis.sizes().iter().map(|size| size + 1).product()
    }

    /// The levels at a place of the table.
    fn levels(&self, place: usize) -> Levels {
        let mut left = place;
        let segments = self.axis.variables().iter().zip(self.axis.sizes()).rev();
        let level = segments.map(|(segment, size)| {
            let level = left % (size + 1);
            left /= size + 1;
            (*segment, level)
        });
        level.collect()
    }

    /// The place of levels; "in none" for segments that are not named.
    fn place_of(&self, levels: &Levels) -> usize {
        let segments = self.axis.variables().iter().zip(self.axis.sizes());
        segments.fold(0, |place, (segment, size)| {
            place * (size + 1) + levels.get(segment).copied().unwrap_or(*size)
        })
    }

    /// Whether a place is in a group of every segment.
    fn is_in_all(&self, place: usize) -> bool {
        let levels = self.levels(place);
        let segments = self.axis.variables().iter().zip(self.axis.sizes());
        segments.into_iter().all(|(segment, size)| levels[segment] < *size)
    }

    /// The place in the table of a cell of the axis.
    fn place(&self, cell: usize) -> usize {
        let group = self.axis.group(cell);
        self.place_of(
            &group
                .map(|group| group.levels().into_iter().collect())
                .unwrap_or_default(),
        )
    }

    /// The ways in which the answers behind a measure are told apart: people by cell for each kind of answer.
    fn kinds(&self, measure: &Measure, cells: &[Group], margins: &[(Group, Vec<usize>)]) -> Vec<Counts> {
        let answers = |group: Group| -> Option<Vec<u64>> {
            let view = self.scores.tabulation.view(self.wave, group)?;
            Some(counted::told_apart(measure, &view).unwrap_or_else(|| vec![self.base(measure, group)]))
        };
        let all: Vec<Levels> = (0..self.places()).map(|place| self.levels(place)).collect();
        let counted: Vec<(usize, Vec<u64>)> = cells
            .iter()
            .enumerate()
            .filter_map(|(cell, group)| Some((self.place(cell), answers(*group)?)))
            .collect();
        // Sums with the places that are in them, the finest first.
        let mut sums: Vec<(Levels, Vec<usize>, Vec<u64>)> = margins
            .iter()
            .filter_map(|(whole, _)| {
                let levels: Levels = whole.levels().into_iter().collect();
                let inside = |place: &usize| levels.iter().all(|(segment, level)| all[*place][segment] == *level);
                let places = (0..all.len()).filter(inside).collect();
                Some((levels, places, answers(*whole)?))
            })
            .collect();
        sums.sort_by_key(|(levels, ..)| std::cmp::Reverse(levels.len()));
        let kinds = sums.iter().map(|(.., answers)| answers.len()).max().unwrap_or(0);
        let of_kind = |kind: usize| {
            let mut counts = vec![0; all.len()];
            for (place, answers) in &counted {
                counts[*place] = answers.get(kind).copied().unwrap_or(0);
            }
            // Who is in some of the groups of a sum and in none of the other segments.
            for (levels, places, answers) in &sums {
                let inside: u64 = places.iter().map(|place| counts[*place]).sum();
                counts[self.place_of(levels)] += answers.get(kind).copied().unwrap_or(0).saturating_sub(inside);
            }
            counts
        };
        (0..kinds).map(of_kind).collect()
    }

    /// A hidden cell that the table gives away: its size to fewer than `privacy_k`, or an answer of people who could be
    /// recognised.
    fn revealed(
        &self,
        table: &SumTable,
        partitions: &[Vec<Counts>],
        bases: &[u64],
        showing: &[Showing],
        safe: &mut BTreeSet<usize>,
    ) -> Option<usize> {
        // Twice as many: what other figures tell of the same people takes some of it.
        let enough = 2 * self.settings.privacy_k;
        let protected = |cell: &usize| {
            matches!(showing[*cell], Showing::HiddenPrivacy | Showing::HiddenComplement) && bases[*cell] > 0
        };
        let tells = |cell: &usize| {
            let place = self.place(*cell);
            let rooms = partitions.iter().map(|kinds| table.room(kinds, place, enough));
            let (up, down) = rooms.fold((enough, enough), |(up, down), (more, fewer)| {
                (up.min(more), down.min(fewer))
            });
            up + down < enough
                || bases[*cell] < self.settings.privacy_k
                    && partitions
                        .iter()
                        .flatten()
                        .any(|counts| counts[place] > 0 && table.is_determined(counts, place))
        };
        (0..bases.len()).filter(protected).find(|cell| {
            if safe.contains(cell) {
                return false;
            }
            let open = tells(cell);
            if !open {
                safe.insert(*cell);
            }
            open
        })
    }
}

/// The segments a group is of.
fn by(group: Group) -> Segments {
    group.levels().into_iter().map(|(segment, _)| segment).collect()
}
