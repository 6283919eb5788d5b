//! The picture of the layers in docs/architecture.md, read off the imports: a module imports only from rows below its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Top modules from the lowest row to the highest; modules of one row do not see each other.
const ROWS: [&[&str]; 15] = [
    &["diagnostic", "stats"],
    &["locale"],
    &["logic", "chart", "site", "method", "slides"],
    &["model"],
    &["route"],
    &["definition", "form", "invite", "response"],
    &["tabulation", "import", "export", "sampling", "simulate"],
    &[
        "measure",
        "weighting",
        "planning",
        "driver",
        "quality",
        "reliability",
        "convert",
    ],
    &["finding"],
    &["crosstab"],
    &["report"],
    &["store", "project"],
    &["collector"],
    &["command"],
    &["cli"],
];

/// Modules that know no survey words: they see only each other.
const CRAFT: [&str; 7] = ["diagnostic", "locale", "stats", "chart", "site", "method", "slides"];

/// External crates that only some modules may use.
const CONFINED: [(&str, &[&str]); 18] = [
    ("resvg", &["chart"]),
    ("skrifa", &["chart"]),
    ("fontdb", &["command"]),
    ("nalgebra", &["stats"]),
    ("rand", &["stats"]),
    ("polars", &["store", "export"]),
    (
        "csv",
        &["import", "export", "project", "command", "collector", "convert"],
    ),
    ("statrs", &["stats"]),
    ("plotters", &["chart"]),
    ("minijinja", &["site"]),
    ("pulldown_cmark", &["site"]),
    ("clap", &["cli", "command"]),
    ("saphyr_parser", &["definition"]),
    ("qrcode", &["site"]),
    ("getrandom", &["project"]),
    ("hyper", &["collector"]),
    ("hyper_util", &["collector"]),
    ("http_body_util", &["collector"]),
];

#[test]
fn modules_import_only_from_rows_below() {
    let faults: Vec<String> = uses()
        .into_iter()
        .filter(|(from, to, _)| from != to && row(to) >= row(from))
        .map(|(from, to, file)| format!("{}: `{from}` may not use `{to}`", file.display()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn craft_knows_no_survey_words() {
    let faults: Vec<String> = uses()
        .into_iter()
        .filter(|(from, to, _)| CRAFT.contains(&from.as_str()) && !CRAFT.contains(&to.as_str()))
        .map(|(from, to, file)| format!("{}: craft `{from}` may not use `{to}`", file.display()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn heavy_crates_stay_where_they_belong() {
    let mut faults = Vec::new();
    for (module, file, text) in sources() {
        for (name, homes) in CONFINED {
            let used = [
                format!("use {name}::"),
                format!(" {name}::"),
                format!("({name}::"),
                format!("<{name}::"),
            ];
            if !homes.contains(&module.as_str()) && used.iter().any(|used| text.contains(used.as_str())) {
                faults.push(format!("{}: `{module}` may not use `{name}`", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_top_module_has_its_row() {
    let there: BTreeSet<String> = sources().into_iter().map(|(module, ..)| module).collect();
    let drawn: BTreeSet<String> = ROWS
        .iter()
        .flat_map(|row| row.iter().map(ToString::to_string))
        .collect();
    assert_eq!(there, drawn);
}

fn row(module: &str) -> usize {
    ROWS.iter()
        .position(|row| row.contains(&module))
        .unwrap_or_else(|| panic!("`{module}` has no row"))
}

/// Which top module uses which other, and in what file.
fn uses() -> Vec<(String, String, PathBuf)> {
    let mut found = BTreeSet::new();
    for (module, file, text) in sources() {
        for at in text.match_indices("crate::").map(|(at, _)| at + "crate::".len()) {
            let name: String = text[at..]
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            if ROWS.iter().any(|row| row.contains(&name.as_str())) {
                found.insert((module.clone(), name, file.clone()));
            }
        }
    }
    found.into_iter().collect()
}

/// Every source file: top module, path, code without comments and without what is only compiled for tests in files of
/// their own.
fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    gather(&root, &mut files);
    files
        .into_iter()
        .filter_map(|file| {
            let inside = file.strip_prefix(&root).ok()?;
            let first = inside.components().next()?.as_os_str().to_str()?;
            let module = first.trim_end_matches(".rs").to_owned();
            let is_test = inside.components().any(|part| {
                matches!(
                    part.as_os_str().to_str(),
                    Some("tests" | "tests.rs" | "testing.rs" | "naive.rs" | "fixture.rs" | "golden")
                )
            });
            if matches!(module.as_str(), "lib" | "main") || is_test {
                return None;
            }
            let text = fs::read_to_string(&file).ok()?;
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            Some((module, file.clone(), lines.collect::<Vec<_>>().join("\n")))
        })
        .collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
}
