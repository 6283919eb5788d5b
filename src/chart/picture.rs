//! A drawing as a picture of its own: title above, sentence below, and colours written out for programs that know no
//! variables, such as those that make slides.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::compact::escape;
use super::input::Words;
use super::palette::{self, CSS, Role};
use super::text::{clean, wrap};
use super::{Svg, WIDEST};

/// The colours of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// On white, for paper and slides.
    #[default]
    Light,
    /// On dark grey.
    Dark,
}

/// Px of background around the drawing.
const MARGIN: f64 = 20.0;
const TITLE: f64 = 17.0;
const SAYS: f64 = 12.5;
/// Families a picture asks for; the first that the machine has is taken.
const FAMILIES: &str = "system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC','Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei','Source Han Sans SC',sans-serif";

impl Scheme {
    /// The custom properties of the style sheet with their colours, as declarations.
    #[must_use]
    pub fn properties(self) -> String {
        self.colours()
            .into_iter()
            .fold(String::new(), |mut out, (name, colour)| {
                let _ = write!(out, "{name}:{colour};");
                out
            })
    }

    /// Colours of the steps of a scale with `count` steps, low to high, each with that of texts on it, as `#rrggbb`.
    #[must_use]
    pub fn step_colours(self, count: usize) -> Vec<[&'static str; 2]> {
        let colours = self.colours();
        let colour = |name: &str| colours.get(name).copied().unwrap_or("#000000");
        let one = |index| {
            let (ink, role) = palette::step(index, count);
            let on = match role {
                Role::OnEnd => "--ch-on-end",
                Role::OnNeutral => "--ch-on-neutral",
                _ => "--ch-on-mid",
            };
            [colour(&format!("--ch-{}", ink.class())), colour(on)]
        };
        (0..count).map(one).collect()
    }

    fn colours(self) -> BTreeMap<&'static str, &'static str> {
        let (light, rest) = block(CSS);
        let block = match self {
            Self::Light => light,
            Self::Dark => block(rest).0,
        };
        let pairs = block.split(';').filter_map(|pair| pair.split_once(':'));
        pairs.map(|(name, colour)| (name.trim(), colour.trim())).collect()
    }

    /// The rules of the style sheet without variables or conditions.
    fn rules(self) -> String {
        let start = CSS.find("\n.ch{").unwrap_or(0);
        let mut rules = CSS[start..].replace('\n', "");
        for (name, colour) in self.colours() {
            rules = rules.replace(&format!("var({name})"), colour);
        }
        rules
    }
}

/// The declarations of the first `:root{…}` and what comes after it.
fn block(css: &'static str) -> (&'static str, &'static str) {
    let after = css.split_once(":root{").map_or("", |(_, after)| after);
    after.split_once('}').unwrap_or((after, ""))
}

impl Svg {
    /// The drawing as a file of its own with its title, and `says` under it, in the colours of one scheme.
    #[must_use]
    pub fn picture(&self, words: &Words, says: &str, scheme: Scheme) -> String {
        let colours = scheme.colours();
        let colour = |name: &str| colours.get(name).copied().unwrap_or("#000000");
        let width = f64::from(self.width.min(WIDEST));
        let title = wrap(&words.title, TITLE * 1.06, width, 3);
        let says = wrap(&clean(says), SAYS, width, 4);
        let leading = |size: f64| size * 1.35;
        let title_high = if title.is_empty() {
            0.0
        } else {
            title.len() as f64 * leading(TITLE) + 10.0
        };
        let says_high = if says.is_empty() {
            0.0
        } else {
            says.len() as f64 * leading(SAYS) + 8.0
        };
        let (whole, high) = (
            width + 2.0 * MARGIN,
            title_high + f64::from(self.height) + says_high + 2.0 * MARGIN,
        );
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole:.0} {high:.0}\" width=\"{whole:.0}\" height=\"{high:.0}\" \
             font-family=\"{FAMILIES}\"><style>{}</style><rect width=\"{whole:.0}\" height=\"{high:.0}\" fill=\"{}\"/>",
            scheme.rules(),
            colour("--ch-bg"),
        );
        let mut line = |y: f64, size: f64, more: &str, text: &str| {
            let text = escape(text);
            let _ = write!(
                out,
                "<text x=\"{MARGIN:.0}\" y=\"{y:.1}\" font-size=\"{size}\"{more}>{text}</text>"
            );
        };
        let bold = format!(" font-weight=\"600\" fill=\"{}\"", colour("--ch-ink"));
        for (index, text) in title.iter().enumerate() {
            line(MARGIN + TITLE * 0.9 + index as f64 * leading(TITLE), TITLE, &bold, text);
        }
        let quiet = format!(" fill=\"{}\"", colour("--ch-quiet"));
        let below = MARGIN + title_high + f64::from(self.height) + 8.0;
        for (index, text) in says.iter().enumerate() {
            line(below + SAYS + index as f64 * leading(SAYS), SAYS, &quiet, text);
        }
        let place = format!("<svg x=\"{MARGIN:.0}\" y=\"{:.0}\" ", MARGIN + title_high);
        out.push_str(&self.text.replacen("<svg ", &place, 1));
        out.push_str("</svg>\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{ALL, Chart, WIDE};
    use crate::diagnostic::Tongue;

    #[test]
    fn a_picture_has_no_variables_and_its_title_and_colours() {
        for kind in ALL {
            let chart: Box<dyn Chart> = kind.example(Tongue::Zh);
            let drawn = chart.draw(WIDE, "p");
            for (scheme, background) in [(Scheme::Light, "#ffffff"), (Scheme::Dark, "#17181a")] {
                let picture = drawn.picture(chart.words(), &chart.sentence(Tongue::Zh), scheme);
                assert!(
                    !picture.contains("var(") && !picture.contains("@media"),
                    "{}",
                    kind.name
                );
                assert!(picture.contains(&format!("fill=\"{background}\"")), "{}", kind.name);
                assert_eq!(picture.matches("<svg ").count(), 2);
            }
        }
    }

    #[test]
    fn both_schemes_have_the_same_properties() {
        let names = |scheme: Scheme| scheme.colours().into_keys().collect::<Vec<_>>();
        assert_eq!(names(Scheme::Light), names(Scheme::Dark));
        assert!(Scheme::Dark.properties().contains("--ch-bg:#17181a;"));
    }
}
