//! The course of a unit's first headline figure, with what it aims at and what happened meanwhile.

use super::own::Own;
use crate::chart::Chart;
use crate::chart::Reference;
use crate::chart::Trend;
use crate::model::Measure;
use crate::model::WaveId;
use crate::report::charts;
use crate::report::charts::Caption;
use crate::report::events;
use crate::report::facts::Figure;
use crate::report::notes;
use crate::report::tables;
use crate::report::words;
use crate::site::Html;

/// Waves without which there is no course.
const LEAST: usize = 2;

/// The first headline measure that is known in two waves, with its figures.
fn known(own: &Own) -> Option<(&Measure, Vec<WaveId>, Vec<Figure>)> {
    own.headline().into_iter().find_map(|measure| {
        let waves = own.facts.trend_waves(measure, &[own.group]);
        let figures: Vec<Figure> = waves
            .iter()
            .map(|wave| own.facts.figure(&measure.id, wave, own.group))
            .collect();
        let known = figures.iter().filter(|figure| figure.estimate.is_some()).count();
        (known >= LEAST).then_some((measure, waves, figures))
    })
}

/// Whether there is a course to show.
pub fn has_course(own: &Own) -> bool {
    known(own).is_some()
}

/// Its course over time; nothing where there is none.
pub fn course(own: &Own) -> Html {
    let Some((measure, waves, figures)) = known(own) else {
        return Html::default();
    };
    let facts = &own.facts;
    let tongue = facts.tongue();
    let name = facts.names().measure(measure);
    let title = match (waves.first(), waves.last()) {
        (Some(first), Some(last)) => {
            tongue.pick(format!("{name}, {first} to {last}"), format!("{name}，{first}至{last}"))
        }
        _ => name,
    };
    let unit = facts.unit(measure);
    let target = facts.target(measure, own.group).map(|target| Reference {
        value: target.value * charts::factor(unit),
        label: charts::drawn(words::target(unit, target.value, tongue), tongue),
    });
    let series = [(own.group, figures)];
    // The axis is the unit's own: one around all units would tell how far they reach.
    let chart = Trend {
        target,
        ..charts::lines(facts, measure, &waves, &series)
    };
    let says = chart.sentence(tongue);
    let words = charts::chart_words(&title, &says, tongue);
    let chart = Trend {
        words: events::described(words, &chart.marked(tongue), tongue),
        ..chart
    };
    let happened: Vec<String> = (0..waves.len()).map(|wave| chart.happened(wave, tongue)).collect();
    let [(_, figures)] = &series;
    let small = figures
        .iter()
        .any(|figure| figure.showing == crate::finding::Showing::Flagged);
    let hidden = figures.iter().any(Figure::is_hidden);
    let caption = Caption {
        subtitle: charts::unit_words(facts, measure),
        says,
        foot: notes::base_notes(facts, small, hidden),
        table: tables::over_time(facts, measure, (&waves, &happened), &series),
        title,
    };
    charts::figure(facts, &chart, caption)
}
