//! What grows by a line in a list is documented: measures, charts, problem codes, verbs.

use crate::workbench::Workbench;
use crate::workbench::repository;
use manyi::command::explain;
use manyi::diagnostic::Severity;

fn page(name: &str) -> String {
    std::fs::read_to_string(repository().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn all_in<'a>(page_name: &str, wanted: impl Iterator<Item = String> + 'a) {
    let text = page(page_name);
    let missing: Vec<String> = wanted.filter(|wanted| !text.contains(wanted.as_str())).collect();
    assert!(missing.is_empty(), "{page_name} does not have:\n{}", missing.join("\n"));
}

#[test]
fn every_measure_is_in_the_methods_and_in_the_guide() {
    all_in(
        "docs/methods.md",
        manyi::measure::ALL.iter().map(|rule| format!("| `{}` |", rule.kind())),
    );
    let written = manyi::measure::ALL.iter().filter(|rule| rule.kind() != "index");
    all_in(
        "docs/surveys.md",
        written
            .map(|rule| format!("`{}`", rule.kind()))
            .chain(["`index`".to_owned()]),
    );
    for rule in manyi::measure::ALL {
        let [english, chinese] = rule.meaning();
        assert!(english.len() > 10 && !chinese.is_ascii(), "{}", rule.kind());
    }
}

#[test]
fn every_chart_is_in_the_guide_for_who_adds_one() {
    all_in(
        "docs/extend.md",
        manyi::chart::ALL.iter().map(|kind| format!("`{}`", kind.name)),
    );
}

#[test]
fn every_problem_code_is_listed_with_its_severity_and_rule() {
    let line = |rule: &&manyi::diagnostic::RuleDoc| {
        let severity = if rule.severity == Severity::Error {
            "error"
        } else {
            "warning"
        };
        format!("| {} | {severity} | {} |", rule.code, rule.title[0])
    };
    all_in("docs/problems.md", explain::rules().iter().map(line));
}

#[test]
fn every_problem_code_of_the_documentation_exists() {
    let known: Vec<&str> = explain::rules().iter().map(|rule| rule.code).collect();
    for name in [
        "README.md",
        "docs/problems.md",
        "docs/surveys.md",
        "docs/methods.md",
        "docs/architecture.md",
        "docs/extend.md",
    ] {
        let text = page(name);
        for (at, _) in text.match_indices("MY") {
            let code: String = text[at..].chars().take(5).collect();
            if code.len() == 5 && code[2..].bytes().all(|byte| byte.is_ascii_digit()) {
                assert!(known.contains(&code.as_str()), "{name} names {code}, which is no rule");
            }
        }
    }
}

/// Verbs as the program's own help lists them.
fn verbs() -> Vec<String> {
    let help = Workbench::empty().done("--help");
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let first = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    first
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_verb_is_in_the_readme_and_has_help_in_plain_words() {
    let verbs = verbs();
    assert_eq!(
        verbs,
        [
            "init",
            "check",
            "diff",
            "build",
            "serve",
            "simulate",
            "collect",
            "import",
            "verify-receipt",
            "responses",
            "invite",
            "erase",
            "freeze",
            "tab",
            "score",
            "compare",
            "league",
            "drivers",
            "reliability",
            "weight",
            "plan",
            "stat",
            "chart",
            "report",
            "run",
            "schema",
            "explain",
            "export",
            "convert",
            "completions",
            "man"
        ]
    );
    all_in("README.md", verbs.iter().map(|verb| format!("manyi {verb}")));
    for verb in verbs {
        let help = Workbench::empty().done(&format!("{verb} --help"));
        let about = help.lines().next().unwrap();
        assert!(about.ends_with('.') || about.len() > 10, "`{verb}`: {help}");
        let bare: Vec<&str> = help
            .lines()
            .filter(|line| {
                line.trim_start().starts_with("--") && line.split("  ").filter(|part| !part.is_empty()).count() < 2
            })
            .collect();
        // Long help puts the words on the next line.
        for option in bare {
            let next = help
                .lines()
                .skip_while(|line| *line != option)
                .nth(1)
                .unwrap_or_default();
            assert!(!next.trim().is_empty(), "`{verb}`: `{option}` is not explained");
        }
    }
}
