//! Tests of the whole: one binary, so that the library is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::cmp_owned,
    reason = "a test that cannot go on says so; names in it are its own"
)]

mod architecture;
mod bad_input;
mod care;
mod chart_pictures;
mod charts;
mod collect;
mod convert;
mod determinism;
mod disclosure;
mod double;
mod erase;
mod events;
mod explain;
mod export;
mod hostile;
mod identity;
mod import_laws;
mod invite;
mod kill;
mod kinds;
mod library;
mod lists;
mod models;
mod modes;
mod no_network;
mod oddities;
mod panel;
mod per_unit;
mod platforms;
mod population;
mod privacy;
mod real_exports;
mod real_platforms;
mod reports;
mod sample_workspace;
mod samples;
mod simulate;
mod slides;
mod stat;
mod tab;
mod the_loop;
mod units;
mod verbs;
mod waves;
mod weight_and_plan;
mod workbench;
