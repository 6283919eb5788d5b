//! MY146: a box leaves points outside.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::Domain;

rule! {
    "MY146", Error,
    title: "a box as large as its scale", "计入的分点与量表一样多",
    why: "The best 5 points of 5 are everybody: the share would always be 100%. `top` and `bottom` count points, and are 2 when left out.",
         "5 点量表的最好 5 点就是所有人，比例永远是 100%。`top` 和 `bottom` 是分点个数，省略时为 2。",
    top,
    wrong: "measures:\n  - {id: csat, kind: top_box, of: overall, top: 5}\n",
    right: "measures:\n  - {id: csat, kind: top_box, of: overall, top: 2}\n",
}

/// Boxes that leave no point out.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for measure in &subject.draft.measures {
        let (written, word) = match measure.kind.as_str() {
            "top_box" => (&measure.top, "top"),
            "bottom_box" => (&measure.bottom, "bottom"),
            _ => continue,
        };
        let Some(of) = &measure.of else { continue };
        let Some(Domain::Rating(scale)) = subject
            .outline
            .find(&of.value)
            .and_then(|(_, slot)| slot.domain.as_ref())
        else {
            continue;
        };
        let points = scale.list.options.len();
        let count = written.as_ref().map_or(2, |count| count.value);
        if usize::try_from(count).is_ok_and(|count| count < points) {
            continue;
        }
        let span = written.as_ref().map_or(&of.span, |count| &count.span);
        let most = points.saturating_sub(1);
        let problem = Problem::new(&DOC, subject.place(span)).says(
            format!("`{}` has {points} points, and {count} of them count", of.value),
            format!("`{}` 有 {points} 个分点，计入 {count} 个", of.value),
        );
        problems.push(problem.help(
            format!("write `{word}: {most}` or less"),
            format!("写 `{word}: {most}` 或更小"),
        ));
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    #[test]
    fn the_default_of_two_is_too_many_for_yes_and_no() {
        let top = "pages:\n  - id: a\n    questions:\n      - {id: solved, kind: rating, scale: yesno, text: Solved?}\nmeasures:\n  - {id: fcr, kind: top_box, of: solved";
        assert_eq!(codes(&Form::Top.whole(&format!("{top}}}\n"))), ["MY146"]);
        assert_eq!(
            codes(&Form::Top.whole(&format!("{top}, top: 1}}\n"))),
            Vec::<&str>::new()
        );
    }
}
