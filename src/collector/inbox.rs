//! The inbox of one form: a CSV file that only grows, a row an answer, each on the disk before it is acknowledged.

use super::CollectorError;
use crate::locale::unguarded;
use crate::store::csv_line;
use jiff::Timestamp;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// A form that may post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Id of the survey.
    pub survey: String,
    /// Hash of its definition, 64 hex digits.
    pub definition: String,
    /// Ids of its variables in order, derived ones left out: the names they are posted under.
    pub fields: Vec<String>,
    /// Name of the field no person sees: who fills it in is flagged.
    pub trap: String,
}

/// The acknowledgement of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Id of the response.
    pub response_id: String,
    /// Hash of its content, 16 hex digits.
    pub content: String,
    /// Whether it had been taken before.
    pub again: bool,
}

/// Why an answer is not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The id is known, with other answers; both are kept.
    Conflict,
    /// The disk refuses.
    Disk(io::Error),
}

/// Columns before those of the variables.
const BEFORE: [&str; 6] = [
    "response_id",
    "submitted_at",
    "started_at",
    "language",
    "definition",
    "flagged",
];
/// Behind them: whatever was sent under another name.
const EXTRA: &str = "extra";

/// The inbox of a form.
#[derive(Debug)]
pub(super) struct Inbox {
    form: Form,
    path: PathBuf,
    file: File,
    /// Bytes of whole rows.
    length: u64,
    /// Content of each response taken, by id.
    taken: BTreeMap<String, String>,
    counter: u64,
    _lock: File,
}

impl Inbox {
    /// Opens the inbox of a form below `folder`; a row that was cut off by a crash, and so never acknowledged, is removed.
    pub(super) fn open(folder: &Path, form: Form) -> Result<Self, CollectorError> {
        let folder = folder.join(&form.survey);
        let inbox = |path: &Path| {
            let path = path.to_owned();
            move |source| CollectorError::Inbox { path, source }
        };
        std::fs::create_dir_all(&folder).map_err(inbox(&folder))?;
        let lock_path = folder.join(".collector.lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(inbox(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CollectorError::Busy { folder }),
            Err(TryLockError::Error(source)) => {
                return Err(CollectorError::Inbox {
                    path: lock_path,
                    source,
                });
            }
        }
        let short = form.definition.get(..8).unwrap_or(&form.definition);
        let path = folder.join(format!("collected-{short}.csv"));
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(&path)
            .map_err(inbox(&path))?;
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut file, &mut bytes).map_err(inbox(&path))?;
        let whole = whole_rows(&bytes);
        if whole < bytes.len() {
            file.set_len(whole as u64)
                .and_then(|()| file.sync_all())
                .map_err(inbox(&path))?;
        }
        let mut opened = Self {
            form,
            path: path.clone(),
            file,
            length: whole as u64,
            taken: BTreeMap::new(),
            counter: 0,
            _lock: lock,
        };
        if whole == 0 {
            let header = opened.header();
            opened
                .append(&csv_line(&header.iter().map(String::as_str).collect::<Vec<_>>()))
                .map_err(inbox(&path))?;
            sync_folder(&folder).map_err(inbox(&folder))?;
        }
        // Earlier definitions have files of their own; an id is taken once across all of them.
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .map_err(inbox(&folder))?
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .collect();
        files.retain(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("collected-"))
        });
        for path in files {
            opened.remember(&std::fs::read(&path).map_err(inbox(&path))?);
        }
        Ok(opened)
    }

    fn header(&self) -> Vec<String> {
        let variables = self.form.fields.iter().cloned();
        BEFORE
            .iter()
            .map(ToString::to_string)
            .chain(variables)
            .chain([EXTRA.to_owned()])
            .collect()
    }

    fn remember(&mut self, bytes: &[u8]) {
        for row in rows(bytes).into_iter().skip(1).filter(|row| row.len() > BEFORE.len()) {
            self.taken.insert(row[0].clone(), content(&row));
        }
    }

    /// Keeps an answer; when this returns it is on the disk. `now` is the moment it arrived.
    pub(super) fn take(&mut self, pairs: &[(String, String)], now: Timestamp) -> Result<Receipt, Refusal> {
        let mut row = self.row(pairs, now);
        let content = content(&row);
        if row[0].is_empty() {
            self.counter += 1;
            row[0] = made_id(&content, now, self.counter);
        }
        let id = row[0].clone();
        let again = self.taken.get(&id).map(|before| *before == content);
        let line = csv_line(&row.iter().map(String::as_str).collect::<Vec<_>>());
        match again {
            Some(true) => {}
            Some(false) => {
                self.set_apart(&line).map_err(Refusal::Disk)?;
                return Err(Refusal::Conflict);
            }
            None => {
                self.append(&line).map_err(Refusal::Disk)?;
                self.taken.insert(id.clone(), content.clone());
            }
        }
        Ok(Receipt {
            response_id: id,
            content,
            again: again.is_some(),
        })
    }

    fn row(&self, pairs: &[(String, String)], now: Timestamp) -> Vec<String> {
        let first = |name: &str| {
            pairs
                .iter()
                .find(|(found, _)| found == name)
                .map(|(_, value)| plain(value))
                .unwrap_or_default()
        };
        let short = |name: &str, fits: &dyn Fn(char) -> bool| {
            let value = first(name);
            if value.len() <= 64 && value.chars().all(fits) {
                value
            } else {
                String::new()
            }
        };
        let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let mut definition = short("definition", &|c| c.is_ascii_hexdigit());
        if definition.is_empty() {
            definition.clone_from(&self.form.definition);
        }
        let flagged = if first(&self.form.trap).is_empty() { "" } else { "trap" };
        let submitted = jiff::fmt::strtime::format("%Y-%m-%dT%H:%M:%SZ", now).unwrap_or_default();
        let started = short("started_at", &|c| word(c) || matches!(c, ':' | '.' | '+'));
        let mut row = vec![
            short("response_id", &word),
            submitted,
            started,
            short("language", &word),
            definition,
            flagged.to_owned(),
        ];
        let values = |name: &str| {
            let values = pairs
                .iter()
                .filter(|(found, value)| found == name && !value.is_empty())
                .map(|(_, value)| plain(value));
            values.collect::<Vec<_>>().join(";")
        };
        row.extend(self.form.fields.iter().map(|field| values(field)));
        let known = |name: &str| {
            BEFORE.contains(&name)
                || name == "survey"
                || name == self.form.trap
                || self.form.fields.iter().any(|field| field == name)
        };
        let strange = pairs
            .iter()
            .filter(|(name, _)| !known(name))
            .map(|(name, value)| format!("{}={}", plain(name), plain(value)));
        row.push(strange.collect::<Vec<_>>().join("\n"));
        row
    }

    fn append(&mut self, line: &str) -> io::Result<()> {
        let written = self
            .file
            .write_all(line.as_bytes())
            .and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // Nothing half-written may stand before the next answer.
            self.file.set_len(self.length)?;
            return Err(error);
        }
        self.length += line.len() as u64;
        Ok(())
    }

    /// Keeps an answer that contradicts another under the same id, where no import reads it.
    fn set_apart(&self, line: &str) -> io::Result<()> {
        let name = self
            .path
            .file_name()
            .map(|name| name.to_string_lossy().replace("collected", ".conflicts"))
            .unwrap_or_default();
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.path.with_file_name(name))?;
        file.write_all(line.as_bytes())?;
        file.sync_all()
    }
}

/// Text without the characters that steer a terminal; line breaks and tabs stay.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|&c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// The hash of what an answer says, without its id and the moment it came.
fn content(row: &[String]) -> String {
    let mut hash = Sha256::new();
    for cell in row
        .iter()
        .enumerate()
        .filter(|(at, _)| !matches!(at, 0 | 1))
        .map(|(_, cell)| cell)
    {
        hash.update((cell.len() as u64).to_le_bytes());
        hash.update(cell);
    }
    hex(&hash.finalize()[..8])
}

/// An id for an answer that brought none, in the form of a UUID of version 8.
fn made_id(content: &str, now: Timestamp, counter: u64) -> String {
    let hash = Sha256::digest(format!("{content} {} {counter}", now.as_nanosecond()));
    let digits = hex(&hash[..16]);
    format!(
        "{}-{}-8{}-8{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[13..16],
        &digits[17..20],
        &digits[20..]
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Length of the rows that are whole: up to the last line feed outside quotes.
fn whole_rows(bytes: &[u8]) -> usize {
    let mut quoted = false;
    let mut whole = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => whole = at + 1,
            _ => {}
        }
    }
    whole
}

/// The cells of what [`csv_line`] wrote, its guards against formulas taken off.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(&bytes[..whole_rows(bytes)]);
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(unguarded(&std::mem::take(&mut cell)).to_owned()),
            '\n' if !quoted => {
                row.push(unguarded(&std::mem::take(&mut cell)).to_owned());
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    // Only Unix opens a folder as a file.
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
