//! `manyi import --double`: two passes over the same sheets of paper.

use super::Args;
use super::Job;
use super::Merged;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::space::Space;
use crate::command::shared::spool::Spool;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::import;
use crate::import::Chunk;
use crate::import::QuarantineEntry;
use crate::import::double;
use crate::import::double::Comparison;
use crate::import::double::Difference;
use crate::import::double::Pass;
use crate::import::double::Settled;
use crate::import::segment::sha256;
use crate::model::Missing;
use crate::model::Survey;
use crate::project;
use crate::project::Given;
use crate::project::SettledRow;
use crate::project::rules;
use crate::store;
use crate::store::Quarantined;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Names the passes in a settled list.
const PASSES: [&str; 2] = ["<first>", "<second>"];

/// Compares two passes, lists where they differ, and imports what is agreed and settled.
pub(super) fn run(args: &Args, space: &Space, context: &mut Context<'_>) -> Ended {
    let files: Vec<&Path> = args.double.iter().map(PathBuf::as_path).collect();
    let [first, second] = files[..] else {
        return Err(usage());
    };
    let id = match args.what.as_slice() {
        [] => super::jobs::folder_of(first, space)?,
        [id] if matches!(Given::of(id), Given::Survey(_)) => id.clone(),
        _ => return Err(usage()),
    };
    let Some(survey) = space.survey(&id, context)? else {
        return Ok(Outcome::Problems);
    };
    let (mut passes, mut hashes) = (Vec::new(), Vec::new());
    for path in [first, second] {
        let Some((pass, hash)) = pass(args, space, &survey, path, context)? else {
            return Ok(Outcome::Problems);
        };
        passes.push(pass);
        hashes.push(hash);
    }
    let passes = [&passes[0], &passes[1]];
    let comparison = double::compare(&survey, passes);
    let (settled, problems) = settled(args, &survey, &comparison)?;
    context.show(&problems);
    if !comparison.differences.is_empty() {
        let sheet = sheet(&survey, &comparison, &settled);
        context.data(&sheet.render(args.format, context.tongue))?;
    }
    if has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    let open = |one: &&Difference| answer(&survey, one, &settled).is_none();
    let open: Vec<&Difference> = comparison.differences.iter().filter(open).collect();
    told(&comparison, open.len(), context);
    let name = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let job = Job {
        survey: Arc::clone(&survey),
        given: Given::StandardInput,
        name: format!("{} + {}", name(first), name(second)),
        merged: Some(Merged {
            csv: double::merged(&survey, passes, &comparison, &settled),
            sha256: sha256(hashes.join(" ").as_bytes()),
            settled: sha256(format!("{settled:?}").as_bytes()),
            notes: notes(&survey, &open, context),
        }),
    };
    let imported = super::one(args, space, &job, &super::Platforms::default(), context)?;
    if open.is_empty() {
        return Ok(imported);
    }
    context.show(&[differ(&open, &job.name)]);
    Ok(Outcome::Problems)
}

fn usage() -> CommandError {
    CommandError::Other(Words::new(
        "write `manyi import SURVEY --double FIRST SECOND`",
        "请写 `manyi import 调查名 --double 第一遍 第二遍`",
    ))
}

/// Reads one pass, with the hash of its file; `None` when it cannot be used, which was told.
fn pass(
    args: &Args,
    space: &Space,
    survey: &Arc<Survey>,
    path: &Path,
    context: &mut Context<'_>,
) -> Result<Option<(Pass, String)>, CommandError> {
    let name = path.display().to_string();
    let job = Job {
        survey: Arc::clone(survey),
        given: Given::File(path.to_owned()),
        name: name.clone(),
        merged: None,
    };
    let mut spool = Spool::file(path, name)?;
    let ready = super::prepare(args, space, &job, &mut spool)?;
    let mut problems = ready.problems;
    if has_errors(&problems) {
        context.show(&problems);
        return Ok(None);
    }
    let key = space.workspace.respondent_key()?;
    let beside = (ready.mapping.as_ref(), ready.sample.as_ref(), key.as_deref());
    let setup = super::setup(args, space, &job, &spool, beside)?;
    let begin = || (Pass::empty(survey), Vec::<QuarantineEntry>::new());
    let each = |state: &mut (Pass, Vec<QuarantineEntry>), chunk: Chunk| {
        state.0.add(&chunk);
        state.1.extend(chunk.quarantine);
        Ok::<(), CommandError>(())
    };
    let ((mut pass, entries), summary) = import::settled(setup, || super::bytes(&mut spool, &job), begin, each)?;
    pass.put_aside(survey, &summary.columns, &entries);
    problems.extend(summary.problems.iter().cloned());
    context.show(&problems);
    let (read, refused) = (summary.counts.read, summary.counts.refused());
    context.say(
        &format!("{}: {read} sheets read, {refused} refused", job.name),
        &format!("{}：读取 {read} 份，拒收 {refused} 份", job.name),
    );
    if !summary.committable() {
        return Ok(None);
    }
    Ok(Some((pass, spool.sha256()?)))
}

/// The list a person settled, checked against what differs.
fn settled(args: &Args, survey: &Survey, comparison: &Comparison) -> Result<(Settled, Vec<Problem>), CommandError> {
    let Some(path) = &args.resolved else {
        return Ok((Settled::new(), Vec::new()));
    };
    let source = project::read_text(path, &path.display().to_string())?;
    let (rows, mut problems) = project::settled(&source);
    let differences: BTreeMap<(&str, &str), &Difference> = comparison
        .differences
        .iter()
        .map(|one| ((one.response.as_str(), question(survey, one)), one))
        .collect();
    let mut settled = Settled::new();
    for row in rows.into_iter().filter(|row| !row.resolved.is_empty()) {
        let Some(difference) = differences.get(&(row.response.as_str(), row.question.as_str())) else {
            problems.push(no_difference(&row));
            continue;
        };
        match settles(survey, difference, &row) {
            Ok(text) => drop(settled.insert((row.response, row.question), text)),
            Err(problem) => problems.push(*problem),
        }
    }
    Ok((settled, problems))
}

/// What counts, as an import reads it.
fn settles(survey: &Survey, difference: &Difference, row: &SettledRow) -> Result<String, Box<Problem>> {
    let text = row.resolved.as_str();
    let problem = || Problem::new(&rules::SETTLES_NOTHING, row.place.clone());
    let Some(variable) = difference.variable else {
        if [double::KEEP, double::DROP].contains(&text) {
            return Ok(text.to_owned());
        }
        let problem = problem()
            .says(
                format!("`{text}` does not settle a sheet that stands in one pass only"),
                format!("`{text}` 不能处理只录入了一遍的问卷"),
            )
            .help("write `keep` or `drop`", "请写 `keep`（保留）或 `drop`（舍弃）");
        return Err(Box::new(problem));
    };
    if let Some(pass) = PASSES.iter().position(|name| *name == text) {
        return Ok(difference.said[pass].clone());
    }
    let variable = survey.variable(variable);
    let missing = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    let is_missing = missing.is_some_and(|code| Missing::from_code(code).is_some());
    let as_typed = difference.said.iter().any(|said| said == text);
    if variable.personal || is_missing || as_typed || store::is_answer(variable, text) {
        return Ok(text.to_owned());
    }
    let (en, zh) = store::answers_are(variable);
    let problem = problem()
        .says(
            format!("`{text}` is no answer to `{}`", variable.id),
            format!("`{text}` 不是 `{}` 的答案", variable.id),
        )
        .help(
            format!("{en}; or `<first>`, `<second>`"),
            format!("{zh}；或写 `<first>`、`<second>`"),
        );
    Err(Box::new(problem))
}

fn no_difference(row: &SettledRow) -> Problem {
    let (response, question) = (&row.response, &row.question);
    Problem::new(&rules::SETTLES_NOTHING, row.place.clone())
        .says(
            format!("`{question}` of `{response}` is no difference between these two files"),
            format!("这两个文件在 `{response}` 的 `{question}` 上没有差异"),
        )
        .help(
            "make the list anew with `--format csv`, or remove the line",
            "请用 `--format csv` 重新生成清单，或删去这一行",
        )
}

fn question<'a>(survey: &'a Survey, difference: &Difference) -> &'a str {
    let name = |variable| survey.variable(variable).id.as_str();
    difference.variable.map_or(double::WHOLE, name)
}

fn answer<'a>(survey: &Survey, difference: &Difference, settled: &'a Settled) -> Option<&'a String> {
    settled.get(&(difference.response.clone(), question(survey, difference).to_owned()))
}

/// The differences as rows.
fn sheet(survey: &Survey, comparison: &Comparison, settled: &Settled) -> Sheet {
    let line = |line: u64| if line == 0 { Datum::None } else { Datum::Count(line) };
    let row = |one: &Difference| {
        let [first, second] = &one.said;
        let settled = answer(survey, one, settled);
        vec![
            one.response.as_str().into(),
            question(survey, one).into(),
            line(one.lines[0]),
            first.as_str().into(),
            line(one.lines[1]),
            second.as_str().into(),
            settled.map_or(Datum::None, |text| {
                if text.is_empty() { "<skipped>" } else { text }.into()
            }),
        ]
    };
    Sheet {
        kind: "differences",
        heads: vec![
            Head::new("response", "sheet", "问卷"),
            Head::new("question", "question", "题目"),
            Head::new("first_line", "line 1", "第一遍行号"),
            Head::new("first", "first pass", "第一遍"),
            Head::new("second_line", "line 2", "第二遍行号"),
            Head::new("second", "second pass", "第二遍"),
            Head::new("resolved", "resolved", "处理结果"),
        ],
        rows: comparison.differences.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// Both originals of an answer that stays open.
fn notes(survey: &Survey, open: &[&Difference], context: &Context<'_>) -> Vec<Quarantined> {
    let anonymous = survey.privacy.is_anonymous();
    let note = |one: &&Difference| {
        let variable = survey.variable(one.variable?);
        let [first, second] = &one.said;
        let words = context
            .tongue
            .pick("two passes over the sheet differ", "两遍录入不一致");
        Some(Quarantined {
            line: 0,
            response_id: if anonymous { "" } else { &one.response }.to_owned(),
            column: variable.id.to_string(),
            original: if variable.personal {
                "***".to_owned()
            } else {
                format!("{first} | {second}")
            },
            code: "passes_differ".to_owned(),
            reason: words.to_owned(),
        })
    };
    open.iter().filter_map(note).collect()
}

/// How far the passes agree.
fn told(comparison: &Comparison, open: usize, context: &mut Context<'_>) {
    let Comparison {
        both,
        cells,
        differences,
    } = comparison;
    let differ = differences.iter().filter(|one| one.variable.is_some()).count();
    let alone = differences.len() - differ;
    #[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^52")]
    let share = if *cells == 0 {
        0.0
    } else {
        differ as f64 / *cells as f64
    };
    let share = crate::locale::percent(share, 2);
    context.say(
        &format!(
            "{both} sheets in both passes, {differ} of {cells} answers differ ({share}), {alone} sheets in one pass only; {open} open"
        ),
        &format!(
            "两遍均有 {both} 份，{cells} 个答案中有 {differ} 个不一致（{share}），{alone} 份只录入了一遍；{open} 处待处理"
        ),
    );
}

fn differ(open: &[&Difference], name: &str) -> Problem {
    let answers = open.iter().filter(|one| one.variable.is_some()).count();
    let sheets = open.len() - answers;
    Problem::new(&rules::PASSES_DIFFER, Place::file(name))
        .says(
            format!(
                "{answers} answers differ and are `invalid` until they are settled; {sheets} sheets stand in one pass only and were left out"
            ),
            format!("{answers} 个答案不一致，处理前记为 `invalid`；{sheets} 份只录入了一遍，未导入"),
        )
        .help(
            "write the list with `--format csv`, fill in `resolved` from the paper, and bring it back with `--resolved LIST`",
            "请用 `--format csv` 写出清单，对照纸质问卷填写 `resolved` 列，再用 `--resolved 清单` 交回",
        )
}
