//! Examples of charts over waves and stages.

use super::super::{
    Control, ControlPanel, ControlPoint, Estimate, Event, Journey, JourneyStage, Mark, Multiples, Panel, Reference,
    Showing, Signal, SparkRow, Sparktable,
};
use super::{estimate, fell, rose, same, words};

const MONTHS: [&str; 18] = [
    "2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10",
    "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06",
];

pub fn control() -> Control {
    let values = [
        12.1, 11.4, 12.8, 13.0, 11.9, 12.4, 10.9, 12.2, 19.6, 12.7, 10.4, 10.1, 10.8, 9.9, 10.2, 10.6, 9.7, 10.3,
    ];
    let point = |(index, value): (usize, f64)| ControlPoint {
        // Waves with more answers have narrower limits.
        estimate: {
            let half = if index % 3 == 0 { 3.4 } else { 4.2 };
            Estimate {
                low: Some(11.7 - half),
                high: Some(11.7 + half),
                ..estimate(value, 0.0)
            }
        },
        signal: match index {
            8 => Signal::Beyond,
            10.. => Signal::Run,
            _ => Signal::None,
        },
        showing: Showing::Plain,
    };
    Control {
        words: words(
            "Complaints jumped once and have been lower since",
            "Share of orders with a complaint by month.",
        ),
        waves: MONTHS.map(String::from).into(),
        panels: vec![ControlPanel {
            heading: String::new(),
            points: values.into_iter().enumerate().map(point).collect(),
            centre: Some(Reference {
                value: 11.7,
                label: "mean 11.7".into(),
            }),
            unit: "%".into(),
        }],
        events: vec![
            Event {
                wave: 8,
                label: "Carrier on strike".into(),
            },
            Event {
                wave: 10,
                label: "Second warehouse opened".into(),
            },
        ],
        limits_key: "limits of usual variation".into(),
        beyond_key: "beyond the limits".into(),
        run_key: "eight or more on one side".into(),
    }
}

pub fn journey() -> Journey {
    let stage = |label: &str, value: f64, base: &str, mark: Option<Mark>| JourneyStage {
        label: label.into(),
        estimate: estimate(value, 2.6),
        base: base.into(),
        mark,
        showing: Showing::Plain,
    };
    Journey {
        words: words(
            "The journey breaks at delivery",
            "Satisfaction with six stages of a purchase.",
        ),
        stages: vec![
            stage("Search", 81.2, "n = 402", None),
            stage("Choice", 84.0, "n = 398", Some(rose("+3.7"))),
            stage("Payment", 90.6, "n = 391", Some(rose("+10.3"))),
            stage("Delivery", 66.3, "n = 371", Some(fell("\u{2212}14.0"))),
            stage("Use", 83.9, "n = 340", None),
            JourneyStage {
                showing: Showing::Small,
                ..stage("Returns", 74.8, "n = 27", Some(same("")))
            },
        ],
        reference: Some(Reference {
            value: 80.3,
            label: "Whole journey 80.3".into(),
        }),
        range: None,
        unit: String::new(),
    }
}

fn line(values: &[f64], margin: f64) -> Vec<Estimate> {
    values
        .iter()
        .map(|value| {
            if value.is_nan() {
                Estimate::default()
            } else {
                estimate(*value, margin)
            }
        })
        .collect()
}

pub fn multiples() -> Multiples {
    let panel = |label: &str, values: [f64; 6], margin: f64, mark: Option<Mark>| Panel {
        label: label.into(),
        points: line(&values, margin),
        mark,
        showing: if margin > 5.0 { Showing::Small } else { Showing::Plain },
        events: Vec::new(),
    };
    Multiples {
        words: words(
            "Only the app has not recovered",
            "Satisfaction index by channel over six quarters.",
        ),
        waves: ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]
            .map(String::from)
            .into(),
        panels: vec![
            panel("Store", [80.1, 80.9, 79.0, 81.3, 82.0, 83.4], 2.0, Some(rose("+1.4"))),
            panel("Web", [77.2, 77.9, 75.1, 76.4, 78.8, 79.9], 2.4, Some(same("+1.1"))),
            Panel {
                events: vec![Event {
                    wave: 2,
                    label: "App: sign-in with a password only".into(),
                }],
                ..panel(
                    "App",
                    [78.0, 77.1, 71.3, 70.6, 70.9, 69.8],
                    2.6,
                    Some(fell("\u{2212}1.1")),
                )
            },
            panel(
                "Phone",
                [72.2, 74.0, 71.1, f64::NAN, 75.9, 77.3],
                3.1,
                Some(same("+1.4")),
            ),
            panel("Home visit", [84.0, 82.2, 85.3, 83.1, 86.0, 84.9], 6.4, Some(same(""))),
            Panel {
                label: "Social media".into(),
                showing: Showing::Hidden("fewer than 10 answers".into()),
                ..Panel::default()
            },
        ],
        common: line(&[77.9, 78.3, 75.6, 76.8, 78.1, 79.0], 0.0),
        common_key: "All".into(),
        interval_key: "95 % interval".into(),
        range: None,
    }
}

pub fn sparktable() -> Sparktable {
    let row = |label: &str, values: &[f64], mark: Option<Mark>, base: &str| SparkRow {
        label: label.into(),
        points: line(values, 2.0),
        range: None,
        mark,
        base: base.into(),
        showing: Showing::Plain,
    };
    Sparktable {
        words: words("Three of five measures rose", "Five measures over six quarters."),
        rows: vec![
            row(
                "Satisfaction index",
                &[76.1, 77.0, 74.2, 78.9, 79.4, 82.3],
                Some(rose("+2.9")),
                "n = 412",
            ),
            row(
                "Speed of response",
                &[70.3, 69.9, 66.0, 71.2, 74.0, 78.0],
                Some(rose("+4.0")),
                "n = 405",
            ),
            row(
                "Attitude of the people who helped",
                &[89.0, 88.7, 90.2, 89.9, 90.1, 90.4],
                Some(same("+0.3")),
                "n = 410",
            ),
            row(
                "Price",
                &[75.2, 74.8, 74.9, 72.0, 71.2, 68.9],
                Some(fell("\u{2212}2.3")),
                "n = 398",
            ),
            row(
                "Problem solved",
                &[81.0, f64::NAN, 80.2, 83.3, 84.0, 86.3],
                Some(rose("+2.3")),
                "n = 371",
            ),
        ],
        span: "2024-Q4 to 2026-Q1, each on its own scale; shaded: 95 % interval".into(),
    }
}
