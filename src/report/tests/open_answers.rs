//! Open answers: text whatever they hold, masked, and only from enough people.

use super::fixture::FULL;
use super::fixture::Row;
use super::fixture::default_report;
use super::fixture::input;
use super::fixture::row;
use super::fixture::survey;
use super::fixture::written;
use crate::report;
use crate::report::Verbatims;

fn wrote(words: &[&str]) -> Vec<Row> {
    let said = |words: &&str| Row {
        words: vec![("reason", (*words).to_owned())],
        ..row("2026Q1", 1, 0)
    };
    words.iter().map(said).collect()
}

const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script> is what I got",
    "# a heading\n\n| a | table |\n|---|---|",
    "{{ score(\"csat\") }} and {% if true %}more{% endif %}",
    "\u{fdd0}0\u{fdd1} forged token",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "\"><img src=x onerror=alert(1)>",
    "</blockquote></main></body> the end",
    "please call 138 1234 5678 or mail me@mail.example.com",
    "**bold** and `code` and <!-- comment -->",
    "=HYPERLINK(\"http://evil.example\") looks like a formula",
    "\u{202e}right to left override, then more words",
    "ordinary words, at last",
];

#[test]
fn an_answer_cannot_act_as_markup() {
    let html = written(&wrote(&HOSTILE), "{{ quotes(\"reason\", top=20) }}")
        .html
        .unwrap();
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; is what I got"));
    assert!(
        html.contains("{{ score(&quot;csat&quot;) }}"),
        "braces stay as they are written"
    );
    // The page's own script stands at its end, behind all words.
    let html = html.rsplit_once("<script>").unwrap().0;
    for needle in [
        "<script",
        "<img",
        "javascript:alert(1)\"",
        "href=\"https://evil",
        "src=\"https://evil",
        "<!-- comment",
    ] {
        assert!(!html.contains(needle), "{needle}");
    }
    assert_eq!(html.matches("</blockquote>").count(), HOSTILE.len());
    assert!(html.contains("please call ▇▇▇ or mail ▇▇▇") && !html.contains("1234"));
}

#[test]
fn below_the_threshold_nothing_is_quoted() {
    let html = written(&wrote(&HOSTILE[..9]), "{{ quotes(\"reason\", top=20) }}")
        .html
        .unwrap();
    assert!(html.contains("fewer than 10 people wrote something") && !html.contains("<blockquote"));
    let json = written(&wrote(&HOSTILE), "{{ quotes(\"reason\") }}").json.to_string();
    assert!(!json.contains("ordinary words"), "open answers are for the page only");
}

#[test]
fn what_is_picked_does_not_depend_on_the_order_or_the_batches() {
    let many: Vec<String> = (0..200).map(|at| format!("comment number {at} of many")).collect();
    let words: Vec<&str> = many.iter().map(String::as_str).collect();
    let survey = survey(FULL);
    let all = input(&survey, &wrote(&words), "{{ quotes(\"reason\") }}", "en").verbatims;
    let mut parts = Verbatims::default();
    // The same ids in another batch: the second half keeps its numbers by a first half of other waves.
    let first = input(&survey, &wrote(&words[..100]), "{{ quotes(\"reason\") }}", "en").verbatims;
    parts.merge((*first).clone());
    let question = report::verbatims::quotable(&survey)[0];
    let wave = crate::model::WaveId::new("2026Q1");
    let (whole, part) = (all.pool(question, &wave).unwrap(), parts.pool(question, &wave).unwrap());
    assert_eq!((whole.answered, part.answered), (200, 100));
    let picked: Vec<&str> = whole.quotes(40).into_iter().map(|quote| quote.text.as_str()).collect();
    let of_first: Vec<&str> = part.quotes(40).into_iter().map(|quote| quote.text.as_str()).collect();
    let early = |text: &&&str| words[..100].contains(*text);
    let kept: Vec<&&str> = picked.iter().filter(early).collect();
    assert!(
        kept.iter().all(|text| of_first.contains(*text)),
        "a larger pool never brings in what a smaller one left out"
    );
    assert_eq!(picked.len(), 40);
}

#[test]
fn the_page_says_how_many_wrote_and_how_they_were_chosen() {
    let html = default_report(FULL, &wrote(&HOSTILE), "en").html.unwrap();
    assert!(html.contains("6 of 12 answers in Q1 2026, drawn by chance"));
    assert!(html.contains("gave 2 of 10"));
}
