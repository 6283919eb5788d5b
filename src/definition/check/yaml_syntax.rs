//! MY101: the file is one YAML document.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY101", Error,
    title: "the file cannot be read as YAML", "文件不是有效的 YAML",
    why: "A definition is one YAML document. What most often breaks it is a text that holds `: ` or begins with a sign such as `@`, `[`, `%` or a backtick: put such texts in quotes, or in a block behind `|`. Tabs cannot indent.",
         "问卷定义是一个 YAML 文档。最常见的问题是文字里有 `: `，或以 `@`、`[`、`%`、反引号等符号开头：请给这样的文字加引号，或写在 `|` 之后的文字块里。缩进不能用制表符。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: Please answer: how many hours?\n",
    right: "- id: hours\n  kind: number\n  text: \"Please answer: how many hours?\"\n",
}

/// The parser stopped at a byte, saying why.
pub fn problem(source: &Arc<Source>, at: usize, why: &str) -> Problem {
    let problem = Problem::new(&DOC, Place::text(source, visible(&source.text, at)));
    if why.contains("mapping values") || why.contains("':'") {
        return problem
            .says(
                "the colon here starts a new key where none can stand",
                "这里的冒号被当作新的键，而此处不能有键",
            )
            .help(
                "quote the text that holds the colon: `text: \"Note: …\"`",
                "给含冒号的文字加引号：`text: \"注意: …\"`",
            );
    }
    if why.contains("tab") {
        return problem
            .says("this line is indented with a tab", "这一行用制表符缩进")
            .help("indent with spaces, two a level", "用空格缩进，每级两个");
    }
    problem.says(format!("this cannot be read as YAML: {why}"), format!("这里不是有效的 YAML：{why}")).help(
        "quote texts that hold `: ` or ` #`, or begin with a sign such as `@`, `*`, `[`, `{`, `%`, `>`; close quotes and brackets; line up keys of one level",
        "文字中有 `: `、` #`，或以 `@`、`*`、`[`、`{`、`%`、`>` 等符号开头时要加引号；引号和括号要成对；同级的键要对齐",
    )
}

/// A second document after `---`.
pub fn second_document(source: &Arc<Source>, span: &Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span.clone()))
        .says("a second document starts here", "这里开始了第二个文档")
        .help(
            "keep one survey a file and remove the `---`",
            "一个文件只写一份问卷，删去 `---`",
        )
}

/// Nothing but comments.
pub fn empty(source: &Arc<Source>) -> Problem {
    Problem::new(&DOC, Place::text(source, 0..0))
        .says("the file is empty", "文件是空的")
        .help(
            "start with `id:`, `title:`, `languages:` and `pages:`; `manyi init` writes an example",
            "从 `id:`、`title:`、`languages:`、`pages:` 写起；`manyi init` 可生成示例",
        )
}

/// A list or a map where a key should be.
pub fn key_of_parts(source: &Arc<Source>, span: &Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span.clone()))
        .says("a key must be a single word", "键必须是一个词")
        .help(
            "quote the text if `?`, `[` or `{` belongs to it",
            "如果 `?`、`[`、`{` 是文字的一部分，请加引号",
        )
}

/// The character at a byte, or the last one before that can be seen.
fn visible(text: &str, at: usize) -> Range<usize> {
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = |c: char| c.len_utf8();
    if let Some(c) = text[start..].chars().next().filter(|c| !c.is_whitespace()) {
        return start..start + width(c);
    }
    let before = text[..start].trim_end();
    before
        .chars()
        .last()
        .map_or(start..start, |c| before.len() - width(c)..before.len())
}
