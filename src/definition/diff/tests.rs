//! The edit matrix: one change a case, what it is called, how far it reaches, and which measures it touches.

use super::Aspect;
use super::Difference;
use super::Impact;
use super::diff;
use crate::diagnostic::Source;
use crate::model::Survey;
use std::sync::Arc;

const SURVEY: &str = "\
id: cafe
title: A cafe
languages: [en, zh]
hidden:
  - id: region
    options: [east, west]
scales:
  - id: liking
    better: high
    points: [{id: bad, text: bad}, {id: fair, text: fair}, {id: good, text: good}]
pages:
  - id: visit
    questions:
      - id: came
        kind: choice
        text: {en: Were you here before, zh: 您来过吗}
        options: [{id: \"yes\", text: Yes}, {id: \"no\", text: No}, {id: unsure, text: Not sure}]
      - id: overall
        kind: rating
        scale: liking
        text: {en: All in all, zh: 总体如何}
      - id: service
        kind: matrix
        scale: liking
        text: {en: And this, zh: 各项如何}
        rows:
          - {id: speed, text: {en: Speed, zh: 速度}}
          - {id: staff, text: {en: Staff, zh: 店员}}
      - id: why
        kind: text
        text: {en: Why, zh: 原因}
measures:
  - {id: good, kind: top_box, of: overall, top: 1}
  - {id: fresh, kind: share, of: came, options: [\"no\"]}
index:
  id: csi
  title: Index
  parts:
    - {id: people, weight: 0.5, of: [service.staff]}
    - {id: process, weight: 0.5, of: [service.speed]}
";

fn read(text: &str) -> Survey {
    let source = Arc::new(Source {
        name: "cafe.yaml".to_owned(),
        text: text.to_owned(),
    });
    let (survey, problems) = crate::definition::read(&source);
    survey.unwrap_or_else(|| panic!("{problems:?}\n{text}"))
}

fn edited(old: &str, new: &str) -> String {
    assert!(SURVEY.contains(old), "{old}");
    SURVEY.replace(old, new)
}

fn changes(old: &str, new: &str) -> Difference {
    let (before, after) = (read(SURVEY), read(&edited(old, new)));
    diff(&before, &after, &after)
}

fn told(difference: &Difference) -> Vec<(String, Aspect, Impact, String)> {
    let told = difference.changes.iter().map(|change| {
        let touches: Vec<&str> = change.touches.iter().map(crate::model::Id::as_str).collect();
        (change.id.to_string(), change.aspect, change.impact, touches.join(" "))
    });
    told.collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list of edits")]
fn every_edit_has_its_name_its_reach_and_the_measures_it_touches() {
    use Aspect as A;
    use Impact::{Breaking, Compatible, Footnote};
    let cases: &[(&str, &str, &str, A, Impact, &str)] = &[
        (
            "en: All in all,",
            "en: How was it,",
            "overall",
            A::Wording,
            Footnote,
            "good",
        ),
        (
            "zh: 总体如何",
            "zh: 总的来说怎样",
            "overall",
            A::Wording,
            Footnote,
            "good",
        ),
        (
            "en: All in all,",
            "en: \"All in all:\",",
            "overall",
            A::Spelling,
            Compatible,
            "good",
        ),
        (
            "{id: fair, text: fair}",
            "{id: fair, text: so so}",
            "overall",
            A::Label,
            Footnote,
            "good",
        ),
        ("{id: fair, text: fair}, ", "", "overall", A::Scale, Breaking, "good"),
        ("better: high", "better: low", "overall", A::Direction, Breaking, "good"),
        (
            ", {id: unsure, text: Not sure}]",
            "]",
            "came",
            A::OptionRemoved,
            Breaking,
            "fresh",
        ),
        (
            "text: Not sure}]",
            "text: Not sure}, {id: never, text: Never}]",
            "came",
            A::OptionAdded,
            Footnote,
            "fresh",
        ),
        (
            "{id: unsure, text: Not sure}",
            "{id: unsure, value: 7, text: Not sure}",
            "came",
            A::OptionValue,
            Breaking,
            "fresh",
        ),
        (
            "{id: unsure, text: Not sure}",
            "{id: perhaps, text: Not sure}",
            "came",
            A::OptionRenamed,
            Footnote,
            "fresh",
        ),
        (
            "{id: unsure, text: Not sure}",
            "{id: never, text: Never}",
            "came",
            A::OptionRenamed,
            Breaking,
            "fresh",
        ),
        (
            "{id: staff, text: {en: Staff, zh: 店员}}",
            "{id: staff, text: {en: Cleaners, zh: 店员}}",
            "service.staff",
            A::Wording,
            Footnote,
            "csi people",
        ),
        (
            "        scale: liking\n        text: {en: All",
            "        scale: liking\n        required: true\n        text: {en: All",
            "overall",
            A::Required,
            Footnote,
            "good",
        ),
        (
            "        scale: liking\n        text: {en: All",
            "        scale: liking\n        show_if: came = \"yes\"\n        text: {en: All",
            "overall",
            A::Routing,
            Breaking,
            "good",
        ),
        (
            "        kind: text\n",
            "        kind: number\n",
            "why",
            A::Kind,
            Breaking,
            "",
        ),
        ("top: 1", "top: 2", "good", A::Counted, Breaking, "good"),
        (
            "kind: top_box, of: overall, top: 1",
            "kind: mean, of: overall",
            "good",
            A::Counted,
            Breaking,
            "good",
        ),
        (
            "options: [\"no\"]}",
            "options: [\"no\"], where: region = \"east\"}",
            "fresh",
            A::Filter,
            Breaking,
            "fresh",
        ),
        ("title: A cafe", "title: Our cafe", "cafe", A::Texts, Compatible, ""),
        (
            "      - id: why\n        kind: text\n        text: {en: Why, zh: 原因}\n",
            "",
            "why",
            A::Removed,
            Breaking,
            "",
        ),
        (
            "      - id: why\n",
            "      - id: new\n        kind: text\n        text: {en: New, zh: 新}\n      - id: why\n",
            "new",
            A::Added,
            Compatible,
            "",
        ),
    ];
    for (old, new, id, aspect, impact, touches) in cases {
        let found = told(&changes(old, new));
        // The scale is that of two questions: the case names the first.
        let first = found.first().unwrap_or_else(|| panic!("nothing: {old} → {new}"));
        assert_eq!(
            first,
            &((*id).to_owned(), *aspect, *impact, (*touches).to_owned()),
            "{old} → {new}\n{found:?}"
        );
    }
}

#[test]
fn a_question_put_first_is_the_one_that_moved() {
    let why = "      - id: why\n        kind: text\n        text: {en: Why, zh: 原因}\n";
    let text = SURVEY
        .replace(why, "")
        .replace("      - id: came\n", &format!("{why}      - id: came\n"));
    let (before, after) = (read(SURVEY), read(&text));
    assert_eq!(
        told(&diff(&before, &after, &after)),
        [("why".to_owned(), Aspect::Moved, Impact::Footnote, String::new())]
    );
}

#[test]
fn weights_of_an_index_touch_it_and_what_stands_above() {
    let text = SURVEY.replace("weight: 0.5, of: [service.staff]", "weight: 0.6, of: [service.staff]");
    let text = text.replace("weight: 0.5, of: [service.speed]", "weight: 0.4, of: [service.speed]");
    let (before, after) = (read(SURVEY), read(&text));
    let found = diff(&before, &after, &after);
    assert_eq!(
        told(&found),
        [("csi".to_owned(), Aspect::Weights, Impact::Breaking, "csi".to_owned())]
    );
    assert_eq!(
        (found.changes[0].before.as_str(), found.changes[0].after.as_str()),
        (
            "people 0.5, process 0.5 [declared mean available]",
            "people 0.6, process 0.4 [declared mean available]"
        )
    );
}

#[test]
fn an_item_follows_into_the_index_and_not_beside_it() {
    let found = changes(
        "{id: staff, text: {en: Staff, zh: 店员}}",
        "{id: staff, text: {en: Cleaners, zh: 店员}}",
    );
    for (measure, touched) in [("csi", true), ("people", true), ("process", false), ("good", false)] {
        let id = crate::model::Id::new(measure);
        assert_eq!(!found.of_measure(&id, None).is_empty(), touched, "{measure}");
    }
}

#[test]
fn a_reason_makes_a_break_a_footnote_once() {
    let because = "better: high\n    points: [{id: bad, text: bad}, {id: good, text: good}]";
    let text = SURVEY.replace(
        "better: high\n    points: [{id: bad, text: bad}, {id: fair, text: fair}, {id: good, text: good}]",
        because,
    );
    let said = text.replace(
        "      - id: overall\n",
        "      - id: overall\n        comparable: true\n        comparable_because: Tested side by side.\n",
    );
    let (old, new) = (read(SURVEY), read(&said));
    let good = crate::model::Id::new("good");
    let found = diff(&old, &new, &new);
    let weights: Vec<Impact> = found
        .of_measure(&good, None)
        .iter()
        .map(|(_, weight)| *weight)
        .collect();
    assert_eq!(weights, [Impact::Footnote]);
    // The battery stands on the same scale and says nothing.
    assert_eq!(found.impact(), Impact::Breaking);
    // The reason was given for that change: the next one needs its own.
    let next = read(
        &said
            .replace("en: All in all,", "en: How was it,")
            .replace("better: high", "better: low"),
    );
    let found = diff(&new, &next, &next);
    assert!(
        found
            .of_measure(&good, None)
            .iter()
            .any(|(_, weight)| *weight == Impact::Breaking)
    );
    assert!(
        found
            .of_measure(&good, Some("a reason for the measure"))
            .iter()
            .all(|(_, weight)| *weight == Impact::Footnote)
    );
}

#[test]
fn the_same_text_has_no_difference_and_an_unseen_change_is_named() {
    let survey = read(SURVEY);
    assert_eq!(diff(&survey, &survey, &survey).changes, []);
    let found = changes("measures:\n", "report: {alpha: 0.01}\nmeasures:\n");
    assert_eq!(
        told(&found),
        [("cafe".to_owned(), Aspect::Settings, Impact::Compatible, String::new())]
    );
}
