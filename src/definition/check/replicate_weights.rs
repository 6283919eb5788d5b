//! MY235: replicate weights are hidden numbers, and what is said of them fits how they were made.

use super::Subject;
use super::macros::rule;
use crate::definition::accuracy;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::model::Domain;
use crate::model::Origin;
use crate::stats::replicates::Fault;
use crate::stats::replicates::Scheme;

rule! {
    "MY235", Error,
    title: "replicate weights that cannot be used", "重复权重无法使用",
    why: "Replicate weights are at least two hidden numbers that come with the answers; `kind` says how they were made, and with it how a variance comes from them. A `jkn` needs `scales`, one a replicate, and `fay` its `rho`; `brr` and `fay` have a fixed scale. They tell the accuracy by themselves: there is no stratum, cluster or population beside them, and no `weighting` (whoever makes the weights rakes every replicate).",
         "重复权重是随答卷提供的至少两个隐藏数；`kind` 说明其制作方法，也就决定了方差的算法。`jkn` 须写 `scales`，每个重复一个；`fay` 须写 `rho`；`brr` 与 `fay` 的系数是固定的。重复权重本身就给出精度：不能同时写分层、整群或总体，也不能写 `weighting`（制作权重的人会对每个重复分别调整）。",
    top,
    wrong: "hidden:\n  - {id: rep_1, kind: number}\ndesign:\n  replicates: {kind: jk1, prefix: rep_}\n",
    right: "hidden:\n  - {id: rep_1, kind: number}\n  - {id: rep_2, kind: number}\ndesign:\n  replicates: {kind: jk1, prefix: rep_}\n",
}

/// What does not fit, the first of it.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(design) = &subject.draft.design else {
        return Vec::new();
    };
    let Some(replicates) = &design.replicates else {
        return Vec::new();
    };
    let place = || subject.place(&replicates.span);
    let told = |says: Words, help: Words| {
        vec![
            Problem::new(&DOC, place())
                .says(says.en, says.zh)
                .help(help.en, help.zh),
        ]
    };
    if let Some(name) = design
        .stratum
        .iter()
        .chain(&design.cluster)
        .chain(&design.population)
        .next()
    {
        return told(
            Words::new(
                format!("`{}` stands beside replicate weights", name.value),
                format!("重复权重之外还写了 `{}`", name.value),
            ),
            Words::new(
                "keep the replicate weights, or strata and clusters",
                "请只保留重复权重，或只保留分层与整群",
            ),
        );
    }
    if subject.draft.weighting.is_some() {
        return told(
            Words::new(
                "`weighting` stands beside replicate weights",
                "重复权重之外还写了 `weighting`",
            ),
            Words::new(
                "keep one: replicate weights have been weighted to the population when they were made, each by itself",
                "请只保留其一：重复权重在制作时已逐个加权到总体",
            ),
        );
    }
    if replicates.weights.is_empty() == replicates.prefix.is_none() {
        return told(
            Words::new(
                "replicate weights are named either one by one or by a prefix",
                "重复权重应逐个列出，或以前缀指明，二者取一",
            ),
            Words::new(
                "write `weights: [rep_1, rep_2]` or `prefix: rep_`",
                "写 `weights: [rep_1, rep_2]` 或 `prefix: rep_`",
            ),
        );
    }
    for name in &replicates.weights {
        let Some((_, slot)) = subject.outline.find(&name.value) else {
            return Vec::new();
        };
        let Some(domain) = &slot.domain else { return Vec::new() };
        if slot.origin != Origin::Hidden || !matches!(domain, Domain::Number { .. }) {
            let problem = Problem::new(&DOC, name.place(subject.source)).says(
                format!("`{}` is not a hidden number", name.value),
                format!("`{}` 不是隐藏数值", name.value),
            );
            return vec![problem.help(
                "declare it under `hidden:` with `kind: number`",
                "在 `hidden:` 中声明，并写 `kind: number`",
            )];
        }
    }
    let (Some(asked), Some(weights)) = (
        accuracy::asked(replicates),
        accuracy::weights(replicates, subject.outline),
    ) else {
        return Vec::new();
    };
    match Scheme::new(&asked, weights.len()) {
        Ok(_) => Vec::new(),
        Err(fault) => {
            let (says, help) = worded(fault, weights.len());
            told(says, help)
        }
    }
}

/// What is wrong, and the way out.
fn worded(fault: Fault, count: usize) -> (Words, Words) {
    match fault {
        Fault::Few => (
            Words::new(
                format!("there are {count} replicate weights; two are the least"),
                format!("只有 {count} 个重复权重，至少需要两个"),
            ),
            Words::new(
                "declare each of them under `hidden:` with `kind: number`, under names with this prefix",
                "请在 `hidden:` 中逐个声明（`kind: number`），名称以该前缀开头",
            ),
        ),
        Fault::Rho => (
            Words::new("`fay` needs `rho`, from 0 to below 1", "`fay` 须写 `rho`，0 至小于 1"),
            Words::new(
                "take it from the documentation of the weights; 0.3 and 0.5 are usual",
                "请查阅权重的说明文件；常见值为 0.3、0.5",
            ),
        ),
        Fault::ForeignRho => (
            Words::new("only `fay` has a `rho`", "只有 `fay` 才有 `rho`"),
            Words::new("write `kind: fay`, or leave `rho` out", "写 `kind: fay`，或删去 `rho`"),
        ),
        Fault::FixedScale => (
            Words::new("the scale of `brr` and `fay` is fixed", "`brr` 与 `fay` 的系数是固定的"),
            Words::new("leave `scale` out", "请删去 `scale`"),
        ),
        Fault::NoScales => (
            Words::new(
                "`jkn` needs `scales`, one a replicate",
                "`jkn` 须写 `scales`，每个重复一个",
            ),
            Words::new(
                "write (n−1)/n of the stratum from which each replicate leaves a unit out",
                "写每个重复所去掉的单元所在层的 (n−1)/n",
            ),
        ),
        Fault::Count => (
            Words::new(
                format!("there are {count} replicate weights and another number of `scales`"),
                format!("重复权重有 {count} 个，`scales` 的个数与之不同"),
            ),
            Words::new("write one a replicate, in their order", "请按顺序每个重复写一个"),
        ),
        Fault::Scale => (
            Words::new("a scale is a number of at least 0", "系数应为不小于 0 的数"),
            Words::new("mend `scale` or `scales`", "请更正 `scale` 或 `scales`"),
        ),
    }
}
