//! Who answers: mood, language, pace, and the few who do not answer with care.

use super::random::Random;
use crate::model::Survey;

/// Share of responses that break off after some page.
pub const BREAK_OFF: f64 = 0.04;
/// Share of responses that race through, in an eighth of the usual time.
pub const SPEEDERS: f64 = 0.02;
/// Share of responses that give every row of every battery the same point.
pub const STRAIGHT_LINERS: f64 = 0.025;
/// Share of questions that are left blank although nothing else keeps them from being answered.
pub const SKIPPED: f64 = 0.015;

/// One respondent's lasting traits.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Satisfaction in general, standard normal.
    pub mood: f64,
    /// Whether numbers given are rather small or large, standard normal.
    pub level: f64,
    /// Time taken, in parts of the usual.
    pub pace: f64,
    /// What is felt about every row alike, where this respondent does not look at them.
    pub straight: Option<f64>,
    /// Pages that are reached; all of them unless the respondent breaks off.
    pub pages: usize,
}

impl Person {
    /// The person behind a response.
    pub(super) fn new(survey: &Survey, seed: u64, response: &str) -> Self {
        let mut random = Random::new(seed, &[response, "person"]);
        let mood = random.normal();
        let level = random.normal();
        let usual = 0.5 + random.uniform() + random.uniform() * random.uniform();
        let pace = if random.chance(SPEEDERS) { 0.125 * usual } else { usual };
        let same = mood + 0.5 * random.normal();
        let straight = random.chance(STRAIGHT_LINERS).then_some(same);
        let pages = survey.pages.len();
        let reached = 1 + random.below(pages.max(2) - 1);
        let leaves = random.chance(BREAK_OFF) && pages > 1;
        Self {
            mood,
            level,
            pace,
            straight,
            pages: if leaves { reached } else { pages },
        }
    }
}
