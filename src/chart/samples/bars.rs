//! Examples of charts made of bars, boxes and nested fields.

use super::super::{
    BoxRow, Boxes, DriverRow, Drivers, Estimate, Histogram, HistogramBin, HistogramMiddle, Icicle, IcicleNode, Mark,
    Pareto, ParetoRow, Part, Showing,
};
use super::{estimate, fell, rose, words};

pub fn drivers() -> Drivers {
    let row = |label: &str, value: f64, margin: f64, rank: &str| DriverRow {
        label: label.into(),
        estimate: estimate(value, margin),
        rank: rank.into(),
        mark: None,
        showing: Showing::Plain,
    };
    Drivers {
        words: words(
            "Speed decides",
            "Share of the explained variance by aspect with 95 % intervals.",
        ),
        rows: vec![
            row("Speed of response", 31.0, 4.1, "1"),
            row("Problem solved at the first contact", 22.4, 4.0, "2–3"),
            row("Attitude", 19.8, 3.8, "2–3"),
            row("Price", 14.1, 3.6, "4–5"),
            row("Opening hours", 11.2, 3.4, "4–5"),
            DriverRow {
                showing: Showing::Small,
                ..row("Parking", 1.5, 2.1, "6")
            },
        ],
        unit: "%".into(),
        interval_key: "95 % interval".into(),
        rank_key: "Place, as far as the data tell".into(),
    }
}

pub fn pareto() -> Pareto {
    let mut sum = 0.0;
    let mut row = |label: &str, share: f64, base: &str| {
        sum += share;
        ParetoRow {
            label: label.into(),
            share: Part::percent(share),
            cumulative: Part::percent(sum),
            base: base.into(),
            showing: Showing::Plain,
        }
    };
    Pareto {
        words: words(
            "Four reasons explain four of five complaints",
            "Reasons of complaint, share of all mentions.",
        ),
        rows: vec![
            row("Late delivery", 0.34, "211"),
            row("Damaged in transport", 0.22, "137"),
            row("Nobody to be reached", 0.15, "93"),
            row("Wrong item", 0.11, "68"),
            row("Refund took too long", 0.08, "50"),
            row("Description was wrong", 0.06, "37"),
            row("Other", 0.04, "25"),
        ],
        cut: Some(0.8),
        share_key: "share of mentions".into(),
        cumulative_key: "running sum".into(),
        cut_key: "80 %".into(),
    }
}

pub fn histogram() -> Histogram {
    let shares = [0.02, 0.01, 0.02, 0.03, 0.04, 0.08, 0.09, 0.16, 0.24, 0.17, 0.14];
    Histogram {
        words: words("Most give an eight", "How likely people are to recommend us, 0 to 10."),
        bins: (0..)
            .zip(shares)
            .map(|(point, share): (u32, f64)| HistogramBin {
                label: point.to_string(),
                share: Part::percent(share),
            })
            .collect(),
        middle: Some(HistogramMiddle {
            at: 7.4,
            label: "mean 7.4".into(),
        }),
        base: "n = 412".into(),
        showing: Showing::Plain,
    }
}

pub fn boxes() -> Boxes {
    let row = |label: &str, spread: [f64; 5], middle: f64, base: &str| BoxRow {
        label: label.into(),
        spread: Some(spread),
        without_ends: false,
        middle: estimate(middle, 1.0),
        base: base.into(),
        showing: Showing::Plain,
    };
    Boxes {
        words: words(
            "Waiting times spread most on the phone",
            "Minutes until somebody answered, by channel.",
        ),
        rows: vec![
            row("App", [0.5, 1.2, 2.0, 3.4, 6.5], 2.6, "n = 171"),
            row("Web", [0.8, 1.9, 3.1, 4.8, 9.0], 3.7, "n = 140"),
            row("Phone", [1.0, 4.2, 8.5, 14.8, 28.0], 10.4, "n = 160"),
            BoxRow {
                showing: Showing::Small,
                without_ends: true,
                ..row("Home visit", [5.0, 9.0, 12.0, 15.0, 22.0], 12.6, "n = 21")
            },
            BoxRow {
                showing: Showing::Hidden("fewer than 10 answers".into()),
                ..row("Social media", [0.0; 5], 0.0, "")
            },
        ],
        range: None,
        unit: String::new(),
        box_key: "middle half of the answers, line at the median".into(),
        middle_key: "mean".into(),
    }
}

pub fn icicle() -> Icicle {
    let node = |depth: usize, label: &str, weight: f64, value: f64, change: Option<Mark>| IcicleNode {
        depth,
        label: label.into(),
        weight,
        weight_text: if depth == 0 {
            String::new()
        } else {
            format!("{:.0} %", weight * 100.0)
        },
        estimate: Estimate { ..estimate(value, 2.5) },
        change,
        showing: Showing::Plain,
    };
    Icicle {
        words: words(
            "Service carries the index, price weighs on it",
            "The index and its parts; height is weight.",
        ),
        nodes: vec![
            node(0, "Satisfaction index", 1.0, 79.4, None),
            node(1, "Service quality", 0.6, 84.9, Some(rose(""))),
            node(2, "Speed of response", 0.3, 78.0, Some(rose(""))),
            node(2, "Attitude of the people who helped", 0.3, 90.1, None),
            node(2, "Problem solved", 0.4, 86.3, None),
            node(1, "Value", 0.25, 71.2, Some(fell(""))),
            node(2, "Price", 0.7, 68.9, Some(fell(""))),
            node(2, "Returns", 0.3, 76.5, None),
            node(1, "Digital", 0.15, 70.9, None),
            node(2, "App", 0.5, 68.0, None),
            node(2, "Web", 0.5, 73.8, None),
        ],
        middle: Some(79.4),
        spread: 12.0,
        low_key: "below the index".into(),
        high_key: "above the index".into(),
    }
}
