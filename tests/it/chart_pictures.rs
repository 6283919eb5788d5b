//! `manyi chart` as pixels: a picture for slides in the colours asked for, with a font for every character or a way out.

use crate::workbench::Workbench;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Width, height and the colours of a PNG.
fn pixels(bytes: &[u8]) -> (u32, u32, Vec<[u8; 3]>) {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut buffer).unwrap();
    assert_eq!(
        (frame.color_type, frame.bit_depth),
        (png::ColorType::Rgba, png::BitDepth::Eight)
    );
    let all = buffer[..frame.buffer_size()]
        .chunks(4)
        .map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    (frame.width, frame.height, all.collect())
}

/// A colour written `#rrggbb`.
fn colour(hex: &str) -> [u8; 3] {
    [1, 3, 5].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
}

/// Whether a colour is there, or nearly: thin strokes of letters are never covered whole.
fn has(pixels: &[[u8; 3]], hex: &str) -> bool {
    let wanted = colour(hex);
    let is_near = |pixel: &[u8; 3]| pixel.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) <= 40);
    pixels.iter().any(is_near)
}

/// The colour most pixels have.
fn background(pixels: &[[u8; 3]]) -> [u8; 3] {
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).unwrap().0
}

fn numbers(bench: &Workbench, chart: &str) {
    let json = bench.done(&format!("--messages zh chart {chart} --example"));
    bench.put("numbers.json", json);
}

#[test]
fn every_chart_becomes_a_picture_for_slides_in_both_schemes() {
    let bench = Workbench::empty();
    for kind in manyi::chart::ALL {
        numbers(&bench, kind.name);
        bench.done(&format!(
            "chart {} --input numbers.json -o light.png --width 800",
            kind.name
        ));
        bench.done(&format!(
            "chart {} --input numbers.json -o dark.png --width 800 --scheme dark",
            kind.name
        ));
        let (light, dark) = (bench.bytes("light.png"), bench.bytes("dark.png"));
        let ((wide, high, light), (.., dark)) = (pixels(&light), pixels(&dark));
        assert!(wide == 800 && high > 60, "{}: {wide} × {high}", kind.name);
        let schemes = [(light, "#ffffff", "#1c1e21"), (dark, "#17181a", "#e8e9eb")];
        for (pixels, behind, ink) in schemes {
            assert_eq!(background(&pixels), colour(behind), "{}", kind.name);
            assert!(has(&pixels, ink), "{}: no {ink}", kind.name);
        }
    }
}

#[test]
fn the_same_numbers_and_fonts_give_the_same_bytes_and_the_width_asked_for() {
    let bench = Workbench::empty();
    numbers(&bench, "nps");
    bench.done("chart nps --input numbers.json -o one.png");
    bench.done("chart nps --input numbers.json --format png -o two.png");
    assert_eq!(bench.bytes("one.png"), bench.bytes("two.png"));
    let (wide, _, pixels) = pixels(&bench.bytes("one.png"));
    assert_eq!(wide, 1600);
    // The three parts of the bar.
    for part in ["#d35c01", "#939393", "#3482d3"] {
        assert!(pixels.contains(&colour(part)), "no {part}");
    }
}

#[test]
fn a_file_that_is_no_font_and_a_character_without_a_font_are_problems_with_a_way_out() {
    let bench = Workbench::empty().file("font.txt", "no font");
    numbers(&bench, "nps");
    let ran = bench.run("chart nps --input numbers.json -o one.png --font font.txt");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with("error[MY640]: `font.txt` is no font"),
        "{}",
        ran.err
    );
    assert!(!bench.path("one.png").exists());

    // A character of private use is in no font of a common machine.
    bench.put(
        "numbers.json",
        bench
            .text("numbers.json")
            .replace("\"title\": \"", "\"title\": \"\u{f8ffe}"),
    );
    let ran = bench.run("chart nps --input numbers.json -o one.png");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.starts_with("error[MY641]: "), "{}", ran.err);
    assert!(ran.err.contains("--font NotoSansCJK-Regular.ttc") && !bench.path("one.png").exists());

    let ran = bench.run("chart nps --input numbers.json --font font.txt");
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            2,
            "error: `--font` is for PNG: add `--format png`; an SVG holds its texts as texts\n"
        )
    );
}
