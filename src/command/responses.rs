//! `manyi responses`: what is in the store.

pub(in crate::command) mod fieldwork;

use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::sheet::Datum;
use super::shared::sheet::Format;
use super::shared::sheet::Head;
use super::shared::sheet::Sheet;
use super::shared::space::Space;
use crate::command::CommandError;
use crate::diagnostic::Words;
use crate::model::Survey;
use crate::model::WaveId;

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
    /// Only this wave; for rates, reminders and quotas.
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
            quarantine(&space, &survey, &snapshot, &mut sheet)?;
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
        return vec![
            Head::new("survey", "survey", "调查"),
            Head::new("source", "file", "文件"),
            Head::new("line", "line", "行"),
            Head::new("response_id", "response", "答卷"),
            Head::new("column", "column", "列"),
            Head::new("original", "original", "原文"),
            Head::quiet("code"),
            Head::new("reason", "reason", "原因"),
        ];
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

fn quarantine(
    space: &Space,
    survey: &Survey,
    snapshot: &crate::store::Snapshot,
    sheet: &mut Sheet,
) -> Result<(), CommandError> {
    let folder = space.workspace.store_folder(survey.id.as_str());
    for import in snapshot.imports() {
        let Some(file) = &import.quarantine else { continue };
        let path = folder.join(&file.file);
        let read = |error: csv::Error| crate::project::ProjectError::Read {
            path: path.clone(),
            source: std::io::Error::other(error.to_string()),
        };
        let mut reader = csv::Reader::from_path(&path).map_err(read)?;
        for record in reader.records() {
            let record = record.map_err(read)?;
            let mut row = vec![survey.id.as_str().into(), import.source.as_str().into()];
            row.extend((0..6).map(|at| {
                let text = record.get(at).unwrap_or_default();
                if at == 0 {
                    text.parse().map_or(Datum::None, Datum::Count)
                } else {
                    text.into()
                }
            }));
            sheet.rows.push(row);
        }
    }
    Ok(())
}
