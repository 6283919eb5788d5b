//! A satisfaction index on the level of persons: each respondent's own index, 0 to 100, then their mean.

use super::error::StatError;

/// Weights divided by their sum.
///
/// # Errors
/// [`StatError::Domain`] when there are none, one is negative or no number, or all are 0.
pub fn normalised(weights: &[f64]) -> Result<Vec<f64>, StatError> {
    if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(StatError::Domain("item weights must be zero or positive numbers"));
    }
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        Ok(weights.iter().map(|weight| weight / sum).collect())
    } else {
        Err(StatError::Domain("item weights must not all be zero"))
    }
}

/// A respondent's index: the weighted mean of the answers that were given, in their unit. With complete answers on
/// items rescaled to 0–100 this is Fornell's `100·(Σwx − min·Σw)/((max − min)·Σw)`.
///
/// `answers` and `weights` have one entry per item. `None` when fewer than `at_least` items (of those that weigh
/// something) were answered, or none.
///
/// Source: C. Fornell et al. (1996), Journal of Marketing 60(4), 7–18.
#[must_use]
pub fn person(answers: &[Option<f64>], weights: &[f64], at_least: usize) -> Option<f64> {
    let given = || {
        let pairs = answers.iter().zip(weights).filter(|(_, weight)| **weight != 0.0);
        pairs.filter_map(|(answer, weight)| answer.map(|x| (x, *weight)))
    };
    let sum: f64 = given().map(|(_, weight)| weight).sum();
    (given().count() >= at_least.max(1) && sum > 0.0).then(|| given().map(|(x, weight)| x * weight).sum::<f64>() / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_the_weighted_mean_of_what_they_answered() {
        let weights = [0.5, 0.3, 0.2, 0.0];
        assert_eq!(
            person(&[Some(100.0), Some(0.0), Some(50.0), None], &weights, 3),
            Some(60.0)
        );
        assert_eq!(person(&[Some(100.0), None, None, Some(0.0)], &weights, 1), Some(100.0));
        assert_eq!(person(&[Some(100.0), None, None, Some(0.0)], &weights, 2), None);
        assert_eq!(person(&[None, None, None, Some(3.0)], &weights, 0), None);
    }

    #[test]
    fn weights_add_up_to_one_or_are_refused() {
        assert_eq!(normalised(&[3.0, 1.0]), Ok(vec![0.75, 0.25]));
        for bad in [&[][..], &[0.0, 0.0], &[1.0, -0.1], &[f64::NAN]] {
            assert!(normalised(bad).is_err(), "{bad:?}");
        }
    }
}
