//! The secret of personal links: a file of its own that no version control takes in and nobody else may read.

use super::ProjectError;
use super::Workspace;
use super::text::read_text;
use crate::invite::Secret;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

impl Workspace {
    /// Where the secret of personal links is.
    #[must_use]
    pub fn link_secret_file(&self) -> PathBuf {
        self.root().join("secrets").join("link.key")
    }

    /// The secret of personal links; `None` when none was made yet.
    ///
    /// # Errors
    /// [`ProjectError`] when its file cannot be read, holds no secret, or can be read by others.
    pub fn link_secret(&self) -> Result<Option<Secret>, ProjectError> {
        let path = self.link_secret_file();
        if !path.exists() {
            return Ok(None);
        }
        if others_may_read(&path) {
            return Err(ProjectError::OpenSecret { path });
        }
        let text = read_text(&path, &self.name_of(&path))?;
        match Secret::from_hex(&text.text) {
            Some(secret) => Ok(Some(secret)),
            None => Err(ProjectError::NoSecret { path }),
        }
    }

    /// The secret of personal links, made from the system's randomness when there is none yet. Its folder tells git to take
    /// nothing in.
    ///
    /// # Errors
    /// As [`Workspace::link_secret`], or when it cannot be written.
    pub fn make_link_secret(&self) -> Result<Secret, ProjectError> {
        if let Some(secret) = self.link_secret()? {
            return Ok(secret);
        }
        let path = self.link_secret_file();
        let folder = path.parent().unwrap_or(Path::new("secrets"));
        std::fs::create_dir_all(folder).map_err(ProjectError::write(folder))?;
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            super::atomic::write(&ignore, b"*\n")?;
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| ProjectError::write(&path)(io::Error::other(error.to_string())))?;
        let secret = Secret::new(bytes);
        match private(&path, &format!("{}\n", secret.to_hex())) {
            Ok(()) => Ok(secret),
            // Another manyi was quicker: its secret is the workspace's.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.link_secret()?.ok_or(ProjectError::NoSecret { path })
            }
            Err(error) => Err(ProjectError::write(&path)(error)),
        }
    }
}

/// Writes a file that only its owner may read; it must not exist yet.
fn private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Writes a file that only its owner may read, in place of what was there.
///
/// # Errors
/// [`ProjectError::Write`].
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), ProjectError> {
    super::atomic::write(path, bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, mode).map_err(ProjectError::write(path))?;
    }
    Ok(())
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}
