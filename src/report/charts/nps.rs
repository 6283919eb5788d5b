//! Detractors, passives and promoters.

use super::Caption;
use super::diverging::Spread;
use crate::chart;
use crate::chart::NpsRow;
use crate::chart::Part;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::WaveId;
use crate::report::facts::Facts;
use crate::report::headings;
use crate::report::sentences;
use crate::report::tables;
use crate::report::words;
use crate::site::Html;
use crate::tabulation::Group;

/// The three parts of an NPS now, in the wave before and a year ago.
pub fn nps(facts: &Facts, measure: &Measure) -> Html {
    let MeasureKind::Nps { of } = measure.kind else {
        return Html::default();
    };
    let tongue = facts.tongue();
    let calendar = &facts.input.calendar;
    let mut waves: Vec<WaveId> = vec![facts.wave.clone()];
    for wave in [calendar.previous(&facts.wave), calendar.year_before(&facts.wave)]
        .into_iter()
        .flatten()
    {
        if facts.rows(&wave, Group::Total) > 0 && !waves.contains(&wave) {
            waves.push(wave);
        }
    }
    let title = headings::measure(facts, measure);
    let says = facts
        .previous(measure, Group::Total)
        .map_or_else(String::new, |change| sentences::sentence(facts, change));
    let rows: Vec<(NpsRow, Spread)> = waves.iter().map(|wave| row(facts, measure, of, wave)).collect();
    let parts = tongue.pick(
        ["Detractors 0–6", "Passives 7–8", "Promoters 9–10"],
        ["贬损者 0–6", "被动者 7–8", "推荐者 9–10"],
    );
    let table = tables::parts_of_nps(
        facts,
        &rows
            .iter()
            .map(|(row, spread)| (row.clone(), spread.clone()))
            .collect::<Vec<_>>(),
        parts,
    );
    let chart = chart::Nps {
        words: super::chart_words(&title, if says.is_empty() { &title } else { &says }, tongue),
        parts: parts.map(|part| super::drawn(part, tongue)),
        unit: tongue.pick("% of answers", "占回答的%").to_owned(),
        rows: rows.into_iter().map(|(row, _)| row).collect(),
    };
    let subtitle = super::quoted(&facts.names().wording(of));
    let foot = vec![crate::report::notes::source(facts)];
    super::figure(
        facts,
        &chart,
        Caption {
            title,
            subtitle,
            says: String::new(),
            foot,
            table,
        },
    )
}

fn row(facts: &Facts, measure: &Measure, of: crate::model::VariableIndex, wave: &WaveId) -> (NpsRow, Spread) {
    let figure = facts.figure(&measure.id, wave, Group::Total);
    let spread = Spread::of(facts, of, wave);
    // By value, whatever the order of the options: 0–6, 7–8, 9–10 as in the definition of the score.
    let sum = |from: usize, to: usize| {
        spread
            .shares
            .get(from..to)
            .map_or(0.0, |shares| shares.iter().sum::<f64>())
    };
    let known = figure.estimate.is_some() && spread.shares.len() == 11;
    let parts = [sum(0, 7), sum(7, 9), sum(9, 11)].map(|share| if known { share } else { 0.0 });
    let row = NpsRow {
        label: wave.to_string(),
        shares: parts.map(Part::percent),
        score: figure
            .estimate
            .as_ref()
            .map_or_else(String::new, |known| words::value(facts.unit(measure), known.value)),
        base: super::base(&figure),
        showing: super::dots::short_showing(&figure, facts),
    };
    (row, spread)
}
