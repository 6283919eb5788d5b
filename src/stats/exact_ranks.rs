//! Exact distributions of rank statistics without ties: few answers, all different.
//!
//! Chances are counted by adding up, never by subtracting, so that they keep their digits.

use super::counts::ValueCounts;

/// From so many values in a sample on the normal distribution is used, as in R.
pub const FEW: u64 = 50;

/// Two-sided p-value of the Mann–Whitney statistic of the first sample; `None` with ties, or with [`FEW`] values or more
/// in a sample.
///
/// Twice the smaller tail, at most 1. Source: H. B. Mann & D. R. Whitney (1947), Ann. Math. Stat. 18, 50–60.
#[must_use]
pub fn rank_sum_p(first: &ValueCounts, second: &ValueCounts) -> Option<f64> {
    let (n1, n2) = (few(first)?, few(second)?);
    // Both lists rise: the second's values below each of the first's.
    let below = |value: f64| second.pairs().iter().take_while(|pair| pair.0 < value).count();
    #[expect(clippy::float_cmp, reason = "ties are equal values")]
    let tied = |value: f64| second.pairs().iter().any(|pair| pair.0 == value);
    if first.pairs().iter().any(|pair| tied(pair.0)) {
        return None;
    }
    let u: usize = first.pairs().iter().map(|pair| below(pair.0)).sum();
    // Choosing the ranks of the first sample one after the other; chosen[k][s]: ways in which k of the ranks met so far
    // have s ranks of the second sample below them in all.
    let most = n1 * n2;
    let mut ways = vec![vec![0.0_f64; most + 1]; n1 + 1];
    ways[0][0] = 1.0;
    for rank in 0..n1 + n2 {
        for k in (0..n1.min(rank + 1)).rev() {
            // The (k + 1)th chosen rank has rank − k of the others below it.
            let step = rank - k;
            if step > n2 {
                continue;
            }
            let (lower, upper) = ways.split_at_mut(k + 1);
            for sum in 0..=most - step {
                upper[0][sum + step] += lower[k][sum];
            }
        }
    }
    Some(two_sided(&ways[n1], u))
}

/// Two-sided p-value of the sum of the ranks of positive differences; `None` with ties, with a difference of zero, or with
/// [`FEW`] differences or more.
///
/// Source: F. Wilcoxon (1945), Biometrics Bulletin 1, 80–83.
#[must_use]
pub fn signed_rank_p(differences: &ValueCounts) -> Option<f64> {
    few(differences)?;
    let mut sizes: Vec<(f64, bool)> = differences
        .pairs()
        .iter()
        .map(|pair| (pair.0.abs(), pair.0 > 0.0))
        .collect();
    sizes.sort_by(|one, two| one.0.total_cmp(&two.0));
    #[expect(clippy::float_cmp, reason = "ties are equal values")]
    let tied = sizes.windows(2).any(|pair| pair[0].0 == pair[1].0);
    if tied || sizes.first().is_none_or(|smallest| smallest.0 == 0.0) {
        return None;
    }
    let m = sizes.len();
    let most = m * (m + 1) / 2;
    let mut ways = vec![0.0_f64; most + 1];
    ways[0] = 1.0;
    for rank in 1..=m {
        for sum in (rank..=most).rev() {
            ways[sum] += ways[sum - rank];
        }
    }
    let sum = sizes
        .iter()
        .zip(1..)
        .filter(|(size, _)| size.1)
        .map(|(_, rank): (_, usize)| rank)
        .sum();
    Some(two_sided(&ways, sum))
}

/// Number of values when they are few and all different.
fn few(values: &ValueCounts) -> Option<usize> {
    let alone = values.pairs().iter().all(|pair| pair.1 == 1);
    let base = values.base();
    (alone && base > 0 && base < FEW).then(|| values.pairs().len())
}

/// Twice the smaller tail of a symmetric distribution at a value.
fn two_sided(ways: &[f64], at: usize) -> f64 {
    let all: f64 = ways.iter().sum();
    let low: f64 = ways[..=at].iter().sum();
    let high: f64 = ways[at..].iter().sum();
    (2.0 * low.min(high) / all).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(values: &[f64]) -> ValueCounts {
        ValueCounts::of(values.iter().copied()).unwrap()
    }

    #[test]
    fn small_samples_agree_with_r_and_with_counting_by_hand() {
        // Three against three, all below: one of the 20 orders at each end.
        let p = rank_sum_p(&counts(&[1.0, 2.0, 3.0]), &counts(&[4.0, 5.0, 6.0])).unwrap();
        assert!((p - 0.1).abs() < 1e-15, "{p}");
        // R 4.2.2: wilcox.test(x, y, exact = TRUE).
        let x = counts(&[1.1, 3.4, 2.2, 7.9, 5.5, 8.3, 0.4]);
        let y = counts(&[2.5, 6.1, 9.7, 4.2, 10.3, 8.8]);
        let p = rank_sum_p(&x, &y).unwrap();
        assert!((p - 0.101_398_601_398_601_4).abs() < 1e-13, "{p}");
        // R: wilcox.test(d, exact = TRUE).
        let d = counts(&[0.3, -1.2, 2.4, 3.1, -0.7, 4.6, 5.2, 1.9]);
        let p = signed_rank_p(&d).unwrap();
        assert!((p - 0.078_125_000_000_000_03).abs() < 1e-14, "{p}");
        // Five differences, all up: 2/32.
        assert!((signed_rank_p(&counts(&[1.0, 2.0, 3.0, 4.0, 5.0])).unwrap() - 0.0625).abs() < 1e-15);
    }

    #[test]
    fn ties_zeros_and_many_values_have_no_exact_p() {
        let one = counts(&[1.0, 2.0]);
        assert_eq!(rank_sum_p(&one, &counts(&[2.0, 3.0])), None);
        assert_eq!(rank_sum_p(&counts(&[1.0, 1.0]), &counts(&[2.0, 3.0])), None);
        assert_eq!(rank_sum_p(&counts(&[]), &one), None);
        assert_eq!(signed_rank_p(&counts(&[0.0, 1.0])), None);
        assert_eq!(signed_rank_p(&counts(&[-1.0, 1.0])), None);
        let many: Vec<f64> = (1..=50).map(f64::from).collect();
        assert_eq!(signed_rank_p(&counts(&many)), None);
        let few: Vec<f64> = (1..=49).map(f64::from).collect();
        assert!(signed_rank_p(&counts(&few)).unwrap() > 0.0);
    }
}
