//! Random changes to files that are whole, drawn from a seed: 2,000 of them in a run, more with `MANYI_MUTANTS=50000`.

use super::bounded;
use super::targets;
use crate::workbench::files;
use crate::workbench::repository;
use std::io::Cursor;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Numbers of Steele, Lea and Flood's `SplitMix64`: the same on every machine.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ value >> 31
    }

    /// Below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}

/// What mistakes are made of.
const PIECES: [&[u8]; 34] = [
    b"\"",
    b"\"\"",
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"|",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x8c\xe6",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"=1+1",
    b"-2+3",
    b"@x",
    "＝１".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{1f600}".as_bytes(),
    b"999999999999999999999999",
    b"1e400",
    b"-0",
    b"NaN",
    b"<skipped>",
    b"9999-99-99",
    b"{\"",
    b"[[[[",
    b"\\u0000",
    b"&amp;",
    b"\x1b[2J",
];

/// One mistake more in `bytes`.
pub fn mutate(bytes: &mut Vec<u8>, other: &[u8], draw: &mut Draw) {
    let at = draw.below(bytes.len() + 1);
    let end = (at + draw.below(40)).min(bytes.len());
    match draw.below(11) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(..at)),
        2 | 3 if at < bytes.len() => bytes[at] ^= 1 << draw.below(8),
        4 if at < bytes.len() => bytes[at] = u8::try_from(draw.below(256)).unwrap(),
        5 => drop(bytes.drain(at..end)),
        6 => {
            let twice = bytes[at..end].to_vec();
            bytes.splice(at..at, twice);
        }
        7 if !other.is_empty() => {
            let from = draw.below(other.len());
            let to = (from + draw.below(200)).min(other.len());
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        8 => {
            let times = 1 << draw.below(10);
            let piece = PIECES[draw.below(PIECES.len())];
            bytes.splice(at..at, piece.repeat(times));
        }
        9 if draw.below(4) == 0 => {
            // From here on in another encoding: what comes of pasting two exports together.
            let rest = String::from_utf8_lossy(&bytes[at..]).into_owned();
            bytes.truncate(at);
            match draw.below(3) {
                0 => bytes.extend(rest.encode_utf16().flat_map(u16::to_le_bytes)),
                1 => bytes.extend(rest.encode_utf16().flat_map(u16::to_be_bytes)),
                _ => bytes.extend_from_slice(&encoding_rs::GB18030.encode(&rest).0),
            }
        }
        _ => drop(bytes.splice(at..at, PIECES[draw.below(PIECES.len())].iter().copied())),
    }
}

/// The beginning of a file: enough for every kind of row, and quick to read.
fn beginning(path: &Path) -> Vec<u8> {
    let mut bytes = std::fs::read(path).unwrap();
    let whole = path.extension().is_some_and(|ending| ending == "xlsx");
    if !whole {
        bytes.truncate(4_000);
    }
    bytes
}

/// Whole files with one of these endings: our own, those that may be copied, and those that lie beside the project.
fn seeds(endings: &[&str]) -> Vec<Vec<u8>> {
    let shared = std::env::var_os("MANYI_REAL_EXPORTS").map(PathBuf::from);
    let folders = [
        repository().join("sample-data"),
        repository().join("tests/data"),
        shared.unwrap_or_else(|| repository().join("../shared/real-exports")),
    ];
    let fits = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending))
    };
    folders
        .iter()
        .flat_map(|folder| files(folder))
        .filter(fits)
        .map(|path| beginning(&path))
        .collect()
}

fn how_many(share: usize) -> usize {
    let all = std::env::var("MANYI_MUTANTS")
        .ok()
        .and_then(|many| many.parse().ok())
        .unwrap_or(2_000);
    all * share / 100
}

/// Lets `target` read so many mutants of `seeds`.
fn try_mutants(name: &str, target: fn(&[u8]), seeds: &[Vec<u8>], many: usize) {
    assert!(!seeds.is_empty(), "{name}: nothing to begin with");
    let mut draw = Draw::new(20_261_122);
    for at in 0..many {
        let mut bytes = seeds[at % seeds.len()].clone();
        for _ in 0..=draw.below(5) {
            let other = &seeds[draw.below(seeds.len())];
            mutate(&mut bytes, other, &mut draw);
        }
        bounded(&format!("{name} mutant {at}"), target, &bytes);
    }
}

#[test]
fn mutants_of_exports_cost_no_row_without_a_word() {
    try_mutants("csv", targets::csv, &seeds(&["csv"]), how_many(50));
}

/// A workbook with its parts unpacked.
type Parts = Vec<(String, Vec<u8>)>;

fn unpacked(bytes: &[u8]) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut parts = Vec::new();
    for name in names {
        let mut part = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut part).unwrap();
        parts.push((name, part));
    }
    parts
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(part).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn a_workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0u16..).zip([
        "response_id",
        "submitted_at",
        "region",
        "taste",
        "cups",
        "recommend",
        "reason",
    ]) {
        sheet.write(0, at, head).unwrap();
    }
    for row in 1..20 {
        sheet.write(row, 0, format!("r{row}")).unwrap();
        sheet.write(row, 1, "2026-10-05 10:00:00").unwrap();
        sheet.write(row, 2, "北区").unwrap();
        sheet.write(row, 3, row % 5 + 1).unwrap();
        sheet.write(row, 4, "一杯").unwrap();
        sheet.write(row, 5, row % 11).unwrap();
        sheet.write(row, 6, "太吵, \"下次\"\n不来").unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn mutants_of_workbooks_are_read_or_refused() {
    let mut books = seeds(&["xlsx"]);
    books.retain(|book| book.len() < 60_000);
    books.push(a_workbook());
    // The file as it stands on the disk, and what is packed inside.
    try_mutants("xlsx", targets::xlsx, &books, how_many(15));
    let parts: Vec<Parts> = books.iter().map(|book| unpacked(book)).collect();
    let mut draw = Draw::new(7);
    for at in 0..how_many(15) {
        let mut parts = parts[at % parts.len()].clone();
        let which = draw.below(parts.len());
        for _ in 0..=draw.below(3) {
            mutate(
                &mut parts[which].1,
                b"<c r=\"XFD1048576\" t=\"s\"><v>4294967295</v></c>",
                &mut draw,
            );
        }
        bounded(
            &format!("xlsx part {} mutant {at}", parts[which].0),
            targets::xlsx,
            &packed(&parts),
        );
    }
}

/// A file of the corpus of a target.
fn kept(target: &str) -> Vec<Vec<u8>> {
    files(&repository().join("fuzz/corpus").join(target))
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

#[test]
fn the_corpus_of_every_fuzz_target_is_replayed_and_mutated() {
    for (name, target) in targets::ALL {
        let seeds = kept(name);
        for (at, bytes) in seeds.iter().enumerate() {
            bounded(&format!("{name} corpus {at}"), target, bytes);
        }
        if !matches!(name, "csv" | "xlsx") {
            let share = if name == "definition" { 2 } else { 4 };
            try_mutants(name, target, &seeds, how_many(share).max(1));
        }
    }
}

#[test]
fn every_fuzz_target_stands_in_the_package_of_targets() {
    let manifest = std::fs::read_to_string(repository().join("fuzz/Cargo.toml")).unwrap();
    for (name, _) in targets::ALL {
        let own = if name == "json" { "json_file" } else { name };
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let main = std::fs::read_to_string(repository().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(main.contains(&format!("targets::{own}(bytes)")), "{name}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), targets::ALL.len());
}
