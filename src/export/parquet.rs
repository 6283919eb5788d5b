//! Answers as Parquet, typed: numbers for numbers, days for days, and beside each answer column one that says why it is missing.

use super::Answers;
use super::Field;
use super::FieldKind;
use super::Layout;
use super::Sink;
use super::Value;
use super::csv;
use crate::logic::Missing;
use crate::response::Batch;
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::Column;
use polars::prelude::DataFrame;
use polars::prelude::DataType;
use polars::prelude::NamedFrom;
use polars::prelude::ParquetCompression;
use polars::prelude::ParquetWriter;
use polars::prelude::PolarsError;
use polars::prelude::PolarsResult;
use polars::prelude::Series;
use polars::prelude::TimeUnit;
use std::io;
use std::io::Write;

/// Behind the name of a column: the one that says why answers are missing.
const MISSING: &str = ".missing";

/// A Parquet file; a row group a batch.
pub struct ParquetFile<'s, W: Write> {
    layout: &'s Layout<'s>,
    writer: BatchedWriter<W>,
}

impl<'s, W: Write> ParquetFile<'s, W> {
    /// A file with its columns.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(layout: &'s Layout<'s>, out: W) -> io::Result<Self> {
        let frame = frame(layout, &Batch::empty(layout.survey)).map_err(broken)?;
        let writer = ParquetWriter::new(out)
            .with_compression(ParquetCompression::Zstd(None))
            .batched(frame.schema())
            .map_err(broken)?;
        Ok(Self { layout, writer })
    }
}

impl<W: Write> Sink for ParquetFile<'_, W> {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        let frame = frame(self.layout, batch).map_err(broken)?;
        self.writer.write_batch(&frame).map_err(broken)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.writer.finish().map_err(broken).map(|_| ())
    }
}

fn broken(error: PolarsError) -> io::Error {
    match error {
        PolarsError::IO { error, .. } => io::Error::new(error.kind(), error.to_string()),
        other => io::Error::other(other.to_string()),
    }
}

fn frame(layout: &Layout<'_>, batch: &Batch) -> PolarsResult<DataFrame> {
    let mut columns = Vec::new();
    for field in &layout.fields {
        let values: Vec<Value<'_>> = (0..batch.len()).map(|row| layout.value(field, batch, row)).collect();
        columns.push(Column::from(series(layout, field, &values)?));
        if field.variable().is_some() {
            let why: Vec<Option<&str>> = values.iter().map(why).collect();
            columns.push(Column::from(Series::new(
                format!("{}{MISSING}", field.name).into(),
                why,
            )));
        }
    }
    DataFrame::new(batch.len(), columns)
}

fn why(value: &Value<'_>) -> Option<&'static str> {
    match value {
        Value::Missing(kind) => Some(Missing::code(*kind)),
        _ => None,
    }
}

fn series(layout: &Layout<'_>, field: &Field, values: &[Value<'_>]) -> PolarsResult<Series> {
    let name = field.name.as_str();
    let words = || -> Vec<Option<String>> {
        let text = |value: &Value<'_>| match value {
            Value::Missing(_) => None,
            // A file of types is no spreadsheet: words stand in it as they are.
            Value::Text(words) => Some(words.clone().into_owned()),
            value => Some(csv::text(field, value, layout.answers, false).into_owned()),
        };
        values.iter().map(text).collect()
    };
    Ok(match &field.kind {
        FieldKind::Coded { options, ordered }
            if layout.answers == Answers::Values || (layout.answers == Answers::Ids && *ordered) =>
        {
            let number = |value: &Value<'_>| match value {
                Value::Option(position) => options.get(*position).map(|(_, value, _)| *value),
                _ => None,
            };
            Series::new(name.into(), values.iter().map(number).collect::<Vec<Option<i32>>>())
        }
        FieldKind::Coded { .. } | FieldKind::Set { .. } | FieldKind::Text => Series::new(name.into(), words()),
        FieldKind::Flag { .. } => {
            let chosen = |value: &Value<'_>| match value {
                Value::Flag(chosen) => Some(*chosen),
                _ => None,
            };
            Series::new(name.into(), values.iter().map(chosen).collect::<Vec<Option<bool>>>())
        }
        FieldKind::Number { .. } => {
            let number = |value: &Value<'_>| match value {
                Value::Number(number) => Some(*number),
                _ => None,
            };
            Series::new(name.into(), values.iter().map(number).collect::<Vec<Option<f64>>>())
        }
        FieldKind::Date => {
            let day = |value: &Value<'_>| match value {
                Value::Date(day) => Some(*day),
                _ => None,
            };
            let days = Series::new(name.into(), values.iter().map(day).collect::<Vec<Option<i32>>>());
            days.cast(&DataType::Date)?
        }
        FieldKind::Moment => {
            let moment = |value: &Value<'_>| match value {
                Value::Moment(seconds) => Some(*seconds * 1_000),
                _ => None,
            };
            let moments = Series::new(name.into(), values.iter().map(moment).collect::<Vec<Option<i64>>>());
            moments.cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?
        }
    })
}
