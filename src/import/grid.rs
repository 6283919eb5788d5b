//! The beginning of a file of answers as it is: encoding and delimiter found as for an import, all cells as text, the header
//! among them.

use super::aliases;
use super::aliases::MetaColumn;
use super::dates;
use super::delimiter;
use super::encoding;
use super::encoding::Utf8Reader;
use super::number;
use super::number::NumberForm;
use super::text;
use std::io;
use std::io::Read;

/// So much of the file is looked at for its encoding and delimiter.
const HEAD: usize = 256 << 10;

/// Rows of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// Name of the encoding.
    pub encoding: String,
    /// What stands between the cells.
    pub delimiter: char,
    /// Rows; a short one has fewer cells.
    pub rows: Vec<Vec<String>>,
}

/// Reads at most so many rows, of at most so many bytes.
///
/// # Errors
/// When it cannot be read.
pub fn read(reader: impl Read, most_rows: usize, most_bytes: u64) -> io::Result<Grid> {
    let mut bytes = Vec::new();
    reader.take(most_bytes).read_to_end(&mut bytes)?;
    let head = &bytes[..bytes.len().min(HEAD)];
    let found = encoding::detect(head, bytes.len() < HEAD, None);
    let mut text = Vec::new();
    Utf8Reader::new(bytes.as_slice(), found)?.read_to_end(&mut text)?;
    let delimiter = delimiter::sniff(&text[..text.len().min(HEAD)]).unwrap_or(b',');
    let records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_slice())
        .into_byte_records();
    let shown = |record: csv::ByteRecord| -> Vec<String> {
        record
            .iter()
            .map(|cell| text::trimmed(&String::from_utf8_lossy(cell)).to_owned())
            .collect()
    };
    Ok(Grid {
        encoding: found.name.to_string(),
        delimiter: char::from(delimiter),
        rows: records.map_while(Result::ok).take(most_rows).map(shown).collect(),
    })
}

/// What a header says of the response itself, in the words of mapping files, and how likely: 0 the likeliest.
#[must_use]
pub fn meta_of(header: &str) -> Option<(&'static str, usize)> {
    let key = text::name_key(header);
    MetaColumn::ALL.into_iter().find_map(|meta| {
        let place = meta.aliases().iter().position(|alias| *alias == key)?;
        Some((meta.name(), place))
    })
}

/// Whether a header is of something that changes from one export to the next, such as a duration or an address.
#[must_use]
pub fn is_volatile(header: &str) -> bool {
    aliases::is_volatile(&text::name_key(header))
}

/// Whether a cell is a date, and whether it has a time.
#[must_use]
pub fn date(cell: &str) -> Option<bool> {
    dates::parse(cell)?;
    Some(cell.contains(':'))
}

/// The number a cell is.
#[must_use]
pub fn number(cell: &str) -> Option<f64> {
    number::parse(cell, NumberForm::default())
}

/// Which number comes first in these dates, in the words of mapping files, and whether they leave no doubt; `None` where there are none.
pub fn date_order<'a>(cells: impl Iterator<Item = &'a str>) -> Option<(&'static str, bool)> {
    let mut signs = dates::OrderSigns::default();
    let mut any = false;
    for written in cells.filter_map(dates::parse) {
        signs.see(&written);
        any = true;
    }
    any.then(|| match signs.order() {
        Ok(order) => (order.name(), true),
        Err(()) => (crate::definition::mapping::DateOrder::MonthFirst.name(), false),
    })
}
