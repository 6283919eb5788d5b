//! MY155: bounds leave room for an answer.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Bounds;
use crate::definition::spanned::Spanned;
use crate::diagnostic::Problem;

rule! {
    "MY155", Error,
    title: "bounds that no answer can meet", "没有答案能满足的上下限",
    why: "`min` is at most `max`. In a multiple choice both count options, so they are whole, not negative, and no more than there are; in a ranking `max` counts rows.",
         "`min` 不能大于 `max`。多选题中两者是选项个数，因此是非负整数，且不超过选项总数；排序题的 `max` 是行数。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: How many hours?\n  min: 24\n  max: 0\n",
    right: "- id: hours\n  kind: number\n  text: How many hours?\n  min: 0\n  max: 24\n",
}

/// Bounds of numbers, hidden numbers and multiple choices.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let numbers = draft
        .questions()
        .map(|(_, _, question)| &question.bounds)
        .chain(draft.hidden.iter().map(|hidden| &hidden.bounds));
    let mut problems: Vec<Problem> = numbers.filter_map(|bounds| crossed(subject, bounds)).collect();
    for (_, _, question) in draft.questions().filter(|(_, _, question)| question.kind == "multiple") {
        let most = question.options.options.len();
        for bound in [&question.bounds.min, &question.bounds.max].into_iter().flatten() {
            problems.extend(count(subject, bound, most));
        }
    }
    for (_, _, question) in draft.questions().filter(|(_, _, question)| question.kind == "ranking") {
        let most = question.rows.len();
        let bound = question.bounds.max.as_ref();
        let unfit = bound.filter(|bound| bound.value.fract() != 0.0 || bound.value < 1.0 || bound.value > most as f64);
        problems.extend(unfit.map(|bound| {
            Problem::new(&DOC, bound.place(subject.source))
                .says(
                    format!("{} of {most} rows cannot be ranked", bound.value),
                    format!("{most} 行中无法排出 {} 名", bound.value),
                )
                .help(
                    format!("write a whole number from 1 to {most}, or leave `max` out to rank all"),
                    format!("写 1 到 {most} 的整数；省略 `max` 即全部排序"),
                )
        }));
    }
    problems
}

fn crossed(subject: &Subject<'_>, bounds: &Bounds) -> Option<Problem> {
    let (min, max) = (bounds.min.as_ref()?, bounds.max.as_ref()?);
    let nothing_between = bounds.whole && min.value.ceil() > max.value.floor();
    if min.value <= max.value && !nothing_between {
        return None;
    }
    let problem = Problem::new(&DOC, max.place(subject.source))
        .says(
            format!("nothing lies between {} and {}", min.value, max.value),
            format!("{} 和 {} 之间没有可用的值", min.value, max.value),
        )
        .help("write the smaller number as `min`", "较小的数写作 `min`");
    Some(problem.also(min.place(subject.source), "the lower bound", "下限在这里"))
}

fn count(subject: &Subject<'_>, bound: &Spanned<f64>, most: usize) -> Option<Problem> {
    let fits = bound.value.fract() == 0.0 && bound.value >= 0.0 && bound.value <= most as f64;
    let problem = || {
        let problem = Problem::new(&DOC, bound.place(subject.source)).says(
            format!("{} is not a number of options out of {most}", bound.value),
            format!("{} 不是 {most} 个选项中的个数", bound.value),
        );
        problem.help(
            format!("write a whole number from 0 to {most}"),
            format!("写 0 到 {most} 的整数"),
        )
    };
    (!fits).then(problem)
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    #[test]
    fn options_are_counted_in_whole_numbers() {
        let with = |bound: &str| {
            codes(&Form::Question.whole(&format!(
                "- id: m\n  kind: multiple\n  text: Which?\n  options: [a, b, c]\n  {bound}\n"
            )))
        };
        for wrong in ["min: 1.5", "max: 4", "min: -1"] {
            assert_eq!(with(wrong), ["MY155"], "{wrong}");
        }
        assert_eq!(with("max: 3"), Vec::<&str>::new());
        let ranked = |bound: &str| {
            let rows = "rows:\n    - {id: a, text: A}\n    - {id: b, text: B}\n";
            codes(&Form::Question.whole(&format!(
                "- id: r\n  kind: ranking\n  text: Which?\n  {rows}  {bound}\n"
            )))
        };
        for wrong in ["max: 3", "max: 0", "max: 1.5"] {
            assert_eq!(ranked(wrong), ["MY155"], "{wrong}");
        }
        assert_eq!(ranked("max: 1"), Vec::<&str>::new());
    }
}
