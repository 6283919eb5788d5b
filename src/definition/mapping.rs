//! The mapping file: how a foreign export's columns and cells are to be read, kept beside the survey in git.
//!
//! Values only here; `import` reads answers by it. Nothing in it is checked against the survey or the file of answers:
//! that is done where both are at hand.

use crate::diagnostic::Place;
use std::collections::BTreeMap;

/// How one export is read. An empty mapping leaves everything to be found by itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mapping {
    /// The survey it belongs to, where it says so.
    pub survey: Option<Entry>,
    /// The form of the file.
    pub format: Format,
    /// What each column is, by its header or by `#3` for the third: a variable, `response_id` and the like, or nothing
    /// (`None`: the column is left out on purpose).
    pub columns: BTreeMap<String, Column>,
    /// For a multiple choice with one column an option: question, option, header.
    pub multiple: BTreeMap<String, BTreeMap<String, Entry>>,
    /// What cells mean: variable (or `*` for all), cell, answer. An answer is an option's id, a number, or a kind of
    /// missing in angle brackets such as `<skipped>`.
    pub values: BTreeMap<String, BTreeMap<String, Entry>>,
    /// What stands between the options of a multiple choice, by question.
    pub separators: BTreeMap<String, Entry>,
    /// The wave all responses of the file belong to.
    pub wave: Option<Entry>,
    /// IANA time zone of the times that carry no offset.
    pub time_zone: Option<Entry>,
}

/// A text with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was written.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// What a column is.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its target; `None` leaves it out.
    pub target: Option<String>,
    /// Where that was written.
    pub place: Place,
}

/// The form of a file of answers; `None` is found by looking at the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Format {
    /// Encoding by its usual name: `utf-8`, `utf-16le`, `gb18030`, `big5` …
    pub encoding: Option<Entry>,
    /// One character between the cells.
    pub delimiter: Option<char>,
    /// Records that make up the header, 0 to 9; 1 when not said.
    pub header_rows: Option<usize>,
    /// Lines to leave out (with the record that begins there), counted from 1 as an editor does; before the header is read.
    pub skip_rows: Vec<u64>,
    /// Which number comes first in dates such as 4/5/2026.
    pub date_order: Option<DateOrder>,
    /// The decimal mark of numbers; a point when not said.
    pub decimal: Option<char>,
    /// The mark between thousands; none is accepted when not said.
    pub thousands: Option<char>,
}

/// The order of the parts of a date written in numbers; a year of four digits in front is always understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// Year, month, day.
    YearFirst,
    /// Month, day, year.
    MonthFirst,
    /// Day, month, year.
    DayFirst,
}

impl DateOrder {
    /// Reads `ymd`, `mdy` or `dmy`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "ymd" => Some(Self::YearFirst),
            "mdy" => Some(Self::MonthFirst),
            "dmy" => Some(Self::DayFirst),
            _ => None,
        }
    }

    /// The name [`DateOrder::named`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::YearFirst => "ymd",
            Self::MonthFirst => "mdy",
            Self::DayFirst => "dmy",
        }
    }
}

impl Entry {
    /// A text at a place.
    pub fn new(text: impl Into<String>, place: Place) -> Self {
        Self { text: text.into(), place }
    }
}
