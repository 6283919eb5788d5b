//! Numbers that stand for kinds of missing where a format knows only numbers: the same eight for all columns if possible, and
//! never one that is an answer.

use crate::logic::Missing;

/// The first of eight numbers, going down: `-91` for the first kind, `-98` for the last.
const FIRST: [i32; 5] = [-91, -991, -9_991, -999_991, -99_999_991];

/// Which of the eights of numbers an answer stands in the way of, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken(u8);

impl Taken {
    /// An answer was seen.
    pub fn see(&mut self, value: f64) {
        if value > f64::from(FIRST[0]) {
            return;
        }
        for (at, first) in FIRST.into_iter().enumerate() {
            let (high, low) = (f64::from(first), f64::from(first - 7));
            if (low..=high).contains(&value) {
                self.0 |= 1 << at;
            }
        }
    }

    /// The numbers that are free; `None` when answers stand in all of them.
    #[must_use]
    pub fn codes(self) -> Option<Codes> {
        let free = (0..FIRST.len()).find(|at| self.0 >> at & 1 == 0)?;
        Some(Codes { first: FIRST[free] })
    }
}

/// A number for each kind of missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    first: i32,
}

impl Codes {
    /// The number of a kind.
    #[must_use]
    pub fn of(self, kind: Missing) -> i32 {
        self.first - i32::from(kind.index())
    }

    /// The lowest and the highest of them.
    #[must_use]
    pub fn range(self) -> (i32, i32) {
        (self.first - 7, self.first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_make_way_for_answers() {
        let mut taken = Taken::default();
        taken.see(5.0);
        assert_eq!(taken.codes().unwrap().range(), (-98, -91));
        assert_eq!(taken.codes().unwrap().of(Missing::Skipped), -93);
        taken.see(-95.0);
        assert_eq!(taken.codes().unwrap().range(), (-998, -991));
        for answer in [-991.0, -9_998.0, -999_995.0, -99_999_991.0] {
            taken.see(answer);
        }
        assert_eq!(taken.codes(), None);
    }
}
