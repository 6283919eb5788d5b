//! A file of answers that can be read from its beginning as often as need be; standard input is first written aside.

use crate::command::CommandError;
use crate::command::Context;
use crate::definition::mapping;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
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

/// An input that can be begun anew.
pub struct Spool {
    /// Its name, for places of problems.
    pub name: String,
    /// Where it is, unless it came from standard input.
    pub path: Option<PathBuf>,
    file: File,
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
                Ok(Self {
                    name: "-".to_owned(),
                    path: None,
                    file,
                })
            }
            Given::Survey(id) => Err(CommandError::Other(Words::new(
                format!("`{id}` is the name of a survey; a file's name has a `/` or a `.`"),
                format!("`{id}` 是调查名；文件名应含有 `/` 或 `.`"),
            ))),
        }
    }

    /// Opens a file under the name its problems are told with.
    ///
    /// # Errors
    /// When it is not there, is a folder, or cannot be read.
    pub fn file(path: &Path, name: String) -> Result<Self, CommandError> {
        if path.is_dir() {
            return Err(ProjectError::Folder { path: path.to_owned() }.into());
        }
        let file = File::open(path).map_err(|error| ProjectError::read(path)(error))?;
        Ok(Self {
            name,
            path: Some(path.to_owned()),
            file,
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
        let (mut reader, mut hash, mut block) = (self.begin()?, Sha256::new(), vec![0; 1 << 16]);
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
