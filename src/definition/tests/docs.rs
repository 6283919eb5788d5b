//! The documentation says what the code does. `MANYI_DOCS=docs cargo test the_generated_parts` renews it.

use crate::definition::check::ALL;
use crate::definition::keys::{Key, Shape, TABLES, Table};
use crate::definition::samples::Form;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Tongue;
use crate::diagnostic::render;
use crate::model::scales;
use std::fmt::Write;

const SURVEYS: &str = include_str!("../../../docs/surveys.md");
const PROBLEMS: &str = include_str!("../../../docs/problems.md");

/// The YAML blocks of a page: their form, whether they are wrong on purpose, and their text.
pub fn examples(page: &str) -> Vec<(&str, bool, String)> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```yaml") {
            let words: Vec<&str> = info.split_whitespace().collect();
            let text = lines
                .by_ref()
                .take_while(|line| *line != "```")
                .fold(String::new(), |text, line| text + line + "\n");
            found.push((
                words.first().copied().unwrap_or_default(),
                words.contains(&"wrong"),
                text,
            ));
        }
    }
    found
}

#[test]
fn every_block_in_the_guide_is_a_definition_without_problems() {
    let blocks = examples(SURVEYS);
    assert!(blocks.len() > 10);
    for (form, _, text) in blocks {
        // A whole definition stands in a file of its own name.
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("id: "))
            .filter(|_| form.is_empty())
            .unwrap_or("example");
        let (_, problems) = super::files::read_as(id, &Form::named(form).whole(&text));
        assert_eq!(problems, [], "{text}");
    }
}

#[test]
fn the_guide_names_every_scale() {
    for name in scales::NAMES {
        assert!(SURVEYS.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn both_languages_show_the_same_examples() {
    for rule in &ALL {
        let [en, zh] = rule.doc.page.map(examples);
        assert!(en.len() == 2 && en == zh, "{}", rule.doc.code);
        assert!(en[0].1 && !en[1].1, "{}", rule.doc.code);
    }
}

/// With `MANYI_DOCS` naming the folder the parts are written instead.
#[test]
fn the_generated_parts_are_up_to_date() {
    let Ok(folder) = std::env::var("MANYI_DOCS") else {
        assert!(SURVEYS.contains(&reference()), "renew docs/surveys.md");
        assert!(PROBLEMS.contains(&rules()), "renew docs/problems.md");
        return;
    };
    for (file, old, part) in [("surveys.md", SURVEYS, reference()), ("problems.md", PROBLEMS, rules())] {
        let (before, rest) = old.split_once("<!-- definition: generated -->\n").unwrap();
        let (_, after) = rest.split_once("<!-- definition: end -->\n").unwrap();
        let new = format!("{before}<!-- definition: generated -->\n{part}<!-- definition: end -->\n{after}");
        std::fs::write(format!("{folder}/{file}"), new).unwrap();
    }
}

fn rules() -> String {
    let docs: Vec<&RuleDoc> = ALL.iter().map(|rule| rule.doc).collect();
    render::list(&docs, Tongue::En)
}

/// A table of keys for each part of a definition.
fn reference() -> String {
    let mut text = String::new();
    for table in TABLES {
        let _ = writeln!(text, "### {}\n\n{}  \n{}\n", table.name, table.doc[0], table.doc[1]);
        if !table.keys.is_empty() {
            text.push_str("| key | holds | meaning |\n|---|---|---|\n");
            for key in table.keys {
                let _ = writeln!(
                    text,
                    "| `{}` | {} | {} |",
                    key.name,
                    holds(&key.shape),
                    meaning(table, key)
                );
            }
            text.push('\n');
        }
    }
    text
}

fn meaning(table: &Table, key: &Key) -> String {
    let mut text = key.doc[0].to_owned();
    if !key.only.is_empty() && key.only.len() + 1 < table.kinds.len() {
        let _ = write!(text, " For {}.", key.only.join(", "));
    }
    if key.required {
        text.push_str(" **Needed.**");
    } else if !key.default.is_empty() {
        let _ = write!(text, " Default: {}.", key.default);
    }
    format!("{text}<br>{}", key.doc[1])
}

fn holds(shape: &Shape) -> String {
    match shape {
        Shape::Id(_) => "name".to_owned(),
        Shape::Texts => "[texts](#texts)".to_owned(),
        Shape::Words => "text".to_owned(),
        Shape::Language => "language tag".to_owned(),
        Shape::Chains => "map of language tag to list of language tags".to_owned(),
        Shape::Codes => "map of name to name".to_owned(),
        Shape::Expression => "[expression](#expressions)".to_owned(),
        Shape::Switch => "`true` or `false`".to_owned(),
        Shape::Whole(_) => "whole number".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::OneOf(words) => words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", "),
        Shape::List(item) => format!("list of {}", holds(item)),
        Shape::Map(table) => format!("[{}](#{})", table.name, table.name.replace(' ', "-")),
        Shape::Short(short, table) => format!(
            "{} or [{}](#{})",
            holds(short),
            table.name,
            table.name.replace(' ', "-")
        ),
    }
}
