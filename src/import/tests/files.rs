//! The file as a whole: encodings, delimiters, headers, and files that are broken.

use super::read;
use super::read_with;
use crate::definition::mapping::DateOrder;
use crate::definition::mapping::Entry;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Place;
use crate::import::How;

const PLAIN: &str =
    "response_id,submitted,overall,reason\n1,2026-03-01T08:00:00Z,5,\n2,2026-03-02T08:00:00Z,非常满意,\n";

#[test]
fn the_same_answers_in_five_encodings_and_four_delimiters() {
    let utf16 = |big: bool, mark: &[u8]| -> Vec<u8> {
        let units = PLAIN
            .encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        mark.iter().copied().chain(units).collect()
    };
    let gb = encoding_rs::GB18030.encode(PLAIN).0.into_owned();
    let files = [
        PLAIN.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", PLAIN.as_bytes()].concat(),
        utf16(false, b"\xff\xfe"),
        utf16(true, b"\xfe\xff"),
        utf16(false, b""),
        gb,
    ];
    for file in &files {
        let read = read_with(file, |_| {});
        assert_eq!(
            read.answers("overall"),
            ["very_satisfied", "very_satisfied"],
            "{:?}",
            read.summary.encoding
        );
    }
    for delimiter in [";", "\t", "|"] {
        let read = read(&PLAIN.replace(',', delimiter));
        assert_eq!(read.answers("overall"), ["very_satisfied", "very_satisfied"]);
        assert_eq!(read.summary.delimiter, delimiter.chars().next());
    }
}

#[test]
fn a_guessed_encoding_is_reported_and_a_stated_one_is_not() {
    let gb = encoding_rs::GB18030.encode(PLAIN).0.into_owned();
    let guessed = read_with(&gb, |_| {});
    assert_eq!(guessed.summary.encoding.unwrap().how, How::Guess);
    assert!(guessed.codes().contains(&"MY306"));
    let stated = read_with(&gb, |setup| {
        setup.format.encoding = Some(Entry::new("gbk", Place::file("--encoding")));
    });
    assert!(!stated.codes().contains(&"MY306"));
    assert_eq!(stated.answers("overall")[1], "very_satisfied");
    let unknown = read_with(&gb, |setup| {
        setup.format.encoding = Some(Entry::new("utf-9", Place::file("--encoding")));
    });
    assert_eq!(unknown.codes(), ["MY305"]);
}

#[test]
fn bytes_that_are_no_text_make_their_cell_invalid() {
    let mut bytes = PLAIN.as_bytes().to_vec();
    bytes.extend_from_slice(
        b"3,2026-03-01T08:00:00Z,\x8c\xe6,\n4,2026-03-01T08:00:00Z,4\0,\n5,2026-03-01T08:00:00Z,4,\n",
    );
    let read = read_with(&bytes, |setup| {
        setup.format.encoding = Some(Entry::new("utf-8", Place::file("x")));
    });
    assert_eq!(read.answers("overall")[2..], ["<invalid>", "<invalid>", "satisfied"]);
    assert_eq!(
        read.reasons(),
        [("undecodable", "\\x8c\\xe6", 4), ("nul_byte", "4\\0", 5)]
    );
}

#[test]
fn files_with_nothing_to_take_say_so() {
    for (text, code) in [
        ("", "MY301"),
        ("\u{feff}", "MY301"),
        ("\n\r\n  \n", "MY301"),
        ("response_id,submitted,overall\n", "MY302"),
        ("response_id,submitted,overall\r\n\r\n\r\n", "MY302"),
        ("overall\n5\n4\n", "MY303"),
        ("a,b,c\n1,2,3\n", "MY304"),
        ("response_id,submitted\n1,2026-03-01\n", "MY304"),
    ] {
        let read = read(text);
        assert!(read.codes().contains(&code), "{text:?}: {:?}", read.codes());
        assert!(!read.summary.committable());
        assert_eq!(read.summary.counts.read, 0);
    }
    // A wrong delimiter takes nothing in.
    let wrong = read_with(PLAIN.as_bytes(), |setup| setup.format.delimiter = Some(';'));
    assert_eq!((wrong.codes(), wrong.summary.counts.accepted), (vec!["MY303"], 0));
    let quote = read_with(PLAIN.as_bytes(), |setup| setup.format.delimiter = Some('"'));
    assert_eq!(quote.codes(), ["MY307"]);
}

#[test]
fn line_ends_may_be_mixed_and_cells_may_run_over_lines() {
    let read = read(
        "response_id,wave,recommend,reason\r1,2026Q1,3,\"one\r\ntwo\"\r\n2,2026Q1,4,\"\"\"quoted\"\", comma\"\n3,2026Q1,2,plain\r\n\r\n\r\n",
    );
    assert_eq!(read.answers("reason"), ["one\r\ntwo", "\"quoted\", comma", "plain"]);
    assert_eq!(read.batch.meta.line, [2, 4, 5]);
}

#[test]
fn a_quote_that_never_closes_costs_its_own_line() {
    let text = include_bytes!("../../../tests/data/import/unclosed-quote.csv");
    let read = read_with(text, |_| {});
    assert_eq!(read.answers("recommend"), ["p3", "p5", "p6"]);
    assert_eq!(read.answers("reason")[2], "two\nlines");
    assert_eq!(read.reasons(), [("unclosed_quote", "2,2026Q1,4,\"too late", 3)]);
    assert_eq!((read.summary.counts.read, read.summary.counts.broken), (4, 1));
    let truncated = read_with(
        b"response_id,wave,recommend,reason\n1,2026Q1,3,a\n2,2026Q1,4,\"cut in the mid",
        |_| {},
    );
    assert_eq!((truncated.summary.counts.accepted, truncated.reasons()[0].2), (1, 3));
}

#[test]
fn ragged_rows_are_refused_unless_nothing_can_be_mistaken() {
    let read = read(
        "response_id,wave,overall,reason,note\n\
         1,2026Q1,5,x,y,,\n\
         2,2026Q1,5,x,y,z\n\
         3,2026Q1,5\n\
         4,2026Q1,5,x\n\
         5,2026Q1,4,\n\
         ,,,,\n",
    );
    // 1: more, empty; 4: only the unknown column lacks; 5: the same.
    assert_eq!(read.batch.meta.line, [2, 5, 6]);
    let refused: Vec<u64> = read
        .reasons()
        .iter()
        .filter(|reason| reason.0 == "cell_count")
        .map(|reason| reason.2)
        .collect();
    assert_eq!(refused, [3, 4]);
    assert_eq!(
        (
            read.summary.counts.read,
            read.summary.counts.blank,
            read.summary.counts.broken
        ),
        (6, 1, 2)
    );
    let cut = super::read("response_id,wave,overall,recommend,age\n1,2026Q1,5,,\n2,2026Q1,5,\n3,2026Q1,");
    assert_eq!((cut.summary.counts.accepted, cut.summary.counts.broken), (2, 1));
}

#[test]
fn header_rows_and_lines_to_leave_out() {
    let mut mapping = Mapping::default();
    mapping.format.header_rows = Some(3);
    let qualtrics = "ResponseId,EndDate,overall\nResponse ID,End Date,\"How, \n satisfied?\"\n\"{\"\"ImportId\"\":\"\"x\"\"}\",,\nR_1,2026-02-01 10:00:00,4\n";
    let read = read_with(qualtrics.as_bytes(), |setup| {
        setup.mapping = Some(&*Box::leak(Box::new(mapping)));
    });
    assert_eq!(read.answers("overall"), ["satisfied"]);
    assert_eq!(
        (read.batch.meta.line[0], read.batch.meta.response_id.words(0)),
        (5, "R_1")
    );

    let mut skipping = Mapping::default();
    skipping.format.skip_rows = vec![1, 2];
    let titled = "Export of today,,\n,,\nid,wave,overall\n1,2026Q1,3\n";
    let read = read_with(titled.as_bytes(), |setup| {
        setup.mapping = Some(&*Box::leak(Box::new(skipping)));
    });
    assert_eq!(read.answers("overall"), ["neutral"]);
}

#[test]
fn a_group_of_columns_carries_its_stem_forward() {
    let mut mapping = Mapping::default();
    mapping.format.header_rows = Some(2);
    let monkey = "RespondentID,wave,Which do you use?,,How satisfied with each?,\n,,Phone,None,Speed,Attitude\n1,2026Q1,Phone,,5,4\n2,2026Q1,,,,\n";
    let read = read_with(monkey.as_bytes(), |setup| {
        setup.mapping = Some(&*Box::leak(Box::new(mapping)));
    });
    assert_eq!(read.answers("devices"), ["phone", "<not_reached>"]);
    assert_eq!(read.answers("service.attitude")[0], "satisfied");
}

#[test]
fn dates_that_can_be_read_in_two_ways_ask_for_a_decision() {
    let text = "response_id,wave,visited\n1,2026Q1,4/5/2026\n2,2026Q1,3/4/2026\n";
    let open = read(text);
    assert_eq!((open.codes()[0], open.summary.counts.read), ("MY318", 0));
    let told =
        |order| read_with(text.as_bytes(), move |setup| setup.format.date_order = Some(order)).answers("visited");
    let day = |text| crate::logic::parse_date(text).unwrap().to_string();
    assert_eq!(told(DateOrder::MonthFirst), [day("2026-04-05"), day("2026-03-04")]);
    assert_eq!(told(DateOrder::DayFirst), [day("2026-05-04"), day("2026-04-03")]);
    // One date decides for all; a year in front is always understood.
    let decided = read("response_id,wave,visited\n1,2026Q1,4/5/2026\n2,2026Q1,2015-07-20\n3,2026Q1,19-07-2015\n");
    assert_eq!(
        decided.answers("visited"),
        [day("2026-05-04"), day("2015-07-20"), day("2015-07-19")]
    );
}
