//! Drawing again from the sample: rows with replacement, sampling units within strata, groups left out.
//!
//! Every replicate has a generator of its own, made from the stated seed and its number, so that neither the
//! number of threads nor the number of replicates changes the one at hand. In: sizes or units; out: row numbers or one
//! factor per row. What is computed from a replicate is the caller's.

use rand::RngExt;
use rand::SeedableRng;
use rand_pcg::Pcg64;

/// The seed where nobody states another.
pub const SEED: u64 = 20_250_601;

/// The generator of one replicate.
///
/// Source of the mixing: G. L. Steele, D. Lea & C. H. Flood (2014), Fast splittable pseudorandom number generators.
#[must_use]
pub fn generator(seed: u64, replicate: u64) -> Pcg64 {
    let mut mixed = seed.wrapping_add((replicate.wrapping_add(1)).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    Pcg64::seed_from_u64(mixed ^ (mixed >> 31))
}

/// `rows` row numbers drawn with replacement from as many rows, in the order drawn; empty for no rows.
#[must_use]
pub fn rows(random: &mut Pcg64, rows: usize) -> Vec<usize> {
    (0..rows).map(|_| random.random_range(0..rows)).collect()
}

/// How often each of `rows` rows is drawn when as many are drawn with replacement; sums to `rows`.
#[must_use]
pub fn multiplicities(random: &mut Pcg64, rows: usize) -> Vec<f64> {
    let mut drawn = vec![0.0; rows];
    for _ in 0..rows {
        drawn[random.random_range(0..rows)] += 1.0;
    }
    drawn
}

/// The rows `0..rows` in a random order.
#[must_use]
pub fn shuffled(random: &mut Pcg64, rows: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    for last in (1..rows).rev() {
        order.swap(last, random.random_range(0..=last));
    }
    order
}

/// One stratum: its primary sampling units, each with its row numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stratum {
    /// Units in the population, where a finite population correction is wanted.
    pub population: Option<f64>,
    /// Row numbers of each unit; a unit may be without rows, but counts.
    pub units: Vec<Vec<usize>>,
}

/// One replicate of a stratified cluster sample: the factor that each row's weight is multiplied with.
///
/// In a stratum of n units, n − 1 are drawn with replacement and unit i, drawn r times, gets 1 − λ + λ·r·n/(n − 1) with
/// λ = √(1 − n/N), 1 without a population. A stratum with one unit keeps its weights: the caller decides
/// whether that is allowed. The factors of a stratum's units sum to n; rows that are in no unit get 0.
///
/// Source: J. N. K. Rao & C. F. J. Wu (1988), J. Am. Stat. Assoc. 83, 231–241; J. N. K. Rao, C. F. J. Wu & K. Yue
/// (1992), Survey Methodology 18, 209–217.
#[must_use]
pub fn rao_wu(random: &mut Pcg64, design: &[Stratum], rows: usize) -> Vec<f64> {
    let mut factors = vec![0.0; rows];
    for stratum in design {
        let n = stratum.units.len();
        let drawn = match n {
            0 | 1 => vec![1.0; n],
            _ => {
                let mut times = vec![0.0; n];
                for _ in 1..n {
                    times[random.random_range(0..n)] += 1.0;
                }
                let share = stratum.population.map_or(0.0, |population| n as f64 / population);
                let lambda = (1.0 - share).max(0.0).sqrt();
                let scale = n as f64 / (n as f64 - 1.0);
                times.iter().map(|r| 1.0 - lambda + lambda * r * scale).collect()
            }
        };
        set(&mut factors, &stratum.units, &drawn);
    }
    factors
}

/// The factors of a jackknife that leaves out one unit of one stratum: its rows 0, the others of its stratum n/(n − 1).
#[must_use]
pub fn without(design: &[Stratum], stratum: usize, unit: usize, rows: usize) -> Vec<f64> {
    let mut factors = vec![0.0; rows];
    for (place, here) in design.iter().enumerate() {
        let n = here.units.len() as f64;
        let kept = if place == stratum && n > 1.0 {
            n / (n - 1.0)
        } else {
            1.0
        };
        let of_units: Vec<f64> = (0..here.units.len())
            .map(|number| if place == stratum && number == unit { 0.0 } else { kept })
            .collect();
        set(&mut factors, &here.units, &of_units);
    }
    factors
}

fn set(factors: &mut [f64], units: &[Vec<usize>], values: &[f64]) {
    for (unit, value) in units.iter().zip(values) {
        for row in unit {
            factors[*row] = *value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn design(sizes: &[usize]) -> (Vec<Stratum>, usize) {
        let mut row = 0;
        let strata = sizes.iter().map(|units| Stratum {
            population: None,
            units: (0..*units)
                .map(|unit| {
                    let rows: Vec<usize> = (row..=row + unit % 3).collect();
                    row += rows.len();
                    rows
                })
                .collect(),
        });
        let strata: Vec<Stratum> = strata.collect();
        (strata, row)
    }

    #[test]
    fn each_replicate_has_its_own_draw_and_keeps_it() {
        let draw = |seed, replicate| rows(&mut generator(seed, replicate), 50);
        assert_eq!(draw(7, 3), draw(7, 3));
        assert_ne!(draw(7, 3), draw(7, 4));
        assert_ne!(draw(7, 3), draw(8, 3));
    }

    #[test]
    fn rescaled_weights_have_the_variance_of_the_design() {
        // For a total of units with one row each, Var* is Σ_h n/(n−1) Σ(z − z̄)², here 4/3·5 + 2·(½) with N absent.
        let strata = vec![
            Stratum {
                population: None,
                units: vec![vec![0], vec![1], vec![2], vec![3]],
            },
            Stratum {
                population: None,
                units: vec![vec![4], vec![5]],
            },
        ];
        let z = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let totals: Vec<f64> = (0..40_000)
            .map(|b| {
                let factors = rao_wu(&mut generator(1, b), &strata, 6);
                factors.iter().zip(z).map(|(f, z)| f * z).sum()
            })
            .collect();
        let mean = totals.iter().sum::<f64>() / totals.len() as f64;
        let variance = totals.iter().map(|t| (t - mean).powi(2)).sum::<f64>() / totals.len() as f64;
        let exact = 4.0 / 3.0 * 5.0 + 2.0 * 0.5;
        assert!((mean - 21.0).abs() < 0.05, "{mean}");
        assert!((variance / exact - 1.0).abs() < 0.03, "{variance} is not {exact}");
    }

    #[test]
    fn a_census_of_a_stratum_does_not_vary() {
        let census = [Stratum {
            population: Some(3.0),
            units: vec![vec![0], vec![1], vec![2]],
        }];
        assert_eq!(rao_wu(&mut generator(1, 1), &census, 3), vec![1.0; 3]);
    }

    proptest! {
        #[test]
        fn factors_of_a_stratum_sum_to_its_units(sizes in prop::collection::vec(1_usize..7, 1..5), seed: u64) {
            let (strata, rows) = design(&sizes);
            let factors = rao_wu(&mut generator(seed, 0), &strata, rows);
            for stratum in &strata {
                let sum: f64 = stratum.units.iter().map(|unit| factors[unit[0]]).sum();
                prop_assert!((sum - stratum.units.len() as f64).abs() < 1e-9);
            }
        }

        #[test]
        fn as_many_are_drawn_as_there_are(n in 0_usize..60, seed: u64) {
            let drawn = multiplicities(&mut generator(seed, 2), n);
            prop_assert!((drawn.iter().sum::<f64>() - n as f64).abs() < 1e-12);
            let mut order = shuffled(&mut generator(seed, 2), n);
            order.sort_unstable();
            prop_assert_eq!(order, (0..n).collect::<Vec<_>>());
            prop_assert!(rows(&mut generator(seed, 1), n).iter().all(|row| *row < n));
        }
    }
}
