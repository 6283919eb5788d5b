//! Random order that everyone can draw again: from the id of the response and the name of what is ordered.

use crate::model::Id;
use crate::model::RandomOrder;
use std::collections::BTreeSet;

/// The order in which `count` things stand for one response: positions as defined, in the order shown. Anchors keep their place.
#[must_use]
pub fn order(response: &str, of: &Id, count: usize, random: &RandomOrder) -> Vec<usize> {
    let anchors: BTreeSet<usize> = random.anchors.iter().copied().collect();
    shuffled(seed(&format!("{response}/{of}")), count, |at| anchors.contains(&at))
}

/// Positions `0..count`, those that are not kept shuffled among their places (Fisher and Yates, from the end).
#[must_use]
pub fn shuffled(seed: u32, count: usize, kept: impl Fn(usize) -> bool) -> Vec<usize> {
    let places: Vec<usize> = (0..count).filter(|&at| !kept(at)).collect();
    let mut drawn = places.clone();
    let mut state = seed;
    for last in (1..drawn.len()).rev() {
        let chosen = (u64::from(mulberry32(&mut state)) * (last as u64 + 1)) >> 32;
        drawn.swap(last, usize::try_from(chosen).unwrap_or(last));
    }
    let mut order: Vec<usize> = (0..count).collect();
    for (place, at) in places.into_iter().zip(drawn) {
        order[place] = at;
    }
    order
}

/// FNV-1a of 32 bits.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft).
pub(super) fn seed(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The next 32 bits of T. Ettinger's mulberry32 generator.
fn mulberry32(state: &mut u32) -> u32 {
    *state = state.wrapping_add(0x6d2b_79f5);
    let mut mixed = (*state ^ (*state >> 15)).wrapping_mul(*state | 1);
    mixed ^= mixed.wrapping_add((mixed ^ (mixed >> 7)).wrapping_mul(mixed | 0x3d));
    mixed ^ (mixed >> 14)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_those_of_the_published_test_vectors() {
        for (text, hash) in [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
            assert_eq!(seed(text), hash, "{text}");
        }
    }

    #[test]
    fn anchors_stay_and_nothing_is_lost() {
        for seed in 0..200 {
            let order = shuffled(seed, 9, |at| at == 2 || at == 8);
            assert_eq!((order[2], order[8]), (2, 8));
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..9).collect::<Vec<_>>());
        }
        assert_eq!(shuffled(7, 0, |_| false), Vec::<usize>::new());
    }

    /// Of the 24 orders of four things each comes about equally often: chi-square with 23 degrees of freedom is below its
    /// 99.9 % point, 49.73.
    #[test]
    fn every_order_is_as_likely() {
        let mut counts = std::collections::BTreeMap::new();
        let draws = 24_000_u32;
        for response in 0..draws {
            *counts
                .entry(shuffled(seed(&format!("{response}/q")), 4, |_| false))
                .or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 24);
        let expected = f64::from(draws) / 24.0;
        let chi: f64 = counts
            .values()
            .map(|n| (f64::from(*n) - expected).powi(2) / expected)
            .sum();
        assert!(chi < 49.73, "{chi}");
    }
}
