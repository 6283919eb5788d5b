//! What a part says of each code of the one coded column it depends on.

use crate::logic::missing::Missing;
use crate::logic::value::Row;
use crate::logic::value::Value;

/// A row in which the one slot asked for has a given value.
pub(super) struct Only(pub(super) Value<'static>);

impl Row for Only {
    fn get(&self, _slot: usize) -> Value<'_> {
        self.0.clone()
    }
}

/// The result for each code of one coded column: its options, then the kinds of missing from the last code down, then what no
/// code should be.
pub(super) struct Table<T> {
    options: usize,
    results: Vec<T>,
}

impl<T: Copy> Table<T> {
    pub(super) fn new(options: usize, ask: impl Fn(&dyn Row) -> T) -> Self {
        let codes = (0..options)
            .filter_map(|code| u32::try_from(code).ok())
            .map(Value::Option);
        let kinds = Missing::ALL.into_iter().chain([Missing::Invalid]).map(Value::Missing);
        Self {
            options,
            results: codes.chain(kinds).map(|value| ask(&Only(value))).collect(),
        }
    }

    pub(super) fn look_up(&self, codes: &[u16]) -> Vec<T> {
        let last = self.results[self.results.len() - 1];
        let find = |code: &u16| {
            let code = *code;
            let place = if usize::from(code) < self.options {
                usize::from(code)
            } else {
                self.options + usize::from((u16::MAX - code).min(8))
            };
            self.results.get(place).copied().unwrap_or(last)
        };
        codes.iter().map(find).collect()
    }
}
