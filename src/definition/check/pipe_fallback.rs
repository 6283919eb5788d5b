//! MY175: a text can be read without the answer it asks for.

use super::Subject;
use super::macros::rule;
use super::pipe_name::place;
use crate::diagnostic::Problem;
use crate::model::pipe::ENTITY;

rule! {
    "MY175", Error,
    title: "no words for a missing answer", "没有写答案缺失时的文字",
    why: "The fallback is what is read on paper, in a form without script, and by everyone who left the question out. Without it the sentence would have a hole.",
         "纸质问卷、没有脚本的表单和没有回答该题的人看到的就是替代文字；没有它，句子就缺了一块。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why did you come by {{ channel }}?\n",
    right: "- id: why\n  kind: text\n  text: Why did you come by {{ channel | this way }}?\n",
}

/// Names without words behind them.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let uses = subject.draft.piped.uses.iter();
    let bare = uses.filter_map(|at| {
        at.name
            .as_ref()
            .filter(|name| !at.has_fallback && *name != ENTITY)
            .map(|name| (at, name))
    });
    let problem = |(at, name)| {
        Problem::new(&DOC, place(subject, at))
            .says(
                format!("nothing is said for those without an answer to `{name}`"),
                format!("没有 `{name}` 的答案时无话可显示"),
            )
            .help(
                format!("write `{{{{ {name} | WORDS }}}}`"),
                format!("写 `{{{{ {name} | 替代文字 }}}}`"),
            )
    };
    bare.map(problem).collect()
}
