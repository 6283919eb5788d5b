//! Documents that build on a built-in one: `{% extends "management" %}`, and the blocks they replace.
//!
//! The rest of the document stays that of the program, so that what it learns later comes along.

use super::arguments;
use super::document::Audience;
use super::document::Document;
use super::rules::OUTSIDE_BLOCKS;
use super::scan::regions;
use super::shipped::SHIPPED;
use super::shipped::Shipped;
use super::shipped::UNIT;
use super::shipped::shipped;
use super::shipped::unit_document;
use super::tokens::Kind;
use super::tokens::Token;
use super::tokens::tokens;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use crate::site::CallFault;
use std::ops::Range;
use std::sync::Arc;

/// The documents of the program by name, without their heads, as others build on them.
pub fn bases(tongue: Tongue) -> Vec<(String, String)> {
    let all = SHIPPED
        .iter()
        .filter_map(|one| Some((one.name, shipped(one.name, tongue)?)));
    all.map(|(name, document)| (name.to_owned(), document.source.text.clone()))
        .collect()
}

/// What documents of units build on: the program's own, which no report builds on.
pub fn unit_bases(tongue: Tongue) -> Vec<(String, String)> {
    vec![(UNIT.name.to_owned(), unit_document(tongue).source.text.clone())]
}

/// The name of the document a text builds on, with its place.
fn extended<'a>(words: &[Token<'a>]) -> Option<(&'a str, Range<usize>)> {
    words.windows(2).find_map(|pair| match (pair[0].kind, pair[1].kind) {
        (Kind::Name("extends"), Kind::Text(name)) => Some((name, pair[1].span.clone())),
        _ => None,
    })
}

/// The document of the program a text builds on; its calls are the same in every language.
pub fn base(text: &str) -> Option<Arc<Document>> {
    let (name, _) = extended(&tokens(text))?;
    shipped(name, Tongue::En)
}

/// Whether a text builds on a document for everybody.
pub fn is_public(text: &str) -> bool {
    base(text).is_some_and(|base| base.audience == Audience::Public)
}

/// The blocks of a text, with their places.
fn blocks<'a>(words: &[Token<'a>]) -> Vec<(&'a str, Range<usize>)> {
    let named = words.windows(2).filter_map(|pair| match (pair[0].kind, pair[1].kind) {
        (Kind::Name("block"), Kind::Name(name)) => Some((name, pair[1].span.clone())),
        _ => None,
    });
    named.collect()
}

/// A document to build on that does not exist, and blocks it does not have.
pub fn faults(words: &[Token<'_>]) -> Vec<(Range<usize>, CallFault)> {
    faults_among(&SHIPPED, words)
}

/// The same of a document of units.
pub fn unit_faults(words: &[Token<'_>]) -> Vec<(Range<usize>, CallFault)> {
    faults_among(&[UNIT], words)
}

fn faults_among(all: &[Shipped], words: &[Token<'_>]) -> Vec<(Range<usize>, CallFault)> {
    let Some((name, span)) = extended(words) else {
        return Vec::new();
    };
    let Some(base) = all.iter().find(|one| one.name == name) else {
        let names: Vec<&str> = all.iter().map(|one| one.name).collect();
        return vec![(span, arguments::unknown(name, "built-in document", "内置文档", &names))];
    };
    let of_base = tokens(base.texts[0]);
    let known: Vec<&str> = blocks(&of_base).into_iter().map(|(block, _)| block).collect();
    let unknown = blocks(words).into_iter().filter(|(block, _)| !known.contains(block));
    unknown
        .map(|(block, span)| {
            let (en, zh) = (format!("block of `{name}`"), format!("`{name}` 的块"));
            (span, arguments::unknown(block, &en, &zh, &known))
        })
        .collect()
}

/// What a document that builds on another says outside its blocks: it would be lost.
pub fn outside(source: &Arc<Source>) -> Option<Problem> {
    let text = &source.text;
    extended(&tokens(text))?;
    let (mut depth, mut at) = (0_usize, 0);
    let mut lost = None;
    for region in regions(text) {
        let code = text[region.clone()].trim_matches(|c: char| c == '-' || c == '+' || c.is_whitespace());
        let is_call = text[..region.start].ends_with("{{");
        if depth == 0 {
            lost = lost.or_else(|| words_in(text, at..region.start.saturating_sub(2)));
            if is_call {
                lost = lost.or(Some(region.clone()));
            }
        }
        match code.split_whitespace().next() {
            Some("block") if !is_call => depth += 1,
            Some("endblock") if !is_call => depth = depth.saturating_sub(1),
            _ => {}
        }
        at = (region.end + 2).min(text.len());
    }
    let span = lost.or_else(|| words_in(text, at..text.len()))?;
    let problem = Problem::new(&OUTSIDE_BLOCKS, Place::text(source, span)).says(
        "this stands outside the blocks and is not shown",
        "此处在块以外，不会显示",
    );
    Some(problem.help(
        "put it into a block: `{% block headline %}…{% endblock %}`",
        "请放入某个块：`{% block headline %}……{% endblock %}`",
    ))
}

/// The first line with words of a stretch of text, comments left aside.
fn words_in(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let mut rest = text.get(span.clone())?;
    let mut at = span.start;
    loop {
        let blank = rest.len() - rest.trim_start().len();
        (rest, at) = (&rest[blank..], at + blank);
        if rest.is_empty() {
            return None;
        }
        let Some(comment) = rest.strip_prefix("{#") else {
            let line = rest.lines().next().unwrap_or(rest).trim_end();
            return Some(at..at + line.len());
        };
        let end = comment.find("#}").map_or(rest.len(), |end| end + 4);
        (rest, at) = (&rest[end..], at + end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source {
            name: "reports/own.en.md".to_owned(),
            text: text.to_owned(),
        })
    }

    #[test]
    fn every_built_in_document_has_blocks_of_one_name_in_both_languages() {
        for one in SHIPPED.iter().chain([&UNIT]) {
            let [english, chinese] = one.texts.map(|text| {
                blocks(&tokens(text))
                    .into_iter()
                    .map(|(name, _)| name.to_owned())
                    .collect::<Vec<_>>()
            });
            assert!(!english.is_empty(), "{}", one.name);
            assert_eq!(english, chinese, "{}", one.name);
            let guide = include_str!("../../docs/reports.md");
            for block in english {
                assert!(guide.contains(&format!("`{block}`")), "{block} of {}", one.name);
            }
        }
    }

    #[test]
    fn names_that_the_document_does_not_have_are_told_with_what_was_meant() {
        let told = |text: &str| -> Vec<String> {
            faults(&tokens(text))
                .into_iter()
                .map(|(span, fault)| format!("{} {}: {}", &text[span], fault.says.en, fault.help.en))
                .collect()
        };
        assert_eq!(
            told("{% extends \"managment\" %}"),
            ["\"managment\" `managment` is no built-in document: did you mean `management`?"]
        );
        assert_eq!(
            told("{% extends \"management\" %}{% block quote %}x{% endblock %}{% block first %}{% endblock %}"),
            ["quote `quote` is no block of `management`: did you mean `quotes`?"]
        );
        assert!(told("{% block own %}{% endblock %}").is_empty());
        let of_units = |text: &str| -> Vec<String> {
            let faults = unit_faults(&tokens(text)).into_iter();
            faults.map(|(_, fault)| fault.says.en).collect()
        };
        assert_eq!(
            of_units("{% extends \"unit\" %}{% block frist %}{% endblock %}"),
            ["`frist` is no block of `unit`"]
        );
        assert_eq!(
            of_units("{% extends \"management\" %}"),
            ["`management` is no built-in document"]
        );
    }

    #[test]
    fn words_outside_the_blocks_are_found() {
        let at = |text: &str| {
            outside(&source(text)).map(|problem| match problem.place {
                Place::Text { start, end, .. } => text[start..end].to_owned(),
                _ => String::new(),
            })
        };
        let head = "{% extends \"management\" %}\n{# why #}\n";
        assert_eq!(at(&format!("{head}{{% block first %}}in{{% endblock %}}\n")), None);
        assert_eq!(
            at(&format!("{head}Dear all\n{{% block first %}}in{{% endblock %}}")).as_deref(),
            Some("Dear all")
        );
        assert_eq!(at(&format!("{head}{{{{ lead() }}}}")).as_deref(), Some(" lead() "));
        assert_eq!(
            at(&format!("{head}{{% block first %}}in{{% endblock %}} and out")).as_deref(),
            Some("and out")
        );
        assert_eq!(at("Dear all {{ lead() }}"), None);
    }

    #[test]
    fn what_builds_on_a_public_document_is_public_unless_it_says_otherwise() {
        let audience = |text: &str| Document::read(&source(text), "own.en").0.audience;
        assert_eq!(audience("{% extends \"public\" %}"), Audience::Public);
        assert_eq!(audience("{% extends \"management\" %}"), Audience::Internal);
        assert_eq!(
            audience("---\naudience: internal\n---\n{% extends \"public\" %}"),
            Audience::Internal
        );
    }
}
