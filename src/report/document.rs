//! A report document: the lines at its head, and the Markdown below them.

use super::arguments::suggestion;
use super::blocks;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use crate::locale::Lang;
use crate::site::UNREADABLE_HEAD;
use std::ops::Range;
use std::sync::Arc;

/// For whom a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Audience {
    /// People of the organisation.
    #[default]
    Internal,
    /// Everybody: nothing with a small base is shown, nobody is quoted, no file is named.
    Public,
}

impl Audience {
    /// The word in a document.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }
}

/// A document as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file; its head is blank, so that places in the text are those of the file.
    pub source: Arc<Source>,
    /// Name of its pages, without language.
    pub name: String,
    /// Heading of the page; without it the title of the survey.
    pub title: Option<String>,
    /// The survey it reports on; without it any.
    pub survey: Option<(String, Range<usize>)>,
    /// Its languages; empty for those of the report.
    pub languages: Vec<Lang>,
    /// For whom it is.
    pub audience: Audience,
    /// Whether its head says so.
    has_audience: bool,
}

/// Keys of the head.
const KEYS: [&str; 4] = ["title", "survey", "language", "audience"];

impl Document {
    /// Reads a document whose file is called `stem` without its ending: `weekly.zh` is `weekly` in Chinese.
    #[must_use]
    pub fn read(source: &Arc<Source>, stem: &str) -> (Self, Vec<Problem>) {
        let split = stem
            .rsplit_once('.')
            .and_then(|(name, tag)| Some((name.to_owned(), Lang::new(tag)?)));
        let (name, own) = split.map_or((stem.to_owned(), None), |(name, lang)| (name, Some(lang)));
        let mut document = Self {
            source: Arc::clone(source),
            name,
            title: None,
            survey: None,
            languages: own.into_iter().collect(),
            audience: Audience::default(),
            has_audience: false,
        };
        let mut problems = Vec::new();
        match head(&source.text) {
            Head::None => {}
            Head::Open(line) => problems.push(
                Problem::new(&UNREADABLE_HEAD, Place::text(source, line))
                    .says("the head does not end", "开头的设置没有结束")
                    .help("write a line `---` below it", "请在其下写一行 `---`"),
            ),
            Head::Lines(lines, end) => {
                for line in lines {
                    document.take(source, line, &mut problems);
                }
                document.source = Arc::new(Source {
                    name: source.name.clone(),
                    text: blanked(&source.text, end),
                });
            }
        }
        // What builds on a public document is public, whatever its head leaves out.
        if !document.has_audience && blocks::is_public(&document.source.text) {
            document.audience = Audience::Public;
        }
        (document, problems)
    }

    /// Whether it is written in a language.
    #[must_use]
    pub fn speaks(&self, lang: &Lang) -> bool {
        self.languages.is_empty() || self.languages.contains(lang)
    }

    /// Whether it reports on a survey.
    #[must_use]
    pub fn reports_on(&self, survey: &str) -> bool {
        self.survey.as_ref().is_none_or(|(id, _)| id == survey)
    }

    fn take(&mut self, source: &Arc<Source>, line: Range<usize>, problems: &mut Vec<Problem>) {
        let text = &source.text[line.clone()];
        if text.trim().is_empty() || text.trim_start().starts_with('#') {
            return;
        }
        let mut wrong = |span: Range<usize>, (en, zh): (String, String), help: crate::diagnostic::Words| {
            let problem = Problem::new(&UNREADABLE_HEAD, Place::text(source, span)).says(en, zh);
            problems.push(problem.help(help.en, help.zh));
        };
        let Some((key, value)) = text.split_once(':') else {
            let help = crate::diagnostic::Words::new("write `key: value`", "请写 `键: 值`");
            let line = trimmed(&source.text, line);
            return wrong(
                line,
                ("this line has no value".to_owned(), "此行没有值".to_owned()),
                help,
            );
        };
        let key_at = trimmed(&source.text, line.start..line.start + key.len());
        let (value_at, value) = value_of(&source.text, line.start + key.len() + 1..line.end, value);
        match key.trim() {
            "title" => self.title = Some(value.to_owned()).filter(|title| !title.is_empty()),
            "survey" => self.survey = Some((value.to_owned(), value_at)),
            "language" => {
                let tags = value.trim_start_matches('[').trim_end_matches(']').split(',');
                let tags: Vec<&str> = tags.map(|tag| tag.trim().trim_matches(['"', '\''])).collect();
                let known: Vec<Lang> = tags.iter().filter_map(|tag| Lang::new(tag)).collect();
                if known.len() == tags.len() {
                    self.languages = known;
                } else {
                    let help = crate::diagnostic::Words::new(
                        "write a tag such as `zh`, or several: `[zh, en]`",
                        "请写语言标签，如 `zh`，或多个：`[zh, en]`",
                    );
                    wrong(
                        value_at,
                        (format!("`{value}` is no language"), format!("`{value}` 不是语言")),
                        help,
                    );
                }
            }
            "audience" => match value {
                _ if std::mem::replace(&mut self.has_audience, true) => {}
                "internal" => self.audience = Audience::Internal,
                "public" => self.audience = Audience::Public,
                other => wrong(
                    value_at,
                    (format!("`{other}` is no audience"), format!("`{other}` 不是读者范围")),
                    suggestion(other, &["internal", "public"]),
                ),
            },
            other => wrong(
                key_at,
                (
                    format!("`{other}` is no key of the head of a document"),
                    format!("`{other}` 不是文档开头的键"),
                ),
                suggestion(other, &KEYS),
            ),
        }
    }
}

/// What a document is called in a list of others: its title, else that it is the main one, else its name.
#[must_use]
pub fn document_title(document: &Document, tongue: Tongue) -> String {
    let named = || match document.name.as_str() {
        MAIN => tongue.pick("Management report", "管理报告").to_owned(),
        name => name.to_owned(),
    };
    document.title.clone().unwrap_or_else(named)
}

/// The document a report is without another word; its title is that of the survey.
const MAIN: &str = "management";

enum Head {
    None,
    /// The first line, of a head that does not end.
    Open(Range<usize>),
    /// Its lines, and the byte behind it.
    Lines(Vec<Range<usize>>, usize),
}

fn head(text: &str) -> Head {
    let mut at = 0;
    let mut lines = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let span = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        match (number, line.trim_end()) {
            (0, "---") => {}
            // A rule at the head of a text is no head.
            (0, _) | (1, "") => return Head::None,
            (_, "---") => return Head::Lines(lines, at),
            _ => lines.push(span),
        }
    }
    if lines.is_empty() { Head::None } else { Head::Open(0..3) }
}

/// The text with blanks up to `end`, line ends kept.
fn blanked(text: &str, end: usize) -> String {
    let blank = text[..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    blank.collect::<String>() + &text[end..]
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inside = &text[span.clone()];
    let start = span.start + (inside.len() - inside.trim_start().len());
    start..(start + inside.trim().len()).max(start)
}

/// The value without quotes or a comment behind it, and where it stands.
fn value_of<'a>(text: &str, span: Range<usize>, value: &'a str) -> (Range<usize>, &'a str) {
    let span = trimmed(text, span);
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return (span, inner);
        }
    }
    let end = value.find(" #").unwrap_or(value.len());
    let value = value[..end].trim_end();
    (span.start..span.start + value.len(), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, stem: &str) -> (Document, Vec<Problem>) {
        let source = Arc::new(Source {
            name: format!("reports/{stem}.md"),
            text: text.to_owned(),
        });
        Document::read(&source, stem)
    }

    #[test]
    fn the_head_says_what_a_document_is_and_its_text_keeps_its_lines() {
        let (document, problems) = read(
            "---\ntitle: \"您说: 我们做\"\nsurvey: after-sales # ours\nlanguage: [zh, en]\naudience: public\n---\n\n# a\n",
            "promise",
        );
        assert_eq!(problems, []);
        assert_eq!(document.title.as_deref(), Some("您说: 我们做"));
        assert!(document.reports_on("after-sales") && !document.reports_on("support"));
        assert_eq!((document.languages.len(), document.audience), (2, Audience::Public));
        assert_eq!(document.source.text.lines().nth(7), Some("# a"));
        assert!(document.source.text.lines().take(6).all(|line| line.trim().is_empty()));
    }

    #[test]
    fn the_name_of_the_file_gives_name_and_language() {
        let (document, _) = read("text", "weekly.zh");
        assert_eq!((document.name.as_str(), document.languages[0].tag()), ("weekly", "zh"));
        assert!(document.reports_on("any") && !document.speaks(&Lang::new("en").unwrap()));
        let (document, _) = read("---\n\ntext", "weekly");
        assert_eq!(
            (document.source.text.as_str(), document.languages.len()),
            ("---\n\ntext", 0)
        );
    }

    #[test]
    fn every_line_that_cannot_be_read_has_its_place() {
        let (_, problems) = read("---\naudiense: public\naudience: pubic\nlanguage: z_\nper\n---\n", "a");
        let told: Vec<_> = problems
            .iter()
            .map(|problem| {
                (
                    problem.says.en.as_str(),
                    problem.place.line_column(),
                    problem.help.en.as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (
                    "`audiense` is no key of the head of a document",
                    Some((2, 1)),
                    "did you mean `audience`?"
                ),
                ("`pubic` is no audience", Some((3, 11)), "did you mean `public`?"),
                (
                    "`z_` is no language",
                    Some((4, 11)),
                    "write a tag such as `zh`, or several: `[zh, en]`"
                ),
                ("this line has no value", Some((5, 1)), "write `key: value`"),
            ]
        );
        let (_, problems) = read("---\ntitle: a\n", "a");
        assert_eq!(problems[0].says.en, "the head does not end");
    }
}
