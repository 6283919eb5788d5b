//! `manyi responses`: what is in the store.

mod aside;
mod care;
pub(in crate::command) mod fieldwork;

use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::invited;
use super::shared::sheet::Datum;
use super::shared::sheet::Format;
use super::shared::sheet::Head;
use super::shared::sheet::Sheet;
use super::shared::space::Space;
use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::model::Survey;
use crate::model::WaveId;
use crate::quality::Rule;
use crate::store::ImportEntry;

/// Lists what is in the store: responses by wave, imports, or what was put aside.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of the command line")]
pub struct Args {
    /// Surveys; without any, all.
    surveys: Vec<String>,
    /// The imports instead, each with its counts.
    #[arg(long, conflicts_with = "quarantine")]
    imports: bool,
    /// The cells and rows that could not be read instead, with their originals.
    #[arg(long)]
    quarantine: bool,
    /// Take in a file with mended rows: each takes the place of the row it mends, and the import remembers which file it mended.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["imports", "quarantine", "verify"])]
    repair: Option<String>,
    /// The imported file that `--repair` mends, where several have rows put aside.
    #[arg(long, value_name = "SOURCE", requires = "repair")]
    of: Option<String>,
    /// Read every file of the store and compare it with its hash in the ledger.
    #[arg(long)]
    verify: bool,
    /// Response rates of the sample instead: invited, refused, answered.
    #[arg(long, conflicts_with_all = ["imports", "quarantine"])]
    rates: bool,
    /// Break rates down by a column of the sample.
    #[arg(long, value_name = "COLUMN", requires = "rates")]
    by: Option<String>,
    /// The people to remind instead: invited, reached, and not yet answered.
    #[arg(long, conflicts_with_all = ["imports", "quarantine", "rates"])]
    remind: bool,
    /// How far quotas are filled instead.
    #[arg(long, conflicts_with_all = ["imports", "quarantine", "rates", "remind"])]
    quotas: bool,
    /// Flags of responses instead, each with its reason and number: too fast, one answer to all, duplicates, …
    #[arg(long, conflicts_with_all = ["imports", "quarantine", "rates", "remind", "quotas"])]
    flags: bool,
    /// The single responses instead, with their flags.
    #[arg(long, conflicts_with_all = ["imports", "quarantine", "rates", "remind", "quotas", "flags"])]
    list: bool,
    /// What the data of each wave are worth instead: complete, broken off, flagged, left blank.
    #[arg(long, conflicts_with_all = ["imports", "quarantine", "rates", "remind", "quotas", "flags", "list"])]
    quality: bool,
    /// Of what was put aside, only that of this imported file.
    #[arg(long, value_name = "FILE", requires = "quarantine")]
    file: Option<String>,
    /// Of what was put aside, only that with this code, such as `off_scale`.
    #[arg(long, value_name = "CODE", requires = "quarantine")]
    code: Option<String>,
    /// Only responses with this flag, such as `speeder`.
    #[arg(long, value_name = "FLAG", conflicts_with = "quarantine")]
    flag: Option<String>,
    /// Only responses for which this holds, such as `region = "east"`; for lists, flags and what was put aside.
    #[arg(long = "where", value_name = "CONDITION")]
    filter: Option<String>,
    /// Only this wave; for all but imports. Rows that were refused belong to none.
    #[arg(long)]
    wave: Option<String>,
    /// How the list is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Lists.
///
/// # Errors
/// When the store cannot be read, or is damaged with `--verify`.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let ids = if args.surveys.is_empty() {
        space.workspace.surveys()?
    } else {
        args.surveys.clone()
    };
    if let Some(asked) = asked(args) {
        let [id] = ids.as_slice() else {
            return Err(CommandError::Other(Words::new(
                "of which survey? write `manyi responses SURVEY --rates`",
                "哪份问卷？请写 `manyi responses 问卷名 --rates`",
            )));
        };
        let Some(survey) = space.survey(id, context)? else {
            return Ok(Outcome::Problems);
        };
        return fieldwork::run(asked, &survey, args.wave.as_deref(), args.format, &space, context);
    }
    if let Some(file) = &args.repair {
        return repair(args, &ids, file, &space, context);
    }
    if args.flags || args.list || args.quality || args.flag.is_some() || (args.filter.is_some() && !args.quarantine) {
        return with_care(args, &ids, &space, context);
    }
    let mut sheet = Sheet {
        kind: "responses",
        heads: heads(args),
        rows: Vec::new(),
        notes: Vec::new(),
    };
    for id in ids {
        let Some(survey) = space.survey(&id, context)? else {
            return Ok(Outcome::Problems);
        };
        let snapshot = space.store(&survey).snapshot()?;
        if args.verify {
            snapshot.verify()?;
            context.say(
                &format!("{id}: every file is as it was written"),
                &format!("{id}：所有文件均与写入时一致"),
            );
        }
        if args.imports {
            imports(&survey, &snapshot, &mut sheet);
        } else if args.quarantine {
            let filter = match args.filter.as_deref() {
                None => None,
                Some(text) => match care::kept(text, &survey, &space, context)? {
                    Some(kept) => Some(kept),
                    None => return Ok(Outcome::Problems),
                },
            };
            let wanted = aside::Wanted {
                wave: invited::wave(args.wave.as_deref(), &space)?,
                responses: filter,
                file: args.file.as_deref(),
                code: args.code.as_deref(),
            };
            aside::list(&wanted, &space, &survey, &snapshot, &mut sheet)?;
        } else {
            waves(&space, &survey, &snapshot, &mut sheet)?;
            if snapshot.late_responses() > 0 {
                let late = snapshot.late_responses();
                sheet.notes.push(Words::new(
                    format!(
                        "{id}: {late} responses came after their wave was closed and change nothing that was reported"
                    ),
                    format!("{id}：有 {late} 份答卷在期次关闭后到达，不影响已发布的结果"),
                ));
            }
        }
    }
    context.data(&sheet.render(args.format, context.tongue))?;
    Ok(Outcome::Done)
}

/// Takes in mended rows.
fn repair(args: &Args, ids: &[String], file: &str, space: &Space, context: &mut Context<'_>) -> Ended {
    let [id] = ids else {
        return Err(CommandError::Other(Words::new(
            "of which survey? write `manyi responses SURVEY --repair FILE`",
            "哪份问卷？请写 `manyi responses 问卷名 --repair 文件`",
        )));
    };
    let Some(survey) = space.survey(id, context)? else {
        return Ok(Outcome::Problems);
    };
    let snapshot = space.store(&survey).snapshot()?;
    let put_aside = |import: &&&ImportEntry| import.quarantine.is_some() || import.counts.refused > 0;
    let named = |import: &&&ImportEntry| args.of.as_ref().is_none_or(|of| import.source == *of);
    let imports = snapshot.imports();
    let mut found: Vec<&ImportEntry> = imports.iter().filter(put_aside).filter(named).copied().collect();
    found.sort_by(|one, other| one.source_sha256.cmp(&other.source_sha256));
    found.dedup_by(|one, other| one.source_sha256 == other.source_sha256);
    match found.as_slice() {
        [] => Err(CommandError::Other(Words::new(
            format!(
                "`{id}` has no imported file with rows or cells put aside (`manyi responses {id} --quarantine` lists them)"
            ),
            format!("`{id}` 没有被搁置行或单元格的已导入文件（`manyi responses {id} --quarantine` 可列出）"),
        ))),
        [mended] => super::import::repair(id, file, mended.source_sha256.clone(), context),
        several => {
            let names: Vec<&str> = several.iter().map(|import| import.source.as_str()).collect();
            Err(CommandError::Other(Words::new(
                format!(
                    "which file does `{file}` mend? add `--of` with one of: {}",
                    names.join(", ")
                ),
                format!("`{file}` 修补的是哪个文件？请用 `--of` 指明：{}", names.join("、")),
            )))
        }
    }
}

/// What is about single responses and how they were given.
fn with_care(args: &Args, ids: &[String], space: &Space, context: &mut Context<'_>) -> Ended {
    let [id] = ids else {
        return Err(CommandError::Other(Words::new(
            "of which survey? write `manyi responses SURVEY --flags`",
            "哪份问卷？请写 `manyi responses 问卷名 --flags`",
        )));
    };
    let flag = match args.flag.as_deref() {
        None => None,
        Some(code) => Some(Rule::from_code(code).ok_or_else(|| {
            let known: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
            CommandError::Other(Words::new(
                format!(
                    "`--flag {code}`: there is no such flag; there are: {}",
                    known.join(", ")
                ),
                format!("`--flag {code}`：没有这种标记；现有：{}", known.join("、")),
            ))
        })?),
    };
    let Some(survey) = space.survey(id, context)? else {
        return Ok(Outcome::Problems);
    };
    if args.quality {
        return care::quality(args.wave.as_deref(), &survey, args.format, space, context);
    }
    let chosen = care::Chosen {
        wave: args.wave.as_deref(),
        filter: args.filter.as_deref(),
        flag,
        flags: args.flags,
    };
    care::list(&chosen, &survey, args.format, space, context)
}

/// Whether it is about how a wave comes along.
fn asked(args: &Args) -> Option<fieldwork::Asked<'_>> {
    if args.rates {
        Some(fieldwork::Asked::Rates { by: args.by.as_deref() })
    } else if args.remind {
        Some(fieldwork::Asked::Remind)
    } else {
        args.quotas.then_some(fieldwork::Asked::Quotas)
    }
}

fn heads(args: &Args) -> Vec<Head> {
    if args.imports {
        return vec![
            Head::new("survey", "survey", "调查"),
            Head::new("source", "file", "文件"),
            Head::new("read", "read", "读取"),
            Head::new("accepted", "accepted", "接收"),
            Head::new("replaced", "replaced", "替换"),
            Head::new("skipped", "skipped", "略过"),
            Head::new("refused", "refused", "拒收"),
            Head::new("invalid_cells", "invalid cells", "无效单元格"),
            Head::quiet("sha256"),
            Head::quiet("definition"),
        ];
    }
    if args.quarantine {
        return aside::heads();
    }
    vec![
        Head::new("survey", "survey", "调查"),
        Head::new("wave", "wave", "期次"),
        Head::new("responses", "responses", "答卷数"),
        Head::new("late", "late", "逾期"),
        Head::new("first", "first", "最早"),
        Head::new("last", "last", "最晚"),
        Head::new("state", "state", "状态"),
    ]
}

fn waves(
    space: &Space,
    survey: &Survey,
    snapshot: &crate::store::Snapshot,
    sheet: &mut Sheet,
) -> Result<(), CommandError> {
    let time = |seconds: Option<i64>| {
        let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        moment.map_or(Datum::None, |moment| moment.to_string().into())
    };
    let frozen = snapshot.frozen();
    for (wave, count) in snapshot.waves(survey)? {
        sheet.rows.push(vec![
            survey.id.as_str().into(),
            wave.as_str().into(),
            Datum::Count(count.responses),
            Datum::Count(count.late),
            time(count.first),
            time(count.last),
            state(space, &wave, frozen.contains(&wave)).into(),
        ]);
    }
    Ok(())
}

/// `frozen`: later answers change nothing; `ended`: its last day is over; else `open`.
fn state(space: &Space, wave: &WaveId, frozen: bool) -> &'static str {
    let ended = space
        .config()
        .as_of
        .is_some_and(|day| !space.calendar().is_open(wave, day));
    match (frozen, ended) {
        (true, _) => "frozen",
        (false, true) => "ended",
        (false, false) => "open",
    }
}

fn imports(survey: &Survey, snapshot: &crate::store::Snapshot, sheet: &mut Sheet) {
    for import in snapshot.imports() {
        let counts = &import.counts;
        let numbers = [
            counts.read,
            counts.accepted,
            counts.replaced,
            counts.skipped,
            counts.refused,
            counts.invalid_cells,
        ];
        let mut row = vec![survey.id.as_str().into(), import.source.as_str().into()];
        row.extend(numbers.map(Datum::Count));
        row.extend([import.source_sha256.as_str().into(), import.definition.as_str().into()]);
        sheet.rows.push(row);
    }
}
