//! Small files that would grow: fifteen kinds, each refused or read in seconds, by a program that may have half a gigabyte.

use crate::workbench::Workbench;
use crate::workbench::program;
use crate::workbench::start;
use std::fmt::Write as _;
use std::io::Cursor;
use std::io::Write as _;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;
use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
const END: &str = "</sheetData></worksheet>";

/// Writes parts of a workbook one after the other; a part is given as pieces with how often each is repeated.
fn workbook(parts: &[(&str, &[(&str, usize)])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
    ] {
        if parts.iter().all(|(other, _)| *other != name) {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    for (name, pieces) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        for (piece, times) in *pieces {
            let block = piece.repeat((*times).clamp(1, 4_096));
            let mut left = *times;
            while left > 0 {
                let now = left.min(4_096);
                zip.write_all(&block.as_bytes()[..piece.len() * now]).unwrap();
                left -= now;
            }
        }
    }
    zip.finish().unwrap().into_inner()
}

fn sheet(pieces: &[(&str, usize)]) -> Vec<u8> {
    let all: Vec<(&str, usize)> = std::iter::once((SHEET, 1))
        .chain(pieces.iter().copied())
        .chain([(END, 1)])
        .collect();
    workbook(&[("xl/worksheets/sheet1.xml", &all)])
}

#[expect(clippy::too_many_lines, reason = "one list of bombs")]
/// A file, and words that must be among what is said of it; none where it may be read.
fn bombs() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let head = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>response_id</t></is></c></row>";
    let entities: String = (1..12).fold("<!ENTITY a0 \"ha\">".to_owned(), |mut text, at| {
        let _ = write!(text, "<!ENTITY a{at} \"{}\">", format!("&a{};", at - 1).repeat(10));
        text
    });
    let entities = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [{entities}]>{SHEET}<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&a11;</t></is></c></row>{END}"
    );
    let shared = (
        "xl/sharedStrings.xml",
        [
            (
                "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
                1,
            ),
            ("<si><t>a</t></si>", 200_000),
            ("</sst>", 1),
        ],
    );
    let few = format!("{SHEET}{head}{END}");
    let nested = "<a>".repeat(300_000);
    let mut stored = ZipWriter::new(Cursor::new(Vec::new()));
    stored
        .start_file(
            "xl/workbook.xml",
            SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
        )
        .unwrap();
    stored.write_all(&sheet(&[(head, 1)])).unwrap();
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..12_000 {
        many.start_file(format!("xl/p{at}.xml"), SimpleFileOptions::default())
            .unwrap();
    }
    let mut lying = sheet(&[(head, 1)]);
    // Every size the directory states becomes four gigabytes.
    let at = lying.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    lying[at + 24..at + 28].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
    let mut count = sheet(&[(head, 1)]);
    let at = count.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    count[at + 8..at + 12].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    vec![
        (
            "spaces that pack well",
            "x.xlsx",
            sheet(&[(" ", 24_000_000)]),
            "times its size",
        ),
        (
            "rows that pack well",
            "x.xlsx",
            sheet(&[("<row r=\"2\"/>", 300_000)]),
            "times its size",
        ),
        (
            "two hundred thousand texts of one cell",
            "x.xlsx",
            workbook(&[("xl/worksheets/sheet1.xml", &[(&few, 1)]), (shared.0, &shared.1)]),
            "",
        ),
        (
            "two cells a sheet apart",
            "x.xlsx",
            sheet(&[
                (head, 1),
                ("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", 1),
            ]),
            "",
        ),
        (
            "a cell beyond the sheet",
            "x.xlsx",
            sheet(&[
                (head, 1),
                ("<row r=\"4294967295\"><c r=\"ZZZZZZ4294967295\"><v>1</v></c></row>", 1),
            ]),
            "",
        ),
        (
            "a text that is not in the table",
            "x.xlsx",
            sheet(&[
                (head, 1),
                ("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>4294967295</v></c></row>", 1),
            ]),
            "",
        ),
        (
            "entities within entities",
            "x.xlsx",
            workbook(&[("xl/worksheets/sheet1.xml", &[(&entities, 1)])]),
            "",
        ),
        (
            "three hundred thousand brackets",
            "x.xlsx",
            workbook(&[("xl/worksheets/sheet1.xml", &[(&nested, 1)])]),
            "",
        ),
        (
            "a workbook in a workbook",
            "x.xlsx",
            stored.finish().unwrap().into_inner(),
            "no Excel workbook",
        ),
        (
            "twelve thousand parts",
            "x.xlsx",
            many.finish().unwrap().into_inner(),
            "too many parts",
        ),
        ("a size that is not true", "x.xlsx", lying, ""),
        ("a number of parts that is not true", "x.xlsx", count, ""),
        (
            "a row of empty cells without end",
            "x.xlsx",
            sheet(&[
                (head, 1),
                ("<row r=\"2\">", 1),
                ("<c s=\"1\"/>", 300_000),
                ("</row>", 1),
            ]),
            "more than 16384 columns",
        ),
        (
            "a line of 24 megabytes",
            "x.csv",
            format!("response_id,taste\n1,{}\n", "5".repeat(24_000_000)).into_bytes(),
            "",
        ),
        (
            "a hundred thousand lines that each open a quote",
            "x.csv",
            format!("response_id,taste\n{}", "\"\n".repeat(100_000)).into_bytes(),
            "",
        ),
        (
            "a header of 60,000 columns",
            "x.csv",
            format!("response_id{}\n1\n", ",c".repeat(60_000)).into_bytes(),
            "",
        ),
    ]
}

#[test]
fn bombs_are_refused_in_seconds_and_within_half_a_gigabyte() {
    let mut faults = Vec::new();
    for (name, file, bytes, said) in bombs() {
        let size = bytes.len();
        let bench = Workbench::cafe().file(file, bytes);
        let begun = Instant::now();
        // The bound is on addresses, of which stacks of threads and the program itself take a part that is never used.
        let child = start(
            Command::new("sh")
                .args([
                    "-c",
                    "ulimit -v 1048576; exec \"$0\" import cafe \"$1\"",
                    program(),
                    file,
                ])
                .current_dir(bench.path(""))
                .env_clear()
                .env("POLARS_MAX_THREADS", "2")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped()),
        );
        let ended = child.wait_with_output().unwrap();
        let took = begun.elapsed();
        let err = String::from_utf8_lossy(&ended.stderr);
        println!("{name}: {size} bytes, {took:.1?}, exit {:?}", ended.status.code());
        let code = ended.status.code().unwrap_or(-1);
        if !(0..=2).contains(&code)
            || took > Duration::from_secs(120)
            || !err.contains(said)
            || err.contains("panicked")
        {
            let shown: String = err.chars().take(400).collect();
            faults.push(format!("{name} ({size} bytes): exit {code} after {took:?}: {shown}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
