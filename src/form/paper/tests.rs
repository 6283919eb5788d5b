//! Paper forms: everything that can be answered can be marked, and the way is written out.

use super::*;
use crate::form::fixture::every_kind;

fn page(survey: &Survey, tag: &str) -> String {
    paper_page(survey, &Lang::new(tag).unwrap(), Sheet::A4, &Templates::built_in()).unwrap()
}

/// The survey of the fixtures with the places that reading a definition fills in.
fn placed() -> Survey {
    let mut survey = every_kind();
    let mut at = 0;
    let counts: Vec<(usize, usize, usize)> = survey
        .questions()
        .map(|(page, place, question)| {
            let own = survey.variables.iter().filter(|variable| {
                let id = variable.id.to_string();
                id == question.id.to_string() || id.starts_with(&format!("{}.", question.id))
            });
            (page, place, own.count())
        })
        .collect();
    for (page, place, count) in counts {
        survey.pages[page].questions[place].variables = (at..at + count).map(crate::model::VariableIndex).collect();
        at += count;
    }
    survey
}

#[test]
fn every_variable_has_its_place_and_every_option_its_code() {
    let survey = placed();
    let html = page(&survey, "en");
    for variable in &survey.variables {
        let asked = matches!(
            variable.origin,
            crate::model::Origin::Question { .. } | crate::model::Origin::OtherWords { .. }
        );
        assert!(
            !asked || html.contains(&format!("[{}]", variable.id)),
            "{} is not on paper",
            variable.id
        );
    }
    // Every option that the form offers can be marked: once a question, once a row of a battery.
    for (_, _, question) in survey.questions() {
        if let crate::model::Kind::Multiple { list, .. } = &question.kind {
            assert!(html.matches('☐').count() > list.options.len());
        }
    }
    assert!(html.matches('○').count() > 5 + 21 + 4 + 11 + 7);
}

#[test]
fn the_way_is_written_out_in_both_languages() {
    let [en, zh] = ["en", "zh"].map(|tag| page(&placed(), tag));
    assert!(en.contains("7, 8, 9, 10 → go to Q") && zh.contains("选 7、8、9、10 → 跳至第 "));
    assert!(en.contains("No answer → go to Q") && zh.contains("未作答 → 跳至第 "));
    assert!(
        !en.contains("Answer only if"),
        "whoever comes to the reason should answer it"
    );
}

#[test]
fn the_version_stands_at_the_foot_that_every_sheet_repeats() {
    let html = page(&placed(), "en");
    let foot = html.split("<tfoot>").nth(1).unwrap().split("</tfoot>").next().unwrap();
    assert!(foot.contains("Questionnaire after-sales, version 3f2a91c0"), "{foot}");
    assert!(html.contains("@page{size:A4}"));
}

#[test]
fn nothing_on_paper_needs_a_script_or_another_file() {
    let html = page(&placed(), "zh");
    assert!(!html.contains("<script") && !html.contains("<form") && !html.contains(" style=\""));
}
