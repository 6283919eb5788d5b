//! Responses cut out of text files: notes of a quarantine, records of a raw file.

use crate::locale::unguarded;
use std::collections::BTreeSet;

/// What is left of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) bytes: Vec<u8>,
    /// Rows taken out.
    pub(super) taken: u64,
}

/// A quarantine without the notes on some lines of its file, and without rows that name one of these ids.
pub(super) fn without_notes<'a>(bytes: &[u8], lines: &BTreeSet<u64>, ids: impl Iterator<Item = &'a String>) -> Cut {
    let ids: BTreeSet<&str> = ids.map(String::as_str).collect();
    let mut cut = Cut {
        bytes: Vec::with_capacity(bytes.len()),
        taken: 0,
    };
    for (place, record) in records(bytes).into_iter().enumerate() {
        let cells = cells(record);
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let whole = || {
            self::cells(cell(3).as_bytes())
                .iter()
                .any(|cell| ids.contains(cell.as_str()))
        };
        let named = cell(0).parse().is_ok_and(|line| lines.contains(&line)) || ids.contains(cell(1)) || whole();
        if place > 0 && named {
            cut.taken += 1;
        } else {
            cut.bytes.extend_from_slice(record);
        }
    }
    cut
}

/// A file whose lines begin with the id of a response, without those of these ids.
pub(super) fn without_ids<'a>(bytes: &[u8], ids: impl Iterator<Item = &'a String>) -> Cut {
    let ids: BTreeSet<&str> = ids.map(String::as_str).collect();
    let mut cut = Cut {
        bytes: Vec::with_capacity(bytes.len()),
        taken: 0,
    };
    for (place, record) in records(bytes).into_iter().enumerate() {
        if place > 0 && cells(record).first().is_some_and(|id| ids.contains(id.as_str())) {
            cut.taken += 1;
        } else {
            cut.bytes.extend_from_slice(record);
        }
    }
    cut
}

/// A file of answers without the records that begin on some of its lines; `None` where that cannot be done safely: in UTF-16,
/// or where one of the ids is still in what would be left.
pub(super) fn without_records<'a>(
    bytes: &[u8],
    lines: &BTreeSet<u64>,
    ids: impl Iterator<Item = &'a String>,
) -> Option<Cut> {
    if bytes.iter().take(4096).any(|&byte| byte == 0)
        || bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
    {
        return None;
    }
    let starts = starts(bytes);
    let mut cut = Cut {
        bytes: Vec::with_capacity(bytes.len()),
        taken: 0,
    };
    let mut at = 0;
    for line in lines {
        let start = *starts.get(usize::try_from(line.checked_sub(1)?).ok()?)?;
        if start < at {
            return None;
        }
        cut.bytes.extend_from_slice(&bytes[at..start]);
        at = start + length(&bytes[start..]);
        cut.taken += 1;
    }
    cut.bytes.extend_from_slice(&bytes[at..]);
    let left = |id: &String| id.len() >= 4 && cut.bytes.windows(id.len()).any(|window| window == id.as_bytes());
    (!ids.into_iter().any(left)).then_some(cut)
}

/// Where the lines of a file begin.
fn starts(bytes: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    for (at, byte) in bytes.iter().enumerate() {
        let ends = *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        if ends {
            starts.push(at + 1);
        }
    }
    starts
}

/// Length of the record that begins here, its line end included; a quote that is never closed opens nothing.
fn length(bytes: &[u8]) -> usize {
    let (mut quoted, mut first) = (false, None);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => return at + 1,
            b'\r' if !quoted && bytes.get(at + 1) != Some(&b'\n') => return at + 1,
            b'\n' => first = first.or(Some(at + 1)),
            _ => {}
        }
    }
    first.filter(|_| quoted).unwrap_or(bytes.len())
}

/// The records of a file that [`super::csv_line`] wrote, line ends included.
pub(super) fn records(bytes: &[u8]) -> Vec<&[u8]> {
    let mut records = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (record, more) = rest.split_at(length(rest));
        records.push(record);
        rest = more;
    }
    records
}

/// The cells of a record, without quotes and guards.
fn cells(record: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(record);
    let text = text.trim_end_matches(['\n', '\r']);
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(unguarded(&std::mem::take(&mut cell)).to_owned()),
            other => cell.push(other),
        }
    }
    cells.push(unguarded(&cell).to_owned());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn records_are_cut_where_they_begin_whatever_the_line_ends() {
        let cases: [(&str, &[u64], &str); 5] = [
            ("id,a\nr-01,1\nr-02,2\n", &[2], "id,a\nr-02,2\n"),
            ("id,a\r\nr-01,\"x\r\ny\"\r\nr-02,2\r\n", &[2], "id,a\r\nr-02,2\r\n"),
            (
                "id,a\r\nr-01,\"x\r\ny\"\r\nr-02,2\r\n",
                &[4],
                "id,a\r\nr-01,\"x\r\ny\"\r\n",
            ),
            ("id,a\rr-01,1\rr-02,2", &[3], "id,a\rr-01,1\r"),
            ("id,a\nr-01,\"open\nr-02,2\n", &[2], "id,a\nr-02,2\n"),
        ];
        for (text, lines, left) in cases {
            let gone = ids(&[if text.contains("r-01") && lines != [4] && lines != [3] {
                "r-01"
            } else {
                "r-02"
            }]);
            let cut = without_records(text.as_bytes(), &lines.iter().copied().collect(), gone.iter()).unwrap();
            assert_eq!(String::from_utf8(cut.bytes).unwrap(), left, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_cut_safely_is_not_cut() {
        let lines = BTreeSet::from([2]);
        let gone = ids(&["r-01"]);
        assert_eq!(without_records(b"\xff\xfei\0d\0", &lines, gone.iter()), None);
        // The id stands once more, where no line was named.
        assert_eq!(without_records(b"id\nr-01\nr-02 and r-01\n", &lines, gone.iter()), None);
        assert_eq!(without_records(b"id\n", &BTreeSet::from([9]), gone.iter()), None);
    }

    #[test]
    fn notes_go_by_line_and_by_id() {
        let notes = "line,response_id,column,original,code,reason\n2,,a,\"x\ny\",MY1,z\n3,,a,ok,MY1,z\n7,,,\"r-01,\"\"broken\",MY2,z\n";
        let cut = without_notes(notes.as_bytes(), &BTreeSet::from([2]), ids(&["r-01"]).iter());
        assert_eq!(cut.taken, 2);
        assert_eq!(
            String::from_utf8(cut.bytes).unwrap(),
            "line,response_id,column,original,code,reason\n3,,a,ok,MY1,z\n"
        );
    }
}
