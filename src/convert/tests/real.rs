//! Real questionnaires, read where they are: counts found by an independent program (`tests/data/convert/counts.py`).

use super::shown;
use super::survey;
use crate::convert::Format;
use crate::convert::to_definition;
use crate::model::Survey;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A real file as a survey, with what was told; `None` where the file is not at hand.
fn real(name: &str) -> Option<(Survey, BTreeMap<&'static str, usize>, String)> {
    let shared = std::env::var_os("MANYI_REAL_EXPORTS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/real-exports"),
        PathBuf::from,
    );
    let bytes = std::fs::read(shared.join(name)).ok()?;
    let made = to_definition(&bytes, name, Format::of(&bytes).unwrap(), Some("real"));
    let mut told = BTreeMap::new();
    for problem in &made.problems {
        *told.entry(problem.rule.code).or_default() += 1;
    }
    let text = String::from_utf8(made.bytes.unwrap_or_else(|| panic!("{}", shown(&made.problems)))).unwrap();
    Some((survey("real", &text), told, text))
}

fn kinds(survey: &Survey) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (_, _, question) in survey.questions() {
        *counts.entry(question.kind.code()).or_default() += 1;
    }
    counts
}

fn options(survey: &Survey) -> usize {
    survey
        .questions()
        .filter_map(|(_, _, question)| question.options())
        .map(|list| list.options.len())
        .sum()
}

fn rows(survey: &Survey) -> usize {
    survey
        .questions()
        .map(|(_, _, question)| question.kind.rows().len())
        .sum()
}

#[test]
fn a_qualtrics_survey_of_22_questions_in_the_flow() {
    let Some((survey, told, text)) = real("qualtrics-climate.qsf") else {
        return;
    };
    // 12 sliders of one bar, 6 texts, 2 lists (one of a single box), 1 answer in words; the captcha asks nothing.
    assert_eq!(
        kinds(&survey),
        BTreeMap::from([("choice", 1), ("consent", 1), ("note", 6), ("slider", 12), ("text", 1)])
    );
    assert_eq!(options(&survey), 5);
    assert!(text.contains("high: Very willing"), "{text}");
    assert!(told["MY606"] >= 2, "{told:?}");
}

#[test]
fn a_limesurvey_structure_with_every_type() {
    let Some((survey, told, _)) = real("limesurvey-structure.lss") else {
        return;
    };
    assert_eq!(
        kinds(&survey),
        BTreeMap::from([
            ("choice", 5),
            ("date", 1),
            ("matrix", 8),
            ("multiple", 2),
            ("note", 9),
            ("number", 3),
            ("ranking", 1),
            ("rating", 1),
            ("text", 6),
        ])
    );
    // Lists of 3, 3 and 3, two of two, boxes of 3 and 2 with an "other" each.
    assert_eq!(options(&survey), 9 + 4 + 5 + 2);
    // Six batteries of 2 rows, a dual one of 2 twice, 3 things to rank.
    assert_eq!(rows(&survey), 12 + 4 + 3);
    // Boxes of numbers and of texts, the equation, the file.
    assert_eq!(told["MY602"], 4, "{told:?}");
}

#[test]
fn forms_of_kobotoolbox_with_translations() {
    if let Some((survey, _, _)) = real("kobo-customer-satisfaction.json") {
        assert_eq!(kinds(&survey), BTreeMap::from([("choice", 1), ("text", 1)]));
        assert_eq!((options(&survey), survey.languages.len()), (2, 1));
    }
    if let Some((survey, told, text)) = real("kobo-long-unicode-labels.json") {
        assert_eq!(
            survey
                .languages
                .iter()
                .map(crate::locale::Lang::tag)
                .collect::<Vec<_>>(),
            ["sw", "en", "fr"]
        );
        assert_eq!(
            kinds(&survey),
            BTreeMap::from([("choice", 4), ("multiple", 1), ("number", 1), ("text", 1)]),
            "{told:?}"
        );
        // A list of 80 names, yes or no three times, four devices; in three languages.
        assert_eq!(options(&survey), 80 + 3 * 2 + 4);
        assert!(text.contains("show_if: q_2242 = \"1\""), "{text}");
    }
}
