//! MY226: rows that belong to responses of another survey name it, and a hidden text that holds the id.

use super::Subject;
use super::macros::rule;
use crate::definition::spanned::Name;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::Origin;

rule! {
    "MY226", Error,
    title: "rows that cannot be joined to their responses", "各行无法关联到所属答卷",
    why: "`unit` says that each row is a part of a response to another survey: `of` names that survey, `key` a hidden text that holds the id of the response, `fills` hidden values taken from it. What respondents answer is never overwritten. Attributes then come from the response, so there is no `sample` beside it; and rows that name their response are not anonymous.",
         "`unit` 表示每行是另一份问卷某份答卷的一部分：`of` 为该问卷，`key` 为存放答卷编号的隐藏文字，`fills` 为由该答卷填入的隐藏值。受访者的答案不会被覆盖。属性已取自答卷，因此不能再写 `sample`；写明所属答卷的行也不是匿名的。",
    top,
    wrong: "hidden:\n  - {id: visit, options: [a, b]}\nunit: {of: visits, key: visit}\n",
    right: "hidden:\n  - {id: visit, kind: text}\nunit: {of: visits, key: visit}\n",
}

/// A key that is no hidden text, fillings of answers, the survey itself, and what contradicts it.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(unit) = &subject.draft.unit else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    let mut add = |name: &Name, says: [String; 2], help: [&str; 2]| {
        let [en, zh] = says;
        problems.push(
            Problem::new(&DOC, name.place(subject.source))
                .says(en, zh)
                .help(help[0], help[1]),
        );
    };
    let slot = |name: &Name| subject.outline.find(&name.value).map(|(_, slot)| slot);
    if let Some(key) = &unit.key {
        let fits = slot(key).is_none_or(|slot| {
            slot.origin == Origin::Hidden && slot.domain.as_ref().is_none_or(|domain| matches!(domain, Domain::Text))
        });
        if !fits {
            add(
                key,
                [
                    format!("`{}` is no hidden text", key.value),
                    format!("`{}` 不是隐藏文字", key.value),
                ],
                [
                    "declare it as `{id: …, kind: text}` under `hidden:`",
                    "请在 `hidden:` 中声明为 `{id: …, kind: text}`",
                ],
            );
        }
    }
    for name in &unit.fills {
        if slot(name).is_some_and(|slot| slot.origin != Origin::Hidden) {
            add(
                name,
                [
                    format!("`{}` is not a hidden value", name.value),
                    format!("`{}` 不是隐藏值", name.value),
                ],
                [
                    "declare it under `hidden:`, or leave it out",
                    "在 `hidden:` 中声明，或删去",
                ],
            );
        }
    }
    if let (Some(of), Some(id)) = (&unit.of, &subject.draft.id) {
        if of.value == id.value {
            add(
                of,
                [
                    "a survey is no part of itself".to_owned(),
                    "问卷不能属于它自己".to_owned(),
                ],
                [
                    "name the survey whose responses these rows belong to",
                    "请写这些行所属答卷的问卷",
                ],
            );
        }
        if subject.draft.sample.is_some() {
            add(
                of,
                [
                    "the rows take what is known from their response and from a sample".to_owned(),
                    "各行既从答卷又从样本取属性".to_owned(),
                ],
                [
                    "let the response take it from the sample, and name it under `fills`",
                    "请让答卷从样本取得属性，再写入此处的 `fills`",
                ],
            );
        }
        if let Some(mode) = subject
            .draft
            .privacy
            .mode
            .as_ref()
            .filter(|mode| mode.value == crate::model::PrivacyMode::Anonymous)
        {
            problems.push(
                Problem::new(&DOC, of.place(subject.source))
                    .says(
                        "rows that name their response are not anonymous",
                        "写明所属答卷的行不是匿名的",
                    )
                    .help(
                        "promise `confidential`, or leave `unit` out",
                        "请改为 `confidential`，或删去 `unit`",
                    )
                    .also(subject.place(&mode.span), "promised here", "在这里作了承诺"),
            );
        }
    }
    problems
}
