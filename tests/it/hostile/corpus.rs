//! Malformed files made by hand: what is taken of each, and what is said of the rest.

use super::bounded;
use super::targets;
use crate::import_laws::Equation;
use crate::workbench::HEADING;
use crate::workbench::Workbench;

/// Three rows that are whole.
const ROWS: &str = "m1,2026-10-05T10:00:00+08:00,north,4,4,one,9,\nm2,2026-10-06T10:00:00+08:00,south,5,3,one,3,慢\nm3,2026-10-07T10:00:00+08:00,north,2,2,several,7,\n";

fn whole() -> String {
    format!("{HEADING}{ROWS}")
}

fn utf16(text: &str, big: bool, mark: &[u8]) -> Vec<u8> {
    let units = text
        .encode_utf16()
        .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    mark.iter().copied().chain(units).collect()
}

/// What is expected of a file: its name, its bytes, and either how many rows are read, accepted and refused with how many cells
/// invalid, or the code (or the beginning) of the problem for which nothing is kept.
type Case = (&'static str, Vec<u8>, Result<[u64; 4], &'static str>);

#[expect(clippy::too_many_lines, reason = "a list of files")]
fn cases() -> Vec<Case> {
    let text = |text: String| text.into_bytes();
    let with = |from: &str, to: &str| whole().replacen(from, to, 1).into_bytes();
    let rows = |rows: &str| format!("{HEADING}{rows}").into_bytes();
    let wide = |columns: usize| {
        let more: String = (0..columns).fold(String::new(), |more, at| more + ",c" + &at.to_string());
        let cells = ",x".repeat(columns);
        let lines = whole();
        let mut lines = lines.lines();
        let head = lines.next().unwrap();
        let body: String = lines.fold(String::new(), |body, line| body + line + &cells + "\n");
        format!("{head}{more}\n{body}").into_bytes()
    };
    vec![
        ("empty", Vec::new(), Err("MY301")),
        ("only a mark", b"\xef\xbb\xbf".to_vec(), Err("MY301")),
        ("half a mark", b"\xef\xbb".to_vec(), Err("MY303")),
        ("only line ends", b"\n\n\r\n\r".to_vec(), Err("MY301")),
        ("only NUL", vec![0; 500], Err("MY303")),
        ("no rows", HEADING.into(), Err("MY302")),
        ("no rows, no line end", HEADING.trim_end().into(), Err("MY302")),
        ("one row", rows(ROWS.lines().next().unwrap()), Ok([1, 1, 0, 0])),
        (
            "marked",
            [b"\xef\xbb\xbf", whole().as_bytes()].concat(),
            Ok([3, 3, 0, 0]),
        ),
        (
            "marked twice",
            [b"\xef\xbb\xbf\xef\xbb\xbf", whole().as_bytes()].concat(),
            Ok([3, 3, 0, 0]),
        ),
        ("mark in the middle", with("\nm2,", "\n\u{feff}m2,"), Ok([3, 3, 0, 0])),
        (
            "mark in a cell",
            with(",south,", ",\u{feff}south\u{feff},"),
            Ok([3, 3, 0, 0]),
        ),
        ("UTF-16 LE", utf16(&whole(), false, b"\xff\xfe"), Ok([3, 3, 0, 0])),
        ("UTF-16 BE", utf16(&whole(), true, b"\xfe\xff"), Ok([3, 3, 0, 0])),
        ("UTF-16 without a mark", utf16(&whole(), false, b""), Ok([3, 3, 0, 0])),
        (
            "UTF-16 that ends within a unit",
            {
                let mut bytes = utf16(&whole(), false, b"\xff\xfe");
                bytes.pop();
                bytes
            },
            Ok([3, 3, 0, 1]),
        ),
        (
            "GB18030",
            encoding_rs::GB18030.encode(&whole()).0.into_owned(),
            Ok([3, 3, 0, 0]),
        ),
        ("CR alone", text(whole().replace('\n', "\r")), Ok([3, 3, 0, 0])),
        ("CRLF", text(whole().replace('\n', "\r\n")), Ok([3, 3, 0, 0])),
        (
            "all line ends",
            text(whole().replacen('\n', "\r", 1).replacen('\n', "\r\n", 1)),
            Ok([3, 3, 0, 0]),
        ),
        (
            "blank lines between",
            text(whole().replace('\n', "\n\n\r\n")),
            Ok([3, 3, 0, 0]),
        ),
        (
            "no line end at the end",
            text(whole().trim_end().to_owned()),
            Ok([3, 3, 0, 0]),
        ),
        (
            "cut in a row",
            text(whole()[..whole().len() - 20].to_owned()),
            Ok([3, 2, 1, 0]),
        ),
        (
            "quoted all over",
            text(whole().lines().fold(String::new(), |all, line| {
                all + "\"" + &line.replace(',', "\",\"") + "\"\n"
            })),
            Ok([3, 3, 0, 0]),
        ),
        ("a quote that never closes", with(",3,慢", ",3,\"慢"), Ok([3, 2, 1, 0])),
        (
            "a quote within a word",
            with(",3,慢", ",3,太\"慢\"了"),
            Ok([3, 3, 0, 0]),
        ),
        ("text behind a quote", with(",3,慢", ",3,\"太\"慢"), Ok([3, 3, 0, 0])),
        (
            "line ends in a cell",
            with(",3,慢", ",3,\"太\r\n\n慢\""),
            Ok([3, 3, 0, 0]),
        ),
        ("a NUL in a number", with(",5,3,", ",5\0,3,"), Ok([3, 3, 0, 1])),
        ("a NUL in words", with(",3,慢", ",3,慢\0慢"), Ok([3, 3, 0, 1])),
        (
            "bytes that are no UTF-8, read as what they look like",
            {
                let mut bytes = whole().into_bytes();
                let at = bytes.windows(3).position(|w| w == "慢".as_bytes()).unwrap();
                bytes[at + 1] = b'(';
                bytes
            },
            Ok([3, 3, 0, 0]),
        ),
        (
            "a cell of a megabyte",
            with(",3,慢", &format!(",3,{}", "慢".repeat(350_000))),
            Ok([3, 3, 0, 0]),
        ),
        (
            "a quoted cell of a megabyte",
            with(",3,慢", &format!(",3,\"{}\"", "slow, ".repeat(150_000))),
            Ok([3, 3, 0, 0]),
        ),
        ("one cell too many", with(",3,慢", ",3,慢,x"), Ok([3, 2, 1, 0])),
        ("empty cells too many", with(",3,慢", ",3,慢,,,"), Ok([3, 3, 0, 0])),
        (
            "a cell too few",
            with(",south,5,3,one,3,慢", ",south,5,3"),
            Ok([3, 2, 1, 0]),
        ),
        (
            "every answer off its scale",
            with(",south,5,3,one,3,", ",west,6,0,nine,11,"),
            Ok([3, 3, 0, 5]),
        ),
        (
            "huge numbers",
            with(",south,5,3,one,3,", ",south,99999999999999999999,1e400,one,-0,"),
            Ok([3, 3, 0, 2]),
        ),
        ("an impossible day", with("2026-10-06", "2026-02-30"), Ok([3, 2, 1, 1])),
        (
            "a formula",
            with(",3,慢", ",3,\"=HYPERLINK(\"\"http://x\"\")\""),
            Ok([3, 3, 0, 0]),
        ),
        (
            "the same id and time, other answers",
            with("m3,2026-10-07", "m2,2026-10-06"),
            Ok([3, 1, 2, 0]),
        ),
        ("the same row twice", rows(&format!("{ROWS}{ROWS}")), Ok([6, 3, 0, 0])),
        ("semicolons", text(whole().replace(',', ";")), Ok([3, 3, 0, 0])),
        ("tabs", text(whole().replace(',', "\t")), Ok([3, 3, 0, 0])),
        ("bars", text(whole().replace(',', "|")), Ok([3, 3, 0, 0])),
        ("another table", b"a,b,c\n1,2,3\n".to_vec(), Err("MY304")),
        ("one column", b"taste\n5\n4\n".to_vec(), Err("MY303")),
        (
            "a page of HTML",
            b"<!DOCTYPE html>\n<html><body>Log in, please, to go on.</body></html>\n".to_vec(),
            Err("MY303"),
        ),
        (
            "JSON that breaks off",
            b"[{\"taste\": 5, \"region\": \"north\"".to_vec(),
            Err("error: "),
        ),
        (
            "a picture",
            [
                b"\x89PNG\r\n\x1a\n".as_slice(),
                &[0, 0, 0, 13, b'I', b'H', b'D', b'R'],
                &[7; 400],
            ]
            .concat(),
            Err("MY303"),
        ),
        ("4,000 columns", wide(4_000), Ok([3, 3, 0, 0])),
        ("40,000 columns", wide(40_000), Ok([3, 3, 0, 0])),
    ]
}

#[test]
fn malformed_files_give_what_is_whole_in_them() {
    let mut faults = Vec::new();
    for (name, bytes, expected) in cases() {
        bounded(name, targets::csv, &bytes);
        let bench = Workbench::cafe().file("file.csv", &bytes);
        let ran = bench.run("import cafe file.csv --max-refused 1");
        let equation = ran
            .err
            .lines()
            .find(|line| line.starts_with("file.csv: ") && line.contains(" read = "))
            .map(Equation::of);
        if let Some(counts) = equation {
            assert_eq!(
                counts.read,
                counts.accepted + counts.replaced + counts.skipped + counts.refused,
                "{name}: {}",
                ran.err
            );
        }
        let found = match (ran.code, equation) {
            (0, Some(counts)) => Ok([counts.read, counts.accepted, counts.refused, counts.invalid]),
            _ => Err(ran.err.clone()),
        };
        let as_expected = match (&expected, &found) {
            (Ok(expected), Ok(found)) => expected == found,
            (Err(code), Err(said)) => said.contains(code) && !bench.path("responses/cafe/ledger.jsonl").exists(),
            _ => false,
        };
        if !as_expected {
            faults.push(format!("{name}: expected {expected:?}, but {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn lines_of_a_segment_that_are_no_answers_are_put_aside_one_by_one() {
    let head = r#"{"manyi":"segment","version":1,"survey":"cafe"}"#;
    let good = r#"{"response_id":"a1","received":"2026-10-05T10:00:00Z","fields":{"taste":["4"],"region":["north"]}}"#;
    let deep = format!("{{\"response_id\":{}", "[".repeat(100_000));
    let long = format!(
        "{{\"response_id\":\"l\",\"received\":\"2026-10-05T10:00:00Z\",\"fields\":{{\"reason\":[\"{}\"]}}}}",
        "x".repeat(1 << 20)
    );
    let many: String = (0..50_000).fold(String::new(), |many, at| many + "\"f" + &at.to_string() + "\":[\"1\"],");
    let many = format!(
        "{{\"response_id\":\"w\",\"received\":\"2026-10-05T10:00:00Z\",\"fields\":{{{many}\"taste\":[\"4\"]}}}}"
    );
    for (name, line) in [
        ("nothing", ""),
        ("half a line", "{\"response_id\":\"b\",\"fie"),
        ("another kind", "[1,2,3]"),
        ("a number", "1e999"),
        ("no UTF-8", "\u{fffd}"),
        ("an escape of half a pair", r#"{"response_id":"\ud800","fields":{}}"#),
        (
            "the same key twice",
            r#"{"response_id":"d","response_id":"e","fields":{}}"#,
        ),
        (
            "fields that are no list",
            r#"{"response_id":"f","fields":{"taste":{"a":1}}}"#,
        ),
        ("a hundred thousand brackets", &deep),
        ("a megabyte", &long),
        ("fifty thousand fields", &many),
    ] {
        let bytes = format!("{head}\n{good}\n{line}\n");
        bounded(name, targets::segment, bytes.as_bytes());
        let bench = Workbench::cafe().file("inbox/cafe/x.jsonl", &bytes);
        let ran = bench.run("import cafe --max-refused 1");
        let line = ran.err.lines().find(|line| line.contains(" read = "));
        if let Some(line) = line {
            let counts = Equation::of(line);
            assert_eq!(
                counts.read,
                counts.accepted + counts.replaced + counts.skipped + counts.refused,
                "{name}: {line}"
            );
            assert!(counts.accepted >= 1 || ran.code != 0, "{name}: {line}");
        } else {
            assert_ne!(ran.code, 0, "{name}: {}", ran.err);
        }
    }
}
