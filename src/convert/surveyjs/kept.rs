//! What the property `manyi` kept, where the element around it is as it was.

use super::KEPT;
use super::fingerprint;
use super::read::Reader;
use crate::convert::markup;
use crate::convert::notes::Notes;
use crate::convert::rules;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::text;
use serde_json::Value;

impl Reader<'_> {
    /// What was kept, where the element around it is as it was.
    pub(super) fn kept(&mut self, element: &Value, what: &str, path: &str) -> Option<Table> {
        let kept = element.get(KEPT)?;
        if text(kept, "seen") == fingerprint(element) {
            return kept.get(what).and_then(Value::as_object).cloned();
        }
        let name = text(element, "name");
        self.notes.tell(
            &rules::EDITED,
            path,
            format!("`{name}` was edited; it is read as the element says"),
            format!("`{name}` 已被修改，按现有内容读取"),
        );
        None
    }

    /// What conditions may name of a question that came back as it was.
    pub(super) fn learn(&mut self, element: &Value, question: &Table) {
        let id = question
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        self.builder.new_name(&id);
        // Read once more as its element says, for the names alone.
        let scales = self.builder.scale_count();
        let notes = std::mem::replace(self.notes, Notes::new(""));
        self.answer(element, "", &id, &mut Table::new());
        *self.notes = notes;
        self.builder.forget_scales(scales);
    }

    /// Puts back what the whole kept.
    pub(super) fn put_back(&mut self, kept: &Table, title: &Words) {
        for (key, value) in kept {
            match key.as_str() {
                "id" | "pages" | "seen" => {}
                "hidden" | "derived" | "scales" => self.builder.keep(key, value.clone()),
                "title" | "intro" | "thanks" => {
                    let now = match key.as_str() {
                        "title" => sketch::words(title, &self.builder.languages),
                        key => self.builder.top.get(key).cloned(),
                    };
                    let same = self.builder.languages.iter().all(|tag| {
                        let shown = |text: &str| markup::from_html(text).text;
                        let was = sketch::wording(value, tag).map(shown);
                        let is = now
                            .as_ref()
                            .and_then(|now| sketch::wording(now, tag))
                            .map(str::to_owned);
                        was == is || was.is_none()
                    });
                    if same {
                        self.builder.top.insert(key.clone(), value.clone());
                    }
                }
                _ => {
                    self.builder.top.insert(key.clone(), value.clone());
                }
            }
        }
    }
}
