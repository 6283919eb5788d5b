//! JSON exports as CSV: one object a response, its names the headers.
//!
//! In: the bytes of a JSON file, twice. Out: CSV that the importer reads like any other. The responses are the list at the top,
//! or the one list of objects that the object at the top holds (`results`, `submissions`, `data` …). An object inside a
//! response gives a column for each of its names, joined by `.`; a list of plain values stays one cell, as a JSON list; a list
//! of objects is a table of its own and is not written here. Read an object at a time, within limits.

mod limits;
mod records;

pub use limits::Limits;
pub use limits::Refusal;

use records::Capped;
use records::Outline;
use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::io::Read;
use std::io::Write;

/// What was read of a JSON file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Responses.
    pub records: u64,
    /// Names under which stand lists of objects, which are tables of their own.
    pub repeated: Vec<String>,
}

/// Whether a file that begins with these bytes may be JSON.
#[must_use]
pub fn looks_like_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut filled = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (filled.next(), filled.next()),
        (Some(b'['), Some(b'{' | b']')) | (Some(b'{'), Some(b'"'))
    )
}

/// Writes the responses of a JSON file as CSV; `begin` opens it anew each time.
///
/// # Errors
/// [`Refusal`] when it is no JSON, holds no list of responses, or is larger than `limits`.
pub fn to_csv<R: Read>(
    begin: impl Fn() -> io::Result<R>,
    limits: Limits,
    out: &mut dyn Write,
) -> Result<Found, Refusal> {
    let open = || begin().map(|reader| Capped::new(reader, limits)).map_err(Refusal::Read);
    let wanted = Outline::of(open()?, limits)?.list()?;
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    let mut repeated: Vec<String> = Vec::new();
    let mut found = Found::default();
    records::each(open()?, wanted.as_deref(), limits, &mut |record| {
        found.records += 1;
        let mut cells = Vec::new();
        flatten(record, limits, &mut cells, &mut repeated)?;
        for (name, _) in cells {
            if !columns.contains_key(&name) {
                if names.len() == limits.columns {
                    return Err(Refusal::Columns { most: limits.columns });
                }
                columns.insert(name.clone(), names.len());
                names.push(name);
            }
        }
        Ok(())
    })?;
    if found.records == 0 {
        return Err(Refusal::NoRecords);
    }
    // One column alone would not be told from a text; a second, empty one does no harm.
    if names.len() < 2 {
        names.push(String::new());
    }
    let mut writer = csv::Writer::from_writer(out);
    let write = |error: csv::Error| Refusal::Read(io::Error::other(error));
    writer.write_record(&names).map_err(write)?;
    let mut row = vec![String::new(); names.len()];
    records::each(open()?, wanted.as_deref(), limits, &mut |record| {
        let mut cells = Vec::new();
        flatten(record, limits, &mut cells, &mut Vec::new())?;
        row.fill(String::new());
        for (name, cell) in cells {
            if let Some(at) = columns.get(&name) {
                row[*at] = cell;
            }
        }
        writer.write_record(&row).map_err(write)
    })?;
    writer.flush().map_err(Refusal::Read)?;
    repeated.sort();
    repeated.dedup();
    found.repeated = repeated;
    Ok(found)
}

/// Writes the objects of a repeated group of every response as CSV: the response they belong to (its value of `id`) as `PARENT_KEY`,
/// a `response_id` of their own, then their values. Gives how many there are.
///
/// # Errors
/// As [`to_csv`]; [`Refusal::NoGroup`] when no response has a group of this name.
pub fn group_to_csv<R: Read>(
    begin: impl Fn() -> io::Result<R>,
    limits: Limits,
    (group, id): (&str, &str),
    out: &mut dyn Write,
) -> Result<u64, Refusal> {
    let open = || begin().map(|reader| Capped::new(reader, limits)).map_err(Refusal::Read);
    let wanted = Outline::of(open()?, limits)?.list()?;
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut others: Vec<String> = Vec::new();
    records::each(open()?, wanted.as_deref(), limits, &mut |record| {
        let mut repeated = Vec::new();
        for item in items(&record, group) {
            let mut cells = Vec::new();
            flatten(item, limits, &mut cells, &mut Vec::new())?;
            for name in cells.into_iter().map(|(name, _)| own_name(name, group)) {
                if !known.contains_key(&name) {
                    if names.len() + 2 >= limits.columns {
                        return Err(Refusal::Columns { most: limits.columns });
                    }
                    known.insert(name.clone(), names.len());
                    names.push(name);
                }
            }
        }
        flatten(record, limits, &mut Vec::new(), &mut repeated)?;
        repeated.retain(|name| !others.contains(name));
        others.extend(repeated);
        Ok(())
    })?;
    if names.is_empty() {
        others.sort();
        return Err(Refusal::NoGroup {
            wanted: group.to_owned(),
            known: others,
        });
    }
    let mut writer = csv::Writer::from_writer(out);
    let write = |error: csv::Error| Refusal::Read(io::Error::other(error));
    let head = ["PARENT_KEY", "response_id"].into_iter();
    writer
        .write_record(head.chain(names.iter().map(String::as_str)))
        .map_err(write)?;
    let mut count = 0;
    records::each(open()?, wanted.as_deref(), limits, &mut |record| {
        let rows = items(&record, group);
        let mut cells = Vec::new();
        flatten(record, limits, &mut cells, &mut Vec::new())?;
        let parent = cells.into_iter().find(|(name, _)| name == id).map(|(_, cell)| cell);
        let parent = parent.unwrap_or_default();
        for (item, number) in rows.into_iter().zip(1u64..) {
            let mut cells = Vec::new();
            flatten(item, limits, &mut cells, &mut Vec::new())?;
            let mut row = vec![String::new(); names.len() + 2];
            row[1] = format!("{parent}/{group}/{number}");
            row[0].clone_from(&parent);
            for (name, cell) in cells {
                if let Some(at) = known.get(&own_name(name, group)) {
                    row[at + 2] = cell;
                }
            }
            count += 1;
            writer.write_record(&row).map_err(write)?;
        }
        Ok(())
    })?;
    writer.flush().map_err(Refusal::Read)?;
    Ok(count)
}

/// A name inside a group: some platforms write the whole path to it.
fn own_name(name: String, group: &str) -> String {
    let own = name.strip_prefix(group).and_then(|rest| rest.strip_prefix(['/', '.']));
    own.map(str::to_owned).unwrap_or(name)
}

/// The objects of a repeated group in a response; names of groups inside objects are joined by `.`.
fn items(record: &Map<String, Value>, group: &str) -> Vec<Map<String, Value>> {
    let objects = |value: &Value| -> Vec<Map<String, Value>> {
        let items = value.as_array().into_iter().flatten();
        items.filter_map(|item| item.as_object().cloned()).collect()
    };
    if let Some(value) = record.get(group) {
        return objects(value);
    }
    // A name itself may hold points: the longest that is there is followed.
    let places = group.match_indices('.').map(|(at, _)| at).collect::<Vec<_>>();
    for at in places.into_iter().rev() {
        if let Some(Value::Object(inner)) = record.get(&group[..at]) {
            return items(inner, &group[at + 1..]);
        }
    }
    Vec::new()
}

/// The plain values of a record with their names, in the order of the record.
fn flatten(
    record: Map<String, Value>,
    limits: Limits,
    cells: &mut Vec<(String, String)>,
    repeated: &mut Vec<String>,
) -> Result<(), Refusal> {
    let mut open: Vec<(String, Value, usize)> = record.into_iter().map(|(name, value)| (name, value, 1)).collect();
    open.reverse();
    while let Some((name, value, depth)) = open.pop() {
        if depth > limits.depth {
            return Err(Refusal::Deep { most: limits.depth });
        }
        let cell = match value {
            Value::Null => String::new(),
            Value::Bool(truth) => if truth { "true" } else { "false" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(words) => words,
            Value::Array(items) if items.iter().any(Value::is_object) => {
                if repeated.len() < 1000 && !repeated.contains(&name) {
                    repeated.push(name);
                }
                continue;
            }
            Value::Array(items) if items.iter().all(Value::is_null) => String::new(),
            Value::Array(items) => {
                let words: Vec<String> = items
                    .iter()
                    .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                    .collect();
                Value::from(words).to_string()
            }
            Value::Object(parts) => {
                let mut inner: Vec<(String, Value, usize)> = parts
                    .into_iter()
                    .map(|(part, value)| (format!("{name}.{part}"), value, depth + 1))
                    .collect();
                inner.reverse();
                open.extend(inner);
                continue;
            }
        };
        cells.push((name, cell));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv_of(text: &str) -> Result<(String, Found), String> {
        let mut out = Vec::new();
        let found = to_csv(|| Ok(text.as_bytes()), Limits::default(), &mut out);
        found
            .map(|found| (String::from_utf8(out).unwrap(), found))
            .map_err(|refusal| refusal.words().en)
    }

    #[test]
    fn responses_become_rows_whatever_holds_them() {
        let rows = "[{\"a\": 1, \"b\": {\"c\": \"x, y\", \"d\": [\"u\", \"v\"]}}, {\"e\": null, \"a\": true}]";
        let wanted = "a,b.c,b.d,e\n1,\"x, y\",\"[\"\"u\"\",\"\"v\"\"]\",\ntrue,,,\n";
        assert_eq!(csv_of(rows).unwrap().0, wanted);
        for around in [
            format!("{{\"count\": 2, \"results\": {rows}}}"),
            format!("{{\"content\": {{\"survey\": [{{\"x\": 1}}]}}, \"submissions\": {rows}}}"),
            format!("\u{feff} {rows}"),
        ] {
            assert_eq!(csv_of(&around).unwrap().0, wanted, "{around}");
        }
    }

    #[test]
    fn repeated_groups_are_tables_of_their_own() {
        let (csv, found) = csv_of("[{\"_id\": 7, \"child\": [{\"age\": 3}, {\"age\": 5}], \"tags\": []}]").unwrap();
        assert_eq!(csv, "_id,tags\n7,\n");
        assert_eq!((found.records, found.repeated), (1, vec!["child".to_owned()]));
    }

    #[test]
    fn objects_of_a_repeated_group_are_rows_that_name_their_response() {
        let text = "[{\"_id\": 7, \"visit\": {\"child\": [{\"age\": 3, \"a\": {\"b\": \"x\"}}, {\"age\": 5}]}}, {\"_id\": 8}, {\"_id\": 9, \"visit\": {\"child\": [{\"name\": \"Lu\"}]}}]";
        let rows = |group: &str| {
            let mut out = Vec::new();
            let found = group_to_csv(|| Ok(text.as_bytes()), Limits::default(), (group, "_id"), &mut out);
            found
                .map(|count| (count, String::from_utf8(out).unwrap()))
                .map_err(|refusal| refusal.words().en)
        };
        assert_eq!(
            rows("visit.child").unwrap(),
            (
                3,
                "PARENT_KEY,response_id,a.b,age,name\n7,7/visit.child/1,x,3,\n7,7/visit.child/2,,5,\n9,9/visit.child/1,,,Lu\n".to_owned()
            )
        );
        assert!(rows("child").unwrap_err().contains("`visit.child`"));
    }

    #[test]
    fn what_is_no_list_of_responses_is_refused_with_a_way_out() {
        for (text, part) in [
            ("[{\"a\": 1}", "not whole"),
            ("{\"a\": 1, \"b\": \"x\"}", "no list"),
            ("{\"a\": [{\"x\": 1}], \"b\": [{\"y\": 2}]}", "`a`, `b`"),
            ("[]", "no response"),
            ("[{\"a\": 1}, 5]", "is no object"),
            ("[{\"a\": 1}] x", "not whole"),
        ] {
            let said = csv_of(text).unwrap_err();
            assert!(said.contains(part), "{text}: {said}");
        }
        let deep = format!("[{{\"a\": {}1{}}}]", "{\"b\": ".repeat(40), "}".repeat(40));
        assert!(csv_of(&deep).unwrap_err().contains("nested"));
        let bottomless = format!("[{{\"a\": {}", "[".repeat(100_000));
        assert!(csv_of(&bottomless).is_err());
    }

    #[test]
    fn one_response_cannot_fill_the_memory() {
        let limits = Limits {
            record: 1000,
            ..Limits::default()
        };
        let text = format!("[{{\"a\": \"{}\"}}]", "x".repeat(200_000));
        let refusal = to_csv(|| Ok(text.as_bytes()), limits, &mut Vec::new()).unwrap_err();
        assert!(matches!(refusal, Refusal::Record { .. }), "{refusal:?}");
        let wide: Vec<String> = (0..20_000).map(|at| format!("\"c{at}\": 1")).collect();
        let text = format!("[{{{}}}]", wide.join(","));
        let refusal = to_csv(|| Ok(text.as_bytes()), Limits::default(), &mut Vec::new()).unwrap_err();
        assert!(matches!(refusal, Refusal::Columns { most: 16_384 }), "{refusal:?}");
    }

    #[test]
    fn json_is_known_by_its_first_marks() {
        assert!(looks_like_json(b" [ {\"a\": 1}"));
        assert!(looks_like_json(b"\xef\xbb\xbf{\n \"a\""));
        assert!(!looks_like_json(b"[a],b\n"));
        assert!(!looks_like_json(b"{a},b\n"));
        assert!(!looks_like_json(b"id,a\n"));
    }
}
