//! What was kept in the column and the sheet `manyi`, where the cells beside it are as they were.

use super::KEPT;
use super::choices::Choice;
use super::sheets::Row;
use super::sheets::Sheets;
use super::sheets::fingerprint;
use super::types::Type;
use crate::convert::build::Builder;
use crate::convert::notes::Notes;
use crate::convert::rules;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::wording;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a row kept.
pub(super) enum Kept {
    /// A question as it was, and how many rows it takes.
    Question(Table, usize),
    /// A page without its questions.
    Page(Table),
    /// Rows that only help others.
    Skip(usize),
}

/// What the row at `at` kept, if it still says the same.
pub(super) fn kept(all: &[Row], at: usize, lists: &BTreeMap<String, Vec<Choice>>, notes: &mut Notes) -> Option<Kept> {
    let row = &all[at];
    let written = row.get(KEPT);
    if written.is_empty() {
        return None;
    }
    let parsed: Option<Value> = serde_json::from_str(written).ok();
    let found = parsed.as_ref().and_then(|parsed| {
        let count = usize::try_from(parsed.get("rows").and_then(Value::as_u64).unwrap_or(1)).ok()?;
        let rows = all.get(at..at.checked_add(count.max(1))?)?;
        let seen = parsed.get("seen").and_then(Value::as_str)?;
        (seen == seen_of(rows, lists)).then_some((parsed, count.max(1)))
    });
    let Some((parsed, count)) = found else {
        notes.tell(
            &rules::EDITED,
            &row.at(KEPT),
            format!("`{}` was edited; it is read as the row says", row.get("name")),
            format!("`{}` 已被修改，按这一行读取", row.get("name")),
        );
        return None;
    };
    if let Some(Value::Object(question)) = parsed.get("question") {
        return Some(Kept::Question(question.clone(), count));
    }
    if let Some(Value::Object(page)) = parsed.get("page") {
        return Some(Kept::Page(page.clone()));
    }
    Some(Kept::Skip(count))
}

/// A fingerprint of rows and of the lists they choose from.
pub(super) fn seen_of(rows: &[Row], lists: &BTreeMap<String, Vec<Choice>>) -> String {
    let mut all: Vec<&BTreeMap<String, String>> = rows.iter().map(|row| &row.cells).collect();
    for row in rows {
        let (Type::One { list, .. } | Type::Many { list, .. } | Type::Rank { list }) = Type::of(row.get("type")) else {
            continue;
        };
        all.extend(lists.get(&list).into_iter().flatten().map(|choice| &choice.row.cells));
    }
    fingerprint(all.into_iter())
}

/// Puts back what the sheet `manyi` kept of the survey as a whole.
pub(super) fn put_back(sheets: &Sheets, title: &Words, builder: &mut Builder, notes: &mut Notes) {
    for row in &sheets.kept {
        let (key, written) = (row.get("key"), row.get("json"));
        let Ok(value) = serde_json::from_str::<Value>(written) else {
            notes.setting(&row.at("json"), key);
            continue;
        };
        match key {
            "title" => {
                // The title of the form is in one language: it counts where it was changed.
                let same = title
                    .iter()
                    .all(|(tag, text)| wording(&value, tag) == Some(text.trim()));
                if same {
                    builder.top.insert(key.to_owned(), value);
                }
            }
            "languages" => {
                let tags: Vec<&str> = value
                    .as_array()
                    .map_or(Vec::new(), |tags| tags.iter().filter_map(Value::as_str).collect());
                if tags.len() == builder.languages.len()
                    && builder.languages.iter().all(|tag| tags.contains(&tag.as_str()))
                {
                    builder.top.insert(key.to_owned(), value);
                }
            }
            "hidden" | "derived" | "scales" => builder.keep(key, value),
            "id" | "pages" | "" => {}
            _ => {
                builder.top.insert(key.to_owned(), value);
            }
        }
    }
}
