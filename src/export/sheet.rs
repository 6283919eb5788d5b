//! Excel workbooks: answers, what they mean, and finished tables.
//!
//! Every text is written as a text: no cell is ever a formula. A cell holds 32,767 UTF-16 units; what is longer ends early with a
//! mark, and a sheet of notes lists it.

use super::Answers;
use super::Codebook;
use super::Field;
use super::FieldKind;
use super::Layout;
use super::Sink;
use super::Value;
use super::csv;
use crate::diagnostic::Tongue;
use crate::response::Batch;
use rust_xlsxwriter::Color;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;
use std::io;
use std::io::Write;

/// Most UTF-16 units of a cell.
const CELL: usize = 32_767;
/// Most rows of a sheet.
const ROWS: u32 = 1_048_576;
/// Stands at the end of a text that was cut.
const MARK: &str = " […]";

/// A text that did not fit into its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clipped {
    /// The response.
    pub response: String,
    /// The column.
    pub column: String,
    /// Its length in UTF-16 units.
    pub units: usize,
}

/// A finished table for a sheet of its own: words as they are printed, numbers as numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct XlsxTable {
    /// Name of the sheet.
    pub name: String,
    /// Lines above the table.
    pub head: Vec<String>,
    /// Rows of the head, then of the body.
    pub rows: Vec<Vec<XlsxCell>>,
    /// How many of the rows are head.
    pub head_rows: usize,
    /// Lines below the table.
    pub foot: Vec<String>,
}

/// A cell of a finished table.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum XlsxCell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// Letters of significance, small.
    Letters(String),
    /// A share in [0, 1], shown in percent with so many decimals.
    Share(f64, u8),
    /// A number with so many decimals.
    Number(f64, u8),
}

/// A workbook.
pub struct XlsxFile<'s, W: Write + Send> {
    layout: &'s Layout<'s>,
    out: W,
    book: Workbook,
    formats: Formats,
    row: u32,
    clipped: Vec<Clipped>,
    /// Sheets behind the answers.
    codebook: Option<Codebook>,
    tables: Vec<XlsxTable>,
}

struct Formats {
    head: Format,
    date: Format,
    moment: Format,
    letters: Format,
    title: Format,
    quiet: Format,
}

impl Formats {
    fn new() -> Self {
        let quiet = Color::RGB(0x5f_6b_76);
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            letters: Format::new()
                .set_font_size(8)
                .set_font_color(quiet)
                .set_align(FormatAlign::Right),
            title: Format::new().set_bold().set_font_size(13),
            quiet: Format::new().set_font_color(quiet),
        }
    }
}

impl<'s, W: Write + Send> XlsxFile<'s, W> {
    /// A workbook whose first sheet takes the answers; `codebook` and `tables` become sheets behind it.
    ///
    /// # Errors
    /// When a sheet cannot be made.
    pub fn new(layout: &'s Layout<'s>, codebook: Option<Codebook>, tables: Vec<XlsxTable>, out: W) -> io::Result<Self> {
        let mut book = workbook()?;
        let formats = Formats::new();
        let tongue = layout.lang.tongue();
        let sheet = book.add_worksheet_with_constant_memory().map_err(broken)?;
        sheet.set_name(tongue.pick("Answers", "答卷")).map_err(broken)?;
        sheet.set_freeze_panes(1, 1).map_err(broken)?;
        for (at, field) in layout.fields.iter().enumerate() {
            let at = column(at)?;
            sheet
                .set_column_width(at, if matches!(field.kind, FieldKind::Text) { 24 } else { 12 })
                .map_err(broken)?;
            sheet
                .write_string_with_format(0, at, clip(&field.name).0, &formats.head)
                .map_err(broken)?;
        }
        Ok(Self {
            layout,
            out,
            book,
            formats,
            row: 1,
            clipped: Vec::new(),
            codebook,
            tables,
        })
    }

    fn cell(&mut self, at: u16, field: &Field, value: &Value<'_>, response: &str) -> Result<(), XlsxError> {
        let (row, answers) = (self.row, self.layout.answers);
        let sheet = self.book.worksheet_from_index(0)?;
        let number = match (value, &field.kind) {
            (Value::Number(number), _) => Some(*number),
            (Value::Flag(chosen), _) => Some(f64::from(u8::from(*chosen))),
            (Value::Option(position), FieldKind::Coded { options, ordered })
                if answers == Answers::Values || (answers == Answers::Ids && *ordered) =>
            {
                options.get(*position).map(|(_, value, _)| f64::from(*value))
            }
            _ => None,
        };
        if let Some(number) = number {
            sheet.write_number(row, at, number)?;
            return Ok(());
        }
        // Days before 1900 are no days to Excel.
        let serial = match value {
            Value::Date(day) if *day > -25_509 => Some((f64::from(*day) + 25_569.0, &self.formats.date)),
            #[expect(clippy::cast_precision_loss, reason = "seconds of our era are far below 2^53")]
            Value::Moment(seconds) => Some((*seconds as f64 / 86_400.0 + 25_569.0, &self.formats.moment)),
            _ => None,
        };
        if let Some((serial, format)) = serial {
            sheet.write_number_with_format(row, at, serial, format)?;
            return Ok(());
        }
        let text = match value {
            Value::Text(words) => words.clone(),
            Value::Option(position) => match &field.kind {
                FieldKind::Coded { options, .. } if answers == Answers::Labels => options
                    .get(*position)
                    .map_or_else(Default::default, |(_, _, label)| label.as_str().into()),
                _ => csv::text(field, value, answers, true),
            },
            value => csv::text(field, value, answers, true),
        };
        if text.is_empty() {
            return Ok(());
        }
        let (shown, units) = clip(&text);
        sheet.write_string(row, at, &shown)?;
        if units > CELL {
            self.clipped.push(Clipped {
                response: response.to_owned(),
                column: field.name.clone(),
                units,
            });
        }
        Ok(())
    }
}

impl<W: Write + Send> Sink for XlsxFile<'_, W> {
    fn batch(&mut self, batch: &Batch) -> io::Result<()> {
        let layout = self.layout;
        for row in 0..batch.len() {
            if self.row >= ROWS {
                return Err(io::Error::new(
                    io::ErrorKind::FileTooLarge,
                    "a sheet holds 1,048,575 responses: take CSV or Parquet, or one wave",
                ));
            }
            let response = batch.meta.response_id.words(row).to_owned();
            for (at, field) in layout.fields.iter().enumerate() {
                let value = layout.value(field, batch, row);
                self.cell(column(at)?, field, &value, &response).map_err(broken)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let tongue = self.layout.lang.tongue();
        if let Some(codebook) = self.codebook.take() {
            labels(&mut self.book, &self.formats, &codebook, tongue).map_err(broken)?;
        }
        for table in std::mem::take(&mut self.tables) {
            finished(&mut self.book, &self.formats, &table).map_err(broken)?;
        }
        if !self.clipped.is_empty() {
            notes(&mut self.book, &self.formats, &self.clipped, tongue).map_err(broken)?;
        }
        // The library seeks in what it writes; a pipe cannot.
        let bytes = self.book.save_to_buffer().map_err(broken)?;
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

/// A workbook of finished tables, a sheet each.
///
/// # Errors
/// When the bytes cannot be written.
pub fn write_tables(tables: &[XlsxTable], mut out: impl Write) -> io::Result<()> {
    let (mut book, formats) = (workbook()?, Formats::new());
    for table in tables {
        finished(&mut book, &formats, table).map_err(broken)?;
    }
    let bytes = book.save_to_buffer().map_err(broken)?;
    out.write_all(&bytes)?;
    out.flush()
}

fn workbook() -> io::Result<Workbook> {
    let mut book = Workbook::new();
    // No clock is asked: the same answers give the same bytes.
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).map_err(broken)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    Ok(book)
}

/// The codebook as a sheet: a row an answer that can be given, and a row a kind of missing.
fn labels(book: &mut Workbook, formats: &Formats, codebook: &Codebook, tongue: Tongue) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(tongue.pick("Labels", "标签"))?;
    sheet.set_freeze_panes(1, 0)?;
    let heads = [
        tongue.pick("column", "列"),
        tongue.pick("question", "题目"),
        tongue.pick("kind", "类型"),
        tongue.pick("value", "数值"),
        tongue.pick("id", "代号"),
        tongue.pick("label", "标签"),
        tongue.pick("count", "数量"),
    ];
    for ((at, head), width) in (0u16..).zip(heads).zip([20, 48, 10, 8, 16, 36, 8]) {
        sheet.write_string_with_format(0, at, head, &formats.head)?;
        sheet.set_column_width(at, width)?;
    }
    let mut row = 1;
    for field in &codebook.fields {
        let begin = |sheet: &mut Worksheet, row: u32| -> Result<(), XlsxError> {
            sheet.write_string(row, 0, clip(&field.name).0)?;
            sheet.write_string(row, 1, clip(&field.label).0)?;
            sheet.write_string(row, 2, field.kind)?;
            Ok(())
        };
        for value in &field.values {
            begin(sheet, row)?;
            sheet.write_number(row, 3, value.value)?;
            sheet.write_string(row, 4, clip(&value.id).0)?;
            sheet.write_string(row, 5, clip(&value.label).0)?;
            #[expect(clippy::cast_precision_loss, reason = "a count of responses is far below 2^53")]
            sheet.write_number(row, 6, value.count as f64)?;
            row += 1;
        }
        for missing in &field.missing {
            begin(sheet, row)?;
            sheet.write_string_with_format(row, 4, missing.kind, &formats.quiet)?;
            sheet.write_string_with_format(row, 5, tongue.pick("missing", "缺失"), &formats.quiet)?;
            #[expect(clippy::cast_precision_loss, reason = "a count of responses is far below 2^53")]
            sheet.write_number(row, 6, missing.count as f64)?;
            row += 1;
        }
        if field.values.is_empty() && field.missing.is_empty() {
            begin(sheet, row)?;
            row += 1;
        }
    }
    Ok(())
}

fn finished(book: &mut Workbook, formats: &Formats, table: &XlsxTable) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&table.name))?;
    let mut row = 0;
    for (at, line) in table.head.iter().enumerate() {
        let format = if at == 0 { &formats.title } else { &formats.quiet };
        sheet.write_string_with_format(row, 0, clip(line).0, format)?;
        row += 1;
    }
    sheet.set_column_width(0, 44)?;
    let first = row;
    for (nth, cells) in table.rows.iter().enumerate() {
        for (at, cell) in (0u16..).zip(cells) {
            match cell {
                XlsxCell::Empty => {}
                XlsxCell::Text(text) if nth < table.head_rows => {
                    sheet.write_string_with_format(row, at, clip(text).0, &formats.head)?;
                }
                XlsxCell::Text(text) => {
                    sheet.write_string(row, at, clip(text).0)?;
                }
                XlsxCell::Letters(text) => {
                    sheet.write_string_with_format(row, at, clip(text).0, &formats.letters)?;
                }
                XlsxCell::Share(share, decimals) => {
                    let format = Format::new().set_num_format(pattern(*decimals, "%"));
                    sheet.write_number_with_format(row, at, *share, &format)?;
                }
                XlsxCell::Number(number, decimals) => {
                    let format = Format::new().set_num_format(pattern(*decimals, ""));
                    sheet.write_number_with_format(row, at, *number, &format)?;
                }
            }
        }
        row += 1;
    }
    let head_end = first + u32::try_from(table.head_rows).unwrap_or(0);
    sheet.set_freeze_panes(head_end, 1)?;
    row += 1;
    for line in &table.foot {
        sheet.write_string_with_format(row, 0, clip(line).0, &formats.quiet)?;
        row += 1;
    }
    Ok(())
}

fn notes(book: &mut Workbook, formats: &Formats, clipped: &[Clipped], tongue: Tongue) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(tongue.pick("Notes", "说明"))?;
    sheet.write_string_with_format(
        0,
        0,
        tongue.pick(
            "These texts are longer than a cell holds and end early; the CSV export has them whole.",
            "下列文字超过单元格容量，已截断；CSV 导出中为全文。",
        ),
        &formats.quiet,
    )?;
    let heads = [
        tongue.pick("response", "答卷"),
        tongue.pick("column", "列"),
        tongue.pick("length", "长度"),
    ];
    for (at, head) in (0u16..).zip(heads) {
        sheet.write_string_with_format(2, at, head, &formats.head)?;
    }
    for (row, one) in (3u32..).zip(clipped) {
        sheet.write_string(row, 0, clip(&one.response).0)?;
        sheet.write_string(row, 1, clip(&one.column).0)?;
        #[expect(clippy::cast_precision_loss, reason = "the length of a text is far below 2^53")]
        sheet.write_number(row, 2, one.units as f64)?;
    }
    Ok(())
}

/// `0.0%` for one decimal.
fn pattern(decimals: u8, unit: &str) -> String {
    let places = usize::from(decimals);
    let point = if places == 0 { "" } else { "." };
    format!("0{point}{}{unit}", "0".repeat(places))
}

/// A name a sheet can have: at most 31 characters, none of `[]:*?/\`.
fn sheet_name(name: &str) -> String {
    let fits = |c: char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    name.chars().map(|c| if fits(c) { c } else { ' ' }).take(31).collect()
}

/// As much of a text as a cell holds, marked where it ends early; and its whole length in UTF-16 units. Control
/// characters have no place in a sheet and are left out, but for tabs and line ends, which become one kind of line end.
fn clip(text: &str) -> (String, usize) {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = lines.chars().filter(allowed).collect();
    let units = clean.encode_utf16().count();
    if units <= CELL {
        return (clean, units);
    }
    let room = CELL - MARK.encode_utf16().count();
    let mut used = 0;
    let kept: String = clean
        .chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= room
        })
        .collect();
    (kept + MARK, units)
}

fn column(at: usize) -> io::Result<u16> {
    u16::try_from(at).ok().filter(|at| *at < 16_384).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::FileTooLarge,
            "a sheet holds 16,384 columns: take CSV or Parquet",
        )
    })
}

fn broken(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_ends_on_a_character_with_a_mark() {
        for (text, whole) in [
            ("a".repeat(CELL), true),
            ("a".repeat(CELL + 1), false),
            ("😀".repeat(CELL / 2 + 1), false),
        ] {
            let (shown, units) = clip(&text);
            assert_eq!(units, text.encode_utf16().count());
            assert!(shown.encode_utf16().count() <= CELL);
            assert_eq!(shown.ends_with(MARK), !whole);
        }
        assert_eq!(clip("a\r\nb\u{1}c").0, "a\nbc");
    }
}
