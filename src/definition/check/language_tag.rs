//! MY113: languages are named by their tags.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY113", Error,
    title: "not a language tag", "不是语言标签",
    why: "Languages are named by BCP 47 tags: two or three letters such as `zh` or `en`, with a script or a region behind a hyphen where it matters: `zh-Hant`, `en-GB`. Where a part of a text stands in the place of a language, YAML has cut that text: quote it.",
         "语言用 BCP 47 标签表示：两三个字母，如 `zh`、`en`；需要时用连字符加文字或地区：`zh-Hant`、`en-GB`。如果语言的位置上出现了文字的一部分，说明 YAML 截断了它：请加引号。",
    top,
    wrong: "title: {english: Service}\n",
    right: "title: {en: Service}\n",
}

/// Something that is no tag.
pub fn problem(source: &Arc<Source>, span: &Range<usize>, written: &str) -> Problem {
    let tag = match written.to_lowercase().as_str() {
        "english" | "eng_us" | "en_us" | "en_gb" => "en",
        "chinese" | "中文" | "zh_cn" | "cn" | "简体中文" | "汉语" => "zh",
        "繁體中文" | "繁体中文" | "zh_tw" | "zh_hk" => "zh-Hant",
        _ => "",
    };
    let problem = Problem::new(&DOC, Place::text(source, span.clone())).says(
        format!("`{written}` is not a language tag"),
        format!("`{written}` 不是语言标签"),
    );
    if tag.is_empty() {
        return problem.help(
            "write a tag such as `zh`, `en` or `zh-Hant`; if this belongs to a text, quote that text",
            "写语言标签，如 `zh`、`en`、`zh-Hant`；如果这是文字的一部分，请给文字加引号",
        );
    }
    problem.help(format!("write `{tag}`"), format!("写 `{tag}`"))
}
