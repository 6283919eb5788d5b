//! What a respondent feels about an item, and the point of a scale it becomes.
//!
//! A feeling is the respondent's mood times the item's loading, plus what is felt about the touchpoint, plus chance, plus
//! the item's own height: so ratings correlate, those of one touchpoint more, and some items stand above others. All three
//! parts have the variance they leave to each other: a feeling has mean `height` and variance 1.

use super::random::Random;
use crate::model::Better;
use crate::model::Scale;

/// Share of the variance that a touchpoint has for itself.
const TOUCHPOINT: f64 = 0.12;

/// What sets one item apart from the others; the same for every seed, since it belongs to the item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// How much of it is mood.
    pub loading: f64,
    /// How far it stands above the others, in standard deviations.
    pub height: f64,
    /// Share of those asked who say that they do not know.
    pub unsure: f64,
    /// Share of those asked who say that it does not apply.
    pub elsewhere: f64,
}

impl Item {
    /// The item of this name.
    pub(super) fn new(id: &str) -> Self {
        let mut random = Random::new(0, &["item", id]);
        Self {
            loading: random.between(0.55, 0.75),
            height: random.between(-0.35, 0.35),
            unsure: random.between(0.01, 0.06),
            elsewhere: random.between(0.02, 0.12),
        }
    }

    /// What is felt: `mood` and `touchpoint` are standard normal over respondents.
    pub(super) fn feel(&self, random: &mut Random, mood: f64, touchpoint: f64) -> f64 {
        let own = (1.0 - self.loading * self.loading - TOUCHPOINT).sqrt();
        self.loading * mood + TOUCHPOINT.sqrt() * touchpoint + own * random.normal() + self.height
    }
}

/// Where a feeling passes from one point to the next when there are five: 4, 7, 16, 44 and 29 in a hundred choose them,
/// which is how satisfaction usually leans.
const FIVE: [f64; 4] = [-1.75, -1.23, -0.61, 0.55];
/// Seven points of agreement.
const SEVEN: [f64; 6] = [-1.88, -1.48, -1.13, -0.67, -0.10, 0.71];
/// Eleven points of recommendation.
const ELEVEN: [f64; 10] = [-2.33, -2.17, -1.96, -1.75, -1.55, -1.23, -0.92, -0.47, 0.05, 0.58];
/// Five points of frequency, which lean less: 7, 14, 26, 32 and 21 in a hundred.
const FREQUENCY: [f64; 4] = [-1.48, -0.81, -0.08, 0.81];

/// What a scale asks for, which decides how answers lie on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// An opinion: leans to the good end and follows the mood.
    Opinion,
    /// How important something is: leans to the upper end, not by mood.
    Importance,
    /// How often something was seen: leans less than an opinion, and follows the mood as one.
    Frequency,
}

impl Asks {
    /// What a scale asks for.
    pub(super) fn of(scale: &Scale) -> Self {
        match scale.id.as_str() {
            "importance5" => Self::Importance,
            "frequency5" => Self::Frequency,
            _ => Self::Opinion,
        }
    }
}

/// The position in the scale's list that a feeling becomes.
pub(super) fn point(scale: &Scale, feeling: f64) -> usize {
    let points = scale.list.options.len();
    let cuts: &[f64] = match (Asks::of(scale), points) {
        (Asks::Frequency, _) => &FREQUENCY,
        (_, 6..=8) => &SEVEN,
        (_, 9..) => &ELEVEN,
        _ => &FIVE,
    };
    let good = (1..points)
        .filter(|cut| feeling >= at(cuts, *cut as f64 / points as f64))
        .count();
    match scale.better {
        Better::High => good,
        Better::Low => points - 1 - good,
    }
}

/// The cut at a share of the scale's length, between those that are known; beyond them the ends go on as steeply.
fn at(cuts: &[f64], share: f64) -> f64 {
    let points = cuts.len() + 1;
    let place = share * points as f64 - 1.0;
    let last = cuts.len() - 2;
    let left = (0..=last).rev().find(|left| place >= *left as f64).unwrap_or(0);
    let within = place - left as f64;
    cuts[left] + within * (cuts[left + 1] - cuts[left])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scales;

    #[test]
    fn a_scale_of_known_length_is_cut_where_it_is_written() {
        for (cuts, points) in [(&FIVE[..], 5), (&SEVEN, 7), (&ELEVEN, 11)] {
            for (place, cut) in cuts.iter().enumerate() {
                let found = at(cuts, (place + 1) as f64 / f64::from(points));
                assert!((found - cut).abs() < 1e-9, "{points} {place} {found}");
            }
        }
        // Ten points lie between the cuts of eleven, in their order.
        let ten: Vec<f64> = (1..10).map(|cut| at(&ELEVEN, f64::from(cut) / 10.0)).collect();
        assert!(ten.windows(2).all(|two| two[0] < two[1]), "{ten:?}");
    }

    #[test]
    fn good_feelings_go_to_the_good_end() {
        let mut scale = scales::built_in("satisfaction5").unwrap();
        assert_eq!((point(&scale, -3.0), point(&scale, 0.0), point(&scale, 3.0)), (0, 3, 4));
        scale.better = Better::Low;
        assert_eq!((point(&scale, -3.0), point(&scale, 3.0)), (4, 0));
        let two = scales::built_in("yesno").unwrap();
        assert_eq!((point(&two, -2.0), point(&two, 1.0)), (0, 1));
    }

    #[test]
    fn feelings_have_variance_one_and_share_the_mood() {
        let item = Item {
            loading: 0.6,
            height: 0.25,
            unsure: 0.0,
            elsewhere: 0.0,
        };
        let mut random = Random::new(3, &["feelings"]);
        let draws: Vec<(f64, f64)> = (0..20_000)
            .map(|_| {
                let mood = random.normal();
                let touchpoint = random.normal();
                (mood, item.feel(&mut random, mood, touchpoint))
            })
            .collect();
        let n = 20_000.0;
        let mean = draws.iter().map(|(_, feeling)| feeling).sum::<f64>() / n;
        let variance = draws
            .iter()
            .map(|(_, feeling)| (feeling - mean) * (feeling - mean))
            .sum::<f64>()
            / n;
        let shared = draws.iter().map(|(mood, feeling)| mood * (feeling - mean)).sum::<f64>() / n;
        assert!((mean - 0.25).abs() < 0.036 && (variance - 1.0).abs() < 0.05 && (shared - 0.6).abs() < 0.04);
    }
}
