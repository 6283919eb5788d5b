//! What the outcome goes with: each item's importance with its interval.

use super::Caption;
use crate::chart;
use crate::chart::Tone;
use crate::driver::Driver;
use crate::driver::Quadrant;
use crate::locale;
use crate::report::dates;
use crate::report::drivers::heading;
use crate::report::drivers::outcome;
use crate::report::facts::Facts;
use crate::report::names::listed;
use crate::report::notes;
use crate::report::parts;
use crate::report::sentences;
use crate::report::tables;
use crate::site::Html;

/// The chart; a sentence where nothing can be said.
pub fn drivers(facts: &Facts) -> Html {
    match importances(facts) {
        Some((chart, caption)) => super::figure(facts, &chart, caption),
        None => parts::paragraph(facts, "quiet", tables::no_drivers(facts)),
    }
}

/// The same as numbers and words; `None` where nothing can be said.
pub fn importances(facts: &Facts) -> Option<(chart::Drivers, Caption)> {
    let known = crate::report::drivers::drivers(facts)?;
    let tongue = facts.tongue();
    let outcome = outcome(facts, known);
    let title = known.analysis.r_squared.map_or_else(
        || heading(facts, known),
        |share| {
            let share = locale::percent(share, 0);
            tongue.pick(
                format!("All items together account for {share} of the differences in the rating behind “{outcome}”"),
                format!("各项合计解释“{outcome}”所依据评分差异的{share}"),
            )
        },
    );
    let rank = |driver: &Driver| match &driver.ranks {
        Some(ranks) if ranks.best == ranks.worst => ranks.best.to_string(),
        Some(ranks) => format!("{}–{}", ranks.best, ranks.worst),
        None => String::new(),
    };
    let row = |driver: &Driver| chart::DriverRow {
        label: super::drawn(facts.names().variable(driver.variable), tongue),
        estimate: importance(driver),
        rank: rank(driver),
        ..chart::DriverRow::default()
    };
    let level = locale::percent(facts.input.scores.level, 0);
    let drawing = chart::Drivers {
        words: super::chart_words(&title, &title, tongue),
        rows: known.analysis.drivers.iter().map(row).collect(),
        unit: "%".to_owned(),
        interval_key: super::drawn(
            tongue.pick(format!("{level} interval"), format!("{level}置信区间")),
            tongue,
        ),
        rank_key: tongue
            .pick("place, as far as the answers tell", "名次（现有回答所能确定的范围）")
            .to_owned(),
    };
    let when = dates::wave(&facts.input.calendar, &facts.wave, tongue);
    let base = sentences::base(known.analysis.base);
    let mut foot = vec![notes::source(facts)];
    if known.analysis.dropped > 0 {
        let (base, dropped) = (known.analysis.base, known.analysis.dropped);
        foot.push(tongue.pick(
            format!("Of the {base} who answered all of it; {dropped} left an answer out."),
            format!("限于全部作答的{base}人；另有{dropped}人缺少某项回答。"),
        ));
    }
    foot.extend(tables::set_aside(facts, known));
    if known.analysis.replicates > 0 {
        let many = known.analysis.replicates;
        foot.push(tongue.pick(
            format!("Lines: {level} interval from {many} bootstrap replicates."),
            format!("横线：{level}置信区间，由{many}次自助重抽样得出。"),
        ));
    }
    foot.push(
        tongue
            .pick(
                "Association, not cause: items that go with one another share their importance.",
                "相关不等于因果：彼此相关的项目会分摊重要性。",
            )
            .to_owned(),
    );
    let caption = Caption {
        title,
        subtitle: tongue.pick(
            format!("Share of what all items account for in the rating behind “{outcome}” · {when} · {base}"),
            format!("各项在“{outcome}”所依据评分的解释份额中所占比例，{when}，{base}"),
        ),
        says: String::new(),
        foot,
        table: tables::driver_table(facts, known),
    };
    Some((drawing, caption))
}

fn importance(driver: &Driver) -> chart::Estimate {
    chart::Estimate {
        value: Some(driver.importance * 100.0),
        low: driver.interval.map(|found| found.low * 100.0),
        high: driver.interval.map(|found| found.high * 100.0),
        text: locale::plain(driver.importance * 100.0, 0),
    }
}

/// Importance against performance; a sentence where nothing can be said.
pub fn quadrant(facts: &Facts) -> Html {
    let found = crate::report::drivers::drivers(facts).filter(|known| !known.places.is_empty());
    let Some(known) = found else {
        return parts::paragraph(facts, "quiet", tables::no_drivers(facts));
    };
    let tongue = facts.tongue();
    let placed: Vec<_> = known
        .analysis
        .drivers
        .iter()
        .filter_map(|driver| Some((driver, known.performance.get(&driver.variable)?)))
        .collect();
    let is_first = |driver: &Driver| {
        let place = known.places.get(&driver.variable);
        place.is_some_and(|place| place.quadrant == Quadrant::ConcentrateHere && !place.near_line)
    };
    let first: Vec<String> = placed
        .iter()
        .filter(|(driver, _)| is_first(driver))
        .map(|(driver, _)| facts.names().variable(driver.variable))
        .collect();
    let title = match first.as_slice() {
        [] => tongue
            .pick(
                "No item is beyond doubt both more important and worse than the others",
                "没有一项能确定既更重要又表现更差",
            )
            .to_owned(),
        names => tongue.pick(
            format!("To improve first: {}", listed(names, tongue)),
            format!("优先改进：{}", names.join("、")),
        ),
    };
    let item = |(driver, performance): &(&Driver, &crate::driver::Performance)| chart::QuadrantItem {
        label: super::drawn(facts.names().variable(driver.variable), tongue),
        across: chart::Estimate {
            value: Some(performance.value),
            low: performance.interval.map(|found| found.low),
            high: performance.interval.map(|found| found.high),
            text: locale::plain(performance.value, 0),
        },
        up: importance(driver),
        tone: is_first(driver).then_some(Tone::Bad),
        ..chart::QuadrantItem::default()
    };
    let axis = |en: &str, zh: &str, unit: &str| chart::Axis {
        name: tongue.pick(en, zh).to_owned(),
        unit: unit.to_owned(),
        range: None,
    };
    let many = placed.len() as f64;
    let mean = |of: &dyn Fn(&(&Driver, &crate::driver::Performance)) -> f64| placed.iter().map(of).sum::<f64>() / many;
    let drawing = chart::Quadrant {
        words: super::chart_words(&title, &title, tongue),
        across: axis("How well it does, 0 to 100", "表现（0至100分）", ""),
        up: axis("Importance", "重要性", "%"),
        split: Some((
            mean(&|(_, one)| one.value),
            mean(&|(driver, _)| driver.importance * 100.0),
        )),
        fields: [
            Quadrant::ConcentrateHere,
            Quadrant::KeepUp,
            Quadrant::LowPriority,
            Quadrant::PossibleOverkill,
        ]
        .map(|field| tables::field_name(facts, field).to_owned()),
        items: placed.iter().map(item).collect(),
    };
    let when = dates::wave(&facts.input.calendar, &facts.wave, tongue);
    let base = sentences::base(known.analysis.base);
    let foot = vec![
        notes::source(facts),
        tongue
            .pick(
                "The lines are the means of all items. Association, not cause.",
                "分界线为各项的平均值。相关不等于因果。",
            )
            .to_owned(),
    ];
    super::figure(
        facts,
        &drawing,
        Caption {
            title,
            subtitle: tongue.pick(
                format!(
                    "Importance for “{}” against performance · {when} · {base}",
                    outcome(facts, known)
                ),
                format!("各项对“{}”的重要性与表现，{when}，{base}", outcome(facts, known)),
            ),
            says: String::new(),
            foot,
            table: tables::driver_table(facts, known),
        },
    )
}
