//! What the store promises, each promise a test.

mod answers;
mod erase;
mod faults;
mod fixture;
mod versions;
