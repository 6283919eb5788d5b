//! The same people in two waves: compared by pairs, as R does it, and told of where they are not.

use crate::workbench::Workbench;
use crate::workbench::table;

const THEN: &str = include_str!("../data/it/panel-then.csv");
const NOW: &str = include_str!("../data/it/panel-now.csv");

fn panel() -> Workbench {
    let bench = Workbench::cafe().file("secrets/respondents.key", "salt");
    let settings = bench.text("manyi.toml");
    bench.put(
        "manyi.toml",
        format!("{settings}\n[privacy]\nkey_file = \"secrets/respondents.key\"\n"),
    );
    bench.put("inbox/cafe/then.csv", THEN);
    bench.put("inbox/cafe/now.csv", NOW);
    bench.done("import cafe");
    bench
}

/// One file of both waves, with a column of the wave.
fn both() -> String {
    with_waves(&THEN.lines().collect::<Vec<_>>(), &NOW.lines().collect::<Vec<_>>())
}

/// Lines of two files, each with its heading, as one with a column of the wave.
fn with_waves(then: &[&str], now: &[&str]) -> String {
    let wave = |at: usize| if at == 0 { "wave" } else { "2026Q3" };
    let mut lines: Vec<String> = (0..)
        .zip(then)
        .map(|(at, line)| format!("{line},{}", wave(at)))
        .collect();
    lines.extend(now.iter().skip(1).map(|line| format!("{line},2026Q4")));
    lines.join("\n") + "\n"
}

/// R 4.2.2 on the 48 people of both files: `t.test(now, then, paired = TRUE)` of the ratings, of the scores −100, 0 and 100
/// and of 0.6 · taste + 0.4 · service on 0–100; `binom.test` of 8 changes up and 7 down; `p.adjust(…, "holm")`.
const BY_R: [(&str, [f64; 6]); 4] = [
    (
        "csat",
        [
            0.645_833_333_333,
            0.666_666_666_667,
            0.020_833_333_333_3,
            -0.141_527_670_416,
            0.181_527_670_416,
            1.0,
        ],
    ),
    (
        "nps",
        [
            -20.833_333_333_3,
            -14.583_333_333_3,
            6.25,
            -8.910_703_48,
            21.410_703_5,
            0.411_104_416,
        ],
    ),
    (
        "taste_mean",
        [
            3.770_833_333_33,
            3.916_666_666_67,
            0.145_833_333,
            -0.086_072_777_5,
            0.377_739_444,
            0.212_080_605,
        ],
    ),
    (
        "joy",
        [
            64.687_5,
            67.916_666_666_7,
            3.229_166_67,
            -1.444_175_82,
            7.902_509_16,
            0.171_058_185,
        ],
    ),
];

fn agree_with_r(csv: &str) {
    let rows = table(csv);
    for (measure, expected) in BY_R {
        let row = rows
            .iter()
            .find(|row| row["measure"] == measure && row["level"].is_empty())
            .unwrap();
        let columns = ["before", "value", "change", "change_low", "change_high", "p"];
        for (column, expected) in columns.into_iter().zip(expected) {
            let got: f64 = row[column].parse().unwrap();
            assert!(
                (got - expected).abs() <= 1e-8 * expected.abs().max(1.0),
                "{measure} {column}: {got}"
            );
        }
        assert_eq!(row["base"], "48");
    }
}

#[test]
fn the_same_people_are_compared_from_the_store_and_from_a_file() {
    let bench = panel();
    let csv = bench.done("compare cafe --paired --format csv");
    agree_with_r(&csv);
    bench.put("both.csv", both());
    let from_file = bench.done("compare ./both.csv --survey cafe --wave all --paired --format csv");
    assert_eq!(from_file, csv);
    let told = bench.done("compare cafe --paired --measure csat,nps");
    assert_eq!(
        told,
        "\
measure  wave    value  against  before  both  change    low   high  p adj.  verdict
────────────────────────────────────────────────────────────────────────────────────────
csat     2026Q4  66.7%  2026Q3    64.6%    48    +2.1  −14.2  +18.2   1.000  no_evidence
nps      2026Q4    −15  2026Q3      −21    48      +6     −9    +21   0.822  no_evidence
the same people: value and before are theirs; low–high: 95 % intervals of the change; p adjusted within its family
2026Q3 → 2026Q4: 48 people in both, 12 left, 14 came; 1 response of nobody in particular; 1 response passed over for a later one of the same person
family headline/previous/2026Q4: 3 tests, Holm
"
    );
    let markdown = bench.done("compare cafe --paired --measure csat --format md --messages zh");
    assert!(
        markdown.contains("| csat | 2026Q4 |") && markdown.contains("两期均有 48 人，离开 12 人，新来 14 人"),
        "{markdown}"
    );
}

#[test]
fn a_group_is_those_who_were_in_it_both_times() {
    let bench = panel();
    let csv = bench.done("compare cafe --paired --measure taste_mean --by region --groups --format csv");
    let rows = table(&csv);
    let north = rows.iter().find(|row| row["level"] == "north").unwrap();
    // R: t.test(now, then, paired = TRUE) of the 24 in the north both times.
    for (column, expected) in [
        ("before", 3.666_666_67),
        ("value", 3.916_666_67),
        ("change_low", -0.107_652_322),
        ("p", 0.161_668_056),
    ] {
        assert!(
            (north[column].parse::<f64>().unwrap() - expected).abs() < 1e-8,
            "{column}"
        );
    }
    assert_eq!(
        (
            north["base"].as_str(),
            north["verdict"].as_str(),
            north["note"].as_str()
        ),
        ("24", "too_few", "small_base")
    );
    let narrowed =
        table(&bench.done("compare cafe --paired --measure taste_mean --where 'region = \"north\"' --format csv"));
    assert_eq!(narrowed[0]["change"], north["change"]);
}

#[test]
fn plain_comparisons_say_when_the_people_are_the_same() {
    let bench = panel();
    let told = bench.done("compare cafe --measure csat");
    assert!(
        told.contains("2026Q3 → 2026Q4: about 77 % of the people of 2026Q4 also answered in 2026Q3"),
        "{told}"
    );
    bench.done("report cafe --language en");
    let report = bench.text("site/reports/cafe/2026Q4/report.en.html");
    assert!(report.contains("About 77 % of the people of this wave also answered in the wave before."));
    // Different people, or people who are not known: nothing is said.
    let bench = Workbench::two_seasons();
    bench.done("import cafe");
    assert!(!bench.done("compare cafe --measure csat").contains("--paired"));
}

#[test]
fn where_nobody_is_known_or_a_design_stands_in_the_way_it_is_said() {
    let bench = Workbench::two_seasons();
    bench.done("import cafe");
    let ran = bench.run("compare cafe --paired");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("MY670") && ran.err.contains("80 responses are of nobody in particular"),
        "{}",
        ran.err
    );
    let ran = bench.run("compare cafe --paired --against rest");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`--against rest` is no wave"), "{}", ran.err);

    bench.put("bare.csv", both());
    let ran = bench.run("compare ./bare.csv --paired --mean taste --wave-column wave");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("add `--survey`"), "{}", ran.err);

    let bench = panel();
    let survey = bench.text("surveys/cafe.yaml");
    bench.put("surveys/cafe.yaml", format!("{survey}\ndesign: {{stratum: region}}\n"));
    let ran = bench.run("compare cafe --paired");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("MY671"), "{}", ran.err);
}

#[test]
fn a_change_that_would_tell_of_the_few_who_left_is_hidden() {
    let bench = panel();
    // Only p48 to p50 left, and nobody came: 51 and 48 people.
    let few: Vec<&str> = THEN.lines().take(52).collect();
    let stayed: Vec<&str> = NOW.lines().take(49).collect();
    bench.put("few.csv", with_waves(&few, &stayed));
    let line = "compare ./few.csv --survey cafe --wave all --paired --measure taste_mean --format csv";
    let rows = table(&bench.done(line));
    assert_eq!(
        (
            rows[0]["note"].as_str(),
            rows[0]["change"].as_str(),
            rows[0]["base"].as_str()
        ),
        ("hidden_complement", "", "")
    );
    let shown = table(&bench.done(&format!("{line} --show-small")));
    assert_eq!(shown[0]["base"], "48");
}
