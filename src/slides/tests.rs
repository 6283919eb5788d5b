//! A deck read back: its parts, its numbers, its bytes.

use super::*;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;

fn deck() -> Deck {
    let bars = Chart {
        shape: Shape::Bars,
        description: "North leads".to_owned(),
        categories: vec!["North & <south>".to_owned(), "华东".to_owned(), "gone".to_owned()],
        series: vec![Series {
            name: "CSAT".to_owned(),
            values: vec![Some(72.5), Some(60.0), None],
            intervals: vec![Some((70.0, 76.0)), None, None],
            tones: vec![Tone::Good],
            ..Series::default()
        }],
        format: "0.0\"%\"".to_owned(),
        axis_format: "0\"%\"".to_owned(),
        range: Some((0.0, 100.0)),
    };
    let lines = Chart {
        shape: Shape::Lines,
        categories: vec!["2026Q1".to_owned(), "2026Q2".to_owned()],
        series: vec![
            Series {
                values: vec![Some(1.0), Some(2.0)],
                intervals: vec![Some((0.5, 1.5)), Some((1.5, 2.5))],
                ..Series::default()
            },
            Series {
                values: vec![Some(3.0), Some(3.0)],
                line: Line::Dashed,
                ..Series::default()
            },
        ],
        ..bars.clone()
    };
    let slide = |title: &str, body: Body| Slide {
        title: title.to_owned(),
        body,
        notes: vec!["after-sales/2026Q4/csat".to_owned()],
        ..Slide::default()
    };
    Deck {
        title: "Report".to_owned(),
        lang: "en-US".to_owned(),
        slides: vec![
            slide("Bars", Body::Chart(bars)),
            slide("Lines", Body::Chart(lines)),
            slide("Table", Body::Table(vec![vec![Cell::default(); 3]; 4])),
            slide(
                "List",
                Body::List(vec![("Who.".to_owned(), "Everybody. ".repeat(60)); 12]),
            ),
        ],
        ..Deck::default()
    }
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.insert(file.name().unwrap().into_owned(), bytes);
    }
    parts
}

/// Tags open and close in order.
fn is_well_formed(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let Some((tag, _)) = piece.split_once('>') else {
            return false;
        };
        if tag.starts_with('?') || tag.ends_with('/') {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    open.is_empty()
}

#[test]
fn every_part_is_well_formed_and_named_and_every_relation_ends_somewhere() {
    let parts = parts(&write(&deck()).unwrap());
    let types = String::from_utf8(parts["[Content_Types].xml"].clone()).unwrap();
    for (name, bytes) in parts.iter().filter(|(name, _)| name.strip_suffix(".xlsx").is_none()) {
        let xml = String::from_utf8(bytes.clone()).unwrap();
        assert!(is_well_formed(&xml), "{name}: {xml}");
        let is_listed = types.contains(&format!("PartName=\"/{name}\""))
            || name.strip_suffix(".rels").is_some()
            || name.starts_with('[');
        assert!(is_listed, "{name} has no content type");
        let Some(from) = name.strip_suffix(".rels") else {
            continue;
        };
        let folder = from.split("_rels/").next().unwrap();
        for target in xml
            .split("Target=\"")
            .skip(1)
            .map(|part| part.split('"').next().unwrap())
        {
            let mut place: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
            for part in target.split('/') {
                match part {
                    ".." => drop(place.pop()),
                    part => place.push(part),
                }
            }
            assert!(parts.contains_key(&place.join("/")), "{name} points at {target}");
        }
    }
}

#[test]
fn a_chart_holds_its_numbers_twice_and_its_gaps_are_gaps() {
    let parts = parts(&write(&deck()).unwrap());
    let xml = String::from_utf8(parts["ppt/charts/chart1.xml"].clone()).unwrap();
    let ser = xml.split("<c:val>").nth(1).unwrap();
    assert!(ser.contains("<c:f>Sheet1!$B$2:$B$4</c:f>") && ser.contains("<c:ptCount val=\"3\"/>"));
    assert!(ser.contains("<c:pt idx=\"0\"><c:v>72.5</c:v></c:pt><c:pt idx=\"1\"><c:v>60</c:v></c:pt></c:numCache>"));
    let plus = xml.split("<c:plus>").nth(1).unwrap().split("</c:plus>").next().unwrap();
    assert!(
        plus.contains("<c:f>Sheet1!$D$2:$D$4</c:f>") && plus.contains("<c:v>3.5</c:v>"),
        "{plus}"
    );
    let minus = xml
        .split("<c:minus>")
        .nth(1)
        .unwrap()
        .split("</c:minus>")
        .next()
        .unwrap();
    assert!(
        minus.contains("<c:f>Sheet1!$C$2:$C$4</c:f>") && minus.contains("<c:v>2.5</c:v>"),
        "{minus}"
    );
    assert!(xml.contains("North &amp; &lt;south&gt;"));

    let book = &parts["ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"];
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(book)).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "Sheet1").unwrap();
    let row = |index: u32| -> Vec<String> {
        let cell = |column| {
            sheet
                .get_value((index, column))
                .cloned()
                .unwrap_or_default()
                .to_string()
        };
        (0..4).map(cell).collect()
    };
    assert_eq!(row(0), ["", "CSAT", "CSAT −", "CSAT +"]);
    assert_eq!(row(1), ["North & <south>", "72.5", "2.5", "3.5"]);
    assert_eq!(row(2), ["华东", "60", "", ""]);
    assert_eq!(row(3), ["gone", "", "", ""]);
}

#[test]
fn equal_decks_are_equal_to_the_byte() {
    let first = write(&deck()).unwrap();
    assert_eq!(first, write(&deck()).unwrap());
    let zip = zip::ZipArchive::new(Cursor::new(&first)).unwrap();
    assert_eq!(zip.name_for_index(0).unwrap().unwrap(), "[Content_Types].xml");
}

#[test]
fn paragraphs_that_find_no_room_go_on_on_the_next_slide() {
    let parts = parts(&write(&deck()).unwrap());
    let slides: Vec<String> = parts
        .iter()
        .filter(|(name, _)| name.starts_with("ppt/slides/slide"))
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap())
        .collect();
    assert!(slides.len() > 4, "{}", slides.len());
    let said: usize = slides.iter().map(|slide| slide.matches("Who. ").count()).sum();
    assert_eq!(said, 12);
    assert!(slides.iter().any(|slide| slide.contains("List (1/")));
}

#[test]
fn columns_have_the_letters_of_a_sheet() {
    assert_eq!(
        [0, 1, 25, 26, 51, 52, 701, 702].map(book::letters),
        ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    );
}
