//! `manyi compare --decompose`: a change taken apart into the items of the index, or across the groups of a segment.

use super::shared::figures::Wording;
use super::shared::sheet::Datum;
use super::shared::sheet::Head;
use super::shared::sheet::Sheet;
use super::shared::source::Opened;
use crate::diagnostic::Words;
use crate::finding::Against;
use crate::finding::Findings;
use crate::finding::MixAgainstRate;
use crate::finding::MixGroup;
use crate::finding::Mover;
use crate::finding::Shift;
use crate::finding::Showing;
use crate::finding::mix_against_rate;
use crate::finding::take_apart;
use crate::locale;
use crate::measure;
use crate::measure::Unit;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::words;
use crate::stats::Interval;
use crate::tabulation::Group;
use clap::ValueEnum;

/// Into what a change is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Decompose {
    /// The items of the index: what each added to its change.
    Leaves,
    /// What groups did (rate) and how many belonged to which (mix), across the segments of `--by`.
    Mix,
}

/// The changes of the totals between waves, taken apart.
pub fn sheet(how: Decompose, opened: &Opened, findings: &Findings, wording: &Wording<'_>) -> Sheet {
    match how {
        Decompose::Leaves => leaves(opened, findings, wording),
        Decompose::Mix => mix(opened, findings, wording),
    }
}

/// Measures with the waves whose totals were compared, later and earlier.
fn pairs<'a>(
    opened: &'a Opened,
    findings: &'a Findings,
    wording: &Wording<'a>,
) -> Vec<(&'a Measure, &'a WaveId, &'a WaveId)> {
    let mut pairs = Vec::new();
    for measure in &opened.measures {
        for wave in &opened.waves {
            let of_total = |change: &&crate::finding::Change| {
                change.measure == measure.id && change.wave == *wave && change.group == Group::Total
            };
            for change in findings.changes.iter().filter(of_total) {
                let (Against::Previous(then) | Against::YearBefore(then) | Against::Wave(then)) = &change.against
                else {
                    continue;
                };
                // A measure as it was scored: weights from the answers are known there.
                pairs.push((
                    wording.scores.measure(measure.id.as_str()).unwrap_or(measure),
                    wave,
                    then,
                ));
            }
        }
    }
    pairs
}

fn visible(showing: Showing, wording: &Wording<'_>) -> bool {
    !wording.hides || showing.is_visible()
}

fn points(unit: Unit, x: f64) -> Datum {
    Datum::Number(x, words::difference(unit, x))
}

fn bounds(unit: Unit, interval: Option<Interval>) -> [Datum; 2] {
    [
        interval.map_or(Datum::None, |interval| points(unit, interval.low)),
        interval.map_or(Datum::None, |interval| points(unit, interval.high)),
    ]
}

fn share(x: f64) -> Datum {
    Datum::Number(x, locale::percent(x, 1))
}

fn figure(wording: &Wording<'_>, measure: &Measure, wave: &WaveId, then: &WaveId) -> Vec<Datum> {
    vec![
        wording.scores.figure_id(&measure.id, wave, Group::Total).into(),
        measure.id.as_str().into(),
        wave.as_str().into(),
        then.as_str().into(),
    ]
}

fn leaves(opened: &Opened, findings: &Findings, wording: &Wording<'_>) -> Sheet {
    let settings = &opened.task.settings;
    let mut rows = Vec::new();
    for (measure, wave, then) in pairs(opened, findings, wording) {
        let Some(parts) = take_apart(wording.scores, measure, (wave, then), settings) else {
            continue;
        };
        let seen = |wave| visible(findings.disclosure.of(&measure.id, wave, Group::Total), wording);
        if !seen(wave) || !seen(then) {
            continue;
        }
        let item = |mover: &Mover| {
            let mut row = figure(wording, measure, wave, then);
            row.push(wording.scores.survey.variable(mover.item).id.as_str().into());
            row.push(share(mover.weight));
            let base = mover.bases.0.min(mover.bases.1);
            if !visible(Showing::of_base(base, settings), wording) {
                row.resize(13, Datum::None);
                row.push(Showing::of_base(base, settings).code().into());
                return row;
            }
            let mean = |x: f64| Datum::Number(x, words::value(Unit::Index, x));
            row.extend([mean(mover.then), mean(mover.now), points(Unit::Index, mover.points)]);
            row.extend(bounds(Unit::Index, mover.interval));
            row.extend([
                mover
                    .p_adjusted
                    .map_or(Datum::None, |p| Datum::Number(p, words::p_value(p))),
                Datum::Count(base),
                mover.verdict.code().into(),
            ]);
            row
        };
        rows.extend(parts.movers.iter().map(item));
        let mut total = figure(wording, measure, wave, then);
        total.extend([
            Datum::None,
            share(1.0),
            Datum::None,
            Datum::None,
            points(Unit::Index, parts.points),
        ]);
        total.resize(14, Datum::None);
        rows.push(total);
    }
    let heads = vec![
        Head::quiet("id"),
        Head::new("measure", "measure", "指标"),
        Head::new("wave", "wave", "期次"),
        Head::new("against", "against", "对比"),
        Head::new("item", "item", "题目"),
        Head::new("weight", "weight", "权重"),
        Head::new("then", "then", "此前"),
        Head::new("now", "now", "现在"),
        Head::new("points", "points", "贡献"),
        Head::new("low", "low", "下限"),
        Head::new("high", "high", "上限"),
        Head::new("p_adjusted", "p adj.", "校正 p"),
        Head::new("base", "base", "样本量"),
        Head::new("verdict", "verdict", "结论"),
    ];
    let mut notes = vec![Words::new(
        "points: weight × change of the item's mean; they add up to the change of the index, the row without an item",
        "贡献：权重 × 题目均值的变化；合计为指数的变化（无题目的一行）",
    )];
    if rows.is_empty() {
        notes.push(Words::new(
            "nothing to take apart: an index with answers in both waves is needed; an index of persons is taken apart with `missing: complete`",
            "没有可分解的变化：需要两期都有答案的指数；个人层面指数须 `missing: complete` 才能分解",
        ));
    }
    Sheet {
        kind: "decomposition_leaves",
        heads,
        rows,
        notes,
    }
}

fn mix(opened: &Opened, findings: &Findings, wording: &Wording<'_>) -> Sheet {
    let mut segments: Vec<VariableIndex> = Vec::new();
    for group in &opened.groups {
        if let Group::Level(segment, _) = group
            && !segments.contains(segment)
        {
            segments.push(*segment);
        }
    }
    let mut rows = Vec::new();
    for (measure, wave, then) in pairs(opened, findings, wording) {
        for segment in &segments {
            if let Some(parts) = mix_against_rate(wording.scores, measure, *segment, (wave, then)) {
                rows.extend(mixed(opened, findings, wording, (measure, wave, then), &parts));
            }
        }
    }
    let heads = vec![
        Head::quiet("id"),
        Head::new("measure", "measure", "指标"),
        Head::new("wave", "wave", "期次"),
        Head::new("against", "against", "对比"),
        Head::new("segment", "segment", "细分"),
        Head::new("level", "level", "组别"),
        Head::new("share_then", "share then", "此前占比"),
        Head::new("share_now", "share now", "现在占比"),
        Head::new("rate", "rate", "组内变化"),
        Head::new("rate_low", "low", "下限"),
        Head::new("rate_high", "high", "上限"),
        Head::new("mix", "mix", "结构变化"),
        Head::new("mix_low", "low", "下限"),
        Head::new("mix_high", "high", "上限"),
        Head::new("change", "change", "总变化"),
        Head::quiet("remainder"),
        Head::new("note", "note", "备注"),
    ];
    let mut notes = vec![Words::new(
        "rate: what groups did, at their average shares; mix: how many belonged to which; change = rate + mix (Kitagawa)",
        "组内变化：按平均占比计各组自身的变化；结构变化：各组占比的变化；总变化 = 组内 + 结构（Kitagawa）",
    )];
    if segments.is_empty() {
        notes.push(Words::new(
            "say across which segments: `--by region`",
            "请指明按哪个细分分解：`--by region`",
        ));
    }
    Sheet {
        kind: "decomposition_mix",
        heads,
        rows,
        notes,
    }
}

fn mixed(
    opened: &Opened,
    findings: &Findings,
    wording: &Wording<'_>,
    (measure, wave, then): (&Measure, &WaveId, &WaveId),
    parts: &MixAgainstRate,
) -> Vec<Vec<Datum>> {
    let unit = measure::unit(&wording.scores.survey, measure);
    let of_total = |wave| visible(findings.disclosure.of(&measure.id, wave, Group::Total), wording);
    if !of_total(wave) || !of_total(then) {
        return Vec::new();
    }
    let hidden = hidden(opened, findings, wording, (measure, wave, then), &parts.groups);
    let segment = wording.scores.survey.variable(parts.segment).id.as_str();
    let effect = |shift: &Shift| {
        let [low, high] = bounds(unit, shift.interval);
        [points(unit, shift.points), low, high]
    };
    let of_group = |(group, hidden): (&MixGroup, &bool)| {
        let mut row = figure(wording, measure, wave, then);
        let (_, level) = wording.scores.level_of(group.group);
        row.push(segment.into());
        row.push(level.map_or(Datum::Text("?".to_owned()), |level| level.as_str().into()));
        if *hidden {
            row.resize(16, Datum::None);
            row.push("hidden".into());
            return row;
        }
        row.extend([share(group.shares.1), share(group.shares.0)]);
        row.extend(effect(&group.rate));
        row.extend(effect(&group.mix));
        row.resize(17, Datum::None);
        row
    };
    let mut rows: Vec<Vec<Datum>> = parts.groups.iter().zip(&hidden).map(of_group).collect();
    let mut total = figure(wording, measure, wave, then);
    total.extend([segment.into(), Datum::None, Datum::None, Datum::None]);
    total.extend(effect(&parts.rate));
    total.extend(effect(&parts.mix));
    total.extend([points(unit, parts.change), points(unit, parts.remainder), Datum::None]);
    rows.push(total);
    rows
}

/// Groups that may not be shown: those hidden in either wave, and a second one where a single one could be worked out.
fn hidden(
    opened: &Opened,
    findings: &Findings,
    wording: &Wording<'_>,
    (measure, wave, then): (&Measure, &WaveId, &WaveId),
    groups: &[MixGroup],
) -> Vec<bool> {
    let settings = &opened.task.settings;
    let of = |group: &MixGroup| {
        let known = |wave, base| {
            let known = findings.disclosure.known(&measure.id, wave, group.group);
            visible(known.unwrap_or_else(|| Showing::of_base(base, settings)), wording)
        };
        !(known(wave, group.bases.0) && known(then, group.bases.1))
    };
    let mut hidden: Vec<bool> = groups.iter().map(of).collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let open = groups.iter().enumerate().filter(|(at, _)| !hidden[*at]);
        if let Some((at, _)) = open.min_by_key(|(_, group)| group.bases.0.min(group.bases.1)) {
            hidden[at] = true;
        }
    }
    hidden
}
