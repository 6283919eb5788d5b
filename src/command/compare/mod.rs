//! `manyi compare`: what changed, or differs, and how sure we are.

mod paired;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::decompose;
use super::decompose::Decompose;
use super::score::figures_of;
use super::shared::asked::Analysed;
use super::shared::figures;
use super::shared::figures::Wording;
use super::shared::seams;
use super::shared::sheet::Datum;
use super::shared::sheet::Format;
use super::shared::sheet::Sheet;
use super::shared::source::Opened;
use super::shared::source::Witness;
use super::shared::source::open_with_people;
use crate::diagnostic::Words;
use crate::finding::Against;
use crate::finding::Ask;
use crate::finding::Change;
use crate::finding::Correction;
use crate::finding::Families;
use crate::finding::Refused;
use crate::finding::Verdict;
use crate::model::Id;
use crate::model::WaveId;
use crate::tabulation::Group;
use crate::tabulation::Overlap;
use clap::ValueEnum;
use std::collections::BTreeMap;

/// Compares measures with the wave before, a year ago, the rest of their wave or a target.
///
/// Waves are those with answers, or with published figures in `history/`. Without `--wave` the last wave is compared;
/// `--wave all` compares every one.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    analysed: Analysed,
    /// With what: `previous`, `year`, `rest`, `target`, or the name of a wave.
    #[arg(long, value_delimiter = ',', default_value = "previous")]
    against: Vec<String>,
    /// Wave comparisons for the groups of `--by` too, not for the total alone.
    #[arg(long)]
    groups: bool,
    /// Which comparisons are corrected together: the families of the definition, or all of the run in one.
    #[arg(long, value_enum, default_value_t)]
    family: Family,
    /// Take the changes of the totals apart: into the items of the index (`leaves`), or into what the groups of `--by` did
    /// and how many belonged to which (`mix`).
    #[arg(long, value_enum)]
    decompose: Option<Decompose>,
    /// Compare the waves by the people who answered in both, known by their pseudonyms: the test of a panel.
    #[arg(long, conflicts_with = "decompose")]
    paired: bool,
    /// Exit with 3 when a comparison has this verdict: `rose`, `fell`, `above`, `below`.
    #[arg(long, value_delimiter = ',')]
    fail_on: Vec<FailOn>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Family {
    #[default]
    Declared,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Rose,
    Fell,
    Above,
    Below,
}

impl FailOn {
    fn verdict(self) -> Verdict {
        match self {
            Self::Rose => Verdict::Rose,
            Self::Fell => Verdict::Fell,
            Self::Above => Verdict::Above,
            Self::Below => Verdict::Below,
        }
    }
}

/// Prints the comparisons.
///
/// # Errors
/// When answers cannot be read, a word after `--against` means nothing, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    if args.paired {
        return paired::run(args, context);
    }
    let mut overlap = Overlap::default();
    let witness = Witness {
        whole: false,
        see: &mut |_, frame| overlap.take(frame.batch()),
    };
    let Some(mut opened) = open_with_people(&args.analysed, witness, context)? else {
        return Ok(Outcome::Problems);
    };
    let ask = ask(args, &opened)?;
    if matches!(args.family, Family::All) {
        // One family for the run: what is asked for, and nothing else.
        opened.task.measures.clone_from(&opened.measures);
    }
    let results = opened.task.decide(opened.tabulation.clone(), &opened.references, &ask);
    let wording = Wording {
        lang: &opened.lang,
        scores: &results.scores,
        hides: opened.hides,
    };
    if let Some(how) = args.decompose {
        let sheet = decompose::sheet(how, &opened, &results.findings, &wording);
        context.data(&sheet.render(args.analysed.format, context.tongue))?;
        return Ok(Outcome::of(&opened.problems));
    }
    let changes = &results.findings.changes;
    let mut by_figure: BTreeMap<(&Id, &WaveId, Group), Vec<&Change>> = BTreeMap::new();
    for change in changes {
        by_figure
            .entry((&change.measure, &change.wave, change.group))
            .or_default()
            .push(change);
    }
    let may_show = |change: &Change| !opened.hides || results.findings.may_show(change, &opened.task.settings);
    let mut rows = Vec::new();
    let mut shown: Vec<&Change> = Vec::new();
    for measure in &opened.measures {
        for (wave, group) in figures_of(&opened) {
            let for_machines = matches!(args.analysed.format, Format::Csv | Format::Json);
            let alone = |outcome, showing| {
                let mut row = wording.score_row(measure, &wave, group, outcome, showing);
                row.extend(figures::change_heads().iter().map(|_| Datum::None));
                row
            };
            let showing = results.findings.disclosure.of(&measure.id, &wave, group);
            let estimate = match results.scores.of(&measure.id, &wave, group) {
                Some(Ok(estimate)) => estimate,
                // That nobody answered may be what must not be told.
                Some(outcome) if for_machines && opened.hides && !showing.is_visible() => {
                    rows.push(alone(outcome, showing));
                    continue;
                }
                _ => continue,
            };
            let found = by_figure
                .get(&(&measure.id, &wave, group))
                .map(Vec::as_slice)
                .unwrap_or_default();
            shown.extend(found.iter().filter(|change| may_show(change)));
            rows.extend(
                found
                    .iter()
                    .map(|change| wording.change_row(measure, change, estimate, (showing, may_show(change)))),
            );
            let refused = results
                .findings
                .refused
                .iter()
                .filter(|one| one.measure == measure.id && one.wave == wave && one.group == group);
            let refused: Vec<_> = refused
                .map(|one| wording.refused_row(measure, one, estimate, showing))
                .collect();
            let none = found.is_empty() && refused.is_empty();
            rows.extend(refused);
            // For machines a figure without anything to compare with is still a row.
            if none && for_machines {
                rows.push(alone(&Ok(estimate.clone()), showing));
            }
        }
    }
    let heads = figures::score_heads()
        .into_iter()
        .chain(figures::change_heads())
        .collect();
    let sheet = Sheet {
        kind: "comparisons",
        heads,
        rows,
        notes: notes(&opened, &shown, (&results.findings.refused, &overlap)),
    };
    context.data(&sheet.render(args.analysed.format, context.tongue))?;
    // A gate must not tell what is hidden.
    let tripped = shown
        .iter()
        .any(|change| args.fail_on.iter().any(|gate| gate.verdict() == change.verdict));
    Ok(if tripped {
        Outcome::Gate
    } else {
        Outcome::of(&opened.problems)
    })
}

fn ask(args: &Args, opened: &Opened) -> Result<Ask, CommandError> {
    let families = match args.family {
        Family::Declared => Families::Declared,
        Family::All => Families::All,
    };
    let mut ask = Ask {
        waves: opened.waves.clone(),
        groups: args.groups,
        families,
        only: if families == Families::All {
            opened.groups.clone()
        } else {
            Vec::new()
        },
        ..Ask::default()
    };
    for word in &args.against {
        match word.as_str() {
            "previous" => ask.previous = true,
            "year" => ask.year_before = true,
            "rest" => ask.rest = true,
            "target" => ask.targets = true,
            wave => ask.wave = Some(known_wave(wave, opened)?),
        }
    }
    Ok(ask)
}

fn known_wave(text: &str, opened: &Opened) -> Result<WaveId, CommandError> {
    let parsed = opened.task.calendar.parse(text).unwrap_or_else(|| WaveId::new(text));
    let published = opened.references.published.iter().any(|one| one.wave == parsed);
    if published || opened.tabulation.waves().contains(&parsed) {
        return Ok(parsed);
    }
    let known: Vec<&str> = opened.tabulation.waves().iter().map(WaveId::as_str).collect();
    Err(CommandError::Other(Words::new(
        format!(
            "`--against {text}`: no wave of that name has answers; write previous, year, rest, target or one of: {}",
            known.join(", ")
        ),
        format!(
            "`--against {text}`：没有该期次的数据；可写 previous、year、rest、target 或下列之一：{}",
            known.join("、")
        ),
    )))
}

fn notes(opened: &Opened, changes: &[&Change], (refused, overlap): (&[Refused], &Overlap)) -> Vec<Words> {
    let percent = crate::locale::plain(100.0 * (1.0 - opened.task.settings.alpha), 0);
    let mut notes = vec![Words::new(
        format!("low–high: {percent} % intervals; p adjusted within its family"),
        format!("下限–上限：{percent}% 置信区间；p 值在所属检验族内校正"),
    )];
    notes.extend(families(changes.iter().copied()));
    notes.extend(opened.left_out.clone());
    // Of the waves that were compared, or would have been.
    let compared = changes.iter().map(|change| (&change.wave, &change.against));
    let pairs = waves_of(compared.chain(refused.iter().map(|one| (&one.wave, &one.against))));
    notes.extend(pairs.iter().filter_map(|pair| same_people(overlap, pair)));
    notes.extend(seams_of(opened, &pairs));
    notes
}

/// What the families are, where they are few.
fn families<'a>(changes: impl Iterator<Item = &'a Change>) -> Vec<Words> {
    let families: BTreeMap<&str, (usize, Correction)> = changes
        .map(|c| (c.family.as_str(), (c.family_size, c.correction)))
        .collect();
    let mut notes = Vec::new();
    if families.len() <= 6 {
        for (family, (tests, correction)) in families {
            let name = match correction {
                Correction::Holm => "Holm",
                Correction::BenjaminiHochberg => "Benjamini–Hochberg",
            };
            notes.push(Words::new(
                format!(
                    "family {family}: {tests} {}, {name}",
                    if tests == 1 { "test" } else { "tests" }
                ),
                format!("检验族 {family}：{tests} 个检验，{name} 校正"),
            ));
        }
    }
    notes
}

/// The pairs of waves that were compared, the earlier first, each once.
fn waves_of<'a>(compared: impl Iterator<Item = (&'a WaveId, &'a Against)>) -> Vec<[WaveId; 2]> {
    let mut pairs: Vec<[WaveId; 2]> = compared
        .filter_map(|(wave, against)| match against {
            Against::Previous(other) | Against::YearBefore(other) | Against::Wave(other) => {
                Some([other.clone(), wave.clone()])
            }
            Against::Rest | Against::Target(_) | Against::Benchmark(_) => None,
        })
        .collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// What changed in the questionnaire between the waves compared.
fn seams_of(opened: &Opened, pairs: &[[WaveId; 2]]) -> Vec<Words> {
    let (seams, calendar) = (&opened.references.seams, &opened.task.calendar);
    let ids: Vec<&Id> = opened.measures.iter().map(|measure| &measure.id).collect();
    pairs
        .iter()
        .flat_map(|pair| seams::notes(seams, calendar, &ids, pair))
        .collect()
}

/// Said where most people of a wave are in the other too: the waves are no independent samples.
fn same_people(overlap: &Overlap, [then, now]: &[WaveId; 2]) -> Option<Words> {
    let percent = overlap.percent(now, then).filter(|percent| *percent > 50)?;
    Some(Words::new(
        format!(
            "{then} → {now}: about {percent} % of the people of {now} also answered in {then}; taken for different people the \
             waves show changes less surely than they could: `--paired` compares the same people"
        ),
        format!(
            "{then} → {now}：{now} 的受访者中约 {percent}% 在 {then} 也作答；把两期看作不同的人，结论偏于保守：`--paired` 比较同一批人"
        ),
    ))
}
