//! Reading a file as often as it takes to know which version of each response counts.

use super::super::setup::Setup;
use super::super::summary::Summary;
use super::Chunk;
use super::Import;
use std::io;
use std::io::Read;

/// One reading finds what is contested, a second settles it; two more where ids of one hash, of several versions each, fall together.
const MOST_READINGS: usize = 4;

/// Reads a whole file into a value made by `begin`, again where several versions of a response made that
/// necessary; `open` begins the file anew each time.
///
/// # Errors
/// Those of the reader, of `open` and of `each`.
pub fn settled<'a, R, S, E>(
    mut setup: Setup<'a>,
    mut open: impl FnMut() -> io::Result<R>,
    mut begin: impl FnMut() -> S,
    mut each: impl FnMut(&mut S, Chunk) -> Result<(), E>,
) -> Result<(S, Summary), E>
where
    R: Read,
    E: From<io::Error>,
{
    for reading in 1.. {
        let mut import: Import<'a, R> = Import::open(open()?, setup.clone())?;
        let mut state = begin();
        while let Some(chunk) = import.next_chunk()? {
            each(&mut state, chunk)?;
        }
        let summary = import.finish();
        if summary.contested.is_empty() || reading == MOST_READINGS {
            return Ok((state, summary));
        }
        setup.contested = summary.contested;
    }
    Err(io::Error::other("a file is read at least once").into())
}
