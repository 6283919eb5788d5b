//! MY199: languages stand in for others of the survey.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::definition::spanned::Spanned;
use crate::diagnostic::Problem;
use crate::locale::Lang;

rule! {
    "MY199", Error,
    title: "a fallback names a language the survey does not have, or itself", "回退链中的语言不在问卷语言之列，或指向自身",
    why: "A chain says whose texts readers of a language see where it has none. A language that is not listed has no readers and no texts; a language cannot stand in for itself.",
         "回退链说明某种语言缺少文字时改用谁的文字。未列出的语言既没有读者也没有文字；语言不能代替自身。",
    top,
    wrong: "languages: [en, zh]\ntitle: {en: Service, zh: 服务}\nfallback: {zh-Hant: [zh]}\n",
    right: "languages: [en, zh, zh-Hant]\ntitle: {en: Service, zh: 服务}\nfallback: {zh-Hant: [zh]}\n",
}

/// Each such language.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let listed: Vec<&Lang> = subject.draft.languages.iter().map(|lang| &lang.value).collect();
    let [en, zh] = near::listed(listed.iter().map(|lang| lang.tag()));
    let mut problems = Vec::new();
    let problem = |lang: &Spanned<Lang>, en_says: String, zh_says: String| {
        Problem::new(&DOC, lang.place(subject.source))
            .says(en_says, zh_says)
            .help(format!("use {en}"), format!("请使用 {zh}"))
    };
    for (lang, chain) in &subject.draft.fallback {
        for one in std::iter::once(lang)
            .chain(chain)
            .filter(|one| !listed.contains(&&one.value))
        {
            problems.push(problem(
                one,
                format!("`{}` is not among the survey's languages", one.value),
                format!("`{}` 不在问卷语言之列", one.value),
            ));
        }
        for one in chain.iter().filter(|one| one.value == lang.value) {
            problems.push(problem(
                one,
                format!("`{}` cannot stand in for itself", one.value),
                format!("`{}` 不能代替自身", one.value),
            ));
        }
    }
    problems
}
