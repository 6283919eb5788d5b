//! MY142: conditions can be met.

use super::Subject;
use super::macros::rule;
use crate::definition::expressions::Role;
use crate::definition::expressions::Site;
use crate::diagnostic::Problem;
use crate::logic::Missing;
use crate::logic::Row;
use crate::logic::Type;
use crate::logic::Value;
use crate::model::Condition;
use std::collections::BTreeMap;

rule! {
    "MY142", Warning,
    title: "a condition can never be true", "条件永远不成立",
    why: "No combination of answers makes it true, so the question is never asked, or the measure has no base. Often the number is off the scale: `overall > 7` on a scale of 1 to 5.",
         "没有任何答案能使它成立，于是题目永远不会提问，或指标没有样本。常见原因是数值超出量表，例如在 1 到 5 的量表上写 `overall > 7`。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  show_if: overall > 7\n",
    right: "- id: why\n  kind: text\n  text: Why?\n  show_if: overall > 3\n",
}

/// More combinations of answers than this are not tried.
const MOST: usize = 20_000;

/// Conditions no combination of answers makes true. Those on numbers, texts and dates are not judged.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let never = subject.sites.iter().filter(|site| {
        site.condition
            .as_deref()
            .is_some_and(|condition| never(subject, condition))
    });
    never.map(|site| problem(subject, site)).collect()
}

fn problem(subject: &Subject<'_>, site: &Site<'_>) -> Problem {
    let (en, zh) = match site.role {
        Role::PageIf => (
            "this can never be true: the page is never put",
            "条件永远不成立：这一页永远不会出现",
        ),
        Role::OptionIf(_) => (
            "this can never be true: the option is never offered",
            "条件永远不成立：这个选项永远不会列出",
        ),
        Role::RowIf(_) => (
            "this can never be true: the row is never asked",
            "条件永远不成立：这一行永远不会提问",
        ),
        Role::ShowIf => (
            "this can never be true: the question is never asked",
            "条件永远不成立：这道题永远不会提问",
        ),
        Role::RequireIf => (
            "this can never be true: the answer is never demanded",
            "条件永远不成立：这道题永远不会变成必答",
        ),
        Role::ValidIf => (
            "this can never be true: every answer is refused",
            "条件永远不成立：任何答案都会被拒收",
        ),
        Role::Measure | Role::Index | Role::Quota => (
            "this can never be true: nothing is counted",
            "条件永远不成立：没有可计算的答卷",
        ),
    };
    Problem::new(&DOC, subject.place(&site.written.span)).says(en, zh).help(
        "check the numbers against the scale, and `and` against `or`",
        "请对照量表检查数值，并检查该用 `and` 还是 `or`",
    )
}

fn never(subject: &Subject<'_>, condition: &Condition) -> bool {
    let mut asked: Vec<(usize, Vec<Value<'static>>)> = Vec::new();
    let mut combinations = 1_usize;
    for slot in condition.typed.slots() {
        let Some(answers) = subject
            .outline
            .slots
            .get(slot)
            .and_then(|slot| answers(slot.ty.as_ref()?))
        else {
            return false;
        };
        combinations = combinations.saturating_mul(answers.len());
        if combinations > MOST {
            return false;
        }
        asked.push((slot, answers));
    }
    (0..combinations).all(|number| {
        let mut rest = number;
        let chosen = asked.iter().map(|(slot, answers)| {
            let answer = answers[rest % answers.len()].clone();
            rest /= answers.len();
            (*slot, answer)
        });
        !condition.typed.truth(&Chosen(chosen.collect())).shows()
    })
}

/// Every answer a coded variable can have, and those that are missing.
fn answers(ty: &Type) -> Option<Vec<Value<'static>>> {
    let count = |n: usize| u32::try_from(n).ok();
    let mut all: Vec<Value<'static>> = match ty {
        Type::Bool => vec![Value::Bool(false), Value::Bool(true)],
        Type::Option(set) => (0..count(set.options.len())?).map(Value::Option).collect(),
        Type::Band(bands) => (0..count(*bands)?).map(Value::Option).collect(),
        Type::Set(set) if set.options.len() <= 8 => (0..1_u128 << set.options.len()).map(Value::Set).collect(),
        _ => return None,
    };
    all.extend(
        [
            Missing::NotAsked,
            Missing::Skipped,
            Missing::DontKnow,
            Missing::NotApplicable,
            Missing::Refused,
        ]
        .map(Value::Missing),
    );
    Some(all)
}

struct Chosen(BTreeMap<usize, Value<'static>>);

impl Row for Chosen {
    fn get(&self, slot: usize) -> Value<'_> {
        self.0.get(&slot).cloned().unwrap_or(Value::Missing(Missing::NotAsked))
    }
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    fn asked_if(condition: &str) -> Vec<&'static str> {
        codes(&Form::Question.whole(&format!(
            "- id: why\n  kind: text\n  text: Why?\n  show_if: '{condition}'\n"
        )))
    }

    #[test]
    fn only_what_no_answer_can_make_true_is_reported() {
        for never in [
            "1 = 2",
            "false",
            "overall < 2 and overall > 3",
            "recommend > 10",
            "channel = \"app\" and channel = \"web\"",
        ] {
            assert_eq!(asked_if(never), ["MY142"], "{never}");
        }
        for sometimes in [
            "overall = 5 and recommend = 10",
            "is(overall, skipped)",
            "not answered(overall)",
            "minutes > 1000",
            "true",
        ] {
            assert_eq!(asked_if(sometimes), Vec::<&str>::new(), "{sometimes}");
        }
    }
}
