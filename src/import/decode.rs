//! Cells of one column become the answers of one variable, a block of rows at a time.

use super::dates;
use super::layout::Source;
use super::lookup::Labels;
use super::lookup::Meanings;
use super::lookup::Memo;
use super::lookup::Said;
use super::multiple;
use super::multiple::ChoicesReader;
use super::number;
use super::number::NumberForm;
use super::own_words::Mark;
use super::personal;
use super::personal::Form;
use super::profile::Affixes;
use super::quarantine::Reason;
use super::records::Block;
use super::records::Field;
use super::text;
use crate::definition::mapping::DateOrder;
use crate::locale::unguarded;
use crate::logic::Missing;
use crate::logic::missing_code;
use crate::model::Domain;
use crate::model::Recoded;
use crate::response::Cell;
use crate::response::Column;
use std::borrow::Cow;

/// A row that was taken: where its cells are and where it stands in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Position of its first cell in the block.
    pub first: usize,
    /// Line it began on.
    pub line: u64,
    /// Data row, from 1.
    pub number: u64,
    /// Position of its record in the block.
    pub record: usize,
}

/// The rows of a block that are read.
pub(super) struct Rows<'a> {
    pub block: &'a Block,
    pub rows: &'a [Row],
}

impl Rows<'_> {
    pub(super) fn field(&self, row: usize, column: usize) -> Field {
        self.block.fields[self.rows[row].first + column]
    }

    /// A cell without its quotes.
    pub(super) fn cell(&self, row: usize, column: usize) -> Cow<'_, [u8]> {
        let field = self.field(row, column);
        let raw = self.block.raw(field);
        if field.is_raw() {
            text::unquoted(raw)
        } else {
            Cow::Borrowed(raw)
        }
    }

    fn fields(&self, column: usize) -> impl Iterator<Item = Field> {
        self.rows.iter().map(move |row| self.block.fields[row.first + column])
    }
}

/// A cell that was not taken as it stood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trouble {
    /// Position among the rows at hand.
    pub row: usize,
    pub column: usize,
    pub reason: Reason,
    /// What is put aside; `None` is the whole cell.
    pub part: Option<String>,
}

/// A respondent's own words beside an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own {
    /// Position among the rows at hand.
    pub row: usize,
    pub column: usize,
    /// Position of the option.
    pub option: usize,
    pub words: String,
}

/// What came of decoding a column.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub troubles: Vec<Trouble>,
    /// Respondents' own words beside options.
    pub own: Vec<Own>,
    /// Cells that were not blank.
    pub filled: u64,
}

/// Decodes one variable.
pub(super) enum Decoder {
    /// It has no column, or nobody needs it.
    Absent,
    Coded {
        column: usize,
        labels: Labels,
        memo: Memo,
    },
    Choices {
        column: usize,
        reader: ChoicesReader,
    },
    Options {
        columns: Vec<OptionColumn>,
        own_words: Vec<Mark>,
        meanings: Meanings,
    },
    Number {
        column: usize,
        form: NumberForm,
        affixes: Affixes,
        bounds: Bounds,
        meanings: Meanings,
    },
    Text {
        column: usize,
        meanings: Meanings,
    },
    /// What is kept apart: only that it was given is an answer.
    Personal {
        column: usize,
        form: Form,
        meanings: Meanings,
    },
    Date {
        column: usize,
        order: DateOrder,
        meanings: Meanings,
    },
}

/// The column of one option of a multiple choice.
pub(super) struct OptionColumn {
    option: usize,
    column: usize,
    /// Normalised writings of the option.
    keys: Vec<String>,
    /// Whether it opens a box: then other words are what was written there.
    other: bool,
}

impl OptionColumn {
    /// Own words that the option was chosen with; `None` where the cell says nothing of the kind.
    fn own<'a>(&self, cell: &'a str, marks: &[Mark]) -> Option<&'a str> {
        let marked = marks
            .iter()
            .filter(|[open, _]| !open.is_empty())
            .find_map(|[open, close]| {
                let (label, words) = cell.strip_suffix(close.as_str())?.split_once(open.as_str())?;
                let chosen = multiple::is_chosen(label, &self.keys) == Some(true);
                chosen.then(|| text::trimmed(words))
            });
        marked.or(self.other.then_some(cell))
    }
}

/// What a number may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    min: Option<f64>,
    max: Option<f64>,
    whole: bool,
}

/// The marks and orders a file is written with.
#[derive(Debug, Clone)]
pub(super) struct Forms {
    /// What is written for options that are none today, and what they are.
    pub formerly: Vec<(String, Recoded)>,
    pub number: NumberForm,
    /// What a platform writes around answers.
    pub affixes: Affixes,
    pub order: DateOrder,
    pub separator: Option<char>,
}

impl Decoder {
    pub(super) fn new(domain: &Domain, source: &Source, forms: Forms, meanings: Meanings) -> Self {
        let column = match source {
            Source::Nowhere | Source::Beside(_) => return Self::Absent,
            Source::Column(column) => *column,
            Source::Options(columns) => return Self::options(domain, columns, forms.affixes.own_words, meanings),
        };
        match domain {
            Domain::Rating(_) | Domain::Choice(_) | Domain::Multiple(_) => {
                let Some(list) = domain.options() else {
                    return Self::Absent;
                };
                let mut labels = Labels::new(domain, list, forms.number, meanings);
                labels.affixes = forms.affixes;
                labels.formerly(list, &forms.formerly);
                if matches!(domain, Domain::Multiple(_)) {
                    return Self::Choices {
                        column,
                        reader: ChoicesReader::new(labels, forms.separator),
                    };
                }
                Self::Coded {
                    column,
                    labels,
                    memo: Memo::new(list.options.len()),
                }
            }
            Domain::Number { min, max, whole } => Self::Number {
                column,
                form: forms.number,
                affixes: forms.affixes,
                bounds: Bounds {
                    min: *min,
                    max: *max,
                    whole: *whole,
                },
                meanings,
            },
            Domain::Text => Self::Text { column, meanings },
            Domain::Date => Self::Date {
                column,
                order: forms.order,
                meanings,
            },
        }
    }

    fn options(domain: &Domain, columns: &[(usize, usize)], own_words: Vec<Mark>, meanings: Meanings) -> Self {
        let Some(list) = domain.options() else {
            return Self::Absent;
        };
        let option_column = |&(option, column): &(usize, usize)| {
            let keys = list.options.get(option).map(|choice| {
                let labels = choice.text.all().map(|(_, label)| text::normal(label));
                labels
                    .chain([text::normal(choice.id.as_str()), choice.value.to_string()])
                    .collect()
            });
            OptionColumn {
                option,
                column,
                keys: keys.unwrap_or_default(),
                other: list.options.get(option).is_some_and(|choice| choice.other),
            }
        };
        Self::Options {
            columns: columns.iter().map(option_column).collect(),
            own_words,
            meanings,
        }
    }

    /// The columns it reads.
    pub(super) fn columns(&self) -> Vec<usize> {
        match self {
            Self::Absent => Vec::new(),
            Self::Options { columns, .. } => columns.iter().map(|c| c.column).collect(),
            Self::Coded { column, .. }
            | Self::Choices { column, .. }
            | Self::Number { column, .. }
            | Self::Text { column, .. }
            | Self::Personal { column, .. }
            | Self::Date { column, .. } => vec![*column],
        }
    }

    /// Adds the answers of `rows` to `into`, an empty column of the variable's kind.
    pub(super) fn decode(&mut self, rows: &Rows<'_>, into: &mut Column) -> Report {
        let mut report = Report::default();
        match (self, into) {
            (Self::Coded { column, labels, memo }, Column::Coded(codes)) => {
                coded(rows, *column, labels, memo, codes, &mut report);
            }
            (Self::Personal { column, form, meanings }, Column::Coded(codes)) => {
                personal::decode(rows, *column, *form, meanings, codes, &mut report);
            }
            (Self::Choices { column, reader }, into) => choices(rows, *column, reader, into, &mut report),
            (
                Self::Options {
                    columns,
                    own_words,
                    meanings,
                },
                into,
            ) => options(rows, columns, (own_words, meanings), into, &mut report),
            (
                Self::Number {
                    column,
                    form,
                    affixes,
                    bounds,
                    meanings,
                },
                Column::Number { values, missing },
            ) => {
                for (row, field) in rows.fields(*column).enumerate() {
                    let quick = if meanings.is_empty() && !field.is_raw() {
                        number::plain_digits(rows.block.raw(field))
                    } else {
                        None
                    };
                    let found = match quick {
                        Some(value) => Ok(Ok(value)),
                        None => read_number(&rows.cell(row, *column), *form, affixes, meanings),
                    };
                    report.filled += u64::from(field.len() > 0);
                    let found = found.and_then(|answer| {
                        answer.map_or_else(|kind| Ok(Err(kind)), |value| bounds.check(value).map(Ok))
                    });
                    let (value, mark) = report.settle(found, row, *column);
                    values.push(value.unwrap_or(0.0));
                    missing.push(mark);
                }
            }
            (
                Self::Date {
                    column,
                    order,
                    meanings,
                },
                Column::Date { days, missing },
            ) => {
                for (row, field) in rows.fields(*column).enumerate() {
                    report.filled += u64::from(field.len() > 0);
                    let found = read_date(&rows.cell(row, *column), *order, meanings);
                    let (day, mark) = report.settle(found, row, *column);
                    days.push(day.unwrap_or(0));
                    missing.push(mark);
                }
            }
            (Self::Text { column, meanings }, into) => words(rows, *column, meanings, into, &mut report),
            (
                Self::Absent | Self::Coded { .. } | Self::Number { .. } | Self::Date { .. } | Self::Personal { .. },
                into,
            ) => {
                absent(into, rows.rows.len());
            }
        }
        report
    }
}

impl Report {
    pub(super) fn trouble(&mut self, row: usize, column: usize, reason: Reason, part: Option<String>) {
        self.troubles.push(Trouble {
            row,
            column,
            reason,
            part,
        });
    }

    /// Own words beside the option of a code.
    fn own(&mut self, row: usize, column: usize, code: u16, words: &str) {
        self.own.push(Own {
            row,
            column,
            option: usize::from(code),
            words: unguarded(words).to_owned(),
        });
    }

    /// The value, or nothing with the mark of its kind of missing.
    fn settle<T>(&mut self, found: Result<Result<T, Missing>, Reason>, row: usize, column: usize) -> (Option<T>, u8) {
        match found {
            Ok(Ok(value)) => (Some(value), 0),
            Ok(Err(kind)) => (None, kind.byte()),
            Err(reason) => {
                self.trouble(row, column, reason, None);
                (None, Missing::Invalid.byte())
            }
        }
    }
}

impl Bounds {
    fn check(self, value: f64) -> Result<f64, Reason> {
        if self.min.is_some_and(|min| value < min) || self.max.is_some_and(|max| value > max) {
            return Err(Reason::OutOfRange);
        }
        if self.whole && value.fract() != 0.0 {
            Err(Reason::NotWhole)
        } else {
            Ok(value)
        }
    }
}

fn absent(into: &mut Column, rows: usize) {
    if let Column::Coded(codes) = into {
        codes.resize(codes.len() + rows, missing_code(Missing::NotInVersion));
        return;
    }
    for _ in 0..rows {
        into.push(Cell::Missing(Missing::NotInVersion));
    }
}

fn coded(rows: &Rows<'_>, column: usize, labels: &Labels, memo: &mut Memo, codes: &mut Vec<u16>, report: &mut Report) {
    codes.reserve(rows.rows.len());
    for (row, field) in rows.fields(column).enumerate() {
        report.filled += u64::from(field.len() > 0);
        match memo.code(rows.block, field, |bytes| labels.code(bytes)) {
            Ok(code) => codes.push(code),
            Err(Reason::BesideOption) => {
                let cell = rows.cell(row, column);
                let said = labels.meanings.read(&cell).ok();
                let found = said.and_then(|said| match said {
                    Said::Words(words) => labels.with_words(words),
                    _ => None,
                });
                if let Some((code, words)) = found {
                    report.own(row, column, code, words);
                }
                codes.push(found.map_or(missing_code(Missing::Invalid), |(code, _)| code));
            }
            Err(reason) => {
                codes.push(missing_code(Missing::Invalid));
                report.trouble(row, column, reason, None);
            }
        }
    }
}

fn choices(rows: &Rows<'_>, column: usize, reader: &mut ChoicesReader, into: &mut Column, report: &mut Report) {
    for row in 0..rows.rows.len() {
        let cell = rows.cell(row, column);
        report.filled += u64::from(!cell.is_empty());
        let found = reader.read(&cell);
        into.push(found.answer.map_or_else(Cell::Missing, Cell::Multiple));
        for (code, words) in &found.own {
            report.own(row, column, *code, words);
        }
        if let Some((reason, part)) = found.trouble {
            report.trouble(row, column, reason, part);
        }
    }
}

fn options(
    rows: &Rows<'_>,
    columns: &[OptionColumn],
    (own_words, meanings): (&[Mark], &Meanings),
    into: &mut Column,
    report: &mut Report,
) {
    for row in 0..rows.rows.len() {
        let (mut bits, mut kind, mut unreadable) = (0_u128, None, false);
        for option in columns {
            let cell = rows.cell(row, option.column);
            report.filled += u64::from(!cell.is_empty());
            let chosen = match meanings.read(&cell) {
                Ok(Said::Blank) => Ok(false),
                Ok(Said::Missing(missing)) => {
                    kind = kind.max(Some(missing));
                    Ok(false)
                }
                Ok(Said::Words(words)) => match Missing::from_code(words) {
                    Some(missing) => {
                        kind = kind.max(Some(missing));
                        Ok(false)
                    }
                    None => match (multiple::is_chosen(words, &option.keys), option.own(words, own_words)) {
                        (Some(chosen), _) => Ok(chosen),
                        (None, Some(own)) => {
                            let code = u16::try_from(option.option).unwrap_or(u16::MAX);
                            report.own(row, option.column, code, own);
                            Ok(true)
                        }
                        (None, None) => Err(Reason::UnknownOption),
                    },
                },
                Err(reason) => Err(reason),
            };
            match chosen {
                Ok(true) => bits |= 1 << option.option.min(127),
                Ok(false) => {}
                Err(reason) => {
                    unreadable = true;
                    report.trouble(row, option.column, reason, None);
                }
            }
        }
        into.push(match (unreadable, bits, kind) {
            (true, ..) => Cell::Missing(Missing::Invalid),
            (false, 0, kind) => Cell::Missing(kind.unwrap_or(Missing::Skipped)),
            (false, bits, _) => Cell::Multiple(bits),
        });
    }
}

fn words(rows: &Rows<'_>, column: usize, meanings: &Meanings, into: &mut Column, report: &mut Report) {
    for (row, field) in rows.fields(column).enumerate() {
        if field.len() == 0 {
            into.push(Cell::Missing(Missing::Skipped));
            continue;
        }
        report.filled += 1;
        let cell = rows.cell(row, column);
        match meanings.read(&cell) {
            Ok(Said::Blank) => into.push(Cell::Missing(Missing::Skipped)),
            Ok(Said::Missing(kind)) => into.push(Cell::Missing(kind)),
            // The answer stays as it was written, spaces and all, unless the mapping gave it another meaning; but the apostrophe
            // that keeps a spreadsheet from running it is no part of it.
            Ok(Said::Words(words)) => {
                let own = text::utf8(&cell).filter(|own| text::trimmed(own) == words);
                into.push(Cell::Text(unguarded(own.unwrap_or(words))));
            }
            Err(reason) => {
                into.push(Cell::Missing(Missing::Invalid));
                report.trouble(row, column, reason, None);
            }
        }
    }
}

fn read_number(
    cell: &[u8],
    form: NumberForm,
    affixes: &Affixes,
    meanings: &Meanings,
) -> Result<Result<f64, Missing>, Reason> {
    match meanings.read(cell)? {
        Said::Blank => Ok(Err(Missing::Skipped)),
        Said::Missing(kind) => Ok(Err(kind)),
        Said::Words(words) => match Missing::from_code(words) {
            Some(kind) => Ok(Err(kind)),
            None => number::amount(words, form)
                .or_else(|| number::amount(affixes.strip(words)?, form))
                .map(Ok)
                .ok_or(Reason::NotANumber),
        },
    }
}

fn read_date(cell: &[u8], order: DateOrder, meanings: &Meanings) -> Result<Result<i32, Missing>, Reason> {
    match meanings.read(cell)? {
        Said::Blank => Ok(Err(Missing::Skipped)),
        Said::Missing(kind) => Ok(Err(kind)),
        Said::Words(words) => match Missing::from_code(words) {
            Some(kind) => Ok(Err(kind)),
            None => dates::parse(words)
                .and_then(|written| written.day(order))
                .or_else(|| dates::serial(words).map(|(day, _)| day))
                .map(Ok)
                .ok_or(Reason::NotADate),
        },
    }
}
