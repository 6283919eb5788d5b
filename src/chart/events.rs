//! What happened while numbers were counted: numbered at its wave in the drawing, told below it, in the sentence and in the table.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::palette::{Anchor, Ink, Role};
use super::said::DataTable;
use crate::diagnostic::Tongue;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Event {
    /// Index of the wave at which it shows; events beyond the last wave are not drawn.
    pub wave: usize,
    /// What happened.
    pub label: String,
}

/// What a column of events is called: English, Chinese.
pub const HAPPENED: [&str; 2] = ["What happened", "事件"];

/// Events named in a sentence; the others are counted.
const NAMED: usize = 3;

/// Px from the top to the baseline of each row a sign may stand in.
const ROWS: [f64; 3] = [11.0, 26.0, 41.0];

/// The events of a chart in the order of their waves, each with its number.
#[derive(Default)]
pub(super) struct Numbered<'a>(Vec<(usize, &'a Event)>);

impl<'a> Numbered<'a> {
    /// Those within `waves` that say something, numbered from `first`; events of one wave keep their order.
    pub(super) fn of(events: &'a [Event], waves: usize, first: usize) -> Self {
        let mut known: Vec<&Event> = events
            .iter()
            .filter(|event| event.wave < waves && !event.label.trim().is_empty())
            .collect();
        known.sort_by_key(|event| event.wave);
        Self((first..).zip(known).collect())
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// A line at every wave at which something happened, from under its sign down to `bottom`; the sign, such as "2" or "3–5",
    /// stands in the first row below `top` in which it is free.
    pub(super) fn draw(&self, canvas: &mut Canvas, x: impl Fn(usize) -> f64, (top, bottom): (f64, f64)) {
        for group in self.0.chunk_by(|(_, one), (_, other)| one.wave == other.wave) {
            let ([(first, event), ..], [.., (last, _)]) = (group, group) else {
                continue;
            };
            let sign = if first == last {
                format!("{first}")
            } else {
                format!("{first}–{last}")
            };
            let x = x(event.wave);
            let place = ROWS
                .into_iter()
                .find(|row| canvas.try_text(Role::HaloSmall, Anchor::Middle, (x, top + row), &sign));
            let from = top + place.map_or(0.0, |row| row + 4.0);
            if from < bottom {
                canvas.line(Ink::Event, &[(x, from), (x, bottom)]);
            }
        }
    }

    /// A line at every wave at which something happened, without signs.
    pub(super) fn draw_lines(&self, canvas: &mut Canvas, x: impl Fn(usize) -> f64, (top, bottom): (f64, f64)) {
        for group in self.0.chunk_by(|(_, one), (_, other)| one.wave == other.wave) {
            if let [(_, event), ..] = group {
                canvas.line(Ink::Event, &[(x(event.wave), top), (x(event.wave), bottom)]);
            }
        }
    }

    /// Number and text of each, for below the drawing.
    pub(super) fn notes(&self) -> Vec<(String, String)> {
        let note = |(number, event): &(usize, &Event)| (number.to_string(), event.label.clone());
        self.0.iter().map(note).collect()
    }

    /// "Marked: 2026-Q1: new hotline; 2026-Q3: price rise." The latest few are named.
    pub(super) fn sentence(&self, name: impl Fn(usize) -> String, tongue: Tongue) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let earlier = self.0.len().saturating_sub(NAMED);
        let named = self.0.iter().skip(earlier);
        let mut parts: Vec<String> = named.map(|(_, event)| named_at(event, &name, tongue)).collect();
        if earlier > 0 {
            parts.push(tongue.pick(format!("{earlier} earlier"), format!("更早{earlier}项")));
        }
        let all = parts.join(tongue.pick("; ", "；"));
        tongue.pick(format!("Marked: {all}."), format!("标注：{all}。"))
    }

    /// All of them with their waves, for a cell of a table.
    pub(super) fn listed(&self, name: impl Fn(usize) -> String, tongue: Tongue) -> String {
        let all = self.0.iter().map(|(_, event)| named_at(event, &name, tongue));
        all.collect::<Vec<_>>().join(tongue.pick("; ", "；"))
    }

    /// What happened at a wave; empty where nothing did.
    pub(super) fn at(&self, wave: usize, tongue: Tongue) -> String {
        let here = self.0.iter().filter(|(_, event)| event.wave == wave);
        let labels: Vec<&str> = here.map(|(_, event)| event.label.as_str()).collect();
        labels.join(tongue.pick("; ", "；"))
    }

    /// Adds a column with what happened to a table whose rows stand at `waves`; nothing where nothing did.
    pub(super) fn column(&self, table: &mut DataTable, waves: &[usize], tongue: Tongue) {
        if self.0.is_empty() {
            return;
        }
        table.head.push(tongue.pick(HAPPENED[0], HAPPENED[1]).to_owned());
        for (row, wave) in table.rows.iter_mut().zip(waves) {
            row.push(self.at(*wave, tongue));
        }
    }
}

/// "2026-Q1: new hotline", without a point at its end.
fn named_at(event: &Event, name: impl Fn(usize) -> String, tongue: Tongue) -> String {
    let (wave, label) = (
        name(event.wave),
        event.label.trim_end_matches(['.', '。', ';', '；', ' ']),
    );
    tongue.pick(format!("{wave}: {label}"), format!("{wave}：{label}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Chart, Control, ControlPanel, ControlPoint, Estimate, Multiples, Panel, Svg, Trend, Wave};

    fn event(wave: usize, label: &str) -> Event {
        Event {
            wave,
            label: label.to_owned(),
        }
    }

    fn told(svg: &Svg) -> Vec<&str> {
        svg.boxes.iter().map(|place| place.text.as_str()).collect()
    }

    fn estimate(value: f64) -> Estimate {
        Estimate {
            value: Some(value),
            low: Some(value - 1.0),
            high: Some(value + 1.0),
            text: format!("{value}"),
        }
    }

    fn trend(waves: usize, events: Vec<Event>) -> Trend {
        let point = |at: usize| crate::chart::TrendPoint {
            estimate: estimate(70.0 + at as f64),
            ..Default::default()
        };
        Trend {
            waves: (1..=waves)
                .map(|at| Wave {
                    label: format!("W{at}"),
                    open: if at == waves {
                        "still open".to_owned()
                    } else {
                        String::new()
                    },
                })
                .collect(),
            series: vec![crate::chart::Series {
                label: "CSAT".to_owned(),
                points: (0..waves).map(point).collect(),
            }],
            events,
            ..Trend::default()
        }
    }

    #[test]
    fn events_of_one_wave_share_a_sign_and_keep_their_order() {
        let events = [
            event(3, "d"),
            event(1, "b"),
            event(9, "beyond"),
            event(1, "c"),
            event(2, " "),
        ];
        let numbered = Numbered::of(&events, 4, 1);
        let notes: Vec<(String, String)> = numbered.notes();
        let notes: Vec<(&str, &str)> = notes.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        assert_eq!(notes, [("1", "b"), ("2", "c"), ("3", "d")]);
        let drawn = trend(4, events.to_vec()).draw(720, "x");
        let told = told(&drawn);
        assert!(told.contains(&"1–2") && told.contains(&"3"), "{told:?}");
        // The open wave has its own star and still shows the number of what happened in it.
        assert!(told.contains(&"*"), "{told:?}");
    }

    #[test]
    fn every_event_of_a_full_year_of_months_is_numbered_and_told_on_a_phone() {
        let long = "客服热线改号，旧号码转接至新号码，并公布至所有门店与网站（共四十个字左右的说明）";
        let events: Vec<Event> = (0..12).map(|wave| event(wave, long)).collect();
        for width in [240, 360, 720] {
            let drawn = trend(12, events.clone()).draw(width, "x");
            let told = told(&drawn);
            for number in 1..=12 {
                let many = told.iter().filter(|text| **text == number.to_string()).count();
                assert_eq!(many, 2, "{number} in drawing and notes at {width}: {told:?}");
            }
        }
    }

    #[test]
    fn sentence_and_table_tell_what_the_drawing_marks() {
        let chart = trend(3, vec![event(2, "Price rise."), event(0, "New hotline")]);
        assert_eq!(chart.marked(Tongue::En), "Marked: W1: New hotline; W3: Price rise.");
        let table = chart.table(Tongue::En);
        assert_eq!(table.head.last().map(String::as_str), Some("What happened"));
        let last: Vec<&str> = table.rows.iter().map(|row| row.last().unwrap().as_str()).collect();
        assert_eq!(last, ["New hotline", "", "Price rise."]);
        let none = trend(3, Vec::new());
        assert_eq!(
            (none.marked(Tongue::En).as_str(), none.table(Tongue::En).head.len()),
            ("", 5)
        );
        let many = trend(5, (0..5).map(|at| event(at, "x")).collect());
        assert_eq!(many.marked(Tongue::Zh), "标注：W3：x；W4：x；W5：x；更早2项。");
    }

    #[test]
    fn a_control_chart_numbers_events_once_and_marks_them_in_every_panel() {
        let panel = || ControlPanel {
            points: (0..4)
                .map(|at| ControlPoint {
                    estimate: estimate(70.0 + f64::from(at)),
                    ..ControlPoint::default()
                })
                .collect(),
            ..ControlPanel::default()
        };
        let chart = Control {
            waves: ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
            panels: vec![panel(), panel()],
            events: vec![event(1, "Flood")],
            ..Control::default()
        };
        let drawn = chart.draw(720, "x");
        let told = told(&drawn);
        assert_eq!(told.iter().filter(|text| **text == "1").count(), 2, "{told:?}");
        assert!(told.contains(&"Flood"));
        let rows = chart.table(Tongue::Zh).rows;
        assert_eq!(rows.iter().filter(|row| row.last().unwrap() == "Flood").count(), 2);
    }

    #[test]
    fn small_multiples_mark_what_concerns_their_group_alone() {
        let panel = |label: &str, events: Vec<Event>| Panel {
            label: label.to_owned(),
            points: (0..4).map(|at| estimate(70.0 + f64::from(at))).collect(),
            events,
            ..Panel::default()
        };
        let chart = Multiples {
            waves: ["a", "b", "c", "d"].map(str::to_owned).to_vec(),
            panels: vec![
                panel("North", vec![event(1, "Flood")]),
                panel("South", Vec::new()),
                panel("West", vec![event(0, "New store"), event(1, "Fair")]),
            ],
            ..Multiples::default()
        };
        let drawn = chart.draw(720, "x");
        let told = told(&drawn);
        assert!(told.contains(&"North: Flood") || told.contains(&"Flood"), "{told:?}");
        for sign in ["1", "2", "3"] {
            assert_eq!(told.iter().filter(|text| **text == sign).count(), 2, "{sign}: {told:?}");
        }
        let table = chart.table(Tongue::En);
        assert_eq!(table.rows[2].last().map(String::as_str), Some("a: New store; b: Fair"));
    }
}
