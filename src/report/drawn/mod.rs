//! Charts made from figures: the same pictures for `manyi chart` and for documents.
//!
//! In: scores, findings, and which of them are meant ([`Material`]). Out: the chart with its numbers, nothing hidden in it.

mod by_index;
mod by_question;
mod course;
mod material;
mod over_time;
mod side_by_side;
mod spread;

pub use material::Asked;
pub use material::Material;
pub use material::Small;

use crate::chart::Chart;
use crate::diagnostic::Words;

/// A chart with its numbers as JSON.
pub struct Drawn {
    /// The chart.
    pub chart: Box<dyn Chart>,
    /// What `manyi chart --input` draws again.
    pub input: serde_json::Value,
}

impl Drawn {
    /// A chart with its numbers.
    pub fn of(chart: impl Chart + serde::Serialize + 'static) -> Self {
        let input = serde_json::to_value(&chart).unwrap_or_default();
        Self {
            chart: Box::new(chart),
            input,
        }
    }
}

/// Which waves a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// One.
    Last,
    /// All of them.
    All,
}

/// What a chart is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// One measure.
    Measure,
    /// Several measures; without any the headline ones.
    Measures,
    /// An index; without one that of the survey.
    Index,
    /// An NPS.
    Nps,
    /// Ratings.
    Ratings,
    /// A question with options.
    Question,
}

/// Makes one chart from figures.
///
/// # Errors
/// Words that say why there is none.
pub type Make = fn(&Material) -> Result<Drawn, Words>;

/// A chart that is made from figures.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// Its name.
    pub name: &'static str,
    /// Which waves it shows.
    pub span: Span,
    /// What it is of.
    pub takes: Takes,
    /// How it is made.
    pub make: Make,
}

const fn made(name: &'static str, span: Span, takes: Takes, make: Make) -> Made {
    Made {
        name,
        span,
        takes,
        make,
    }
}

/// Charts that are made from figures; `drivers` and `quadrant` are made from a model, the others take numbers.
pub const MADE: [Made; 16] = [
    made("diverging", Span::Last, Takes::Ratings, by_question::diverging),
    made("nps", Span::All, Takes::Nps, by_question::nps),
    made("dots", Span::Last, Takes::Measure, side_by_side::dots),
    made("heat", Span::Last, Takes::Measures, side_by_side::heat),
    made("trend", Span::All, Takes::Measure, over_time::trend),
    made("sparkline", Span::All, Takes::Measure, over_time::sparkline),
    made("tree", Span::Last, Takes::Index, by_index::tree),
    made("waterfall", Span::Last, Takes::Index, by_index::waterfall),
    made("icicle", Span::Last, Takes::Index, by_index::icicle),
    made("pareto", Span::Last, Takes::Question, by_question::pareto),
    made("control", Span::All, Takes::Measure, over_time::control),
    made("journey", Span::Last, Takes::Measures, side_by_side::journey),
    made("multiples", Span::All, Takes::Measure, over_time::multiples),
    made("sparktable", Span::All, Takes::Measures, over_time::sparktable),
    made("histogram", Span::Last, Takes::Question, by_question::histogram),
    made("funnel", Span::Last, Takes::Measure, side_by_side::funnel),
];

/// The chart of this name, where it is made from figures.
#[must_use]
pub fn named(name: &str) -> Option<&'static Made> {
    MADE.iter().find(|made| made.name == name)
}
