//! MY144: a note has no answers.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY144", Error,
    title: "a note has no answers", "说明文字没有答案",
    why: "A `note` is text only. Nothing can be counted, averaged or broken down by it.",
         "`note` 只是一段文字，无法计数、求平均或用来分组。",
    top,
    wrong: "pages:\n  - id: main\n    questions:\n      - {id: hello, kind: note, text: Hello!}\nsegments: [hello]\n",
    right: "pages:\n  - id: main\n    questions:\n      - {id: hello, kind: choice, text: Hello!, options: [yes, no]}\nsegments: [hello]\n",
}

/// References to notes.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let index = draft
        .index
        .iter()
        .flat_map(|index| index.walk())
        .flat_map(|part| part.of.iter().flatten());
    let used = draft
        .segments
        .iter()
        .chain(draft.measures.iter().flat_map(|measure| &measure.of))
        .chain(index)
        .chain(&draft.weight);
    let mut problems = Vec::new();
    for name in used {
        let note = draft
            .questions()
            .find(|(_, _, question)| question.kind == "note" && question.id.value == name.value);
        if let Some((_, _, note)) = note {
            let problem = Problem::new(&DOC, name.place(subject.source))
                .says(
                    format!("`{}` is a note: nobody answers it", name.value),
                    format!("`{}` 是说明文字，没有人作答", name.value),
                )
                .help("name a question that is answered", "写一道有答案的题");
            problems.push(problem.also(note.id.place(subject.source), "declared here", "在这里声明"));
        }
    }
    problems
}
