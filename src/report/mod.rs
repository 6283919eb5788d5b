//! Words and pages of results: what was found becomes what a reader sees.
//!
//! In: survey, scores, findings, a document. Out: a page and its numbers. Decides nothing about significance or
//! disclosure and draws nothing itself; opens no files and asks no clock. Every figure passes `facts`, which lets
//! nothing hidden through; every verdict is worded in `sentences`, once for all outputs.

mod arguments;
mod blocks;
mod calls;
mod cards;
pub mod care;
mod charts;
pub mod check;
mod data;
pub mod dates;
mod deck;
mod definitions;
pub mod document;
pub mod drawn;
mod drivers;
mod editions;
mod events;
mod facts;
mod fieldwork;
mod headings;
mod input;
mod lead;
mod leaks;
mod lists;
mod markdown;
mod methods;
mod names;
mod notes;
mod page;
mod parts;
mod plan;
mod priorities;
mod quality;
mod quotes;
mod ranking;
mod rules;
mod scan;
mod script;
mod sentences;
mod shipped;
mod signature;
mod tables;
mod tokens;
mod touchpoints;
mod units;
pub mod verbatims;
pub mod words;

#[cfg(test)]
mod tests;

pub use arguments::suggestion;
pub use charts::Funnel;
pub use check::check;
pub use deck::deck;
pub use document::Audience;
pub use document::Document;
pub use document::document_title;
pub use drivers::Drivers;
pub use editions::apart;
pub use fieldwork::Fieldwork;
pub use input::DataQuality;
pub use input::FileMark;
pub use input::Link;
pub use input::MarkdownReport;
pub use input::Provenance;
pub use input::Report;
pub use input::ReportInput;
pub use names::Names;
pub use page::markdown;
pub use page::report;
pub use page::side_by_side;
pub use plan::Needed;
pub use plan::ask;
pub use plan::needed;
pub use rules::RULES;
pub use shipped::SHIPPED;
pub use shipped::Shipped;
pub use shipped::UNIT;
pub use shipped::shipped;
pub use shipped::unit_document;
pub use units::Units;
pub use units::items;
pub use units::league;
pub use units::unit;
pub use verbatims::Verbatims;
