//! What the outcome goes with: each item's importance with its interval.

use super::Caption;
use crate::chart;
use crate::chart::DotGroup;
use crate::chart::DotRow;
use crate::chart::Dots;
use crate::locale;
use crate::report::dates;
use crate::report::drivers::heading;
use crate::report::drivers::outcome;
use crate::report::facts::Facts;
use crate::report::notes;
use crate::report::parts;
use crate::report::sentences;
use crate::report::tables;
use crate::site::Html;

/// The chart; a sentence where nothing can be said.
pub fn drivers(facts: &Facts) -> Html {
    let Some(known) = crate::report::drivers::drivers(facts) else {
        return parts::paragraph(facts, "quiet", tables::no_drivers(facts));
    };
    let tongue = facts.tongue();
    let title = heading(facts, known);
    let row = |driver: &crate::driver::Driver| DotRow {
        label: super::drawn(facts.names().variable(driver.variable), tongue),
        estimate: chart::Estimate {
            value: Some(driver.importance * 100.0),
            low: driver.interval.map(|found| found.low * 100.0),
            high: driver.interval.map(|found| found.high * 100.0),
            text: locale::plain(driver.importance * 100.0, 0),
        },
        base: String::new(),
        mark: None,
        showing: chart::Showing::Plain,
    };
    let drawing = Dots {
        words: super::chart_words(&title, &title, tongue),
        groups: vec![DotGroup {
            heading: String::new(),
            rows: known.analysis.drivers.iter().map(row).collect(),
        }],
        reference: None,
        range: None,
        unit: "%".to_owned(),
    };
    let outcome = outcome(facts, known);
    let when = dates::wave(&facts.input.calendar, &facts.wave, tongue);
    let base = sentences::base(known.analysis.base);
    let level = locale::percent(facts.input.scores.level, 0);
    let mut foot = vec![notes::source(facts)];
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
    super::figure(
        facts,
        &drawing,
        Caption {
            title,
            subtitle: tongue.pick(
                format!("Share of what all items account for in the rating behind “{outcome}” · {when} · {base}"),
                format!("各项在“{outcome}”所依据评分的解释份额中所占比例，{when}，{base}"),
            ),
            says: String::new(),
            foot,
            table: tables::driver_table(facts, known),
        },
    )
}
