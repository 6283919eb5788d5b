//! Variance of sums over clusters of one stage, without making a design of them first: for many domains of one sample.

use super::super::error::Reason;
use super::super::error::StatError;
use super::Lonely;

/// One stratum of clusters and what a domain adds up to in each; clusters outside the domain score 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DrawnUnits<'a> {
    /// Clusters that exist; `None` leaves the finite population correction out.
    pub population: Option<f64>,
    /// Σ z of each cluster that was drawn.
    pub scores: &'a [f64],
    /// Rows of the domain in each; as many as scores.
    pub present: &'a [u64],
}

/// Variance of Σ z: `Σ_h (1−f_h)·n_h/(n_h−1)·Σ(z − z̄_h)²`, as [`super::Layout::variance`] gives it for one stage.
///
/// # Errors
/// [`Reason::LonelyPsu`] when a stratum has a single cluster, with rows and not standing for itself alone, and the rule is
/// [`Lonely::Error`]; [`StatError::Domain`] when more clusters were drawn than exist.
pub fn variance(strata: &[DrawnUnits<'_>], lonely: Lonely) -> Result<f64, StatError> {
    let units: usize = strata.iter().map(|stratum| stratum.scores.len()).sum();
    let all: f64 = strata.iter().flat_map(|stratum| stratum.scores).sum();
    let centre = all / units.max(1) as f64;
    let mut variance = 0.0;
    for stratum in strata {
        let n = stratum.scores.len() as f64;
        let share = stratum.population.map_or(0.0, |population| n / population);
        if !(0.0..=1.0).contains(&share) {
            return Err(StatError::Domain(
                "a stratum cannot have more units in the sample than in its population",
            ));
        }
        match stratum.scores {
            [only] if share < 1.0 => {
                if stratum.present.first().is_none_or(|rows| *rows == 0) {
                    continue;
                }
                if lonely == Lonely::Error {
                    return Err(Reason::LonelyPsu.into());
                }
                variance += (1.0 - share) * (only - centre).powi(2);
            }
            [] | [_] => {}
            scores => {
                let mean = scores.iter().sum::<f64>() / n;
                let squares: f64 = scores.iter().map(|z| (z - mean).powi(2)).sum();
                variance += (1.0 - share) * n / (n - 1.0) * squares;
            }
        }
    }
    Ok(variance)
}

#[cfg(test)]
mod tests {
    use super::super::Layout;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn clusters_side_by_side_say_what_the_layout_says(
            strata in prop::collection::vec((prop::collection::vec(prop::option::of(-3.0..3.0_f64), 1..9), prop::option::of(9.0..40.0_f64)), 1..5),
            adjust in any::<bool>(),
        ) {
            let lonely = if adjust { Lonely::Adjust } else { Lonely::Error };
            let layout = Layout::one_stage(strata.iter().map(|(units, population)| (units.len(), *population))).unwrap();
            let layout = layout.with_lonely(lonely);
            let scores: Vec<Vec<f64>> = strata.iter().map(|(units, _)| units.iter().map(|z| z.unwrap_or(0.0)).collect()).collect();
            let present: Vec<Vec<u64>> = strata.iter().map(|(units, _)| units.iter().map(|z| u64::from(z.is_some())).collect()).collect();
            let drawn: Vec<DrawnUnits<'_>> = strata.iter().zip(&scores).zip(&present).map(|(((_, population), scores), present)| DrawnUnits {
                population: *population,
                scores,
                present,
            }).collect();
            let filled: Vec<bool> = present.concat().iter().map(|rows| *rows > 0).collect();
            match (variance(&drawn, lonely), layout.variance(&scores.concat(), &filled)) {
                (Ok(got), Ok(want)) => prop_assert!((got - want).abs() < 1e-9 * (1.0 + want)),
                (got, want) => prop_assert_eq!(got, want),
            }
        }
    }
}
