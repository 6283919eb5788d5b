//! Kano's model: what a feature is to people, from the pair of questions "if it had it" and "if it had not".

use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::proportion;
use serde::Serialize;

/// What a feature is to a respondent, or to most of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Category {
    /// Its absence dissatisfies, its presence is taken for granted.
    #[serde(rename = "M")]
    MustBe,
    /// The more the better.
    #[serde(rename = "O")]
    OneDimensional,
    /// Its presence delights, its absence is no matter.
    #[serde(rename = "A")]
    Attractive,
    /// No matter either way.
    #[serde(rename = "I")]
    Indifferent,
    /// Its absence is what pleases.
    #[serde(rename = "R")]
    Reverse,
    /// The two answers contradict each other.
    #[serde(rename = "Q")]
    Questionable,
}

use Category::Attractive as A;
use Category::Indifferent as I;
use Category::MustBe as M;
use Category::OneDimensional as O;
use Category::Questionable as Q;
use Category::Reverse as R;

impl Category {
    /// Every category; of two that are as frequent, the first counts (M > O > A > I).
    pub const ALL: [Self; 6] = [M, O, A, I, R, Q];

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            M => "M",
            O => "O",
            A => "A",
            I => "I",
            R => "R",
            Q => "Q",
        }
    }
}

/// Rows: how one feels if the feature is there, 1 "I like it" … 5 "I dislike it"; columns: if it is not.
const TABLE: [[Category; 5]; 5] = [
    [Q, A, A, A, O],
    [R, I, I, I, M],
    [R, I, I, I, M],
    [R, I, I, I, M],
    [R, R, R, R, Q],
];

/// Category of one pair of answers, 1 "I like it" … 5 "I dislike it"; `None` off that scale.
///
/// Source: N. Kano et al. (1984), Hinshitsu 14(2), 39–48; C. Berger et al. (1993), CQM Journal 2(4), 3–36.
#[must_use]
pub fn category(functional: u8, dysfunctional: u8) -> Option<Category> {
    let row = TABLE.get(usize::from(functional.checked_sub(1)?))?;
    row.get(usize::from(dysfunctional.checked_sub(1)?)).copied()
}

/// How many answered so that a feature is of each category, in the order of [`Category::ALL`]. Shares will do, too.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Frequencies(pub [f64; 6]);

/// What the frequencies of a feature say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The most frequent category.
    pub category: Category,
    /// Whether another is as frequent.
    pub tie: bool,
    /// Share of the most frequent less that of the second.
    pub category_strength: f64,
    /// Share of A, O and M together.
    pub total_strength: f64,
}

/// By how much a feature raises satisfaction, or its absence lowers it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coefficient {
    /// The coefficient: 0 to 1 for Better, −1 to 0 for Worse.
    pub value: f64,
    /// Wilson's interval of the share behind it; absent for shares without a base.
    pub interval: Option<Interval>,
}

/// Fong's test of whether the most frequent category stands out from the second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fong {
    /// `|a − b| / √((a+b)(2n−a−b)/(2n))`.
    pub z: f64,
    /// Whether z reaches 1.65; else the category is mixed.
    pub stands_out: bool,
}

/// What z must reach for a category to stand out.
pub const FONG: f64 = 1.65;

impl Frequencies {
    /// Counts answers of these categories.
    #[must_use]
    pub fn of(categories: impl IntoIterator<Item = Category>) -> Self {
        let mut counts = Self::default();
        for category in categories {
            counts.0[category as usize] += 1.0;
        }
        counts
    }

    /// Frequency of a category.
    #[must_use]
    pub fn get(&self, category: Category) -> f64 {
        self.0[category as usize]
    }

    /// All of them together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.0.iter().sum()
    }

    fn checked(&self) -> Result<f64, StatError> {
        if self.0.iter().any(|count| !count.is_finite() || *count < 0.0) {
            return Err(StatError::Domain("frequencies must be zero or positive numbers"));
        }
        let total = self.total();
        if total > 0.0 {
            Ok(total)
        } else {
            Err(Reason::NoValidAnswers.into())
        }
    }

    /// The two highest frequencies, with the category of the first.
    fn highest(&self) -> (Category, f64, f64) {
        let mut sorted = Category::ALL;
        // A stable sort keeps the order of ties.
        sorted.sort_by(|one, two| self.get(*two).total_cmp(&self.get(*one)));
        (sorted[0], self.get(sorted[0]), self.get(sorted[1]))
    }

    /// The most frequent category with its strengths.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without answers; [`StatError::Domain`] for negative frequencies.
    pub fn verdict(&self) -> Result<Verdict, StatError> {
        let total = self.checked()?;
        let (category, first, second) = self.highest();
        Ok(Verdict {
            category,
            tie: first <= second,
            category_strength: (first - second) / total,
            total_strength: (self.get(A) + self.get(O) + self.get(M)) / total,
        })
    }

    /// Better, `(A+O)/(A+O+M+I)`: what the feature can gain.
    ///
    /// `base` is the number of respondents behind all six frequencies; without it there is no interval.
    ///
    /// # Errors
    /// [`Reason::ZeroMargin`] when nobody is A, O, M or I; else as [`Self::verdict`] and for a level outside (0, 1).
    ///
    /// Source: C. Berger et al. (1993), CQM Journal 2(4), 3–36.
    pub fn better(&self, base: Option<f64>, level: f64) -> Result<Coefficient, StatError> {
        self.coefficient(self.get(A) + self.get(O), base, level)
    }

    /// Worse, `−(O+M)/(A+O+M+I)`: what its absence can lose.
    ///
    /// # Errors
    /// As [`Self::better`].
    pub fn worse(&self, base: Option<f64>, level: f64) -> Result<Coefficient, StatError> {
        let positive = self.coefficient(self.get(O) + self.get(M), base, level)?;
        Ok(Coefficient {
            value: 0.0 - positive.value,
            interval: positive.interval.map(|interval| interval.scaled(-1.0)),
        })
    }

    fn coefficient(&self, counted: f64, base: Option<f64>, level: f64) -> Result<Coefficient, StatError> {
        let total = self.checked()?;
        let relevant = self.get(A) + self.get(O) + self.get(M) + self.get(I);
        if relevant == 0.0 {
            return Err(Reason::ZeroMargin.into());
        }
        let value = (counted / relevant).min(1.0);
        let interval = base.map(|base| proportion::wilson(value, base * relevant / total, level));
        Ok(Coefficient {
            value,
            interval: interval.transpose()?,
        })
    }

    /// Fong's test; `base` is the number of respondents behind the frequencies.
    ///
    /// # Errors
    /// As [`Self::verdict`]; [`StatError::Domain`] for a base that is not positive.
    ///
    /// Source: D. Fong (1996), CQM Journal 5(2), 21–24.
    pub fn fong(&self, base: f64) -> Result<Fong, StatError> {
        let total = self.checked()?;
        if base.is_nan() || base <= 0.0 {
            return Err(StatError::Domain("the number of respondents must be positive"));
        }
        let (_, first, second) = self.highest();
        let (a, b) = (first / total * base, second / total * base);
        let z = (a - b) / ((a + b) * (2.0 * base - a - b) / (2.0 * base)).sqrt();
        Ok(Fong {
            z,
            stands_out: z >= FONG,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_berger_s() {
        assert_eq!(category(1, 5), Some(O));
        assert_eq!((category(1, 1), category(5, 5)), (Some(Q), Some(Q)));
        assert_eq!(
            (category(1, 3), category(3, 5), category(3, 3)),
            (Some(A), Some(M), Some(I))
        );
        assert_eq!(
            (category(2, 1), category(5, 2), category(5, 1)),
            (Some(R), Some(R), Some(R))
        );
        assert_eq!((category(0, 1), category(1, 6)), (None, None));
    }

    /// By hand: A 23, O 56, M 22, I 10, R 4, Q 5.
    #[test]
    fn better_worse_and_fong_are_counts() {
        let counts = Frequencies([22.0, 56.0, 23.0, 10.0, 4.0, 5.0]);
        let better = counts.better(Some(120.0), 0.95).unwrap();
        assert!((better.value - 79.0 / 111.0).abs() < 1e-15);
        assert_eq!(
            better.interval,
            Some(proportion::wilson(79.0 / 111.0, 111.0, 0.95).unwrap())
        );
        let worse = counts.worse(Some(120.0), 0.95).unwrap();
        assert!((worse.value + 78.0 / 111.0).abs() < 1e-15 && worse.interval.unwrap().high < 0.0);
        let fong = counts.fong(120.0).unwrap();
        assert!((fong.z - 33.0 / (79.0 * 161.0 / 240.0_f64).sqrt()).abs() < 1e-12 && fong.stands_out);
    }

    #[test]
    fn ties_go_to_what_hurts_most_and_contradictions_alone_say_nothing() {
        let tie = Frequencies::of([A, O, O, A]).verdict().unwrap();
        assert_eq!((tie.category, tie.tie), (O, true));
        let contradictions = Frequencies::of([Q, Q]);
        assert_eq!(contradictions.verdict().unwrap().category, Q);
        let reason = contradictions.better(Some(2.0), 0.95).unwrap_err().reason();
        assert_eq!(reason, Some(Reason::ZeroMargin));
        let none = Frequencies::default().verdict().unwrap_err().reason();
        assert_eq!(none, Some(Reason::NoValidAnswers));
    }

    proptest! {
        #[test]
        fn coefficients_keep_to_their_side_and_shares_say_the_same(counts in prop::array::uniform6(0_u32..60)) {
            let counts = Frequencies(counts.map(f64::from));
            prop_assume!(counts.total() > 0.0);
            let n = counts.total();
            let shares = Frequencies(counts.0.map(|count| 100.0 * count / n));
            prop_assert_eq!(counts.verdict().unwrap().category, shares.verdict().unwrap().category);
            prop_assert!((counts.fong(n).unwrap().z - shares.fong(n).unwrap().z).abs() < 1e-9);
            if let (Ok(better), Ok(worse)) = (counts.better(Some(n), 0.95), shares.worse(Some(n), 0.95)) {
                prop_assert!(better.interval.unwrap().contains(better.value));
                prop_assert!(worse.interval.unwrap().contains(worse.value));
                prop_assert!((0.0..=1.0).contains(&better.value) && (-1.0..=0.0).contains(&worse.value));
            }
        }
    }
}
