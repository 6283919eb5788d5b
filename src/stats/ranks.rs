//! Mid-ranks of several samples ranked together, and the correction their ties need.

use super::counts::ValueCounts;

/// Rank sums of samples ranked together.
pub(super) struct Ranked {
    /// Sum of mid-ranks of each sample, in the order given.
    pub sums: Vec<f64>,
    /// Number of values in all samples.
    pub base: f64,
    /// Σ(t³ − t) over groups of t equal values.
    pub ties: f64,
}

impl Ranked {
    /// Ranks all samples together, smallest value first.
    pub fn of(samples: &[&ValueCounts]) -> Self {
        let mut tagged: Vec<(f64, u64, usize)> = samples
            .iter()
            .enumerate()
            .flat_map(|(sample, counts)| counts.pairs().iter().map(move |pair| (pair.0, pair.1, sample)))
            .collect();
        tagged.sort_by(|first, second| first.0.total_cmp(&second.0));
        let mut sums = vec![0.0; samples.len()];
        let (mut passed, mut ties) = (0.0, 0.0);
        for equal in tagged.chunk_by(|first, second| first.0.total_cmp(&second.0).is_eq()) {
            let size = equal.iter().map(|value| value.1).sum::<u64>() as f64;
            let rank = passed + f64::midpoint(size, 1.0);
            for &(_, count, sample) in equal {
                sums[sample] += rank * count as f64;
            }
            passed += size;
            ties += size * size * size - size;
        }
        Self {
            sums,
            base: passed,
            ties,
        }
    }
}
