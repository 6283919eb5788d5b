//! What an import is told beside the bytes.

use super::identity::IdHash;
use super::profile::Profile;
use super::versions::Versions;
use crate::definition::mapping::Entry;
use crate::definition::mapping::Format;
use crate::definition::mapping::Mapping;
use crate::model::Calendar;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Attributes of the people asked: key of the person, then attribute and value as text.
pub type Sample = BTreeMap<String, BTreeMap<String, String>>;

/// Responses that rows of another survey belong to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parents {
    /// Names of waves, each once.
    pub waves: Vec<WaveId>,
    /// By id: the wave as a position in `waves`, and when the response was sent.
    pub responses: BTreeMap<String, (usize, i64)>,
    /// By id: answers that fill hidden values, as text.
    pub answers: Sample,
}

/// Everything an import knows before it reads the first byte.
#[derive(Debug, Clone)]
pub struct Setup<'a> {
    /// What was asked.
    pub survey: &'a Survey,
    /// The waves and the time zone of the workspace.
    pub calendar: &'a Calendar,
    /// Name of the file, for places of problems.
    pub file: &'a str,
    /// How a foreign export is to be read.
    pub mapping: Option<&'a Mapping>,
    /// What the command line says of the file's form; goes before the mapping.
    pub format: Format,
    /// Profiles of platforms among which that of the file is looked for; none are looked at when there are none.
    pub profiles: &'a [Profile],
    /// The profile named on the command line; goes before the mapping's and before looking.
    pub profile: Option<Entry>,
    /// The wave of all responses; goes before the mapping, a column and the time of submission.
    pub wave: Option<WaveId>,
    /// People asked, for hidden variables that come from the sample.
    pub sample: Option<&'a Sample>,
    /// The responses that rows belong to, for a survey with a [`crate::model::UnitLink`].
    pub parents: Option<&'a Parents>,
    /// Key under which `respondent` columns become pseudonyms; without it they are left out.
    pub respondent_key: Option<&'a [u8]>,
    /// Variables whose answers are wanted; what their conditions and formulas need is read too, all others become
    /// `not_in_version`. `None` reads all.
    pub needed: Option<&'a BTreeSet<VariableIndex>>,
    /// How responses are told apart.
    pub identity: Identity,
    /// What a column of waves may hold.
    pub wave_names: WaveNames,
    /// Share of refused rows, and of unreadable cells, above which nothing is to be kept; 0 with `--strict`.
    pub max_refused: f64,
    /// Responses of which several versions were found in a first reading; see [`super::Summary::contested`].
    pub contested: Contested,
    /// Bytes read at a time; bounds the memory.
    pub block_bytes: usize,
    /// Whether the bytes are a segment read as CSV ([`super::segment::AsCsv`]): a row is a line.
    pub segment: bool,
    /// Whether the bytes are a sheet of a workbook read as CSV ([`super::workbook`]): a row is a line too.
    pub workbook: bool,
    /// Which rows are read, by the version of the survey they say they answer.
    pub versions: Versions<'a>,
}

/// How responses are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Identity {
    /// By the id the file gives, else by content; of several versions of one response one is kept.
    #[default]
    Response,
    /// Each row is a response of its own: for looking at a file without keeping it.
    Row,
}

/// What a column of waves may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WaveNames {
    /// Waves of the calendar; without such a column the time of submission decides.
    #[default]
    Calendar,
    /// Any name: for looking at a file that belongs to no workspace. Without such a column all rows are one wave,
    /// [`WaveNames::ALL_ROWS`].
    AsWritten,
}

impl WaveNames {
    /// The name of the only wave of a file without waves.
    pub const ALL_ROWS: &str = "all";
}

/// Responses that came in several versions, by the hash of their id, with the version that counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contested(pub(super) BTreeMap<IdHash, Verdict>);

/// Which version of a response counts.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts that hold or not, each for itself"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub time: u32,
    pub content: u32,
    /// Two different contents with the same time: neither counts.
    pub conflict: bool,
    /// Whether the version that was read first is the one that counts.
    pub first_stands: bool,
    /// Whether content differed, so that the ids may have: then the id itself is looked at in another reading.
    pub doubtful: bool,
    /// Ids that were met with this hash, from the second on.
    pub ids: Vec<Box<[u8]>>,
    /// Whether those were told apart when this was found.
    pub apart: bool,
}

impl Verdict {
    /// Whether it was said of several ids at once.
    pub(super) fn is_mixed(&self) -> bool {
        self.ids.len() > 1 && !self.apart
    }
}

impl Contested {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many responses.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a> Setup<'a> {
    /// An import that finds out everything by itself.
    #[must_use]
    pub fn new(survey: &'a Survey, calendar: &'a Calendar, file: &'a str) -> Self {
        Self {
            survey,
            calendar,
            file,
            mapping: None,
            format: Format::default(),
            profiles: &[],
            profile: None,
            wave: None,
            sample: None,
            parents: None,
            respondent_key: None,
            needed: None,
            identity: Identity::Response,
            wave_names: WaveNames::Calendar,
            max_refused: 0.05,
            contested: Contested::default(),
            block_bytes: 1 << 20,
            segment: false,
            workbook: false,
            versions: Versions::All,
        }
    }

    /// The command line's word, else the mapping's.
    pub(super) fn told<T: Clone>(&self, part: impl Fn(&Format) -> Option<T>) -> Option<T> {
        part(&self.format).or_else(|| self.mapping.and_then(|mapping| part(&mapping.format)))
    }
}
