//! Rows of an opened file become batches, a block at a time.

mod aside;
mod end;
mod rows;
mod settled;

pub use settled::settled;

use super::aliases::MetaColumn;
use super::decode::Row;
use super::decode::Rows;
use super::decode::Trouble;
use super::identity;
use super::identity::Fate;
use super::identity::Register;
use super::layout::Layout;
use super::layout::Role;
use super::layout::Source;
use super::lookup::Meanings;
use super::meta::MetaReader;
use super::open;
use super::open::Found;
use super::open::Opened;
use super::own_words;
use super::personal;
use super::profile::Skip;
use super::quarantine::QuarantineEntry;
use super::quarantine::Reason;
use super::routing;
use super::sample;
use super::setup::Identity;
use super::setup::Parents;
use super::setup::Setup;
use super::summary::Counts;
use super::tally::Tally;
use super::text;
use super::text::Decoded;
use super::together;
use crate::diagnostic::Words;
use crate::form::TRAP_FIELD;
use crate::logic::Missing;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::NO_TIME;
use crate::response::TextColumn;
use crate::response::derive;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::Read;

/// Responses of one block, with what was put aside of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// Accepted responses, derived variables filled in; may be empty.
    pub batch: Batch,
    /// Originals of cells and rows that were not taken as they stood, in the order of the file.
    pub quarantine: Vec<QuarantineEntry>,
}

/// Rows with something in the field that no person sees.
fn trapped(rows: &Rows<'_>, layout: &Layout) -> u64 {
    let trap = layout.headers.shown.iter().position(|header| header == TRAP_FIELD);
    let Some(trap) = trap.filter(|at| layout.roles[*at] == Role::Unknown) else {
        return 0;
    };
    let filled = (0..rows.rows.len()).filter(|row| rows.field(*row, trap).len() > 0);
    filled.count() as u64
}

/// A file of answers being read.
pub struct Import<'a, R> {
    setup: Setup<'a>,
    found: Found,
    opened: Option<Opened<R>>,
    register: Register,
    counts: Counts,
    tally: Tally,
    decoded: Decoded,
    /// Data rows so far.
    rows: u64,
    /// Filled and invalid cells by column.
    cells: Vec<(u64, u64)>,
    /// By column, cells that hold nothing but own words.
    alone: Vec<u64>,
    flags: BTreeMap<VariableIndex, (u64, u64, u64)>,
    strangers: (u64, u64),
    /// Responses with something in the field that no person sees.
    trapped: u64,
    other_definitions: (u64, u64),
    fill: Option<sample::Fill>,
    /// What the profile leaves out, and how many rows so far.
    left_out: Vec<(Words, u64)>,
}

impl<'a, R: Read> Import<'a, R> {
    /// Reads the top of a file. What is wrong with it is told by [`Import::finish`]; then there are no chunks.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn open(reader: R, setup: Setup<'a>) -> io::Result<Self> {
        let mut found = Found::default();
        let opened = open::open(reader, &setup, &mut found)?;
        let decoded = found
            .encoding
            .map_or(Decoded::Utf8, super::encoding::EncodingFound::decoded);
        let cells = vec![(0, 0); found.layout.roles.len()];
        let fill = opened
            .as_ref()
            .and_then(|opened| sample::Fill::new(&setup, &opened.layout, opened.form));
        let skips = opened.iter().flat_map(|opened| &opened.skips);
        let left_out = skips.map(|(_, skip)| (skip.why.clone(), 0)).collect();
        let register = Register::new(setup.contested.clone());
        Ok(Self {
            setup,
            found,
            opened,
            register,
            counts: Counts::default(),
            tally: Tally::default(),
            decoded,
            rows: 0,
            alone: vec![0; cells.len()],
            cells,
            flags: BTreeMap::new(),
            strangers: (0, 0),
            trapped: 0,
            other_definitions: (0, 0),
            fill,
            left_out,
        })
    }

    /// The next responses; `None` when all have been handed on.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn next_chunk(&mut self) -> io::Result<Option<Chunk>> {
        let Some(mut opened) = self.opened.take() else {
            return Ok(None);
        };
        if opened.start >= opened.block.records.len() {
            opened.start = 0;
            if !opened.records.fill(&mut opened.block, usize::MAX)? {
                return Ok(None);
            }
        }
        let chunk = self.chunk(&mut opened);
        opened.start = usize::MAX;
        self.opened = Some(opened);
        Ok(Some(chunk))
    }

    #[expect(clippy::too_many_lines, reason = "one pass over the rows of a block")]
    fn chunk(&mut self, opened: &mut Opened<R>) -> Chunk {
        let mut quarantine = Vec::new();
        let width = opened.layout.roles.len();
        let mut cut = self.rows_of(&mut opened.block, opened.start, width, &opened.layout, &mut quarantine);
        self.leave_others(&mut cut, &opened.block, &opened.layout);
        self.leave_out(&opened.block, &mut cut, &opened.skips);
        let rows = Rows {
            block: &opened.block,
            rows: &cut,
        };
        let mut troubles = Vec::new();
        let mut submitted = opened.meta.moments(0, &rows, &mut troubles);
        let unreadable: BTreeSet<usize> = troubles.iter().map(|trouble| trouble.row).collect();
        let modified = opened.meta.moments(1, &rows, &mut troubles);
        let mut started = opened.meta.moments(2, &rows, &mut troubles);
        opened.meta.begun(&rows, &submitted, &mut started);
        let broken_off = broken_off(&rows, opened.unfinished.as_ref());
        let parents = self.setup.parents;
        let waves = match parents {
            Some(parents) => of_responses(parents, &rows, opened.layout.key, &mut opened.meta, &mut submitted),
            None => opened.meta.wave_of_rows(
                &rows,
                [&submitted, &modified, &started],
                &unreadable,
                self.setup.calendar,
            ),
        };
        self.put_aside(troubles, &rows, &opened.layout, &mut quarantine);

        let mut batch = Batch::empty(self.setup.survey);
        // Columns that are not read do not make two versions of one response.
        let told_apart = Some(opened.layout.read_columns()).filter(|columns| columns.len() < width);
        let mut kept = Vec::with_capacity(cut.len());
        let mut id = String::new();
        for (row, wave) in waves.iter().enumerate() {
            let Some(wave) = *wave else {
                let reason = if parents.is_some() {
                    Reason::UnknownResponse
                } else {
                    Reason::UnknownWave
                };
                self.refuse((&cut[row], rows.block, &opened.layout), reason, &mut quarantine);
                continue;
            };
            opened.meta.id(&rows, row, &mut id);
            let fate = match self.setup.identity {
                Identity::Row => Fate::Kept,
                Identity::Response => {
                    let content = if let Some(columns) = &told_apart {
                        let cells = columns.iter().map(|&column| rows.block.raw(rows.field(row, column)));
                        identity::hash_cells(cells)
                    } else {
                        let (start, end) = rows.block.records[cut[row].record].bytes;
                        identity::hash_content(&rows.block.bytes[start..end])
                    };
                    self.register.judge(
                        id.as_bytes(),
                        identity::version_time(modified[row], submitted[row]),
                        content,
                    )
                }
            };
            match fate {
                Fate::Kept => {
                    kept.push(cut[row]);
                    let meta = &mut batch.meta;
                    meta.response_id.push(Cell::Text(&id));
                    meta.submitted
                        .push(if broken_off[row] { NO_TIME } else { submitted[row] });
                    meta.started.push(started[row]);
                    meta.modified.push(modified[row]);
                    meta.wave.push(wave);
                    meta.line.push(cut[row].line);
                }
                Fate::Superseded => self.counts.superseded += 1,
                Fate::Conflicting => self.refuse(
                    (&cut[row], rows.block, &opened.layout),
                    Reason::ConflictingId,
                    &mut quarantine,
                ),
            }
        }
        batch.meta.waves.clone_from(&opened.meta.waves);
        self.counts.accepted += kept.len() as u64;
        let rows = Rows {
            block: &opened.block,
            rows: &kept,
        };
        self.people(&rows, opened, &mut batch);
        let (mut troubles, mut own) = (Vec::new(), Vec::new());
        for (at, (decoder, column)) in opened.decoders.iter_mut().zip(&mut batch.columns).enumerate() {
            let report = decoder.decode(&rows, column);
            let columns = decoder.columns();
            for &at in &columns {
                self.cells[at].0 += report.filled / columns.len() as u64;
            }
            self.counts.filled_cells += report.filled;
            troubles.extend(report.troubles);
            if !report.own.is_empty() && !matches!(opened.sources[at], Source::Options(_)) {
                for own in &report.own {
                    let cell = rows.cell(own.row, own.column);
                    self.alone[own.column] += u64::from(text::utf8(&cell).map(text::trimmed) == Some(&own.words));
                }
            }
            if !report.own.is_empty() {
                own.push((VariableIndex(at), report.own));
            }
        }
        own_words::place(self.setup.survey, &mut batch, &opened.sources, own, &mut troubles);
        self.trapped += trapped(&rows, &opened.layout);
        self.fill_in(&rows, &mut batch, &opened.sources, &kept);
        self.consequences(opened, &mut batch, &mut troubles, &kept);
        personal::take(self.setup.survey, &rows, &mut batch, &opened.sources);
        self.put_aside(troubles, &rows, &opened.layout, &mut quarantine);
        quarantine.sort_by(|a, b| {
            a.line
                .cmp(&b.line)
                .then_with(|| a.column.cmp(&b.column))
                .then(a.reason.cmp(&b.reason))
        });
        Chunk { batch, quarantine }
    }

    /// Fills hidden values from the sample, and counts who is not in it.
    fn fill_in(&mut self, rows: &Rows<'_>, batch: &mut Batch, sources: &[Source], kept: &[Row]) {
        let Some(fill) = &self.fill else { return };
        for row in fill.apply(rows, batch, sources) {
            self.strangers.0 += 1;
            if self.strangers.0 == 1 {
                self.strangers.1 = kept[row].line;
            }
        }
    }

    /// Person, language, and the version of the survey that asked.
    fn people(&mut self, rows: &Rows<'_>, opened: &Opened<R>, batch: &mut Batch) {
        let plain = Meanings::default();
        let respondent = opened.layout.meta(MetaColumn::Respondent);
        let language = opened.layout.meta(MetaColumn::Language);
        let definition = opened.layout.meta(MetaColumn::Definition);
        for row in 0..rows.rows.len() {
            opened
                .meta
                .respondent(rows, row, respondent, &mut batch.meta.respondent);
            push_words(rows, row, language, &plain, &mut batch.meta.language);
            if let Some(column) = definition {
                let cell = rows.cell(row, column);
                let hash = text::utf8(&cell).map_or("", text::trimmed);
                if !hash.is_empty() && hash != self.setup.survey.hash {
                    self.other_definitions.0 += 1;
                    if self.other_definitions.0 == 1 {
                        self.other_definitions.1 = rows.rows[row].line;
                    }
                }
            }
        }
    }

    /// What follows from the answers together.
    fn consequences(&mut self, opened: &Opened<R>, batch: &mut Batch, troubles: &mut Vec<Trouble>, kept: &[Row]) {
        let (survey, calendar) = (self.setup.survey, self.setup.calendar);
        together::settle(survey, batch, &opened.sources, troubles);
        routing::not_asked(survey, calendar, batch, &opened.sources, troubles);
        together::attention(survey, batch, &opened.sources, troubles);
        routing::not_reached(
            survey,
            batch,
            &opened.sources,
            opened.layout.meta(MetaColumn::Submitted).is_some(),
        );
        derive(survey, calendar, batch);
        for flag in routing::flags(survey, calendar, batch, &opened.sources) {
            self.counts.flagged += 1;
            let row = kept[flag.row];
            self.flags.entry(flag.variable).or_insert((0, row.line, row.number)).0 += 1;
        }
    }
}

/// Which rows a column of the platform says were broken off.
fn broken_off(rows: &Rows<'_>, unfinished: Option<&(usize, Skip)>) -> Vec<bool> {
    let Some((column, skip)) = unfinished else {
        return vec![false; rows.rows.len()];
    };
    (0..rows.rows.len())
        .map(|row| text::utf8(&rows.cell(row, *column)).is_some_and(|cell| skip.applies(cell)))
        .collect()
}

/// The waves of rows that belong to responses; what has no time of its own gets that of its response.
fn of_responses(
    parents: &Parents,
    rows: &Rows<'_>,
    key: Option<usize>,
    meta: &mut MetaReader,
    submitted: &mut [i64],
) -> Vec<Option<u16>> {
    let mut waves = Vec::with_capacity(rows.rows.len());
    for (row, submitted) in submitted.iter_mut().enumerate() {
        let cell = key.map(|key| rows.cell(row, key)).unwrap_or_default();
        let id = text::utf8(&cell).map(text::trimmed).unwrap_or_default();
        let known = parents.responses.get(id);
        if let (Some((_, sent)), true) = (known, *submitted == NO_TIME) {
            *submitted = *sent;
        }
        let wave = known.and_then(|(wave, _)| parents.waves.get(*wave));
        waves.push(meta.position(wave.cloned()));
    }
    waves
}

fn push_words(rows: &Rows<'_>, row: usize, column: Option<usize>, meanings: &Meanings, into: &mut TextColumn) {
    let Some(column) = column else {
        return into.push(Cell::Missing(Missing::NotInVersion));
    };
    let cell = rows.cell(row, column);
    let words = meanings.read(&cell).ok().and_then(|said| {
        if let super::lookup::Said::Words(words) = said {
            Some(words)
        } else {
            None
        }
    });
    into.push(words.map_or(Cell::Missing(Missing::Skipped), Cell::Text));
}
