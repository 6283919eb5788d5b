//! Charts and trends, asked.

use super::super::golden::assert_agree;
use super::*;

#[test]
fn charts_and_trends_agree_with_r() {
    assert_agree(&["p_chart", "xmr_chart", "mann_kendall"], 6);
}

fn ask(id: &str, args: Value) -> Answer {
    let Value::Object(args) = args else { unreachable!() };
    super::super::ask(super::super::find(id).unwrap(), &args, None).answer
}

#[test]
fn series_without_variation_answer_with_their_reason() {
    let same = ask("xmr_chart", json!({ "values": [3, 3, 3] })).unwrap();
    assert_eq!(
        (&same["center"], &same["lcl_2.66"], &same["reason"]),
        (&json!(3.0), &Value::Null, &json!("zero_variance"))
    );
    let none = ask("p_chart", json!({ "d": [0, 0], "n": [10, 20] })).unwrap();
    assert_eq!(
        (&none["p_bar"], &none["ucl"], &none["reason"]),
        (&json!(0.0), &Value::Null, &json!("zero_variance"))
    );
    let empty = ask("p_chart", json!({ "d": [0, 0], "n": [0, 0] })).unwrap();
    assert_eq!(
        (&empty["p_bar"], &empty["reason"]),
        (&Value::Null, &json!("no_valid_answers"))
    );
    assert!(
        matches!(ask("p_chart", json!({ "d": [5], "n": [4] })), Err(Fault::Asked(words)) if words.en.contains("period 1"))
    );
}

#[test]
fn a_shift_after_the_baseline_shows_in_cusum_and_x_chart() {
    let mut values = vec![10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0];
    values.extend([13.0, 14.0, 13.5]);
    let args = json!({ "values": values, "baseline": 12 });
    let x = ask("xmr_chart", args.clone()).unwrap();
    assert_eq!(x["beyond"], json!([13, 14, 15]));
    assert_eq!(ask("cusum", args).unwrap()["first"], json!(14));
}
