//! Documents: what they may call, what is said when a name does not exist, and odd surveys.

use super::fixture::FULL;
use super::fixture::PLAIN;
use super::fixture::Row;
use super::fixture::default_report;
use super::fixture::input;
use super::fixture::row;
use super::fixture::rows;
use super::fixture::source;
use super::fixture::survey;
use super::fixture::written;
use crate::diagnostic::Problem;
use crate::diagnostic::Tongue;
use crate::model::Calendar;
use crate::report;
use crate::report::Document;
use std::sync::Arc;

/// Satisfied 160 of 200, then 130 of 200.
fn two_waves() -> Vec<Row> {
    let mut all = rows("2026Q1", 4, 0, 160);
    all.extend(rows("2026Q1", 1, 1, 40));
    all.extend(rows("2026Q2", 4, 0, 130));
    all.extend(rows("2026Q2", 1, 1, 70));
    all
}

fn body(document: &str) -> String {
    let made = written(&two_waves(), document);
    assert_eq!(made.problems, []);
    let html = made.html.unwrap();
    let (_, main) = html.split_once("<main id=\"Main\">").unwrap();
    main.split_once("</main>").unwrap().0.trim().to_owned()
}

fn complaints(document: &str) -> Vec<Problem> {
    let made = written(&two_waves(), document);
    assert_eq!(made.html, None);
    made.problems
}

#[test]
fn numbers_stand_in_sentences_and_can_be_asked() {
    assert_eq!(
        body("{{ score(\"csat\") }} in {{ wave_name }}"),
        "<p>65.0% in Q2 2026</p>"
    );
    // Newcombe's interval by hand: from the Wilson intervals of 130 and 160 of 200.
    assert_eq!(body("{{ change(\"csat\") }}"), "<p>▼ −15.0 (−23.4 to −6.3)</p>");
    let asked = "{% if change(\"csat\").verdict == \"fell\" %}It fell{% else %}It did not{% endif %}, n = {{ score(\"csat\").base }}.";
    assert_eq!(body(asked), "<p>It fell, n = 200.</p>");
    assert_eq!(
        body("{{ verdict(\"csat\") }}"),
        "<p><span class=\"verdict bad\">▼ fell</span></p>"
    );
    assert_eq!(body("{{ score(\"csat\", region=\"north\") }}"), "<p>0.0%</p>");
    assert_eq!(
        body("{% for m in measures() %}{{ m }};{% endfor %}"),
        "<p>Satisfaction;Net promoter score;Index;</p>"
    );
}

#[test]
fn headings_say_the_finding() {
    let html = body("## {{ heading(\"change\") }}\n\ntext");
    assert!(html.starts_with("<h2 id=\""), "{html}");
    assert!(html.contains("3 headline figures fell"), "{html}");
}

#[test]
fn every_name_that_does_not_exist_is_named_with_its_place() {
    let problems = complaints(
        "a {{ score(\"cast\") }}\n\n{% if wave == \"x\" %}{{ chart(\"pie\", of=\"csat\") }}{% endif %}\n{{ table(\"servise\") }}",
    );
    let told: Vec<(&str, &str, &str, usize)> = problems
        .iter()
        .map(|p| {
            (
                p.rule.code,
                p.says.en.as_str(),
                p.help.en.as_str(),
                p.place.line_column().unwrap().0,
            )
        })
        .collect();
    let expected = [
        ("MY502", "`cast` is no measure", "did you mean `csat`?", 1),
        (
            "MY502",
            "`pie` is no chart",
            "write one of `trend`, `dots`, `diverging`, `tree`, `waterfall`, `nps`, `drivers`, `quadrant`, `heat`, `multiples`, `sparktable`, `sparkline`, `histogram`, `icicle`, `control`, `funnel`, `pareto`, `journey`, `kano`, `boxes`",
            3,
        ),
        (
            "MY502",
            "`servise` is no question with options",
            "did you mean `service`?",
            4,
        ),
    ];
    assert_eq!(told, expected);
    assert_eq!(problems[0].help.zh, "您是不是想写 `csat`？");
    assert_eq!(problems[0].place.line_column(), Some((1, 6)));
}

#[test]
fn other_mistakes_are_told_too() {
    let first = |document: &str| complaints(document).remove(0).says.en;
    assert_eq!(
        first("{{ score(\"csat\", region=\"south\") }}"),
        "`south` is no level of `region`"
    );
    assert_eq!(
        first("{{ score(\"csat\", channel=\"app\") }}"),
        "`channel` is no segment"
    );
    assert_eq!(first("{{ findings(top=\"x\") }}"), "`top` is not a whole number from 1");
    assert_eq!(first("{{ chart(\"nps\", of=\"csat\") }}"), "`csat` is not an NPS");
    assert_eq!(
        first("{{ chart(\"dots\", of=\"csat\", per=\"region\") }}"),
        "`per` is no argument of this call"
    );
    assert_eq!(first("{{ battery(\"region\") }}"), "`region` is no rating");
    assert_eq!(first("{{ quotes(\"overall\") }}"), "`overall` is no open question");
    assert_eq!(first("{{ heading(\"because\") }}"), "`because` is no section");
    assert_eq!(
        first("{{ score(\"csat\", by=\"region\") }}"),
        "the `level` of `by` must be named here"
    );
    assert_eq!(
        first("{{ score(\"csat\", region=\"east\", by=\"region\", level=\"north\") }}"),
        "a figure is of one group"
    );
    assert_eq!(
        first("{{ score(\"csat\", \"nps\") }}"),
        "`score` takes 1 arguments by position"
    );
    assert_eq!(
        first("{{ score(\"csat\", wave=\"2020Q1\") }}"),
        "`2020Q1` is no wave with answers"
    );
    assert_eq!(complaints("{{ scores() }}").len(), 1);
    assert_eq!(complaints("{{ nobody }}")[0].place.line_column().unwrap().0, 1);
}

#[test]
fn what_is_never_run_is_checked_too() {
    let told: Vec<(String, usize)> = complaints(
        "{% if wave == \"x\" %}\n{{ scoer(\"csat\") }}\n{{ organization }}\n{{ wave | uper }}\n{% for m in measures() %}\n\
         {{ chart(\"trnd\", of=m.id) }} {{ m.titel }}\n{% endfor %}\n{% endif %}\n\
         {% if change(\"csat\").verdict == \"feld\" %}{{ score(\"csat\").vlaue }}{% endif %}\n{% if wave is defind %}{% endif %}",
    )
    .into_iter()
    .map(|problem| (problem.says.en.clone(), problem.place.line_column().unwrap().0))
    .collect();
    let told: Vec<(&str, usize)> = told.iter().map(|(says, line)| (says.as_str(), *line)).collect();
    assert_eq!(
        told,
        [
            ("`scoer` is no function", 2),
            ("`organization` is no name a document knows", 3),
            ("`uper` is no filter", 4),
            ("`trnd` is no chart", 6),
            ("`titel` is no field of this answer", 6),
            ("`feld` is no verdict", 9),
            ("`vlaue` is no field of this answer", 9),
            ("`defind` is no test", 10),
        ]
    );
}

#[test]
fn the_shipped_documents_fit_any_survey() {
    for one in report::SHIPPED {
        for tongue in [Tongue::Zh, Tongue::En] {
            let document = report::shipped(one.name, tongue).unwrap();
            assert_eq!(document.title.is_none(), one.name == "management", "{}", one.name);
            for yaml in [FULL, PLAIN] {
                let survey = survey(yaml);
                let problems = report::check(&survey, &Calendar::quarterly_utc(), &document);
                assert_eq!(problems, [], "{}", one.name);
                for answers in [two_waves(), rows("2026Q1", 3, 0, 12), Vec::new()] {
                    let mut input = input(&survey, &answers, &document.source.text, tongue.pick("en", "zh"));
                    input.document = Arc::clone(&document);
                    let made = report::report(&input);
                    assert_eq!(made.problems, [], "{}", one.name);
                    assert!(made.html.unwrap().len() < 500_000);
                    let text = report::markdown(&input).text.unwrap();
                    assert!(
                        !text.contains("<svg") && !text.contains("<p") && !text.contains("NaN"),
                        "{text}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_summary_is_markdown_that_chat_and_mail_take() {
    let survey = survey(FULL);
    let document = report::shipped("summary", Tongue::En).unwrap();
    let mut input = input(&survey, &two_waves(), &document.source.text, "en");
    input.document = document;
    let text = report::markdown(&input).text.unwrap();
    // Satisfied 130 of 200 against 160 of 200: -15 points, by hand as above.
    assert!(
        text.starts_with("# Summary\n\nIn Q2 2026, 200 people answered."),
        "{text}"
    );
    assert!(text.contains("- **Satisfaction**: 65"), "{text}");
    assert!(text.contains("\n## The main findings\n\n- ▼ "), "{text}");
    assert!(text.contains("\n1. **"), "{text}");
}

#[test]
fn a_public_document_shows_no_small_base_quotes_nobody_and_names_no_file() {
    let head = "---\naudience: public\n---\n";
    let document = |text: &str| Arc::new(Document::read(&source(text), "p.en").0);
    let survey = survey(FULL);
    let mut few = rows("2026Q1", 4, 0, 20);
    few.extend(rows("2026Q1", 4, 1, 60));
    let with = |text: &str| {
        let mut input = input(&survey, &few, text, "en");
        input.document = document(text);
        report::report(&input)
    };
    let call = "{{ score(\"csat\", region=\"east\") }}";
    assert!(with(call).html.unwrap().contains("<p>100.0%</p>"));
    assert!(with(&format!("{head}{call}")).html.unwrap().contains("<p>·</p>"));
    let quoted = with(&format!("{head}{{{{ quotes(\"reason\") }}}}"));
    assert_eq!(quoted.html, None);
    assert!(
        quoted.problems[0]
            .says
            .en
            .starts_with("a public document quotes nobody")
    );
    assert_eq!(quoted.problems[0].place.line_column(), Some((4, 4)));
}

#[test]
fn groups_and_waves_can_be_looped_over() {
    let each = "{% for s in segments() %}{% for l in levels(s.id) %}{{ l }} {{ score(\"csat\", by=s.id, level=l.id) }};{% endfor %}{% endfor %}";
    let html = body(each);
    assert!(html.contains(" 100.0%;") && html.contains(" 0.0%;"), "{html}");
    assert_eq!(
        body("{% for w in waves() %}{{ w }}: {{ score(\"csat\", wave=w.id) }}; {% endfor %}"),
        "<p>Q1 2026: 80.0%; Q2 2026: 65.0%;</p>"
    );
}

#[test]
fn every_call_of_the_documentation_gives_something() {
    for call in [
        "headline()",
        "cards()",
        "cards(\"nps\")",
        "lead()",
        "findings(top=3)",
        "priorities()",
        "quality()",
        "methods()",
        "table(\"standing\")",
        "table(\"groups\")",
        "table(\"changes\", by=\"region\")",
        "table(\"csat\", by=\"region\")",
        "table(\"service\")",
        "table(\"service\", by=\"region\")",
        "table(\"region\")",
        "battery(\"service\")",
        "battery(\"recommend\")",
        "chart(\"trend\", of=\"nps\")",
        "chart(\"trend\", of=\"csat\", by=\"region\")",
        "chart(\"dots\", of=\"csat\", by=\"region\")",
        "chart(\"diverging\", of=\"service\")",
        "chart(\"tree\", of=\"csi\")",
        "chart(\"waterfall\")",
        "chart(\"nps\", of=\"nps\")",
        "sentence(\"csat\")",
        "change(\"csat\", since=\"rest\", region=\"east\")",
        "quotes(\"reason\", top=6)",
    ] {
        let html = body(&format!("{{{{ {call} }}}}"));
        assert!(html.len() > 20, "{call}: {html}");
    }
}

#[test]
fn values_from_outside_are_text() {
    let html = body("{{ organisation }}");
    assert_eq!(html, "<p>Test &amp; Co</p>");
}

#[test]
fn the_default_documents_fit_any_survey() {
    let one_wave = || rows("2026Q1", 3, 0, 50);
    let few = || rows("2026Q1", 3, 0, 4);
    let nobody_rated = || {
        vec![Row {
            wave: "2026Q1",
            options: Vec::new(),
            words: Vec::new(),
        }]
    };
    for tag in ["zh", "en"] {
        for yaml in [FULL, PLAIN] {
            for answers in [
                two_waves(),
                one_wave(),
                few(),
                nobody_rated(),
                vec![row("2026Q1", 3, 0)],
                Vec::new(),
            ] {
                let made = default_report(yaml, &answers, tag);
                assert_eq!(made.problems, [], "{tag}");
                let html = made.html.unwrap();
                assert!(!html.contains("NaN") && !html.contains("inf%"), "{tag}");
                assert_eq!(html.matches("<script").count(), 1, "{tag}");
                assert!(html.len() < 500_000);
            }
        }
    }
}

#[test]
fn without_answers_the_page_says_so_and_what_to_do() {
    let html = default_report(FULL, &[], "en").html.unwrap();
    assert!(html.contains("Nobody has answered yet") && html.contains("manyi run"));
    let html = default_report(FULL, &[], "zh").html.unwrap();
    assert!(html.contains("目前还没有收到任何答卷"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, two) = (
        default_report(FULL, &two_waves(), "zh"),
        default_report(FULL, &two_waves(), "zh"),
    );
    assert_eq!(one, two);
}

#[test]
fn the_first_screen_stands_before_the_contents() {
    let html = default_report(FULL, &two_waves(), "en").html.unwrap();
    let at = |what: &str| html.find(what).unwrap_or_else(|| panic!("{what}"));
    assert!(at("class=\"cards\"") < at("class=\"contents\"") && at("class=\"lead\"") < at("class=\"contents\""));
    assert!(at("class=\"contents\"") < at("<main"));
    assert!(html.contains("Satisfaction fell by 15.0 percentage points to 65.0% since Q1 2026."));
}

#[test]
fn every_chart_stands_in_a_document_with_its_sentence_and_table_and_hides_what_is_hidden() {
    let calls = [
        "chart(\"heat\", by=\"region\")",
        "chart(\"multiples\", measure=\"csat\", by=\"region\")",
        "chart(\"sparktable\", of=\"csat, nps\")",
        "chart(\"sparkline\", \"csat\")",
        "chart(\"histogram\", of=\"overall\")",
        "chart(\"icicle\")",
        "chart(\"control\", measure=\"nps\")",
        "chart(\"funnel\", of=\"csat\", by=\"region\")",
        "chart(\"pareto\", of=\"overall\")",
        "chart(\"journey\", of=\"mood, work\")",
        "chart(\"boxes\", of=\"overall\")",
        "chart(\"boxes\", \"recommend\", by=\"region\")",
    ];
    for call in calls {
        let html = body(&format!("{{{{ {call} }}}}"));
        let figures = html.matches("<figure").count();
        assert!(figures == 1 && html.contains("<details"), "{call}: {html}");
    }
    // Each segment in a loop.
    let looped = "{% for one in segments() %}{{ chart(\"heat\", by=one.id) }}{% endfor %}";
    assert_eq!(body(looped).matches("<figure").count(), 1);
    // Of the west there are three, and north, who protect them, are 37.
    let mut few = rows("2026Q2", 4, 0, 61);
    few.extend(rows("2026Q2", 4, 1, 37));
    few.extend(rows("2026Q2", 3, 2, 3));
    let made = written(
        &few,
        "{{ chart(\"dots\", measure=\"csat\") }}{{ chart(\"heat\") }}{{ chart(\"funnel\", of=\"csat\") }}",
    );
    assert_eq!(made.problems, []);
    let html = made.html.unwrap();
    assert!(
        html.contains("n = 61") && !html.contains("n = 37") && !html.contains("n = 3<"),
        "{html}"
    );
}

#[test]
fn a_chart_says_what_it_cannot_be_of() {
    let told = |call: &str| {
        let found = complaints(&format!("{{{{ {call} }}}}"));
        (found[0].says.en.clone(), found[0].help.en.clone())
    };
    assert_eq!(told("chart(\"haet\")").1, "did you mean `heat`?");
    assert_eq!(told("chart(\"multiples\", measure=\"cast\")").1, "did you mean `csat`?");
    assert_eq!(told("chart(\"heat\", of=\"csat, npx\")").0, "`npx` is no measure");
    assert_eq!(
        told("chart(\"histogram\", of=\"reason\")").0,
        "`reason` is no question with options"
    );
    assert_eq!(
        told("chart(\"kano\", of=\"service\")"),
        (
            "`service` is no Kano question".to_owned(),
            "there is none in this survey".to_owned()
        )
    );
    assert_eq!(told("chart(\"boxes\")").0, "a rating or number must be named here");
    assert_eq!(told("chart(\"boxes\", of=\"overal\")").1, "did you mean `overall`?");
    assert_eq!(told("chart(\"boxes\", of=\"csi\")").0, "`csi` is no rating or number");
    assert_eq!(
        told("chart(\"boxes\", of=\"overall\", by=\"regio\")").1,
        "did you mean `region`?"
    );
    assert_eq!(
        told("chart(\"pareto\", of=\"overall\", by=\"region\")").0,
        "`pareto` shows everybody, not the groups of a segment"
    );
}
