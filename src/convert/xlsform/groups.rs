//! Groups: pages, conditions, batteries, loops.

use super::answers::required;
use super::read::Group;
use super::read::Reader;
use super::sheets::Row;
use super::types::Type;
use crate::convert::expression::Dialect;
use crate::convert::expression::Foreign;
use crate::convert::expression::Sort;
use crate::convert::expression::parse;
use crate::convert::rules;
use crate::convert::sketch::Table;
use crate::convert::sketch::put;
use serde_json::Value;

impl Reader<'_> {
    /// A group: a page where it stands alone, a battery where it is a table, else only a condition.
    pub(super) fn group(&mut self, all: &[Row], at: usize) -> usize {
        let row = &all[at];
        if let Some(count) = self.battery(all, at) {
            return count;
        }
        let show_if = self.relevant(row);
        let title = row.words("label", &self.default);
        if self.groups.is_empty() {
            let page = self.builder.page(row.get("name"), &title);
            put(page, "show_if", show_if.map(Value::String));
            self.groups.push(Group { show_if: None });
            self.depth_of_page = 1;
            self.fresh = false;
            return 1;
        }
        self.groups.push(Group { show_if });
        if !title.is_empty() {
            let mut note = Table::new();
            self.builder
                .name(row.get("name"), &mut note, &row.at("name"), self.notes);
            put(&mut note, "kind", Value::String("note".to_owned()));
            let text = self.builder.text(&title, row.get("name"));
            put(&mut note, "text", text);
            put(&mut note, "show_if", self.condition_of_groups(None).map(Value::String));
            self.builder.ask(note);
        }
        1
    }

    pub(super) fn repeat(&mut self, row: &Row) {
        let count = row.get("repeat_count").to_owned();
        let title = row.words("label", &self.default);
        let top = self.groups.is_empty();
        let repeated = top.then(|| self.loop_of(&count)).flatten();
        if repeated.is_none() {
            self.notes.tell(
                &rules::REPEAT,
                &row.at("type"),
                format!("the repeated group `{}` is asked once", row.get("name")),
                format!("重复组 `{}` 只提问一次", row.get("name")),
            );
        }
        let show_if = self.relevant(row);
        if top {
            let page = self.builder.page(row.get("name"), &title);
            put(page, "show_if", show_if.map(Value::String));
            put(page, "loop", repeated);
            self.depth_of_page = 1;
            self.fresh = false;
            self.groups.push(Group { show_if: None });
        } else {
            self.groups.push(Group { show_if });
        }
    }

    /// A loop that repeats as often: for each option chosen, or a fixed number of times.
    fn loop_of(&self, count: &str) -> Option<Value> {
        let tree = parse(count, Dialect::XPath)?;
        let mut made = Table::new();
        match tree {
            Foreign::Call(name, arguments) if name == "count-selected" => {
                let [Foreign::Name(of)] = arguments.as_slice() else {
                    return None;
                };
                let symbol = self.builder.symbols.get(of)?;
                if !matches!(symbol.sort, Sort::Multiple(_)) {
                    return None;
                }
                put(&mut made, "over", Value::String(symbol.name.clone()));
            }
            Foreign::Number(number) if number.fract() == 0.0 && (1.0..=50.0).contains(&number) => {
                let names = (1..).take_while(|place| f64::from(*place) <= number);
                let entity = |place: i32| {
                    let mut entity = Table::new();
                    put(&mut entity, "id", Value::String(format!("n{place}")));
                    put(&mut entity, "text", Value::String(place.to_string()));
                    Value::Object(entity)
                };
                put(&mut made, "entities", Value::Array(names.map(entity).collect()));
            }
            _ => return None,
        }
        Some(Value::Object(made))
    }

    /// A table of `select_one` on one list is a battery.
    fn battery(&mut self, all: &[Row], at: usize) -> Option<usize> {
        let row = &all[at];
        if !row.get("appearance").contains("table-list") {
            return None;
        }
        let end = all
            .iter()
            .skip(at + 1)
            .position(|row| Type::of(row.get("type")) == Type::EndGroup)?
            + at
            + 1;
        let inner = &all[at + 1..end];
        let list_of = |row: &Row| match Type::of(row.get("type")) {
            Type::One { list, other: false } => Some(list),
            _ => None,
        };
        let list = inner.first().and_then(list_of)?;
        if !inner
            .iter()
            .all(|row| list_of(row).as_deref() == Some(&list) && row.get("constraint").is_empty())
        {
            return None;
        }
        let answers: Vec<_> = self
            .lists
            .get(&list)?
            .iter()
            .map(|choice| choice.answer.clone())
            .collect();
        self.begin_page();
        let scale = self.builder.scale(&answers, &list, true, &row.at("type"), self.notes)?;
        let mut question = Table::new();
        let name = self
            .builder
            .name(row.get("name"), &mut question, &row.at("name"), self.notes);
        put(&mut question, "kind", Value::String("matrix".to_owned()));
        put(&mut question, "scale", Value::String(scale.id.clone()));
        let text = row.words("label", &self.default);
        put(&mut question, "text", self.builder.text(&text, row.get("name")));
        if inner.iter().all(|row| required(row.get("required")) == Some(true)) {
            put(&mut question, "required", Value::Bool(true));
        }
        let own = self.relevant(row);
        put(
            &mut question,
            "show_if",
            self.condition_of_groups(own).map(Value::String),
        );
        let mut names = crate::convert::ids::Names::default();
        let mut made = Vec::new();
        for part in inner {
            let id = names.name(part.get("name"), "r");
            let mut entry = Table::new();
            put(&mut entry, "id", Value::String(id.clone()));
            let text = part.words("label", &self.default);
            put(&mut entry, "text", self.builder.text(&text, part.get("name")));
            put(&mut entry, "show_if", self.relevant(part).map(Value::String));
            self.builder.know(
                part.get("name"),
                &format!("{name}.{id}"),
                Sort::Rating(scale.by_code.clone()),
            );
            made.push(Value::Object(entry));
        }
        put(&mut question, "rows", Value::Array(made));
        if !scale.missing.is_empty() {
            put(&mut question, "missing", Value::Array(scale.missing));
        }
        self.builder.ask(question);
        Some(end + 1 - at)
    }
}
