//! Variance of sums over responses that were drawn singly within strata, from sums by stratum alone.

use super::super::error::Reason;
use super::super::error::StatError;
use super::super::sum::sum;
use super::Lonely;

/// One stratum of singly drawn rows and what the scores of a domain add up to in it; rows outside the domain score 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Singles {
    /// Rows drawn from the stratum, in the domain or not.
    pub rows: u64,
    /// Rows that exist; `None` leaves the finite population correction out.
    pub population: Option<f64>,
    /// Rows of the domain.
    pub present: u64,
    /// Σ z of the domain's rows.
    pub sum: f64,
    /// Σ z².
    pub squares: f64,
}

/// Variance of Σ z: `Σ_h (1−f_h)·n_h/(n_h−1)·(Σz² − (Σz)²/n_h)`, as [`super::Layout::variance`] gives it with every row a
/// unit of its own.
///
/// # Errors
/// [`Reason::LonelyPsu`] when a stratum has a single row, in the domain and not standing for itself alone, and the rule is
/// [`Lonely::Error`]; [`StatError::Domain`] when more rows were drawn than exist.
pub fn variance(strata: &[Singles], lonely: Lonely) -> Result<f64, StatError> {
    let rows: u64 = strata.iter().map(|stratum| stratum.rows).sum();
    let centre = sum(strata.iter().map(|stratum| stratum.sum)) / rows.max(1) as f64;
    let mut terms = Vec::with_capacity(strata.len());
    for stratum in strata {
        let n = stratum.rows as f64;
        let share = stratum.population.map_or(0.0, |population| n / population);
        if !(0.0..=1.0).contains(&share) {
            return Err(StatError::Domain(
                "a stratum cannot have more units in the sample than in its population",
            ));
        }
        if stratum.rows == 1 && share < 1.0 {
            if stratum.present == 0 {
                continue;
            }
            if lonely == Lonely::Error {
                return Err(Reason::LonelyPsu.into());
            }
            terms.push((1.0 - share) * (stratum.sum - centre).powi(2));
        } else if stratum.rows > 1 {
            let scatter = (stratum.squares - stratum.sum * stratum.sum / n).max(0.0);
            terms.push((1.0 - share) * n / (n - 1.0) * scatter);
        }
    }
    Ok(sum(terms))
}

/// One stratum of singly drawn rows: what several scores of a domain add up to in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SinglesOfMany {
    /// Rows drawn from the stratum, in the domain or not.
    pub rows: u64,
    /// Rows that exist; `None` leaves the finite population correction out.
    pub population: Option<f64>,
    /// Rows of the domain.
    pub present: u64,
    /// Σ z of each score.
    pub sums: Vec<f64>,
    /// Σ z·z' of each pair of scores.
    pub products: Vec<Vec<f64>>,
}

/// Covariances of several sums, as [`variance`] of each.
///
/// # Errors
/// As [`variance`].
pub fn covariance(strata: &[SinglesOfMany], lonely: Lonely) -> Result<Vec<Vec<f64>>, StatError> {
    let size = strata.first().map_or(0, |stratum| stratum.sums.len());
    let rows: u64 = strata.iter().map(|stratum| stratum.rows).sum();
    let centre = |at: usize| sum(strata.iter().map(|stratum| stratum.sums[at])) / rows.max(1) as f64;
    let centres: Vec<f64> = (0..size).map(centre).collect();
    let mut found = vec![vec![0.0; size]; size];
    for stratum in strata {
        let n = stratum.rows as f64;
        let share = stratum.population.map_or(0.0, |population| n / population);
        if !(0.0..=1.0).contains(&share) {
            return Err(StatError::Domain(
                "a stratum cannot have more units in the sample than in its population",
            ));
        }
        let alone = stratum.rows == 1 && share < 1.0;
        if alone && stratum.present == 0 {
            continue;
        }
        if alone && lonely == Lonely::Error {
            return Err(Reason::LonelyPsu.into());
        }
        for one in 0..size {
            for two in 0..size {
                let (a, b) = (stratum.sums[one], stratum.sums[two]);
                found[one][two] += if alone {
                    (1.0 - share) * (a - centres[one]) * (b - centres[two])
                } else if stratum.rows > 1 {
                    (1.0 - share) * n / (n - 1.0) * (stratum.products[one][two] - a * b / n)
                } else {
                    0.0
                };
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::Layout;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_by_stratum_say_what_single_rows_say(
            strata in prop::collection::vec((prop::collection::vec(prop::option::of(-3.0..3.0_f64), 1..9), prop::option::of(9.0..40.0_f64)), 1..5),
            adjust in any::<bool>(),
        ) {
            let lonely = if adjust { Lonely::Adjust } else { Lonely::Error };
            let layout = Layout::one_stage(strata.iter().map(|(rows, population)| (rows.len(), *population))).unwrap();
            let layout = layout.with_lonely(lonely);
            let scores: Vec<f64> = strata.iter().flat_map(|(rows, _)| rows).map(|z| z.unwrap_or(0.0)).collect();
            let present: Vec<bool> = strata.iter().flat_map(|(rows, _)| rows).map(Option::is_some).collect();
            let sums: Vec<Singles> = strata.iter().map(|(rows, population)| Singles {
                rows: rows.len() as u64,
                population: *population,
                present: rows.iter().flatten().count() as u64,
                sum: rows.iter().flatten().sum(),
                squares: rows.iter().flatten().map(|z| z * z).sum(),
            }).collect();
            match (variance(&sums, lonely), layout.variance(&scores, &present)) {
                (Ok(got), Ok(want)) => prop_assert!((got - want).abs() < 1e-9 * (1.0 + want)),
                (got, want) => prop_assert_eq!(got, want),
            }
        }
    }
}
