//! What a drawing shows, said without it: one sentence and one table, from the numbers that are drawn.
//!
//! Whatever is hidden in the drawing is hidden here as well.

use serde::Serialize;

use super::input::{Estimate, Part, Showing};
use crate::diagnostic::Tongue;

/// Stands for a number that may not be shown or is not known.
pub(super) const HIDDEN: &str = "·";

/// The numbers of a drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DataTable {
    /// Names of the columns.
    pub head: Vec<String>,
    /// One text per column in each row.
    pub rows: Vec<Vec<String>>,
}

impl DataTable {
    /// A table with these names of columns, each in English and Chinese.
    pub(super) fn new(tongue: Tongue, head: &[[&str; 2]]) -> Self {
        Self {
            head: head.iter().map(|[en, zh]| tongue.pick(*en, *zh).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; cells beyond the head are dropped, missing ones are empty.
    pub(super) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut row: Vec<String> = cells.into_iter().map(Into::into).collect();
        row.resize(self.head.len(), String::new());
        self.rows.push(row);
    }
}

/// Name of the column of values.
pub(super) const VALUE: [&str; 2] = ["Value", "数值"];
/// Name of the column of intervals.
pub(super) const INTERVAL: [&str; 2] = ["Interval", "区间"];
/// Name of the column of bases.
pub(super) const BASE: [&str; 2] = ["Base", "样本量"];
/// Name of the column of changes.
pub(super) const CHANGE: [&str; 2] = ["Change", "变化"];

/// The value and interval of an estimate, or signs that they are not shown.
pub(super) fn value_and_interval(estimate: Option<&Estimate>, tongue: Tongue) -> [String; 2] {
    let Some(estimate) = estimate.filter(|estimate| estimate.known().is_some()) else {
        return [HIDDEN.to_owned(), String::new()];
    };
    [estimate.text.clone(), interval(estimate, tongue)]
}

/// The interval with the decimals of the value's text.
pub(super) fn interval(estimate: &Estimate, tongue: Tongue) -> String {
    let Some((low, high)) = estimate.interval() else {
        return String::new();
    };
    let (low, high) = (like(&estimate.text, low), like(&estimate.text, high));
    tongue.pick(format!("{low} to {high}"), format!("{low}至{high}"))
}

/// A number with as many decimals as `text` shows and a real minus sign.
pub(super) fn like(text: &str, value: f64) -> String {
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count())
        .min(6);
    let plain = format!("{:.decimals$}", value.abs());
    let is_nothing = plain.chars().all(|c| c == '0' || c == '.');
    if value < 0.0 && !is_nothing {
        format!("\u{2212}{plain}")
    } else {
        plain
    }
}

/// Shares as their texts, or signs that they are not shown.
pub(super) fn shares<'a>(
    parts: impl Iterator<Item = &'a Part> + 'a,
    showing: &'a Showing,
) -> impl Iterator<Item = String> + 'a {
    parts.map(move |part| {
        if matches!(showing, Showing::Hidden(_)) {
            HIDDEN.to_owned()
        } else {
            part.text.clone()
        }
    })
}

/// The sentence of a chart that has nothing to show.
pub(super) fn nothing(tongue: Tongue) -> String {
    tongue
        .pick("There is nothing to show yet.", "目前没有可显示的数据。")
        .to_owned()
}

/// Which of several named numbers is highest and which lowest, given as name, value and text.
pub(super) fn extremes<'a>(items: impl IntoIterator<Item = (&'a str, f64, &'a str)>, tongue: Tongue) -> String {
    let items: Vec<(&str, f64, &str)> = items.into_iter().collect();
    let highest = items.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = items.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let Some((high, low)) = highest.zip(lowest) else {
        return nothing(tongue);
    };
    if items.len() == 1 {
        return single(high.0, high.2, tongue);
    }
    if high.2 == low.2 {
        return tongue.pick(
            format!("All {} stand at {}.", items.len(), high.2),
            format!("{}项均为{}。", items.len(), high.2),
        );
    }
    tongue.pick(
        format!("{} is highest ({}), {} is lowest ({}).", high.0, high.2, low.0, low.2),
        format!(
            "最高的是{}（{}），最低的是{}（{}）。",
            apart(high.0),
            high.2,
            apart(low.0),
            low.2
        ),
    )
}

/// A name after a Han character: a Latin one stands a space away.
fn apart(name: &str) -> String {
    let is_latin = name.chars().next().is_some_and(|first| first.is_ascii_alphanumeric());
    if is_latin { format!(" {name}") } else { name.to_owned() }
}

/// One named number.
pub(super) fn single(name: &str, text: &str, tongue: Tongue) -> String {
    if name.is_empty() {
        return tongue.pick(format!("The value is {text}."), format!("数值为{text}。"));
    }
    tongue.pick(format!("{name}: {text}."), format!("{name}：{text}。"))
}

/// From where to where a number went.
pub(super) fn path(name: &str, from: (&str, &str), to: (&str, &str), tongue: Tongue) -> String {
    let lead = if name.is_empty() {
        String::new()
    } else {
        tongue.pick(format!("{name}: "), format!("{name}："))
    };
    tongue.pick(
        format!("{lead}from {} ({}) to {} ({}).", from.1, from.0, to.1, to.0),
        format!("{lead}从{}（{}）到{}（{}）。", from.1, from.0, to.1, to.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_the_decimals_of_their_value() {
        let estimate = Estimate {
            value: Some(-3.12),
            low: Some(-5.06),
            high: Some(-0.001),
            text: "\u{2212}3.1".into(),
        };
        assert_eq!(interval(&estimate, Tongue::En), "\u{2212}5.1 to 0.0");
        assert_eq!(interval(&estimate, Tongue::Zh), "\u{2212}5.1至0.0");
    }

    #[test]
    fn the_highest_and_the_lowest_are_named_and_ties_are_said() {
        let said = |items: &[(&'static str, f64, &'static str)]| extremes(items.iter().copied(), Tongue::En);
        assert_eq!(
            said(&[("A", 1.0, "1"), ("B", 3.0, "3"), ("C", 2.0, "2")]),
            "B is highest (3), A is lowest (1)."
        );
        assert_eq!(said(&[("A", 1.0, "1"), ("B", 1.0, "1")]), "All 2 stand at 1.");
        assert_eq!(said(&[("A", 1.0, "1")]), "A: 1.");
        assert_eq!(said(&[]), "There is nothing to show yet.");
    }
}
