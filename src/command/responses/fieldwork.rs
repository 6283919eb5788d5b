//! How a wave comes along: response rates, whom to remind, quotas.

use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::invite::link::hidden;
use crate::command::invite::link::sent;
use crate::command::shared::invited;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::space::Space;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::locale::Lang;
use crate::model::Survey;
use crate::model::WaveId;
use crate::report::Fieldwork;
use crate::sampling;
use crate::sampling::Completeness;
use crate::sampling::People;
use crate::sampling::Progress;
use crate::sampling::Rate;
use crate::sampling::Rates;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'a> {
    Rates { by: Option<&'a str> },
    Remind,
    Quotas,
}

/// Shows it.
pub fn run(
    asked: Asked<'_>,
    survey: &Survey,
    wave: Option<&str>,
    format: Format,
    space: &Space,
    context: &mut Context<'_>,
) -> Ended {
    let wave = invited::wave(wave, space)?;
    if let Asked::Quotas = asked {
        let sheet = quotas(survey, wave.as_ref(), space, context)?;
        context.data(&sheet.render(format, context.tongue))?;
        return Ok(Outcome::Done);
    }
    let (mut people, _, problems) = invited::people(space, survey)?;
    context.show(&problems);
    if has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    let sheet = match asked {
        Asked::Rates { by } => {
            if let Some(column) = by {
                group(survey, &mut people, column);
            }
            let rates = rates(survey, &people, wave.as_ref(), by, space)?;
            rates_sheet(survey, &rates, space)
        }
        _ => reminders(survey, &people, wave.as_ref(), space)?,
    };
    context.data(&sheet.render(format, context.tongue))?;
    Ok(Outcome::Done)
}

/// However a sample writes the options of a hidden choice, they are groups by their ids.
fn group(survey: &Survey, people: &mut People, column: &str) {
    let variable = hidden(survey).find(|variable| variable.id == *column);
    let at = people.header.iter().position(|found| found == column);
    let (Some(variable), Some(at)) = (variable, at) else {
        return;
    };
    for person in &mut people.all {
        if let Some(cell) = person.cells.get_mut(at)
            && let Some(id) = sent(variable, cell.trim())
        {
            *cell = id;
        }
    }
}

/// Response rates of a wave.
pub fn rates(
    survey: &Survey,
    people: &People,
    wave: Option<&WaveId>,
    by: Option<&str>,
    space: &Space,
) -> Result<Rates, CommandError> {
    let answers = invited::answers(space, survey, wave)?;
    if let Some(column) = by {
        may_break_down(survey, column)?;
    }
    if survey.privacy.is_anonymous() {
        return Ok(counted(people, &answers.nameless, wave));
    }
    let keys = invited::keys(space, survey, people)?;
    let outcomes = sampling::outcomes(people, &keys, &answers.known);
    let mut rates = sampling::rates(people, &outcomes, wave, by);
    let own = answers
        .known
        .keys()
        .filter(|name| keys.iter().any(|names| names.contains(name)));
    rates.strangers = (answers.known.len() - own.count() + answers.nameless.len()) as u64;
    Ok(rates)
}

/// Where nobody's name is kept: how many were invited, and how many answered.
fn counted(people: &People, outcomes: &[Completeness], wave: Option<&WaveId>) -> Rates {
    let mut rates = sampling::rates(people, &vec![None; people.all.len()], wave, None);
    let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count() as u64;
    let total = &mut rates.total;
    // Who of those that answered had opted out, or whose invitation had not arrived, is not known.
    (total.refused, total.undelivered) = (0, 0);
    total.complete = count(Completeness::Complete);
    total.partial = count(Completeness::Partial);
    total.break_off = count(Completeness::BreakOff);
    let all = total.complete + total.partial + total.break_off;
    rates.strangers = all.saturating_sub(total.invited);
    total.invited = total.invited.max(all);
    rates
}

fn may_break_down(survey: &Survey, column: &str) -> Result<(), CommandError> {
    if survey.privacy.is_anonymous() {
        return Err(CommandError::Other(Words::new(
            format!(
                "`{}` is anonymous: who answered is not known, so rates cannot be broken down by the sample",
                survey.id
            ),
            format!("`{}` 为匿名问卷：不知道谁作答，回收率无法按样本细分", survey.id),
        )));
    }
    let columns: Vec<&str> = survey
        .sample
        .iter()
        .flat_map(|link| {
            let own = link.columns.channel.iter().chain(&link.columns.language);
            link.attributes.iter().chain(own).map(String::as_str)
        })
        .collect();
    if columns.contains(&column) {
        return Ok(());
    }
    let names = columns.join(", ");
    Err(CommandError::Other(Words::new(
        format!("`--by {column}`: rates may be broken down by {names}; name others in `attributes:` under `sample:`"),
        format!("`--by {column}`：可按 {names} 细分；其他列请写入 `sample:` 的 `attributes:`"),
    )))
}

fn rates_sheet(survey: &Survey, rates: &Rates, space: &Space) -> Sheet {
    let mut heads = vec![Head::new("survey", "survey", "调查")];
    let by = rates.by.clone().unwrap_or_default();
    heads.push(Head::new("wave", "wave", "期次"));
    if rates.by.is_some() {
        heads.push(Head::new("group", &by, &by));
    }
    heads.extend([
        Head::new("invited", "invited", "受邀"),
        Head::new("undelivered", "undelivered", "未送达"),
        Head::new("refused", "refused", "拒绝"),
        Head::new("silent", "no answer", "未答"),
        Head::new("break_off", "broke off", "中断"),
        Head::new("partial", "partial", "部分完成"),
        Head::new("complete", "complete", "完成"),
        Head::new("rr1", "RR1 %", "RR1 %"),
        Head::new("rr2", "RR2 %", "RR2 %"),
    ]);
    let wave = rates.wave.as_deref().unwrap_or_default();
    let row = |rate: &Rate, group: Option<&str>| {
        let mut row: Vec<Datum> = vec![survey.id.as_str().into(), wave.into()];
        row.extend(group.map(Datum::from));
        let percent = |share: Option<f64>| Datum::maybe(share.map(|share| share * 100.0), 1);
        row.extend([rate.invited, rate.undelivered, rate.refused, rate.silent()].map(Datum::Count));
        row.extend([rate.break_off, rate.partial, rate.complete].map(Datum::Count));
        row.extend([percent(rate.complete_rate()), percent(rate.any_rate())]);
        row
    };
    let mut rows = Vec::new();
    for rate in &rates.groups {
        rows.push(row(rate, Some(if rate.group.is_empty() { "–" } else { &rate.group })));
    }
    let everybody = rates.by.as_ref().map(|_| "=");
    rows.push(row(&rates.total, everybody));
    let mut notes = vec![Words::new(
        "RR1 counts complete answers (80 % of what was asked, or more), RR2 partial ones too (half or more), both among all invited (AAPOR).",
        "RR1 按完整答卷（答完应答题目的 80 % 以上）计，RR2 另含部分完成（一半以上），均除以全部受邀人数（AAPOR）。",
    )];
    if rates.strangers > 0 {
        let count = rates.strangers;
        notes.push(Words::new(
            format!("{count} responses belong to nobody in the sample and are not counted here."),
            format!("有 {count} 份答卷不属于样本中的任何人，未计入。"),
        ));
    }
    if survey.privacy.is_anonymous() {
        notes.push(Words::new(
            "The survey is anonymous: how many answered is known, not who.",
            "本问卷为匿名：只知道多少人作答，不知道是谁。",
        ));
    } else if rates.total.complete + rates.total.partial + rates.total.break_off == 0
        && space.workspace.link_secret().is_ok_and(|secret| secret.is_none())
        && space.config().key_file.is_none()
    {
        notes.push(Words::new(
            "No secret joins answers to people: invite with `manyi invite`, or set `key_file` under `[privacy]` before the import.",
            "没有把答卷与名单对应起来的密钥：请用 `manyi invite` 邀请，或在导入前于 `[privacy]` 下设置 `key_file`。",
        ));
    }
    Sheet {
        kind: "response_rates",
        heads,
        rows,
        notes,
    }
}

/// Who was invited and has not answered.
fn reminders(survey: &Survey, people: &People, wave: Option<&WaveId>, space: &Space) -> Result<Sheet, CommandError> {
    let mut notes = Vec::new();
    let outcomes = if survey.privacy.is_anonymous() {
        notes.push(Words::new(
            "The survey is anonymous: who answered is not known, so everybody invited is listed. Thank those who answered in the same letter.",
            "本问卷为匿名：不知道谁已作答，因此列出全部受邀者。请在提醒信中同时向已作答者致谢。",
        ));
        vec![None; people.all.len()]
    } else {
        let answers = invited::answers(space, survey, wave)?;
        let keys = invited::keys(space, survey, people)?;
        sampling::outcomes(people, &keys, &answers.known)
    };
    let mut heads = vec![Head::new("id", "id", "编号")];
    heads.extend(
        people
            .header
            .iter()
            .filter(|column| *column != "id" && !column.is_empty())
            .map(|column| Head::new(column.clone(), column, column)),
    );
    let mut rows = Vec::new();
    for person in people.of_wave(wave) {
        let place = people.all.iter().position(|other| other.id == person.id);
        let answered = place.and_then(|place| outcomes.get(place).copied().flatten());
        let reached = people.is_invited(person) && person.delivered != Some(false) && !person.opted_out;
        if !reached || answered.is_some_and(|outcome| outcome >= Completeness::Partial) {
            continue;
        }
        let mut row: Vec<Datum> = vec![person.id.as_str().into()];
        row.extend(
            heads[1..]
                .iter()
                .map(|head| Datum::from(people.cell(person, &head.name))),
        );
        rows.push(row);
    }
    Ok(Sheet {
        kind: "reminders",
        heads,
        rows,
        notes,
    })
}

fn quotas(survey: &Survey, wave: Option<&WaveId>, space: &Space, context: &Context<'_>) -> Result<Sheet, CommandError> {
    if survey.quotas.is_empty() {
        return Err(CommandError::Other(Words::new(
            format!(
                "`{}` has no quotas: write `quotas:` in its definition, such as `- {{id: first_hundred, target: 100}}`",
                survey.id
            ),
            format!(
                "`{}` 没有配额：请在定义中写 `quotas:`，例如 `- {{id: first_hundred, target: 100}}`",
                survey.id
            ),
        )));
    }
    let cells = filled(survey, wave, space)?;
    let named: Vec<(String, String)> = cells.iter().map(|cell| names(survey, cell, context)).collect();
    let row = |(cell, (quota, group)): (&Progress, &(String, String))| {
        let filled = cell.answers as f64 / cell.target as f64 * 100.0;
        let wave = wave.map_or(Datum::None, |wave| wave.as_str().into());
        vec![
            survey.id.as_str().into(),
            wave,
            cell.quota.as_str().into(),
            cell.group.as_deref().map_or(Datum::None, Datum::from),
            quota.as_str().into(),
            group.as_str().into(),
            Datum::Count(cell.target),
            Datum::Count(cell.answers),
            Datum::Count(cell.open()),
            Datum::number(filled, 0),
        ]
    };
    Ok(Sheet {
        kind: "quotas",
        heads: vec![
            Head::quiet("survey"),
            Head::new("wave", "wave", "期次"),
            Head::quiet("quota"),
            Head::quiet("group"),
            Head::new("title", "quota", "配额"),
            Head::new("label", "group", "分组"),
            Head::new("target", "target", "目标"),
            Head::new("answers", "answers", "已得"),
            Head::new("open", "open", "尚缺"),
            Head::new("filled", "filled %", "完成 %"),
        ],
        rows: cells.iter().zip(&named).map(row).collect(),
        notes: Vec::new(),
    })
}

/// The quotas of a survey with the answers that came.
fn filled(survey: &Survey, wave: Option<&WaveId>, space: &Space) -> Result<Vec<Progress>, CommandError> {
    let mut cells = sampling::progress(survey);
    invited::each_batch(space, survey, |batch| {
        let kept = |row: usize| wave.is_none_or(|wave| batch.wave(row) == wave);
        sampling::counts(survey, space.calendar(), batch, kept, &mut cells);
    })?;
    Ok(cells)
}

/// What a report tells of the fieldwork of a wave. Nothing is told of a sample to which no answer can be joined, and nothing
/// is wrong with one that only its verb is strict about.
pub fn of_wave(survey: &Survey, wave: &WaveId, space: &Space) -> Result<Fieldwork, CommandError> {
    let mut found = Fieldwork::default();
    if !survey.quotas.is_empty() {
        found.quotas = filled(survey, Some(wave), space)?;
    }
    if survey.sample.is_some() {
        let (people, _, problems) = invited::people(space, survey)?;
        if !has_errors(&problems) {
            let rates = rates(survey, &people, Some(wave), None, space)?;
            let reached = rates.total.complete + rates.total.partial + rates.total.break_off;
            if reached > 0 {
                found.rates_by = by_segment(survey, &people, wave, space)?;
                found.rates = Some(rates);
            }
        }
    }
    Ok(found)
}

/// Response rates by each segment that stands in the sample and may be broken down by.
fn by_segment(survey: &Survey, people: &People, wave: &WaveId, space: &Space) -> Result<Vec<Rates>, CommandError> {
    let of_sample = |id: &&str| people.header.iter().any(|column| column == *id) && may_break_down(survey, id).is_ok();
    let segments = survey
        .segments
        .iter()
        .map(|segment| survey.variable(*segment).id.as_str());
    let mut found = Vec::new();
    for segment in segments.filter(of_sample) {
        let mut grouped = people.clone();
        group(survey, &mut grouped, segment);
        let mut rates = rates(survey, &grouped, Some(wave), Some(segment), space)?;
        // In the order of the options; whoever is in none of them last.
        let list = survey.find(segment).and_then(|of| survey.variable(of).domain.options());
        let place = |rate: &Rate| {
            list.and_then(|list| list.position_of_id(&rate.group))
                .unwrap_or(usize::MAX)
        };
        rates.groups.sort_by_key(place);
        found.push(rates);
    }
    Ok(found)
}

/// What people call a quota and its group.
fn names(survey: &Survey, cell: &Progress, context: &Context<'_>) -> (String, String) {
    let lang = Lang::new(context.tongue.pick("en", "zh")).expect("a tag");
    let quota = survey.quotas.iter().find(|quota| quota.id == *cell.quota.as_str());
    let title = quota.map_or("", |quota| survey.text(&quota.title, &lang));
    let label = quota.zip(cell.group.as_deref()).and_then(|(quota, group)| {
        let crate::model::QuotaCells::Of(of, _) = &quota.cells else {
            return None;
        };
        let list = survey.variable(*of).domain.options()?;
        let option = list.options.iter().find(|option| option.id == *group)?;
        Some(survey.text(&option.text, &lang).to_owned())
    });
    let or = |text: &str, other: &str| {
        if text.is_empty() {
            other.to_owned()
        } else {
            text.to_owned()
        }
    };
    (
        or(title, &cell.quota),
        or(&label.unwrap_or_default(), cell.group.as_deref().unwrap_or_default()),
    )
}
