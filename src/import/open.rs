//! The top of a file: encoding, delimiter, header, columns. What comes out is ready to read rows.

use super::aliases::MetaColumn;
use super::dates;
use super::dates::OrderSigns;
use super::dates::Zone;
use super::decode::Decoder;
use super::decode::Forms;
use super::delimiter;
use super::encoding;
use super::encoding::EncodingFound;
use super::encoding::How;
use super::encoding::Utf8Reader;
use super::layout::Headers;
use super::layout::Layout;
use super::layout::Platform;
use super::layout::Role;
use super::layout::Source;
use super::lookup::Meanings;
use super::meta::MetaReader;
use super::meta::WaveSource;
use super::number::NumberForm;
use super::profile;
use super::profile::Profile;
use super::profile::Recognised;
use super::profile::Top;
use super::records::Block;
use super::records::Lines;
use super::records::Records;
use super::rules;
use super::segment::ASIDE;
use super::segment::SENT_ALONG;
use super::setup::Setup;
use super::setup::WaveNames;
use super::text;
use crate::definition::mapping::DateOrder;
use crate::definition::mapping::Numerals;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::has_errors;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Recoded;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use crate::model::WaveId;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::io;
use std::io::Chain;
use std::io::Cursor;
use std::io::Read;

/// So much of the file is looked at for its encoding and delimiter.
const HEAD: u64 = 256 << 10;

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

/// Reads the head; `None` with a problem when there is nothing to read.
pub(super) fn head<R: Read>(
    reader: &mut R,
    setup: &Setup<'_>,
    problems: &mut Vec<Problem>,
) -> io::Result<Option<Head>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut bytes)?;
    let stated = setup.told(|format| format.encoding.clone());
    let encoding = stated.as_ref().and_then(|entry| encoding::named(&entry.text));
    if let (Some(entry), None) = (&stated, encoding) {
        problems.push(
            Problem::new(&rules::UNKNOWN_ENCODING, entry.place.clone())
                .says(
                    format!("no encoding is called `{}`", entry.text),
                    format!("没有名为 `{}` 的编码", entry.text),
                )
                .help(
                    "leave it out to have it found, or write `utf-8`, `gb18030`, `utf-16le` …",
                    "不写则自动识别；也可写 `utf-8`、`gb18030`、`utf-16le` 等",
                ),
        );
        return Ok(None);
    }
    let whole = (bytes.len() as u64) < HEAD;
    let encoding = encoding::detect(&bytes, whole, encoding);
    let mut text = Vec::new();
    Utf8Reader::new(bytes.as_slice(), encoding)?.read_to_end(&mut text)?;
    if text.iter().all(u8::is_ascii_whitespace) {
        problems.push(
            Problem::new(&rules::EMPTY_FILE, Place::file(setup.file))
                .says("there is nothing in this file", "该文件没有内容")
                .help("export the answers again", "请重新导出答卷"),
        );
        return Ok(None);
    }
    Ok(Some(Head { bytes, text, encoding }))
}

/// The delimiter: as told, else as found.
pub(super) fn delimiter_of(head: &Head, setup: &Setup<'_>, problems: &mut Vec<Problem>) -> Option<u8> {
    match setup.told(|format| format.delimiter) {
        Some(mark) if mark.is_ascii() && !matches!(mark, '"' | '\n' | '\r' | '\0') => u8::try_from(mark).ok(),
        Some(mark) => {
            problems.push(
                Problem::new(&rules::BAD_SETTING, Place::file(setup.file))
                    .says(
                        format!("`{mark}` cannot stand between cells"),
                        format!("`{mark}` 不能用作分隔符"),
                    )
                    .help(
                        "use one ASCII character such as `,`, `;`, a tab or `|`",
                        "请用一个 ASCII 字符，如 `,`、`;`、制表符或 `|`",
                    ),
            );
            None
        }
        None => delimiter::sniff(&head.text).or_else(|| {
            problems.push(one_column(setup, None));
            None
        }),
    }
}

fn one_column(setup: &Setup<'_>, tried: Option<u8>) -> Problem {
    let problem = Problem::new(&rules::ONE_COLUMN, Place::file(setup.file));
    let problem = match tried {
        None => problem.says(
            "neither `,` nor `;`, a tab or `|` stands between cells here",
            "该文件中逗号、分号、制表符和竖线都不是分隔符",
        ),
        Some(mark) => problem.says(
            format!("`{}` gives only one column", char::from(mark)),
            format!("按 `{}` 分隔只有一列", char::from(mark)),
        ),
    };
    problem.help(
        "name the mark: `format: {delimiter: \";\"}` in the mapping",
        "请在映射文件中写明分隔符：`format: {delimiter: \";\"}`",
    )
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

/// A mapping of another survey would fit nothing, or worse, something.
fn check_survey(setup: &Setup<'_>, problems: &mut Vec<Problem>) {
    let Some(entry) = setup.mapping.and_then(|mapping| mapping.survey.as_ref()) else {
        return;
    };
    if entry.text != setup.survey.id.as_str() {
        problems.push(
            Problem::new(&rules::BAD_SETTING, entry.place.clone())
                .says(
                    format!(
                        "this mapping belongs to `{}`, the answers are imported for `{}`",
                        entry.text, setup.survey.id
                    ),
                    format!("该映射文件属于 `{}`，而导入的问卷是 `{}`", entry.text, setup.survey.id),
                )
                .help(
                    "choose the mapping of this survey, or correct its `survey`",
                    "请选用该问卷的映射文件，或更正其中的 `survey`",
                ),
        );
    }
}

fn guessed(found: EncodingFound, setup: &Setup<'_>) -> Problem {
    Problem::new(&rules::GUESSED_ENCODING, Place::file(setup.file))
        .says(
            format!("this file looks like `{}`, which nothing in it states", found.name),
            format!("该文件看来是 `{}`，但文件本身并未注明", found.name),
        )
        .help(
            format!(
                "if the texts are right, write `format: {{encoding: {}}}` into the mapping",
                found.name
            ),
            format!("若文字无误，请在映射文件中写 `format: {{encoding: {}}}`", found.name),
        )
}

fn no_known(setup: &Setup<'_>, layout: &Layout, place: &Place) -> Problem {
    let some: Vec<String> = layout
        .headers
        .shown
        .iter()
        .take(5)
        .map(|header| format!("`{header}`"))
        .collect();
    Problem::new(&rules::NO_KNOWN_COLUMN, place.clone())
        .says(
            format!(
                "none of the {} columns ({} …) is a question of `{}`",
                layout.headers.shown.len(),
                some.join(", "),
                setup.survey.id
            ),
            format!(
                "{} 列（{} ……）都不是问卷 `{}` 的题目",
                layout.headers.shown.len(),
                some.join("、"),
                setup.survey.id
            ),
        )
        .help(
            "run `manyi import` with `--propose` for a mapping to finish by hand",
            "请用 `manyi import … --propose` 生成映射草稿后补全",
        )
}

/// Warns of columns nobody reads and questions without a column.
fn list_columns(setup: &Setup<'_>, layout: &Layout, top: &Top, place: &Place, problems: &mut Vec<Problem>) {
    // Marks at the end of every line make columns that hold nothing, not even a header.
    let is_blank = |at: usize| {
        let mut cells = top.records.iter().filter_map(|record| record.get(at));
        cells.all(|cell| text::trimmed(cell).is_empty())
    };
    let unknown: Vec<String> = (0..layout.roles.len())
        .filter(|&at| layout.roles[at] == Role::Unknown && !is_blank(at))
        // A segment's own columns, and what a form of ours sends along to a service for forms.
        .filter(|&at| !(setup.segment && ASIDE.contains(&layout.headers.shown[at].as_str())))
        .filter(|&at| !SENT_ALONG.contains(&layout.headers.shown[at].as_str()))
        .map(|at| format!("`{}`", layout.headers.shown[at]))
        .collect();
    if !unknown.is_empty() {
        problems.push(
            Problem::new(&rules::UNKNOWN_COLUMNS, place.clone())
                .says(
                    format!("{} columns were left out: {}", unknown.len(), unknown.join(", ")),
                    format!("有 {} 列没有读入：{}", unknown.len(), unknown.join("、")),
                )
                .help(
                    "name them under `columns` in the mapping, with `null` for those not wanted",
                    "请在映射文件的 `columns` 中写明；不需要的写 `null`",
                ),
        );
    }
    let joined = setup.sample.is_some() || setup.parents.is_some();
    let filled = |at: usize| joined && setup.survey.is_filled(&setup.survey.variables[at].id);
    let missing: Vec<String> = (0..layout.variables.len())
        .filter(|&at| layout.variables[at] == Source::Nowhere && !filled(at))
        .filter(|&at| {
            matches!(
                setup.survey.variables[at].origin,
                Origin::Question { .. } | Origin::Hidden
            )
        })
        .map(|at| format!("`{}`", setup.survey.variables[at].id))
        .collect();
    if !missing.is_empty() {
        problems.push(
            Problem::new(&rules::MISSING_COLUMNS, place.clone())
                .says(
                    format!("no column for {}", missing.join(", ")),
                    format!("没有以下题目的列：{}", missing.join("、")),
                )
                .help(
                    "they are `not_in_version` for these responses; name their columns in the mapping if there are any",
                    "这些题目记为 `not_in_version`；若文件中有，请在映射文件中写明",
                ),
        );
    }
    if layout.meta(MetaColumn::ResponseId).is_none() && setup.identity == super::setup::Identity::Response {
        problems.push(
            Problem::new(&rules::NO_RESPONSE_ID, place.clone())
                .says(
                    "no column holds an id of the response; ids are made from the content",
                    "没有答卷编号列，编号由内容生成",
                )
                .help(
                    "map the column that holds one to `response_id`",
                    "请把编号所在的列映射到 `response_id`",
                ),
        );
    }
    if layout.meta(MetaColumn::Respondent).is_some() && setup.respondent_key.is_none() && !setup.segment {
        problems.push(
            Problem::new(&rules::NO_RESPONDENT_KEY, place.clone())
                .says(
                    "the respondents' column was left out, as there is no key to make pseudonyms with",
                    "没有生成化名的密钥，受访者列没有读入",
                )
                .help(
                    "set a key in `manyi.toml`, or map the column to `null`",
                    "请在 `manyi.toml` 中设置密钥，或把该列映射为 `null`",
                ),
        );
    }
}

/// The answers without which one cannot be judged: the other ranks of a ranking, the other parts of a sum.
fn judged_with(setup: &Setup<'_>, variable: &Variable) -> Vec<usize> {
    let question = variable.origin.place().and_then(|(page, question)| {
        let page = setup.survey.pages.get(page)?;
        page.questions.get(question)
    });
    question
        .filter(|question| matches!(question.kind, Kind::Ranking { .. } | Kind::Allocation { .. }))
        .map(|question| question.variables.iter().map(|index| index.0).collect())
        .unwrap_or_default()
}

/// Where each variable is read from: everywhere, or only what is needed and what that needs.
fn needed_sources(setup: &Setup<'_>, layout: &Layout) -> Vec<Source> {
    let mut sources = layout.variables.clone();
    let Some(needed) = setup.needed else { return sources };
    let mut wanted: BTreeSet<usize> = BTreeSet::new();
    let mut open: Vec<usize> = needed.iter().map(|index| index.0).collect();
    while let Some(at) = open.pop() {
        let Some(variable) = setup.survey.variables.get(at) else {
            continue;
        };
        if wanted.insert(at) {
            let conditions = variable.asked_if.iter().chain(&variable.value);
            open.extend(conditions.flat_map(|condition| condition.typed.slots()));
            open.extend(judged_with(setup, variable));
        }
    }
    for (at, source) in sources.iter_mut().enumerate() {
        if !wanted.contains(&at) {
            *source = Source::Nowhere;
        }
    }
    sources
}

fn decoders(
    setup: &Setup<'_>,
    profile: Option<&Profile>,
    sources: &[Source],
    form: NumberForm,
    layout: &Layout,
    orders: &mut Orders<'_>,
) -> Vec<Decoder> {
    let mut decoders = Vec::with_capacity(sources.len());
    for (variable, source) in setup.survey.variables.iter().zip(sources) {
        let maps = setup.mapping.map(|mapping| &mapping.values);
        let missing = profile.map(|profile| profile.missing_for(&variable.domain));
        let own = maps
            .into_iter()
            .flat_map(|values| [values.get("*"), values.get(variable.id.as_str())])
            .flatten();
        let own = missing.iter().chain(own);
        let separator = setup
            .mapping
            .and_then(|mapping| mapping.separators.get(variable.id.as_str())?.text.chars().next())
            .or_else(|| profile?.separator());
        let order = match (&variable.domain, source) {
            (Domain::Date, Source::Column(column)) => orders.of(*column, layout),
            _ => DateOrder::YearFirst,
        };
        let forms = Forms {
            formerly: formerly(setup.survey, variable),
            number: form,
            affixes: profile.map(|profile| profile.affixes().clone()).unwrap_or_default(),
            order,
            separator,
        };
        if let (true, Source::Column(column)) = (variable.personal, source) {
            decoders.push(Decoder::Personal {
                column: *column,
                form: super::personal::Form::of(setup.survey, variable),
                meanings: Meanings::new(own),
            });
            continue;
        }
        decoders.push(Decoder::new(&variable.domain, source, forms, Meanings::new(own)));
    }
    check_values(setup, orders.problems);
    decoders
}

/// What was written for options that are none today, and what they are: files go on holding answers to earlier versions.
fn formerly(survey: &Survey, variable: &Variable) -> Vec<(String, Recoded)> {
    let recodings = survey.recodings.values().filter_map(|of| of.get(&variable.id));
    let writings = recodings.flat_map(|recoding| &recoding.writings);
    writings.map(|(writing, now)| (writing.clone(), *now)).collect()
}

/// The mapping's values must name options and variables there are.
fn check_values(setup: &Setup<'_>, problems: &mut Vec<Problem>) {
    let Some(mapping) = setup.mapping else { return };
    for (name, values) in &mapping.values {
        let variable = setup.survey.find(name);
        for (cell, target) in values {
            let fits = match (name.as_str(), variable) {
                ("*", _) => super::lookup::bracketed(&target.text).is_some(),
                (_, None) => false,
                (_, Some(index)) => fits(setup, index, &target.text),
            };
            if !fits {
                problems.push(
                    Problem::new(&rules::NO_SUCH_TARGET, target.place.clone())
                        .says(
                            format!("`{cell}` of `{name}` cannot become `{}`", target.text),
                            format!("`{name}` 的“{cell}”不能读作 `{}`", target.text),
                        )
                        .help(
                            "write an option's id, a number, or a kind of missing such as `<skipped>`",
                            "请写选项编号、数字，或缺失类型，如 `<skipped>`",
                        ),
                );
            }
        }
    }
}

fn fits(setup: &Setup<'_>, index: VariableIndex, target: &str) -> bool {
    if target.is_empty() || super::lookup::bracketed(target).is_some() {
        return true;
    }
    let domain = &setup.survey.variable(index).domain;
    match domain {
        Domain::Rating(_) | Domain::Choice(_) => domain.options().is_some_and(|list| {
            list.position_of_id(target).is_some()
                || target.parse().ok().and_then(|v| list.position_of_value(v)).is_some()
        }),
        // Several options may be meant, which only reading the cell tells.
        Domain::Multiple(_) | Domain::Text => true,
        Domain::Number { .. } => super::number::parse(target, NumberForm::default()).is_some(),
        Domain::Date => dates::parse(target).is_some(),
    }
}

/// The order of dates by column.
struct Orders<'a> {
    setup: &'a Setup<'a>,
    block: &'a Block,
    start: usize,
    /// The order in which the platform always writes them.
    always: Option<DateOrder>,
    problems: &'a mut Vec<Problem>,
}

impl Orders<'_> {
    fn of(&mut self, column: usize, layout: &Layout) -> DateOrder {
        if let Some(order) = self.setup.told(|format| format.date_order).or(self.always) {
            return order;
        }
        let mut signs = OrderSigns::default();
        let mut example = None;
        for record in self
            .block
            .records
            .iter()
            .skip(self.start)
            .filter(|record| record.width > column)
        {
            let raw = self.block.raw(self.block.fields[record.first + column]);
            if let Some(written) = text::utf8(raw).and_then(dates::parse) {
                let before = signs;
                signs.see(&written);
                if signs != before {
                    example = Some((record.line, text::shown(raw, text::Decoded::Utf8)));
                }
            }
        }
        let order = signs.order();
        if order.is_err() {
            let header = &layout.headers.shown[column];
            let (line, cell) = example.unwrap_or_default();
            let place = Place::Cell {
                file: self.setup.file.to_owned(),
                line,
                row: None,
                column: Some(header.clone()),
            };
            self.problems.push(
                Problem::new(&rules::DATE_ORDER, place)
                    .says(
                        format!("the dates of `{header}`, such as `{cell}`, can be read in two ways"),
                        format!("“{header}”中的日期（如 {cell}）有两种读法"),
                    )
                    .help(
                        "say which comes first: `format: {date_order: mdy}` or `dmy` in the mapping",
                        "请在映射文件中写明顺序：`format: {date_order: mdy}` 或 `dmy`",
                    ),
            );
        }
        order.unwrap_or(DateOrder::YearFirst)
    }
}

fn zone(setup: &Setup<'_>, stated: Option<&str>, problems: &mut Vec<Problem>) -> TimeZone {
    let own = || setup.calendar.zone().clone();
    let Some(entry) = setup.mapping.and_then(|mapping| mapping.time_zone.as_ref()) else {
        // A zone nobody knows stands in the file, not in what the user wrote: the workspace's is as good as any.
        return stated.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(own);
    };
    TimeZone::get(&entry.text).unwrap_or_else(|_| {
        problems.push(
            Problem::new(&rules::BAD_SETTING, entry.place.clone())
                .says(
                    format!("no time zone is called `{}`", entry.text),
                    format!("没有名为 `{}` 的时区", entry.text),
                )
                .help(
                    "write an IANA name such as `Asia/Shanghai`",
                    "请写 IANA 名称，如 `Asia/Shanghai`",
                ),
        );
        own()
    })
}

fn wave(setup: &Setup<'_>, layout: &Layout, problems: &mut Vec<Problem>) -> WaveSource {
    if let Some(wave) = &setup.wave {
        return WaveSource::Constant(wave.clone());
    }
    if let Some(entry) = setup.mapping.and_then(|mapping| mapping.wave.as_ref()) {
        let wave = match setup.wave_names {
            WaveNames::Calendar => setup.calendar.parse(&entry.text),
            WaveNames::AsWritten => Some(WaveId::new(&entry.text)),
        };
        if let Some(wave) = wave {
            return WaveSource::Constant(wave);
        }
        problems.push(
            Problem::new(&rules::BAD_SETTING, entry.place.clone())
                .says(
                    format!("the calendar has no wave `{}`", entry.text),
                    format!("日历中没有期次 `{}`", entry.text),
                )
                .help(
                    "write it as the calendar in `manyi.toml` does, such as `2026Q4`",
                    "请按 `manyi.toml` 的日历书写，如 `2026Q4`",
                ),
        );
    }
    match (layout.meta(MetaColumn::Wave), setup.wave_names) {
        (Some(column), names) => WaveSource::Column(column, names),
        (None, WaveNames::Calendar) => WaveSource::Time,
        (None, WaveNames::AsWritten) => WaveSource::Constant(WaveId::new(WaveNames::ALL_ROWS)),
    }
}
