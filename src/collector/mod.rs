//! The collector: takes in what forms send, and shows the built site where it is asked to.
//!
//! In come the forms that may post and what they send; out go receipts, and answers appended to the segments that `import`
//! reads. An answer is acknowledged only when it is on the disk, and taken once. Nothing that was sent can be read back over
//! the network; no address is kept. Only here does anything know of HTTP or of async.

mod answer;
mod decode;
mod disk;
mod error;
mod form;
mod inbox;
mod pages;
mod preview;
mod reply;
mod server;
mod settings;
mod throttle;
mod writer;

#[cfg(test)]
mod tests;

pub use decode::{Fault, pairs, segments};
pub use disk::{PrivateDisk, free_space};
pub use error::CollectorError;
pub use form::{Access, Form, Live, Offer, Preview, Thanks, Traces};
pub use inbox::Receipt;
pub use server::{run, run_until};
pub use settings::{Limits, Settings, Tokens};
