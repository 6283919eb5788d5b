//! MY132: a question has one box for other words.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY132", Error,
    title: "two options open a box for own words", "两个选项都带填写框",
    why: "The words go to one variable, `question.other`; with two boxes nobody could say whose they are.",
         "填写的文字存入一个变量 `题.other`；有两个填写框就分不清是哪一个的。",
    question,
    wrong: "- id: device\n  kind: choice\n  text: Which device?\n  options: [{id: old, other: true}, {id: new, other: true}]\n",
    right: "- id: device\n  kind: choice\n  text: Which device?\n  options: [phone, {id: else, other: true}]\n",
}

/// The second box of each question.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let second = subject
        .draft
        .questions()
        .filter_map(|(_, _, question)| question.options.options.iter().filter(|option| option.other).nth(1));
    let problem = |option: &crate::definition::draft::Choice| {
        Problem::new(&DOC, option.id.place(subject.source)).help(
            "keep one `other: true`; ask for the second in a `text` question",
            "只留一个 `other: true`；另一个改用 `text` 题询问",
        )
    };
    second.map(problem).collect()
}
