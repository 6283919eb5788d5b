//! MY130: own scales do not hide built-in ones.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::scales;

rule! {
    "MY130", Error,
    title: "an own scale has the name of a built-in one", "自定义量表与内置量表同名",
    why: "`satisfaction5` means the same in every survey, so that results can be compared.",
         "`satisfaction5` 在每份问卷里含义相同，结果才能比较。",
    top,
    wrong: "scales:\n  - id: stars5\n    points: [{id: low}, {id: high}]\n",
    right: "scales:\n  - id: stars2\n    points: [{id: low}, {id: high}]\n",
}

/// Each such scale.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let own = subject
        .draft
        .scales
        .iter()
        .map(|scale| &scale.id)
        .filter(|id| scales::NAMES.contains(&id.value.as_str()));
    let problem = |id: &crate::definition::spanned::Name| {
        Problem::new(&DOC, id.place(subject.source))
            .says(
                format!("`{}` is a built-in scale", id.value),
                format!("`{}` 是内置量表", id.value),
            )
            .help(
                format!("choose another name, such as `{}_own`", id.value),
                format!("换一个名称，例如 `{}_own`", id.value),
            )
    };
    own.map(problem).collect()
}
