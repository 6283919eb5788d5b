//! A table of cells and the ways real exports write one.

use encoding_rs::GB18030;
use std::error::Error;
use std::fs;
use std::path::Path;

/// How a file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// UTF-8, comma, line feed.
    Plain,
    /// UTF-8 with a byte order mark, comma, carriage return and line feed: a spreadsheet's CSV.
    Spreadsheet,
    /// GB18030, semicolon.
    Chinese,
    /// UTF-16 with a byte order mark, tab: a spreadsheet's "Unicode text".
    Unicode,
}

/// A header and rows of as many cells.
pub struct Table {
    style: Style,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// No rows yet.
    pub fn new(style: Style, header: &[&str]) -> Self {
        Self {
            style,
            header: header.iter().map(|&name| name.to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// A copy of a row.
    pub fn row(&self, at: usize) -> Vec<String> {
        self.rows[at].clone()
    }

    /// Adds an empty column on the right.
    pub fn widen(&mut self, name: &str) {
        self.header.push(name.to_owned());
        self.rows.iter_mut().for_each(|row| row.push(String::new()));
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Result<usize, String> {
        self.header
            .iter()
            .position(|column| column == name)
            .ok_or_else(|| format!("there is no column {name}"))
    }

    /// The columns of some questions and of their lines.
    pub fn columns_of(&self, questions: &[&str]) -> Vec<String> {
        let of = |column: &str| questions.contains(&column.split('.').next().unwrap_or_default());
        self.header.iter().filter(|column| of(column)).cloned().collect()
    }

    /// What stands in a cell.
    pub fn get(&self, row: usize, name: &str) -> Result<&str, String> {
        Ok(&self.rows[row][self.column(name)?])
    }

    /// Writes over a cell.
    pub fn set(&mut self, row: usize, name: &str, text: &str) -> Result<(), String> {
        let column = self.column(name)?;
        text.clone_into(&mut self.rows[row][column]);
        Ok(())
    }

    /// Writes the file and the folders it needs.
    pub fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let (delimiter, line_end) = match self.style {
            Style::Plain => (b',', csv::Terminator::Any(b'\n')),
            Style::Spreadsheet => (b',', csv::Terminator::CRLF),
            Style::Chinese => (b';', csv::Terminator::CRLF),
            Style::Unicode => (b'\t', csv::Terminator::CRLF),
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(line_end)
            .from_writer(Vec::new());
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        let text = String::from_utf8(writer.into_inner()?)?;
        let bytes = match self.style {
            Style::Plain => text.into_bytes(),
            Style::Spreadsheet => format!("\u{feff}{text}").into_bytes(),
            Style::Chinese => GB18030.encode(&text).0.into_owned(),
            Style::Unicode => format!("\u{feff}{text}")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(path, bytes)?)
    }
}
