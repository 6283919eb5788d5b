//! The script's way through a form and [`route::visible`] are held together on drawn surveys and answers, and so are random orders.

use super::vectors::agrees;
use super::vectors::cases;
use super::vectors::held;
use crate::form::FormSettings;
use crate::form::FormView;
use crate::model::Id;
use crate::model::Origin;
use crate::model::RandomOrder;
use crate::model::VariableIndex;
use crate::route;
use crate::route::Respondent;
use crate::route::testing::Dice;
use crate::route::testing::answer;
use crate::route::testing::drawn;
use crate::route::testing::survey;
use serde_json::json;
use std::io::Write as _;

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
