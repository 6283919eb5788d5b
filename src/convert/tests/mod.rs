//! Whole questionnaires, there and back.

mod foreign;
mod real;
mod round_trips;

use crate::convert::Converted;
use crate::convert::Format;
use crate::convert::Into;
use crate::convert::from_definition;
use crate::convert::to_definition;
use crate::definition::read;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use crate::diagnostic::render;
use crate::model::Survey;
use std::sync::Arc;

pub(super) fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source {
        name: format!("surveys/{name}.yaml"),
        text: text.to_owned(),
    })
}

/// The survey a text defines; the test fails with its problems where it has errors.
#[track_caller]
pub(super) fn survey(name: &str, text: &str) -> Survey {
    let (survey, problems) = read(&source(name, text));
    survey.unwrap_or_else(|| panic!("{text}\n{}", shown(&problems)))
}

pub(super) fn shown(problems: &[crate::diagnostic::Problem]) -> String {
    render::terminal(problems, Tongue::En, render::Colour::Never)
}

/// A definition in another format.
pub(super) fn out(name: &str, text: &str, into: Into) -> Converted {
    from_definition(&source(name, text), &survey(name, text), into)
}

/// A definition in another format and back again, as text.
#[track_caller]
pub(super) fn there_and_back(name: &str, text: &str, into: Into) -> String {
    let there = out(name, text, into).bytes.unwrap();
    let format = match into {
        Into::XlsForm => Format::XlsForm,
        Into::SurveyJs => Format::SurveyJs,
    };
    assert_eq!(Format::of(&there), Some(format));
    let back = to_definition(&there, "there", format, None);
    assert!(back.problems.is_empty(), "{}", shown(&back.problems));
    String::from_utf8(back.bytes.unwrap()).unwrap()
}

/// Compares with a file of `tests/data/convert`. With `MANYI_RENEW` set the file is written instead, to be read by a person.
#[track_caller]
pub(in crate::convert) fn expected(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/convert")
        .join(name);
    if std::env::var_os("MANYI_RENEW").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(wanted == text, "{name} is otherwise:\n{text}");
}
