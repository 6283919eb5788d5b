//! A first draft of a mapping for a foreign export, for a person to finish.
//!
//! Everything the import would find out by itself is written down, so that it stays the same for the next wave; what is
//! only likely says so in a comment, and what is not known stands there as `null`.

use super::aliases::MetaColumn;
use super::dates;
use super::dates::OrderSigns;
use super::layout::Layout;
use super::layout::Platform;
use super::layout::Role;
use super::layout::Source;
use super::lookup::Labels;
use super::lookup::Meanings;
use super::names::Names;
use super::names::Target;
use super::number::NumberForm;
use super::setup::Setup;
use super::table::Table;
use super::text;
use crate::definition::mapping::DateOrder;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::VariableIndex;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;
use std::io::Read;

/// A mapping to finish by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The mapping file.
    pub yaml: String,
    /// What keeps the file from being read at all.
    pub problems: Vec<Problem>,
}

/// Two texts less alike than this are no guess.
const ALIKE: f64 = 0.75;
/// Longer headers are named by position, longer cells left out: YAML takes keys of at most 1,024 characters.
const LONGEST_KEY: usize = 160;
/// Different cells of a column that are looked at.
const MOST_CELLS: usize = 60;

/// Drafts a mapping of the file for the survey of `setup`, from its header and its first block; `None` when the file
/// cannot be read, with the reasons.
///
/// # Errors
/// When the reader fails.
pub fn propose<R: Read>(reader: R, setup: &Setup<'_>) -> io::Result<Proposal> {
    let mut problems = Vec::new();
    let Some(table) = Table::open(reader, setup, &mut problems)? else {
        return Ok(Proposal {
            yaml: String::new(),
            problems,
        });
    };
    let mut open = Vec::new();
    let platform = table.chosen.as_ref().map(|chosen| Platform {
        profile: chosen.profile,
        top: &table.top,
        header_rows: chosen.recognised.header_rows,
    });
    let layout = Layout::new(
        table.headers.clone(),
        setup,
        platform,
        &Place::file(setup.file),
        &mut open,
    );
    let columns: Vec<usize> = (0..layout.roles.len()).collect();
    let mut cells: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); columns.len()];
    let mut signs = OrderSigns::default();
    let mut has_dates = false;
    table.cells(&columns, |column, bytes| {
        let Some(cell) = text::utf8(bytes) else { return };
        if let Some(written) = dates::parse(cell) {
            signs.see(&written);
            has_dates = true;
        }
        let seen = &mut cells[column];
        if seen.len() < MOST_CELLS || seen.contains_key(cell) {
            *seen.entry(cell.to_owned()).or_default() += 1;
        }
    });
    let guesses = guesses(&layout, setup, &cells);
    let mut yaml = String::new();
    let _ = writeln!(
        yaml,
        "# Draft of how {} is read. Check the lines with a comment; `null` leaves a column out.",
        quoted(setup.file)
    );
    let _ = writeln!(yaml, "survey: {}", setup.survey.id);
    if let Some(platform) = platform {
        let _ = writeln!(yaml, "profile: {}", platform.profile.name);
    }
    let _ = writeln!(
        yaml,
        "format:\n  encoding: {}\n  delimiter: {}",
        table.encoding.name,
        quoted(&table.delimiter.to_string())
    );
    let _ = writeln!(
        yaml,
        "  header_rows: {}",
        platform.map_or_else(
            || setup.told(|format| format.header_rows).unwrap_or(1),
            |platform| platform.header_rows
        )
    );
    if has_dates {
        let order = setup.told(|format| format.date_order).map_or_else(|| signs.order(), Ok);
        match order {
            Ok(order) => {
                let _ = writeln!(yaml, "  date_order: {}", order.name());
            }
            Err(()) => {
                let _ = writeln!(
                    yaml,
                    "  date_order: {}      # the dates can be read in two ways: mdy or dmy?",
                    DateOrder::MonthFirst.name()
                );
            }
        }
    }
    columns_part(&mut yaml, &layout, setup, &cells, &guesses);
    values_part(&mut yaml, &layout, setup, &cells, &guesses);
    Ok(Proposal { yaml, problems })
}

/// A likely target of a column nobody recognised, and how alike the texts are.
type Guesses = BTreeMap<usize, (Target, f64)>;

fn guesses(layout: &Layout, setup: &Setup<'_>, cells: &[BTreeMap<String, usize>]) -> Guesses {
    let names = Names::new(setup.survey);
    let free = |target: &Target| match *target {
        Target::Variable(index) => layout.variables[index.0] == Source::Nowhere,
        Target::Option(index, _) => !matches!(layout.variables[index.0], Source::Column(_)),
    };
    let mut scored: Vec<(f64, usize, Target)> = Vec::new();
    for at in (0..layout.roles.len()).filter(|&at| layout.roles[at] == Role::Unknown) {
        let header = text::normal_header(&layout.headers.shown[at]);
        for (name, targets) in names.texts() {
            let Some(&target) = targets.first().filter(|target| targets.len() == 1 && free(target)) else {
                continue;
            };
            let alike = strsim::jaro_winkler(&header, name);
            // Not even cells that all fit would make a guess of it.
            if alike * 0.95 < ALIKE && alike * 0.6 + 0.4 < ALIKE {
                continue;
            }
            let understood = if let Target::Variable(index) = target {
                overlap(index, setup, &cells[at])
            } else {
                None
            };
            let score = understood.map_or(alike * 0.95, |share| alike * 0.6 + share * 0.4);
            scored.push((score, at, target));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut found = Guesses::new();
    for (score, at, target) in scored.into_iter().filter(|(score, ..)| *score >= ALIKE) {
        let taken = found.contains_key(&at) || found.values().any(|(other, _)| *other == target);
        if !taken {
            found.insert(at, (target, score));
        }
    }
    found
}

/// Share of the different cells that are answers to a coded variable; `None` for words and blank columns.
fn overlap(index: VariableIndex, setup: &Setup<'_>, cells: &BTreeMap<String, usize>) -> Option<f64> {
    let domain = &setup.survey.variable(index).domain;
    let list = domain.options()?;
    let labels = Labels::new(domain, list, NumberForm::default(), Meanings::default());
    let filled: Vec<&String> = cells.keys().filter(|cell| !text::trimmed(cell).is_empty()).collect();
    let fitting = filled
        .iter()
        .filter(|cell| labels.code(cell.as_bytes()).is_ok())
        .count();
    (!filled.is_empty()).then(|| fitting as f64 / filled.len() as f64)
}

fn target_name(target: Target, setup: &Setup<'_>) -> String {
    match target {
        Target::Variable(index) => setup.survey.variable(index).id.to_string(),
        Target::Option(index, option) => {
            let variable = setup.survey.variable(index);
            let id = variable
                .domain
                .options()
                .and_then(|list| list.options.get(option))
                .map_or("?", |option| option.id.as_str());
            format!("{}.{id}", variable.id)
        }
    }
}

fn columns_part(
    yaml: &mut String,
    layout: &Layout,
    setup: &Setup<'_>,
    cells: &[BTreeMap<String, usize>],
    guesses: &Guesses,
) {
    yaml.push_str("columns:\n");
    let mut headed: BTreeMap<String, usize> = BTreeMap::new();
    for header in &layout.headers.shown {
        *headed.entry(text::normal(header)).or_default() += 1;
    }
    for (at, role) in layout.roles.iter().enumerate() {
        let shown = &layout.headers.shown[at];
        let again = headed.get(&text::normal(shown)).is_some_and(|many| *many > 1);
        let (key, was) = if again || shown.chars().count() > LONGEST_KEY {
            (format!("#{}", at + 1), format!("  # {}", one_line(shown)))
        } else {
            (shown.clone(), String::new())
        };
        let (target, comment) = match role {
            Role::Variable(index) => (target_name(Target::Variable(*index), setup), was),
            Role::Option(index, option) => (target_name(Target::Option(*index, *option), setup), was),
            Role::Meta(meta) => (meta.name().to_owned(), was),
            Role::Key => ("null".to_owned(), "  # key of the sample".to_owned()),
            Role::LeftOut => ("null".to_owned(), was),
            Role::Unknown => match guesses.get(&at) {
                Some((target, score)) => (
                    target_name(*target, setup),
                    format!("{was}  # a guess, {:.0} % alike", score * 100.0),
                ),
                None => (
                    "null".to_owned(),
                    format!("{was}  # not recognised; holds {}", examples(&cells[at])),
                ),
            },
        };
        let _ = writeln!(yaml, "  {}: {target}{comment}", quoted(&key));
    }
    let missing = (0..layout.variables.len())
        .filter(|&at| layout.variables[at] == Source::Nowhere)
        .filter(|&at| setup.survey.variables[at].value.is_none());
    let missing: Vec<&str> = missing
        .filter(|at| {
            !guesses.values().any(
                |(target, _)| matches!(target, Target::Variable(index) | Target::Option(index, _) if index.0 == *at),
            )
        })
        .map(|at| setup.survey.variables[at].id.as_str())
        .collect();
    if !missing.is_empty() {
        let _ = writeln!(yaml, "  # without a column: {}", missing.join(", "));
    }
    if layout.meta(MetaColumn::Wave).is_none() && layout.meta(MetaColumn::Submitted).is_none() {
        yaml.push_str("# wave: 2026Q4       # no column tells the wave or the time: name it here\n");
    }
}

/// Cells that are no answers yet, each with the option it may mean.
fn values_part(
    yaml: &mut String,
    layout: &Layout,
    setup: &Setup<'_>,
    cells: &[BTreeMap<String, usize>],
    guesses: &Guesses,
) {
    let mut part = String::new();
    for (at, cells) in cells.iter().enumerate() {
        let ((Role::Variable(index), _) | (Role::Unknown, Some(&(Target::Variable(index), _)))) =
            (layout.roles[at], guesses.get(&at))
        else {
            continue;
        };
        let variable = setup.survey.variable(index);
        let (Some(list), Domain::Rating(_) | Domain::Choice(_)) = (variable.domain.options(), &variable.domain) else {
            continue;
        };
        let labels = Labels::new(&variable.domain, list, NumberForm::default(), Meanings::default());
        let strange: Vec<&String> = cells
            .keys()
            .filter(|cell| cell.chars().count() <= LONGEST_KEY && labels.code(cell.as_bytes()).is_err())
            .collect();
        if strange.is_empty() {
            continue;
        }
        let _ = writeln!(part, "  {}:", quoted(variable.id.as_str()));
        for cell in strange {
            let near = list.options.iter().map(|option| {
                let score = option
                    .text
                    .all()
                    .map(|(_, label)| strsim::jaro_winkler(&text::normal(label), &text::normal(cell)))
                    .fold(0.0, f64::max);
                (score, option.id.as_str())
            });
            match near
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .filter(|(score, _)| *score >= ALIKE)
            {
                Some((score, id)) => {
                    let _ = writeln!(
                        part,
                        "    {}: {id}  # a guess, {:.0} % alike",
                        quoted(cell),
                        score * 100.0
                    );
                }
                None => {
                    let _ = writeln!(part, "    {}: <invalid>  # which option?", quoted(cell));
                }
            }
        }
    }
    if !part.is_empty() {
        let _ = write!(yaml, "values:\n{part}");
    }
}

fn examples(cells: &BTreeMap<String, usize>) -> String {
    let mut by_count: Vec<(&String, &usize)> = cells
        .iter()
        .filter(|(cell, _)| !text::trimmed(cell).is_empty())
        .collect();
    by_count.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let some: Vec<String> = by_count.iter().take(3).map(|(cell, _)| one_line(cell)).collect();
    if some.is_empty() {
        "nothing".to_owned()
    } else {
        some.join(" | ")
    }
}

fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() || is_no_yaml(c) { ' ' } else { c })
        .take(30)
        .collect();
    if text.chars().nth(30).is_some() {
        format!("{plain}…")
    } else {
        plain
    }
}

/// Whether a character may not stand in YAML as it is, not even in a comment, or is a line end there.
fn is_no_yaml(c: char) -> bool {
    matches!(
        c,
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// A text as a double-quoted YAML scalar.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || c == '\u{a0}' || is_no_yaml(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
