//! MY127: only a multiple choice has exclusive options.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY127", Warning,
    title: "exclusive option in a single choice", "单选题中的互斥选项",
    why: "In a single choice every option excludes the others already; `exclusive` is for \"none of these\" in a multiple choice. Often the kind is what was meant otherwise.",
         "单选题的选项本来就互斥；`exclusive` 用于多选题的“以上都不是”。常见情况是题型写错了。",
    question,
    wrong: "- id: device\n  kind: choice\n  text: Which device?\n  options: [phone, tablet, {id: none, exclusive: true}]\n",
    right: "- id: device\n  kind: multiple\n  text: Which devices?\n  options: [phone, tablet, {id: none, exclusive: true}]\n",
}

/// Each such option.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let single = subject
        .draft
        .questions()
        .filter(|(_, _, question)| question.kind == "choice");
    let marks = single.flat_map(|(_, _, question)| {
        question
            .options
            .options
            .iter()
            .filter_map(|option| option.exclusive.as_ref())
    });
    let problem = |span| {
        Problem::new(&DOC, subject.place(span)).help(
            "remove `exclusive`, or use `kind: multiple`",
            "删去 `exclusive`，或改用 `kind: multiple`",
        )
    };
    marks.map(problem).collect()
}
