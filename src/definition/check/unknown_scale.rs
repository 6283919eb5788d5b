//! MY129: scales are built in or declared.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::diagnostic::Problem;
use crate::model::scales;

rule! {
    "MY129", Error,
    title: "unknown scale", "未知的量表",
    why: "A rating names a built-in scale or one declared under `scales:`. `docs/surveys.md` lists those built in.",
         "评分题的量表要么是内置的，要么在 `scales:` 中声明。内置量表见 `docs/surveys.md`。",
    question,
    wrong: "- id: speed\n  kind: rating\n  scale: satisfaction\n  text: How was the speed?\n",
    right: "- id: speed\n  kind: rating\n  scale: satisfaction5\n  text: How was the speed?\n",
}

/// Each name of no scale.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let own = || {
        subject
            .draft
            .scales
            .iter()
            .map(|scale| scale.id.value.as_str())
            .filter(|name| !name.is_empty())
    };
    let rated = subject
        .draft
        .questions()
        .filter(|(_, _, question)| matches!(question.kind.as_str(), "rating" | "matrix" | "importance"));
    let used = rated.flat_map(|(_, _, question)| question.scale.iter().chain(&question.importance_scale));
    let unknown =
        used.filter(|name| !scales::NAMES.contains(&name.value.as_str()) && !own().any(|own| own == name.value));
    let problem = |name: &crate::definition::spanned::Name| {
        let problem = Problem::new(&DOC, name.place(subject.source)).says(
            format!("no scale is called `{}`", name.value),
            format!("没有名为 `{}` 的量表", name.value),
        );
        near::help(problem, &name.value, own().chain(scales::NAMES))
    };
    unknown.map(problem).collect()
}
