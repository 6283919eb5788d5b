//! A folder written whole: all files are staged first, then named together, then those of last time that are no more are removed.
//!
//! What somebody else put into the folder stays: a list of our own files is kept in `.manyi-files`.

use super::ProjectError;
use super::atomic;
use super::atomic::stage;
use super::atomic::sync_folder;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use tempfile::TempPath;

/// The file that lists what we wrote.
const LIST: &str = ".manyi-files";

/// A folder being written; nothing in it changes before [`OutputFolder::finish`].
#[derive(Debug)]
pub struct OutputFolder {
    root: PathBuf,
    /// New files by their name below the folder; `None` where the file is already as it should be. They are closed: there may
    /// be thousands, and a process may have a thousand open.
    files: BTreeMap<String, Option<TempPath>>,
}

/// A file that is written whole and waits for its name; it is gone when dropped.
#[derive(Debug)]
pub struct Prepared {
    name: String,
    staged: Option<TempPath>,
}

impl OutputFolder {
    /// Begins to write the folder `root`, which need not exist.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            files: BTreeMap::new(),
        }
    }

    /// Stages a file; `name` is its path below the folder with `/` between folders. A second file of one name takes the place of
    /// the first.
    ///
    /// # Errors
    /// [`ProjectError::Write`] when it cannot be written; the folder is then unchanged.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), ProjectError> {
        let prepared = self.prepare(name, bytes)?;
        self.take(prepared);
        Ok(())
    }

    /// Writes a file under a temporary name, as [`Self::put`] does; many may be prepared side by side.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn prepare(&self, name: &str, bytes: &[u8]) -> Result<Prepared, ProjectError> {
        let path = self.path(name)?;
        let same = std::fs::read(&path).is_ok_and(|old| old == bytes);
        let staged = if same {
            None
        } else {
            Some(stage(&path, bytes)?.into_temp_path())
        };
        let name = name.to_owned();
        Ok(Prepared { name, staged })
    }

    /// Stages what was prepared.
    pub fn take(&mut self, prepared: Prepared) {
        self.files.insert(prepared.name, prepared.staged);
    }

    /// Names of the files staged so far.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Gives all files their names and removes those of last time that are no more. Returns how many files the folder now has
    /// from us.
    ///
    /// # Errors
    /// [`ProjectError::Write`] when a name cannot be given; each file is then the old one or the new one.
    pub fn finish(self) -> Result<usize, ProjectError> {
        let names: BTreeSet<String> = self.files.keys().cloned().collect();
        let list = self.root.join(LIST);
        let before: BTreeSet<String> = std::fs::read_to_string(&list)
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect();
        // Both lists together first: a kill in between must not make us forget a file.
        let both: Vec<&str> = names.union(&before).map(String::as_str).collect();
        atomic::write(&list, lines(&both).as_bytes())?;
        let mut folders = BTreeSet::new();
        for (name, staged) in self.files {
            let path = self.root.join(&name);
            if let Some(staged) = staged {
                atomic::named(staged, &path)?;
                folders.extend(path.parent().map(Path::to_owned));
            }
        }
        for gone in before.difference(&names).filter(|name| is_plain(name)) {
            // Somebody may have removed it already.
            drop(std::fs::remove_file(self.root.join(gone)));
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))?;
        atomic::write(
            &list,
            lines(&names.iter().map(String::as_str).collect::<Vec<_>>()).as_bytes(),
        )?;
        let own: BTreeSet<PathBuf> = names
            .iter()
            .filter_map(|name| self.root.join(name).parent().map(Path::to_owned))
            .collect();
        for folder in &own {
            atomic::sweep(folder, &list);
        }
        Ok(names.len())
    }

    fn path(&self, name: &str) -> Result<PathBuf, ProjectError> {
        let path = self.root.join(name);
        if is_plain(name) {
            Ok(path)
        } else {
            Err(ProjectError::write(&path)(std::io::ErrorKind::InvalidInput.into()))
        }
    }
}

fn lines(names: &[&str]) -> String {
    names.iter().flat_map(|name| [*name, "\n"]).collect()
}

/// Whether a name stays below the folder.
fn is_plain(name: &str) -> bool {
    let part_is_plain =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', '\n', ':']);
    name != LIST && name.split('/').all(part_is_plain)
}
