//! MY111: no text ends in a comment.

use super::macros::rule;
use crate::definition::yaml::Node;
use crate::definition::yaml::Scalar;
use crate::definition::yaml::Style;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY111", Warning,
    title: "part of a text may have become a comment", "文字的一部分可能成了注释",
    why: "In YAML, a space and `#` begin a comment. A `#` that is followed at once by a letter or a number is seldom meant so: the rest of the text would be lost.",
         "YAML 中空格加 `#` 表示注释。`#` 后面紧跟字母或数字时往往不是注释，而后半段文字就丢了。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: How long did ticket #1 take?\n",
    right: "- id: hours\n  kind: number\n  text: \"How long did ticket #1 take?\"\n",
}

/// The comment behind a plain text that looks as if it belonged to it.
pub fn cut(source: &Arc<Source>, node: &Node, scalar: &Scalar) -> Option<Range<usize>> {
    let rest = source
        .text
        .get(node.span.end..)
        .filter(|_| scalar.style == Style::Plain)?;
    let line = rest.lines().next().unwrap_or_default();
    let comment = line.trim_start();
    let close = comment.len() < line.len()
        && comment
            .strip_prefix('#')
            .is_some_and(|word| word.starts_with(char::is_alphanumeric));
    let start = node.span.end + line.len() - comment.len();
    close.then(|| start..start + comment.trim_end().len())
}

/// That comment.
pub fn problem(source: &Arc<Source>, span: Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span))
        .says(
            "YAML reads this as a comment, not as part of the text",
            "YAML 把这里当作注释，不属于文字",
        )
        .help(
            "quote the text; if it is a comment, put a space behind `#`",
            "给文字加引号；如果确实是注释，在 `#` 后加空格",
        )
}
