//! Reference cases, worked examples, and what goes wrong with designs.

use super::super::golden::asked;
use super::super::golden::assert_agree;
use serde_json::Value;
use serde_json::json;

const DEMO: &str = include_str!("../../../tests/data/stats/demo_survey.csv");
const DESIGN: &str = r#""strata": "region", "clusters": "store", "weights": "weight", "missing": "csat:9""#;

#[test]
fn weights_agree_with_r() {
    assert_agree(&["kish_neff"], 3);
}

#[test]
fn estimates_agree_with_r_survey() {
    assert_agree(&["design_mean"], 19);
    assert_agree(&["design_proportion", "design_domain_means", "design_t_test"], 18);
}

#[test]
fn tables_agree_with_r_survey() {
    assert_agree(&["rao_scott"], 4);
}

fn demo(method: &str, args: &str) -> Value {
    asked(method, &format!("{{{args}, {DESIGN}}}"), DEMO).unwrap()
}

fn close(value: &Value, want: f64) {
    let got = value.as_f64().unwrap();
    assert!((got - want).abs() <= 1e-9 * want.abs(), "{got} {want}");
}

#[test]
fn totals_and_ratios_agree_with_numpy() {
    // The formulas of Cochran, written once more in numpy.
    let total = demo("design_total", r#""y": "csat", "population": "region_stores""#);
    close(&total["total"], 49_232.129_8);
    close(&total["se"], 1_997.879_672_396_431_7);
    close(&total["ci95_t"][0], 45_064.625_831_345_55);
    let size = demo("design_total", r#""lonely": "error""#);
    close(&size["total"], 13_371.268_7);
    close(&size["se"], 488.488_046_367_327_97);
    let ratio = demo("design_ratio", r#""y": "nps", "x": "csat", "fpc": "region_stores""#);
    close(&ratio["ratio"], 1.958_209_416_272_451_7);
    close(&ratio["se"], 0.012_309_808_741_960_413);
    assert_eq!((&ratio["n"], &ratio["df"]), (&json!(1119), &json!(20.0)));
}

#[test]
fn a_filter_is_a_domain_of_the_whole_design() {
    let got = demo(
        "design_mean",
        r#""y": "csat", "fpc": "region_stores", "filter": "gender=女""#,
    );
    // numpy.
    close(&got["mean"], 3.759_986_487_109_851_6);
    close(&got["se"], 0.067_812_404_724_655_58);
    let by = demo(
        "design_domain_means",
        r#""y": "csat", "fpc": "region_stores", "by": "gender""#,
    );
    assert_eq!(
        (&by["mean"]["女"], &by["se"]["女"], &by["df"]["女"]),
        (&got["mean"], &got["se"], &got["df"])
    );
    assert_eq!((&got["n"], &got["n_psu"]), (&json!(616), &json!(24)));
}

#[test]
fn a_sentence_and_single_arguments_say_the_same() {
    let said = r#"{"y": "csat", "missing": "csat:9",
        "design": "strata=~region, id=store nested, weights=weight, fpc=region_stores (PSU count per stratum)"}"#;
    let one = asked("svymean", said, DEMO).unwrap();
    let two = demo(
        "design_mean",
        r#""column": "csat", "population": "region_stores", "nested": "yes""#,
    );
    assert_eq!(one, two);
}

#[test]
fn codes_make_a_share_of_any_column() {
    let one = demo("design_proportion", r#""y": "csat", "top": [4, 5]"#);
    close(&one["p"], 0.642_268_417_215_125_6);
    let fault = asked("design_proportion", r#"{"y": "csat", "missing": "9"}"#, DEMO).unwrap_err();
    assert!(fault.contains("`csat`") && fault.contains("--top"), "{fault}");
}

#[test]
fn rows_in_another_order_give_the_same() {
    let (head, rest) = DEMO.split_once('\n').unwrap();
    let mut lines: Vec<&str> = rest.lines().collect();
    lines.reverse();
    let turned = format!("{head}\n{}\n", lines.join("\n"));
    for (method, args) in [
        ("design_mean", r#"{"y": "nps", "weights": "weight"}"#),
        (
            "rao_scott",
            r#"{"row": "channel", "col": "gender", "weights": "weight", "strata": "region"}"#,
        ),
        ("kish_neff", r#"{"column": "weight"}"#),
    ] {
        let (here, there) = (
            asked(method, args, DEMO).unwrap(),
            asked(method, args, &turned).unwrap(),
        );
        for (key, value) in here.as_object().unwrap() {
            if let (Some(here), Some(there)) = (value.as_f64(), there[key].as_f64()) {
                assert!((here - there).abs() <= 1e-13 * here.abs(), "{key}");
            }
        }
    }
}

const SMALL: &str = "y,w,s,c,n,g\n1,1,a,1,4,u\n3,1,a,2,4,v\n2,2,b,3,9,u\n5,1,b,4,9,v\n4,1,b,4,9,v\n";

#[test]
fn two_stages_agree_with_the_hand() {
    // One stratum, two of four units drawn, in each two of ten and two of five rows; all weights alike.
    let csv = "y,c,n,m\n1,1,4,10\n3,1,4,10\n2,2,4,5\n6,2,4,5\n";
    let args = r#"{"y": "y", "clusters": "c", "population": "n", "population2": "m"}"#;
    let got = asked("design_mean", args, csv).unwrap();
    // z = (y − 3)/4: units −½ and ½, (1−½)·2·(¼+¼) = ½; within ½·(0.8·2·(2/16) + 0.6·2·(8/16)) = 0.4.
    close(&got["se"], 0.9_f64.sqrt());
    let one = asked("design_mean", r#"{"y": "y", "clusters": "c", "population": "n"}"#, csv).unwrap();
    close(&one["se"], 0.5_f64.sqrt());
    // Shares drawn instead of numbers.
    let shares = csv.replace(",4,10", ",0.5,0.2").replace(",4,5", ",0.5,0.4");
    assert_eq!(asked("design_mean", args, &shares).unwrap()["se"], got["se"]);
}

#[test]
fn a_lonely_unit_is_named_or_adjusted() {
    let csv = "y,s,c\n1,a,1\n2,a,2\n4,b,3\n";
    let got = asked("design_mean", r#"{"y": "y", "strata": "s", "psu": "c"}"#, csv).unwrap();
    assert_eq!(
        (&got["se"], &got["reason"], &got["strata"]),
        (&Value::Null, &json!("lonely_psu"), &json!(["b"]))
    );
    let got = asked(
        "design_mean",
        r#"{"y": "y", "strata": "s", "psu": "c", "lonely": "adjust"}"#,
        csv,
    )
    .unwrap();
    // Scores (y − 7/3)/3: stratum a 2·2·(½)²/9, stratum b (5/3)²/9.
    close(&got["se"], ((1.0 + 25.0 / 9.0) / 9.0_f64).sqrt());
    assert!(got["warnings"][0]["en"].as_str().unwrap().contains('b'));
}

#[test]
fn what_has_no_spread_or_no_answers_has_a_reason() {
    for (csv, field, reason) in [
        ("y,w\n4,0.3\n4,1.7\n4,2.9\n", "ci95_t", "zero_variance"),
        ("y,w\n4,1\n,1\n,1\n", "se", "n_lt_2"),
        ("y,w\n4,0\n3,0\n", "mean", "no_valid_answers"),
        ("y,w\n,1\n,2\n", "mean", "no_valid_answers"),
        ("y,w\n", "mean", "no_valid_answers"),
    ] {
        let got = asked("design_mean", r#"{"y": "y", "weights": "w"}"#, csv).unwrap();
        assert_eq!((&got[field], &got["reason"]), (&Value::Null, &json!(reason)), "{csv}");
    }
    let all = asked(
        "design_proportion",
        r#"{"y": "y", "weights": "w"}"#,
        "y,w\n1,2\n1,1\n1,0.5\n",
    )
    .unwrap();
    assert_eq!(
        (&all["p"], &all["ci95_logit"], &all["reason"]),
        (&json!(1.0), &Value::Null, &json!("zero_variance"))
    );
    assert!(all["ci95_wilson_kish"][0].as_f64().unwrap() < 0.6);
    let by = asked(
        "svyby",
        r#"{"y": "y", "by": "g", "clusters": "c"}"#,
        "y,g,c\n1,a,1\n2,a,2\n3,b,2\n4,b,2\n",
    )
    .unwrap();
    assert_eq!(
        (&by["se"]["b"], &by["reasons"]["b"]),
        (&Value::Null, &json!("lonely_psu"))
    );
    let one = asked("svyttest", r#"{"y": "y", "group": "g"}"#, "y,g\n1,a\n2,a\n").unwrap();
    assert_eq!((&one["p"], &one["reason"]), (&Value::Null, &json!("empty_group")));
    let cross = asked("rao_scott", r#"{"row": "g", "col": "y"}"#, "y,g\n1,a\n2,a\n").unwrap();
    assert_eq!((&cross["F"], &cross["reason"]), (&Value::Null, &json!("zero_margin")));
}

#[test]
fn a_bad_design_names_the_column_and_the_way_out() {
    for (args, csv, words) in [
        (
            r#""weights": "w""#,
            SMALL.replace("5,1,b", "5,-1,b"),
            ["`w`, row 4", "below zero"],
        ),
        (
            r#""weights": "w""#,
            SMALL.replace("5,1,b", "5,,b"),
            ["`w`, row 4", "--blank_weight 1"],
        ),
        (
            r#""weights": "w""#,
            SMALL.replace("5,1,b", "5,heavy,b"),
            ["`heavy`", "at least 0"],
        ),
        (r#""weights": "v""#, SMALL.to_owned(), ["no column `v`", "there are"]),
        (
            r#""strata": "s""#,
            SMALL.replace("5,1,b", "5,1,"),
            ["`s` (strata)", "fill in"],
        ),
        (
            r#""strata": "s", "fpc": "n""#,
            SMALL.replace("1,a,1,4", "1,a,1,5"),
            ["`a` has both 5 and 4", "per stratum"],
        ),
        (
            r#""strata": "s", "fpc": "n""#,
            SMALL.replace(",9,", ",2,"),
            ["`b` has 3 units", "how many exist"],
        ),
        (
            r#""strata": "g", "id": "s", "nested": "no""#,
            SMALL.to_owned(),
            ["cluster `a`", "--nested yes"],
        ),
        (r#""design": "layers=s""#, SMALL.to_owned(), ["`layers=s`", "--strata"]),
        (r#""lonely": "drop""#, SMALL.to_owned(), ["`lonely`", "adjust"]),
    ] {
        let fault = asked("design_mean", &format!(r#"{{"y": "y", {args}}}"#), &csv).unwrap_err();
        assert!(words.iter().all(|word| fault.contains(word)), "{args}: {fault}");
    }
    let nested = asked("design_mean", r#"{"y": "y", "strata": "g", "id": "s"}"#, SMALL).unwrap();
    assert!(
        nested["warnings"][0]["en"]
            .as_str()
            .unwrap()
            .contains("different clusters")
    );
    let filled = asked(
        "kish",
        r#"{"w": "w", "blank_weight": 1}"#,
        &SMALL.replace("5,1,b", "5,,b"),
    )
    .unwrap();
    assert_eq!(filled["sum_w"], 6.0);
}
