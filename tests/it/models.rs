//! Models over single answers: `drivers` and `reliability`, on bare files, definitions and the store.

use crate::workbench::Workbench;
use crate::workbench::table;
use serde_json::Value;
use std::fmt::Write as _;

const DEMO: &str = include_str!("../data/stats/demo_survey.csv");
const QUESTIONS: [&str; 6] = ["q1", "q2", "q3", "q4", "q5", "q6"];

fn demo() -> Workbench {
    Workbench::empty().file("demo.csv", DEMO)
}

fn rows(json: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(json).unwrap();
    assert_eq!(document["schema_version"], 1);
    document["rows"].as_array().unwrap().clone()
}

/// What R gave for a reference case.
fn golden(id: &str) -> Value {
    let cases: Value = serde_json::from_str(include_str!("../data/stats/golden.json")).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    cases.iter().find(|case| case["id"] == id).unwrap()["expected"].clone()
}

#[track_caller]
fn near(got: &Value, want: &Value) {
    let (got, want) = (got.as_f64().unwrap(), want.as_f64().unwrap());
    assert!((got - want).abs() <= 1e-5 * want.abs(), "{got} is not {want}");
}

#[test]
fn drivers_of_a_bare_file_agree_with_relaimpo() {
    let want = golden("demo.drivers.importance");
    for (method, weight, percent) in [
        ("lmg", "lmg", "lmg_pct"),
        ("johnson", "johnson_relative_weights", "johnson_pct"),
    ] {
        let rows = rows(&demo().done(&format!(
            "drivers demo.csv --outcome csat --drivers {} --missing 9 --method {method} --boot 50 --format json",
            QUESTIONS.join(",")
        )));
        assert_eq!(rows.len(), 6);
        for row in &rows {
            let name = row["driver"].as_str().unwrap();
            near(&row["weight"], &want[weight][name]);
            near(
                &Value::from(100.0 * row["importance"].as_f64().unwrap()),
                &want[percent][name],
            );
            near(&row["correlation"], &want["pearson_with_y"][name]);
            near(&row["r2"], &want["r2"]);
            assert_eq!((&row["base"], &row["dropped"]), (&Value::from(851), &Value::from(349)));
            let [low, share, high] =
                ["importance_low", "importance", "importance_high"].map(|key| row[key].as_f64().unwrap());
            assert!(low < share && share < high);
        }
        assert_eq!(rows[0]["driver"], "q1");
    }
}

#[test]
fn drivers_are_told_to_a_person_with_what_they_mean() {
    assert_eq!(
        demo().done("drivers demo.csv --outcome csat --drivers q1,q2,q5 --missing 9 --boot 0"),
        "\
driver  importance     r  performance   low  high  field              note
───────────────────────────────────────────────────────────────────────────────
q1           59.9%  0.72         62.6  60.9  64.3  keep_up            near_line
q2           32.9%  0.58         62.5  60.8  64.1  possible_overkill  near_line
q5            7.2%  0.30         61.5  59.8  63.1  low_priority       near_line
importance for `csat`: share of R² by Johnson's relative weights; an association, which does not show what causes what
n = 1003 of 1200 with an answer to all of them; R² = 0.589
performance: mean rescaled to 0–100, 100 best; fields: their lines are the means over the drivers; near_line: an interval \
crosses one, so that the field is not certain
"
    );
    let chinese = demo().done(
        "drivers demo.csv --outcome csat:4,5 --drivers q1,q2 --method logistic --missing 9 --boot 0 --format md --messages zh",
    );
    assert_eq!(
        chinese,
        "\
| 驱动因素 | 重要性 | 相关 | 表现 | 下限 | 上限 | 象限 | 备注 |
| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |
| q1 | 68.1% | 0.63 | 62.6 | 60.9 | 64.3 | keep_up | near_line |
| q2 | 31.9% | 0.50 | 62.5 | 60.8 | 64.1 | low_priority | near_line |

对`csat`（是：4、5）的重要性：标准化逻辑回归系数绝对值的占比；仅表示关联，不说明因果

n = 1053（共 1200 份，其余缺少其中某题的回答）；McFadden R² = 0.410

表现：均值换算为 0–100 分，100 为最好；象限以各因素均值为界；near_line 表示区间跨越界线，象限不确定
"
    );
}

#[test]
fn the_order_of_rows_and_the_way_in_change_nothing() {
    let (head, answers) = DEMO.split_once('\n').unwrap();
    let mut lines: Vec<&str> = answers.lines().collect();
    lines.reverse();
    let back = format!("{head}\n{}\n", lines.join("\n"));
    let line = "--outcome csat --drivers q1,q2,q3 --missing 9 --weight weight --strata region --clusters store \
                --population region_stores --boot 40 --by channel --format csv";
    let there = demo().done(&format!("drivers demo.csv {line}"));
    assert_eq!(demo().input(back).done(&format!("drivers - {line}")), there);
    let rows = table(&there);
    assert_eq!(rows.len(), 3 * (1 + 3), "the total and three channels");
    assert!(
        rows.iter()
            .all(|row| !row["importance_low"].is_empty() && row["seed"] == "20250601")
    );
    // Another seed draws others, the point estimate stays.
    let other = table(&demo().done(&format!("drivers demo.csv {line} --seed 7")));
    assert_ne!(other[0]["importance_low"], rows[0]["importance_low"]);
    assert_eq!(other[0]["importance"], rows[0]["importance"]);
}

#[test]
fn json_and_csv_of_models_have_the_same_names() {
    for line in [
        "drivers demo.csv --outcome csat --drivers q1,q2 --missing 9 --boot 20",
        "reliability demo.csv --items q1,q2,q3 --missing 9",
    ] {
        let csv = table(&demo().done(&format!("{line} --format csv")));
        let json = rows(&demo().done(&format!("{line} --format json")));
        assert_eq!(csv.len(), json.len());
        for (row, object) in csv.iter().zip(&json) {
            assert!(row.keys().eq(object.as_object().unwrap().keys()), "{line}");
        }
    }
}

#[test]
fn reliability_of_a_bare_file_agrees_with_psych_and_lavaan() {
    let json = demo().done(&format!(
        "reliability demo.csv --items {} --missing 9 --format json",
        QUESTIONS.join(",")
    ));
    let (alpha, omega) = (golden("demo.q.alpha"), golden("demo.q.omega"));
    let rows = rows(&json);
    let whole = &rows[0];
    near(&whole["alpha"], &alpha["alpha_raw"]);
    near(&whole["alpha_low"], &alpha["feldt_ci95"][0]);
    near(&whole["alpha_high"], &alpha["feldt_ci95"][1]);
    near(&whole["alpha_std"], &alpha["alpha_std"]);
    near(&whole["average_r"], &alpha["average_r"]);
    near(&whole["lambda6"], &alpha["guttman_l6"]);
    near(&whole["omega"], &omega["omega_total"]);
    near(&whole["ave"], &omega["ave"]);
    near(&whole["composite_reliability"], &omega["composite_reliability_std"]);
    assert_eq!(
        (&whole["base"], &whole["dropped"]),
        (&Value::from(882), &Value::from(318))
    );
    for (row, name) in rows[1..].iter().zip(QUESTIONS) {
        assert_eq!(row["item"], name);
        near(&row["item_rest"], &alpha["item_rest_r"][name]);
        near(&row["alpha_if_dropped"], &alpha["alpha_if_deleted"][name]);
        near(&row["mean"], &alpha["item_mean"][name]);
        near(&row["sd"], &alpha["item_sd"][name]);
    }
}

#[test]
fn items_turned_round_and_items_without_spread_are_told() {
    let bench = Workbench::empty().file("answers.csv", "a,b,c,k\n1,5,1,4\n2,4,2,4\n3,3,2,4\n4,1,4,4\n5,2,5,4\n");
    assert_eq!(
        bench.done("reliability answers.csv --items a,b,c,k"),
        "\
battery  item   alpha      low   high  item–rest  alpha if dropped  mean    sd  base  note
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
items          −1.622  −12.246  0.708                                              5  omega:improper_solution small_base
items    a                                 0.189           −12.857  3.00  1.58
items    b                                −0.891             0.980  3.00  1.58        negative
items    c                                 0.215           −18.000  2.80  1.64
items    k                                                          4.00  0.00        constant
low–high: Feldt's 95 % interval of alpha; base: respondents with an answer to all items; item–rest: correlation with the sum of \
the others
items: does not vary and is left out: `k`
items: warning: runs against the others: `b`; if it is worded the other way round, say `--reverse`
items: warning: alpha below zero: the items are not keyed alike
"
    );
    // Turned round it belongs: 6 − b is 1, 2, 3, 5, 4.
    let turned = table(&bench.done("reliability answers.csv --items a,b,c --reverse b --format csv"));
    assert_eq!(
        (turned[0]["alpha"].as_str(), turned[2]["note"].as_str()),
        ("0.967741935484", "reversed")
    );
}

#[test]
fn bad_input_is_named_with_the_way_out() {
    let said = |line: &str, code: u8, err: &str| demo().run(line).says(code, err);
    said(
        "drivers demo.csv --outcome csat --drivers q1,csat",
        2,
        "error: `--drivers csat`: `csat` is the outcome and cannot be its own driver; leave it out, or name another `--outcome`",
    );
    said(
        "drivers demo.csv --drivers q1",
        2,
        "error: a CSV file needs a definition (`--survey after-sales`), or the columns of outcome and drivers (`--outcome overall \
         --drivers price,service`)",
    );
    said(
        "drivers demo.csv --outcome csat --drivers q1,q2 --missing 9 --method logistic",
        2,
        "error: a logistic model needs an outcome of yes and no, and `csat` has 5 values: say which count as yes, such as \
         `--outcome csat:4,5`",
    );
    said(
        "reliability demo.csv",
        2,
        "error: a CSV file needs a definition (`--survey after-sales`), or the columns of the battery (`--items q1,q2,q3`)",
    );
    said(
        "reliability demo.csv --items q1",
        2,
        "error: `--items q1`: a battery has two items at least; name more of them with `--items`",
    );
    let unknown = demo().run("drivers demo.csv --outcome csat --drivers q1,q9");
    assert_eq!(unknown.code, 1);
    unknown.line("error[MY314]: the file has no column `q9`");
    let words = demo().run("drivers demo.csv --outcome csat --drivers q1,channel --missing 9");
    assert_eq!(words.code, 1);
    words.line("error[MY326]: 1200 of 1200 filled cells of `channel` are no answers to its question");
    let many: Vec<String> = (1..=16).map(|at| format!("d{at}")).collect();
    let wide = Workbench::empty().file("wide.csv", format!("y,{}\n", many.join(",")));
    wide.run(&format!("drivers wide.csv --outcome y --drivers {} --method lmg", many.join(","))).says(
        2,
        "error: `--method lmg` goes through all orders of the drivers, which can be done for up to 15; here are 16: leave some \
         out with `--drivers`, or use `--method johnson`",
    );
}

#[test]
fn what_cannot_be_told_apart_is_named_and_never_a_number() {
    let bench = Workbench::empty().file(
        "answers.csv",
        "y,a,b,k\n1,1,2,4\n2,1,2,4\n3,2,4,4\n4,2,4,4\n5,3,6,4\n4,3,6,4\n2,1,2,4\n",
    );
    let collinear = bench.done("drivers answers.csv --outcome y --drivers a,b");
    assert!(
        collinear.contains("\n`b` is determined by `a`; leave one of them out with `--drivers`\n"),
        "{collinear}"
    );
    let constant = bench.done("drivers answers.csv --outcome y --drivers a,k");
    assert!(
        constant.contains("\ndoes not vary: `k`; leave it out with `--drivers`, or name another `--outcome`\n"),
        "{constant}"
    );
    for drivers in ["a,b", "a,k"] {
        let rows = rows(&bench.done(&format!(
            "drivers answers.csv --outcome y --drivers {drivers} --format json"
        )));
        assert_eq!((rows.len(), &rows[0]["importance"]), (1, &Value::Null));
        assert!(["singular", "zero_variance"].contains(&rows[0]["note"].as_str().unwrap()));
    }
}

/// Answers to the café: taste and service go together, the south is few.
fn answers(south: usize) -> String {
    let mut text = "response_id,submitted,region,taste,service,recommend\n".to_owned();
    for at in 0..60 {
        let region = if at < south { "south" } else { "north" };
        let (taste, service) = (1 + at * 7 % 5, 1 + (at * 7 + at % 3) % 5);
        let _ = writeln!(
            text,
            "r{at:02},2026-10-{:02}T10:00:00+08:00,{region},{taste},{service},{}",
            1 + at % 28,
            at % 11
        );
    }
    text
}

#[test]
fn a_survey_lends_its_outcome_its_drivers_and_its_batteries() {
    let bench = Workbench::cafe().file("inbox/cafe/october.csv", answers(20));
    bench.done("import");
    let stored = bench.done("drivers cafe --format csv --boot 30");
    let rows = table(&stored);
    // The question of the first headline measure; the items of the index without it.
    let names: Vec<[&str; 2]> = rows
        .iter()
        .map(|row| [row["outcome"].as_str(), row["driver"].as_str()])
        .collect();
    assert_eq!(names, [["taste", "service"]]);
    assert_eq!((rows[0]["base"].as_str(), rows[0]["importance"].as_str()), ("60", "1"));
    // A measure stands for its question, an index part for its items, a file with a definition for the store.
    let by_name = "drivers inbox/cafe/october.csv --survey cafe --outcome csat --drivers people --format csv --boot 30";
    let named = bench.done(by_name).replace("\nall,", "\n2026Q4,");
    // Ids tell how it was asked.
    let named = named.replace(
        "cafe/all/drivers/csat/service?drivers=people",
        "cafe/2026Q4/drivers/taste/service",
    );
    assert_eq!(named, stored);
    let none = bench.run("reliability cafe");
    none.says(
        2,
        "error: the survey has no matrix of ratings and no part of an index with several items; name some with `--items`",
    );
    let index = table(&bench.done("reliability cafe --of joy --format csv"));
    let listed = table(&bench.done("reliability cafe --items taste,service --format csv"));
    assert_eq!(
        (index.len(), &index[0]["battery"], &index[0]["alpha"]),
        (3, &"joy".to_owned(), &listed[0]["alpha"])
    );
}

#[test]
fn small_groups_stay_hidden_with_what_would_reveal_them() {
    let bench = Workbench::cafe().file("october.csv", answers(4));
    for verb in [
        "drivers october.csv --survey cafe --boot 20",
        "reliability october.csv --survey cafe --of joy",
    ] {
        let rows = table(&bench.done(&format!("{verb} --by region --format csv")));
        let of = |level: &str| rows.iter().find(|row| row["level"] == level).unwrap();
        for (level, note) in [("south", "hidden_privacy"), ("north", "hidden_complement")] {
            let row = of(level);
            assert_eq!(row["note"], note, "{verb}");
            let told = row.iter().filter(|(name, cell)| {
                ![
                    "wave", "segment", "level", "outcome", "method", "battery", "note", "k", "id",
                ]
                .contains(&name.as_str())
                    && !cell.is_empty()
            });
            assert_eq!(told.count(), 0, "{verb}: {row:?}");
        }
        let open = table(&bench.done(&format!("{verb} --by region --format csv --show-small")));
        assert!(
            open.iter().any(|row| row["level"] == "south" && row["base"] == "4"),
            "{verb}"
        );
    }
}
