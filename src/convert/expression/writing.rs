//! From a condition of a definition to one of another tool.

use super::foreign::Dialect;
use super::reading::Mode;
use super::why::Why;
use crate::logic::Comparison;
use crate::logic::Node;
use crate::logic::Operation;
use crate::logic::Slot;
use crate::logic::Sort;

/// The other tool, and what its questions are called.
pub(in crate::convert) struct Target<'a> {
    pub dialect: Dialect,
    /// Of a name of the definition, the codes that say why there is no answer; `None` where the other tool has no such question.
    pub known: &'a dyn Fn(&str) -> Option<Vec<String>>,
}

/// A condition in the words of another tool, with the same meaning for missing answers; `own` is the question it stands at.
///
/// # Errors
/// The first part that has no equal.
pub(in crate::convert) fn write(
    node: &Node,
    target: &Target<'_>,
    mode: Mode,
    own: Option<&str>,
) -> Result<String, Why> {
    let writer = Writer {
        dialect: target.dialect,
        known: target.known,
        mode,
        own,
    };
    writer.clause(node, false).map(|(text, _)| text)
}

struct Writer<'a> {
    dialect: Dialect,
    known: &'a dyn Fn(&str) -> Option<Vec<String>>,
    mode: Mode,
    own: Option<&'a str>,
}

/// The text and how tightly it binds: 1 `or`, 2 `and`, 4 a comparison.
type Piece = (String, u8);

impl Writer<'_> {
    fn clause(&self, node: &Node, negated: bool) -> Result<Piece, Why> {
        match node {
            Node::Not(of) => self.clause(of, !negated),
            Node::Bool(value) => Ok((
                match (self.dialect, *value != negated) {
                    (Dialect::XPath, true) => "true()".to_owned(),
                    (Dialect::XPath, false) => "false()".to_owned(),
                    (_, value) => value.to_string(),
                },
                4,
            )),
            Node::And(parts) | Node::Or(parts) => {
                let both = matches!(node, Node::And(_)) != negated;
                let pieces = parts
                    .iter()
                    .map(|part| self.clause(part, negated))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(joined(pieces, both))
            }
            Node::Answered(slot) => self.answered(slot, !negated),
            Node::Has { of, id, .. } => {
                let name = self.name(of)?;
                let code = Self::literal(id)?;
                let text = match (self.dialect, negated) {
                    (Dialect::XPath, false) => format!("selected({name}, {code})"),
                    (Dialect::XPath, true) => format!("not(selected({name}, {code}))"),
                    (_, false) => format!("{name} contains {code}"),
                    (_, true) => format!("{name} notcontains {code}"),
                };
                self.guard(&[of], text, negated)
            }
            Node::OneOf { of, list, .. } => {
                let op = Comparison::Equal;
                let pieces = list
                    .iter()
                    .map(|item| self.compare(op, of, item, negated))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(joined(pieces, negated))
            }
            Node::Compare { op, left, right, with } => match with {
                Sort::Numbers | Sort::Texts | Sort::Options => self.compare(*op, left, right, negated),
                Sort::Bools => Err(Why::Types),
            },
            Node::Is(_, kind) => Err(Why::Function(format!("is(…, {kind})"))),
            _ => Err(Why::Types),
        }
    }

    fn compare(&self, op: Comparison, left: &Node, right: &Node, negated: bool) -> Result<Piece, Why> {
        let mut slots = Vec::new();
        let one = self.value(left, &mut slots)?.0;
        let other = self.value(right, &mut slots)?.0;
        let op = if negated { op.opposite() } else { op };
        if self.dialect != Dialect::XPath && [left, right].iter().any(|side| matches!(side, Node::Arithmetic { .. })) {
            return Err(Why::Missing);
        }
        let text = format!("{one} {} {other}", op.mark());
        self.guard(&slots, text, op == Comparison::NotEqual)
    }

    /// Adds what makes a comparison right where an answer is missing; `natural` is what the other tool makes of it there.
    fn guard(&self, slots: &[&Slot], text: String, natural: bool) -> Result<Piece, Why> {
        let wanted = self.mode == Mode::NotFalse;
        let others: Vec<&&Slot> = slots.iter().filter(|slot| self.own != Some(slot.id.as_str())).collect();
        // A constraint is looked at only where its own question is answered.
        if natural == wanted || others.is_empty() {
            return Ok((text, 4));
        }
        let mut pieces = Vec::new();
        for slot in others {
            pieces.push(self.answered(slot, !wanted)?);
        }
        pieces.push((text, 4));
        Ok(joined(pieces, !wanted))
    }

    fn answered(&self, slot: &Slot, positive: bool) -> Result<Piece, Why> {
        let name = self.name(slot)?;
        let filled = match (self.dialect, positive) {
            (Dialect::XPath, true) => format!("{name} != ''"),
            (Dialect::XPath, false) => format!("{name} = ''"),
            (_, true) => format!("{name} notempty"),
            (_, false) => format!("{name} empty"),
        };
        let mut pieces = vec![(filled, 4)];
        for code in (self.known)(&slot.id).unwrap_or_default() {
            let mark = if positive { "!=" } else { "=" };
            pieces.push((format!("{name} {mark} {}", Self::literal(&code)?), 4));
        }
        Ok(joined(pieces, positive))
    }

    fn name(&self, slot: &Slot) -> Result<String, Why> {
        if (self.known)(&slot.id).is_none() {
            return Err(Why::Name(slot.id.clone()));
        }
        Ok(match self.dialect {
            Dialect::XPath if self.own == Some(slot.id.as_str()) => ".".to_owned(),
            Dialect::XPath => format!("${{{}}}", slot.id),
            _ => format!("{{{}}}", slot.id),
        })
    }

    fn literal(text: &str) -> Result<String, Why> {
        let quote = if text.contains('\'') { '"' } else { '\'' };
        if text.contains(quote) || text.contains(['\n', '\\']) {
            return Err(Why::Form);
        }
        Ok(format!("{quote}{text}{quote}"))
    }

    /// A value and how tightly it binds: 1 a sum, 2 a product, 3 anything else.
    fn value<'n>(&self, node: &'n Node, slots: &mut Vec<&'n Slot>) -> Result<Piece, Why> {
        match node {
            Node::Number(number) => Ok((number.to_string(), 3)),
            Node::Text(text) => Ok((Self::literal(text)?, 3)),
            Node::Option { id, .. } => Ok((Self::literal(id)?, 3)),
            Node::Slot(slot) => {
                slots.push(slot);
                Ok((self.name(slot)?, 3))
            }
            Node::Points { of, .. } => match &**of {
                Node::Slot(_) => self.value(of, slots),
                _ => Err(Why::Types),
            },
            Node::Negate(of) => match &**of {
                Node::Number(number) => Ok((format!("-{number}"), 3)),
                _ => Err(Why::Types),
            },
            Node::Arithmetic { op, left, right } if self.dialect == Dialect::XPath => {
                let (level, mark) = match op {
                    Operation::Add => (1, "+"),
                    Operation::Subtract => (1, "-"),
                    Operation::Multiply => (2, "*"),
                    Operation::Divide => (2, "div"),
                };
                let within = |(text, own): Piece, least: u8| if own < least { format!("({text})") } else { text };
                let one = within(self.value(left, slots)?, level);
                let other = within(self.value(right, slots)?, level + 1);
                Ok((format!("{one} {mark} {other}"), level))
            }
            Node::CountOptions(slot) if self.dialect == Dialect::XPath => {
                slots.push(slot);
                Ok((format!("count-selected({})", self.name(slot)?), 3))
            }
            Node::Length(of) if self.dialect == Dialect::XPath => {
                let (text, _) = self.value(of, slots)?;
                Ok((format!("string-length({text})"), 3))
            }
            Node::Aggregate { function, .. } => Err(Why::Function(function.name().to_owned())),
            Node::Count(_) | Node::CountOptions(_) => Err(Why::Function("count".to_owned())),
            Node::Length(_) => Err(Why::Function("length".to_owned())),
            Node::Band { .. } => Err(Why::Function("band".to_owned())),
            Node::Kano { .. } => Err(Why::Function("kano".to_owned())),
            Node::Date(_) | Node::Moment(_) | Node::Day(_) => Err(Why::Function("date".to_owned())),
            _ => Err(Why::Types),
        }
    }
}

fn joined(mut pieces: Vec<Piece>, both: bool) -> Piece {
    if pieces.len() == 1 {
        return pieces.remove(0);
    }
    let level = if both { 2 } else { 1 };
    let texts: Vec<String> = pieces
        .into_iter()
        .map(|(text, binds)| if binds <= level { format!("({text})") } else { text })
        .collect();
    (texts.join(if both { " and " } else { " or " }), level)
}
