//! Whole forms: their exact bytes, their markup, and that no text can break out of it.

use super::fixture::condition;
use super::fixture::every_kind;
use super::fixture::options;
use super::fixture::question;
use super::fixture::scale;
use super::fixture::survey;
use super::*;
use crate::locale::Texts;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MatrixRow;
use crate::model::Missing;
use crate::model::Question;
use crate::site::Templates;
use std::collections::BTreeSet;
use std::sync::Arc;

mod flow;

fn lang(tag: &str) -> Lang {
    Lang::new(tag).unwrap()
}

/// What a reader sees of a piece of HTML.
fn words(html: &crate::site::Html) -> String {
    let mut pieces = html.as_str().split('<');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('>').unwrap().1)
}

fn page(survey: &Survey, tag: &str) -> String {
    form_page(
        survey,
        &lang(tag),
        &FormSettings::same_site(survey),
        &Templates::built_in(),
    )
    .unwrap()
}

/// The page without its script, which is the same on all forms.
fn without_script(page: &str) -> String {
    let (before, rest) = page.split_once("<script>").unwrap();
    let (_, after) = rest.split_once("</script>").unwrap();
    format!("{before}{after}")
}

/// The page without what the script knows of the survey, which has tests of its own.
fn without_program(page: &str) -> String {
    let (before, rest) = page.split_once(" id=\"Program\">").unwrap();
    let (_, after) = rest.split_once("</script>").unwrap();
    format!("{before} id=\"Program\">…</script>{after}")
}

/// The page without style sheet and script, and without the policy's hashes of them.
fn without_style(page: &str) -> String {
    let page = without_program(&without_script(page));
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let (start, policy) = head.split_once("script-src &#39;").unwrap();
    let (_, end) = policy.split_once("style-src &#39;").unwrap();
    let (_, end) = end.split_once("&#39;").unwrap();
    format!("{start}script-src … style-src …{end}<style></style>{body}")
}

/// Tags of the page: name and attributes as written.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split_once("</style>").unwrap().1;
    body.split('<')
        .skip(1)
        .filter_map(|tag| Some(tag.split_once('>')?.0))
        .collect()
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn small() -> Survey {
    let list = options(&[("app", "手机 App", "Mobile app"), ("other", "其他", "Other")]);
    let first = vec![
        Question {
            required: true,
            ..question(
                "overall",
                Kind::Rating {
                    scale: scale("yesno", &[Missing::DontKnow]),
                },
                "您满意吗？",
                "Are you satisfied?",
            )
        },
        question(
            "channel",
            Kind::Choice { list: Arc::new(list) },
            "您用了哪个渠道？",
            "Which channel did you use?",
        ),
    ];
    let second = vec![question(
        "reason",
        Kind::Text {
            long: true,
            max_length: Some(200),
        },
        "原因是什么？",
        "What is the reason?",
    )];
    let pages = vec![(Texts::zh_en("服务", "Service"), first), (Texts::default(), second)];
    let mut made = survey("cafe", Texts::zh_en("咖啡馆", "Café"), pages, &["region"]);
    let only = condition(&made, r#"overall = "no""#);
    made.pages[1].questions[0].show_if = Some(only);
    made
}

#[test]
fn a_small_form_is_exactly_this() {
    assert_eq!(
        without_style(&page(&small(), "zh")),
        include_str!("../../tests/data/site/cafe.zh.html")
    );
    assert_eq!(
        without_style(&page(&small(), "en")),
        include_str!("../../tests/data/site/cafe.en.html")
    );
}

#[test]
fn every_control_has_a_label_and_a_name() {
    for tag in ["zh", "en"] {
        let html = page(&every_kind(), tag);
        let body = html.split_once("</style>").unwrap().1;
        let ids: BTreeSet<&str> = tags(&html).iter().filter_map(|tag| attribute(tag, "id")).collect();
        let mut controls = 0;
        for (at, _) in body.match_indices('<') {
            let rest = &body[at + 1..];
            let Some((control, _)) = rest.split_once('>') else {
                continue;
            };
            if !control.starts_with("input") && !control.starts_with("textarea") || control.contains("type=\"hidden\"")
            {
                continue;
            }
            controls += 1;
            assert!(
                attribute(control, "name").is_some_and(|name| !name.is_empty()),
                "{control}"
            );
            let wrapped = body[..at]
                .rfind("<label")
                .is_some_and(|open| !body[open..at].contains("</label>"));
            let named =
                attribute(control, "id").is_some_and(|id| body.contains(&format!("<label class=\"ask\" for=\"{id}\"")));
            assert!(wrapped || named, "{control}");
            for list in [
                attribute(control, "aria-labelledby"),
                attribute(control, "aria-describedby"),
            ] {
                for id in list.unwrap_or_default().split(' ').filter(|id| !id.is_empty()) {
                    assert!(ids.contains(id), "{id} in {control}");
                }
            }
        }
        // 5 points, 3 rows of 5 + 2, 4 options and their box, 4 boxes to tick, 11 points, 7 points, 4 boxes to write in, the trap.
        assert_eq!(controls, 5 + 21 + 5 + 4 + 11 + 7 + 4 + 1);
    }
}

#[test]
fn ids_are_unique_and_groups_are_fieldsets() {
    let html = page(&every_kind(), "en");
    let html = without_script(&html);
    let ids: Vec<&str> = tags(&html).into_iter().filter_map(|tag| attribute(tag, "id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert_eq!(html.matches("<fieldset").count(), 6);
    assert_eq!(html.matches("<legend").count(), 6);
    // The words after sending wait in a template of their own.
    let shown = html.split_once("<template").unwrap().0;
    assert_eq!(shown.matches("<h1").count(), 1);
    assert_eq!(html.matches("<main").count(), 1);
}

#[test]
fn nothing_inline_is_left_to_a_policy() {
    let form = page(&every_kind(), "zh");
    let thanks = thanks_page(&every_kind(), &lang("zh"), None, &Templates::built_in()).unwrap();
    assert!(thanks.contains("script-src &#39;none&#39;") && !thanks.contains("<script"));
    for html in [without_script(&form), thanks] {
        for tag in tags(&html) {
            assert!(!tag.contains(" style=") && !tag.contains(" on"), "{tag}");
            assert!(
                !tag.starts_with("script") || tag == "script type=\"application/json\" id=\"Program\"",
                "{tag}"
            );
        }
        assert!(
            !html.contains("http://") && !html.contains("https://"),
            "nothing comes from elsewhere"
        );
        assert!(html.contains("base-uri &#39;none&#39;"));
    }
}

#[test]
fn the_policy_names_the_hashes_of_style_sheet_and_script() {
    let html = page(&small(), "en");
    let script = html
        .split_once("<script>")
        .unwrap()
        .1
        .split_once("</script>")
        .unwrap()
        .0;
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let expected = crate::site::content_policy(style, Some(script), Some(&FormSettings::same_site(&small()).endpoint));
    assert!(html.contains(&format!("content=\"{}\"", expected.replace('\'', "&#39;"))));
    assert!(style.len() > 2000 && !style.contains('\n'));
}

#[test]
fn a_question_with_a_condition_says_whom_it_is_for_and_is_not_demanded() {
    let made = every_kind();
    let settings = FormSettings::same_site(&made);
    let view = |tag: &str| FormView::new(&made, &lang(tag), &settings).parts[1].questions[1].clone();
    assert_eq!(
        words(&view("zh").condition.unwrap()),
        "若「5. 您向朋友或同事推荐我们的可能性有多大？」的回答不高于 6，请回答本题，否则请跳过。"
    );
    assert_eq!(
        words(&view("en").condition.unwrap()),
        "Answer only if your answer to “5. How likely are you to recommend us to a friend…” is 6 or lower."
    );
    assert!(view("en").need.is_some() && !view("en").required);
    let html = page(&made, "en");
    let [box_there, rating] = ["<textarea", "name=\"recommend\" value=\"0\""]
        .map(|start| html.split_once(start).unwrap().1.split_once('>').unwrap().0);
    assert!(!box_there.contains("required") && rating.contains("required"));
}

#[test]
fn required_is_demanded_once_a_group_and_never_of_a_tick_box() {
    let mut made = every_kind();
    for page in &mut made.pages {
        for question in &mut page.questions {
            question.required = true;
        }
    }
    let html = page(&made, "en");
    let demanded: Vec<&str> = tags(&html)
        .into_iter()
        .filter(|tag| tag.contains(" required"))
        .filter_map(|tag| attribute(tag, "name"))
        .collect();
    let expected = [
        "overall",
        "service.speed",
        "service.attitude",
        "service.solved",
        "channel",
        "recommend",
        "effort",
        "orders",
        "visited",
        "name",
    ];
    assert_eq!(demanded, expected);
}

#[test]
fn what_is_sent_is_ids_and_the_definition_that_asked() {
    let html = page(&every_kind(), "zh");
    for field in [
        r#"<input type="hidden" name="survey" value="after-sales">"#,
        r#"<input type="hidden" name="definition" value="3f2a91c07be45d1888a0c2e6f4b9d73a5c6e8f1029b4d7a1c3e5f70819a2b4c6">"#,
        r#"<input type="hidden" name="language" value="zh">"#,
        r#"<input type="hidden" name="region" value="">"#,
        r#"name="service.speed" value="not_applicable""#,
        r#"type="checkbox" name="problems" value="broken""#,
        r#"name="channel.other""#,
        r#"<form action="/s/after-sales" method="post">"#,
    ] {
        assert!(html.contains(field), "{field}");
    }
}

#[test]
fn hints_say_what_a_script_would_check() {
    let made = every_kind();
    let view = FormView::new(&made, &lang("en"), &FormSettings::same_site(&made));
    let hints = |part: usize, question: usize| -> Vec<String> {
        view.parts[part].questions[question]
            .hints
            .iter()
            .map(|hint| hint.as_str().to_owned())
            .collect()
    };
    assert_eq!(
        hints(0, 3),
        [
            "Choose up to 2.",
            "“None of these” cannot be combined with other answers."
        ]
    );
    assert_eq!(hints(1, 1), ["Up to 500 characters."]);
    assert_eq!(hints(2, 1), ["A whole number from 0 to 200."]);
    assert_eq!(view.parts[1].progress.as_deref(), Some("Part 2 of 3"));
    assert_eq!(view.facts[0], "10 questions, about 2 minutes.");
}

#[test]
fn a_right_to_left_language_turns_the_page() {
    let mut made = small();
    made.languages.push(lang("ar"));
    assert!(page(&made, "ar").contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(page(&made, "zh").contains("<a href=\"cafe.ar.html\" lang=\"ar\" hreflang=\"ar\">العربية</a>"));
}

const PAYLOADS: [&str; 42] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "'><img src=x onerror=alert(1)>",
    "\" onfocus=alert(1) autofocus=\"",
    "' onfocus=alert(1) autofocus='",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</legend></fieldset></form><form action=//evil.example>",
    "<svg onload=alert(1)>",
    "<svg><style>*{}</style></svg>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](<javascript:alert(1)>)",
    "[x](https://a.example\" onclick=\"alert(1))",
    "[x](https://a.example 'a\" onclick=\"b')",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/a.png)",
    "![\" onerror=\"alert(1)](a.png)",
    "![x](a.png \"t\\\" onerror=\\\"alert(1)\")",
    "<javascript:alert(1)>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml?><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;<script>",
    "{{ view.title }}{% raw %}<script>",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "| <script> |\n|---|\n| <script>alert(1)</script> |",
    "\u{fdd0}0\u{fdd1}<script>alert(1)</script>",
    "\0<scr\0ipt>alert(1)</scr\0ipt>",
];

/// A survey with the same text in every place that takes one.
fn all_of(text: &str) -> Survey {
    let texts = || Texts::same(text);
    let mut list = options(&[("none", text, text), ("other", text, text)]);
    list.missing = vec![crate::model::MissingOption {
        kind: Missing::Refused,
        text: texts(),
        value: None,
    }];
    let list = Arc::new(list);
    let mut points = (*scale("satisfaction5", &[Missing::DontKnow])).clone();
    points.list.options.iter_mut().for_each(|point| point.text = texts());
    points.list.missing[0].text = texts();
    let ends = Arc::new(crate::model::Scale {
        ends_only: true,
        ..points.clone()
    });
    let rows = vec![MatrixRow {
        id: Id::new("row"),
        text: texts(),
        touchpoint: None,
    }];
    let kinds = [
        Kind::Note,
        Kind::Choice {
            list: Arc::clone(&list),
        },
        Kind::Multiple {
            list,
            min: Some(1),
            max: Some(2),
        },
        Kind::Rating {
            scale: Arc::new(points),
        },
        Kind::Rating {
            scale: Arc::clone(&ends),
        },
        Kind::Matrix { scale: ends, rows },
        Kind::Number {
            min: None,
            max: None,
            whole: false,
            unit: texts(),
        },
        Kind::Text {
            long: false,
            max_length: None,
        },
        Kind::Text {
            long: true,
            max_length: None,
        },
        Kind::Date,
    ];
    let made = |(at, kind): (usize, Kind)| Question {
        hint: texts(),
        valid_message: texts(),
        ..question(&format!("q{at}"), kind, text, text)
    };
    let questions = kinds.into_iter().enumerate().map(made).collect();
    let mut survey = survey(
        "all",
        texts(),
        vec![
            (texts(), questions),
            (texts(), vec![question("last", Kind::Date, text, text)]),
        ],
        &[],
    );
    let chosen = condition(&survey, r#"q1 = "other" and q2 has "none""#);
    survey.pages[1].questions[0].show_if = Some(Arc::clone(&chosen));
    survey.pages[1].questions[0].require_if = Some(chosen);
    survey.intro = texts();
    survey.privacy.notice = texts();
    survey.thanks = texts();
    survey
}

#[test]
fn no_text_breaks_out_of_its_place() {
    let shape = |html: &str| {
        tags(html)
            .iter()
            .map(|tag| tag.split([' ', '\n']).next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let templates = Templates::built_in();
    let settings = FormSettings {
        help: Some("\"><script>".into()),
        ..FormSettings::same_site(&small())
    };
    let known: BTreeSet<String> = shape(&without_script(
        &form_page(&every_kind(), &lang("en"), &settings, &templates).unwrap(),
    ))
    .into_iter()
    .collect();
    // What Markdown may add.
    let markdown = [
        "em", "/em", "code", "/code", "pre", "/pre", "table", "/table", "tbody", "th", "td", "br", "img",
    ]
    .map(str::to_owned);
    for payload in PAYLOADS {
        let made = all_of(payload);
        for html in [
            form_page(&made, &lang("en"), &settings, &templates).unwrap(),
            thanks_page(&made, &lang("zh"), None, &templates).unwrap(),
        ] {
            let html = if html.contains("<script>") {
                without_script(&html)
            } else {
                html
            };
            let head = html.split_once("<style>").unwrap().0;
            assert_eq!(head.matches("<title>").count(), 1);
            // The one there may be holds data.
            let scripts = html.matches("<script").count();
            let data = html
                .matches("<script type=\"application/json\" id=\"Program\">")
                .count();
            assert!(scripts == data && data <= 1 && !head.contains("<img"), "{payload}");
            assert!(
                html.matches("<form").count() <= 1
                    && html.matches("<meta").count() == 6
                    && html.matches("<style").count() == 1,
                "{payload}"
            );
            for tag in tags(&html) {
                let name = tag.split([' ', '\n']).next().unwrap_or_default().to_owned();
                assert!(
                    known.contains(&name) || markdown.contains(&name),
                    "<{tag}> from {payload}"
                );
                let outside_quotes: String = tag.split('"').step_by(2).collect();
                assert!(
                    !outside_quotes.contains(" on")
                        && !outside_quotes.contains(" style")
                        && !outside_quotes.contains(" autofocus"),
                    "<{tag}> from {payload}"
                );
                for address in [attribute(tag, "href"), attribute(tag, "src"), attribute(tag, "action")]
                    .into_iter()
                    .flatten()
                {
                    let lower = address.to_ascii_lowercase();
                    assert!(
                        !lower.contains("script:") && !lower.starts_with("data:text"),
                        "<{tag}> from {payload}"
                    );
                }
                assert!(!tag.starts_with("img") || !tag.contains("//"), "<{tag}> from {payload}");
            }
        }
    }
}
