//! MY236: a population is said once, and its weights are bounded so that they can exist.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY236", Error,
    title: "a weighting that cannot be done", "加权设置无法执行",
    why: "`weighting` names the population once: a file in `weights/` (`targets`), or `margins` in the definition, a text a variable. A weight may be trimmed at `trim` mean weights, at least 1, or kept between two numbers of mean weights (`bound`), the first below 1 and the second above; not both. `cell` scales every cell once, so it takes a file of cells or a single margin.",
         "`weighting` 只写一处总体：`weights/` 中的文件（`targets`），或直接写在定义中的 `margins`（每个变量一条文字）。权重可以截断在平均权重的 `trim` 倍（不小于 1），或限制在两个倍数之间（`bound`，前者小于 1，后者大于 1），二者取一。`cell` 对每个单元格一次性调整，因此只用单元格文件或单个边际。",
    top,
    wrong: "weighting: {margins: [\"channel=shop:60,web:40\"], trim: 0.5}\n",
    right: "weighting: {margins: [\"channel=shop:60,web:40\"], trim: 5}\n",
}

/// What is said twice, not at all, or cannot hold.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(weighting) = &subject.draft.weighting else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut tell = |says: [&str; 2], help: [&str; 2]| {
        let problem = Problem::new(&DOC, subject.place(&weighting.span)).says(says[0], says[1]);
        found.push(problem.help(help[0], help[1]));
    };
    if weighting.targets.is_some() != weighting.margins.is_empty() {
        tell(
            ["the population is said twice or not at all", "总体写了两处，或没有写"],
            [
                "write `targets` (a file in `weights/`) or `margins`, one of them",
                "请写 `targets`（`weights/` 中的文件）或 `margins`，二者取一",
            ],
        );
    }
    if weighting.margins.len() > 1 && matches!(weighting.method.as_str(), "cell" | "poststratify") {
        tell(
            [
                "cells of several variables cannot be told by their margins",
                "多个变量的单元格无法由各自的边际得知",
            ],
            [
                "write `method: rake`, or a file with a line for each cell",
                "请写 `method: rake`，或改用每行一个单元格的文件",
            ],
        );
    }
    if weighting
        .trim
        .as_ref()
        .is_some_and(|trim| trim.value.is_nan() || trim.value < 1.0)
    {
        tell(
            [
                "`trim` is below 1: the largest weight cannot be below the mean",
                "`trim` 小于 1：最大的权重不可能低于平均权重",
            ],
            ["write 5 or so, or leave it out", "可写 5 左右，或删去"],
        );
    }
    let sound = match weighting.bound.as_slice() {
        [] => true,
        [low, high] => (0.0..=1.0).contains(low) && *high >= 1.0,
        _ => false,
    };
    if !sound {
        tell(
            [
                "`bound` is not a number up to 1 and one from 1 on",
                "`bound` 应为不大于 1 的数与不小于 1 的数",
            ],
            ["write `bound: [0.3, 3]`, say", "例如写 `bound: [0.3, 3]`"],
        );
    }
    if weighting.trim.is_some() && !weighting.bound.is_empty() {
        tell(
            [
                "`trim` and `bound` both limit the weights",
                "`trim` 与 `bound` 都在限制权重",
            ],
            ["keep one", "请只保留一个"],
        );
    }
    found
}
