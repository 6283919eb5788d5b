//! Reliabilities of whole files against R's numbers, and of surveys whose scales run both ways.

use super::*;
use crate::import::Import;
use crate::import::bare;
use crate::import::bare::BareSpec;
use crate::model::Calendar;
use crate::model::VariableIndex;
use crate::response::BatchFrame;
use crate::stats::Reason;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Plan;
use crate::tabulation::Tabulator;
use crate::tabulation::Wanted;
use crate::tabulation::testing;
use std::sync::Arc;

const DEMO: &str = include_str!("../../tests/data/stats/demo_survey.csv");

fn found(text: &str, items: &[&str], weight: Option<&str>, change: impl FnOnce(&mut Ask)) -> Reliability {
    let spec = BareSpec {
        answers: items.iter().map(|item| ("--items", (*item).to_owned())).collect(),
        weight: weight.map(str::to_owned),
        missing: vec![(None, "9".to_owned())],
        ..BareSpec::default()
    };
    let format = crate::definition::mapping::Format::default();
    let (made, problems) = bare::survey_from(text.as_bytes(), &spec, &format, "file.csv").unwrap();
    assert_eq!(problems, []);
    let made = made.unwrap();
    let survey = Arc::new(made.survey.clone());
    let mut ask = Ask {
        items: items.iter().map(|item| survey.find(item).unwrap()).collect(),
        turned: vec![],
        level: 0.95,
        ordinal: false,
    };
    change(&mut ask);
    let need = Need::all(Wanted::Rows(ask.items.clone()));
    let calendar = Calendar::quarterly_utc();
    let mut tabulator = Tabulator::new(Arc::clone(&survey), Arc::new(Plan::new(&survey, &[], [need.clone()])));
    let mut import = Import::open(text.as_bytes(), made.setup(&calendar, "file.csv")).unwrap();
    while let Some(chunk) = import.next_chunk().unwrap() {
        tabulator.add(&BatchFrame::new(&chunk.batch, &calendar));
    }
    let counted = tabulator.finish();
    let rows = counted.listed(&need).unwrap();
    analyse(rows, &survey, (&rows.waves()[0], Group::Total), &ask)
}

fn golden(id: &str) -> serde_json::Value {
    let cases: serde_json::Value = serde_json::from_str(include_str!("../../tests/data/stats/golden.json")).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    cases.iter().find(|case| case["id"] == id).unwrap()["expected"].clone()
}

#[test]
fn the_demo_battery_agrees_with_psych_and_lavaan() {
    let items = ["q1", "q2", "q3", "q4", "q5", "q6"];
    let got = found(DEMO, &items, None, |ask| ask.ordinal = true);
    let (alpha, omega) = (golden("demo.q.alpha"), golden("demo.q.omega"));
    let near = |got: Option<f64>, want: &serde_json::Value, relative: f64| {
        let (got, want) = (got.unwrap(), want.as_f64().unwrap());
        assert!((got - want).abs() <= relative * want.abs(), "{got} is not {want}");
    };
    assert_eq!((got.base, got.dropped), (882, 318));
    near(got.alpha, &alpha["alpha_raw"], 1e-9);
    near(got.alpha_standardised, &alpha["alpha_std"], 1e-9);
    near(got.average_r, &alpha["average_r"], 1e-9);
    near(got.lambda6, &alpha["guttman_l6"], 1e-9);
    near(got.interval.map(|i| i.low), &alpha["feldt_ci95"][0], 1e-9);
    near(got.interval.map(|i| i.high), &alpha["feldt_ci95"][1], 1e-9);
    near(got.omega, &omega["omega_total"], 1e-5);
    near(got.composite_reliability, &omega["composite_reliability_std"], 1e-5);
    near(got.average_variance_extracted, &omega["ave"], 1e-5);
    for (item, name) in got.items.iter().zip(items) {
        near(item.item_rest, &alpha["item_rest_r"][name], 1e-9);
        near(item.alpha_if_dropped, &alpha["alpha_if_deleted"][name], 1e-9);
        near(item.mean, &alpha["item_mean"][name], 1e-9);
        near(item.sd, &alpha["item_sd"][name], 1e-9);
    }
    // Grades of something continuous correlate more than their codes do.
    assert!(got.ordinal.unwrap().unwrap() > got.alpha.unwrap());
}

#[test]
fn weights_and_turned_items_agree_with_numpy() {
    let items = ["q1", "q2", "q3", "q4", "q5", "q6"];
    let weighted = found(DEMO, &items, Some("weight"), |_| ());
    assert!((weighted.alpha.unwrap() - 0.802_678_956_580_582_5).abs() < 1e-12);
    assert!((weighted.effective_base - 813.235_386_040_416_5).abs() < 1e-6);
    assert!((weighted.items[0].mean.unwrap() - 3.525_281_352_603_436).abs() < 1e-12);
    let turned = found(DEMO, &items, None, |ask| ask.turned = vec![ask.items[4]]);
    assert!((turned.alpha.unwrap() - 0.643_189_722_577_121_9).abs() < 1e-12);
    assert!(turned.items[4].turned && turned.items[4].item_rest.unwrap() < 0.0);
}

#[test]
fn a_weighted_battery_agrees_with_rs_own_factor_analysis() {
    let reference: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/data/stats/weighted_battery.json")).unwrap();
    let wanted = &reference["battery"];
    let got = found(DEMO, &["q1", "q2", "q3", "q4", "q5", "q6"], Some("weight"), |_| ());
    let near = |got: Option<f64>, wanted: &serde_json::Value, tolerance: f64| {
        let (got, wanted) = (got.unwrap(), wanted.as_f64().unwrap());
        assert!((got - wanted).abs() <= tolerance, "{got} for {wanted}");
    };
    assert_eq!(got.base, wanted["n"].as_u64().unwrap());
    near(got.alpha, &wanted["alpha"], 1e-12);
    // `factanal` stops its search at about six digits.
    near(got.omega, &wanted["omega"], 1e-6);
    near(got.composite_reliability, &wanted["composite_reliability"], 1e-6);
    near(got.average_variance_extracted, &wanted["ave"], 1e-6);
    for (at, item) in got.items.iter().enumerate() {
        near(item.item_rest, &wanted["item_rest"][at], 1e-12);
        near(item.alpha_if_dropped, &wanted["alpha_if_dropped"][at], 1e-12);
        near(item.loading.map(f64::abs), &wanted["loadings"][at], 1e-5);
    }
}

#[test]
fn items_that_do_not_vary_are_left_out_and_too_few_have_a_reason() {
    let text = "a,b,c\n1,2,4\n2,3,4\n4,4,4\n5,3,4\n";
    let got = found(text, &["a", "b", "c"], None, |_| ());
    assert!((got.alpha.unwrap() - 2.0 / 3.0).abs() < 1e-12, "{got:?}");
    assert_eq!(
        got.items.iter().map(|item| item.constant).collect::<Vec<_>>(),
        [false, false, true]
    );
    assert_eq!(got.items[2].sd, Some(0.0));
    // Two items: Spearman and Brown's 2r/(1 + r).
    let r = got.average_r.unwrap();
    assert!((got.omega.unwrap() - 2.0 * r / (1.0 + r)).abs() < 1e-12);
    let one = found(text, &["a", "c"], None, |_| ());
    assert_eq!((one.alpha, one.none), (None, Some(Reason::ZeroVariance)));
    let nobody = found("a,b\n1,\n,2\n3,\n", &["a", "b"], None, |_| ());
    assert_eq!((nobody.base, nobody.none), (0, Some(Reason::NoValidAnswers)));
    let same = found("a,b\n1,1\n2,2\n4,4\n", &["a", "b"], None, |_| ());
    assert_eq!(
        (same.alpha, same.interval),
        (Some(1.0), None),
        "no interval without a width"
    );
    let alone = found("a,b\n1,2\n", &["a", "b"], None, |_| ());
    assert_eq!(alone.none, Some(Reason::TooFewAnswers));
}

#[test]
fn scales_that_run_against_the_others_are_turned() {
    let survey = testing::survey(false);
    // Of overall (high is good) and effort (low is good) the first stays.
    assert_eq!(turned(&survey, &[testing::OVERALL, testing::EFFORT]), [testing::EFFORT]);
    assert_eq!(
        turned(&survey, &[testing::EFFORT, testing::OVERALL]),
        [testing::OVERALL]
    );
    assert_eq!(turned(&survey, &[testing::EFFORT]), Vec::<VariableIndex>::new());
    assert_eq!(
        turned(&survey, &[testing::EFFORT, testing::OVERALL, testing::RECOMMEND]),
        [testing::EFFORT]
    );
}
