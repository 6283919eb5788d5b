//! The repository's own workspace: what was planted in its answers is found, and nothing else is called without being known.

use crate::workbench::Workbench;
use crate::workbench::table;
use std::collections::BTreeMap;

/// What `compare` calls: measure, group, against, verdict; everything but `no_evidence`, `small` and hidden figures.
fn called(bench: &Workbench, line: &str) -> Vec<String> {
    let rows = table(&bench.done(&format!("compare {line} --format csv")));
    let quiet = ["", "no_evidence", "small", "too_few"];
    let loud = rows.iter().filter(|row| !quiet.contains(&row["verdict"].as_str()));
    loud.map(|row| {
        let level = if row["level"].is_empty() {
            "total"
        } else {
            &row["level"]
        };
        format!("{} {level} {} {}", row["measure"], row["against"], row["verdict"])
    })
    .collect()
}

fn imported() -> Workbench {
    let bench = Workbench::sample();
    assert_eq!(bench.run("import").code, 0);
    bench
}

#[test]
fn one_command_makes_forms_scores_reports_and_an_index() {
    let bench = Workbench::sample();
    let day = bench.run("run");
    assert_eq!(day.code, 0, "{}", day.err);
    assert!(!day.err.contains("error"), "{}", day.err);
    let site = bench.listing("site");
    for name in [
        "site/index.html",
        "site/forms/after-sales.zh.html",
        "site/forms/after-sales.en.html",
        "site/forms/support-csat.zh.html",
        "site/reports/after-sales/2026Q4/report.zh.html",
        "site/reports/after-sales/2026Q4/report.en.html",
        "site/reports/support-csat/2026Q4/report.en.html",
        "site/pages/privacy.zh.html",
    ] {
        assert!(site.contains(name), "{name} is not in\n{site}");
    }
    for id in ["after-sales", "support-csat"] {
        for language in ["zh", "en"] {
            let page = bench.bytes(&format!("site/reports/{id}/2026Q4/report.{language}.html"));
            assert!(page.len() > 50_000, "{id} {language}: {} bytes", page.len());
        }
    }
}

#[test]
fn raw_shares_are_those_that_pandas_counted() {
    // sample-data/README.md, before fixes and to one decimal.
    let bench = imported();
    let value = |line: &str| {
        let rows = table(&bench.done(&format!("score {line} --format csv")));
        rows.into_iter()
            .map(|row| {
                (
                    (row["wave"].clone(), row["level"].clone()),
                    row["value"].parse().unwrap_or(f64::NAN),
                )
            })
            .collect::<BTreeMap<_, f64>>()
    };
    let csat = value("after-sales --measure csat --wave 2026Q3,2026Q4");
    let at = |wave: &str, level: &str| (wave.to_owned(), level.to_owned());
    assert!(
        (csat[&at("2026Q3", "")] - 0.670).abs() < 0.0006 && (csat[&at("2026Q4", "")] - 0.565).abs() < 0.0006,
        "{csat:?}"
    );
    let speed = value("after-sales --measure delivery_speed --by channel --wave 2026Q3,2026Q4");
    assert!(
        (speed[&at("2026Q3", "app")] - 0.702).abs() < 0.0006 && (speed[&at("2026Q4", "app")] - 0.388).abs() < 0.0006,
        "{speed:?}"
    );
    let security = value("after-sales --measure security_index --wave all");
    for (wave, index) in [
        ("2025Q4", 65.5),
        ("2026Q1", 67.9),
        ("2026Q2", 71.5),
        ("2026Q3", 73.5),
        ("2026Q4", 75.9),
    ] {
        assert!((security[&at(wave, "")] - index).abs() < 0.06, "{wave}: {security:?}");
    }
    let first = value("support-csat --measure fcr --wave 2026Q3,2026Q4");
    assert!(
        (first[&at("2026Q3", "")] - 0.494).abs() < 0.0006 && (first[&at("2026Q4", "")] - 0.692).abs() < 0.0006,
        "{first:?}"
    );
}

/// What was planted, by sample-data/README.md, in the words of `compare`.
const PLANTED: [(&str, &[&str]); 5] = [
    (
        "after-sales --against previous",
        &["csat total 2026Q3 fell", "dissatisfied total 2026Q3 rose"],
    ),
    (
        "after-sales --against previous --by channel --groups",
        &["delivery_speed app 2026Q3 fell"],
    ),
    ("after-sales --against year", &["security_index total 2025Q4 rose"]),
    (
        "after-sales --against rest --by region,customer_type",
        &[
            "csi northwest rest below",
            "nps northwest rest below",
            "nps lapsed rest below",
            "repurchase lapsed rest below",
        ],
    ),
    (
        "support-csat --against previous,rest --by agent,channel",
        &[
            "fcr total 2026Q3 rose",
            "csat a07 rest below",
            "staff_index a07 rest below",
            "quick_reply email rest below",
        ],
    ),
];

#[test]
fn what_was_planted_is_found() {
    let bench = imported();
    for (line, wanted) in PLANTED {
        let called = called(&bench, line);
        for one in wanted {
            assert!(
                called.contains(&(*one).to_owned()),
                "`{line}` does not call `{one}`, but:\n{}",
                called.join("\n")
            );
        }
    }
}

/// The lists are what sample-data/README.md sums up under "What the report calls": planted, what follows from it, and two
/// calls by chance (NPS of app and store against the rest). Whoever changes a verdict looks at both.
#[test]
fn everything_else_that_is_called_is_known() {
    let bench = imported();
    for (line, known) in [
        (
            "after-sales --by region,channel,customer_type --groups --against previous,year,rest,target",
            include_str!("../data/it/called-after-sales.txt"),
        ),
        (
            "support-csat --by agent,channel --groups --against previous,year,rest",
            include_str!("../data/it/called-support-csat.txt"),
        ),
    ] {
        assert_eq!(called(&bench, line), known.lines().collect::<Vec<_>>(), "{line}");
    }
}
