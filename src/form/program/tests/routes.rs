//! The script's way through a form and [`route::visible`] are held together on drawn surveys and answers, and so are random orders.

use super::vectors::agrees;
use super::vectors::cases;
use super::vectors::held;
use crate::form::FormSettings;
use crate::form::FormView;
use crate::logic::Missing;
use crate::logic::Value;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Origin;
use crate::model::RandomOrder;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::route;
use crate::route::Respondent;
use serde_json::json;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

/// A small generator (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
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

/// A survey of a few pages whose pages, questions, options and rows have conditions on earlier answers and calculated values.
fn drawn(seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut known: Vec<String> = vec!["region = \"east\"".into(), "language = \"en\"".into()];
    let mut text = String::from(
        "id: drawn\ntitle: Drawn\nlanguages: [en]\nhidden:\n  - {id: region, options: [east, west]}\npages:\n",
    );
    let mut derived = String::new();
    for page in 0..2 + dice.roll(3) {
        let when = condition(&mut dice, &known);
        let head = when
            .strip_prefix(", ")
            .map(|when| format!("    {when}\n"))
            .unwrap_or_default();
        let _ = write!(text, "  - id: p{page}\n{head}    questions:\n");
        let mut here = Vec::new();
        for question in 0..1 + dice.roll(4) {
            let id = format!("q{page}{question}");
            let when = condition(&mut dice, &known);
            let mut part = |name: &str| {
                let when = if dice.roll(3) == 0 {
                    condition(&mut dice, &known)
                } else {
                    String::new()
                };
                format!("{{id: {name}{when}}}")
            };
            let options = format!("[{}, {}, {}]", part("a"), part("b"), part("c"));
            let mut row = |name: &str| {
                let when = if dice.roll(3) == 0 {
                    condition(&mut dice, &known)
                } else {
                    String::new()
                };
                format!("{{id: {name}, text: Row{when}}}")
            };
            let rows = format!("[{}, {}]", row("x"), row("y"));
            let (line, says) = match dice.roll(6) {
                0 => (
                    format!("kind: choice, options: {options}"),
                    vec![format!("{id} = \"a\""), format!("{id} != \"b\"")],
                ),
                1 => (
                    format!("kind: multiple, options: {options}"),
                    vec![
                        format!("{id} has \"b\""),
                        format!("count({id}) >= 2"),
                        format!("is({id}, skipped)"),
                    ],
                ),
                2 => (
                    "kind: rating, scale: stars5".into(),
                    vec![format!("{id} >= 4"), format!("{id} in [1, 2]")],
                ),
                3 => (
                    format!("kind: matrix, scale: satisfaction5, rows: {rows}"),
                    vec![
                        format!("{id}.x > {id}.y"),
                        format!("mean({id}.x, {id}.y; 2) < 3"),
                        format!("count({id}.x, {id}.y) = 1"),
                    ],
                ),
                4 => (
                    "kind: number".into(),
                    vec![
                        format!("{id} + 1 > 3"),
                        format!("{id} / 0 = 1"),
                        format!("not answered({id})"),
                    ],
                ),
                _ => (
                    "kind: text".into(),
                    vec![
                        format!("length({id}) > 2"),
                        format!("is({id}, not_asked)"),
                        format!("{id} = \"a\""),
                    ],
                ),
            };
            let _ = writeln!(text, "      - {{id: {id}, text: Q, {line}{when}}}");
            if line == "kind: number" {
                let _ = write!(
                    derived,
                    "  - {{id: {id}_long, value: '{id} > 2'}}\n  - {{id: {id}_band, value: 'band({id}, ..0, 1..3, 4..)', labels: [low, mid, high]}}\n"
                );
                here.push(format!("{id}_long"));
                here.push(format!("{id}_band != \"mid\""));
            }
            here.extend(says);
        }
        known.append(&mut here);
    }
    if !derived.is_empty() {
        let _ = write!(text, "derived:\n{derived}");
    }
    text
}

fn survey(text: &str) -> Survey {
    let source = Arc::new(crate::diagnostic::Source {
        name: "surveys/drawn.yaml".to_owned(),
        text: text.to_owned(),
    });
    let (survey, problems) = crate::definition::read(&source);
    survey.unwrap_or_else(|| panic!("{text}\n{problems:?}"))
}

fn answer(dice: &mut Dice, domain: &Domain) -> Value<'static> {
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

#[test]
fn the_script_takes_everyone_the_same_way() {
    const EACH: usize = 50;
    let surveys = cases().div_ceil(EACH);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut out = std::io::BufWriter::new(file.as_file_mut());
    let lang = crate::locale::Lang::new("en").unwrap();
    let (mut hidden, mut shown) = (0, 0);
    for seed in 0..surveys as u64 {
        let survey = survey(&drawn(seed));
        let view = FormView::new(&survey, &lang, &FormSettings::same_site(&survey));
        let mut dice = Dice(seed ^ 0xABCD);
        let mut people = Vec::new();
        for _ in 0..EACH {
            let mut respondent = Respondent::new(&survey, "en");
            for (at, variable) in survey.variables.iter().enumerate() {
                if variable.origin != Origin::Derived {
                    respondent.set(VariableIndex(at), answer(&mut dice, &variable.domain));
                }
            }
            let given: Vec<_> = respondent.answers.iter().map(held).collect();
            let route = route::visible(respondent);
            let left: Vec<_> = (0..survey.variables.len())
                .map(|at| held(&route.answer(VariableIndex(at))))
                .collect();
            let questions: Vec<_> = route.pages.iter().flat_map(|page| &page.questions).collect();
            let asked: Vec<bool> = questions.iter().map(|question| question.shown).collect();
            hidden += asked.iter().filter(|asked| !**asked).count();
            shown += asked.iter().filter(|asked| **asked).count();
            // Of what is not put at all, no part is looked at.
            let places =
                |all: &[bool], shown: bool| -> Vec<usize> { (0..all.len()).filter(|at| shown && !all[*at]).collect() };
            let options: Vec<_> = questions.iter().map(|q| places(&q.options, q.shown)).collect();
            let rows: Vec<_> = questions.iter().map(|q| places(&q.rows, q.shown)).collect();
            people.push(json!({ "given": given, "asked": asked, "options": options, "rows": rows, "left": left }));
        }
        let program: serde_json::Value = serde_json::from_str(view.program.as_str()).unwrap();
        writeln!(out, "{}", json!({ "program": program, "people": people })).unwrap();
    }
    out.flush().unwrap();
    drop(out);
    assert!(
        hidden * 5 > shown && shown * 5 > hidden,
        "{hidden} hidden, {shown} shown: the cases are one-sided"
    );
    agrees("routes.mjs", file.path(), surveys * EACH);
}

#[test]
fn the_script_draws_the_same_orders() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut dice = Dice(9);
    for case in 0..2_000 {
        let count = usize::try_from(1 + dice.roll(20)).unwrap();
        let anchors: Vec<usize> = (0..count).filter(|_| dice.roll(5) == 0).collect();
        let random = RandomOrder {
            variable: VariableIndex(0),
            anchors: anchors.clone(),
        };
        let response = format!("{case}-满意");
        let order = route::order(&response, &Id::new("channel"), count, &random);
        writeln!(
            file,
            "{}",
            json!({ "text": format!("{response}/channel"), "count": count, "anchors": anchors, "order": order })
        )
        .unwrap();
    }
    agrees("orders.mjs", file.path(), 2_000);
}
