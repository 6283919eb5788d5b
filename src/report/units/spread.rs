//! How a unit's answers are spread, beside the rest and the wave before.

use super::own::Own;
use crate::chart::Diverging;
use crate::chart::DivergingRow;
use crate::chart::Neutral;
use crate::chart::Part;
use crate::finding::Showing;
use crate::locale;
use crate::report::charts;
use crate::report::charts::Caption;
use crate::report::charts::Spread;
use crate::report::charts::drawn;
use crate::report::dates;
use crate::report::notes;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::site::Html;

/// The answers to the rating of the first headline measure: here, in the rest, here in the wave before.
pub fn spread(own: &Own) -> Html {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let Some(rated) = own.rated() else {
        return Html::default();
    };
    let question = rated.1;
    let wave = &facts.wave;
    let here = tongue.pick("Here", "本单位").to_owned();
    let mut rows: Vec<(String, Spread)> = Vec::new();
    let mut add = |label: String, wave, answers: Option<_>| {
        if let Some(answers) = answers {
            let counted = Spread::counted(facts, question, wave, &answers);
            if !counted.shares.is_empty() {
                rows.push((label, counted));
            }
        }
    };
    add(here, wave, own.answers(rated, wave));
    add(
        tongue.pick("The rest", "其余").to_owned(),
        wave,
        own.rest_answers(rated),
    );
    if let Some(before) = facts.input.calendar.previous(wave) {
        let label = tongue.pick(format!("Here, {before}"), format!("本单位，{before}"));
        add(label, &before, own.answers(rated, &before));
    }
    if rows.is_empty() {
        return Html::default();
    }
    let title = title(own, &rows);
    let row = |(label, spread): &(String, Spread)| DivergingRow {
        label: drawn(label, tongue),
        shares: spread.shares.iter().copied().map(Part::percent).collect(),
        aside: (spread.aside > 0.0).then(|| Part::percent(spread.aside)),
        base: format!("n = {}", spread.base),
        showing: if spread.showing == Showing::Flagged {
            crate::chart::Showing::Small
        } else {
            crate::chart::Showing::Plain
        },
    };
    let points = charts::worst_first(facts, question);
    let has_aside = rows.iter().any(|(_, spread)| spread.aside > 0.0);
    let chart = Diverging {
        words: charts::chart_words(&title, &title, tongue),
        aside: if has_aside {
            charts::aside_name(facts, &[question])
        } else {
            String::new()
        },
        unit: tongue.pick("% of answers", "占回答的%").to_owned(),
        low_end: String::new(),
        high_end: String::new(),
        neutral: Neutral::Centred,
        steps: points
            .into_iter()
            .map(|point| charts::step(facts, question, point))
            .collect(),
        rows: rows.iter().map(row).collect(),
    };
    let small = rows.iter().any(|(_, spread)| spread.showing == Showing::Flagged);
    let when = dates::wave(&facts.input.calendar, wave, tongue);
    let asked = charts::quoted(&facts.names().wording(question));
    let caption = Caption {
        subtitle: tongue.pick(format!("{asked} · {when}"), format!("{asked}，{when}")),
        says: String::new(),
        foot: notes::base_notes(facts, small, false),
        table: table(own, &title, question, &rows),
        title,
    };
    charts::figure(facts, &chart, caption)
}

/// "68% gave one of the best two answers; in the rest 74%."
fn title(own: &Own, rows: &[(String, Spread)]) -> String {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let Some((_, here)) = rows.first() else {
        return String::new();
    };
    let count = charts::best_points(facts, here.question);
    let best = |spread: &Spread| spread.best(count).map(charts::percent).unwrap_or_default();
    let rest = rows
        .iter()
        .skip(1)
        .map(|(_, spread)| spread)
        .find(|spread| spread.wave == facts.wave);
    let own_best = best(here);
    let (one, two) = (
        tongue.pick(
            format!("{own_best} gave the best answer"),
            format!("{own_best}给出最好的回答"),
        ),
        tongue.pick(
            format!("{own_best} gave one of the two best answers"),
            format!("{own_best}给出最好的两级回答"),
        ),
    );
    let said = if count == 1 { one } else { two };
    match rest {
        Some(rest) => {
            let rest = best(rest);
            tongue.pick(format!("{said}; in the rest {rest}"), format!("{said}；其余为{rest}"))
        }
        None => said,
    }
}

fn table(own: &Own, title: &str, question: crate::model::VariableIndex, rows: &[(String, Spread)]) -> TableView {
    let facts = &own.facts;
    let mut columns = vec![ColumnView::words("")];
    for point in charts::worst_first(facts, question) {
        columns.push(ColumnView::numbers(facts.names().option(question, point)).unit("%"));
    }
    columns.push(ColumnView::numbers("n"));
    let row = |(label, spread): &(String, Spread)| {
        let shares = spread
            .shares
            .iter()
            .map(|share| CellView::text(locale::plain(share * 100.0, 1)));
        let base = CellView::text(spread.base.to_string());
        RowView::of(
            std::iter::once(CellView::text(label))
                .chain(shares)
                .chain([base])
                .collect(),
        )
    };
    TableView {
        name: title.to_owned(),
        columns,
        rows: rows.iter().map(row).collect(),
        ..TableView::default()
    }
}
