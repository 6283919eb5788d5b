//! A condition with what each comparison is where an answer is missing, and its words in a definition.

use super::reading::Mode;
use super::why::Why;

/// A condition without `not` above anything but a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clause {
    And(Vec<Clause>),
    Or(Vec<Clause>),
    Answered(String, bool),
    Leaf(Leaf),
    Always(bool),
}

/// A comparison as a definition writes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    pub text: String,
    pub names: Vec<String>,
    /// What the source makes of it where an answer is missing; `None` where that cannot be told.
    pub missing: Option<bool>,
}

/// Puts a guard and the comparison behind it together: `answered(a)` and `a != "x"` say what `a != "x"` says by itself.
pub(super) fn guarded(clause: Clause) -> Clause {
    let (parts, both) = match clause {
        Clause::And(parts) => (parts, true),
        Clause::Or(parts) => (parts, false),
        other => return other,
    };
    let mut done: Vec<Clause> = Vec::new();
    for part in parts.into_iter().map(guarded) {
        let needs = matches!(&part, Clause::Leaf(leaf) if leaf.missing != Some(!both));
        let guards = |before: &Clause| match (before, &part) {
            (Clause::Answered(name, positive), Clause::Leaf(leaf)) => *positive == both && leaf.names == [name.clone()],
            _ => false,
        };
        if needs && done.last().is_some_and(guards) {
            done.pop();
            if let Clause::Leaf(leaf) = part {
                done.push(Clause::Leaf(Leaf {
                    missing: Some(!both),
                    ..leaf
                }));
            }
        } else {
            done.push(part);
        }
    }
    if done.len() == 1 {
        return done.remove(0);
    }
    if both { Clause::And(done) } else { Clause::Or(done) }
}

/// The text and how tightly it binds: 1 `or`, 2 `and`, 3 `not`, 4 a comparison.
pub(super) fn printed(clause: &Clause, mode: Mode, own: Option<&str>) -> Result<(String, u8), Why> {
    match clause {
        Clause::Always(value) => Ok((value.to_string(), 4)),
        Clause::Answered(name, true) => Ok((format!("answered({name})"), 4)),
        Clause::Answered(name, false) => Ok((format!("not answered({name})"), 3)),
        Clause::And(parts) | Clause::Or(parts) => {
            let both = matches!(clause, Clause::And(_));
            let level = if both { 2 } else { 1 };
            let mut texts = Vec::new();
            for part in parts {
                let (text, binds) = printed(part, mode, own)?;
                texts.push(if binds <= level { format!("({text})") } else { text });
            }
            Ok((texts.join(if both { " and " } else { " or " }), level))
        }
        Clause::Leaf(leaf) => {
            let level = if leaf.text.starts_with("not ") { 3 } else { 4 };
            let plain = Ok((leaf.text.clone(), level));
            let only_own = leaf.names.iter().all(|name| Some(name.as_str()) == own);
            if leaf.names.is_empty() || mode == Mode::NotFalse && only_own {
                return plain;
            }
            let answered = |word: &str, between: &str| {
                let each: Vec<String> = leaf
                    .names
                    .iter()
                    .map(|name| format!("{word}answered({name})"))
                    .collect();
                each.join(between)
            };
            match (mode, leaf.missing) {
                (Mode::True, Some(false)) | (Mode::NotFalse, Some(true)) => plain,
                (Mode::True, Some(true)) => Ok((format!("{} or {}", answered("not ", " or "), leaf.text), 1)),
                (Mode::NotFalse, Some(false)) => Ok((format!("{} and {}", answered("", " and "), leaf.text), 2)),
                (_, None) => Err(Why::Missing),
            }
        }
    }
}
