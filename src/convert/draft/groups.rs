//! Columns that belong together: the rows of a battery, the options of a multiple choice.

use super::Target;
use super::column::Column;
use crate::convert::scale_words;

/// Columns that are one question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Group {
    One(usize),
    /// Rows rated alike: column and what is rated.
    Battery {
        stem: String,
        parts: Vec<(usize, String)>,
    },
    /// An option each: column and option.
    Options {
        stem: String,
        parts: Vec<(usize, String)>,
    },
}

/// Stem and part of a header: `Q2|A1`, `Service [Speed]`, `7、Service—Speed`, `How …? - Speed`; the stem is empty where there is none.
pub(super) fn part_of(header: &str) -> (String, String) {
    let header = header.trim();
    if let Some(inner) = header.strip_suffix([']', '）', ')'])
        && let Some(at) = inner.rfind(['[', '（', '('])
        && at > 0
    {
        let open = inner[at..].chars().next().map_or(1, char::len_utf8);
        let (stem, part) = (inner[..at].trim(), inner[at + open..].trim());
        if !stem.is_empty() && !part.is_empty() {
            return (stem.to_owned(), part.to_owned());
        }
    }
    for mark in ["—", "|", " - ", ": ", "："] {
        if let Some((stem, part)) = header.rsplit_once(mark) {
            let (stem, part) = (stem.trim(), part.trim());
            if !stem.is_empty() && !part.is_empty() && part.chars().count() < 120 {
                return (stem.to_owned(), part.to_owned());
            }
        }
    }
    (String::new(), header.to_owned())
}

/// The number a header begins with, as in `7、stem`.
fn number_of(header: &str) -> Option<&str> {
    let end = header.find(|c: char| !c.is_ascii_digit())?;
    let mark = header[end..].chars().next()?;
    (end > 0 && "、.．:：".contains(mark)).then(|| &header[..end])
}

/// All columns that are not settled, in order, those together that belong together.
pub(super) fn gathered(columns: &[Column], targets: &[Target]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        if targets[at].settled {
            at += 1;
            continue;
        }
        let end = run(columns, targets, at);
        if end - at > 1
            && let Some(group) = together(columns, at, end)
        {
            groups.push(group);
            at = end;
        } else {
            groups.push(Group::One(at));
            at += 1;
        }
    }
    groups
}

/// How far columns with the same stem go.
fn run(columns: &[Column], targets: &[Target], at: usize) -> usize {
    let (stem, _) = part_of(&columns[at].header);
    let number = number_of(&columns[at].header);
    let belongs = |column: &Column| {
        let (other, _) = part_of(&column.header);
        let same_number = number.is_some() && number_of(&column.header) == number;
        let same_stem = !stem.is_empty() && other == stem;
        // Rows of 问卷星 carry only the number of their question.
        same_stem || same_number && (other.is_empty() || other == number_only(number) || stem == number_only(number))
    };
    let mut end = at + 1;
    while end < columns.len() && !targets[end].settled && belongs(&columns[end]) && alike(&columns[at], &columns[end]) {
        end += 1;
    }
    end
}

fn number_only(number: Option<&str>) -> String {
    number.map_or(String::new(), |number| format!("{number}、"))
}

/// Whether two columns are answered in the same way.
fn alike(one: &Column, other: &Column) -> bool {
    if one.is_flag() && other.is_flag() {
        return true;
    }
    if one.is_flag() != other.is_flag() {
        return false;
    }
    match (one.whole_range(), other.whole_range()) {
        (Some(a), Some(b)) => rated(a) && rated(b),
        (None, None) => match (words(one), words(other)) {
            (Some((a, _)), Some((b, _))) => a == b && same_vocabulary(one, other),
            _ => false,
        },
        _ => false,
    }
}

/// Labels of two columns stand on one scale where together they are one.
fn same_vocabulary(one: &Column, other: &Column) -> bool {
    let mut all: Vec<&str> = one
        .counts
        .keys()
        .chain(other.counts.keys())
        .map(String::as_str)
        .collect();
    all.retain(|label| scale_words::no_answer(label).is_none());
    all.sort_unstable();
    all.dedup();
    scale_words::recognise(&all).is_some()
}

pub(super) fn rated((low, high): (i64, i64)) -> bool {
    low >= 0 && (1..=10).contains(&high)
}

/// The scale the words of a column are.
pub(super) fn words(column: &Column) -> Option<(scale_words::Family, Vec<i32>)> {
    let labels: Vec<&str> = column
        .counts
        .keys()
        .map(String::as_str)
        .filter(|label| scale_words::no_answer(label).is_none())
        .collect();
    if labels.is_empty() || labels.len() > 11 {
        return None;
    }
    if labels.len() == 1 {
        // One label alone is of a family by what it would be beside its opposite.
        return None;
    }
    scale_words::recognise(&labels)
}

fn together(columns: &[Column], at: usize, end: usize) -> Option<Group> {
    let inner = &columns[at..end];
    let parts: Vec<(usize, String)> = inner
        .iter()
        .map(|column| {
            let (_, part) = part_of(&column.header);
            let part = number_of(&part).map_or(part.clone(), |number| {
                part[number.len()..]
                    .trim_start_matches(['、', '.', '．', ':', '：'])
                    .trim()
                    .to_owned()
            });
            (column.at, part)
        })
        .collect();
    let (stem, _) = part_of(&inner[0].header);
    let stem = if stem.is_empty() {
        number_of(&inner[0].header).unwrap_or_default().to_owned()
    } else {
        stem
    };
    if inner.iter().all(Column::is_flag) {
        return Some(Group::Options { stem, parts });
    }
    let numbers = inner.iter().all(|column| column.whole_range().is_some_and(rated));
    let words = inner.iter().all(|column| words(column).is_some());
    (numbers || words).then_some(Group::Battery { stem, parts })
}

#[cfg(test)]
mod tests {
    use super::part_of;

    #[test]
    fn headers_are_cut_into_stem_and_part() {
        for (header, stem, part) in [
            ("Q2|A1", "Q2", "A1"),
            ("Service [Speed]", "Service", "Speed"),
            ("7、您是否满意—服务态度", "7、您是否满意", "服务态度"),
            ("How satisfied are you? - Price", "How satisfied are you?", "Price"),
            ("8、(内存)", "8、", "内存"),
            ("A8[SQ001]", "A8", "SQ001"),
            ("Overall", "", "Overall"),
            ("(empty)", "", "(empty)"),
        ] {
            assert_eq!(part_of(header), (stem.to_owned(), part.to_owned()));
        }
    }
}
