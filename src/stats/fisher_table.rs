//! Fisher's exact test of a cross table of any size (Freeman and Halton), and its simulation.

use super::error::Reason;
use super::error::StatError;
use super::hypergeometric::hypergeometric;
use super::hypergeometric::ln_factorial;
use super::interval::Interval;
use super::proportion;
use rand::RngExt;
use rand::SeedableRng;
use rand_pcg::Pcg64;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// How the p-value was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found {
    /// From all tables with the same margins.
    Exactly,
    /// From tables drawn at random, because there are too many: how many, by which seed, and the 95 % interval of the
    /// p-value that this leaves.
    Simulated {
        /// Tables drawn.
        draws: u64,
        /// Seed of the draws.
        seed: u64,
        /// What the exact p-value may be.
        interval: Interval,
    },
}

/// Result of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableTest {
    /// P-value: the probability of all tables no more probable than the one seen.
    pub p: f64,
    /// How it was found.
    pub found: Found,
    /// [`Reason::ZeroMargin`] when there is a single row or column with answers: then p is 1.
    pub reason: Option<Reason>,
}

/// What the search may cost before it is given up for a simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Steps of the exact search.
    pub steps: u64,
    /// Tables of a simulation.
    pub draws: u64,
    /// Its seed.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            steps: 20_000_000,
            draws: 20_000,
            seed: 1,
        }
    }
}

/// Tests a table, rows of equally many counts; rows and columns without answers are left out.
///
/// Exact by walking through the remaining row sums column after column: partial tables that lead to the same remaining
/// sums with the same probability are one, and whole branches are counted or dropped at once by their most and least
/// probable completion. Tables whose probability exceeds the observed one by less than 1e-7 of it count as equal.
///
/// # Errors
/// [`Reason::NoValidAnswers`] for an empty table; [`StatError::Domain`] for rows of different lengths or counts beyond
/// four thousand million.
///
/// Sources: G. H. Freeman & J. H. Halton (1951), Biometrika 38, 141–149; C. R. Mehta & N. R. Patel (1983), J. Am. Stat.
/// Assoc. 78, 427–434 (network).
pub fn test<Row: AsRef<[u64]>>(table: &[Row], effort: Effort) -> Result<TableTest, StatError> {
    let Some(margins) = Margins::of(table)? else {
        return Ok(TableTest {
            p: 1.0,
            found: Found::Exactly,
            reason: Some(Reason::ZeroMargin),
        });
    };
    if let Some(p) = margins.exact(effort.steps) {
        return Ok(TableTest {
            p,
            found: Found::Exactly,
            reason: None,
        });
    }
    let draws = effort.draws.max(1);
    let hits = margins.simulate(draws, effort.seed);
    let interval = proportion::wilson(hits as f64 / draws as f64, draws as f64, 0.95)?;
    Ok(TableTest {
        p: (hits + 1) as f64 / (draws + 1) as f64,
        found: Found::Simulated {
            draws,
            seed: effort.seed,
            interval,
        },
        reason: None,
    })
}

/// Rounding that must not part equally probable tables.
const EQUAL: f64 = 1e-7;

/// From here on the walk is not tried: it goes down one level per column.
const MANY_COLUMNS: usize = 500;

/// The margins of a table, the shorter side first, and the logarithm of its probability but for a constant.
struct Margins {
    short: Vec<u32>,
    long: Vec<u32>,
    observed: f64,
}

/// Remaining sums of the shorter side, largest first, packed into one number.
type Node = u128;

/// How sums are packed: so many of so many bits.
#[derive(Clone, Copy)]
struct Packing {
    count: usize,
    bits: u32,
}

impl Packing {
    /// Nothing when they do not fit: the table is far beyond the exact search then.
    fn of(sums: &[u32]) -> Option<Self> {
        let bits = 32 - sums.iter().max()?.leading_zeros();
        let packing = Self {
            count: sums.len(),
            bits: bits.max(1),
        };
        (packing.count as u64 * u64::from(packing.bits) <= 128).then_some(packing)
    }

    fn pack(self, sums: &mut [u32]) -> Node {
        sums.sort_unstable_by(|a, b| b.cmp(a));
        sums.iter().fold(0, |node, sum| node << self.bits | u128::from(*sum))
    }

    fn unpack(self, mut node: Node) -> Vec<u32> {
        let mask = (1_u128 << self.bits) - 1;
        let mut sums = vec![0; self.count];
        for sum in sums.iter_mut().rev() {
            *sum = u32::try_from(node & mask).unwrap_or(u32::MAX);
            node >>= self.bits;
        }
        sums
    }
}

/// Largest and smallest ln probability that a remaining part can add.
#[derive(Clone, Copy)]
struct Bounds {
    largest: f64,
    smallest: f64,
}

impl Margins {
    /// Nothing when a single row or column has answers.
    fn of<Row: AsRef<[u64]>>(table: &[Row]) -> Result<Option<Self>, StatError> {
        let width = table.first().map_or(0, |row| row.as_ref().len());
        if table.iter().any(|row| row.as_ref().len() != width) {
            return Err(StatError::Domain("all rows of a table must have as many columns"));
        }
        let total = table
            .iter()
            .flat_map(AsRef::as_ref)
            .try_fold(0_u64, |sum, cell| sum.checked_add(*cell));
        let fits = total.and_then(|total| u32::try_from(total).ok());
        if fits.ok_or(StatError::Domain("counts are too large"))? == 0 {
            return Err(Reason::NoValidAnswers.into());
        }
        let small = |sum: u64| u32::try_from(sum).ok().filter(|sum| *sum > 0);
        let mut short: Vec<u32> = table
            .iter()
            .filter_map(|row| small(row.as_ref().iter().sum()))
            .collect();
        let column = |at: usize| table.iter().map(|row| row.as_ref()[at]).sum();
        let mut long: Vec<u32> = (0..width).filter_map(|at| small(column(at))).collect();
        if short.len() < 2 || long.len() < 2 {
            return Ok(None);
        }
        if short.len() > long.len() {
            std::mem::swap(&mut short, &mut long);
        }
        for side in [&mut short, &mut long] {
            side.sort_unstable_by(|a, b| b.cmp(a));
        }
        let cells = table.iter().flat_map(AsRef::as_ref);
        let observed = -cells.map(|cell| ln_factorial(*cell as f64)).sum::<f64>();
        Ok(Some(Self { short, long, observed }))
    }

    /// The exact p-value, unless it takes more than so many steps.
    fn exact(&self, steps: u64) -> Option<f64> {
        let mut walk = Walk::of(self, steps)?;
        let root = walk.packing.pack(&mut self.short.clone());
        walk.bounds(root, 0)?;
        let whole = walk.ln_total(root, 0);
        let mut p = 0.0;
        // For each node the partial tables that lead to it, by their ln probability: equal ones are one.
        let mut reached: BTreeMap<Node, BTreeMap<i64, (f64, f64)>> =
            BTreeMap::from([(root, BTreeMap::from([(0, (0.0, 1.0))]))]);
        let limit = self.observed + EQUAL;
        let last_two = self.long.len() - 2;
        for stage in 0..last_two {
            let mut next: BTreeMap<Node, BTreeMap<i64, (f64, f64)>> = BTreeMap::new();
            for (node, pasts) in reached {
                let Bounds { largest, smallest } = walk.bounds(node, stage)?;
                let total = walk.ln_total(node, stage) - whole;
                let mut open = Vec::new();
                for (past, count) in pasts.into_values() {
                    if past + largest <= limit {
                        p += count * (past + total).exp();
                    } else if past + smallest <= limit {
                        open.push((past, count));
                    }
                }
                if open.is_empty() {
                    continue;
                }
                let children = walk.children(node, stage)?;
                walk.spend(children.len() as u64 * open.len() as u64)?;
                for (child, step) in children {
                    let pasts = next.entry(child).or_default();
                    for (past, count) in &open {
                        let sum = past + step;
                        #[expect(
                            clippy::cast_possible_truncation,
                            reason = "ln probabilities of tables are far below 2^63 · 1e-9"
                        )]
                        let key = (sum * 1e9).round() as i64;
                        pasts.entry(key).or_insert((sum, 0.0)).1 += count;
                    }
                }
            }
            reached = next;
        }
        for (node, pasts) in reached {
            p += walk.completed(node, last_two, pasts.into_values(), limit, whole)?;
        }
        Some(p.min(1.0))
    }

    /// How many of so many random tables with these margins are no more probable than the one seen.
    fn simulate(&self, draws: u64, seed: u64) -> u64 {
        let mut random = Pcg64::seed_from_u64(seed);
        let limit = self.observed + EQUAL;
        let mut hits = 0;
        for _ in 0..draws {
            let mut columns = self.long.clone();
            let mut ln = 0.0;
            for row in &self.short[1..] {
                let mut left = *row;
                let mut pool: u32 = columns.iter().sum();
                for column in &mut columns {
                    let cell = hypergeometric(left, *column, pool - *column, random.random::<f64>());
                    pool -= *column;
                    left -= cell;
                    *column -= cell;
                    ln -= ln_factorial(f64::from(cell));
                }
            }
            ln -= columns.iter().map(|cell| ln_factorial(f64::from(*cell))).sum::<f64>();
            hits += u64::from(ln <= limit);
        }
        hits
    }
}

/// The walk from the whole table to nothing, with what is known of its nodes.
struct Walk<'m> {
    long: &'m [u32],
    packing: Packing,
    /// Σ ln c! over the columns from each on.
    ln_rest: Vec<f64>,
    ln_factorials: Vec<f64>,
    known: Vec<HashMap<Node, Bounds>>,
    steps: u64,
}

impl<'m> Walk<'m> {
    fn of(margins: &'m Margins, steps: u64) -> Option<Self> {
        if margins.long.len() > MANY_COLUMNS {
            return None;
        }
        let largest = *margins.short.iter().chain(&margins.long).max()?;
        // A table this large is beyond the exact search anyway.
        let kept = largest.min(1_000_000);
        let mut ln_rest = vec![0.0; margins.long.len() + 1];
        for (at, column) in margins.long.iter().enumerate().rev() {
            ln_rest[at] = ln_rest[at + 1] + ln_factorial(f64::from(*column));
        }
        Some(Self {
            long: &margins.long,
            packing: Packing::of(&margins.short)?,
            ln_rest,
            ln_factorials: (0..=kept).map(|n| ln_factorial(f64::from(n))).collect(),
            known: vec![HashMap::new(); margins.long.len()],
            steps,
        })
    }

    fn ln_factorial(&self, n: u32) -> f64 {
        let kept = usize::try_from(n).ok().and_then(|n| self.ln_factorials.get(n));
        kept.copied().unwrap_or_else(|| ln_factorial(f64::from(n)))
    }

    fn spend(&mut self, steps: u64) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }

    /// ln Σ of 1/∏n! over all completions of a node.
    fn ln_total(&self, node: Node, stage: usize) -> f64 {
        let sums = self.packing.unpack(node);
        let left: f64 = sums.iter().map(|sum| f64::from(*sum)).sum();
        let rows: f64 = sums.iter().map(|sum| self.ln_factorial(*sum)).sum();
        ln_factorial(left) - rows - self.ln_rest[stage]
    }

    fn bounds(&mut self, node: Node, stage: usize) -> Option<Bounds> {
        if stage + 1 == self.long.len() {
            // The last column is what is left.
            let sums = self.packing.unpack(node);
            let only = -sums.iter().map(|sum| self.ln_factorial(*sum)).sum::<f64>();
            return Some(Bounds {
                largest: only,
                smallest: only,
            });
        }
        if let Some(known) = self.known[stage].get(&node) {
            return Some(*known);
        }
        let mut bounds = Bounds {
            largest: f64::NEG_INFINITY,
            smallest: f64::INFINITY,
        };
        for (child, step) in self.children(node, stage)? {
            let below = self.bounds(child, stage + 1)?;
            bounds.largest = bounds.largest.max(step + below.largest);
            bounds.smallest = bounds.smallest.min(step + below.smallest);
        }
        self.known[stage].insert(node, bounds);
        Some(bounds)
    }

    /// The probability of the tables within the limit that go through a node with two columns left: their completions
    /// are sorted once, and each past finds its place among them.
    fn completed(
        &mut self,
        node: Node,
        stage: usize,
        pasts: impl Iterator<Item = (f64, f64)>,
        limit: f64,
        whole: f64,
    ) -> Option<f64> {
        let mut ends = Vec::new();
        for (child, step) in self.children(node, stage)? {
            ends.push(step + self.bounds(child, stage + 1)?.largest);
        }
        ends.sort_by(f64::total_cmp);
        let top = *ends.last()?;
        let mut up_to = Vec::with_capacity(ends.len());
        let mut sum = 0.0;
        for end in &ends {
            sum += (end - top).exp();
            up_to.push(sum);
        }
        let share = |(past, count): (f64, f64)| {
            let within = ends.partition_point(|end| past + end <= limit);
            let inside = within.checked_sub(1).map_or(0.0, |at| up_to[at]);
            count * inside * (past + top - whole).exp()
        };
        Some(pasts.map(share).sum())
    }

    /// All ways to fill one column: what remains, and the ln probability it adds; none for the last.
    fn children(&mut self, node: Node, stage: usize) -> Option<Vec<(Node, f64)>> {
        if stage + 1 == self.long.len() {
            return Some(Vec::new());
        }
        let sums = self.packing.unpack(node);
        // Room in the rows from each on.
        let mut room = vec![0_u64; sums.len() + 1];
        for (row, sum) in sums.iter().enumerate().rev() {
            room[row] = room[row + 1] + u64::from(*sum);
        }
        let mut found = Vec::new();
        let mut filling = Filling {
            sums: &sums,
            room: &room,
            remaining: sums.clone(),
            found: &mut found,
        };
        filling.fill(self, 0, self.long[stage], 0.0)?;
        Some(found)
    }
}

/// A column that is being filled, row by row.
struct Filling<'f> {
    sums: &'f [u32],
    room: &'f [u64],
    remaining: Vec<u32>,
    found: &'f mut Vec<(Node, f64)>,
}

impl Filling<'_> {
    fn fill(&mut self, walk: &mut Walk<'_>, row: usize, left: u32, ln: f64) -> Option<()> {
        if row + 1 == self.sums.len() {
            walk.spend(1)?;
            let mut key: [u32; 128] = [0; 128];
            let key = &mut key[..self.sums.len()];
            key.copy_from_slice(&self.remaining);
            key[row] = self.sums[row] - left;
            self.found.push((walk.packing.pack(key), ln - walk.ln_factorial(left)));
            return Some(());
        }
        let least = u64::from(left).saturating_sub(self.room[row + 1]);
        let least = u32::try_from(least).unwrap_or(u32::MAX);
        for cell in least..=left.min(self.sums[row]) {
            self.remaining[row] = self.sums[row] - cell;
            self.fill(walk, row + 1, left - cell, ln - walk.ln_factorial(cell))?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
