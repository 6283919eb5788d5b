//! MY157: thresholds stand in their order.

use super::Subject;
use super::macros::rule;
use crate::definition::spanned::Spanned;
use crate::diagnostic::Problem;

rule! {
    "MY157", Error,
    title: "thresholds that contradict each other", "阈值互相矛盾",
    why: "Bases are hidden for privacy below `privacy_k`, for quality below `hide_below`, and flagged below `flag_below`; so `privacy_k` ≤ `hide_below` ≤ `flag_below`. Otherwise a setting would have no effect.",
         "样本量低于 `privacy_k` 时因隐私隐藏，低于 `hide_below` 时因质量隐藏，低于 `flag_below` 时加标记；所以应有 `privacy_k` ≤ `hide_below` ≤ `flag_below`，否则某项设置不起作用。",
    top,
    wrong: "report: {hide_below: 3, privacy_k: 5}\n",
    right: "report: {hide_below: 10, privacy_k: 5}\n",
}

/// Pairs in the wrong order, given or by default.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let report = &subject.draft.report;
    let value = |written: &Option<Spanned<i32>>, default| written.as_ref().map_or(default, |written| written.value);
    let (privacy, hide, flag) = (
        value(&report.privacy_k, 5),
        value(&report.hide_below, 10),
        value(&report.flag_below, 30),
    );
    let pairs = [
        Pair {
            written: [&report.hide_below, &report.privacy_k],
            names: ["hide_below", "privacy_k"],
            values: [hide, privacy],
        },
        Pair {
            written: [&report.flag_below, &report.hide_below],
            names: ["flag_below", "hide_below"],
            values: [flag, hide],
        },
    ];
    pairs.iter().filter_map(|pair| pair.problem(subject)).collect()
}

/// A threshold, and the one it must not be below.
struct Pair<'a> {
    written: [&'a Option<Spanned<i32>>; 2],
    names: [&'static str; 2],
    values: [i32; 2],
}

impl Pair<'_> {
    fn problem(&self, subject: &Subject<'_>) -> Option<Problem> {
        let ([small, large], [low, high]) = (self.names, self.values);
        if low >= high {
            return None;
        }
        let place = self
            .written
            .iter()
            .find_map(|written| written.as_ref())?
            .place(subject.source);
        let problem = Problem::new(&DOC, place).says(
            format!("`{small}` is {low}, below `{large}`, which is {high}"),
            format!("`{small}` 为 {low}，小于 `{large}` 的 {high}"),
        );
        Some(problem.help(
            format!("write `{small}: {high}` or more"),
            format!("写 `{small}: {high}` 或更大"),
        ))
    }
}
