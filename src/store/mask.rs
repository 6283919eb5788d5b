//! A file of answers in which what tells who someone is was struck out, line by line as it was, so that a response is still found by
//! the line it began on.

use super::cut::records;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Range;

/// Stands where something was struck out.
const STRUCK: &str = "***";

/// A CSV file without the cells of some columns, from 0, below its first `heading` records. `None` in UTF-16, where bytes are no
/// characters.
#[must_use]
pub fn masked_csv(bytes: &[u8], delimiter: u8, columns: &BTreeSet<usize>, heading: usize) -> Option<Vec<u8>> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.contains(&0) {
        return None;
    }
    let mut masked = Vec::with_capacity(bytes.len());
    let mut width = 0;
    for (place, record) in records(bytes).into_iter().enumerate() {
        let cells = spans(record, delimiter);
        if place < heading {
            width = cells.len();
            masked.extend_from_slice(record);
            continue;
        }
        let end = cells.last().map_or(0, |cell| cell.end);
        if cells.len() != width && end > 0 {
            // Which cell is which, nobody knows.
            masked.extend_from_slice(STRUCK.as_bytes());
            masked.extend(record[..end].iter().filter(|byte| **byte == b'\n'));
            masked.extend_from_slice(&record[end..]);
            continue;
        }
        let mut from = 0;
        for (at, cell) in cells.into_iter().enumerate() {
            if columns.contains(&at) && !cell.is_empty() {
                masked.extend_from_slice(&record[from..cell.start]);
                masked.extend_from_slice(STRUCK.as_bytes());
                from = cell.end;
            }
        }
        masked.extend_from_slice(&record[from..]);
    }
    Some(masked)
}

/// A segment without the answers in some fields, and without its seal, which speaks of what it was.
#[must_use]
pub fn masked_segment(bytes: &[u8], fields: &BTreeSet<&str>) -> Vec<u8> {
    let mut masked = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Ok(mut value) = serde_json::from_slice::<Value>(line) else {
            // A line that is no record may hold anything.
            masked.extend_from_slice(STRUCK.as_bytes());
            masked.push(b'\n');
            continue;
        };
        if value.get("manyi").is_some_and(|kind| kind == "seal") {
            continue;
        }
        match value.get_mut("fields") {
            Some(Value::Object(answers)) => {
                for (_, answer) in answers.iter_mut().filter(|(name, _)| fields.contains(name.as_str())) {
                    *answer = Value::from(STRUCK);
                }
            }
            // A copy that a respondent saved has pairs.
            Some(Value::Array(pairs)) => {
                for pair in pairs {
                    if pair
                        .get(0)
                        .and_then(Value::as_str)
                        .is_some_and(|name| fields.contains(name))
                    {
                        *pair = Value::from(vec![pair[0].clone(), Value::from(STRUCK)]);
                    }
                }
            }
            _ => {}
        }
        masked.extend(value.to_string().into_bytes());
        masked.push(b'\n');
    }
    masked
}

/// Where the cells of a record stand, quotes included, its line end not.
fn spans(record: &[u8], delimiter: u8) -> Vec<Range<usize>> {
    let end = record.len()
        - record
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b'\n' | b'\r'))
            .count();
    let (mut spans, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, byte) in record[..end].iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            byte if *byte == delimiter && !quoted => {
                spans.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    spans.push(start..end);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &str) -> String {
        let masked = masked_csv(text.as_bytes(), b',', &BTreeSet::from([1, 3]), 1).unwrap();
        String::from_utf8(masked).unwrap()
    }

    #[test]
    fn cells_are_struck_out_and_lines_stay_where_they_are() {
        assert_eq!(
            csv("id,mail,q,tel\r\n1,a@b.cn,\"x,\"\"y\r\nz\",1380\r\n\r\n2,,4,\n3,\"li, lei\",5"),
            "id,mail,q,tel\r\n1,***,\"x,\"\"y\r\nz\",***\r\n\r\n2,,4,\n***"
        );
        assert_eq!(masked_csv(b"\xff\xfei\0d\0", b',', &BTreeSet::from([0]), 1), None);
    }

    #[test]
    fn fields_of_a_segment_are_struck_out() {
        let text = "{\"manyi\":\"segment\",\"version\":1,\"survey\":\"v\"}\n{\"fields\":{\"mail\":\"a@b.cn\",\"q\":\"4\"},\"response_id\":\"r\"}\nbroken a@b.cn\n{\"manyi\":\"seal\",\"records\":1}\n";
        let masked = String::from_utf8(masked_segment(text.as_bytes(), &BTreeSet::from(["mail"]))).unwrap();
        assert_eq!(masked.lines().count(), 3);
        assert!(
            !masked.contains("a@b.cn") && masked.contains("\"mail\":\"***\"") && masked.contains("\"q\":\"4\""),
            "{masked}"
        );
        let copy = "{\"response_id\":\"r\",\"survey\":\"v\",\"fields\":[[\"mail\",\"a@b.cn\"],[\"q\",\"4\"]]}\n";
        let masked = String::from_utf8(masked_segment(copy.as_bytes(), &BTreeSet::from(["mail"]))).unwrap();
        assert!(
            !masked.contains("a@b.cn") && masked.contains("[\"q\",\"4\"]"),
            "{masked}"
        );
    }
}
