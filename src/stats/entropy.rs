//! Weights from the spread of the answers: entropy weights.
//!
//! They measure how much an item tells respondents apart, not how important it is to them.

use super::error::Reason;
use super::error::StatError;
use serde::Serialize;

/// How a column becomes shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// `x/Σx`.
    Proportion,
    /// The same after `(x − min)/(max − min)`, which makes scales of other ends comparable.
    Minmax,
}

/// Entropy and weight of each column, in their order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EntropyWeights {
    /// `−Σ p ln p / ln n`, 1 for a constant column.
    pub entropy: Vec<f64>,
    /// `(1 − e)/Σ(1 − e)`, 0 for a constant column; all equal when every column is constant.
    pub weights: Vec<f64>,
    /// Whether every column is constant, so that there was nothing to weigh by.
    pub all_constant: bool,
}

/// Entropy weights of complete columns of one length; `0·ln 0 = 0`.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without columns or rows, [`Reason::TooFewAnswers`] below two rows;
/// [`StatError::Domain`] for columns of different lengths and for numbers below zero or not finite.
///
/// Source: C. E. Shannon (1948); C.-L. Hwang & K. Yoon (1981), Multiple Attribute Decision Making.
pub fn weights(columns: &[Vec<f64>], scaling: Scaling) -> Result<EntropyWeights, StatError> {
    let rows = columns.first().map_or(0, Vec::len);
    if rows == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    if columns.iter().any(|column| column.len() != rows) {
        return Err(StatError::Domain("columns must be of one length"));
    }
    if columns.iter().flatten().any(|x| !x.is_finite() || *x < 0.0) {
        return Err(StatError::Domain("entropy weights need numbers of at least 0"));
    }
    if rows < 2 {
        return Err(Reason::TooFewAnswers.into());
    }
    let divergence: Vec<f64> = columns.iter().map(|column| divergence(column, scaling)).collect();
    let sum: f64 = divergence.iter().sum();
    let all_constant = sum == 0.0;
    let weight = |d: &f64| {
        if all_constant {
            1.0 / columns.len() as f64
        } else {
            d / sum
        }
    };
    Ok(EntropyWeights {
        entropy: divergence.iter().map(|d| 1.0 - d).collect(),
        weights: divergence.iter().map(weight).collect(),
        all_constant,
    })
}

/// `1 − e` of a column given as values with how much weight each has; `base` is the number of answers, and weights count
/// as shares of it. 0 for a column without spread.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without weight, [`Reason::TooFewAnswers`] below two answers; [`StatError::Domain`] for
/// numbers below zero or not finite.
pub fn divergence_of_counts(counts: &[(f64, f64)], base: u64) -> Result<f64, StatError> {
    if counts
        .iter()
        .any(|(x, w)| !x.is_finite() || *x < 0.0 || !w.is_finite() || *w < 0.0)
    {
        return Err(StatError::Domain("entropy weights need numbers of at least 0"));
    }
    let given: Vec<(f64, f64)> = counts.iter().copied().filter(|(_, w)| *w > 0.0).collect();
    let whole: f64 = given.iter().map(|(_, w)| w).sum();
    if whole <= 0.0 {
        return Err(Reason::NoValidAnswers.into());
    }
    if base < 2 {
        return Err(Reason::TooFewAnswers.into());
    }
    let spread = given.windows(2).any(|pair| (pair[0].0 - pair[1].0).abs() > 0.0);
    let n = base as f64;
    let sum: f64 = given.iter().map(|(x, w)| x * w * n / whole).sum();
    if !spread || sum <= 0.0 {
        return Ok(0.0);
    }
    let term = |(x, w): &(f64, f64)| {
        let p = x / sum;
        if p > 0.0 { w * n / whole * p * (p * n).ln() } else { 0.0 }
    };
    Ok((given.iter().map(term).sum::<f64>() / n.ln()).clamp(0.0, 1.0))
}

/// `1 − e`, as `Σ p ln(p·n) / ln n`, which keeps its digits when the shares are nearly equal.
fn divergence(column: &[f64], scaling: Scaling) -> f64 {
    let mut values = column.to_vec();
    values.sort_by(f64::total_cmp);
    let (low, high) = (values[0], values[values.len() - 1]);
    if low >= high {
        return 0.0;
    }
    if scaling == Scaling::Minmax {
        for x in &mut values {
            *x = (*x - low) / (high - low);
        }
    }
    let n = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let terms = values.iter().map(|x| x / sum).filter(|p| *p > 0.0);
    (terms.map(|p| p * (p * n).ln()).sum::<f64>() / n.ln()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By hand: shares 1/4, 3/4 have −Σp·ln p/ln 2 = 0.811278124459133 (scipy.stats.entropy base 2).
    #[test]
    fn entropy_is_shannon_s_over_its_most() {
        let got = weights(&[vec![1.0, 3.0], vec![2.0, 2.0]], Scaling::Proportion).unwrap();
        assert!((got.entropy[0] - 0.811_278_124_459_133).abs() < 1e-14, "{got:?}");
        assert_eq!((got.entropy[1], &got.weights), (1.0, &vec![1.0, 0.0]));
    }

    #[test]
    fn constant_columns_weigh_nothing_and_alike_when_all_are() {
        let got = weights(&[vec![1.0; 3], vec![0.0; 3]], Scaling::Minmax).unwrap();
        assert_eq!((got.weights, got.all_constant), (vec![0.5, 0.5], true));
        let few = weights(&[vec![1.0]], Scaling::Minmax).unwrap_err();
        assert_eq!(few.reason(), Some(Reason::TooFewAnswers));
        assert!(matches!(
            weights(&[vec![-1.0, 2.0]], Scaling::Minmax),
            Err(StatError::Domain(_))
        ));
    }

    #[test]
    fn counts_say_the_same_as_rows() {
        let rows = weights(
            &[vec![1.0, 1.0, 2.0, 5.0, 5.0, 5.0], vec![0.0, 4.0, 4.0, 0.0, 4.0, 1.0]],
            Scaling::Proportion,
        );
        let rows = rows.unwrap();
        for (entropy, counts) in [
            (rows.entropy[0], [(1.0, 2.0), (2.0, 1.0), (5.0, 3.0)]),
            (rows.entropy[1], [(0.0, 4.0), (4.0, 6.0), (1.0, 2.0)]),
        ] {
            assert!((1.0 - divergence_of_counts(&counts, 6).unwrap() - entropy).abs() < 1e-14);
        }
        assert_eq!(divergence_of_counts(&[(3.0, 7.0), (4.0, 0.0)], 7), Ok(0.0));
        assert_eq!(
            divergence_of_counts(&[(3.0, 0.0)], 0).unwrap_err().reason(),
            Some(Reason::NoValidAnswers)
        );
    }

    proptest! {
        #[test]
        fn order_of_rows_and_unit_change_nothing(
            mut column in prop::collection::vec(0_u8..=10, 2..40), other in prop::collection::vec(1_u8..=5, 2..40),
            unit in 0.01..50.0_f64,
        ) {
            let n = column.len().min(other.len());
            column.truncate(n);
            let numbers = |list: &[u8]| list[..n].iter().map(|x| f64::from(*x)).collect::<Vec<f64>>();
            let straight = weights(&[numbers(&column), numbers(&other)], Scaling::Proportion).unwrap();
            column.reverse();
            let scaled: Vec<f64> = numbers(&column).iter().map(|x| x * unit).collect();
            let turned = weights(&[scaled, numbers(&other)], Scaling::Proportion).unwrap();
            prop_assert!((straight.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            for (one, two) in straight.entropy.iter().zip(&turned.entropy) {
                prop_assert!((one - two).abs() < 1e-12 && (0.0..=1.0).contains(one));
            }
        }
    }
}
