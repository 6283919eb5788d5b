//! Turns finished values into web pages: Markdown, templates, style sheets, one self-contained file each.
//!
//! In: texts, views that serialise, the user's overrides. Out: HTML. It knows what a page is and nothing of surveys,
//! answers or statistics; it reads no files and no clock. The only module that uses minijinja and pulldown-cmark.

mod blocks;
mod css;
mod emphasis;
mod faults;
mod html;
mod languages;
mod links;
mod live;
mod markdown;
mod pieces;
mod policy;
mod pseudo;
mod qr;
mod rules;
mod script;
mod side_by_side;
mod spacing;
mod templates;
pub mod theme;
mod views;
mod writer;

pub use blocks::{Card, Cards, Cell, Column, Figure, Quote, Quotes, Row, Sentence, Sentences, Table};
pub use css::minify;
pub use faults::Made;
pub use html::Html;
pub use languages::language_name;
pub use live::{
    Arguments, CallFault, Calls, Reply, is_filter, is_test, live_document, live_text, markdown_escaped, names_used,
};
pub use markdown::{Document, document, inline, markdown, plain};
pub use pieces::{Piece, Pieces, without_tokens};
pub use policy::{Endpoint, content_policy, data_uri, hash_source};
pub use pseudo::pseudo;
pub use qr::{Qr, Wear};
pub use rules::{FOREIGN_MODE, RULES, UNKNOWN_NAME, UNREADABLE_HEAD, UNUSABLE_LOGO};
pub use script::minify_script;
pub use side_by_side::{Sides, SidesPage, SidesSection};
pub use spacing::{is_han, spaced};
pub use templates::{BUILT_IN, Page, Templates};
pub use views::{IndexEntry, IndexPage, IndexSection, Link, ReportPage, TextPage};
pub use writer::Heading;
