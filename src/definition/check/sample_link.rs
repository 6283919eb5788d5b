//! MY160: the sample stands in its folder and fills hidden values.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::Origin;

rule! {
    "MY160", Error,
    title: "a sample that cannot be joined", "样本无法关联",
    why: "`file` is the name of a file in `samples/`, without folders. `fills` names hidden values: what respondents answer is never overwritten by the sample.",
         "`file` 是 `samples/` 中的文件名，不含目录。`fills` 只能是隐藏值：样本不会覆盖受访者的答案。",
    top,
    wrong: "sample: {file: ../crm.csv, key: customer_id}\n",
    right: "sample: {file: crm.csv, key: customer_id}\n",
}

/// Files elsewhere, and fillings of answers.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(sample) = &subject.draft.sample else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    for file in sample
        .file
        .iter()
        .filter(|file| file.value.contains(['/', '\\', '\0']) || file.value.starts_with('.'))
    {
        let problem = Problem::new(&DOC, file.place(subject.source)).says(
            "this is not the name of a file in `samples/`",
            "这不是 `samples/` 中的文件名",
        );
        problems.push(problem.help(
            "write the file's name alone, such as `customers.csv`",
            "只写文件名，例如 `customers.csv`",
        ));
    }
    let joined = sample.key.is_some() || subject.draft.privacy.token.is_some();
    if let Some(name) = sample.fills.first().filter(|_| !joined) {
        let problem = Problem::new(&DOC, name.place(subject.source)).says(
            "nothing says whose answers are whose, so the sample fills nothing",
            "没有说明哪份答卷是谁的，样本无法填入任何值",
        );
        problems.push(problem.help(
            "write `key:`, the column of the answers that names the person, or `access: token` under `privacy:`",
            "写上 `key:`（答卷中标识受访者的列），或在 `privacy:` 下写 `access: token`",
        ));
    }
    for name in &sample.fills {
        let Some((_, slot)) = subject
            .outline
            .find(&name.value)
            .filter(|(_, slot)| slot.origin != Origin::Hidden)
        else {
            continue;
        };
        let problem = Problem::new(&DOC, name.place(subject.source)).says(
            format!("`{}` is not a hidden value", name.value),
            format!("`{}` 不是隐藏值", name.value),
        );
        let problem = problem.help(
            "declare it under `hidden:`, or leave it out",
            "在 `hidden:` 中声明，或删去",
        );
        problems.push(problem.also(subject.place(&slot.span), "declared here", "在这里声明"));
    }
    problems
}
