//! MY116: names of manyi's own are not taken.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::logic::FUNCTIONS;
use crate::logic::KEYWORDS;

rule! {
    "MY116", Error,
    title: "a reserved name", "保留的名称",
    why: "Answer files have columns of their own, such as `submitted` and `wave`, and expressions have words, such as `and` and `mean`. A question of that name could not be told from them.",
         "答卷文件有自己的列，如 `submitted`、`wave`；表达式有自己的词，如 `and`、`mean`。题目若用这些名称就无法区分。",
    question,
    wrong: "- id: wave\n  kind: number\n  text: How many waves?\n",
    right: "- id: waves\n  kind: number\n  text: How many waves?\n",
}

/// Columns of every answer file.
pub const COLUMNS: [&str; 8] = [
    "response_id",
    "respondent",
    "submitted",
    "started",
    "modified",
    "wave",
    "language",
    "definition",
];
/// Whether no question, hidden or derived value may be called so.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    COLUMNS.contains(&name) || FUNCTIONS.contains(&name) || KEYWORDS.contains(&name)
}

/// Every declared name that is reserved.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let reserved = subject.declared().into_iter().filter(|(name, _)| is_reserved(name));
    let problem = |(name, span): (String, std::ops::Range<usize>)| {
        let what = if COLUMNS.contains(&name.as_str()) {
            ("a column of every answer file", "每个答卷文件都有的列")
        } else {
            ("a word of expressions", "表达式中的词")
        };
        Problem::new(&DOC, subject.place(&span))
            .says(format!("`{name}` is {}", what.0), format!("`{name}` 是{}", what.1))
            .help(
                format!("choose another name, such as `{name}_asked`"),
                format!("换一个名称，例如 `{name}_asked`"),
            )
    };
    reserved.map(problem).collect()
}
