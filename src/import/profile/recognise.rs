//! Which profile a file is of: by what its top looks like, never by the words of one language alone.

use super::Enough;
use super::Form;
use super::NONE;
use super::Place;
use super::Profile;
use super::Seen;
use super::Sign;
use super::pattern::Pattern;
use crate::diagnostic;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::import::rules;
use crate::import::setup::Setup;
use crate::import::text;
use std::collections::BTreeSet;

/// So many records are looked at.
pub(in crate::import) const LOOKED_AT: usize = 200;

/// The first records of a file, as text.
pub(in crate::import) struct Top {
    pub records: Vec<Vec<String>>,
}

/// What a file was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// The profile's name.
    pub name: String,
    /// The platform.
    pub title: Words,
    /// What was seen; nothing where the profile was named.
    pub evidence: Vec<Words>,
    /// Records of the header.
    pub header_rows: usize,
    /// The zone that the header names.
    pub time_zone: Option<String>,
    /// Columns that tell who somebody is, which are not read.
    pub personal: Vec<String>,
    /// Columns that are known only by the number of their question.
    pub by_number: usize,
}

/// The profile of a file, with what led to it.
pub(in crate::import) struct Chosen<'a> {
    pub profile: &'a Profile,
    pub recognised: Recognised,
}

/// The profile named on the command line or in the mapping, else the one whose signs are all there and say the most. That two
/// say as much is a problem.
pub(in crate::import) fn choose<'a>(setup: &Setup<'a>, top: &Top, problems: &mut Vec<Problem>) -> Option<Chosen<'a>> {
    let named = setup
        .profile
        .as_ref()
        .or_else(|| setup.mapping.and_then(|mapping| mapping.profile.as_ref()));
    let stated_rows = setup.told(|format| format.header_rows);
    let chosen = |profile: &'a Profile, form: Option<&Form>, evidence: Vec<Words>| {
        let header_rows = stated_rows
            .or(form.map(|form| form.header_rows))
            .unwrap_or(1)
            .min(top.records.len());
        Chosen {
            profile,
            recognised: Recognised {
                name: profile.name.clone(),
                title: profile.title.clone(),
                evidence,
                header_rows,
                time_zone: profile.zone_of(&top.records[..header_rows]),
                personal: Vec::new(),
                by_number: 0,
            },
        }
    };
    if let Some(entry) = named {
        if entry.text == NONE {
            return None;
        }
        let Some(profile) = setup.profiles.iter().find(|profile| profile.name == entry.text) else {
            problems.push(no_profile(setup, &entry.text, entry.place.clone()));
            return None;
        };
        // The form of which the most is there.
        let held = |form: &&Form| form.signs.iter().filter(|sign| holds(sign, form, top, setup)).count();
        let form = profile.forms.iter().rev().max_by_key(held);
        return Some(chosen(profile, form, Vec::new()));
    }
    let mut found: Vec<(usize, &Profile, &Form)> = Vec::new();
    for profile in setup.profiles {
        let whole = |form: &&Form| form.signs.iter().all(|sign| holds(sign, form, top, setup));
        let best = profile
            .forms
            .iter()
            .rev()
            .filter(whole)
            .max_by_key(|form| form.strength);
        found.extend(best.map(|form| (form.strength, profile, form)));
    }
    found.sort_by_key(|(strength, ..)| std::cmp::Reverse(*strength));
    match found.as_slice() {
        [] => None,
        [(first, one, _), (second, other, _), ..] if first == second => {
            problems.push(ambiguous(setup, one, other));
            None
        }
        [(_, profile, form), ..] => {
            let evidence = form.signs.iter().map(|sign| sign.why.clone()).collect();
            Some(chosen(profile, Some(form), evidence))
        }
    }
}

fn no_profile(setup: &Setup<'_>, name: &str, place: diagnostic::Place) -> Problem {
    let names: Vec<&str> = setup.profiles.iter().map(|profile| profile.name.as_str()).collect();
    let near = names
        .iter()
        .map(|known| (strsim::jaro_winkler(known, name), *known))
        .filter(|(alike, _)| *alike > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let problem = Problem::new(&rules::NO_SUCH_PROFILE, place).says(
        format!("there is no profile `{name}`"),
        format!("没有名为 `{name}` 的平台配置"),
    );
    match near {
        Some((_, near)) => problem.help(format!("did you mean `{near}`?"), format!("是否为 `{near}`？")),
        None => problem.help(
            format!(
                "there are {}, and `none`; your own stand in `profiles/`",
                names.join(", ")
            ),
            format!("现有 {}，以及 `none`；自定义的放在 `profiles/` 中", names.join("、")),
        ),
    }
}

fn ambiguous(setup: &Setup<'_>, one: &Profile, other: &Profile) -> Problem {
    Problem::new(&rules::TWO_PROFILES, diagnostic::Place::file(setup.file))
        .says(
            format!(
                "this file has the form of {} (`{}`) and of {} (`{}`)",
                one.title.en, one.name, other.title.en, other.name
            ),
            format!(
                "该文件既像{}（`{}`）的导出，也像{}（`{}`）的导出",
                one.title.zh, one.name, other.title.zh, other.name
            ),
        )
        .help(
            format!(
                "say which: `--profile {}`, or `profile: {}` in the mapping; `none` uses neither",
                one.name, one.name
            ),
            format!(
                "请写明是哪一个：`--profile {}`，或在映射文件中写 `profile: {}`；都不用则写 `none`",
                one.name, one.name
            ),
        )
}

/// Whether a sign is there.
fn holds(sign: &Sign, form: &Form, top: &Top, setup: &Setup<'_>) -> bool {
    let rows = form.header_rows.min(top.records.len());
    let (header, data) = top.records.split_at(rows);
    let record = |at: usize| header.get(at).map(Vec::as_slice).unwrap_or_default();
    match &sign.seen {
        Seen::Headers {
            record: at,
            patterns,
            enough,
        } => {
            let cells: Vec<&String> = record(*at).iter().filter(|cell| !blank(cell)).collect();
            let met = cells.iter().filter(|cell| any(patterns, cell)).count();
            match *enough {
                Enough::Least(least) => met >= least,
                Enough::Share(share) => met > 0 && met as f64 >= share * cells.len() as f64,
                Enough::EachPattern => patterns
                    .iter()
                    .all(|pattern| cells.iter().any(|cell| pattern.matches(cell))),
            }
        }
        Seen::Blank { record: at, share } => {
            let cells = record(*at);
            let blanks = cells.iter().filter(|cell| blank(cell)).count();
            blanks > 0 && blanks as f64 >= share * cells.len() as f64
        }
        Seen::Column { column, holds } => columns(column, header, data)
            .iter()
            .any(|&at| holds.all(&cells(data, at))),
        Seen::Like { column, patterns } => columns(column, header, data).iter().any(|&at| {
            let cells = cells(data, at);
            !cells.is_empty() && cells.iter().all(|cell| any(patterns, cell))
        }),
        Seen::Cell(patterns) => data.iter().flatten().any(|cell| any(patterns, cell)),
        Seen::MachineNames => {
            let names: Vec<&str> = record(0).iter().map(|cell| text::trimmed(cell)).collect();
            let filled: Vec<&&str> = names.iter().filter(|name| !name.is_empty()).collect();
            let different: BTreeSet<&&str> = filled.iter().copied().collect();
            filled.len() > 2
                && different.len() == filled.len()
                && filled.iter().all(|name| !name.contains(char::is_whitespace))
        }
        Seen::Texts(share) => {
            let cells: Vec<&String> = record(0).iter().filter(|cell| !blank(cell)).collect();
            let texts = cells
                .iter()
                .filter(|cell| !cell.is_ascii() || text::trimmed(cell).contains(char::is_whitespace))
                .count();
            !cells.is_empty() && texts as f64 >= share * cells.len() as f64
        }
        Seen::SurveyIds(least) => {
            let known = |cell: &&String| setup.survey.find(text::trimmed(cell)).is_some();
            let count = record(0).iter().filter(known).count();
            if *least == 0 { count == 0 } else { count >= *least }
        }
    }
}

fn blank(cell: &str) -> bool {
    text::trimmed(cell).is_empty()
}

fn any(patterns: &[Pattern], cell: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches(cell))
}

/// Positions of the columns a sign is about.
fn columns(place: &Place, header: &[Vec<String>], data: &[Vec<String>]) -> Vec<usize> {
    let width = header.first().or(data.first()).map_or(0, Vec::len);
    let one = |at: Option<usize>| at.filter(|at| *at < width).into_iter().collect();
    match place {
        Place::Front(count) => one(count.checked_sub(1)),
        Place::Back(count) => one(width.checked_sub(*count)),
        Place::Named(patterns) => (0..width)
            .filter(|&at| {
                header
                    .iter()
                    .any(|cells| cells.get(at).is_some_and(|cell| any(patterns, cell)))
            })
            .collect(),
        Place::Some => (0..width).collect(),
    }
}

/// The filled cells of a column.
pub(super) fn cells(data: &[Vec<String>], at: usize) -> Vec<&str> {
    data.iter()
        .filter_map(|cells| cells.get(at))
        .map(|cell| text::trimmed(cell))
        .filter(|cell| !cell.is_empty())
        .collect()
}
