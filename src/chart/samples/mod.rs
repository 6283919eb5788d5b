//! An example of every chart with invented numbers, in English and Chinese: what the gallery shows and the tests walk.
//!
//! Written once in English; [`chinese`] has the other words.

mod bars;
mod chinese;
mod fields;
mod time;

pub(super) use bars::{boxes, drivers, histogram, icicle, pareto};
pub(super) use chinese::chinese;
pub(super) use fields::{funnel, kano, quadrant};
pub(super) use time::{control, journey, multiples, sparktable};

use super::{
    Direction, Diverging, DivergingRow, DotGroup, DotRow, Dots, Estimate, Event, Heat, HeatCell, HeatRow, Link, Mark,
    Neutral, Nps, NpsRow, Part, Reference, Series, Showing, Sparkline, Tone, Tree, TreeNode, Trend, TrendPoint,
    Waterfall, WaterfallStep, Wave, Words,
};

fn words(title: &str, description: &str) -> Words {
    Words {
        title: title.into(),
        description: description.into(),
        empty: "No answers yet.".into(),
    }
}

fn estimate(value: f64, margin: f64) -> Estimate {
    Estimate {
        value: Some(value),
        low: Some(value - margin),
        high: Some(value + margin),
        text: format!("{value:.1}"),
    }
}

fn rose(text: &str) -> Mark {
    Mark {
        direction: Direction::Rose,
        tone: Tone::Good,
        text: text.into(),
    }
}

fn fell(text: &str) -> Mark {
    Mark {
        direction: Direction::Fell,
        tone: Tone::Bad,
        text: text.into(),
    }
}

fn same(text: &str) -> Mark {
    Mark {
        direction: Direction::Same,
        tone: Tone::Quiet,
        text: text.into(),
    }
}

pub(super) fn diverging() -> Diverging {
    let row = |label: &str, shares: [f64; 5], aside: f64, base: &str, showing: Showing| DivergingRow {
        label: label.into(),
        shares: shares.map(Part::percent).into(),
        aside: Some(Part::percent(aside)),
        base: base.into(),
        showing,
    };
    Diverging {
        words: words(
            "Attitude is rated best, speed worst",
            "Shares of five answers for four aspects of the service.",
        ),
        steps: [
            "Very dissatisfied",
            "Dissatisfied",
            "Neither",
            "Satisfied",
            "Very satisfied",
        ]
        .map(String::from)
        .into(),
        aside: "Don't know".into(),
        unit: "% of answers".into(),
        neutral: Neutral::Centred,
        low_end: "Dissatisfied".into(),
        high_end: "Satisfied".into(),
        rows: vec![
            row(
                "Attitude",
                [0.02, 0.05, 0.13, 0.42, 0.38],
                0.01,
                "n = 412",
                Showing::Plain,
            ),
            row(
                "Problem solved at the first contact",
                [0.08, 0.12, 0.18, 0.36, 0.26],
                0.06,
                "n = 398",
                Showing::Plain,
            ),
            row("Speed", [0.14, 0.22, 0.2, 0.28, 0.16], 0.02, "n = 405", Showing::Plain),
            row("Home visit", [0.1, 0.1, 0.2, 0.4, 0.2], 0.2, "n = 21", Showing::Small),
            row(
                "Replacement",
                [0.0; 5],
                0.0,
                "",
                Showing::Hidden("fewer than 10 answers".into()),
            ),
        ],
    }
}

pub(super) fn trend() -> Trend {
    let point = |value: f64, mark: Option<Mark>| TrendPoint {
        estimate: estimate(value, 2.4),
        mark,
        ..TrendPoint::default()
    };
    let published = |value: f64| TrendPoint {
        historical: true,
        ..point(value, None)
    };
    let gap = TrendPoint {
        showing: Showing::Hidden("2025-Q2: fewer than 10 answers".into()),
        ..TrendPoint::default()
    };
    let names = [
        "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2",
    ];
    let open = |name: &str| {
        if name == "2026-Q2" {
            "still open: 140 answers so far".into()
        } else {
            String::new()
        }
    };
    Trend {
        words: words(
            "Satisfaction is back above 80",
            "Satisfaction index by quarter with 95 % intervals.",
        ),
        waves: names
            .iter()
            .map(|name| Wave {
                label: (*name).into(),
                open: open(name),
            })
            .collect(),
        series: vec![Series {
            label: "Satisfaction index".into(),
            points: vec![
                published(76.1),
                published(77.0),
                point(78.4, None),
                gap,
                TrendPoint {
                    link: Link::Broken("2025-Q3: the question changed".into()),
                    ..point(74.2, None)
                },
                point(78.9, Some(rose("+4.7"))),
                point(79.4, Some(same("+0.5"))),
                point(82.3, Some(rose("+2.9"))),
            ],
        }],
        target: Some(Reference {
            value: 85.0,
            label: "Target 85".into(),
        }),
        events: vec![
            Event {
                wave: 1,
                label: "New hotline".into(),
            },
            Event {
                wave: 5,
                label: "New return policy".into(),
            },
            Event {
                wave: 5,
                label: "Price of spare parts raised".into(),
            },
        ],
        range: None,
        unit: String::new(),
        interval_key: "95 % interval".into(),
        historical_key: "as published".into(),
        small_key: "base under 30".into(),
    }
}

pub(super) fn dots() -> Dots {
    let row = |label: &str, value: f64, margin: f64, base: &str, mark: Option<Mark>| DotRow {
        label: label.into(),
        estimate: estimate(value, margin),
        base: base.into(),
        mark,
        showing: if margin > 8.0 { Showing::Small } else { Showing::Plain },
    };
    let hidden = DotRow {
        showing: Showing::Hidden("fewer than 10 answers".into()),
        ..row("Social media", 0.0, 0.0, "", None)
    };
    Dots {
        words: words(
            "The east is ahead, the app behind",
            "Satisfaction index by region and channel with 95 % intervals.",
        ),
        groups: vec![
            DotGroup {
                heading: "Region".into(),
                rows: vec![
                    row("East", 84.1, 2.2, "n = 230", Some(rose("+3.9"))),
                    row("North", 79.8, 3.0, "n = 142", Some(same(""))),
                    row("South-west", 76.0, 9.5, "n = 24", Some(same(""))),
                ],
            },
            DotGroup {
                heading: "Channel".into(),
                rows: vec![
                    row("Store", 82.6, 2.9, "n = 160", Some(same(""))),
                    row("App", 74.3, 2.8, "n = 171", Some(fell("\u{2212}5.9"))),
                    hidden,
                ],
            },
        ],
        reference: Some(Reference {
            value: 80.2,
            label: "All 80.2".into(),
        }),
        range: None,
        unit: String::new(),
    }
}

pub(super) fn tree() -> Tree {
    let node = |depth: usize, label: &str, weight: &str, value: f64, change: Option<Mark>| TreeNode {
        depth,
        label: label.into(),
        weight: weight.into(),
        estimate: estimate(value, 2.5),
        change,
        showing: Showing::Plain,
    };
    Tree {
        words: words(
            "Service pulls the index up, price down",
            "The index and its parts from 0 to 100 with 95 % intervals.",
        ),
        nodes: vec![
            node(0, "Satisfaction index", "", 79.4, Some(same("+0.5"))),
            node(1, "Value", "40 %", 71.2, Some(fell("\u{2212}3.1"))),
            node(2, "Price", "100 %", 71.2, Some(fell("\u{2212}3.1"))),
            node(1, "Service quality", "60 %", 84.9, Some(rose("+2.9"))),
            node(2, "Speed of response", "30 %", 78.0, Some(rose("+4.4"))),
            node(2, "Attitude of the people who helped", "30 %", 90.1, None),
            TreeNode {
                showing: Showing::Small,
                ..node(2, "Problem solved", "40 %", 86.3, None)
            },
        ],
        full: 100.0,
        unit: String::new(),
    }
}

pub(super) fn waterfall() -> Waterfall {
    let step = |label: &str, value: f64, text: &str, mark: Option<Mark>| WaterfallStep {
        label: label.into(),
        delta: Estimate {
            text: text.into(),
            ..estimate(value, 0.6)
        },
        mark,
    };
    Waterfall {
        words: words("Speed made up for price", "How the index moved from 78.9 to 79.4."),
        start: ("2025-Q4".into(), estimate(78.9, 1.3)),
        steps: vec![
            step("Speed of response", 1.6, "+1.6", Some(rose(""))),
            step("Attitude", 0.2, "+0.2", Some(same(""))),
            step("Price", -1.3, "\u{2212}1.3", Some(fell(""))),
        ],
        end: ("2026-Q1".into(), estimate(79.4, 1.2)),
        unit: String::new(),
    }
}

pub(super) fn sparkline() -> Sparkline {
    let gap = Estimate::default();
    let points = vec![
        estimate(76.1, 2.0),
        estimate(77.0, 2.0),
        gap,
        estimate(74.2, 2.2),
        estimate(78.9, 2.0),
        estimate(82.3, 1.9),
    ];
    Sparkline {
        words: words("Index over six waves", "Up from 76.1 to 82.3."),
        points,
        target: None,
    }
}

pub(super) fn nps() -> Nps {
    let row = |label: &str, shares: [f64; 3], score: &str, base: &str| NpsRow {
        label: label.into(),
        shares: shares.map(Part::percent),
        score: score.into(),
        base: base.into(),
        showing: Showing::Plain,
    };
    Nps {
        words: words(
            "More promoters than a quarter ago",
            "Detractors, passives and promoters in two waves.",
        ),
        parts: ["Detractors (0–6)", "Passives (7–8)", "Promoters (9–10)"].map(String::from),
        unit: "% of answers".into(),
        rows: vec![
            row("2026-Q1", [0.18, 0.31, 0.51], "+33", "n = 412"),
            row("2025-Q4", [0.22, 0.34, 0.44], "+22", "n = 387"),
        ],
    }
}

pub(super) fn heat() -> Heat {
    let cell = |value: f64, mark: Option<Mark>| HeatCell {
        estimate: estimate(value, 0.0),
        mark,
        showing: Showing::Plain,
    };
    let hidden = HeatCell {
        showing: Showing::Hidden(String::new()),
        ..HeatCell::default()
    };
    Heat {
        words: words(
            "The app is behind in speed",
            "Three aspects by channel, tinted by distance from the total.",
        ),
        columns: ["All", "App", "Web", "Phone", "Store"].map(String::from).into(),
        rows: vec![
            HeatRow {
                label: "Speed of response".into(),
                middle: Some(78.0),
                cells: vec![
                    cell(78.0, None),
                    cell(69.2, Some(fell(""))),
                    cell(77.1, None),
                    cell(80.3, None),
                    cell(86.0, Some(rose(""))),
                ],
            },
            HeatRow {
                label: "Attitude".into(),
                middle: Some(90.1),
                cells: vec![
                    cell(90.1, None),
                    cell(88.9, None),
                    cell(89.0, None),
                    cell(93.8, Some(rose(""))),
                    cell(91.2, None),
                ],
            },
            HeatRow {
                label: "Problem solved".into(),
                middle: Some(86.3),
                cells: vec![
                    cell(86.3, None),
                    cell(82.0, None),
                    hidden,
                    cell(87.0, None),
                    cell(88.0, None),
                ],
            },
        ],
        spread: 12.0,
    }
}
