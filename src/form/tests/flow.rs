//! What a form without script says of conditions on pages, options and rows.

use super::lang;
use super::page;
use crate::diagnostic::Source;
use crate::form::FormSettings;
use crate::form::FormView;
use crate::model::Survey;
use std::sync::Arc;

/// A survey of these pages in Chinese and English.
pub(super) fn defined(rest: &str) -> Survey {
    let text = format!("id: example\ntitle: Example\nlanguages: [zh, en]\n{rest}");
    let source = Arc::new(Source {
        name: "surveys/example.yaml".to_owned(),
        text,
    });
    let (survey, problems) = crate::definition::read(&source);
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

pub(super) fn view(survey: &Survey, tag: &str) -> FormView {
    FormView::new(survey, &lang(tag), &FormSettings::same_site(survey))
}

const SHOP: &str = r#"
pages:
  - id: first
    questions:
      - id: tried
        kind: multiple
        text: {zh: 您用过哪些？, en: Which have you tried?}
        options:
          - {id: phone, text: {zh: 手机, en: Phone}}
          - {id: tablet, text: {zh: 平板, en: Tablet}}
      - id: best
        kind: choice
        required: true
        text: {zh: 哪个最好？, en: Which is best?}
        options:
          - {id: phone, text: {zh: 手机, en: Phone}, show_if: 'tried has "phone"'}
          - {id: tablet, text: {zh: 平板, en: Tablet}, show_if: 'tried has "tablet"'}
      - id: service
        kind: matrix
        required: true
        scale: stars5
        text: {zh: 请评分, en: Rate us}
        rows:
          - {id: speed, text: {zh: 速度, en: Speed}}
          - {id: repair, text: {zh: 维修, en: Repair}, show_if: 'best = "phone"'}
  - id: second
    title: {zh: 两样, en: Both}
    show_if: count(tried) >= 2
    questions:
      - {id: why, kind: text, required: true, text: {zh: 为什么？, en: Why?}}
"#;

#[test]
fn who_should_answer_is_said_at_each_part() {
    let survey = defined(SHOP);
    let en = view(&survey, "en");
    let option = &en.parts[0].questions[1].options[0];
    assert_eq!(
        option.condition.as_deref(),
        Some("(choose this only if your answer to “1. Which have you tried?” includes “Phone”)")
    );
    assert_eq!(
        en.parts[0].questions[2].rows[1].condition.as_deref(),
        Some("(answer this only if your answer to “2. Which is best?” is “Phone”)")
    );
    assert_eq!(
        en.parts[1].condition.as_deref(),
        Some(
            "Answer this part only if the number of options chosen in your answer to “1. Which have you tried?” is at least 2."
        )
    );
    let zh = view(&survey, "zh");
    assert_eq!(
        zh.parts[0].questions[1].options[0].condition.as_deref(),
        Some("（若「1. 您用过哪些？」的回答包含「手机」，才可选择此项）")
    );
    assert_eq!(
        zh.parts[0].questions[2].rows[1].condition.as_deref(),
        Some("（若「2. 哪个最好？」的回答是「手机」，才需回答此行）")
    );
}

#[test]
fn what_does_not_concern_everyone_is_not_demanded_by_the_browser() {
    let survey = defined(SHOP);
    let html = page(&survey, "en");
    let demanded: Vec<&str> = super::tags(&html)
        .into_iter()
        .filter(|tag| tag.contains(" required"))
        .filter_map(|tag| super::attribute(tag, "name"))
        .collect();
    assert_eq!(demanded, ["service.speed"]);
    assert!(
        html.contains("Phone <span class=\"only\">(choose this only if"),
        "{html}"
    );
    assert!(
        html.contains("Repair <span class=\"only\">(answer this only if"),
        "{html}"
    );
}
