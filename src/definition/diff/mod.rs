//! What changed between two versions of a survey, told by its meaning: what stays comparable, what needs a word, what breaks.
//!
//! In: two surveys. Out: a [`Difference`], whose changes name the measures they touch. A change is compatible (no figure can
//! move by it), a footnote (the trend goes on and says what changed), or breaking (figures before and after answer different
//! questions). Knows no answers, no files, no waves.

mod depends;
mod flow;
mod items;
mod measures;
mod options;
mod words;

#[cfg(test)]
mod tests;

pub use depends::depends;
pub use words::{answered_for, reason, sentence, words_of};

use crate::model::Id;
use crate::model::Survey;
use crate::model::VariableIndex;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How far a change reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// No figure can move by it.
    Compatible,
    /// Figures may be compared; whoever reads them is told.
    Footnote,
    /// Figures before and after do not mean the same.
    Breaking,
}

impl Impact {
    /// All, the mildest first.
    pub const ALL: [Self; 3] = [Self::Compatible, Self::Footnote, Self::Breaking];

    /// The word in tables for machines, and in `--fail-on`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Footnote => "footnote",
            Self::Breaking => "breaking",
        }
    }
}

/// Of what a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The survey as a whole.
    Survey,
    /// A page.
    Page,
    /// A question, or a row of one.
    Question,
    /// A hidden or derived value.
    Value,
    /// A measure.
    Measure,
    /// The index or a part of it.
    Index,
}

impl Subject {
    /// The word in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Page => "page",
            Self::Question => "question",
            Self::Value => "value",
            Self::Measure => "measure",
            Self::Index => "index",
        }
    }
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere among the others.
    Moved,
    /// Its kind.
    Kind,
    /// Its text.
    Wording,
    /// Its text, in blanks, points and capitals alone.
    Spelling,
    /// The line below it, or what an interviewer is told.
    Hint,
    /// The label of an option or of a point of its scale.
    Label,
    /// What the ends of a scale mean.
    Ends,
    /// An option came.
    OptionAdded,
    /// An option went.
    OptionRemoved,
    /// An option has another name.
    OptionRenamed,
    /// An option has another value.
    OptionValue,
    /// Options stand in another order, or in a random one.
    OptionOrder,
    /// An answer that says why there is none came or went.
    MissingAnswer,
    /// The number or the values of the points of its scale.
    Scale,
    /// Which end of its scale is good.
    Direction,
    /// Who is asked.
    Routing,
    /// Whether an answer is demanded.
    Required,
    /// Which answers are allowed.
    Limits,
    /// Its order among others is drawn anew for each respondent, or no more.
    Order,
    /// How a value is computed.
    Formula,
    /// What a measure counts.
    Counted,
    /// On whom a measure is computed.
    Filter,
    /// Weights of an index.
    Weights,
    /// What belongs to a part of an index.
    Parts,
    /// How responses are weighted.
    Weighting,
    /// How the sample was drawn.
    Design,
    /// What respondents are promised.
    Privacy,
    /// A language came or went.
    Language,
    /// A text around the questions.
    Texts,
    /// Settings that no answer depends on.
    Settings,
}

impl Aspect {
    /// The word in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Kind => "kind",
            Self::Wording => "wording",
            Self::Spelling => "spelling",
            Self::Hint => "hint",
            Self::Label => "label",
            Self::Ends => "ends",
            Self::OptionAdded => "option_added",
            Self::OptionRemoved => "option_removed",
            Self::OptionRenamed => "option_renamed",
            Self::OptionValue => "option_value",
            Self::OptionOrder => "option_order",
            Self::MissingAnswer => "missing_answer",
            Self::Scale => "scale",
            Self::Direction => "direction",
            Self::Routing => "routing",
            Self::Required => "required",
            Self::Limits => "limits",
            Self::Order => "order",
            Self::Formula => "formula",
            Self::Counted => "counted",
            Self::Filter => "filter",
            Self::Weights => "weights",
            Self::Parts => "parts",
            Self::Weighting => "weighting",
            Self::Design => "design",
            Self::Privacy => "privacy",
            Self::Language => "language",
            Self::Texts => "texts",
            Self::Settings => "settings",
        }
    }

    /// Whether it changes what an answer means, so that answers to both versions must not lie in one wave.
    #[must_use]
    pub const fn is_of_meaning(self) -> bool {
        matches!(
            self,
            Self::Removed
                | Self::Kind
                | Self::OptionAdded
                | Self::OptionRemoved
                | Self::OptionRenamed
                | Self::OptionValue
                | Self::Scale
                | Self::Direction
        )
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Of what.
    pub subject: Subject,
    /// Its name; a row as `question.row`.
    pub id: Id,
    /// What changed.
    pub aspect: Aspect,
    /// How far it reaches; a declared reason does not change it.
    pub impact: Impact,
    /// The language, of a wording that changed in one.
    pub lang: Option<String>,
    /// As it was; empty where it was not.
    pub before: String,
    /// As it is; empty where it is no more.
    pub after: String,
    /// Variables whose answers it touches, of either version.
    pub variables: Vec<Id>,
    /// Measures whose trend it touches, of either version.
    pub touches: Vec<Id>,
    /// Why the author calls the item comparable in spite of it.
    pub because: Option<String>,
    /// Where the author says what each earlier option is today: that, with the reason.
    pub read_as: Option<String>,
}

impl Change {
    /// Whether the author answers for it: calls the item comparable, or says what the earlier answers are today.
    #[must_use]
    pub const fn is_answered_for(&self) -> bool {
        self.because.is_some() || self.read_as.is_some()
    }

    /// How far it reaches once the author's declaration is heard: what is declared comparable, or read anew, is a footnote.
    #[must_use]
    pub fn weight(&self) -> Impact {
        if self.is_answered_for() {
            self.impact.min(Impact::Footnote)
        } else {
            self.impact
        }
    }
}

/// All changes from one version to another, in the order of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// The changes.
    pub changes: Vec<Change>,
}

impl Difference {
    /// The most that any change does.
    #[must_use]
    pub fn impact(&self) -> Impact {
        let weights = self.changes.iter().map(Change::weight);
        weights.max().unwrap_or(Impact::Compatible)
    }

    /// The changes that touch the answers to a variable and are more than compatible.
    #[must_use]
    pub fn of_variable(&self, variable: &Id) -> Vec<(&Change, Impact)> {
        let touching = self.changes.iter().filter(|change| change.variables.contains(variable));
        let weighed = touching.map(|change| (change, change.weight()));
        weighed.filter(|(_, weight)| *weight > Impact::Compatible).collect()
    }

    /// The changes that touch a measure and are more than compatible, with what they come to for it: a reason given for the measure
    /// itself covers all of them.
    #[must_use]
    pub fn of_measure<'a>(&'a self, measure: &Id, declared: Option<&'a str>) -> Vec<(&'a Change, Impact)> {
        let touching = self.changes.iter().filter(|change| change.touches.contains(measure));
        let weighed = touching.map(|change| {
            let weight = if declared.is_some() {
                change.weight().min(Impact::Footnote)
            } else {
                change.weight()
            };
            (change, weight)
        });
        weighed.filter(|(_, weight)| *weight > Impact::Compatible).collect()
    }
}

/// What changed from `before` to `after`. Reasons for which changed items are comparable are taken from `declared`, usually the
/// newest version; one that the old version gave already covers nothing new.
#[must_use]
pub fn diff(before: &Survey, after: &Survey, declared: &Survey) -> Difference {
    let mut search = Search {
        before,
        after,
        declared,
        touched: touched(before, after),
        changes: Vec::new(),
    };
    search.questions();
    search.values();
    search.measures();
    search.around();
    if search.changes.is_empty() && before.hash != after.hash {
        search.survey(Aspect::Settings, Impact::Compatible, String::new(), String::new());
    }
    Difference {
        changes: search.changes,
    }
}

/// The reason for which the newest version calls an item comparable, unless the old one gave the same.
#[must_use]
pub fn declared<'a>(before: &Survey, declared: &'a Survey, id: &Id) -> Option<&'a str> {
    let because = declared.comparable.get(id)?;
    (before.comparable.get(id) != Some(because)).then_some(because.as_str())
}

/// The comparison of two versions under way.
struct Search<'a> {
    before: &'a Survey,
    after: &'a Survey,
    declared: &'a Survey,
    /// By variable, the measures that depend on it in either version.
    touched: BTreeMap<Id, BTreeSet<Id>>,
    changes: Vec<Change>,
}

/// What a change is of: kind of subject, its name, the question it belongs to.
#[derive(Clone, Copy)]
struct Item<'a> {
    subject: Subject,
    id: &'a Id,
    question: &'a Id,
}

impl Search<'_> {
    /// Notes a change of an item that is in questions, with the measures of `variables`.
    fn note(&mut self, item: Item<'_>, variables: &[&Id], aspect: Aspect, impact: Impact, texts: [String; 2]) {
        let touches: BTreeSet<Id> = variables
            .iter()
            .filter_map(|variable| self.touched.get(*variable))
            .flatten()
            .cloned()
            .collect();
        let because = declared(self.before, self.declared, item.question).map(str::to_owned);
        let [before, after] = texts;
        let variables: BTreeSet<Id> = variables.iter().map(|id| (*id).clone()).collect();
        self.changes.push(Change {
            variables: variables.into_iter().collect(),
            subject: item.subject,
            id: item.id.clone(),
            aspect,
            impact,
            lang: None,
            before,
            after,
            touches: touches.into_iter().collect(),
            because,
            read_as: None,
        });
    }

    /// Notes a change of the survey as a whole.
    fn survey(&mut self, aspect: Aspect, impact: Impact, before: String, after: String) {
        let all = if impact == Impact::Compatible {
            BTreeSet::new()
        } else {
            let measures = self.before.measures.iter().chain(&self.after.measures);
            measures.map(|measure| measure.id.clone()).collect()
        };
        self.changes.push(Change {
            variables: Vec::new(),
            subject: Subject::Survey,
            id: self.after.id.clone(),
            aspect,
            impact,
            lang: None,
            before,
            after,
            touches: all.into_iter().collect(),
            because: None,
            read_as: None,
        });
    }
}

/// By variable, the measures that depend on it in either version.
fn touched(before: &Survey, after: &Survey) -> BTreeMap<Id, BTreeSet<Id>> {
    let mut touched: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for survey in [before, after] {
        for measure in &survey.measures {
            for variable in depends(survey, measure) {
                let id = survey.variable(variable).id.clone();
                touched.entry(id).or_default().insert(measure.id.clone());
            }
        }
    }
    touched
}

/// The names of variables.
fn names<'a>(survey: &'a Survey, variables: &[VariableIndex]) -> Vec<&'a Id> {
    variables
        .iter()
        .map(|variable| &survey.variable(*variable).id)
        .collect()
}
