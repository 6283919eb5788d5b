//! manyi (满意): satisfaction surveys from one text file.
//!
//! A survey is defined once in YAML; from it come static forms, the check of every answer, tables, indices with
//! intervals and tests, and management reports. The modules are the pipeline; each imports only from rows below its own
//! (`tests/it/architecture.rs` keeps that true, `docs/architecture.md` draws it).

// craft: knows no survey words
pub mod chart;
pub mod diagnostic;
pub mod locale;
pub mod method;
pub mod site;
pub mod slides;
pub mod stats;

// survey: values in, values out
pub mod convert;
pub mod crosstab;
pub mod definition;
pub mod driver;
pub mod export;
pub mod finding;
pub mod form;
pub mod import;
pub mod invite;
pub mod logic;
pub mod measure;
pub mod model;
pub mod planning;
pub mod quality;
pub mod reliability;
pub mod report;
pub mod response;
pub mod route;
pub mod sampling;
pub mod simulate;
pub mod tabulation;
pub mod weighting;

// shell: disk, network, arguments, exit codes
pub mod cli;
pub mod collector;
pub mod command;
pub mod project;
pub mod store;
