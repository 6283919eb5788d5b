//! How many people two waves share, in memory that does not grow with them.
//!
//! Of each wave the people with the smallest fingerprints are kept. Below [`KEPT`] people that is everybody and the count is
//! exact; above, the kept ones of two waves below the smaller of their bounds are a random sample of both.

use crate::model::WaveId;
use crate::response::Batch;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::hash::Hash;
use std::hash::Hasher;

/// People kept of a wave.
const KEPT: usize = 1 << 16;

/// Fingerprints of the people of each wave.
#[derive(Debug, Clone, Default)]
pub struct Overlap {
    waves: BTreeMap<WaveId, BTreeSet<u64>>,
}

impl Overlap {
    /// Takes the people of a batch in; respondents must have been read. A response of nobody in particular is left out.
    pub fn take(&mut self, batch: &Batch) {
        for row in 0..batch.len() {
            let (person, wave) = (batch.meta.respondent.words(row), batch.wave(row));
            if person.is_empty() {
                continue;
            }
            match self.waves.get_mut(wave) {
                Some(known) => keep(known, fingerprint(person)),
                None => {
                    self.waves.insert(wave.clone(), BTreeSet::from([fingerprint(person)]));
                }
            }
        }
    }

    /// The share, in [0, 1], of the people of `wave` who are also in `other`; `None` when nobody is known in `wave`.
    #[must_use]
    pub fn share(&self, wave: &WaveId, other: &WaveId) -> Option<f64> {
        let nobody = BTreeSet::new();
        let (one, two) = (self.waves.get(wave)?, self.waves.get(other).unwrap_or(&nobody));
        let bound = |known: &BTreeSet<u64>| match known.last() {
            Some(last) if known.len() >= KEPT => *last,
            _ => u64::MAX,
        };
        let below = bound(one).min(bound(two));
        let sample = one.range(..=below).count();
        let shared = one.range(..=below).filter(|person| two.contains(person)).count();
        (sample > 0).then(|| shared as f64 / sample as f64)
    }

    /// The same in hundredths, rounded; all of them only where it is all.
    #[must_use]
    pub fn percent(&self, wave: &WaveId, other: &WaveId) -> Option<u8> {
        let share = self.share(wave, other)?;
        let whole = (0..=100_u8)
            .rev()
            .find(|percent| f64::from(*percent) <= 100.0 * share + 0.5)?;
        Some(if share < 1.0 { whole.min(99) } else { whole })
    }
}

fn keep(known: &mut BTreeSet<u64>, person: u64) {
    if known.len() < KEPT {
        known.insert(person);
    } else if known.last().is_some_and(|last| person < *last) && known.insert(person) {
        known.pop_last();
    }
}

/// FNV-1a, mixed so that all of its bits depend on all of the name.
fn fingerprint(name: &str) -> u64 {
    struct Fnv(u64);
    impl Hasher for Fnv {
        fn finish(&self) -> u64 {
            let x = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            let x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
            x ^ (x >> 33)
        }
        fn write(&mut self, bytes: &[u8]) {
            for byte in bytes {
                self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::Cell;

    fn people(wave: &str, names: impl Iterator<Item = usize>) -> Batch {
        let mut batch = Batch::empty(&super::super::testing::survey(false));
        let place = batch.wave_position(&WaveId::new(wave));
        for name in names {
            batch.meta.respondent.push(Cell::Text(&format!("p{name}")));
            batch.meta.wave.push(place);
        }
        batch
    }

    #[test]
    fn few_people_are_counted_and_many_are_sampled() {
        let mut few = Overlap::default();
        few.take(&people("then", 0..80));
        few.take(&people("now", 20..120));
        let (then, now) = (WaveId::new("then"), WaveId::new("now"));
        assert_eq!(few.share(&now, &then), Some(0.6));
        assert_eq!(few.share(&then, &now), Some(0.75));
        assert_eq!(few.share(&now, &WaveId::new("never")), Some(0.0));
        assert_eq!(few.share(&WaveId::new("never"), &now), None);

        let mut many = Overlap::default();
        many.take(&people("then", 0..200_000));
        many.take(&people("now", 50_000..150_000));
        let share = many.share(&then, &now).unwrap();
        // 100,000 of 200,000; a sample of some 65,000 is within a hundredth.
        assert!((share - 0.5).abs() < 0.01, "{share}");
        assert!(many.share(&now, &then).unwrap() > 0.999_999);
        assert!(many.waves.values().all(|known| known.len() == KEPT));
    }
}
