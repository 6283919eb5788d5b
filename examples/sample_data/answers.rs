//! Answers from a latent mood: an item weighs the mood against its own chance, adds what is planted, and is cut into points.

use crate::random::Random;

/// The code of "don't know" on every scale.
pub const DONT_KNOW: &str = "8";
/// The code of "not applicable" on every scale.
pub const NOT_APPLICABLE: &str = "9";

/// One rated item.
pub struct Item {
    /// Its column.
    pub id: &'static str,
    /// How much of it is mood, between 0 and 1.
    pub loading: f64,
    /// How far it stands above the others, in standard deviations.
    pub height: f64,
    /// How often those asked say that they do not know or that it does not apply.
    pub no_opinion: f64,
}

impl Item {
    /// An item nobody is unsure about.
    pub const fn new(id: &'static str, loading: f64, height: f64) -> Self {
        Self {
            id,
            loading,
            height,
            no_opinion: 0.0,
        }
    }

    /// The same item with some who have no opinion.
    pub const fn unsure(self, no_opinion: f64) -> Self {
        Self { no_opinion, ..self }
    }

    /// What a person of this mood feels about it, standard deviations from the average.
    pub fn feel(&self, random: &mut Random, mood: f64, planted: f64) -> f64 {
        let own = (1.0 - self.loading * self.loading).sqrt();
        self.loading * mood + own * random.normal() + self.height + planted
    }
}

/// Where a feeling passes from one point of a scale to the next.
pub struct Cuts {
    lowest: usize,
    cuts: &'static [f64],
}

/// Five points: 4, 7, 16, 44 and 29 in a hundred choose them when nothing is planted.
pub const FIVE: Cuts = Cuts {
    lowest: 1,
    cuts: &[-1.75, -1.23, -0.61, 0.55],
};
/// Agreement that it was easy, 1–7.
pub const SEVEN: Cuts = Cuts {
    lowest: 1,
    cuts: &[-1.88, -1.48, -1.13, -0.67, -0.10, 0.71],
};
/// Recommendation, 0–10.
pub const ELEVEN: Cuts = Cuts {
    lowest: 0,
    cuts: &[-2.33, -2.17, -1.96, -1.75, -1.55, -1.23, -0.92, -0.47, 0.05, 0.58],
};

impl Cuts {
    /// The point chosen.
    pub fn point(&self, feeling: f64) -> usize {
        self.lowest + self.cuts.iter().filter(|&&cut| feeling >= cut).count()
    }
}

/// An answer that one in `1 / share` leaves out.
pub fn unless_skipped(random: &mut Random, share: f64, answer: String) -> String {
    if random.chance(share) { String::new() } else { answer }
}
