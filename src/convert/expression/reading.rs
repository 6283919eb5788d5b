//! From a condition of another tool to one of a definition.

use super::clause::Clause;
use super::clause::Leaf;
use super::clause::guarded;
use super::clause::printed;
use super::foreign::Dialect;
use super::foreign::Foreign;
use super::why::Why;
use crate::logic::Comparison;
use crate::logic::Operation;
use std::collections::BTreeMap;

/// A question as conditions of its source name it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::convert) struct Symbol {
    /// Its name in the definition.
    pub name: String,
    pub sort: Sort,
}

/// What kind of answer a question has.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::convert) enum Sort {
    /// Codes of the source, and the options they became.
    Choice(BTreeMap<String, String>),
    /// The same, of a multiple choice.
    Multiple(BTreeMap<String, String>),
    /// Codes of the source, and the values of the points they became.
    Rating(BTreeMap<String, f64>),
    /// One option of a multiple choice that the source keeps as a question of its own: chosen when it has this code.
    Flag {
        option: String,
        chosen: String,
    },
    Number,
    Text,
    Date,
}

/// What a condition may name.
pub(in crate::convert) struct Scope<'a> {
    pub dialect: Dialect,
    pub lookup: &'a dyn Fn(&str) -> Option<Symbol>,
    /// The question the condition stands at, where it has a word for it.
    pub own: Option<Symbol>,
}

/// What a condition is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::convert) enum Mode {
    /// It must be known to be true: `show_if`.
    True,
    /// It must not be known to be false: `valid_if`.
    NotFalse,
}

/// A condition in the words of a definition.
///
/// # Errors
/// The first part that has no equal.
pub(in crate::convert) fn condition(tree: &Foreign, scope: &Scope<'_>, mode: Mode) -> Result<String, Why> {
    let clause = scope.clause(tree, false)?;
    let clause = guarded(clause);
    let own = scope.own.as_ref().map(|symbol| symbol.name.as_str());
    Ok(printed(&clause, mode, own)?.0)
}

/// A number computed from answers, where a missing answer makes it missing too.
///
/// # Errors
/// The first part that has no equal.
pub(in crate::convert) fn number(tree: &Foreign, scope: &Scope<'_>) -> Result<String, Why> {
    if scope.dialect != Dialect::XPath {
        // The others count a missing answer as zero, or as nothing at all.
        return Err(Why::Missing);
    }
    let mut names = Vec::new();
    scope.quantity(tree, &mut names).map(|(text, _)| text)
}

impl Scope<'_> {
    fn clause(&self, tree: &Foreign, negated: bool) -> Result<Clause, Why> {
        match tree {
            Foreign::Not(of) => self.clause(of, !negated),
            Foreign::And(parts) | Foreign::Or(parts) => {
                let clauses = parts
                    .iter()
                    .map(|part| self.clause(part, negated))
                    .collect::<Result<_, _>>()?;
                let both = matches!(tree, Foreign::And(_)) != negated;
                Ok(if both {
                    Clause::And(clauses)
                } else {
                    Clause::Or(clauses)
                })
            }
            Foreign::Bool(value) => Ok(Clause::Always(*value != negated)),
            Foreign::Compare(op, left, right) => self.compare(*op, left, right, negated),
            Foreign::Test(test, of, with) => self.test(test, of, with.as_deref(), negated),
            Foreign::Call(name, arguments) if name == "selected" => match arguments.as_slice() {
                [of, what] => self.test("contains", of, Some(what), negated),
                _ => Err(Why::Form),
            },
            Foreign::Call(name, _) => Err(Why::Function(name.clone())),
            _ => Err(Why::Types),
        }
    }

    fn symbol(&self, tree: &Foreign) -> Result<Option<Symbol>, Why> {
        match tree {
            Foreign::Own => self.own.clone().map(Some).ok_or_else(|| Why::Name(".".to_owned())),
            Foreign::Name(name) => (self.lookup)(name).map(Some).ok_or_else(|| Why::Name(name.clone())),
            _ => Ok(None),
        }
    }

    fn compare(&self, op: Comparison, left: &Foreign, right: &Foreign, negated: bool) -> Result<Clause, Why> {
        if is_literal(left) && !is_literal(right) {
            return self.compare(op.mirrored(), right, left, negated);
        }
        let equality = matches!(op, Comparison::Equal | Comparison::NotEqual);
        let wanted = if negated { op.opposite() } else { op };
        if let (Some(symbol), Foreign::Text(text)) = (self.symbol(left)?, right)
            && text.is_empty()
        {
            return if equality && !matches!(symbol.sort, Sort::Flag { .. }) {
                let answered = wanted == Comparison::NotEqual;
                if !answered && !self.tells_empty(left) {
                    return Err(Why::Missing);
                }
                Ok(Clause::Answered(symbol.name, answered))
            } else {
                Err(Why::Types)
            };
        }
        if let (Some(symbol), true) = (self.symbol(left)?, is_literal(right)) {
            let code = code_of(right);
            let marked = |text: String| format!("{} {} {text}", symbol.name, wanted.mark());
            let missing = self.when_missing(op, left, right, negated);
            let leaf = |text: String, missing: Option<bool>| {
                Ok(Clause::Leaf(Leaf {
                    text,
                    names: vec![symbol.name.clone()],
                    missing,
                }))
            };
            return match &symbol.sort {
                Sort::Choice(options) if equality => {
                    let option = options.get(&code).ok_or(Why::Option(code))?;
                    leaf(marked(quoted(option)), missing)
                }
                Sort::Rating(points) => {
                    let known = points.get(&code).copied();
                    let value = if equality {
                        known.ok_or(Why::Option(code))?
                    } else {
                        // An order of codes is one of values only where the codes are the values.
                        let same = |(code, value): (&String, &f64)| code.parse() == Ok(*value);
                        match code.parse::<f64>() {
                            Ok(value) if points.iter().all(same) => value,
                            _ => return Err(Why::Types),
                        }
                    };
                    leaf(marked(value.to_string()), missing)
                }
                Sort::Flag { option, chosen } if equality => {
                    if code != *chosen {
                        return Err(Why::Option(code));
                    }
                    let has = format!("{} has {}", symbol.name, quoted(option));
                    if wanted == Comparison::Equal {
                        leaf(has, Some(false))
                    } else {
                        leaf(format!("not {has}"), self.tells_empty(left).then_some(true))
                    }
                }
                Sort::Number => match code.parse::<f64>() {
                    Ok(value) => leaf(marked(value.to_string()), missing),
                    Err(_) => Err(Why::Types),
                },
                Sort::Text if equality => leaf(marked(quoted(&code)), missing),
                _ => Err(Why::Types),
            };
        }
        self.quantities(op, left, right, negated)
    }

    /// Two computed numbers.
    fn quantities(&self, op: Comparison, left: &Foreign, right: &Foreign, negated: bool) -> Result<Clause, Why> {
        let wanted = if negated { op.opposite() } else { op };
        if let (Foreign::Call(name, arguments), Foreign::Number(limit)) = (left, right)
            && let Some(counted) = self.counted(name, arguments, wanted, *limit)
        {
            let (text, symbol) = counted?;
            // An empty answer has the length, or the number of options, 0.
            let holds = holds(op, 0.0, *limit) != negated;
            return Ok(Clause::Leaf(Leaf {
                text,
                names: vec![symbol.name],
                missing: Some(holds),
            }));
        }
        let mut names = Vec::new();
        let (one, _) = self.quantity(left, &mut names)?;
        let (other, _) = self.quantity(right, &mut names)?;
        names.sort();
        names.dedup();
        let natural = match self.dialect {
            // What is no number is unequal to everything, and neither larger nor smaller.
            Dialect::XPath => Some((op == Comparison::NotEqual) != negated),
            Dialect::SurveyJs | Dialect::LimeSurvey => None,
        };
        Ok(Clause::Leaf(Leaf {
            text: format!("{one} {} {other}", wanted.mark()),
            names,
            missing: natural,
        }))
    }

    fn counted(
        &self,
        name: &str,
        arguments: &[Foreign],
        op: Comparison,
        limit: f64,
    ) -> Option<Result<(String, Symbol), Why>> {
        let function = match name {
            "count-selected" => "count",
            "string-length" | "strlen" => "length",
            _ => return None,
        };
        let [of] = arguments else { return None };
        Some(match self.symbol(of) {
            Ok(Some(symbol)) => {
                let fits = matches!(
                    (&symbol.sort, function),
                    (Sort::Multiple(_), "count") | (Sort::Text, "length")
                );
                if fits {
                    Ok((format!("{function}({}) {} {limit}", symbol.name, op.mark()), symbol))
                } else {
                    Err(Why::Types)
                }
            }
            Ok(None) => Err(Why::Types),
            Err(why) => Err(why),
        })
    }

    /// A number and how tightly its text binds: 1 a sum, 2 a product, 3 a value.
    fn quantity(&self, tree: &Foreign, names: &mut Vec<String>) -> Result<(String, u8), Why> {
        match tree {
            Foreign::Number(number) => Ok((number.to_string(), 3)),
            Foreign::Name(_) | Foreign::Own => {
                let symbol = self.symbol(tree)?.ok_or(Why::Form)?;
                let counts = match &symbol.sort {
                    Sort::Number => true,
                    Sort::Rating(points) => points.iter().all(|(code, value)| code.parse() == Ok(*value)),
                    _ => false,
                };
                if !counts {
                    return Err(Why::Types);
                }
                names.push(symbol.name.clone());
                Ok((symbol.name, 3))
            }
            Foreign::Arithmetic(op, left, right) => {
                let level = match op {
                    Operation::Add | Operation::Subtract => 1,
                    Operation::Multiply | Operation::Divide => 2,
                };
                let mark = match op {
                    Operation::Add => "+",
                    Operation::Subtract => "-",
                    Operation::Multiply => "*",
                    Operation::Divide => "/",
                };
                let within =
                    |(text, own): (String, u8), least: u8| if own < least { format!("({text})") } else { text };
                let one = within(self.quantity(left, names)?, level);
                let other = within(self.quantity(right, names)?, level + 1);
                Ok((format!("{one} {mark} {other}"), level))
            }
            Foreign::Call(name, _) => Err(Why::Function(name.clone())),
            _ => Err(Why::Types),
        }
    }

    fn test(&self, test: &str, of: &Foreign, with: Option<&Foreign>, negated: bool) -> Result<Clause, Why> {
        let symbol = self.symbol(of)?.ok_or(Why::Types)?;
        if test == "empty" || test == "notempty" {
            if let Sort::Flag { option, .. } = &symbol.sort {
                let has = format!("{} has {}", symbol.name, quoted(option));
                let chosen = (test == "notempty") != negated;
                if !chosen && !self.tells_empty(of) {
                    return Err(Why::Missing);
                }
                return Ok(Clause::Leaf(Leaf {
                    text: if chosen { has } else { format!("not {has}") },
                    names: vec![symbol.name],
                    missing: Some(!chosen),
                }));
            }
            let answered = (test == "notempty") != negated;
            if !answered && !self.tells_empty(of) {
                return Err(Why::Missing);
            }
            return Ok(Clause::Answered(symbol.name, answered));
        }
        let codes: Vec<String> = match with.ok_or(Why::Form)? {
            Foreign::List(items) if items.iter().all(is_literal) => items.iter().map(code_of).collect(),
            literal if is_literal(literal) => vec![code_of(literal)],
            _ => return Err(Why::Types),
        };
        let (all, turned) = match test {
            "contains" | "allof" => (true, false),
            "anyof" => (false, false),
            "notcontains" if codes.len() > 1 => return Err(Why::Form),
            _ => (false, true),
        };
        // Of a text, and of one answer, SurveyJS looks for a part of the word.
        let parts = self.dialect == Dialect::SurveyJs && matches!(test, "contains" | "notcontains");
        if parts && !matches!(symbol.sort, Sort::Multiple(_)) {
            return Err(Why::Types);
        }
        let negative = turned != negated;
        let leaves = codes
            .into_iter()
            .map(|code| {
                let text = chosen(&symbol, code, negative)?;
                Ok(Clause::Leaf(Leaf {
                    text,
                    names: vec![symbol.name.clone()],
                    missing: Some(negative),
                }))
            })
            .collect::<Result<Vec<_>, Why>>()?;
        Ok(if all != negative || leaves.len() == 1 {
            Clause::And(leaves)
        } else {
            Clause::Or(leaves)
        })
    }

    /// What the source makes of a comparison with a literal where the answer is missing.
    fn when_missing(&self, op: Comparison, of: &Foreign, with: &Foreign, negated: bool) -> Option<bool> {
        let natural = match (op, self.dialect) {
            (Comparison::NotEqual, _) => true,
            (Comparison::Equal, _) | (_, Dialect::XPath | Dialect::SurveyJs) => false,
            // An empty text is compared as a number or as a text; above a positive number it is in neither.
            (Comparison::More | Comparison::AtLeast, Dialect::LimeSurvey) => match code_of(with).parse::<f64>() {
                Ok(value) if value > 0.0 => false,
                _ => return None,
            },
            (_, Dialect::LimeSurvey) => return None,
        };
        let holds = natural != negated;
        (!holds || self.tells_empty(of)).then_some(holds)
    }

    /// Whether a name can be empty without making the whole condition false. In `LimeSurvey` what was not asked does so, unless the
    /// name says otherwise.
    fn tells_empty(&self, of: &Foreign) -> bool {
        match of {
            Foreign::Name(name) => self.dialect != Dialect::LimeSurvey || name.strip_suffix(".NAOK").is_some(),
            _ => true,
        }
    }
}

/// That an answer was chosen, or was not.
fn chosen(symbol: &Symbol, code: String, negative: bool) -> Result<String, Why> {
    let name = &symbol.name;
    let mark = if negative { "!=" } else { "=" };
    match &symbol.sort {
        Sort::Multiple(options) => {
            let option = options.get(&code).ok_or(Why::Option(code))?;
            let has = format!("{name} has {}", quoted(option));
            Ok(if negative { format!("not {has}") } else { has })
        }
        Sort::Choice(options) => {
            let option = options.get(&code).ok_or(Why::Option(code))?;
            Ok(format!("{name} {mark} {}", quoted(option)))
        }
        Sort::Rating(points) => {
            let value = points.get(&code).ok_or(Why::Option(code))?;
            Ok(format!("{name} {mark} {value}"))
        }
        _ => Err(Why::Types),
    }
}

fn is_literal(tree: &Foreign) -> bool {
    matches!(tree, Foreign::Text(_) | Foreign::Number(_) | Foreign::Bool(_))
}

fn code_of(literal: &Foreign) -> String {
    match literal {
        Foreign::Text(text) => text.clone(),
        Foreign::Number(number) => number.to_string(),
        Foreign::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}

#[expect(clippy::float_cmp, reason = "a count is a whole number")]
fn holds(op: Comparison, left: f64, right: f64) -> bool {
    match op {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::AtMost => left <= right,
        Comparison::More => left > right,
        Comparison::AtLeast => left >= right,
    }
}

/// A text as expressions quote it.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    format!("\"{escaped}\"")
}
