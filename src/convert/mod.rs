//! Questionnaires of other tools become definitions, and definitions questionnaires of other tools.
//!
//! In: the bytes of one file. Out: the text of a definition (or of the other format) and a list of what was not taken over, each
//! with its place in the source and the reason. A reader makes a `sketch`, the tree of a definition as it would be written; what
//! cannot be said in a definition is listed, never guessed: a condition is translated as a whole or left out and listed. At the end
//! `settle` takes out what `manyi check` refuses, so that what is written passes it.
//!
//! Opens no file and runs nothing that a source holds; sizes and depths are limited.

mod build;
pub mod draft;
mod expression;
mod formats;
mod ids;
mod languages;
mod limesurvey;
mod markup;
mod mend;
mod notes;
mod out;
mod qualtrics;
mod rules;
mod scale_words;
mod scales;
mod settle;
mod sketch;
mod surveyjs;
mod xlsform;
mod yaml_in;
mod yaml_out;

#[cfg(test)]
mod tests;

pub use formats::Format;
pub use formats::Into;
pub use rules::RULES;

use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::model::Survey;
use notes::Notes;
use serde_json::Value;
use std::sync::Arc;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 64 << 20;
/// More questions make no questionnaire.
pub const MOST_QUESTIONS: usize = 5_000;

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// The file in the other format; `None` where nothing could be made of it.
    pub bytes: Option<Vec<u8>>,
    /// What was not taken over and what should be looked at.
    pub problems: Vec<Problem>,
    /// How many questions were taken over.
    pub questions: usize,
}

/// A definition made of a questionnaire of another tool; `id` names it in place of what the questionnaire is called.
#[must_use]
pub fn to_definition(bytes: &[u8], file: &str, format: Format, id: Option<&str>) -> Converted {
    let mut notes = Notes::new(file);
    let read = if bytes.len() > MOST_BYTES {
        notes.too_large("");
        None
    } else {
        match format {
            Format::XlsForm => xlsform::read(bytes, &mut notes),
            Format::SurveyJs => surveyjs::read(bytes, &mut notes),
            Format::Qualtrics => qualtrics::read(bytes, &mut notes),
            Format::LimeSurvey => limesurvey::read_lss(bytes, &mut notes),
            Format::LimeSurveyTable => limesurvey::read_tsv(bytes, &mut notes),
        }
    };
    let named = read.map(|mut sketch| {
        if let (Some(id), Some(table)) = (id, sketch.as_object_mut()) {
            table.insert("id".to_owned(), Value::String(ids::file_name(id, "survey")));
        }
        sketch
    });
    finish(named, notes)
}

/// The name of a survey, made of what something else is called.
#[must_use]
pub fn file_name(name: &str) -> String {
    ids::file_name(name, "survey")
}

/// What is told of a file in none of the formats.
#[must_use]
pub fn unknown_format(file: &str) -> Problem {
    let mut notes = Notes::new(file);
    notes.unreadable(
        "",
        "it is in none of the formats that are converted",
        "它不属于可转换的格式",
    );
    notes.problems.remove(0)
}

fn finish(read: Option<Value>, mut notes: Notes) -> Converted {
    let Some(sketch) = read else {
        return Converted {
            bytes: None,
            problems: notes.problems,
            questions: 0,
        };
    };
    let questions = sketch::questions(&sketch).len();
    if questions > MOST_QUESTIONS {
        notes.too_large("");
        return finish(None, notes);
    }
    if questions == 0 {
        notes.unreadable("", "it has no questions", "其中没有题目");
        return finish(None, notes);
    }
    let text = settle::settle(sketch, &mut notes);
    Converted {
        bytes: Some(text.into_bytes()),
        problems: notes.problems,
        questions,
    }
}

/// A questionnaire for another tool, made of a definition that has no errors.
#[must_use]
pub fn from_definition(source: &Arc<Source>, survey: &Survey, into: Into) -> Converted {
    let mut notes = Notes::new(&source.name);
    let sketch = yaml_in::sketch(source);
    let questions = sketch::questions(&sketch).len();
    let bytes = match into {
        Into::XlsForm => xlsform::write(&sketch, survey, &mut notes),
        Into::SurveyJs => Some(surveyjs::write(&sketch, survey, &mut notes)),
    };
    Converted {
        bytes,
        problems: notes.problems,
        questions,
    }
}

/// The text of a file: UTF-8, or UTF-16 with its mark.
fn decoded(bytes: &[u8], notes: &mut Notes) -> Option<String> {
    let (encoding, skip) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(skip..)?);
    if text.is_none() {
        notes.unreadable("", "it is not written in UTF-8", "文件编码不是 UTF-8");
    }
    text.map(std::borrow::Cow::into_owned)
}
