//! What the charts are told: plain numbers with their texts already worded and localised.
//!
//! Shared by several charts; knows nothing of where the numbers come from.

use serde::{Deserialize, Serialize};

/// The texts every chart carries besides its data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// Name of the chart, read out by screen readers; the visible heading stands outside the drawing.
    pub title: String,
    /// One sentence saying what the chart shows.
    pub description: String,
    /// Shown instead of an empty drawing when there is nothing to draw.
    pub empty: String,
}

/// A number with its interval and the text it is shown as. Non-finite parts count as absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Estimate {
    /// The number in axis units; `None` is drawn as a gap, never as zero.
    pub value: Option<f64>,
    /// Lower end of the interval, same unit.
    pub low: Option<f64>,
    /// Upper end of the interval, same unit.
    pub high: Option<f64>,
    /// How the number is written, rounded and localised.
    pub text: String,
}

impl Estimate {
    /// The value, if it is a finite number. Magnitudes are held to 10¹² so that scales stay finite.
    pub(super) fn known(&self) -> Option<f64> {
        self.value.and_then(finite)
    }

    /// Both ends of the interval in order, if both are known.
    pub(super) fn interval(&self) -> Option<(f64, f64)> {
        let (low, high) = (self.low.and_then(finite)?, self.high.and_then(finite)?);
        Some((low.min(high), low.max(high)))
    }

    /// Every finite number of the estimate: what an axis must reach.
    pub(super) fn reach(&self) -> impl Iterator<Item = f64> + use<> {
        [self.value, self.low, self.high]
            .into_iter()
            .flatten()
            .filter_map(finite)
    }
}

/// A number a drawing can use.
pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then(|| value.clamp(-1e12, 1e12))
}

/// A share of a whole with its text, for stacked bars.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Part {
    /// In `[0, 1]`; anything else that is not a positive number counts as 0.
    pub share: f64,
    /// How the share is written, such as "37".
    pub text: String,
}

impl Part {
    /// The share written as whole per cent without a sign.
    #[must_use]
    pub fn percent(share: f64) -> Self {
        Self {
            share,
            text: format!("{:.0}", (share * 100.0).round() + 0.0),
        }
    }

    /// The share as a number a bar can have.
    pub(super) fn length(&self) -> f64 {
        if self.share.is_finite() {
            self.share.clamp(0.0, 1.0)
        } else {
            0.0
        }
    }
}

/// Where a number moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It is higher: a triangle pointing up.
    Rose,
    /// It is lower: a triangle pointing down.
    Fell,
    /// There is no evidence of a difference: a dash.
    Same,
}

/// What the movement means for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Better: blue.
    Good,
    /// Worse: vermilion.
    Bad,
    /// Neither, or not known: grey.
    Quiet,
}

/// A significance mark: shape by direction, colour by meaning, so that neither stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The shape.
    pub direction: Direction,
    /// The colour.
    pub tone: Tone,
    /// Text beside the mark such as "+3.1"; may be empty.
    pub text: String,
}

/// How far a row can be trusted, decided by the caller.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Showing {
    /// Drawn as it is.
    #[default]
    Plain,
    /// Drawn with a sign of caution: hatched bar, hollow dot, dashed interval.
    Small,
    /// Not drawn: "·" and the reason given here.
    Hidden(String),
}
