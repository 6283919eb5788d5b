//! Draws charts as small, accessible SVG: plain numbers and worded texts come in, an [`Svg`] goes out.
//!
//! A craft module: it knows nothing of surveys or pages. Callers decide, round and word; a chart only
//! lays out, and says its numbers again as a sentence and a table. The only module that uses plotters and resvg.
//! Every chart is a pure function of a value that can be written and read as JSON; [`ALL`] lists them.
//!
//! Every chart is drawn for the width it gets. A page holds it twice, for [`NARROW`] and [`WIDE`],
//! and its style sheet shows the one that fits; [`CSS`] colours both, light, dark and printed.
//! Texts are 12 or 13 px, so a drawing may be scaled down to 92 % before they fall below 11 px.

mod boxes;
mod canvas;
mod compact;
mod control;
mod diverging;
mod dots;
mod drivers;
mod events;
mod face;
mod field;
mod funnel;
mod gallery;
mod heat;
mod histogram;
mod icicle;
mod input;
mod journey;
mod kano;
mod kinds;
mod legend;
mod multiples;
mod nps;
mod palette;
mod pareto;
mod picture;
mod place;
mod quadrant;
mod raster;
mod rows;
mod said;
mod samples;
mod scale;
mod sparkline;
mod sparktable;
mod text;
mod tree;
mod trend;
mod trend_line;
mod trend_place;
mod waterfall;

#[cfg(test)]
mod drawn;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod strategies;
#[cfg(test)]
mod stress;

pub use boxes::{BoxRow, Boxes};
pub use control::{Control, ControlPanel, ControlPoint, Signal};
pub use diverging::{Diverging, DivergingRow, Neutral};
pub use dots::{DotGroup, DotRow, Dots};
pub use drivers::{DriverRow, Drivers};
pub use events::{Event, HAPPENED};
pub use face::{Face, FontData};
pub use funnel::{Funnel, FunnelLimit, FunnelUnit};
pub use gallery::gallery;
pub use heat::{Heat, HeatCell, HeatRow};
pub use histogram::{Histogram, HistogramBin, HistogramMiddle};
pub use icicle::{Icicle, IcicleNode};
pub use input::{Direction, Estimate, Mark, Part, Showing, Tone, Words};
pub use journey::{Journey, JourneyStage};
pub use kano::{Kano, KanoItem};
pub use kinds::{ALL, Kind, named};
pub use multiples::{Multiples, Panel};
pub use nps::{Nps, NpsRow};
pub use palette::{CONTRASTS, CSS};
pub use pareto::{Pareto, ParetoRow};
pub use picture::Scheme;
pub use quadrant::{Axis, Quadrant, QuadrantItem};
pub use raster::{Faces, letters, png};
pub use said::DataTable;
pub use scale::AxisRange;
pub use sparkline::Sparkline;
pub use sparktable::{SparkRow, Sparktable};
pub use tree::{Tree, TreeNode};
pub use trend::{Link, Reference, Series, Trend, TrendPoint, Wave};
pub use waterfall::{Waterfall, WaterfallStep};

use crate::diagnostic::Tongue;

/// Width in px for phones.
pub const NARROW: u32 = 360;
/// Width in px for text columns on larger screens and on paper.
pub const WIDE: u32 = 720;
/// Width in px for slides and whole screens.
pub const BROAD: u32 = 1080;

/// No chart is drawn narrower than this, in px.
pub const NARROWEST: u32 = 240;
/// No chart is drawn wider than this, in px.
pub const WIDEST: u32 = 2400;

/// A chart that can be drawn.
pub trait Chart {
    /// Draws the chart `width` px wide (held between [`NARROWEST`] and [`WIDEST`]).
    ///
    /// `ids` begins every id inside the drawing and must be unique on the page; the width is added
    /// to it, so both widths of one chart may share it. Equal input gives equal bytes.
    fn draw(&self, width: u32, ids: &str) -> Svg;

    /// The texts every chart carries.
    fn words(&self) -> &Words;

    /// What the chart shows in a sentence made from its numbers alone, for who cannot see it.
    fn sentence(&self, tongue: Tongue) -> String;

    /// The numbers of the chart; what is hidden in the drawing is hidden here.
    fn table(&self, tongue: Tongue) -> DataTable;
}

/// A finished drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Svg {
    /// The `<svg>` element, well-formed both as XML and inside HTML. Needs [`CSS`] on the page.
    pub text: String,
    /// Width in px.
    pub width: u32,
    /// Height in px.
    pub height: u32,
    /// Where every text stands, by the measure used for the layout.
    pub boxes: Vec<TextBox>,
    /// What the value axis shows, for charts that have one.
    pub axis: Option<AxisRange>,
}

impl Svg {
    /// The drawing as a file of its own, with its style sheet inside.
    #[must_use]
    pub fn standalone(&self) -> String {
        let frame = "font-family:system-ui,\"Noto Sans CJK SC\",sans-serif;background:var(--ch-bg)";
        let style = format!("><style>.ch{{{frame}}}{CSS}</style>");
        self.text.replacen('>', &style, 1)
    }
}

/// A text in a drawing and the room it takes, in px.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// The text.
    pub text: String,
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl TextBox {
    /// Whether two boxes come closer than `gap` px sideways, or overlap.
    fn near(&self, other: &Self, gap: f64) -> bool {
        self.left < other.right + gap
            && other.left < self.right + gap
            && self.top < other.bottom
            && other.top < self.bottom
    }
}
