//! Near-duplicates: responses that give almost all the answers of another.
//!
//! Two responses match to the share of questions both answer alike among those that either of them answered. Source: Kuriakose and
//! Robbins (2016), "Don't get duped", Statistical Journal of the IAOS 32, 283–291, who look at the largest match of each response
//! and find more than 85 % in genuine surveys rarely; Simmons, Mercer, Schwarzer and Kennedy (2016), ibid. 32, 327–338, on when such
//! matches are honest: few questions, few answers to each, people who agree.
//!
//! No pair of a hundred thousand responses needs to be looked at twice over. Patterns that match to the share `s` over `q` questions
//! differ in at most `m = ⌊(1 − s)·q⌋`; cut the questions into `m + j` bands, and at least `j` bands are alike as a whole. So
//! patterns are sorted by each choice of `j` bands, and only those that agree there are compared. **No matching pair is missed** where
//! no more than [`NEIGHBOURS`] different patterns agree in a choice; where more do, each is compared with so many that follow it in
//! order of all answers.

use super::traits::Traits;
use std::collections::BTreeMap;

/// Different patterns that agree in a choice of bands and are compared with each that follows.
pub const NEIGHBOURS: usize = 128;
/// Choices of bands that are sorted by, at most.
const CHOICES: usize = 130;
/// Different values among its answers below which a pattern is no pattern of one's own.
const VARIED: usize = 3;

/// An answer that a response is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Position of the other response.
    pub with: usize,
    /// The share of answers they have in common.
    pub share: f64,
}

/// How near is near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearness {
    /// The share of equal answers, in `(0, 1)`.
    pub share: f64,
    /// Questions that both must have answered.
    pub items: usize,
}

/// For each response that matches an earlier one, the earlier one it matches best; of equal ones the first. `order` holds the
/// positions of all responses, earlier ones first. Responses that gave fewer than three different answers are not looked at.
#[must_use]
pub fn matches(all: &[&Traits], order: &[usize], near: Nearness) -> BTreeMap<usize, Match> {
    let patterns = patterns(all, order, near);
    let width = patterns.first().map_or(0, |pattern| pattern.answers.len());
    let mut best: Vec<Option<Match>> = vec![None; patterns.len()];
    let mut found: BTreeMap<usize, Match> = BTreeMap::new();
    for pattern in &patterns {
        // Equal patterns: all but the first of them match it whole.
        for at in &pattern.responses[1..] {
            let with = pattern.responses[0];
            found.insert(*at, Match { with, share: 1.0 });
        }
    }
    for choice in choices(width, near.share) {
        each_candidate(&patterns, &choice, |earlier, later| {
            let Some(share) = share(patterns[earlier].answers, patterns[later].answers, near) else {
                return;
            };
            let one = Match {
                with: patterns[earlier].responses[0],
                share,
            };
            let better = best[later].is_none_or(|known| {
                share > known.share || (share >= known.share && rank(all, one.with) < rank(all, known.with))
            });
            if better {
                best[later] = Some(one);
            }
        });
    }
    for (pattern, best) in patterns.iter().zip(best) {
        if let Some(best) = best {
            found.entry(pattern.responses[0]).or_insert(best);
        }
    }
    found
}

/// What decides which of two responses came first.
pub(super) fn rank<'a>(all: &[&'a Traits], at: usize) -> (i64, &'a str) {
    (all[at].submitted, all[at].response.as_str())
}

/// One way to answer, and who did, the earliest first.
struct Pattern<'a> {
    answers: &'a [u32],
    responses: Vec<usize>,
}

/// The different patterns, in the order of their first responses.
fn patterns<'a>(all: &[&'a Traits], order: &[usize], near: Nearness) -> Vec<Pattern<'a>> {
    let mut known: BTreeMap<&[u32], usize> = BTreeMap::new();
    let mut patterns: Vec<Pattern<'a>> = Vec::new();
    for &at in order {
        let one = all[at];
        let answered = one.given.iter().filter(|answer| **answer != 0).count();
        if answered < near.items || one.values < VARIED {
            continue;
        }
        if let Some(&pattern) = known.get(one.given.as_slice()) {
            patterns[pattern].responses.push(at);
        } else {
            known.insert(&one.given, patterns.len());
            patterns.push(Pattern {
                answers: &one.given,
                responses: vec![at],
            });
        }
    }
    patterns
}

/// The share two patterns have in common; `None` where it is too small, or too few questions were answered by both.
fn share(one: &[u32], other: &[u32], near: Nearness) -> Option<f64> {
    // More differences than this are too many, whatever comes: most pairs end here.
    let most = (1.0 - near.share) * one.len() as f64 + 1e-6;
    let differing = one.iter().zip(other).filter(|(a, b)| a != b).count();
    if differing as f64 > most {
        return None;
    }
    let (mut equal, mut both, mut either) = (0usize, 0usize, 0usize);
    for (a, b) in one.iter().zip(other) {
        equal += usize::from(a == b && *a != 0);
        both += usize::from(*a != 0 && *b != 0);
        either += usize::from(*a != 0 || *b != 0);
    }
    let share = equal as f64 / either as f64;
    (both >= near.items && share >= near.share).then_some(share)
}

/// Sets of questions, of which a matching pair agrees in at least one as a whole.
fn choices(width: usize, share: f64) -> Vec<Vec<usize>> {
    if width == 0 {
        return Vec::new();
    }
    let differing = (1..=width).rev().find(|differ| {
        // The largest number of differing answers that still is a match.
        (width - differ) as f64 / width as f64 >= share
    });
    let differing = differing.unwrap_or(0);
    // The more bands must agree, the fewer patterns do so by chance; more choices cost more sorting.
    let agree = (1..=width.saturating_sub(differing).max(1))
        .take_while(|agree| binomial(differing + agree, *agree) <= CHOICES)
        .last()
        .unwrap_or(1);
    let bands = (differing + agree).min(width);
    // Neighbouring questions are answered alike, so each band takes questions from all over.
    let band = |number: usize| (0..width).filter(move |question| question % bands == number);
    combinations(bands, agree.min(bands))
        .into_iter()
        .map(|chosen| chosen.into_iter().flat_map(band).collect())
        .collect()
}

/// How many ways there are to choose `k` of `n`; at most a million.
fn binomial(n: usize, k: usize) -> usize {
    (0..k.min(n - k)).fold(1usize, |ways, at| (ways * (n - at) / (at + 1)).min(1_000_000))
}

/// All ways to choose `k` of the numbers below `n`, in order.
fn combinations(n: usize, k: usize) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    let mut chosen: Vec<usize> = (0..k).collect();
    loop {
        all.push(chosen.clone());
        let Some(at) = (0..k).rev().find(|&at| chosen[at] + k - at < n) else {
            return all;
        };
        chosen[at] += 1;
        for next in at + 1..k {
            chosen[next] = chosen[next - 1] + 1;
        }
    }
}

/// Shows pairs of patterns that agree in a choice of questions, the earlier first.
fn each_candidate(patterns: &[Pattern<'_>], choice: &[usize], mut see: impl FnMut(usize, usize)) {
    // Patterns of one hash are looked at closely anyway, so that two keys of one hash cost time and nothing else.
    let key = |pattern: &Pattern<'_>| {
        choice.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, question| {
            (sum ^ u64::from(pattern.answers[*question]))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
        })
    };
    let mut sorted: Vec<(u64, usize)> = patterns.iter().map(key).zip(0..).collect();
    sorted.sort_unstable();
    for alike in sorted.chunk_by_mut(|(one, _), (other, _)| one == other) {
        if alike.len() > NEIGHBOURS {
            alike.sort_unstable_by(|(_, one), (_, other)| patterns[*one].answers.cmp(patterns[*other].answers));
        }
        for (at, (_, one)) in alike.iter().enumerate() {
            for (_, other) in alike[at + 1..].iter().take(NEIGHBOURS) {
                see(*one.min(other), *one.max(other));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WaveId;
    use crate::quality::traits::blank;
    use proptest::prelude::*;

    fn traits(rows: &[Vec<u32>]) -> Vec<Traits> {
        let one = |(at, given): (usize, &Vec<u32>)| Traits {
            response: format!("r{at:04}"),
            submitted: i64::try_from(at).unwrap(),
            given: given.clone(),
            values: VARIED,
            ..blank(WaveId::new("2026Q1"))
        };
        rows.iter().enumerate().map(one).collect()
    }

    fn found(rows: &[Vec<u32>], near: Nearness) -> BTreeMap<usize, Match> {
        let traits = traits(rows);
        let all: Vec<&Traits> = traits.iter().collect();
        let order: Vec<usize> = (0..all.len()).collect();
        matches(&all, &order, near)
    }

    #[test]
    fn a_copy_with_a_few_answers_changed_is_found_at_its_share() {
        let first: Vec<u32> = (0..20).map(|at| at % 5 + 1).collect();
        let mut copy = first.clone();
        // Three of twenty changed: 85 % are equal.
        for at in [0, 7, 13] {
            copy[at] = copy[at] % 5 + 1;
        }
        let mut other = copy.clone();
        other[19] = other[19] % 5 + 1;
        let near = Nearness { share: 0.85, items: 15 };
        let got = found(&[first.clone(), copy, other.clone(), first], near);
        // The third is one off the copy (95 %), and four off the first (80 %).
        assert_eq!(got[&1], Match { with: 0, share: 0.85 });
        assert_eq!(got[&2], Match { with: 1, share: 0.95 });
        assert_eq!(got[&3], Match { with: 0, share: 1.0 });
        assert_eq!(got.len(), 3);
    }

    #[test]
    fn blanks_that_only_one_left_count_as_different() {
        let first: Vec<u32> = (0..20).map(|at| at % 5 + 1).collect();
        let mut part = first.clone();
        part[..4].fill(0);
        let near = Nearness { share: 0.85, items: 15 };
        assert!(found(&[first.clone(), part.clone()], near).is_empty(), "16 of 20");
        let near = Nearness { share: 0.8, items: 17 };
        assert!(found(&[first, part], near).is_empty(), "both answered 16 only");
    }

    #[test]
    fn choices_are_few_and_cover_all_questions() {
        for width in [5, 20, 40, 200] {
            let all = choices(width, 0.85);
            assert!(!all.is_empty() && all.len() <= CHOICES, "{width}: {}", all.len());
            let covered: std::collections::BTreeSet<usize> = all.iter().flatten().copied().collect();
            assert_eq!(covered.len(), width);
        }
    }

    proptest! {
        /// What is found is what a look at every pair finds.
        #[test]
        fn no_matching_pair_is_missed(
            rows in prop::collection::vec(prop::collection::vec(0..3_u32, 12), 2..40),
            share in prop_oneof![Just(0.6), Just(0.75), Just(0.85), Just(0.95)],
        ) {
            let near = Nearness { share, items: 4 };
            let got = found(&rows, near);
            for later in 0..rows.len() {
                let mut best: Option<f64> = None;
                for earlier in 0..later {
                    if let Some(one) = super::share(&rows[earlier], &rows[later], near) {
                        best = Some(best.map_or(one, |best| best.max(one)));
                    }
                }
                prop_assert_eq!(got.get(&later).map(|found| found.share), best, "{}", later);
            }
        }
    }
}
