//! A picture as pixels, for programs that show no SVG: a chart, its words and the faces of fonts come in, a PNG goes out.
//!
//! Pure: which fonts a machine has is the caller's matter. The only module that uses resvg. A chart was laid out without
//! knowing the font, so a text that a face sets wider than it was measured is set smaller until it fits; a character that no
//! face has is never drawn as a box but told ([`Faces::lacks`]).

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{FontResolver, Options, Tree};

use super::face::Face;
use super::palette::Role;
use super::picture::Scheme;
use super::{Chart, WIDE};

/// Faces to set texts with, the first that has a character sets it.
#[derive(Debug, Clone, Default)]
pub struct Faces {
    /// In the order of preference: the upright face of regular weight, and a bold one of the same family.
    families: Vec<(Face, Option<Face>)>,
}

impl Faces {
    /// No faces yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a family behind the others: its regular face, and its bold one where it has one.
    pub fn push(&mut self, regular: Face, bold: Option<Face>) {
        self.families.push((regular, bold));
    }

    /// The letters that no face has, each once, in the order of their code points.
    #[must_use]
    pub fn lacks(&self, letters: &BTreeSet<char>) -> Vec<char> {
        let has = |letter: &&char| self.families.iter().any(|(regular, _)| regular.has(**letter));
        letters.iter().filter(|letter| !has(letter)).copied().collect()
    }

    /// Faces of a weight, each family once.
    fn of(&self, weight: Weight) -> impl Iterator<Item = &Face> {
        self.families.iter().map(move |(regular, bold)| match weight {
            Weight::Bold => bold.as_ref().unwrap_or(regular),
            Weight::Regular => regular,
        })
    }

    /// Width of a text in px at `size` px.
    fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let advance = |letter| self.of(weight).find_map(|face| face.advance(letter)).unwrap_or(0.0);
        text.chars().map(advance).sum::<f64>() * size
    }
}

/// Px a text may be wider than it was measured: the gap that is kept between texts.
const SLACK: f64 = 3.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Regular,
    Bold,
}

/// Letters of a chart that is to be `width` px wide, with its title and the sentence under it.
#[must_use]
pub fn letters(chart: &dyn Chart, says: &str, width: u32) -> BTreeSet<char> {
    let drawn = chart.draw(WIDE.min(width), "letters");
    let texts = drawn.boxes.iter().map(|text| text.text.as_str());
    let words = [chart.words().title.as_str(), says, "…"];
    texts
        .chain(words)
        .flat_map(str::chars)
        .filter(|letter| !letter.is_control() && !is_ignorable(*letter))
        .collect()
}

/// Whether a character has no picture of its own (Unicode: default ignorable).
fn is_ignorable(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// A chart as a PNG of `width` px with its title above and `says` under it; `None` where it would be too large to hold in
/// memory. Without faces there are no texts. Equal input and equal faces give equal bytes.
///
/// The chart is laid out for a column of a page and then scaled, so that its texts are as large on a slide as they are there.
#[must_use]
pub fn png(chart: &dyn Chart, says: &str, scheme: Scheme, width: u32, faces: &Faces) -> Option<Vec<u8>> {
    let drawn = chart.draw(WIDE.min(width), "chart");
    let picture = fitted(&drawn.picture(chart.words(), says, scheme), faces);
    let loaded = Loaded::new(faces);
    let options = Options {
        fontdb: Arc::new(loaded.database),
        font_resolver: resolver(loaded.regular, loaded.bold),
        ..Options::default()
    };
    let tree = Tree::from_str(&picture, &options).ok()?;
    let size = tree.size();
    #[expect(clippy::cast_precision_loss, reason = "a width has few digits")]
    let scale = width as f32 / size.width();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a height is positive, and too large a one saturates"
    )]
    let height = (size.height() * scale).ceil() as u32;
    let mut pixels = Pixmap::new(width, height.max(1))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

/// The faces in the form the renderer takes.
struct Loaded {
    database: Database,
    regular: Vec<(ID, Face)>,
    bold: Vec<(ID, Face)>,
}

impl Loaded {
    fn new(faces: &Faces) -> Self {
        let mut database = Database::new();
        let mut load = |face: &Face| {
            let ids = database.load_font_source(Source::Binary(face.data()));
            let id = ids
                .iter()
                .find(|id| database.face(**id).is_some_and(|known| known.index == face.index()));
            Some((*id?, face.clone()))
        };
        let regular = faces.of(Weight::Regular).filter_map(&mut load).collect();
        let bold = faces.of(Weight::Bold).filter_map(&mut load).collect();
        Self {
            database,
            regular,
            bold,
        }
    }
}

/// The first face of the weight, and for a letter it lacks the first that has it.
fn resolver(regular: Vec<(ID, Face)>, bold: Vec<(ID, Face)>) -> FontResolver<'static> {
    let first = [regular.first(), bold.first()].map(|face| face.map(|(id, _)| *id));
    FontResolver {
        select_font: Box::new(move |font, _| if font.weight() >= 600 { first[1] } else { first[0] }),
        select_fallback: Box::new(move |letter, used, _| {
            let is_bold = used.first().is_some_and(|used| bold.iter().any(|(id, _)| id == used));
            let faces = if is_bold { &bold } else { &regular };
            let other = faces.iter().find(|(id, face)| !used.contains(id) && face.has(letter));
            other.map(|(id, _)| *id)
        }),
    }
}

/// The picture with texts set smaller where the faces would draw them wider than they were measured.
fn fitted(picture: &str, faces: &Faces) -> String {
    let mut out = String::with_capacity(picture.len());
    let mut style = (12.0, Weight::Regular);
    for (index, piece) in picture.split('<').enumerate() {
        if index > 0 {
            out.push('<');
        }
        if let Some(class) = piece.strip_prefix("g class=\"").and_then(|rest| rest.split('"').next()) {
            style = Role::drawn_as(class).map_or(style, |role| {
                let is_wide = role.stretch() > 1.0;
                (role.size(), if is_wide { Weight::Bold } else { Weight::Regular })
            });
        }
        let Some((tag, written)) = piece.strip_prefix("text ").and_then(|rest| rest.split_once('>')) else {
            out.push_str(piece);
            continue;
        };
        let own = tag
            .split("font-size=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next()?.parse().ok());
        let (size, weight) = match own {
            Some(size) if tag.contains("font-weight") => (size, Weight::Bold),
            Some(size) => (size, Weight::Regular),
            None => style,
        };
        let text = unescaped(written);
        let stretch = if weight == Weight::Bold {
            Role::Strong.stretch()
        } else {
            1.0
        };
        let (room, wide) = (
            super::text::width(&text, size * stretch),
            faces.width(&text, size, weight),
        );
        if wide > room + SLACK {
            let _ = write!(
                out,
                "text {tag} style=\"font-size:{:.2}px\">{written}",
                size * (room + SLACK) / wide
            );
        } else {
            out.push_str(piece);
        }
    }
    out
}

fn unescaped(written: &str) -> String {
    let plain = written
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    plain.replace("&apos;", "'").replace("&amp;", "&")
}
