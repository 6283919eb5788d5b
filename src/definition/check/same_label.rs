//! MY126: options read differently.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Choices;
use crate::diagnostic::Problem;
use crate::locale::Lang;
use crate::locale::Texts;
use std::collections::BTreeMap;

rule! {
    "MY126", Error,
    title: "two options with the same label", "两个选项的标签相同",
    why: "Respondents could not tell them apart, and neither could the import, since many survey tools export the labels.",
         "受访者分不清，导入时也分不清，因为许多问卷平台导出的就是标签。",
    question,
    wrong: "- id: device\n  kind: choice\n  text: Which device?\n  options:\n    - {id: phone, text: Mobile}\n    - {id: tablet, text: Mobile}\n",
    right: "- id: device\n  kind: choice\n  text: Which device?\n  options:\n    - {id: phone, text: Phone}\n    - {id: tablet, text: Tablet}\n",
}

/// In each list, the first pair with one label, language by language.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let languages: Vec<Lang> = subject.draft.languages.iter().map(|lang| lang.value.clone()).collect();
    let missing = |list: &Choices| {
        let mut questions = subject.draft.questions();
        let own = questions.find(|(_, _, question)| question.options.span == list.span && !question.missing.is_empty());
        own.map(|(_, _, question)| question.missing.iter().collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let mut problems = Vec::new();
    for list in subject.draft.lists() {
        let own = list.options.iter().map(|option| {
            let text = option
                .text
                .as_ref()
                .map_or_else(|| Texts::same(option.id.value.clone()), |text| text.value.clone());
            (text, option.text.as_ref().map_or(&option.id.span, |text| &text.span))
        });
        let beside = missing(list)
            .into_iter()
            .filter_map(|answer| answer.text.as_ref().map(|text| (text.value.clone(), &text.span)));
        let labels: Vec<(Texts, &std::ops::Range<usize>)> = own.chain(beside).collect();
        problems.extend(languages.iter().find_map(|lang| {
            let mut seen = BTreeMap::new();
            labels.iter().find_map(|(text, span)| {
                let label = text.get(lang, &languages).trim().to_lowercase();
                if label.is_empty() {
                    return None;
                }
                let before = seen.insert(label.clone(), *span)?;
                let problem = Problem::new(&DOC, subject.place(span))
                    .says(
                        format!("two options read \"{label}\" in `{lang}`"),
                        format!("`{lang}` 中有两个选项都叫“{label}”"),
                    )
                    .help("word them differently", "请用不同的说法");
                Some(problem.also(subject.place(before), "the other one", "另一个在这里"))
            })
        }));
    }
    problems
}
