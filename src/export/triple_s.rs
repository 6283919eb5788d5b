//! Triple-S 2.0: what market-research software exchanges. An XML file says what the columns of a CSV file mean.
//!
//! Source: triple-s XML version 2.0 specification, <https://www.triple-s.org>.

use super::FieldKind;
use super::Layout;
use super::Sink;
use super::Value;
use super::Widths;
use super::csv;
use super::missing_codes::Codes;
use crate::locale::xml::escaped;
use crate::logic::Missing;
use crate::response::Batch;
use std::fmt::Write as _;
use std::io;
use std::io::Write;

/// The data file: CSV without a header, columns in the order of the definition file.
pub struct TripleS<'s, W: Write> {
    layout: &'s Layout<'s>,
    codes: Vec<Option<Codes>>,
    out: ::csv::Writer<W>,
}

impl<'s, W: Write> TripleS<'s, W> {
    /// An empty data file. `widths` has seen all answers that will come.
    #[must_use]
    pub fn new(layout: &'s Layout<'s>, widths: &Widths, out: W) -> Self {
        let codes = (0..layout.fields.len()).map(|at| widths.codes(at)).collect();
        let out = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        Self { layout, codes, out }
    }
}

impl<W: Write> Sink for TripleS<'_, W> {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        for row in 0..batch.len() {
            for (field, codes) in self.layout.fields.iter().zip(&self.codes) {
                let value = self.layout.value(field, batch, row);
                let cell = match (&value, &field.kind) {
                    (Value::Missing(kind), FieldKind::Coded { .. } | FieldKind::Number { .. }) => {
                        codes.map_or_else(String::new, |codes| codes.of(*kind).to_string())
                    }
                    (Value::Missing(_), _) => String::new(),
                    (Value::Option(position), FieldKind::Coded { options, .. }) => options
                        .get(*position)
                        .map_or_else(String::new, |(_, value, _)| value.to_string()),
                    // A multiple answer is a digit an option, in their order.
                    (Value::Set(bits), FieldKind::Set { options }) => (0..options.len())
                        .map(|at| if bits >> at & 1 == 1 { '1' } else { '0' })
                        .collect(),
                    (Value::Date(day), _) => csv::date(*day).replace('-', ""),
                    // Day and time are two of the specification's types; together they are words.
                    (Value::Moment(seconds), _) => csv::moment(*seconds),
                    (Value::Text(words), _) => csv::guarded(words).replace(['\r', '\n'], " "),
                    (value, _) => csv::text(field, value, super::Answers::Values, false).into_owned(),
                };
                self.out.write_field(cell).map_err(csv::broken)?;
            }
            self.out.write_record(None::<&[u8]>).map_err(csv::broken)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// The definition file of the same columns; multiple choices must be laid out together.
#[must_use]
pub fn triple_s_definition(layout: &Layout<'_>, widths: &Widths) -> String {
    let survey = layout.survey;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sss version=\"2.0\">\n");
    let _ = writeln!(out, "<origin>manyi {}</origin>", env!("CARGO_PKG_VERSION"));
    let title = crate::site::plain(survey.text(&survey.title, &layout.lang));
    let _ = writeln!(
        out,
        "<survey>\n<name>{}</name>\n<title>{}</title>",
        escaped(survey.id.as_str()),
        escaped(&title)
    );
    // A record's identity: letters only, as the specification has it.
    let _ = writeln!(out, "<record ident=\"A\" format=\"csv\" skip=\"0\">");
    for (at, field) in layout.fields.iter().enumerate() {
        let kind = match field.kind {
            FieldKind::Coded { .. } => "single",
            FieldKind::Set { .. } => "multiple",
            FieldKind::Flag { .. } => "logical",
            FieldKind::Number { .. } => "quantity",
            FieldKind::Text | FieldKind::Moment => "character",
            FieldKind::Date => "date",
        };
        let used = if survey.weight.is_some() && field.variable() == survey.weight {
            " use=\"weight\""
        } else if field.name == "response_id" {
            " use=\"serial\""
        } else {
            ""
        };
        let _ = writeln!(out, "<variable ident=\"{}\" type=\"{kind}\"{used}>", at + 1);
        let _ = writeln!(
            out,
            "<name>{}</name>\n<label>{}</label>\n<position start=\"{}\"/>",
            escaped(&field.name),
            escaped(&field.label),
            at + 1
        );
        values(layout, widths, at, &mut out);
        out.push_str("</variable>\n");
    }
    out.push_str("</record>\n</survey>\n</sss>\n");
    out
}

fn values(layout: &Layout<'_>, widths: &Widths, at: usize, out: &mut String) {
    let field = &layout.fields[at];
    let value = |out: &mut String, code: &str, label: &str| {
        let _ = writeln!(out, "<value code=\"{code}\">{}</value>", escaped(label));
    };
    match &field.kind {
        FieldKind::Coded { options, .. } => {
            out.push_str("<values>\n");
            for (_, code, label) in options {
                value(out, &code.to_string(), label);
            }
            if let Some(codes) = widths.codes(at) {
                for kind in Missing::ALL.into_iter().filter(|kind| widths.missing(at, *kind) > 0) {
                    value(
                        out,
                        &codes.of(kind).to_string(),
                        super::sav::word(kind, layout.lang.tongue()),
                    );
                }
            }
            out.push_str("</values>\n");
        }
        FieldKind::Set { options } => {
            out.push_str("<values>\n");
            for (position, (_, _, label)) in options.iter().enumerate() {
                value(out, &(position + 1).to_string(), label);
            }
            out.push_str("</values>\n");
        }
        FieldKind::Number { whole } => {
            let (low, high) = widths.range(at).unwrap_or((0.0, 0.0));
            let (low, high) = (low.floor(), high.ceil());
            let decimals = if *whole { "" } else { ".000000" };
            let _ = writeln!(
                out,
                "<values>\n<range from=\"{low}{decimals}\" to=\"{high}{decimals}\"/>"
            );
            if let Some(codes) = widths.codes(at) {
                for kind in Missing::ALL.into_iter().filter(|kind| widths.missing(at, *kind) > 0) {
                    value(
                        out,
                        &codes.of(kind).to_string(),
                        super::sav::word(kind, layout.lang.tongue()),
                    );
                }
            }
            out.push_str("</values>\n");
        }
        FieldKind::Text => {
            let _ = writeln!(out, "<size>{}</size>", widths.longest(at).max(1));
        }
        FieldKind::Moment => out.push_str("<size>19</size>\n"),
        FieldKind::Flag { .. } | FieldKind::Date => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::super::{Answers, Multiples};
    use super::*;

    #[test]
    fn the_definition_and_the_data_fit_each_other() {
        let (survey, calendar) = (fixture::survey(), fixture::calendar());
        let layout = Layout::new(&survey, &calendar, &fixture::wish(Answers::Values, Multiples::Together));
        let batch = fixture::batch(&survey);
        let mut widths = Widths::new(&layout);
        widths.see(&layout, &batch);
        let xml = triple_s_definition(&layout, &widths);
        assert!(
            xml.contains(
                "<variable ident=\"8\" type=\"multiple\">\n<name>topics</name>\n<label>What about?</label>\n\
                 <position start=\"8\"/>\n<values>\n<value code=\"1\">Price</value>\n<value code=\"2\">Late, again</value>\n"
            ),
            "{xml}"
        );
        assert!(xml.contains("<value code=\"-94\">don't know</value>"), "{xml}");
        assert!(xml.contains("<range from=\"-1.000000\" to=\"4.000000\"/>"), "{xml}");
        let mut bytes = Vec::new();
        let mut file = Box::new(TripleS::new(&layout, &widths, &mut bytes));
        file.batch(&batch).unwrap();
        file.finish().unwrap();
        let data = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = data.lines().collect();
        assert_eq!(
            lines[0],
            "r1,p1,2026Q1,2026-01-05T10:00:00,2026-01-05T09:55:00,en,5,11,3.5,\"said \"\"no\"\", then left\",20260102,1"
        );
        assert_eq!(lines[1], "r2,,2026Q1,,,zh,-94,,-0.02,'=1+1,,2");
    }
}
