//! Charts made from figures: the same pictures for `manyi chart` and for documents.
//!
//! In: scores, findings, and which of them are meant ([`Material`]). Out: the chart with its numbers, nothing hidden in it.

mod by_index;
mod by_question;
mod course;
mod features;
mod material;
mod over_time;
mod side_by_side;
mod spread;
mod values;

pub use material::Asked;
pub use material::Material;
pub use material::Small;

use crate::chart::Chart;
use crate::diagnostic::Words;
use crate::measure::kano;
use crate::measure::spread as quantiles;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::tabulation::Need;
use crate::tabulation::Wanted;

/// A chart with its numbers as JSON.
pub struct Drawn {
    /// The chart.
    pub chart: Box<dyn Chart>,
    /// What `manyi chart --input` draws again.
    pub input: serde_json::Value,
    /// What a reader must know of these numbers, in their language; sentences.
    pub notes: Vec<String>,
}

impl Drawn {
    /// A chart with its numbers.
    pub fn of(chart: impl Chart + serde::Serialize + 'static) -> Self {
        let input = serde_json::to_value(&chart).unwrap_or_default();
        Self {
            chart: Box::new(chart),
            input,
            notes: Vec::new(),
        }
    }

    /// The same with what a reader must know.
    #[must_use]
    pub fn noted(self, notes: Vec<String>) -> Self {
        Self { notes, ..self }
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
    /// Kano questions; without one all of them.
    Features,
    /// A rating or a number, or the index of each person.
    Values,
}

/// Whether a chart shows groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groups {
    /// Everybody only.
    None,
    /// Those of a segment that is named, else everybody.
    Named,
    /// Those of a segment that is named, else of every segment.
    Every,
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
    /// Which groups it shows.
    pub groups: Groups,
    /// How it is made.
    pub make: Make,
}

impl Made {
    /// Which waves it shows, with groups or of everybody.
    #[must_use]
    pub fn span_of(&self, has_groups: bool) -> Span {
        match self.takes {
            // Boxes stand side by side for groups of one wave, else for the waves.
            Takes::Values if has_groups => Span::Last,
            _ => self.span,
        }
    }
}

const fn made(name: &'static str, span: Span, takes: Takes, groups: Groups, make: Make) -> Made {
    Made {
        name,
        span,
        takes,
        groups,
        make,
    }
}

/// Charts that are made from figures; `drivers` and `quadrant` are made from a model.
pub const MADE: [Made; 18] = [
    made(
        "diverging",
        Span::Last,
        Takes::Ratings,
        Groups::None,
        by_question::diverging,
    ),
    made("nps", Span::All, Takes::Nps, Groups::None, by_question::nps),
    made("dots", Span::Last, Takes::Measure, Groups::Every, side_by_side::dots),
    made("heat", Span::Last, Takes::Measures, Groups::Every, side_by_side::heat),
    made("trend", Span::All, Takes::Measure, Groups::Named, over_time::trend),
    made(
        "sparkline",
        Span::All,
        Takes::Measure,
        Groups::None,
        over_time::sparkline,
    ),
    made("tree", Span::Last, Takes::Index, Groups::None, by_index::tree),
    made("waterfall", Span::Last, Takes::Index, Groups::None, by_index::waterfall),
    made("icicle", Span::Last, Takes::Index, Groups::None, by_index::icicle),
    made("pareto", Span::Last, Takes::Question, Groups::None, by_question::pareto),
    made("control", Span::All, Takes::Measure, Groups::None, over_time::control),
    made("kano", Span::Last, Takes::Features, Groups::None, features::kano),
    made(
        "journey",
        Span::Last,
        Takes::Measures,
        Groups::None,
        side_by_side::journey,
    ),
    made(
        "multiples",
        Span::All,
        Takes::Measure,
        Groups::Every,
        over_time::multiples,
    ),
    made(
        "sparktable",
        Span::All,
        Takes::Measures,
        Groups::None,
        over_time::sparktable,
    ),
    made(
        "histogram",
        Span::Last,
        Takes::Question,
        Groups::None,
        by_question::histogram,
    ),
    made("boxes", Span::All, Takes::Values, Groups::Named, values::boxes),
    made(
        "funnel",
        Span::Last,
        Takes::Measure,
        Groups::Every,
        side_by_side::funnel,
    ),
];

/// The chart of this name, where it is made from figures.
#[must_use]
pub fn named(name: &str) -> Option<&'static Made> {
    MADE.iter().find(|made| made.name == name)
}

/// Which groups the chart of this name shows; those from a model show everybody.
#[must_use]
pub fn groups(name: &str) -> Groups {
    named(name).map_or(Groups::None, |made| made.groups)
}

/// What must be counted for a chart of these questions.
#[must_use]
pub fn needs(survey: &Survey, takes: Takes, questions: &[VariableIndex]) -> Vec<Need> {
    match takes {
        Takes::Features => {
            let features = kano::features(survey).into_iter();
            let asked = features.filter(|feature| questions.contains(&feature.with));
            asked.map(|feature| feature.need()).collect()
        }
        Takes::Values => {
            let values = questions.iter();
            values
                .flat_map(|question| quantiles::needs(survey, *question))
                .collect()
        }
        _ => {
            let answers = questions.iter().map(|question| Wanted::Cells(*question));
            answers.map(Need::all).collect()
        }
    }
}
