//! A column of a file and what its cells tell.

use crate::convert::scale_words;
use crate::import::grid;
use crate::model::Missing;
use std::collections::BTreeMap;

/// Different cells that are kept.
const MOST_CELLS: usize = 5_000;
/// Cells that say that there is no answer, with what a mapping calls that.
pub(super) const NOTHING: [(&str, &str); 8] = [
    ("(空)", "<skipped>"),
    ("(跳过)", "<skipped>"),
    ("N/A", "<skipped>"),
    ("n/a", "<skipped>"),
    ("NULL", "<skipped>"),
    ("NaN", "<skipped>"),
    ("-", "<skipped>"),
    ("[DESENSITIZED]", "<refused>"),
];
/// Marks between the options of one cell, the surest first.
const MARKS: [&str; 6] = ["┋", ";", "|", "、", "\n", ","];

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    pub at: usize,
    /// What stands over it.
    pub header: String,
    /// How often each cell occurs; blank ones and those that say "nothing" are not among them.
    pub counts: BTreeMap<String, usize>,
    /// Cells that say "nothing".
    pub nothing: Vec<String>,
    /// How many cells are filled.
    pub filled: usize,
    /// How many rows there are.
    pub rows: usize,
}

impl Column {
    pub(super) fn of(at: usize, header: &str, rows: &[Vec<String>]) -> Self {
        let mut column = Self {
            at,
            header: header.to_owned(),
            counts: BTreeMap::new(),
            nothing: Vec::new(),
            filled: 0,
            rows: rows.len(),
        };
        for cell in rows
            .iter()
            .filter_map(|row| row.get(at))
            .filter(|cell| !cell.is_empty())
        {
            if NOTHING.iter().any(|(word, _)| *word == cell.as_str()) {
                if !column.nothing.contains(cell) {
                    column.nothing.push(cell.clone());
                }
                continue;
            }
            column.filled += 1;
            if column.counts.len() < MOST_CELLS || column.counts.contains_key(cell) {
                *column.counts.entry(cell.clone()).or_default() += 1;
            }
        }
        column
    }

    pub(super) fn is_blank(&self) -> bool {
        self.filled == 0
    }

    /// How many different answers there are.
    pub(super) fn different(&self) -> usize {
        self.counts.len()
    }

    /// Different answers, the most frequent first.
    pub(super) fn by_count(&self) -> Vec<(&str, usize)> {
        let mut all: Vec<(&str, usize)> = self
            .counts
            .iter()
            .map(|(cell, count)| (cell.as_str(), *count))
            .collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all
    }

    /// A few answers with their counts, for a comment.
    pub(super) fn evidence(&self) -> String {
        let shown: Vec<String> = self
            .by_count()
            .iter()
            .take(4)
            .map(|(cell, count)| {
                format!(
                    "{} ×{count}",
                    crate::convert::notes::short(cell).chars().take(24).collect::<String>()
                )
            })
            .collect();
        let more = if self.different() > 4 { ", …" } else { "" };
        format!(
            "{} answers, {} different: {}{more}",
            self.filled,
            self.different(),
            shown.join(", ")
        )
    }

    /// The numbers of the cells, where all are numbers.
    pub(super) fn numbers(&self) -> Option<Vec<f64>> {
        self.counts.keys().map(|cell| grid::number(cell)).collect()
    }

    /// Lowest and highest, where all are whole numbers.
    pub(super) fn whole_range(&self) -> Option<(i64, i64)> {
        let numbers = self.numbers().filter(|all| !all.is_empty())?;
        if numbers.iter().any(|number| number.fract() != 0.0 || number.abs() > 1e9) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        let whole = numbers.iter().map(|number| *number as i64);
        Some((whole.clone().min()?, whole.max()?))
    }

    /// Whether all cells are dates; whether any has a time.
    pub(super) fn dates(&self) -> Option<bool> {
        let all: Vec<bool> = self.counts.keys().map(|cell| grid::date(cell)).collect::<Option<_>>()?;
        (!all.is_empty()).then(|| all.contains(&true))
    }

    /// What is known of the response itself, where header and cells both say so.
    pub(super) fn meta(&self) -> Option<(&'static str, usize)> {
        let (name, likely) = grid::meta_of(&self.header)?;
        let fits = match name {
            "response_id" => self.filled > 0 && self.different() == self.filled,
            "submitted" | "started" | "modified" => {
                let dated = self.counts.keys().filter(|cell| grid::date(cell).is_some()).count();
                self.filled > 0 && dated * 10 >= self.counts.len() * 9
            }
            "language" => self.different() <= 10 && self.counts.keys().all(|cell| cell.len() <= 8),
            _ => false,
        };
        fits.then_some((name, likely))
    }

    /// Whether the column may tell who someone is, and by what.
    pub(super) fn personal(&self) -> Option<String> {
        const WORDS: [&str; 24] = [
            "email",
            "e-mail",
            "e mail",
            "phone number",
            "telephone",
            "mobile number",
            "first name",
            "last name",
            "full name",
            "your name",
            "surname",
            "ip address",
            "ipaddress",
            "latitude",
            "longitude",
            "street",
            "postal address",
            "姓名",
            "手机号",
            "电话",
            "邮箱",
            "身份证",
            "微信号",
            "住址",
        ];
        let small = self.header.to_lowercase();
        let named = WORDS
            .iter()
            .find(|word| small.contains(**word))
            .map(|word| format!("`{word}` in its header"));
        let named = named.or_else(|| {
            matches!(
                small.trim(),
                "name" | "ip" | "recipientfirstname" | "recipientlastname" | "recipientemail"
            )
            .then(|| "its header".to_owned())
        });
        // A question about e-mail with a few answers is no address.
        if named.is_some() && (self.different() > 8 || self.different() == self.filled) {
            return named;
        }
        let addresses = self.counts.keys().filter(|cell| is_address(cell)).count();
        let numbers = self.counts.keys().filter(|cell| is_telephone(cell)).count();
        let many = |count: usize| count > 2 && count * 2 > self.counts.len();
        if many(addresses) {
            return Some("most cells are e-mail addresses".to_owned());
        }
        many(numbers).then(|| "most cells are telephone numbers".to_owned())
    }

    pub(super) fn is_technical(&self) -> bool {
        const WORDS: [&str; 14] = [
            "_uuid",
            "_id",
            "_index",
            "_version",
            "_status",
            "lastpage",
            "startlanguage",
            "seed",
            "token",
            "refurl",
            "ipaddr",
            "来源",
            "来源详情",
            "来自ip",
        ];
        let small = self.header.trim().to_lowercase();
        grid::is_volatile(&self.header)
            || WORDS.contains(&small.as_str())
            || small.starts_with("meta-")
            || small.starts_with("__")
    }

    /// The mark between options, and the options, where cells hold several.
    pub(super) fn several(&self) -> Option<(&'static str, Vec<(String, usize)>)> {
        // A comma behind a backslash is part of an option, and no import cuts there.
        if self.counts.keys().any(|cell| cell.contains("\\,")) {
            return None;
        }
        MARKS.into_iter().find_map(|mark| {
            let holding = self
                .counts
                .keys()
                .filter(|cell| cell.trim_end_matches(mark).contains(mark))
                .count();
            let often: usize = self
                .counts
                .iter()
                .filter(|(cell, _)| cell.trim_end_matches(mark).contains(mark))
                .map(|(_, count)| count)
                .sum();
            if holding == 0 || often < 2 || often * 20 < self.filled {
                return None;
            }
            let mut parts: BTreeMap<String, usize> = BTreeMap::new();
            for (cell, count) in &self.counts {
                for part in cell.split(mark).map(str::trim).filter(|part| !part.is_empty()) {
                    *parts.entry(part.to_owned()).or_default() += count;
                }
            }
            let total: usize = parts.values().sum();
            let long = parts.keys().any(|part| part.chars().count() > 80);
            // Options come again and again; the words of a sentence between its commas do not.
            let again = if mark == "," || mark == "、" || mark == "\n" {
                4
            } else {
                2
            };
            let fits = (2..=60).contains(&parts.len()) && total >= parts.len() * again && !long;
            let mut listed: Vec<(String, usize)> = parts.into_iter().collect();
            listed.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            fits.then_some((mark, listed))
        })
    }

    /// Whether cells say "chosen" or "not chosen" of one option.
    pub(super) fn is_flag(&self) -> bool {
        let flags = |cell: &String| {
            matches!(
                cell.to_lowercase().as_str(),
                "0" | "1" | "0.0" | "1.0" | "true" | "false" | "not selected" | "selected"
            )
        };
        if self.filled == 0 {
            return false;
        }
        let keys = || self.counts.keys();
        let bare = crate::convert::draft::groups::part_of(&self.header).1.to_lowercase();
        let words: Vec<&String> = keys().filter(|cell| !flags(cell)).collect();
        words.is_empty() && self.different() <= 2
            || words.len() == 1
                && self.different() <= 2
                && (words[0].to_lowercase() == bare
                    || bare.contains(&words[0].to_lowercase())
                    || words[0].len() > 3 && self.filled < self.rows)
    }

    /// Whether answers are few enough to be options.
    pub(super) fn is_choice(&self) -> bool {
        let different = self.different();
        let short = self.counts.keys().all(|cell| cell.chars().count() <= 90);
        short
            && (2..=40).contains(&different)
            && (different * 3 <= self.filled || different <= 6 && self.filled > different)
    }

    /// Answers that say why there is none.
    pub(super) fn no_answers(&self) -> Vec<(String, Missing)> {
        let found = self
            .counts
            .keys()
            .filter_map(|cell| Some((cell.clone(), scale_words::no_answer(cell)?)));
        found.collect()
    }
}

fn is_address(cell: &str) -> bool {
    let Some((name, host)) = cell.split_once('@') else {
        return false;
    };
    !name.is_empty() && host.contains('.') && !cell.contains(' ')
}

fn is_telephone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let others = cell
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .all(|c| " +-()/".contains(c));
    others && digits >= 10 && (cell.starts_with(['+', '0']) || digits == 11 && cell.starts_with('1'))
}
