//! Examples of charts that place points by two numbers.

use super::super::{
    Axis, Estimate, Funnel, FunnelLimit, FunnelUnit, Kano, KanoItem, Mark, Quadrant, QuadrantItem, Reference, Showing,
    Tone,
};
use super::{estimate, fell, rose, words};

fn axis(name: &str, range: Option<(f64, f64)>) -> Axis {
    Axis {
        name: name.into(),
        unit: String::new(),
        range,
    }
}

pub fn quadrant() -> Quadrant {
    let item = |label: &str, performance: f64, importance: f64, tone: Option<Tone>| QuadrantItem {
        label: label.into(),
        across: estimate(performance, 1.8),
        up: Estimate {
            text: format!("{importance:.2}"),
            ..estimate(importance, 0.03)
        },
        tone,
        showing: Showing::Plain,
    };
    let first = Some(Tone::Bad);
    Quadrant {
        words: words(
            "Delivery first: it matters and lags",
            "Importance and performance of nine aspects.",
        ),
        across: axis("Performance, index from 0 to 100", None),
        up: axis("Importance, share of the explained variance", None),
        split: Some((79.0, 0.11)),
        fields: ["Act first", "Keep up", "Watch", "Enough done"].map(String::from),
        items: vec![
            item("Delivery on the day promised", 68.2, 0.24, first),
            item("Problem solved at the first contact", 71.5, 0.19, first),
            item("Attitude", 88.4, 0.17, None),
            item("Quality of the product", 86.1, 0.21, None),
            item("Price", 66.0, 0.08, Some(Tone::Quiet)),
            item("Packaging", 90.2, 0.03, Some(Tone::Quiet)),
            item("Search in the app", 74.9, 0.05, Some(Tone::Quiet)),
            item("Payment", 91.0, 0.05, Some(Tone::Quiet)),
            QuadrantItem {
                showing: Showing::Small,
                ..item("Returns", 72.8, 0.1, Some(Tone::Quiet))
            },
        ],
    }
}

pub fn kano() -> Kano {
    let item = |label: &str, better: f64, worse: f64, category: &str| KanoItem {
        label: label.into(),
        better: Estimate {
            text: format!("{better:.2}"),
            ..estimate(better, 0.06)
        },
        worse: Estimate {
            text: format!("\u{2212}{worse:.2}"),
            ..estimate(-worse, 0.06)
        },
        category: category.into(),
        base: "n = 260".into(),
        showing: Showing::Plain,
    };
    Kano {
        words: words(
            "Live tracking delights, secure payment is expected",
            "Six features in a Kano map.",
        ),
        better_name: "Satisfaction when it is there".into(),
        worse_name: "Dissatisfaction when it is missing".into(),
        fields: ["Attractive", "One-dimensional", "Indifferent", "Must-be"].map(String::from),
        items: vec![
            item("Live tracking", 0.78, 0.22, "Attractive"),
            item("Delivery next day", 0.71, 0.64, "One-dimensional"),
            item("Secure payment", 0.24, 0.83, "Must-be"),
            item("Free returns", 0.58, 0.71, "One-dimensional"),
            item("Gift wrapping", 0.31, 0.12, "Indifferent"),
            item("Shopping by voice", 0.18, 0.09, "Indifferent"),
        ],
    }
}

pub fn funnel() -> Funnel {
    let names = ["Riverside", "Old Town", "Harbour", "Station", "Airport", "University"];
    let unit = |index: usize| {
        // Spread by the golden section, so that the example looks like chance and never changes.
        let place = (index as f64 * 0.618_034).fract();
        let base = 24.0 + 380.0 * place * place;
        let noise = (index as f64 * 2.399_963).sin() * 0.62 + (index as f64 * 1.3).cos() * 0.38;
        let value = 82.0 + noise * 1.6 * 38.0 / base.sqrt();
        FunnelUnit {
            label: format!("S{:02}", index + 1),
            base: base.round(),
            estimate: estimate(value.min(99.0), 76.0 / base.sqrt()),
            mark: None,
            showing: if base < 30.0 { Showing::Small } else { Showing::Plain },
        }
    };
    let named = |index: usize, base: f64, value: f64, mark: Mark| FunnelUnit {
        label: names[index].into(),
        base,
        mark: Some(mark),
        estimate: estimate(value, 76.0 / base.sqrt()),
        showing: Showing::Plain,
    };
    let mut units: Vec<FunnelUnit> = (0..52).map(unit).collect();
    units.extend([
        named(0, 312.0, 89.4, rose("")),
        named(1, 188.0, 90.9, rose("")),
        named(2, 246.0, 74.1, fell("")),
        named(3, 355.0, 75.0, fell("")),
        named(4, 131.0, 70.8, fell("")),
        named(5, 402.0, 89.0, rose("")),
    ]);
    let limit = |label: &str, z: f64| FunnelLimit {
        label: label.into(),
        points: (0..60)
            .map(|step| {
                let base = 12.0 + 7.0 * f64::from(step);
                let half = z * 38.0 / base.sqrt();
                (base, 82.0 - half, 82.0 + half)
            })
            .collect(),
    };
    Funnel {
        words: words(
            "Three stores are worse than chance allows",
            "Satisfaction index of 58 stores by their number of answers.",
        ),
        across: axis("Answers", Some((0.0, 450.0))),
        up: axis("Satisfaction index", Some((60.0, 100.0))),
        centre: Some(Reference {
            value: 82.0,
            label: "All stores 82.0".into(),
        }),
        limits: vec![limit("95 % of chance", 1.96), limit("99.8 % of chance", 3.09)],
        better_key: "better than the rest".into(),
        worse_key: "worse than the rest".into(),
        units,
    }
}
