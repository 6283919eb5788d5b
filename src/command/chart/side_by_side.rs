//! Charts of one wave: groups and measures beside each other.

use super::Drawn;
use super::material::Figure;
use super::material::Material;
use crate::chart;
use crate::chart::Axis;
use crate::chart::DotGroup;
use crate::chart::DotRow;
use crate::chart::Dots;
use crate::chart::Funnel;
use crate::chart::FunnelLimit;
use crate::chart::FunnelUnit;
use crate::chart::Heat;
use crate::chart::HeatCell;
use crate::chart::HeatRow;
use crate::chart::Journey;
use crate::chart::JourneyStage;
use crate::chart::Reference;
use crate::diagnostic::Words;
use crate::measure;
use crate::measure::Unit;
use crate::model::Better;
use crate::model::Measure;
use crate::tabulation::Group;

/// One measure by the groups of the segments.
pub fn dots(material: &Material) -> Result<Drawn, Words> {
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
pub fn heat(material: &Material) -> Result<Drawn, Words> {
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
pub fn journey(material: &Material) -> Result<Drawn, Words> {
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
pub fn funnel(material: &Material) -> Result<Drawn, Words> {
    let (measure, wave, groups) = (material.measure()?, material.wave()?, material.groups()?);
    let all = material.figure(measure, wave, Group::Total);
    let Some(centre) = all.known.as_ref().map(|known| known.value) else {
        return Err(Words::new("the figure of all answers is not shown", "总体数值不显示"));
    };
    let figures: Vec<(Group, Figure)> = groups
        .into_iter()
        .map(|group| (group, material.figure(measure, wave, group)))
        .collect();
    let deviation = deviation(material, measure, centre, &figures);
    let better_high = measure::better(material.survey(), measure) == Better::High;
    let times = material.factor(measure);
    let outside = |known: &measure::Estimate| {
        let half = OUTER * deviation / known.effective_base.max(1.0).sqrt();
        (deviation > 0.0 && (known.value - centre).abs() > half).then(|| {
            let up = known.value > centre;
            chart::Mark {
                direction: if up {
                    chart::Direction::Rose
                } else {
                    chart::Direction::Fell
                },
                tone: if up == better_high {
                    chart::Tone::Good
                } else {
                    chart::Tone::Bad
                },
                text: String::new(),
            }
        })
    };
    let largest = figures
        .iter()
        .filter_map(|(_, figure)| Some(figure.known.as_ref()?.base))
        .max()
        .unwrap_or(100);
    let limit = |label: &str, z: f64| FunnelLimit {
        label: label.to_owned(),
        points: curve(
            largest as f64,
            |base| {
                (
                    centre - z * deviation / base.sqrt(),
                    centre + z * deviation / base.sqrt(),
                )
            },
            times,
        ),
    };
    let units = figures.iter().map(|(group, figure)| FunnelUnit {
        label: material.group_name(*group),
        base: figure.known.as_ref().map_or(0.0, |known| known.base as f64),
        estimate: figure.estimate.clone(),
        mark: figure.known.as_ref().and_then(outside),
        showing: figure.showing.clone(),
    });
    let tongue = material.tongue();
    let axis = |name: String, unit: String| Axis {
        name,
        unit,
        range: None,
    };
    Ok(Drawn::of(Funnel {
        words: material.words(titled(material, measure)?),
        across: axis(tongue.pick("Answers", "回答数").to_owned(), String::new()),
        up: axis(material.name(measure), material.axis_unit(measure)),
        centre: total(material, measure)?,
        limits: vec![
            limit(tongue.pick("95 % of chance", "偶然范围 95 %"), INNER),
            limit(tongue.pick("99.8 % of chance", "偶然范围 99.8 %"), OUTER),
        ],
        better_key: tongue.pick("better than the rest", "好于其他").to_owned(),
        worse_key: tongue.pick("worse than the rest", "差于其他").to_owned(),
        units: units.collect(),
    }))
}

/// Normal quantiles of 95 % and 99.8 % (Spiegelhalter 2005).
const INNER: f64 = 1.959_964;
const OUTER: f64 = 3.090_232;

/// The standard deviation of one answer: of a share from the share itself, otherwise pooled from the groups' intervals.
fn deviation(material: &Material, measure: &Measure, centre: f64, figures: &[(Group, Figure)]) -> f64 {
    if material.unit(measure) == Unit::Share {
        return (centre * (1.0 - centre)).max(0.0).sqrt();
    }
    let quantile = match material.settings().alpha {
        alpha if (alpha - 0.1).abs() < 1e-9 => 1.644_854,
        alpha if (alpha - 0.01).abs() < 1e-9 => 2.575_829,
        _ => INNER,
    };
    let known = figures.iter().filter_map(|(_, figure)| figure.known.as_ref());
    let spreads = known.filter_map(|known| {
        let interval = known.interval?;
        let error = (interval.high - interval.low) / 2.0 / quantile;
        Some((
            error * error * known.effective_base * known.effective_base,
            known.effective_base,
        ))
    });
    let (sum, weight) = spreads.fold((0.0, 0.0), |(sum, weight), (square, base)| {
        (sum + square, weight + base)
    });
    if weight > 0.0 { (sum / weight).sqrt() } else { 0.0 }
}

/// Limits at bases from 5 to the largest, dense where they bend.
fn curve(largest: f64, at: impl Fn(f64) -> (f64, f64), times: f64) -> Vec<(f64, f64, f64)> {
    let (from, to) = (5.0_f64, (largest * 1.1).max(10.0));
    (0..=60)
        .map(|step| {
            let base = from * (to / from).powf(f64::from(step) / 60.0);
            let (low, high) = at(base);
            (base, low * times, high * times)
        })
        .collect()
}
