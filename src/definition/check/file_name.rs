//! MY161: a survey is called as its file.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY161", Error,
    title: "the id is not the file's name", "id 与文件名不同",
    why: "`surveys/cafe.yaml` holds the survey `cafe`: whoever knows one finds the other, and no two files can define the same survey. (The example stands in `example.yaml`.)",
         "`surveys/cafe.yaml` 定义的就是问卷 `cafe`：知道一个就能找到另一个，也不会有两个文件定义同一份问卷。（例子所在的文件是 `example.yaml`。）",
    top,
    wrong: "id: another\n",
    right: "id: example\n",
}

/// A name other than that of its file, where the file is a YAML file.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let file = subject.source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let Some(stem) = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml")) else {
        return Vec::new();
    };
    let Some(id) = subject.draft.id.as_ref().filter(|id| id.value != stem) else {
        return Vec::new();
    };
    let problem = Problem::new(&DOC, id.place(subject.source)).says(
        format!("the survey is called `{}`, its file `{file}`", id.value),
        format!("问卷名是 `{}`，文件名是 `{file}`", id.value),
    );
    vec![problem.help(
        format!("write `id: {stem}`, or rename the file to `{}.yaml`", id.value),
        format!("写 `id: {stem}`，或把文件改名为 `{}.yaml`", id.value),
    )]
}
