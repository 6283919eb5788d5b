//! The question that a column, or several together, most likely is.

use super::Maker;
use super::column::Column;
use super::groups::rated;
use crate::convert::build::Answer;
use crate::convert::ids::Names;
use crate::convert::notes::Notes;
use crate::convert::rules;
use crate::convert::scale_words;
use crate::convert::scale_words::Family;
use crate::convert::sketch::Table;
use crate::convert::sketch::put;
use crate::locale::Lang;
use crate::model::Missing;
use crate::model::scales::built_in;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Scales whose words are looked for first.
const KNOWN: [&str; 5] = ["satisfaction5", "agreement5", "agreement7", "importance5", "frequency5"];

/// A scale and what tells of it.
struct Guess {
    id: String,
    evidence: String,
    missing: Vec<Value>,
}

impl Maker<'_> {
    fn begin(&mut self, header: &str, evidence: &str) -> (Table, String) {
        let mut question = Table::new();
        let mut silent = Notes::new("");
        let name = self.builder.name(header, &mut question, "", &mut silent);
        question.remove("#id");
        let text = self.builder.text(&self.words(header), header);
        put(&mut question, "text", text);
        put(&mut question, "#kind", Value::String(evidence.to_owned()));
        (question, name)
    }

    fn aim(&mut self, at: usize, name: &str) {
        self.targets[at].name = Some(name.to_owned());
    }

    /// A column by itself.
    pub(super) fn one(&mut self, column: &Column) {
        let evidence = column.evidence();
        let (mut question, name) = self.begin(&column.header, &evidence);
        self.aim(column.at, &name);
        let mut is = |word: &str| put(&mut question, "kind", Value::String(word.to_owned()));
        let whole = column.whole_range();
        if let Some(guess) = self.by_words(&[column], &name) {
            is("rating");
            put(&mut question, "scale", Value::String(guess.id));
            put(&mut question, "#scale", Value::String(guess.evidence));
            if !guess.missing.is_empty() {
                put(&mut question, "missing", Value::Array(guess.missing));
            }
        } else if let Some((mark, parts)) = column.several().filter(|_| column.dates().is_none() && whole.is_none()) {
            is("multiple");
            put(
                &mut question,
                "options",
                self.choices(parts.iter().map(|(part, count)| (part.as_str(), *count))),
            );
            let shown = if mark == "\n" { "a line end" } else { mark };
            put(
                &mut question,
                "#options",
                Value::String(format!("cells hold several, with `{shown}` between them")),
            );
            self.targets[column.at].separator = Some(mark.to_owned());
        } else if whole == Some((0, 1)) {
            is("choice");
            put(&mut question, "options", self.choices([("0", 0), ("1", 0)].into_iter()));
        } else if let Some(range) = whole.filter(|range| rated(*range) && range.1 > range.0) {
            is("rating");
            let guess = self.by_numbers(range, &column.header, &[column]);
            put(&mut question, "scale", Value::String(guess.id));
            put(&mut question, "#scale", Value::String(guess.evidence));
        } else if column.numbers().is_some_and(|numbers| numbers.len() > 1) {
            is("number");
            if whole.is_some() {
                put(&mut question, "whole", Value::Bool(true));
            }
        } else if column.dates() == Some(false) {
            is("date");
        } else if column.is_choice() {
            is("choice");
            let none: BTreeSet<String> = column.no_answers().into_iter().map(|(cell, _)| cell).collect();
            let listed = column.by_count().into_iter().filter(|(cell, _)| !none.contains(*cell));
            put(&mut question, "options", self.choices(listed));
            put(&mut question, "missing", self.missing(&[column]));
        } else {
            is("text");
            let letters: usize = column.counts.keys().map(|cell| cell.chars().count()).sum();
            if letters > column.different() * 40 {
                put(&mut question, "long", Value::Bool(true));
            }
        }
        self.builder.ask(question);
    }

    /// Rows rated alike.
    pub(super) fn battery(&mut self, columns: &[Column], stem: &str, parts: &[(usize, String)]) {
        let inner: Vec<&Column> = parts.iter().map(|(at, _)| &columns[*at]).collect();
        let evidence = format!(
            "{} columns with one beginning, answered alike; the first: {}",
            parts.len(),
            inner[0].evidence()
        );
        let (mut question, name) = self.begin(stem, &evidence);
        let low = inner.iter().filter_map(|column| Some(column.whole_range()?.0)).min();
        let high = inner.iter().filter_map(|column| Some(column.whole_range()?.1)).max();
        let guess = match (low, high) {
            (Some(low), Some(high)) => Some(self.by_numbers((low, high), stem, &inner)),
            _ => self.by_words(&inner, &name),
        };
        let Some(guess) = guess else {
            return parts.iter().for_each(|(at, _)| self.one(&columns[*at]));
        };
        put(&mut question, "kind", Value::String("matrix".to_owned()));
        put(&mut question, "scale", Value::String(guess.id));
        put(&mut question, "#scale", Value::String(guess.evidence));
        if !guess.missing.is_empty() {
            put(&mut question, "missing", Value::Array(guess.missing));
        }
        let mut names = Names::default();
        let mut rows = Vec::new();
        for (at, part) in parts {
            let id = names.name(part, "r");
            let mut row = Table::new();
            put(&mut row, "id", Value::String(id.clone()));
            put(&mut row, "text", self.builder.text(&self.words(part), part));
            rows.push(Value::Object(row));
            self.aim(*at, &format!("{name}.{id}"));
        }
        put(&mut question, "rows", Value::Array(rows));
        self.builder.ask(question);
    }

    /// An option each.
    pub(super) fn options(&mut self, columns: &[Column], stem: &str, parts: &[(usize, String)]) {
        let chosen = |column: &Column| {
            let counts = column.counts.iter();
            counts
                .filter(|(cell, _)| !matches!(cell.to_lowercase().as_str(), "0" | "0.0" | "false" | "not selected"))
                .map(|(_, count)| count)
                .sum::<usize>()
        };
        let evidence = format!("{} columns with one beginning, each chosen or not", parts.len());
        let (mut question, name) = self.begin(stem, &evidence);
        put(&mut question, "kind", Value::String("multiple".to_owned()));
        let mut names = Names::default();
        let mut options = Vec::new();
        for (place, (at, part)) in parts.iter().enumerate() {
            let column = &columns[*at];
            let id = names.option(part, &format!("o{}", place + 1));
            let mut option = Table::new();
            put(&mut option, "id", Value::String(id.clone()));
            // Where cells hold the option's own words, those are what it is called.
            let word = column.counts.keys().find(|cell| {
                cell.len() > 3
                    && !cell.eq_ignore_ascii_case("not selected")
                    && !matches!(cell.to_lowercase().as_str(), "true" | "false" | "selected")
            });
            let text = word
                .filter(|word| crate::import::grid::number(word).is_none())
                .unwrap_or(part);
            put(&mut option, "text", self.builder.text(&self.words(text), text));
            put(
                &mut option,
                "#text",
                Value::String(format!("chosen {} times", chosen(column))),
            );
            options.push(Value::Object(option));
            self.aim(*at, &format!("{name}.{id}"));
        }
        put(&mut question, "options", Value::Array(options));
        self.builder.ask(question);
    }

    fn choices<'c>(&self, cells: impl Iterator<Item = (&'c str, usize)>) -> Value {
        // Small and large letters make no other answer.
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for (cell, count) in cells {
            match counted
                .iter_mut()
                .find(|(other, _)| other.to_lowercase() == cell.to_lowercase())
            {
                Some((_, sum)) => *sum += count,
                None => counted.push((cell, count)),
            }
        }
        let answers: Vec<Answer> = counted
            .iter()
            .map(|(cell, _)| Answer {
                code: (*cell).to_owned(),
                text: self.words(cell),
                ..Answer::default()
            })
            .collect();
        let mut made = self.builder.options(&answers, "", &mut Notes::new("")).options;
        for (option, (_, count)) in made.iter_mut().zip(&counted) {
            if let Some(table) = option.as_object_mut() {
                table.remove("#id");
                let key = if table.contains_key("text") { "#text" } else { "#id" };
                if *count > 0 {
                    put(table, key, Value::String(format!("×{count}")));
                }
            }
        }
        Value::Array(made)
    }

    fn missing(&self, columns: &[&Column]) -> Value {
        let mut seen: BTreeMap<Missing, String> = BTreeMap::new();
        for (cell, kind) in columns.iter().flat_map(|column| column.no_answers()) {
            seen.entry(kind).or_insert(cell);
        }
        let made: Vec<Value> = seen
            .into_iter()
            .map(|(kind, cell)| {
                let answer = Answer {
                    text: self.words(&cell),
                    ..Answer::default()
                };
                self.builder.missing_of(kind, &answer)
            })
            .collect();
        if made.is_empty() {
            Value::Null
        } else {
            Value::Array(made)
        }
    }

    /// A scale whose words are known; they tell which end is good.
    fn by_words(&mut self, columns: &[&Column], stem: &str) -> Option<Guess> {
        let mut labels: Vec<&str> = columns
            .iter()
            .flat_map(|column| column.counts.keys().map(String::as_str))
            .collect();
        labels.retain(|label| scale_words::no_answer(label).is_none());
        labels.sort_unstable();
        labels.dedup();
        if labels.len() < 2 || labels.len() > 11 {
            return None;
        }
        let missing = match self.missing(columns) {
            Value::Array(list) => list,
            _ => Vec::new(),
        };
        if let Some(name) = self.known_words(&labels) {
            let evidence = format!("its words: {}", labels.join(", "));
            return Some(Guess {
                id: name.to_owned(),
                evidence,
                missing,
            });
        }
        let (family, degrees) = scale_words::recognise(&labels)?;
        if family == Family::YesNo {
            return None;
        }
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|place| degrees[*place]);
        let answers: Vec<Answer> = order
            .iter()
            .enumerate()
            .map(|(value, place)| Answer {
                code: (value + 1).to_string(),
                text: self.words(labels[*place]),
                ..Answer::default()
            })
            .collect();
        let scale = self.builder.scale(&answers, stem, false, "", &mut Notes::new(""))?;
        let evidence = format!(
            "words of {}; points that nobody chose are not here: add them",
            family.word()
        );
        Some(Guess {
            id: scale.id,
            evidence,
            missing,
        })
    }

    /// The built-in scale that has all these labels.
    fn known_words(&self, labels: &[&str]) -> Option<&'static str> {
        let lang = Lang::new(&self.language)?;
        KNOWN.into_iter().find(|name| {
            let Some(scale) = built_in(name) else { return false };
            let words: Vec<String> = scale
                .list
                .options
                .iter()
                .map(|point| point.text.get(&lang, &[]).to_lowercase())
                .collect();
            labels.len() > 1 && labels.iter().all(|label| words.contains(&label.to_lowercase()))
        })
    }

    /// A scale of numbers: its ends are guessed, its direction is not.
    fn by_numbers(&mut self, (low, high): (i64, i64), header: &str, columns: &[&Column]) -> Guess {
        let small = header.to_lowercase();
        let recommends = ["recommend", "推荐", "nps"].iter().any(|word| small.contains(word)) && high > 7;
        let top = if high <= 3 && columns.iter().all(|column| column.filled > 200) {
            high
        } else if high <= 5 {
            5
        } else if high <= 7 {
            7
        } else {
            10
        };
        if low == 0 && top == 10 || recommends {
            return Guess {
                id: "nps".to_owned(),
                evidence: format!(
                    "numbers from {low} to {high}{}",
                    if recommends {
                        ", and the header asks for a recommendation"
                    } else {
                        ""
                    }
                ),
                missing: Vec::new(),
            };
        }
        let low_end = low.min(1);
        let none = crate::convert::sketch::Words::new();
        let scale = self
            .builder
            .numbered(low_end, top, [&none, &none], "points", "", &mut Notes::new(""));
        let id = scale.map_or_else(|| "nps".to_owned(), |scale| scale.id);
        if id != "nps" && !self.open.contains(&id) {
            self.open.push(id.clone());
            self.notes.tell(
                &rules::OPEN_DIRECTION,
                &id,
                format!("nothing in the file tells which end of `{id}` is good"),
                format!("文件无法说明量表 `{id}` 哪一端更好"),
            );
        }
        Guess {
            id,
            evidence: format!(
                "whole numbers from {low} to {high}; they may also be numbers of options: then write kind: choice"
            ),
            missing: Vec::new(),
        }
    }
}
