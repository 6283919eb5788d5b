//! A survey of `LimeSurvey`, whichever file it came from.

use crate::convert::sketch::Words;
use std::collections::BTreeMap;

/// A survey.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Language tags, the base language first.
    pub languages: Vec<String>,
    pub title: Words,
    pub intro: Vec<Words>,
    pub thanks: Words,
    pub groups: Vec<Group>,
    /// What is in the file and is not taken over, with its place.
    pub left: Vec<(String, String)>,
}

/// A group of questions.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub id: String,
    pub name: Words,
    pub about: Words,
    pub relevance: String,
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Default, Clone)]
pub(super) struct Question {
    pub code: String,
    pub kind: String,
    pub text: Words,
    pub help: Words,
    pub mandatory: bool,
    pub other: bool,
    pub relevance: String,
    pub attributes: BTreeMap<String, String>,
    pub parts: Vec<Part>,
    pub answers: Vec<Part>,
}

/// A subquestion, or an answer.
#[derive(Debug, Default, Clone)]
pub(super) struct Part {
    pub code: String,
    pub text: Words,
    pub scale: u8,
    pub relevance: String,
}
