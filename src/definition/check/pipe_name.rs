//! MY174: double braces in a text name an answer.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::definition::pipes::Use;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::pipe::ENTITY;

rule! {
    "MY174", Error,
    title: "double braces hold no name that is known", "双花括号里不是已知的名称",
    why: "`{{ name | fallback }}` puts the answer to an earlier question, a hidden or a derived value into a text. `{{ entity }}` is known on repeated pages only. Nothing else can stand in double braces.",
         "`{{ 名称 | 替代文字 }}` 把前面题目的答案、隐藏值或派生值放进文字里。`{{ entity }}` 只在重复的页面上有意义。双花括号里不能写别的。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why did you come by {{ chanel | this way }}?\n",
    right: "- id: why\n  kind: text\n  text: Why did you come by {{ channel | this way }}?\n",
}

/// Braces that hold no name, or one that nothing has.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let uses = subject.draft.piped.uses.iter();
    uses.filter_map(|at| match &at.name {
        None => Some(
            Problem::new(&DOC, place(subject, at))
                .says("these double braces hold no name", "这对双花括号里没有名称")
                .help("write `{{ name | fallback }}`", "写 `{{ 名称 | 替代文字 }}`"),
        ),
        // A page whose loop is faulty has no copies, which is reported.
        Some(name) if name == ENTITY => subject.draft.pages.iter().all(|page| page.repeated.is_none()).then(|| {
            Problem::new(&DOC, place(subject, at))
                .says("this page is not repeated", "这一页不重复")
                .help("write `loop:` for the page", "给页面写上 `loop:`")
        }),
        Some(name) if subject.outline.find(name).is_none() => {
            let names = subject.outline.by_id.keys().map(String::as_str);
            let problem = Problem::new(&DOC, place(subject, at)).says(
                format!("no question or value is called `{name}`"),
                format!("没有名为 `{name}` 的题目或值"),
            );
            Some(near::help(problem, name, names))
        }
        Some(_) => None,
    })
    .collect()
}

/// Where braces stand in the file.
pub fn place(subject: &Subject<'_>, at: &Use) -> Place {
    let text = subject.source.text.as_str();
    let from = at.near.start.min(text.len());
    let to = at.near.end.min(text.len());
    let found = text.get(from..to).and_then(|near| near.find(&at.written));
    let span = match found {
        Some(place) => from + place..from + place + at.written.len(),
        None => from..from,
    };
    subject.place(&span)
}
