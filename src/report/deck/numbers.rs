//! The numbers of the page's charts as charts that Office can edit.
//!
//! Beside a bar its number would lie on its error bar: it stands with the name of the bar instead.

use crate::chart;
use crate::chart::Direction;
use crate::chart::Mark;
use crate::chart::Scheme;
use crate::chart::Showing;
use crate::measure::Unit;
use crate::model::Measure;
use crate::report::charts;
use crate::report::facts::Facts;
use crate::slides::Chart;
use crate::slides::Line;
use crate::slides::Series;
use crate::slides::Shape;
use crate::slides::Tone;
use crate::tabulation::Group;

/// Marks a small base, as in tables.
const SMALL: &str = "†";

/// Marks what was published earlier.
pub const EARLIER: &str = "°";

/// A measure over time, and what is aimed at.
pub fn course(facts: &Facts, measure: &Measure, drawn: &chart::Trend) -> Chart {
    let mut series: Vec<Series> = drawn
        .series
        .iter()
        .map(|line| Series {
            name: charts::drawn(facts.names().measure(measure), facts.tongue()),
            values: line.points.iter().map(|point| point.estimate.value).collect(),
            intervals: line.points.iter().map(|point| interval(&point.estimate)).collect(),
            tones: line
                .points
                .iter()
                .map(|point| if point.historical { Tone::Quiet } else { Tone::Plain })
                .collect(),
            ..Series::default()
        })
        .collect();
    series.extend(drawn.target.as_ref().map(|target| Series {
        name: target.label.clone(),
        values: vec![Some(target.value); drawn.waves.len()],
        line: Line::Dashed,
        ..Series::default()
    }));
    let texts = drawn.series.iter().flat_map(|line| &line.points);
    let points = drawn.series.first().map_or(&[][..], |line| &line.points);
    let categories = drawn.waves.iter().enumerate().map(|(index, wave)| {
        let point = points.get(index);
        let small = point
            .filter(|point| point.showing == Showing::Small)
            .map_or("", |_| SMALL);
        let earlier = point.filter(|point| point.historical).map_or("", |_| EARLIER);
        format!("{}{small}{earlier}", wave.label)
    });
    Chart {
        shape: Shape::Lines,
        categories: categories.collect(),
        series,
        range: drawn.range,
        ..formatted(texts.map(|point| point.estimate.text.as_str()), &drawn.unit)
    }
}

/// Everybody, then the groups of a segment, those that are hidden left out.
pub fn side_by_side(facts: &Facts, measure: &Measure, drawn: &chart::Dots) -> Chart {
    let unit = facts.unit(measure);
    let total = facts.now(measure, Group::Total);
    let everybody = total.estimate.is_some().then(|| chart::DotRow {
        label: facts.tongue().pick("All", "全部").to_owned(),
        estimate: charts::on_axis(unit, &total),
        base: charts::base(&total),
        ..chart::DotRow::default()
    });
    let rows = everybody
        .iter()
        .chain(drawn.groups.iter().flat_map(|group| &group.rows));
    let rows: Vec<&chart::DotRow> = rows.filter(|row| row.estimate.value.is_some()).collect();
    let name = |row: &&chart::DotRow| {
        let sign = row.mark.as_ref().map_or("", sign);
        let small = if row.showing == Showing::Small { SMALL } else { "" };
        let base = if row.base.is_empty() {
            String::new()
        } else {
            facts
                .tongue()
                .pick(format!(" ({})", row.base), format!("（{}）", row.base))
        };
        format!("{sign}{}{small}  {}{}{base}", row.label, row.estimate.text, drawn.unit)
    };
    let estimates: Vec<&chart::Estimate> = rows.iter().map(|row| &row.estimate).collect();
    let tones = rows.iter().enumerate().map(|(index, row)| match &row.mark {
        _ if index == 0 && everybody.is_some() => Tone::Quiet,
        Some(mark) => tone(mark),
        None => Tone::Plain,
    });
    Chart {
        shape: Shape::Bars,
        categories: rows.iter().map(name).collect(),
        series: vec![Series {
            name: charts::drawn(facts.names().measure(measure), facts.tongue()),
            tones: tones.collect(),
            ..bars(&estimates)
        }],
        range: Some(ends(&estimates, foot(unit))),
        ..formatted(estimates.iter().map(|estimate| estimate.text.as_str()), &drawn.unit)
    }
}

/// How much each item matters.
pub fn importances(facts: &Facts, drawn: &chart::Drivers) -> Chart {
    let estimates: Vec<&chart::Estimate> = drawn.rows.iter().map(|row| &row.estimate).collect();
    Chart {
        shape: Shape::Bars,
        categories: drawn
            .rows
            .iter()
            .map(|row| format!("{}  {}{}", row.label, row.estimate.text, drawn.unit))
            .collect(),
        series: vec![Series {
            name: facts.tongue().pick("Importance", "重要性").to_owned(),
            ..bars(&estimates)
        }],
        range: Some(ends(&estimates, 0.0)),
        ..formatted(estimates.iter().map(|estimate| estimate.text.as_str()), &drawn.unit)
    }
}

/// How the answers to each line of a battery are spread over the scale, in percent of those who used it.
pub fn spread_out(facts: &Facts, drawn: &chart::Diverging) -> Chart {
    let colours = Scheme::Light.step_colours(drawn.steps.len());
    let rows: Vec<&chart::DivergingRow> = drawn.rows.iter().filter(|row| !row.shares.is_empty()).collect();
    let series = drawn
        .steps
        .iter()
        .zip(colours)
        .enumerate()
        .map(|(step, (name, [fill, ink]))| Series {
            name: name.clone(),
            values: rows
                .iter()
                .map(|row| row.shares.get(step).map(|part| part.share * 100.0))
                .collect(),
            colour: Some(fill.trim_start_matches('#').to_uppercase()),
            ink: Some(ink.trim_start_matches('#').to_uppercase()),
            ..Series::default()
        });
    let name = |row: &&chart::DivergingRow| {
        let small = if row.showing == Showing::Small { SMALL } else { "" };
        facts.tongue().pick(
            format!("{}{small} ({})", row.label, row.base),
            format!("{}{small}（{}）", row.label, row.base),
        )
    };
    Chart {
        shape: Shape::Stacked,
        categories: rows.iter().map(name).collect(),
        series: series.collect(),
        range: Some((0.0, 100.0)),
        ..formatted(std::iter::empty(), "%")
    }
}

fn interval(estimate: &chart::Estimate) -> Option<(f64, f64)> {
    Some((estimate.low?, estimate.high?))
}

fn bars(estimates: &[&chart::Estimate]) -> Series {
    Series {
        values: estimates.iter().map(|estimate| estimate.value).collect(),
        intervals: estimates.iter().map(|estimate| interval(estimate)).collect(),
        ..Series::default()
    }
}

fn tone(mark: &Mark) -> Tone {
    match mark.tone {
        chart::Tone::Good => Tone::Good,
        chart::Tone::Bad => Tone::Bad,
        chart::Tone::Quiet => Tone::Plain,
    }
}

fn sign(mark: &Mark) -> &'static str {
    match mark.direction {
        Direction::Rose => "▲ ",
        Direction::Fell => "▼ ",
        Direction::Same => "",
    }
}

/// Where the bars of a unit stand.
fn foot(unit: Unit) -> f64 {
    match unit {
        Unit::Scale(low, high) => low.min(high),
        _ => 0.0,
    }
}

/// Ends of an axis for bars that stand on `foot`: round numbers around all values and intervals.
fn ends(estimates: &[&chart::Estimate], foot: f64) -> (f64, f64) {
    let all = estimates
        .iter()
        .flat_map(|estimate| [estimate.value, estimate.low, estimate.high])
        .flatten();
    let (low, high) = all.fold((foot, foot), |(low, high), value| (low.min(value), high.max(value)));
    let span = (high - low).max(1e-9);
    let power = 10_f64.powf((span / 5.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| span / step <= 6.0);
    let step = step.unwrap_or(span);
    (
        foot + ((low - foot) / step + 1e-9).floor() * step,
        foot + ((high - foot) / step - 1e-9).ceil().max(1.0) * step,
    )
}

/// How numbers are written: with as many decimals as the page writes, with a sign where it writes one.
fn formatted<'a>(texts: impl Iterator<Item = &'a str>, unit: &str) -> Chart {
    let (mut decimals, mut is_signed) = (0, false);
    for text in texts {
        decimals = decimals.max(
            text.split_once('.')
                .map_or(0, |(_, after)| after.chars().filter(char::is_ascii_digit).count()),
        );
        is_signed |= text.starts_with(['+', '−']);
    }
    let code = |decimals: usize| {
        let digits = if decimals == 0 {
            "0".to_owned()
        } else {
            format!("0.{}", "0".repeat(decimals))
        };
        let unit = if unit.is_empty() {
            String::new()
        } else {
            format!("\"{unit}\"")
        };
        if is_signed {
            format!("+{digits}{unit};\"−\"{digits}{unit};{digits}{unit}")
        } else {
            format!("{digits}{unit}")
        }
    };
    Chart {
        format: code(decimals),
        axis_format: code(usize::from(decimals > 1)),
        ..Chart::default()
    }
}
