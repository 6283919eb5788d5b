//! The XML form: tables of rows, as the database has them.

use super::survey::Group;
use super::survey::Part;
use super::survey::Question;
use super::survey::Survey;
use super::xml;
use super::xml::Element;
use super::xml::Fault;
use crate::convert::languages;
use crate::convert::notes::Notes;
use crate::convert::sketch::Words;
use std::collections::BTreeMap;

/// Reads a structure.
pub(super) fn read(text: &str, notes: &mut Notes) -> Option<Survey> {
    let root = match xml::parse(text.trim_start()) {
        Ok(root) => root,
        Err(Fault::Broken(line)) => {
            notes.unreadable(&line.to_string(), "it is no well-formed XML", "不是格式正确的 XML");
            return None;
        }
        Err(Fault::TooLarge) => {
            notes.too_large("");
            return None;
        }
    };
    if root.get("LimeSurveyDocType") != "Survey" {
        notes.unreadable("", "it is no structure of a whole survey", "不是整份问卷的结构文件");
        return None;
    }
    let file = File { root };
    let mut survey = Survey {
        languages: file.languages(),
        ..Survey::default()
    };
    for row in file.rows("surveys_languagesettings") {
        let Some(tag) = languages::tag(row.get("surveyls_language")) else {
            continue;
        };
        let put = |words: &mut Words, key: &str| {
            words.insert(tag.clone(), row.get(key).to_owned());
        };
        put(&mut survey.title, "surveyls_title");
        put(&mut survey.thanks, "surveyls_endtext");
        survey.intro.resize_with(2, Words::new);
        for (words, key) in survey
            .intro
            .iter_mut()
            .zip(["surveyls_description", "surveyls_welcometext"])
        {
            put(words, key);
        }
    }
    survey.groups = file.groups();
    for (section, count) in
        ["conditions", "assessments", "quota", "defaultvalues"].map(|name| (name, file.rows(name).len()))
    {
        if count > 0 {
            survey.left.push((section.to_owned(), format!("{section}: {count}")));
        }
    }
    Some(survey)
}

struct File {
    root: Element,
}

impl File {
    fn rows(&self, section: &str) -> Vec<&Element> {
        let rows = self.root.child(section).and_then(|section| section.child("rows"));
        rows.map_or_else(Vec::new, |rows| rows.children.iter().collect())
    }

    fn languages(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let row = self.rows("surveys").first().copied().cloned().unwrap_or_default();
        let more = row.get("additional_languages").to_owned();
        let listed = self
            .root
            .child("languages")
            .into_iter()
            .flat_map(|all| all.children.iter().map(|one| one.text.clone()));
        for code in std::iter::once(row.get("language").to_owned())
            .chain(more.split_whitespace().map(str::to_owned))
            .chain(listed)
        {
            if let Some(tag) = languages::tag(&code).filter(|tag| !code.is_empty() && !found.contains(tag)) {
                found.push(tag);
            }
        }
        found
    }

    /// Texts by language: of the row itself, or (newer versions) of a table beside it.
    fn words(&self, rows: &[&Element], beside: &str, key: &str, id: &str, text: &str) -> Words {
        let mut words = Words::new();
        for row in rows
            .iter()
            .copied()
            .chain(self.rows(beside).into_iter().filter(|row| row.get(key) == id))
        {
            let Some(tag) = languages::tag(row.get("language")) else {
                continue;
            };
            if row.child(text).is_some() {
                words.insert(tag, row.get(text).to_owned());
            }
        }
        words
    }

    /// Rows that are one thing in several languages, in their order.
    fn gathered<'r>(&'r self, section: &str, key: impl Fn(&Element) -> String, order: &str) -> Vec<Vec<&'r Element>> {
        let mut all: Vec<(String, Vec<&Element>)> = Vec::new();
        for row in self.rows(section) {
            let id = key(row);
            match all.iter_mut().find(|(other, _)| *other == id) {
                Some((_, rows)) => rows.push(row),
                None => all.push((id, vec![row])),
            }
        }
        all.sort_by_key(|(_, rows)| rows[0].get(order).parse::<i64>().unwrap_or(0));
        all.into_iter().map(|(_, rows)| rows).collect()
    }

    fn groups(&self) -> Vec<Group> {
        let mut questions = self.questions();
        let groups = self.gathered("groups", |row| row.get("gid").to_owned(), "group_order");
        groups
            .iter()
            .map(|rows| {
                let id = rows[0].get("gid").to_owned();
                let (own, others): (Vec<_>, Vec<_>) = questions.drain(..).partition(|(group, _)| *group == id);
                questions = others;
                Group {
                    name: self.words(rows, "group_l10ns", "gid", &id, "group_name"),
                    about: self.words(rows, "group_l10ns", "gid", &id, "description"),
                    relevance: rows[0].get("grelevance").to_owned(),
                    questions: own.into_iter().map(|(_, question)| question).collect(),
                    id,
                }
            })
            .collect()
    }

    fn questions(&self) -> Vec<(String, Question)> {
        let mut attributes: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for row in self.rows("question_attributes") {
            let value = row.get("value");
            if !value.is_empty() {
                let own = attributes.entry(row.get("qid").to_owned()).or_default();
                own.entry(row.get("attribute").to_owned())
                    .or_insert_with(|| value.to_owned());
            }
        }
        let parts = self.gathered("subquestions", |row| row.get("qid").to_owned(), "question_order");
        let answer_key = |row: &Element| format!("{} {} {}", row.get("qid"), row.get("scale_id"), row.get("code"));
        let answers = self.gathered("answers", answer_key, "sortorder");
        self.gathered("questions", |row| row.get("qid").to_owned(), "question_order")
            .iter()
            .map(|rows| {
                let row = rows[0];
                let id = row.get("qid").to_owned();
                let own_parts = parts.iter().filter(|part| part[0].get("parent_qid") == id);
                let own_answers = answers.iter().filter(|answer| answer[0].get("qid") == id);
                let question = Question {
                    code: row.get("title").to_owned(),
                    kind: row.get("type").to_owned(),
                    text: self.words(rows, "question_l10ns", "qid", &id, "question"),
                    help: self.words(rows, "question_l10ns", "qid", &id, "help"),
                    mandatory: matches!(row.get("mandatory"), "Y"),
                    other: row.get("other") == "Y",
                    relevance: row.get("relevance").to_owned(),
                    attributes: attributes.remove(&id).unwrap_or_default(),
                    parts: own_parts
                        .map(|rows| Part {
                            code: rows[0].get("title").to_owned(),
                            text: self.words(rows, "question_l10ns", "qid", rows[0].get("qid"), "question"),
                            scale: rows[0].get("scale_id").parse().unwrap_or(0),
                            relevance: rows[0].get("relevance").to_owned(),
                        })
                        .collect(),
                    answers: own_answers
                        .map(|rows| Part {
                            code: rows[0].get("code").to_owned(),
                            text: self.words(rows, "answer_l10ns", "aid", rows[0].get("aid"), "answer"),
                            scale: rows[0].get("scale_id").parse().unwrap_or(0),
                            relevance: String::new(),
                        })
                        .collect(),
                };
                (row.get("gid").to_owned(), question)
            })
            .collect()
    }
}
