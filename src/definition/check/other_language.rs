//! MY120: the other languages are covered.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::locale::Texts;

rule! {
    "MY120", Warning,
    title: "texts are missing in a language", "某种语言缺少文字",
    why: "Readers of this language see the first language in the gaps. The message counts them and points at the first. A gap that a language of `fallback` fills is none; `manyi check --languages` counts those too.",
         "读者会在缺漏处看到第一语言的文字。提示中给出缺漏的数目，并指向第一处。由 `fallback` 中的语言补上的不算缺漏；`manyi check --languages` 会一并统计。",
    top,
    wrong: "languages: [en, zh]\ntitle: {en: After-sales service}\n",
    right: "languages: [en, zh]\ntitle: {en: After-sales service, zh: 售后服务}\n",
}

/// One problem a language, with the number of its gaps.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let mut problems = Vec::new();
    for lang in draft.languages.iter().skip(1).map(|lang| &lang.value) {
        let chain = draft.fallback.iter().find(|(own, _)| own.value == *lang);
        // A gap that a declared language fills was meant to be one.
        let filled = |text: &Texts| {
            let mut chain = chain.iter().flat_map(|(_, chain)| chain);
            text.covers(lang) || chain.any(|other| text.covers(&other.value))
        };
        let mut gaps = draft.texts.iter().filter(|text| !filled(&text.value));
        let Some(first) = gaps.next() else { continue };
        let others: Vec<_> = gaps.collect();
        let count = others.len() + 1;
        let texts = if count == 1 { "text has" } else { "texts have" };
        let mut problem = Problem::new(&DOC, first.place(subject.source))
            .says(
                format!("{count} {texts} no wording in `{lang}`"),
                format!("有 {count} 段文字缺少 `{lang}` 的内容"),
            )
            .help(
                format!("add `{lang}: …` here and in the other places"),
                format!("在这里和其他位置补上 `{lang}: …`"),
            );
        for text in others.into_iter().take(2) {
            problem = problem.also(text.place(subject.source), "here too", "这里也缺");
        }
        problems.push(problem);
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::problems;

    #[test]
    fn gaps_are_counted_once_a_language() {
        let whole = Form::Top.whole("languages: [en, zh]\ntitle: {en: a}\nintro: {en: b}\nthanks: {en: c}\n");
        let found = problems(&whole);
        assert_eq!(found.len(), 1);
        assert!(found[0].says.en.starts_with("3 texts") && found[0].also.len() == 2);
        let filled = format!("{whole}fallback: {{zh: [en]}}\n");
        assert_eq!(problems(&filled), []);
    }
}
