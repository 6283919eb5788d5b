//! `manyi report --format pptx`: every number on a slide is one of the report, written the same way twice.

use crate::workbench::Workbench;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;

fn sample() -> Workbench {
    let bench = Workbench::sample();
    assert_eq!(bench.run("import").code, 0);
    bench
}

/// XML parts of a deck by their names.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        if !name.ends_with(".xlsx") {
            file.read_to_string(&mut text).unwrap();
            parts.insert(name, text);
        }
    }
    parts
}

/// What stands between two marks, each time.
fn between<'t>(text: &'t str, from: &'t str, to: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(from).skip(1).map(move |part| part.split(to).next().unwrap())
}

#[test]
fn every_number_on_a_slide_is_one_of_the_report_and_its_id_is_in_the_notes() {
    let bench = sample();
    bench.done("report after-sales --language zh");
    bench.done("report after-sales --language zh --format pptx");
    let place = "site/reports/after-sales/2026Q4/report.zh";
    let report: Value = serde_json::from_str(&bench.text(&format!("{place}.json"))).unwrap();
    let mut known: Vec<(String, f64)> = Vec::new();
    for (list, field) in [("scores", "value"), ("answers", "share"), ("drivers", "importance")] {
        for row in report[list].as_array().unwrap() {
            if let Some(value) = row[field].as_f64() {
                known.push((row["id"].as_str().unwrap().to_owned(), value));
            }
        }
    }
    let parts = parts(&bench.bytes(&format!("{place}.pptx")));
    let mut charts = 0;
    for (name, slide) in parts.iter().filter(|(name, _)| name.starts_with("ppt/slides/slide")) {
        assert!(slide.contains("type=\"title\""), "{name}");
        let links = &parts[&name.replace("slides/", "slides/_rels/").replace(".xml", ".xml.rels")];
        let Some(chart) = between(links, "../charts/", "\"").next() else {
            continue;
        };
        charts += 1;
        let notes = &parts[&name.replace("slides/slide", "notesSlides/notesSlide")];
        let ids: Vec<&str> = between(notes, "<a:t>", "</a:t>")
            .filter(|text| text.starts_with("after-sales/"))
            .collect();
        let chart = &parts[&format!("ppt/charts/{chart}")];
        let series = between(chart, "<c:ser>", "</c:ser>").filter(|one| !one.contains("prstDash"));
        let values: Vec<f64> = series
            .flat_map(|one| between(one.split("<c:val>").nth(1).unwrap(), "<c:v>", "</c:v>"))
            .map(|value| value.parse().unwrap())
            .collect();
        assert_eq!(ids.len(), values.len(), "{name}");
        for (id, value) in ids.iter().zip(values) {
            let of_report = known.iter().find(|(known, _)| known == id).map(|(_, value)| *value);
            let of_report = of_report.unwrap_or_else(|| panic!("{name}: {id} is not in the report"));
            let is_same = [1.0, 100.0]
                .iter()
                .any(|times| (of_report * times - value).abs() < 1e-8 * value.abs().max(1.0));
            assert!(
                is_same,
                "{name}: {id} is {of_report} in the report and {value} on the slide"
            );
        }
    }
    assert!(charts > 8, "{charts}");
}

#[test]
fn a_deck_is_the_same_twice_and_speaks_the_language_asked_for() {
    let bench = sample();
    let ran = bench.run("report after-sales --format pptx --language en -o one.pptx");
    ran.says(0, "slides of after-sales 2026Q4: one.pptx\n");
    bench.done("report after-sales --format pptx --language en -o two.pptx");
    assert_eq!(bench.bytes("one.pptx"), bench.bytes("two.pptx"));
    let parts = parts(&bench.bytes("one.pptx"));
    assert!(parts["ppt/slides/slide1.xml"].contains("Overall satisfaction misses its target"));
    assert!(parts["ppt/presentation.xml"].contains("cx=\"12192000\" cy=\"6858000\""));
    assert!(parts["ppt/theme/theme1.xml"].contains("<a:ea typeface=\"Microsoft YaHei\"/>"));
}

#[test]
fn one_file_is_for_one_deck() {
    let bench = sample();
    let refused = [
        (
            "report after-sales --format pptx -o deck.pptx",
            "error: `--output` names one file, but there are 2 decks, one a language; add `--language zh`, or leave it out\n",
        ),
        (
            "report after-sales -o deck.pptx",
            "error: `--output` is for slides: add `--format pptx`; pages go into the site\n",
        ),
        (
            "report after-sales --format pptx --document technical",
            "error: slides are made of the report alone: leave out `--document` and `--side-by-side`\n",
        ),
    ];
    for (line, words) in refused {
        bench.run(line).says(2, words);
        assert!(!bench.path("deck.pptx").exists());
    }
}
