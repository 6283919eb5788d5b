//! The typed tree: what an expression means, with ids resolved to slots.

use super::missing::Missing;
use super::types::Type;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An expression whose ids are resolved and whose types fit; made by [`check`](super::check()) only.
///
/// `Display` prints the canonical text, which compiles to an equal tree with the same symbols.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    pub(super) node: Node,
    pub(super) ty: Type,
}

impl Typed {
    /// The type of the result.
    #[must_use]
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// The tree, for those who print it in another language.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The slots the result depends on, sorted, each once.
    #[must_use]
    pub fn slots(&self) -> Vec<usize> {
        let mut found = BTreeMap::new();
        self.node.collect(&mut found);
        found.into_keys().collect()
    }
}

impl serde::Serialize for Typed {
    /// As its canonical text.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A symbol in use.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Where rows and frames find its values.
    pub slot: usize,
    /// The id it was written as.
    pub id: String,
    /// What values these are.
    pub ty: Type,
}

/// A part of a typed expression. Types are sound: each operand has the type its place needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `true` or `false`.
    Bool(bool),
    /// A number; not negative, the sign is a [`Node::Negate`] (in lists it is folded in).
    Number(f64),
    /// A quoted text.
    Text(String),
    /// A date, in days since 1970-01-01.
    Date(i32),
    /// A date with a time, in civil seconds since 1970-01-01 00:00.
    Moment(i64),
    /// An option of the choice it is compared with.
    Option {
        /// Its id.
        id: String,
        /// Its index.
        index: u32,
    },
    /// The value of a symbol.
    Slot(Slot),
    /// An option or band, counted as a number: the value at its index.
    Points {
        /// What yields the index.
        of: Box<Node>,
        /// A value for each index.
        values: Arc<[f64]>,
    },
    /// The day a moment falls on.
    Day(Box<Node>),
    /// Negation of a truth.
    Not(Box<Node>),
    /// All hold; two or more, none itself an `And`.
    And(Vec<Node>),
    /// One holds; two or more, none itself an `Or`.
    Or(Vec<Node>),
    /// A comparison.
    Compare {
        /// What both sides are.
        with: Sort,
        /// Which comparison; only `Equal` and `NotEqual` but for [`Sort::Numbers`].
        op: Comparison,
        /// The left side.
        left: Box<Node>,
        /// The right side.
        right: Box<Node>,
    },
    /// `of in [list]`; the list holds plain values, at least one.
    OneOf {
        /// What all are.
        with: Sort,
        /// What is looked for.
        of: Box<Node>,
        /// Where it is looked for.
        list: Vec<Node>,
    },
    /// An option is among those chosen in a multiple choice.
    Has {
        /// The multiple choice.
        of: Slot,
        /// The option's id.
        id: String,
        /// The option's index.
        index: u32,
    },
    /// There is a valid answer.
    Answered(Slot),
    /// The answer is missing for this reason.
    Is(Slot, Missing),
    /// Unary minus.
    Negate(Box<Node>),
    /// Two numbers combined.
    Arithmetic {
        /// How.
        op: Operation,
        /// The left side.
        left: Box<Node>,
        /// The right side.
        right: Box<Node>,
    },
    /// Several numbers combined, the missing ones left out.
    Aggregate {
        /// How.
        function: Aggregation,
        /// The numbers, at least one.
        of: Vec<Node>,
        /// So many must be valid, 1 or more.
        at_least: usize,
    },
    /// How many of these answers are valid; never missing.
    Count(Vec<Slot>),
    /// How many options are chosen in a multiple choice.
    CountOptions(Slot),
    /// The number of Unicode scalar values of a text.
    Length(Box<Node>),
    /// The number of the first band that holds a number.
    Band {
        /// The number.
        of: Box<Node>,
        /// The bands, ascending.
        bands: Vec<Band>,
    },
    /// The number of the category of Kano's table, in its order, that the answers to a pair of questions fall into.
    Kano {
        /// How one feels if the feature is there, 1 to 5.
        with: Box<Node>,
        /// How one feels if it is not, likewise.
        without: Box<Node>,
    },
}

/// What two compared values are. Dates (in days) and moments (in seconds) are compared as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Numbers, dates or moments.
    Numbers,
    /// Texts, equal by their scalars.
    Texts,
    /// Options of the same set, by index.
    Options,
    /// Truths.
    Bools,
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// The same with its sides exchanged: `a < b` is `b > a`.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }

    /// What holds where this does not: `not a < b` is `a >= b`.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::More,
            Self::More => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// As written.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether it asks which is larger.
    pub(super) const fn needs_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }

    /// Whether it holds between two finite numbers.
    #[expect(clippy::float_cmp, reason = "equality of answers is exact: 4.0 is 4.0")]
    pub(super) fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }

    /// Whether it holds between two values that are equal or not.
    pub(super) fn holds_if_equal(self, equal: bool) -> bool {
        equal == (self == Self::Equal)
    }
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operation {
    /// As written.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }

    /// The result; not finite where there is none.
    pub(super) fn apply(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
        }
    }
}

/// Functions of several numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregation {
    /// Their sum divided by their number.
    Mean,
    /// Their sum, in the order written.
    Sum,
    /// The least.
    Min,
    /// The largest.
    Max,
}

impl Aggregation {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Mean, Self::Sum, Self::Min, Self::Max];

    /// As written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
        }
    }

    /// One more value, in the order written; `None` before the first.
    pub(super) fn step(self, so_far: Option<f64>, value: f64) -> f64 {
        match (self, so_far) {
            (_, None) => value,
            (Self::Mean | Self::Sum, Some(sum)) => sum + value,
            (Self::Min, Some(least)) => least.min(value),
            (Self::Max, Some(most)) => most.max(value),
        }
    }

    /// The result once all `valid` values are in.
    pub(super) fn finish(self, so_far: f64, valid: usize) -> f64 {
        if self == Self::Mean {
            so_far / valid as f64
        } else {
            so_far
        }
    }
}

/// From `low` to `high`, both included; an open end is infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The lower end.
    pub low: f64,
    /// The upper end, not below the lower.
    pub high: f64,
}

impl Band {
    /// Whether it holds a number.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

impl Node {
    /// The slots below, each with a symbol in it.
    pub(super) fn collect<'a>(&'a self, found: &mut BTreeMap<usize, &'a Slot>) {
        match self {
            Self::Slot(slot)
            | Self::Answered(slot)
            | Self::Is(slot, _)
            | Self::CountOptions(slot)
            | Self::Has { of: slot, .. } => {
                found.insert(slot.slot, slot);
            }
            Self::Count(slots) => found.extend(slots.iter().map(|slot| (slot.slot, slot))),
            Self::Points { of, .. }
            | Self::Day(of)
            | Self::Not(of)
            | Self::Negate(of)
            | Self::Length(of)
            | Self::Band { of, .. }
            | Self::OneOf { of, .. } => of.collect(found),
            Self::And(parts) | Self::Or(parts) | Self::Aggregate { of: parts, .. } => {
                for part in parts {
                    part.collect(found);
                }
            }
            Self::Compare { left, right, .. }
            | Self::Arithmetic { left, right, .. }
            | Self::Kano {
                with: left,
                without: right,
            } => {
                left.collect(found);
                right.collect(found);
            }
            Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Date(_) | Self::Moment(_) | Self::Option { .. } => {
            }
        }
    }
}
