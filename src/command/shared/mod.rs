//! What the verbs share: results as sheets, reading answers into counts, choosing waves.

pub mod analysis;
pub mod asked;
pub mod care;
pub mod collecting;
pub mod fielded;
pub mod figures;
pub mod fonts;
pub mod index_weights;
pub mod invited;
pub mod modelled;
pub mod modes;
pub mod pages;
pub mod parents;
pub mod platform;
pub mod population;
pub mod promise;
pub(in crate::command) mod resolve;
pub mod seams;
pub mod sheet;
pub mod source;
pub mod space;
pub mod spool;
pub mod tables;
pub mod theme;
pub mod units;
pub mod versions;
pub mod watch;
