//! Words and pages of results: what was found becomes what a reader sees.
//!
//! In: survey, scores, findings. Out: views for templates, and the wording of every value, verdict and reason, once for
//! all outputs. Decides nothing; draws nothing itself.

pub mod words;
