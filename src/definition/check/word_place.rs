//! MY190: words of forms keep their places.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::diagnostic::Problem;

rule! {
    "MY190", Error,
    title: "a word of the form without its places, or with others", "界面用语缺少占位符，或有多余的占位符",
    why: "The form puts numbers, names and conditions into the places `{…}` of its words. A wording has the same places as the built-in one, in any order; a place that there is not would be shown as it stands.",
         "问卷会把数字、名称和条件填入用语中的 `{…}`。自写的文字须与内置用语有相同的占位符，次序不限；多余的占位符会原样显示出来。",
    top,
    wrong: "languages: [en]\nwords:\n  form:\n    progress: {en: \"Page {page} of {parts}\"}\n",
    right: "languages: [en]\nwords:\n  form:\n    progress: {en: \"Page {part} of {parts}\"}\n",
}

/// Each word, in the first language that errs.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (word, texts) in &subject.draft.words.written {
        for (_, wording) in texts.value.all() {
            let (lost, unknown) = word.faults(wording);
            if lost.is_empty() && unknown.is_empty() {
                continue;
            }
            let braced = |names: Vec<String>| near::listed(names.iter().map(String::as_str));
            let braces = |name: &str| format!("{{{name}}}");
            let problem = Problem::new(&DOC, texts.place(subject.source));
            let problem = if unknown.is_empty() {
                let [en, zh] = braced(lost.iter().map(|name| braces(name)).collect());
                problem.says(format!("“{wording}” lacks {en}"), format!("“{wording}”缺少 {zh}"))
            } else {
                let [en, zh] = braced(unknown.iter().map(|name| braces(name)).collect());
                problem.says(format!("nothing is put into {en}"), format!("{zh} 处不会填入任何内容"))
            };
            problems.push(problem.help(
                format!("the English wording is “{}”", word.text[0]),
                format!("内置的中文用语是“{}”", word.text[1]),
            ));
            break;
        }
    }
    problems
}
