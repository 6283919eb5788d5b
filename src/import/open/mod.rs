//! The top of a file: encoding, delimiter, header, columns. What comes out is ready to read rows.

mod checks;
mod decoders;
mod head;
mod moments;
mod sources;

pub(super) use head::delimiter_of;
pub(super) use head::head;

use super::aliases::MetaColumn;
use super::dates::Zone;
use super::decode::Decoder;
use super::encoding::EncodingFound;
use super::encoding::How;
use super::encoding::Utf8Reader;
use super::layout::Headers;
use super::layout::Layout;
use super::layout::Platform;
use super::layout::Source;
use super::meta::MetaReader;
use super::number::NumberForm;
use super::profile;
use super::profile::Profile;
use super::profile::Recognised;
use super::profile::Top;
use super::records::Block;
use super::records::Lines;
use super::records::Records;
use super::rules;
use super::setup::Setup;
use super::text;
use crate::definition::mapping::Numerals;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::has_errors;
use checks::check_survey;
use checks::check_values;
use checks::no_known;
use decoders::Orders;
use decoders::decoders;
use head::guessed;
use head::one_column;
use moments::wave;
use moments::zone;
use sources::list_columns;
use sources::needed_sources;
use std::io;
use std::io::Chain;
use std::io::Cursor;
use std::io::Read;

pub(super) type Bytes<R> = Utf8Reader<Chain<Cursor<Vec<u8>>, R>>;

/// A file whose header has been read.
pub(super) struct Opened<R> {
    pub records: Records<Bytes<R>>,
    /// The first block, of which records before `start` are header.
    pub block: Block,
    pub start: usize,
    pub layout: Layout,
    /// Where each variable's answers are read from.
    pub sources: Vec<Source>,
    /// By variable.
    pub decoders: Vec<Decoder>,
    pub meta: MetaReader,
    pub form: NumberForm,
    /// Columns by which rows are left out, with the cells that say so; the position of each among the profile's.
    pub skips: Vec<(usize, profile::Skip)>,
    /// The column that tells a response was broken off.
    pub unfinished: Option<(usize, profile::Skip)>,
}

/// What is known of a file even when it cannot be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub encoding: Option<EncodingFound>,
    pub delimiter: Option<char>,
    pub profile: Option<Recognised>,
    pub layout: Layout,
    pub problems: Vec<Problem>,
}

/// Text of the head of a file, with what it is written in.
pub(super) struct Head {
    pub bytes: Vec<u8>,
    pub text: Vec<u8>,
    pub encoding: EncodingFound,
}

/// Opens a file; `None` when it cannot be read, with the reasons in `found`.
#[expect(
    clippy::too_many_lines,
    reason = "one pass over what the top of a file can be, in order"
)]
pub(super) fn open<R: Read>(mut reader: R, setup: &Setup<'_>, found: &mut Found) -> io::Result<Option<Opened<R>>> {
    check_survey(setup, &mut found.problems);
    let Some(head) = head(&mut reader, setup, &mut found.problems)? else {
        return Ok(None);
    };
    found.encoding = Some(head.encoding);
    if head.encoding.how == How::Guess {
        found.problems.push(guessed(head.encoding, setup));
    }
    let Some(delimiter) = delimiter_of(&head, setup, &mut found.problems) else {
        return Ok(None);
    };
    found.delimiter = Some(char::from(delimiter));
    let bytes = Utf8Reader::new(Cursor::new(head.bytes).chain(reader), head.encoding)?;
    let lines = if setup.segment || setup.workbook {
        Lines::Records
    } else {
        Lines::Written
    };
    let mut records = Records::new(bytes, delimiter, setup.block_bytes).counting(lines);
    let mut block = Block::default();
    records.fill(&mut block, usize::MAX)?;
    let skip = setup
        .mapping
        .map(|mapping| mapping.format.skip_rows.as_slice())
        .unwrap_or_default();
    block.records.retain(|record| !skip.contains(&record.line));
    let top = top(&block, head.encoding);
    let before = found.problems.len();
    let chosen = profile::choose(setup, &top, &mut found.problems);
    if has_errors(&found.problems[before..]) {
        return Ok(None);
    }
    let profile = chosen.as_ref().map(|chosen| chosen.profile);
    let header_rows = chosen.as_ref().map_or_else(
        || setup.told(|format| format.header_rows).unwrap_or(1),
        |chosen| chosen.recognised.header_rows,
    );
    found.profile = chosen.map(|chosen| chosen.recognised);
    let header = &top.records[..header_rows.min(top.records.len())];
    let width = width(&block, header_rows);
    if width < 2 {
        found.problems.push(one_column(setup, Some(delimiter)));
        return Ok(None);
    }
    let line = block.records.first().map_or(1, |record| record.line);
    let header_place = Place::Cell {
        file: setup.file.to_owned(),
        line,
        row: None,
        column: None,
    };
    let platform = profile.map(|profile| Platform {
        profile,
        top: &top,
        header_rows,
    });
    found.layout = Layout::new(
        Headers::new(header, width),
        setup,
        platform,
        &header_place,
        &mut found.problems,
    );
    let layout = found.layout.clone();
    if let Some(recognised) = &mut found.profile {
        recognised.by_number = layout.by_number;
        let names = layout.personal.iter().map(|&at| layout.headers.shown[at].clone());
        recognised.personal = names.collect();
    }
    if !layout.has_answers() {
        found.problems.push(no_known(setup, &layout, &header_place));
        return Ok(None);
    }
    list_columns(setup, &layout, &top, &header_place, &mut found.problems);
    if block.records.len() <= header_rows && !records.fill_more(&mut block)? {
        found.problems.push(
            Problem::new(&rules::NO_ANSWERS, Place::file(setup.file))
                .says("no row stands below the header", "表头之下没有数据")
                .help(
                    "check the filter of the export, or `header_rows` in the mapping",
                    "请检查导出筛选条件，或映射文件中的 `header_rows`",
                ),
        );
        return Ok(None);
    }
    let mut orders = Orders {
        setup,
        block: &block,
        start: header_rows,
        always: profile.and_then(Profile::date_order),
        problems: &mut found.problems,
    };
    let form = NumberForm {
        decimal: setup.told(|format| format.decimal).unwrap_or('.'),
        thousands: setup.told(|format| format.thousands),
        chinese: setup.told(|format| format.numerals) == Some(Numerals::Chinese),
    };
    let sources = needed_sources(setup, &layout);
    let decoders = decoders(setup, profile, &sources, form, &layout, &mut orders);
    let times = [MetaColumn::Submitted, MetaColumn::Modified, MetaColumn::Started]
        .map(|meta| layout.meta(meta).map(|column| (column, orders.of(column, &layout))));
    let stated = found
        .profile
        .as_ref()
        .and_then(|recognised| recognised.time_zone.clone());
    let zone = zone(setup, stated.as_deref(), &mut found.problems);
    let wave = wave(setup, &layout, &mut found.problems);
    let mut meta = MetaReader::new(&layout, wave, Zone::new(zone), setup.identity, setup.respondent_key);
    meta.times = times;
    meta.duration = layout.duration.filter(|_| layout.meta(MetaColumn::Started).is_none());
    meta.pseudonymous = setup.segment;
    if has_errors(&found.problems) {
        return Ok(None);
    }
    let headers = &layout.headers;
    let skips = profile.map(|profile| profile.skips(headers)).unwrap_or_default();
    let unfinished = profile.and_then(|profile| profile.unfinished(headers));
    Ok(Some(Opened {
        skips: skips.into_iter().map(|(at, skip)| (at, skip.clone())).collect(),
        unfinished: unfinished.map(|(at, skip)| (at, skip.clone())),
        records,
        block,
        start: header_rows,
        layout,
        sources,
        decoders,
        meta,
        form,
    }))
}

/// How many columns a file has: as many as its header, or, where it has none, as the widest of the first rows.
pub(super) fn width(block: &Block, header_rows: usize) -> usize {
    let widths = block.records.iter().map(|record| record.width);
    let decides = if header_rows == 0 { usize::MAX } else { 1 };
    widths.take(decides).max().unwrap_or(0)
}

/// The first records as text.
pub(super) fn top(block: &Block, encoding: EncodingFound) -> Top {
    let cells = |record: &super::records::Record| {
        block.fields[record.first..record.first + record.width]
            .iter()
            .map(|field| {
                let raw = block.raw(*field);
                let cell = if field.is_raw() {
                    text::unquoted(raw)
                } else {
                    raw.into()
                };
                text::shown(&cell, encoding.decoded())
            })
            .collect()
    };
    Top {
        records: block.records.iter().take(profile::LOOKED_AT).map(cells).collect(),
    }
}
