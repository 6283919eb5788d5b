//! MY153: a segment is listed once.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY153", Error,
    title: "a segment is listed twice", "分组变量重复",
    why: "Every table would show it twice, and corrections for the number of tests would count it twice.",
         "每张表都会把它列两遍，多重检验校正也会把它算两次。",
    top,
    wrong: "segments: [channel, channel]\n",
    right: "segments: [channel]\n",
}

/// Segments, and values the sample fills, that stood before.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let fills = subject
        .draft
        .sample
        .as_ref()
        .map(|sample| sample.fills.as_slice())
        .unwrap_or_default();
    let again = |list: &[crate::definition::spanned::Name]| -> Vec<Problem> {
        let repeated = list
            .iter()
            .enumerate()
            .filter(|(place, name)| list[..*place].iter().any(|before| before.value == name.value));
        let problem = |name: &crate::definition::spanned::Name| {
            let problem = Problem::new(&DOC, name.place(subject.source)).says(
                format!("`{}` is listed twice", name.value),
                format!("`{}` 列了两次", name.value),
            );
            problem.help("keep one of the two", "保留一个")
        };
        repeated.map(|(_, name)| problem(name)).collect()
    };
    let mut problems = again(&subject.draft.segments);
    problems.extend(again(fills));
    problems
}
