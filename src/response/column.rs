//! One variable's answers.

use crate::logic::Missing;
use crate::logic::code_missing;
use crate::logic::missing_code;

/// One answer, taken out of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No answer, and why.
    Missing(Missing),
    /// Position of an option.
    Option(u16),
    /// Bit `i` is set when the option at position `i` was chosen.
    Multiple(u128),
    /// A finite number.
    Number(f64),
    /// Words, not empty.
    Text(&'a str),
    /// Days since 1970-01-01.
    Date(i32),
}

/// The answers to one variable, in the order of responses. The parallel `missing` vectors hold 0 for a valid answer
/// and [`Missing::byte`] of the kind otherwise; the value beside a missing mark means nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Rating, choice or band: positions of options, or [`missing_code`] of a kind of missing.
    Coded(Vec<u16>),
    /// Multiple choice.
    Multiple {
        /// Chosen options.
        bits: Vec<u128>,
        /// Kinds of missing.
        missing: Vec<u8>,
    },
    /// Numbers.
    Number {
        /// Finite numbers.
        values: Vec<f64>,
        /// Kinds of missing.
        missing: Vec<u8>,
    },
    /// Words.
    Text(TextColumn),
    /// Days since 1970-01-01.
    Date {
        /// Days.
        days: Vec<i32>,
        /// Kinds of missing.
        missing: Vec<u8>,
    },
}

impl Column {
    /// Number of responses.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Coded(codes) => codes.len(),
            Self::Multiple { missing, .. } | Self::Number { missing, .. } | Self::Date { missing, .. } => missing.len(),
            Self::Text(texts) => texts.len(),
        }
    }

    /// Whether there are no responses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answer of one response; out of range it is `not_in_version`.
    #[must_use]
    pub fn get(&self, row: usize) -> Cell<'_> {
        let marked = |missing: &[u8]| {
            missing
                .get(row)
                .map_or(Some(Missing::NotInVersion), |&mark| Missing::from_byte(mark))
        };
        match self {
            Self::Coded(codes) => {
                let Some(&code) = codes.get(row) else {
                    return Cell::Missing(Missing::NotInVersion);
                };
                code_missing(code).map_or(Cell::Option(code), Cell::Missing)
            }
            Self::Multiple { bits, missing } => {
                marked(missing).map_or_else(|| Cell::Multiple(bits[row]), Cell::Missing)
            }
            Self::Number { values, missing } => {
                marked(missing).map_or_else(|| Cell::Number(values[row]), Cell::Missing)
            }
            Self::Date { days, missing } => marked(missing).map_or_else(|| Cell::Date(days[row]), Cell::Missing),
            Self::Text(texts) => texts.get(row),
        }
    }

    /// Puts `cell` at `row`, which must exist; a cell of another kind of column becomes `invalid`. Words cannot be
    /// replaced in place: use [`TextColumn::push`] on a new column.
    pub fn set(&mut self, row: usize, cell: Cell<'_>) {
        let mark = |missing: &mut Vec<u8>, valid: bool| {
            let kind = if let Cell::Missing(kind) = cell {
                kind
            } else {
                Missing::Invalid
            };
            missing[row] = if valid { 0 } else { kind.byte() };
        };
        match (self, cell) {
            (Self::Coded(codes), Cell::Option(position)) => codes[row] = position,
            (Self::Coded(codes), Cell::Missing(kind)) => codes[row] = missing_code(kind),
            (Self::Coded(codes), _) => codes[row] = missing_code(Missing::Invalid),
            (Self::Multiple { bits, missing }, Cell::Multiple(set)) => {
                bits[row] = set;
                mark(missing, true);
            }
            (Self::Number { values, missing }, Cell::Number(value)) => {
                values[row] = value;
                mark(missing, true);
            }
            (Self::Date { days, missing }, Cell::Date(day)) => {
                days[row] = day;
                mark(missing, true);
            }
            (Self::Multiple { missing, .. } | Self::Number { missing, .. } | Self::Date { missing, .. }, _) => {
                mark(missing, false);
            }
            (Self::Text(texts), cell) => texts.replace(row, cell),
        }
    }

    /// Adds `cell` at the end; a cell of another kind of column becomes `invalid`.
    pub fn push(&mut self, cell: Cell<'_>) {
        let at = self.len();
        match self {
            Self::Coded(codes) => codes.push(0),
            Self::Multiple { bits, missing } => {
                bits.push(0);
                missing.push(0);
            }
            Self::Number { values, missing } => {
                values.push(0.0);
                missing.push(0);
            }
            Self::Date { days, missing } => {
                days.push(0);
                missing.push(0);
            }
            Self::Text(texts) => return texts.push(cell),
        }
        self.set(at, cell);
    }

    /// An empty column of the same kind.
    #[must_use]
    pub fn like(&self) -> Self {
        match self {
            Self::Coded(_) => Self::Coded(Vec::new()),
            Self::Multiple { .. } => Self::Multiple {
                bits: Vec::new(),
                missing: Vec::new(),
            },
            Self::Number { .. } => Self::Number {
                values: Vec::new(),
                missing: Vec::new(),
            },
            Self::Text(_) => Self::Text(TextColumn::default()),
            Self::Date { .. } => Self::Date {
                days: Vec::new(),
                missing: Vec::new(),
            },
        }
    }
}

/// Words in one buffer: a million comments cost one allocation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextColumn {
    words: String,
    /// Where each text ends in `words`; it begins where the one before ends.
    ends: Vec<usize>,
    missing: Vec<u8>,
}

impl TextColumn {
    /// Number of responses.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no responses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Adds a text or a kind of missing; empty words are `skipped`, another kind of cell `invalid`.
    pub fn push(&mut self, cell: Cell<'_>) {
        let mark = match cell {
            Cell::Text("") => Missing::Skipped.byte(),
            Cell::Text(words) => {
                self.words.push_str(words);
                0
            }
            Cell::Missing(kind) => kind.byte(),
            _ => Missing::Invalid.byte(),
        };
        self.ends.push(self.words.len());
        self.missing.push(mark);
    }

    /// The text of one response; out of range it is `not_in_version`.
    #[must_use]
    pub fn get(&self, row: usize) -> Cell<'_> {
        match self.missing.get(row).copied() {
            None => Cell::Missing(Missing::NotInVersion),
            Some(mark) => Missing::from_byte(mark).map_or_else(|| Cell::Text(self.slice(row)), Cell::Missing),
        }
    }

    /// The words of one response, empty where missing or out of range.
    #[must_use]
    pub fn words(&self, row: usize) -> &str {
        if self.missing.get(row) == Some(&0) {
            self.slice(row)
        } else {
            ""
        }
    }

    fn slice(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start..self.ends[row]]
    }

    fn replace(&mut self, row: usize, cell: Cell<'_>) {
        let mut new = Self::default();
        for at in 0..self.len() {
            new.push(if at == row { cell } else { self.get(at) });
        }
        *self = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_missing_survives_every_column() {
        let columns = [
            Column::Coded(vec![]),
            Column::Multiple {
                bits: vec![],
                missing: vec![],
            },
            Column::Number {
                values: vec![],
                missing: vec![],
            },
            Column::Text(TextColumn::default()),
            Column::Date {
                days: vec![],
                missing: vec![],
            },
        ];
        for mut column in columns {
            for kind in Missing::ALL {
                column.push(Cell::Missing(kind));
            }
            for (row, kind) in Missing::ALL.into_iter().enumerate() {
                assert_eq!(column.get(row), Cell::Missing(kind));
            }
            assert_eq!(column.get(99), Cell::Missing(Missing::NotInVersion));
        }
    }

    #[test]
    fn texts_keep_their_borders() {
        let mut texts = TextColumn::default();
        for cell in [
            Cell::Text("慢"),
            Cell::Missing(Missing::Skipped),
            Cell::Text("late\nagain"),
            Cell::Text(""),
        ] {
            texts.push(cell);
        }
        assert_eq!(
            (texts.words(0), texts.words(1), texts.words(2)),
            ("慢", "", "late\nagain")
        );
        texts.replace(0, Cell::Text("很慢"));
        assert_eq!((texts.words(0), texts.words(2)), ("很慢", "late\nagain"));
        assert_eq!(texts.get(3), Cell::Missing(Missing::Skipped));
    }

    #[test]
    fn a_cell_of_the_wrong_kind_is_invalid() {
        let mut column = Column::Number {
            values: vec![],
            missing: vec![],
        };
        column.push(Cell::Text("forty"));
        column.push(Cell::Number(40.0));
        assert_eq!(column.get(0), Cell::Missing(Missing::Invalid));
        assert_eq!(column.get(1), Cell::Number(40.0));
    }
}
