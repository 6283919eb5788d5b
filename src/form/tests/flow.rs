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
        option.condition.as_ref().map(super::words).as_deref(),
        Some("(choose this only if your answer to “1. Which have you tried?” includes “Phone”)")
    );
    assert_eq!(
        en.parts[0].questions[2].rows[1]
            .condition
            .as_ref()
            .map(super::words)
            .as_deref(),
        Some("(answer this only if your answer to “2. Which is best?” is “Phone”)")
    );
    assert_eq!(
        en.parts[1].condition.as_ref().map(super::words).as_deref(),
        Some(
            "Answer this part only if the number of options chosen in your answer to “1. Which have you tried?” is at least 2."
        )
    );
    let zh = view(&survey, "zh");
    assert_eq!(
        zh.parts[0].questions[1].options[0]
            .condition
            .as_ref()
            .map(super::words)
            .as_deref(),
        Some("（若「1. 您用过哪些？」的回答包含「手机」，才可选择此项）")
    );
    assert_eq!(
        zh.parts[0].questions[2].rows[1]
            .condition
            .as_ref()
            .map(super::words)
            .as_deref(),
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

const PIPED: &str = r#"
intro: {zh: "您好，{{ name | 顾客 }}。", en: "Dear {{ name | customer }},"}
hidden: [{id: name}]
pages:
  - id: first
    questions:
      - {id: brand, kind: text, text: {zh: 品牌, en: Brand}}
  - id: second
    title: {zh: "关于{{ brand | 它 }}", en: "About {{ brand | it }}"}
    questions:
      - id: liked
        kind: choice
        text: {zh: "**{{ brand | 它 }}** <好>吗？", en: "Is **{{ brand | it }}** <good>?"}
        hint: {zh: "[看](https://a.example/{{ brand | x }} \"{{ brand | y }}\")", en: "[see](https://a.example/{{ brand | x }} \"{{ brand | y }}\")"}
        options: [{id: yes, text: {zh: "是，{{ brand | <它> }}", en: "yes, {{ brand | <it> }}"}}, {id: no, text: {zh: 否, en: no}}]
      - {id: rate, kind: matrix, scale: stars5, text: {zh: 评分, en: Rate}, rows: [{id: it, text: {zh: "{{ brand | 它 }}", en: "{{ brand | It }}"}}]}
"#;

#[test]
fn answers_have_a_place_in_texts_and_words_for_those_without() {
    let survey = defined(PIPED);
    let slot = survey.find("brand").unwrap().0;
    let html = page(&survey, "en");
    let place = |fallback: &str| format!("<span data-pipe=\"{slot}\">{fallback}</span>");
    for part in [
        format!("About {}</h2>", place("it")),
        format!("Is <strong>{}</strong> &lt;good&gt;?", place("it")),
        format!("yes, {}</span>", place("&lt;it&gt;")),
        format!("{}</th>", place("It")),
    ] {
        assert!(html.contains(&part), "{part}\n{html}");
    }
    let name = survey.find("name").unwrap().0;
    assert!(html.contains(&format!("Dear <span data-pipe=\"{name}\">customer</span>,")));
    // In an address or a title there is no element to fill: the words stand there as they are.
    let link = super::tags(&html)
        .into_iter()
        .find(|tag| tag.contains("a.example"))
        .unwrap();
    assert!(!link.contains("data-pipe") && !link.contains("span"), "{link}");
    // Everyone but the form reads the text as it is without an answer.
    let title = survey.text(&survey.pages[1].title, &lang("zh"));
    assert_eq!(title, "关于它");
    assert_eq!(
        survey.text(&survey.variable(survey.find("rate.it").unwrap()).text, &lang("zh")),
        "它"
    );
}

#[test]
fn no_text_with_braces_breaks_out_of_its_place() {
    for payload in super::PAYLOADS {
        let quoted = serde_json::to_string(payload).unwrap();
        let text = format!(
            "{{{{ brand | {} }}}}",
            payload.replace("}}", "").replace(['|', '\n'], "")
        );
        let piped = serde_json::to_string(&text).unwrap();
        let Some(survey) = maybe(&format!(
            "intro: {{zh: {piped}, en: {piped}}}\nhidden: [{{id: brand}}]\npages:\n  - id: a\n    questions:\n      - {{id: q, kind: choice, text: {{zh: {piped}, en: {piped}}}, hint: {{zh: {piped}, en: {piped}}}, options: [{{id: a, text: {{zh: {piped}, en: {piped}}}}}, {{id: b, text: {{zh: {quoted}, en: {quoted}}}}}]}}\n"
        )) else {
            continue;
        };
        let html = page(&survey, "en");
        let body = html.split_once("<main").unwrap().1.split_once("<script").unwrap().0;
        for tag in body.split('<').skip(1) {
            let name: String = tag.chars().take_while(char::is_ascii_alphabetic).collect();
            assert!(
                !matches!(
                    name.as_str(),
                    "script" | "img" | "svg" | "iframe" | "base" | "meta" | "link"
                ),
                "{payload}: <{tag}"
            );
            let head = tag.split('>').next().unwrap_or_default();
            assert!(!head.contains("onerror=") || head.contains('&'), "{payload}: <{head}");
        }
    }
}

/// A survey, where the text makes one.
pub(super) fn maybe(rest: &str) -> Option<Survey> {
    let text = format!("id: example\ntitle: Example\nlanguages: [zh, en]\n{rest}");
    let source = Arc::new(Source {
        name: "surveys/example.yaml".to_owned(),
        text,
    });
    crate::definition::read(&source).0
}

#[test]
fn carried_options_are_said_in_one_sentence() {
    let survey = defined(
        r"
pages:
  - id: first
    questions:
      - {id: tried, kind: multiple, text: {zh: 试过, en: Tried}, options: [phone, tablet]}
      - {id: best, kind: choice, text: {zh: 最好, en: Best}, options_from: {question: tried}, options: [neither]}
      - {id: rest, kind: matrix, scale: stars5, text: {zh: 其余, en: Rest}, rows_from: {question: tried, which: not_chosen}}
",
    );
    let hints = |tag: &str, at: usize| -> Vec<String> {
        let view = view(&survey, tag);
        let hints = view.parts[0].questions[at].hints.iter();
        hints.map(super::words).collect()
    };
    assert_eq!(hints("en", 1), ["Choose only from what you chose in “1. Tried”."]);
    assert_eq!(hints("zh", 2), ["请只回答您在「1. 试过」中没有选择的项目。"]);
    let options = &view(&survey, "en").parts[0].questions[1].options;
    assert!(options.iter().all(|option| option.condition.is_none()));
}

#[test]
fn a_level_of_a_cascade_is_a_menu_in_groups() {
    let survey = defined(
        r"
pages:
  - id: first
    questions:
      - id: place
        kind: cascade
        required: true
        text: {zh: 您住在哪里, en: Where do you live}
        levels: [{id: country, text: {zh: 国家, en: Country}}, {id: city, text: {zh: 城市, en: City}}]
        options:
          - {id: cn, text: {zh: 中国, en: China}, options: [{id: bj, text: {zh: 北京, en: Beijing}}, {id: sh, text: {zh: 上海, en: Shanghai}}]}
          - {id: jp, text: {zh: 日本, en: Japan}, options: [{id: tk, text: {zh: 东京, en: Tokyo}}, {id: os, text: {zh: 大阪, en: Osaka}}]}
",
    );
    let html = page(&survey, "zh");
    let menu = html
        .split_once("<select class=\"box\" id=\"place.city\"")
        .unwrap()
        .1
        .split_once("</select>")
        .unwrap()
        .0;
    assert_eq!(menu.matches("<optgroup").count(), 2);
    assert!(menu.contains("<optgroup label=\"日本\">"), "{menu}");
    assert!(menu.contains("<option value=\"\">请选择</option>"), "{menu}");
    assert!(!menu.contains(" required"), "only the first level concerns everyone");
    assert!(html.contains("id=\"place.country\" name=\"place.country\" autocomplete=\"off\" required"));
    assert!(html.contains("请在「<span data-number=\"1\">1</span>. 您住在哪里：国家」的回答所属的一组中选择。"));
}
