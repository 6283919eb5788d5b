//! What was put aside at import: cells and rows that could not be read, with their originals.

use crate::command::CommandError;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::space::Space;
use crate::diagnostic::Words;
use crate::import::Reason;
use crate::model::Survey;
use crate::model::WaveId;
use crate::store::ImportEntry;
use crate::store::Snapshot;
use std::collections::BTreeSet;

/// Which of it is wanted.
pub struct Wanted<'a> {
    /// Only of responses of this wave.
    pub wave: Option<WaveId>,
    /// Only of these responses.
    pub responses: Option<BTreeSet<String>>,
    /// Only of this file.
    pub file: Option<&'a str>,
    /// Only with this code.
    pub code: Option<&'a str>,
}

impl Wanted<'_> {
    /// Whether it must be known whose a row is.
    fn by_response(&self) -> bool {
        self.wave.is_some() || self.responses.is_some()
    }

    fn is_of(&self, response: Option<&(String, WaveId)>) -> bool {
        let Some((id, wave)) = response else {
            return !self.by_response();
        };
        self.wave.as_ref().is_none_or(|wanted| wanted == wave)
            && self.responses.as_ref().is_none_or(|wanted| wanted.contains(id))
    }

    fn is_file(&self, import: &ImportEntry) -> bool {
        self.file.is_none_or(|wanted| {
            // As it is called in the store, a part of that from a folder on, or the whole path to it.
            let ends = |whole: &str, end: &str| {
                let before = whole.strip_suffix(end);
                before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
            };
            ends(&import.source, wanted) || ends(wanted, &import.source)
        })
    }
}

/// The columns.
pub fn heads() -> Vec<Head> {
    vec![
        Head::new("survey", "survey", "调查"),
        Head::new("source", "file", "文件"),
        Head::new("line", "line", "行"),
        Head::new("response_id", "response", "答卷"),
        Head::new("column", "column", "列"),
        Head::new("original", "original", "原文"),
        Head::quiet("code"),
        Head::new("reason", "reason", "原因"),
        Head::new("repaired", "repaired by", "修补文件"),
    ]
}

/// Adds what is wanted to the sheet.
///
/// # Errors
/// When the store cannot be read, or no import is of the file wanted, or there is no such code.
pub fn list(
    wanted: &Wanted<'_>,
    space: &Space,
    survey: &Survey,
    snapshot: &Snapshot,
    sheet: &mut Sheet,
) -> Result<(), CommandError> {
    check(wanted, survey, snapshot)?;
    let folder = space.workspace.store_folder(survey.id.as_str());
    let mut without = 0u64;
    for import in snapshot.imports().into_iter().filter(|import| wanted.is_file(import)) {
        let Some(file) = &import.quarantine else { continue };
        let mended: Vec<&str> = snapshot
            .imports()
            .into_iter()
            .filter(|other| other.repairs.as_ref() == Some(&import.source_sha256))
            .map(|other| other.source.as_str())
            .collect();
        let mended = mended.join(", ");
        let lines = if wanted.by_response() {
            snapshot.lines_of(import)?
        } else {
            std::collections::BTreeMap::new()
        };
        let path = folder.join(&file.file);
        let read = |error: csv::Error| crate::project::ProjectError::Read {
            path: path.clone(),
            source: std::io::Error::other(error.to_string()),
        };
        let mut reader = csv::Reader::from_path(&path).map_err(read)?;
        for record in reader.records() {
            let record = record.map_err(read)?;
            let cell = |at: usize| record.get(at).unwrap_or_default();
            let line = cell(0).parse::<u64>().ok();
            let response = line.and_then(|line| lines.get(&line));
            if wanted.code.is_some_and(|code| code != cell(4)) {
                continue;
            }
            if !wanted.is_of(response) {
                without += u64::from(response.is_none());
                continue;
            }
            let id = match response {
                Some((id, _)) if cell(1).is_empty() => id,
                _ => cell(1),
            };
            let mut row: Vec<Datum> = vec![survey.id.as_str().into(), import.source.as_str().into()];
            row.push(line.map_or(Datum::None, Datum::Count));
            row.push(id.into());
            row.extend((2..6).map(|at| cell(at).into()));
            row.push(if mended.is_empty() {
                Datum::None
            } else {
                mended.as_str().into()
            });
            sheet.rows.push(row);
        }
    }
    if without > 0 {
        sheet.notes.push(Words::new(
            format!(
                "{without} more belong to no response that was taken in, so to no wave: rows that were refused whole"
            ),
            format!("另有 {without} 条不属于任何已接收的答卷，因而没有期次：整行被拒收"),
        ));
    }
    Ok(())
}

/// A file that was never imported and a code there is not are told, with what there is.
fn check(wanted: &Wanted<'_>, survey: &Survey, snapshot: &Snapshot) -> Result<(), CommandError> {
    if let Some(file) = wanted.file
        && !snapshot.imports().into_iter().any(|import| wanted.is_file(import))
    {
        let all: BTreeSet<&str> = snapshot
            .imports()
            .into_iter()
            .map(|import| import.source.as_str())
            .collect();
        let all: Vec<&str> = all.into_iter().collect();
        let id = &survey.id;
        return Err(CommandError::Other(Words::new(
            format!(
                "`--file {file}`: no such file was imported to `{id}`; there are: {}",
                all.join(", ")
            ),
            format!("`--file {file}`：`{id}` 没有导入过该文件；现有：{}", all.join("、")),
        )));
    }
    let known = |code: &str| Reason::ALL.iter().any(|reason| reason.code() == code);
    if let Some(code) = wanted.code.filter(|code| !known(code)) {
        let all: Vec<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        return Err(CommandError::Other(Words::new(
            format!("`--code {code}`: there is no such code; there are: {}", all.join(", ")),
            format!("`--code {code}`：没有这种代码；现有：{}", all.join("、")),
        )));
    }
    Ok(())
}
