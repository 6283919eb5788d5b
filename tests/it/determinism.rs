//! Same input, same bytes: whatever the time zone, the language of the system and the order of files.

use crate::workbench::Ran;
use crate::workbench::Workbench;
use std::fmt::Write as _;

/// How many threads the Parquet library may start.
const THREADS: [&str; 4] = ["1", "2", "8", "32"];

const VARIATIONS: [(&str, &str); 4] = [
    ("UTC", "C"),
    ("Asia/Shanghai", "zh_CN.UTF-8"),
    ("Pacific/Apia", "tr_TR.UTF-8"),
    ("America/St_Johns", "de_DE@euro"),
];

/// Everything a run gives: site, store, and what analysis prints for machines.
fn outcome(bench: &Workbench, surveys: &[&str]) -> String {
    let mut text = bench.listing("site");
    text.push_str(&bench.listing("responses"));
    for survey in surveys {
        for form in ["csv", "xlsx", "sav", "parquet"] {
            let ran = bench.spawn(&format!("export {survey} --to out/{survey}.{form}"));
            writeln!(text, "{form}: {} {}", ran.code, ran.err).unwrap();
        }
    }
    text.push_str(&bench.listing("out"));
    for survey in surveys {
        for line in [
            format!("score {survey} --wave all --format csv"),
            format!("compare {survey} --wave all --against previous,year,rest,target --groups --format csv"),
            format!("tab {survey} --format csv"),
            "responses --format csv".to_owned(),
            "responses --quarantine --format csv".to_owned(),
        ] {
            let Ran { code, out, .. } = bench.spawn(&line);
            writeln!(text, "{line}: {code}\n{out}").unwrap();
        }
    }
    text
}

fn small(zone: &str, lang: &str) -> Workbench {
    Workbench::two_seasons()
        .file("pages/faq.zh.md", "# 问答\n\n一段文字。\n")
        .file(
            "fixes/cafe.csv",
            "response_id,column,old,new,reason\nautumn-20,taste,2,5,misread\n",
        )
        .file(
            "targets/cafe.csv",
            "measure,segment,value,valid_from,source\ncsat,,75,2026-01-01,plan\n",
        )
        .set("MANYI_LANG", "en")
        .set("TZ", zone)
        .set("LANG", lang)
        .set("LC_ALL", lang)
}

#[test]
fn time_zone_language_and_threads_of_the_system_change_no_byte() {
    let variations = [0, 1, 2, 3].map(|at| (VARIATIONS[at], THREADS[at]));
    let outcomes = variations.map(|((zone, lang), threads)| {
        let bench = small(zone, lang)
            .set("POLARS_MAX_THREADS", threads)
            .set("RAYON_NUM_THREADS", threads);
        let ran = bench.spawn("run");
        assert_eq!(ran.code, 0, "{}", ran.err);
        (outcome(&bench, &["cafe"]), ran)
    });
    assert!(
        outcomes[0].0.contains("site/reports/cafe/2026Q4/report.en.html"),
        "{}",
        outcomes[0].0
    );
    for (at, other) in outcomes.iter().enumerate() {
        assert_eq!(*other, outcomes[0], "{:?}", VARIATIONS[at]);
    }
}

#[test]
fn the_sample_workspace_twice_gives_the_same_bytes() {
    let [first, second] = [VARIATIONS[1], VARIATIONS[2]].map(|(zone, lang)| {
        let bench = Workbench::sample()
            .set("MANYI_LANG", "zh")
            .set("TZ", zone)
            .set("LANG", lang);
        assert_eq!(bench.spawn("run").code, 0);
        outcome(&bench, &["after-sales", "support-csat"])
    });
    assert_eq!(first, second);
}

#[test]
fn a_second_run_changes_nothing() {
    let bench = small("UTC", "C");
    bench.done("run");
    let before = outcome(&bench, &["cafe"]);
    bench.done("run");
    assert_eq!(outcome(&bench, &["cafe"]), before);
}

#[test]
fn the_order_of_files_changes_no_figure_and_no_page() {
    let one = Workbench::two_seasons();
    one.done("import cafe inbox/cafe/autumn.csv inbox/cafe/summer.csv");
    let other = Workbench::two_seasons();
    other.done("import cafe inbox/cafe/summer.csv inbox/cafe/autumn.csv");
    for bench in [&one, &other] {
        bench.done("report");
    }
    let figures = |bench: &Workbench| {
        (
            bench.done("score cafe --wave all --by region --format csv"),
            bench.done("compare cafe --format csv"),
        )
    };
    assert_eq!(figures(&one), figures(&other));
    assert_eq!(one.listing("site"), other.listing("site"));
}
