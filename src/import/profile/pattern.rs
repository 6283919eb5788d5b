//! What a header or a cell looks like: patterns for texts, and a few forms that cells have.

use crate::import::dates;
use crate::import::duration;
use crate::import::text;

/// A text with `*` for anything, `#` for one or more digits and `?` for one letter; width, case and spaces do not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<char>);

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self(text::normal(text).chars().collect())
    }

    /// Whether all of `text` has this form.
    pub(super) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text::normal(text).chars().collect();
        fits(&self.0, &text)
    }
}

/// Goes back to the last `*` at most, so that no text takes longer than its length times that of the pattern.
fn fits(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        let step = match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            Some('#') if text[t].is_ascii_digit() => {
                let digits = text[t..].iter().take_while(|c| c.is_ascii_digit()).count();
                Some(digits)
            }
            Some('?') if text[t].is_alphanumeric() => Some(1),
            Some(c) if *c == text[t] && !matches!(c, '#' | '?') => Some(1),
            _ => None,
        };
        match (step, star) {
            (Some(step), _) => {
                p += 1;
                t += step;
            }
            (None, Some((at, from))) => {
                star = Some((at, from + 1));
                p = at + 1;
                t = from + 1;
            }
            (None, None) => return false,
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// A form all filled cells of a column may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Whole numbers that rise from row to row.
    Serial,
    /// Whole numbers.
    Integer,
    /// Days with a time of day.
    Moment,
    /// Days, with a time or without.
    Date,
    /// Lengths of time with their unit, or as `00:01:20`.
    Duration,
    /// Ids made by a machine: one word of at least ten letters and digits, no two alike.
    Token,
    /// E-mail addresses, or one and the same word in all rows.
    Person,
    /// E-mail addresses.
    Address,
    /// Numbers from 0 to 10, words without a digit among them.
    Rating,
    /// Sentences: most are words of twelve characters and more, and most of them different.
    Sentences,
}

impl Holds {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "serial" => Self::Serial,
            "integer" => Self::Integer,
            "moment" => Self::Moment,
            "date" => Self::Date,
            "duration" => Self::Duration,
            "token" => Self::Token,
            "person" => Self::Person,
            "address" => Self::Address,
            "rating" => Self::Rating,
            "sentences" => Self::Sentences,
            _ => return None,
        })
    }

    /// Whether the filled cells of a column are all of this form; a column without any is of none.
    pub(super) fn all(self, cells: &[&str]) -> bool {
        if cells.is_empty() {
            return false;
        }
        match self {
            Self::Serial => {
                let numbers: Vec<u64> = cells.iter().filter_map(|cell| whole(cell)).collect();
                numbers.len() == cells.len() && numbers.windows(2).all(|two| two[0] < two[1])
            }
            Self::Integer => cells.iter().all(|cell| whole(cell).is_some()),
            Self::Moment => cells
                .iter()
                .all(|cell| dates::parse(cell).is_some_and(|written| written.seconds.is_some())),
            Self::Date => cells.iter().all(|cell| dates::parse(cell).is_some()),
            Self::Duration => cells
                .iter()
                .all(|cell| whole(cell).is_none() && duration::seconds(cell).is_some()),
            Self::Token => cells.iter().all(|cell| is_token(cell)) && different(cells) == cells.len(),
            Self::Person => {
                let alike =
                    different(cells) == 1 && !cells[0].contains(char::is_whitespace) && whole(cells[0]).is_none();
                alike || cells.iter().all(|cell| is_address(cell))
            }
            Self::Address => cells.iter().all(|cell| is_address(cell)),
            Self::Rating => {
                let numbers: Vec<f64> = cells.iter().filter_map(|cell| cell.parse().ok()).collect();
                // Words such as `NA` may stand among them.
                let words = cells.iter().filter(|cell| !cell.contains(|c: char| c.is_ascii_digit()));
                different(cells) > 1
                    && numbers.iter().all(|number| (0.0..=10.0).contains(number))
                    && numbers.len() + words.count() == cells.len()
                    && numbers.len() * 2 > cells.len()
            }
            Self::Sentences => {
                let sentences = cells.iter().filter(|cell| is_sentence(cell)).count();
                sentences * 2 > cells.len() && different(cells) * 2 > cells.len()
            }
        }
    }
}

fn whole(cell: &str) -> Option<u64> {
    let digits = cell.strip_suffix(".0").unwrap_or(cell);
    (digits.len() < 19 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

fn is_token(cell: &str) -> bool {
    let letters = cell.chars().filter(char::is_ascii_alphanumeric).count();
    letters >= 10
        && cell
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        && cell.contains(|c: char| c.is_ascii_digit())
        && dates::parse(cell).is_none()
}

fn is_sentence(cell: &str) -> bool {
    cell.chars().count() >= 12
        && cell.contains(|c: char| c.is_whitespace() || !c.is_ascii())
        && cell.chars().filter(|c| c.is_alphabetic()).count() >= 6
        && dates::parse(cell).is_none()
}

fn is_address(cell: &str) -> bool {
    cell.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !cell.contains(char::is_whitespace))
}

fn different(cells: &[&str]) -> usize {
    cells.iter().collect::<std::collections::BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        let fits = |pattern: &str, text: &str| Pattern::new(pattern).matches(text);
        assert!(fits("#、*", "12、您的性别："));
        assert!(!fits("#、*", "、您的性别："));
        assert!(fits("Q#|A#|open", "q12|a3|OPEN"));
        assert!(fits("{\"ImportId\":*", "{\"ImportId\":\"QID1\"}"));
        assert!(fits("*[SQ#]", "A8[SQ001]"));
        assert!(!fits("*[SQ#]", "A8[SQ001] x"));
        assert!(fits("R_*", "R_2YPOQ602ER1jkf1"));
        assert!(fits("?.*", "A.满意"));
        assert!(!fits("?.*", "AB.满意"));
        assert!(fits("*", "") && fits("", "") && !fits("", "x"));
        assert!(fits("a*b*c", "a1b2b3c"));
        assert!(fits("序号", " 序号 "));
    }

    #[test]
    fn columns_are_known_by_what_they_hold() {
        assert!(Holds::Serial.all(&["1", "2", "5"]));
        assert!(!Holds::Serial.all(&["2", "1"]));
        assert!(Holds::Moment.all(&["2026-03-01 10:00", "4/28/21 11:21:47"]));
        assert!(!Holds::Moment.all(&["2026-03-01"]));
        assert!(Holds::Duration.all(&["49秒", "1分20秒"]));
        assert!(!Holds::Duration.all(&["49"]));
        assert!(Holds::Token.all(&["uuid:d5e78a78-34db-483d", "uuid:d5e78a78-34db-483e"]));
        assert!(!Holds::Token.all(&["2026-03-01"]));
        assert!(Holds::Person.all(&["anonymous", "anonymous"]));
        assert!(Holds::Person.all(&["a@example.org", "b@example.org"]));
        assert!(!Holds::Person.all(&["Apple", "Huawei"]));
        assert!(Holds::Rating.all(&["5.0", "NA", "1"]) && !Holds::Rating.all(&["5", "n/a", "NA"]));
        assert!(Holds::Rating.all(&["5.0", "1"]) && !Holds::Rating.all(&["5", "11"]));
        assert!(Holds::Sentences.all(&["很快，好吃，味道足，量大", "a bit too slow", "ok"]));
        assert!(!Holds::Sentences.all(&["2022-10-04 19:50:52", "2022-10-05 19:50:52"]));
        assert!(!Holds::Sentences.all(&["ftq23raxfu1x5avan8azm", "bzsxqwsvrcbrbzsxtxhw5"]));
        assert!(!Holds::Integer.all(&[]));
    }
}
