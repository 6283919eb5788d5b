//! Charts of a document: figures become plain numbers and worded texts, drawn at two widths, with words and a table.

mod diverging;
mod dots;
mod drivers;
mod funnel;
mod nps;
mod plain;
mod tree;
mod trend;
mod waterfall;

pub use diverging::Spread;
pub use diverging::aside_name;
pub use diverging::aside_note;
pub use diverging::best_points;
pub use diverging::diverging;
pub use diverging::percent;
pub use diverging::quoted;
pub use diverging::spread_out;
pub use diverging::spreads;
pub use diverging::step;
pub use diverging::worst_first;
pub use dots::by_value;
pub use dots::dots;
pub use dots::side_by_side;
pub use drivers::drivers;
pub use drivers::importances;
pub use drivers::quadrant;
pub use funnel::Funnel;
pub use nps::nps;
pub use plain::asked;
pub use plain::plain;
pub use tree::Node;
pub use tree::nodes;
pub use tree::tree;
pub use trend::course;
pub use trend::lines;
pub use trend::sparkline;
pub use trend::sparkline_of;
pub use trend::trend;
pub use waterfall::by_size;
pub use waterfall::waterfall;

use super::facts::Facts;
use super::facts::Figure;
use super::facts::Medium;
use super::parts;
use super::parts::FigureView;
use super::parts::TableView;
use super::words;
use crate::chart;
use crate::chart::Chart;
use crate::chart::Direction;
use crate::chart::Mark;
use crate::diagnostic::Tongue;
use crate::finding::Change;
use crate::finding::Showing;
use crate::locale;
use crate::measure::Estimate;
use crate::measure::Unit;
use crate::model::Measure;
use crate::model::WaveId;
use crate::site;
use crate::site::Html;
use crate::tabulation::Group;

/// The words around a drawing.
pub struct Caption {
    /// The finding.
    pub title: String,
    /// What is measured, of whom, when.
    pub subtitle: String,
    /// The finding in full, with interval and bases.
    pub says: String,
    /// Source, wording, how the interval is made; sentences.
    pub foot: Vec<String>,
    /// The numbers of the drawing.
    pub table: TableView,
}

/// A figure: the drawing at both widths, its words and its table.
pub fn figure(facts: &Facts, chart: &dyn Chart, caption: Caption) -> Html {
    if facts.medium == Medium::Markdown {
        let view = FigureView {
            title: caption.title,
            says: caption.says,
            ..FigureView::default()
        };
        return parts::part(facts, "figure.html", &view);
    }
    let id = facts.figure_id();
    let (wide, narrow) = (chart.draw(chart::WIDE, &id), chart.draw(chart::NARROW, &id));
    let tongue = facts.tongue();
    let mut foot = caption.foot;
    if let Some(axis) = wide.axis.as_ref().filter(|axis| !axis.has_zero) {
        let (low, high) = (&axis.low_text, &axis.high_text);
        foot.push(tongue.pick(
            format!("The axis runs from {low} to {high}."),
            format!("坐标轴为{low}至{high}，不从零开始。"),
        ));
    }
    let view = FigureView {
        id,
        title: caption.title,
        subtitle: caption.subtitle,
        says: caption.says,
        wide: Html::trusted(wide.text),
        narrow: Some(Html::trusted(narrow.text)),
        foot: foot
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(tongue.pick(" ", "")),
        more: tongue.pick("Numbers in a table", "以表格查看数据").to_owned(),
        table: Some(parts::part(facts, "table.html", &caption.table)),
    };
    parts::part(facts, "figure.html", &view)
}

/// A text inside a drawing, which no style sheet spaces.
pub fn drawn(text: impl AsRef<str>, tongue: Tongue) -> String {
    tongue.pick(text.as_ref().to_owned(), site::spaced(text.as_ref()))
}

/// The texts every drawing carries.
pub fn chart_words(title: &str, description: &str, tongue: Tongue) -> chart::Words {
    let empty = tongue.pick("No answers to show.", "没有可显示的回答。").to_owned();
    chart::Words {
        title: drawn(title, tongue),
        description: drawn(description, tongue),
        empty,
    }
}

/// What a value is multiplied by on an axis.
pub fn factor(unit: Unit) -> f64 {
    if unit == Unit::Share { 100.0 } else { 1.0 }
}

/// The sign behind the last tick of an axis.
pub fn axis_unit(unit: Unit) -> String {
    if unit == Unit::Share {
        "%".to_owned()
    } else {
        String::new()
    }
}

/// A value as it stands in a drawing, with no more digits than its interval supports.
pub fn chart_value(unit: Unit, estimate: &Estimate) -> String {
    match unit {
        Unit::Share => {
            let half = estimate
                .interval
                .map_or(1.0, |interval| (interval.high - interval.low) / 2.0);
            locale::plain(estimate.value * 100.0, usize::from(half < 0.01))
        }
        _ => words::value(unit, estimate.value),
    }
}

/// An estimate on an axis.
pub fn on_axis(unit: Unit, figure: &Figure) -> chart::Estimate {
    let Some(estimate) = &figure.estimate else {
        return chart::Estimate::default();
    };
    let times = factor(unit);
    chart::Estimate {
        value: Some(estimate.value * times),
        low: estimate.interval.map(|interval| interval.low * times),
        high: estimate.interval.map(|interval| interval.high * times),
        text: chart_value(unit, estimate),
    }
}

/// How a figure is drawn.
pub fn showing(figure: &Figure, tongue: Tongue) -> chart::Showing {
    if let Some(reason) = figure.reason {
        return chart::Showing::Hidden(words::reason(reason, tongue).to_owned());
    }
    match figure.showing {
        Showing::Shown => chart::Showing::Plain,
        Showing::Flagged => chart::Showing::Small,
        hidden => chart::Showing::Hidden(words::showing(hidden, tongue).to_owned()),
    }
}

/// `n = 120`, nothing where hidden.
pub fn base(figure: &Figure) -> String {
    figure
        .estimate
        .as_ref()
        .filter(|known| known.base > 0)
        .map_or_else(String::new, |known| format!("n = {}", known.base))
}

/// The mark of a comparison; small and uncertain ones are grey dashes.
pub fn mark(facts: &Facts, measure: &Measure, change: &Change) -> Mark {
    let direction = match change.verdict.is_up() {
        Some(true) => Direction::Rose,
        Some(false) => Direction::Fell,
        None => Direction::Same,
    };
    let tone = parts::ink(change.verdict, facts.better(measure));
    let text = words::difference(facts.unit(measure), change.comparison.difference);
    Mark { direction, tone, text }
}

/// The ends of the axis of a measure, the same wherever it is drawn: round numbers around all that may be shown.
pub fn common_range(facts: &Facts, measure: &Measure) -> Option<(f64, f64)> {
    let unit = facts.unit(measure);
    let trend = facts.trend_waves(measure, &[Group::Total]);
    let groups = facts.segments().into_iter().flat_map(|segment| facts.levels(segment));
    let over_time = trend.iter().map(|wave| facts.figure(&measure.id, wave, Group::Total));
    let now = groups.map(|group| facts.now(measure, group));
    let target = facts.target(measure, Group::Total).map(|target| target.value);
    let theirs = facts
        .beside(measure, Group::Total)
        .into_iter()
        .map(|row| row.benchmark.value);
    let ends = over_time
        .chain(now)
        .filter_map(|figure| figure.estimate)
        .flat_map(|estimate| {
            let interval = estimate.interval;
            [Some(estimate.value), interval.map(|i| i.low), interval.map(|i| i.high)]
                .into_iter()
                .flatten()
        });
    let (low, high) = ends
        .chain(target)
        .chain(theirs)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(x), high.max(x))
        });
    let (step, limits) = match unit {
        Unit::Share => (0.1, (0.0, 1.0)),
        Unit::Index => (10.0, (0.0, 100.0)),
        Unit::Nps => (20.0, (-100.0, 100.0)),
        Unit::Scale(worst, best) => (0.5, (worst, best)),
        Unit::Number => return None,
    };
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    let times = factor(unit);
    (low < high).then(|| (low.max(limits.0) * times, high.min(limits.1) * times))
}

/// The subtitle: what is measured, how many, when.
pub fn subtitle(facts: &Facts, measure: &Measure, wave: &WaveId) -> String {
    let tongue = facts.tongue();
    let what = unit_words(facts, measure);
    let when = super::dates::wave(&facts.input.calendar, wave, tongue);
    let base = base(&facts.figure(&measure.id, wave, Group::Total)).replace(' ', "\u{a0}");
    [what, when, base]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(tongue.pick(" · ", "，"))
}

/// In what a measure counts, as a reader says it.
pub fn unit_words(facts: &Facts, measure: &Measure) -> String {
    let tongue = facts.tongue();
    match facts.unit(measure) {
        Unit::Share => tongue.pick("% of valid answers", "占有效回答的百分比").to_owned(),
        Unit::Nps => tongue
            .pick("promoters minus detractors, −100 to +100", "推荐者减贬损者，−100至+100")
            .to_owned(),
        Unit::Index => tongue.pick("index from 0 to 100", "0至100分").to_owned(),
        Unit::Scale(low, high) => {
            let (low, high) = (locale::plain(low, 0), locale::plain(high, 0));
            tongue.pick(
                format!("mean on a scale from {low} to {high}"),
                format!("{low}至{high}分量表的均值"),
            )
        }
        Unit::Number => tongue.pick("mean", "均值").to_owned(),
    }
}

/// The foot: source, wording, how the interval is made.
pub fn foot(facts: &Facts, measure: &Measure, drawn_as: &str) -> Vec<String> {
    let tongue = facts.tongue();
    let mut parts = vec![super::notes::source(facts)];
    if let Some(wording) = super::notes::wording(facts, measure) {
        let wording = quoted(&wording);
        parts.push(super::notes::ended(
            &tongue.pick(format!("Question: {wording}"), format!("题目：{wording}")),
            tongue,
        ));
    }
    let method = facts
        .now(measure, Group::Total)
        .estimate
        .map(|estimate| words::method(estimate.method, tongue));
    if let (Some(method), false) = (method, drawn_as.is_empty()) {
        let level = locale::percent(facts.input.scores.level, 0);
        parts.push(tongue.pick(
            format!("{drawn_as}: {level} interval ({method})."),
            format!("{drawn_as}：{level}置信区间（{method}）。"),
        ));
    }
    parts
}

/// Notes on small and hidden figures among those drawn.
pub fn notes<'a>(facts: &Facts, figures: impl IntoIterator<Item = &'a Figure>) -> Vec<String> {
    let (mut small, mut hidden) = (false, false);
    for figure in figures {
        small |= figure.showing == Showing::Flagged;
        hidden |= figure.is_hidden();
    }
    super::notes::base_notes(facts, small, hidden)
}
