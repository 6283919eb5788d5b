//! Responses as Parquet columns.
//!
//! Beside `response_id`, `respondent`, `submitted`, `started`, `modified`, `wave`, `language` stand `_line` (of the file read) and
//! `_content` (hash of the version). A variable's columns bear its id:
//!
//! * rating, choice, band: the option's *value*, in the smallest of 8, 16, 32 or 64 bits that holds the values of its list and, as
//!   the type's eight lowest numbers, the kinds of missing in their order (`not_asked` is −128 in 8 bits, `not_in_version` −121);
//! * multiple choice: text, the values chosen joined by `|`, or `!` and the kind of missing;
//! * number (64-bit float), date (days since 1970-01-01), words: null where missing, and then `id#missing` holds the kind's place
//!   from 1; without that column nothing is missing.
//!
//! Ids begin with a letter and hold no `#`, so no name means two things. An option keeps its value when it moves or is reworded.

use crate::logic::Missing;
use crate::logic::code_missing;
use crate::model::Domain;
use crate::model::OptionList;
use crate::model::Variable;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::Column as Answers;
use crate::response::NO_TIME;
use crate::response::TextColumn;
use polars::prelude::Column;
use polars::prelude::DataFrame;
use polars::prelude::NamedFrom;
use polars::prelude::PolarsResult;
use polars::prelude::Series;
use std::fmt::Write;

/// Responses in a row group, the unit of reading.
pub(super) const ROW_GROUP: usize = 65_536;

/// Behind the id of a variable: the column that says why values are missing.
pub(super) const MISSING: &str = "#missing";

/// The bits a list of options takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Byte,
    Two,
    Four,
    Eight,
}

impl Width {
    fn of(list: &OptionList) -> Self {
        let values = || list.options.iter().map(|option| i64::from(option.value));
        let fits = |lowest: i64, highest: i64| values().all(|value| (lowest + 8..=highest).contains(&value));
        if fits(i8::MIN.into(), i8::MAX.into()) {
            Self::Byte
        } else if fits(i16::MIN.into(), i16::MAX.into()) {
            Self::Two
        } else if fits(i32::MIN.into(), i32::MAX.into()) {
            Self::Four
        } else {
            Self::Eight
        }
    }

    /// The number that stands for the first kind of missing; the others follow it.
    pub(super) fn lowest(self) -> i64 {
        match self {
            Self::Byte => i8::MIN.into(),
            Self::Two => i16::MIN.into(),
            Self::Four => i32::MIN.into(),
            Self::Eight => i64::MIN,
        }
    }
}

/// The responses at `rows` of `batch` as columns. `content` holds the hash of each response of the batch.
pub(super) fn encode(variables: &[Variable], batch: &Batch, content: &[u64], rows: &[u32]) -> PolarsResult<DataFrame> {
    let meta = &batch.meta;
    let at = |row: &u32| usize::try_from(*row).unwrap_or(usize::MAX);
    let texts = |name: &str, texts: &TextColumn| {
        let words = rows
            .iter()
            .map(|row| texts.words(at(row)))
            .map(|text| (!text.is_empty()).then_some(text));
        Series::new(name.into(), words.collect::<Vec<Option<&str>>>())
    };
    let times = |name: &str, times: &[i64]| {
        let known = rows
            .iter()
            .map(|row| times[at(row)])
            .map(|time| (time != NO_TIME).then_some(time));
        Series::new(name.into(), known.collect::<Vec<Option<i64>>>())
    };
    let waves: Vec<&str> = rows.iter().map(|row| batch.wave(at(row)).as_str()).collect();
    let lines: Vec<i64> = rows.iter().map(|row| meta.line[at(row)].cast_signed()).collect();
    let hashes: Vec<i64> = rows.iter().map(|row| content[at(row)].cast_signed()).collect();
    let mut columns = vec![
        texts("response_id", &meta.response_id),
        texts("respondent", &meta.respondent),
        times("submitted", &meta.submitted),
        times("started", &meta.started),
        times("modified", &meta.modified),
        Series::new("wave".into(), waves),
        texts("language", &meta.language),
        Series::new("_line".into(), lines),
        Series::new("_content".into(), hashes),
    ];
    for (variable, answers) in variables.iter().zip(&batch.columns) {
        let name = variable.id.as_str();
        match (&variable.domain, answers) {
            (Domain::Rating(_) | Domain::Choice(_), Answers::Coded(codes)) => {
                let list = variable.domain.options().expect("ratings and choices have options");
                columns.push(coded(name, list, rows.iter().map(|row| codes[at(row)])));
            }
            (Domain::Multiple(list), answers) => {
                columns.push(Series::new(
                    name.into(),
                    rows.iter()
                        .map(|row| chosen(list, answers.get(at(row))))
                        .collect::<Vec<_>>(),
                ));
            }
            (_, answers) => columns.extend(open(name, answers, rows)),
        }
    }
    DataFrame::new(rows.len(), columns.into_iter().map(Column::from).collect())
}

fn coded(name: &str, list: &OptionList, codes: impl Iterator<Item = u16>) -> Series {
    let width = Width::of(list);
    let lowest = width.lowest();
    let numbers = codes.map(|code| {
        let missing = |kind: Missing| lowest + i64::from(kind.index());
        code_missing(code).map_or_else(
            || {
                list.options
                    .get(usize::from(code))
                    .map_or_else(|| missing(Missing::Invalid), |option| option.value.into())
            },
            missing,
        )
    });
    match width {
        Width::Byte => Series::new(
            name.into(),
            numbers.map(|n| i8::try_from(n).unwrap_or(i8::MIN)).collect::<Vec<i8>>(),
        ),
        Width::Two => Series::new(
            name.into(),
            numbers
                .map(|n| i16::try_from(n).unwrap_or(i16::MIN))
                .collect::<Vec<i16>>(),
        ),
        Width::Four => Series::new(
            name.into(),
            numbers
                .map(|n| i32::try_from(n).unwrap_or(i32::MIN))
                .collect::<Vec<i32>>(),
        ),
        Width::Eight => Series::new(name.into(), numbers.collect::<Vec<i64>>()),
    }
}

fn chosen(list: &OptionList, cell: Cell<'_>) -> String {
    match cell {
        Cell::Multiple(bits) => {
            let mut text = String::new();
            for (position, option) in list.options.iter().enumerate().take(128) {
                if bits >> position & 1 == 1 {
                    let bar = if text.is_empty() { "" } else { "|" };
                    write!(text, "{bar}{}", option.value).expect("writing to a string cannot fail");
                }
            }
            text
        }
        Cell::Missing(kind) => format!("!{}", kind.code()),
        _ => format!("!{}", Missing::Invalid.code()),
    }
}

/// Numbers, dates and words: the values, and why the others are missing.
fn open(name: &str, answers: &Answers, rows: &[u32]) -> Vec<Series> {
    let cells = || {
        rows.iter()
            .map(|&row| answers.get(usize::try_from(row).unwrap_or(usize::MAX)))
    };
    let values = match answers {
        Answers::Number { .. } => {
            let numbers = cells().map(|cell| {
                if let Cell::Number(value) = cell {
                    Some(value)
                } else {
                    None
                }
            });
            Series::new(name.into(), numbers.collect::<Vec<Option<f64>>>())
        }
        Answers::Date { .. } => {
            let days = cells().map(|cell| if let Cell::Date(day) = cell { Some(day) } else { None });
            Series::new(name.into(), days.collect::<Vec<Option<i32>>>())
        }
        Answers::Coded(_) | Answers::Multiple { .. } | Answers::Text(_) => {
            let texts = cells().map(|cell| {
                if let Cell::Text(words) = cell {
                    Some(words)
                } else {
                    None
                }
            });
            Series::new(name.into(), texts.collect::<Vec<Option<&str>>>())
        }
    };
    let reasons = cells().map(|cell| {
        if let Cell::Missing(kind) = cell {
            i8::try_from(kind.byte()).unwrap_or(0)
        } else {
            0
        }
    });
    vec![
        values,
        Series::new(format!("{name}{MISSING}").into(), reasons.collect::<Vec<i8>>()),
    ]
}
