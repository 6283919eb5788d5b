use super::super::golden::asked;
use super::super::golden::assert_agree;

const CSV: &str = "a,b,c,d\n1,2,1,2\n2,1,2,3\n3,4,3,\n4,3,5,5\n5,5,4,4\n2,3,3,1\n";

#[test]
fn the_bank_s_model_agrees_with_plspm() {
    assert_agree(&["pls_pm"], 0);
}

#[test]
fn a_model_of_words_is_that_of_json() {
    let words = r#"{"blocks": "ONE=a,b; TWO=c,d", "paths": "ONE->TWO", "scale_min": 1, "scale_max": 5, "draws": 50, "seed": 3}"#;
    let json = r#"{"constructs": ["ONE","TWO"], "blocks": {"TWO": ["c","d"], "ONE": ["a","b"]},
        "path_rows_depend_on_columns": [[0,0],[1,0]], "scale_min": 1, "scale_max": 5, "draws": 50, "seed": 3}"#;
    let (one, two) = (
        asked("pls_pm", words, CSV).unwrap(),
        asked("pls_pm", json, CSV).unwrap(),
    );
    assert_eq!(one, two);
    assert_eq!((&one["n"], &one["dropped"]), (&5.into(), &1.into()));
    // With one path, R² is the squared path.
    let path = one["paths"]["ONE->TWO"].as_f64().unwrap();
    assert!((one["r2"]["TWO"].as_f64().unwrap() - path * path).abs() < 1e-12);
    let drawn = &one["bootstrap"];
    assert_eq!(drawn["draws"].as_u64().unwrap() + drawn["failed"].as_u64().unwrap(), 50);
    let mean = asked(
        "pls_pm",
        &words.replace("\"seed\"", "\"missing_rule\": \"mean\", \"seed\""),
        CSV,
    )
    .unwrap();
    assert_eq!(mean["n"], 6);
}

#[test]
fn what_cannot_be_is_named() {
    for (args, names) in [
        (
            r#"{"blocks": "ONE=a,b; TWO=a", "paths": "ONE->TWO"}"#,
            "`a` belongs to two",
        ),
        (
            r#"{"blocks": "ONE=a; TWO=b", "paths": "ONE->TOO"}"#,
            "`ONE->TOO` is no path",
        ),
        (r#"{"blocks": "ONE=a; TWO=b; THREE=c", "paths": "ONE->TWO"}"#, "`THREE`"),
        (
            r#"{"blocks": "ONE=a; TWO=b", "paths": "ONE->TWO,TWO->ONE"}"#,
            "`ONE` back to",
        ),
        (r#"{"blocks": "ONE=a; TWO=x", "paths": "ONE->TWO"}"#, "no column `x`"),
        (
            r#"{"blocks": "ONE=a; TWO=b", "paths": "ONE->TWO", "modes": "B"}"#,
            "`modes`",
        ),
        (
            r#"{"blocks": "ONE=a; TWO=b", "paths": "ONE->TWO", "scaled": "false"}"#,
            "`scaled`",
        ),
    ] {
        let fault = asked("pls_pm", args, CSV).unwrap_err();
        assert!(fault.contains(names), "{fault}");
    }
    let constant = asked(
        "pls_pm",
        r#"{"blocks": "ONE=a; TWO=b", "paths": "ONE->TWO"}"#,
        "a,b\n1,2\n1,3\n",
    )
    .unwrap();
    assert_eq!(
        (&constant["reason"], &constant["constant"][0]),
        (&"zero_variance".into(), &"a".into())
    );
    let singular = r#"{"blocks": "ONE=a; TWO=b; THREE=c", "paths": "ONE->THREE,TWO->THREE", "scheme": "path"}"#;
    let singular = asked("pls_pm", singular, "a,b,c\n1,2,1\n2,4,3\n3,6,2\n").unwrap();
    assert_eq!(
        (&singular["reason"], &singular["collinear"][0]),
        (&"singular".into(), &"b".into())
    );
}
