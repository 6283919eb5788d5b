//! A table of many small entries in the order of their keys, without ever being held twice.
//!
//! Where an entry belongs is the share of its key in all keys, so the table stays sorted by key. It lives in pages of one
//! size: when it grows, entries stream into new pages while old ones are given back, and the memory of a page given back
//! serves the next. At least three quarters of the slots are in use, whatever the number of entries.
//!
//! Source: linear probing in order of keys, Celis, Larson and Munro (1985), "Robin Hood hashing", FOCS, 281–288; Amble and
//! Knuth (1974), The Computer Journal 17(2), 135–142.

/// An entry: the key in the top bits of the first word and the bottom byte of the second; the first word is not 0.
pub(super) type Entry = (u64, u64);

/// Slots of a page: 64 KiB.
const PAGE: usize = 4096;
/// Slots of the smallest table.
const SMALLEST: usize = 64;

/// Entries, each key once.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    pages: Vec<Vec<Entry>>,
    /// Slots that are the home of a key; behind them stand those that found theirs taken.
    homes: usize,
    used: usize,
}

fn key(entry: &Entry) -> (u64, u64) {
    (entry.0, entry.1 & 0xff)
}

impl Sorted {
    /// Puts an entry in, or gives the one of the same key that is there.
    pub(super) fn insert(&mut self, new: Entry) -> Option<Entry> {
        if self.used * 8 >= self.homes * 7 {
            self.grow();
        }
        let mut at = self.home(&new);
        while let Some(there) = self.get(at).filter(|there| there.0 != 0) {
            match key(&there).cmp(&key(&new)) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Equal => return Some(there),
                std::cmp::Ordering::Greater => break,
            }
        }
        self.used += 1;
        // Whoever stands there moves on by one, up to the next free slot.
        let mut moving = new;
        while moving.0 != 0 {
            moving = self.exchange(at, moving);
            at += 1;
        }
        None
    }

    fn home(&self, entry: &Entry) -> usize {
        home(entry, self.homes)
    }

    fn get(&self, at: usize) -> Option<Entry> {
        self.pages.get(at / PAGE)?.get(at % PAGE).copied()
    }

    /// Puts an entry into a slot and gives what stood there.
    fn exchange(&mut self, at: usize, entry: Entry) -> Entry {
        if at / PAGE == self.pages.len() {
            self.pages.push(vec![(0, 0); PAGE.min(self.homes)]);
        }
        let page = &mut self.pages[at / PAGE];
        if at % PAGE >= page.len() {
            page.resize(at % PAGE + 1, (0, 0));
        }
        std::mem::replace(&mut page[at % PAGE], entry)
    }

    /// Makes room for an eighth more.
    fn grow(&mut self) {
        let homes = (self.homes + self.homes / 8).max(SMALLEST);
        let mut old = std::mem::take(&mut self.pages);
        let (mut page, mut next) = (Vec::with_capacity(PAGE), 0);
        // From the first key on; what was read is given back page by page.
        old.reverse();
        while let Some(entries) = old.pop() {
            for entry in entries.into_iter().filter(|entry| entry.0 != 0) {
                let at = home(&entry, homes).max(next);
                while next <= at {
                    if page.len() == PAGE {
                        self.pages.push(std::mem::replace(&mut page, Vec::with_capacity(PAGE)));
                    }
                    page.push(if next == at { entry } else { (0, 0) });
                    next += 1;
                }
            }
        }
        self.pages.push(page);
        self.homes = homes;
    }
}

/// Where the search for a key begins: its share of all keys.
fn home(entry: &Entry, homes: usize) -> usize {
    usize::try_from((u128::from(entry.0) * homes as u128) >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// It answers as a map of the standard library does, also when keys crowd together.
        #[test]
        fn it_is_a_map(keys in prop::collection::vec((prop_oneof![1..40_u64, (u64::MAX - 9)..=u64::MAX, any::<u64>().prop_map(|key| key.max(1))], 0..3_u64), 0..600)) {
            let (mut table, mut map) = (Sorted::default(), BTreeMap::new());
            for (order, (word, byte)) in (1..).zip(keys) {
                let entry = (word, order << 8 | byte);
                let before = map.get(&(word, byte)).copied();
                prop_assert_eq!(table.insert(entry), before);
                map.entry((word, byte)).or_insert(entry);
            }
            prop_assert_eq!(table.used, map.len());
            let kept: Vec<Entry> = table.pages.iter().flatten().copied().filter(|entry| entry.0 != 0).collect();
            prop_assert_eq!(kept, map.into_values().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_hundred_thousand_take_a_fifth_more_room_than_they_need() {
        let mut table = Sorted::default();
        let mut key = 1_u64;
        for _ in 0..100_000 {
            key = key.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(1);
            assert_eq!(table.insert((key.max(1), 0)), None);
        }
        let slots: usize = table.pages.iter().map(Vec::capacity).sum();
        assert!(slots * 4 <= 100_000 * 5 + PAGE * 4 * 2, "{slots} slots");
    }
}
