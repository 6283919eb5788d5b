//! A CSV file without a definition: the columns named on the command line become a survey made for the occasion, so
//! that the same import, tables and measures work on it.
//!
//! A first reading finds the values that occur: ratings become scales of the whole numbers between the lowest and the
//! highest, segments become choices of all texts met. The second reading is an [`super::Import`] with what comes out here.

mod columns;
mod making;
mod replicates;

pub use replicates::BareReplicates;

use super::setup::Identity;
use super::setup::Setup;
use super::setup::WaveNames;
use super::table::Table;
use crate::definition::mapping::Format;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Problem;
use crate::model::Calendar;
use crate::model::OptionList;
use crate::model::Survey;
use columns::Columns;
use columns::position;
use making::Making;
use making::empty_survey;
use making::mapped;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::Read;

/// What is asked of a bare file; columns by header, or by position as `#3`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BareSpec {
    /// Ratings, and the codes that count as satisfied: `overall:4,5`.
    pub top_boxes: Vec<(String, Vec<i32>)>,
    /// 0–10 ratings of which a net promoter score is wanted.
    pub nps: Vec<String>,
    /// Numbers of which a mean is wanted.
    pub means: Vec<String>,
    /// Columns a model is made of, each with the option that named it: ratings where their values are few whole numbers,
    /// else numbers.
    pub answers: Vec<(&'static str, String)>,
    /// The ends of the scale of those answers that lie within; without it the lowest and highest value met.
    pub scale: Option<(i32, i32)>,
    /// Columns that name strata or sampling units, each with the option that named it.
    pub keys: Vec<(&'static str, String)>,
    /// The column with the number of sampling units in the population.
    pub population: Option<String>,
    /// Columns results are broken down by.
    pub segments: Vec<String>,
    /// The column of the wave; without it a column headed `wave`, else all rows are one wave.
    pub wave: Option<String>,
    /// The column of the weight.
    pub weight: Option<String>,
    /// Columns of replicate weights.
    pub replicates: Option<BareReplicates>,
    /// Codes that are no answers, such as 9: in one column, or in all that are measured. A code for all columns leaves
    /// the points of a 0–10 rating for NPS alone.
    pub missing: Vec<(Option<String>, String)>,
}

/// A survey made for one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Bare {
    /// The survey.
    pub survey: Survey,
    /// How the file's columns belong to it.
    pub mapping: Mapping,
}

impl Bare {
    /// The import that reads the file: each row a response, waves as they are written.
    #[must_use]
    pub fn setup<'a>(&'a self, calendar: &'a Calendar, file: &'a str) -> Setup<'a> {
        Setup {
            mapping: Some(&self.mapping),
            identity: Identity::Row,
            wave_names: WaveNames::AsWritten,
            ..Setup::new(&self.survey, calendar, file)
        }
    }
}

/// What a column is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Rating,
    Nps,
    Number,
    Answer,
    Population,
    Key,
    Segment,
    Weight,
    Replicate,
}

/// Values met in a column.
#[derive(Debug, Default)]
struct Values {
    texts: BTreeSet<Vec<u8>>,
    last: Vec<u8>,
}

/// Makes a survey for a file by reading all of it once; `None` with problems when that cannot be done.
///
/// # Errors
/// When the reader fails.
pub fn survey_from<R: Read>(
    reader: R,
    spec: &BareSpec,
    format: &Format,
    file: &str,
) -> io::Result<(Option<Bare>, Vec<Problem>)> {
    let mut problems = Vec::new();
    let nothing = empty_survey();
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        format: format.clone(),
        ..Setup::new(&nothing, &calendar, file)
    };
    let Some(mut table) = Table::open(reader, &setup, &mut problems)? else {
        return Ok((None, problems));
    };
    let headers = table.headers.shown.clone();
    let mut found = Columns {
        headers: &headers,
        uses: BTreeMap::new(),
        problems: &mut problems,
    };
    spec.top_boxes
        .iter()
        .for_each(|(column, _)| found.note("--top-box", column, Use::Rating));
    spec.nps.iter().for_each(|column| found.note("--nps", column, Use::Nps));
    spec.means
        .iter()
        .for_each(|column| found.note("--mean", column, Use::Number));
    spec.answers
        .iter()
        .for_each(|(option, column)| found.note(option, column, Use::Answer));
    spec.keys
        .iter()
        .for_each(|(option, column)| found.note(option, column, Use::Key));
    spec.population
        .iter()
        .for_each(|column| found.note("--population", column, Use::Population));
    spec.segments
        .iter()
        .for_each(|column| found.note("--by", column, Use::Segment));
    spec.weight
        .iter()
        .for_each(|column| found.note("--weight", column, Use::Weight));
    if let Some(replicates) = &spec.replicates {
        let columns = replicates.columns(&headers);
        for column in &columns {
            found.note("--replicates", column, Use::Replicate);
        }
    }
    let wave = spec
        .wave
        .as_ref()
        .and_then(|column| found.position("--wave-column", column));
    let uses = found.uses;
    if !problems.is_empty() {
        return Ok((None, problems));
    }
    let wanted: Vec<usize> = uses
        .iter()
        .filter(|(_, uses)| {
            [Use::Rating, Use::Answer, Use::Segment]
                .iter()
                .any(|used| uses.contains(used))
        })
        .map(|(at, _)| *at)
        .collect();
    let mut values: BTreeMap<usize, Values> = BTreeMap::new();
    loop {
        table.cells(&wanted, |column, cell| {
            let seen = values.entry(column).or_default();
            if seen.last != cell && !seen.texts.contains(cell) && seen.texts.len() <= OptionList::MOST {
                seen.texts.insert(cell.to_vec());
            }
            seen.last.clear();
            seen.last.extend_from_slice(cell);
        });
        if !table.next_block()? {
            break;
        }
    }
    let mut making = Making {
        spec,
        headers: &headers,
        survey: nothing,
        columns: BTreeMap::new(),
    };
    for (&column, uses) in &uses {
        making.column(column, uses, values.get(&column));
    }
    if let Some(column) = wave {
        making
            .columns
            .insert(format!("#{}", column + 1), mapped(Some("wave".to_owned()), file));
    }
    making.measures();
    let mapping = making.mapping(file, format);
    Ok((
        Some(Bare {
            survey: making.survey,
            mapping,
        }),
        problems,
    ))
}
