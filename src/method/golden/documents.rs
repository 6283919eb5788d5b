//! The documentation lists every statistic as it is. `MANYI_DOCS=docs cargo test the_generated_parts` renews it.

use super::Case;
use super::Outcome;
use super::ask;
use super::cases;
use super::reference;
use crate::method::COMMON;
use crate::method::Family;
use crate::method::Method;
use crate::method::Param;
use crate::method::all;
use std::collections::BTreeMap;
use std::fmt::Write;

const STATISTICS: &str = include_str!("../../../docs/statistics.md");
const VALIDATION: &str = include_str!("../../../docs/validation.md");

/// What `docs/statistics.md` says of every method, by family.
fn statistics() -> String {
    let mut text = String::new();
    let mut family: Option<Family> = None;
    for method in all() {
        if family != Some(method.family) {
            family = Some(method.family);
            let _ = write!(
                text,
                "\n## {} · {}\n",
                method.family.title()[0],
                method.family.title()[1]
            );
        }
        text += &section(method);
    }
    let _ = write!(
        text,
        "\n## What every statistic takes · 通用选项\n\n{}",
        options(COMMON)
    );
    text
}

fn section(method: &Method) -> String {
    let mut text = format!("\n### `{}`\n\n**{} · {}**", method.id, method.title[0], method.title[1]);
    if !method.aliases.is_empty() {
        let aliases: Vec<String> = method.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let _ = write!(text, " (also {})", aliases.join(", "));
    }
    let _ = write!(
        text,
        "\n\n{}\n\n{}\n\nSource: {}.\n",
        method.definition[0], method.definition[1], method.source
    );
    if !method.others[0].is_empty() {
        let _ = write!(
            text,
            "\nElsewhere: {}\n\n其他软件：{}\n",
            method.others[0], method.others[1]
        );
    }
    let _ = write!(text, "\n{}", options(method.takes));
    text
}

fn options(params: &[Param]) -> String {
    let mut text = "| option | meaning | 含义 |\n|---|---|---|\n".to_owned();
    for param in params {
        let names = std::iter::once(&param.name).chain(param.aliases);
        let names: Vec<String> = names.map(|name| format!("`--{name}`")).collect();
        let [en, zh] = param.meaning.map(|words| words.replace('|', "\\|"));
        let _ = writeln!(text, "| {} | {en} | {zh} |", names.join(", "));
    }
    text
}

/// How the numbers of a method agree with those of the reference.
#[derive(Default)]
struct Agreement {
    software: String,
    cases: usize,
    edges: usize,
    worst: f64,
    tolerance: f64,
}

/// A line for every method: reference software, cases, the worst relative difference.
fn validation() -> String {
    let mut found: BTreeMap<String, Agreement> = BTreeMap::new();
    for case in &cases() {
        let own = found.entry(case.method.clone()).or_default();
        let Outcome { worst, faults } = ask(case);
        assert!(faults.is_empty(), "{faults:?}");
        match software(case) {
            Some(name) => {
                own.cases += 1;
                own.software = own.software.clone().max(name);
                own.worst = own.worst.max(worst);
                own.tolerance = own.tolerance.max(case.tolerance["rel"].as_f64().unwrap_or(0.0));
            }
            None => own.edges += 1,
        }
    }
    let mut text = "| statistic | reference | cases | degenerate cases | worst relative difference | tolerance |\n\
                    |---|---|---:|---:|---:|---:|\n"
        .to_owned();
    for method in all() {
        let own = found.remove(method.id).unwrap_or_default();
        let reference = if own.cases == 0 {
            "unit tests".to_owned()
        } else {
            own.software
        };
        let _ = writeln!(
            text,
            "| `{}` | {reference} | {} | {} | {} | {} |",
            method.id,
            own.cases,
            own.edges,
            if own.cases == 0 {
                String::new()
            } else {
                rounded(own.worst)
            },
            if own.cases == 0 {
                String::new()
            } else {
                format!("{:e}", own.tolerance)
            },
        );
    }
    text
}

/// The reference's program and function, without its remarks; nothing for a case that only states a contract.
fn software(case: &Case) -> Option<String> {
    let text = case.value["produced_by"].as_str()?;
    let text = text.split([';', '(']).next().unwrap_or(text).trim();
    // What follows is the formula, which the statistic's own page has.
    let text = text.split_inclusive("base R").next().unwrap_or(text);
    Some(
        text.trim_end_matches(", options")
            .trim_end_matches([',', ' '])
            .replace('|', "/"),
    )
}

/// The next power of ten, so that the last digits of another machine change nothing.
fn rounded(worst: f64) -> String {
    if worst < 1e-13 {
        return "< 1e-13".to_owned();
    }
    format!("< 1e{}", worst.log10().floor() + 1.0)
}

/// The generated part of a page: what stands between its marks.
fn renewed(page: &str, part: &str) -> String {
    let (before, rest) = page.split_once("<!-- stat: generated -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- stat: end -->").unwrap();
    format!("{before}<!-- stat: generated -->\n{part}<!-- stat: end -->{after}")
}

/// With `MANYI_DOCS` naming the folder the parts are written instead.
#[test]
fn the_generated_parts_list_every_statistic() {
    let new = renewed(STATISTICS, &statistics());
    let Ok(folder) = std::env::var("MANYI_DOCS") else {
        assert!(STATISTICS == new, "renew docs/statistics.md");
        return;
    };
    std::fs::write(format!("{folder}/statistics.md"), new).unwrap();
}

/// Cases on data that may not be copied count too, so the whole table is compared only where they can be read.
#[test]
fn the_generated_parts_state_how_well_the_numbers_agree() {
    let folder = std::env::var("MANYI_DOCS");
    if folder.is_err() {
        for method in all() {
            assert!(
                VALIDATION.contains(&format!("| `{}` |", method.id)),
                "renew docs/validation.md: {}",
                method.id
            );
        }
    }
    if reference().is_none() {
        return;
    }
    let new = renewed(VALIDATION, &validation());
    let Ok(folder) = folder else {
        assert!(VALIDATION == new, "renew docs/validation.md");
        return;
    };
    std::fs::write(format!("{folder}/validation.md"), new).unwrap();
}
