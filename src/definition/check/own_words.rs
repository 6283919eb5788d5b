//! MY179: forms speak the languages of the survey.

use super::Subject;
use super::macros::rule;
use crate::definition::words;
use crate::diagnostic::Problem;

rule! {
    "MY179", Warning,
    title: "the form has no words of its own in a language", "界面用语缺少某种语言",
    why: "Buttons, hints and error messages are built in in Chinese and English only. A form in another language shows the words under `words:`, and in the gaps those of another language of the survey. Write them, or say under `fallback` that another language is meant to stand in. `manyi check --languages` counts them list by list.",
         "按钮、提示和报错用语只内置了中文和英文。其他语言的问卷显示 `words:` 中的用语，缺漏处显示问卷另一种语言的用语。请写出这些用语，或在 `fallback` 中写明由哪种语言代替。`manyi check --languages` 会逐类统计。",
    top,
    wrong: "languages: [fr]\ntitle: Bonjour\n",
    right: "languages: [fr, en]\nfallback: {fr: [en]}\ntitle: Bonjour\n",
}

/// One problem a language, with the number of its gaps.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let needed = words::needed(draft);
    let mut problems = Vec::new();
    for lang in words::foreign(draft) {
        let missing: Vec<_> = needed
            .iter()
            .filter(|word| !words::is_filled(draft, word, &lang.value))
            .collect();
        let Some(first) = missing.first() else { continue };
        let (count, all, tag) = (missing.len(), needed.len(), &lang.value);
        let name = format!("{}.{}", first.list, first.key);
        problems.push(
            Problem::new(&DOC, lang.place(subject.source))
                .says(
                    format!("{count} of {all} words of the form have no wording in `{tag}`, the first is `{name}`"),
                    format!("界面用语共 {all} 条，其中 {count} 条缺少 `{tag}` 的文字，首条为 `{name}`"),
                )
                .help(
                    format!("write them under `words:`, or say `fallback: {{{tag}: […]}}`"),
                    format!("请在 `words:` 下补上，或写明 `fallback: {{{tag}: […]}}`"),
                ),
        );
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::problems;

    #[test]
    fn words_are_counted_as_far_as_the_form_needs_them() {
        let count = |more: &str| {
            let text = format!("languages: [fr]\ntitle: Bonjour\n{more}");
            let found = problems(&Form::Top.whole(&text));
            assert!(found.len() == 1 && found[0].rule.code == "MY179", "{found:?}");
            found[0].says.en.split(' ').next().unwrap().parse::<usize>().unwrap()
        };
        let without = count("");
        assert_eq!(count("words: {form: {send: {fr: Envoyer}}}\n"), without - 1);
        assert_eq!(
            count("words: {form: {send: Envoyer}}\n"),
            without - 1,
            "one wording for all languages"
        );
        // The small survey has a scale of five satisfactions, but shows nobody who refuses.
        assert_eq!(
            count("words: {labels: {satisfied: {fr: Satisfait}, refused: {fr: Non}}}\n"),
            without - 1
        );
        assert_eq!(
            count("privacy: {mode: confidential, controller: N}\n").cmp(&without),
            std::cmp::Ordering::Greater
        );
    }

    #[test]
    fn a_key_that_is_none_is_near_another() {
        let text = "languages: [en]\ntitle: T\nwords: {form: {sned: Go}}\n";
        let found = problems(&Form::Top.whole(text));
        assert!(found[0].help.en.contains("`send`"), "{found:?}");
    }
}
