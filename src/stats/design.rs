//! Weighted means under strata, clusters and finite populations, from totals per sampling unit.
//!
//! Every primary sampling unit of the design is listed, also those without a row in the domain
//! (their totals are zero): leaving them out is the common error.

use super::comparison::Comparison;
use super::comparison::Reference;
use super::error::Reason;
use super::error::StatError;
use super::weighted::Linearised;

/// Totals of a domain within one primary sampling unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct UnitTotals {
    /// Rows of the domain in this unit.
    pub rows: u64,
    /// Σ w over them.
    pub w: f64,
    /// Σ w·y over them.
    pub wy: f64,
}

/// One stratum with all its primary sampling units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stratum {
    /// Units in the population, for the finite population correction; `None` leaves it out.
    pub population: Option<f64>,
    /// Units in the sample, in an order that is the same for all domains of the design.
    pub units: Vec<UnitTotals>,
}

/// Weighted mean of a domain with linearised variance; df are units less strata, both with data.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without rows, [`Reason::LonelyPsu`] when a stratum has a single unit.
///
/// Source: D. A. Binder (1983), Int. Stat. Rev. 51, 279–292; R `survey`.
pub fn mean(domain: &[Stratum]) -> Result<Linearised, StatError> {
    let (value, scores) = scores(domain)?;
    Ok(Linearised {
        value,
        variance: variance(domain, &scores)?,
        df: degrees(&[domain])?,
    })
}

/// First minus second of two domains of the same design, which may share sampling units; df are
/// those of both domains together less one, as in R's `svyttest`.
///
/// # Errors
/// As [`mean`]; [`StatError::Domain`] when the domains do not list the same strata and units.
pub fn compare(first: &[Stratum], second: &[Stratum], level: f64) -> Result<Comparison, StatError> {
    let shape = |domain: &[Stratum]| domain.iter().map(|h| h.units.len()).collect::<Vec<_>>();
    if shape(first) != shape(second) {
        return Err(StatError::Domain("both domains must list the same strata and units"));
    }
    let (one, mut scores_one) = scores(first)?;
    let (two, scores_two) = scores(second)?;
    for (row, other) in scores_one.iter_mut().zip(&scores_two) {
        for (score, other) in row.iter_mut().zip(other) {
            *score -= other;
        }
    }
    let variance = variance(first, &scores_one)?;
    let df = degrees(&[first, second])? - 1.0;
    Comparison::wald(one - two, variance.sqrt(), Reference::Student(df), level)
}

/// The mean and every unit's influence on it, (Σwy − ȳ·Σw)/W.
fn scores(domain: &[Stratum]) -> Result<(f64, Vec<Vec<f64>>), StatError> {
    let units = || domain.iter().flat_map(|stratum| &stratum.units);
    if units().any(|unit| !unit.w.is_finite() || !unit.wy.is_finite() || unit.w < 0.0) {
        return Err(StatError::Domain("weights must be zero or positive numbers"));
    }
    let total: f64 = units().map(|unit| unit.w).sum();
    if total == 0.0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let mean = units().map(|unit| unit.wy).sum::<f64>() / total;
    let score = |unit: &UnitTotals| (unit.wy - mean * unit.w) / total;
    let scores = domain
        .iter()
        .map(|stratum| stratum.units.iter().map(score).collect())
        .collect();
    Ok((mean, scores))
}

/// Σ over strata of (1 − n/N)·n/(n−1)·Σ(z − z̄)².
fn variance(design: &[Stratum], scores: &[Vec<f64>]) -> Result<f64, StatError> {
    let mut total = 0.0;
    for (stratum, scores) in design.iter().zip(scores) {
        let n = scores.len() as f64;
        let sampled = stratum.population.map_or(0.0, |population| n / population);
        if !(0.0..=1.0).contains(&sampled) {
            return Err(StatError::Domain(
                "a stratum cannot have more units than its population",
            ));
        }
        match scores.len() {
            1 if sampled < 1.0 => return Err(Reason::LonelyPsu.into()),
            // A census of the stratum, or nothing sampled from it, adds no uncertainty.
            0 | 1 => {}
            _ => {
                let centre = scores.iter().sum::<f64>() / n;
                let scatter: f64 = scores.iter().map(|z| (z - centre).powi(2)).sum();
                total += (1.0 - sampled) * n / (n - 1.0) * scatter;
            }
        }
    }
    Ok(total)
}

fn degrees(domains: &[&[Stratum]]) -> Result<f64, StatError> {
    let strata = domains.first().map_or(0, |domain| domain.len());
    let (mut units, mut filled) = (0_usize, 0_usize);
    for stratum in 0..strata {
        let present = (0..domains[0][stratum].units.len())
            .filter(|unit| domains.iter().any(|domain| domain[stratum].units[*unit].rows > 0))
            .count();
        units += present;
        filled += usize::from(present > 0);
    }
    if units > filled {
        Ok((units - filled) as f64)
    } else {
        Err(Reason::LonelyPsu.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::weighted::Sums;
    use proptest::prelude::*;

    #[test]
    fn a_stratum_with_one_unit_has_no_variance() {
        let unit = |w, y: f64| UnitTotals { rows: 1, w, wy: w * y };
        let design = [
            Stratum {
                population: None,
                units: vec![unit(1.0, 1.0), unit(1.0, 2.0)],
            },
            Stratum {
                population: None,
                units: vec![unit(1.0, 4.0)],
            },
        ];
        assert_eq!(mean(&design), Err(StatError::Undefined(Reason::LonelyPsu)));
    }

    proptest! {
        #[test]
        fn rows_as_their_own_units_give_the_linearised_mean(
            rows in prop::collection::vec((0.1..5.0_f64, 1_i32..=5), 2..40), outside in 0_usize..9,
        ) {
            let mut sums = Sums::default();
            let mut units = vec![UnitTotals::default(); outside];
            for &(w, y) in &rows {
                sums.add(w, f64::from(y));
                units.push(UnitTotals { rows: 1, w, wy: w * f64::from(y) });
            }
            let design = [Stratum { population: None, units }];
            let (got, want) =
                (mean(&design).unwrap(), sums.linearised((rows.len() + outside) as u64).unwrap());
            prop_assert!((got.value - want.value).abs() < 1e-12);
            prop_assert!((got.variance - want.variance).abs() < 1e-10);
            prop_assert!((got.df - want.df).abs() < 1e-9);
        }
    }
}
