//! What the sums of a table tell about its hidden cells.
//!
//! A reader knows the cells that are shown and some sums of cells; the hidden cells are unknowns that add up to what is
//! left. The true table is one solution. From it one person is moved at a time along a closed path of hidden cells, one
//! up, the next down, so that all known sums stay: how far a cell can be moved so is exactly what the reader cannot know
//! (a circulation; with whole numbers its steps are whole).
//!
//! That is exact where the sums form two trees over the same cells, one of rows and one of columns: every table of two
//! segments, and tables of three unless each pair of them is shown too.

use std::collections::BTreeMap;
use std::collections::VecDeque;

/// A division of all cells into groups whose sums a reader may know.
#[derive(Debug, Clone)]
pub struct Level {
    /// The group of each cell.
    pub group_of: Vec<usize>,
    /// Whether the sum of each group is known.
    pub known: Vec<bool>,
}

impl Level {
    /// Whether each group lies in one of the other level's.
    #[must_use]
    pub fn lies_in(&self, other: &Self) -> bool {
        let mut within: BTreeMap<usize, usize> = BTreeMap::new();
        let mut pairs = self.group_of.iter().zip(&other.group_of);
        pairs.all(|(own, coarse)| within.entry(*own).or_insert(*coarse) == coarse)
    }
}

/// A table as a reader knows it.
#[derive(Debug, Clone)]
pub struct SumTable {
    /// What is known: cells first, then sums, the sum of all last.
    arcs: Vec<Arc>,
    /// The sums each cell is in.
    sums_of: Vec<Vec<usize>>,
    /// Arcs that begin or end at each node.
    at: Vec<Vec<usize>>,
}

/// A cell or a sum: what flows from one node to another.
#[derive(Debug, Clone, Copy)]
struct Arc {
    from: usize,
    to: usize,
    known: bool,
}

/// People by cell.
pub type Counts = Vec<u64>;

impl SumTable {
    /// A table of cells with the sums of rows and of columns, each coarsest first and every level within the one before;
    /// `total` is whether the sum of all is known.
    #[must_use]
    pub fn new(known: &[bool], rows: &[Level], columns: &[Level], total: bool) -> Self {
        let cells = known.len();
        // The whole as the rows see it, and as the columns do.
        let (mut nodes, row_root, column_root) = (2, 0, 1);
        let mut sums: Vec<Arc> = Vec::new();
        let mut sums_of: Vec<Vec<usize>> = vec![Vec::new(); cells];
        let mut ends = [vec![row_root; cells], vec![column_root; cells]];
        for (side, levels) in [rows, columns].into_iter().enumerate() {
            for level in levels {
                let mut arc_of: Vec<Option<usize>> = vec![None; level.known.len()];
                for cell in 0..cells {
                    let group = level.group_of[cell];
                    let sum = *arc_of[group].get_or_insert_with(|| {
                        let (above, own) = (ends[side][cell], nodes);
                        nodes += 1;
                        let (from, to) = if side == 0 { (above, own) } else { (own, above) };
                        sums.push(Arc {
                            from,
                            to,
                            known: level.known[group],
                        });
                        sums.len() - 1
                    });
                    sums_of[cell].push(cells + sum);
                    ends[side][cell] = if side == 0 { sums[sum].to } else { sums[sum].from };
                }
            }
        }
        let [from, to] = ends;
        let own = (0..cells).map(|cell| Arc {
            from: from[cell],
            to: to[cell],
            known: known[cell],
        });
        let whole = Arc {
            from: column_root,
            to: row_root,
            known: total,
        };
        let arcs: Vec<Arc> = own.chain(sums).chain([whole]).collect();
        for sums in &mut sums_of {
            sums.push(arcs.len() - 1);
        }
        let mut at = vec![Vec::new(); nodes];
        for (arc, ends) in arcs.iter().enumerate().filter(|(_, arc)| !arc.known) {
            at[ends.from].push(arc);
            at[ends.to].push(arc);
        }
        Self { arcs, sums_of, at }
    }

    /// How far the size of a cell could lie above and below the true one, each as far as `enough`; all kinds of answer that
    /// are known apart taken together.
    #[must_use]
    pub fn room(&self, kinds: &[Counts], cell: usize, enough: u64) -> (u64, u64) {
        let way = |up: bool| {
            kinds.iter().fold(0, |room, counts| {
                room + if room < enough {
                    self.moved(counts, cell, up, enough - room)
                } else {
                    0
                }
            })
        };
        (way(true), way(false))
    }

    /// Whether how many gave one kind of answer in a cell is known exactly.
    #[must_use]
    pub fn is_determined(&self, counts: &Counts, cell: usize) -> bool {
        self.room(std::slice::from_ref(counts), cell, 1) == (0, 0)
    }

    /// By how many people a cell can be moved up or down while all that is known stays, as far as `enough`.
    fn moved(&self, counts: &Counts, cell: usize, up: bool, enough: u64) -> u64 {
        let mut flow = self.flow(counts);
        (0..enough)
            .take_while(|_| self.push(&mut flow, cell, up))
            .count()
            .try_into()
            .unwrap_or(u64::MAX)
    }

    /// People by cell and by sum.
    fn flow(&self, counts: &Counts) -> Vec<u64> {
        let mut flow = counts.clone();
        flow.resize(self.arcs.len(), 0);
        for (people, sums) in counts.iter().zip(&self.sums_of) {
            for sum in sums {
                flow[*sum] += people;
            }
        }
        flow
    }

    /// Moves a cell by one person along the shortest closed path; false when there is none.
    fn push(&self, flow: &mut [u64], cell: usize, up: bool) -> bool {
        if !up && flow[cell] == 0 {
            return false;
        }
        // Up: one more runs through the cell and must find its way back; down: the other way round.
        let Arc { from, to, .. } = self.arcs[cell];
        let (from, to) = if up { (to, from) } else { (from, to) };
        let Some(path) = self.path(flow, from, to, cell) else {
            return false;
        };
        for (arc, more) in path.into_iter().chain([(cell, up)]) {
            flow[arc] = if more { flow[arc] + 1 } else { flow[arc] - 1 };
        }
        true
    }

    /// The arcs of the shortest way without the cell itself, each with whether more or fewer run along it.
    fn path(&self, flow: &[u64], from: usize, to: usize, cell: usize) -> Option<Vec<(usize, bool)>> {
        let mut before: Vec<Option<(usize, usize, bool)>> = vec![None; self.at.len()];
        let mut open = VecDeque::from([from]);
        while let Some(node) = open.pop_front() {
            if node == to {
                let (mut path, mut node) = (Vec::new(), to);
                while node != from {
                    let (last, arc, more) = before[node]?;
                    path.push((arc, more));
                    node = last;
                }
                return Some(path);
            }
            for arc in &self.at[node] {
                let ends = self.arcs[*arc];
                let more = ends.from == node;
                let next = if more { ends.to } else { ends.from };
                let leads = *arc != cell && (more || flow[*arc] > 0);
                if leads && next != from && before[next].is_none() {
                    before[next] = Some((node, *arc, more));
                    open.push_back(next);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A table of two segments: which sums of rows and columns are known.
    fn crossed(size: (usize, usize), known: &[bool], rows: Vec<bool>, columns: Vec<bool>, total: bool) -> SumTable {
        let cells = size.0 * size.1;
        let level = |group_of: Vec<usize>, known| Level { group_of, known };
        let rows = level((0..cells).map(|cell| cell / size.1).collect(), rows);
        let columns = level((0..cells).map(|cell| cell % size.1).collect(), columns);
        SumTable::new(known, &[rows], &[columns], total)
    }

    fn table(size: (usize, usize), known: &[usize], free_rows: &[usize], free_columns: &[usize]) -> SumTable {
        crossed(
            size,
            &(0..size.0 * size.1).map(|at| known.contains(&at)).collect::<Vec<_>>(),
            (0..size.0).map(|at| !free_rows.contains(&at)).collect(),
            (0..size.1).map(|at| !free_columns.contains(&at)).collect(),
            true,
        )
    }

    #[test]
    fn sums_of_several_groups_bound_their_cells() {
        // Places 1 and 2 lie in one area of 4 people, by two kinds; what is hidden of place 0 is not of that area.
        let level = |group_of: [usize; 6], known: &[bool]| Level {
            group_of: group_of.to_vec(),
            known: known.to_vec(),
        };
        let (areas, places) = (
            level([0, 0, 1, 1, 1, 1], &[false, true]),
            level([0, 0, 1, 1, 2, 2], &[false; 3]),
        );
        assert!(places.lies_in(&areas) && !areas.lies_in(&places));
        let kinds = level([0, 1, 0, 1, 0, 1], &[true, true]);
        let counts = vec![9, 9, 1, 1, 2, 0];
        let room = |rows: &[Level]| {
            SumTable::new(&[false; 6], rows, std::slice::from_ref(&kinds), true).room(
                std::slice::from_ref(&counts),
                2,
                100,
            )
        };
        assert_eq!(room(std::slice::from_ref(&places)), (11, 1));
        assert_eq!(room(&[areas, places]), (3, 1));
    }

    #[test]
    fn a_single_hidden_cell_of_a_row_is_known() {
        // 3 and 7 with their sum: 7 is shown.
        let one = table((1, 2), &[1], &[], &[0, 1]);
        assert_eq!(one.room(&[vec![3, 7]], 0, 5), (0, 0));
        assert!(one.is_determined(&vec![3, 7], 0));
    }

    #[test]
    fn four_hidden_cells_in_a_square_move_together_as_far_as_the_smallest_goes() {
        // 2 3 | 4 6: up by 3 (until the 3 is used up), down by 2 (until it is 0 itself): 0 to 5.
        let square = table((2, 2), &[], &[], &[]);
        assert_eq!(square.room(&[vec![2, 3, 4, 6]], 0, 100), (3, 2));
        assert_eq!(square.room(&[vec![2, 0, 0, 6]], 0, 100), (0, 2));
        // Told apart by answer the two halves move each for itself.
        assert_eq!(square.room(&[vec![1, 3, 4, 0], vec![1, 0, 0, 6]], 0, 100), (3, 1));
    }

    #[test]
    fn the_third_cell_of_a_corner_is_given_away_by_the_margins() {
        // Hidden: a row's two cells and one below the first; nothing can move.
        let corner = table((2, 2), &[3], &[], &[]);
        for cell in 0..3 {
            assert_eq!(corner.room(&[vec![1, 9, 9, 40]], cell, 5), (0, 0), "cell {cell}");
        }
    }

    #[test]
    fn rows_without_a_sum_of_their_own_share_what_the_total_leaves() {
        // Two rows whose sums are hidden: what the first has more, the second has less.
        let free = table((2, 1), &[], &[0, 1], &[]);
        assert_eq!(free.room(&[vec![2, 5]], 0, 100), (5, 2));
        let unknown = crossed((2, 1), &[false; 2], vec![false; 2], vec![false], false);
        assert_eq!(unknown.room(&[vec![2, 5]], 0, 100), (100, 2));
    }

    /// Sizes of a cell in all tables with the same sums and known cells, by trying every one of them.
    fn by_trying(known: &[bool], sums: &[Vec<usize>], counts: &Counts, cell: usize, most: u64) -> u64 {
        let sum = |of: &[u64]| -> Vec<u64> {
            let all = std::iter::once(of.iter().sum());
            all.chain(sums.iter().map(|cells| cells.iter().map(|at| of[*at]).sum()))
                .collect()
        };
        let wanted = sum(counts);
        let open: Vec<usize> = (0..counts.len()).filter(|at| !known[*at]).collect();
        let mut tried = counts.clone();
        let mut sizes = std::collections::BTreeSet::new();
        for number in 0..(most + 1).pow(u32::try_from(open.len()).unwrap()) {
            let mut left = number;
            for at in &open {
                tried[*at] = left % (most + 1);
                left /= most + 1;
            }
            if sum(&tried) == wanted {
                sizes.insert(tried[cell]);
            }
        }
        u64::try_from(sizes.len()).unwrap() - 1
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn the_moves_find_what_trying_every_table_finds(
            // Sizes up to 4 are tried: no cell of a table of so few people is larger.
            people in prop::collection::vec(0_usize..6, 0..=4),
            mut known in prop::collection::vec(prop::bool::weighted(0.3), 6),
            rows in prop::collection::vec(prop::bool::weighted(0.7), 2),
            columns in prop::collection::vec(prop::bool::weighted(0.7), 3),
            cell in 0_usize..6,
        ) {
            known[cell] = false;
            let mut counts = vec![0; 6];
            for at in people {
                counts[at] += 1;
            }
            let row_sums = (0..2).filter(|at| rows[*at]).map(|at| (at * 3..at * 3 + 3).collect());
            let column_sums = (0..3).filter(|at| columns[*at]).map(|at| vec![at, at + 3]);
            let sums: Vec<Vec<usize>> = row_sums.chain(column_sums).collect();
            let tried = by_trying(&known, &sums, &counts, cell, 4);
            let table = crossed((2, 3), &known, rows, columns, true);
            let (up, down) = table.room(std::slice::from_ref(&counts), cell, 100);
            prop_assert_eq!(up + down, tried);
        }

        #[test]
        fn so_they_do_in_three_segments_of_which_two_pairs_are_shown(
            people in prop::collection::vec(0_usize..8, 0..=3),
            mut known in prop::collection::vec(prop::bool::weighted(0.3), 8),
            // By the first, by the first and second; by the third, by the second and third.
            first in prop::collection::vec(prop::bool::weighted(0.6), 2),
            first_second in prop::collection::vec(prop::bool::weighted(0.6), 4),
            third in prop::collection::vec(prop::bool::weighted(0.6), 2),
            second_third in prop::collection::vec(prop::bool::weighted(0.6), 4),
            cell in 0_usize..8,
        ) {
            known[cell] = false;
            let mut counts = vec![0; 8];
            for at in people {
                counts[at] += 1;
            }
            let level = |group: fn(usize) -> usize, known: &Vec<bool>| Level {
                group_of: (0..8).map(group).collect(),
                known: known.clone(),
            };
            let rows = [level(|at| at / 4, &first), level(|at| at / 2, &first_second)];
            let columns = [level(|at| at % 2, &third), level(|at| at % 4, &second_third)];
            let shown = |level: &Level| -> Vec<Vec<usize>> {
                let groups = (0..level.known.len()).filter(|group| level.known[*group]);
                groups.map(|group| (0..8).filter(|at| level.group_of[*at] == group).collect()).collect()
            };
            let sums: Vec<Vec<usize>> = rows.iter().chain(&columns).flat_map(shown).collect();
            let tried = by_trying(&known, &sums, &counts, cell, 3);
            let (up, down) = SumTable::new(&known, &rows, &columns, true).room(std::slice::from_ref(&counts), cell, 100);
            prop_assert_eq!(up + down, tried);
        }
    }
}
