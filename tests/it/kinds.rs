//! A survey with every kind of question, from its form to its figures.

use crate::workbench::Workbench;
use crate::workbench::table;
use std::fmt::Write as _;

const KINDS: &str = include_str!("../data/definition/kinds.yaml");
const ANSWERS: &str = include_str!("../data/it/kinds.csv");

fn imported() -> Workbench {
    let bench = Workbench::cafe()
        .file("surveys/kinds.yaml", KINDS)
        .file("kinds.csv", ANSWERS);
    bench.done("import kinds kinds.csv --max-refused 0.2");
    bench
}

#[test]
fn ranks_parts_pairs_and_consents_are_scored() {
    let bench = imported();
    let scores = bench.done("score kinds --format csv");
    let value = |measure: &str| {
        let line = scores.lines().find(|line| line.contains(measure)).unwrap();
        line.to_owned()
    };
    // By hand: the file is five responses four times over. Ranks of price 1 1 2 3 (the tie falls out), green points 2 0 5 (an empty
    // box is nothing, a wrong sum falls out), warmth 80 60 100.
    for (measure, shown) in [
        ("price_rank", "1.75"),
        ("green_points", "2.33333333333"),
        ("warm", "80"),
    ] {
        assert!(value(measure).contains(shown), "{}", value(measure));
    }
}

#[test]
fn what_tells_who_someone_is_lies_apart() {
    let bench = imported();
    let personal = std::fs::read_to_string(bench.path("responses/kinds/personal/000002.csv")).unwrap();
    let lines: Vec<&str> = personal.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "response_id,mail,mobile",
            "r01,li@example.com,13800138000",
            "r03,,010-5555-1234"
        ]
    );
    assert_eq!(lines.len(), 9, "those who wrote nothing have no line");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(bench.path("responses/kinds/personal/000002.csv"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let ledger = std::fs::read_to_string(bench.path("responses/kinds/ledger.jsonl")).unwrap();
    assert!(ledger.contains("\"personal\":{\"file\":\"personal/000002.csv\"") && !ledger.contains("example.com"));
    for folder in ["batches", "quarantine"] {
        for entry in std::fs::read_dir(bench.path(&format!("responses/kinds/{folder}"))).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(
                !text.contains("li@example.com") && !text.contains("13800138000"),
                "{folder}"
            );
        }
    }
}

#[test]
fn the_default_report_and_tables_take_every_kind() {
    let bench = imported();
    bench.done("report kinds");
    let out =
        bench.done("tab kinds --of matters.price,budget.green,aspects.staff.importance,tracking_kind,mail,news,warmth");
    for words in ["Given", "Agreed", "Performance", "Must-be"] {
        assert!(out.contains(words), "{words}: {out}");
    }
}

#[test]
fn features_are_sorted_by_kanos_table() {
    let bench = imported();
    let rows = table(&bench.done("score kinds --kano --format csv"));
    let of = |feature: &str| rows.iter().find(|row| row["feature"] == feature).unwrap();
    // By hand: like/dislike O, expect/dislike M, like/neutral A, neutral/neutral I, four times each; the fifth wrote nothing.
    let tracking = of("features.tracking");
    for (name, value) in [
        ("base", "16"),
        ("M", "0.25"),
        ("O", "0.25"),
        ("A", "0.25"),
        ("I", "0.25"),
        ("R", "0"),
        ("label", "mixed"),
        ("fong_z", "0"),
        ("better", "0.5"),
        ("worse", "-0.5"),
    ] {
        assert_eq!(tracking[name], value, "{name}");
    }
    // Wilson (1927) for 8 of 16 at 95 %: 0.2800 to 0.7200.
    for (name, value) in [
        ("better_low", 0.28),
        ("better_high", 0.72),
        ("worse_low", -0.72),
        ("worse_high", -0.28),
    ] {
        assert!((tracking[name].parse::<f64>().unwrap() - value).abs() < 5e-5, "{name}");
    }
    assert_eq!(of("features.gift")["note"], "no_valid_answers");
    assert_eq!(bench.run("score cafe --kano").code, 2);
}

#[test]
fn better_and_worse_are_measures() {
    let measures = "  - {id: gains, kind: kano, of: features.tracking}\n  - {id: loses, kind: kano, of: tracking_kind, side: worse, where: answered(careful)}\n  - {id: agreed,";
    let bench = Workbench::cafe()
        .file("surveys/kinds.yaml", KINDS.replace("  - {id: agreed,", measures))
        // Who wants to do without is counted neither among nor beside the others: O 4, A 4, I 4 are left.
        .file("kinds.csv", ANSWERS.replace("expect,dislike", "dislike,like"));
    bench.done("import kinds kinds.csv --max-refused 0.2");
    let rows = table(&bench.done("score kinds --measure gains,loses --format csv"));
    let of = |measure: &str| rows.iter().find(|row| row["measure"] == measure).unwrap();
    for (measure, value) in [("gains", 2.0 / 3.0), ("loses", 1.0 / 3.0)] {
        assert_eq!(of(measure)["base"], "12", "{measure}");
        let shown: f64 = of(measure)["value"].parse().unwrap();
        assert!(
            (shown - value).abs() < 1e-9 || (shown - 100.0 * value).abs() < 1e-7,
            "{measure}: {shown}"
        );
    }
    let told = bench.done("tab kinds --of features.tracking.category");
    assert!(told.contains("Attractive"), "{told}");
    bench.put(
        "surveys/kinds.yaml",
        KINDS.replace(
            "  - {id: agreed,",
            "  - {id: gains, kind: kano, of: features.tracking.with}\n  - {id: agreed,",
        ),
    );
    let ran = bench.run("check");
    assert!(
        ran.err
            .contains("error[MY194]: `features.tracking.with` is no feature of a Kano question"),
        "{}",
        ran.err
    );
}

#[test]
fn stated_importance_is_held_against_derived() {
    let survey = "id: shop\ntitle: {en: Shop, zh: 商店}\nlanguages: [en, zh]\npages:\n  - id: main\n    questions:\n      - {id: overall, kind: rating, scale: satisfaction5, text: {en: All in all?, zh: 总体？}}\n      - id: parts\n        kind: importance\n        scale: satisfaction5\n        text: {en: How good and how important?, zh: 满意程度和重要程度？}\n        rows: [{id: a, text: {en: A, zh: 甲}}, {id: b, text: {en: B, zh: 乙}}, {id: c, text: {en: C, zh: 丙}}]\n";
    let mut csv =
        "id,submitted,overall,parts.a,parts.a.importance,parts.b,parts.b.importance,parts.c,parts.c.importance\n"
            .to_owned();
    for at in 0..60 {
        // What is said of `b` is what goes with the whole; `a` is said to be all-important, `c` nearly.
        let (a, b, c) = (at / 5 % 5 + 1, at % 5 + 1, at / 2 % 5 + 1);
        writeln!(csv, "r{at},2026-11-03T10:00:00Z,{b},{a},5,{b},3,{c},{}", 4 + at % 2).unwrap();
    }
    let bench = Workbench::cafe()
        .file("surveys/shop.yaml", survey)
        .file("shop.csv", csv);
    bench.done("import shop shop.csv");
    let rows = table(&bench.done("drivers shop --stated --boot 0 --format csv"));
    let of = |driver: &str| rows.iter().find(|row| row["driver"] == driver).unwrap();
    for (driver, stated, factor) in [
        ("parts.a", "100", "basic"),
        ("parts.b", "50", "excitement"),
        ("parts.c", "87.5", "basic"),
    ] {
        assert_eq!(
            (of(driver)["stated"].as_str(), of(driver)["factor"].as_str()),
            (stated, factor),
            "{driver}"
        );
    }
    let ran = bench.run("drivers cafe --stated");
    assert!(
        ran.code == 2 && ran.err.contains("no") && ran.err.contains("importance"),
        "{}",
        ran.err
    );
}
