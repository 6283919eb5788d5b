//! A file of answers that can be read from its beginning as often as need be; standard input is first written aside.

use crate::command::CommandError;
use crate::command::Context;
use crate::definition::mapping;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::import::json;
use crate::import::workbook;
use crate::import::workbook::Limits;
use crate::import::workbook::Sheet;
use crate::model::Survey;
use crate::project::Given;
use crate::project::ProjectError;
use sha2::Digest;
use sha2::Sha256;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// A path and, behind `#`, the sheet of a workbook: `answers.xlsx#zh`. A file whose own name has such an end is meant first.
fn sheet_of(path: &Path) -> (PathBuf, Option<String>) {
    let text = path.to_string_lossy();
    match text.rsplit_once(".xlsx#") {
        Some((stem, sheet)) if !path.exists() => (PathBuf::from(format!("{stem}.xlsx")), Some(sheet.to_owned())),
        _ => (path.to_owned(), None),
    }
}

/// An input that can be begun anew.
pub struct Spool {
    /// Its name, for places of problems.
    pub name: String,
    /// Where it is, unless it came from standard input.
    pub path: Option<PathBuf>,
    /// Of a workbook, the sheet that is read.
    pub sheet: Option<Sheet>,
    /// Of JSON, the repeated groups inside responses, which are not read.
    pub repeated: Vec<String>,
    file: File,
    /// The workbook or JSON file itself, where `file` is the CSV made of it.
    workbook: Option<File>,
}

impl Spool {
    /// Opens a file, or writes standard input aside.
    ///
    /// # Errors
    /// When it is not there, is a folder, or cannot be read.
    pub fn of(given: &Given, context: &mut Context<'_>) -> Result<Self, CommandError> {
        match given {
            Given::File(path) => Self::file(path, path.display().to_string()),
            Given::StandardInput => {
                let mut file = tempfile::tempfile()?;
                io::copy(&mut context.input, &mut file)?;
                file.flush()?;
                Self::reading("-".to_owned(), None, file, None)
            }
            Given::Survey(id) => Err(CommandError::Other(Words::new(
                format!("`{id}` is the name of a survey; a file's name has a `/` or a `.`"),
                format!("`{id}` 是调查名；文件名应含有 `/` 或 `.`"),
            ))),
        }
    }

    /// Bytes that were made here, under the name their problems are told with.
    ///
    /// # Errors
    /// When there is no room to write them aside.
    pub fn made(name: String, bytes: &[u8]) -> Result<Self, CommandError> {
        let mut file = tempfile::tempfile()?;
        file.write_all(bytes)?;
        Self::reading(name, None, file, None)
    }

    /// Opens a file under the name its problems are told with.
    ///
    /// # Errors
    /// When it is not there, is a folder, or cannot be read.
    pub fn file(path: &Path, name: String) -> Result<Self, CommandError> {
        let (path, sheet) = sheet_of(path);
        if path.is_dir() {
            return Err(ProjectError::Folder { path }.into());
        }
        let file = File::open(&path).map_err(|error| ProjectError::read(&path)(error))?;
        Self::reading(name, Some(path), file, sheet.as_deref())
    }

    /// The file as it is; or, of a workbook, a sheet of it as CSV; or, of JSON, its records.
    fn reading(name: String, path: Option<PathBuf>, mut file: File, sheet: Option<&str>) -> Result<Self, CommandError> {
        let mut head = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        (&mut file).take(64).read_to_end(&mut head)?;
        // Segments of the collector and mappings begin alike; they have endings of their own.
        let may_be_json = path.as_ref().is_none_or(|path| {
            path.extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
        });
        if may_be_json && json::looks_like_json(&head) {
            let (csv, repeated) = Self::from_json(&name, &mut file)?;
            return Ok(Self {
                name,
                path,
                sheet: None,
                repeated,
                file: csv,
                workbook: Some(file),
            });
        }
        if !workbook::looks_like_workbook(&head) {
            return Ok(Self {
                name,
                path,
                sheet: None,
                repeated: Vec::new(),
                file,
                workbook: None,
            });
        }
        let mut csv = io::BufWriter::new(tempfile::tempfile()?);
        let source = BufReader::new(file.try_clone()?);
        let sheet = workbook::to_csv(source, sheet, Limits::default(), &mut csv).map_err(|refusal| {
            let words = refusal.words();
            CommandError::Other(Words::new(
                format!("`{name}` {}", words.en),
                format!("`{name}` {}", words.zh),
            ))
        })?;
        let csv = csv.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self {
            name,
            path,
            sheet: Some(sheet),
            repeated: Vec::new(),
            file: csv,
            workbook: Some(file),
        })
    }

    /// The records of a JSON file as CSV.
    fn from_json(name: &str, file: &mut File) -> Result<(File, Vec<String>), CommandError> {
        let mut csv = io::BufWriter::new(tempfile::tempfile()?);
        let begin = || {
            let mut file = file.try_clone()?;
            file.seek(SeekFrom::Start(0))?;
            Ok(BufReader::with_capacity(1 << 16, file))
        };
        let found = json::to_csv(begin, json::Limits::default(), &mut csv).map_err(|refusal| {
            let words = refusal.words();
            CommandError::Other(Words::new(
                format!("`{name}` {}", words.en),
                format!("`{name}` {}", words.zh),
            ))
        })?;
        let csv = csv.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok((csv, found.repeated))
    }

    /// The rows of a repeated group of a JSON file; `id` is the name of the response's id.
    ///
    /// # Errors
    /// When it cannot be read, or has no such group.
    pub fn group(path: &Path, name: &str, (group, id): (&str, &str)) -> Result<Self, CommandError> {
        let file = File::open(path).map_err(|error| ProjectError::read(path)(error))?;
        let mut csv = io::BufWriter::new(tempfile::tempfile()?);
        let begin = || {
            let mut file = file.try_clone()?;
            file.seek(SeekFrom::Start(0))?;
            Ok(BufReader::with_capacity(1 << 16, file))
        };
        let written = json::group_to_csv(begin, json::Limits::default(), (group, id), &mut csv);
        written.map_err(|refusal| {
            let words = refusal.words();
            CommandError::Other(Words::new(
                format!("`{name}` {}", words.en),
                format!("`{name}` {}", words.zh),
            ))
        })?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let own = format!("{stem}#{}.json", group.replace(['/', '\\'], "-"));
        Ok(Self {
            name: format!("{name}#{group}"),
            // A mapping of the rows lies beside the file under this name.
            path: Some(path.with_file_name(own)),
            sheet: None,
            repeated: Vec::new(),
            file: csv.into_inner().map_err(io::IntoInnerError::into_error)?,
            workbook: None,
        })
    }

    /// A reader from the beginning.
    ///
    /// # Errors
    /// When the file cannot be wound back.
    pub fn begin(&mut self) -> io::Result<impl Read + use<>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(BufReader::with_capacity(1 << 16, file))
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.file.metadata().map_or(0, |known| known.len())
    }

    /// SHA-256 of its content, 64 hex digits.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn sha256(&mut self) -> io::Result<String> {
        let mut file = self.workbook.as_ref().unwrap_or(&self.file).try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        let (mut reader, mut hash, mut block) = (BufReader::new(file), Sha256::new(), vec![0; 1 << 16]);
        loop {
            let read = reader.read(&mut block)?;
            if read == 0 {
                break;
            }
            hash.update(&block[..read]);
        }
        let digest = hash.finalize();
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
        Ok(digest
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect())
    }

    /// The mapping of the file: the one named, else the one beside it.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn mapping(
        &self,
        named: Option<&Path>,
        survey: &Survey,
    ) -> Result<(Option<Mapping>, Vec<Problem>), CommandError> {
        self.mapping_text(self.mapping_path(named, survey).as_deref())
    }

    /// SHA-256 of the mapping's text; empty where there is none.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn mapping_hash(&self, named: Option<&Path>, survey: &Survey) -> Result<String, CommandError> {
        match self.mapping_path(named, survey) {
            None => Ok(String::new()),
            Some(path) => Ok(Self::file(&path, path.display().to_string())?.sha256()?),
        }
    }

    fn mapping_path(&self, named: Option<&Path>, survey: &Survey) -> Option<PathBuf> {
        let beside = || {
            let folder = self.path.as_ref()?.parent()?;
            let own = self.path.as_ref()?.with_extension("map.yaml");
            [own, folder.join(format!("{}.map.yaml", survey.id))]
                .into_iter()
                .find(|path| path.is_file())
        };
        named.map(Path::to_owned).or_else(beside)
    }

    /// The mapping in a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mapping_text(&self, path: Option<&Path>) -> Result<(Option<Mapping>, Vec<Problem>), CommandError> {
        let Some(path) = path else {
            return Ok((None, Vec::new()));
        };
        let source = crate::project::read_text(path, &path.display().to_string())?;
        let (mapping, problems) = mapping::read(&source);
        Ok((
            Some(mapping).filter(|_| !crate::diagnostic::has_errors(&problems)),
            problems,
        ))
    }
}
