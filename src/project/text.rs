//! Reading texts: whole, UTF-8, of a bounded size.

use super::ProjectError;
use crate::diagnostic::Source;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The largest text that is read, in bytes. Answers are not texts: they are read in blocks.
pub const LARGEST_TEXT: u64 = 64 << 20;

/// Reads a text file whole; a byte order mark is left out. `name` is what problems call it.
///
/// # Errors
/// [`ProjectError`] when it is not there, a folder, too large, not UTF-8 or cannot be read.
pub fn read_text(path: &Path, name: &str) -> Result<Arc<Source>, ProjectError> {
    let failed = || ProjectError::read(path);
    let size = std::fs::metadata(path).map_err(failed())?;
    if size.is_dir() {
        return Err(ProjectError::Folder { path: path.to_owned() });
    }
    let too_large = |size| ProjectError::TooLarge {
        path: path.to_owned(),
        size,
        most: LARGEST_TEXT,
    };
    if size.len() > LARGEST_TEXT {
        return Err(too_large(size.len()));
    }
    let mut bytes = Vec::new();
    // A pipe has no size before it is read.
    File::open(path)
        .map_err(failed())?
        .take(LARGEST_TEXT + 1)
        .read_to_end(&mut bytes)
        .map_err(failed())?;
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(too_large(bytes.len() as u64));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..byte].split(|&byte| byte == b'\n').count();
        ProjectError::NotText {
            path: path.to_owned(),
            byte,
            line,
        }
    })?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(Arc::new(Source {
        name: name.to_owned(),
        text,
    }))
}
