//! MY651: what says that earlier options are others today says why.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use std::ops::Range;

rule! {
    "MY651", Error,
    title: "earlier options are mapped without a reason", "旧选项的对应没有写明理由",
    why: "`formerly` has answers counted that were given to other options. Whoever reads the figures is told so, with the reason: write `formerly_because` beside it; one without the other says nothing.",
         "`formerly` 会把对旧选项的回答计入新选项。读数据的人须知道这一点及其理由：请同时写 `formerly_because`，二者缺一不可。",
    question,
    wrong: "- id: reached\n  kind: choice\n  text: How did you reach us?\n  options: [online, store]\n  formerly: {app: online, web: online}\n",
    right: "- id: reached\n  kind: choice\n  text: How did you reach us?\n  options: [online, store]\n  formerly: {app: online, web: online}\n  formerly_because: The app is a page of the web site since May.\n",
}

/// Maps that lack their reason, and reasons that lack their map.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let questions = subject.draft.pages.iter().flat_map(|page| &page.questions);
    let said = questions.map(|question| &question.formerly);
    let said = said.chain(subject.draft.hidden.iter().map(|hidden| &hidden.formerly));
    let mut found: Vec<Problem> = Vec::new();
    for formerly in said {
        let problem = |span: &Range<usize>| Problem::new(&DOC, subject.place(span));
        match (&formerly.codes, &formerly.because) {
            (Some(codes), None) => found.push(problem(&codes.span).says("no reason is given", "没有写明理由").help(
                "write `formerly_because: …` beside it",
                "请同时写 `formerly_because: …`",
            )),
            (None, Some(because)) => found.push(
                problem(&because.span)
                    .says("the reason stands alone", "只写了理由")
                    .help(
                        "write `formerly: {earlier: today}` beside it",
                        "请同时写 `formerly: {旧: 新}`",
                    ),
            ),
            _ => {}
        }
    }
    // Copies of a repeated question say the same at the same place.
    found.dedup_by(|one, other| one.place == other.place);
    found
}
