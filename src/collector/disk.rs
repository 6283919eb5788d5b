//! Files that only their owner may read, and how much room is left for them.

use crate::store::Disk;
use crate::store::DiskFile;
use crate::store::RealDisk;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// The disk of this machine; what it makes is readable by its owner alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct PrivateDisk;

/// Options under which a file is made readable by its owner alone.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

impl Disk for PrivateDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = private().create(true).truncate(true).write(true).open(path)?;
        Ok(Box::new(file))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(private().create(true).append(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        RealDisk.truncate(path, length)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.sync_folder(path)
    }
}

/// Bytes that may still be written where `folder` is; where the system does not say, as many as can be.
#[must_use]
pub fn free_space(folder: &Path) -> u64 {
    #[cfg(unix)]
    if let Ok(known) = rustix::fs::statvfs(folder) {
        return known.f_bavail.saturating_mul(known.f_frsize);
    }
    let _ = folder;
    u64::MAX
}
