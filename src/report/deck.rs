//! The report as slides: one finding a slide, in the order of the management report.
//!
//! Takes the same charts and captions as the page, so that nothing stands on a slide that may not stand there, and no number is
//! worked out twice. Under each chart, in its notes, stand the ids of its numbers, in the order in which they are drawn.

mod numbers;

use super::arguments;
use super::charts;
use super::charts::Caption;
use super::facts::Facts;
use super::headings;
use super::input::ReportInput;
use super::lead;
use super::lists;
use super::methods;
use super::notes;
use super::page;
use super::parts::CellView;
use super::parts::TableView;
use super::priorities;
use super::tables;
use super::words;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::slides::Body;
use crate::slides::Cell;
use crate::slides::Chart;
use crate::slides::Deck;
use crate::slides::Look;
use crate::slides::Slide;
use crate::slides::Tone;
use crate::tabulation::Group;

/// Rows of the first table; more would not be read from the back of the room.
const ROWS: usize = 9;

/// Things to look at first, as many as fit on a slide.
const FIRST: usize = 5;

/// The slides of a report.
#[must_use]
pub fn deck(input: &ReportInput, look: Look) -> Deck {
    let facts = Facts::new(input.clone());
    let mut slides = vec![standing(&facts)];
    slides.extend(beside(&facts));
    let headline = facts.headline();
    slides.extend(headline.iter().filter_map(|measure| course(&facts, measure)));
    for measure in &headline {
        slides.extend(
            facts
                .segments()
                .into_iter()
                .filter_map(|segment| apart(&facts, measure, segment)),
        );
    }
    slides.extend(importances(&facts));
    slides.extend(batteries(&facts));
    slides.extend(first(&facts));
    slides.push(measured(&facts));
    Deck {
        title: format!("{} {}", page::title(&facts), facts.wave),
        author: facts.input.organisation.clone(),
        lang: tag(&facts),
        look,
        slides,
    }
}

/// The language as Office names it.
fn tag(facts: &Facts) -> String {
    match facts.input.lang.tag() {
        "zh" => "zh-CN".to_owned(),
        "en" => "en-US".to_owned(),
        other => other.to_owned(),
    }
}

/// A text on a slide, which no style sheet spaces.
fn said(facts: &Facts, text: impl AsRef<str>) -> String {
    charts::drawn(text, facts.tongue())
}

/// Where we stand: what was met, and the headline figures against target, the wave before and a year ago.
fn standing(facts: &Facts) -> Slide {
    let mut chosen: Vec<(usize, &Measure)> = tables::ordered(facts)
        .into_iter()
        .filter(|(_, measure)| measure.headline)
        .collect();
    if chosen.is_empty() {
        chosen = tables::ordered(facts);
    }
    chosen.truncate(ROWS);
    let ids = chosen
        .iter()
        .map(|(_, measure)| figure_id(facts, measure, Group::Total));
    let ids = ids.collect::<Vec<_>>();
    let table = tables::standing_of(facts, chosen);
    Slide {
        title: said(facts, headings::section(facts, "standing")),
        subtitle: said(facts, page::window(facts)),
        lead: said(facts, lead::lead(facts)),
        foot: said(
            facts,
            format!("{}{}{}", notes::source(facts), facts.tongue().pick(" ", ""), table.note),
        ),
        body: Body::Table(cells(facts, &table)),
        notes: with_ids(facts, Vec::new(), ids),
    }
}

/// Figures of others beside ours; `None` where there are none.
fn beside(facts: &Facts) -> Option<Slide> {
    let shown = facts.benchmarks();
    let mut table = tables::benchmark_table(facts, &shown, Group::Total)?;
    table.rows.truncate(ROWS);
    let ids = shown.iter().take(ROWS);
    let ids = ids.map(|row| figure_id(facts, row.measure, row.benchmark.group));
    Some(Slide {
        title: said(facts, tables::benchmark_heading(facts)),
        subtitle: said(facts, page::window(facts)),
        foot: said(facts, &table.note),
        body: Body::Table(cells(facts, &table)),
        notes: with_ids(facts, Vec::new(), ids.collect()),
        ..Slide::default()
    })
}

/// What to look at first; `None` where nothing calls for it.
fn first(facts: &Facts) -> Option<Slide> {
    let items = priorities::items(facts, FIRST);
    let list: Vec<(String, String)> = items
        .into_iter()
        .map(|item| (said(facts, item.lead), said(facts, item.text)))
        .collect();
    (!list.is_empty()).then(|| Slide {
        title: said(facts, headings::section(facts, "first")),
        subtitle: said(facts, page::window(facts)),
        foot: said(facts, priorities::note(facts.tongue())),
        body: Body::List(list),
        ..Slide::default()
    })
}

/// A table of the page as cells of a slide.
fn cells(facts: &Facts, table: &TableView) -> Vec<Vec<Cell>> {
    let head = table.columns.iter().map(|column| {
        let unit = if column.unit.is_empty() {
            String::new()
        } else {
            format!(" ({})", column.unit)
        };
        Cell {
            text: said(facts, format!("{}{unit}", column.title)),
            ..Cell::default()
        }
    });
    let cell = |cell: &CellView| {
        let marked = [cell.mark.as_str(), &cell.text].concat();
        Cell {
            text: said(facts, format!("{marked}{}", cell.raised)),
            tone: match cell.tone.as_str() {
                "good" => Tone::Good,
                "bad" => Tone::Bad,
                "quiet" => Tone::Quiet,
                _ => Tone::Plain,
            },
        }
    };
    let rows = table.rows.iter().map(|row| row.cells.iter().map(cell).collect());
    std::iter::once(head.collect()).chain(rows).collect()
}

/// A measure over time, with its target; `None` with fewer than two waves.
fn course(facts: &Facts, measure: &Measure) -> Option<Slide> {
    let (chart, mut caption) = charts::course(facts, measure, None);
    let known =
        |points: &[crate::chart::TrendPoint]| points.iter().filter(|point| point.estimate.value.is_some()).count();
    if chart.series.first().is_none_or(|series| known(&series.points) < 2) {
        return None;
    }
    let waves = facts.trend_waves(measure, &[Group::Total]);
    let shown = waves
        .iter()
        .filter(|wave| facts.figure(&measure.id, wave, Group::Total).estimate.is_some());
    let ids = shown.map(|wave| facts.input.scores.figure_id(&measure.id, wave, Group::Total));
    let ids = ids.collect();
    // Ribbons are error bars here.
    let tongue = facts.tongue();
    let ribbons = charts::foot(facts, measure, tongue.pick("Shaded", "阴影"));
    let bars = charts::foot(facts, measure, tongue.pick("Lines", "竖线"));
    for part in &mut caption.foot {
        if let Some(at) = ribbons.iter().position(|known| known == part) {
            part.clone_from(&bars[at]);
        }
    }
    if chart
        .series
        .iter()
        .flat_map(|series| &series.points)
        .any(|point| point.historical)
    {
        let earlier = words::published_earlier(tongue);
        caption.foot.push(tongue.pick(
            format!("{0} {earlier}.", numbers::EARLIER),
            format!("{0}{earlier}。", numbers::EARLIER),
        ));
    }
    let tongue = facts.tongue();
    let marked = chart.marked(tongue);
    let mut made = slide(
        facts,
        Caption {
            foot: caption.foot.into_iter().chain([marked]).collect(),
            ..caption
        },
        numbers::course(facts, measure, &chart),
        ids,
    );
    // Native charts bear no numbers of events: all of them stand in the notes.
    let happened = chart.waves.iter().enumerate().map(|(at, wave)| {
        let text = chart.happened(at, tongue);
        (!text.is_empty()).then(|| tongue.pick(format!("{}: {text}", wave.label), format!("{}：{text}", wave.label)))
    });
    made.notes.splice(0..0, happened.flatten());
    Some(made)
}

/// A measure by the groups of a segment in which one differs from the rest.
fn apart(facts: &Facts, measure: &Measure, segment: VariableIndex) -> Option<Slide> {
    headings::largest_rest(facts, measure, &[segment])?;
    let (chart, caption) = charts::side_by_side(facts, measure, &[segment]);
    let rows = charts::by_value(facts, measure, segment);
    let shown = rows.iter().filter(|(_, figure)| figure.estimate.is_some());
    let total = facts.now(measure, Group::Total).estimate.map(|_| Group::Total);
    let groups = total.into_iter().chain(shown.map(|(group, _)| *group));
    let ids = groups.map(|group| figure_id(facts, measure, group)).collect();
    Some(slide(
        facts,
        caption,
        numbers::side_by_side(facts, measure, &chart),
        ids,
    ))
}

/// What the overall rating goes with.
fn importances(facts: &Facts) -> Option<Slide> {
    let (chart, caption) = charts::importances(facts)?;
    let known = super::drivers::drivers(facts)?;
    let survey = facts.survey();
    let outcome = &survey.variable(known.outcome).id;
    let id = |driver: &crate::driver::Driver| {
        let item = &survey.variable(driver.variable).id;
        format!("{}/{}/drivers/{outcome}/{item}", survey.id, facts.wave)
    };
    let ids = known.analysis.drivers.iter().map(id).collect();
    Some(slide(facts, caption, numbers::importances(facts, &chart), ids))
}

/// How the answers to each battery are spread.
fn batteries(facts: &Facts) -> Vec<Slide> {
    let questions = lists::rating_questions(facts);
    let made = questions.iter().filter_map(|(id, ..)| {
        let questions = arguments::rated(facts, Some(id)).ok()?;
        if questions.len() < 2 {
            return None;
        }
        let (chart, mut caption) = charts::spread_out(facts, &questions)?;
        // Answers outside the scale are not drawn here.
        caption.foot.retain(|part| part != charts::aside_note(facts.tongue()));
        let ids = spread_ids(facts, &questions);
        (!ids.is_empty()).then(|| slide(facts, caption, numbers::spread_out(facts, &chart), ids))
    });
    made.collect()
}

/// Ids of the shares that are drawn: point by point, each for all lines.
fn spread_ids(facts: &Facts, questions: &[VariableIndex]) -> Vec<String> {
    let survey = facts.survey();
    let spreads = charts::spreads(facts, questions);
    let points = questions
        .first()
        .map_or_else(Vec::new, |first| charts::worst_first(facts, *first));
    let mut ids = Vec::new();
    for step in 0..points.len() {
        for spread in spreads.iter().filter(|spread| !spread.shares.is_empty()) {
            let variable = survey.variable(spread.question);
            let order = charts::worst_first(facts, spread.question);
            let option = variable
                .domain
                .options()
                .and_then(|list| list.options.get(*order.get(step)?));
            let option = option.map_or("", |option| option.id.as_str());
            ids.push(format!("{}/{}/{}={option}", survey.id, spread.wave, variable.id));
        }
    }
    ids
}

/// How it was measured.
fn measured(facts: &Facts) -> Slide {
    let items = methods::items(facts).into_iter();
    Slide {
        title: said(facts, headings::section(facts, "methods")),
        body: Body::List(
            items
                .map(|item| (said(facts, item.lead), said(facts, item.text)))
                .collect(),
        ),
        foot: said(facts, notes::source(facts)),
        ..Slide::default()
    }
}

fn figure_id(facts: &Facts, measure: &Measure, group: Group) -> String {
    facts.input.scores.figure_id(&measure.id, &facts.wave, group)
}

/// A chart with the words of its figure on the page.
fn slide(facts: &Facts, caption: Caption, chart: Chart, ids: Vec<String>) -> Slide {
    let (drawn, written) = (
        notes::base_notes(facts, true, false),
        notes::table_notes(facts, true, false),
    );
    let foot = caption.foot.into_iter().filter(|part| !part.is_empty());
    // Office knows no hatched bars of one kind: small bases carry the mark of tables.
    let foot: Vec<String> = foot
        .map(|part| if drawn.contains(&part) { written.concat() } else { part })
        .collect();
    let description = if caption.says.is_empty() {
        &caption.title
    } else {
        &caption.says
    };
    let chart = Chart {
        description: said(facts, description),
        ..chart
    };
    let spoken = [caption.says].into_iter().filter(|says| !says.is_empty()).collect();
    Slide {
        title: said(facts, caption.title),
        subtitle: said(facts, caption.subtitle),
        foot: said(facts, foot.join(facts.tongue().pick(" ", ""))),
        notes: with_ids(facts, spoken, ids),
        body: Body::Chart(chart),
        lead: String::new(),
    }
}

/// Notes with the ids of the numbers shown, a line each.
fn with_ids(facts: &Facts, mut notes: Vec<String>, ids: Vec<String>) -> Vec<String> {
    if !ids.is_empty() {
        let lead = facts.tongue().pick(
            "Numbers shown, for `manyi explain`:",
            "所示数值（可用 `manyi explain` 查询）：",
        );
        notes.push(lead.to_owned());
    }
    notes.extend(ids);
    notes
}
