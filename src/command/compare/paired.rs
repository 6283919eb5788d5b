//! `manyi compare --paired`: the change among the people who answered in both waves.

use super::Args;
use super::Family;
use super::ask;
use super::families;
use super::seams_of;
use super::waves_of;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::rules;
use crate::command::score::figures_of;
use crate::command::shared::figures::figure_heads;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::source::Opened;
use crate::command::shared::source::Witness;
use crate::command::shared::source::open_with_people;
use crate::diagnostic::Words;
use crate::finding::Paired;
use crate::finding::Refused;
use crate::finding::SamePeople;
use crate::finding::Showing;
use crate::finding::find_paired;
use crate::measure;
use crate::measure::Attendance;
use crate::measure::Panel;
use crate::measure::Scores;
use crate::model::Id;
use crate::model::Measure;
use crate::model::WaveId;
use crate::project::Given;
use crate::report::words;
use crate::tabulation::Group;
use std::fmt::Write as _;

/// Prints the changes among the same people.
///
/// # Errors
/// When answers cannot be read, something that is no wave is asked for after `--against`, or the output cannot be written.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    waves_only(args)?;
    needs_definition(args)?;
    let mut panel: Option<Panel> = None;
    let witness = Witness {
        whole: true,
        see: &mut |task, frame| {
            panel
                .get_or_insert_with(|| Panel::new(&task.survey, &task.measures, task.plan()))
                .take(frame);
        },
    };
    let Some(mut opened) = open_with_people(&args.analysed, witness, context)? else {
        return Ok(Outcome::Problems);
    };
    if let Some(problem) = rules::paired_design(&opened.task.survey) {
        context.show(&[problem]);
        return Ok(Outcome::Problems);
    }
    let ask = ask(args, &opened)?;
    if matches!(args.family, Family::All) {
        opened.task.measures.clone_from(&opened.measures);
    }
    let panel = panel.unwrap_or_else(|| Panel::new(&opened.task.survey, &opened.task.measures, opened.task.plan()));
    let task = &opened.task;
    let level = 1.0 - task.settings.alpha;
    let scores = Scores::new(&task.survey, &task.measures, opened.tabulation.clone(), level);
    let mut found = find_paired(
        &scores,
        &task.calendar,
        &opened.references,
        &task.settings,
        (&ask, &panel),
    );
    let asked = |measure: &Id, group: Group| {
        opened.measures.iter().any(|one| one.id == *measure) && opened.groups.contains(&group)
    };
    found.changes.retain(|one| asked(&one.change.measure, one.change.group));
    found.refused.retain(|one| asked(&one.measure, one.group));
    let attendance: Vec<((WaveId, WaveId), Attendance)> = found
        .waves
        .iter()
        .map(|pair| (pair.clone(), panel.attendance(&pair.0, &pair.1)))
        .collect();
    if !attendance.is_empty() && attendance.iter().all(|(_, people)| people.both == 0) {
        let nameless = attendance.iter().map(|(_, people)| people.nameless).max().unwrap_or(0);
        context.show(&[rules::no_people(&task.survey, nameless)]);
        return Ok(Outcome::Problems);
    }
    let rows = changes(&opened, &scores, &found);
    let sheet = Sheet {
        kind: "paired_comparisons",
        heads: heads(),
        rows,
        notes: notes(&opened, &found, &attendance),
    };
    context.data(&sheet.render(args.analysed.format, context.tongue))?;
    // A gate must not tell what is hidden.
    let shown = found
        .changes
        .iter()
        .filter(|one| !opened.hides || one.showing.is_visible());
    let tripped = shown
        .into_iter()
        .any(|one| args.fail_on.iter().any(|gate| gate.verdict() == one.change.verdict));
    Ok(if tripped {
        Outcome::Gate
    } else {
        Outcome::of(&opened.problems)
    })
}

/// Only waves have the same people.
fn waves_only(args: &Args) -> Result<(), CommandError> {
    let Some(word) = args
        .against
        .iter()
        .find(|word| matches!(word.as_str(), "rest" | "target"))
    else {
        return Ok(());
    };
    Err(CommandError::Other(Words::new(
        format!("`--paired` compares waves; `--against {word}` is no wave: write previous, year or the name of a wave"),
        format!("`--paired` 用于比较期次；`--against {word}` 不是期次：请写 previous、year 或期次名称"),
    )))
}

/// People are known by the definition's file of answers, not by any column.
fn needs_definition(args: &Args) -> Result<(), CommandError> {
    let bare = args.analysed.survey.is_none() && !matches!(Given::of(&args.analysed.source), Given::Survey(_));
    if !bare {
        return Ok(());
    }
    Err(CommandError::Other(Words::new(
        "`--paired` follows people by the column `respondent` of a file with a definition: add `--survey`, a survey or a YAML file",
        "`--paired` 凭带定义的文件中的 `respondent` 列追踪受访者：请加 `--survey`，写调查名或 YAML 文件",
    )))
}

fn heads() -> Vec<Head> {
    figure_heads([
        Head::new("against", "against", "对比"),
        Head::new("before", "before", "先前"),
        Head::new("base", "both", "两期均答"),
        Head::new("change", "change", "变化"),
        Head::new("change_low", "low", "下限"),
        Head::new("change_high", "high", "上限"),
        Head::quiet("test"),
        Head::quiet("p"),
        Head::new("p_adjusted", "p adj.", "校正 p"),
        Head::quiet("family"),
        Head::new("verdict", "verdict", "结论"),
        Head::new("note", "note", "备注"),
    ])
}

/// A row a change, and one for each that is refused; by measure, wave and group.
fn changes(opened: &Opened, scores: &Scores, found: &Paired) -> Vec<Vec<Datum>> {
    let mut rows = Vec::new();
    for measure in &opened.measures {
        for (wave, group) in figures_of(opened) {
            let here = |id: &Id, of: &WaveId, part: Group| *id == measure.id && *of == wave && part == group;
            let own = found.changes.iter().filter(|one| {
                let change = &one.change;
                here(&change.measure, &change.wave, change.group)
            });
            rows.extend(own.map(|one| change_row(opened, scores, measure, one)));
            let refused = found
                .refused
                .iter()
                .filter(|one| here(&one.measure, &one.wave, one.group));
            rows.extend(refused.map(|one| refused_row(scores, one)));
        }
    }
    rows
}

fn names(scores: &Scores, measure: &Id, wave: &WaveId, group: Group) -> Vec<Datum> {
    let (segment, level) = scores.level_of(group);
    let text = |id: Option<Id>| id.map_or(Datum::None, |id| id.as_str().into());
    vec![
        scores.figure_id(measure, wave, group).into(),
        measure.as_str().into(),
        wave.as_str().into(),
        text(segment),
        text(level),
    ]
}

fn change_row(opened: &Opened, scores: &Scores, measure: &Measure, one: &SamePeople) -> Vec<Datum> {
    let change = &one.change;
    let mut row = names(scores, &change.measure, &change.wave, change.group);
    let visible = !opened.hides || one.showing.is_visible();
    if !visible {
        row.extend([Datum::None, change.against.code().into()]);
        row.extend((0..7).map(|_| Datum::None));
        row.extend([
            Datum::None,
            change.family.as_str().into(),
            Datum::None,
            one.showing.code().into(),
        ]);
        return row;
    }
    let unit = measure::unit(&scores.survey, measure);
    let value = |x: f64| Datum::Number(x, words::value(unit, x));
    let size = |x: f64| Datum::Number(x, words::difference(unit, x));
    let p = |p: Option<f64>| p.map_or(Datum::None, |p| Datum::Number(p, words::p_value(p)));
    let made = &change.comparison;
    let note = match (one.showing, made.reason) {
        (_, Some(reason)) => reason.code(),
        (Showing::Shown, None) => "",
        (showing, None) => showing.code(),
    };
    row.extend([
        value(change.value),
        change.against.code().into(),
        value(change.reference),
        Datum::Count(change.base),
        size(made.difference),
        made.interval.map_or(Datum::None, |interval| size(interval.low)),
        made.interval.map_or(Datum::None, |interval| size(interval.high)),
        change.test.code().into(),
        p(made.p),
        p(change.p_adjusted),
        change.family.as_str().into(),
        change.verdict.code().into(),
        note.into(),
    ]);
    row
}

fn refused_row(scores: &Scores, one: &Refused) -> Vec<Datum> {
    let mut row = names(scores, &one.measure, &one.wave, one.group);
    row.extend([Datum::None, one.against.code().into()]);
    row.extend((0..9).map(|_| Datum::None));
    row.extend([Refused::CODE.into(), Datum::None]);
    row
}

fn notes(opened: &Opened, found: &Paired, attendance: &[((WaveId, WaveId), Attendance)]) -> Vec<Words> {
    let percent = crate::locale::plain(100.0 * (1.0 - opened.task.settings.alpha), 0);
    let mut notes = vec![Words::new(
        format!(
            "the same people: value and before are theirs; low–high: {percent} % intervals of the change; p adjusted within its family"
        ),
        format!("同一批人：值与先前均为这些人的结果；下限–上限：变化的 {percent}% 置信区间；p 值在所属检验族内校正"),
    )];
    for ((then, now), people) in attendance {
        notes.push(who(then, now, people));
    }
    let visible = found
        .changes
        .iter()
        .filter(|one| !opened.hides || one.showing.is_visible());
    notes.extend(families(visible.map(|one| &one.change)));
    notes.extend(opened.left_out.clone());
    let compared = found.changes.iter().map(|one| (&one.change.wave, &one.change.against));
    let pairs = waves_of(compared.chain(found.refused.iter().map(|one| (&one.wave, &one.against))));
    notes.extend(seams_of(opened, &pairs));
    notes
}

/// How many people are in both waves, how many left and came, and which responses are of nobody in particular.
fn who(then: &WaveId, now: &WaveId, people: &Attendance) -> Words {
    let Attendance {
        both,
        left,
        came,
        nameless,
        again,
    } = people;
    let (mut en, mut zh) = (
        format!("{then} → {now}: {both} people in both, {left} left, {came} came"),
        format!("{then} → {now}：两期均有 {both} 人，离开 {left} 人，新来 {came} 人"),
    );
    if *nameless > 0 {
        let _ = write!(en, "; {} of nobody in particular", responses(*nameless));
        let _ = write!(zh, "；{nameless} 份答卷没有受访者");
    }
    if *again > 0 {
        let _ = write!(
            en,
            "; {} passed over for a later one of the same person",
            responses(*again)
        );
        let _ = write!(zh, "；{again} 份答卷因同一人有更晚的答卷而不计");
    }
    Words::new(en, zh)
}

fn responses(count: u64) -> String {
    format!("{count} {}", if count == 1 { "response" } else { "responses" })
}
