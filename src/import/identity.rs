//! Which rows are one response, and which of several versions counts.
//!
//! Every id takes 18 to 21 bytes, so that ten million responses can be told apart in two hundred megabytes. Ids are compared
//! by a hash of 72 bits: among ten million the chance that any two different ids fall together is below 1 in 90,000,000. Should they,
//! none is lost: of an id whose hash was met with other content the text is kept, and the file is read once more with it, so that
//! another id of the same hash is known to be another. Equal content is that of one id, for the id is part of it.

use super::setup::Contested;
use super::setup::Verdict;
use super::sorted::Sorted;
use crate::response::NO_TIME;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
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
    /// Verdicts of an earlier reading; with them rows are judged one by one.
    known: Contested,
    /// Hashes of which another id came than was known: what was said of them was said of two.
    fell_together: BTreeSet<IdHash>,
}

/// A hash of an id, 72 bits; the first 64 of them are not all 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct IdHash(u64, u8);

/// The hash of an id.
#[expect(
    clippy::cast_possible_truncation,
    reason = "eight bits of the second hash are what is wanted"
)]
fn hash_id(id: &[u8]) -> IdHash {
    let mut hasher = DefaultHasher::new();
    hasher.write(id);
    let first = hasher.finish();
    hasher.write_u8(0xff);
    IdHash(first.max(1), hasher.finish() as u8)
}

/// The hash of an id that shares the first with another.
fn other_hash(id: &[u8]) -> IdHash {
    hash_id(&[b"\xff\xff", id].concat())
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

/// Time and content of a version as the table keeps them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the words are taken apart again that were put together"
)]
fn unpacked(version: u64) -> (u32, u32) {
    ((version >> 32) as u32, (version >> 8) as u32 & CONTENT)
}

/// Where the hash of a content may have bits.
const CONTENT: u32 = (1 << 24) - 1;

impl Register {
    pub(super) fn new(known: Contested) -> Self {
        Self {
            met: Sorted::default(),
            contested: BTreeMap::new(),
            known,
            fell_together: BTreeSet::new(),
        }
    }

    /// Judges one version of one response.
    pub(super) fn judge(&mut self, id: &[u8], time: u32, content: u32) -> Fate {
        self.judge_as(hash_id(id), id, time, content)
    }

    /// The hash an id goes by: where an earlier reading met another id under it, one of its own.
    fn told_apart(&mut self, hash: IdHash, id: &[u8]) -> IdHash {
        let Some(verdict) = self.known.0.get(&hash) else {
            return hash;
        };
        if verdict.ids.first().is_none_or(|first| **first == *id) {
            return hash;
        }
        if !verdict.apart {
            self.fell_together.insert(hash);
        }
        other_hash(id)
    }

    fn judge_as(&mut self, hash: IdHash, id: &[u8], time: u32, content: u32) -> Fate {
        let hash = self.told_apart(hash, id);
        let verdict = self.known.0.get(&hash).filter(|verdict| !verdict.is_mixed());
        if let Some(verdict) = verdict.filter(|_| !self.fell_together.contains(&hash)) {
            if time < verdict.time || (!verdict.conflict && content != verdict.content) {
                return Fate::Superseded;
            }
            if verdict.conflict {
                return Fate::Conflicting;
            }
        }
        let version = u64::from(time) << 32 | u64::from(content & CONTENT) << 8;
        let Some((_, first)) = self.met.insert((hash.0, version | u64::from(hash.1))) else {
            return Fate::Kept;
        };
        let (first_time, first_content) = unpacked(first);
        let known = self.known.0.get(&hash);
        let best = self.contested.entry(hash).or_insert_with(|| Verdict {
            time: first_time,
            content: first_content,
            conflict: false,
            first_stands: true,
            doubtful: false,
            ids: known.map(|known| known.ids.clone()).unwrap_or_default(),
            apart: known.is_some(),
        });
        if content != first_content {
            best.doubtful = true;
            if !best.ids.iter().any(|known| **known == *id) {
                best.ids.push(id.into());
            }
        }
        if time > best.time {
            (best.time, best.content) = (time, content);
            (best.conflict, best.first_stands) = (false, false);
        } else if time == best.time && content != best.content {
            best.conflict = true;
        }
        Fate::Superseded
    }

    /// The responses for which what was kept is not what counts, or that may be two; with those of the reading before, where there
    /// are any.
    pub(super) fn contested(&self) -> Contested {
        let unsettled = self
            .contested
            .iter()
            .filter(|(_, verdict)| verdict.conflict || !verdict.first_stands || verdict.doubtful);
        let fresh: BTreeMap<IdHash, Verdict> = unsettled.map(|(id, verdict)| (*id, verdict.clone())).collect();
        if fresh.is_empty() {
            return Contested::default();
        }
        let mut all = self.known.0.clone();
        all.extend(fresh);
        Contested(all)
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
            .map(|&(time, content)| register.judge(b"42", time, content))
            .collect();
        assert_eq!(fates[0], Fate::Kept);
        let contested = register.contested();
        assert_eq!(contested.len(), 1);
        let mut again = Register::new(contested);
        let fates: Vec<Fate> = versions
            .iter()
            .map(|&(time, content)| again.judge(b"42", time, content))
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
        register.judge(b"7", 3, 1);
        register.judge(b"7", 3, 2);
        let mut again = Register::new(register.contested());
        assert_eq!(
            [
                again.judge(b"7", 3, 1),
                again.judge(b"7", 3, 2),
                again.judge(b"7", 2, 2)
            ],
            [Fate::Conflicting, Fate::Conflicting, Fate::Superseded]
        );
    }

    #[test]
    fn a_repeated_row_needs_no_second_reading() {
        let mut register = Register::new(Contested::default());
        assert_eq!(
            [
                register.judge(b"7", 3, 1),
                register.judge(b"7", 3, 1),
                register.judge(b"8", 3, 2)
            ],
            [Fate::Kept, Fate::Superseded, Fate::Kept]
        );
        assert!(register.contested().is_empty());
    }

    /// What a file of these rows comes to, with the readings it takes.
    fn settled(rows: &[(IdHash, &str, u32, u32)]) -> (Vec<Fate>, usize) {
        let mut contested = Contested::default();
        for reading in 1..9 {
            let mut register = Register::new(contested);
            let judged = rows
                .iter()
                .map(|(hash, id, time, content)| register.judge_as(*hash, id.as_bytes(), *time, *content));
            let fates: Vec<Fate> = judged.collect();
            contested = register.contested();
            if contested.is_empty() {
                return (fates, reading);
            }
        }
        panic!("it never ends: {rows:?}")
    }

    #[test]
    fn an_older_version_behind_the_newer_is_looked_at_twice_and_left_out() {
        let id = hash_id(b"7");
        assert_eq!(
            settled(&[(id, "7", 3, 1), (id, "7", 2, 9)]),
            (vec![Fate::Kept, Fate::Superseded], 2)
        );
    }

    #[test]
    fn two_ids_of_one_hash_are_both_kept_whatever_their_times() {
        let one = IdHash(5, 5);
        for times in [(1, 2), (2, 1), (3, 3)] {
            let rows = [(one, "a", times.0, 10), (one, "b", times.1, 11)];
            assert_eq!(settled(&rows).0, [Fate::Kept, Fate::Kept], "{times:?}");
        }
        // The later version of each counts.
        let rows = [
            (one, "a", 1, 10),
            (one, "b", 4, 11),
            (one, "a", 2, 12),
            (one, "b", 3, 13),
            (one, "a", 2, 12),
        ];
        let (fates, readings) = settled(&rows);
        assert_eq!(
            fates,
            [
                Fate::Superseded,
                Fate::Kept,
                Fate::Kept,
                Fate::Superseded,
                Fate::Superseded
            ]
        );
        assert!(readings <= 4, "{readings}");
    }

    #[test]
    fn a_hundred_thousand_ids_are_told_apart() {
        let mut register = Register::new(Contested::default());
        assert!((0..100_000_u32).all(|id| register.judge(&id.to_le_bytes(), 0, id) == Fate::Kept));
        assert_eq!(register.judge(&77_u32.to_le_bytes(), 0, 77), Fate::Superseded);
    }
}
