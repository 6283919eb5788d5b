//! MY164: the steps of a slider lead from one end to the other.

use super::Subject;
use super::macros::rule;
use crate::definition::kinds;
use crate::diagnostic::Problem;

rule! {
    "MY164", Error,
    title: "a slider whose steps miss its end", "滑块的步长走不到端点",
    why: "A slider goes from `min` (0 unless written) to `max` (100 unless written) in whole steps of `step`. Where the last step does not end at `max`, that end can never be answered.",
         "滑块从 `min`（省略时为 0）到 `max`（省略时为 100），按 `step` 一格一格移动。若最后一格到不了 `max`，这个端点就永远选不到。",
    question,
    wrong: "- id: heat\n  kind: slider\n  text: How warm are your feelings for us?\n  max: 100\n  step: 30\n",
    right: "- id: heat\n  kind: slider\n  text: How warm are your feelings for us?\n  max: 90\n  step: 30\n",
}

/// Sliders that go nowhere, or past their end.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, _, question) in subject
        .draft
        .questions()
        .filter(|(_, _, question)| question.kind == "slider")
    {
        let ([min, max], step) = (kinds::ends(question), kinds::step(question));
        let bounds = &question.bounds;
        if min > max && bounds.min.is_some() && bounds.max.is_some() {
            // Said of all bounds.
            continue;
        }
        let steps = (max - min) / step;
        let arrives = step > 0.0 && steps > 0.0 && (steps - steps.round()).abs() < 1e-9 * steps.max(1.0);
        if arrives {
            continue;
        }
        let place = question.step.as_ref().or(bounds.max.as_ref()).or(bounds.min.as_ref());
        let span = place.map_or(&question.id.span, |place| &place.span);
        let problem = Problem::new(&DOC, subject.place(span)).says(
            format!("steps of {step} do not lead from {min} to {max}"),
            format!("按 {step} 一格，从 {min} 走不到 {max}"),
        );
        problems.push(problem.help(
            "choose a positive `step` that divides the whole way",
            "请让 `step` 为正数，并能整除全程",
        ));
    }
    problems
}
