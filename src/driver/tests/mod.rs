//! Analyses of whole files: against numbers of R, replicates made by `numpy`, and plain cases.

mod file;

use super::*;
use crate::model::VariableIndex;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::tabulation::Group;
use file::File;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const DEMO: &str = include_str!("../../../tests/data/stats/demo_survey.csv");
const QUESTIONS: [&str; 6] = ["q1", "q2", "q3", "q4", "q5", "q6"];

fn golden(id: &str) -> serde_json::Value {
    let cases: serde_json::Value = serde_json::from_str(include_str!("../../../tests/data/stats/golden.json")).unwrap();
    let cases = cases["cases"].as_array().unwrap();
    cases.iter().find(|case| case["id"] == id).unwrap()["expected"].clone()
}

/// The drivers in the order they were asked for.
fn in_order(found: &Analysis) -> Vec<&Driver> {
    let mut drivers: Vec<&Driver> = found.drivers.iter().collect();
    drivers.sort_by_key(|driver| driver.variable);
    drivers
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1e-3)
}

/// Four of ten rated `c`: nobody chose it, so the others are held against all ten; who names it has the four.
#[test]
fn what_few_could_rate_is_set_aside_unless_it_is_named() {
    let text = "y,a,b,c\n1,1,2,\n2,1,1,1\n3,3,2,\n4,4,4,4\n5,5,3,\n2,3,1,2\n3,2,4,\n4,5,5,5\n5,4,4,\n1,2,1,\n";
    let file = File::new(text, "y", &["a", "b", "c"]);
    let (survey, found) = file.analysed(|ask| ask.named = false);
    let found = found.unwrap();
    assert_eq!((found.base, found.dropped, found.drivers.len()), (10, 0, 2));
    let aside: Vec<(&str, u64, u64)> = found
        .set_aside
        .iter()
        .map(|left| (survey.variable(left.variable).id.as_str(), left.answered, left.of))
        .collect();
    assert_eq!(aside, [("c", 4, 10)]);
    let without = File::new(text, "y", &["a", "b"]).found(|_| {});
    assert_eq!(
        (without.drivers, without.r_squared),
        (found.drivers, found.r_squared),
        "as if it had not been asked for"
    );
    let (_, slopes) = file.asked(
        |ask| ask.named = false,
        |rows, survey, wave, ask| effects(rows, survey, (wave, Group::Total), ask).unwrap().unwrap(),
    );
    assert_eq!(slopes.len(), 2);
    let named = file.found(|_| {});
    assert_eq!((named.base, named.set_aside.len()), (4, 0));
    // Of `a` and `c` one would be left, which is no ranking.
    let two = File::new(text, "y", &["a", "c"]).found(|ask| ask.named = false);
    assert_eq!((two.base, two.set_aside.len()), (4, 0));
}

/// Two drivers at right angles, so that both slopes can be had by hand: the means are 1, 2, 4, 5, so the slopes are
/// (4.5 − 1.5)/4 and (3.5 − 2.5)/4; four residuals of 1 give √(16/32²·8/7) as both errors; t of 5 degrees is 2.570582.
#[test]
fn slopes_are_those_of_a_plan_at_right_angles() {
    let text = "y,a,b\n1,1,1\n1,1,1\n1,1,5\n3,1,5\n3,5,1\n5,5,1\n5,5,5\n5,5,5\n";
    let file = File::new(text, "y", &["a", "b"]);
    let (_, found) = file.asked(
        |_| {},
        |rows, survey, wave, ask| effects(rows, survey, (wave, Group::Total), ask).unwrap().unwrap(),
    );
    let half = 2.570_581_836 * (16.0_f64 / 1024.0 * 8.0 / 7.0).sqrt();
    for (effect, slope) in found.iter().zip([0.75, 0.25]) {
        let interval = effect.interval.unwrap();
        assert!((effect.slope - slope).abs() < 1e-12, "{effect:?}");
        assert!((interval.low - (slope - half)).abs() < 1e-7 && (interval.high - (slope + half)).abs() < 1e-7);
    }
}

#[test]
fn shares_of_the_demo_survey_agree_with_relaimpo() {
    let want = golden("demo.drivers.importance");
    for (method, weight, percent) in [
        (Method::Lmg, "lmg", "lmg_pct"),
        (Method::Johnson, "johnson_relative_weights", "johnson_pct"),
    ] {
        let found = File::demo().found(|ask| ask.method = method);
        assert_eq!((found.base, found.dropped), (851, 349));
        assert!(close(found.r_squared.unwrap(), want["r2"].as_f64().unwrap()));
        for (driver, name) in in_order(&found).into_iter().zip(QUESTIONS) {
            assert!(close(driver.weight, want[weight][name].as_f64().unwrap()), "{name}");
            assert!(
                close(100.0 * driver.importance, want[percent][name].as_f64().unwrap()),
                "{name}"
            );
            assert!(
                close(driver.correlation, want["pearson_with_y"][name].as_f64().unwrap()),
                "{name}"
            );
        }
        let first: Vec<f64> = found.drivers.iter().map(|driver| driver.importance).collect();
        assert!(first.is_sorted_by(|a, b| a >= b));
    }
}

#[test]
fn coefficients_of_the_demo_survey_agree_with_lm_and_glm() {
    let linear = golden("demo.drivers.ols");
    let found = File::demo().found(|ask| ask.method = Method::Ols);
    let total: f64 = found.drivers.iter().map(|driver| driver.weight.abs()).sum();
    for (driver, name) in in_order(&found).into_iter().zip(QUESTIONS) {
        assert!(
            close(driver.weight, linear["beta_std"][name].as_f64().unwrap()),
            "{name}"
        );
        assert!(
            close(driver.inflation.unwrap(), linear["vif"][name].as_f64().unwrap()),
            "{name}"
        );
        assert!((driver.importance - driver.weight.abs() / total).abs() < 1e-12);
    }
    let logistic = golden("demo.churn");
    let file = File::new(DEMO, "churn", &["csat", "ces", "q5"]);
    let found = file.found(|ask| ask.method = Method::Logistic);
    assert_eq!(found.base, 1065);
    assert!(close(
        found.r_squared.unwrap(),
        logistic["mcfadden_r2"].as_f64().unwrap()
    ));
    // b·s of each: standard deviations of the 1065 complete rows by pandas.
    for (driver, (name, deviation)) in in_order(&found).into_iter().zip([
        ("csat", 1.052_085_265_412),
        ("ces", 1.412_410_262_577),
        ("q5", 1.119_498_798_614),
    ]) {
        let want = logistic["coef"][name].as_f64().unwrap() * deviation;
        assert!((driver.weight - want).abs() < 1e-6, "{name}: {} {want}", driver.weight);
    }
}

#[test]
fn intervals_agree_with_replicates_made_by_numpy() {
    // 8000 replicates by NumPy; ours have 2000, so that the ends vary by about 0.001.
    let plain = [
        [0.2601, 0.3288],
        [0.1406, 0.2052],
        [0.0595, 0.1078],
        [0.2011, 0.2684],
        [0.0273, 0.0692],
        [0.1404, 0.2029],
    ];
    let found = File::demo().found(|ask| ask.replicates = 2000);
    assert_eq!(found.replicates, 2000);
    for (driver, [low, high]) in in_order(&found).into_iter().zip(plain) {
        let interval = driver.interval.unwrap();
        assert!(
            (interval.low - low).abs() < 0.006 && (interval.high - high).abs() < 0.006,
            "{interval:?}"
        );
    }
    let ranks: Vec<(usize, usize)> = found
        .drivers
        .iter()
        .map(|driver| driver.ranks.as_ref().unwrap())
        .map(|ranks| (ranks.best, ranks.worst))
        .collect();
    // By NumPy's intervals: q1 overlaps q4 alone; q4 all of q1, q2 and q6; q3 and q5 each other.
    assert_eq!(ranks, [(1, 2), (1, 4), (2, 4), (2, 4), (5, 6), (5, 6)]);
}

#[test]
fn a_declared_design_draws_sampling_units_and_weights_count() {
    // Weighted shares, and Rao–Wu replicates of stores within regions with their finite populations, by NumPy.
    let shares = [
        0.289_581_291,
        0.170_167_410,
        0.082_073_873,
        0.241_073_461,
        0.048_932_075,
        0.168_171_889,
    ];
    let ends = [
        [0.2593, 0.3225],
        [0.1532, 0.1879],
        [0.0636, 0.0999],
        [0.2141, 0.2648],
        [0.0329, 0.0672],
        [0.1459, 0.1937],
    ];
    let file = File {
        weight: Some("weight"),
        design: [Some("region"), Some("store"), Some("region_stores")],
        ..File::demo()
    };
    let found = file.found(|ask| ask.replicates = 2000);
    for ((driver, share), [low, high]) in in_order(&found).into_iter().zip(shares).zip(ends) {
        assert!((driver.importance - share).abs() < 1e-8);
        let interval = driver.interval.unwrap();
        assert!(
            (interval.low - low).abs() < 0.006 && (interval.high - high).abs() < 0.006,
            "{interval:?}"
        );
    }
}

#[test]
fn many_respondents_are_drawn_in_groups_with_the_same_intervals() {
    // The demo survey eight times over: intervals are narrower by √8, as drawing all 6808 rows would have it.
    let (head, rows) = DEMO.split_once('\n').unwrap();
    let file = File {
        text: format!("{head}\n{}", rows.repeat(8)),
        ..File::demo()
    };
    let many = file.found(|ask| ask.replicates = 1000);
    let few = File::demo().found(|ask| ask.replicates = 1000);
    assert_eq!((many.base, many.units, few.units), (6808, 2000, 851));
    for (many, few) in in_order(&many).into_iter().zip(in_order(&few)) {
        assert!((many.importance - few.importance).abs() < 1e-12);
        let wider = few.interval.unwrap().half_width() / many.interval.unwrap().half_width();
        assert!((wider / 8.0_f64.sqrt() - 1.0).abs() < 0.12, "{wider}");
    }
}

#[test]
fn neither_the_order_of_rows_nor_equal_weights_change_a_digit() {
    let (head, rows) = DEMO.split_once('\n').unwrap();
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.reverse();
    let ask = |ask: &mut Ask| ask.replicates = 20;
    let there = File::demo().found(ask);
    let back = File {
        text: format!("{head}\n{}\n", lines.join("\n")),
        ..File::demo()
    };
    assert_eq!(back.found(ask), there);
    let weighted: Vec<String> = rows.lines().map(|line| format!("{line},2.5")).collect();
    let same = File {
        text: format!("{head},w\n{}\n", weighted.join("\n")),
        weight: Some("w"),
        ..File::demo()
    };
    for (a, b) in in_order(&same.found(ask)).into_iter().zip(in_order(&there)) {
        assert!((a.importance - b.importance).abs() < 1e-12);
        assert!((a.interval.unwrap().low - b.interval.unwrap().low).abs() < 1e-12);
    }
}

#[test]
fn what_the_answers_do_not_determine_has_a_reason_and_is_named() {
    let text = "y,a,b,c,k\n1,1,2.5,1,4\n2,1,2.5,2,4\n3,2,5,1,4\n4,2,5,3,4\n5,3,7.5,2,4\n4,3,7.5,1,4\n2,1,2.5,3,4\n";
    let asked = |drivers: &[&'static str], method| {
        let (survey, found) = File::new(text, "y", drivers).analysed(|ask| ask.method = method);
        (survey, found.unwrap())
    };
    let (survey, collinear) = asked(&["a", "b", "c"], Method::Johnson);
    assert_eq!((collinear.none, collinear.drivers.len()), (Some(Reason::Singular), 0));
    let named = |name: &str| survey.find(name).unwrap();
    assert!(
        collinear
            .warnings
            .contains(&Warning::Collinear(named("b"), vec![named("a")]))
    );
    let (survey, constant) = asked(&["a", "k"], Method::Ols);
    assert_eq!(constant.none, Some(Reason::ZeroVariance));
    assert!(
        constant
            .warnings
            .contains(&Warning::Constant(vec![survey.find("k").unwrap()]))
    );
    // One at a time they need not be independent.
    let (_, alone) = asked(&["a", "b", "c"], Method::Correlation);
    assert_eq!((alone.none, alone.drivers.len()), (None, 3));
    assert!(close(alone.drivers[0].importance, alone.drivers[1].importance));
    let nobody = File::new("y,a\n1,\n,2\n2,\n", "y", &["a"]).found(|_| ());
    assert_eq!(
        (nobody.base, nobody.dropped, nobody.none),
        (0, 3, Some(Reason::NoValidAnswers))
    );
    let few = File::new("y,a,b\n1,2,3\n2,4,1\n3,3,3\n", "y", &["a", "b"]).found(|_| ());
    assert_eq!(few.none, Some(Reason::Singular));
}

#[test]
fn a_yes_or_no_outcome_has_two_values_and_is_not_separated() {
    let logistic = |text: &str, counts: Option<Vec<f64>>| {
        File::new(text, "y", &["a"])
            .analysed(|ask| {
                ask.method = Method::Logistic;
                ask.outcome.counts = counts;
            })
            .1
    };
    let three = "y,a\n1,1\n2,2\n3,1\n3,3\n1,2\n2,1\n";
    assert_eq!(logistic(three, None), Err(Fault::NotTwoValues(3)));
    assert_eq!(logistic(three, Some(vec![2.0, 3.0])).unwrap().none, None);
    let separated = "y,a\n0,1\n0,2\n0,3\n1,4\n1,5\n1,6\n";
    assert_eq!(logistic(separated, None).unwrap().none, Some(Reason::Separation));
    let always = "y,a\n1,1\n1,2\n1,3\n";
    assert_eq!(
        logistic(always, Some(vec![1.0])).unwrap().none,
        Some(Reason::ZeroVariance)
    );
}

#[test]
fn a_stratum_of_one_unit_leaves_no_intervals_and_a_row_without_one_is_told() {
    let mut text = "y,a,s,u\n".to_owned();
    for (at, line) in ["1,2", "2,1", "3,3", "4,5", "5,4", "2,3", "3,1", "1,1"]
        .iter()
        .enumerate()
    {
        let stratum = if at < 6 { "north" } else { "south" };
        let unit = if at < 6 { at } else { 9 };
        writeln!(text, "{line},{stratum},{unit}").unwrap();
    }
    let file = |text: &str| File {
        design: [Some("s"), Some("u"), None],
        missing: "-1",
        ..File::new(text, "y", &["a"])
    };
    let found = file(&text).found(|ask| ask.replicates = 50);
    assert!(found.drivers[0].interval.is_none() && found.drivers[0].ranks.is_none());
    let lonely = |warning: &&Warning| matches!(warning, Warning::LonelyUnits(rows) if rows.len() == 1);
    assert_eq!(found.warnings.iter().filter(lonely).count(), 1);
    let (survey, fault) = file(&text.replace("south", "")).analysed(|_| ());
    assert_eq!(fault, Err(Fault::WithoutKey(survey.find("s").unwrap(), 2)));
}

#[test]
fn fields_are_those_of_the_means_and_a_crossing_interval_is_near() {
    let driver = |at: usize, importance: f64, low: f64, high: f64| Driver {
        variable: VariableIndex(at),
        importance,
        interval: Some(Interval { low, high }),
        weight: importance,
        weight_interval: None,
        correlation: 0.5,
        beta: None,
        inflation: None,
        ranks: None,
        missing: 0,
    };
    let analysis = Analysis {
        method: Method::Johnson,
        base: 100,
        effective_base: 100.0,
        dropped: 0,
        set_aside: vec![],
        r_squared: Some(0.5),
        drivers: vec![driver(1, 0.7, 0.6, 0.8), driver(2, 0.3, 0.2, 0.55)],
        none: None,
        replicates: 100,
        units: 100,
        warnings: vec![],
    };
    let done = |value: f64, half: f64| Performance {
        value,
        interval: Some(Interval::around(value, half)),
    };
    let both = BTreeMap::from([(VariableIndex(1), done(40.0, 5.0)), (VariableIndex(2), done(80.0, 5.0))]);
    let found = places(&analysis, &both);
    let of = |at| found[&VariableIndex(at)];
    assert_eq!((of(1).quadrant, of(1).near_line), (Quadrant::ConcentrateHere, false));
    assert_eq!((of(2).quadrant, of(2).near_line), (Quadrant::PossibleOverkill, true));
    let one = BTreeMap::from([(VariableIndex(1), done(40.0, 5.0))]);
    assert!(places(&analysis, &one).is_empty());
}
