//! One question of the definition as the form shows it.

use super::condition::Names;
use super::input;
use super::kinds;
use super::pipe;
use super::reference;
use super::say::Say;
use super::view::BatteryView;
use super::view::ConsentView;
use super::view::InputView;
use super::view::OptionView;
use super::view::OtherView;
use super::view::QuestionView;
use super::view::RangeView;
use super::view::RowView;
use super::words;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::ChoiceOption;
use crate::model::Condition;
use crate::model::FormWord;
use crate::model::Kind;
use crate::model::OptionList;
use crate::model::Page;
use crate::model::Question;
use crate::model::Scale;
use crate::model::Survey;
use crate::model::TextOf;
use crate::site::Html;
use crate::site::inline;
use crate::site::markdown;
use crate::site::plain;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Makes the questions of one survey in one language.
pub(super) struct Maker<'s> {
    pub(super) survey: &'s Survey,
    pub(super) lang: &'s Lang,
    pub(super) names: Names<'s>,
}

/// What the kind of a question adds to its view.
#[derive(Default)]
pub(super) struct Body {
    pub(super) kind: &'static str,
    pub(super) layout: &'static str,
    pub(super) hints: Vec<String>,
    pub(super) options: Vec<OptionView>,
    pub(super) aside: Vec<OptionView>,
    pub(super) ends: Option<[Html; 2]>,
    pub(super) rows: Vec<RowView>,
    pub(super) other: Vec<OtherView>,
    pub(super) input: Option<InputView>,
    pub(super) batteries: Vec<BatteryView>,
    pub(super) range: Option<RangeView>,
    pub(super) consent: Option<ConsentView>,
}

impl Maker<'_> {
    /// The view of a question of a page with its number.
    pub(super) fn question(&self, page: &Page, question: &Question, number: Option<usize>) -> QuestionView {
        let say = self.say();
        let mut body = self.body(question);
        self.pipe(question, &mut body);
        let mut hints: Vec<Html> = Vec::new();
        let hint = self.raw(question, TextOf::Hint, &question.hint);
        if !hint.is_empty() {
            hints.push(self.html(hint, inline));
        }
        let words = body.hints.iter().map(|hint| reference::html(hint));
        hints.extend(words);
        hints.extend(self.carried(question).map(|hint| reference::html(&hint)));
        if let Some(condition) = &question.require_if {
            hints.push(self.names.required_when(condition));
        }
        let valid = self.raw(question, TextOf::Message, &question.valid_message);
        if !valid.is_empty() {
            hints.push(self.html(valid, inline));
        }
        let condition = question
            .show_if
            .as_ref()
            .map(|condition| self.names.answer_only(condition));
        let text = self.raw(question, TextOf::Question, &question.text);
        let is_note = matches!(question.kind, Kind::Note);
        let id = question.id.to_string();
        // In an allocation each row has its own.
        let unit = body.rows.is_empty() && body.input.as_ref().is_some_and(|input| input.unit.is_some());
        let parts = [(condition.is_some(), "if"), (!hints.is_empty(), "hint"), (unit, "unit")];
        let described: Vec<String> = parts
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{id}-{part}"))
            .collect();
        QuestionView {
            number,
            kind: body.kind,
            text: match &body.consent {
                _ if is_note => self.html(text, markdown),
                Some(consent) => Html::escaped(&consent.heading),
                None => self.html(text, inline),
            },
            need: (question.required && !is_note).then(|| say.own(FormWord::Required)),
            // Without a script a question with a condition cannot be demanded: those whom it does not concern could not send.
            required: question.required && concerns_all(page, question) && body.kind != "checkbox",
            condition,
            described_by: (!described.is_empty()).then(|| described.join(" ")),
            hints,
            layout: body.layout,
            options: body.options,
            aside: body.aside,
            ends: body.ends,
            rows: body.rows,
            other: body.other,
            input: body.input,
            batteries: body.batteries,
            range: body.range,
            consent: body.consent,
            id,
        }
    }

    fn body(&self, question: &Question) -> Body {
        let say = self.say();
        match &question.kind {
            Kind::Note => Body {
                kind: "note",
                ..Body::default()
            },
            Kind::Choice { list } if question.parts.rung.is_some() => self.menu(question, list),
            Kind::Choice { list } => Body {
                other: self.other(question, list),
                ..self.offered(question, "radio", list)
            },
            Kind::Multiple { list, min, max } => {
                let alone: Vec<String> = list
                    .options
                    .iter()
                    .filter(|option| option.exclusive)
                    .map(|option| self.label(option))
                    .collect();
                let mut hints = vec![words::choose(say, *min, *max)];
                if !alone.is_empty() {
                    hints.push(words::alone(say, &alone));
                }
                Body {
                    hints,
                    other: self.other(question, list),
                    ..self.offered(question, "checkbox", list)
                }
            }
            Kind::Rating { scale } => self.scale("radio", scale),
            Kind::Matrix { scale, rows } => {
                let row = |(at, row): (usize, &crate::model::MatrixRow)| {
                    let name = question.parts.name(&question.id, row.id.as_str()).to_string();
                    let condition = own_condition(question, &question.parts.row_if, at);
                    RowView {
                        id: name.clone(),
                        name,
                        text: plain(self.text(&row.text)),
                        piped: None,
                        condition: condition.map(|condition| self.names.row_only(condition)),
                        needed: false,
                    }
                };
                let body = self.scale("matrix", scale);
                let columns = body.options.len() + body.aside.len();
                let layout = if body.ends.is_some() {
                    " digits"
                } else if columns > 5 {
                    " wide"
                } else {
                    ""
                };
                Body {
                    rows: rows.iter().enumerate().map(row).collect(),
                    layout,
                    ..body
                }
            }
            Kind::Number { min, max, whole, unit } => {
                let (input, hint) = input::number(say, [*min, *max], *whole, &plain(self.text(unit)));
                Body {
                    kind: "line",
                    hints: hint.into_iter().collect(),
                    input: Some(input),
                    ..Body::default()
                }
            }
            Kind::Text { long, max_length } => {
                let hints = max_length
                    .map(|most| words::most_characters(say, most))
                    .into_iter()
                    .collect();
                Body {
                    kind: if *long { "long" } else { "line" },
                    hints,
                    input: Some(input::line()),
                    ..Body::default()
                }
            }
            Kind::Date => Body {
                kind: "line",
                input: Some(input::date()),
                ..Body::default()
            },
            Kind::Ranking { rows, most } => kinds::ranking::body(self, question, rows, *most),
            Kind::Allocation { rows, total, unit } => kinds::allocation::body(self, question, rows, *total, unit),
            Kind::Importance {
                scale,
                importance,
                rows,
            } => kinds::importance::body(self, question, [scale, importance], rows),
            Kind::Kano { scale, features } => kinds::kano::body(self, question, scale, features),
            Kind::Slider { .. } => kinds::slider::body(self, question),
            Kind::Email | Kind::Phone => kinds::personal::body(self, &question.kind),
            Kind::Consent { purpose, separate, .. } => kinds::consent::body(self, question, purpose, *separate),
        }
    }

    /// A text as it is written, with the places of answers where it has some.
    pub(super) fn raw<'t>(&'t self, question: &'t Question, of: TextOf, plain: &'t Texts) -> &'t str {
        self.text(question.parts.piped.get(&of).unwrap_or(plain))
    }

    pub(super) fn html(&self, text: &str, render: impl Fn(&str) -> Html) -> Html {
        pipe::html(self.survey, text, render)
    }

    /// Marks the places of answers in labels.
    fn pipe(&self, question: &Question, body: &mut Body) {
        for (of, texts) in &question.parts.piped {
            let label = self.html(self.text(texts), |text| Html::escaped(&plain(text)));
            for place in places(body, *of) {
                *place = Some(label.clone());
            }
        }
    }

    /// That options or rows are choices of an earlier question.
    fn carried(&self, question: &Question) -> Option<String> {
        let carried = question.parts.carried.as_ref()?;
        let from = self.names.question(carried.from);
        let say = self.say();
        let word = match (question.parts.row_if.is_empty(), carried.chosen) {
            (true, true) => FormWord::FromChosen,
            (true, false) => FormWord::FromUnchosen,
            (false, true) => FormWord::ForChosen,
            (false, false) => FormWord::ForUnchosen,
        };
        Some(words::about(say, word, &from))
    }

    /// The options of a question, with the conditions on them.
    fn offered(&self, question: &Question, kind: &'static str, list: &OptionList) -> Body {
        let mut body = self.list(kind, list);
        for (at, option) in body.options.iter_mut().enumerate() {
            let condition = own_condition(question, &question.parts.option_if, at);
            option.condition = condition.map(|condition| self.names.choose_only(condition));
        }
        body
    }

    /// A level of a cascade.
    fn menu(&self, question: &Question, list: &OptionList) -> Body {
        let mut body = self.list("menu", list);
        let Some(rung) = &question.parts.rung else { return body };
        if let Some(above) = rung.above {
            body.hints
                .push(words::about(self.say(), FormWord::Within, &self.names.question(above)));
            let groups = self.survey.variable(above).domain.options();
            for (option, group) in body.options.iter_mut().zip(&rung.groups) {
                let group = groups.and_then(|groups| groups.options.get(*group));
                option.group = group.map(|group| self.label(group));
            }
        }
        body
    }

    /// Options below each other.
    fn list(&self, kind: &'static str, list: &OptionList) -> Body {
        let option = |option: &ChoiceOption| OptionView {
            value: option.id.to_string(),
            code: option.value.to_string(),
            label: self.label(option),
            piped: None,
            spoken: None,
            condition: None,
            group: None,
        };
        Body {
            kind,
            options: list.options.iter().map(option).collect(),
            aside: self.aside(list),
            ..Body::default()
        }
    }

    /// Points of a scale: numbers with words at the ends, or words beside each other where they are few.
    pub(super) fn scale(&self, kind: &'static str, scale: &Scale) -> Body {
        let mut body = self.list(kind, &scale.list);
        let count = body.options.len();
        if !scale.ends_only {
            body.layout = if (3..=5).contains(&count) { " points words" } else { "" };
            return body;
        }
        let last = count.saturating_sub(1);
        let mut ends = [String::new(), String::new()];
        for (at, option) in body.options.iter_mut().enumerate() {
            let words = std::mem::replace(&mut option.label, option.code.clone());
            if at == 0 || at == last {
                let end = usize::from(at != 0);
                option.spoken = (words != option.code).then(|| words::end_of_scale(self.say(), &words));
                ends[end] = if words == option.code {
                    words
                } else {
                    format!("{} – {words}", option.code)
                };
            }
        }
        body.ends = Some(ends.map(|end| Html::escaped(&end)));
        body.layout = match count {
            0..=7 => " points numbers",
            8..=10 => " points numbers ten",
            _ => " points numbers many",
        };
        body
    }

    fn aside(&self, list: &OptionList) -> Vec<OptionView> {
        let option = |option: &crate::model::MissingOption| {
            let code = option
                .value
                .map_or_else(|| option.kind.code().to_owned(), |value| value.to_string());
            OptionView {
                value: option.kind.code().to_owned(),
                code,
                label: plain(self.text(&option.text)),
                piped: None,
                spoken: None,
                condition: None,
                group: None,
            }
        };
        list.missing.iter().map(option).collect()
    }

    /// One box a question, named as its variable, however many options lead to it.
    fn other(&self, question: &Question, list: &OptionList) -> Vec<OtherView> {
        let option = list.options.iter().find(|option| option.other);
        let name = question.parts.name(&question.id, "other").to_string();
        option
            .map(|option| OtherView {
                name,
                label: words::in_own_words(self.say(), &self.label(option)),
            })
            .into_iter()
            .collect()
    }

    fn label(&self, option: &ChoiceOption) -> String {
        let text = plain(self.text(&option.text));
        if text.is_empty() { option.id.to_string() } else { text }
    }

    pub(super) fn text<'t>(&'t self, texts: &'t Texts) -> &'t str {
        self.survey.text(texts, self.lang)
    }

    pub(super) fn say(&self) -> Say<'_> {
        Say::new(self.survey, self.lang)
    }
}

/// Whether a question is put to everyone, with something to choose: only then can the browser demand an answer.
fn concerns_all(page: &Page, question: &Question) -> bool {
    let parts = &question.parts;
    let options = question.options().map_or(0, |list| list.options.len());
    page.show_if.is_none() && question.show_if.is_none() && (options == 0 || parts.option_if.len() < options)
}

/// The condition on an option or row, but for those that one sentence says of all that was carried forward.
fn own_condition<'q>(
    question: &Question,
    conditions: &'q BTreeMap<usize, Arc<Condition>>,
    at: usize,
) -> Option<&'q Condition> {
    let carried = question.parts.carried.as_ref().map_or(0, |carried| carried.count);
    conditions.get(&at).filter(|_| at >= carried).map(AsRef::as_ref)
}

/// Where a label stands: in a dual battery a row stands twice, and of a feature the row is the heading.
fn places(body: &mut Body, of: TextOf) -> Vec<&mut Option<Html>> {
    let batteries = &mut body.batteries;
    match of {
        TextOf::Option(at) => body
            .options
            .get_mut(at)
            .map(|option| &mut option.piped)
            .into_iter()
            .collect(),
        TextOf::Missing(at) => {
            let own = body.aside.get_mut(at).into_iter();
            let apart = batteries.iter_mut().filter_map(|battery| battery.aside.get_mut(at));
            own.chain(apart).map(|option| &mut option.piped).collect()
        }
        TextOf::Row(at) if body.kind == "kano" => batteries
            .get_mut(at)
            .map(|feature| &mut feature.piped)
            .into_iter()
            .collect(),
        TextOf::Row(at) => {
            let own = body.rows.get_mut(at).into_iter();
            let twice = batteries.iter_mut().filter_map(|battery| battery.rows.get_mut(at));
            own.chain(twice).map(|row| &mut row.piped).collect()
        }
        TextOf::With(at) => half(batteries, at, 0),
        TextOf::Without(at) => half(batteries, at, 1),
        TextOf::Unit => body.input.as_mut().map(|input| &mut input.piped).into_iter().collect(),
        // These are put where they are made.
        TextOf::Question | TextOf::Hint | TextOf::Message | TextOf::End(_) | TextOf::Purpose => Vec::new(),
    }
}

/// A half of a feature.
fn half(features: &mut [BatteryView], at: usize, half: usize) -> Vec<&mut Option<Html>> {
    let row = features.get_mut(at).and_then(|feature| feature.rows.get_mut(half));
    row.map(|row| &mut row.piped).into_iter().collect()
}
