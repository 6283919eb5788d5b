//! What a profile says of the file at hand: the zone of its times, further writings of its headers, what its columns are.

use super::Affixes;
use super::KnownRole;
use super::Place;
use super::Profile;
use super::Skip;
use super::Writing;
use super::ZoneFrom;
use super::pattern::Pattern;
use super::recognise::Top;
use super::recognise::cells;
use crate::definition::mapping::DateOrder;
use crate::definition::mapping::Entry;
use crate::import::layout::Headers;
use crate::import::text;
use crate::model::Domain;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

impl Profile {
    /// The zone of times without an offset; `None` is the workspace's.
    pub(super) fn zone_of(&self, header: &[Vec<String>]) -> Option<String> {
        match &self.zone {
            ZoneFrom::Workspace => None,
            ZoneFrom::Named(name) => Some(name.clone()),
            ZoneFrom::Header => header.iter().flatten().find_map(|cell| zone_in(cell)),
        }
    }

    /// The order of dates the platform always writes.
    pub(in crate::import) fn date_order(&self) -> Option<DateOrder> {
        self.date_order
    }

    /// The mark between the options of one cell.
    pub(in crate::import) fn separator(&self) -> Option<char> {
        self.separator
    }

    /// Whether a multiple choice is a column an option, headed by the option alone.
    pub(in crate::import) fn heads_options(&self) -> bool {
        self.writing.options
    }

    /// What stands around answers.
    pub(in crate::import) fn affixes(&self) -> &Affixes {
        &self.affixes
    }

    /// Words for missing answers to a variable; a word that is one of its answers is none.
    pub(in crate::import) fn missing_for(&self, domain: &Domain) -> BTreeMap<String, Entry> {
        let own = match domain {
            Domain::Text => Some(&self.missing_in_text),
            _ => None,
        };
        let answers: BTreeSet<String> = domain
            .options()
            .into_iter()
            .flat_map(|list| &list.options)
            .flat_map(|option| {
                let labels = option.text.all().map(|(_, label)| text::normal(label));
                labels.chain([text::normal(option.id.as_str()), option.value.to_string()])
            })
            .collect();
        own.into_iter()
            .chain([&self.missing])
            .flatten()
            .filter(|(cell, _)| !answers.contains(&text::normal(cell)))
            .map(|(cell, entry)| (cell.clone(), entry.clone()))
            .collect()
    }

    /// The columns by which rows are left out: the column's position, and what is looked for there.
    pub(in crate::import) fn skips(&self, headers: &Headers) -> Vec<(usize, &Skip)> {
        self.skips
            .iter()
            .filter_map(|skip| Some((named(headers, &skip.column)?, skip)))
            .collect()
    }

    /// The column that tells a response was broken off.
    pub(in crate::import) fn unfinished(&self, headers: &Headers) -> Option<(usize, &Skip)> {
        let skip = self.unfinished.as_ref()?;
        Some((named(headers, &skip.column)?, skip))
    }

    /// Adds the writings that the platform's way to head columns gives rise to.
    pub(in crate::import) fn write(&self, headers: &mut Headers) {
        write(&self.writing, headers);
    }

    /// What the platform's own columns are.
    pub(in crate::import) fn roles(&self, headers: &Headers, top: &Top, header_rows: usize) -> Vec<(usize, KnownRole)> {
        let width = headers.shown.len();
        let data = &top.records[header_rows.min(top.records.len())..];
        let mut roles: Vec<(usize, KnownRole)> = Vec::new();
        for known in &self.columns {
            for at in 0..width {
                let here = match &known.at {
                    None => true,
                    Some(Place::Front(count)) => *count == at + 1,
                    Some(Place::Back(count)) => width.checked_sub(*count) == Some(at),
                    Some(_) => false,
                };
                let fits = here
                    && (known.names.is_empty() || is_named(headers, at, &known.names))
                    && known.holds.is_none_or(|holds| holds.all(&cells(data, at)));
                let single = matches!(known.role, KnownRole::Meta(_) | KnownRole::Duration | KnownRole::Weight);
                let taken = roles
                    .iter()
                    .any(|(other, role)| *other == at || (single && *role == known.role));
                if fits && !taken {
                    roles.push((at, known.role));
                }
            }
        }
        roles
    }
}

impl Skip {
    /// Whether a cell says so.
    pub(in crate::import) fn applies(&self, cell: &str) -> bool {
        let cell = text::normal(cell);
        self.values.contains(&cell)
    }
}

fn is_named(headers: &Headers, at: usize, names: &[Pattern]) -> bool {
    let blank = headers.shown[at].starts_with('#');
    let shown = if blank { "" } else { headers.shown[at].as_str() };
    std::iter::once(shown)
        .chain(headers.other[at].iter().map(String::as_str))
        .any(|writing| names.iter().any(|name| name.matches(writing)))
}

/// The first column of one of these names, the likelier name first.
fn named(headers: &Headers, names: &[Pattern]) -> Option<usize> {
    names
        .iter()
        .find_map(|name| (0..headers.shown.len()).find(|&at| is_named(headers, at, std::slice::from_ref(name))))
}

/// `{"ImportId":"startDate","timeZone":"America/Denver"}`, or `Start Date (UTC)`.
fn zone_in(cell: &str) -> Option<String> {
    if let Some(at) = cell.find("\"timeZone\"") {
        let rest = cell[at + "\"timeZone\"".len()..].trim_start_matches([':', ' ']);
        let name = rest.strip_prefix('"')?.split('"').next()?;
        // Qualtrics writes `Z` for UTC.
        return Some(if name == "Z" { "UTC".to_owned() } else { name.to_owned() });
    }
    text::trimmed(cell).ends_with("(UTC)").then(|| "UTC".to_owned())
}

fn write(writing: &Writing, headers: &mut Headers) {
    let mut group: Option<(String, String)> = None;
    let mut before: BTreeSet<String> = BTreeSet::new();
    for at in 0..headers.shown.len() {
        let shown = headers.shown[at].clone();
        let mut more: Vec<String> = Vec::new();
        let found = writing
            .number
            .iter()
            .find_map(|mark| Some((mark, numbered(&shown, mark)?)));
        if let Some((mark, (number, rest))) = found {
            let stem = writing.stem.as_deref().and_then(|joint| rest.split_once(joint));
            let id = format!("q{number}");
            match (stem, &group) {
                (Some((stem, row)), _) => {
                    group = Some((number.to_owned(), stem.to_owned()));
                    headers.numbered[at].push(format!("{id}—{row}"));
                    more.push(row.to_owned());
                }
                (None, Some((of, stem))) if of == number => {
                    // The stem stands only over the first of them.
                    headers.shown[at] = format!("{number}{mark}{stem}—{rest}");
                    headers.numbered[at].push(format!("{id}—{rest}"));
                    more.push(shown.clone());
                }
                _ => {
                    let bare = rest.trim_matches(['(', ')', '（', '）']);
                    headers.numbered[at].push(if bare.len() < rest.len() {
                        format!("{id}—{bare}")
                    } else {
                        id
                    });
                }
            }
        }
        if let Some(joint) = &writing.code
            && let Some((code, rest)) = shown.split_once(joint.as_str())
            && !code.is_empty()
            && !code.contains(char::is_whitespace)
        {
            more.extend([code.to_owned(), rest.to_owned()]);
        }
        if let Some(joint) = &writing.reversed {
            let pairs = shown.match_indices(joint.as_str());
            more.extend(pairs.map(|(at, _)| format!("{} [{}]", &shown[at + joint.len()..], &shown[..at])));
        }
        if !writing.path.is_empty() {
            more.extend(paths(&shown, &writing.path));
        }
        for [from, to] in &writing.ends {
            let all = std::iter::once(&shown).chain(&headers.other[at]).chain(&more);
            let ended: Vec<String> = all
                .filter_map(|header| Some(format!("{}{to}", without_end(header, from)?)))
                .collect();
            more.extend(ended);
        }
        if writing.running_number {
            let base = shown.trim_end_matches(|c: char| c.is_ascii_digit());
            if base.len() < shown.len() && before.contains(base) {
                more.push(base.to_owned());
            }
            before.insert(shown.clone());
        }
        headers.other[at].extend(more);
    }
}

/// A header without its end, in which `#` stands for digits.
fn without_end<'h>(header: &'h str, end: &str) -> Option<&'h str> {
    let Some((before, behind)) = end.split_once('#') else {
        return header.strip_suffix(end);
    };
    let rest = header.strip_suffix(behind)?;
    let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    (bare.len() < rest.len()).then(|| bare.strip_suffix(before)).flatten()
}

/// `7、…` as `7` and what follows.
fn numbered<'a>(header: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let (number, rest) = header.split_once(mark)?;
    let number = text::trimmed(number);
    let digits = number.strip_prefix(['Q', 'q']).unwrap_or(number);
    (!digits.is_empty() && digits.len() < 5 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| (digits, text::trimmed(rest)))
}

/// `group/question/option` without its groups, then without its last parts: the longest first.
fn paths(header: &str, marks: &[char]) -> Vec<String> {
    let parts: Vec<&str> = header
        .split(|c| marks.contains(&c))
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 {
        return Vec::new();
    }
    let from = (0..parts.len()).map(|at| parts[at..].join("."));
    let to = (1..parts.len()).rev().map(|at| parts[..at].join("."));
    from.chain(to).flat_map(|path| [path.to_lowercase(), path]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cells: &[&str]) -> Headers {
        let row: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Headers::new(&[row], cells.len())
    }

    #[test]
    fn a_stem_goes_on_to_the_headers_of_the_same_number() {
        let writing = Writing {
            stem: Some("—".to_owned()),
            number: vec!["、".to_owned()],
            ..Writing::default()
        };
        let mut headers = headers(&["7、How far—speed", "7、price", "8、(内存)", "9、Age", "price"]);
        write(&writing, &mut headers);
        assert_eq!(headers.shown[1], "7、How far—price");
        assert_eq!(headers.numbered[0], ["q7—speed"]);
        assert_eq!(headers.numbered[1], ["q7—price"]);
        assert_eq!(headers.other[1], ["7、price"]);
        assert_eq!(headers.numbered[2], ["q8—内存"]);
        assert_eq!(headers.numbered[3], ["q9"]);
        assert!(headers.other[4].is_empty() && headers.numbered[4].is_empty());
    }

    #[test]
    fn codes_paths_and_running_numbers_are_taken_off() {
        assert_eq!(
            paths("group/q/opt", &['/'])[0..6],
            ["group.q.opt", "group.q.opt", "q.opt", "q.opt", "opt", "opt"]
        );
        assert_eq!(paths("Q2|A1|open", &['|'])[6..], ["q2.a1", "Q2.A1", "q2", "Q2"]);
        assert!(paths("plain", &['/']).is_empty());
        let writing = Writing {
            code: Some(". ".to_owned()),
            running_number: true,
            ..Writing::default()
        };
        let mut headers = headers(&["A8[SQ001]. Which? [x]", "Other", "Other2", "Year 2"]);
        write(&writing, &mut headers);
        assert_eq!(headers.other[0], ["A8[SQ001]", "Which? [x]"]);
        assert_eq!(headers.other[2], ["Other"]);
        assert!(headers.other[3].is_empty());
    }

    #[test]
    fn the_zone_stands_in_the_header() {
        assert_eq!(
            zone_in("{\"ImportId\":\"startDate\",\"timeZone\":\"America/Denver\"}").as_deref(),
            Some("America/Denver")
        );
        assert_eq!(zone_in("{\"timeZone\": \"Z\"}").as_deref(), Some("UTC"));
        assert_eq!(zone_in("Submit Date (UTC)").as_deref(), Some("UTC"));
        assert_eq!(zone_in("Submit Date"), None);
    }
}
