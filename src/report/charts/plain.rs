//! Charts without words of their own in a report: title, sentence and table are those of the chart.

use super::Caption;
use crate::chart;
use crate::chart::Chart;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::report::arguments;
use crate::report::drawn::Asked as Named;
use crate::report::drawn::Made;
use crate::report::drawn::Material;
use crate::report::drawn::Small;
use crate::report::drawn::Span;
use crate::report::drawn::Takes;
use crate::report::facts::Facts;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::site::CallFault;
use crate::site::Html;
use crate::tabulation::Group;
use std::sync::Arc;

/// What a chart was asked to show.
#[derive(Default)]
pub struct Asked<'a> {
    measures: Vec<&'a Measure>,
    questions: Vec<VariableIndex>,
}

/// The measures or questions a chart is of.
///
/// # Errors
/// A name that does not fit the chart, or none where it needs one.
pub fn asked<'a>(facts: &'a Facts, made: &Made, written: Option<&str>) -> Result<Asked<'a>, CallFault> {
    let measures = match made.takes {
        Takes::Measure => vec![arguments::measure(facts, written)?],
        Takes::Nps => vec![arguments::nps(facts, written)?],
        Takes::Index => arguments::index(facts, written)?.into_iter().collect(),
        Takes::Measures => written
            .into_iter()
            .flat_map(|written| written.split(','))
            .map(|name| arguments::measure(facts, Some(name.trim())))
            .collect::<Result<_, _>>()?,
        Takes::Ratings | Takes::Question | Takes::Features | Takes::Values => Vec::new(),
    };
    let questions = match made.takes {
        Takes::Ratings => arguments::rated(facts, written)?,
        Takes::Question => arguments::ratings(facts, written)?,
        Takes::Features => arguments::features(facts, written)?,
        Takes::Values => vec![arguments::values(facts, written)?],
        _ => Vec::new(),
    };
    Ok(Asked { measures, questions })
}

/// A chart by the groups of some segments, of what `written` names.
///
/// # Errors
/// As [`asked`].
pub fn plain(facts: &Facts, made: &Made, written: Option<&str>, by: &[VariableIndex]) -> Result<Html, CallFault> {
    let asked = asked(facts, made, written)?;
    let levels = by.iter().flat_map(|segment| facts.levels(*segment));
    let groups: Vec<Group> = std::iter::once(Group::Total).chain(levels).collect();
    let first = asked
        .measures
        .first()
        .copied()
        .or_else(|| facts.headline().first().copied());
    let waves = match (made.span_of(!by.is_empty()), first) {
        (Span::All, _) if made.takes == Takes::Values => {
            let names = asked.questions.iter();
            let mut names = names.map(|question| &facts.survey().variable(*question).id);
            names.next().map(|name| facts.course(name, &groups)).unwrap_or_default()
        }
        (Span::All, Some(measure)) => facts.trend_waves(measure, &groups),
        _ => vec![facts.wave.clone()],
    };
    let material = Material {
        scores: Arc::clone(&facts.input.scores),
        findings: Arc::clone(&facts.input.findings),
        lang: facts.input.lang.clone(),
        settings: *facts.settings(),
        waves,
        groups,
        references: Arc::clone(&facts.input.references),
        calendar: facts.input.calendar.clone(),
        as_of: facts.input.as_of,
        asked: Named {
            measures: !asked.measures.is_empty(),
            // Those of a trend are found already.
            waves: true,
        },
        measures: if asked.measures.is_empty() {
            facts.measures().to_vec()
        } else {
            asked.measures.into_iter().cloned().collect()
        },
        questions: asked.questions,
        hides: true,
        small: if facts.is_public() {
            Small::Hidden
        } else {
            Small::Marked
        },
    };
    let tongue = facts.tongue();
    Ok(match (made.make)(&material) {
        Ok(drawn) => figure(facts, drawn.chart.as_ref(), drawn.notes),
        // What the answers do not give is no mistake of the document.
        Err(words) => parts::paragraph(facts, "quiet", &tongue.pick(words.en, words.zh)),
    })
}

fn figure(facts: &Facts, chart: &dyn Chart, notes: Vec<String>) -> Html {
    let tongue = facts.tongue();
    let title = chart.words().title.clone();
    let data = chart.table(tongue);
    let mut columns = data.head.into_iter();
    let table = TableView {
        id: String::new(),
        title: String::new(),
        name: title.clone(),
        note: String::new(),
        long: true,
        columns: columns
            .next()
            .map(ColumnView::words)
            .into_iter()
            .chain(columns.map(|head| {
                if chart::HAPPENED.contains(&head.as_str()) {
                    ColumnView::words(head)
                } else {
                    ColumnView::numbers(head)
                }
            }))
            .collect(),
        rows: data
            .rows
            .into_iter()
            .map(|cells| RowView::of(cells.into_iter().map(CellView::text).collect()))
            .collect(),
    };
    let caption = Caption {
        title,
        subtitle: String::new(),
        says: chart.sentence(tongue),
        foot: std::iter::once(crate::report::notes::source(facts))
            .chain(notes)
            .collect(),
        table,
    };
    super::figure(facts, chart, caption)
}
