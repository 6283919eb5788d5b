//! Which rows are one response, and which of several versions counts.
//!
//! Every id takes 18 to 21 bytes, so that ten million responses can be told apart in two hundred megabytes. Ids are compared
//! by a hash of 72 bits: among ten million the chance that any two different ids fall together is below 1 in 90,000,000.

use super::setup::Contested;
use super::setup::Verdict;
use super::sorted::Sorted;
use crate::response::NO_TIME;
use std::collections::BTreeMap;
use std::hash::DefaultHasher;
use std::hash::Hasher;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    /// The response came already, in this or a later version.
    Superseded,
    /// Another row has the same id and time, and other content.
    Conflicting,
}

/// The ids met so far.
#[derive(Debug)]
pub(super) struct Register {
    met: Sorted,
    contested: BTreeMap<IdHash, Verdict>,
    /// Verdicts of a first reading; with them rows are judged one by one.
    known: Contested,
}

/// A hash of an id, 72 bits; the first 64 of them are not all 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct IdHash(u64, u8);

/// The hash of an id.
pub(super) fn hash_id(id: &[u8]) -> IdHash {
    let mut hasher = DefaultHasher::new();
    hasher.write(id);
    let first = hasher.finish();
    hasher.write_u8(0xff);
    IdHash(first.max(1), hasher.finish() as u8)
}

/// A hash of 24 bits of a row's bytes, told apart only among rows of one id.
pub(super) fn hash_content(bytes: &[u8]) -> u32 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut sum: u64 = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        sum = (sum.rotate_left(23) ^ u64::from_le_bytes(*word)).wrapping_mul(K);
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    sum = (sum.rotate_left(23) ^ u64::from_le_bytes(last)).wrapping_mul(K);
    ((sum ^ (sum >> 29)).wrapping_mul(K) >> 40) as u32
}

/// A hash of 24 bits of some cells of a row, told apart only among rows of one id.
pub(super) fn hash_cells<'a>(cells: impl Iterator<Item = &'a [u8]>) -> u32 {
    let sum = cells.fold(0, |sum: u32, cell| {
        sum.rotate_left(7).wrapping_mul(0x9e37_79b1) ^ hash_content(cell)
    });
    (sum ^ sum >> 13) & CONTENT
}

/// The time of a version: modified, else submitted; 0 when neither is known.
pub(super) fn version_time(modified: i64, submitted: i64) -> u32 {
    let time = if modified == NO_TIME { submitted } else { modified };
    u32::try_from(time.max(0)).unwrap_or(u32::MAX)
}

/// Where the hash of a content may have bits.
const CONTENT: u32 = (1 << 24) - 1;

impl Register {
    pub(super) fn new(known: Contested) -> Self {
        Self {
            met: Sorted::default(),
            contested: BTreeMap::new(),
            known,
        }
    }

    /// Judges one version of one response.
    pub(super) fn judge(&mut self, id: IdHash, time: u32, content: u32) -> Fate {
        if let Some(verdict) = self.known.0.get(&id) {
            if time < verdict.time || (!verdict.conflict && content != verdict.content) {
                return Fate::Superseded;
            }
            if verdict.conflict {
                return Fate::Conflicting;
            }
        }
        let version = u64::from(time) << 32 | u64::from(content & CONTENT) << 8;
        let Some((_, first)) = self.met.insert((id.0, version | u64::from(id.1))) else {
            return Fate::Kept;
        };
        let start = Verdict {
            time: (first >> 32) as u32,
            content: (first >> 8) as u32 & CONTENT,
            conflict: false,
            first_stands: true,
        };
        let best = self.contested.entry(id).or_insert(start);
        if time > best.time {
            *best = Verdict {
                time,
                content,
                conflict: false,
                first_stands: false,
            };
        } else if time == best.time && content != best.content {
            best.conflict = true;
        }
        Fate::Superseded
    }

    /// The responses for which what was kept is not what counts.
    pub(super) fn contested(&self) -> Contested {
        let unsettled = self
            .contested
            .iter()
            .filter(|(_, verdict)| verdict.conflict || !verdict.first_stands);
        Contested(unsettled.map(|(id, verdict)| (*id, *verdict)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_version_counts_whichever_comes_first() {
        let versions = [(5, 1), (9, 2), (7, 3), (9, 2)];
        let mut register = Register::new(Contested::default());
        let fates: Vec<Fate> = versions
            .iter()
            .map(|&(time, content)| register.judge(IdHash(42, 0), time, content))
            .collect();
        assert_eq!(fates[0], Fate::Kept);
        let contested = register.contested();
        assert_eq!(contested.len(), 1);
        let mut again = Register::new(contested);
        let fates: Vec<Fate> = versions
            .iter()
            .map(|&(time, content)| again.judge(IdHash(42, 0), time, content))
            .collect();
        assert_eq!(
            fates,
            [Fate::Superseded, Fate::Kept, Fate::Superseded, Fate::Superseded]
        );
        assert!(again.contested().is_empty());
    }

    #[test]
    fn equal_times_with_different_content_refuse_both() {
        let mut register = Register::new(Contested::default());
        register.judge(IdHash(7, 0), 3, 1);
        register.judge(IdHash(7, 0), 3, 2);
        let mut again = Register::new(register.contested());
        assert_eq!(
            [
                again.judge(IdHash(7, 0), 3, 1),
                again.judge(IdHash(7, 0), 3, 2),
                again.judge(IdHash(7, 0), 2, 2)
            ],
            [Fate::Conflicting, Fate::Conflicting, Fate::Superseded]
        );
    }

    #[test]
    fn a_repeated_row_needs_no_second_reading() {
        let mut register = Register::new(Contested::default());
        assert_eq!(
            [
                register.judge(IdHash(7, 0), 3, 1),
                register.judge(IdHash(7, 0), 3, 1),
                register.judge(IdHash(7, 0), 2, 9)
            ],
            [Fate::Kept, Fate::Superseded, Fate::Superseded]
        );
        assert!(register.contested().is_empty());
    }

    #[test]
    fn a_hundred_thousand_ids_are_told_apart() {
        let mut register = Register::new(Contested::default());
        assert!((0..100_000_u32).all(|id| register.judge(hash_id(&id.to_le_bytes()), 0, 0) == Fate::Kept));
        assert_eq!(register.judge(hash_id(&77_u32.to_le_bytes()), 0, 0), Fate::Superseded);
    }
}
