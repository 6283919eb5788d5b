//! What holds for every file, malformed ones included.

use super::survey;
use crate::diagnostic::has_errors;
use crate::import::Import;
use crate::import::Setup;
use crate::import::Summary;
use crate::import::records::Block;
use crate::import::records::Records;
use crate::import::text::unquoted;
use crate::model::Calendar;
use crate::response::Cell;
use proptest::prelude::*;

fn run(bytes: &[u8], block_bytes: usize) -> (Summary, Vec<String>) {
    let survey = survey::survey();
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        block_bytes,
        ..Setup::new(&survey, &calendar, "f.csv")
    };
    let reason = survey.find("reason").unwrap();
    let mut import = Import::open(bytes, setup).unwrap();
    let (mut rows, mut texts) = (0, Vec::new());
    while let Some(chunk) = import.next_chunk().unwrap() {
        rows += chunk.batch.len() as u64;
        for column in &chunk.batch.columns {
            assert_eq!(column.len(), chunk.batch.len());
        }
        for row in 0..chunk.batch.len() {
            texts.push(if let Cell::Text(words) = chunk.batch.cell(reason, row) {
                words.to_owned()
            } else {
                String::new()
            });
        }
    }
    let summary = import.finish();
    assert!(summary.counts.adds_up(), "{:?}", summary.counts);
    assert_eq!(summary.counts.accepted, rows);
    (summary, texts)
}

const BASE: &str = "response_id,submitted,overall,recommend,reason,devices,visited\n\
    1,2026-01-01T08:00:00Z,5,3,\"多行\n回答, \"\"好\"\"\",phone;none,2026-01-01\n\
    2,2026-01-02T08:00:00Z,满意,4,late,Price,2026-02-28\r\n\
    3,2026-01-03T08:00:00Z,,10,,,\n";

/// Files as they go wrong: cut, flipped, with stray quotes, marks and encodings.
fn mutant() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\"".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b",".to_vec()),
        Just(b"\0".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just(b"\x8c\xe6".to_vec()),
        Just("＝１+1".as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
    ];
    let edits = proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..8, piece), 0..6);
    (edits, any::<prop::sample::Index>(), any::<bool>()).prop_map(|(edits, cut, whole)| {
        let mut bytes = BASE.as_bytes().to_vec();
        for (at, remove, piece) in edits {
            let at = at.index(bytes.len() + 1);
            let end = (at + remove).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for_in_any_file(bytes in mutant()) {
        let (whole, _) = run(&bytes, 1 << 20);
        let (pieces, _) = run(&bytes, 64);
        // The form of a file is found in its first block, and dates are looked at there only; all else is the same.
        let alike = (whole.delimiter, whole.encoding, whole.columns.len());
        // So is whether its header can be that of its rows: a file refused whole says so, and then no row is counted.
        let refused = |summary: &Summary| summary.counts.read == 0 && has_errors(&summary.problems);
        if refused(&whole) != refused(&pieces) {
            return Ok(());
        }
        if alike == (pieces.delimiter, pieces.encoding, pieces.columns.len()) && whole.columns.iter().all(|column| column.read_as.as_deref() != Some("visited")) {
            prop_assert_eq!(whole.counts, pieces.counts);
        }
    }

    #[test]
    fn noise_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        run(&bytes, 1 << 20);
    }

    #[test]
    fn any_words_written_by_a_csv_writer_are_read_back(words in proptest::collection::vec("[^\\x00]{0,40}", 1..6), crlf in any::<bool>()) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        writer.write_record(["response_id", "wave", "overall", "reason"]).unwrap();
        for (row, words) in words.iter().enumerate() {
            writer.write_record([row.to_string().as_str(), "2026Q1", "4", words]).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let survey = survey::survey();
        let mut free = survey.clone();
        let reason = survey.find("reason").unwrap();
        free.variables[reason.0].asked_if = None;
        let calendar = Calendar::quarterly_utc();
        let setup = Setup { format: crate::definition::mapping::Format { encoding: Some(crate::definition::mapping::Entry::new("utf-8", crate::diagnostic::Place::file("x"))), ..Default::default() }, ..Setup::new(&free, &calendar, "f.csv") };
        let mut import = Import::open(bytes.as_slice(), setup).unwrap();
        let mut read = Vec::new();
        while let Some(chunk) = import.next_chunk().unwrap() {
            for row in 0..chunk.batch.len() {
                read.push(if let Cell::Text(words) = chunk.batch.cell(reason, row) { words.to_owned() } else { String::new() });
            }
        }
        let blank = |words: &str| words.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}'));
        // What looks guarded against formulas is taken as our own guard: the two cannot be told apart.
        let expected: Vec<String> = words.iter().map(|words| if blank(words) || words.starts_with('<') { String::new() } else { crate::locale::unguarded(words).to_owned() }).collect();
        let read: Vec<String> = read.into_iter().zip(&words).map(|(read, words)| if words.starts_with('<') { String::new() } else { read }).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn records_are_cut_as_the_csv_crate_cuts_them(rows in proptest::collection::vec(proptest::collection::vec("[a-c\",;\\r\\n é]{0,6}", 3), 1..8), block in 64_usize..200) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Necessary).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let wanted: Vec<Vec<Vec<u8>>> = reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect();
        let mut records = Records::new(bytes.as_slice(), b',', block);
        let (mut cut, mut buffer) = (Vec::new(), Block::default());
        while records.fill(&mut buffer, usize::MAX).unwrap() {
            for record in &buffer.records {
                let fields = &buffer.fields[record.first..record.first + record.width];
                cut.push(fields.iter().map(|field| if field.is_raw() { unquoted(buffer.raw(*field)).into_owned() } else { buffer.raw(*field).to_vec() }).collect::<Vec<_>>());
            }
        }
        prop_assert_eq!(cut, wanted);
    }
}
