//! The rows of a sample as people.

use super::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::logic::parse_date;
use crate::model::Calendar;
use crate::model::SampleLink;
use crate::model::Survey;
use crate::model::WaveId;
use std::collections::BTreeSet;

/// One row of a sample file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Line of the file.
    pub line: u64,
    /// Cells, as many as the header has.
    pub cells: Vec<String>,
}

/// Somebody who is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id as the sample writes it.
    pub id: String,
    /// The day of the invitation, days since 1970-01-01; `None`: not yet invited.
    pub invited: Option<i32>,
    /// Whether the invitation arrived; `None`: not known.
    pub delivered: Option<bool>,
    /// The wave the person is asked in; `None`: the sample does not say.
    pub wave: Option<WaveId>,
    /// The language the person is asked in.
    pub language: Option<String>,
    /// How the person is reached.
    pub channel: Option<String>,
    /// Whether the person wants no more invitations.
    pub opted_out: bool,
    /// Line of the file.
    pub line: u64,
    /// All cells of the row.
    pub cells: Vec<String>,
}

/// The people of a sample, in the order of the file, each id once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    /// The header of the file.
    pub header: Vec<String>,
    /// The people.
    pub all: Vec<Person>,
    /// Whether the sample says who was invited when; else all count as invited.
    pub dated: bool,
}

impl People {
    /// Reads the rows of the file called `name`; a second row of one id was told already and is passed over.
    #[must_use]
    pub fn read(
        survey: &Survey,
        link: &SampleLink,
        calendar: &Calendar,
        name: &str,
        header: &[String],
        rows: Vec<Row>,
    ) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let at = |column: &str| header.iter().position(|found| found == column);
        let own = link.columns.all();
        let named = own.iter().filter_map(|(_, column)| *column);
        let named = named.chain(link.attributes.iter().map(String::as_str));
        for column in named.filter(|column| at(column).is_none()) {
            let place = Place::Cell {
                file: name.to_owned(),
                line: 1,
                row: None,
                column: None,
            };
            problems.push(
                Problem::new(&rules::NO_COLUMN, place)
                    .says(format!("there is no column `{column}`"), format!("缺少列 `{column}`"))
                    .help(
                        format!("the header has: {}", header.join(", ")),
                        format!("表头有：{}", header.join("、")),
                    ),
            );
        }
        let mut known = BTreeSet::new();
        let mut people = Self {
            header: header.to_vec(),
            all: Vec::new(),
            dated: link.columns.invited.as_deref().and_then(at).is_some(),
        };
        for row in rows {
            let Some(id) = at(&link.id)
                .and_then(|at| row.cells.get(at))
                .map(|id| id.trim().to_owned())
            else {
                continue;
            };
            if id.is_empty() || !known.insert(id.clone()) {
                continue;
            }
            let mut reader = Reader {
                name,
                header,
                row: &row,
                problems: &mut problems,
            };
            let columns = &link.columns;
            let invited = reader.take(columns.invited.as_deref(), day);
            // Without a column of waves, people belong to the wave they were invited in.
            let by_day = invited.filter(|_| columns.wave.is_none());
            people.all.push(Person {
                invited,
                delivered: reader.take(columns.delivered.as_deref(), |text| {
                    yes(text).or(day(text).map(|_| true))
                }),
                wave: reader
                    .take(columns.wave.as_deref(), |text| calendar.parse(text))
                    .or_else(|| by_day.and_then(|day| wave_of(calendar, day))),
                language: reader.take(columns.language.as_deref(), |text| {
                    let known = survey.languages.iter().find(|lang| lang.tag() == text);
                    known.map(|lang| lang.tag().to_owned())
                }),
                channel: reader.take(columns.channel.as_deref(), |text| Some(text.to_owned())),
                opted_out: reader
                    .take(columns.opted_out.as_deref(), |text| {
                        yes(text).or(day(text).map(|_| true))
                    })
                    .unwrap_or(false),
                id,
                line: row.line,
                cells: row.cells,
            });
        }
        (people, problems)
    }

    /// A person's cell in a column of the file; empty where there is none.
    #[must_use]
    pub fn cell<'a>(&self, person: &'a Person, column: &str) -> &'a str {
        let at = self.header.iter().position(|found| found == column);
        at.and_then(|at| person.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// Those who are asked in a wave: those the sample gives no wave are asked in every one.
    pub fn of_wave<'a>(&'a self, wave: Option<&'a WaveId>) -> impl Iterator<Item = &'a Person> {
        self.all
            .iter()
            .filter(move |person| wave.is_none() || person.wave.is_none() || person.wave.as_ref() == wave)
    }

    /// Whether a person counts as invited.
    #[must_use]
    pub fn is_invited(&self, person: &Person) -> bool {
        !self.dated || person.invited.is_some()
    }
}

struct Reader<'a> {
    name: &'a str,
    header: &'a [String],
    row: &'a Row,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    /// The value of a cell; what cannot be read is a problem and nothing.
    fn take<T>(&mut self, column: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let column = column?;
        let at = self.header.iter().position(|found| found == column)?;
        let text = self.row.cells.get(at)?.trim();
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            let place = Place::Cell {
                file: self.name.to_owned(),
                line: self.row.line,
                row: None,
                column: Some(column.to_owned()),
            };
            self.problems.push(
                Problem::new(&rules::UNREADABLE, place)
                    .says(
                        format!("`{text}` cannot be read as `{column}`"),
                        format!("`{text}` 不能作为 `{column}` 读取"),
                    )
                    .help(
                        "write days as `2026-11-22`, otherwise `yes` or `no`, a wave of the calendar, a language of the survey",
                        "日期写作 `2026-11-22`；否则写 `yes` 或 `no`、日历中的期次、问卷的语言",
                    ),
            );
        }
        value
    }
}

fn day(text: &str) -> Option<i32> {
    // A moment counts by its day.
    parse_date(text.get(..10).filter(|_| text.is_ascii()).unwrap_or(text))
}

/// The wave of a day.
fn wave_of(calendar: &Calendar, day: i32) -> Option<WaveId> {
    let day = jiff::civil::date(1970, 1, 1)
        .checked_add(jiff::Span::new().days(day))
        .ok()?;
    calendar.wave_of_day(day)
}

fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" => Some(true),
        "no" | "n" | "false" | "0" | "否" => Some(false),
        _ => None,
    }
}
