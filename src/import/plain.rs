//! A CSV file as it is: encoding and delimiter found as for answers, the cells left as text.

use super::delimiter;
use super::encoding;
use super::encoding::Utf8Reader;
use crate::diagnostic::Words;
use std::collections::BTreeSet;
use std::io;
use std::io::Read;

/// So much of the file is looked at for its encoding and delimiter.
const HEAD: usize = 256 << 10;

/// Header and rows of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    /// Names of the columns.
    pub names: Vec<String>,
    /// Rows; a short one has fewer cells.
    pub rows: Vec<Vec<String>>,
}

/// Reads a whole file; the words say why it has no cells, and the way out.
///
/// # Errors
/// When it cannot be read.
pub fn read(mut reader: impl Read) -> io::Result<Result<Cells, Words>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let head = &bytes[..bytes.len().min(HEAD)];
    let found = encoding::detect(head, bytes.len() < HEAD, None);
    let mut text = Vec::new();
    Utf8Reader::new(bytes.as_slice(), found)?.read_to_end(&mut text)?;
    if text.iter().all(u8::is_ascii_whitespace) {
        return Ok(Err(Words::new(
            "there is nothing in it: write a header and rows below it",
            "没有内容：请写入表头及其下的数据行",
        )));
    }
    // One column of numbers is a file too.
    let delimiter = delimiter::sniff(&text[..text.len().min(HEAD)]).unwrap_or(b',');
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_slice())
        .into_byte_records();
    let cells = |record: Result<csv::ByteRecord, csv::Error>| -> io::Result<Vec<String>> {
        let record = record.map_err(io::Error::other)?;
        Ok(record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
            .collect())
    };
    let names = records.next().map(cells).transpose()?.unwrap_or_default();
    let rows = records.map(cells).collect::<io::Result<Vec<_>>>()?;
    Ok(match fault(&names, &rows) {
        None => Ok(Cells { names, rows }),
        Some(words) => Err(words),
    })
}

/// What leaves open which column a cell belongs to.
fn fault(names: &[String], rows: &[Vec<String>]) -> Option<Words> {
    let mut seen = BTreeSet::new();
    let twice = names
        .iter()
        .find(|name| !name.is_empty() && !seen.insert(name.as_str()));
    if let Some(name) = twice {
        return Some(Words::new(
            format!("two columns are called `{name}`: rename one of them"),
            format!("有两列都叫 `{name}`：请改掉其中一个列名"),
        ));
    }
    let long = |row: &Vec<String>| row.iter().skip(names.len()).any(|cell| !cell.is_empty());
    let at = rows.iter().position(long)?;
    let (row, have, wide) = (at + 1, rows[at].len(), names.len());
    Some(Words::new(
        format!(
            "data row {row} has {have} cells, the header {wide}: quote a cell that holds the delimiter, `\"a, b\"`"
        ),
        format!("第 {row} 行数据有 {have} 个单元格，表头有 {wide} 个：含分隔符的单元格请加引号，如 `\"a, b\"`"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Cells {
        read(bytes).unwrap().unwrap()
    }

    #[test]
    fn encodings_and_delimiters_are_found() {
        let wanted = cells("组,分\n甲,4\n乙,\n".as_bytes());
        assert_eq!(wanted.names, ["组", "分"]);
        assert_eq!(wanted.rows, [["甲", "4"], ["乙", ""]]);
        assert_eq!(cells("\u{feff}组;分\r\n甲;4\r\n乙;\r\n".as_bytes()), wanted);
        let utf16: Vec<u8> = "\u{feff}组\t分\n甲\t4\n乙\t\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(cells(&utf16), wanted);
        let gb = [
            0xd7, 0xe9, b',', 0xb7, 0xd6, b'\n', 0xbc, 0xd7, b',', b'4', b'\n', 0xd2, 0xd2, b',', b'\n',
        ];
        assert_eq!(cells(&gb), wanted);
    }

    #[test]
    fn one_column_and_quoted_cells_are_cells() {
        assert_eq!(cells(b"x\n1\n2\n").rows, [["1"], ["2"]]);
        assert_eq!(cells(b"a,b\n\"1,5\",2\n").rows, [["1,5", "2"]]);
    }

    #[test]
    fn nothing_two_names_and_a_long_row_are_problems() {
        let problem = |text: &str| read(text.as_bytes()).unwrap().unwrap_err().en;
        assert!(problem("\n").contains("nothing"));
        assert!(problem("a,a\n1,2\n").contains("`a`"));
        assert!(problem("a,b\n1,2\n1,2,3\n").contains("data row 2 has 3 cells"));
    }
}
