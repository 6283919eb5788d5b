//! MY191: a privacy notice is read.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::locale::reading_words;

rule! {
    "MY191", Warning,
    title: "a long privacy notice", "隐私说明过长",
    why: "Above the first question there is room for about 150 words (260 Chinese characters); more is not read. Write the details under their keys (`storage`, `rights` …): what does not fit is shown under “more”.",
         "第一题上方大约只容得下 260 个汉字（150 个英文词），再长就没有人读。细节请写在各自的键下（`storage`、`rights` 等）：放不下的会收在“更多”里。",
    top,
    wrong: "privacy:\n  mode: confidential\n  notice: one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten eleven\n",
    right: "privacy:\n  mode: confidential\n  notice: Your answers help us to improve. Nobody outside of our team sees them.\n",
}

/// Words people are given to read before the first question.
pub const MOST: usize = 150;

/// Notices of too many words.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let privacy = &subject.draft.privacy;
    let longest = privacy
        .notice
        .all()
        .map(|(_, text)| reading_words(text))
        .max()
        .unwrap_or(0);
    if longest <= MOST {
        return Vec::new();
    }
    let problem = Problem::new(&DOC, subject.place(&privacy.span)).says(
        format!("the notice has {longest} words"),
        format!("说明约合 {longest} 个英文词的篇幅"),
    );
    vec![problem.help(
        "say what matters most, and move the details to the keys of `privacy:`",
        "只写最要紧的，细节移到 `privacy:` 的各个键",
    )]
}
