//! Raking and cells, asked.

use super::super::golden::assert_agree;
use super::*;
use serde_json::json;

#[test]
fn raking_agrees_with_r() {
    assert_agree(&["raking"], 4);
}

fn ask(id: &str, args: Value) -> Answer {
    let Value::Object(args) = args else { unreachable!() };
    super::super::ask(super::super::find(id).unwrap(), &args, None).answer
}

fn says(answer: &Answer, words: &[&str]) {
    let Err(Fault::Asked(said)) = answer else {
        panic!("{answer:?}")
    };
    assert!(
        words
            .iter()
            .all(|word| said.en.contains(word) && said.zh.contains(word)),
        "{said:?}"
    );
}

#[test]
fn cells_get_their_targets() {
    // Two of three rows in cell a|x share its 60: 30 each.
    let sample = json!({ "g": ["a", "a", "b"], "h": ["x", "x", "y"], "score": [1, 3, 5] });
    let got = ask(
        "cell_weighting",
        json!({ "sample": sample, "by": ["g", "h"], "cells": { "a|x": 60, "b|y": 40 } }),
    )
    .unwrap();
    assert_eq!(got["first10"], json!([30.0, 30.0, 40.0]));
    assert!((got["wmean_score"].as_f64().unwrap() - 3.2).abs() < 1e-12);
}

#[test]
fn what_does_not_fit_is_named() {
    let sample = json!({ "g": ["a", "b", "c"], "w": [1, -2, 1] });
    let with = |more: Value| {
        let mut args = json!({ "sample": sample });
        args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask("raking", args)
    };
    says(&with(json!({ "margins": "g=a:5,b:5" })), &["`c`", "`g`"]);
    says(
        &with(json!({ "margins": { "g": { "a": 5, "b": 5, "c": 1 } }, "base_weight": "w" })),
        &["`w`", "-2"],
    );
    says(&with(json!({ "margins": { "g": { "a": "many" } } })), &["`a`", "many"]);
    says(&with(json!({ "margins": { "nope": { "a": 1 } } })), &["nope", "g"]);
    says(&with(json!({})), &["--margins"]);
    says(
        &with(json!({ "margins": "g=a:5,b:5,c:5", "trim": 0.5 })),
        &["trim", "0.5"],
    );
}

#[test]
fn rows_without_a_category_are_refused_or_kept_as_their_own() {
    let args = json!({ "sample": { "g": ["a", "a", "b", null] }, "margins": "g=a:50,b:50" });
    says(&ask("raking", args.clone()), &["`g`", "missing_category"]);
    let mut own = args;
    own["missing_category"] = json!("own");
    let got = ask("raking", own).unwrap();
    // A quarter keeps its quarter, the rest is divided evenly: 37.5 for both a, 37.5 for b.
    assert_eq!(got["first10"], json!([18.75, 18.75, 37.5, 25.0]));
}

#[test]
fn margins_that_contradict_each_other_have_no_weights() {
    let args = json!({ "sample": { "g": ["a", "b"], "h": ["x", "y"] }, "margins": "g=a:5,b:5; h=x:4,y:6" });
    let got = ask("raking", args).unwrap();
    assert_eq!((&got["reason"], &got["n_eff"]), (&json!("not_converged"), &Value::Null));
}
