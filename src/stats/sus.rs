//! The System Usability Scale: ten items from 1 to 5, odd ones worded well, even ones badly.

/// Score of one respondent, 0 to 100: `2.5·(Σ_odd (x−1) + Σ_even (5−x))`; `None` when an answer is off 1 to 5.
///
/// Source: J. Brooke (1996), SUS: a "quick and dirty" usability scale.
#[must_use]
pub fn score(answers: &[f64; 10]) -> Option<f64> {
    if answers.iter().any(|x| !(1.0..=5.0).contains(x)) {
        return None;
    }
    Some(2.5 * keyed(answers).iter().sum::<f64>())
}

/// The answers all keyed alike, 0 worst to 4 best.
#[must_use]
pub fn keyed(answers: &[f64; 10]) -> [f64; 10] {
    let mut keyed = *answers;
    for (place, x) in keyed.iter_mut().enumerate() {
        *x = if place % 2 == 0 { *x - 1.0 } else { 5.0 - *x };
    }
    keyed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_answers_give_a_hundred_and_the_middle_fifty() {
        assert_eq!(score(&[5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0, 5.0, 1.0]), Some(100.0));
        assert_eq!(score(&[3.0; 10]), Some(50.0));
        assert_eq!(score(&[5.0; 10]), Some(50.0));
        assert_eq!(score(&[6.0; 10]), None);
    }

    /// Brooke's own worked example: 22 points, a score of 55.
    #[test]
    fn brooke_s_example_gives_fifty_five() {
        assert_eq!(score(&[5.0, 4.0, 2.0, 1.0, 2.0, 3.0, 2.0, 4.0, 5.0, 2.0]), Some(55.0));
    }
}
