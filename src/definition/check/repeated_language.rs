//! MY122: a language is listed once.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY122", Error,
    title: "a language is listed twice", "语言重复",
    why: "Each language becomes one form; the same form would be written twice.",
         "每种语言生成一个表单；重复的语言会把同一个表单写两遍。",
    top,
    wrong: "languages: [en, en]\n",
    right: "languages: [en]\n",
}

/// Languages that stood before.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let languages = &subject.draft.languages;
    let again = |(place, lang): (usize, &crate::definition::spanned::Spanned<crate::locale::Lang>)| {
        let before = languages[..place].iter().find(|before| before.value == lang.value)?;
        let problem = Problem::new(&DOC, lang.place(subject.source)).help("keep one of the two", "保留一个");
        Some(problem.also(before.place(subject.source), "first here", "先在这里"))
    };
    languages.iter().enumerate().filter_map(again).collect()
}
