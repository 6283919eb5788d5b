//! SPSS system files (`.sav`): what SPSS, PSPP, R and pandas read with labels and user-missing values.
//!
//! Coded answers are numbers with value labels; kinds of missing are user-missing numbers with labels of their own; an option of a
//! multiple choice is a variable of 0 and 1, and its options together a multiple response set. Names are the ids, which are
//! ASCII; texts are UTF-8. Format: PSPP developer documentation, "System File Format".

mod bytes;
mod dictionary;
mod names;

use super::Field;
use super::FieldKind;
use super::Layout;
use super::Sink;
use super::Value;
use super::Widths;
use super::missing_codes::Codes;
use crate::logic::Missing;
use crate::response::Batch;
use bytes::Packed;
use std::io;
use std::io::Write;

/// The longest text SPSS holds, in bytes.
const LONGEST: usize = 32_767;
/// Seconds from the beginning of the Gregorian calendar, where SPSS begins, to 1970.
const EPOCH: f64 = 12_219_379_200.0;

/// An SPSS system file.
pub struct SavFile<'s, W: Write> {
    layout: &'s Layout<'s>,
    columns: Vec<Column>,
    out: Packed<W>,
    cut: u64,
}

/// A variable of the file.
#[derive(Debug, Clone)]
struct Column {
    /// Name of at most eight letters, as old parts of the format know it.
    short: String,
    /// Its name.
    name: String,
    /// Bytes of a text; 0 for a number.
    width: usize,
    /// Numbers for kinds of missing.
    codes: Option<Codes>,
}

impl<'s, W: Write> SavFile<'s, W> {
    /// A file with its dictionary. `widths` has seen all answers that will come; multiple choices must be laid out apart.
    ///
    /// # Errors
    /// When the bytes cannot be written, or more than 2,147,483,647 responses are to come.
    pub fn new(layout: &'s Layout<'s>, widths: &Widths, out: W) -> io::Result<Self> {
        let names = names::unique(layout.fields.iter().map(|field| field.name.as_str()));
        let columns: Vec<Column> = layout
            .fields
            .iter()
            .zip(names)
            .enumerate()
            .map(|(at, (field, name))| Column {
                short: format!("V{}", at + 1),
                name,
                width: width(field, widths.longest(at)),
                codes: has_codes(field).then(|| widths.codes(at)).flatten(),
            })
            .collect();
        let mut out = out;
        dictionary::write(layout, &columns, widths.rows, &mut out)?;
        Ok(Self {
            layout,
            columns,
            out: Packed::new(out),
            cut: 0,
        })
    }

    /// Texts that were longer than SPSS holds and end early.
    #[must_use]
    pub fn cut(&self) -> u64 {
        self.cut
    }

    fn number(column: &Column, value: &Value<'_>, field: &Field) -> Option<f64> {
        Some(match (value, &field.kind) {
            (Value::Missing(kind), _) => f64::from(column.codes?.of(*kind)),
            (Value::Option(position), FieldKind::Coded { options, .. }) => f64::from(options.get(*position)?.1),
            (Value::Flag(chosen), _) => f64::from(u8::from(*chosen)),
            (Value::Number(number), _) => *number,
            (Value::Date(day), _) => f64::from(*day) * 86_400.0 + EPOCH,
            #[expect(clippy::cast_precision_loss, reason = "seconds of our era are far below 2^53")]
            (Value::Moment(seconds), _) => *seconds as f64 + EPOCH,
            _ => return None,
        })
    }
}

impl<W: Write> Sink for SavFile<'_, W> {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        for row in 0..batch.len() {
            for (column, field) in self.columns.iter().zip(&self.layout.fields) {
                let value = self.layout.value(field, batch, row);
                if column.width == 0 {
                    self.out.number(Self::number(column, &value, field))?;
                    continue;
                }
                let words = match &value {
                    Value::Text(words) => words.as_ref(),
                    _ => "",
                };
                let whole = cut_at(words, column.width);
                self.cut += u64::from(whole.len() < words.len());
                self.out.text(whole.as_bytes(), column.width)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.out.finish()
    }
}

/// Moments and days have no user-missing numbers: every number is a moment.
fn has_codes(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Coded { .. } | FieldKind::Flag { .. } | FieldKind::Number { .. }
    )
}

fn width(field: &Field, longest: usize) -> usize {
    match field.kind {
        FieldKind::Text => longest.clamp(1, LONGEST),
        _ => 0,
    }
}

/// As much of a text as fits into so many bytes, whole characters only.
fn cut_at(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The words for a kind of missing.
pub(super) fn word(kind: Missing, tongue: crate::diagnostic::Tongue) -> &'static str {
    match kind {
        Missing::NotAsked => tongue.pick("not asked", "未被问及"),
        Missing::NotReached => tongue.pick("not reached", "中途退出、未答到"),
        Missing::Skipped => tongue.pick("left blank", "未作答"),
        Missing::DontKnow => tongue.pick("don't know", "不知道"),
        Missing::NotApplicable => tongue.pick("not applicable", "不适用"),
        Missing::Refused => tongue.pick("refused", "拒绝回答"),
        Missing::Invalid => tongue.pick("unreadable", "无效回答"),
        Missing::NotInVersion => tongue.pick("not in this version", "该版本无此题"),
    }
}

#[cfg(test)]
mod tests;
