//! How well the items of a scale measure one thing: Cronbach's alpha and its companions.
//!
//! Works from the covariance matrix of the items alone; items without spread must be left out before
//! ([`Covariance::constant`] names them), reversed items recoded.

use super::covariance::Covariance;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::tail;

/// Reliability of a scale of k items.
#[derive(Debug, Clone, PartialEq)]
pub struct Alpha {
    /// Cronbach's alpha of the raw scores; negative when items are not keyed alike.
    pub raw: f64,
    /// Alpha of standardised items, from the average correlation; absent when the correlations add up to nothing.
    pub standardised: Option<f64>,
    /// Average correlation between different items.
    pub average_correlation: f64,
    /// Guttman's lambda 6 of standardised items; absent when an item is determined by the others.
    pub lambda_6: Option<f64>,
    /// Correlation of each item with the sum of the others; absent when that sum does not vary.
    pub item_rest: Vec<Option<f64>>,
    /// Raw alpha without each item; absent below three items.
    pub if_deleted: Vec<Option<f64>>,
}

/// Cronbach's alpha k/(k−1)·(1 − ΣVar(xᵢ)/Var(Σx)) with standardised alpha, lambda 6, corrected item–rest correlations
/// and alpha if an item is deleted.
///
/// # Errors
/// [`Reason::Singular`] below two items; [`Reason::ZeroVariance`] when an item or the sum does not vary.
///
/// Sources: L. J. Cronbach (1951), Psychometrika 16, 297–334; L. Guttman (1945), Psychometrika 10, 255–282.
pub fn alpha(items: &Covariance) -> Result<Alpha, StatError> {
    let size = items.size();
    if size < 2 {
        return Err(Reason::Singular.into());
    }
    let correlation = items.correlation()?;
    let raw = raw_alpha(items).ok_or(Reason::ZeroVariance)?;
    let k = size as f64;
    let average_correlation = (correlation.total() - k) / (k * (k - 1.0));
    let item_rest = (0..size).map(|item| item_rest(items, item)).collect();
    let if_deleted = (0..size).map(|item| without(items, item)).collect();
    Ok(Alpha {
        raw,
        standardised: raw_alpha(&correlation),
        average_correlation,
        lambda_6: lambda_6(&correlation),
        item_rest,
        if_deleted,
    })
}

/// Feldt's interval of alpha from `base` complete rows (weighted: effective ones) of `items` items; `alpha` below 1.
///
/// # Errors
/// [`Reason::TooFewAnswers`] below two rows; [`Reason::Singular`] below two items; [`Reason::Boundary`] for an alpha
/// of 1, whose interval has no width; [`StatError::Domain`] when `level` is not in (0, 1).
///
/// Source: L. S. Feldt (1965), Psychometrika 30, 357–370.
pub fn feldt(alpha: f64, base: f64, items: usize, level: f64) -> Result<Interval, StatError> {
    let tail = tail(level)?;
    if base.is_nan() || base < 2.0 {
        return Err(Reason::TooFewAnswers.into());
    }
    if items < 2 {
        return Err(Reason::Singular.into());
    }
    if alpha.is_nan() || 1.0 - alpha < 1e-12 {
        return Err(Reason::Boundary.into());
    }
    let df1 = base - 1.0;
    let df2 = df1 * (items as f64 - 1.0);
    let bound = |p: f64| 1.0 - (1.0 - alpha) * distribution::f_quantile(p, df1, df2);
    Ok(Interval {
        low: bound(1.0 - tail),
        high: bound(tail),
    })
}

/// Reliability of the sum of two items that correlate by `r`: 2r/(1+r).
///
/// # Errors
/// [`Reason::Boundary`] when `r` is −1.
///
/// Sources: C. Spearman (1910), Br. J. Psychol. 3, 271–295; W. Brown (1910), same volume, 296–322.
pub fn spearman_brown(r: f64) -> Result<f64, StatError> {
    if r.is_nan() || 1.0 + r < 1e-12 {
        return Err(Reason::Boundary.into());
    }
    Ok(2.0 * r / (1.0 + r))
}

fn raw_alpha(items: &Covariance) -> Option<f64> {
    let (k, trace, total) = (items.size() as f64, items.trace(), items.total());
    // The sum of items that cancel one another is rounding, not variance.
    (total > 1e-12 * trace).then(|| k / (k - 1.0) * (1.0 - trace / total))
}

fn item_rest(items: &Covariance, item: usize) -> Option<f64> {
    let with_sum: f64 = (0..items.size()).map(|other| items.at(item, other)).sum();
    let own = items.at(item, item);
    let rest = items.total() - 2.0 * with_sum + own;
    (rest > 1e-12 * items.trace()).then(|| ((with_sum - own) / (own * rest).sqrt()).clamp(-1.0, 1.0))
}

fn without(items: &Covariance, item: usize) -> Option<f64> {
    let others: Vec<usize> = (0..items.size()).filter(|other| *other != item).collect();
    if others.len() < 2 {
        return None;
    }
    raw_alpha(&items.select(&others).ok()?)
}

/// 1 − Σ(1 − R²ⱼ)/ΣΣr, where R²ⱼ is what the other items explain of item j.
fn lambda_6(correlation: &Covariance) -> Option<f64> {
    let total = correlation.total();
    let inverse = correlation.matrix().cholesky()?.inverse();
    let unexplained: Vec<f64> = inverse.diagonal().iter().map(|cell| 1.0 / cell).collect();
    let sound = total > 1e-12 && unexplained.iter().all(|rest| *rest > 1e-10);
    sound.then(|| 1.0 - unexplained.iter().sum::<f64>() / total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn alpha_of_parallel_items_is_spearman_browns_formula() {
        let r = 0.4;
        let rows = |k: usize| -> Vec<Vec<f64>> {
            (0..k)
                .map(|i| (0..k).map(|j| if i == j { 1.0 } else { r }).collect())
                .collect()
        };
        for k in 2..8 {
            let got = alpha(&Covariance::from_matrix(&rows(k)).unwrap()).unwrap();
            let size = k as f64;
            let want = size * r / (1.0 + (size - 1.0) * r);
            assert!((got.raw - want).abs() < 1e-14 && (got.standardised.unwrap() - want).abs() < 1e-14);
            assert!((got.average_correlation - r).abs() < 1e-14);
        }
        assert!((spearman_brown(r).unwrap() - 0.8 / 1.4).abs() < 1e-15);
    }

    #[test]
    fn degenerate_scales_have_a_reason() {
        let one = Covariance::from_matrix(&[vec![1.0]]).unwrap();
        assert_eq!(alpha(&one), Err(StatError::Undefined(Reason::Singular)));
        let opposite = Covariance::from_matrix(&[vec![1.0, -1.0], vec![-1.0, 1.0]]).unwrap();
        assert_eq!(alpha(&opposite), Err(StatError::Undefined(Reason::ZeroVariance)));
        assert_eq!(feldt(1.0, 30.0, 3, 0.95), Err(StatError::Undefined(Reason::Boundary)));
        assert_eq!(
            feldt(0.7, 1.0, 3, 0.95),
            Err(StatError::Undefined(Reason::TooFewAnswers))
        );
        let twice = Covariance::from_matrix(&[vec![2.0, 2.0], vec![2.0, 2.0]]).unwrap();
        let twice = alpha(&twice).unwrap();
        assert_eq!((twice.lambda_6, twice.if_deleted), (None, vec![None, None]));
    }

    #[test]
    fn an_item_keyed_the_other_way_shows() {
        let turned = [vec![1.0, 0.5, -0.4], vec![0.5, 1.0, -0.3], vec![-0.4, -0.3, 1.0]];
        let got = alpha(&Covariance::from_matrix(&turned).unwrap()).unwrap();
        assert!(got.raw < 0.0 && got.item_rest[2].unwrap() < 0.0 && got.if_deleted[2].unwrap() > 0.6);
    }

    proptest! {
        #[test]
        fn the_unit_of_all_items_does_not_matter(
            rows in prop::collection::vec(prop::collection::vec(1.0..7.0_f64, 4), 6..30), unit in 0.1..50.0_f64,
        ) {
            let columns = |unit: f64| -> Vec<Vec<f64>> {
                (0..4).map(|j| rows.iter().map(|row| row[j] * unit).collect()).collect()
            };
            let first = Covariance::of(&columns(1.0)).unwrap();
            let second = Covariance::of(&columns(unit)).unwrap();
            if let (Ok(a), Ok(b)) = (alpha(&first), alpha(&second)) {
                prop_assert!((a.raw - b.raw).abs() <= 1e-9 * a.raw.abs().max(1.0));
                prop_assert!(a.raw <= 1.0 + 1e-12);
                let interval = feldt(a.raw, rows.len() as f64, 4, 0.95).unwrap();
                prop_assert!(interval.low < a.raw && a.raw < interval.high);
            }
        }
    }
}
