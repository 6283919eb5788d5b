//! What moved the index: its change taken apart into its items.

use super::Caption;
use crate::chart::Estimate;
use crate::chart::Mark;
use crate::chart::Waterfall;
use crate::chart::WaterfallStep;
use crate::finding::Decomposition;
use crate::finding::Mover;
use crate::measure::Unit;
use crate::model::Measure;
use crate::report::dates;
use crate::report::facts::Facts;
use crate::report::headings;
use crate::report::parts;
use crate::report::ranking;
use crate::report::tables;
use crate::report::words;
use crate::site::Html;
use crate::tabulation::Group;
use std::cmp::Reverse;

/// The items of an index by the size of what they did to it.
pub fn by_size(found: &Decomposition) -> Vec<&Mover> {
    let mut movers: Vec<&Mover> = found.movers.iter().collect();
    movers.sort_by_key(|mover| Reverse(ranking::order(mover.points.abs())));
    movers
}

/// The change of an index since the wave before, item by item; nothing when there is no wave before.
pub fn waterfall(facts: &Facts, index: &Measure) -> Html {
    let Some(found) = facts.decomposition(index) else {
        return Html::default();
    };
    let tongue = facts.tongue();
    let movers = by_size(found);
    let title = headings::movers(facts, index, found);
    let says = headings::sum(facts, index, found);
    let value = |wave| super::on_axis(Unit::Index, &facts.figure(&index.id, wave, Group::Total));
    let chart = Waterfall {
        words: super::chart_words(&title, &says, tongue),
        start: (found.against.to_string(), value(&found.against)),
        steps: movers.iter().map(|mover| step(facts, mover)).collect(),
        end: (found.wave.to_string(), value(&found.wave)),
        unit: String::new(),
    };
    let mut foot = vec![crate::report::notes::source(facts)];
    let level = crate::locale::percent(facts.input.scores.level, 0);
    foot.push(tongue.pick(
        format!("Each bar is an item’s change times its weight, each line its {level} interval; coloured bars are items whose own change counts as a finding. The parts say where the change lies, not why."),
        format!("每个柱形为该项的变化乘以其权重，横线为其{level}置信区间；着色表示该项自身的变化有意义。它说明变化出在哪里，不说明原因。"),
    ));
    let table = tables::movers(facts, &movers);
    let subtitle = tongue.pick(
        format!(
            "{}, points contributed, {} to {}",
            facts.names().measure(index),
            dates::wave(&facts.input.calendar, &found.against, tongue),
            dates::wave(&facts.input.calendar, &found.wave, tongue)
        ),
        format!(
            "{}：各项贡献的分数，{}至{}",
            facts.names().measure(index),
            dates::wave(&facts.input.calendar, &found.against, tongue),
            dates::wave(&facts.input.calendar, &found.wave, tongue)
        ),
    );
    super::figure(
        facts,
        &chart,
        Caption {
            title,
            subtitle,
            says,
            foot,
            table,
        },
    )
}

fn step(facts: &Facts, mover: &Mover) -> WaterfallStep {
    let better = crate::model::Better::High;
    let mark = mover.verdict.is_up().map(|up| Mark {
        direction: if up {
            crate::chart::Direction::Rose
        } else {
            crate::chart::Direction::Fell
        },
        tone: parts::ink(mover.verdict, better),
        text: String::new(),
    });
    WaterfallStep {
        label: super::drawn(facts.names().variable(mover.item), facts.tongue()),
        delta: Estimate {
            value: Some(mover.points),
            low: mover.interval.map(|interval| interval.low),
            high: mover.interval.map(|interval| interval.high),
            text: words::difference(Unit::Index, mover.points),
        },
        mark,
    }
}
