//! One face of a font: bytes come in, which characters it has and how wide it sets them goes out.

use std::fmt;
use std::sync::Arc;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

/// Bytes of a font file.
pub type FontData = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A face that can be read: `index` is its place in a collection, 0 in a file of one.
#[derive(Clone)]
pub struct Face {
    data: FontData,
    index: u32,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = (*self.data).as_ref().len();
        write!(f, "Face({} of {bytes} bytes)", self.index)
    }
}

impl Face {
    /// `None` when the bytes are no font with outlines and a map of characters.
    #[must_use]
    pub fn new(data: FontData, index: u32) -> Option<Self> {
        let face = Self { data, index };
        face.font().is_some_and(|font| font.charmap().has_map()).then_some(face)
    }

    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index((*self.data).as_ref(), self.index).ok()
    }

    pub(super) fn data(&self) -> FontData {
        Arc::clone(&self.data)
    }

    pub(super) fn index(&self) -> u32 {
        self.index
    }

    /// Whether the face can draw a character: it has a glyph, and unless it is a space the glyph has an outline.
    #[must_use]
    pub fn has(&self, letter: char) -> bool {
        let Some(font) = self.font() else { return false };
        let Some(glyph) = font.charmap().map(letter) else {
            return false;
        };
        if letter.is_whitespace() {
            return true;
        }
        let mut pen = Strokes(0);
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let drawn = font
            .outline_glyphs()
            .get(glyph)
            .map(|outline| outline.draw(settings, &mut pen));
        matches!(drawn, Some(Ok(_))) && pen.0 > 0
    }

    /// How wide the face sets a character, in em; `None` where it has none.
    pub(super) fn advance(&self, letter: char) -> Option<f64> {
        let font = self.font()?;
        let glyph = font.charmap().map(letter)?;
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Some(f64::from(metrics.advance_width(glyph)?))
    }
}

/// Counts what is drawn.
struct Strokes(usize);

impl OutlinePen for Strokes {
    fn move_to(&mut self, _: f32, _: f32) {}

    fn line_to(&mut self, _: f32, _: f32) {
        self.0 += 1;
    }

    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
        self.0 += 1;
    }

    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        self.0 += 1;
    }

    fn close(&mut self) {}
}
