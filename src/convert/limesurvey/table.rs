//! The table form: a row for each thing and language, told apart by `class`.

use super::survey::Group;
use super::survey::Part;
use super::survey::Question;
use super::survey::Survey;
use crate::convert::languages;
use crate::convert::notes::Notes;
use crate::convert::sketch::Words;
use std::collections::BTreeMap;

/// Columns that every row has; others are attributes of questions.
const COMMON: [&str; 15] = [
    "id",
    "related_id",
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "validation",
    "mandatory",
    "encrypted",
    "other",
    "default",
    "same_default",
];

/// Reads a table.
pub(super) fn read(text: &str, notes: &mut Notes) -> Option<Survey> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .flexible(true)
        .from_reader(text.as_bytes());
    let head: Vec<String> = reader
        .headers()
        .ok()?
        .iter()
        .map(|cell| cell.trim().to_owned())
        .collect();
    let mut survey = Survey::default();
    let mut current = String::new();
    for record in reader.records().map_while(Result::ok) {
        let cells: BTreeMap<&str, &str> = head
            .iter()
            .map(String::as_str)
            .zip(record.iter().map(str::trim))
            .collect();
        take(&mut survey, &cells, &mut current);
    }
    if survey.groups.iter().all(|group| group.questions.is_empty()) {
        notes.unreadable("", "it has no rows of the class `Q`", "没有 `class` 为 `Q` 的行");
        return None;
    }
    Some(survey)
}

#[expect(clippy::too_many_lines, reason = "one table of the kinds of row")]
/// Takes a row; `current` is the question that rows of parts and answers belong to.
fn take(survey: &mut Survey, cells: &BTreeMap<&str, &str>, current: &mut String) {
    let get = |key: &str| cells.get(key).copied().unwrap_or_default();
    let tag = languages::tag(get("language")).filter(|_| !get("language").is_empty());
    let base = survey.languages.first().cloned();
    let tag = tag.or(base).unwrap_or_else(|| "en".to_owned());
    let known = |survey: &mut Survey| {
        if !survey.languages.contains(&tag) {
            survey.languages.push(tag.clone());
        }
    };
    let put = |words: &mut Words, key: &str| {
        if !get(key).is_empty() {
            words.insert(tag.clone(), get(key).to_owned());
        }
    };
    match get("class") {
        "S" if matches!(get("name"), "language" | "additional_languages") => {
            for tag in get("text").split_whitespace().filter_map(languages::tag) {
                if get("name") == "language" {
                    survey.languages.retain(|other| *other != tag);
                    survey.languages.insert(0, tag);
                } else if !survey.languages.contains(&tag) {
                    survey.languages.push(tag);
                }
            }
        }
        "SL" => {
            survey.intro.resize_with(2, Words::new);
            match get("name") {
                "surveyls_title" => put(&mut survey.title, "text"),
                "surveyls_description" => put(&mut survey.intro[0], "text"),
                "surveyls_welcometext" => put(&mut survey.intro[1], "text"),
                "surveyls_endtext" => put(&mut survey.thanks, "text"),
                _ => {}
            }
        }
        "G" => {
            known(survey);
            // The same group in another language has the same number, or (older files) the same place.
            let id = get("type/scale").to_owned();
            let again = survey
                .groups
                .iter_mut()
                .position(|group| !id.is_empty() && group.id == id);
            let at = again.unwrap_or_else(|| {
                survey.groups.push(Group {
                    id,
                    relevance: get("relevance").to_owned(),
                    ..Group::default()
                });
                survey.groups.len() - 1
            });
            put(&mut survey.groups[at].name, "name");
            put(&mut survey.groups[at].about, "text");
        }
        "Q" => {
            known(survey);
            let code = get("name").to_owned();
            current.clone_from(&code);
            if let Some(question) = question_mut(survey, &code) {
                put(&mut question.text, "text");
                put(&mut question.help, "help");
                return;
            }
            let mut question = Question {
                code,
                kind: get("type/scale").to_owned(),
                mandatory: get("mandatory") == "Y",
                other: get("other") == "Y",
                relevance: get("relevance").to_owned(),
                ..Question::default()
            };
            put(&mut question.text, "text");
            put(&mut question.help, "help");
            let extra = cells
                .iter()
                .filter(|(key, value)| !COMMON.contains(key) && !value.is_empty());
            question.attributes = extra
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect();
            if survey.groups.is_empty() {
                survey.groups.push(Group::default());
            }
            if let Some(group) = survey.groups.last_mut() {
                group.questions.push(question);
            }
        }
        class @ ("SQ" | "A") => {
            let Some(question) = question_mut(survey, current) else {
                return;
            };
            let list = if class == "SQ" {
                &mut question.parts
            } else {
                &mut question.answers
            };
            let scale: u8 = get("type/scale").parse().unwrap_or(0);
            let code = get("name");
            let at = list
                .iter()
                .position(|part| part.code == code && part.scale == scale)
                .unwrap_or_else(|| {
                    list.push(Part {
                        code: code.to_owned(),
                        scale,
                        relevance: get("relevance").to_owned(),
                        ..Part::default()
                    });
                    list.len() - 1
                });
            put(&mut list[at].text, "text");
        }
        _ => {}
    }
}

fn question_mut<'s>(survey: &'s mut Survey, code: &str) -> Option<&'s mut Question> {
    survey
        .groups
        .iter_mut()
        .flat_map(|group| &mut group.questions)
        .find(|question| question.code == code)
}
