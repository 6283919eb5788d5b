//! Charts of one wave: groups and measures beside each other.

use super::Drawn;
use super::material::Figure;
use super::material::Material;
use crate::chart;
use crate::chart::DotGroup;
use crate::chart::DotRow;
use crate::chart::Dots;
use crate::chart::Heat;
use crate::chart::HeatCell;
use crate::chart::HeatRow;
use crate::chart::Journey;
use crate::chart::JourneyStage;
use crate::chart::Reference;
use crate::diagnostic::Words;
use crate::measure::Unit;
use crate::model::Measure;
use crate::report;
use crate::tabulation::Group;

/// One measure by the groups of the segments.
pub(super) fn dots(material: &Material) -> Result<Drawn, Words> {
    let (measure, wave, groups) = (material.measure()?, material.wave()?, material.groups()?);
    let mut by_segment: Vec<DotGroup> = Vec::new();
    for group in groups {
        let heading = material.segment_name(group);
        if by_segment.last().is_none_or(|last| last.heading != heading) {
            by_segment.push(DotGroup {
                heading,
                rows: Vec::new(),
            });
        }
        let figure = material.figure(measure, wave, group);
        let row = DotRow {
            label: material.group_name(group),
            mark: material.mark(measure, material.findings().rest(&measure.id, wave, group)),
            estimate: figure.estimate,
            base: figure.base,
            showing: figure.showing,
        };
        if let Some(last) = by_segment.last_mut() {
            last.rows.push(row);
        }
    }
    Ok(Drawn::of(Dots {
        words: material.words(titled(material, measure)?),
        groups: by_segment,
        reference: total(material, measure)?,
        range: None,
        unit: material.axis_unit(measure),
    }))
}

/// "Overall satisfaction, 2026-Q1".
fn titled(material: &Material, measure: &Measure) -> Result<String, Words> {
    let (name, wave) = (material.name(measure), material.wave()?);
    Ok(material
        .tongue()
        .pick(format!("{name} ({wave})"), format!("{name}（{wave}）")))
}

/// The figure of everybody as a line to compare with.
fn total(material: &Material, measure: &Measure) -> Result<Option<Reference>, Words> {
    let all = material.figure(measure, material.wave()?, Group::Total);
    let name = material.group_name(Group::Total);
    let label = format!("{name} {}", all.estimate.text);
    Ok(all.estimate.value.map(|value| Reference { value, label }))
}

/// Measures by groups; every row is compared with its own total.
pub(super) fn heat(material: &Material) -> Result<Drawn, Words> {
    let (wave, groups) = (material.wave()?, material.groups()?);
    let columns = std::iter::once(Group::Total).chain(groups);
    let columns: Vec<Group> = columns.collect();
    let row = |measure: &&Measure| {
        let figures: Vec<Figure> = columns
            .iter()
            .map(|group| material.figure(measure, wave, *group))
            .collect();
        let middle = figures.first().and_then(|all| all.estimate.value);
        let cells = columns.iter().zip(figures).map(|(group, figure)| HeatCell {
            mark: material
                .mark(measure, material.findings().rest(&measure.id, wave, *group))
                .map(|mark| chart::Mark {
                    text: String::new(),
                    ..mark
                }),
            estimate: figure.estimate,
            showing: figure.showing,
        });
        HeatRow {
            label: material.name(measure),
            middle,
            cells: cells.collect(),
        }
    };
    let rows: Vec<HeatRow> = material.measures().iter().map(row).collect();
    // The tint is full at the largest distance of all, but a small one stays pale.
    let distances = rows.iter().flat_map(|row| {
        let middle = row.middle;
        row.cells
            .iter()
            .filter_map(move |cell| Some((cell.estimate.value? - middle?).abs()))
    });
    let spread = distances.fold(10.0, f64::max);
    Ok(Drawn::of(Heat {
        words: material.words(wave_title(material)?),
        columns: columns.iter().map(|group| material.group_name(*group)).collect(),
        rows,
        spread,
    }))
}

fn wave_title(material: &Material) -> Result<String, Words> {
    let wave = material.wave()?;
    Ok(material
        .tongue()
        .pick(format!("Measures by group, {wave}"), format!("各组指标，{wave}")))
}

/// Measures as stages, in the order in which they were named.
pub(super) fn journey(material: &Material) -> Result<Drawn, Words> {
    let wave = material.wave()?;
    let measures = material.measures();
    let units: Vec<Unit> = measures.iter().map(|measure| material.unit(measure)).collect();
    if units.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(Words::new(
            "stages of a journey must be measured alike: name measures of one kind with `--measure`",
            "旅程各阶段须用同一种指标：请用 `--measure` 指明同类指标",
        ));
    }
    let stage = |measure: &&Measure| {
        let figure = material.figure(measure, wave, Group::Total);
        JourneyStage {
            label: material.name(measure),
            mark: material.mark(measure, material.findings().previous(&measure.id, wave, Group::Total)),
            estimate: figure.estimate,
            base: figure.base,
            showing: figure.showing,
        }
    };
    let unit = measures
        .first()
        .map_or_else(String::new, |measure| material.axis_unit(measure));
    Ok(Drawn::of(Journey {
        words: material.words(
            material
                .tongue()
                .pick(format!("Journey, {wave}"), format!("客户旅程，{wave}")),
        ),
        stages: measures.iter().map(stage).collect(),
        reference: None,
        range: None,
        unit,
    }))
}

/// One measure of many units against their bases, with the limits of chance around the figure of everybody.
pub(super) fn funnel(material: &Material) -> Result<Drawn, Words> {
    let (measure, wave, groups) = (material.measure()?, material.wave()?, material.groups()?);
    let all = material.figure(measure, wave, Group::Total);
    if all.known.is_none() {
        return Err(Words::new("the figure of all answers is not shown", "总体数值不显示"));
    }
    let segment = groups.first().and_then(|group| group.levels().first().copied());
    let Some((segment, _)) = segment else {
        return Err(Words::new(
            "say by which segment: `--by store`",
            "请指明细分：`--by 细分名`",
        ));
    };
    let league = material.standings().league(measure, wave, segment);
    let label = |group: Group| material.group_name(group);
    let drawn = report::Funnel {
        league: &league,
        unit: material.unit(measure),
        name: material.name(measure),
        words: material.words(titled(material, measure)?),
        all: total(material, measure)?,
        tongue: material.tongue(),
        label: &label,
    };
    Ok(Drawn::of(drawn.chart()))
}
