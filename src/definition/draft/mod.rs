//! A definition as written: every part that could be read, with its place, nothing resolved yet.

mod parts;
mod settings;

pub use settings::Design;
pub use settings::Replicates;
pub use settings::Report;
pub use settings::Sample;
pub use settings::Unit;
pub use settings::Weighting;

use super::index::IndexRules;
use super::index::Judgements;
use super::spanned::Expression;
use super::spanned::Name;
use super::spanned::Spanned;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::logic::Missing;
use crate::model::Better;
use crate::model::PrivacyFact;
use crate::model::PrivacyMode;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// A whole definition.
#[derive(Debug, Default)]
pub struct Draft {
    pub id: Option<Name>,
    pub title: Texts,
    pub intro: Texts,
    pub thanks: Texts,
    pub privacy: Privacy,
    pub languages: Vec<Spanned<Lang>>,
    /// Languages with those that stand in for them.
    pub fallback: Vec<(Spanned<Lang>, Vec<Spanned<Lang>>)>,
    /// Words of forms.
    pub words: super::words::Words,
    pub hidden: Vec<Hidden>,
    pub scales: Vec<OwnScale>,
    pub pages: Vec<Page>,
    pub segments: Vec<Name>,
    pub derived: Vec<Derived>,
    pub weight: Option<Name>,
    pub design: Option<Design>,
    pub weighting: Option<Weighting>,
    pub sample: Option<Sample>,
    pub unit: Option<Unit>,
    pub quotas: Vec<Quota>,
    pub measures: Vec<Measure>,
    pub index: Option<Part>,
    pub index_rules: IndexRules,
    pub report: Report,
    /// Texts with answers in them, from [`super::pipes`].
    pub piped: super::pipes::Piped,
    /// Every text of the file, in its order.
    pub texts: Vec<Spanned<Texts>>,
}

/// What respondents are told about their data.
#[derive(Debug, Default)]
pub struct Privacy {
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether it is a block and no plain text.
    pub stated: bool,
    pub mode: Option<Spanned<PrivacyMode>>,
    /// Place of `access: token`.
    pub token: Option<Range<usize>>,
    pub notice: Texts,
    pub facts: Vec<(PrivacyFact, Spanned<Texts>)>,
}

#[derive(Debug)]
pub struct Hidden {
    pub id: Name,
    /// As written or by default; empty when unknown.
    pub kind: String,
    pub text: Texts,
    pub options: Choices,
    pub bounds: Bounds,
    pub formerly: Formerly,
}

/// Numbers that limit others.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    pub min: Option<Spanned<f64>>,
    pub max: Option<Spanned<f64>>,
    pub whole: bool,
}

/// A list of options and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub span: Range<usize>,
    pub options: Vec<Choice>,
}

/// An option, or a point of a scale.
#[derive(Debug, Clone)]
pub struct Choice {
    pub id: Name,
    /// As written, else the position from 1.
    pub value: Spanned<i32>,
    pub text: Option<Spanned<Texts>>,
    /// Place of `exclusive: true`.
    pub exclusive: Option<Range<usize>>,
    pub other: bool,
    pub show_if: Option<Expression>,
    /// Place of `anchor: true`.
    pub anchor: Option<Range<usize>>,
    /// In a cascade: the options under it.
    pub under: Vec<Choice>,
}

#[derive(Debug)]
pub struct OwnScale {
    pub id: Name,
    pub low_is_better: bool,
    pub ends_only: bool,
    pub points: Choices,
}

#[derive(Debug, Clone)]
pub struct Page {
    pub id: Name,
    pub span: Range<usize>,
    pub title: Texts,
    pub questions: Vec<Question>,
    pub show_if: Option<Expression>,
    /// Place of `order: random`.
    pub random: Option<Range<usize>>,
    /// What it is repeated for, until [`super::expand`] has made the copies.
    pub repeated: Option<Loop>,
    /// What this copy is about.
    pub entity: Option<Arc<Entity>>,
}

/// What a page is repeated for.
#[derive(Debug, Clone)]
pub struct Loop {
    pub span: Range<usize>,
    /// A multiple choice.
    pub over: Option<Name>,
    /// Or a list.
    pub entities: Option<Vec<Listed>>,
}

/// One of the things a page is repeated for, as written.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: Name,
    pub text: Texts,
}

/// What a copy of a page is about, and the names that inside it mean its own questions.
#[derive(Debug, PartialEq, Eq)]
pub struct Entity {
    pub id: String,
    pub text: Texts,
    /// Names of the questions that are repeated together, as written.
    pub siblings: BTreeSet<String>,
}

impl Entity {
    /// The full name of what is called `name` inside a copy; `None` where that is not one of its own questions.
    #[must_use]
    pub fn full_name(&self, name: &str) -> Option<String> {
        let question = name.split('.').next().unwrap_or(name);
        self.siblings.contains(question).then(|| format!("{name}.{}", self.id))
    }
}

/// The place of a choice in a cascade.
#[derive(Debug, Clone)]
pub struct Rung {
    /// Full name of the choice above it.
    pub above: Option<String>,
    /// For each option the place of the one it stands under; empty at the top.
    pub groups: Vec<usize>,
}

/// Options or rows carried forward, as written.
#[derive(Debug, Clone)]
pub struct CarryForward {
    pub span: Range<usize>,
    pub question: Option<Name>,
    /// Those chosen; else those not chosen.
    pub chosen: bool,
}

/// Options or rows that were carried forward: they stand first.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Full name of the earlier question.
    pub from: String,
    pub chosen: bool,
    pub count: usize,
}

#[derive(Debug, Clone)]
pub struct Question {
    pub id: Name,
    /// Empty when unknown.
    pub kind: String,
    pub text: Texts,
    pub hint: Texts,
    pub interviewer: Texts,
    pub required: Option<Spanned<bool>>,
    pub show_if: Option<Expression>,
    pub require_if: Option<Expression>,
    pub valid_if: Option<Expression>,
    pub valid_message: Option<Spanned<Texts>>,
    pub touchpoint: Option<String>,
    pub scale: Option<Name>,
    pub rows: Vec<Row>,
    pub options: Choices,
    pub missing: Vec<MissingAnswer>,
    pub bounds: Bounds,
    pub unit: Texts,
    pub long: bool,
    pub max_length: Option<u32>,
    /// Place of `order: random`.
    pub random: Option<Range<usize>>,
    /// Place of `anchor: true`.
    pub anchor: Option<Range<usize>>,
    /// Options from an earlier question, until [`super::expand`] has copied them.
    pub options_from: Option<CarryForward>,
    /// Rows from an earlier question, until [`super::expand`] has copied them.
    pub rows_from: Option<CarryForward>,
    pub carried: Option<Carried>,
    /// Levels of a cascade, until [`super::expand`] has made a choice of each.
    pub levels: Vec<Listed>,
    /// Where it stands in a cascade.
    pub rung: Option<Rung>,
    /// What this copy is about.
    pub entity: Option<Arc<Entity>>,
    /// The second scale of a dual battery.
    pub importance_scale: Option<Name>,
    pub step: Option<Spanned<f64>>,
    pub total: Option<Spanned<f64>>,
    /// What the lower and the upper end of a slider mean.
    pub ends: [Texts; 2],
    /// The option of an attention check.
    pub attention: Option<Name>,
    pub purpose: Texts,
    pub separate: bool,
    pub comparable: Comparable,
    pub formerly: Formerly,
}

/// What is said of earlier options.
#[derive(Debug, Clone, Default)]
pub struct Formerly {
    /// Each earlier option with what it is today.
    pub codes: Option<Spanned<Vec<(Name, Name)>>>,
    pub because: Option<Name>,
}

/// What is said of a changed question or measure: that it can be compared with what it was.
#[derive(Debug, Clone, Default)]
pub struct Comparable {
    pub yes: Option<Spanned<bool>>,
    pub because: Option<Name>,
}

impl Comparable {
    /// The reason, where all is said that must be.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        let said = self.yes.as_ref().is_some_and(|yes| yes.value);
        self.because
            .as_ref()
            .filter(|_| said)
            .map(|because| because.value.as_str())
    }
}

#[derive(Debug, Clone)]
pub struct Row {
    pub id: Name,
    pub text: Texts,
    pub touchpoint: Option<String>,
    pub show_if: Option<Expression>,
    /// Place of `anchor: true`.
    pub anchor: Option<Range<usize>>,
    /// How a Kano question asks about the feature when it is there.
    pub with: Option<Spanned<Texts>>,
    /// How a Kano question asks about the feature when it is absent.
    pub without: Option<Spanned<Texts>>,
}

#[derive(Debug, Clone)]
pub struct MissingAnswer {
    pub kind: Spanned<Missing>,
    pub value: Option<Spanned<i32>>,
    pub text: Option<Spanned<Texts>>,
}

#[derive(Debug)]
pub struct Derived {
    pub id: Name,
    pub text: Texts,
    pub value: Option<Expression>,
    /// `None` when the key is not there.
    pub labels: Option<Choices>,
}

/// How many answers are wanted.
#[derive(Debug)]
pub struct Quota {
    pub id: Name,
    pub text: Texts,
    pub filter: Option<Expression>,
    pub target: Option<Spanned<i32>>,
    pub of: Option<Name>,
    pub targets: Vec<(Name, i32)>,
}

#[derive(Debug)]
pub struct Measure {
    pub id: Name,
    /// Empty when unknown.
    pub kind: String,
    pub of: Option<Name>,
    pub title: Texts,
    pub top: Option<Spanned<i32>>,
    pub bottom: Option<Spanned<i32>>,
    pub options: Vec<Name>,
    /// Which of Kano's coefficients.
    pub side: Option<String>,
    pub filter: Option<Expression>,
    pub headline: Option<bool>,
    pub better: Option<Better>,
    pub comparable: Comparable,
}

/// The index or a part of it.
#[derive(Debug)]
pub struct Part {
    pub id: Name,
    pub title: Texts,
    pub weight: Option<Spanned<f64>>,
    pub filter: Option<Expression>,
    /// `None` when the key is not there.
    pub parts: Option<Vec<Part>>,
    /// `None` when the key is not there.
    pub of: Option<Vec<Name>>,
    pub pairwise: Option<Judgements>,
}

impl Draft {
    /// All questions in order, with the positions of page and question.
    pub fn questions(&self) -> impl Iterator<Item = (usize, usize, &Question)> {
        let pages = self.pages.iter().enumerate();
        pages.flat_map(|(p, page)| {
            page.questions
                .iter()
                .enumerate()
                .map(move |(q, question)| (p, q, question))
        })
    }

    /// All lists of options: of questions, hidden values and own scales.
    pub fn lists(&self) -> impl Iterator<Item = &Choices> {
        let questions = self.questions().map(|(_, _, question)| &question.options);
        let hidden = self.hidden.iter().map(|hidden| &hidden.options);
        let scales = self.scales.iter().map(|scale| &scale.points);
        let labels = self.derived.iter().filter_map(|derived| derived.labels.as_ref());
        questions
            .chain(hidden)
            .chain(scales)
            .chain(labels)
            .filter(|list| !list.options.is_empty())
    }
}

impl Part {
    /// This part and all below, each before its own.
    #[must_use]
    pub fn walk(&self) -> Vec<&Self> {
        let below = self.parts.iter().flatten().flat_map(Self::walk);
        std::iter::once(self).chain(below).collect()
    }
}
