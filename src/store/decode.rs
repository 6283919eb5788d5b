//! Parquet columns as responses to today's survey.
//!
//! A variable the file does not have, or has in another kind of column, is `not_in_version`. A value that is no option today is
//! `invalid`; the reader counts both.

use super::encode::MISSING;
use super::encode::Width;
use crate::logic::Missing;
use crate::logic::missing_code;
use crate::model::Domain;
use crate::model::OptionList;
use crate::model::Recoded;
use crate::model::Recoding;
use crate::model::Variable;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::Column as Answers;
use crate::response::Meta;
use crate::response::NO_TIME;
use crate::response::TextColumn;
use crate::response::column_for;
use polars::prelude::DataFrame;
use polars::prelude::DataType;
use polars::prelude::PolarsResult;
use polars::prelude::Series;
use std::collections::BTreeMap;

/// One variable of a chunk.
pub(super) struct Decoded {
    /// Its answers, as many as the chunk has responses.
    pub(super) answers: Answers,
    /// Answers whose value is no option today.
    pub(super) unknown: u64,
}

/// A column of the chunk as a series, if it is there.
fn series<'a>(frame: &'a DataFrame, name: &str) -> Option<&'a Series> {
    frame
        .column(name)
        .ok()
        .map(polars::prelude::Column::as_materialized_series)
}

/// The answers to `variable`, values of an earlier version read by its `recoding`; a column that is not there, or of another kind, is
/// `not_in_version` throughout.
pub(super) fn answers(frame: &DataFrame, variable: &Variable, recoding: Option<&Recoding>) -> PolarsResult<Decoded> {
    let rows = frame.height();
    let name = variable.id.as_str();
    let absent = || {
        let mut column = column_for(&variable.domain);
        (0..rows).for_each(|_| column.push(Cell::Missing(Missing::NotInVersion)));
        Decoded {
            answers: column,
            unknown: 0,
        }
    };
    let Some(series) = series(frame, name) else {
        return Ok(absent());
    };
    Ok(match (&variable.domain, series.dtype()) {
        (
            Domain::Rating(_) | Domain::Choice(_),
            DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64,
        ) => coded(
            series,
            variable.domain.options().expect("ratings and choices have options"),
            recoding,
        )?,
        (Domain::Multiple(list), DataType::String) => multiple(series, list, recoding)?,
        (Domain::Number { .. }, DataType::Float64) => {
            let missing = reasons(frame, name)?;
            let values = series.f64()?.iter().map(|value| value.unwrap_or(0.0)).collect();
            Decoded {
                answers: Answers::Number { values, missing },
                unknown: 0,
            }
        }
        (Domain::Date, DataType::Int32) => {
            let missing = reasons(frame, name)?;
            let days = series.i32()?.iter().map(|day| day.unwrap_or(0)).collect();
            Decoded {
                answers: Answers::Date { days, missing },
                unknown: 0,
            }
        }
        (Domain::Text, DataType::String) => {
            let missing = reasons(frame, name)?;
            let mut texts = TextColumn::default();
            for (words, reason) in series.str()?.iter().zip(missing) {
                let cell = Missing::from_byte(reason).map_or(Cell::Text(words.unwrap_or_default()), Cell::Missing);
                texts.push(cell);
            }
            Decoded {
                answers: Answers::Text(texts),
                unknown: 0,
            }
        }
        _ => absent(),
    })
}

/// Why values are missing, 0 where they are not.
fn reasons(frame: &DataFrame, name: &str) -> PolarsResult<Vec<u8>> {
    let Some(series) = series(frame, &format!("{name}{MISSING}")) else {
        return Ok(vec![0; frame.height()]);
    };
    Ok(series
        .i8()?
        .iter()
        .map(|reason| reason.map_or(Missing::Invalid.byte(), i8::cast_unsigned))
        .collect())
}

/// What a value of an earlier version is today; `None` where it is itself.
fn recoded(recoding: Option<&Recoding>, value: i64) -> Option<Recoded> {
    recoding?.values.get(&i32::try_from(value).ok()?).copied()
}

fn coded(series: &Series, list: &OptionList, recoding: Option<&Recoding>) -> PolarsResult<Decoded> {
    let mut codes: Vec<u16> = Vec::with_capacity(series.len());
    let invalid = missing_code(Missing::Invalid);
    let positions: BTreeMap<i64, u16> = list
        .options
        .iter()
        .zip(0u16..)
        .map(|(option, position)| (option.value.into(), position))
        .collect();
    let code = |width: Width, number: i64| -> (u16, bool) {
        let above = number.wrapping_sub(width.lowest());
        if let Some(kind) = usize::try_from(above).ok().and_then(|place| Missing::ALL.get(place)) {
            return (missing_code(*kind), false);
        }
        let number = match recoded(recoding, number) {
            None => number,
            Some(Recoded::Value(value)) => value.into(),
            Some(Recoded::Missing(kind)) => return (missing_code(kind), false),
            Some(Recoded::Dropped) => return (missing_code(Missing::NotInVersion), false),
        };
        positions
            .get(&number)
            .map_or((invalid, true), |&position| (position, false))
    };
    let mut unknown = 0u64;
    match series.dtype() {
        DataType::Int8 => {
            // Two hundred and fifty-six numbers are looked up once; a chunk is then one pass over bytes.
            let table: Vec<(u16, bool)> = (0..=u8::MAX)
                .map(|byte| code(Width::Byte, byte.cast_signed().into()))
                .collect();
            for part in series.i8()?.downcast_iter() {
                for &number in part.values().iter() {
                    let (position, strange) = table[usize::from(number.cast_unsigned())];
                    codes.push(position);
                    unknown += u64::from(strange);
                }
            }
        }
        DataType::Int16 => {
            for number in series.i16()?.iter() {
                let (position, strange) = code(Width::Two, number.map_or(i64::MAX, i64::from));
                codes.push(position);
                unknown += u64::from(strange);
            }
        }
        DataType::Int32 => {
            for number in series.i32()?.iter() {
                let (position, strange) = code(Width::Four, number.map_or(i64::MAX, i64::from));
                codes.push(position);
                unknown += u64::from(strange);
            }
        }
        _ => {
            for number in series.i64()?.iter() {
                let (position, strange) = code(Width::Eight, number.unwrap_or(i64::MAX));
                codes.push(position);
                unknown += u64::from(strange);
            }
        }
    }
    Ok(Decoded {
        answers: Answers::Coded(codes),
        unknown,
    })
}

fn multiple(series: &Series, list: &OptionList, recoding: Option<&Recoding>) -> PolarsResult<Decoded> {
    let mut bits = Vec::with_capacity(series.len());
    let mut missing = Vec::with_capacity(series.len());
    let mut unknown = 0u64;
    // Few combinations are chosen, by many.
    let mut seen: BTreeMap<String, (u128, u8, bool)> = BTreeMap::new();
    for text in series.str()?.iter() {
        let text = text.unwrap_or("!invalid");
        let (set, reason, strange) = match seen.get(text) {
            Some(known) => *known,
            None => *seen
                .entry(text.to_owned())
                .or_insert_with(|| chosen(text, list, recoding)),
        };
        bits.push(set);
        missing.push(reason);
        unknown += u64::from(strange);
    }
    Ok(Decoded {
        answers: Answers::Multiple { bits, missing },
        unknown,
    })
}

/// What a text of values says; the last part is whether it names an option there is not today. Such an answer is invalid as a
/// whole: less than was chosen would be another answer.
fn chosen(text: &str, list: &OptionList, recoding: Option<&Recoding>) -> (u128, u8, bool) {
    if let Some(kind) = text.strip_prefix('!') {
        return (0, Missing::from_code(kind).unwrap_or(Missing::Invalid).byte(), false);
    }
    let mut set = 0u128;
    let mut nothing = None;
    for part in text.split('|').filter(|part| !part.is_empty()) {
        let value = part.parse::<i32>().ok();
        let value = match value.and_then(|value| recoded(recoding, value.into())) {
            None => value,
            Some(Recoded::Value(value)) => Some(value),
            Some(Recoded::Missing(kind)) => {
                nothing = nothing.max(Some(kind));
                continue;
            }
            Some(Recoded::Dropped) => {
                nothing = nothing.max(Some(Missing::NotInVersion));
                continue;
            }
        };
        let position = value
            .and_then(|value| list.position_of_value(value))
            .filter(|&position| position < 128);
        let Some(position) = position else {
            return (0, Missing::Invalid.byte(), true);
        };
        set |= 1 << position;
    }
    match nothing {
        // All that was chosen is no answer today.
        Some(kind) if set == 0 => (0, kind.byte(), false),
        _ => (set, 0, false),
    }
}

/// What is known of each response beside its answers; what the frame does not hold is unknown.
pub(super) fn meta(frame: &DataFrame) -> PolarsResult<Meta> {
    let rows = frame.height();
    let texts = |name: &str| -> PolarsResult<TextColumn> {
        let mut column = TextColumn::default();
        match series(frame, name) {
            Some(series) => series.str()?.iter().for_each(|text| {
                column.push(text.map_or(Cell::Missing(Missing::Skipped), Cell::Text));
            }),
            None => (0..rows).for_each(|_| column.push(Cell::Missing(Missing::Skipped))),
        }
        Ok(column)
    };
    let numbers = |name: &str, unknown: i64| -> PolarsResult<Vec<i64>> {
        let Some(series) = series(frame, name) else {
            return Ok(vec![unknown; rows]);
        };
        Ok(series.i64()?.iter().map(|number| number.unwrap_or(unknown)).collect())
    };
    let (waves, wave) = waves(frame)?;
    Ok(Meta {
        response_id: texts("response_id")?,
        respondent: texts("respondent")?,
        submitted: numbers("submitted", NO_TIME)?,
        started: numbers("started", NO_TIME)?,
        modified: numbers("modified", NO_TIME)?,
        waves,
        wave,
        language: texts("language")?,
        line: numbers("_line", 0)?.into_iter().map(i64::cast_unsigned).collect(),
    })
}

fn waves(frame: &DataFrame) -> PolarsResult<(Vec<WaveId>, Vec<u16>)> {
    let Some(series) = series(frame, "wave") else {
        return Ok((vec![WaveId::new("")], vec![0; frame.height()]));
    };
    let mut names: Vec<WaveId> = Vec::new();
    let mut wave: Vec<u16> = Vec::with_capacity(series.len());
    let mut last: Option<(&str, u16)> = None;
    for name in series.str()?.iter() {
        let name = name.unwrap_or_default();
        let position = match last {
            Some((before, position)) if before == name => position,
            _ => {
                let found = names
                    .iter()
                    .position(|known| known.as_str() == name)
                    .unwrap_or_else(|| {
                        names.push(WaveId::new(name));
                        names.len() - 1
                    });
                u16::try_from(found).unwrap_or(u16::MAX)
            }
        };
        last = Some((name, position));
        wave.push(position);
    }
    Ok((names, wave))
}

/// The batch of some columns.
pub(super) fn batch(meta: Meta, columns: Vec<Answers>) -> Batch {
    Batch {
        meta,
        columns,
        personal: BTreeMap::new(),
    }
}
