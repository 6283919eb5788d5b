//! A definition becomes a form.

use super::KEPT;
use super::sheets::fingerprint;
use crate::convert::expression::Dialect;
use crate::convert::expression::Mode;
use crate::convert::expression::Target;
use crate::convert::notes::Notes;
use crate::convert::out::Out;
use crate::convert::out::list_of;
use crate::convert::sketch::items;
use crate::convert::sketch::text;
use crate::export::XlsxCell;
use crate::export::XlsxTable;
use crate::export::write_tables;
use crate::locale::Texts;
use crate::model::Kind;
use crate::model::OptionList;
use crate::model::Question;
use crate::model::Survey;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;

type Cells = BTreeMap<String, String>;

/// A cell of a workbook holds no more UTF-16 units.
const CELL: usize = 32_767;
/// Columns in the order of the sheet; others stand between `name` and `required`.
const FIRST: [&str; 2] = ["type", "name"];
const LAST: [&str; 10] = [
    "required",
    "relevant",
    "constraint",
    "calculation",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "readonly",
    KEPT,
];

/// Writes the workbook of a form.
pub(in crate::convert) fn write(sketch: &Value, survey: &Survey, notes: &mut Notes) -> Option<Vec<u8>> {
    let mut form = Form {
        out: Out::new(survey, Dialect::XPath),
        survey,
        rows: Vec::new(),
        choices: BTreeMap::new(),
        notes,
    };
    form.hidden();
    for page in items(sketch, "pages") {
        form.page(page);
    }
    let languages: Vec<String> = survey
        .languages
        .iter()
        .map(|lang| format!("{} ({})", lang.tag(), lang.tag()))
        .collect();
    let settings = vec![Cells::from([
        (
            "form_title".to_owned(),
            survey.text(&survey.title, &survey.languages[0]).to_owned(),
        ),
        ("form_id".to_owned(), survey.id.to_string()),
        (
            "default_language".to_owned(),
            languages.first().cloned().unwrap_or_default(),
        ),
    ])];
    let kept = form.kept(sketch);
    let lists: Vec<Cells> = form.choices.into_values().flatten().collect();
    let tables = [
        table("survey", &form.rows, &languages),
        table("choices", &lists, &languages),
        table("settings", &settings, &languages),
        table(KEPT, &kept, &languages),
    ];
    let mut bytes = Vec::new();
    match write_tables(&tables, &mut bytes) {
        Ok(()) => Some(bytes),
        Err(error) => {
            let why = error.to_string();
            form.notes.unreadable("", &why, &why);
            None
        }
    }
}

fn table(name: &str, rows: &[Cells], languages: &[String]) -> XlsxTable {
    let mut middle: Vec<String> = Vec::new();
    for base in ["list_name", "label", "hint", "guidance_hint", "constraint_message"] {
        middle.push(base.to_owned());
        middle.extend(languages.iter().map(|language| format!("{base}::{language}")));
    }
    let first = if name == "choices" {
        vec!["list_name", "name"]
    } else {
        FIRST.to_vec()
    };
    let rank = |column: &str| {
        let places = [first.iter().position(|other| *other == column)];
        places[0]
            .or_else(|| middle.iter().position(|other| other == column).map(|at| at + 10))
            .or_else(|| LAST.iter().position(|other| *other == column).map(|at| at + 1000))
            .unwrap_or(900)
    };
    let mut columns: Vec<String> = rows.iter().flat_map(|row| row.keys().cloned()).collect();
    columns.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.cmp(b)));
    columns.dedup();
    let cell = |text: Option<&String>| text.map_or(XlsxCell::Empty, |text| XlsxCell::Text(text.clone()));
    let head = columns.iter().map(|column| XlsxCell::Text(column.clone())).collect();
    let body = rows
        .iter()
        .map(|row| columns.iter().map(|column| cell(row.get(column))).collect());
    XlsxTable {
        name: name.to_owned(),
        rows: std::iter::once(head).chain(body).collect(),
        head_rows: 1,
        ..XlsxTable::default()
    }
}

struct Form<'s, 'n> {
    out: Out<'s>,
    survey: &'s Survey,
    rows: Vec<Cells>,
    /// By list, its choices.
    choices: BTreeMap<String, Vec<Cells>>,
    notes: &'n mut Notes,
}

impl Form<'_, '_> {
    fn cells<const N: usize>(entries: [(&str, &str); N]) -> Cells {
        let filled = entries.into_iter().filter(|(_, text)| !text.is_empty());
        filled.map(|(key, text)| (key.to_owned(), text.to_owned())).collect()
    }

    fn words(&self, cells: &mut Cells, column: &str, texts: &Texts) {
        if texts.is_empty() {
            return;
        }
        for lang in &self.survey.languages {
            let tag = lang.tag();
            cells.insert(
                format!("{column}::{tag} ({tag})"),
                self.survey.text(texts, lang).trim().to_owned(),
            );
        }
    }

    /// Keeps in a row's last column what it began as.
    fn keep(&mut self, start: usize, mut what: Value) {
        let count = self.rows.len() - start;
        let rows = &self.rows[start..];
        let mut all: Vec<&Cells> = rows.iter().collect();
        for row in rows {
            let mut words = row.get("type").map_or("", String::as_str).split(' ');
            if matches!(words.next(), Some("select_one" | "select_multiple" | "rank"))
                && let Some(list) = words.next().and_then(|list| self.choices.get(list))
            {
                all.extend(list);
            }
        }
        what["rows"] = json!(count);
        what["seen"] = json!(fingerprint(all.into_iter()));
        let written = what.to_string();
        if written.encode_utf16().count() > CELL {
            let name = self.rows[start].get("name").cloned().unwrap_or_default();
            self.notes.not_held(
                &name,
                &format!("`{name}` is too long to be kept in `manyi`"),
                &format!("`{name}` 过长，无法保存在 `manyi` 中"),
            );
            return;
        }
        self.rows[start].insert(KEPT.to_owned(), written);
    }

    /// Hidden values are there to be filled by who makes the link.
    fn hidden(&mut self) {
        for variable in self.out.hidden() {
            let start = self.rows.len();
            self.rows
                .push(Self::cells([("type", "hidden"), ("name", variable.id.as_str())]));
            self.keep(start, json!({"hidden": true}));
        }
    }

    /// A condition in XPath; empty, with a problem, where it has none.
    fn condition(&mut self, text: &str, mode: Mode, own: Option<&str>, at: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let known = |name: &str| self.out.known(name);
        let target = Target {
            dialect: Dialect::XPath,
            known: &known,
        };
        match self.out.condition(text, &target, mode, own) {
            Ok(text) => text,
            Err(why) => {
                self.notes.not_held(
                    at,
                    &format!("the condition `{text}` is kept in `manyi`: {}", why.english()),
                    &format!("条件 `{text}` 保存在 `manyi` 中：{}", why.chinese()),
                );
                String::new()
            }
        }
    }

    fn page(&mut self, page: &Value) {
        let id = text(page, "id");
        let start = self.rows.len();
        let relevant = self.condition(text(page, "show_if"), Mode::True, None, &format!("{id} show_if"));
        let mut cells = Self::cells([
            ("type", "begin_group"),
            ("name", id),
            ("relevant", &relevant),
            ("appearance", "field-list"),
        ]);
        let model = self.survey.pages.iter().find(|other| {
            other.id == *id
                || other.entity.as_ref().is_some_and(|entity| {
                    other
                        .id
                        .as_str()
                        .strip_suffix(entity.id.as_str())
                        .is_some_and(|stem| stem.trim_end_matches(['.', '-', '_']) == id)
                })
        });
        if let Some(model) = model {
            self.words(&mut cells, "label", &model.title);
        }
        if page.get("loop").is_some() {
            self.notes.not_held(
                &format!("{id} loop"),
                "the repeated page is asked once there; the loop is kept in `manyi`",
                "重复的页在目标格式中只提问一次；循环保存在 `manyi` 中",
            );
        }
        self.rows.push(cells);
        let mut without = page.clone();
        if let Some(table) = without.as_object_mut() {
            table.remove("questions");
        }
        self.keep(start, json!({ "page": without }));
        for question in items(page, "questions") {
            self.question(question);
        }
        self.rows.push(Self::cells([("type", "end_group")]));
    }

    fn question(&mut self, sketch: &Value) {
        let id = text(sketch, "id");
        let start = self.rows.len();
        let Some((model, name)) = self.out.question(id) else {
            // A cascade is a question for each of its levels.
            self.cascade(sketch);
            self.keep(start, json!({ "question": sketch }));
            return;
        };
        let model: &Question = model;
        self.out.lost(sketch, model, self.notes);
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

    /// The sheet of what a form has no place for.
    fn kept(&mut self, sketch: &Value) -> Vec<Cells> {
        let mut rows = Vec::new();
        for (key, value) in sketch.as_object().into_iter().flatten() {
            if matches!(key.as_str(), "pages" | "id") {
                continue;
            }
            let written = value.to_string();
            if written.encode_utf16().count() > CELL {
                self.notes.not_held(
                    key,
                    &format!("`{key}` is too long to be kept in `manyi`"),
                    &format!("`{key}` 过长，无法保存在 `manyi` 中"),
                );
                continue;
            }
            if !matches!(key.as_str(), "title" | "languages" | "scales" | "hidden") {
                self.notes.not_held(
                    key,
                    &format!("`{key}` is kept in `manyi`"),
                    &format!("`{key}` 保存在 `manyi` 中"),
                );
            }
            rows.push(Self::cells([("key", key), ("json", &written)]));
        }
        rows
    }
}
