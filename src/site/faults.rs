//! What the template engine objects to, as a problem with its place.

use super::live::CallFault;
use super::rules::BROKEN_TEMPLATE;
use super::rules::UNKNOWN_NAME;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use minijinja::Error;
use minijinja::ErrorKind;
use std::error::Error as _;
use std::ops::Range;
use std::sync::Arc;

/// What a template makes of a view, or the problem that keeps it from doing so.
pub type Made<T> = Result<T, Box<Problem>>;

/// The problem behind an error of the engine in `source`.
pub(super) fn problem(error: &Error, source: &Arc<Source>) -> Problem {
    let span = span(error, source);
    let quoted = source
        .text
        .get(span.clone())
        .map(str::trim)
        .unwrap_or_default()
        .to_owned();
    let place = Place::text(source, span);
    if let Some(fault) = fault_behind(error) {
        return Problem::new(&UNKNOWN_NAME, place)
            .says(&*fault.says.en, &*fault.says.zh)
            .help(&*fault.help.en, &*fault.help.zh);
    }
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::UndefinedError => Problem::new(&UNKNOWN_NAME, place)
            .says(format!("`{quoted}` is not there"), format!("`{quoted}` 不存在"))
            .help(
                "use a name that the head of the built-in template lists",
                "请使用内置模板开头列出的名称",
            ),
        ErrorKind::UnknownFilter
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownMethod
        | ErrorKind::TemplateNotFound => Problem::new(&UNKNOWN_NAME, place)
            .says(
                format!("`{quoted}` names something that does not exist: {detail}"),
                format!("`{quoted}` 引用了不存在的内容：{detail}"),
            )
            .help("check the spelling", "请检查拼写"),
        kind => Problem::new(&BROKEN_TEMPLATE, place)
            .says(
                format!("this cannot be read: {}", either(detail, &kind.to_string())),
                format!("此处无法解析：{}", either(detail, &kind.to_string())),
            )
            .help(
                "mend it, or delete the file to use the built-in one",
                "请改正，或删除该文件以使用内置模板",
            ),
    }
}

fn either(detail: &str, kind: &str) -> String {
    if detail.is_empty() {
        kind.to_owned()
    } else {
        detail.to_owned()
    }
}

/// What a function of ours said, if it is behind the error.
fn fault_behind(error: &Error) -> Option<&CallFault> {
    let mut cause = error.source();
    while let Some(next) = cause {
        if let Some(fault) = next.downcast_ref::<CallFault>() {
            return Some(fault);
        }
        cause = next.source();
    }
    None
}

/// The bytes the error is about: as the engine says, else the whole line, else the end of the text.
fn span(error: &Error, source: &Source) -> Range<usize> {
    let text = &source.text;
    if let Some(range) = error
        .range()
        .filter(|range| text.get(range.clone()).is_some() && !range.is_empty())
    {
        return range;
    }
    let Some(line) = error.line() else {
        return text.len()..text.len();
    };
    let mut start = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            return start..start + content.trim_end().len();
        }
        start += content.len();
    }
    text.len()..text.len()
}
