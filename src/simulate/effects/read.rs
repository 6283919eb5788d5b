//! A file of effects, read with places and ways out.

use super::Change;
use super::Effect;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Source;
use crate::logic;
use crate::logic::Typed;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Survey;
use crate::simulate::rules;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeValue;

const KEYS: [&str; 8] = ["on", "where", "wave", "shift", "shares", "typical", "spread", "missing"];

pub(super) struct Reader<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) survey: &'a Survey,
    pub(super) problems: Vec<Problem>,
}

/// The slot of `language`, for which shares can be planted like for a choice.
fn language_slot(survey: &Survey) -> usize {
    survey.variables.len() + 2
}

impl Reader<'_> {
    pub(super) fn say(
        &mut self,
        rule: &'static RuleDoc,
        span: Range<usize>,
        says: (String, String),
        help: (&str, &str),
    ) {
        let place = Place::text(self.source, span);
        self.problems
            .push(Problem::new(rule, place).says(says.0, says.1).help(help.0, help.1));
    }

    fn wrong(&mut self, key: &str, span: Range<usize>, en: &str, zh: &str) {
        self.say(
            &rules::UNREADABLE,
            span,
            (format!("`{key}` needs {en}"), format!("`{key}` 应为{zh}")),
            (
                "see `manyi explain MY407` for an example",
                "例子见 `manyi explain MY407`",
            ),
        );
    }

    pub(super) fn effect(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Effect> {
        let before = self.problems.len();
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(
                "effect",
                value.span(),
                "keys below `[[effect]]`",
                "写在 `[[effect]]` 之下的若干键",
            );
            return None;
        };
        let mut keys: BTreeMap<&str, &Spanned<DeValue<'_>>> = BTreeMap::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if KEYS.contains(&name) {
                keys.insert(name, value);
            } else {
                let list = KEYS.join(", ");
                self.say(
                    &rules::UNREADABLE,
                    key.span(),
                    (
                        format!("an effect has no key `{name}`"),
                        format!("效应没有 `{name}` 这个键"),
                    ),
                    (&format!("there is: {list}"), &format!("可用：{list}")),
                );
            }
        }
        let Some(on) = keys.get("on") else {
            self.say(
                &rules::UNREADABLE,
                value.span(),
                ("an effect without `on`".to_owned(), "效应没有写 `on`".to_owned()),
                (
                    "write what it is on: `on = \"overall\"`",
                    "请写明对象：`on = \"overall\"`",
                ),
            );
            return None;
        };
        let on = self.on(on);
        let change = self.change(&keys, &on, value.span());
        let waves = keys.get("wave").map_or_else(Vec::new, |wave| {
            texts(wave).unwrap_or_else(|| {
                self.wrong("wave", wave.span(), "a wave, or a list of waves", "一个期次或期次列表");
                Vec::new()
            })
        });
        let condition = keys.get("where").and_then(|text| self.condition(text, &on));
        if self.problems.len() > before {
            return None;
        }
        Some(Effect {
            on,
            condition,
            waves,
            change: change?,
        })
    }

    /// The variables named.
    fn on(&mut self, value: &Spanned<DeValue<'_>>) -> BTreeSet<usize> {
        let Some(names) = texts(value) else {
            self.wrong("on", value.span(), "a name, or a list of names", "一个名称或名称列表");
            return BTreeSet::new();
        };
        let mut found = BTreeSet::new();
        for name in names {
            let before = found.len();
            for (at, variable) in self.survey.variables.iter().enumerate() {
                let id = variable.id.as_str();
                let of_question = id.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.'));
                let plain = matches!(variable.origin, Origin::Question { .. } | Origin::Hidden);
                let rated = name == "all" && matches!(variable.domain, Domain::Rating(_));
                if plain && (id == name || of_question || rated) {
                    found.insert(at);
                }
            }
            if name == "language" {
                found.insert(language_slot(self.survey));
            }
            if found.len() == before {
                self.say(
                    &rules::UNKNOWN,
                    value.span(),
                    (
                        format!("`{}` has no question or hidden value `{name}`", self.survey.id),
                        format!("`{}` 中没有题目或隐藏值 `{name}`", self.survey.id),
                    ),
                    (
                        "write a name of the definition, or `all` for every rating",
                        "请写定义中的名称，或用 `all` 表示全部评分题",
                    ),
                );
            }
        }
        found
    }

    fn change(
        &mut self,
        keys: &BTreeMap<&str, &Spanned<DeValue<'_>>>,
        on: &BTreeSet<usize>,
        span: Range<usize>,
    ) -> Option<Change> {
        let said: Vec<&str> = ["shift", "shares", "typical", "missing"]
            .into_iter()
            .filter(|key| keys.contains_key(key))
            .collect();
        let [one] = said.as_slice() else {
            self.say(
                &rules::UNREADABLE,
                span,
                (
                    "an effect says one of `shift`, `shares`, `typical` and `missing`".to_owned(),
                    "一个效应只写 `shift`、`shares`、`typical`、`missing` 中的一个".to_owned(),
                ),
                ("write one `[[effect]]` for each", "每种各写一节 `[[effect]]`"),
            );
            return None;
        };
        let value = keys.get(one)?;
        let change = match *one {
            "shares" => self.shares(value, on)?,
            "shift" => Change::Shift(self.number("shift", value, -5.0..=5.0)?),
            "missing" => Change::Missing(self.number("missing", value, 0.0..=1.0)?),
            _ => {
                let spread = keys
                    .get("spread")
                    .map(|spread| self.number("spread", spread, 0.0..=2.0));
                Change::Typical(
                    self.number("typical", value, -1e9..=1e9)?,
                    spread.unwrap_or(Some(0.25))?,
                )
            }
        };
        let fits = |at: &usize| {
            let Some(variable) = self.survey.variables.get(*at) else {
                return matches!(change, Change::Shares(_));
            };
            match (&change, &variable.domain) {
                (Change::Shift(_), Domain::Number { .. }) => self.is_slider(*at),
                (Change::Shift(_), Domain::Rating(_))
                | (Change::Shares(_), Domain::Choice(_) | Domain::Multiple(_))
                | (Change::Typical(..), Domain::Number { .. }) => true,
                (Change::Missing(_), domain) => domain.options().is_some_and(|list| !list.missing.is_empty()),
                _ => false,
            }
        };
        if on.iter().all(fits) {
            return Some(change);
        }
        self.say(
            &rules::UNKNOWN,
            value.span(),
            (
                format!("`{one}` does not fit what the effect is on"),
                format!("`{one}` 不适用于该效应的对象"),
            ),
            (
                "`shift` is for ratings, `shares` for choices, `typical` for numbers, `missing` where such answers are offered",
                "`shift` 用于评分题，`shares` 用于选择题，`typical` 用于数值题，`missing` 用于提供此类选项的题",
            ),
        );
        None
    }

    fn is_slider(&self, at: usize) -> bool {
        let place = self.survey.variables[at].origin.place();
        place.is_some_and(|(page, question)| {
            matches!(self.survey.pages[page].questions[question].kind, Kind::Slider { .. })
        })
    }

    fn number(&mut self, key: &str, value: &Spanned<DeValue<'_>>, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
        let number = number(value).filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            self.wrong(
                key,
                value.span(),
                &format!("a number from {low} to {high}"),
                &format!(" {low} 到 {high} 之间的数"),
            );
        }
        number
    }

    fn shares(&mut self, value: &Spanned<DeValue<'_>>, on: &BTreeSet<usize>) -> Option<Change> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(
                "shares",
                value.span(),
                "a table such as `{ app = 0.6 }`",
                "形如 `{ app = 0.6 }` 的表",
            );
            return None;
        };
        let survey = self.survey;
        let position = |at: &usize, id: &str| match survey.variables.get(*at) {
            Some(variable) => variable.domain.options()?.position_of_id(id),
            None => survey.languages.iter().position(|lang| lang.tag() == id),
        };
        let mut shares = Vec::new();
        for (id, share) in table {
            let Some(share) = self.number(id.get_ref(), share, 0.0..=1.0) else {
                continue;
            };
            let mut places: BTreeSet<Option<usize>> = on.iter().map(|at| position(at, id.get_ref())).collect();
            match (places.pop_first(), places.is_empty()) {
                (Some(Some(place)), true) => shares.push((place, share)),
                _ => self.say(
                    &rules::UNKNOWN,
                    id.span(),
                    (
                        format!("there is no option `{}`", id.get_ref()),
                        format!("没有选项 `{}`", id.get_ref()),
                    ),
                    ("write the ids of its options", "请写该题选项的 id"),
                ),
            }
        }
        Some(Change::Shares(shares))
    }

    fn condition(&mut self, value: &Spanned<DeValue<'_>>, on: &BTreeSet<usize>) -> Option<Arc<Typed>> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong("where", value.span(), "a condition in quotes", "带引号的条件");
            return None;
        };
        match logic::condition(text, self.survey) {
            Ok(typed) => {
                let first = on.iter().copied().min().unwrap_or(0);
                let late: Vec<usize> = typed
                    .slots()
                    .into_iter()
                    .filter(|slot| !self.known(*slot, first))
                    .collect();
                if let Some(slot) = late.first() {
                    let name = self.survey.variables.get(*slot).map_or("submitted", |v| v.id.as_str());
                    self.say(
                        &rules::CONDITION,
                        value.span(),
                        (
                            format!("`{name}` is not known yet when this answer is made"),
                            format!("生成这个答案时还不知道 `{name}`"),
                        ),
                        (
                            "look at earlier answers, hidden values, `wave` or `language`",
                            "请引用更早的答案、隐藏值、`wave` 或 `language`",
                        ),
                    );
                    return None;
                }
                Some(Arc::new(typed))
            }
            Err(faults) => {
                for fault in faults {
                    let part = text.get(fault.span.clone()).unwrap_or_default();
                    let (says, help) = crate::definition::chinese(&fault, part);
                    self.say(
                        &rules::CONDITION,
                        value.span(),
                        (fault.message, says),
                        (&fault.help, &help),
                    );
                }
                None
            }
        }
    }

    /// Whether a slot has its value before the variable at `target` gets one.
    fn known(&self, slot: usize, target: usize) -> bool {
        let variables = &self.survey.variables;
        let Some(variable) = variables.get(slot) else {
            // The moment of sending never; the language first of all.
            return slot != variables.len() && (target < variables.len() || slot == variables.len() + 1);
        };
        if target >= variables.len() {
            return false;
        }
        let hidden = |at: usize| {
            self.survey
                .variables
                .get(at)
                .is_some_and(|v| v.origin == Origin::Hidden)
        };
        match &variable.value {
            Some(value) => value.typed.slots().into_iter().all(|slot| self.known(slot, target)),
            None if hidden(slot) => !hidden(target) || slot < target,
            None => slot < target && !hidden(target),
        }
    }
}

fn number(value: &Spanned<DeValue<'_>>) -> Option<f64> {
    match value.get_ref() {
        DeValue::Integer(integer) => integer.as_str().parse().ok(),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

fn texts(value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    match value.get_ref() {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(list) => list
            .iter()
            .map(|one| match one.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
