//! Conditions worded in English.

use super::Clause;
use super::Scale;
use super::Sign;
use super::Subject;
use super::Term;
use super::is_numeral;
use super::moment_parts;
use crate::logic::dates;
use crate::logic::missing::Missing;
use crate::logic::node::Aggregation;
use crate::logic::node::Comparison;
use crate::logic::node::Operation;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The clause without its "if"; `depth` is how many joinings stand around it.
pub(super) fn clause(what: &Clause, depth: usize) -> String {
    match what {
        Clause::All(parts) => joined(parts, "and", "both", depth),
        Clause::Any(parts) => joined(parts, "or", "either", depth),
        Clause::Always(value) => if *value { "always" } else { "never" }.to_owned(),
        Clause::Compare { left, op, right, by } => format!("{} {}", term(left), predicate(*op, &term(right), *by)),
        Clause::OneOf { of, list, sign } => {
            let list: Vec<String> = list.iter().map(term).collect();
            let is = match (sign, list.len()) {
                (Sign::Plain, _) => format!("is {}", words(&list, "or")),
                (Sign::Denied, 1) => format!("is not {}", words(&list, "or")),
                (Sign::Denied, 2) => format!("is neither {}", words(&list, "nor")),
                (Sign::Denied, _) => format!("is none of {}", words(&list, "and")),
            };
            format!("{} {is}", term(of))
        }
        Clause::Has {
            of,
            option,
            sign: Sign::Plain,
        } => format!("{} includes {}", answer(of), label(option)),
        Clause::Has {
            of,
            option,
            sign: Sign::Denied,
        } => format!("{} does not include {}", answer(of), label(option)),
        Clause::Answered(Subject::Question(text), Sign::Plain) => format!("you answered “{text}”"),
        Clause::Answered(Subject::Question(text), Sign::Denied) => format!("you did not answer “{text}”"),
        Clause::Answered(Subject::Fact(name), Sign::Plain) => format!("“{name}” is known"),
        Clause::Answered(Subject::Fact(name), Sign::Denied) => format!("“{name}” is not known"),
        Clause::Is(subject, kind, sign) => missing(subject, *kind, *sign),
        Clause::Yes(of, sign) => format!("{} is {}", term(of), if sign.is_denied() { "no" } else { "yes" }),
        Clause::Alike(left, right, sign) => {
            let both = if sign.is_denied() {
                "exactly one of these holds"
            } else {
                "both or neither of these hold"
            };
            format!("{both}: {}; {}", clause(left, depth + 1), clause(right, depth + 1))
        }
    }
}

fn joined(parts: &[Clause], word: &str, opening: &str, depth: usize) -> String {
    let worded: Vec<String> = parts.iter().map(|part| clause(part, depth + 1)).collect();
    let text = words(&worded, word);
    match (depth, parts.len()) {
        (0, _) => text,
        (1, 2) => format!("{opening} {text}"),
        _ => format!("({text})"),
    }
}

/// `a, b or c`
fn words(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} {word} {last}", before.join(", ")),
    }
}

fn predicate(op: Comparison, value: &str, by: Scale) -> String {
    match (op, by) {
        (Comparison::Equal, _) => format!("is {value}"),
        (Comparison::NotEqual, _) => format!("is not {value}"),
        (Comparison::Less, Scale::Rank) => format!("is lower than {value}"),
        (Comparison::AtMost, Scale::Rank) => format!("is {value} or lower"),
        (Comparison::More, Scale::Rank) => format!("is higher than {value}"),
        (Comparison::AtLeast, Scale::Rank) => format!("is {value} or higher"),
        (Comparison::Less, Scale::Amount) => format!("is less than {value}"),
        (Comparison::AtMost, Scale::Amount) => format!("is at most {value}"),
        (Comparison::More, Scale::Amount) => format!("is more than {value}"),
        (Comparison::AtLeast, Scale::Amount) => format!("is at least {value}"),
        (Comparison::Less, Scale::Time) => format!("is before {value}"),
        (Comparison::AtMost, Scale::Time) => format!("is {value} or earlier"),
        (Comparison::More, Scale::Time) => format!("is after {value}"),
        (Comparison::AtLeast, Scale::Time) => format!("is {value} or later"),
    }
}

fn answer(subject: &Subject) -> String {
    match subject {
        Subject::Question(text) => format!("your answer to “{text}”"),
        Subject::Fact(name) => format!("“{name}”"),
    }
}

fn label(text: &str) -> String {
    if is_numeral(text) {
        text.to_owned()
    } else {
        format!("“{text}”")
    }
}

/// A value in words.
pub(super) fn term(what: &Term) -> String {
    match what {
        Term::Answer(subject) => answer(subject),
        Term::Label(text) => label(text),
        Term::Number(value) => value.to_string(),
        Term::Day(days) => day(*days),
        Term::Moment(seconds) => {
            let (days, hour, minute) = moment_parts(*seconds);
            format!("{}, {hour:02}:{minute:02}", day(days))
        }
        Term::Minus(of) => format!("minus {}", term(of)),
        Term::Arithmetic(op, left, right) => {
            let word = match op {
                Operation::Add => "plus",
                Operation::Subtract => "minus",
                Operation::Multiply => "times",
                Operation::Divide => "divided by",
            };
            format!("{} {word} {}", part(left), part(right))
        }
        Term::Aggregate(function, parts) => {
            let name = match function {
                Aggregation::Mean => "average",
                Aggregation::Sum => "total",
                Aggregation::Min => "lowest",
                Aggregation::Max => "highest",
            };
            format!("the {name} of {}", list(parts))
        }
        Term::Answers(parts) => format!("the number of answers among {}", list(parts)),
        Term::Chosen(subject) => format!("the number of options chosen in {}", answer(subject)),
        Term::Length(of) => format!("the number of characters in {}", term(of)),
        Term::Kano(with, without) => format!("the Kano category of {} and {}", term(with), term(without)),
        Term::Band(of, bands) => {
            let bands: Vec<String> = bands
                .iter()
                .enumerate()
                .map(|(place, band)| format!("{place} for {band}"))
                .collect();
            format!("the group of {} ({})", term(of), bands.join(", "))
        }
    }
}

/// A side of a calculation; one that is a calculation itself stands in parentheses.
fn part(what: &Term) -> String {
    if matches!(what, Term::Arithmetic(..)) {
        format!("({})", term(what))
    } else {
        term(what)
    }
}

fn list(parts: &[Term]) -> String {
    let questions: Option<Vec<String>> = parts
        .iter()
        .map(|part| {
            if let Term::Answer(Subject::Question(text)) = part {
                Some(format!("“{text}”"))
            } else {
                None
            }
        })
        .collect();
    match questions {
        Some(questions) if questions.len() > 1 => format!("your answers to {}", words(&questions, "and")),
        _ => words(&parts.iter().map(term).collect::<Vec<_>>(), "and"),
    }
}

fn day(days: i32) -> String {
    let (year, month, day) = dates::civil_of(days);
    let name = usize::try_from(month - 1)
        .ok()
        .and_then(|place| MONTHS.get(place))
        .copied()
        .unwrap_or_default();
    format!("{day} {name} {year}")
}

fn missing(subject: &Subject, kind: Missing, sign: Sign) -> String {
    let text = match subject {
        Subject::Question(text) => text,
        Subject::Fact(name) => {
            let not = if sign.is_denied() { "is not" } else { "is" };
            return format!("“{name}” {not} marked as “{}”", kind.code().replace('_', " "));
        }
    };
    match (kind, sign) {
        (Missing::NotAsked, Sign::Plain) => format!("you were not asked “{text}”"),
        (Missing::NotAsked, Sign::Denied) => format!("you were asked “{text}”"),
        (Missing::NotReached, Sign::Plain) => format!("you did not get as far as “{text}”"),
        (Missing::NotReached, Sign::Denied) => format!("you got as far as “{text}”"),
        (Missing::Skipped, Sign::Plain) => format!("you left “{text}” blank"),
        (Missing::Skipped, Sign::Denied) => format!("you did not leave “{text}” blank"),
        (Missing::DontKnow, Sign::Plain) => format!("you answered “don’t know” to “{text}”"),
        (Missing::DontKnow, Sign::Denied) => format!("you did not answer “don’t know” to “{text}”"),
        (Missing::NotApplicable, Sign::Plain) => format!("you said that “{text}” does not apply to you"),
        (Missing::NotApplicable, Sign::Denied) => format!("you did not say that “{text}” does not apply to you"),
        (Missing::Refused, Sign::Plain) => format!("you preferred not to answer “{text}”"),
        (Missing::Refused, Sign::Denied) => format!("you did not choose “prefer not to say” for “{text}”"),
        (Missing::Invalid, Sign::Plain) => format!("your answer to “{text}” could not be read"),
        (Missing::Invalid, Sign::Denied) => format!("your answer to “{text}” was not unreadable"),
        (Missing::NotInVersion, Sign::Plain) => format!("your questionnaire did not contain “{text}”"),
        (Missing::NotInVersion, Sign::Denied) => format!("your questionnaire contained “{text}”"),
    }
}
