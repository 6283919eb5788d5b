//! Writing files so that a reader, or a kill, meets the old one whole or the new one whole.

use super::ProjectError;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes `bytes` to `path`: to a temporary file beside it, synced, then renamed, then its folder synced. Folders above it are
/// made. The file's mode is that of any new file.
///
/// # Errors
/// [`ProjectError::Write`]; what stood at `path` is then unchanged.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), ProjectError> {
    let staged = stage(path, bytes)?;
    staged
        .persist(path)
        .map_err(|error| ProjectError::write(path)(error.error))?;
    sync_folder(folder_of(path))
}

/// A file that is written piece by piece and takes its name only when it is whole.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    path: std::path::PathBuf,
}

impl Staged {
    /// Begins a file that will stand at `path`.
    ///
    /// # Errors
    /// [`ProjectError::Write`] when it cannot be made.
    pub fn begin(path: &Path) -> Result<Self, ProjectError> {
        Ok(Self {
            file: stage(path, &[])?,
            path: path.to_owned(),
        })
    }

    /// Where to write.
    ///
    /// # Errors
    /// [`ProjectError::Write`] when the file cannot be had a second time.
    pub fn writer(&self) -> Result<std::io::BufWriter<File>, ProjectError> {
        let file = self.file.reopen().map_err(ProjectError::write(&self.path))?;
        Ok(std::io::BufWriter::with_capacity(1 << 16, file))
    }

    /// Gives the file its name: all writers must have been flushed.
    ///
    /// # Errors
    /// [`ProjectError::Write`]; what stood at the path is then unchanged.
    pub fn finish(self) -> Result<(), ProjectError> {
        self.file
            .as_file()
            .sync_all()
            .map_err(ProjectError::write(&self.path))?;
        let persisted = self.file.persist(&self.path);
        persisted.map_err(|error| ProjectError::write(&self.path)(error.error))?;
        sync_folder(folder_of(&self.path))
    }
}

/// The new file under its temporary name, whole and durable; it is gone when dropped.
pub(super) fn stage(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, ProjectError> {
    let failed = || ProjectError::write(path);
    if path.is_dir() {
        return Err(failed()(std::io::ErrorKind::IsADirectory.into()));
    }
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(failed())?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".manyi-").suffix(".new");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary file is private; this one becomes an ordinary file, less what the umask takes.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(failed())?;
    file.write_all(bytes).map_err(failed())?;
    file.as_file().sync_all().map_err(failed())?;
    Ok(file)
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), ProjectError> {
    // Only Unix opens a folder as a file.
    if cfg!(unix) {
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(ProjectError::write(folder))
    } else {
        Ok(())
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
