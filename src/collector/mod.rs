//! The collector: shows the built site on this machine and takes in what forms send.
//!
//! In come a folder of pages and the forms that may post; out go pages, and answers appended to the inbox as the CSV that
//! `import` reads. An answer is acknowledged only when it is on the disk, and taken once. Nothing can be read back over the
//! network. Only here does anything know of HTTP or of async.

mod decode;
mod error;
mod inbox;
mod pages;
mod server;

#[cfg(test)]
mod tests;

pub use error::CollectorError;
pub use inbox::{Form, Receipt};
pub use server::{Settings, Thanks, run, run_until};
