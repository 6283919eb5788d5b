//! What is wrong with a document before anything is counted: names, arguments and fields, untaken branches included.

use super::arguments;
use super::blocks;
use super::document::Audience;
use super::document::Document;
use super::facts::Facts;
use super::input::ReportInput;
use super::page;
use super::plan;
use super::scan;
use super::scan::Written;
use super::shipped::UNIT;
use super::signature::SIGNATURES;
use super::signature::signature;
use super::tokens::Kind;
use super::tokens::Token;
use super::tokens::closing;
use super::tokens::tokens;
use super::units::UNIT_FUNCTIONS;
use super::units::UNIT_NAMES;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::finding::Ask;
use crate::finding::References;
use crate::finding::Verdict;
use crate::finding::find;
use crate::locale::Lang;
use crate::measure::Scores;
use crate::model::Calendar;
use crate::model::Survey;
use crate::site;
use crate::site::CallFault;
use crate::site::UNKNOWN_NAME;
use crate::tabulation::Tabulator;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Names of the engine itself.
const ENGINE: [&str; 8] = ["range", "dict", "debug", "namespace", "loop", "caller", "self", "super"];

/// All that is wrong with a document of a survey, whatever its answers will be.
#[must_use]
pub fn check(survey: &Arc<Survey>, calendar: &Calendar, document: &Arc<Document>) -> Vec<Problem> {
    if document.name == UNIT.name {
        return of_units(document);
    }
    let needed = plan::needed(survey, &document.source.text);
    let tabulation = Tabulator::new(Arc::clone(survey), Arc::new(needed.plan(survey))).finish();
    let scores = Scores::new(survey, &survey.measures, tabulation, 1.0 - survey.report.alpha);
    let references = References::default();
    let findings = find(&scores, calendar, &references, &survey.report, &Ask::default());
    let lang = document.languages.first().or(survey.languages.first()).cloned();
    let Some(lang) = lang.or_else(|| Lang::new("en")) else {
        return Vec::new();
    };
    faults(&Facts::new(ReportInput::of(
        (Arc::new(scores), Arc::new(findings), Arc::new(references)),
        calendar.clone(),
        lang,
        Arc::clone(document),
    )))
}

/// What is wrong with a document of units, whose calls are its own.
fn of_units(document: &Document) -> Vec<Problem> {
    let words = tokens(&document.source.text);
    let mut problems = Vec::new();
    for (span, fault) in filters(&words) {
        problems.push(told(&document.source, span, fault));
    }
    for (span, fault) in blocks::unit_faults(&words) {
        problems.push(told(&document.source, span, fault));
    }
    problems.extend(unknown_names(&document.source, &words, &UNIT_NAMES, &UNIT_FUNCTIONS));
    problems.extend(blocks::outside(&document.source));
    problems
}

fn told(source: &Arc<Source>, span: Range<usize>, fault: CallFault) -> Problem {
    let problem = Problem::new(&UNKNOWN_NAME, Place::text(source, span)).says(fault.says.en, fault.says.zh);
    problem.help(fault.help.en, fault.help.zh)
}

/// Names that are neither values nor functions of a document; or why it cannot be read.
fn unknown_names(source: &Arc<Source>, words: &[Token<'_>], values: &[&str], functions: &[&str]) -> Vec<Problem> {
    let used = match site::names_used(source) {
        Ok(used) => used,
        Err(problem) => return vec![*problem],
    };
    let known = |name: &&str| values.contains(name) || functions.contains(name) || ENGINE.contains(name);
    let unknown: Vec<&str> = used.iter().map(String::as_str).filter(|name| !known(name)).collect();
    let fault = |(span, name, called)| {
        let fault = if called {
            arguments::unknown(name, "function", "函数", functions)
        } else {
            arguments::unknown(name, "name a document knows", "文档可用的名称", values)
        };
        told(source, span, fault)
    };
    occurrences(words, &unknown).into_iter().map(fault).collect()
}

/// The same where the answers are known.
pub fn faults(facts: &Facts) -> Vec<Problem> {
    let document = &facts.input.document;
    let source = &document.source;
    let mut problems = Vec::new();
    let mut tell = |span: Range<usize>, fault: CallFault| problems.push(told(source, span, fault));
    for call in scan::calls(&source.text) {
        let Some(known) = signature(&call.name) else { continue };
        for fault in known.faults(facts, &call.arguments) {
            tell(call.span.clone(), fault);
        }
        if let Some(fault) = private(document.audience, &call) {
            tell(call.span.clone(), fault);
        }
    }
    let words = tokens(&source.text);
    for (span, fault) in fields(&words).into_iter().chain(filters(&words)) {
        tell(span, fault);
    }
    for (span, fault) in blocks::faults(&words) {
        tell(span, fault);
    }
    let data = page::names(facts);
    let values = data.as_object().into_iter().flat_map(serde_json::Map::keys);
    let values: Vec<&str> = values.map(String::as_str).collect();
    let functions: Vec<&str> = SIGNATURES.iter().map(|one| one.name).collect();
    problems.extend(unknown_names(source, &words, &values, &functions));
    problems.extend(blocks::outside(source));
    problems.sort_by_key(|problem| match problem.place {
        Place::Text { start, .. } => start,
        _ => 0,
    });
    problems
}

/// What no public document may hold.
fn private(audience: Audience, call: &Written) -> Option<CallFault> {
    (audience == Audience::Public && call.name == "quotes").then(|| {
        arguments::fault(
            "a public document quotes nobody: what people wrote can tell who they are",
            "公开文档不引用受访者原话：所写内容可能暴露身份",
            Words::new(
                "say it in your own words, or write `audience: internal`",
                "请用自己的话转述，或改为 `audience: internal`",
            ),
        )
    })
}

/// Where unknown names stand, and whether they are called.
fn occurrences<'a>(words: &[Token<'a>], unknown: &[&str]) -> Vec<(Range<usize>, &'a str, bool)> {
    let sign = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|token| token.kind);
    let mut found = Vec::new();
    for (at, token) in words.iter().enumerate() {
        let Kind::Name(name) = token.kind else { continue };
        let before = sign(at.checked_sub(1));
        let member = matches!(before, Some(Kind::Sign("." | "|") | Kind::Name("is")));
        let argument = sign(Some(at + 1)) == Some(Kind::Sign("="));
        if unknown.contains(&name) && !member && !argument {
            found.push((token.span.clone(), name, sign(Some(at + 1)) == Some(Kind::Sign("("))));
        }
    }
    found
}

/// Filters and tests nobody knows.
fn filters(words: &[Token<'_>]) -> Vec<(Range<usize>, CallFault)> {
    let mut found = Vec::new();
    let name = |at: usize| match words.get(at).map(|token| token.kind) {
        Some(Kind::Name(name)) => Some((name, words[at].span.clone())),
        _ => None,
    };
    for (at, token) in words.iter().enumerate() {
        match token.kind {
            Kind::Sign("|") => {
                if let Some((name, span)) = name(at + 1).filter(|(name, _)| !site::is_filter(name)) {
                    let few = ["upper", "lower", "length", "join", "default", "round", "first", "last"];
                    found.push((span, arguments::unknown(name, "filter", "过滤器", &few)));
                }
            }
            Kind::Name("is") => {
                let negated = matches!(name(at + 1), Some(("not", _)));
                let test = name(at + 1 + usize::from(negated));
                if let Some((name, span)) = test.filter(|(name, _)| !site::is_test(name)) {
                    let few = ["defined", "none", "number", "string", "odd", "even"];
                    found.push((span, arguments::unknown(name, "test", "检验", &few)));
                }
            }
            _ => {}
        }
    }
    found
}

/// Fields that an answer does not have, and verdicts that never come.
fn fields(words: &[Token<'_>]) -> Vec<(Range<usize>, CallFault)> {
    let kind = |at: usize| words.get(at).map(|token| token.kind);
    let call = |at: usize| match (kind(at), kind(at + 1)) {
        (Some(Kind::Name(name)), Some(Kind::Sign("("))) => signature(name)
            .filter(|known| !known.fields.is_empty())
            .zip(closing(words, at + 1)),
        _ => None,
    };
    // What a name stands for where a loop or `set` makes it.
    let mut named: BTreeMap<&str, Vec<&[&str]>> = BTreeMap::new();
    let mut found = Vec::new();
    for at in 0..words.len() {
        if let (Some(Kind::Name("for" | "set")), Some(Kind::Name(name))) = (kind(at), kind(at + 1)) {
            let fields = match (kind(at + 2), call(at + 3)) {
                (Some(Kind::Name("in") | Kind::Sign("=")), Some((known, end)))
                    if kind(end + 1) != Some(Kind::Sign(".")) =>
                {
                    known.fields
                }
                _ => &[],
            };
            named.entry(name).or_default().push(fields);
        }
    }
    for at in 0..words.len() {
        let after = match (call(at), kind(at), kind(at + 1)) {
            (Some((known, end)), ..) if kind(end + 1) == Some(Kind::Sign(".")) => Some((end + 2, vec![known.fields])),
            (_, Some(Kind::Name(name)), Some(Kind::Sign("."))) => {
                named.get(name).map(|fields| (at + 2, fields.clone()))
            }
            _ => None,
        };
        let Some((place, fields)) = after else { continue };
        let Some(Kind::Name(field)) = kind(place) else { continue };
        let member = at > 0 && kind(at - 1) == Some(Kind::Sign("."));
        if member || fields.iter().any(|fields| fields.is_empty()) {
            continue;
        }
        if !fields.iter().any(|fields| fields.contains(&field)) {
            let all: Vec<&str> = fields.concat();
            let span = words[place].span.clone();
            found.push((
                span,
                arguments::unknown(field, "field of this answer", "此结果的字段", &all),
            ));
            continue;
        }
        if let ("verdict", Some(Kind::Sign("==" | "!=")), Some(Kind::Text(word))) =
            (field, kind(place + 1), kind(place + 2))
            && word != "none"
            && Verdict::from_code(word).is_none()
        {
            let all: Vec<&str> = Verdict::ALL.iter().map(|one| one.code()).chain(["none"]).collect();
            let span = words[place + 2].span.clone();
            found.push((span, arguments::unknown(word, "verdict", "判断结果", &all)));
        }
    }
    found
}
