//! MY121: texts are in the languages of the survey.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::diagnostic::Problem;
use crate::locale::Lang;

rule! {
    "MY121", Warning,
    title: "a text in a language the survey does not have", "文字的语言不在问卷语言之列",
    why: "Nobody gets to read such a text. Either the language is missing from `languages`, or its tag is a slip.",
         "这样的文字没有人能看到。要么 `languages` 里漏了这种语言，要么标签写错了。",
    top,
    wrong: "title: {en: Service, zh: 服务}\n",
    right: "languages: [en, zh]\ntitle: {en: Service, zh: 服务}\n",
}

/// Each such text; a tag that serves as the base of a listed one, such as `zh` for `zh-Hant`, is listed.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let listed: Vec<&str> = subject.draft.languages.iter().map(|lang| lang.value.tag()).collect();
    if listed.is_empty() {
        return Vec::new();
    }
    let known = |tag: &str| {
        listed
            .iter()
            .any(|listed| *listed == tag || listed.strip_prefix(tag).is_some_and(|rest| rest.starts_with('-')))
    };
    let mut problems = Vec::new();
    let words = subject.draft.words.written.iter().map(|(_, text)| text);
    for text in subject.draft.texts.iter().chain(words) {
        for tag in text
            .value
            .all()
            .filter_map(|(lang, _)| lang)
            .map(Lang::tag)
            .filter(|tag| !known(tag))
        {
            let problem = Problem::new(&DOC, text.place(subject.source)).says(
                format!("`{tag}` is not among the survey's languages"),
                format!("`{tag}` 不在问卷语言之列"),
            );
            let [en, zh] = near::listed(listed.iter().copied());
            problems.push(problem.help(
                format!("add `{tag}` to `languages`, or use {en}"),
                format!("在 `languages` 中加上 `{tag}`，或改用 {zh}"),
            ));
        }
    }
    problems
}
