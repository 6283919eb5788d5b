//! A file read on a thread of its own, while what was read of it is put to use on the caller's.
//!
//! Reading and checking take about as long as packing and writing. Chunks are handed over in the order of the file, two of them
//! waiting at most, so that what comes out and how much memory it takes do not depend on which thread is the faster.

use super::reader::Chunk;
use super::reader::settled;
use super::setup::Setup;
use super::summary::Summary;
use std::io;
use std::io::Read;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Chunks that may wait for their turn.
const WAITING: usize = 2;

/// What the reading thread hands over.
enum Handed {
    /// A reading begins: what an earlier one gave counts no more.
    Begun,
    Chunk(Box<Chunk>),
}

/// As [`settled`], with `begin` and `each` on this thread and all reading on another.
///
/// # Errors
/// Those of the reader, of `open` and of `each`.
pub fn settled_apart<R, S, E>(
    setup: Setup<'_>,
    open: impl FnMut() -> io::Result<R> + Send,
    begin: impl FnMut() -> S,
    each: impl FnMut(&mut S, Chunk) -> Result<(), E>,
) -> Result<(S, Summary), E>
where
    R: Read,
    E: From<io::Error>,
{
    thread::scope(|scope| {
        let (hand_over, handed) = sync_channel(WAITING);
        let reading = scope.spawn(move || {
            let gone = || io::Error::other("nobody takes what was read");
            let begun = || hand_over.send(Handed::Begun).is_ok();
            let each = |taken: &mut bool, chunk: Chunk| {
                let sent = *taken && hand_over.send(Handed::Chunk(Box::new(chunk))).is_ok();
                if sent { Ok(()) } else { Err(gone()) }
            };
            settled(setup, open, begun, each).map(|(_, summary): (bool, Summary)| summary)
        });
        let put_to_use = taken(handed, begin, each);
        let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // A fault on this side is why the other one stopped.
        let state = put_to_use?;
        let summary = read?;
        let state = state.ok_or_else(|| io::Error::other("nothing was read"))?;
        Ok((state, summary))
    })
}

fn taken<S, E>(
    handed: Receiver<Handed>,
    mut begin: impl FnMut() -> S,
    mut each: impl FnMut(&mut S, Chunk) -> Result<(), E>,
) -> Result<Option<S>, E> {
    let mut state: Option<S> = None;
    for one in handed {
        match one {
            Handed::Begun => {
                // What the first reading holds, such as the lock of a store, goes before the next is begun.
                drop(state.take());
                state = Some(begin());
            }
            Handed::Chunk(chunk) => {
                if let Some(state) = &mut state {
                    each(state, *chunk)?;
                }
            }
        }
    }
    Ok(state)
}
