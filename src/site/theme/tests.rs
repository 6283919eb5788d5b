//! The colours we ship, and random ones: each is readable or refused, and what is proposed instead passes.

use super::*;
use proptest::prelude::*;

const BASE: &str = include_str!("../../../templates/base.css");

fn own(text: &str) -> Arc<Source> {
    Arc::new(Source {
        name: "templates/theme.css".into(),
        text: text.into(),
    })
}

fn told(before: &[&str], theme: &str) -> Vec<(String, String)> {
    let source = own(theme);
    let sheets = Sheets {
        before,
        own: Some(&source),
        settings: "manyi.toml",
    };
    problems(&sheets, &PAIRS)
        .into_iter()
        .map(|problem| (problem.says.en, problem.help.en))
        .collect()
}

#[test]
fn our_own_colours_pass_in_both_schemes() {
    assert_eq!(told(&[BASE], ""), []);
}

#[test]
fn a_pale_accent_is_refused_with_the_pair_the_ratio_and_a_way_out() {
    let found = told(&[BASE], ":root { --accent: #7ec8a0; }");
    // Luminance 0.4828 by the formula of the standard, worked out apart from this code: 1.05 / 0.5328.
    assert!(
        found.iter().any(|(says, _)| says.starts_with(
            "in the light scheme `--accent` (#7ec8a0) on `--paper` (#ffffff) has a contrast of 1.97, less than 4.5"
        )),
        "{found:?}"
    );
    let way = found[0]
        .1
        .split("--accent: ")
        .nth(1)
        .unwrap()
        .split('`')
        .next()
        .unwrap();
    assert!(Rgb::parse(way).unwrap().against(Rgb::WHITE) >= TEXT);
}

#[test]
fn the_place_is_where_the_colour_is_written() {
    let source = own(":root { --accent: #7ec8a0; }");
    let sheets = Sheets {
        before: &[BASE],
        own: Some(&source),
        settings: "manyi.toml",
    };
    let found = problems(&sheets, &PAIRS);
    assert_eq!(found[0].rule.code, "MY504");
    assert_eq!(found[0].place.line_column(), Some((1, 19)));
}

#[test]
fn a_colour_we_cannot_read_is_said_once() {
    let found = told(&[BASE], ":root { --accent: oklch(60% 0.1 200); }");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0.contains("cannot be computed"));
}

/// The ratio by another road: the transfer curve with the bound that the standard's text prints.
fn ratio(one: Rgb, two: Rgb) -> f64 {
    let share = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.03928 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let light = |colour: Rgb| 0.2126 * share(colour.0[0]) + 0.7152 * share(colour.0[1]) + 0.0722 * share(colour.0[2]);
    let (a, b) = (light(one) + 0.05, light(two) + 0.05);
    if a > b { a / b } else { b / a }
}

fn any_colour() -> impl Strategy<Value = Rgb> {
    any::<[u8; 3]>().prop_map(Rgb)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// 200 random themes: what is not refused is readable everywhere, and what is proposed mends its pair.
    #[test]
    fn a_theme_is_readable_or_refused(
        accent in any_colour(), on in any_colour(), ink in any_colour(), paper in any_colour(),
        touched in any::<[bool; 4]>(),
    ) {
        let set = [("--accent", accent), ("--on-accent", on), ("--ink", ink), ("--paper", paper)];
        let theme: String = set
            .iter()
            .zip(touched)
            .filter(|(_, touched)| *touched)
            .map(|((name, colour), _)| format!("{name}:{colour};"))
            .collect::<Vec<_>>()
            .concat();
        let theme = format!(":root{{{theme}}}");
        let found = told(&[BASE], &theme);
        let mut all = declared(BASE);
        all.extend(declared(&theme));
        for scheme in [Scheme::Light, Scheme::Dark] {
            let values = values(&all, scheme);
            let colour = |name: &str| Rgb::parse(&values[name]).unwrap();
            let word = if scheme == Scheme::Light { "light" } else { "dark" };
            for pair in PAIRS {
                let enough = ratio(colour(pair.front), colour(pair.back)) >= pair.least - 1e-9;
                let start = format!("in the {word} scheme `{}` (", pair.front);
                let back = format!("on `{}` (", pair.back);
                let refused = found.iter().find(|(says, _)| says.starts_with(&start) && says.contains(&back));
                prop_assert_eq!(enough, refused.is_none(), "{} {:?}", theme, pair);
                let Some((_, help)) = refused else { continue };
                if let Some(way) = help.split(": ").last().and_then(|rest| Rgb::parse(rest.split('`').next()?)) {
                    let other = if help.contains(&format!("`{}: ", pair.back)) { pair.front } else { pair.back };
                    prop_assert!(ratio(way, colour(other)) >= pair.least - 1e-9, "{} does not mend {:?}", way, pair);
                }
            }
        }
    }

    /// An accent that can be read on white gives a whole theme that passes.
    #[test]
    fn an_accent_readable_on_light_paper_is_enough(accent in any_colour()) {
        let light = [(Rgb::WHITE, TEXT), (Rgb([0xf3, 0xf4, 0xf6]), TEXT)];
        prop_assume!(light.iter().all(|(paper, least)| accent.against(*paper) >= *least));
        let sheet = accented(accent, BASE);
        let found = told(&[BASE, &sheet], "");
        let about: Vec<_> = found.iter().filter(|(says, _)| !says.contains("on `--tint`")).collect();
        prop_assert!(about.is_empty(), "{} {:?}", accent, found);
        prop_assert!(found.is_empty(), "{} {:?}", accent, found);
    }
}
