//! The columns of an export, and what stands in them.

use crate::diagnostic::Tongue;
use crate::locale::Lang;
use crate::logic::Missing;
use crate::model::Calendar;
use crate::model::Domain;
use crate::model::OptionList;
use crate::model::Origin;
use crate::model::Scale;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::NO_TIME;
use crate::response::TextColumn;
use std::borrow::Cow;

/// How a coded answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Answers {
    /// The id of the option, stable and readable; of a rating its number.
    #[default]
    Ids,
    /// Its number.
    Values,
    /// Its label, in the language of the export.
    Labels,
}

/// How a multiple choice is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Multiples {
    /// One column with all chosen options.
    #[default]
    Together,
    /// A column an option: 1 chosen, 0 not.
    Apart,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Language of labels.
    pub lang: Lang,
    /// How coded answers are written.
    pub answers: Answers,
    /// How multiple choices are laid out.
    pub multiples: Multiples,
    /// Variables wanted, in the order of the survey; empty for all.
    pub only: Vec<VariableIndex>,
}

/// The columns of an export.
#[derive(Debug, Clone)]
pub struct Layout<'s> {
    /// The survey.
    pub survey: &'s Survey,
    /// Tells in which days moments fall.
    pub calendar: &'s Calendar,
    /// Language of labels.
    pub lang: Lang,
    /// How coded answers are written where a format leaves the choice.
    pub answers: Answers,
    /// Columns in order.
    pub fields: Vec<Field>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name: `response_id`, a variable's id, or `variable.option`.
    pub name: String,
    /// What it is, in the language of the export.
    pub label: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Where its values come from.
    source: Source,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// One of several options.
    Coded {
        /// Id, number and label of each, by position.
        options: Vec<(String, i32, String)>,
        /// Whether it is a scale.
        ordered: bool,
    },
    /// Several of several options, in one column.
    Set {
        /// Id, number and label of each, by position.
        options: Vec<(String, i32, String)>,
    },
    /// Whether an option of a multiple choice was chosen: 1 or 0.
    Flag {
        /// Label of the option.
        option: String,
    },
    /// A number.
    Number {
        /// Whether it is always whole.
        whole: bool,
    },
    /// Words.
    Text,
    /// A day.
    Date,
    /// A moment, as the clock of the workspace's zone showed it.
    Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    ResponseId,
    Respondent,
    Wave,
    Language,
    Submitted,
    Started,
    Answer(VariableIndex),
    Chosen(VariableIndex, usize),
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// No answer, and why.
    Missing(Missing),
    /// The option at a position of [`FieldKind::Coded`].
    Option(usize),
    /// Positions of [`FieldKind::Set`], as bits.
    Set(u128),
    /// Whether it was chosen.
    Flag(bool),
    /// A number.
    Number(f64),
    /// Words.
    Text(Cow<'a, str>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Seconds since 1970-01-01 00:00 on the clock of the zone.
    Moment(i64),
}

impl<'s> Layout<'s> {
    /// The columns of `survey` as wished: what is known of a response first, then its answers in the survey's order.
    #[must_use]
    pub fn new(survey: &'s Survey, calendar: &'s Calendar, wish: &Wish) -> Self {
        let tongue = wish.lang.tongue();
        let mut fields = known(tongue);
        for (at, variable) in survey.variables.iter().enumerate() {
            let index = VariableIndex(at);
            if wish.only.is_empty() || wish.only.contains(&index) {
                fields.extend(answers(survey, &wish.lang, variable, index, wish.multiples));
            }
        }
        Self {
            survey,
            calendar,
            lang: wish.lang.clone(),
            answers: wish.answers,
            fields,
        }
    }

    /// What stands in a column of a response.
    #[must_use]
    pub fn value<'b>(&self, field: &Field, batch: &'b Batch, row: usize) -> Value<'b> {
        let meta = &batch.meta;
        match field.source {
            Source::ResponseId => words(&meta.response_id, row),
            Source::Respondent => words(&meta.respondent, row),
            Source::Language => words(&meta.language, row),
            Source::Wave => Value::Text(Cow::Borrowed(batch.wave(row).as_str())),
            Source::Submitted => self.moment(meta.submitted[row]),
            Source::Started => self.moment(meta.started[row]),
            Source::Answer(variable) => match batch.cell(variable, row) {
                Cell::Missing(kind) => Value::Missing(kind),
                Cell::Option(position) => Value::Option(usize::from(position)),
                Cell::Multiple(bits) => Value::Set(bits),
                Cell::Number(number) => Value::Number(number),
                Cell::Text(text) => Value::Text(Cow::Borrowed(text)),
                Cell::Date(day) => Value::Date(day),
            },
            Source::Chosen(variable, position) => match batch.cell(variable, row) {
                Cell::Missing(kind) => Value::Missing(kind),
                Cell::Multiple(bits) => Value::Flag(bits >> position & 1 == 1),
                _ => Value::Missing(Missing::Invalid),
            },
        }
    }

    fn moment(&self, seconds: i64) -> Value<'static> {
        let stamp = (seconds != NO_TIME).then(|| jiff::Timestamp::from_second(seconds).ok());
        let Some(stamp) = stamp.flatten() else {
            return Value::Missing(Missing::Skipped);
        };
        let offset = self.calendar.zone().to_offset(stamp).seconds();
        Value::Moment(seconds + i64::from(offset))
    }
}

impl Field {
    /// The variable whose answers it holds.
    #[must_use]
    pub fn variable(&self) -> Option<VariableIndex> {
        match self.source {
            Source::Answer(variable) | Source::Chosen(variable, _) => Some(variable),
            _ => None,
        }
    }

    /// Whether it is the option of a multiple choice, and of which.
    #[must_use]
    pub fn chosen_of(&self) -> Option<VariableIndex> {
        match self.source {
            Source::Chosen(variable, _) => Some(variable),
            _ => None,
        }
    }
}

fn words(column: &TextColumn, row: usize) -> Value<'_> {
    match column.get(row) {
        Cell::Text(text) => Value::Text(Cow::Borrowed(text)),
        Cell::Missing(kind) => Value::Missing(kind),
        _ => Value::Missing(Missing::Invalid),
    }
}

fn known(tongue: Tongue) -> Vec<Field> {
    let field = |name: &str, en: &str, zh: &str, kind: FieldKind, source| Field {
        name: name.to_owned(),
        label: tongue.pick(en, zh).to_owned(),
        kind,
        source,
    };
    vec![
        field(
            "response_id",
            "Response",
            "答卷编号",
            FieldKind::Text,
            Source::ResponseId,
        ),
        field(
            "respondent",
            "Respondent (pseudonym)",
            "受访者（化名）",
            FieldKind::Text,
            Source::Respondent,
        ),
        field("wave", "Wave", "期次", FieldKind::Text, Source::Wave),
        field("submitted", "Sent", "提交时间", FieldKind::Moment, Source::Submitted),
        field("started", "Begun", "开始时间", FieldKind::Moment, Source::Started),
        field("language", "Language", "语言", FieldKind::Text, Source::Language),
    ]
}

fn answers(
    survey: &Survey,
    lang: &Lang,
    variable: &Variable,
    index: VariableIndex,
    multiples: Multiples,
) -> Vec<Field> {
    let label = label(survey, lang, variable);
    let name = variable.id.to_string();
    let source = Source::Answer(index);
    let kind = match &variable.domain {
        Domain::Rating(scale) => FieldKind::Coded {
            options: points(survey, lang, scale),
            ordered: true,
        },
        Domain::Choice(list) => FieldKind::Coded {
            options: options(survey, lang, list),
            ordered: variable.origin == Origin::Derived,
        },
        Domain::Multiple(list) if multiples == Multiples::Apart => {
            let all = options(survey, lang, list).into_iter().enumerate();
            return all
                .map(|(position, (id, _, text))| Field {
                    // The respondent's own words beside an option called `other` bear that name already.
                    name: match survey.find(&format!("{name}.{id}")) {
                        Some(_) => format!("{name}.{id}_chosen"),
                        None => format!("{name}.{id}"),
                    },
                    label: format!("{label}: {text}"),
                    kind: FieldKind::Flag { option: text },
                    source: Source::Chosen(index, position),
                })
                .collect();
        }
        Domain::Multiple(list) => FieldKind::Set {
            options: options(survey, lang, list),
        },
        Domain::Number { whole, .. } => FieldKind::Number { whole: *whole },
        Domain::Text => FieldKind::Text,
        Domain::Date => FieldKind::Date,
    };
    vec![Field {
        name,
        label,
        kind,
        source,
    }]
}

fn options(survey: &Survey, lang: &Lang, list: &OptionList) -> Vec<(String, i32, String)> {
    let option = |option: &crate::model::ChoiceOption| {
        let text = crate::site::plain(survey.text(&option.text, lang));
        let text = if text.is_empty() { option.id.to_string() } else { text };
        (option.id.to_string(), option.value, text)
    };
    list.options.iter().map(option).collect()
}

/// The points of a scale; where only the ends carry words, those have their number too.
fn points(survey: &Survey, lang: &Lang, scale: &Scale) -> Vec<(String, i32, String)> {
    let mut points = options(survey, lang, &scale.list);
    if scale.ends_only {
        for (_, value, label) in &mut points {
            let number = value.to_string();
            if *label != number {
                *label = format!("{number} – {label}");
            }
        }
    }
    points
}

/// The question, for a row with what stands above it.
fn label(survey: &Survey, lang: &Lang, variable: &Variable) -> String {
    let own = crate::site::plain(survey.text(&variable.text, lang));
    let stem = variable
        .stem
        .as_ref()
        .map(|stem| crate::site::plain(survey.text(stem, lang)))
        .filter(|stem| !stem.is_empty());
    match (stem, own.is_empty()) {
        (Some(stem), false) => format!("{stem} – {own}"),
        (Some(stem), true) => stem,
        (None, false) => own,
        (None, true) => variable.id.to_string(),
    }
}
