//! Scales of a definition in the making: known by their words, or numbered.

use super::build::Answer;
use super::build::Builder;
use super::build::Scale;
use super::build::numbers;
use super::ids::Names;
use super::notes::Notes;
use super::scale_words;
use super::scale_words::Family;
use super::sketch::Words;
use super::sketch::put;
use super::sketch::table;
use super::sketch::words;
use crate::locale::Lang;
use crate::model::Missing;
use crate::model::scales::NAMES;
use crate::model::scales::built_in;
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

impl Builder {
    /// A scale of these answers. Where their words do not tell that they are one it is `None`, unless they must be: then which end is
    /// good is said to be unknown.
    pub(super) fn scale(
        &mut self,
        answers: &[Answer],
        stem: &str,
        must: bool,
        at: &str,
        notes: &mut Notes,
    ) -> Option<Scale> {
        let first = self.languages.first().cloned().unwrap_or_default();
        let label = |answer: &Answer| {
            answer
                .text
                .get(&first)
                .or_else(|| answer.text.values().next())
                .cloned()
                .unwrap_or_default()
        };
        let (none, points): (Vec<&Answer>, Vec<&Answer>) = answers
            .iter()
            .partition(|answer| scale_words::no_answer(&label(answer)).is_some());
        if points.len() < 2 || !must && points.iter().any(|point| point.other || point.show_if.is_some()) {
            return None;
        }
        let owned: Vec<Answer> = points.iter().map(|point| (*point).clone()).collect();
        let values = numbers(&owned).unwrap_or_else(|| (1..).take(owned.len()).collect());
        let mut order: Vec<usize> = (0..owned.len()).collect();
        order.sort_by_key(|place| values[*place]);
        let labels: Vec<String> = order.iter().map(|place| label(&owned[*place])).collect();
        let shown: Vec<&str> = labels.iter().map(String::as_str).collect();
        let known = scale_words::recognise(&shown);
        let better = known.as_ref().and_then(|(_, degrees)| scale_words::direction(degrees));
        // Yes and no are two answers, and a scale only where rows are rated by them.
        let plain = known.as_ref().is_some_and(|(family, _)| *family == Family::YesNo);
        if !must && (better.is_none() || plain) {
            return None;
        }
        let mut names = Names::default();
        let mut by_code = BTreeMap::new();
        let mut written = Vec::new();
        for place in &order {
            let answer = &owned[*place];
            let value = values[*place];
            by_code.insert(answer.code.clone(), value as f64);
            let id = names.option(&answer.code, &format!("p{}", place + 1));
            let mut point = table([("id", Value::String(id))]);
            put(&mut point, "value", Value::from(value));
            put(&mut point, "text", words(&answer.text, &self.languages));
            written.push(Value::Object(point));
        }
        let missing = none
            .iter()
            .filter_map(|answer| self.missing(answer, &label(answer)))
            .collect();
        let id = if let Some(name) = self.built_in(
            &order
                .iter()
                .map(|place| (&owned[*place], values[*place]))
                .collect::<Vec<_>>(),
        ) {
            name.to_owned()
        } else {
            let low = better == Some(Ordering::Greater);
            let stem = known.as_ref().map_or(stem, |(family, _)| family.word());
            self.own_scale(stem, written, low, false, better.is_none(), at, notes)
        };
        Some(Scale { id, by_code, missing })
    }

    /// A scale of numbers with words at its ends, such as 0 to 10.
    pub(super) fn numbered(
        &mut self,
        low: i64,
        high: i64,
        ends: [&Words; 2],
        stem: &str,
        at: &str,
        notes: &mut Notes,
    ) -> Option<Scale> {
        if high <= low || high - low > 100 {
            return None;
        }
        let by_code = (low..=high).map(|value| (value.to_string(), value as f64)).collect();
        let missing = Vec::new();
        if (low, high) == (0, 10) && ends.iter().all(|end| end.is_empty()) {
            let id = "nps".to_owned();
            return Some(Scale { id, by_code, missing });
        }
        let points = (low..=high)
            .map(|value| {
                let mut point = table([("id", Value::String(Names::default().option(&value.to_string(), "p")))]);
                put(&mut point, "value", Value::from(value));
                let end = if value == low {
                    Some(ends[0])
                } else if value == high {
                    Some(ends[1])
                } else {
                    None
                };
                put(&mut point, "text", end.and_then(|end| words(end, &self.languages)));
                Value::Object(point)
            })
            .collect();
        let first = self.languages.first().cloned().unwrap_or_default();
        let labels: Vec<&str> = ends
            .iter()
            .filter_map(|end| end.get(&first).map(String::as_str))
            .collect();
        let better = scale_words::recognise(&labels).and_then(|(_, degrees)| scale_words::direction(&degrees));
        let id = self.own_scale(
            stem,
            points,
            better == Some(Ordering::Greater),
            true,
            better.is_none(),
            at,
            notes,
        );
        Some(Scale { id, by_code, missing })
    }

    #[expect(
        clippy::too_many_arguments,
        clippy::needless_pass_by_value,
        reason = "what a scale says of itself"
    )]
    fn own_scale(
        &mut self,
        stem: &str,
        points: Vec<Value>,
        low: bool,
        ends_only: bool,
        unknown: bool,
        at: &str,
        notes: &mut Notes,
    ) -> String {
        let mut scale = table([("better", Value::String(if low { "low" } else { "high" }.to_owned()))]);
        if ends_only {
            put(&mut scale, "ends_only", Value::Bool(true));
        }
        scale.insert("points".to_owned(), Value::Array(points.clone()));
        let like = |other: &&Value| {
            ["better", "ends_only", "points"]
                .iter()
                .all(|key| other.get(*key) == scale.get(*key))
        };
        let known = self
            .scales
            .iter()
            .find(like)
            .map(|same| super::sketch::text(same, "id").to_owned());
        let id = known.clone().unwrap_or_else(|| {
            let count = points.len();
            let digits = stem.ends_with(|c: char| c.is_ascii_digit());
            let wanted = if digits {
                format!("{stem}_{count}")
            } else {
                format!("{stem}{count}")
            };
            // A built-in scale keeps its name for itself.
            let wanted = if NAMES.contains(&wanted.as_str()) {
                format!("{wanted}_own")
            } else {
                wanted
            };
            self.scale_names.name(&wanted, "scale")
        });
        if unknown {
            notes.direction(at, &id);
        }
        if known.is_none() {
            put(&mut scale, "id", Value::String(id.clone()));
            put(
                &mut scale,
                "#better",
                Value::String(
                    if unknown {
                        "not told by its words: check"
                    } else {
                        "told by its words"
                    }
                    .to_owned(),
                ),
            );
            self.scales.push(Value::Object(scale));
        }
        id
    }

    /// An answer that says why there is none.
    pub(super) fn missing(&self, answer: &Answer, label: &str) -> Option<Value> {
        let kind = scale_words::no_answer(label)?;
        Some(self.missing_of(kind, answer))
    }

    /// An answer of this kind of missing.
    pub(super) fn missing_of(&self, kind: Missing, answer: &Answer) -> Value {
        let mut missing = table([("kind", Value::String(kind.code().to_owned()))]);
        put(&mut missing, "value", answer.code.parse::<i32>().ok().map(Value::from));
        put(&mut missing, "text", words(&answer.text, &self.languages));
        Value::Object(missing)
    }

    /// The built-in scale that has these values and words in every language.
    fn built_in(&self, points: &[(&Answer, i64)]) -> Option<&'static str> {
        let langs: Vec<Lang> = self.languages.iter().filter_map(|tag| Lang::new(tag)).collect();
        NAMES.into_iter().find(|name| {
            built_in(name).is_some_and(|scale| {
                scale.list.options.len() == points.len()
                    && scale.list.options.iter().zip(points).all(|(point, (answer, value))| {
                        i64::from(point.value) == *value
                            && langs.iter().all(|lang| {
                                let own = answer.text.get(lang.tag()).map(|text| text.to_lowercase());
                                own.is_some_and(|own| own == point.text.get(lang, &[]).to_lowercase())
                            })
                    })
            })
        })
    }

    /// How many own scales there are.
    pub(super) fn scale_count(&self) -> usize {
        self.scales.len()
    }

    /// Leaves out the own scales behind the first `count`.
    pub(super) fn forget_scales(&mut self, count: usize) {
        self.scales.truncate(count);
    }
}
