//! Tests of the whole way from text to survey.

mod docs;
mod expand;
mod files;
mod fingerprint;
mod kinds;
mod schema;
mod stress;
