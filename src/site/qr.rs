//! QR codes as SVG: one path, sharp at any size, with the quiet zone scanners need.

use qrcode::Color;
use qrcode::EcLevel;
use qrcode::QrCode;
use std::fmt::Write;

/// How much of a code may be covered or worn off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wear {
    /// 15 %: on screens and in letters.
    Medium,
    /// 25 %: on posters.
    Quartile,
}

/// Modules of white around a code that scanners ask for (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    side: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The code of a text; `None` when it is too long for any code (1,663 bytes at [`Wear::Quartile`]).
    #[must_use]
    pub fn new(text: &str, wear: Wear) -> Option<Self> {
        let level = match wear {
            Wear::Medium => EcLevel::M,
            Wear::Quartile => EcLevel::Q,
        };
        let code = QrCode::with_error_correction_level(text, level).ok()?;
        Some(Self {
            side: code.width(),
            dark: code
                .to_colors()
                .into_iter()
                .map(|colour| colour == Color::Dark)
                .collect(),
        })
    }

    /// Modules along a side, the quiet zone included.
    #[must_use]
    pub fn modules(&self) -> usize {
        self.side + 2 * QUIET
    }

    /// Whether a module is dark; counted from the quiet zone's corner.
    #[must_use]
    pub fn is_dark(&self, column: usize, row: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        match (inside(column), inside(row)) {
            (Some(column), Some(row)) => self.dark[row * self.side + column],
            _ => false,
        }
    }

    /// An SVG of its own, named by `title` (plain text). It is black on white in dark mode and in print too: scanners expect it.
    #[must_use]
    pub fn svg(&self, title: &str) -> String {
        let side = self.modules();
        let mut path = String::new();
        for row in 0..side {
            let mut column = 0;
            while column < side {
                let from = column;
                while column < side && self.is_dark(column, row) {
                    column += 1;
                }
                if column > from {
                    // Runs of a row as one box: fewer edges for a renderer to leave a gap at.
                    let _ = write!(path, "M{from} {row}h{}v1h-{}z", column - from, column - from);
                } else {
                    column += 1;
                }
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
             shape-rendering=\"crispEdges\"><title>{}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/>\
             <path fill=\"#000\" d=\"{path}\"/></svg>",
            super::html::Html::escaped(title).as_str()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_its_finders_and_its_quiet_zone() {
        let code = Qr::new("https://example.org/s/forms/visit.zh.html#t=0", Wear::Quartile).unwrap();
        let side = code.modules();
        assert!((0..side).all(|at| !code.is_dark(at, 3) && !code.is_dark(3, at) && !code.is_dark(side - 4, at)));
        // The finder pattern of ISO/IEC 18004: dark 7 × 7 frame, light ring, dark 3 × 3.
        for (column, row) in [(QUIET, QUIET), (side - QUIET - 7, QUIET), (QUIET, side - QUIET - 7)] {
            for dy in 0..7 {
                for dx in 0..7 {
                    let ring = dx.min(dy).min(6 - dx).min(6 - dy);
                    assert_eq!(code.is_dark(column + dx, row + dy), ring != 1, "{dx} {dy}");
                }
            }
        }
    }

    #[test]
    fn a_longer_text_has_a_larger_code_and_one_too_long_has_none() {
        let side = |text: &str, wear| Qr::new(text, wear).map(|code| code.modules());
        assert!(side("a", Wear::Medium) < side(&"a".repeat(200), Wear::Medium));
        assert!(side(&"a".repeat(200), Wear::Medium) < side(&"a".repeat(200), Wear::Quartile));
        assert_eq!(side(&"a".repeat(5000), Wear::Quartile), None);
    }

    #[test]
    fn nothing_of_its_name_is_markup() {
        assert!(
            Qr::new("x", Wear::Medium)
                .unwrap()
                .svg("a<b>&\"")
                .contains("<title>a&lt;b&gt;&amp;&quot;</title>")
        );
    }
}
