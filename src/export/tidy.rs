//! Answers one below the other: a line an answer, for tools that group and filter.

use super::Answers;
use super::FieldKind;
use super::Layout;
use super::Sink;
use super::Value;
use super::csv::guarded;
use super::csv::text;
use crate::response::Batch;
use std::io;
use std::io::Write;

/// A CSV file with a line for each answer, the missing ones included.
pub struct TidyFile<'s, W: Write> {
    layout: &'s Layout<'s>,
    out: csv::Writer<W>,
}

impl<'s, W: Write> TidyFile<'s, W> {
    /// A file with its header: response, wave, variable, option (of a multiple choice), number, answer (id), label, missing.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn new(layout: &'s Layout<'s>, out: W) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(out);
        out.write_record(["response_id", "wave", "variable", "value", "answer", "label", "missing"])
            .map_err(super::csv::broken)?;
        Ok(Self { layout, out })
    }
}

impl<W: Write> Sink for TidyFile<'_, W> {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        for row in 0..batch.len() {
            let id = batch.meta.response_id.words(row);
            let wave = batch.wave(row).to_string();
            for field in self.layout.fields.iter().filter(|field| field.variable().is_some()) {
                let value = self.layout.value(field, batch, row);
                let missing = match &value {
                    Value::Missing(kind) => kind.code(),
                    _ => "",
                };
                let [number, label] = match (&value, &field.kind) {
                    (Value::Option(position), FieldKind::Coded { options, .. }) => options
                        .get(*position)
                        .map_or([String::new(), String::new()], |(_, number, label)| {
                            [number.to_string(), guarded(label).into_owned()]
                        }),
                    (Value::Number(_) | Value::Flag(_), _) => {
                        [text(field, &value, Answers::Values, false).into_owned(), String::new()]
                    }
                    _ => [String::new(), String::new()],
                };
                let answer = text(field, &value, Answers::Ids, false);
                self.out
                    .write_record([
                        guarded(id).as_ref(),
                        guarded(&wave).as_ref(),
                        &field.name,
                        &number,
                        answer.as_ref(),
                        &label,
                        missing,
                    ])
                    .map_err(super::csv::broken)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Multiples;
    use super::super::fixture;
    use super::*;

    #[test]
    fn every_answer_has_a_line_with_its_number_and_label() {
        let (survey, calendar) = (fixture::survey(), fixture::calendar());
        let layout = Layout::new(&survey, &calendar, &fixture::wish(Answers::Ids, Multiples::Apart));
        let mut bytes = Vec::new();
        let mut file = Box::new(TidyFile::new(&layout, &mut bytes).unwrap());
        file.batch(&fixture::batch(&survey)).unwrap();
        file.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.matches("\nr2,").count(), 7, "{text}");
        assert!(text.contains("\nr1,2026Q1,overall,5,5,Very satisfied,\n"), "{text}");
        assert!(text.contains("\nr1,2026Q1,topics.price,1,1,,\n"), "{text}");
        assert!(text.contains("\nr2,2026Q1,topics.late,,,,not_asked\n"), "{text}");
        assert!(text.contains("\nr2,2026Q1,words,,'=1+1,,\n"), "{text}");
        assert!(text.contains("\nr3,2026Q1,minutes,,,,skipped\n"), "{text}");
    }
}
