//! Crossed segments: further cells are hidden until their margins together give no hidden one away.

use super::audit::Counts;
use super::audit::CrossTable;
use super::disclosure::ByFigure;
use super::disclosure::Margin;
use super::disclosure::Showing;
use super::disclosure::along_margins;
use super::disclosure::margins;
use crate::measure::Scores;
use crate::measure::cells as counted;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::WaveId;
use crate::tabulation::Axis;
use crate::tabulation::Group;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Two nested segments in a wave, whose margins together may tell more than each does alone.
pub(super) struct Crossing<'a> {
    pub scores: &'a Scores,
    pub settings: &'a ReportSettings,
    pub wave: &'a WaveId,
    pub axis: &'a Axis,
}

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
        let partitions: Vec<Vec<Counts>> = measures
            .iter()
            .flat_map(|measure| self.kinds(measure, cells, margins))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut showing: Vec<Showing> = cells.iter().map(of).collect();
        // Each round hides one cell more, or is the last.
        loop {
            let table = self.table(&bases, &showing, margins, &of);
            let Some(open) = self.revealed(&table, &partitions, &bases, &showing) else {
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
                return showing;
            };
            showing[next] = Showing::HiddenComplement;
            showing = along_margins(&bases, &lines, showing, self.settings);
        }
    }

    /// The table as a reader knows it: a row and a column more than levels, for those in no group.
    fn table(
        &self,
        bases: &[u64],
        showing: &[Showing],
        margins: &[(Group, Vec<usize>)],
        of: &impl Fn(&Group) -> Showing,
    ) -> CrossTable {
        let (rows, columns) = self.size();
        let mut known = vec![false; rows * columns];
        for (cell, showing) in showing.iter().enumerate() {
            // That a group is empty is said, and so known.
            known[self.place(cell)] = showing.is_visible() || bases[cell] == 0;
        }
        let seen = |segment: usize, level: usize| {
            let line = Group::Level(self.axis.variables()[segment], level);
            margins.iter().any(|(whole, _)| *whole == line) && of(&line).is_visible()
        };
        CrossTable {
            size: (rows, columns),
            known,
            row_sums: (0..rows).map(|at| seen(0, at)).collect(),
            column_sums: (0..columns).map(|at| seen(1, at)).collect(),
            total: of(&Group::Total).is_visible(),
        }
    }

    fn size(&self) -> (usize, usize) {
        let sizes = self.axis.sizes();
        (sizes[0] + 1, sizes[1] + 1)
    }

    /// The place in the table of a cell of the axis.
    fn place(&self, cell: usize) -> usize {
        let (_, columns) = self.size();
        cell / (columns - 1) * columns + cell % (columns - 1)
    }

    /// The ways in which the answers behind a measure are told apart, each as people by cell and kind of answer.
    fn kinds(&self, measure: &Measure, cells: &[Group], margins: &[(Group, Vec<usize>)]) -> Vec<Vec<Counts>> {
        let answers = |group: Group| -> Option<Vec<u64>> {
            let view = self.scores.tabulation.view(self.wave, group)?;
            Some(counted::told_apart(measure, &view).unwrap_or_else(|| vec![self.base(measure, group)]))
        };
        let (rows, columns) = self.size();
        let Some(total) = answers(Group::Total) else {
            return Vec::new();
        };
        let none = vec![0; total.len()];
        let kinds = (0..total.len()).map(|kind| {
            let count = |group: Group| answers(group).as_ref().unwrap_or(&none).get(kind).copied().unwrap_or(0);
            let mut counts = vec![0; rows * columns];
            for (cell, group) in cells.iter().enumerate() {
                counts[self.place(cell)] = count(*group);
            }
            // Who is in a row but in no column, and the other way round, where rows and columns stand for themselves.
            for (line, _) in margins {
                let Group::Level(segment, level) = line else { continue };
                let whole = count(*line);
                if *segment == self.axis.variables()[0] {
                    let inside: u64 = counts[level * columns..(level + 1) * columns].iter().sum();
                    counts[level * columns + columns - 1] = whole.saturating_sub(inside);
                } else if *segment == self.axis.variables()[1] {
                    let inside: u64 = (0..rows).map(|row| counts[row * columns + level]).sum();
                    counts[(rows - 1) * columns + level] = whole.saturating_sub(inside);
                }
            }
            let inside: u64 = counts.iter().sum();
            counts[rows * columns - 1] = total[kind].saturating_sub(inside);
            counts
        });
        vec![kinds.collect()]
    }

    /// A hidden cell that the table gives away: its size to fewer than `privacy_k`, or an answer of people who could be
    /// recognised.
    fn revealed(
        &self,
        table: &CrossTable,
        partitions: &[Vec<Counts>],
        bases: &[u64],
        showing: &[Showing],
    ) -> Option<usize> {
        let enough = self.settings.privacy_k;
        let protected = |cell: &usize| {
            matches!(showing[*cell], Showing::HiddenPrivacy | Showing::HiddenComplement) && bases[*cell] > 0
        };
        (0..bases.len()).filter(protected).find(|cell| {
            let place = self.place(*cell);
            let rooms = partitions.iter().map(|kinds| table.room(kinds, place, enough));
            let (up, down) = rooms.fold((enough, enough), |(up, down), (more, fewer)| {
                (up.min(more), down.min(fewer))
            });
            up + down < enough
                || bases[*cell] < enough
                    && partitions
                        .iter()
                        .flatten()
                        .any(|counts| counts[place] > 0 && table.is_determined(counts, place))
        })
    }
}
