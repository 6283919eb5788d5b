//! `manyi stat`: every statistic by name, from a file, from standard input, from the command line itself.

use crate::workbench::Workbench;
use serde_json::Value;
use serde_json::json;

const SCORES: &str = "score,group\n5,b\n4,b\n4,a\n3,a\n9,a\n,b\n2,b\n";

fn answered(bench: &Workbench, line: &str) -> Value {
    let document: Value = serde_json::from_str(&bench.done(&format!("{line} --format json"))).unwrap();
    assert_eq!(document["schema_version"], 1);
    document
}

#[test]
fn welch_reads_standard_input() {
    let bench = Workbench::empty().input(SCORES);
    let answer = answered(&bench, "stat welch - --of score --by group --missing 9");
    assert_eq!(
        (&answer["method"], &answer["rows"]),
        (&"t_test_two_sample".into(), &7.into())
    );
    assert_eq!(
        answer["args"],
        json!({"column": "score", "group": "group", "missing": 9})
    );
    let result = &answer["result"];
    assert_eq!(
        (&result["first"], &result["n1"], &result["n2"]),
        (&"a".into(), &2.into(), &3.into())
    );
    // a: 4, 3; b: 5, 4, 2: t = (3.5 − 11/3)/√(0.5/2 + (7/3)/3) by hand.
    let (mean, variance) = (3.5 - 11.0 / 3.0, 0.25_f64 + 7.0 / 9.0);
    let t = result["welch_t"].as_f64().unwrap();
    assert!((t - mean / variance.sqrt()).abs() < 1e-12, "{t}");
}

#[test]
fn numbers_of_the_command_line_need_no_file() {
    let bench = Workbench::empty();
    let direct = answered(&bench, "stat mwu --x 5,4,4,3,5,2 --y 3,3,2,4,1,2,3");
    assert_eq!(direct["result"]["U1"], 33.5);
    assert_eq!(direct["rows"], Value::Null);
    let table = answered(&bench, "stat chi2 --table 3,1;1,3");
    assert_eq!(
        (&table["result"]["chi2"], &table["result"]["odds_ratio_sample"]),
        (&2.0.into(), &9.0.into())
    );
    let holm = answered(&bench, "stat holm --p 0.01,,0.04");
    assert_eq!(holm["result"]["holm"], json!([0.02, null, 0.04]));
}

#[test]
fn arguments_come_as_one_object_too_from_the_line_or_a_file() {
    let bench = Workbench::empty().file("args.json", r#"{"values": [10, 9, 7, 3], "people": "four"}"#);
    let line = answered(&bench, r#"stat nps --args {"values":[10,9,7,3]}"#);
    assert_eq!(line["result"]["nps"], 25.0);
    let path = bench.path("args.json").display().to_string();
    let ran = bench.run(&format!("stat nps --args @{path} --format json"));
    let file: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(file["result"], line["result"]);
    assert_eq!(file["unused"], json!(["people"]));
    ran.says(0, "not used by `nps` here: people");
    bench.run("stat nps --args [1]").says(
        1,
        "error: `--args` is one JSON object, such as `{\"column\": \"score\"}`: not [1]",
    );
}

#[test]
fn any_encoding_and_delimiter_of_an_export_is_read() {
    let plain = answered(&Workbench::empty().input(SCORES), "stat kw - --of score --by group");
    let marked = format!("\u{feff}{}", SCORES.replace(',', ";"));
    let wide: Vec<u8> = format!("\u{feff}{}", SCORES.replace(',', "\t"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [marked.into_bytes(), wide] {
        let other = answered(
            &Workbench::empty().file("a.csv", bytes),
            "stat kw a.csv --of score --by group",
        );
        assert_eq!(other["result"], plain["result"]);
    }
}

#[test]
fn the_list_and_the_help_name_every_statistic() {
    let bench = Workbench::empty();
    let list = bench.done("stat --list --format csv");
    let overview = bench.done("stat");
    for method in manyi::method::all() {
        assert!(list.contains(&format!("\n{},", method.id)), "{}", method.id);
        assert!(overview.contains(method.id), "{}", method.id);
        let help = bench.done(&format!("stat {} --help", method.id));
        assert!(help.starts_with(method.id) && help.contains("\nSource\n"), "{help}");
    }
    assert_eq!(bench.done("stat --help"), overview);
    let chinese = bench.done("stat welch --help --messages zh");
    assert!(
        chinese.contains("两组均值之差") && chinese.contains("其他软件的做法"),
        "{chinese}"
    );
    assert!(bench.done("stat --list --messages zh").contains("两组比较"));
}

#[test]
fn a_table_says_what_the_numbers_are() {
    let bench = Workbench::empty().file("s.csv", SCORES);
    assert_eq!(
        bench.done("stat csat s.csv --of score --top 4,5 --missing 9"),
        "\
Share with its interval (proportion_ci)

field                             value
──────────────────────────────────────────────────────────────
n                                     5  valid answers
x                                     3  that count
p                                0.6000  share
wilson                 [0.2307, 0.8824]  interval, the default
agresti_coull          [0.2291, 0.8840]
agresti_coull_clamped  [0.2291, 0.8840]
clopper_pearson        [0.1466, 0.9473]
jeffreys               [0.2094, 0.9056]
se_wald                          0.2191
wilson_cc              [0.1704, 0.9274]
"
    );
    let text = bench.done("stat anova s.csv --of score --by group --missing 9 --messages zh");
    assert!(text.contains("n, mean\n") && text.contains("b  3  3.6667"), "{text}");
}

#[test]
fn degenerate_data_have_a_reason_and_are_no_failure() {
    let bench = Workbench::empty();
    let answer = answered(&bench, "stat welch --x 4,4,4 --y 3,3");
    assert_eq!(
        (&answer["result"]["welch_p"], &answer["result"]["reason"]),
        (&Value::Null, &"zero_variance".into())
    );
    let text = bench.done("stat welch --x 4,4,4 --y 3,3 --messages zh");
    assert!(text.contains("zero_variance — 所有回答相同"), "{text}");
}

#[test]
fn what_was_asked_wrongly_is_named_with_a_way_out() {
    let bench = Workbench::empty()
        .file("s.csv", SCORES)
        .file("t.csv", "score,group\ngood,a\n4,b\n");
    bench
        .run("stat welch s.csv --of scor --by group")
        .says(1, "error: no column `scor`; there are: score, group");
    bench
        .run("stat welch s.csv --of scor --by group --messages zh")
        .says(1, "错误：没有列 `scor`；现有：score、group");
    bench.run("stat welc s.csv").says(
        1,
        "error: no statistic is called `welc`; did you mean `welch`? `manyi stat --list` names them all",
    );
    bench.run("stat holm --q 1").says(
        1,
        "error: `p_adjust` takes no `--q`; it takes --p, and as every statistic --missing, --filter, --coding, --derived, --conf, --label, --note",
    );
    bench.run("stat welch t.csv --of score --by group").says(
        1,
        "error: column `score`, row 1: `good` is no number; name codes that are no answer with `--missing score:good`",
    );
    bench.run("stat welch --of score --by group").says(
        1,
        "error: columns are named, but no file: write the CSV file, or `-`, behind the method",
    );
    bench.run("stat welch cafe --of score --by group").says(
        1,
        "error: `cafe` is no file: `manyi stat` reads a CSV file or `-`; scores of a survey are `manyi score cafe`",
    );
    bench
        .run("stat csat --x 13 --n 12")
        .says(1, "error: `x` is 13 of `n` 12: no more can count than answered (x > n)");
    assert_eq!(bench.run("stat welch missing.csv --of a --by b").code, 2);
}

#[test]
fn the_manual_and_the_completions_know_the_verb() {
    let bench = Workbench::empty();
    assert!(bench.done("man").contains("manyi\\-stat"));
    assert!(bench.done("completions bash").contains("manyi__stat") || bench.done("completions bash").contains("stat)"));
}
