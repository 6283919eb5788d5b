//! `manyi score`: measures with their intervals, by wave and segment.

mod history;
mod kano;

use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::asked::Analysed;
use super::shared::figures;
use super::shared::figures::Wording;
use super::shared::index_weights;
use super::shared::seams;
use super::shared::sheet::Sheet;
use super::shared::source::Opened;
use super::shared::source::open;
use crate::diagnostic::Words;
use crate::finding::Ask;
use crate::model::WaveId;
use crate::tabulation::Group;

/// Scores measures with their intervals: by wave, and by segment with `--by`.
///
/// With `--kano` the features of the Kano questions instead: how many are of each category, whether one stands out, Better and Worse.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    analysed: Analysed,
    /// The features of the Kano questions in place of the measures.
    #[arg(long, conflicts_with = "measure")]
    kano: bool,
    /// As lines of `history/`, so that scores stay when the answers of their wave are erased.
    #[arg(long, conflicts_with_all = ["kano", "format"])]
    history: bool,
}

/// Prints the scores.
///
/// # Errors
/// When answers cannot be read or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    if args.kano {
        return kano::run(args, context);
    }
    let Some(opened) = open(&args.analysed, context)? else {
        return Ok(Outcome::Problems);
    };
    if args.history {
        context.data(&history::lines(&opened))?;
        return Ok(Outcome::of(&opened.problems));
    }
    let sheet = sheet(&opened);
    context.data(&sheet.render(args.analysed.format, context.tongue))?;
    Ok(Outcome::of(&opened.problems))
}

fn sheet(opened: &Opened) -> Sheet {
    let results = opened
        .task
        .decide(opened.tabulation.clone(), &opened.references, &Ask::default());
    let wording = Wording {
        lang: &opened.lang,
        scores: &results.scores,
        hides: opened.hides,
    };
    let mut rows = Vec::new();
    for measure in &opened.measures {
        for (wave, group) in figures_of(opened) {
            let Some(outcome) = results.scores.of(&measure.id, &wave, group) else {
                continue;
            };
            let showing = results.findings.disclosure.of(&measure.id, &wave, group);
            rows.push(wording.score_row(measure, &wave, group, outcome, showing));
        }
    }
    let percent = crate::locale::plain(100.0 * (1.0 - opened.task.settings.alpha), 0);
    let mut notes = vec![Words::new(
        format!("low–high: {percent} % interval; base: unweighted valid answers"),
        format!("下限–上限：{percent}% 置信区间；样本量为未加权的有效回答数"),
    )];
    notes.extend(opened.left_out.clone());
    notes.extend(index_weights::notes(&results.scores));
    notes.extend(beside(opened));
    let seams = &opened.references.seams;
    let ids: Vec<_> = opened.measures.iter().map(|measure| &measure.id).collect();
    notes.extend(seams::notes(seams, &opened.task.calendar, &ids, &opened.waves));
    Sheet {
        kind: "scores",
        heads: figures::score_heads(),
        rows,
        notes,
    }
}

/// The benchmarks of the measures and groups shown, as they hold for the last wave.
fn beside(opened: &Opened) -> Vec<Words> {
    let Some(wave) = opened.waves.last() else {
        return Vec::new();
    };
    let survey = &opened.task.survey;
    let mut notes = Vec::new();
    for measure in &opened.measures {
        let unit = crate::measure::unit(survey, measure);
        for group in &opened.groups {
            let all = opened
                .references
                .benchmarks(&measure.id, wave, *group, &opened.task.calendar);
            notes.extend(all.into_iter().map(|one| {
                let value = crate::report::words::value(unit, one.value);
                let (id, date) = (&measure.id, one.date);
                let (of, source) = (&one.called, &one.published_by);
                let whose: Vec<String> = group
                    .levels()
                    .iter()
                    .filter_map(|(variable, level)| {
                        let variable = survey.variable(*variable);
                        let option = variable.domain.options()?.options.get(*level)?;
                        Some(format!("{}={}", variable.id, option.id))
                    })
                    .collect();
                let whose = if whose.is_empty() {
                    String::new()
                } else {
                    format!(" {}", whose.join("&"))
                };
                Words::new(
                    format!("benchmark {id}{whose}: {} {value} ({}, {date})", of.en, source.en),
                    format!("基准 {id}{whose}：{} {value}（{}，{date}）", of.zh, source.zh),
                )
            }));
        }
    }
    notes
}

/// Waves and groups asked for, waves in the calendar's order, the total before its groups.
pub(super) fn figures_of(opened: &Opened) -> Vec<(WaveId, Group)> {
    let waves = opened.waves.iter();
    waves
        .flat_map(|wave| opened.groups.iter().map(move |group| (wave.clone(), *group)))
        .collect()
}
