use super::*;
use crate::diagnostic::Words;
use proptest::prelude::*;

fn sample(columns: &[(&str, &[&str])]) -> Sample {
    let label = |text: &&str| (!text.is_empty()).then(|| (*text).to_owned());
    Sample {
        names: (1..=columns[0].1.len()).map(|row| format!("row {row}")).collect(),
        base: vec![Some(1.0); columns[0].1.len()],
        labels: columns
            .iter()
            .map(|(name, cells)| ((*name).to_owned(), cells.iter().map(label).collect()))
            .collect(),
    }
}

fn margins(texts: &[&str]) -> Result<Targets, Words> {
    Targets::of_texts(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
}

fn table(text: &str) -> Result<Targets, Words> {
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    Targets::of_table(&names, &lines.collect::<Vec<_>>())
}

#[test]
fn margins_are_the_same_as_a_table_and_as_arguments() {
    let one = table("variable,category,target\nregion,华东,52\nregion,华南,48%\nsex,男,50\nsex,女,50\n").unwrap();
    assert_eq!(one, margins(&["region=华东:52,华南:48", "sex=男:50,女:50"]).unwrap());
}

#[test]
fn a_table_of_several_variables_holds_cells() {
    let cells = table("region,sex,target\neast,m,30\neast,f,20\nsouth,m,50\n").unwrap();
    assert_eq!(cells.variables[0].columns, ["region", "sex"]);
    let sample = sample(&[
        ("region", &["east", "east", "east", "south"]),
        ("sex", &["m", "f", "f", "m"]),
    ]);
    let got = weigh(&sample, &cells, Settings::default()).unwrap();
    // Four responses stand for 30, 20 (two of them) and 50 of 100: 1.2, 0.4, 0.4, 2.
    let want = [1.2, 0.4, 0.4, 2.0];
    assert!(
        got.weights
            .iter()
            .zip(want)
            .all(|(got, want)| (got - want).abs() < 1e-12),
        "{:?}",
        got.weights
    );
}

#[test]
fn what_cannot_be_weighted_is_named() {
    let here = sample(&[("g", &["a", "a", "b"]), ("h", &["x", "y", "x"])]);
    let says = |result: Result<Weighted, Words>, names: &[&str]| {
        let words = result.unwrap_err();
        assert!(
            names
                .iter()
                .all(|name| words.en.contains(name) && words.zh.contains(name)),
            "{words:?}"
        );
    };
    let tried = |texts: &[&str]| margins(texts).and_then(|targets| weigh(&here, &targets, Settings::default()));
    says(tried(&["g=a:50,b:50,c:1"]), &["`c`", "`g`"]);
    says(tried(&["g=a:100"]), &["`b`", "`g`"]);
    says(tried(&["g=a:50,b:50", "h=x:60,y:60"]), &["`g`", "100", "`h`", "120"]);
    says(tried(&["nope=a:1"]), &["`nope`", "g", "h"]);
    says(tried(&["g=a:50,a:50"]), &["`a`", "`g`"]);
    says(tried(&["g=a:many"]), &["g=a:many"]);
    says(tried(&["g=a:0,b:0"]), &["`g`"]);
    let mut bad = here.clone();
    bad.base[1] = Some(-2.0);
    let targets = margins(&["g=a:50,b:50"]).unwrap();
    says(weigh(&bad, &targets, Settings::default()), &["-2", "row 2"]);
    bad.base[1] = None;
    says(weigh(&bad, &targets, Settings::default()), &["row 2"]);
    says(
        weigh(
            &here,
            &targets,
            Settings {
                trim: Some(0.5),
                ..Settings::default()
            },
        ),
        &["trim", "0.5"],
    );
    let words = table("variable,category,share\ng,a,1\n").unwrap_err();
    assert!(words.en.contains("target") && words.zh.contains("target"));
}

#[test]
fn who_did_not_answer_keeps_the_share_they_have() {
    let sample = sample(&[("g", &["a", "a", "b", ""])]);
    let got = weigh(&sample, &margins(&["g=a:50,b:50"]).unwrap(), Settings::default()).unwrap();
    assert!(
        got.weights
            .iter()
            .zip([0.75, 0.75, 1.5, 1.0])
            .all(|(got, want)| (got - want).abs() < 1e-12)
    );
    let last = got.categories.last().unwrap();
    assert_eq!((last.category.as_str(), last.base), (NO_ANSWER, 1));
    assert!((last.target - 0.25).abs() < 1e-12 && (last.achieved - 0.25).abs() < 1e-12);
}

#[test]
fn targets_that_contradict_the_sample_say_so() {
    let sample = sample(&[("g", &["a", "b"]), ("h", &["x", "y"])]);
    let got = weigh(
        &sample,
        &margins(&["g=a:50,b:50", "h=x:40,y:60"]).unwrap(),
        Settings::default(),
    )
    .unwrap();
    assert_eq!(got.reason, Some(crate::stats::Reason::NotConverged));
}

proptest! {
    #[test]
    fn weights_have_mean_one_and_reach_their_targets(rows in prop::collection::vec((0_usize..2, 0_usize..2), 20..60)) {
        prop_assume!((0..2).all(|g| (0..2).all(|h| rows.contains(&(g, h)))));
        let of = |pick: fn(&(usize, usize)) -> usize| rows.iter().map(|row| ["a", "b"][pick(row)]).collect::<Vec<_>>();
        let (g, h) = (of(|row| row.0), of(|row| row.1));
        let sample = sample(&[("g", &g), ("h", &h)]);
        let got = weigh(&sample, &margins(&["g=a:30,b:70", "h=a:55,b:45"]).unwrap(), Settings::default()).unwrap();
        prop_assert!((got.weights.iter().sum::<f64>() - rows.len() as f64).abs() < 1e-9);
        prop_assert!(got.categories.iter().all(|category| (category.achieved - category.target).abs() < 1e-9));
        let summary = got.summary.unwrap();
        prop_assert!(summary.effective_base <= summary.base as f64 + 1e-9);
    }
}
