//! The types of values, and the list of ids an expression may use.

use std::sync::Arc;

/// The built-in moment a response was submitted, in the workspace's time zone. Whoever implements [`Symbols`] answers to this
/// id with [`Type::Moment`] where such a moment exists.
pub const SUBMITTED: &str = "submitted";

/// The most options a multiple choice can have: its answer is held in 128 bits.
pub const MAX_SET_OPTIONS: usize = 128;

/// What kind of value an expression or a symbol has.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A finite number.
    Number,
    /// Free text.
    Text,
    /// A calendar day.
    Date,
    /// A civil date and time of day, to the second.
    Moment,
    /// One of several options; an ordered one (a rating) counts as a number too, by the values of its options.
    Option(Arc<OptionSet>),
    /// Any number of several options.
    Set(Arc<OptionSet>),
    /// One of so many bands, numbered from 0; counts as a number too.
    Band(usize),
}

impl Type {
    /// The type a band takes on when its bands get labels, one each, lowest first: an ordered option set with the labels as ids
    /// and the numbers of the bands as values. `None` for other types and for another number of labels.
    #[must_use]
    pub fn labelled(&self, labels: &[String]) -> Option<Self> {
        let Self::Band(count) = self else { return None };
        (labels.len() == *count).then(|| {
            let options = labels.iter().enumerate().map(|(place, label)| OptionPoint {
                id: label.clone(),
                value: place as f64,
            });
            Self::Option(Arc::new(OptionSet {
                options: options.collect(),
                ordered: true,
            }))
        })
    }

    /// How a fault names the type, article included.
    pub(super) fn named(&self) -> &'static str {
        match self {
            Self::Bool => "a condition",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Moment => "a date with a time",
            Self::Option(set) if set.ordered => "a rating",
            Self::Option(_) => "a choice",
            Self::Set(_) => "a multiple choice",
            Self::Band(_) => "a band",
        }
    }

    /// The values a coded type counts as when it is used as a number; `None` when it does not.
    pub(super) fn points(&self) -> Option<Arc<[f64]>> {
        match self {
            Self::Option(set) if set.ordered => Some(set.options.iter().map(|option| option.value).collect()),
            Self::Band(count) => Some((0..*count).map(|place| place as f64).collect()),
            _ => None,
        }
    }
}

/// The options of a choice, a multiple choice or a rating, in the order in which codes count them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OptionSet {
    /// The options; the index of one is its code. Ids are distinct.
    pub options: Vec<OptionPoint>,
    /// Whether the values are points of an order, as in a rating.
    pub ordered: bool,
}

impl OptionSet {
    /// The index of the option with this id.
    #[must_use]
    pub fn index_of(&self, id: &str) -> Option<u32> {
        self.options
            .iter()
            .position(|option| option.id == id)
            .and_then(|place| u32::try_from(place).ok())
    }

    /// Whether both have the same options in the same order, so that their codes mean the same.
    pub(super) fn same_options(&self, other: &Self) -> bool {
        self.options
            .iter()
            .map(|option| &option.id)
            .eq(other.options.iter().map(|option| &option.id))
    }
}

/// One option: its id and its stable numeric value.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionPoint {
    /// The id, as written in expressions in double quotes.
    pub id: String,
    /// The value it counts as on an ordered scale; finite.
    pub value: f64,
}

/// What an id stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Symbol {
    /// Where [`Row`](super::Row) and [`Frame`](super::Frame) find its values.
    pub slot: usize,
    /// What values these are.
    pub ty: Type,
}

/// The ids an expression may use.
pub trait Symbols {
    /// What this id stands for.
    fn lookup(&self, id: &str) -> Option<Symbol>;

    /// The name an id stands for, where it is short for a longer one.
    fn full_name(&self, _id: &str) -> Option<String> {
        None
    }

    /// All ids, for "did you mean".
    fn names(&self) -> Vec<String>;
}
