//! MY176: texts look back.

use super::Subject;
use super::macros::rule;
use super::pipe_name::place;
use crate::definition::pipes::Spot;
use crate::diagnostic::Problem;
use crate::model::TextOf;

rule! {
    "MY176", Error,
    title: "a text asks for a later answer", "文字用到后面的答案",
    why: "A text can only show what was answered before it is read. On the page after sending all answers are known; before the first question hidden values only.",
         "文字只能显示读到它之前的答案。提交后的页面可用全部答案，第一题之前只能用隐藏值。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why did you say {{ again | this }}?\n- id: again\n  kind: choice\n  text: Will you come again?\n  options: [yes, no]\n",
    right: "- id: again\n  kind: choice\n  text: Will you come again?\n  options: [yes, no]\n- id: why\n  kind: text\n  text: Why did you say {{ again | this }}?\n",
}

/// Answers that are not known yet, also by way of derived values.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for at in &subject.draft.piped.uses {
        let Some((slot, _)) = at.name.as_ref().and_then(|name| subject.outline.find(name)) else {
            continue;
        };
        let known = |place: (usize, usize)| match at.spot {
            Spot::Intro | Spot::Notice(_) => false,
            Spot::Thanks => true,
            Spot::Title(page) => place.0 < page,
            // What is said of an answer may repeat it.
            Spot::Question(page, question, TextOf::Message) => place <= (page, question),
            Spot::Question(page, question, _) => place < (page, question),
        };
        let later = subject
            .behind(slot)
            .into_iter()
            .find(|slot| slot.origin.place().is_some_and(|place| !known(place)));
        if let Some(later) = later {
            let problem = Problem::new(&DOC, place(subject, at))
                .says(
                    format!("`{}` is not answered yet when this is read", later.id),
                    format!("读到这里时 `{}` 还没有作答", later.id),
                )
                .help(
                    format!("move this behind `{}`, or leave the braces out", later.id),
                    format!("把这段移到 `{}` 之后，或去掉双花括号", later.id),
                );
            problems.push(problem.also(subject.place(&later.span), "asked here", "在这里提问"));
        }
    }
    problems
}
