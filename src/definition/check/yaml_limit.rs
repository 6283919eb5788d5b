//! MY102: files and their nesting have a limit.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY102", Error,
    title: "the file is too large or too deeply nested", "文件太大或嵌套太深",
    why: "A definition holds at most two million bytes and 64 levels of lists and maps. Anything beyond is a mistake, such as a file of answers in the place of a survey.",
         "一份定义最多两百万字节、64 层嵌套。超出的多半是误放的文件，例如把答卷当成了问卷。",
    top,
    wrong: "intro: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ x ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",    right: "intro: Welcome!\n",
}

/// More bytes than are read.
pub fn too_long(source: &Arc<Source>) -> Problem {
    Problem::new(&DOC, Place::text(source, 0..0))
        .says(
            format!(
                "the file has {} bytes, more than a definition can hold",
                source.text.len()
            ),
            format!("文件有 {} 字节，超过定义的上限", source.text.len()),
        )
        .help(
            "check that this is a survey; answers belong in the inbox",
            "请确认这是问卷定义；答卷应放在收件目录",
        )
}

/// More levels than are read.
pub fn too_deep(source: &Arc<Source>, span: &Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span.clone()))
        .says("lists and maps are nested too deeply here", "这里的列表和映射嵌套太深")
        .help(
            "quote the text if the brackets belong to it",
            "如果括号是文字的一部分，请加引号",
        )
}
