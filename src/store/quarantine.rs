//! What could not be read, kept so that a person can mend it: a CSV file with the original of each cell or row.
//!
//! Cells that a spreadsheet would run as a formula get an apostrophe in front, as everywhere manyi writes CSV; the import takes
//! it off again.

use crate::locale::looks_like_formula;

/// A cell, or a whole row, that was not taken as it stood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Quarantined {
    /// Line of the file, from 1.
    pub line: u64,
    /// The response, where the row has an id that could be read.
    pub response_id: String,
    /// Header of the column; empty for a whole row.
    pub column: String,
    /// What stood there; a whole row as one line of CSV.
    pub original: String,
    /// Code of the rule that was broken, such as `MY301`.
    pub code: String,
    /// Why it was not taken.
    pub reason: String,
}

/// The header of a quarantine file.
pub(super) const HEADER: [&str; 6] = ["line", "response_id", "column", "original", "code", "reason"];

impl Quarantined {
    pub(super) fn csv(&self) -> String {
        let line = self.line.to_string();
        csv_line(&[
            &line,
            &self.response_id,
            &self.column,
            &self.original,
            &self.code,
            &self.reason,
        ])
    }
}

/// One line of CSV (RFC 4180, ended by a line feed) whose cells no spreadsheet takes for a formula.
#[must_use]
pub fn csv_line(cells: &[&str]) -> String {
    let mut line = String::new();
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            line.push(',');
        }
        let guard = if looks_like_formula(cell) { "'" } else { "" };
        let quoted = cell.contains([',', '"', '\n', '\r', '\t', ';']) || cell.starts_with(' ') || cell.ends_with(' ');
        if quoted {
            line.push('"');
            line.push_str(guard);
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(guard);
            line.push_str(cell);
        }
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::unguarded;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        let cells = [
            "=1+1",
            "-2+3+cmd",
            "-0.02",
            "+8613800000000",
            "＝A1",
            "ok",
            "a,b",
            "say \"hi\"",
            "'=x",
        ];
        let line = csv_line(&cells);
        for cell in cells {
            let written = csv_line(&[cell]);
            let written = written.strip_suffix('\n').unwrap();
            let written = written
                .strip_prefix('"')
                .and_then(|inner| inner.strip_suffix('"'))
                .unwrap_or(written)
                .replace("\"\"", "\"");
            assert_eq!(unguarded(&written), cell);
        }
        assert_eq!(
            line,
            "'=1+1,'-2+3+cmd,-0.02,+8613800000000,'＝A1,ok,\"a,b\",\"say \"\"hi\"\"\",''=x\n"
        );
    }
}
