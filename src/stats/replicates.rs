//! Variances from replicate weights: balanced repeated replication, Fay's method, jackknives, bootstrap.
//!
//! In: an estimate made once with the full weights and once with each set of replicate weights. Out: its variance, the
//! scaled squares of the replicates about their mean (or about the estimate). What is estimated does not matter.

use super::error::Reason;
use super::error::StatError;

/// How the replicate weights were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Balanced half-samples.
    Brr,
    /// Balanced half-samples in which nobody is dropped, only weighed less.
    Fay,
    /// A jackknife that drops a unit at a time, without strata.
    Jk1,
    /// A jackknife that drops a unit at a time within strata.
    Jkn,
    /// Units drawn again with replacement.
    Bootstrap,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Brr, Self::Fay, Self::Jk1, Self::Jkn, Self::Bootstrap];

    /// Its word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Brr => "brr",
            Self::Fay => "fay",
            Self::Jk1 => "jk1",
            Self::Jkn => "jkn",
            Self::Bootstrap => "bootstrap",
        }
    }

    /// The kind of a word, upper or lower case.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code().eq_ignore_ascii_case(word))
    }
}

/// What the replicates are measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Centre {
    /// Their mean.
    #[default]
    Mean,
    /// The estimate with the full weights.
    Estimate,
}

/// What is known of a set of replicate weights, beside the weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// How they were made.
    pub kind: Kind,
    /// Of Fay's method: what is left of the weight of a half that would be dropped, in [0, 1).
    pub rho: Option<f64>,
    /// One factor for all replicates, where the usual one does not hold.
    pub scale: Option<f64>,
    /// A factor for each replicate; a stratified jackknife needs them: (nₕ − 1)/nₕ of the stratum a unit was dropped from.
    pub scales: Vec<f64>,
    /// What they are measured from.
    pub centre: Centre,
}

/// What is wrong with what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Fewer than two replicates.
    Few,
    /// Fay's method without its factor, or with one outside [0, 1).
    Rho,
    /// A factor for Fay's method with another.
    ForeignRho,
    /// A factor of its own where the kind fixes it (BRR, Fay).
    FixedScale,
    /// No factors for a stratified jackknife.
    NoScales,
    /// Not as many factors as replicates.
    Count,
    /// A factor that is negative or no number.
    Scale,
}

/// How a variance is made from replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// The factor of each replicate's square.
    factors: Vec<f64>,
    centre: Centre,
}

impl Scheme {
    /// The factors of `replicates` sets of weights: BRR 1/R, Fay 1/(R(1 − ρ)²), JK1 (R − 1)/R, `JKn` those given,
    /// bootstrap 1/(R − 1).
    ///
    /// # Errors
    /// What is wrong with what is asked.
    ///
    /// Sources: K. M. Wolter (2007), Introduction to Variance Estimation, ch. 3–5; D. R. Judkins (1990), J. Off. Stat. 6,
    /// 223–239; J. N. K. Rao & C. F. J. Wu (1988), J. Am. Stat. Assoc. 83, 231–241; R `survey`, `svrepdesign`.
    pub fn new(asked: &Asked, replicates: usize) -> Result<Self, Fault> {
        if replicates < 2 {
            return Err(Fault::Few);
        }
        let sound = |factor: &f64| factor.is_finite() && *factor >= 0.0;
        if !asked.scale.iter().chain(&asked.scales).all(sound) {
            return Err(Fault::Scale);
        }
        if !asked.scales.is_empty() && asked.scales.len() != replicates {
            return Err(Fault::Count);
        }
        if asked.rho.is_some() && asked.kind != Kind::Fay {
            return Err(Fault::ForeignRho);
        }
        let count = replicates as f64;
        let fixed = matches!(asked.kind, Kind::Brr | Kind::Fay);
        if fixed && asked.scale.is_some() {
            return Err(Fault::FixedScale);
        }
        let usual = match asked.kind {
            Kind::Brr => 1.0 / count,
            Kind::Fay => {
                let rho = asked.rho.filter(|rho| (0.0..1.0).contains(rho)).ok_or(Fault::Rho)?;
                1.0 / (count * (1.0 - rho).powi(2))
            }
            Kind::Jk1 => (count - 1.0) / count,
            Kind::Jkn if asked.scales.is_empty() => return Err(Fault::NoScales),
            Kind::Jkn => 1.0,
            Kind::Bootstrap => 1.0 / (count - 1.0),
        };
        let scale = asked.scale.unwrap_or(usual);
        let factor = |at: usize| scale * asked.scales.get(at).copied().unwrap_or(1.0);
        Ok(Self {
            factors: (0..replicates).map(factor).collect(),
            centre: asked.centre,
        })
    }

    /// Number of replicates.
    #[must_use]
    pub fn replicates(&self) -> usize {
        self.factors.len()
    }

    /// The variance of `estimate`, given what each replicate makes of it. A replicate in which it does not exist (nobody of
    /// a group is left) is passed over, as in R.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] when fewer than two replicates are left; [`StatError::Domain`] for another number.
    pub fn variance(&self, estimate: f64, replicates: &[Option<f64>]) -> Result<f64, StatError> {
        if replicates.len() != self.factors.len() {
            return Err(StatError::Domain("there is one estimate for each replicate"));
        }
        let known: Vec<(f64, f64)> = replicates
            .iter()
            .zip(&self.factors)
            .filter_map(|(value, factor)| Some((value.filter(|value| value.is_finite())?, *factor)))
            .collect();
        if known.len() < 2 {
            return Err(Reason::NoValidAnswers.into());
        }
        let centre = match self.centre {
            Centre::Estimate => estimate,
            Centre::Mean => {
                // Replicates without a factor say nothing about the middle either.
                let counted: Vec<f64> = known
                    .iter()
                    .filter(|known| known.1 > 0.0)
                    .map(|known| known.0)
                    .collect();
                let first = counted.first().copied().unwrap_or(estimate);
                // About the first, so that equal replicates have exactly no variance.
                first + counted.iter().map(|value| value - first).sum::<f64>() / counted.len().max(1) as f64
            }
        };
        Ok(known
            .iter()
            .map(|(value, factor)| factor * (value - centre).powi(2))
            .sum())
    }

    /// Covariances of several estimates, given the list of them in every replicate; a replicate without them is passed over.
    ///
    /// # Errors
    /// As [`Self::variance`].
    pub fn covariance(&self, estimates: &[f64], replicates: &[Option<Vec<f64>>]) -> Result<Vec<Vec<f64>>, StatError> {
        if replicates.len() != self.factors.len() {
            return Err(StatError::Domain("there is one list of estimates for each replicate"));
        }
        let known: Vec<(&Vec<f64>, f64)> = replicates
            .iter()
            .zip(&self.factors)
            .filter_map(|(values, factor)| Some((values.as_ref()?, *factor)))
            .collect();
        if known.len() < 2 {
            return Err(Reason::NoValidAnswers.into());
        }
        let size = estimates.len();
        let centre = |at: usize| match self.centre {
            Centre::Estimate => estimates[at],
            Centre::Mean => {
                let counted = known.iter().filter(|known| known.1 > 0.0);
                counted.clone().map(|known| known.0[at]).sum::<f64>() / counted.count().max(1) as f64
            }
        };
        let centres: Vec<f64> = (0..size).map(centre).collect();
        let place = |one: usize, two: usize| {
            let product = |(values, factor): &(&Vec<f64>, f64)| {
                factor * (values[one] - centres[one]) * (values[two] - centres[two])
            };
            known.iter().map(product).sum()
        };
        Ok((0..size)
            .map(|one| (0..size).map(|two| place(one, two)).collect())
            .collect())
    }
}

/// The number of directions in which sets of replicate weights differ, from the responses' weights one by one: their rank.
/// Less one it is the degrees of freedom of a variance made from them (R `survey`, `degf`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rank {
    width: usize,
    /// Directions found, of length 1 and square to each other.
    basis: Vec<Vec<f64>>,
    /// Marks of the responses seen: those of one sampling unit differ by a factor only.
    seen: std::collections::BTreeSet<u64>,
}

/// What is left of a response's weights below this is rounding.
const NOTHING_NEW: f64 = 1e-6;
/// More different responses than this are not remembered.
const REMEMBERED: usize = 1 << 16;

impl Rank {
    /// Nothing seen of sets of so many replicates.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    /// The rank.
    #[must_use]
    pub fn value(&self) -> usize {
        self.basis.len()
    }

    /// Sees one response's weights, one a replicate.
    pub fn add(&mut self, weights: &[f64]) {
        if self.basis.len() >= self.width {
            return;
        }
        let length = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        if length <= 0.0 || !length.is_finite() {
            return;
        }
        let mut rest: Vec<f64> = weights.iter().map(|w| w / length).collect();
        if !self.remember(&rest) {
            return;
        }
        // Twice is enough to be square to all found before (Kahan and Parlett).
        for _ in 0..2 {
            for direction in &self.basis {
                let along: f64 = direction.iter().zip(&rest).map(|(a, b)| a * b).sum();
                for (left, part) in rest.iter_mut().zip(direction) {
                    *left -= along * part;
                }
            }
        }
        let left = rest.iter().map(|w| w * w).sum::<f64>().sqrt();
        if left > NOTHING_NEW {
            self.basis.push(rest.iter().map(|w| w / left).collect());
        }
    }

    /// Sees all that another has seen.
    pub fn merge(&mut self, other: &Self) {
        self.width = self.width.max(other.width);
        for direction in &other.basis {
            self.add(direction);
        }
    }

    /// Whether weights of this direction are new; remembers them.
    fn remember(&mut self, weights: &[f64]) -> bool {
        let mut mark = 0xcbf2_9ce4_8422_2325_u64;
        for weight in weights {
            // Rounded, so that a factor between two responses of a unit leaves the mark alone.
            mark = (mark ^ (weight * 1e7).round().to_bits()).wrapping_mul(0x0100_0000_01b3);
        }
        if self.seen.contains(&mark) {
            return false;
        }
        if self.seen.len() < REMEMBERED {
            self.seen.insert(mark);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: Kind) -> Asked {
        Asked {
            kind,
            rho: None,
            scale: None,
            scales: Vec::new(),
            centre: Centre::Mean,
        }
    }

    #[test]
    fn factors_are_those_of_the_books() {
        let thetas = [1.0, 3.0, 2.0, 6.0].map(Some);
        // Squares about the mean 3: 4 + 0 + 1 + 9 = 14; about an estimate of 2: 1 + 1 + 0 + 16 = 18.
        let variance = |asked: &Asked| Scheme::new(asked, 4).unwrap().variance(2.0, &thetas).unwrap();
        assert!((variance(&asked(Kind::Brr)) - 14.0 / 4.0).abs() < 1e-15);
        let fay = Asked {
            rho: Some(0.3),
            ..asked(Kind::Fay)
        };
        assert!((variance(&fay) - 14.0 / (4.0 * 0.49)).abs() < 1e-14);
        assert!((variance(&asked(Kind::Jk1)) - 14.0 * 0.75).abs() < 1e-15);
        assert!((variance(&asked(Kind::Bootstrap)) - 14.0 / 3.0).abs() < 1e-14);
        let jkn = Asked {
            scales: vec![0.5, 0.5, 0.75, 0.75],
            ..asked(Kind::Jkn)
        };
        assert!((variance(&jkn) - (0.5 * 4.0 + 0.75 * (1.0 + 9.0))).abs() < 1e-15);
        let about = Asked {
            centre: Centre::Estimate,
            ..asked(Kind::Brr)
        };
        assert!((variance(&about) - 18.0 / 4.0).abs() < 1e-15);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let jk = asked(Kind::Jk1);
        assert_eq!(Scheme::new(&jk, 1), Err(Fault::Few));
        assert_eq!(Scheme::new(&asked(Kind::Fay), 4), Err(Fault::Rho));
        assert_eq!(Scheme::new(&asked(Kind::Jkn), 4), Err(Fault::NoScales));
        let rho = Asked {
            rho: Some(0.5),
            ..jk.clone()
        };
        assert_eq!(Scheme::new(&rho, 4), Err(Fault::ForeignRho));
        let few = Asked {
            scales: vec![1.0],
            ..jk.clone()
        };
        assert_eq!(Scheme::new(&few, 4), Err(Fault::Count));
        let below = Asked {
            scale: Some(-1.0),
            ..jk.clone()
        };
        assert_eq!(Scheme::new(&below, 4), Err(Fault::Scale));
        let fixed = Asked {
            scale: Some(1.0),
            ..asked(Kind::Brr)
        };
        assert_eq!(Scheme::new(&fixed, 4), Err(Fault::FixedScale));
    }

    #[test]
    fn a_replicate_without_the_group_is_passed_over() {
        let scheme = Scheme::new(&asked(Kind::Jk1), 4).unwrap();
        // As R: the mean of the three left is 2, the factor stays 3/4.
        let got = scheme.variance(2.0, &[Some(1.0), None, Some(2.0), Some(3.0)]).unwrap();
        assert!((got - 0.75 * 2.0).abs() < 1e-15);
        assert_eq!(
            scheme.variance(2.0, &[Some(1.0), None, None, None]),
            Err(StatError::Undefined(Reason::NoValidAnswers))
        );
    }

    #[test]
    fn the_rank_counts_directions_and_not_responses() {
        let mut rank = Rank::new(3);
        for weights in [
            [2.0, 0.0, 2.0],
            [1.0, 0.0, 1.0],
            [0.0, 2.0, 0.0],
            [3.0, 2.0, 3.0],
            [0.0; 3],
        ] {
            rank.add(&weights);
        }
        assert_eq!(rank.value(), 2);
        let mut other = Rank::new(3);
        other.add(&[0.0, 1.0, 5.0]);
        rank.merge(&other);
        assert_eq!(rank.value(), 3);
    }
}
