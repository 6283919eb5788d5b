//! Excel workbooks (`.xlsx`) as CSV: one sheet, cell by cell, a row of the sheet a record.
//!
//! In: the bytes of a workbook. Out: CSV that the importer reads like any other, with the sheet's row numbers as its lines. A
//! workbook is a zip file, and a small one can hide a large one; [`check`] inflates it once and counts before anything is kept.
//! Sources of the limits: what spreadsheets themselves hold (1,048,576 rows, 16,384 columns), and what no survey export needs.

mod cell;
mod limits;

pub use limits::Limits;
pub use limits::Refusal;
pub use limits::check;

use calamine::DataRef;
use calamine::Reader;
use calamine::SheetType;
use calamine::SheetVisible;
use calamine::Xlsx;
use calamine::XlsxError;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;

/// The first bytes of a zip file.
const ZIP: &[u8] = b"PK\x03\x04";

/// Whether a file that begins with these bytes may be a workbook.
#[must_use]
pub fn looks_like_workbook(head: &[u8]) -> bool {
    head.starts_with(ZIP)
}

/// What was read of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The other sheets that hold cells.
    pub others: Vec<String>,
    /// Its rows, blank ones between included.
    pub rows: u64,
}

/// Writes a sheet of a workbook as CSV: the one named, else the first that a reader sees and that has cells.
///
/// # Errors
/// [`Refusal`] when it is no workbook, is larger than `limits`, or has no such sheet.
pub fn to_csv<R: Read + Seek>(
    mut workbook: R,
    sheet: Option<&str>,
    limits: Limits,
    out: &mut dyn Write,
) -> Result<Sheet, Refusal> {
    check(&mut workbook, limits)?;
    workbook.rewind().map_err(Refusal::Read)?;
    let mut book: Xlsx<R> = Xlsx::new(workbook).map_err(broken)?;
    let shown: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut filled = Vec::new();
    for name in &shown {
        if has_cells(&mut book, name)? {
            filled.push(name.clone());
        }
    }
    let chosen = match sheet {
        Some(wanted) => book
            .sheet_names()
            .into_iter()
            .find(|name| name == wanted)
            .ok_or_else(|| Refusal::NoSheet {
                wanted: wanted.to_owned(),
                there: shown.clone(),
            })?,
        None => filled.first().cloned().ok_or(Refusal::Empty)?,
    };
    let rows = write(&mut book, &chosen, limits, out)?;
    Ok(Sheet {
        others: filled.into_iter().filter(|name| *name != chosen).collect(),
        name: chosen,
        rows,
    })
}

fn has_cells<R: Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Result<bool, Refusal> {
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        if !matches!(cell.get_value(), DataRef::Empty) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes the cells as they come, never the rectangle around them.
fn write<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, limits: Limits, out: &mut dyn Write) -> Result<u64, Refusal> {
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut writer = Rows {
        out,
        row: 0,
        cells: Vec::new(),
        width: 0,
    };
    let mut count: u64 = 0;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        count += 1;
        if count > limits.cells {
            return Err(Refusal::Cells { most: limits.cells });
        }
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= limits.columns {
            return Err(Refusal::Columns { most: limits.columns });
        }
        let text = cell::text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        writer.put(row, column, text).map_err(Refusal::Read)?;
    }
    writer.finish().map_err(Refusal::Read)
}

/// Gathers the cells of one row.
struct Rows<'w> {
    out: &'w mut dyn Write,
    /// The row being gathered, from 0.
    row: u32,
    cells: Vec<String>,
    /// The widest row so far: rows below a header have as many cells, if only empty ones.
    width: usize,
}

impl Rows<'_> {
    fn put(&mut self, row: u32, column: usize, text: String) -> io::Result<()> {
        while self.row < row {
            self.end_row()?;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.row += 1;
        // A row without cells is a line without characters: no row to the importer, but counted.
        if !self.cells.is_empty() {
            self.width = self.width.max(self.cells.len());
            self.cells.resize(self.width, String::new());
            for (at, cell) in self.cells.iter().enumerate() {
                if at > 0 {
                    self.out.write_all(b",")?;
                }
                quoted(cell, self.out)?;
            }
        }
        self.out.write_all(b"\n")?;
        self.cells.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<u64> {
        if !self.cells.is_empty() {
            self.end_row()?;
        }
        self.out.flush()?;
        Ok(u64::from(self.row))
    }
}

fn quoted(cell: &str, out: &mut dyn Write) -> io::Result<()> {
    if !cell.contains([',', '"', '\n', '\r']) {
        return out.write_all(cell.as_bytes());
    }
    out.write_all(b"\"")?;
    out.write_all(cell.replace('"', "\"\"").as_bytes())?;
    out.write_all(b"\"")
}

fn broken(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Io(error) => Refusal::Read(error),
        XlsxError::Password => Refusal::Locked,
        other => Refusal::Broken(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
