//! MY117: a name stands for one thing.

use super::Subject;
use super::macros::rule;
use crate::definition::spanned::Name;
use crate::diagnostic::Problem;
use std::collections::BTreeMap;
use std::ops::Range;

rule! {
    "MY117", Error,
    title: "a name is used twice", "名称重复",
    why: "Questions, rows, hidden and derived values, measures and parts of the index share one namespace, so that a figure in a report has one name. Pages, and scales, have their own.",
         "题目、矩阵行、隐藏值、派生值、指标和指数的各部分共用一套名称，这样报告中的每个数字只有一个名字。页面和量表各有自己的一套。",
    top,
    wrong: "measures:\n  - {id: overall, kind: top_box, of: overall}\n",
    right: "measures:\n  - {id: csat, kind: top_box, of: overall}\n",
}

/// Names that stood before.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let own = |name: &Name| (name.value.clone(), name.span.clone());
    let mut problems = repeated(subject, subject.declared());
    problems.extend(repeated(
        subject,
        draft.pages.iter().map(|page| own(&page.id)).collect(),
    ));
    problems.extend(repeated(
        subject,
        draft.scales.iter().map(|scale| own(&scale.id)).collect(),
    ));
    problems
}

fn repeated(subject: &Subject<'_>, names: Vec<(String, Range<usize>)>) -> Vec<Problem> {
    let mut first: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, span) in names {
        if let Some(before) = first.get(&name) {
            let problem = Problem::new(&DOC, subject.place(&span))
                .says(format!("`{name}` is already taken"), format!("名称 `{name}` 已被使用"))
                .help("give one of the two another name", "给其中一个换个名称")
                .also(subject.place(before), "first here", "先在这里");
            problems.push(problem);
        } else {
            first.insert(name, span);
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    #[test]
    fn rows_and_pages_have_names_too() {
        let rows = "- id: service\n  kind: matrix\n  scale: stars5\n  text: Rate us\n  rows:\n    - {id: speed, text: a}\n    - {id: speed, text: b}\n";
        assert_eq!(codes(&Form::Question.whole(rows)), ["MY117"]);
        let parts = "index: {id: minutes, of: [overall]}\n";
        assert_eq!(codes(&Form::Top.whole(parts)), ["MY117"]);
    }
}
