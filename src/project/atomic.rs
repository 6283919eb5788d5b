//! Writing files so that a reader, or a kill, meets the old one whole or the new one whole.

use super::ProjectError;
use super::step::step;
use std::fs::File;
use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use tempfile::NamedTempFile;
use tempfile::TempPath;

/// How files without a name yet are called: hidden, so that nobody takes them for what they will be.
const PREFIX: &str = ".manyi-";
const SUFFIX: &str = ".new";

/// A file that waits longer for its name than this was left behind by a killed process.
const ABANDONED: Duration = Duration::from_secs(3_600);

/// Writes `bytes` to `path`: to a temporary file beside it, synced, then renamed, then its folder synced. Folders above it are
/// made. The file's mode is that of any new file.
///
/// # Errors
/// [`ProjectError::Write`]; what stood at `path` is then unchanged.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), ProjectError> {
    named(stage(path, bytes)?.into_temp_path(), path)?;
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
    pub fn writer(&self) -> Result<io::BufWriter<StagedFile>, ProjectError> {
        let file = step().and_then(|()| self.file.reopen());
        let file = file.map_err(ProjectError::write(&self.path))?;
        Ok(io::BufWriter::with_capacity(1 << 16, StagedFile(file)))
    }

    /// Gives the file its name: all writers must have been flushed.
    ///
    /// # Errors
    /// [`ProjectError::Write`]; what stood at the path is then unchanged.
    pub fn finish(self) -> Result<(), ProjectError> {
        Self::finish_all(vec![self])
    }

    /// Gives files that belong together their names, when all of them are whole and durable.
    ///
    /// # Errors
    /// [`ProjectError::Write`]; each path then holds the old file or the new one, and as long as no name could be given all
    /// hold the old one.
    pub fn finish_all(files: Vec<Self>) -> Result<(), ProjectError> {
        for Self { file, path } in &files {
            let synced = step().and_then(|()| file.as_file().sync_all());
            synced.map_err(ProjectError::write(path))?;
        }
        let paths: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
        for Self { file, path } in files {
            named(file.into_temp_path(), &path)?;
        }
        for path in &paths {
            sweep(folder_of(path), path);
        }
        paths.iter().try_for_each(|path| sync_folder(folder_of(path)))
    }
}

/// What is written to of a file that has no name yet.
#[derive(Debug)]
pub struct StagedFile(File);

impl Write for StagedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = step() {
            // Half of it still reaches the file: a torn write.
            self.0.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for StagedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

/// Gives a staged file its name.
pub(super) fn named(file: TempPath, path: &Path) -> Result<(), ProjectError> {
    step().map_err(ProjectError::write(path))?;
    let persisted = file.persist(path);
    persisted.map_err(|error| ProjectError::write(path)(error.error))
}

/// The new file under its temporary name, whole and durable; it is gone when dropped.
pub(super) fn stage(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, ProjectError> {
    let failed = || ProjectError::write(path);
    if path.is_dir() {
        return Err(failed()(io::ErrorKind::IsADirectory.into()));
    }
    let folder = folder_of(path);
    step()
        .and_then(|()| std::fs::create_dir_all(folder))
        .map_err(failed())?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A temporary file is private; this one becomes an ordinary file, less what the umask takes.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let made = step().and_then(|()| builder.tempfile_in(folder));
    let file = made.map_err(failed())?;
    StagedFile(file.reopen().map_err(failed())?)
        .write_all(bytes)
        .map_err(failed())?;
    let synced = step().and_then(|()| file.as_file().sync_all());
    synced.map_err(failed())?;
    Ok(file)
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), ProjectError> {
    // Only Unix opens a folder as a file.
    if cfg!(unix) {
        step()
            .and_then(|()| File::open(folder))
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

/// Takes away files that processes killed long ago left without a name in a folder; `written` was written just now. Other
/// processes may be writing there: theirs are young.
pub(super) fn sweep(folder: &Path, written: &Path) {
    let modified = |path: &Path| std::fs::metadata(path).and_then(|known| known.modified()).ok();
    let (Some(now), Ok(entries)) = (modified(written), std::fs::read_dir(folder)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        let age = modified(&entry.path()).and_then(|then| now.duration_since(then).ok());
        if ours && age.is_some_and(|age| age > ABANDONED) {
            // Somebody may have removed it already.
            drop(std::fs::remove_file(entry.path()));
        }
    }
}
