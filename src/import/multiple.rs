//! Several options in one cell, told apart by the options themselves: the longest that fits comes first, so that an
//! option may hold the separator.

use super::lookup::Labels;
use super::lookup::Said;
use super::own_words;
use super::own_words::Taken;
use super::quarantine::Reason;
use super::text;
use crate::logic::Missing;
use crate::logic::code_missing;
use std::collections::HashMap;

/// Marks that stand between options when the mapping names none.
const SEPARATORS: [char; 7] = [';', ',', '|', '┋', '\u{1}', '、', '/'];

/// What a cell of a multiple choice says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choices {
    /// The options, or why there are none.
    pub answer: Result<u128, Missing>,
    /// What could not be taken: the reason and, where a part was taken, the rest.
    pub trouble: Option<(Reason, Option<String>)>,
    /// Respondents' own words, each with the option it stands beside.
    pub own: Vec<Taken>,
}

/// Reads cells of one multiple choice.
#[derive(Debug, Clone)]
pub(super) struct ChoicesReader {
    labels: Labels,
    /// Writings of options, the longest first.
    options: Vec<(String, u16)>,
    separator: Option<char>,
    memo: HashMap<Box<[u8]>, Choices>,
}

impl ChoicesReader {
    pub(super) fn new(labels: Labels, separator: Option<char>) -> Self {
        let mut options: Vec<(String, u16)> = labels
            .option_keys()
            .filter(|(_, code)| code_missing(*code).is_none())
            .map(|(key, code)| (key.to_owned(), code))
            .collect();
        options.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self {
            labels,
            options,
            separator,
            memo: HashMap::new(),
        }
    }

    /// What the cell says.
    pub(super) fn read(&mut self, cell: &[u8]) -> Choices {
        if let Some(known) = self.memo.get(cell) {
            return known.clone();
        }
        let found = self.read_new(cell);
        if self.memo.len() < 50_000 {
            self.memo.insert(cell.into(), found.clone());
        }
        found
    }

    fn read_new(&self, cell: &[u8]) -> Choices {
        let none = |kind| Choices {
            answer: Err(kind),
            trouble: None,
            own: Vec::new(),
        };
        let words = match self.labels.meanings.read(cell) {
            Err(reason) => {
                return Choices {
                    answer: Err(Missing::Invalid),
                    trouble: Some((reason, None)),
                    own: Vec::new(),
                };
            }
            Ok(Said::Blank) => return none(Missing::Skipped),
            Ok(Said::Missing(kind)) => return none(kind),
            Ok(Said::Words(words)) => words,
        };
        let listed = json_list(words);
        let words = listed.as_deref().unwrap_or(words);
        // A kind of missing, or one option: the whole cell.
        match self.labels.code_of(words) {
            Ok(code) => match code_missing(code) {
                Some(kind) => return none(kind),
                None => {
                    return Choices {
                        answer: Ok(1 << code.min(127)),
                        trouble: None,
                        own: Vec::new(),
                    };
                }
            },
            Err(Reason::AmbiguousLabel) => {
                return Choices {
                    answer: Err(Missing::Invalid),
                    trouble: Some((Reason::AmbiguousLabel, None)),
                    own: Vec::new(),
                };
            }
            Err(_) => {}
        }
        let (mut own, left) = self.own_words(words);
        let (mut bits, mut rest) = self.split(&left);
        if let Some(other) = self
            .labels
            .other
            .filter(|_| self.labels.own_words_alone() && !rest.is_empty())
        {
            bits |= 1 << other.min(127);
            let said = rest.iter().map(|part| self.as_written(&left, part));
            own.push((other, said.collect::<Vec<_>>().join("; ")));
            rest.clear();
        }
        let rest = (!rest.is_empty()).then(|| rest.join("; "));
        match (bits, rest) {
            (0, None) => none(Missing::Skipped),
            (0, Some(_)) => Choices {
                answer: Err(Missing::Invalid),
                trouble: Some((Reason::UnknownOption, None)),
                own,
            },
            (bits, rest) => Choices {
                answer: Ok(bits),
                trouble: rest.map(|rest| (Reason::UnknownPart, Some(rest))),
                own,
            },
        }
    }

    fn separates(&self, c: char) -> bool {
        self.separator
            .map_or_else(|| SEPARATORS.contains(&c), |mark| mark == c || c == '\u{1}')
    }

    /// Own words in a cell, and the cell without them.
    fn own_words(&self, words: &str) -> (Vec<Taken>, String) {
        let marks = &self.labels.affixes.own_words;
        if marks.is_empty() {
            return (Vec::new(), words.to_owned());
        }
        let at_end = |text: &str| {
            let ends = |key: &str| {
                let before = text.strip_suffix(key)?;
                let last = before.chars().next_back();
                last.is_none_or(|c| self.separates(c) || matches!(c, ' ' | '.'))
                    .then_some(())
            };
            let found = self.options.iter().find(|(key, _)| ends(key).is_some());
            found.map(|(key, code)| (*code, key.len()))
        };
        let goes_on = |label: &str, tail: &str| {
            let longer = self.options.iter().filter_map(|(key, _)| key.strip_prefix(label));
            longer
                .into_iter()
                .any(|more| !more.is_empty() && tail.starts_with(more))
        };
        own_words::take(words, marks, &at_end, &goes_on, &|c| self.separates(c))
    }

    /// A part of a cell as it was written, before differences of width and case were taken out.
    fn as_written(&self, cell: &str, part: &str) -> String {
        let mut pieces = cell.split(|c: char| self.separates(c) || matches!(c, '\r' | '\n'));
        let piece = pieces.find(|piece| text::normal(piece) == part);
        piece.map_or_else(|| part.to_owned(), |piece| text::trimmed(piece).to_owned())
    }

    /// The options in `words`, and all that is none of them.
    fn split(&self, words: &str) -> (u128, Vec<String>) {
        let marked = words.replace("\\,", ",").replace(['\r', '\n'], "\u{1}");
        let whole = text::normal(&marked);
        let separates = |c: char| self.separates(c);
        let (mut bits, mut rest) = (0_u128, Vec::new());
        let mut left = whole.as_str();
        loop {
            left = left.trim_start_matches(|c: char| separates(c) || c == ' ');
            if left.is_empty() {
                break;
            }
            let ends = |after: &str| {
                // Where a blank itself stands between options, one must follow.
                let after = if separates(' ') {
                    after
                } else {
                    after.trim_start_matches(' ')
                };
                after.chars().next().is_none_or(separates)
            };
            let option_at = |start: &str| {
                self.options
                    .iter()
                    .find(|(key, _)| start.strip_prefix(key.as_str()).is_some_and(ends))
                    .map(|(key, code)| (key.len(), *code))
            };
            let bare = || {
                let bare = self.labels.affixes.begun(left)?;
                option_at(bare).map(|(length, code)| (left.len() - bare.len() + length, code))
            };
            if let Some((length, code)) = option_at(left).or_else(bare) {
                bits |= 1 << code.min(127);
                left = &left[length..];
            } else {
                let end = left.find(separates).unwrap_or(left.len());
                let part = left[..end].trim_end();
                match self.labels.affixes.strip(part).map(|inner| self.labels.code_of(inner)) {
                    Some(Ok(code)) if code_missing(code).is_none() => {
                        bits |= 1 << code.min(127);
                    }
                    _ => rest.push(part.to_owned()),
                }
                left = &left[end..];
            }
        }
        (bits, rest)
    }
}

/// What a column of one option says: chosen, not chosen, or nothing.
pub(super) fn is_chosen(words: &str, keys: &[String]) -> Option<bool> {
    let normal = text::normal(words);
    if keys.contains(&normal) && normal != "0" {
        return Some(true);
    }
    match normal.as_str() {
        "1" | "1.0" | "true" | "yes" | "y" | "x" | "checked" | "selected" | "ja" | "oui" | "sí" | "是" | "选中"
        | "√" | "✓" => Some(true),
        "0" | "0.0" | "false" | "no" | "n" | "unchecked" | "not selected" | "not checked" | "nein" | "non" | "否"
        | "未选中" => Some(false),
        _ => None,
    }
}

/// The options of a cell that is a JSON list of texts, as services for forms write it, with a mark between them.
fn json_list(words: &str) -> Option<String> {
    if !words.starts_with("[\"") || !words.ends_with("\"]") {
        return None;
    }
    let list: Vec<String> = serde_json::from_str(words).ok()?;
    Some(list.join("\u{1}"))
}
