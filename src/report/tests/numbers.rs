//! The numbers beside the page.

use super::fixture::FULL;
use super::fixture::Row;
use super::fixture::default_report;
use super::fixture::rows;
use serde_json::Value;
use std::collections::BTreeSet;

fn answers() -> Vec<Row> {
    let mut all = rows("2026Q1", 4, 0, 160);
    all.extend(rows("2026Q1", 1, 1, 40));
    all.extend(rows("2026Q2", 4, 0, 130));
    all.extend(rows("2026Q2", 1, 1, 70));
    all
}

/// Every object that holds a number, with its id.
fn walk(value: &Value, ids: &mut Vec<Option<String>>) {
    match value {
        Value::Object(fields) => {
            if fields.values().any(Value::is_number) {
                ids.push(fields.get("id").and_then(Value::as_str).map(str::to_owned));
            }
            fields.values().for_each(|field| walk(field, ids));
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, ids)),
        _ => {}
    }
}

#[test]
fn every_number_has_an_id_and_no_two_are_the_same() {
    let json = default_report(FULL, &answers(), "en").json;
    let mut ids = Vec::new();
    walk(&json, &mut ids);
    assert!(ids.len() > 40, "{}", ids.len());
    let named: Vec<String> = ids
        .into_iter()
        .map(|id| id.expect("every object with a number has an id"))
        .collect();
    let distinct: BTreeSet<&String> = named.iter().collect();
    assert_eq!(distinct.len(), named.len());
    assert!(named.iter().all(|id| id.starts_with("test/2026Q")), "{named:?}");
    assert_eq!(json["schema_version"], 1);
}

#[test]
fn figures_and_changes_are_those_worked_out_by_hand() {
    let json = default_report(FULL, &answers(), "en").json;
    let find = |list: &str, id: &str| {
        json[list]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["id"] == *id)
            .unwrap()
            .clone()
    };
    let csat = find("scores", "test/2026Q2/csat");
    assert_eq!((csat["value"].as_f64(), csat["base"].as_u64()), (Some(0.65), Some(200)));
    assert_eq!(find("scores", "test/2026Q2/csat?region=north")["value"], 0.0);
    let change = find("changes", "test/2026Q2/csat#previous");
    assert_eq!(
        (change["change"].as_f64(), change["verdict"].as_str()),
        (Some(-0.15), Some("fell"))
    );
    assert_eq!(change["family"], "headline/previous/2026Q2");
    // 130 points of 100 and 70 of 25 over 200, from 160 and 40: 73.75 from 85; each half of the tree moves alike.
    let index = find("changes", "test/2026Q2/csi#previous");
    assert!((index["change"].as_f64().unwrap() + 11.25).abs() < 1e-9);
    let mover = find("movers", "test/2026Q2/csi#overall");
    assert!((mover["points"].as_f64().unwrap() + 5.625).abs() < 1e-9);
    let answer = find("answers", "test/2026Q2/overall=very_satisfied");
    assert_eq!(
        (answer["share"].as_f64(), answer["base"].as_u64()),
        (Some(0.65), Some(200))
    );
}
