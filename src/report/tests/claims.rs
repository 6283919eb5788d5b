//! What headings and notes claim: no more than was tested, and more than the chart below them.

use super::fixture::FULL;
use super::fixture::default_report;
use super::fixture::row;
use super::fixture::rows;
use super::fixture::written;

/// The headings of the second level.
fn headings(html: &str) -> Vec<String> {
    let parts = html.split("<h2 ").skip(1);
    let text = |part: &str| {
        let (_, rest) = part.split_once('>').unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    parts.map(text).collect()
}

fn report(rows: &[super::fixture::Row], tag: &str) -> String {
    default_report(FULL, rows, tag).html.unwrap()
}

#[test]
fn a_first_wave_draws_no_course_and_says_that_nothing_could_be_compared() {
    let html = report(&rows("2026Q2", 3, 0, 12), "en");
    assert!(
        !headings(&html)
            .iter()
            .any(|heading| heading.contains("headline figures stand"))
    );
    assert!(!html.contains("as published earlier") && !html.contains("The axis runs from 40"));
    assert!(html.contains("Nothing could be compared yet"));
    assert!(headings(&html).contains(&"Too few answers to compare groups".to_owned()));
    let chinese = report(&rows("2026Q2", 3, 0, 12), "zh");
    assert!(chinese.contains("目前没有可作比较的内容") && chinese.contains("各组答卷过少，无法比较"));
}

#[test]
fn that_groups_do_not_differ_is_said_only_of_what_was_compared() {
    let mut people = rows("2026Q2", 3, 0, 60);
    people.extend(rows("2026Q2", 3, 1, 60));
    let html = report(&people, "en");
    let said = "No evidence that groups differ in the headline figures".to_owned();
    assert!(headings(&html).contains(&said), "{:?}", headings(&html));
}

#[test]
fn where_groups_differ_the_heading_counts_and_the_chart_names() {
    let mut people = Vec::new();
    for (point, region, times) in [(4, 0, 90), (1, 0, 10), (1, 1, 90), (4, 1, 10)] {
        people.extend(rows("2026Q2", point, region, times));
    }
    let html = report(&people, "en");
    let found = headings(&html);
    let heading = found
        .iter()
        .find(|heading| heading.starts_with("Groups differ in "))
        .unwrap();
    assert!(heading.contains("headline figures, most in"), "{heading}");
    // The group itself stands above the chart, once.
    assert!(!found.iter().any(|heading| heading.contains("(region)")), "{found:?}");
    assert!(html.contains("North (region)") || html.contains("East (region)"));
}

#[test]
fn a_group_nobody_answered_in_is_left_out_and_counted_below_the_table() {
    let mut people = rows("2026Q2", 3, 0, 60);
    people.extend((0..60).map(|_| row("2026Q2", 2, 1)));
    let html = written(&people, "{{ table(\"groups\") }}").html.unwrap();
    assert!(
        !html.contains(">West<") && html.contains("One group without answers is left out."),
        "{html}"
    );
    assert!(html.contains("<th scope=\"row\" colspan="), "{html}");
}

#[test]
fn a_measure_by_groups_stands_with_interval_and_base() {
    let mut people = rows("2026Q2", 4, 0, 60);
    people.extend(rows("2026Q2", 1, 1, 60));
    let html = written(&people, "{{ table(\"csat\") }}").html.unwrap();
    // Wilson (1927) for 60 of 60 at 95 %: 60/(60 + 1.96²) = 0.9398.
    assert!(html.contains("94.0–100.0%") && html.contains(">60</td>"), "{html}");
}
