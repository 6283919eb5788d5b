//! What the margins of a cross table tell about its hidden cells.
//!
//! A reader knows the cells that are shown and the sums of rows and columns; the hidden cells are unknowns that add up to what
//! is left. The true table is one solution. From it one person is moved at a time along a closed path of hidden cells, one
//! up, the next down, so that all sums stay: how far a cell can be moved so is exactly what the reader cannot know
//! (a circulation; with whole numbers its steps are whole).

use std::collections::VecDeque;

/// A cross table of two segments as a reader knows it; the last row and the last column are those in no group.
#[derive(Debug, Clone)]
pub struct CrossTable {
    /// Rows and columns, those in no group included.
    pub size: (usize, usize),
    /// Whether a cell is known, row by row.
    pub known: Vec<bool>,
    /// Whether the sum of a row is known.
    pub row_sums: Vec<bool>,
    /// Whether the sum of a column is known.
    pub column_sums: Vec<bool>,
    /// Whether the sum of all is known.
    pub total: bool,
}

/// People by cell, row by row.
pub type Counts = Vec<u64>;

impl CrossTable {
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
        let mut residual = Residual::new(self, counts);
        (0..enough)
            .take_while(|_| residual.push(self.place(cell), up))
            .count()
            .try_into()
            .unwrap_or(u64::MAX)
    }

    fn place(&self, cell: usize) -> (usize, usize) {
        (cell / self.size.1, cell % self.size.1)
    }
}

/// One solution, and the moves it leaves. Nodes are the rows, the columns, and a hub on either side that the rows and
/// columns without a known sum hang on.
struct Residual<'a> {
    table: &'a CrossTable,
    counts: Vec<u64>,
    /// What flows from the hub to each row, and from each column to its hub.
    rows: Vec<u64>,
    columns: Vec<u64>,
}

impl<'a> Residual<'a> {
    fn new(table: &'a CrossTable, counts: &Counts) -> Self {
        let (rows, columns) = table.size;
        let row = |at: usize| counts[at * columns..(at + 1) * columns].iter().sum();
        let column = |at: usize| counts.iter().skip(at).step_by(columns).sum();
        Self {
            table,
            counts: counts.clone(),
            rows: (0..rows).map(row).collect(),
            columns: (0..columns).map(column).collect(),
        }
    }

    /// Moves a cell by one person along the shortest closed path; false when there is none.
    fn push(&mut self, (row, column): (usize, usize), up: bool) -> bool {
        let (rows, columns) = self.table.size;
        if !up && self.counts[row * columns + column] == 0 {
            return false;
        }
        // Up: one more runs from the row to the column, and must find its way back; down: the other way round.
        let (from, to) = if up { (rows + column, row) } else { (row, rows + column) };
        let Some(path) = self.path(from, to, (row, column)) else {
            return false;
        };
        self.step(row, column, up);
        for pair in path.windows(2) {
            self.walk(pair[0], pair[1]);
        }
        true
    }

    /// The nodes of the shortest way, without the cell itself.
    fn path(&self, from: usize, to: usize, cell: (usize, usize)) -> Option<Vec<usize>> {
        let nodes = self.table.size.0 + self.table.size.1 + 2;
        let mut before = vec![usize::MAX; nodes];
        before[from] = from;
        let mut open = VecDeque::from([from]);
        while let Some(at) = open.pop_front() {
            if at == to {
                let mut path = vec![to];
                while path[path.len() - 1] != from {
                    path.push(before[path[path.len() - 1]]);
                }
                path.reverse();
                return Some(path);
            }
            for (next, known) in before.iter_mut().enumerate() {
                if *known == usize::MAX && self.leads(at, next, cell) {
                    *known = at;
                    open.push_back(next);
                }
            }
        }
        None
    }

    /// Whether one person can be moved from a node to another.
    fn leads(&self, from: usize, to: usize, without: (usize, usize)) -> bool {
        let (rows, columns) = self.table.size;
        let (row_hub, column_hub) = (rows + columns, rows + columns + 1);
        let open = |row: usize, column: usize| (row, column) != without && !self.table.known[row * columns + column];
        match (from, to) {
            // Along a cell: more of it.
            (row, column) if row < rows && (rows..row_hub).contains(&column) => open(row, column - rows),
            // Against a cell: fewer of it.
            (column, row) if row < rows && (rows..row_hub).contains(&column) => {
                open(row, column - rows) && self.counts[row * columns + column - rows] > 0
            }
            (hub, row) if hub == row_hub && row < rows => !self.table.row_sums[row],
            (row, hub) if hub == row_hub && row < rows => !self.table.row_sums[row] && self.rows[row] > 0,
            (column, hub) if hub == column_hub && column >= rows && column < row_hub => {
                !self.table.column_sums[column - rows]
            }
            (hub, column) if hub == column_hub && column >= rows && column < row_hub => {
                !self.table.column_sums[column - rows] && self.columns[column - rows] > 0
            }
            (one, other) => one.min(other) == row_hub && one.max(other) == column_hub && !self.table.total,
        }
    }

    fn walk(&mut self, from: usize, to: usize) {
        let (rows, columns) = self.table.size;
        let (row_hub, column_hub) = (rows + columns, rows + columns + 1);
        match (from, to) {
            (row, column) if row < rows && column < row_hub => self.step(row, column - rows, true),
            (column, row) if row < rows && column < row_hub => self.step(row, column - rows, false),
            (hub, row) if hub == row_hub && row < rows => self.rows[row] += 1,
            (row, hub) if hub == row_hub && row < rows => self.rows[row] -= 1,
            (column, hub) if hub == column_hub && column < row_hub => self.columns[column - rows] += 1,
            (hub, column) if hub == column_hub && column < row_hub => self.columns[column - rows] -= 1,
            _ => {}
        }
    }

    fn step(&mut self, row: usize, column: usize, up: bool) {
        let count = &mut self.counts[row * self.table.size.1 + column];
        *count = if up { *count + 1 } else { *count - 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(size: (usize, usize), known: &[usize], free_rows: &[usize], free_columns: &[usize]) -> CrossTable {
        CrossTable {
            size,
            known: (0..size.0 * size.1).map(|at| known.contains(&at)).collect(),
            row_sums: (0..size.0).map(|at| !free_rows.contains(&at)).collect(),
            column_sums: (0..size.1).map(|at| !free_columns.contains(&at)).collect(),
            total: true,
        }
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
        let mut unknown = free.clone();
        unknown.column_sums = vec![false];
        unknown.total = false;
        assert_eq!(unknown.room(&[vec![2, 5]], 0, 100), (100, 2));
    }

    /// All tables with the same sums and known cells, by trying every one of them.
    fn by_trying(table: &CrossTable, counts: &Counts, cell: usize, most: u64) -> u64 {
        let columns = table.size.1;
        let sums = |of: &[u64]| -> Vec<u64> {
            let row = |at: usize| of[at * columns..(at + 1) * columns].iter().sum();
            let column = |at: usize| of.iter().skip(at).step_by(columns).sum();
            let rows = (0..table.size.0).filter(|at| table.row_sums[*at]).map(row);
            let columns = (0..columns).filter(|at| table.column_sums[*at]).map(column);
            rows.chain(columns).chain([of.iter().sum()]).collect()
        };
        let wanted = sums(counts);
        let open: Vec<usize> = (0..counts.len()).filter(|at| !table.known[*at]).collect();
        let mut tried = counts.clone();
        let mut sizes = std::collections::BTreeSet::new();
        for number in 0..(most + 1).pow(u32::try_from(open.len()).unwrap()) {
            let mut left = number;
            for at in &open {
                tried[*at] = left % (most + 1);
                left /= most + 1;
            }
            if sums(&tried) == wanted {
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
            let table = CrossTable { size: (2, 3), known, row_sums: rows, column_sums: columns, total: true };
            let (up, down) = table.room(std::slice::from_ref(&counts), cell, 100);
            prop_assert_eq!(up + down, by_trying(&table, &counts, cell, 4));
        }
    }
}
