//! Charts of features and of spread values: what they show of the answers, and what they never show.

use super::fixture::FULL;
use super::fixture::Row;
use super::fixture::input;
use super::fixture::row;
use super::fixture::rows;
use super::fixture::survey;
use super::fixture::written;
use crate::report;

/// The survey with two features asked for.
fn with_features() -> String {
    let asked = "      - id: wishes\n        kind: kano\n        text:\n          zh: 您有什么感觉？\n          en: How would you feel?\n        rows:\n          - id: tracking\n            text:\n              zh: 包裹跟踪\n              en: Parcel tracking\n          - id: gift\n            text:\n              zh: 礼品包装\n              en: Gift wrapping\n";
    FULL.replace("\nsegments: [region]", &format!("{asked}\nsegments: [region]"))
}

/// Someone who feels so with and without each feature, 0 "I like it" to 4 "I dislike it".
fn feeling(tracking: (u16, u16), gift: Option<(u16, u16)>) -> Row {
    let mut row = row("2026Q2", 4, 0);
    row.options.push(("wishes.tracking.with", tracking.0));
    row.options.push(("wishes.tracking.without", tracking.1));
    if let Some((with, without)) = gift {
        row.options.push(("wishes.gift.with", with));
        row.options.push(("wishes.gift.without", without));
    }
    row
}

fn page(rows: &[Row], document: &str, tag: &str) -> String {
    let survey = survey(&with_features());
    let made = report::report(&input(&survey, rows, document, tag));
    assert_eq!(made.problems, []);
    made.html.unwrap()
}

/// The cells of a table row that begins with `label`.
fn cells(html: &str, label: &str) -> Vec<String> {
    let table = &html[html.find("<tbody").unwrap()..html.find("</table>").unwrap()];
    let row = table
        .split("<tr")
        .find(|row| row.contains(&format!(">{label}<")))
        .unwrap_or_else(|| panic!("{label}: {table}"));
    let parts = row.split(['<']).filter_map(|part| part.split_once('>'));
    let texts = parts.map(|(_, text)| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

#[test]
fn a_map_of_features_has_their_category_and_coefficients() {
    // By hand: of 40 on tracking 24 like it and dislike its absence (O), 16 expect it and dislike its absence (M).
    let mut people: Vec<Row> = (0..24).map(|_| feeling((0, 4), Some((0, 2)))).collect();
    people.extend((0..16).map(|_| feeling((1, 4), None)));
    let html = page(&people, "{{ chart(\"kano\", of=\"wishes\") }}", "en");
    // Better 24/40 with Wilson's interval; Worse −40/40. 24 against 16 of 40 does not stand out: z = 8/√(40·40/80) = 1.79.
    assert_eq!(
        cells(&html, "Parcel tracking"),
        [
            "Parcel tracking",
            "Performance",
            "0.60",
            "0.45 to 0.74",
            "\u{2212}1.00",
            "\u{2212}1.00 to \u{2212}0.91",
            "n = 40"
        ]
    );
    // The gift attracts 24, too few for more than a hint.
    assert_eq!(cells(&html, "Gift wrapping")[1..3], ["Attractive", "1.00"]);
    assert!(html.contains("Performance: Parcel tracking; Attractive: Gift wrapping."));
    let chinese = page(&people, "{{ chart(\"kano\") }}", "zh");
    assert!(chinese.contains("期望：包裹跟踪；魅力：礼品包装。"), "{chinese}");
}

#[test]
fn a_feature_few_were_asked_about_is_hidden_and_one_that_divides_people_is_mixed() {
    let mut people: Vec<Row> = (0..20).map(|_| feeling((0, 4), None)).collect();
    people.extend((0..19).map(|_| feeling((1, 4), None)));
    people.extend((0..4).map(|_| feeling((2, 2), Some((0, 2)))));
    let html = page(&people, "{{ chart(\"kano\") }}", "en");
    assert_eq!(cells(&html, "Parcel tracking")[1], "Mixed, most often performance");
    assert_eq!(cells(&html, "Gift wrapping"), ["Gift wrapping", "·", "·"]);
    assert!(!html.contains("n = 4<"), "{html}");
}

#[test]
fn a_kano_question_is_needed_for_a_map() {
    let html = written(&rows("2026Q2", 4, 0, 40), "{{ chart(\"kano\") }}")
        .html
        .unwrap();
    assert!(html.contains("this survey has no Kano question") && !html.contains("<figure"));
}

#[test]
fn boxes_show_no_single_persons_answer() {
    // East: one answered 0 of 10, the others 10; the north is few; the west hidden, and east with it if it must.
    let mut people = rows("2026Q2", 4, 0, 59);
    people.extend(rows("2026Q2", 0, 0, 1));
    people.extend(rows("2026Q2", 3, 1, 40));
    people.extend(rows("2026Q2", 2, 2, 12));
    let html = written(&people, "{{ chart(\"boxes\", of=\"overall\", by=\"region\") }}")
        .html
        .unwrap();
    // The 1 of the one person is nowhere: the ends are those of the middle 80 %.
    let east = cells(&html, "East");
    assert_eq!(east[2..], ["5.00", "5.00", "5.00", "5.00", "5.00", "n = 60"], "{html}");
    // Twelve who all say the same: as many lie at every quantile.
    assert_eq!(
        cells(&html, "West")[1..],
        ["3.00", "3.00", "3.00", "3.00", "3.00", "3.00", "n = 12"]
    );
    assert!(html.contains("The smallest and the largest answer are not shown."));
}

#[test]
fn a_box_of_too_few_is_hidden_and_so_are_whiskers_that_tell_of_few() {
    // 16 in the north: four of them at each quarter, fewer than five. 24 in the east: six, but two at each end.
    let mut people = Vec::new();
    for at in 0..16 {
        people.extend(rows("2026Q2", at / 4, 1, 1));
    }
    for at in 0..60 {
        let point = match at {
            0 | 1 => 0,
            2..12 => 1,
            12..48 => 2,
            48..58 => 3,
            _ => 4,
        };
        people.extend(rows("2026Q2", point, 0, 1));
    }
    people.extend(rows("2026Q2", 4, 2, 3));
    let html = written(&people, "{{ chart(\"boxes\", of=\"overall\", by=\"region\") }}")
        .html
        .unwrap();
    assert_eq!(
        cells(&html, "East")[2..],
        ["2.00", "3.00", "3.00", "3.00", "4.00", "n = 60"]
    );
    // Of the west there are three; the north protects them and is not shown either.
    for hidden in ["North", "West"] {
        assert!(cells(&html, hidden)[1..].iter().all(|cell| cell == "·"), "{html}");
    }
    assert!(!html.contains("n = 16") && !html.contains("n = 3<"));
}

#[test]
fn boxes_of_everybody_stand_wave_by_wave() {
    let mut people = rows("2026Q1", 4, 0, 40);
    people.extend(rows("2026Q2", 3, 0, 40));
    let html = written(&people, "{{ chart(\"boxes\", of=\"recommend\") }}")
        .html
        .unwrap();
    assert_eq!(cells(&html, "2026Q1")[1], "10.00");
    assert!(html.contains("Would you recommend us?") && html.contains("2026Q2"));
}
