//! Rows of an opened file become batches, a block at a time.

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
use super::quarantine::Extent;
use super::quarantine::QuarantineEntry;
use super::quarantine::Reason;
use super::records::Block;
use super::records::Field;
use super::records::Record;
use super::records::State;
use super::routing;
use super::rules;
use super::sample;
use super::segment::suspect;
use super::setup::Identity;
use super::setup::Parents;
use super::setup::Setup;
use super::summary::ColumnFound;
use super::summary::Counts;
use super::summary::Summary;
use super::tally::NO_COLUMN;
use super::tally::Tally;
use super::text;
use super::text::Decoded;
use super::together;
use super::versions::Versions;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
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

/// Stands in messages and in quarantine for what is kept apart.
const KEPT_APART: &str = "***";

/// Rows with something in the field that no person sees.
fn trapped(rows: &Rows<'_>, layout: &Layout) -> u64 {
    let trap = layout.headers.shown.iter().position(|header| header == TRAP_FIELD);
    let Some(trap) = trap.filter(|at| layout.roles[*at] == Role::Unknown) else {
        return 0;
    };
    let filled = (0..rows.rows.len()).filter(|row| rows.field(*row, trap).len() > 0);
    filled.count() as u64
}

/// A cell as it stands in a line of CSV.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
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

    /// The rows of a block that can be read; the others are counted.
    fn rows_of(
        &mut self,
        block: &mut Block,
        start: usize,
        width: usize,
        layout: &Layout,
        quarantine: &mut Vec<QuarantineEntry>,
    ) -> Vec<Row> {
        let mut rows = Vec::with_capacity(block.records.len().saturating_sub(start));
        for at in start..block.records.len() {
            let record = block.records[at];
            self.counts.read += 1;
            self.rows += 1;
            let mut row = Row {
                first: record.first,
                line: record.line,
                number: self.rows,
                record: at,
            };
            let others = matches!(self.setup.versions, Versions::Only(_));
            let refusal = match record.state {
                State::Unclosed => Some(Reason::UnclosedQuote),
                State::Whole | State::Unended if is_blank(block, &record) => {
                    if others {
                        self.counts.read -= 1;
                    } else {
                        self.counts.blank += 1;
                    }
                    continue;
                }
                State::Whole | State::Unended if record.width == width => None,
                // A workbook has no cells where nothing stands, also behind the last one of a row.
                State::Whole | State::Unended if self.setup.workbook && record.width < width => {
                    row.first = padded(block, &record, width);
                    None
                }
                State::Whole | State::Unended => match fit(block, &record, width, layout) {
                    Some(first) => {
                        row.first = first;
                        None
                    }
                    None => Some(Reason::CellCount),
                },
            };
            match refusal {
                None => rows.push(row),
                Some(_) if others => self.counts.read -= 1,
                Some(reason) => self.refuse((&row, &*block, layout), reason, quarantine),
            }
        }
        rows
    }

    /// Takes out the rows that the profile leaves out, and counts them.
    fn leave_out(&mut self, block: &Block, cut: &mut Vec<Row>, skips: &[(usize, Skip)]) {
        if skips.is_empty() {
            return;
        }
        let all = std::mem::take(cut);
        let rows = Rows { block, rows: &all };
        for (row, at) in all.iter().zip(0..) {
            let rule = skips.iter().position(|(column, skip)| {
                let cell = rows.cell(at, *column);
                text::utf8(&cell).is_some_and(|cell| skip.applies(cell))
            });
            match rule {
                Some(rule) => {
                    self.left_out[rule].1 += 1;
                    self.counts.by_rule += 1;
                }
                None => cut.push(*row),
            }
        }
    }

    /// Takes out the rows of other versions: they belong to another reading of the file, and are counted there.
    fn leave_others(&mut self, rows: &mut Vec<Row>, block: &Block, layout: &Layout) {
        if self.setup.versions == Versions::All {
            return;
        }
        let column = layout.meta(MetaColumn::Definition);
        let before = rows.len();
        rows.retain(|row| {
            let cut = Rows {
                block,
                rows: std::slice::from_ref(row),
            };
            let cell = column.map(|column| cut.cell(0, column));
            let hash = cell.as_deref().and_then(text::utf8).map_or("", text::trimmed);
            self.setup.versions.take(hash)
        });
        self.counts.read -= (before - rows.len()) as u64;
    }

    fn refuse(
        &mut self,
        (row, block, layout): (&Row, &Block, &Layout),
        reason: Reason,
        quarantine: &mut Vec<QuarantineEntry>,
    ) {
        match reason {
            Reason::ConflictingId => self.counts.conflicting += 1,
            Reason::UnknownWave => self.counts.unknown_wave += 1,
            Reason::UnknownResponse => self.counts.unknown_response += 1,
            _ => self.counts.broken += 1,
        }
        let record = block.records[row.record];
        let (start, end) = record.bytes;
        let apart: Vec<bool> = (0..layout.roles.len()).map(|at| self.tells_who(layout, at)).collect();
        let original = if !apart.contains(&true) {
            text::shown(&block.bytes[start..end], self.decoded)
        } else if record.width == apart.len() {
            let fields = &block.fields[record.first..record.first + record.width];
            let cells: Vec<String> = fields
                .iter()
                .zip(&apart)
                .map(|(field, apart)| {
                    let raw = block.raw(*field);
                    match (raw, apart) {
                        ([], _) => String::new(),
                        (_, true) => KEPT_APART.to_owned(),
                        (raw, false) if field.is_raw() => quoted(&text::shown(&text::unquoted(raw), self.decoded)),
                        (raw, false) => quoted(&text::shown(raw, self.decoded)),
                    }
                })
                .collect();
            cells.join(",")
        } else {
            // Which of its cells is the one that tells who it is, nobody knows.
            KEPT_APART.to_owned()
        };
        self.tally.add(NO_COLUMN, "", reason, row.line, row.number, &original);
        quarantine.push(QuarantineEntry {
            line: row.line,
            row: row.number,
            column: String::new(),
            original,
            reason,
            kind: Extent::Row,
        });
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

    /// Whether a column holds what must be shown nowhere.
    fn is_personal(&self, layout: &Layout, column: usize) -> bool {
        matches!(layout.roles[column], Role::Variable(variable) if self.setup.survey.variable(variable).personal)
    }

    /// Whether a column says who answered: an answer that is kept apart, the person, the key of the sample. A segment holds
    /// pseudonyms in place of persons.
    fn tells_who(&self, layout: &Layout, column: usize) -> bool {
        match layout.roles[column] {
            Role::Meta(MetaColumn::Respondent) => !self.setup.segment,
            Role::Key => true,
            _ => self.is_personal(layout, column),
        }
    }

    /// Turns troubles into quarantine, and counts them.
    fn put_aside(
        &mut self,
        troubles: Vec<Trouble>,
        rows: &Rows<'_>,
        layout: &Layout,
        quarantine: &mut Vec<QuarantineEntry>,
    ) {
        for Trouble {
            row,
            column,
            reason,
            part,
        } in troubles
        {
            let original = if self.is_personal(layout, column) {
                KEPT_APART.to_owned()
            } else {
                part.unwrap_or_else(|| text::shown(&rows.cell(row, column), self.decoded))
            };
            if original.is_empty() {
                continue;
            }
            if reason.is_invalid_cell() {
                self.counts.invalid_cells += 1;
                self.cells[column].1 += 1;
            } else if matches!(reason, Reason::RoutedOut | Reason::NotOffered) {
                self.counts.routed_out += 1;
            }
            let (line, number) = (rows.rows[row].line, rows.rows[row].number);
            let header = &layout.headers.shown[column];
            self.tally.add(column, header, reason, line, number, &original);
            quarantine.push(QuarantineEntry {
                line,
                row: number,
                column: header.clone(),
                original,
                reason,
                kind: Extent::Cell,
            });
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

    /// The counts and problems of all that was read; call it after the last chunk.
    #[must_use]
    pub fn finish(self) -> Summary {
        let contested = self.register.contested();
        let mut problems = self.found.problems.clone();
        problems.extend(self.tally.problems(self.setup.file));
        self.last_problems(&mut problems);
        problems.sort_by_key(|problem| problem.rule.severity);
        let layout = &self.found.layout;
        let name = |index: VariableIndex| self.setup.survey.variable(index).id.to_string();
        let columns = layout.roles.iter().enumerate().map(|(at, role)| ColumnFound {
            header: layout.headers.shown[at].clone(),
            read_as: match role {
                Role::Variable(index) => Some(name(*index)),
                Role::Option(index, option) => {
                    let list = self.setup.survey.variable(*index).domain.options();
                    Some(format!(
                        "{}.{}",
                        name(*index),
                        list.and_then(|list| list.options.get(*option))
                            .map_or("?", |option| option.id.as_str())
                    ))
                }
                Role::Meta(meta) => Some(meta.name().to_owned()),
                Role::Key => Some("sample key".to_owned()),
                Role::LeftOut | Role::Unknown => None,
            },
            left_out: *role == Role::LeftOut,
            filled: self.cells[at].0,
            invalid: self.cells[at].1,
        });
        Summary {
            counts: self.counts,
            columns: columns.collect(),
            tallies: self.tally.counts(),
            encoding: self.found.encoding,
            profile: self.found.profile.clone(),
            left_out: self.left_out.iter().filter(|(_, count)| *count > 0).cloned().collect(),
            delimiter: self.found.delimiter,
            problems,
            contested,
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "what a file is told in the end, one after the other"
    )]
    fn last_problems(&self, problems: &mut Vec<Problem>) {
        let file = self.setup.file;
        let at = |line: u64, row: Option<u64>, column: Option<String>| Place::Cell {
            file: file.to_owned(),
            line,
            row,
            column,
        };
        for (variable, (count, line, row)) in &self.flags {
            let id = &self.setup.survey.variable(*variable).id;
            problems.push(
                Problem::new(&rules::NOT_VALID, at(*line, Some(*row), Some(id.to_string())))
                    .says(
                        format!("{count} answers to `{id}` break its `valid_if`; they were kept"),
                        format!("`{id}` 有 {count} 个答案不符合 `valid_if`，已保留"),
                    )
                    .help(
                        "look at them, and correct them in `fixes/` if they are wrong",
                        "请查看；若有误，请在 `fixes/` 中更正",
                    ),
            );
        }
        problems.extend(suspect(self.setup.file, self.trapped, 0));
        if self.strangers.0 > 0 {
            let count = self.strangers.0;
            problems.push(
                Problem::new(&rules::NOT_IN_SAMPLE, at(self.strangers.1, None, None))
                    .says(
                        format!("{count} responses name nobody in the sample"),
                        format!("有 {count} 份答卷不在样本名单中"),
                    )
                    .help(
                        "check that it is the sample the links were made from",
                        "请确认样本文件与发放链接时所用的一致",
                    ),
            );
        }
        if self.other_definitions.0 > 0 {
            let count = self.other_definitions.0;
            problems.push(
                Problem::new(&rules::OTHER_DEFINITION, at(self.other_definitions.1, None, None))
                    .says(
                        format!("{count} responses were given to a version of the survey that is not known here, and read by today's"),
                        format!("有 {count} 份答卷来自此处没有的版本，现按当前定义读入"),
                    )
                    .help(
                        "compare the two versions with `manyi diff`",
                        "请用 `manyi diff` 比较两个版本",
                    ),
            );
        }
        for (column, (filled, invalid)) in self.cells.iter().enumerate() {
            if *filled >= 10 && invalid * 2 > *filled {
                let header = &self.found.layout.headers.shown[column];
                problems.push(
                    Problem::new(&rules::COLUMN_NOT_UNDERSTOOD, at(1, None, Some(header.clone())))
                        .says(
                            format!("{invalid} of {filled} filled cells of `{header}` are no answers to its question"),
                            format!("“{header}”已填的 {filled} 个单元格中有 {invalid} 个不是该题的答案"),
                        )
                        .help(
                            "say under `values` what they mean, or leave the column out with `null`",
                            "请在 `values` 中写明含义，或用 `null` 略去该列",
                        ),
                );
            }
        }
        for (column, alone) in self.alone.iter().enumerate() {
            let filled = self.cells[column].0;
            if filled >= 10 && alone * 2 > filled {
                let header = &self.found.layout.headers.shown[column];
                problems.push(
                    Problem::new(&rules::COLUMN_NOT_UNDERSTOOD, at(1, None, Some(header.clone())))
                        .says(
                            format!("{alone} of {filled} answers of `{header}` are none of its options and taken for words of respondents' own"),
                            format!("“{header}”的 {filled} 个答案中有 {alone} 个不是其选项，被当作受访者自填的文字"),
                        )
                        .help(
                            "compare the options of the question with the file; say under `values` what the cells mean",
                            "请核对该题的选项与文件；在 `values` 中写明单元格的含义",
                        ),
                );
            }
        }
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let (rows, cells) = (
            share(self.counts.refused(), self.counts.read),
            share(self.counts.invalid_cells, self.counts.filled_cells),
        );
        if rows > self.setup.max_refused || cells > self.setup.max_refused {
            let Counts {
                read,
                invalid_cells,
                filled_cells,
                ..
            } = self.counts;
            let refused = self.counts.refused();
            problems.push(
                Problem::new(&rules::TOO_MUCH_REFUSED, Place::file(file))
                    .says(
                        format!("{refused} of {read} rows were refused and {invalid_cells} of {filled_cells} cells are unreadable: more than {} %", self.setup.max_refused * 100.0),
                        format!("{read} 行中拒收 {refused} 行，{filled_cells} 个单元格中有 {invalid_cells} 个无法读懂，超过 {} %", self.setup.max_refused * 100.0),
                    )
                    .help("mend what the other problems name; nothing was kept", "请先处理其他问题；本次没有保存任何内容"),
            );
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

fn is_blank(block: &Block, record: &Record) -> bool {
    // Nothing but delimiters; a look at the length spares most rows the look at the cells.
    let (start, end) = record.bytes;
    end - start < record.width * 3
        && block.fields[record.first..record.first + record.width]
            .iter()
            .all(|field| field.len() == 0)
}

/// Where the cells of a record of another width begin once they fit the header; `None` when they cannot be told apart.
fn fit(block: &mut Block, record: &Record, width: usize, layout: &Layout) -> Option<usize> {
    let cells = record.first..record.first + record.width;
    if record.width > width {
        return block.fields[cells]
            .iter()
            .skip(width)
            .all(|field| field.len() == 0)
            .then_some(record.first);
    }
    let unread = |at: usize| matches!(layout.roles[at], Role::Unknown | Role::LeftOut);
    let last_is_empty = block.fields[cells.clone()].last().is_some_and(|field| field.len() == 0);
    let one_trimmed = record.width + 1 == width && last_is_empty && record.state == State::Whole;
    if !one_trimmed && !(record.width..width).all(unread) {
        return None;
    }
    Some(padded(block, record, width))
}

/// Where the cells of a record begin with empty ones behind them.
fn padded(block: &mut Block, record: &Record, width: usize) -> usize {
    let first = block.fields.len();
    block
        .fields
        .extend_from_within(record.first..record.first + record.width);
    block.fields.resize(first + width, Field::default());
    first
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

/// One reading finds what is contested, a second settles it; two more where ids of one hash, of several versions each, fall together.
const MOST_READINGS: usize = 4;

/// Reads a whole file into a value made by `begin`, again where several versions of a response made that
/// necessary; `open` begins the file anew each time.
///
/// # Errors
/// Those of the reader, of `open` and of `each`.
pub fn settled<'a, R, S, E>(
    mut setup: Setup<'a>,
    mut open: impl FnMut() -> io::Result<R>,
    mut begin: impl FnMut() -> S,
    mut each: impl FnMut(&mut S, Chunk) -> Result<(), E>,
) -> Result<(S, Summary), E>
where
    R: Read,
    E: From<io::Error>,
{
    for reading in 1.. {
        let mut import: Import<'a, R> = Import::open(open()?, setup.clone())?;
        let mut state = begin();
        while let Some(chunk) = import.next_chunk()? {
            each(&mut state, chunk)?;
        }
        let summary = import.finish();
        if summary.contested.is_empty() || reading == MOST_READINGS {
            return Ok((state, summary));
        }
        setup.contested = summary.contested;
    }
    Err(io::Error::other("a file is read at least once").into())
}
