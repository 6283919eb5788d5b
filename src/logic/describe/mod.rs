//! Conditions in words for respondents: the "answer if …" line of a form without scripts.
//!
//! The typed tree first becomes [`Clause`]s, the same for all languages: negations are pushed down to the comparisons (which
//! Kleene's logic allows), constants take their side and labels. Each language then words the clauses in its own file.

mod chinese;
mod english;
mod phrases;

pub use phrases::Phrase;

use super::dates;
use super::missing::Missing;
use super::node::Aggregation;
use super::node::Band;
use super::node::Comparison;
use super::node::Node;
use super::node::Operation;
use super::node::Slot;
use super::node::Sort;
use super::node::Typed;
use super::types::OptionSet;
use super::types::Type;

/// What a slot is to a respondent, in the language wanted, as plain text without markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A question: its text.
    Question(String),
    /// Something known about the respondent, such as a hidden field or the time of submission: its name.
    Fact(String),
}

/// Where the words of questions and options come from.
pub trait Describe {
    /// The question or fact in a slot.
    fn subject(&self, slot: usize) -> Subject;

    /// The label of an option, by its index.
    fn option(&self, slot: usize, index: u32) -> String;

    /// A phrase in a language of its own; with none of them the condition is worded in Chinese or English.
    fn phrase(&self, _phrase: Phrase) -> Option<String> {
        None
    }
}

/// Words a condition, as in `if your answer to “How likely …?” is 6 or lower` or `若「…」的回答不高于 6`.
///
/// Where `labels` have phrases, they make the words. Else `language`, a language tag, decides: tags that begin with `zh` give Chinese,
/// all others English. Quoted questions and labels come
/// from `labels` as they are. A condition without a question says "in any case" or "in no case". An expression that is no condition is worded as a value, without "if".
#[must_use]
pub fn describe(typed: &Typed, labels: &dyn Describe, language: &str) -> String {
    let reader = Reader { labels };
    if labels.phrase(Phrase::If).is_some() {
        let say = |phrase| labels.phrase(phrase).unwrap_or_default();
        let phrased = phrases::Phrased { say: &say };
        return if typed.ty == Type::Bool {
            phrased.condition(&reader.clause(&typed.node, Sign::Plain))
        } else {
            phrased.term(&reader.term(&typed.node, None))
        };
    }
    let chinese = language.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh"));
    if typed.ty == Type::Bool {
        let clause = reader.clause(&typed.node, Sign::Plain);
        return match (clause, chinese) {
            (Clause::Always(true), true) => "在任何情况下".to_owned(),
            (Clause::Always(false), true) => "在任何情况下都不".to_owned(),
            (Clause::Always(true), false) => "in any case".to_owned(),
            (Clause::Always(false), false) => "in no case".to_owned(),
            (clause, true) => format!("若{}", chinese::clause(&clause, 0)),
            (clause, false) => format!("if {}", english::clause(&clause, 0)),
        };
    }
    let term = reader.term(&typed.node, None);
    if chinese {
        chinese::term(&term)
    } else {
        english::term(&term)
    }
}

/// Whether a clause is said or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plain,
    Denied,
}

impl Sign {
    fn flip(self) -> Self {
        if self == Self::Plain { Self::Denied } else { Self::Plain }
    }

    fn is_denied(self) -> bool {
        self == Self::Denied
    }
}

/// A condition, ready to be worded.
enum Clause {
    All(Vec<Clause>),
    Any(Vec<Clause>),
    Always(bool),
    Compare {
        left: Term,
        op: Comparison,
        right: Term,
        by: Scale,
    },
    OneOf {
        of: Term,
        list: Vec<Term>,
        sign: Sign,
    },
    Has {
        of: Subject,
        option: String,
        sign: Sign,
    },
    Answered(Subject, Sign),
    Is(Subject, Missing, Sign),
    /// A yes/no answer.
    Yes(Term, Sign),
    /// Two truths are the same, or are not.
    Alike(Box<Clause>, Box<Clause>, Sign),
}

/// What "smaller" is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// A rating, lower and higher; or a value without order.
    Rank,
    /// A number: less and more.
    Amount,
    /// A date: before and after.
    Time,
}

/// A value, ready to be worded.
enum Term {
    Answer(Subject),
    Label(String),
    Number(f64),
    Day(i32),
    Moment(i64),
    Minus(Box<Term>),
    Arithmetic(Operation, Box<Term>, Box<Term>),
    Aggregate(Aggregation, Vec<Term>),
    Answers(Vec<Term>),
    Chosen(Subject),
    Length(Box<Term>),
    Band(Box<Term>, Vec<Band>),
    Kano(Box<Term>, Box<Term>),
}

struct Reader<'a> {
    labels: &'a dyn Describe,
}

impl Reader<'_> {
    fn subject(&self, slot: &Slot) -> Subject {
        self.labels.subject(slot.slot)
    }

    fn clause(&self, node: &Node, sign: Sign) -> Clause {
        let each = |parts: &[Node]| parts.iter().map(|part| self.clause(part, sign)).collect();
        match node {
            Node::Bool(value) => Clause::Always(*value != sign.is_denied()),
            Node::Not(of) => self.clause(of, sign.flip()),
            Node::And(parts) => joined(each(parts), sign.is_denied()),
            Node::Or(parts) => joined(each(parts), !sign.is_denied()),
            Node::Compare {
                with: Sort::Bools,
                op,
                left,
                right,
            } => self.alike(*op, left, right, sign),
            Node::Compare { with, op, left, right } => {
                let plain = if *with == Sort::Numbers {
                    Scale::Amount
                } else {
                    Scale::Rank
                };
                self.comparison(*op, left, right, sign, plain)
            }
            Node::OneOf { of, list, .. } => {
                let list = list.iter().map(|item| self.term(item, Some(of))).collect();
                Clause::OneOf {
                    of: self.term(of, None),
                    list,
                    sign,
                }
            }
            Node::Has { of, index, .. } => Clause::Has {
                of: self.subject(of),
                option: self.labels.option(of.slot, *index),
                sign,
            },
            Node::Answered(slot) => Clause::Answered(self.subject(slot), sign),
            Node::Is(slot, kind) => Clause::Is(self.subject(slot), *kind, sign),
            other => Clause::Yes(self.term(other, None), sign),
        }
    }

    fn alike(&self, op: Comparison, left: &Node, right: &Node, sign: Sign) -> Clause {
        let sign = if op == Comparison::Equal { sign } else { sign.flip() };
        match (left, right) {
            (Node::Bool(value), other) | (other, Node::Bool(value)) => {
                self.clause(other, if *value { sign } else { sign.flip() })
            }
            _ => Clause::Alike(
                Box::new(self.clause(left, Sign::Plain)),
                Box::new(self.clause(right, Sign::Plain)),
                sign,
            ),
        }
    }

    fn comparison(&self, op: Comparison, left: &Node, right: &Node, sign: Sign, plain: Scale) -> Clause {
        let (left, op, right) = if is_constant(left) && !is_constant(right) {
            (right, op.mirrored(), left)
        } else {
            (left, op, right)
        };
        let op = if sign.is_denied() { op.opposite() } else { op };
        let by = match left {
            Node::Date(_)
            | Node::Moment(_)
            | Node::Day(_)
            | Node::Slot(Slot {
                ty: Type::Date | Type::Moment,
                ..
            }) => Scale::Time,
            Node::Points { of, .. } if matches!(**of, Node::Slot(_)) => Scale::Rank,
            _ => plain,
        };
        Clause::Compare {
            left: self.term(left, None),
            op,
            right: self.term(right, Some(left)),
            by,
        }
    }

    /// A value; one that is compared `beside` a rating or choice takes the label of its option, where there is one.
    fn term(&self, node: &Node, beside: Option<&Node>) -> Term {
        let boxed = |node: &Node| Box::new(self.term(node, None));
        match node {
            Node::Number(value) => beside
                .and_then(options_of)
                .and_then(|(slot, set)| self.point(slot, set, *value))
                .unwrap_or(Term::Number(*value)),
            Node::Option { id, index } => match beside.and_then(options_of) {
                Some((slot, _)) => Term::Label(self.labels.option(slot, *index)),
                None => Term::Label(id.clone()),
            },
            Node::Text(text) => Term::Label(text.clone()),
            Node::Bool(value) => Term::Label(value.to_string()),
            Node::Date(days) => Term::Day(*days),
            Node::Moment(seconds) => Term::Moment(*seconds),
            Node::Slot(slot) => Term::Answer(self.subject(slot)),
            Node::Points { of, .. } | Node::Day(of) => self.term(of, beside),
            Node::Negate(of) => match **of {
                Node::Number(value) => self.term(&Node::Number(-value), beside),
                _ => Term::Minus(boxed(of)),
            },
            Node::Arithmetic { op, left, right } => Term::Arithmetic(*op, boxed(left), boxed(right)),
            Node::Aggregate { function, of, .. } => {
                Term::Aggregate(*function, of.iter().map(|part| self.term(part, None)).collect())
            }
            Node::Count(slots) => Term::Answers(slots.iter().map(|slot| Term::Answer(self.subject(slot))).collect()),
            Node::CountOptions(slot) => Term::Chosen(self.subject(slot)),
            Node::Length(of) => Term::Length(boxed(of)),
            Node::Band { of, bands } => Term::Band(boxed(of), bands.clone()),
            Node::Kano { with, without } => Term::Kano(boxed(with), boxed(without)),
            // Conditions are clauses; the checker lets none stand as a value.
            other => Term::Label(other.to_string()),
        }
    }

    /// The label of the point of a rating that has this value.
    fn point(&self, slot: usize, set: &OptionSet, value: f64) -> Option<Term> {
        let place = set
            .options
            .iter()
            .position(|option| Comparison::Equal.holds(option.value, value))?;
        Some(Term::Label(self.labels.option(slot, u32::try_from(place).ok()?)))
    }
}

/// All parts, or with `decides` true any of them; a part that is always so goes without saying.
fn joined(parts: Vec<Clause>, decides: bool) -> Clause {
    if parts
        .iter()
        .any(|part| matches!(part, Clause::Always(value) if *value == decides))
    {
        return Clause::Always(decides);
    }
    let mut parts: Vec<Clause> = parts
        .into_iter()
        .filter(|part| !matches!(part, Clause::Always(_)))
        .collect();
    match parts.len() {
        0 => Clause::Always(!decides),
        1 => parts.swap_remove(0),
        _ if decides => Clause::Any(parts),
        _ => Clause::All(parts),
    }
}

fn is_constant(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Moment(_) | Node::Option { .. } => true,
        Node::Points { of, .. } | Node::Day(of) | Node::Negate(of) => is_constant(of),
        _ => false,
    }
}

/// The slot and options of a rating or choice.
fn options_of(node: &Node) -> Option<(usize, &OptionSet)> {
    match node {
        Node::Slot(Slot {
            slot,
            ty: Type::Option(set),
            ..
        }) => Some((*slot, set)),
        Node::Points { of, .. } => options_of(of),
        _ => None,
    }
}

/// Year, month, day and, for a moment, hour and minute.
fn moment_parts(seconds: i64) -> (i32, i64, i64) {
    let time = seconds.rem_euclid(dates::DAY);
    (dates::day_of(seconds), time / 3600, time / 60 % 60)
}

/// Whether a label reads as a number and needs no quotes.
fn is_numeral(label: &str) -> bool {
    label.parse::<f64>().is_ok()
}
