//! The options of a statistic: what stands behind its name on the command line.

use super::value;
use crate::command::Context;
use crate::command::shared::sheet::Format;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::method::COMMON;
use crate::method::Method;
use crate::method::Param;
use clap::ValueEnum;
use serde_json::Map;
use serde_json::Value;
use std::path::PathBuf;

/// What was asked for, still as text.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// The CSV file or `-`.
    pub file: Option<String>,
    /// How the result is written.
    pub format: Option<Format>,
    /// Whether help is wanted instead.
    pub help: bool,
    /// Whether the list is wanted instead.
    pub list: bool,
    /// The arguments as one JSON object, or `@file`.
    pub whole: Option<String>,
    messages: Option<Tongue>,
    colour: Option<bool>,
    workspace: Option<PathBuf>,
    given: Vec<(Param, Vec<String>)>,
}

impl Request {
    /// Applies what is said about the run and not about the statistic.
    pub(super) fn settle(&mut self, context: &mut Context<'_>) {
        context.tongue = self.messages.unwrap_or(context.tongue);
        context.colour = self.colour.unwrap_or(context.colour);
        if self.workspace.is_some() {
            context.workspace = self.workspace.take();
        }
    }

    /// The arguments: those of `--args`, and the options over them.
    pub(super) fn arguments(
        &self,
        whole: Option<Map<String, Value>>,
        columns: &[String],
    ) -> Result<Map<String, Value>, Words> {
        let mut args = whole.unwrap_or_default();
        for (param, texts) in &self.given {
            args.insert(param.name.to_owned(), value::read(param, texts, columns)?);
        }
        Ok(args)
    }
}

/// Reads the words behind a method's name.
pub(super) fn read(method: &Method, words: &[String]) -> Result<Request, Words> {
    let mut request = Request::default();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        if word == "-h" {
            request.help = true;
            continue;
        }
        let Some(option) = word.strip_prefix("--") else {
            file(&mut request, word)?;
            continue;
        };
        let (name, text) = match option.split_once('=') {
            Some((name, text)) => (name, Some(text.to_owned())),
            None => (option, None),
        };
        match name {
            "help" => request.help = true,
            "list" => request.list = true,
            _ => {
                let param = match name {
                    "format" | "args" | "messages" | "color" | "workspace" => None,
                    _ => Some(param(method, name)?),
                };
                let next = words.next_if(|next| text.is_none() && !is_option(next)).cloned();
                let text = text.or(next);
                match (param, text) {
                    (Some(param), text) => give(&mut request, param, name, text)?,
                    (None, Some(text)) => run_option(&mut request, name, text)?,
                    (None, None) => return Err(needs_value(name)),
                }
            }
        }
    }
    Ok(request)
}

/// Whether a word is an option and no value, such as `-1`.
fn is_option(word: &str) -> bool {
    word.strip_prefix("--")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic()))
}

fn file(request: &mut Request, word: &str) -> Result<(), Words> {
    if word.len() > 1 && word.starts_with('-') {
        return Err(Words::new(
            format!(
                "`{word}` is no option: options have two dashes, and a value that begins with one is written `--x=-1,2`"
            ),
            format!("`{word}` 不是选项：选项以两个连字符开头；以连字符开头的值写作 `--x=-1,2`"),
        ));
    }
    if let Some(first) = &request.file {
        return Err(Words::new(
            format!(
                "one file at a time: `{first}`, and `{word}`? A value belongs behind its option, such as `--of {word}`"
            ),
            format!("一次一个文件：已有 `{first}`，又有 `{word}`？值应写在选项之后，例如 `--of {word}`"),
        ));
    }
    request.file = Some(word.to_owned());
    Ok(())
}

/// An option of the run.
fn run_option(request: &mut Request, name: &str, text: String) -> Result<(), Words> {
    let one_of = |names: &str| {
        Words::new(
            format!("`--{name} {text}`: write one of {names}"),
            format!("`--{name} {text}`：可写 {names}"),
        )
    };
    match name {
        "args" => request.whole = Some(text),
        "workspace" => request.workspace = Some(text.into()),
        "format" => {
            let format = Format::from_str(&text, true).map_err(|_| one_of("table, csv, json, md"))?;
            request.format = Some(format);
        }
        "messages" => {
            request.messages = Some(match text.as_str() {
                "en" => Tongue::En,
                "zh" => Tongue::Zh,
                _ => return Err(one_of("en, zh")),
            });
        }
        _ => {
            request.colour = match text.as_str() {
                "always" => Some(true),
                "never" => Some(false),
                "auto" => None,
                _ => return Err(one_of("auto, always, never")),
            };
        }
    }
    Ok(())
}

/// Adds a value; a list may be given in several parts.
fn give(request: &mut Request, param: Param, name: &str, text: Option<String>) -> Result<(), Words> {
    let text = match text {
        Some(text) => text,
        // What is asked by its bare name is asked for.
        None if value::may_be_bare(&param) => "true".to_owned(),
        None => return Err(needs_value(name)),
    };
    let before = request.given.iter_mut().find(|(own, _)| own.name == param.name);
    match before {
        None => request.given.push((param, vec![text])),
        Some((_, texts)) if value::may_repeat(&param) => texts.push(text),
        Some((_, texts)) => {
            return Err(Words::new(
                format!("`--{name}` is given twice: `{}` and `{text}`", texts[0]),
                format!("`--{name}` 写了两次：`{}` 与 `{text}`", texts[0]),
            ));
        }
    }
    Ok(())
}

fn needs_value(name: &str) -> Words {
    Words::new(
        format!("`--{name}` needs a value behind it"),
        format!("`--{name}` 之后需要一个值"),
    )
}

/// What an option's name means to a method: its own names first, then its short names, then what every method takes.
fn param(method: &Method, name: &str) -> Result<Param, Words> {
    let wanted = name.replace('-', "_");
    let same = |own: &str| own == wanted || own.eq_ignore_ascii_case(&wanted);
    let lists = [method.takes, COMMON];
    for list in lists {
        let by_name = list.iter().find(|param| param.name == wanted);
        let near_name = || list.iter().find(|param| same(param.name));
        let alias = || list.iter().find(|param| param.aliases.iter().any(|alias| same(alias)));
        if let Some(param) = by_name.or_else(near_name).or_else(alias) {
            return Ok(*param);
        }
    }
    let names: Vec<&str> = lists
        .iter()
        .copied()
        .flatten()
        .flat_map(|param| std::iter::once(param.name).chain(param.aliases.iter().copied()))
        .chain(["format", "args"])
        .collect();
    let near = nearest(&wanted, names.iter().copied());
    let (en, zh) = near.map_or_else(Default::default, |near| {
        (
            format!("did you mean `--{near}`? "),
            format!("您是不是想写 `--{near}`？"),
        )
    });
    let own: Vec<String> = method.takes.iter().map(|param| format!("--{}", param.name)).collect();
    let common: Vec<String> = COMMON.iter().map(|param| format!("--{}", param.name)).collect();
    Err(Words::new(
        format!(
            "`{}` takes no `--{name}`; {en}it takes {}, and as every statistic {}",
            method.id,
            own.join(", "),
            common.join(", ")
        ),
        format!(
            "`{}` 没有选项 `--{name}`；{zh}可用 {}，以及通用的 {}",
            method.id,
            own.join("、"),
            common.join("、")
        ),
    ))
}

/// The name that is nearest to what was written, if one is near.
pub(super) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = names
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(distance, name)| {
            let length = name.chars().count();
            *distance < length && *distance <= (length / 3).clamp(1, 3)
        })
        .min();
    near.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::find;
    use serde_json::json;

    fn args(method: &str, line: &str, columns: &[&str]) -> Result<Value, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
        let request = read(find(method).unwrap(), &words).map_err(|words| words.en)?;
        let args = request.arguments(None, &columns).map_err(|words| words.en)?;
        Ok(Value::Object(args))
    }

    #[test]
    fn short_names_stand_for_the_names_of_the_reference_cases() {
        let got = args(
            "welch",
            "- --of score --by=group --level 0.9 --missing 9 --missing score:8",
            &["score", "group"],
        );
        let wanted = json!({"column": "score", "group": "group", "conf": 0.9, "missing": [9, "score:8"]});
        assert_eq!(got, Ok(wanted));
    }

    #[test]
    fn numbers_stand_for_themselves_unless_a_column_has_that_name() {
        let direct = args("welch", "--x 5,4,-4.5,,NA --y -1,2", &[]);
        assert_eq!(direct, Ok(json!({"x": [5, 4, -4.5, null, null], "y": [-1, 2]})));
        assert_eq!(args("welch", "--of 1,2", &["a"]), Ok(json!({"column": [1, 2]})));
        assert_eq!(args("welch", "--of 1,2", &["1,2"]), Ok(json!({"column": "1,2"})));
        assert_eq!(
            args("chi2", "--table 1,2;3,4", &[]),
            Ok(json!({"table": [[1, 2], [3, 4]]}))
        );
        assert_eq!(
            args("chi2", "--table [[1,2],[3,4]]", &[]),
            Ok(json!({"table": [[1, 2], [3, 4]]}))
        );
        assert_eq!(args("chi2", "--table 1;3", &[]), Ok(json!({"table": [[1], [3]]})));
        assert_eq!(args("holm", "--p []", &[]), Ok(json!({"p": []})));
        assert_eq!(args("holm", "--p 0.03", &[]), Ok(json!({"p": 0.03})));
        assert_eq!(
            args("csat", "--of a --top 5", &["a"]),
            Ok(json!({"column": "a", "top": "5"}))
        );
    }

    #[test]
    fn what_cannot_be_understood_says_what_can() {
        let said = |line: &str| args("welch", line, &[]).unwrap_err();
        assert!(said("--colum x").contains("did you mean `--column`?"));
        assert!(said("--zzz x").contains("--column, --group"));
        assert!(said("--of").contains("needs a value"));
        assert!(said("--of a --of b").contains("given twice"));
        assert!(said("a.csv b.csv").contains("one file at a time"));
        assert!(said("-x").contains("two dashes"));
        assert!(said("--format pdf").contains("table, csv, json, md"));
        assert!(said("--x [1,").contains("JSON"));
    }
}
