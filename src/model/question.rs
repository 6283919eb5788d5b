//! Pages and questions, as a respondent meets them.

use super::Entity;
use super::Id;
use super::OptionList;
use super::Parts;
use super::RandomOrder;
use super::Scale;
use super::VariableIndex;
use crate::locale::Texts;
use crate::logic::Typed;
use std::sync::Arc;

/// An expression of the definition: as written, and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As written.
    pub text: String,
    /// Checked against the survey; its slots are positions in [`super::Survey::variables`].
    pub typed: Typed,
}

/// A page of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Name, in a namespace of its own.
    pub id: Id,
    /// Heading; may be empty.
    pub title: Texts,
    /// What is asked there, at least one.
    pub questions: Vec<Question>,
    /// Put only when this is true, with all its questions.
    pub show_if: Option<Arc<Condition>>,
    /// Its questions come in random order; those whose positions are kept stay where they are.
    pub order: Option<RandomOrder>,
    /// What it is about, where it is one of several copies.
    pub entity: Option<Entity>,
    /// Its heading with double braces, where that asks for answers.
    pub piped: Option<Texts>,
}

impl Page {
    /// A page that is always put, in the order written.
    #[must_use]
    pub fn new(id: Id, title: Texts, questions: Vec<Question>) -> Self {
        Self {
            id,
            title,
            questions,
            show_if: None,
            order: None,
            entity: None,
            piped: None,
        }
    }
}

impl Question {
    /// What can be chosen, where options can have conditions and a random order.
    #[must_use]
    pub fn options(&self) -> Option<&OptionList> {
        match &self.kind {
            Kind::Choice { list } | Kind::Multiple { list, .. } => Some(list),
            _ => None,
        }
    }
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Name.
    pub id: Id,
    /// Its kind and what belongs to that kind.
    pub kind: Kind,
    /// The question, Markdown of one paragraph (a note: any number).
    pub text: Texts,
    /// A line below it.
    pub hint: Texts,
    /// Whether an answer is demanded whenever it is asked.
    pub required: bool,
    /// Asked only when this is true.
    pub show_if: Option<Arc<Condition>>,
    /// Demanded when this is true.
    pub require_if: Option<Arc<Condition>>,
    /// Refused by the form, flagged at import, when this is false.
    pub valid_if: Option<Arc<Condition>>,
    /// What the form says then.
    pub valid_message: Texts,
    /// An attention check: the position of the option that an attentive respondent chooses. The form never tells.
    pub attention: Option<usize>,
    /// The part of the customer journey it belongs to.
    pub touchpoint: Option<String>,
    /// Its variables in order: one, one a row, or two a row (rating and importance; with and without); then that of the
    /// other-words, or of the wording of a consent. Empty for a note.
    pub variables: Vec<VariableIndex>,
    /// What is said of its options and rows one by one.
    pub parts: Parts,
}

/// The kinds of question.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Text only.
    Note,
    /// One of several.
    Choice {
        /// What can be chosen.
        list: Arc<OptionList>,
    },
    /// Any number of several.
    Multiple {
        /// What can be chosen.
        list: Arc<OptionList>,
        /// Fewest that must be chosen, where answered.
        min: Option<u32>,
        /// Most that may be chosen.
        max: Option<u32>,
    },
    /// A point of an ordered scale.
    Rating {
        /// The scale.
        scale: Arc<Scale>,
    },
    /// A battery: several ratings on one scale.
    Matrix {
        /// The scale.
        scale: Arc<Scale>,
        /// What is rated.
        rows: Vec<MatrixRow>,
    },
    /// A number.
    Number {
        /// Smallest value allowed.
        min: Option<f64>,
        /// Largest value allowed.
        max: Option<f64>,
        /// Whether only whole numbers are allowed.
        whole: bool,
        /// Unit shown behind the box.
        unit: Texts,
    },
    /// Words.
    Text {
        /// A box of several lines.
        long: bool,
        /// Characters after which the form warns.
        max_length: Option<u32>,
    },
    /// A day.
    Date,
    /// Things put in order; each has its rank, 1 the best.
    Ranking {
        /// What is ranked.
        rows: Vec<MatrixRow>,
        /// How many are to be ranked; at most as many as there are rows.
        most: u32,
    },
    /// A sum divided among things.
    Allocation {
        /// What gets a part each.
        rows: Vec<MatrixRow>,
        /// What the parts add up to; positive.
        total: f64,
        /// Unit shown behind the boxes.
        unit: Texts,
    },
    /// A dual battery: how good each thing is, and how important.
    Importance {
        /// The scale of how good.
        scale: Arc<Scale>,
        /// The scale of how important.
        importance: Arc<Scale>,
        /// What is rated; each has two variables, the rating's before that of the importance.
        rows: Vec<MatrixRow>,
    },
    /// Features, each judged once as there and once as absent.
    Kano {
        /// The scale of both answers.
        scale: Arc<Scale>,
        /// The features; each has two variables, `with` before `without`.
        features: Vec<Feature>,
    },
    /// A number between two ends, in steps.
    Slider {
        /// The lower end.
        min: f64,
        /// The upper end.
        max: f64,
        /// From one value to the next; positive.
        step: f64,
        /// What the lower and the upper end mean.
        ends: [Texts; 2],
        /// Unit shown behind the box.
        unit: Texts,
    },
    /// An address of electronic mail; personal.
    Email,
    /// A telephone number; personal.
    Phone,
    /// A box that is ticked to agree.
    Consent {
        /// `no` and `yes`.
        list: Arc<OptionList>,
        /// What the data are for.
        purpose: Texts,
        /// Whether the law asks for this consent apart from any other.
        separate: bool,
    },
}

impl Kind {
    /// The word of a definition for a kind of question.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Choice { .. } => "choice",
            Self::Multiple { .. } => "multiple",
            Self::Rating { .. } => "rating",
            Self::Matrix { .. } => "matrix",
            Self::Number { .. } => "number",
            Self::Text { .. } => "text",
            Self::Date => "date",
            Self::Ranking { .. } => "ranking",
            Self::Allocation { .. } => "allocation",
            Self::Importance { .. } => "importance",
            Self::Kano { .. } => "kano",
            Self::Slider { .. } => "slider",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Consent { .. } => "consent",
        }
    }

    /// The rows of a battery, a ranking or an allocation; none for other kinds.
    #[must_use]
    pub fn rows(&self) -> &[MatrixRow] {
        match self {
            Self::Matrix { rows, .. }
            | Self::Ranking { rows, .. }
            | Self::Allocation { rows, .. }
            | Self::Importance { rows, .. } => rows,
            _ => &[],
        }
    }
}

/// A feature of a product, as a Kano question asks about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Name within the question; the variables are `question.feature.with` and `question.feature.without`.
    pub id: Id,
    /// What it is.
    pub text: Texts,
    /// The question where it is there; empty where it is made from the text.
    pub with: Texts,
    /// The question where it is absent; empty where it is made from the text.
    pub without: Texts,
    /// The part of the customer journey it belongs to.
    pub touchpoint: Option<String>,
}

/// One row of a battery.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// Name within the question; the variable is `question.row`.
    pub id: Id,
    /// What is rated.
    pub text: Texts,
    /// The part of the customer journey it belongs to.
    pub touchpoint: Option<String>,
}
