//! MY138: a form's conditions use what a form knows.

use super::Subject;
use super::depends_on;
use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;

rule! {
    "MY138", Error,
    title: "a form cannot know this while it is filled in", "填写表单时无从得知",
    why: "`submitted` and `wave` are settled when the answers arrive. Conditions of questions can use answers, hidden values and `language`; conditions of measures can use all.",
         "`submitted` 和 `wave` 在答卷到达后才确定。题目的条件可用答案、隐藏值和 `language`；指标的条件都可以用。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  show_if: wave = \"2026Q1\"\n",
    right: "- id: why\n  kind: text\n  text: Why?\n  show_if: language = \"en\"\n",
}

/// Derived values in conditions of the form that rest on what a form does not know.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let built_in = subject.outline.slots.len();
    let late = |slot: &usize| *slot == built_in || *slot == built_in + 1;
    let first_derived = built_in - subject.order.len();
    let rests = |slot: usize| {
        let value = slot
            .checked_sub(first_derived)
            .and_then(|place| subject.values.get(subject.order.get(place)?));
        value.is_some_and(|value| {
            depends_on(value, subject.values, subject.order, first_derived)
                .iter()
                .any(late)
        })
    };
    let mut problems = Vec::new();
    for site in subject.sites.iter().filter(|site| site.role.in_form()) {
        let slots = site.condition.iter().flat_map(|condition| condition.typed.slots());
        for slot in slots.filter(|slot| rests(*slot)) {
            let id = &subject.outline.slots[slot].id;
            let place = subject.place(&site.written.span);
            problems.push(
                Problem::new(&DOC, place)
                    .says(
                        format!(
                            "`{id}` rests on `submitted` or `wave`, which are not known while the form is filled in"
                        ),
                        format!("`{id}` 由 `submitted` 或 `wave` 得出，而填写表单时还不知道它们"),
                    )
                    .help("use a hidden value that comes with the link", "改用随链接而来的隐藏值"),
            );
        }
    }
    problems
}

/// A name that has no value yet.
pub fn problem(place: Place, id: &str) -> Problem {
    Problem::new(&DOC, place)
        .says(
            format!("`{id}` is not known while the form is filled in"),
            format!("填写表单时还不知道 `{id}`"),
        )
        .help("use a hidden value that comes with the link", "改用随链接而来的隐藏值")
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    #[test]
    fn what_rests_on_the_wave_is_found_through_derived_values() {
        let survey = |condition: &str| {
            let text = format!(
                "derived:\n  - {{id: first, value: wave = \"2026Q1\"}}\n  - {{id: early, value: first}}\npages:\n  - id: main\n    questions:\n      - {{id: ask, kind: text, text: Why?, show_if: {condition}}}\n"
            );
            codes(&Form::Top.whole(&text))
        };
        assert_eq!(survey("early"), ["MY138"]);
        assert_eq!(survey("first"), ["MY138"]);
        assert!(!survey("language = \"en\"").contains(&"MY138"));
    }
}
