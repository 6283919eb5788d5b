//! MY620: what is called comparable says why.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Comparable;
use crate::diagnostic::Problem;
use std::ops::Range;

rule! {
    "MY620", Error,
    title: "a change is called comparable without a reason", "声明可比却没有写明理由",
    why: "A question whose meaning changed breaks its trend. `comparable: true` keeps the trend in spite of the change, and whoever reads it must be told why that is right: write `comparable_because` beside it, one without the other says nothing. Where a trend is to be broken, leave both out; that is what happens by itself.",
         "题目含义改动后，趋势即告中断。`comparable: true` 表示虽有改动仍可比较，读者须知道理由：请同时写 `comparable_because`，二者缺一不可。若趋势应当中断，两项都不要写，系统会自动处理。",
    question,
    wrong: "- id: taste\n  kind: rating\n  scale: satisfaction5\n  text: How did you like the taste?\n  comparable: true\n",
    right: "- id: taste\n  kind: rating\n  scale: satisfaction5\n  text: How did you like the taste?\n  comparable: true\n  comparable_because: A spelling was mended; nobody reads it differently.\n",
}

/// Declarations that lack one half.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let questions = subject.draft.pages.iter().flat_map(|page| &page.questions);
    let said = questions.map(|question| &question.comparable);
    let said = said.chain(subject.draft.measures.iter().map(|measure| &measure.comparable));
    let mut found: Vec<Problem> = Vec::new();
    for comparable in said {
        let problem = |span: &Range<usize>| Problem::new(&DOC, subject.place(span));
        match comparable {
            Comparable { yes: Some(yes), because } if !yes.value || because.is_none() => found.push(
                problem(&yes.span)
                    .says(
                        if yes.value { "no reason is given" } else { "`comparable: false` says nothing" },
                        if yes.value { "没有写明理由" } else { "`comparable: false` 没有作用" },
                    )
                    .help(
                        "write `comparable: true` and `comparable_because: …`, or leave both out: a change of meaning breaks the trend by itself",
                        "请写 `comparable: true` 和 `comparable_because: …`，或两项都不写：含义改动后趋势会自动中断",
                    ),
            ),
            Comparable { yes: None, because: Some(because) } => found.push(
                problem(&because.span)
                    .says("the reason stands alone", "只写了理由")
                    .help("write `comparable: true` beside it", "请同时写 `comparable: true`"),
            ),
            _ => {}
        }
    }
    // Copies of a repeated question say the same at the same place.
    found.dedup_by(|one, other| one.place == other.place);
    found
}
