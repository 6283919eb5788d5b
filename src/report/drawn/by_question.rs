//! Charts of how answers to questions are spread.

use super::Drawn;
use super::material::Material;
use super::spread::Spread;
use crate::chart::Diverging;
use crate::chart::DivergingRow;
use crate::chart::Histogram;
use crate::chart::HistogramBin;
use crate::chart::HistogramMiddle;
use crate::chart::Neutral;
use crate::chart::Nps;
use crate::chart::NpsRow;
use crate::chart::Pareto;
use crate::chart::ParetoRow;
use crate::chart::Part;
use crate::chart::Showing;
use crate::diagnostic::Words;
use crate::locale;
use crate::model::MeasureKind;
use crate::model::VariableIndex;
use crate::tabulation::Group;

fn no_question() -> Words {
    Words::new("say which question: `--of service`", "请指明题目：`--of 题目名`")
}

fn asked(material: &Material) -> Result<VariableIndex, Words> {
    material.questions.first().copied().ok_or_else(no_question)
}

/// Questions on one scale.
pub(super) fn diverging(material: &Material) -> Result<Drawn, Words> {
    let (first, wave) = (asked(material)?, material.wave()?);
    let steps = material.spread(first, wave).options;
    let rows: Vec<(VariableIndex, Spread)> = material
        .questions
        .iter()
        .map(|question| (*question, material.spread(*question, wave)))
        .collect();
    if rows.iter().any(|(_, spread)| spread.options != steps) {
        return Err(Words::new(
            "the questions must share one scale: name a battery, or questions of the same scale",
            "各题须用同一量表：请指明一个题组或同量表的题目",
        ));
    }
    let has_aside = rows.iter().any(|(_, spread)| spread.aside > 0.0);
    let tongue = material.tongue();
    let row = |(question, spread): &(VariableIndex, Spread)| DivergingRow {
        label: material.variable_name(*question),
        shares: spread.parts(),
        aside: has_aside.then(|| Part::percent(spread.aside)),
        base: spread.base.clone(),
        showing: spread.showing.clone(),
    };
    Ok(Drawn::of(Diverging {
        words: material.words(tongue.pick(format!("Answers, {wave}"), format!("回答分布，{wave}"))),
        steps,
        aside: if has_aside {
            material.aside_name()
        } else {
            String::new()
        },
        unit: tongue.pick("% of answers", "占回答的 %").to_owned(),
        neutral: Neutral::Centred,
        low_end: String::new(),
        high_end: String::new(),
        rows: rows.iter().map(row).collect(),
    }))
}

/// The points of one question.
pub(super) fn histogram(material: &Material) -> Result<Drawn, Words> {
    let (question, wave) = (asked(material)?, material.wave()?);
    let spread = material.spread(question, wave);
    let name = material.variable_name(question);
    let tongue = material.tongue();
    let parts = spread.parts();
    let bins = spread.points.iter().zip(parts).map(|(label, share)| HistogramBin {
        label: label.clone(),
        share,
    });
    let middle = spread.middle.map(|(at, mean)| {
        let mean = locale::plain(mean, 1);
        let label = tongue.pick(format!("mean {mean}"), format!("均值 {mean}"));
        HistogramMiddle { at, label }
    });
    Ok(Drawn::of(Histogram {
        words: material.words(tongue.pick(format!("{name} ({wave})"), format!("{name}（{wave}）"))),
        bins: bins.collect(),
        middle,
        base: spread.base,
        showing: spread.showing,
    }))
}

/// The options of a choice by how often they were chosen; the running sum is of all choices made.
pub(super) fn pareto(material: &Material) -> Result<Drawn, Words> {
    let (question, wave) = (asked(material)?, material.wave()?);
    let spread = material.spread(question, wave);
    let name = material.variable_name(question);
    let tongue = material.tongue();
    if let Showing::Hidden(reason) = spread.showing {
        return Err(Words::new(
            format!("`{name}` in {wave}: {reason}"),
            format!("{wave} 的“{name}”：{reason}"),
        ));
    }
    let all: f64 = spread.shares.iter().sum();
    let mut options: Vec<(&String, f64)> = spread
        .options
        .iter()
        .zip(&spread.shares)
        .map(|(label, share)| (label, share / all.max(1e-12)))
        .collect();
    options.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut sum = 0.0;
    let rows = options.into_iter().map(|(label, share)| {
        sum += share;
        ParetoRow {
            label: label.clone(),
            share: Part::percent(share),
            cumulative: Part::percent(sum),
            base: String::new(),
            showing: spread.showing.clone(),
        }
    });
    Ok(Drawn::of(Pareto {
        rows: rows.collect(),
        words: material.words(tongue.pick(
            format!("{name} ({wave}, {})", spread.base),
            format!("{name}（{wave}，{}）", spread.base),
        )),
        cut: Some(0.8),
        share_key: tongue.pick("share of mentions", "占提及的比例").to_owned(),
        cumulative_key: tongue.pick("running sum", "累计").to_owned(),
        cut_key: locale::percent(0.8, 0),
    }))
}

/// Detractors, passives and promoters, wave by wave, the latest first.
pub(super) fn nps(material: &Material) -> Result<Drawn, Words> {
    let all = material.measures();
    let found = all.iter().find_map(|measure| match measure.kind {
        MeasureKind::Nps { of } => Some((*measure, of)),
        _ => None,
    });
    let Some((measure, of)) = found else {
        return Err(Words::new(
            "there is no measure of the kind `nps` among these",
            "这些指标中没有 `nps` 类型的指标",
        ));
    };
    let tongue = material.tongue();
    let row = |wave: &crate::model::WaveId| {
        let (spread, figure) = (material.spread(of, wave), material.figure(measure, wave, Group::Total));
        let sum = |from: usize, to: usize| {
            let shares = if spread.shares.len() == 11 {
                spread.shares.get(from..to)
            } else {
                None
            };
            shares.map_or(0.0, |shares| shares.iter().sum::<f64>())
        };
        NpsRow {
            label: wave.to_string(),
            shares: [sum(0, 7), sum(7, 9), sum(9, 11)].map(Part::percent),
            score: figure.estimate.text,
            base: figure.base,
            showing: figure.showing,
        }
    };
    let name = material.name(measure);
    Ok(Drawn::of(Nps {
        words: material.words(name),
        parts: tongue
            .pick(
                ["Detractors 0–6", "Passives 7–8", "Promoters 9–10"],
                ["贬损者 0–6", "被动者 7–8", "推荐者 9–10"],
            )
            .map(String::from),
        unit: tongue.pick("% of answers", "占回答的 %").to_owned(),
        rows: material.waves().iter().rev().take(8).map(row).collect(),
    }))
}
