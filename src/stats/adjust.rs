//! P-values corrected for the number of tests in a family.
//!
//! Each function takes one p-value per test and answers in the same order. `None` is a test that
//! could not be computed: it stays `None` and does not count in the size of the family.

/// Holm: controls the chance of any false finding; never weaker than Bonferroni.
///
/// Source: S. Holm (1979), Scand. J. Stat. 6, 65–70.
#[must_use]
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let m = order.len();
    let mut largest = 0.0_f64;
    let steps = order.into_iter().enumerate().map(|(rank, (place, p))| {
        largest = largest.max(p * (m - rank) as f64);
        (place, largest)
    });
    placed(p.len(), steps)
}

/// Bonferroni: every p-value times the number of tests.
#[must_use]
pub fn bonferroni(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let m = p.iter().flatten().count() as f64;
    p.iter().map(|p| p.map(|p| (p * m).min(1.0))).collect()
}

/// Hochberg: Holm's factors from the largest p-value down; assumes independent tests.
///
/// Source: Y. Hochberg (1988), Biometrika 75, 800–802.
#[must_use]
pub fn hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    step_up(p, |m, rank| (m - rank) as f64)
}

/// Hommel: the closed test on Simes' inequality; never weaker than Hochberg, assumes the same.
///
/// The corrected p is the smallest level at which no set of tests that holds this one passes Simes' test.
///
/// Sources: G. Hommel (1988), Biometrika 75, 383–386; S. P. Wright (1992), Biometrics 48, 1005–1013.
#[must_use]
pub fn hommel(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let n = order.len();
    let sorted: Vec<f64> = order.iter().map(|(_, p)| *p).collect();
    // Simes' p of the `size` largest p-values joined with the smallest ones, from pairs upwards.
    let simes = |values: &[f64], size: usize| {
        let shares = values.iter().enumerate();
        let shares = shares.map(|(at, p)| size as f64 * p / (at + 1 + size - values.len()) as f64);
        shares.fold(f64::INFINITY, f64::min)
    };
    let all = simes(&sorted, n).min(1.0);
    let mut adjusted = vec![all; n];
    for size in (2..n).rev() {
        // The test itself at the first places, the last of them at the others, with the size − 1 largest.
        let last = n - size;
        let others = simes(&sorted[last + 1..], size);
        for (place, own) in adjusted.iter_mut().enumerate() {
            let tested = size as f64 * sorted[place.min(last)];
            *own = own.max(tested.min(others).min(1.0));
        }
    }
    let steps = order.into_iter().zip(adjusted);
    placed(p.len(), steps.map(|((place, p), adjusted)| (place, adjusted.max(p))))
}

/// Benjamini–Hochberg: controls the expected share of false findings among the findings.
///
/// Source: Y. Benjamini & Y. Hochberg (1995), J. R. Stat. Soc. B 57, 289–300.
#[must_use]
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    step_up(p, |m, rank| m as f64 / (rank + 1) as f64)
}

/// Benjamini–Yekutieli: as Benjamini–Hochberg, valid for any dependence between the tests.
///
/// Source: Y. Benjamini & D. Yekutieli (2001), Ann. Stat. 29, 1165–1188.
#[must_use]
pub fn benjamini_yekutieli(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let harmonic: f64 = (1..=p.iter().flatten().count()).map(|i| 1.0 / i as f64).sum();
    step_up(p, |m, rank| harmonic * m as f64 / (rank + 1) as f64)
}

/// Smallest p·factor from each rank upwards; ranks count from 0.
fn step_up(p: &[Option<f64>], factor: impl Fn(usize, usize) -> f64) -> Vec<Option<f64>> {
    let order = ascending(p);
    let m = order.len();
    let mut smallest = 1.0_f64;
    let steps = order.into_iter().enumerate().rev().map(|(rank, (place, p))| {
        smallest = smallest.min(p * factor(m, rank));
        (place, smallest)
    });
    placed(p.len(), steps)
}

/// The computed p-values with their places, smallest first.
fn ascending(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let mut order: Vec<(usize, f64)> = p
        .iter()
        .enumerate()
        .filter_map(|(place, p)| p.map(|p| (place, p)))
        .collect();
    order.sort_by(|first, second| first.1.total_cmp(&second.1).then(first.0.cmp(&second.0)));
    order
}

fn placed(len: usize, steps: impl Iterator<Item = (usize, f64)>) -> Vec<Option<f64>> {
    let mut adjusted = vec![None; len];
    for (place, p) in steps {
        adjusted[place] = Some(p.min(1.0));
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn corrections_only_raise_p_and_keep_order_and_gaps(
            p in prop::collection::vec(prop::option::of(0.0..=1.0_f64), 0..30),
        ) {
            for adjust in [holm, bonferroni, hochberg, hommel, benjamini_hochberg, benjamini_yekutieli] {
                let got = adjust(&p);
                prop_assert_eq!(got.len(), p.len());
                for (raw, adjusted) in p.iter().zip(&got) {
                    prop_assert_eq!(raw.is_none(), adjusted.is_none());
                    if let (Some(raw), Some(adjusted)) = (raw, adjusted) {
                        prop_assert!(raw <= adjusted && *adjusted <= 1.0);
                    }
                }
                for (first, raw) in p.iter().flatten().enumerate() {
                    for (second, other) in p.iter().flatten().enumerate() {
                        let computed: Vec<f64> = got.iter().flatten().copied().collect();
                        prop_assert!(raw > other || computed[first] <= computed[second]);
                    }
                }
            }
            for (holm, bonferroni) in holm(&p).iter().flatten().zip(bonferroni(&p).iter().flatten()) {
                prop_assert!(holm <= bonferroni);
            }
        }

        /// The closed test itself: the largest Simes p-value of all sets of tests that hold a test.
        #[test]
        fn hommel_is_the_closed_test_of_simes(p in prop::collection::vec(0.0..=1.0_f64, 1..8)) {
            let given: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
            for (own, got) in hommel(&given).into_iter().flatten().enumerate() {
                let sets = (1_usize..1 << p.len()).filter(|set| set >> own & 1 == 1);
                let simes = sets.map(|set| {
                    let mut held: Vec<f64> = (0..p.len()).filter(|at| set >> at & 1 == 1).map(|at| p[at]).collect();
                    held.sort_by(f64::total_cmp);
                    let size = held.len() as f64;
                    held.iter().enumerate().map(|(at, p)| size * p / (at + 1) as f64).fold(1.0, f64::min)
                });
                let want = simes.fold(0.0, f64::max);
                prop_assert!((got - want).abs() < 1e-12, "{} {}", got, want);
            }
        }

        #[test]
        fn a_family_of_one_is_not_corrected(p in 0.0..=1.0_f64) {
            for adjust in [holm, bonferroni, hochberg, hommel, benjamini_hochberg, benjamini_yekutieli] {
                prop_assert_eq!(adjust(&[None, Some(p)]), vec![None, Some(p)]);
            }
        }
    }
}
