//! MY119: the first language is complete.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY119", Error,
    title: "a text is missing in the first language", "第一语言缺少文字",
    why: "The first of `languages` is the one every reader can fall back on, so every text has it.",
         "`languages` 中的第一种语言是所有读者的后备语言，因此每段文字都必须有。",
    top,
    wrong: "languages: [en, zh]\ntitle: {zh: 售后服务}\n",
    right: "languages: [en, zh]\ntitle: {zh: 售后服务, en: After-sales service}\n",
}

/// Every text without it.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(first) = subject.draft.languages.first().map(|lang| &lang.value) else {
        return Vec::new();
    };
    let lacking = subject.draft.texts.iter().filter(|text| !text.value.covers(first));
    let problem = |text: &crate::definition::spanned::Spanned<crate::locale::Texts>| {
        Problem::new(&DOC, text.place(subject.source))
            .says(
                format!("this text has no wording in `{first}`, the first language"),
                format!("这段文字缺少第一语言 `{first}` 的内容"),
            )
            .help(format!("add `{first}: …`"), format!("补上 `{first}: …`"))
    };
    lacking.map(problem).collect()
}
