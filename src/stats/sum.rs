//! Sums that keep what rounding drops, so that the order of the terms does not show.

/// A sum of numbers with the rounding of each step carried along.
///
/// Source: A. Neumaier (1974), Z. Angew. Math. Mech. 54, 39–51.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sum {
    whole: f64,
    rest: f64,
}

impl Sum {
    /// Adds a term.
    pub(crate) fn add(&mut self, term: f64) {
        let sum = self.whole + term;
        self.rest += if self.whole.abs() >= term.abs() {
            (self.whole - sum) + term
        } else {
            (term - sum) + self.whole
        };
        self.whole = sum;
    }

    /// The sum of all terms.
    pub(crate) fn value(self) -> f64 {
        // An infinite sum has no rest to speak of.
        if self.whole.is_finite() {
            self.whole + self.rest
        } else {
            self.whole
        }
    }
}

/// The sum of numbers, whatever their order.
pub(crate) fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = Sum::default();
    terms.into_iter().for_each(|term| sum.add(term));
    sum.value()
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn what_a_plain_sum_loses_is_kept() {
        // 1 + 1e100 + 1 − 1e100 is 2; added plainly it is 0.
        assert!((sum([1.0, 1e100, 1.0, -1e100]) - 2.0).abs() < 1e-15);
        assert!(sum([f64::MAX, f64::MAX]).is_infinite());
    }
}
