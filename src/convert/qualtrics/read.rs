//! The file as a whole: languages, embedded data, blocks in the order of the flow.

use super::logic;
use crate::convert::build::Builder;
use crate::convert::build::language_of;
use crate::convert::expression::Dialect;
use crate::convert::languages;
use crate::convert::notes::Notes;
use crate::convert::rules;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::items;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Flows are not deeper than this.
const MOST_DEPTH: usize = 32;

/// Reads a survey file.
pub(in crate::convert) fn read(bytes: &[u8], notes: &mut Notes) -> Option<Value> {
    let whole = crate::convert::decoded(bytes, notes)?;
    let root: Value = match serde_json::from_str(&whole) {
        Ok(root) => root,
        Err(error) => {
            let why = error.to_string();
            notes.unreadable("", &why, &why);
            return None;
        }
    };
    let entry = root.get("SurveyEntry").unwrap_or(&Value::Null);
    let elements = items(&root, "SurveyElements");
    let questions: BTreeMap<String, &Value> = elements
        .iter()
        .filter(|element| text(element, "Element") == "SQ")
        .filter_map(|element| Some((text(element, "PrimaryAttribute").to_owned(), element.get("Payload")?)))
        .collect();
    if questions.is_empty() {
        notes.unreadable("", "it has no questions", "其中没有题目");
        return None;
    }
    let first = |kind: &str| {
        elements
            .iter()
            .find(|element| text(element, "Element") == kind)
            .and_then(|element| element.get("Payload"))
    };
    let all = questions.values().map(|question| text(question, "QuestionText"));
    let default = languages::tag(text(entry, "SurveyLanguage")).unwrap_or_else(|| language_of(all));
    let mut tags = vec![default.clone()];
    for question in questions.values() {
        for key in question
            .get("Language")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(key, _)| key)
        {
            if let Some(tag) = languages::tag(key).filter(|tag| !tags.contains(tag)) {
                tags.push(tag);
            }
        }
    }
    let title = text(entry, "SurveyName").to_owned();
    let mut reader = Reader {
        builder: Builder::new(&title, Dialect::SurveyJs, tags),
        default: default.clone(),
        blocks: blocks(first("BL")),
        questions,
        conditions: Vec::new(),
        embedded: BTreeSet::new(),
        done: BTreeSet::new(),
        notes,
    };
    match first("FL").map(|flow| items(flow, "Flow")) {
        Some(flow) if !flow.is_empty() => reader.flow(flow, 0),
        _ => {
            let ids: Vec<String> = reader
                .blocks
                .iter()
                .filter(|block| text(block, "Type") != "Trash")
                .map(|block| text(block, "ID").to_owned())
                .collect();
            for id in &ids {
                reader.block(id, "BL");
            }
        }
    }
    reader.left_over();
    Some(
        reader
            .builder
            .finish(&Words::from([(default, title)]), "a Qualtrics survey file"),
    )
}

/// Blocks come as a list, or as a map of numbers.
fn blocks(payload: Option<&Value>) -> Vec<&Value> {
    match payload {
        Some(Value::Array(blocks)) => blocks.iter().collect(),
        Some(Value::Object(blocks)) => {
            let mut all: Vec<(usize, &Value)> = blocks
                .iter()
                .map(|(key, block)| (key.parse().unwrap_or(usize::MAX), block))
                .collect();
            all.sort_by_key(|(key, _)| *key);
            all.into_iter().map(|(_, block)| block).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) struct Reader<'a, 'n> {
    pub builder: Builder,
    pub default: String,
    blocks: Vec<&'a Value>,
    pub questions: BTreeMap<String, &'a Value>,
    /// Of the branches around.
    conditions: Vec<String>,
    embedded: BTreeSet<String>,
    /// Blocks that were met.
    done: BTreeSet<String>,
    pub notes: &'n mut Notes,
}

impl Reader<'_, '_> {
    fn flow(&mut self, flow: &[Value], depth: usize) {
        if depth > MOST_DEPTH {
            self.notes.too_large("FL");
            return;
        }
        for element in flow {
            let at = text(element, "FlowID").to_owned();
            match text(element, "Type") {
                "Block" | "Standard" => self.block(text(element, "ID"), &at),
                "EmbeddedData" => self.embedded_data(element, &at),
                "Group" => self.flow(items(element, "Flow"), depth + 1),
                "Branch" => {
                    let condition = element
                        .get("BranchLogic")
                        .map(|logic| logic::condition(logic, &self.builder));
                    let pushed = match condition {
                        Some(Ok(condition)) => {
                            self.conditions.push(condition);
                            true
                        }
                        Some(Err(why)) => {
                            self.notes
                                .condition(&at, &logic::described(element.get("BranchLogic")), &why);
                            false
                        }
                        None => false,
                    };
                    self.flow(items(element, "Flow"), depth + 1);
                    if pushed {
                        self.conditions.pop();
                    }
                }
                "BlockRandomizer" => {
                    self.notes.tell(
                        &rules::ROUTING,
                        &at,
                        format!(
                            "of the drawn blocks {} were shown to each respondent; all are asked",
                            text_or_number(element, "SubSet")
                        ),
                        format!(
                            "随机区块每人只显示 {} 个；现在全部提问",
                            text_or_number(element, "SubSet")
                        ),
                    );
                    self.flow(items(element, "Flow"), depth + 1);
                }
                "EndSurvey" => self.notes.tell(
                    &rules::ROUTING,
                    &at,
                    "an end of the questionnaire was left out",
                    "提前结束问卷的设置已略去",
                ),
                "" | "Root" => {}
                other => self.notes.setting(&at, other),
            }
        }
    }

    fn embedded_data(&mut self, element: &Value, at: &str) {
        for field in items(element, "EmbeddedData") {
            let raw = text(field, "Field").to_owned();
            if field
                .get("Value")
                .is_some_and(|value| value.as_str().is_some_and(|text| !text.is_empty()))
            {
                self.notes.setting(at, &format!("{raw} = {}", text(field, "Value")));
            }
            if raw.is_empty() || !self.embedded.insert(raw.clone()) {
                continue;
            }
            let mut hidden = Table::new();
            let name = self.builder.name(&raw, &mut hidden, at, self.notes);
            put(&mut hidden, "kind", Value::String("text".to_owned()));
            self.builder.know(
                &format!("e://Field/{raw}"),
                &name,
                crate::convert::expression::Sort::Text,
            );
            self.builder.hidden.push(Value::Object(hidden));
        }
    }

    fn block(&mut self, id: &str, at: &str) {
        let Some(block) = self.blocks.iter().copied().find(|block| text(block, "ID") == id) else {
            return;
        };
        if !self.done.insert(id.to_owned()) {
            self.notes.tell(
                &rules::ROUTING,
                at,
                format!(
                    "the block `{}` stands twice in the flow; it is asked once",
                    text(block, "Description")
                ),
                format!("区块 `{}` 在流程中出现两次，现只提问一次", text(block, "Description")),
            );
            return;
        }
        self.new_page(text(block, "Description"));
        let options = block.get("Options").unwrap_or(&Value::Null);
        if matches!(text(options, "RandomizeQuestions"), "RandomizeAll" | "true") {
            if let Some(page) = self.builder.pages.last_mut() {
                put(page, "order", Value::String("random".to_owned()));
            }
        } else if !matches!(text(options, "RandomizeQuestions"), "" | "false") {
            self.notes.setting(id, "RandomizeQuestions");
        }
        if !matches!(text(options, "Looping"), "" | "None") {
            self.notes.tell(
                &rules::REPEAT,
                id,
                format!("the repeated block `{}` is asked once", text(block, "Description")),
                format!("循环区块 `{}` 只提问一次", text(block, "Description")),
            );
        }
        for element in items(block, "BlockElements") {
            match text(element, "Type") {
                "Question" => {
                    let id = text(element, "QuestionID").to_owned();
                    for skip in items(element, "SkipLogic") {
                        self.notes.tell(
                            &rules::ROUTING,
                            &id,
                            format!("a jump to `{}` was left out", text(skip, "SkipToDestination")),
                            format!("跳转到 `{}` 的设置已略去", text(skip, "SkipToDestination")),
                        );
                    }
                    if let Some(question) = self.questions.get(&id).copied() {
                        self.question(question, &id);
                    }
                }
                "Page Break" => self.new_page(text(block, "Description")),
                _ => {}
            }
        }
    }

    fn new_page(&mut self, name: &str) {
        let condition = joined(&self.conditions);
        let page = self.builder.page(name, &Words::new());
        put(page, "show_if", condition.map(Value::String));
    }

    /// Questions that stand in no block of the flow are told, not asked.
    fn left_over(&mut self) {
        let unused: Vec<(String, usize)> = self
            .blocks
            .iter()
            .filter(|block| !self.done.contains(text(block, "ID")))
            .map(|block| {
                let questions = items(block, "BlockElements")
                    .iter()
                    .filter(|element| text(element, "Type") == "Question");
                (text(block, "Description").to_owned(), questions.count())
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        for (name, count) in unused {
            self.notes.setting("BL", &format!("{name}: {count} unused questions"));
        }
    }
}

fn joined(all: &[String]) -> Option<String> {
    if all.len() < 2 {
        return all.first().cloned();
    }
    let each = all.iter().map(|text| {
        if text.contains(" or ") {
            format!("({text})")
        } else {
            text.clone()
        }
    });
    Some(each.collect::<Vec<_>>().join(" and "))
}

fn text_or_number(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "some".to_owned(),
    }
}
