//! Maps numbers to px and finds round ticks; says honestly where an axis starts and ends.

use super::canvas::Canvas;
use super::input::finite;
use super::palette::{Anchor, Ink, Role};

/// What an axis shows, for the sentence beside a chart ("axis from 60 to 90").
#[derive(Debug, Clone, PartialEq)]
pub struct AxisRange {
    /// Lowest number on the axis.
    pub low: f64,
    /// Highest number on the axis.
    pub high: f64,
    /// `low` as written on the axis.
    pub low_text: String,
    /// `high` as written on the axis.
    pub high_text: String,
    /// Whether zero is on the axis; when it is not, say so in the caption.
    pub has_zero: bool,
}

/// A linear scale; `low < high` always holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale that reaches all of `reach` and at least `wanted`; without `wanted` it ends on round numbers.
    pub(super) fn around(reach: impl Iterator<Item = f64>, wanted: Option<(f64, f64)>, px: (f64, f64)) -> Self {
        // At least a tenth of the values, so that small movements look small.
        Self::reaching(reach, wanted, px, 0.1)
    }

    /// As [`Scale::around`] without a wish, but as close to the data as round numbers allow.
    pub(super) fn near(reach: impl Iterator<Item = f64>, px: (f64, f64)) -> Self {
        Self::reaching(reach, None, px, 0.01)
    }

    fn reaching(
        reach: impl Iterator<Item = f64>,
        wanted: Option<(f64, f64)>,
        (from, to): (f64, f64),
        least: f64,
    ) -> Self {
        let wanted = wanted
            .and_then(|(a, b)| Some((finite(a)?, finite(b)?)))
            .filter(|(a, b)| a < b);
        let (mut low, mut high) = reach.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if low > high {
            (low, high) = wanted.unwrap_or((0.0, 100.0));
        }
        if let Some((a, b)) = wanted
            && a <= low
            && high <= b
        {
            return Self {
                low: a,
                high: b,
                from,
                to,
            };
        }
        let (a, b) = wanted.unwrap_or((low, high));
        (low, high) = (low.min(a), high.max(b));
        // One value, or all alike: room around it, so that it does not look like an extreme.
        let least = (low.abs().max(high.abs()) * least).max(1e-6);
        if high - low < least {
            let middle = f64::midpoint(low, high);
            (low, high) = (middle - least, middle + least);
        }
        let step = round_step((high - low) / if wanted.is_some() { 20.0 } else { 4.0 });
        Self {
            low: (low / step + 1e-9).floor() * step,
            high: (high / step - 1e-9).ceil() * step,
            from,
            to,
        }
    }

    /// A scale that ends where the data end, for drawings without ticks.
    pub(super) fn tight(reach: impl Iterator<Item = f64>, (from, to): (f64, f64)) -> Self {
        let (low, high) = reach.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let least = (low.abs().max(high.abs()) * 0.02).max(1e-6);
        let pad = if high - low < least { least } else { 0.0 };
        Self {
            low: low - pad,
            high: high + pad,
            from,
            to,
        }
    }

    /// The px of a value, held to the axis.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    /// About `count` round numbers on the axis with their texts; at least two, so that it can be read.
    pub(super) fn ticks(&self, count: f64) -> Vec<(f64, String)> {
        let mut count = count.clamp(1.0, 12.0);
        loop {
            let ticks = self.multiples(round_step((self.high - self.low) / count));
            if ticks.len() > 1 || count > 30.0 {
                return ticks;
            }
            count *= 1.5;
        }
    }

    /// The multiples of `step` on the axis.
    fn multiples(&self, step: f64) -> Vec<(f64, String)> {
        let first = (self.low / step - 1e-6).ceil();
        let mut ticks = Vec::new();
        let mut index = 0.0;
        while (first + index) * step <= self.high + step * 1e-6 && index < 30.0 {
            let value = (first + index) * step;
            ticks.push((value, written(value, step)));
            index += 1.0;
        }
        ticks
    }

    /// What the axis shows.
    pub(super) fn range(&self) -> AxisRange {
        let step = round_step((self.high - self.low) / 10.0) / 10.0;
        let has_zero = self.low <= 0.0 && self.high >= 0.0;
        AxisRange {
            low: self.low,
            high: self.high,
            low_text: shortest(self.low, step),
            high_text: shortest(self.high, step),
            has_zero,
        }
    }

    /// Tick texts above `top`, `unit` once at the last, and vertical grid lines along `stretches`.
    pub(super) fn draw_across(&self, canvas: &mut Canvas, top: f64, stretches: &[(f64, f64)], unit: &str) {
        let ticks = self.ticks(((self.to - self.from).abs() / 56.0).floor().clamp(2.0, 6.0));
        let last = ticks.len().saturating_sub(1);
        for (index, (value, text)) in ticks.iter().enumerate() {
            let x = self.at(*value);
            let ink = if is_zero(*value) { Ink::Zero } else { Ink::Grid };
            for &(from, to) in stretches {
                canvas.line(ink, &[(x, from), (x, to)]);
            }
            let text = if index == last {
                format!("{text}{unit}")
            } else {
                text.clone()
            };
            canvas.try_text(Role::Quiet, Anchor::Middle, (x, top - 5.0), &text);
        }
    }
}

/// Whether a tick stands at zero.
pub(super) fn is_zero(value: f64) -> bool {
    value.abs() < 1e-9
}

/// The next number of 1, 2, 5 × 10ⁿ that is not below `rough`.
fn round_step(rough: f64) -> f64 {
    let rough = rough.max(1e-9);
    let power = 10_f64.powf(rough.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|t| t * power >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0);
    times * power
}

/// A number with the decimals its step needs and a real minus sign.
fn written(value: f64, step: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 9")]
    let decimals = (-step.log10() - 1e-9).ceil().clamp(0.0, 9.0) as usize;
    let text = format!("{:.decimals$}", value.abs());
    let is_nothing = text.chars().all(|c| c == '0' || c == '.');
    if value < 0.0 && !is_nothing {
        format!("\u{2212}{text}")
    } else {
        text
    }
}

/// As [`written`], without zeros that say nothing.
fn shortest(value: f64, step: f64) -> String {
    let text = written(value, step);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(values: &[f64], wanted: Option<(f64, f64)>) -> AxisRange {
        Scale::around(values.iter().copied(), wanted, (0.0, 100.0)).range()
    }

    #[test]
    fn an_automatic_axis_ends_on_round_numbers_around_the_data() {
        let axis = around(&[61.2, 88.0], None);
        assert_eq!(
            (axis.low_text.as_str(), axis.high_text.as_str(), axis.has_zero),
            ("60", "90", false)
        );
        let nps = around(&[-35.0, 20.0], None);
        assert_eq!((nps.low_text.as_str(), nps.high_text.as_str()), ("\u{2212}40", "20"));
    }

    #[test]
    fn a_wanted_axis_is_kept_and_only_ever_widened() {
        assert!(around(&[20.0], Some((0.0, 100.0))).high >= 100.0);
        let widened = around(&[120.0], Some((0.0, 100.0)));
        assert!(widened.low <= 0.0 && widened.high >= 120.0);
    }

    #[test]
    fn equal_or_no_values_still_make_an_axis() {
        for values in [&[][..], &[0.0][..], &[7.0, 7.0][..], &[1e12][..], &[-1e-12][..]] {
            let scale = Scale::around(values.iter().copied(), None, (0.0, 100.0));
            assert!(scale.low < scale.high && scale.ticks(4.0).len() > 1, "{values:?}");
        }
    }

    #[test]
    fn ticks_are_round_and_inside() {
        let scale = Scale::around([0.0, 100.0].into_iter(), Some((0.0, 100.0)), (0.0, 10.0));
        let texts: Vec<String> = scale.ticks(5.0).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["0", "20", "40", "60", "80", "100"]);
    }
}
