//! How it was decided what counts as a finding: intervals, tests and their families, small bases.

use super::super::facts::Facts;
use super::super::names::listed;
use super::super::words;
use super::capital;
use crate::diagnostic::Tongue;
use crate::finding::Correction;
use crate::finding::Test;
use crate::locale;
use crate::tabulation::Group;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

pub(super) fn intervals(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let level = locale::percent(facts.input.scores.level, 0);
    let used: BTreeSet<&str> = facts
        .measures()
        .iter()
        .filter_map(|measure| facts.now(measure, Group::Total).estimate)
        .map(|estimate| words::method(estimate.method, tongue))
        .collect();
    let used: Vec<String> = used.into_iter().map(str::to_owned).collect();
    if used.is_empty() {
        return tongue.pick(format!("{level}, two-sided."), format!("双侧{level}置信区间。"));
    }
    let names = used.join(tongue.pick("; ", "；"));
    tongue.pick(
        format!("{level}, two-sided. {}.", capital(&names)),
        format!("双侧{level}置信区间：{names}。"),
    )
}

pub(super) fn findings(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let settings = facts.settings();
    let p = &settings.practical;
    let (alpha, n) = (settings.alpha, settings.flag_below);
    let x = |x: f64| locale::significant(x, 3);
    tongue.pick(
        format!(
            "A difference is called only when its adjusted p is below {} and it is at least {} percentage points for shares, {} points for the index, {} for the NPS, {}% of the scale’s range for means, with {n} answers or more on both sides.",
            x(alpha), x(p.share), x(p.index), x(p.nps), x(p.mean)
        ),
        format!(
            "校正后p值小于{}，且差异达到：比例{}个百分点、指数{}分、NPS {}分、均值为量表全距的{}%，双方样本量均不少于{n}，才作出判断。",
            x(alpha), x(p.share), x(p.index), x(p.nps), x(p.mean)
        ),
    )
}

pub(super) fn tests(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let changes: Vec<_> = facts
        .input
        .findings
        .changes
        .iter()
        .filter(|change| change.wave == facts.wave)
        .collect();
    let used: BTreeSet<Test> = changes
        .iter()
        .map(|change| change.test)
        .filter(|test| *test != Test::None)
        .collect();
    let used: Vec<String> = used
        .into_iter()
        .map(|test| words::test(test, tongue).to_owned())
        .collect();
    if used.is_empty() {
        return tongue.pick("Nothing was compared.", "没有进行比较。").to_owned();
    }
    let mut families: BTreeMap<(&str, Correction), BTreeMap<&str, usize>> = BTreeMap::new();
    for change in &changes {
        let kind = change.family.split('/').next().unwrap_or_default();
        families
            .entry((kind, change.correction))
            .or_default()
            .insert(&change.family, change.family_size);
    }
    let named: Vec<String> = families
        .iter()
        .filter_map(|((kind, correction), sizes)| family(kind, *correction, sizes, tongue))
        .collect();
    let tests = listed(&used, tongue);
    tongue.pick(
        format!(
            "{}; two-sided. Corrected for the number of comparisons within families: {}.",
            capital(&tests),
            named.join("; ")
        ),
        format!("{tests}，均为双侧。在各检验族内作多重比较校正：{}。", named.join("；")),
    )
}

pub(super) fn family(
    kind: &str,
    correction: Correction,
    sizes: &BTreeMap<&str, usize>,
    tongue: Tongue,
) -> Option<String> {
    let tested: Vec<usize> = sizes.values().copied().filter(|size| *size > 0).collect();
    let (least, most) = (*tested.iter().min()?, *tested.iter().max()?);
    let name = match kind {
        "headline" => tongue.pick("headline figures of a wave", "同期总体指标"),
        "segments" => tongue.pick("groups of a measure", "同一指标的各组"),
        "index_parts" => tongue.pick("parts of the index", "指数各组成部分"),
        "other" => tongue.pick("other measures", "其他指标"),
        _ => tongue.pick("all comparisons", "全部比较"),
    };
    let method = match correction {
        Correction::Holm => "Holm",
        Correction::BenjaminiHochberg => "Benjamini–Hochberg",
    };
    let size = if least == most {
        least.to_string()
    } else {
        tongue.pick(format!("{least} to {most}"), format!("{least}至{most}"))
    };
    Some(tongue.pick(
        format!("{name} ({method}, {size} tests each)"),
        format!("{name}（{method}法，每族{size}次检验）"),
    ))
}

pub(super) fn small_bases(facts: &Facts) -> String {
    let s = facts.settings();
    let (flag, hide, k, quotes) = (s.flag_below, s.hide_below, s.privacy_k, s.quotes_k);
    if facts.is_public() {
        return facts.tongue().pick(
            format!("Below {k} answers a figure is not shown, nor what would reveal it. The threshold counts people, not weights."),
            format!("样本量不足{k}的数值不予显示，可据以推算它的数值也一并隐藏。界限按人数计算，不按权重。"),
        );
    }
    facts.tongue().pick(
        format!("Below {flag} answers a figure is marked and gets no verdict; below {hide} it is not shown; a group of fewer than {k} people is hidden together with what would reveal it. Open answers are quoted from {quotes} responses up, with addresses and long numbers taken out. All thresholds count people, not weights."),
        format!("样本量不足{flag}的数值加注标记且不作判断，不足{hide}不显示；不足{k}人的组连同可据以推算它的数值一并隐藏。开放题在满{quotes}份回答时才引用，并抹去邮箱和长号码。各项界限均按人数计算，不按权重。"),
    )
}
