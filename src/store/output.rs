//! One new file of the store: written under a temporary name while its hash is taken, then made durable and named.

use super::disk::Disk;
use super::disk::DiskFile;
use super::error::Doing;
use super::error::StoreError;
use sha2::Digest;
use sha2::Sha256;
use std::fmt;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// A file under its temporary name. Clones write to the same file (the Parquet writer keeps one to itself).
#[derive(Clone)]
pub(super) struct Output {
    shared: Arc<Mutex<Hashed>>,
    temporary: PathBuf,
    path: PathBuf,
}

struct Hashed {
    file: BufWriter<Box<dyn DiskFile>>,
    hash: Sha256,
    /// The disk's first refusal: libraries between us and the disk pass on no more than its words.
    failure: Option<(io::ErrorKind, String)>,
}

impl Output {
    /// Begins the file that shall be at `path`.
    pub(super) fn create(disk: &dyn Disk, path: &Path) -> Result<Self, StoreError> {
        Self::begin(disk, path, |temporary| disk.create(temporary))
    }

    /// Begins a file that only its owner may read.
    pub(super) fn private(disk: &dyn Disk, path: &Path) -> Result<Self, StoreError> {
        Self::begin(disk, path, |temporary| disk.create_private(temporary))
    }

    fn begin(
        disk: &dyn Disk,
        path: &Path,
        create: impl FnOnce(&Path) -> io::Result<Box<dyn DiskFile>>,
    ) -> Result<Self, StoreError> {
        let folder = path.parent().unwrap_or(Path::new(""));
        disk.make_folder(folder)
            .map_err(StoreError::disk(Doing::Writing, folder))?;
        let temporary = temporary_name(path);
        let file = create(&temporary).map_err(StoreError::disk(Doing::Writing, &temporary))?;
        let hashed = Hashed {
            file: BufWriter::with_capacity(1 << 18, file),
            hash: Sha256::new(),
            failure: None,
        };
        Ok(Self {
            shared: Arc::new(Mutex::new(hashed)),
            temporary,
            path: path.to_owned(),
        })
    }

    /// Makes the file durable and gives it its name; returns its SHA-256 as 64 hex digits. Its folder is not yet synced.
    pub(super) fn finish(self, disk: &dyn Disk) -> Result<String, StoreError> {
        let hash = {
            let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared
                .file
                .flush()
                .map_err(StoreError::disk(Doing::Writing, &self.path))?;
            shared
                .file
                .get_mut()
                .sync()
                .map_err(StoreError::disk(Doing::Writing, &self.path))?;
            hex(&shared.hash.clone().finalize())
        };
        disk.rename(&self.temporary, &self.path)
            .map_err(StoreError::disk(Doing::Writing, &self.path))?;
        Ok(hash)
    }

    /// Gives the file up.
    pub(super) fn abandon(self, disk: &dyn Disk) {
        // What cannot be removed now is swept by the next import.
        drop(disk.remove(&self.temporary));
    }

    /// Why the disk refused, where it did.
    pub(super) fn failure(&self) -> Option<io::Error> {
        let shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared
            .failure
            .as_ref()
            .map(|(kind, text)| io::Error::new(*kind, text.clone()))
    }

    /// Where the file will be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = &mut *shared;
        let written = shared
            .file
            .write(bytes)
            .inspect_err(|error| shared.failure = Some(kept(error)))?;
        shared.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = &mut *shared;
        shared
            .file
            .flush()
            .inspect_err(|error| shared.failure = Some(kept(error)))
    }
}

fn kept(error: &io::Error) -> (io::ErrorKind, String) {
    (error.kind(), error.to_string())
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The name a file has until it is whole.
pub(super) fn temporary_name(path: &Path) -> PathBuf {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    path.with_file_name(format!(".{name}.new"))
}

/// Bytes as hex digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
            text
        })
}

/// The SHA-256 of a file as 64 hex digits.
pub(super) fn hash_file(path: &Path) -> Result<String, StoreError> {
    let mut file = std::fs::File::open(path).map_err(StoreError::disk(Doing::Reading, path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = io::Read::read(&mut file, &mut buffer).map_err(StoreError::disk(Doing::Reading, path))?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&buffer[..read]);
    }
}
