//! Answers as comma-separated values (RFC 4180).

use super::Answers;
use super::Field;
use super::FieldKind;
use super::Layout;
use super::Sink;
use super::Value;
use crate::locale::looks_like_formula;
use crate::logic::Missing;
use crate::response::Batch;
use std::borrow::Cow;
use std::io;
use std::io::Write;

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvForm {
    /// For a spreadsheet: a byte-order mark, lines that end with CR LF.
    pub excel: bool,
    /// Whether kinds of missing are written as words in angle brackets, such as `<not_asked>`; else the cell stays empty.
    pub missing: bool,
}

/// A CSV file.
pub struct CsvFile<'s, W: Write> {
    layout: &'s Layout<'s>,
    form: CsvForm,
    out: csv::Writer<W>,
}

impl<'s, W: Write> CsvFile<'s, W> {
    /// A file with its header.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(layout: &'s Layout<'s>, form: CsvForm, mut out: W) -> io::Result<Self> {
        if form.excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let ends = if form.excel {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(b'\n')
        };
        let mut out = csv::WriterBuilder::new()
            .terminator(ends)
            .buffer_capacity(1 << 16)
            .from_writer(out);
        for field in &layout.fields {
            out.write_field(guarded(&field.name).as_bytes()).map_err(broken)?;
        }
        out.write_record(None::<&[u8]>).map_err(broken)?;
        Ok(Self { layout, form, out })
    }
}

impl<W: Write> Sink for CsvFile<'_, W> {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        for row in 0..batch.len() {
            for field in &self.layout.fields {
                let value = self.layout.value(field, batch, row);
                let text = text(field, &value, self.layout.answers, self.form.missing);
                self.out.write_field(text.as_bytes()).map_err(broken)?;
            }
            self.out.write_record(None::<&[u8]>).map_err(broken)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// A value as text; a number is bare, words that a spreadsheet would run are guarded.
pub(super) fn text<'a>(field: &'a Field, value: &'a Value<'_>, answers: Answers, missing: bool) -> Cow<'a, str> {
    let is_rating = matches!(field.kind, FieldKind::Coded { ordered: true, .. });
    let option = |(id, number, label): &'a (String, i32, String)| match answers {
        Answers::Ids if !is_rating => Cow::Borrowed(id.as_str()),
        Answers::Ids | Answers::Values => Cow::Owned(number.to_string()),
        Answers::Labels => guarded(label),
    };
    match (value, &field.kind) {
        // Left blank is what an empty cell says.
        (Value::Missing(Missing::Skipped), _) => Cow::Borrowed(""),
        (Value::Missing(kind), _) if missing => Cow::Owned(format!("<{kind}>")),
        (Value::Missing(_), _) => Cow::Borrowed(""),
        (Value::Option(position), FieldKind::Coded { options, .. }) => {
            options.get(*position).map_or(Cow::Borrowed(""), option)
        }
        (Value::Set(bits), FieldKind::Set { options }) => {
            let chosen = options.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            let texts: Vec<Cow<'_, str>> = chosen.map(|(_, one)| option(one)).collect();
            Cow::Owned(texts.join(";"))
        }
        (Value::Option(position), _) => Cow::Owned(position.to_string()),
        (Value::Set(bits), _) => Cow::Owned(bits.to_string()),
        (Value::Flag(chosen), _) => Cow::Borrowed(if *chosen { "1" } else { "0" }),
        (Value::Number(number), _) => Cow::Owned(number_text(*number)),
        (Value::Text(words), _) => guarded(words),
        (Value::Date(day), _) => Cow::Owned(date(*day)),
        (Value::Moment(seconds), _) => Cow::Owned(moment(*seconds)),
    }
}

/// The shortest text that reads back as the same number.
pub(super) fn number_text(number: f64) -> String {
    // Zero has one sign.
    format!("{}", number + 0.0)
}

/// `2026-03-01`.
pub(super) fn date(days: i32) -> String {
    civil(i64::from(days) * 86_400).map_or_else(String::new, |moment| moment.date().to_string())
}

/// `2026-03-01T14:30:00`.
pub(super) fn moment(seconds: i64) -> String {
    civil(seconds).map_or_else(String::new, |moment| moment.to_string())
}

fn civil(seconds: i64) -> Option<jiff::civil::DateTime> {
    let stamp = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(stamp))
}

/// What the disk or the pipe said, not the library's word for it.
pub(super) fn broken(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

pub(super) fn guarded(words: &str) -> Cow<'_, str> {
    if looks_like_formula(words) {
        Cow::Owned(format!("'{words}"))
    } else {
        Cow::Borrowed(words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::{Answers, Multiples};
    use super::*;

    fn written(form: CsvForm, answers: Answers, multiples: Multiples) -> String {
        let survey = fixture::survey();
        let calendar = fixture::calendar();
        let layout = Layout::new(&survey, &calendar, &fixture::wish(answers, multiples));
        let mut bytes = Vec::new();
        let mut file = Box::new(CsvFile::new(&layout, form, &mut bytes).unwrap());
        file.batch(&fixture::batch(&survey)).unwrap();
        file.finish().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn plain_files_hold_ids_and_kinds_of_missing() {
        let form = CsvForm {
            excel: false,
            missing: true,
        };
        assert_eq!(
            written(form, Answers::Ids, Multiples::Together),
            "response_id,respondent,wave,submitted,started,language,overall,topics,minutes,words,day,region\n\
             r1,p1,2026Q1,2026-01-05T10:00:00,2026-01-05T09:55:00,en,5,price;late,3.5,\"said \"\"no\"\",\nthen left\",2026-01-02,north\n\
             r2,,2026Q1,,,zh,<dont_know>,<not_asked>,-0.02,'=1+1,,east\n\
             r3,,2026Q1,,,,<invalid>,late,,'-2+3+cmd,,\n"
        );
    }

    #[test]
    fn a_spreadsheet_gets_its_mark_its_line_ends_and_labels() {
        let form = CsvForm {
            excel: true,
            missing: false,
        };
        let text = written(form, Answers::Labels, Multiples::Apart);
        assert!(text.starts_with('\u{feff}'));
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(
            lines[0],
            "response_id,respondent,wave,submitted,started,language,overall,topics.price,topics.late,minutes,words,day,region"
        );
        assert_eq!(lines[2], "r2,,2026Q1,,,zh,,,,-0.02,'=1+1,,East");
    }
}
