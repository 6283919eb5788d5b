//! MY103: no anchors, aliases or tags.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY103", Error,
    title: "YAML anchors, aliases and tags are not used", "不使用 YAML 的锚点、别名和标签",
    why: "To YAML, a text that begins with `*`, `&` or `!` is not a text: `**bold**` would be a reference to something elsewhere. Definitions do without references, so that each place says what it means; quote the text, or use `scales:` for options shared by several questions.",
         "YAML 会把以 `*`、`&`、`!` 开头的文字当成引用或标签，例如 `**粗体**`。问卷定义不用引用，每一处都写明含义；请给文字加引号，多道题共用的选项请写成 `scales:`。",
    top,
    wrong: "thanks: **Thank you** for your time\n",
    right: "thanks: \"**Thank you** for your time\"\n",
}

/// A reference, or what looks like one, at a place.
pub fn problem(source: &Arc<Source>, span: &Range<usize>) -> Problem {
    let rest = source.text.get(span.start..).unwrap_or_default();
    let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let span = span.start..span.end.max(span.start + word);
    Problem::new(&DOC, Place::text(source, span))
        .says("YAML takes this as a reference or a tag", "YAML 会把这里当成引用或标签")
        .help(
            "quote the text if the sign belongs to it; else write the value out",
            "如果符号是文字的一部分，请加引号；否则把内容写全",
        )
}
