//! Drawn surveys and answers, for tests that hold two ways of routing together. The same seed draws the same.

use crate::logic::Missing;
use crate::logic::Value;
use crate::model::Domain;
use crate::model::Survey;
use std::fmt::Write as _;
use std::sync::Arc;

/// A small generator (`SplitMix64`).
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    fn one<'t>(&mut self, of: &'t [String]) -> &'t str {
        let at = usize::try_from(self.roll(of.len() as u64)).unwrap();
        &of[at]
    }
}

/// A condition on what stands before, or nothing.
fn condition(dice: &mut Dice, known: &[String]) -> String {
    if known.is_empty() || dice.roll(3) == 0 {
        return String::new();
    }
    let (a, b) = (dice.one(known).to_owned(), dice.one(known).to_owned());
    let whole = match dice.roll(5) {
        0 => format!("({a}) and ({b})"),
        1 => format!("({a}) or not ({b})"),
        2 => format!("not ({a})"),
        _ => a,
    };
    format!(", show_if: '{whole}'")
}

/// A condition now and then.
fn seldom(dice: &mut Dice, known: &[String]) -> String {
    if dice.roll(3) == 0 {
        condition(dice, known)
    } else {
        String::new()
    }
}

/// What a drawn survey has so far.
#[derive(Default)]
struct Drawn {
    pages: String,
    derived: String,
    /// Conditions on what stands before.
    known: Vec<String>,
    /// Choices whose options can be carried forward, and the multiple ones among them.
    lists: Vec<String>,
    multiple: Vec<String>,
}

/// A survey of a few pages whose pages, questions, options and rows have conditions on earlier answers and calculated values; some
/// pages are repeated, some options carried forward or nested.
#[must_use]
pub fn drawn(seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut made = Drawn {
        known: vec!["region = \"east\"".into(), "language = \"en\"".into()],
        ..Drawn::default()
    };
    for page in 0..2 + dice.roll(3) {
        made.page(&mut dice, page);
    }
    let mut text = String::from(
        "id: drawn\ntitle: Drawn\nlanguages: [en]\nhidden:\n  - {id: region, options: [east, west]}\npages:\n",
    );
    text.push_str(&made.pages);
    if !made.derived.is_empty() {
        let _ = write!(text, "derived:\n{}", made.derived);
    }
    text
}

impl Drawn {
    fn page(&mut self, dice: &mut Dice, page: u64) {
        let when = condition(dice, &self.known);
        let mut head = when
            .strip_prefix(", ")
            .map(|when| format!("    {when}\n"))
            .unwrap_or_default();
        let repeated = match dice.roll(4) {
            0 if !self.multiple.is_empty() => {
                let _ = writeln!(head, "    loop: {{over: {}}}", dice.one(&self.multiple));
                true
            }
            1 => {
                head.push_str("    loop: {entities: [m, n]}\n");
                true
            }
            _ => false,
        };
        if dice.roll(4) == 0 {
            head.push_str("    order: random\n");
        }
        let _ = write!(self.pages, "  - id: p{page}\n{head}    questions:\n");
        // Inside a repeated page its questions are called as written; behind it they are not.
        let outside = (self.known.len(), self.lists.len(), self.multiple.len());
        for question in 0..=dice.roll(4) {
            self.question(dice, &format!("q{page}{question}"), repeated);
        }
        if repeated {
            self.known.truncate(outside.0);
            self.lists.truncate(outside.1);
            self.multiple.truncate(outside.2);
        }
    }

    fn question(&mut self, dice: &mut Dice, id: &str, repeated: bool) {
        let when = condition(dice, &self.known);
        let known = self.known.clone();
        let part = |dice: &mut Dice, name: &str, more: &str| format!("{{id: {name}{more}{}}}", seldom(dice, &known));
        let options = |dice: &mut Dice| {
            let last = if dice.roll(3) == 0 { ", other: true" } else { "" };
            let order = if dice.roll(4) == 0 { ", order: random" } else { "" };
            format!(
                "options: [{}, {}, {}]{order}",
                part(dice, "a", ""),
                part(dice, "b", ""),
                part(dice, "c", last)
            )
        };
        let (line, says) = match dice.roll(8) {
            0 => {
                self.lists.push(id.to_owned());
                (
                    format!("kind: choice, {}", options(dice)),
                    vec![format!("{id} = \"a\""), format!("{id} != \"b\"")],
                )
            }
            1 => {
                self.lists.push(id.to_owned());
                self.multiple.push(id.to_owned());
                (
                    format!("kind: multiple, {}", options(dice)),
                    vec![
                        format!("{id} has \"b\""),
                        format!("count({id}) >= 2"),
                        format!("is({id}, skipped)"),
                    ],
                )
            }
            2 => (
                "kind: rating, scale: stars5".into(),
                vec![format!("{id} >= 4"), format!("{id} in [1, 2]")],
            ),
            3 => {
                let rows = format!("[{}, {}]", part(dice, "x", ", text: Row"), part(dice, "y", ", text: Row"));
                (
                    format!("kind: matrix, scale: satisfaction5, rows: {rows}"),
                    vec![
                        format!("{id}.x > {id}.y"),
                        format!("mean({id}.x, {id}.y; 2) < 3"),
                        format!("count({id}.x, {id}.y) = 1"),
                    ],
                )
            }
            4 => ("kind: number".into(), vec![format!("{id} + 1 > 3"), format!("{id} / 0 = 1"), format!("not answered({id})")]),
            5 if !self.lists.is_empty() => {
                let which = if dice.roll(2) == 0 { "chosen" } else { "not_chosen" };
                let from = dice.one(&self.lists);
                (
                    format!("kind: choice, options_from: {{question: {from}, which: {which}}}, options: [z]"),
                    vec![format!("{id} = \"a\""), format!("{id} = \"z\"")],
                )
            }
            6 => (
                "kind: cascade, levels: [{id: t, text: T}, {id: u, text: U}], options: [{id: e, options: [f, g]}, {id: h}, {id: i, options: [k]}]".into(),
                vec![format!("{id}.u = \"g\""), format!("{id}.t != \"h\"")],
            ),
            _ => (
                "kind: text".into(),
                vec![format!("length({id}) > 2"), format!("is({id}, not_asked)"), format!("{id} = \"a\"")],
            ),
        };
        let _ = writeln!(self.pages, "      - {{id: {id}, text: Q, {line}{when}}}");
        if line == "kind: number" && !repeated {
            let _ = write!(
                self.derived,
                "  - {{id: {id}_long, value: '{id} > 2'}}\n  - {{id: {id}_band, value: 'band({id}, ..0, 1..3, 4..)', labels: [low, mid, high]}}\n"
            );
            self.known.push(format!("{id}_long"));
            self.known.push(format!("{id}_band != \"mid\""));
        }
        self.known.extend(says);
    }
}

/// The survey of a text.
///
/// # Panics
///
/// When the text is no survey.
#[must_use]
pub fn survey(text: &str) -> Survey {
    let source = Arc::new(crate::diagnostic::Source {
        name: "surveys/drawn.yaml".to_owned(),
        text: text.to_owned(),
    });
    let (survey, problems) = crate::definition::read(&source);
    survey.unwrap_or_else(|| panic!("{text}\n{problems:?}"))
}

/// Any answer a variable can have, or none.
///
/// # Panics
///
/// When a number drawn does not fit, which none does.
pub fn answer(dice: &mut Dice, domain: &Domain) -> Value<'static> {
    if dice.roll(5) == 0 {
        return Value::Missing(
            [Missing::Skipped, Missing::DontKnow, Missing::Invalid][usize::try_from(dice.roll(3)).unwrap()],
        );
    }
    let small = |dice: &mut Dice, sides: usize| u32::try_from(dice.roll(sides as u64)).unwrap();
    match domain {
        Domain::Multiple(list) => Value::Set(u128::from(1 + dice.roll((1 << list.options.len()) - 1))),
        Domain::Number { .. } => Value::Number([0.0, 1.0, 2.5, 7.0][small(dice, 4) as usize]),
        Domain::Text => Value::Text(["a", "满意了", "abc"][small(dice, 3) as usize].into()),
        Domain::Date => Value::Date(20_000 + i32::try_from(dice.roll(9)).unwrap()),
        other => Value::Option(small(dice, other.options().map_or(1, |list| list.options.len()))),
    }
}
