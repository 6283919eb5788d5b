//! Several options in one cell, told apart by the options themselves: the longest that fits comes first, so that an
//! option may hold the separator.

use super::lookup::Labels;
use super::lookup::Said;
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
        };
        let words = match self.labels.meanings.read(cell) {
            Err(reason) => {
                return Choices {
                    answer: Err(Missing::Invalid),
                    trouble: Some((reason, None)),
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
                    };
                }
            },
            Err(Reason::AmbiguousLabel) => {
                return Choices {
                    answer: Err(Missing::Invalid),
                    trouble: Some((Reason::AmbiguousLabel, None)),
                };
            }
            Err(_) => {}
        }
        let (bits, rest) = self.split(words);
        match (bits, rest) {
            (0, None) => none(Missing::Skipped),
            (0, Some(_)) => Choices {
                answer: Err(Missing::Invalid),
                trouble: Some((Reason::UnknownOption, None)),
            },
            (bits, rest) => Choices {
                answer: Ok(bits),
                trouble: rest.map(|rest| (Reason::UnknownPart, Some(rest))),
            },
        }
    }

    /// The options in `words`, and all that is none of them as one piece.
    fn split(&self, words: &str) -> (u128, Option<String>) {
        let marked = words.replace("\\,", ",").replace(['\r', '\n'], "\u{1}");
        let whole = text::normal(&marked);
        let separates = |c: char| {
            self.separator
                .map_or_else(|| SEPARATORS.contains(&c), |mark| mark == c || c == '\u{1}')
        };
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
                        // Words in brackets behind an option are put aside, not lost.
                        rest.extend(part.find('〖').map(|at| &part[at..]));
                    }
                    _ => rest.push(part),
                }
                left = &left[end..];
            }
        }
        (bits, (!rest.is_empty()).then(|| rest.join("; ")))
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
