//! Charts of what an outcome goes with: importance with intervals, and importance against performance.

use super::Drawn;
use crate::chart;
use crate::chart::Axis;
use crate::chart::DriverRow;
use crate::chart::Drivers;
use crate::chart::Quadrant;
use crate::chart::QuadrantItem;
use crate::chart::Tone;
use crate::command::drivers::Figure;
use crate::command::drivers::Found;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::driver::Driver;
use crate::driver::Performance;
use crate::driver::Quadrant as Field;
use crate::driver::places;
use crate::finding::Showing;
use crate::locale;
use crate::model::VariableIndex;
use crate::report::words;
use crate::site;
use crate::tabulation::Group;

/// What was found for everybody in the latest wave, if it may be shown.
fn latest(found: &Found) -> Result<&Figure, Words> {
    let all = found.figures.iter().rev().find(|figure| figure.group == Group::Total);
    let figure = all.ok_or_else(|| Words::new("there are no answers yet", "尚无答卷"))?;
    if let Some(reason) = figure.analysis.none {
        return Err(Words::new(
            words::reason(reason, Tongue::En),
            words::reason(reason, Tongue::Zh),
        ));
    }
    if !figure.showing.is_visible() {
        return Err(Words::new(
            words::showing(figure.showing, Tongue::En),
            words::showing(figure.showing, Tongue::Zh),
        ));
    }
    Ok(figure)
}

fn name(found: &Found, variable: VariableIndex) -> String {
    let variable = found.survey.variable(variable);
    let plain = site::plain(found.survey.text(&variable.text, &found.lang));
    let plain = if plain.is_empty() {
        variable.id.to_string()
    } else {
        plain
    };
    found.lang.tongue().pick(plain.clone(), site::spaced(&plain))
}

/// Shares of importance in per cent.
fn importance(driver: &Driver) -> chart::Estimate {
    chart::Estimate {
        value: Some(driver.importance * 100.0),
        low: driver.interval.map(|interval| interval.low * 100.0),
        high: driver.interval.map(|interval| interval.high * 100.0),
        text: locale::plain(driver.importance * 100.0, 1),
    }
}

fn showing(figure: &Figure) -> chart::Showing {
    if figure.showing == Showing::Flagged {
        chart::Showing::Small
    } else {
        chart::Showing::Plain
    }
}

fn titled(found: &Found, figure: &Figure) -> chart::Words {
    let tongue = found.lang.tongue();
    let (outcome, wave, base) = (
        name(found, found.ask.outcome.variable),
        &figure.wave,
        figure.analysis.base,
    );
    let title = tongue.pick(
        format!("What “{outcome}” goes with, {wave}, n = {base}"),
        format!("与“{outcome}”相关的因素，{wave}，n = {base}"),
    );
    chart::Words {
        description: title.clone(),
        title,
        empty: tongue.pick("No answers to show.", "没有可显示的回答。").to_owned(),
    }
}

/// Importance with intervals, the most important first.
pub fn drivers(found: &Found) -> Result<Drawn, Words> {
    let (figure, tongue) = (latest(found)?, found.lang.tongue());
    let row = |driver: &Driver| DriverRow {
        label: name(found, driver.variable),
        estimate: importance(driver),
        rank: driver.ranks.as_ref().map_or_else(String::new, |ranks| {
            if ranks.best == ranks.worst {
                ranks.best.to_string()
            } else {
                format!("{}–{}", ranks.best, ranks.worst)
            }
        }),
        mark: None,
        showing: showing(figure),
    };
    let level = locale::plain(100.0 * found.ask.level, 0);
    Ok(Drawn::of(Drivers {
        words: titled(found, figure),
        rows: figure.analysis.drivers.iter().map(row).collect(),
        unit: "%".to_owned(),
        interval_key: tongue.pick(format!("{level} % interval"), format!("{level} % 置信区间")),
        rank_key: tongue
            .pick("Place, as far as the data tell", "名次（以数据所能确定为限）")
            .to_owned(),
    }))
}

/// Importance against performance, parted at the means.
pub fn quadrant(found: &Found) -> Result<Drawn, Words> {
    let (figure, tongue) = (latest(found)?, found.lang.tongue());
    let both: Vec<(&Driver, &Performance)> = figure
        .analysis
        .drivers
        .iter()
        .filter_map(|driver| Some((driver, figure.performance.get(&driver.variable)?)))
        .collect();
    if both.len() < 2 {
        return Err(Words::new(
            "importance against performance needs at least two drivers with a scale",
            "重要性与表现图至少需要两个有量表的因素",
        ));
    }
    let fields = places(&figure.analysis, &figure.performance);
    let item = |(driver, performance): &(&Driver, &Performance)| QuadrantItem {
        label: name(found, driver.variable),
        across: chart::Estimate {
            value: Some(performance.value),
            low: performance.interval.map(|interval| interval.low),
            high: performance.interval.map(|interval| interval.high),
            text: locale::plain(performance.value, 1),
        },
        up: importance(driver),
        tone: match fields.get(&driver.variable).map(|place| place.quadrant) {
            Some(Field::ConcentrateHere) => Some(Tone::Bad),
            Some(Field::KeepUp) => None,
            _ => Some(Tone::Quiet),
        },
        showing: showing(figure),
    };
    let mean = |of: &dyn Fn(&(&Driver, &Performance)) -> f64| both.iter().map(of).sum::<f64>() / both.len() as f64;
    let axis = |name: &str, unit: &str| Axis {
        name: name.to_owned(),
        unit: unit.to_owned(),
        range: None,
    };
    Ok(Drawn::of(Quadrant {
        words: titled(found, figure),
        across: axis(tongue.pick("Performance, 0 to 100", "表现，0 至 100 分"), ""),
        up: axis(
            tongue.pick(
                "Importance, share of what all drivers account for",
                "重要性，占全部因素解释部分的比例",
            ),
            "%",
        ),
        split: Some((
            mean(&|(_, performance)| performance.value),
            mean(&|(driver, _)| driver.importance * 100.0),
        )),
        fields: tongue
            .pick(
                ["Act first", "Keep up", "Watch", "Enough done"],
                ["优先改进", "继续保持", "留意", "已足够"],
            )
            .map(String::from),
        items: both.iter().map(item).collect(),
    }))
}
