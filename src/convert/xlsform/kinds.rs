//! Questions of a definition as rows of a form, by kind, and the lists they choose from.

use super::write::Cells;
use super::write::Form;
use crate::convert::expression::Mode;
use crate::convert::out::Out;
use crate::convert::out::list_of;
use crate::convert::sketch::items;
use crate::convert::sketch::text;
use crate::locale::Texts;
use crate::model::Kind;
use crate::model::OptionList;
use crate::model::Question;
use serde_json::Value;
use serde_json::json;

impl Form<'_, '_> {
    pub(super) fn question(&mut self, sketch: &Value) {
        let id = text(sketch, "id");
        let start = self.rows.len();
        let Some((model, name)) = self.out.question(id) else {
            // A cascade is a question for each of its levels.
            self.cascade(sketch);
            self.keep(start, json!({ "question": sketch }));
            return;
        };
        let model: &Question = model;
        Out::lost(sketch, model, self.notes);
        match &model.kind {
            Kind::Matrix { rows, scale } => {
                let list = self.scale_list(scale.id.as_str(), id, &scale.list);
                self.begin(sketch, model, id, "table-list");
                let parts: Vec<(String, Texts)> = rows
                    .iter()
                    .map(|row| (format!("{name}.{}", row.id), row.text.clone()))
                    .collect();
                for (place, (part, label)) in parts.into_iter().enumerate() {
                    let condition = items(sketch, "rows")
                        .get(place)
                        .map_or("", |row| text(row, "show_if"))
                        .to_owned();
                    self.row_of(&list, &part, &label, sketch, &condition);
                }
                self.end();
            }
            Kind::Importance {
                scale,
                importance,
                rows,
            } => {
                let lists = [
                    self.scale_list(scale.id.as_str(), id, &scale.list),
                    self.scale_list(importance.id.as_str(), &format!("{id}_importance"), &importance.list),
                ];
                self.begin(sketch, model, id, "field-list");
                for row in rows {
                    self.row_of(&lists[0], &format!("{name}.{}", row.id), &row.text, sketch, "");
                    self.row_of(
                        &lists[1],
                        &format!("{name}.{}.importance", row.id),
                        &row.text,
                        sketch,
                        "",
                    );
                }
                self.end();
            }
            Kind::Kano { scale, features } => {
                let list = self.scale_list(scale.id.as_str(), id, &scale.list);
                self.begin(sketch, model, id, "field-list");
                for feature in features {
                    for (half, own) in [("with", &feature.with), ("without", &feature.without)] {
                        let label = if own.is_empty() { &feature.text } else { own };
                        self.row_of(&list, &format!("{name}.{}.{half}", feature.id), label, sketch, "");
                    }
                }
                self.end();
            }
            Kind::Allocation { rows, .. } => {
                self.begin(sketch, model, id, "field-list");
                for row in rows {
                    let mut cells = Self::cells([
                        ("type", "decimal"),
                        ("name", &format!("{name}.{}", row.id)),
                        ("constraint", ". >= 0"),
                    ]);
                    self.words(&mut cells, "label", &row.text);
                    self.rows.push(cells);
                }
                self.end();
            }
            kind => self.single(sketch, model, kind, &name),
        }
        self.keep(start, json!({ "question": sketch }));
    }

    /// Begins the group of a question with parts.
    fn begin(&mut self, sketch: &Value, model: &Question, id: &str, appearance: &str) {
        let relevant = self.condition(text(sketch, "show_if"), Mode::True, None, &format!("{id} show_if"));
        let mut cells = Self::cells([
            ("type", "begin_group"),
            ("name", id),
            ("relevant", &relevant),
            ("appearance", appearance),
        ]);
        self.words(&mut cells, "label", &model.text);
        self.rows.push(cells);
    }

    fn end(&mut self) {
        self.rows.push(Self::cells([("type", "end_group")]));
    }

    fn row_of(&mut self, list: &str, name: &str, label: &Texts, sketch: &Value, show_if: &str) {
        let relevant = self.condition(show_if, Mode::True, None, &format!("{name} show_if"));
        let required = if sketch.get("required") == Some(&Value::Bool(true)) {
            "yes"
        } else {
            ""
        };
        let mut cells = Self::cells([
            ("type", &format!("select_one {list}")),
            ("name", name),
            ("required", required),
            ("relevant", &relevant),
        ]);
        self.words(&mut cells, "label", label);
        self.rows.push(cells);
    }

    fn single(&mut self, sketch: &Value, model: &Question, kind: &Kind, name: &str) {
        let id = text(sketch, "id");
        let mut appearance = "";
        let mut parameters = String::new();
        let mut constraint = Vec::new();
        let random = model.parts.order.is_some() && model.options().is_some();
        let written = match kind {
            Kind::Choice { list } => format!("select_one {}", self.list(id, list)),
            Kind::Multiple { list, .. } => format!("select_multiple {}", self.list(id, list)),
            Kind::Rating { scale } => {
                appearance = "likert";
                format!("select_one {}", self.scale_list(scale.id.as_str(), id, &scale.list))
            }
            Kind::Ranking { rows, .. } => {
                let choices = rows.iter().map(|row| (row.id.to_string(), row.text.clone())).collect();
                self.put_list(id, choices);
                format!("rank {id}")
            }
            Kind::Number { min, max, whole, .. } => {
                constraint.extend(min.map(|min| format!(". >= {min}")));
                constraint.extend(max.map(|max| format!(". <= {max}")));
                if *whole { "integer" } else { "decimal" }.to_owned()
            }
            Kind::Slider { min, max, step, .. } => {
                parameters = format!("start={min} end={max} step={step}");
                "range".to_owned()
            }
            Kind::Text { long, .. } => {
                appearance = if *long { "multiline" } else { "" };
                "text".to_owned()
            }
            Kind::Email | Kind::Phone => "text".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::Consent { .. } => "acknowledge".to_owned(),
            _ => "note".to_owned(),
        };
        if random && written.starts_with("select") {
            "randomize=true".clone_into(&mut parameters);
        }
        let relevant = self.condition(text(sketch, "show_if"), Mode::True, None, &format!("{id} show_if"));
        let valid = self.condition(
            text(sketch, "valid_if"),
            Mode::NotFalse,
            Some(id),
            &format!("{id} valid_if"),
        );
        if !valid.is_empty() {
            constraint.push(if valid.contains(" or ") && !constraint.is_empty() {
                format!("({valid})")
            } else {
                valid
            });
        }
        let required = if model.required {
            "yes".to_owned()
        } else {
            self.condition(
                text(sketch, "require_if"),
                Mode::True,
                None,
                &format!("{id} require_if"),
            )
        };
        let mut cells = Self::cells([
            ("type", &written),
            ("name", name),
            ("required", &required),
            ("relevant", &relevant),
            ("constraint", &constraint.join(" and ")),
            ("appearance", appearance),
            ("parameters", &parameters),
        ]);
        self.words(&mut cells, "label", &model.text);
        self.words(&mut cells, "hint", &model.hint);
        self.words(&mut cells, "guidance_hint", &model.parts.interviewer);
        self.words(&mut cells, "constraint_message", &model.valid_message);
        self.rows.push(cells);
        let other = model
            .options()
            .and_then(|list| list.options.iter().find(|option| option.other));
        if let Some(option) = other {
            let chosen = match kind {
                Kind::Multiple { .. } => format!("selected(${{{name}}}, '{}')", option.id),
                _ => format!("${{{name}}} = '{}'", option.id),
            };
            let mut cells = Self::cells([
                ("type", "text"),
                ("name", &format!("{name}.other")),
                ("relevant", &chosen),
            ]);
            self.words(&mut cells, "label", &option.text);
            self.rows.push(cells);
        }
    }

    fn cascade(&mut self, sketch: &Value) {
        let id = text(sketch, "id");
        let levels: Vec<&Question> = self.out.levels(id);
        let mut cells = Self::cells([("type", "begin_group"), ("name", id), ("appearance", "field-list")]);
        let relevant = self.condition(text(sketch, "show_if"), Mode::True, None, &format!("{id} show_if"));
        if !relevant.is_empty() {
            cells.insert("relevant".to_owned(), relevant);
        }
        self.rows.push(cells);
        let mut above: Option<(String, &OptionList)> = None;
        for level in levels {
            let Kind::Choice { list } = &level.kind else { continue };
            let name = level.id.to_string();
            self.list(&name, list);
            let mut cells = Self::cells([
                ("type", &format!("select_one {name}")),
                ("name", &name),
                ("appearance", "minimal"),
            ]);
            if let (Some((upper, upper_list)), Some(rung)) = (&above, &level.parts.rung) {
                cells.insert("choice_filter".to_owned(), format!("above=${{{upper}}}"));
                for (place, choice) in self.choices.get_mut(&name).into_iter().flatten().enumerate() {
                    let group = rung.groups.get(place).and_then(|group| upper_list.options.get(*group));
                    choice.extend(group.map(|option| ("above".to_owned(), option.id.to_string())));
                }
            }
            if level.required {
                cells.insert("required".to_owned(), "yes".to_owned());
            }
            self.words(&mut cells, "label", &level.text);
            self.rows.push(cells);
            above = Some((name, list));
        }
        self.end();
    }

    /// The list of a scale: its own where answers beside it are offered.
    fn scale_list(&mut self, scale: &str, question: &str, list: &OptionList) -> String {
        let name = if list.missing.is_empty() { scale } else { question };
        let numbered = list
            .options
            .iter()
            .map(|point| (point.value.to_string(), list_of(point, self.survey)));
        let missing = list
            .missing
            .iter()
            .map(|answer| (answer.kind.code().to_owned(), answer.text.clone()));
        self.put_list(name, numbered.chain(missing).collect());
        name.to_owned()
    }

    fn list(&mut self, name: &str, list: &OptionList) -> String {
        let options = list
            .options
            .iter()
            .map(|option| (option.id.to_string(), list_of(option, self.survey)));
        let missing = list
            .missing
            .iter()
            .map(|answer| (answer.kind.code().to_owned(), answer.text.clone()));
        self.put_list(name, options.chain(missing).collect());
        name.to_owned()
    }

    fn put_list(&mut self, name: &str, choices: Vec<(String, Texts)>) {
        if self.choices.contains_key(name) {
            return;
        }
        let rows = choices.into_iter().map(|(code, label)| {
            let mut cells = Self::cells([("list_name", name), ("name", &code)]);
            self.words(&mut cells, "label", &label);
            cells
        });
        let rows: Vec<Cells> = rows.collect();
        self.choices.insert(name.to_owned(), rows);
    }
}
