//! What every chart keeps to, whatever it is given: well-formed, inside its frame, nothing overlapping.

use proptest::prelude::*;

use super::drawn;
use super::strategies::*;
use super::stress::Stress;
use super::*;

/// A drawing is sound when texts stay inside and apart, numbers are numbers, and tags match.
#[track_caller]
fn check(svg: &Svg) {
    if let Err(fault) = sound(svg) {
        panic!("{fault}");
    }
}

fn sound(svg: &Svg) -> Result<(), String> {
    let (width, height) = (f64::from(svg.width), f64::from(svg.height));
    for (index, here) in svg.boxes.iter().enumerate() {
        let inside =
            here.left >= -0.01 && here.top >= -0.01 && here.right <= width + 0.01 && here.bottom <= height + 0.01;
        if !inside {
            return Err(format!("{here:?} leaves {width} × {height}"));
        }
        for other in &svg.boxes[index + 1..] {
            if here.near(other, 0.0) {
                return Err(format!("{here:?} overlaps {other:?}"));
            }
        }
    }
    if svg.text.contains("NaN") || svg.text.contains("inf") {
        return Err(format!("not a number: {}", svg.text));
    }
    if svg.text.contains("style=") {
        return Err("a strict content security policy forbids `style`".to_owned());
    }
    let mut open: Vec<&str> = Vec::new();
    for piece in svg.text.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').ok_or("a tag does not end")?;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`{name}` ends what is not open"));
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
    }
    if !open.is_empty() {
        return Err(format!("{open:?} do not end"));
    }
    check_coordinates(svg)
}

/// Paths and shapes stay inside the frame as well; a stroke or dot may stand half over its edge.
fn check_coordinates(svg: &Svg) -> Result<(), String> {
    let (width, height) = (f64::from(svg.width) + 5.0, f64::from(svg.height) + 5.0);
    let body = svg
        .text
        .rsplit_once("</pattern>")
        .map_or(svg.text.as_str(), |(_, body)| body);
    for data in body.split(" d=\"").skip(1) {
        let data = data.split('"').next().unwrap_or_default();
        for (x, y) in drawn::corners(data)?.into_iter().flatten() {
            if !(-5.0..=width).contains(&x) || !(-5.0..=height).contains(&y) {
                return Err(format!("{x} {y} in {data}"));
            }
        }
    }
    Ok(())
}

/// Charts that place names where there is room; elsewhere texts have columns, rows or a halo of their own.
const PLACED: [&str; 3] = ["quadrant", "kano", "funnel"];

/// Sound, and no name on a point or an interval.
fn legible(kind: &Kind, svg: &Svg) -> Result<(), String> {
    sound(svg)?;
    let covered = drawn::covered(svg).filter(|_| PLACED.contains(&kind.name));
    covered.map_or(Ok(()), Err)
}

const WIDTHS: [u32; 4] = [240, NARROW, WIDE, 1080];

#[test]
fn samples_are_sound_small_and_the_same_twice() {
    for kind in ALL {
        for width in WIDTHS {
            let svg = kind.example(Tongue::En).draw(width, "q1");
            assert_eq!(legible(kind, &svg), Ok(()), "{}", kind.name);
            assert_eq!(svg, kind.example(Tongue::En).draw(width, "q1"), "{}", kind.name);
            assert!(svg.text.len() <= 12_288, "{} takes {} bytes", kind.name, svg.text.len());
            assert!(
                svg.text.contains("role=\"img\"") && svg.text.contains("<title id=\"q1-"),
                "{}",
                kind.name
            );
            assert!(svg.boxes.len() > 4 || kind.name == "sparkline");
        }
    }
}

#[test]
fn every_chart_bears_every_hardship() {
    let mut faults = Vec::new();
    for kind in ALL {
        for (hardship, chart) in Stress::of(kind).all() {
            for width in WIDTHS {
                if let Err(fault) = legible(kind, &chart.draw(width, "s")) {
                    faults.push(format!("{} with {hardship} at {width}: {fault}", kind.name));
                }
            }
            for tongue in [Tongue::En, Tongue::Zh] {
                let (said, table) = (chart.sentence(tongue), chart.table(tongue));
                if said.is_empty() || said.contains("NaN") {
                    faults.push(format!("{} with {hardship} says `{said}`", kind.name));
                }
                if table.rows.iter().any(|row| row.len() != table.head.len()) {
                    faults.push(format!("{} with {hardship}: rows of the table differ", kind.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn any_input_of_a_chart_gives_a_sound_drawing() {
    let mut faults = Vec::new();
    for kind in ALL {
        let stress = Stress::of(kind);
        for seed in 1..=60 {
            let (chart, width) = (stress.drawn(seed), WIDTHS[usize::try_from(seed % 4).unwrap()]);
            if let Err(fault) = legible(kind, &chart.draw(width, "s")) {
                faults.push(format!("{} drawn from {seed} at {width}: {fault}", kind.name));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_is_hidden_is_nowhere() {
    for kind in ALL {
        let chart = Stress::of(kind).hiding("7654321");
        let mut told = vec![chart.sentence(Tongue::En), chart.sentence(Tongue::Zh)];
        told.extend(WIDTHS.map(|width| chart.draw(width, "s").text));
        told.extend(chart.table(Tongue::En).rows.into_iter().flatten());
        assert!(
            told.iter().all(|text| !text.contains("7654321")),
            "{}: {told:?}",
            kind.name
        );
    }
}

#[test]
fn every_chart_is_said_in_both_languages() {
    for kind in ALL {
        let texts = [kind.says, kind.takes];
        assert!(
            texts.iter().all(|[en, zh]| en.is_ascii() && !zh.is_ascii()),
            "{}",
            kind.name
        );
        let (en, zh) = (kind.example(Tongue::En), kind.example(Tongue::Zh));
        assert!(en.sentence(Tongue::En).is_ascii() || kind.name != "dots");
        assert!(
            !zh.words().title.is_ascii() && !zh.sentence(Tongue::Zh).is_ascii(),
            "{}",
            kind.name
        );
        assert!(
            en.words().title.is_ascii() && !en.table(Tongue::En).rows.is_empty(),
            "{}",
            kind.name
        );
        let left = words_left(&(kind.sample)(Tongue::Zh));
        assert!(left.is_empty(), "{} has no Chinese for {left:?}", kind.name);
    }
}

/// Texts of a Chinese example that are still English.
fn words_left(value: &serde_json::Value) -> Vec<String> {
    let own = [
        "App", "rose", "fell", "same", "good", "bad", "quiet", "plain", "small", "split", "apart", "left", "joined",
        "none", "beyond", "run",
    ];
    match value {
        serde_json::Value::String(text) => {
            let words = text.split(|c: char| !c.is_ascii_alphabetic());
            let is_english = words.filter(|word| !own.contains(word)).any(|word| word.len() > 2);
            if is_english && text.is_ascii() {
                vec![text.clone()]
            } else {
                Vec::new()
            }
        }
        serde_json::Value::Array(items) => items.iter().flat_map(words_left).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(words_left).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_standalone_drawing_carries_its_colours() {
    let svg = ALL[0].example(Tongue::En).draw(WIDE, "s");
    let file = svg.standalone();
    assert!(file.starts_with("<svg ") && file.contains("<style>") && file.contains("--ch-d10:"));
    assert_eq!(file.matches("<title").count(), 1);
}

#[test]
fn names_of_charts_are_all_different() {
    let mut names: Vec<&str> = ALL.iter().map(|kind| kind.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn every_class_in_a_drawing_is_in_the_style_sheet() {
    for kind in ALL {
        let text = kind.example(Tongue::En).draw(WIDE, "x").text;
        for classes in text.split("class=\"").skip(1) {
            for class in classes
                .split('"')
                .next()
                .unwrap_or_default()
                .split(' ')
                .filter(|class| !["ch", "s"].contains(class))
            {
                let selector = format!(".ch .{class}");
                let is_there = CSS
                    .match_indices(&selector)
                    .any(|(at, _)| CSS[at + selector.len()..].starts_with([' ', '{', ',']));
                assert!(is_there, "{class} of {} has no rule", kind.name);
            }
        }
    }
}

#[test]
fn markup_in_texts_stays_text() {
    let words = Words {
        title: "<script>".into(),
        description: "a & b".into(),
        empty: "<b>".into(),
    };
    let svg = Nps {
        words,
        ..Nps::default()
    }
    .draw(NARROW, "\"><script>");
    check(&svg);
    assert!(!svg.text.contains("<script") && !svg.text.contains("<b>") && svg.text.contains("a &amp; b"));
}

#[test]
fn a_chart_without_data_says_so() {
    let words = Words {
        title: "T".into(),
        description: "D".into(),
        empty: "尚无答卷".into(),
    };
    let charts: [Box<dyn Chart>; 7] = [
        Box::new(Diverging {
            words: words.clone(),
            ..Diverging::default()
        }),
        Box::new(Trend {
            words: words.clone(),
            ..Trend::default()
        }),
        Box::new(Dots {
            words: words.clone(),
            ..Dots::default()
        }),
        Box::new(Tree {
            words: words.clone(),
            ..Tree::default()
        }),
        Box::new(Waterfall {
            words: words.clone(),
            ..Waterfall::default()
        }),
        Box::new(Nps {
            words: words.clone(),
            ..Nps::default()
        }),
        Box::new(Heat {
            words,
            ..Heat::default()
        }),
    ];
    for chart in charts {
        let svg = chart.draw(NARROW, "e");
        check(&svg);
        assert_eq!(svg.boxes.len(), 1);
        assert_eq!(svg.boxes[0].text, "尚无答卷");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_diverging_is_sound(chart in diverging(), width in widths()) { check(&chart.draw(width, "p")); }

    #[test]
    fn any_trend_is_sound(chart in trend(), width in widths()) { check(&chart.draw(width, "p")); }

    #[test]
    fn any_dots_are_sound(chart in dots(), width in widths()) { check(&chart.draw(width, "p")); }

    #[test]
    fn any_tree_is_sound(chart in tree(), width in widths()) { check(&chart.draw(width, "p")); }

    #[test]
    fn any_waterfall_is_sound(chart in waterfall(), width in widths()) { check(&chart.draw(width, "p")); }

    #[test]
    fn any_nps_is_sound(chart in nps(), width in widths()) { check(&chart.draw(width, "p")); }

    #[test]
    fn any_heat_is_sound(chart in heat(), width in widths()) { check(&chart.draw(width, "p")); }

    #[test]
    fn any_sparkline_is_sound(chart in sparkline(), width in widths()) { check(&chart.draw(width, "p")); }
}
