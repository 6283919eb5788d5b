//! What a workspace promises, each promise a test.

mod files;
mod settings;
mod tables;
