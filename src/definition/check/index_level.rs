//! MY184: the index can be computed on the level it asks for.

use super::Subject;
use super::macros::rule;
use crate::definition::index::MissingRule;
use crate::diagnostic::Problem;

rule! {
    "MY184", Error,
    title: "an index that cannot be computed on this level", "指数无法按此方式计算",
    why: "`missing: {at_least: …}` says how many ratings a respondent must have answered to have an index of their own, so it belongs to `level: person`. Weights that come from the answers are known only after all answers were counted; a respondent's own index with them needs every rating: `missing: complete`, as ACSI has it.",
         "`missing: {at_least: …}` 规定受访者至少答多少题才有自己的指数，因此只用于 `level: person`。由答案得出的权重在统计完全部答案后才知道，此时个人指数要求答全各题：`missing: complete`，ACSI 即是如此。",
    top,
    wrong: "index:\n  id: csi\n  missing: {at_least: 1}\n  of: [overall, recommend]\n",
    right: "index:\n  id: csi\n  level: person\n  missing: {at_least: 1}\n  of: [overall, recommend]\n",
}

/// Rules about missing answers that do not fit the level.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let rules = &subject.draft.index_rules;
    let least = matches!(rules.missing_rule(), MissingRule::AtLeast(_));
    if let (Some(rule), false, true) = (&rules.missing, rules.by_person(), least) {
        return vec![
            Problem::new(&DOC, rule.place(subject.source))
                .says(
                    "means of ratings take every answer: nobody has an index of their own here",
                    "按均值计算时没有个人指数，不能规定最少答题数",
                )
                .help(
                    "add `level: person`, or write `missing: complete`",
                    "加上 `level: person`，或写 `missing: complete`",
                ),
        ];
    }
    let (Some(level), Some(word)) = (&rules.level, &rules.weights) else {
        return Vec::new();
    };
    if rules.by_person() && rules.needs_answers() && rules.missing_rule() != MissingRule::Complete {
        let word = &word.value;
        return vec![
            Problem::new(&DOC, level.place(subject.source))
                .says(
                    format!("with `weights: {word}` a respondent's own index needs every rating"),
                    format!("采用 `weights: {word}` 时，个人指数要求答全各题"),
                )
                .help("add `missing: complete`", "加上 `missing: complete`"),
        ];
    }
    Vec::new()
}
