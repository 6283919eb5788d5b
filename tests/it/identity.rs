//! What is written is read back as it was: two thousand answers of any characters at all, in every form that is both written and read.

use crate::hostile::Draw;
use crate::workbench::Workbench;

const CASES: usize = 2_000;

/// A character: of the plain ones, of those formats trip over, or any that Unicode has.
fn character(draw: &mut Draw) -> char {
    const TRICKY: [char; 36] = [
        '"',
        '\'',
        ',',
        ';',
        '\t',
        '\n',
        '\r',
        '|',
        '=',
        '+',
        '-',
        '@',
        '＝',
        '＠',
        '<',
        '>',
        '&',
        '_',
        '\\',
        '{',
        '\u{1}',
        '\u{7f}',
        '\u{85}',
        '\u{a0}',
        '\u{200b}',
        '\u{202e}',
        '\u{2028}',
        '\u{3000}',
        '\u{feff}',
        '\u{fffd}',
        '\u{fffe}',
        '\u{ffff}',
        '\u{10ffff}',
        '\u{1f600}',
        'é',
        '\u{301}',
    ];
    match draw.below(4) {
        0 => char::from(b' ' + u8::try_from(draw.below(95)).unwrap()),
        1 => TRICKY[draw.below(TRICKY.len())],
        2 => char::from_u32(0x4e00 + u32::try_from(draw.below(0x5000)).unwrap()).unwrap(),
        _ => char::from_u32(u32::try_from(draw.below(0x11_0000)).unwrap())
            .filter(|c| *c != '\0')
            .unwrap_or('x'),
    }
}

fn answers() -> Vec<String> {
    let mut draw = Draw::new(3);
    let mut all: Vec<String> = (0..CASES)
        .map(|_| (0..=draw.below(24)).map(|_| character(&mut draw)).collect())
        .collect();
    // What a workbook itself writes for characters that XML has no place for.
    all.extend(
        [
            "_x000D_",
            "a_x0041_b",
            "_x005F_x0041_",
            "\r",
            "\r\n",
            "a\rb",
            " lead",
            "trail ",
            "'=1",
            "''",
            "00012",
            "1e5",
            "TRUE",
        ]
        .map(str::to_owned),
    );
    all
}

/// A workspace whose answers are those words.
fn stocked() -> Workbench {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(["response_id", "submitted_at", "taste", "recommend", "reason"])
        .unwrap();
    for (at, words) in answers().iter().enumerate() {
        file.write_record([format!("r{at}").as_str(), "2026-10-05T10:00:00+08:00", "4", "3", words])
            .unwrap();
    }
    let bench = Workbench::cafe().file("words.csv", file.into_inner().unwrap());
    let ran = bench.run("import cafe words.csv --encoding utf-8");
    assert_eq!(ran.code, 0, "{}", ran.err);
    bench
}

/// What a sheet holds of an answer: no control characters but tabs, and one kind of line end.
fn in_a_sheet(words: &str) -> String {
    // The mark against formulas stands before a carriage return, but not before the line end it becomes.
    let words = words
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with('\r'))
        .unwrap_or(words);
    let lines = words.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    if kept.trim().is_empty() { String::new() } else { kept }
}

/// Rows that differ, shown with their escapes; `held` says what the form holds of an answer.
fn differing(one: &str, other: &str, held: fn(&str) -> String) -> Vec<String> {
    let rows = |text: &str| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader
            .records()
            .map(|row| row.unwrap().iter().next_back().unwrap_or_default().to_owned())
            .collect::<Vec<String>>()
    };
    let (one, other) = (rows(one), rows(other));
    assert_eq!(one.len(), other.len());
    // What stands first in a sheet may be another character, and with it the mark against formulas.
    let plain = |words: &str| words.strip_prefix('\'').unwrap_or(words).to_owned();
    let same = |one: &str, other: &str| held(one) == other || plain(&held(&plain(one))) == plain(other);
    let pairs = one.iter().zip(&other).filter(|(one, other)| !same(one, other));
    pairs
        .take(12)
        .map(|(one, other)| format!("{one:?} became {other:?}"))
        .collect()
}

#[test]
fn words_come_back_from_every_form_as_they_were() {
    let bench = stocked();
    let only = "export cafe --only taste,recommend,reason";
    let first = bench.done(only);
    bench.put("first.csv", &first);
    bench.put("excel.csv", bench.done(&format!("{only} --as excel --answers ids")));
    bench.done(&format!("{only} --to book.xlsx --answers ids"));
    let mut faults = Vec::new();
    for file in ["first.csv", "excel.csv", "book.xlsx"] {
        let again = Workbench::cafe().file(file, bench.bytes(file));
        let held = if file == "book.xlsx" {
            in_a_sheet
        } else {
            str::to_owned as fn(&str) -> String
        };
        let encoding = if file == "first.csv" { " --encoding utf-8" } else { "" };
        let ran = again.run(&format!("import cafe {file}{encoding}"));
        if ran.code != 0 {
            faults.push(format!("{file}: {}", ran.err.chars().take(600).collect::<String>()));
            continue;
        }
        let found = differing(&first, &again.done(only), held);
        if !found.is_empty() {
            faults.push(format!("{file}:\n  {}", found.join("\n  ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_the_first_import_stored_is_what_was_written() {
    let first = stocked().done("export cafe --only reason");
    let mut reader = csv::Reader::from_reader(first.as_bytes());
    let stored: Vec<String> = reader
        .records()
        .map(|row| row.unwrap().iter().next_back().unwrap_or_default().to_owned())
        .collect();
    let blank = |words: &str| {
        words
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}'))
    };
    let faults: Vec<String> = answers()
        .iter()
        .zip(&stored)
        .filter(|(words, stored)| {
            // A blank answer is none; the mark against formulas stands before what would run in a spreadsheet, and one that was
            // there before is taken for that mark.
            let plain = stored.strip_prefix('\'').unwrap_or(stored);
            let own = words.strip_prefix('\'').unwrap_or(words);
            let expected = if blank(words) { "" } else { words.as_str() };
            !(stored.as_str() == expected || plain == words.as_str() || plain == own || words.starts_with('<'))
        })
        .map(|(words, stored)| format!("{words:?} became {stored:?}"))
        .take(12)
        .collect();
    assert_eq!(stored.len(), CASES + 13);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
