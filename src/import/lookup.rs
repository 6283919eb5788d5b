//! From the bytes of a cell to the code of an option, as fast as most cells repeat.
//!
//! A [`Labels`] knows what every writing means; a [`Memo`] remembers what it said about the cells seen so far.

use super::number;
use super::number::NumberForm;
use super::profile::Affixes;
use super::quarantine::Reason;
use super::records::Block;
use super::records::Field;
use super::text;
use crate::definition::mapping::Entry;
use crate::logic::Missing;
use crate::logic::code_missing;
use crate::logic::missing_code;
use crate::model::Domain;
use crate::model::OptionList;
use crate::model::Recoded;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

/// What a cell says, before it is known to be an answer of its domain.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said<'a> {
    Blank,
    Missing(Missing),
    Words(&'a str),
}

/// What cells of one variable mean whatever its domain: the mapping's values and the words for missing answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Meanings {
    exact: BTreeMap<String, String>,
    normal: BTreeMap<String, String>,
    /// Entries that are numbers, by their plainest writing: `9` stands for `9.0` and `09` too.
    numbers: BTreeMap<String, String>,
}

/// The plainest writing of a cell that is a number.
fn plainest(cell: &str) -> Option<String> {
    number::parse(cell, NumberForm::default()).map(|number| format!("{number}"))
}

impl Meanings {
    /// The mapping's entries, those for all variables first, so that the variable's own win.
    pub(super) fn new<'a>(maps: impl Iterator<Item = &'a BTreeMap<String, Entry>>) -> Self {
        let mut found = Self::default();
        for (cell, target) in maps.flatten() {
            found.exact.insert(text::trimmed(cell).to_owned(), target.text.clone());
            found.normal.insert(text::normal(cell), target.text.clone());
            if let Some(number) = plainest(text::trimmed(cell)) {
                found.numbers.insert(number, target.text.clone());
            }
        }
        found
    }

    pub(super) fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }

    /// Reads a cell: `Err` for bytes that are no text.
    pub(super) fn read<'a>(&'a self, bytes: &'a [u8]) -> Result<Said<'a>, Reason> {
        let cell = text::utf8(bytes).ok_or(Reason::Undecodable)?;
        if bytes.contains(&0) {
            return Err(Reason::NulByte);
        }
        let cell = text::trimmed(cell);
        let meant = self.exact.get(cell).or_else(|| {
            if self.normal.is_empty() {
                None
            } else {
                self.normal.get(&text::normal(cell))
            }
        });
        let meant = meant.or_else(|| {
            let looks = !self.numbers.is_empty()
                && cell.starts_with(|c: char| c.is_numeric() || matches!(c, '-' | '+' | '.' | '−'));
            looks.then(|| self.numbers.get(&plainest(cell)?)).flatten()
        });
        let cell = meant.map_or(cell, String::as_str);
        Ok(match cell {
            "" => Said::Blank,
            // 问卷星 writes these two for what was left blank and what its routing left out.
            "(空)" => Said::Missing(Missing::Skipped),
            "(跳过)" => Said::Missing(Missing::NotAsked),
            _ => bracketed(cell).map_or(Said::Words(cell), Said::Missing),
        })
    }
}

/// `<skipped>` and the like.
pub(super) fn bracketed(cell: &str) -> Option<Missing> {
    Missing::from_code(cell.strip_prefix('<')?.strip_suffix('>')?)
}

/// What every writing of a list's options means.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    ids: BTreeMap<String, u16>,
    /// Normalised ids, labels of all languages, values and missing labels.
    keys: BTreeMap<String, BTreeSet<u16>>,
    values: BTreeMap<i64, u16>,
    missing_values: BTreeMap<i64, u16>,
    form: NumberForm,
    ordered: bool,
    /// The option that opens a box for words.
    pub(super) other: Option<u16>,
    /// What may stand around an option in a cell.
    pub(super) affixes: Affixes,
    pub(super) meanings: Meanings,
}

impl Labels {
    pub(super) fn new(domain: &Domain, list: &OptionList, form: NumberForm, meanings: Meanings) -> Self {
        let ordered = matches!(domain, Domain::Rating(_));
        let mut labels = Self {
            ids: BTreeMap::new(),
            keys: BTreeMap::new(),
            values: BTreeMap::new(),
            missing_values: BTreeMap::new(),
            form,
            ordered,
            other: list
                .options
                .iter()
                .position(|option| option.other)
                .and_then(|at| u16::try_from(at).ok()),
            affixes: Affixes::default(),
            meanings,
        };
        for (position, option) in list.options.iter().enumerate() {
            let Ok(code) = u16::try_from(position) else { continue };
            labels.ids.insert(option.id.as_str().to_owned(), code);
            labels.values.insert(i64::from(option.value), code);
            labels.key(option.id.as_str(), code);
            labels.key(&option.value.to_string(), code);
            for (_, wording) in option.text.all() {
                labels.key(wording, code);
                if option.other {
                    for wording in text::other_writings(wording) {
                        labels.key(&wording, code);
                    }
                }
            }
        }
        for option in &list.missing {
            let code = missing_code(option.kind);
            if let Some(value) = option.value {
                labels.missing_values.insert(i64::from(value), code);
            }
            for (_, wording) in option.text.all() {
                labels.key(wording, code);
            }
        }
        for kind in Missing::ALL {
            labels.ids.entry(kind.code().to_owned()).or_insert(missing_code(kind));
        }
        labels
    }

    /// Adds writings of options that are none today; what an option of today is called stays that option's.
    pub(super) fn formerly(&mut self, list: &OptionList, writings: &[(String, Recoded)]) {
        for (writing, now) in writings {
            let key = text::normal(writing);
            let code = match now {
                Recoded::Value(value) => list.position_of_value(*value).and_then(|at| u16::try_from(at).ok()),
                Recoded::Missing(kind) => Some(missing_code(*kind)),
                Recoded::Dropped => Some(missing_code(Missing::NotInVersion)),
            };
            if let Some(code) = code.filter(|_| !key.is_empty()) {
                self.keys.entry(key).or_insert_with(|| [code].into());
            }
        }
    }

    fn key(&mut self, text: &str, code: u16) {
        let key = text::normal(text);
        if !key.is_empty() {
            self.keys.entry(key).or_default().insert(code);
        }
    }

    /// Normalised writings of options, for cells that hold several.
    pub(super) fn option_keys(&self) -> impl Iterator<Item = (&str, u16)> {
        let single = self.keys.iter().filter(|(_, codes)| codes.len() == 1);
        single.filter_map(|(key, codes)| Some((key.as_str(), *codes.first()?)))
    }

    /// The code of a cell: an option's position or the code of a kind of missing; blank is `skipped`.
    pub(super) fn code(&self, bytes: &[u8]) -> Result<u16, Reason> {
        match self.meanings.read(bytes)? {
            Said::Blank => Ok(missing_code(Missing::Skipped)),
            Said::Missing(kind) => Ok(missing_code(kind)),
            Said::Words(words) => match self.code_of(words) {
                Err(Reason::UnknownOption) if self.with_words(words).is_some() => Err(Reason::BesideOption),
                found => found,
            },
        }
    }

    /// An option with the respondent's own words beside it, as the platform writes them.
    pub(super) fn with_words<'a>(&self, cell: &'a str) -> Option<(u16, &'a str)> {
        for [open, close] in &self.affixes.own_words {
            let Some(inner) = cell.strip_suffix(close.as_str()).filter(|_| !open.is_empty()) else {
                continue;
            };
            for (at, _) in inner.match_indices(open.as_str()) {
                let code = self.code_of(text::trimmed(&inner[..at])).ok();
                if let Some(code) = code.filter(|code| code_missing(*code).is_none()) {
                    return Some((code, text::trimmed(&inner[at + open.len()..])));
                }
            }
        }
        self.other.filter(|_| self.own_words_alone()).map(|other| (other, cell))
    }

    /// Whether own words may be all that a cell holds.
    pub(super) fn own_words_alone(&self) -> bool {
        self.affixes.own_words.iter().any(|[open, _]| open.is_empty())
    }

    /// As [`Labels::code`], for words already read; what a platform writes around answers is taken off when the whole is none.
    pub(super) fn code_of(&self, words: &str) -> Result<u16, Reason> {
        if let Some(other) = self
            .other
            .filter(|_| self.affixes.other.iter().any(|code| code == words))
        {
            return Ok(other);
        }
        let whole = self.code_of_whole(words);
        if let (Err(Reason::UnknownOption), Some(code)) = (whole, self.point_with_words(words)) {
            return Ok(code);
        }
        match (whole, self.affixes.strip(words)) {
            (Err(Reason::UnknownOption | Reason::OffScale), Some(inner)) => self.code_of_whole(inner).or(whole),
            _ => whole,
        }
    }

    /// A point of a scale with its number and words, as some forms write both: `5 - Very satisfied`, `Satisfied (4)`, `4分`, `★★★★`.
    /// The number counts, unless the words are those of another point.
    fn point_with_words(&self, words: &str) -> Option<u16> {
        if !self.ordered {
            return None;
        }
        let words: String = text::normal(words);
        let stars = words.chars().filter(|c| *c == '★').count();
        if stars > 0 && words.chars().all(|c| matches!(c, '★' | '☆' | ' ')) {
            return self.values.get(&i64::try_from(stars).ok()?).copied();
        }
        let (number, rest) = number_and_rest(&words)?;
        let code = *self.values.get(&number)?;
        let of_words = self.keys.get(rest).filter(|_| !rest.is_empty());
        of_words.is_none_or(|codes| codes.contains(&code)).then_some(code)
    }

    fn code_of_whole(&self, words: &str) -> Result<u16, Reason> {
        if let Some(&code) = self.ids.get(words) {
            return Ok(code);
        }
        if let Some(codes) = self.keys.get(&text::normal(words)) {
            let mut all = codes.iter();
            return match (all.next(), all.next()) {
                (Some(&code), None) => Ok(code),
                _ => Err(Reason::AmbiguousLabel),
            };
        }
        let Some(number) = number::parse(words, self.form) else {
            return Err(Reason::UnknownOption);
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturates, and is compared with the number itself"
        )]
        let whole = number as i64;
        let exact = (number - whole as f64).abs() < f64::EPSILON;
        let known = self
            .values
            .get(&whole)
            .or_else(|| self.missing_values.get(&whole))
            .filter(|_| exact);
        known.copied().ok_or(if self.ordered {
            Reason::OffScale
        } else {
            Reason::UnknownOption
        })
    }
}

/// The whole number that stands before words, with a mark between them, behind them in brackets, or before a unit; and the words.
fn number_and_rest(words: &str) -> Option<(i64, &str)> {
    const MARKS: [&str; 9] = [" - ", " – ", " — ", ". ", "、", ": ", ":", "= ", "="];
    const UNITS: [&str; 7] = ["分", "星", "点", "stars", "star", "points", "point"];
    let sign = usize::from(words.starts_with('-'));
    let digits = words[sign..].bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let (number, behind) = words.split_at(sign + digits);
        let number = number.parse().ok()?;
        if UNITS.contains(&behind.trim()) {
            return Some((number, ""));
        }
        if let Some(rest) = MARKS.iter().find_map(|mark| behind.strip_prefix(mark)) {
            return (!rest.trim().is_empty()).then_some((number, rest.trim()));
        }
        let bracketed = behind.trim().strip_prefix('(')?.strip_suffix(')')?;
        return Some((number, bracketed.trim()));
    }
    let (rest, number) = words.strip_suffix(')')?.rsplit_once('(')?;
    let number = number.trim().trim_end_matches('分').parse().ok()?;
    Some((number, rest.trim()))
}

/// Codes from here to those of the kinds of missing stand for reasons.
const REASONS: u16 = 60_100;
const UNSEEN: u16 = 60_099;
const MOST_LONG: usize = 20_000;

/// Remembers the codes of cells.
#[derive(Debug, Clone)]
pub(super) struct Memo {
    one: Box<[u16; 256]>,
    /// Cells of up to 15 bytes, direct-mapped; the upper byte of a key is its length.
    short: Vec<(u128, u16)>,
    long: HashMap<Box<[u8]>, u16>,
    shift: u32,
    blank: u16,
}

impl Memo {
    /// For a variable of so many options.
    pub(super) fn new(options: usize) -> Self {
        let slots = (options * 4).next_power_of_two().clamp(64, 1 << 14);
        let shift = 64 - slots.trailing_zeros();
        Self {
            one: Box::new([UNSEEN; 256]),
            short: vec![(0, 0); slots],
            long: HashMap::new(),
            shift,
            blank: UNSEEN,
        }
    }

    /// The code of a cell, asked of `labels` when it is new.
    #[inline]
    pub(super) fn code(
        &mut self,
        block: &Block,
        field: Field,
        labels: impl Fn(&[u8]) -> Result<u16, Reason>,
    ) -> Result<u16, Reason> {
        let (start, end) = field.range();
        let length = end - start;
        if !field.is_raw() && length < 16 {
            if length == 1 {
                let at = usize::from(block.bytes[start]);
                if self.one[at] == UNSEEN {
                    self.one[at] = encode(labels(&block.bytes[start..end]));
                }
                return decode(self.one[at]);
            }
            if length == 0 {
                if self.blank == UNSEEN {
                    self.blank = encode(labels(b""));
                }
                return decode(self.blank);
            }
            if let Some(window) = block
                .bytes
                .get(start..start + 16)
                .and_then(|bytes| bytes.try_into().ok())
            {
                let bytes: [u8; 16] = window;
                let bits = u128::from_le_bytes(bytes) & ((1 << (length * 8)) - 1);
                let key = bits | ((length as u128) << 120);
                let slot = spread(key, self.shift);
                let (known, code) = self.short[slot];
                if known == key {
                    return decode(code);
                }
                let found = labels(&block.bytes[start..end]);
                self.short[slot] = (key, encode(found));
                return found;
            }
        }
        self.long(block, field, labels)
    }

    fn long(
        &mut self,
        block: &Block,
        field: Field,
        labels: impl Fn(&[u8]) -> Result<u16, Reason>,
    ) -> Result<u16, Reason> {
        let raw = block.raw(field);
        if let Some(&code) = self.long.get(raw) {
            return decode(code);
        }
        let found = if field.is_raw() {
            labels(&text::unquoted(raw))
        } else {
            labels(raw)
        };
        if self.long.len() < MOST_LONG {
            self.long.insert(raw.into(), encode(found));
        }
        found
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "folding a key into a slot loses bits on purpose"
)]
fn spread(key: u128, shift: u32) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (folded.wrapping_mul(0xff51_afd7_ed55_8ccd) >> shift) as usize
}

fn encode(found: Result<u16, Reason>) -> u16 {
    found.unwrap_or_else(|reason| REASONS + reason.index())
}

#[inline]
fn decode(code: u16) -> Result<u16, Reason> {
    match code.checked_sub(REASONS).and_then(Reason::at) {
        Some(reason) => Err(reason),
        None => Ok(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_words_are_told_apart() {
        for (text, parts) in [
            ("5 - very satisfied", Some((5, "very satisfied"))),
            ("4. satisfied", Some((4, "satisfied"))),
            ("4、满意", Some((4, "满意"))),
            ("4=满意", Some((4, "满意"))),
            ("4分", Some((4, ""))),
            ("9 stars", Some((9, ""))),
            ("4 (satisfied)", Some((4, "satisfied"))),
            ("satisfied (4)", Some((4, "satisfied"))),
            ("满意(4分)", Some((4, "满意"))),
            ("-2 - bad", Some((-2, "bad"))),
            ("4 or 5", None),
            ("4.5", None),
            ("4 -", None),
            ("satisfied", None),
            ("4月", None),
            ("", None),
        ] {
            assert_eq!(number_and_rest(text), parts, "{text}");
        }
    }
}
