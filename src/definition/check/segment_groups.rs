//! MY152: a report can show all groups of a segment.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY152", Warning,
    title: "a segment with very many groups", "分组的类别过多",
    why: "More than 60 groups make tables nobody reads, and most of them will be too small to be shown. Group them with a derived value or a coarser hidden one.",
         "超过 60 个类别的表没有人看，而且多数类别样本太小、无法显示。请用派生值或更粗的隐藏值归并。",
    top,
    wrong: "hidden:\n  - {id: store, options: [s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11,s12,s13,s14,s15,s16,s17,s18,s19,s20,s21,s22,s23,s24,s25,s26,s27,s28,s29,s30,s31,s32,s33,s34,s35,s36,s37,s38,s39,s40,s41,s42,s43,s44,s45,s46,s47,s48,s49,s50,s51,s52,s53,s54,s55,s56,s57,s58,s59,s60,s61]}\nsegments: [store]\n",
    right: "hidden:\n  - {id: region, options: [east, north]}\nsegments: [region]\n",
}

/// The most groups a report shows well.
const MOST: usize = 60;

/// Segments with more.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in &subject.draft.segments {
        let count = subject
            .outline
            .options(&name.value)
            .map_or(0, |list| list.options.len());
        if count > MOST {
            let problem = Problem::new(&DOC, name.place(subject.source)).says(
                format!("`{}` has {count} groups", name.value),
                format!("`{}` 有 {count} 个类别", name.value),
            );
            problems.push(problem.help(
                format!("break down by something with at most {MOST} groups"),
                format!("用不超过 {MOST} 个类别的变量分组"),
            ));
        }
    }
    problems
}
