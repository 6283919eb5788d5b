//! How values are spread in groups or waves: boxes that tell nobody's answer.
//!
//! A box holds the middle half, its whiskers end where the middle 80 % does; the smallest and the largest value are one
//! person's answer and are never drawn. Whiskers that fewer than `privacy_k` people lie at or beyond are left out, and so is
//! a box whose quartiles would tell of so few.

use super::Drawn;
use super::material::Material;
use crate::chart;
use crate::chart::BoxRow;
use crate::chart::Boxes;
use crate::diagnostic::Words;
use crate::finding::Showing;
use crate::measure;
use crate::measure::Unit;
use crate::measure::spread::Spread;
use crate::measure::spread::mean;
use crate::measure::spread::spread;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::WaveId;
use crate::report::words;
use crate::tabulation::Group;
use std::collections::BTreeMap;

/// A rating or number by the groups asked for, everybody first; else of everybody wave by wave.
pub(super) fn boxes(material: &Material) -> Result<Drawn, Words> {
    let no_values = || {
        Words::new(
            "say which rating or number: `--of overall`",
            "请指明评分题或数值：`--of 题目名`",
        )
    };
    let of = material.questions.first().copied().ok_or_else(no_values)?;
    let (survey, tongue) = (material.survey(), material.tongue());
    let asked = mean(survey, of);
    let last = material.wave()?;
    let groups = material.groups().unwrap_or_default();
    let rows: Vec<BoxRow> = if groups.is_empty() {
        let waves = material.course_of([&asked.id], &[Group::Total]);
        let rows = waves.iter().map(|wave| {
            let label = wave.to_string();
            (label, wave)
        });
        rows.flat_map(|(label, wave)| some(material, &asked, wave, &[(Group::Total, label)]))
            .collect()
    } else {
        let named = std::iter::once(Group::Total).chain(groups);
        let named: Vec<(Group, String)> = named.map(|group| (group, material.group_name(group))).collect();
        some(material, &asked, last, &named)
    };
    let name = material.variable_name(of);
    let is_by_wave = rows.len() > 1 && material.groups().is_err();
    // In brackets, since a name is often a question: in what it is counted, and when where that is one wave.
    let wave = if is_by_wave { String::new() } else { last.to_string() };
    let beside: Vec<String> = [unit(material, &asked), wave]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let title = if beside.is_empty() {
        name
    } else {
        let beside = beside.join(tongue.pick(", ", "，"));
        tongue.pick(format!("{name} ({beside})"), format!("{name}（{beside}）"))
    };
    let mut notes = vec![
        tongue
            .pick(
                "The smallest and the largest answer are not shown.",
                "不显示最小与最大的回答。",
            )
            .to_owned(),
    ];
    if rows.iter().any(|row| row.without_ends) {
        notes.push(
            tongue
                .pick(
                    "Without whiskers: too few people lie beyond the middle 80%.",
                    "无须线者：中间80%以外的人数过少。",
                )
                .to_owned(),
        );
    }
    let range = match material.unit(&asked) {
        Unit::Scale(low, high) => Some((low.min(high), low.max(high))),
        _ => None,
    };
    let drawn = Boxes {
        words: material.words(title),
        rows,
        range,
        unit: String::new(),
        box_key: tongue
            .pick(
                "middle half of the answers, line at the median; whiskers: middle 80%",
                "中间50%的回答，竖线为中位数；须线为中间80%",
            )
            .to_owned(),
        middle_key: tongue.pick("mean", "均值").to_owned(),
    };
    Ok(Drawn::of(drawn).noted(notes))
}

/// The unit of a number that is asked for.
fn unit(material: &Material, asked: &Measure) -> String {
    let survey = material.survey();
    let question = survey.questions().find(|(.., question)| question.id == asked.id);
    match question.map(|(.., question)| &question.kind) {
        Some(Kind::Number { unit, .. }) => material.text_or(unit, String::new),
        _ => String::new(),
    }
}

/// The boxes of groups of one wave; groups without any answer are left out.
fn some(material: &Material, asked: &Measure, wave: &WaveId, groups: &[(Group, String)]) -> Vec<BoxRow> {
    let tabulation = &material.scores.tabulation;
    if !tabulation.waves().contains(wave) {
        return Vec::new();
    }
    let base = |group| {
        let view = tabulation.view(wave, group);
        let cell = view.and_then(|view| measure::answered(asked, &view));
        cell.map_or(0, |cell| cell.n)
    };
    let showings = material.findings.disclosure.beside(tabulation, wave, &base);
    let seen = |group: &Group| showings.get(group).is_some_and(|showing| showing.is_visible());
    let rows = groups.iter().filter(|(group, _)| base(*group) > 0 || !seen(group));
    rows.map(|(group, label)| BoxRow {
        label: label.clone(),
        ..one(material, asked, (wave, *group), &showings)
    })
    .collect()
}

fn one(
    material: &Material,
    asked: &Measure,
    (wave, group): (&WaveId, Group),
    showings: &BTreeMap<Group, Showing>,
) -> BoxRow {
    let tongue = material.tongue();
    let hidden = |reason: &str| BoxRow {
        showing: chart::Showing::Hidden(reason.to_owned()),
        ..BoxRow::default()
    };
    let showing = showings.get(&group).copied().unwrap_or(Showing::HiddenPrivacy);
    let showing = material.decided(showing);
    if !showing.is_visible() {
        return hidden(words::showing(showing, tongue));
    }
    let Some(view) = material.scores.tabulation.view(wave, group) else {
        return hidden("");
    };
    let Some(of) = material.questions.first() else {
        return hidden("");
    };
    let found = spread(*of, &view, material.settings().privacy_k).and_then(|spread| {
        let estimate = measure::score(asked, &view, material.scores.level)?;
        Ok((spread, estimate))
    });
    match found {
        Err(reason) => hidden(words::reason(reason, tongue)),
        Ok((Spread { base, quantiles }, estimate)) => {
            let [low, Some(lower), Some(median), Some(upper), high] = quantiles else {
                return hidden(tongue.pick("too few answers for quartiles", "回答过少，不计算四分位数"));
            };
            let ends = low.zip(high);
            let (low, high) = ends.unwrap_or((lower, upper));
            BoxRow {
                label: String::new(),
                spread: Some([low, lower, median, upper, high]),
                without_ends: ends.is_none(),
                middle: chart::Estimate {
                    value: Some(estimate.value),
                    low: estimate.interval.map(|interval| interval.low),
                    high: estimate.interval.map(|interval| interval.high),
                    text: material.value(asked, estimate.value),
                },
                base: format!("n = {base}"),
                showing: if showing == Showing::Flagged {
                    chart::Showing::Small
                } else {
                    chart::Showing::Plain
                },
            }
        }
    }
}
