//! What is hidden is nowhere: not on the page, not in its tables, not in the numbers.

use super::fixture::FULL;
use super::fixture::Row;
use super::fixture::default_report;
use super::fixture::rows;
use serde_json::Value;

/// East and north are many; of west there are `west` respondents, all content.
fn answers(west: usize) -> Vec<Row> {
    let mut all = Vec::new();
    for wave in ["2026Q1", "2026Q2"] {
        all.extend(rows(wave, 4, 0, 61));
        all.extend(rows(wave, 1, 0, 42));
        all.extend(rows(wave, 4, 1, 37));
        all.extend(rows(wave, 1, 1, 20));
        all.extend(rows(wave, 3, 2, west));
    }
    all
}

fn scores(json: &Value, level: &str) -> Vec<Value> {
    let rows = json["scores"].as_array().unwrap().iter();
    rows.filter(|row| row["level"] == *level && row["wave"] == "2026Q2")
        .cloned()
        .collect()
}

#[test]
fn a_group_below_k_takes_the_next_smallest_with_it_everywhere() {
    let made = default_report(FULL, &answers(3), "en");
    assert_eq!(made.problems, []);
    for level in ["west", "north"] {
        let rows = scores(&made.json, level);
        assert!(!rows.is_empty());
        for row in rows {
            let hidden = ["value", "low", "high", "base", "effective_base", "method"].map(|field| &row[field]);
            assert!(hidden.iter().all(|value| value.is_null()), "{row}");
        }
    }
    let notes: Vec<Value> = ["west", "north"]
        .iter()
        .map(|level| scores(&made.json, level)[0]["note"].clone())
        .collect();
    assert_eq!(notes, ["hidden_privacy", "hidden_complement"]);
    // No comparison of a hidden group, nor one whose other side would tell its base.
    let about = |change: &&Value| matches!(change["level"].as_str(), Some("west" | "north"));
    assert_eq!(made.json["changes"].as_array().unwrap().iter().find(about), None);
    let html = made.html.unwrap();
    let json = made.json.to_string();
    // North is 37 of 57, 64.9 %; the bases 57 and 3 must not be told either.
    for needle in [
        "64.9%",
        "n = 57",
        "n = 3<",
        ">57<",
        "0.649122807018",
        "\"base\":57",
        "\"base\":3,",
    ] {
        assert!(
            !html.contains(needle) && !json.contains(needle),
            "{needle} came through"
        );
    }
    assert!(html.contains("·") && html.contains("fewer than 10 answers"));
}

#[test]
fn with_enough_people_the_same_figures_are_there() {
    let made = default_report(FULL, &answers(40), "en");
    let html = made.html.unwrap();
    assert!(
        html.contains("64.9%") && html.contains("n = 57"),
        "the search above would find them"
    );
    assert_eq!(scores(&made.json, "north")[0]["base"], 57);
}

#[test]
fn a_base_between_the_thresholds_is_shown_with_a_warning_and_without_a_verdict() {
    let made = default_report(FULL, &answers(12), "en");
    let west = scores(&made.json, "west");
    assert_eq!(
        (west[0]["base"].as_u64(), west[0]["note"].as_str()),
        (Some(12), Some("small_base"))
    );
    let changes = made.json["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["level"] == "west");
    assert!(
        changes
            .map(|change| change["verdict"].as_str())
            .all(|verdict| verdict == Some("too_few"))
    );
    assert!(made.html.unwrap().contains("†"));
}

#[test]
fn a_wave_of_few_hides_its_own_figures() {
    let made = default_report(FULL, &rows("2026Q1", 4, 0, 7), "en");
    assert_eq!(made.problems, []);
    assert!(scores(&made.json, "east").is_empty(), "another wave");
    let all = made.json["scores"].as_array().unwrap();
    assert!(
        all.iter().all(|row| row["value"].is_null() && row["base"].is_null()),
        "{all:?}"
    );
    let answers = made.json["answers"].as_array().unwrap();
    assert!(answers.is_empty(), "{answers:?}");
}
