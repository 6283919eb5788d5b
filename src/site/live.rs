//! Documents with live values: Markdown that calls functions, such as `{{ score("nps") }}`.
//!
//! Whatever a call or an expression yields is put in as an opaque token and comes back after Markdown: no value can act as
//! markup, whoever wrote it.

use super::faults::Made;
use super::faults::problem;
use super::markdown::Document;
use super::markdown::document;
use super::pieces::Piece;
use super::pieces::Pieces;
use super::pieces::without_tokens;
use super::templates::environment;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use minijinja::AutoEscape;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Value;
use minijinja::value::Kwargs;
use minijinja::value::Rest;
use minijinja::value::Serde;
use minijinja::value::ValueKind;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// What a call was given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arguments {
    /// By position.
    pub positional: Vec<Json>,
    /// By name.
    pub named: BTreeMap<String, Json>,
}

impl Arguments {
    /// The text at a position.
    #[must_use]
    pub fn text(&self, position: usize) -> Option<&str> {
        self.positional.get(position)?.as_str()
    }

    /// The text under a name.
    #[must_use]
    pub fn named_text(&self, name: &str) -> Option<&str> {
        self.named.get(name)?.as_str()
    }
}

/// What a call answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Something to show.
    Piece(Piece),
    /// Something to ask, count or loop over; shown as plain text, an object with a `text` as that text.
    Data(Json),
}

/// Why a call has no answer: a mistake of the document's author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFault {
    /// What is wrong.
    pub says: Words,
    /// What to write instead.
    pub help: Words,
}

impl fmt::Display for CallFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says.en)
    }
}

impl std::error::Error for CallFault {}

/// The functions a document may call.
pub trait Calls: Send + Sync {
    /// Their names.
    fn names(&self) -> Vec<&'static str>;

    /// Answers a call of one of them.
    ///
    /// # Errors
    /// A fault of the document's author, such as the name of a measure that does not exist.
    fn call(&self, name: &str, arguments: &Arguments) -> Result<Reply, CallFault>;
}

/// Documents that others can build on, by name: `{% extends "NAME" %}` takes one and replaces blocks of it.
pub type Bases = [(String, String)];

/// Renders a document with its functions and with `data`, an object whose fields are names in the document.
///
/// # Errors
/// A problem with its place in the document: a mark that cannot be read, a name that does not exist, a call that has no
/// answer.
pub fn live_document(source: &Arc<Source>, bases: &Bases, calls: &Arc<dyn Calls>, data: &Json) -> Made<Document> {
    let (text, pieces) = run(source, bases, calls, data)?;
    Ok(document(&text, &pieces))
}

/// The same as Markdown: words that are put in are escaped, what stands by itself comes as it is and must be Markdown.
///
/// # Errors
/// As [`live_document`].
pub fn live_text(source: &Arc<Source>, bases: &Bases, calls: &Arc<dyn Calls>, data: &Json) -> Made<String> {
    let (text, pieces) = run(source, bases, calls, data)?;
    let mut out = String::with_capacity(text.len());
    for (before, piece) in pieces.split(&text) {
        out.push_str(before);
        match piece {
            Some(Piece::Text(words)) => out.push_str(&markdown_escaped(words)),
            Some(Piece::Inline(made) | Piece::Block(made)) => out.push_str(made.as_str().trim_end_matches('\n')),
            None => {}
        }
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in out.lines().map(str::trim_end) {
        let empty = line.is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !empty {
            lines.push(line);
        }
    }
    Ok(format!("{}\n", lines.join("\n").trim_end()))
}

/// Words within a line of Markdown that no reader takes for markup.
#[must_use]
pub fn markdown_escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let number = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    let follows = |at: usize| words[at..].chars().nth(1);
    for (at, c) in words.char_indices() {
        // What would begin a list, a heading or a rule; a sign before a number does not.
        let begins = match c {
            '#' | '+' | '-' | '=' => at == 0 && follows(at).is_none_or(|next| next == c || next.is_whitespace()),
            '.' | ')' => at > 0 && at == number && follows(at).is_none_or(char::is_whitespace),
            _ => false,
        };
        if begins || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// The names a document takes from outside, its untaken branches included: functions and values.
///
/// # Errors
/// A problem with its place when the document cannot be read.
pub fn names_used(source: &Arc<Source>) -> Made<BTreeSet<String>> {
    let environment = environment();
    let template = environment
        .template_from_named_str(&source.name, &source.text)
        .map_err(|error| Box::new(problem(&error, source)))?;
    Ok(template.undeclared_variables(false).into_iter().collect())
}

/// Whether documents know a filter (`{{ name | upper }}`).
#[must_use]
pub fn is_filter(name: &str) -> bool {
    knows(&format!("\"\" | {name}"), ErrorKind::UnknownFilter)
}

/// Whether documents know a test (`{% if name is defined %}`).
#[must_use]
pub fn is_test(name: &str) -> bool {
    knows(&format!("\"\" is {name}"), ErrorKind::UnknownTest)
}

fn knows(expression: &str, unknown: ErrorKind) -> bool {
    let environment = environment();
    let made = environment
        .compile_expression(expression)
        .and_then(|known| known.eval(()));
    made.err().is_none_or(|error| error.kind() != unknown)
}

/// The text with its tokens, and what they stand for.
fn run(source: &Arc<Source>, bases: &Bases, calls: &Arc<dyn Calls>, data: &Json) -> Made<(String, Pieces)> {
    let pieces = Arc::new(Mutex::new(Pieces::default()));
    let mut environment = environment();
    for (name, text) in bases {
        environment
            .add_template(name, text)
            .map_err(|error| Box::new(problem(&error, source)))?;
    }
    // Text that a document collects (`super()`, a macro) holds tokens already and is put in as it is; what is put in by itself
    // becomes a token below, whatever it is.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let kept = Arc::clone(&pieces);
    environment.set_formatter(move |out, _, value| {
        let own = if value.kind() == ValueKind::Map {
            value.get_attr("text").ok()
        } else {
            None
        };
        let text = own
            .filter(|own| !own.is_undefined())
            .unwrap_or_else(|| value.clone())
            .to_string();
        let token = if value.is_safe() {
            text
        } else {
            keep(&kept, Piece::Text(text))
        };
        Ok(out.write_str(&token)?)
    });
    for name in calls.names() {
        let (calls, pieces) = (Arc::clone(calls), Arc::clone(&pieces));
        environment.add_function(name, move |positional: Rest<Value>, named: Kwargs| {
            let arguments = arguments(&positional, &named)?;
            match calls.call(name, &arguments) {
                Ok(Reply::Piece(piece)) => Ok(Value::from_safe_string(keep(&pieces, piece))),
                Ok(Reply::Data(data)) => Ok(Value::from(Serde(data))),
                Err(fault) => Err(Error::new(ErrorKind::InvalidOperation, fault.says.en.clone()).with_source(fault)),
            }
        });
    }
    let clean = Arc::new(Source {
        name: source.name.clone(),
        text: without_tokens(&source.text),
    });
    let text = environment
        .template_from_named_str(&clean.name, &clean.text)
        .and_then(|template| template.render(Serde(data)))
        .map_err(|error| Box::new(problem(&error, &clean)))?;
    let pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok((text, pieces))
}

fn keep(pieces: &Mutex<Pieces>, piece: Piece) -> String {
    pieces.lock().unwrap_or_else(PoisonError::into_inner).token(piece)
}

fn arguments(positional: &[Value], named: &Kwargs) -> Result<Arguments, Error> {
    let json = |value: &Value| {
        serde_json::to_value(value).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
    };
    let positional = positional.iter().map(json).collect::<Result<_, _>>()?;
    let mut by_name = BTreeMap::new();
    for name in named.args() {
        by_name.insert(name.to_owned(), json(&named.get::<Value>(name)?)?);
    }
    Ok(Arguments {
        positional,
        named: by_name,
    })
}

#[cfg(test)]
mod tests {
    use super::super::html::Html;
    use super::*;
    use serde_json::json;

    struct Sample;

    impl Calls for Sample {
        fn names(&self) -> Vec<&'static str> {
            vec!["score", "chart", "answers"]
        }

        fn call(&self, name: &str, arguments: &Arguments) -> Result<Reply, CallFault> {
            match (name, arguments.text(0)) {
                ("score", Some("nps")) => Ok(Reply::Piece(Piece::Text("**31** <b>".into()))),
                ("chart", _) => Ok(Reply::Piece(Piece::Block(Html::trusted(format!(
                    "<svg>{}</svg>",
                    arguments.named_text("of").unwrap_or("-")
                ))))),
                ("answers", _) => Ok(Reply::Data(json!(["| a", "# <b>"]))),
                _ => Err(CallFault {
                    says: Words::new("`csi` is no measure", "`csi` 不是指标"),
                    help: Words::new("did you mean `nps`?", "是否想写 `nps`？"),
                }),
            }
        }
    }

    fn render(text: &str) -> Made<String> {
        let source = Arc::new(Source {
            name: "reports/a.md".into(),
            text: text.into(),
        });
        let calls: Arc<dyn Calls> = Arc::new(Sample);
        live_document(&source, &[], &calls, &json!({"wave": "2026Q1*"})).map(|made| made.html.into())
    }

    #[test]
    fn values_are_shown_and_never_act_as_markup() {
        assert_eq!(
            render("NPS {{ score(\"nps\") }} in {{ wave }}").unwrap(),
            "<p>NPS **31** &lt;b&gt; in 2026Q1*</p>\n"
        );
        assert_eq!(
            render("{{ chart(of=\"nps\") }}\n\nnext").unwrap(),
            "<svg>nps</svg>\n<p>next</p>\n"
        );
        let list = render("{% for answer in answers() %}\n- {{ answer }}\n{% endfor %}").unwrap();
        assert_eq!(list, "<ul>\n<li>| a</li>\n<li># &lt;b&gt;</li>\n</ul>\n");
        assert_eq!(
            render("{{ '<b>**x**' }} {{ '<' | upper }}").unwrap(),
            "<p>&lt;b&gt;**x** &lt;</p>\n"
        );
    }

    #[test]
    fn a_heading_may_hold_a_live_value() {
        assert_eq!(
            render("## {{ score(\"nps\") }} points").unwrap(),
            "<h2 id=\"31-b-points\">**31** &lt;b&gt; points</h2>\n"
        );
    }

    #[test]
    fn a_call_without_an_answer_is_a_problem_at_its_place() {
        let problem = render("a\n\n{{ score(\"csi\") }}").unwrap_err();
        assert_eq!(
            (problem.rule.code, problem.says.en.as_str()),
            ("MY502", "`csi` is no measure")
        );
        assert_eq!(problem.help.zh, "是否想写 `nps`？");
        assert_eq!(
            (problem.place.name(), problem.place.line_column().unwrap().0),
            ("reports/a.md", 3)
        );
        assert_eq!(render("{{ scoer(1) }}").unwrap_err().rule.code, "MY502");
        assert_eq!(render("{{ nobody }}").unwrap_err().rule.code, "MY502");
        assert_eq!(render("{% if %}").unwrap_err().rule.code, "MY501");
    }

    #[test]
    fn an_object_with_a_text_is_shown_as_that_text() {
        assert_eq!(
            render("{% set a = {'text': '<5>', 'value': 5} %}{{ a }} {{ a.value + 1 }}").unwrap(),
            "<p>&lt;5&gt; 6</p>\n"
        );
    }

    #[test]
    fn as_markdown_words_are_escaped_and_blocks_are_not() {
        let source = Arc::new(Source {
            name: "reports/a.md".into(),
            text: "NPS {{ score(\"nps\") }}\n\n\n\n{{ chart(of=\"x\") }}\n".into(),
        });
        let calls: Arc<dyn Calls> = Arc::new(Sample);
        assert_eq!(
            live_text(&source, &[], &calls, &json!({})).unwrap(),
            "NPS \\*\\*31\\*\\* \\<b\\>\n\n<svg>x</svg>\n"
        );
        assert_eq!(markdown_escaped("# a_b"), "\\# a\\_b");
        assert_eq!(markdown_escaped("+15 (1.5)"), "+15 (1.5)");
        assert_eq!(markdown_escaped("1. - a"), "1\\. - a");
        assert_eq!(markdown_escaped("---"), "\\---");
    }

    #[test]
    fn names_filters_and_tests_are_known_before_anything_runs() {
        let source = Arc::new(Source {
            name: "reports/a.md".into(),
            text: "{% if a %}{% for b in c() %}{{ b.x }}{{ d | upper }}{% endfor %}{% endif %}".into(),
        });
        let names: Vec<String> = names_used(&source).unwrap().into_iter().collect();
        assert_eq!(names, ["a", "c", "d"]);
        assert!(is_filter("upper") && !is_filter("uper") && is_test("defined") && !is_test("defind"));
    }

    #[test]
    fn a_document_cannot_forge_a_token() {
        assert_eq!(
            render("{{ score(\"nps\") }} \u{fdd0}0\u{fdd1}").unwrap(),
            "<p>**31** &lt;b&gt; 0</p>\n"
        );
    }
}
