//! Inks: names for colours and strokes which a style sheet turns into light, dark and print.
//!
//! A drawing carries class names only; [`CSS`] holds every colour.

/// Style sheet of all charts; put it once into the page (or into the file, see `Svg::standalone`).
/// Custom properties `--ch-…` may be overridden by the page; `--ch-bg` must be the colour behind
/// the charts, because gaps, hatchings and the halo of texts are drawn with it.
pub const CSS: &str = include_str!("chart.css");

/// Custom properties that stand on each other and the least contrast between them: texts 4.5, marks 3 (WCAG 2.2, 1.4.3 and 1.4.11).
pub static CONTRASTS: [(&str, &str, f64); 37] = [
    ("--ch-ink", "--ch-bg", 4.5),
    ("--ch-ink", "--ch-field", 4.5),
    ("--ch-quiet", "--ch-bg", 4.5),
    ("--ch-good", "--ch-bg", 4.5),
    ("--ch-bad", "--ch-bg", 4.5),
    ("--ch-same", "--ch-bg", 3.0),
    ("--ch-accent", "--ch-bg", 3.0),
    ("--ch-soft", "--ch-bg", 3.0),
    ("--ch-axis", "--ch-bg", 3.0),
    ("--ch-d0", "--ch-bg", 3.0),
    ("--ch-d1", "--ch-bg", 3.0),
    ("--ch-d2", "--ch-bg", 3.0),
    ("--ch-d3", "--ch-bg", 3.0),
    ("--ch-d4", "--ch-bg", 3.0),
    ("--ch-d5", "--ch-bg", 3.0),
    ("--ch-d6", "--ch-bg", 3.0),
    ("--ch-d7", "--ch-bg", 3.0),
    ("--ch-d8", "--ch-bg", 3.0),
    ("--ch-d9", "--ch-bg", 3.0),
    ("--ch-d10", "--ch-bg", 3.0),
    ("--ch-on-end", "--ch-d0", 4.5),
    ("--ch-on-end", "--ch-d1", 4.5),
    ("--ch-on-end", "--ch-d9", 4.5),
    ("--ch-on-end", "--ch-d10", 4.5),
    ("--ch-on-mid", "--ch-d2", 4.5),
    ("--ch-on-mid", "--ch-d3", 4.5),
    ("--ch-on-mid", "--ch-d4", 4.5),
    ("--ch-on-mid", "--ch-d6", 4.5),
    ("--ch-on-mid", "--ch-d7", 4.5),
    ("--ch-on-mid", "--ch-d8", 4.5),
    ("--ch-on-neutral", "--ch-d5", 4.5),
    ("--ch-k0", "--ch-bg", 3.0),
    ("--ch-k1", "--ch-bg", 3.0),
    ("--ch-k2", "--ch-bg", 3.0),
    ("--ch-k3", "--ch-bg", 3.0),
    ("--ch-k4", "--ch-bg", 3.0),
    ("--ch-k5", "--ch-bg", 3.0),
];

/// Where a text hangs on its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Role of a text; size and colour follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Label,
    Small,
    Strong,
    Heading,
    Quiet,
    Good,
    Bad,
    /// On the ends, the middles and the neutral of the diverging scale.
    OnEnd,
    OnMid,
    OnNeutral,
    /// Quiet text that may cross a line, drawn with a halo.
    Halo,
    /// Small text that may cross a line, drawn with a halo.
    HaloSmall,
}

impl Role {
    /// Font size in px.
    pub(super) fn size(self) -> f64 {
        match self {
            Self::Label | Self::Strong | Self::Heading => 13.0,
            _ => 12.0,
        }
    }

    /// How much wider than regular the face runs.
    pub(super) fn stretch(self) -> f64 {
        if matches!(self, Self::Strong | Self::Heading) {
            1.06
        } else {
            1.0
        }
    }

    /// Distance of two lines in px.
    pub(super) fn leading(self) -> f64 {
        self.size() + 4.0
    }

    /// The role whose texts are written with these classes.
    pub(super) fn drawn_as(classes: &str) -> Option<Self> {
        let first = classes.split(' ').next();
        let roles = [
            Self::Label,
            Self::Small,
            Self::Strong,
            Self::Heading,
            Self::Quiet,
            Self::Good,
            Self::Bad,
            Self::OnEnd,
            Self::OnMid,
            Self::OnNeutral,
        ];
        roles.into_iter().find(|role| Some(role.class()) == first)
    }

    fn class(self) -> &'static str {
        match self {
            Self::Label => "tl",
            Self::Small => "ts",
            Self::Strong => "tx",
            Self::Heading => "th",
            Self::Quiet => "tq",
            Self::Good => "tg",
            Self::Bad => "tb",
            Self::OnEnd => "ti",
            Self::OnMid => "tm",
            Self::OnNeutral => "tn",
            Self::Halo => "tq hl",
            Self::HaloSmall => "ts hl",
        }
    }
}

/// Everything a shape can be drawn with, in the order in which it is drawn: fields lie under
/// grids, grids under bars, bars under whiskers and dots, and text on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ink {
    /// Light area behind everything.
    Field,
    Grid,
    Zero,
    /// Interval ribbon of a series.
    Ribbon(u8),
    /// Diverging scale, 0 (orange) to 10 (blue).
    Step(u8),
    /// Light diverging tints behind numbers, 0 to 6.
    Tint(u8),
    /// Hatched: answers outside the scale.
    Aside,
    Bar,
    BarLight,
    BarGood,
    BarBad,
    BarQuiet,
    /// Stripes of background over a bar: a small base.
    Stripes,
    /// Outline of background colour that separates a whisker from a bar under it.
    Gap,
    /// Dashed reference or target.
    Target,
    Connector,
    /// Dotted line of an event or a break.
    Event,
    Line(u8),
    /// Line of a series towards a wave that is still open, or between small bases.
    Loose(u8),
    /// Interval of one point of a series.
    Range(u8),
    Whisker,
    WhiskerDashed,
    Dot(u8),
    Hollow(u8),
    MarkGood,
    MarkBad,
    MarkQuiet,
    Text(Role, Anchor),
}

impl Ink {
    /// Class names in [`CSS`].
    pub(super) fn class(self) -> String {
        match self {
            Self::Field => "f".into(),
            Self::Grid => "g".into(),
            Self::Ribbon(n) => format!("r{n}"),
            Self::Step(n) => format!("d{n}"),
            Self::Tint(n) => format!("x{n}"),
            Self::Aside => "a".into(),
            Self::Bar => "b".into(),
            Self::BarLight => "bl".into(),
            Self::BarGood | Self::MarkGood => "mg".into(),
            Self::BarBad | Self::MarkBad => "mb".into(),
            Self::BarQuiet | Self::MarkQuiet => "mq".into(),
            Self::Stripes => "s".into(),
            Self::Gap => "i".into(),
            Self::Zero => "z".into(),
            Self::Target => "t".into(),
            Self::Connector => "c".into(),
            Self::Event => "o".into(),
            Self::Line(n) => format!("l{n}"),
            Self::Loose(n) => format!("n{n}"),
            Self::Range(n) => format!("u{n}"),
            Self::Whisker => "w".into(),
            Self::WhiskerDashed => "v".into(),
            Self::Dot(n) => format!("k{n}"),
            Self::Hollow(n) => format!("p{n}"),
            Self::Text(role, Anchor::Start) => role.class().into(),
            Self::Text(role, Anchor::Middle) => format!("{} m", role.class()),
            Self::Text(role, Anchor::End) => format!("{} e", role.class()),
        }
    }

    /// The pattern filling it, if it is hatched.
    pub(super) fn pattern(self) -> Option<Pattern> {
        match self {
            Self::Aside => Some(Pattern::Dark),
            Self::Stripes => Some(Pattern::Light),
            _ => None,
        }
    }
}

/// Hatchings, defined inside each drawing that uses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    /// Grey strokes on nothing.
    Dark,
    /// Strokes of background colour.
    Light,
}

/// The ink of step `index` of `count`, low to high, and the role of a text on it.
pub(super) fn step(index: usize, count: usize) -> (Ink, Role) {
    let last = count.saturating_sub(1);
    let place = |i: usize| (i * 10).checked_div(last).unwrap_or(5);
    let index = index.min(last);
    // Mirrored, so that both halves use the same distances from the middle.
    let tenth = if index * 2 <= last {
        place(index)
    } else {
        10 - place(last - index)
    };
    let role = match tenth {
        0 | 1 | 9 | 10 => Role::OnEnd,
        5 => Role::OnNeutral,
        _ => Role::OnMid,
    };
    (Ink::Step(u8::try_from(tenth).unwrap_or(5)), role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_symmetric_and_five_are_all_different() {
        let five: Vec<Ink> = (0..5).map(|i| step(i, 5).0).collect();
        assert_eq!(
            five,
            [Ink::Step(0), Ink::Step(2), Ink::Step(5), Ink::Step(8), Ink::Step(10)]
        );
        let four: Vec<Ink> = (0..4).map(|i| step(i, 4).0).collect();
        assert_eq!(four, [Ink::Step(0), Ink::Step(3), Ink::Step(7), Ink::Step(10)]);
        assert_eq!(step(0, 1).0, Ink::Step(5));
    }

    /// Relative luminance as WCAG 2.2 defines it.
    fn luminance(hex: &str) -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |c: f64| {
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// `part` of a colour over another.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mix of bytes is a byte"
    )]
    fn blend(over: &str, under: &str, part: f64) -> String {
        let channel = |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
        let mixed = [1, 3, 5].map(|at| (channel(over, at) * part + channel(under, at) * (1.0 - part)).round());
        format!("#{:02x}{:02x}{:02x}", mixed[0] as u8, mixed[1] as u8, mixed[2] as u8)
    }

    /// The value of a custom property in the `theme`-th block that defines it.
    fn property(name: &str, theme: usize) -> &'static str {
        let key = format!("--ch-{name}:#");
        let at = CSS.match_indices(&key).nth(theme).unwrap_or_else(|| panic!("{name}")).0;
        &CSS[at + key.len() - 1..at + key.len() + 6]
    }

    #[test]
    fn contrast_of_colours_meets_wcag_in_light_and_dark() {
        for theme in 0..2 {
            let bg = property("bg", theme);
            for text in ["ink", "quiet", "good", "bad"] {
                assert!(contrast(property(text, theme), bg) >= 4.5, "{text} {theme}");
                assert!(
                    contrast(property(text, theme), property("field", theme)) >= 4.5,
                    "{text} {theme}"
                );
            }
            for mark in ["axis", "accent", "soft", "same", "k0", "k1", "k2", "k3", "k4", "k5"] {
                assert!(contrast(property(mark, theme), bg) >= 3.0, "{mark} {theme}");
            }
            // The strongest tints of heat maps and icicles, 40 % of a step of the scale over the background.
            for step in ["d1", "d9"] {
                let tint = blend(property(step, theme), bg, 0.4);
                assert!(contrast(property("ink", theme), &tint) >= 4.5, "ink on {step} {theme}");
                for mark in ["good", "bad"] {
                    assert!(
                        contrast(property(mark, theme), &tint) >= 3.0,
                        "{mark} on {step} {theme}"
                    );
                }
            }
            for tenth in 0..=10_usize {
                let fill = property(&format!("d{tenth}"), theme);
                assert!(contrast(fill, bg) >= 3.0, "d{tenth} {theme}");
                let on = match step(tenth, 11).1 {
                    Role::OnEnd => "on-end",
                    Role::OnMid => "on-mid",
                    _ => "on-neutral",
                };
                let seen = contrast(property(on, theme), fill);
                assert!(seen >= 4.5, "text on d{tenth} in theme {theme}: {seen}");
            }
        }
    }
}
