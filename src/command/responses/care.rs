//! How responses were given: a list with flags, and what the data of each wave are worth.

use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::care;
use crate::command::shared::care::Looked;
use crate::command::shared::current::Current;
use crate::command::shared::invited;
use crate::command::shared::resolve;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::space::Space;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::locale;
use crate::model::Survey;
use crate::model::WaveId;
use crate::quality::Action;
use crate::quality::Flag;
use crate::quality::Judged;
use crate::quality::Rule;
use crate::quality::Summary;
use crate::quality::Traits;
use crate::report::care::rule as rule_words;
use crate::response::BatchFrame;
use crate::response::NO_TIME;
use crate::store::Selection;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Which responses are wanted.
pub struct Chosen<'a> {
    /// Only of this wave.
    pub wave: Option<&'a str>,
    /// Only those for which this holds.
    pub filter: Option<&'a str>,
    /// Only those with this flag.
    pub flag: Option<Rule>,
    /// Only flagged ones, a row a flag; else every response, a row each.
    pub flags: bool,
}

/// Lists responses.
pub fn list(chosen: &Chosen<'_>, survey: &Survey, format: Format, space: &Space, context: &mut Context<'_>) -> Ended {
    let wave = invited::wave(chosen.wave, space)?;
    let (fixes, _) = space.fixes_alone(survey)?;
    let looked = care::look(space, survey, &fixes)?;
    let mut problems = Vec::new();
    let kept = match chosen.filter {
        None => None,
        Some(text) => match resolve::condition(survey, text, &mut problems) {
            Some(condition) => Some(matching(space, survey, &fixes, &condition)?),
            None => None,
        },
    };
    context.show(&problems);
    if has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    let wanted = |one: &Traits| {
        wave.as_ref().is_none_or(|wave| one.wave == *wave)
            && kept.as_ref().is_none_or(|kept| kept.contains(&one.response))
    };
    let flags: BTreeMap<(&WaveId, &str), &Judged> = looked
        .settled
        .judged
        .iter()
        .map(|one| ((&one.wave, one.response.as_str()), one))
        .collect();
    let of = |one: &Traits| flags.get(&(&one.wave, one.response.as_str())).copied();
    let has = |judged: Option<&Judged>| match chosen.flag {
        None => true,
        Some(rule) => judged.is_some_and(|judged| judged.flags.iter().any(|flag| flag.rule == rule)),
    };
    let responses = looked.all.iter().filter(|one| wanted(one));
    let responses: Vec<(&Traits, Option<&Judged>)> = responses
        .map(|one| (one, of(one)))
        .filter(|(_, judged)| has(*judged))
        .collect();
    let sheet = if chosen.flags {
        flagged(survey, &responses, &looked, chosen.flag)
    } else {
        every(survey, &responses, &looked)
    };
    context.data(&sheet.render(format, context.tongue))?;
    Ok(Outcome::Done)
}

/// Ids of the responses for which a condition is known to hold; `None` when it cannot be used, which was shown.
///
/// # Errors
/// When the store cannot be read.
pub fn kept(
    text: &str,
    survey: &Survey,
    space: &Space,
    context: &mut Context<'_>,
) -> Result<Option<BTreeSet<String>>, CommandError> {
    let (fixes, _) = space.fixes_alone(survey)?;
    let mut problems = Vec::new();
    let condition = resolve::condition(survey, text, &mut problems);
    context.show(&problems);
    match condition {
        Some(condition) => Ok(Some(matching(space, survey, &fixes, &condition)?)),
        None => Ok(None),
    }
}

/// Ids of the responses for which a condition is known to hold.
fn matching(
    space: &Space,
    survey: &Survey,
    fixes: &crate::store::Fixes,
    condition: &crate::model::Condition,
) -> Result<BTreeSet<String>, CommandError> {
    let calendar = space.calendar();
    let current = Current {
        survey,
        calendar,
        snapshot: &space.store(survey).snapshot()?,
        fixes,
    };
    let mut kept = BTreeSet::new();
    current.each(&Selection::all(), |batch| {
        let keep = BatchFrame::new(batch, calendar).keeps(condition);
        let rows = keep.iter().enumerate().filter(|(_, keep)| **keep);
        kept.extend(rows.map(|(row, _)| batch.meta.response_id.words(row).to_owned()));
        Ok(())
    })?;
    Ok(kept)
}

fn time(seconds: i64) -> Datum {
    let moment = Some(seconds).filter(|&seconds| seconds != NO_TIME);
    let moment = moment.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    moment.map_or(Datum::None, |moment| moment.to_string().into())
}

fn flagged(survey: &Survey, responses: &[(&Traits, Option<&Judged>)], looked: &Looked, only: Option<Rule>) -> Sheet {
    let policy = &looked.settled.policy;
    let mut rows = Vec::new();
    for (one, judged) in responses {
        let flags = judged.iter().flat_map(|judged| &judged.flags);
        for flag in flags.filter(|flag| only.is_none_or(|rule| flag.rule == rule)) {
            rows.push(vec![
                survey.id.as_str().into(),
                one.wave.as_str().into(),
                one.response.as_str().into(),
                flag.rule.code().into(),
                Datum::number(flag.number, decimals(flag)),
                Datum::number(flag.limit, decimals(flag)),
                if flag.at.is_empty() {
                    Datum::None
                } else {
                    flag.at.as_str().into()
                },
                policy.action(flag.rule).code().into(),
                care::reason(flag).en.into(),
            ]);
        }
    }
    let all = looked.all.len();
    let flagged = looked.settled.judged.len();
    let excluded = looked.settled.excluded().len();
    Sheet {
        kind: "response_flags",
        heads: vec![
            Head::new("survey", "survey", "调查"),
            Head::new("wave", "wave", "期次"),
            Head::new("response_id", "response", "答卷"),
            Head::new("rule", "flag", "标记"),
            Head::new("number", "found", "数值"),
            Head::new("limit", "limit", "界限"),
            Head::new("at", "at", "位置"),
            Head::new("action", "action", "处理"),
            Head::quiet("reason"),
        ],
        rows,
        notes: vec![Words::new(
            format!(
                "{flagged} of {all} responses are flagged, {excluded} left out; the base is {}",
                all - excluded
            ),
            format!(
                "{all} 份答卷中有 {flagged} 份被标记，{excluded} 份不计入；样本量为 {}",
                all - excluded
            ),
        )],
    }
}

fn decimals(flag: &Flag) -> usize {
    match flag.rule {
        Rule::Speeder => 1,
        Rule::Blank | Rule::NearDuplicate => 2,
        _ => 0,
    }
}

fn every(survey: &Survey, responses: &[(&Traits, Option<&Judged>)], looked: &Looked) -> Sheet {
    let policy = &looked.settled.policy;
    let row = |(one, judged): &(&Traits, Option<&Judged>)| {
        let codes: Vec<&str> = judged
            .iter()
            .flat_map(|judged| judged.flags.iter().map(|flag| flag.rule.code()))
            .collect();
        let out = judged.is_some_and(|judged| judged.is_excluded(policy));
        vec![
            survey.id.as_str().into(),
            one.wave.as_str().into(),
            one.response.as_str().into(),
            time(one.submitted),
            Datum::maybe(one.minutes, 1),
            Datum::Count(one.answered as u64),
            Datum::Count(one.asked as u64),
            if codes.is_empty() {
                Datum::None
            } else {
                codes.join(" ").into()
            },
            if out { "excluded".into() } else { "counted".into() },
        ]
    };
    let shown = responses.len();
    Sheet {
        kind: "response_list",
        heads: vec![
            Head::new("survey", "survey", "调查"),
            Head::new("wave", "wave", "期次"),
            Head::new("response_id", "response", "答卷"),
            Head::new("submitted", "submitted", "提交时间"),
            Head::new("minutes", "minutes", "分钟"),
            Head::new("answered", "answered", "已答"),
            Head::new("asked", "asked", "应答"),
            Head::new("flags", "flags", "标记"),
            Head::new("state", "state", "状态"),
        ],
        rows: responses.iter().map(row).collect(),
        notes: vec![Words::new(
            format!("{shown} of {} responses", looked.all.len()),
            format!("{} 份答卷中的 {shown} 份", looked.all.len()),
        )],
    }
}

/// Shows what the data of each wave are worth.
pub fn quality(wave: Option<&str>, survey: &Survey, format: Format, space: &Space, context: &mut Context<'_>) -> Ended {
    let wave = invited::wave(wave, space)?;
    let (fixes, _) = space.fixes_alone(survey)?;
    let looked = care::look(space, survey, &fixes)?;
    let mut summaries = looked.summaries(survey);
    summaries.retain(|summary| wave.as_ref().is_none_or(|wave| summary.wave == wave.as_str()));
    summaries.sort_by_cached_key(|summary| space.calendar().order(&WaveId::new(&summary.wave)));
    let mut rows = Vec::new();
    let imports = space.store(survey).snapshot()?;
    let refused: u64 = imports.imports().iter().map(|import| import.counts.refused).sum();
    let invalid: u64 = imports.imports().iter().map(|import| import.counts.invalid_cells).sum();
    for summary in &summaries {
        rows.extend(lines(survey, summary, &looked));
    }
    let sheet = Sheet {
        kind: "data_quality",
        heads: vec![
            Head::new("survey", "survey", "调查"),
            Head::new("wave", "wave", "期次"),
            Head::quiet("item"),
            Head::new("what", "what", "项目"),
            Head::new("count", "count", "数量"),
            Head::new("share", "%", "%"),
            Head::new("value", "value", "值"),
        ],
        rows: rows.into_iter().map(|line| line.row(context)).collect(),
        notes: vec![
            Words::new(
                format!(
                    "all imports: {refused} rows refused, {invalid} cells unreadable (manyi responses --quarantine)"
                ),
                format!("全部导入：拒收 {refused} 行，无法读取 {invalid} 个单元格（见 manyi responses --quarantine）"),
            ),
            Words::new(
                "complete: 80 % of what was asked or more; partial: half or more (AAPOR); blanks among those the item was put to",
                "完成：应答题目答了 80% 以上；部分完成：一半以上（AAPOR）；未答比例以被问到的人为基数",
            ),
        ],
    };
    context.data(&sheet.render(format, context.tongue))?;
    Ok(Outcome::Done)
}

/// A line of the summary.
struct Line<'a> {
    survey: &'a str,
    wave: String,
    item: String,
    what: Words,
    count: Option<u64>,
    share: Option<f64>,
    value: Datum,
}

impl Line<'_> {
    fn row(self, context: &Context<'_>) -> Vec<Datum> {
        vec![
            self.survey.into(),
            self.wave.into(),
            self.item.into(),
            self.what.get(context.tongue).into(),
            self.count.map_or(Datum::None, Datum::Count),
            self.share.map_or(Datum::None, |share| {
                Datum::Number(share, locale::plain(share * 100.0, 1))
            }),
            self.value,
        ]
    }
}

fn lines<'a>(survey: &'a Survey, summary: &Summary, looked: &Looked) -> Vec<Line<'a>> {
    let all = summary.started;
    let line = |item: &str, en: &str, zh: &str, count: u64, of: u64| Line {
        survey: survey.id.as_str(),
        wave: summary.wave.clone(),
        item: item.to_owned(),
        what: Words::new(en, zh),
        count: Some(count),
        share: (of > 0).then(|| count as f64 / of as f64),
        value: Datum::None,
    };
    let mut lines = vec![
        line("started", "started", "开始作答", all, 0),
        line("complete", "complete", "完成", summary.complete, all),
        line("partial", "partial", "部分完成", summary.partial, all),
        line("broke_off", "broke off", "中途退出", summary.broke_off, all),
    ];
    for (code, count) in &summary.flagged {
        let Some(rule) = Rule::from_code(code) else { continue };
        let words = rule_words(rule);
        let out = looked.settled.policy.action(rule) == Action::Exclude;
        let (en, zh) = if out {
            (" (left out)", "（不计入）")
        } else {
            ("", "")
        };
        lines.push(line(
            &format!("flag.{code}"),
            &format!("flagged: {}{en}", words.en),
            &format!("标记：{}{zh}", words.zh),
            *count,
            all,
        ));
    }
    lines.push(line(
        "flagged",
        "flagged by any rule",
        "任一标记",
        summary.any_flag,
        all,
    ));
    lines.push(line(
        "excluded",
        "left out by rules",
        "按规则不计入",
        summary.excluded,
        all,
    ));
    lines.push(line("counted", "base", "样本量", summary.counted, all));
    if let Some(minutes) = summary.median_minutes {
        let mut median = line("median_minutes", "median minutes", "用时中位数（分钟）", 0, 0);
        median.count = None;
        median.value = Datum::number(minutes, 1);
        lines.push(median);
    }
    for blank in &summary.worst {
        let item = &blank.item;
        lines.push(line(
            &format!("blank.{item}"),
            &format!("left blank: {item}"),
            &format!("未答：{item}"),
            blank.blank,
            blank.asked,
        ));
    }
    if let Some(off) = &summary.break_off {
        let page = &off.page;
        lines.push(line(
            &format!("break_off.{page}"),
            &format!("most went no further than page {page}"),
            &format!("最多人止于页面 {page}"),
            off.responses,
            all,
        ));
    }
    lines
}
