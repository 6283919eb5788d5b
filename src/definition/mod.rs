//! Reads definitions: a text file becomes a [`Survey`], or all that is wrong with it, each with its place.
//!
//! The way: [`yaml`] (a tree with places) → `conform` (the tree against the key tables) → `decode` (a draft) →
//! `outline`, `derive`, `expressions` (what names stand for, what expressions mean) → [`check`] (rules about the whole) →
//! `assemble` (the survey, only when nothing is wrong) → `hash`.
//!
//! Knows no disk: it is given the text. The same keys print the JSON Schema ([`schema()`]) and stand in `docs/surveys.md`.

mod accuracy;
mod assemble;
pub mod check;
mod conform;
mod coverage;
mod decode;
mod derive;
pub mod diff;
mod draft;
mod expand;
mod expressions;
mod fault_words;
mod fields;
mod hash;
mod index;
pub mod keys;
mod kinds;
pub mod mapping;
mod outline;
mod pipes;
pub mod recode;
mod schema;
mod spanned;
mod words;
pub mod yaml;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use coverage::{Coverage, coverage};
pub use fault_words::chinese;
pub use schema::schema;

use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::has_errors;
use crate::model::Survey;
use check::Subject;
use expressions::Typing;
use outline::Outline;
use std::ops::Range;
use std::sync::Arc;

/// The survey a text defines, and every problem of the text in order of place; a survey exactly when none of them is an error.
#[must_use]
pub fn read(source: &Arc<Source>) -> (Option<Survey>, Vec<Problem>) {
    let (root, mut problems) = yaml::parse(source);
    let Some(root) = root else { return (None, problems) };
    problems.extend(conform::conform(source, &root, &keys::SURVEY));
    let mut draft = decode::decode(&root);
    let repeated: Vec<Range<usize>> = draft
        .pages
        .iter()
        .filter(|page| page.repeated.is_some())
        .map(|page| page.span.clone())
        .collect();
    problems.extend(expand::expand(source, &mut draft));
    pipes::settle(&mut draft);
    let mut outline = Outline::of(&draft);
    index::add_persons(&mut draft, &outline);
    let typing = Typing { source };
    let (values, order) = derive::derive(&typing, &draft, &mut outline, &mut problems);
    let sites = typing.sites(&draft, &outline, &mut problems);
    let subject = Subject {
        source,
        draft: &draft,
        outline: &outline,
        sites: &sites,
        values: &values,
        order: &order,
    };
    problems.extend(subject.problems());
    problems.sort_by(|a, b| (a.place.line_column(), a.rule.code).cmp(&(b.place.line_column(), b.rule.code)));
    let problems = expand::once(problems, &repeated);
    if has_errors(&problems) {
        return (None, problems);
    }
    let survey = assemble::Assembly {
        draft: &draft,
        outline: &outline,
        sites: &sites,
        values: &values,
        order: &order,
    }
    .survey();
    (survey, problems)
}
