//! `manyi weight` and `manyi plan`: the words and numbers a person sees, and what is refused.

use crate::workbench::Workbench;
use crate::workbench::table;

/// Six answers of three regions: what four hands can check.
const SIX: &str = "region,sex,score\neast,m,5\neast,f,4\neast,f,3\nsouth,m,2\nsouth,f,1\nsouth,m,5\n";

fn imported() -> Workbench {
    let bench = Workbench::two_seasons().file(
        "weights/population.csv",
        "variable,category,target\nregion,北区,60\nregion,south,40\ncups,one,60\ncups,several,40\n",
    );
    bench.done("import");
    bench
}

#[test]
fn cells_of_a_file_are_scaled_to_their_targets() {
    let bench = Workbench::empty().file("six.csv", SIX).file(
        "cells.csv",
        "region,sex,target\neast,m,10\neast,f,40\nsouth,m,40\nsouth,f,10\n",
    );
    let ran = bench.run("weight six.csv --margins cells.csv --output weighted.csv --format csv");
    ran.says(0, "weighted.csv: 6 weights");
    let rows = table(&ran.out);
    let row = |at: usize, name: &str| rows[at][name].clone();
    // 10, 20, 20, 20, 10, 20 of 100, times 6.
    assert_eq!(
        (row(1, "category"), row(1, "base"), row(1, "achieved")),
        ("east × f".into(), "2".into(), "0.4".into())
    );
    assert_eq!(row(0, "effective_base"), "5.55555555556", "600²/(2·60² + 4·120²)");
    assert_eq!(
        bench.text("weighted.csv"),
        "region,sex,score,weight\neast,m,5,0.6\neast,f,4,1.2\neast,f,3,1.2\nsouth,m,2,1.2\nsouth,f,1,0.6\nsouth,m,5,1.2\n"
    );
    let score = table(&bench.done("score weighted.csv --mean score --weight weight --format csv"));
    // (0.6·5 + 1.2·4 + 1.2·3 + 1.2·2 + 0.6·1 + 1.2·5)/6.
    assert_eq!(score[0]["value"], "3.4");
}

#[test]
fn every_wave_of_a_survey_is_raked_by_itself() {
    let bench = imported();
    let ran = bench.run("weight cafe --margins weights/population.csv --output weights/cafe.csv --format csv");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = table(&ran.out);
    let waves: Vec<&str> = rows
        .iter()
        .filter(|row| row["category"] == "north")
        .map(|row| row["wave"].as_str())
        .collect();
    assert_eq!(waves, ["2026Q3", "2026Q4"]);
    for row in &rows {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        assert!((number("achieved") - number("target")).abs() < 1e-9, "{row:?}");
    }
    let weights = table(&bench.text("weights/cafe.csv"));
    assert_eq!(weights.len(), 80);
    for wave in ["2026Q3", "2026Q4"] {
        let own = weights.iter().filter(|row| row["wave"] == wave);
        let sum: f64 = own.map(|row| row["weight"].parse::<f64>().unwrap()).sum();
        assert!((sum - 40.0).abs() < 1e-6, "{wave}: {sum}");
    }
    let again = bench.run("weight cafe --margins weights/population.csv --format csv");
    assert_eq!(again.out, ran.out);
}

#[test]
fn what_cannot_be_weighted_is_named_with_a_way_out() {
    let bench = imported().file("six.csv", SIX).file("based.csv", "g,w\na,1\nb,-2\n");
    for (line, words) in [
        (
            "weight six.csv --margin region=east:50,south:40,west:10",
            "error: `west` of `region` has a target but no responses; join it with a neighbouring category, in the answers and in the margins",
        ),
        (
            "weight six.csv --margin region=east:100",
            "error: `south` of `region` is in the answers but has no target; add a line for it, or join it with another category",
        ),
        (
            "weight six.csv --margin region=east:50,south:50 --margin sex=m:60,f:60",
            "error: margin totals differ: `region` sums to 100, `sex` to 120; write both as shares, or both as counts of the same people",
        ),
        (
            "weight six.csv --margin age=old:1",
            "error: no column `age`; there are: region, sex, score",
        ),
        (
            "weight based.csv --margin g=a:1,b:1 --base w",
            "error: row 2: base weight -2 is below zero; a weight is at least 0",
        ),
        (
            "weight six.csv",
            "error: say what the population looks like: `--margins population.csv`, or `--margin region=east:52,south:48`, or `weighting:` in the definition",
        ),
        (
            "weight cafe --margin region=east:1",
            "error: `east` is no option of `region`; there are: north, south",
        ),
        (
            "weight cafe --margin reason=x:1",
            "error: `reason` is no choice, rating or band of `cafe`; there are: taste, service, cups, recommend, region",
        ),
        (
            "weight cafe --margin region=north:1,south:1 --wave 2020Q1",
            "error: `--wave 2020Q1`: no such wave; there are: 2026Q3, 2026Q4",
        ),
        (
            "weight six.csv --margin region=east:90,south:10 --trim 1.2",
            "error: no weights up to 1.2 times the mean reach the targets (`east` of `region`); allow more with `--trim`, or join small categories",
        ),
    ] {
        let ran = bench.run(line);
        let last = ran.err.trim_end().lines().last().unwrap_or_default();
        assert_eq!((ran.code, last), (1, words), "{line}");
    }
}

#[test]
fn a_plan_tells_answers_and_invitations_per_branch() {
    let bench = Workbench::empty();
    let rows = table(
        &bench
            .done("plan --detect 5,10 --now 0.72 --groups 12 --population 8000 --response 0.3 --deff 1.2 --format csv"),
    );
    // R: power.prop.test(p1 = .72, p2 = .67, power = .8)$n = 1329.83; n/(1 + (n − 1)/8000)·1.2.
    let number = |at: usize, name: &str| rows[at][name].parse::<f64>().unwrap();
    assert!(
        (number(0, "unlimited") - 1_329.833_5).abs() < 1e-3,
        "{}",
        number(0, "unlimited")
    );
    let limited = number(0, "unlimited") / (1.0 + (number(0, "unlimited") - 1.0) / 8_000.0);
    assert!((number(0, "answers") - (limited * 1.2).ceil()).abs() < 1e-9);
    assert!((number(0, "invitations") - (limited * 1.2 / 0.3).ceil()).abs() < 1e-9);
    assert!((number(0, "answers_total") - 12.0 * number(0, "answers")).abs() < 1e-9);
    assert!(number(1, "answers") < number(0, "answers"));
    // Cochran: 1.96²·.25/.05² = 384.1 → 385.
    let known = table(&bench.done("plan --within 5 --format csv"));
    assert_eq!(known[0]["answers"], "385");
}

#[test]
fn a_plan_that_cannot_be_is_refused_with_a_way_out() {
    let bench = Workbench::empty();
    for (line, words) in [
        (
            "plan",
            "error: say what is wanted: `--detect 5` for a change of 5 points, `--within 3` for ± 3 points, or a survey to see what its answers tell",
        ),
        ("plan --detect 0", "error: `--detect 0`: write points above 0"),
        (
            "plan --detect 5 --now 72",
            "error: `--now 72`: write a share between 0 and 1, such as 0.72",
        ),
        (
            "plan --detect 5 --kind mean",
            "error: a mean or an index needs the standard deviation of one answer: `--sd 21`; `manyi plan SURVEY` shows that of the last wave",
        ),
        (
            "plan --detect 5 --response 0",
            "error: `--response 0`: write the share that answers, such as 0.3",
        ),
        (
            "plan --detect 5 --power 80",
            "error: `--power 80`: write a probability from 0.5 to below 1, such as 0.8",
        ),
        (
            "plan --detect 5 --population 1",
            "error: `--population 1`: write how many people a group has, at least 2",
        ),
    ] {
        let ran = bench.run(line);
        assert_eq!((ran.code, ran.err.trim_end()), (1, words), "{line}");
    }
}

#[test]
fn the_answers_at_hand_tell_which_change_they_would_show() {
    let bench = imported();
    let rows = table(&bench.done("plan cafe --by region --measure csat --format csv"));
    let total = &rows[0];
    let number = |name: &str| total[name].parse::<f64>().unwrap();
    // 16 of 40 after 32 of 40: (1.959964 + 0.841621)·√(.4·.6/40 + .8·.2/40).
    let want = 2.801_585 * (0.4_f64 * 0.6 / 40.0 + 0.8 * 0.2 / 40.0).sqrt();
    assert_eq!(
        (total["wave"].as_str(), total["against"].as_str()),
        ("2026Q4", "2026Q3")
    );
    assert!((number("detectable") - want).abs() < 1e-5);
    // Wilson's interval of 16/40 is .2635 to .5541.
    assert!((number("half_width") - 0.145_285).abs() < 1e-5);
    // 2·.24·2.801585²/.05² answers see 5 points.
    assert!((number("needed") - (2.0 * 0.24 * 2.801_585_f64.powi(2) / 0.0025).ceil()).abs() < 1.5);
    let census = table(&bench.done("plan cafe --measure csat --population 40 --format csv"));
    assert_eq!(
        (census[0]["note"].as_str(), census[0]["detectable"].as_str()),
        ("census", "")
    );
    let words = bench.done("plan cafe --measure csat");
    assert!(words.contains("not a random sample"), "{words}");
}
