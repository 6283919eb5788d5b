//! MY178: a cascade has levels, and options nested as deep.

use super::macros::rule;
use crate::definition::draft::Choice;
use crate::definition::draft::Question;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY178", Error,
    title: "levels and options of a cascade do not fit", "级联题的层级与选项不符",
    why: "A cascade has at least two `levels`, and its options are nested at most as deep, by their own `options`. Options of a level have distinct names. `other`, `exclusive`, `show_if` and `anchor` belong to plain choices, nested `options` to cascades alone.",
         "级联题至少有两个 `levels`，选项用自身的 `options` 逐层嵌套，不超过层数；同一层的选项名称不重复。`other`、`exclusive`、`show_if`、`anchor` 只用于普通选择题，嵌套的 `options` 只用于级联题。",
    question,
    wrong: "- id: place\n  kind: cascade\n  text: Where do you live?\n  levels: [{id: country, text: Country}]\n  options: [{id: cn, options: [bj, sh]}, {id: sg}]\n",
    right: "- id: place\n  kind: cascade\n  text: Where do you live?\n  levels: [{id: country, text: Country}, {id: city, text: City}]\n  options: [{id: cn, options: [bj, sh]}, {id: sg}]\n",
}

/// What does not fit a cascade; or what only fits one, in another question.
pub fn faults(source: &Arc<Source>, question: &Question) -> Vec<Problem> {
    let mut faults = Faults {
        source,
        problems: Vec::new(),
    };
    let options = &question.options.options;
    if question.kind != "cascade" {
        for option in options.iter().filter(|option| !option.under.is_empty()) {
            faults.tell(
                &option.id.span,
                [
                    "only options of a cascade have options of their own",
                    "只有级联题的选项才能再有选项",
                ],
                [
                    "write `kind: cascade` with its `levels`",
                    "写 `kind: cascade` 及其 `levels`",
                ],
            );
        }
        return faults.problems;
    }
    if question.levels.len() < 2 {
        faults.tell(
            &question.id.span,
            ["a cascade needs two levels or more", "级联题需要两层或更多"],
            [
                "add a level, or write `kind: choice`",
                "补上一层，或改为 `kind: choice`",
            ],
        );
    } else {
        faults.options(options, question.levels.len());
        if options.iter().all(|option| option.under.is_empty()) {
            faults.tell(
                &question.id.span,
                ["no option has options under it", "没有一个选项带有下层选项"],
                ["nest `options` under the options", "在选项下嵌套 `options`"],
            );
        }
    }
    faults.problems
}

struct Faults<'a> {
    source: &'a Arc<Source>,
    problems: Vec<Problem>,
}

impl Faults<'_> {
    fn tell(&mut self, span: &Range<usize>, says: [&'static str; 2], help: [&'static str; 2]) {
        let problem = Problem::new(&DOC, Place::text(self.source, span.clone()));
        self.problems
            .push(problem.says(says[0], says[1]).help(help[0], help[1]));
    }

    fn options(&mut self, options: &[Choice], deep: usize) {
        for option in options {
            let foreign =
                option.other || option.exclusive.is_some() || option.show_if.is_some() || option.anchor.is_some();
            if foreign {
                self.tell(
                    &option.id.span,
                    [
                        "an option of a cascade has a name, a value, a text and options",
                        "级联题的选项只有名称、数值、文字和下层选项",
                    ],
                    ["leave the other keys out", "去掉其他键"],
                );
            }
            if deep == 1 && !option.under.is_empty() {
                self.tell(
                    &option.id.span,
                    [
                        "there is no level for the options under this one",
                        "没有与其下层选项对应的层级",
                    ],
                    ["add a level, or leave these options out", "补上一层，或去掉这些选项"],
                );
            } else {
                self.options(&option.under, deep.saturating_sub(1));
            }
        }
    }
}
