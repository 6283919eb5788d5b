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
        // Each sample is sorted already: they are merged, not sorted again.
        let lists: Vec<&[(f64, u64)]> = samples.iter().map(|counts| counts.pairs()).collect();
        let mut next = vec![0_usize; lists.len()];
        let mut sums = vec![0.0; lists.len()];
        let (mut passed, mut ties) = (0.0, 0.0);
        loop {
            let heads = lists.iter().zip(&next).filter_map(|(list, at)| Some(list.get(*at)?.0));
            let Some(smallest) = heads.min_by(f64::total_cmp) else {
                break;
            };
            let here = |list: &[(f64, u64)], at: usize| {
                list.get(at)
                    .filter(|pair| pair.0.total_cmp(&smallest).is_eq())
                    .map_or(0, |pair| pair.1)
            };
            let size = lists.iter().zip(&next).map(|(list, at)| here(list, *at)).sum::<u64>() as f64;
            let rank = passed + f64::midpoint(size, 1.0);
            for ((list, at), sum) in lists.iter().zip(&mut next).zip(&mut sums) {
                let count = here(list, *at);
                *sum += rank * count as f64;
                *at += usize::from(count > 0);
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
