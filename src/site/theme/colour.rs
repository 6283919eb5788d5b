//! A colour, its contrast with others, and the nearest colour that has enough.

use std::fmt;

/// A colour of the sRGB space, without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// White.
    pub const WHITE: Self = Self([255; 3]);
    /// Nearly black: what stands on bright colours.
    pub const INK: Self = Self([0x0e, 0x11, 0x16]);

    /// Reads `#rgb`, `#rrggbb`, `rgb(r, g, b)`, `white` or `black`; `None` for anything else, transparency included.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        match text.as_str() {
            "white" => return Some(Self::WHITE),
            "black" => return Some(Self([0; 3])),
            _ => {}
        }
        if let Some(digits) = text.strip_prefix('#') {
            let digit = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok();
            let parts = match digits.len() {
                3 => [0, 1, 2].map(|at| digit(at).map(|value| value * 17)),
                6 => [0, 2, 4].map(|at| Some(digit(at)? * 16 + digit(at + 1)?)),
                _ => return None,
            };
            return Some(Self([parts[0]?, parts[1]?, parts[2]?]));
        }
        let inner = text.strip_prefix("rgb(")?.strip_suffix(')')?;
        let parts: Vec<u8> = inner
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        <[u8; 3]>::try_from(parts).ok().map(Self)
    }

    /// Relative luminance, 0 for black and 1 for white.
    ///
    /// Source: WCAG 2.2, "relative luminance".
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast ratio with another colour, from 1 to 21; the order does not matter.
    ///
    /// Source: WCAG 2.2, "contrast ratio".
    #[must_use]
    pub fn against(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour nearest to this one, of the same hue, that has at least these contrasts; `None` when no lightness has.
    ///
    /// Near is meant in Oklab: the lightness moves, the chroma stays as long as a screen can show it.
    #[must_use]
    pub fn nearest(self, least: &[(Self, f64)]) -> Option<Self> {
        let passes = |colour: Self| least.iter().all(|(other, ratio)| colour.against(*other) >= *ratio);
        if passes(self) {
            return Some(self);
        }
        let [own, a, b] = oklab(self);
        (1..=STEPS).find_map(|step| {
            let away = f64::from(step) / f64::from(STEPS);
            [own - away, own + away]
                .into_iter()
                .filter(|lightness| (0.0..=1.0).contains(lightness))
                .map(|lightness| from_oklab(lightness, a, b))
                .find(|colour| passes(*colour))
        })
    }

    /// So much of this colour laid over another, 0 to 1.
    #[must_use]
    pub fn over(self, ground: Self, share: f64) -> Self {
        let mut mixed = [0; 3];
        for (at, value) in mixed.iter_mut().enumerate() {
            *value = byte((f64::from(self.0[at]) * share + f64::from(ground.0[at]) * (1.0 - share)) / 255.0);
        }
        Self(mixed)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(out, "#{r:02x}{g:02x}{b:02x}")
    }
}

const STEPS: u16 = 500;

fn linear(value: u8) -> f64 {
    let share = f64::from(value) / 255.0;
    if share <= 0.040_45 {
        share / 12.92
    } else {
        ((share + 0.055) / 1.055).powf(2.4)
    }
}

fn gamma(share: f64) -> f64 {
    if share <= 0.003_130_8 {
        share * 12.92
    } else {
        1.055 * share.powf(1.0 / 2.4) - 0.055
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255 before"
)]
fn byte(share: f64) -> u8 {
    (share * 255.0).round().clamp(0.0, 255.0) as u8
}

/// Source: B. Ottosson (2020), "A perceptual color space for image processing".
fn oklab(colour: Rgb) -> [f64; 3] {
    let [r, g, b] = colour.0.map(linear);
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
    ]
}

/// The colour of this lightness and hue; where the screen has no such chroma, with as much as it has.
fn from_oklab(lightness: f64, a: f64, b: f64) -> Rgb {
    let shown = |share: f64| {
        let (a, b) = (a * share, b * share);
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    };
    let fits = |parts: &[f64; 3]| parts.iter().all(|part| (-0.000_1..=1.000_1).contains(part));
    let share = (0..=20)
        .rev()
        .map(|step| f64::from(step) / 20.0)
        .find(|share| fits(&shown(*share)));
    Rgb(shown(share.unwrap_or(0.0)).map(|part| byte(gamma(part.clamp(0.0, 1.0)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rgb(text: &str) -> Rgb {
        Rgb::parse(text).unwrap()
    }

    #[test]
    fn ratios_are_those_of_the_standard() {
        // WCAG: black on white is 21; the greys are the published limits of 4.5 and 3 on white (#767676, #949494).
        assert!((rgb("black").against(rgb("white")) - 21.0).abs() < 1e-9);
        assert!((rgb("#767676").against(Rgb::WHITE) - 4.54).abs() < 0.005);
        assert!((rgb("#777777").against(Rgb::WHITE) - 4.48).abs() < 0.005);
        assert!((rgb("#949494").against(Rgb::WHITE) - 3.03).abs() < 0.005);
        assert!((rgb("#ff0000").against(Rgb::WHITE) - 4.00).abs() < 0.005);
        assert!((rgb("#0000ff").against(Rgb::WHITE) - 8.59).abs() < 0.005);
    }

    #[test]
    fn notations_are_read_and_others_are_not_guessed() {
        assert_eq!(rgb("#1F5fa8").to_string(), "#1f5fa8");
        assert_eq!(rgb("#abc"), rgb("#aabbcc"));
        assert_eq!(rgb("rgb(31, 95, 168)"), rgb("#1f5fa8"));
        assert_eq!(rgb("rgb(31 95 168)"), rgb("#1f5fa8"));
        for other in [
            "",
            "#12",
            "#12345g",
            "rgb(1,2)",
            "rgb(1,2,300)",
            "hsl(1 2% 3%)",
            "#11223344",
            "é#1",
        ] {
            assert_eq!(Rgb::parse(other), None, "{other}");
        }
    }

    #[test]
    fn the_nearest_colour_passes_and_keeps_the_hue() {
        let green = rgb("#43b97f");
        let better = green.nearest(&[(Rgb::WHITE, 4.5)]).unwrap();
        assert!(
            better.against(Rgb::WHITE) >= 4.5 && better.against(Rgb::WHITE) < 4.7,
            "{better}"
        );
        assert!(
            better.0[1] > better.0[0] && better.0[1] > better.0[2],
            "{better} is no green"
        );
        assert_eq!(Rgb::INK.nearest(&[(Rgb::WHITE, 4.5)]), Some(Rgb::INK));
        // Nothing is far from both black and white by 5.
        assert_eq!(green.nearest(&[(Rgb::WHITE, 5.0), (rgb("black"), 5.0)]), None);
    }
}
