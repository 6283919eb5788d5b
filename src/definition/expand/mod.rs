//! What stands for more than is written: pages that are repeated, options and rows that are carried forward.
//!
//! Both become plain pages, options and rows with conditions before anything is resolved, so that nothing after this knows them.

mod carry;
mod cascade;
mod kano;
mod loops;

use super::draft::Draft;
use super::draft::Entity;
use super::draft::Page;
use super::draft::Question;
use super::spanned::Expression;
use super::spanned::Spanned;
use super::yaml::Scalar;
use super::yaml::Style;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

/// Writes out a draft, and says what cannot be.
pub fn expand(source: &Arc<Source>, draft: &mut Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    // What is carried forward first: a page may be repeated for options that came from elsewhere.
    carry::carry(source, draft, &mut problems);
    loops::repeat(source, draft, &mut problems);
    cascade::unfold(source, draft, &mut problems);
    carry::carry(source, draft, &mut problems);
    carry::report_unfound(source, draft, &mut problems);
    kano::write_out(draft);
    problems
}

/// Of problems that every copy of a page has, the first only. `repeated` are the places of the pages with copies.
pub fn once(problems: Vec<Problem>, repeated: &[Range<usize>]) -> Vec<Problem> {
    let mut seen = std::collections::BTreeSet::new();
    let inside = |start: usize| repeated.iter().any(|span| span.contains(&start));
    problems
        .into_iter()
        .filter(|problem| match &problem.place {
            crate::diagnostic::Place::Text { start, end, .. } if inside(*start) => {
                seen.insert((problem.rule.code, *start, *end))
            }
            _ => true,
        })
        .collect()
}

/// A question by the name that means it inside a copy or outside.
fn named<'d>(pages: &'d [Page], name: &str, inside: Option<&Arc<Entity>>) -> Option<&'d Question> {
    let full = inside.and_then(|entity| entity.full_name(name));
    let full = full.as_deref().unwrap_or(name);
    let mut questions = pages.iter().flat_map(|page| &page.questions);
    questions.find(|question| question.id.value == full)
}

/// An expression that nobody wrote; problems with it stand at `span`.
fn written(text: String, span: &Range<usize>) -> Expression {
    Spanned {
        value: Scalar {
            text,
            style: Style::Plain,
        },
        span: span.clone(),
    }
}

/// `first`, and `second` where there is one.
fn both(first: String, second: Option<&Expression>) -> String {
    match second {
        Some(second) => format!("{first} and ({})", second.value.text.trim()),
        None => first,
    }
}
