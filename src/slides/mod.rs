//! A deck of slides as a `PowerPoint` file whose charts can be edited: titles, numbers and small print come in, bytes go out.
//!
//! A craft module: it knows nothing of surveys. Every chart is a native one (`DrawingML`, ECMA-376 part 1, chapter 21.2) with a
//! workbook of its numbers inside, so that "Edit data" opens them. Equal input gives equal bytes.

mod book;
mod chart;
mod fit;
mod frame;
mod package;
mod slide;

#[cfg(test)]
mod tests;

pub use frame::Look;

use std::fmt;

/// A deck.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deck {
    /// Its title, for the properties of the file.
    pub title: String,
    /// Who speaks, for the properties of the file.
    pub author: String,
    /// Language of its texts, such as `zh-CN` or `en-US`.
    pub lang: String,
    /// Colours and fonts.
    pub look: Look,
    /// In their order.
    pub slides: Vec<Slide>,
}

/// One slide: a finding and what it rests on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slide {
    /// The finding, as a sentence.
    pub title: String,
    /// What is shown, of whom, when.
    pub subtitle: String,
    /// A paragraph above the body; may be empty.
    pub lead: String,
    /// What is shown.
    pub body: Body,
    /// Small print.
    pub foot: String,
    /// What the speaker reads, a paragraph each.
    pub notes: Vec<String>,
}

/// What a slide shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Body {
    /// Nothing but its title and paragraph.
    #[default]
    Nothing,
    /// A chart.
    Chart(Chart),
    /// A table; its first row is the head.
    Table(Vec<Vec<Cell>>),
    /// Paragraphs: a word in bold, and what there is to say about it. Those that find no room stand on further slides.
    List(Vec<(String, String)>),
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// What it means for the reader.
    pub tone: Tone,
}

/// What a number means for the reader; never told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing by itself.
    #[default]
    Plain,
    /// Better.
    Good,
    /// Worse.
    Bad,
    /// Neither, or not known.
    Quiet,
}

/// A chart of numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// Its shape.
    pub shape: Shape,
    /// What it shows, in a sentence, for who cannot see it.
    pub description: String,
    /// Names of the rows or points in time.
    pub categories: Vec<String>,
    /// Numbers, one for each category.
    pub series: Vec<Series>,
    /// How numbers are written: a format code of Office, such as `0"%"`.
    pub format: String,
    /// How the axis of values is written.
    pub axis_format: String,
    /// Ends of the axis of values; chosen by the program that shows it when `None`.
    pub range: Option<(f64, f64)>,
}

/// Shapes of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Bars to the right with error bars, top to bottom.
    #[default]
    Bars,
    /// Parts of one bar a category, which add up to 100.
    Stacked,
    /// Lines over time with error bars.
    Lines,
}

/// Numbers of one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// One for each category; `None` is a gap, and an empty cell.
    pub values: Vec<Option<f64>>,
    /// Ends of the interval of each value, where there are any: low and high, in the unit of the values.
    pub intervals: Vec<Option<(f64, f64)>>,
    /// Colour of all its marks as six hex digits; the accent when `None`.
    pub colour: Option<String>,
    /// Colour of texts on its marks as six hex digits.
    pub ink: Option<String>,
    /// Marks that are coloured otherwise, by their place.
    pub tones: Vec<Tone>,
    /// How it is drawn.
    pub line: Line,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// Full, with a mark at each value.
    #[default]
    Marked,
    /// Dashed and without marks: something aimed at.
    Dashed,
}

/// A deck that could not be written.
#[derive(Debug)]
pub struct SlidesError(String);

impl fmt::Display for SlidesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SlidesError {}

impl From<rust_xlsxwriter::XlsxError> for SlidesError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self(error.to_string())
    }
}

impl From<zip::result::ZipError> for SlidesError {
    fn from(error: zip::result::ZipError) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for SlidesError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// The deck as the bytes of a `.pptx` file.
///
/// # Errors
/// When a workbook or the package cannot be made.
pub fn write(deck: &Deck) -> Result<Vec<u8>, SlidesError> {
    let slides: Vec<Slide> = deck.slides.iter().flat_map(fit::split).collect();
    let mut package = package::Package::new();
    frame::write(deck, &slides, &mut package);
    let mut charts = 0;
    for (index, slide) in slides.iter().enumerate() {
        let number = index + 1;
        if let Body::Chart(drawn) = &slide.body {
            charts += 1;
            package.part(
                &format!("ppt/charts/chart{charts}.xml"),
                package::CHART,
                chart::xml(drawn, &deck.lang),
            );
            package.relation(
                &format!("ppt/charts/chart{charts}.xml"),
                "package",
                &format!("../embeddings/Microsoft_Excel_Sheet{charts}.xlsx"),
            );
            package.bytes(
                &format!("ppt/embeddings/Microsoft_Excel_Sheet{charts}.xlsx"),
                book::bytes(drawn)?,
            );
        }
        slide::write(deck, slide, number, charts, &mut package);
    }
    package.finish()
}
