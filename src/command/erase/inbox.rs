//! Responses taken out of files in the inbox: our own, CSV with a column `response_id` and segments of the collector.

use crate::command::CommandError;
use crate::command::shared::space::Space;
use crate::diagnostic::Words;
use crate::model::Survey;
use crate::project::ProjectError;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;
use std::path::Path;
use std::path::PathBuf;

/// What was done.
#[derive(Debug, Default)]
pub struct Done {
    pub responses: u64,
    /// Files written anew.
    pub files: u64,
    /// Files of others, which stay as they are.
    pub left: Vec<String>,
}

/// A file without some responses.
struct Cut {
    bytes: Vec<u8>,
    taken: u64,
}

/// Takes the responses for which `gone` holds (by id and pseudonym) out of every file of a survey's inbox.
pub fn erase(space: &Space, survey: &Survey, gone: &dyn Fn(&str, &str) -> bool) -> Result<Done, CommandError> {
    let mut done = Done::default();
    for folder in &space.config().inbox {
        let folder = space.workspace.root().join(folder).join(survey.id.as_str());
        let _lock = lock(&folder)?;
        for path in files(&folder) {
            let bytes = std::fs::read(&path).map_err(ProjectError::read(&path))?;
            let cut = match path.extension().and_then(|ending| ending.to_str()) {
                Some("jsonl") => Some(segment(&bytes, gone)),
                Some("csv") => own_csv(&bytes, gone),
                _ => None,
            };
            match cut {
                Some(cut) if cut.taken > 0 => {
                    crate::project::atomic::write(&path, &cut.bytes)?;
                    done.responses += cut.taken;
                    done.files += 1;
                }
                Some(_) => {}
                None => done.left.push(space.workspace.name_of(&path)),
            }
        }
    }
    Ok(done)
}

/// Keeps the collector from writing to a folder meanwhile; `None` where none ever did.
fn lock(folder: &Path) -> Result<Option<std::fs::File>, CommandError> {
    let path = folder.join(".collector.lock");
    if !path.exists() {
        return Ok(None);
    }
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .map_err(ProjectError::read(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(_) => Err(CommandError::Other(Words::new(
            "the collector is taking in answers; stop it, erase, and start it again",
            "收集程序正在接收答卷；请先停止，删除后再启动",
        ))),
    }
}

/// Files of answers in a folder and those below it, by name; what begins with a point, and mappings, are none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !name.starts_with(".collector")
            && ["csv", "tsv", "txt", "jsonl"]
                .iter()
                .any(|ending| name.ends_with(&format!(".{ending}")))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A CSV file that names its responses as ours do; `None` for files of others.
fn own_csv(bytes: &[u8], gone: &dyn Fn(&str, &str) -> bool) -> Option<Cut> {
    let skipped = usize::from(bytes.starts_with(&[0xef, 0xbb, 0xbf])) * 3;
    let body = &bytes[skipped..];
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(body);
    let mut records = reader.byte_records();
    let header = records.next()?.ok()?;
    let at = |name: &[u8]| header.iter().position(|cell| cell == name);
    let (id, person) = (at(b"response_id")?, at(b"person").or_else(|| at(b"respondent")));
    // Where each record begins, so that what stays is kept byte for byte.
    let mut starts: Vec<(usize, bool)> = Vec::new();
    for record in records {
        let record = record.ok()?;
        let cell = |at: usize| {
            record
                .get(at)
                .map(|cell| String::from_utf8_lossy(cell).into_owned())
                .unwrap_or_default()
        };
        let start = usize::try_from(record.position()?.byte()).ok()?;
        // The reader takes CR for the end of a record, and the LF behind it with the next.
        let start = start + usize::from(body.get(start) == Some(&b'\n'));
        starts.push((
            start,
            gone(cell(id).trim(), person.map(cell).unwrap_or_default().trim()),
        ));
    }
    let first = starts.first().map_or(body.len(), |(start, _)| *start);
    let mut cut = Cut {
        bytes: bytes[..skipped + first].to_vec(),
        taken: 0,
    };
    for (place, (start, goes)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(body.len(), |(next, _)| *next);
        if *goes {
            cut.taken += 1;
        } else {
            cut.bytes.extend_from_slice(&body[*start..end]);
        }
    }
    Some(cut)
}

/// A segment of the collector; its seal is made anew.
fn segment(bytes: &[u8], gone: &dyn Fn(&str, &str) -> bool) -> Cut {
    let mut cut = Cut {
        bytes: Vec::with_capacity(bytes.len()),
        taken: 0,
    };
    let mut kept = 0u64;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let Ok(value) = serde_json::from_slice::<Value>(line) else {
            cut.bytes.extend_from_slice(line);
            continue;
        };
        if value["manyi"] == "seal" && cut.taken > 0 {
            let seal =
                serde_json::json!({"manyi": "seal", "records": kept, "sha256": hex(&Sha256::digest(&cut.bytes))});
            cut.bytes.extend_from_slice(format!("{seal}\n").as_bytes());
            continue;
        }
        // Answers kept aside stand one level below.
        let record = if value["record"].is_object() {
            &value["record"]
        } else {
            &value
        };
        let text = |name: &str| record[name].as_str().unwrap_or_default();
        if record["response_id"].is_string() && gone(text("response_id"), text("person")) {
            cut.taken += 1;
            continue;
        }
        kept += u64::from(record["response_id"].is_string());
        cut.bytes.extend_from_slice(line);
    }
    cut
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_keeps_every_other_byte() {
        let text = "\u{feff}response_id,a,person\r\nr1,\"x\r\ny\",\r\nr2,2,p\r\n";
        let without = |wanted: &str| {
            let cut = own_csv(text.as_bytes(), &|id, person| id == wanted || person == wanted).unwrap();
            (String::from_utf8(cut.bytes).unwrap(), cut.taken)
        };
        assert_eq!(
            without("r1"),
            ("\u{feff}response_id,a,person\r\nr2,2,p\r\n".to_owned(), 1)
        );
        assert_eq!(without("p").0, "\u{feff}response_id,a,person\r\nr1,\"x\r\ny\",\r\n");
        assert_eq!(without("r3"), (text.to_owned(), 0));
        assert!(own_csv(b"id,a\nr1,2\n", &|_, _| true).is_none());
    }

    #[test]
    fn a_segment_is_sealed_anew() {
        let head = "{\"manyi\":\"segment\",\"version\":1,\"survey\":\"s\"}\n";
        let (one, two) = (
            "{\"response_id\":\"r1\",\"fields\":{}}\n",
            "{\"response_id\":\"r2\",\"person\":\"p\",\"fields\":{}}\n",
        );
        let text = format!("{head}{one}{two}{{\"manyi\":\"seal\",\"records\":2,\"sha256\":\"00\"}}\n");
        let cut = segment(text.as_bytes(), &|id, _| id == "r1");
        let left = String::from_utf8(cut.bytes).unwrap();
        let sum = hex(&Sha256::digest(format!("{head}{two}")));
        assert!(
            left.starts_with(&format!("{head}{two}")) && left.contains(&sum) && left.contains("\"records\":1"),
            "{left}"
        );
        assert_eq!(segment(text.as_bytes(), &|_, _| false).bytes, text.as_bytes());
        let aside = "{\"reason\":\"no_link\",\"record\":{\"response_id\":\"r1\",\"fields\":{}}}\n";
        assert_eq!(segment(aside.as_bytes(), &|id, _| id == "r1").bytes, b"");
    }
}
