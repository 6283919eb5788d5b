//! `manyi league`: stores, teams or agents side by side, so that none leads or trails by luck.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::asked::Analysed;
use super::shared::figures;
use super::shared::figures::Wording;
use super::shared::sheet::Datum;
use super::shared::sheet::Head;
use super::shared::sheet::Sheet;
use super::shared::source::Opened;
use super::shared::source::open;
use super::shared::units;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::finding::Ask;
use crate::finding::League;
use crate::finding::Row;
use crate::finding::Standings;
use crate::locale;
use crate::measure;
use crate::measure::Unit;
use crate::model::Measure;
use crate::model::WaveId;
use crate::report::words;

/// Ranks stores, teams or agents: scores drawn towards the mean of all, ranks with what they could as well be, limits of chance.
///
/// The smaller a unit, the more of its score is luck and the farther it is drawn: small units neither lead nor trail by chance.
/// Ordered by the drawn score, the best first. Without `--measure` the headline measures. `manyi report SURVEY --per store` writes
/// the same as a page, with a page for every unit.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    analysed: Analysed,
}

/// Prints the league.
///
/// # Errors
/// When answers cannot be read, `--by` names no units, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let [by] = args.analysed.by.as_slice() else {
        return Err(CommandError::Other(Words::new(
            "say what the units are, one segment: `--by store`",
            "请指明以哪一个细分为单位：`--by store`",
        )));
    };
    let Some(opened) = open(&args.analysed, context)? else {
        return Ok(Outcome::Problems);
    };
    let found = units::segment("--by", by, &opened.task.survey);
    let segment = match found {
        Ok(segment) => segment,
        Err(problem) => {
            context.show(&[problem]);
            return Ok(Outcome::Problems);
        }
    };
    let ask = Ask {
        waves: opened.waves.clone(),
        rest: true,
        units: Some(segment),
        ..Ask::default()
    };
    let results = opened.task.decide(opened.tabulation.clone(), &opened.references, &ask);
    let standings = Standings {
        scores: &results.scores,
        findings: &results.findings,
        settings: &opened.task.settings,
        hides: opened.hides,
    };
    let wording = Wording {
        lang: &opened.lang,
        scores: &results.scores,
        hides: opened.hides,
    };
    let mut sheet = Sheet {
        kind: "league",
        heads: heads(),
        rows: Vec::new(),
        notes: vec![explained(&opened)],
    };
    for measure in measures(args, &opened) {
        for wave in &opened.waves {
            let league = standings.league(measure, wave, segment);
            sheet
                .rows
                .extend(league.rows.iter().map(|unit| row(&wording, measure, wave, unit)));
            sheet.notes.push(common(&wording, measure, wave, &league));
        }
    }
    sheet.notes.extend(opened.left_out.clone());
    context.data(&sheet.render(args.analysed.format, context.tongue))?;
    Ok(if has_errors(&opened.problems) {
        Outcome::Problems
    } else {
        Outcome::of(&opened.problems)
    })
}

/// Those asked for, else the headline ones, else all.
fn measures<'a>(args: &Args, opened: &'a Opened) -> Vec<&'a Measure> {
    let headline: Vec<&Measure> = opened.measures.iter().filter(|measure| measure.headline).collect();
    if args.analysed.measure.is_empty() && !headline.is_empty() {
        headline
    } else {
        opened.measures.iter().collect()
    }
}

/// Those of a score, of its comparison with the rest, and of the league.
fn heads() -> Vec<Head> {
    let quiet = ["wave", "segment"];
    let scores = figures::score_heads().into_iter().map(|head| {
        if quiet.contains(&head.name.as_ref()) {
            Head::quiet(head.name)
        } else {
            head
        }
    });
    let own = [
        Head::new("difference", "vs rest", "与其余相比"),
        Head::quiet("difference_low"),
        Head::quiet("difference_high"),
        Head::quiet("p"),
        Head::quiet("p_adjusted"),
        Head::quiet("family"),
        Head::new("verdict", "verdict", "结论"),
        Head::new("drawn", "drawn", "收缩值"),
        Head::quiet("drawn_low"),
        Head::quiet("drawn_high"),
        Head::quiet("shrinkage"),
        Head::new("rank", "rank", "期望名次"),
        Head::new("rank_low", "from", "最好"),
        Head::new("rank_high", "to", "最差"),
        Head::quiet("first_quarter"),
        Head::quiet("last_quarter"),
        Head::new("outside", "outside", "超出界限"),
    ];
    scores.chain(own).collect()
}

fn row(wording: &Wording<'_>, measure: &Measure, wave: &WaveId, unit: &Row) -> Vec<Datum> {
    let of = measure::unit(&wording.scores.survey, measure);
    let number = |x: f64| Datum::Number(x, words::difference(of, x));
    let scored = wording.scores.of(&measure.id, wave, unit.group);
    let mut row = wording.figure_row(&measure.id, of, (wave, unit.group), scored, unit.showing);
    match &unit.rest {
        None => row.extend((0..7).map(|_| Datum::None)),
        Some(change) => {
            let found = &change.comparison;
            let p = |p: Option<f64>| p.map_or(Datum::None, |p| Datum::Number(p, words::p_value(p)));
            row.extend([
                number(found.difference),
                found.interval.map_or(Datum::None, |ends| number(ends.low)),
                found.interval.map_or(Datum::None, |ends| number(ends.high)),
                p(found.p),
                p(change.p_adjusted),
                change.family.as_str().into(),
                change.verdict.code().into(),
            ]);
        }
    }
    let value = |x: f64| Datum::Number(x, words::value(of, x));
    match unit.place {
        None => row.extend((0..9).map(|_| Datum::None)),
        Some(place) => row.extend([
            value(place.drawn.value),
            value(place.interval.low),
            value(place.interval.high),
            Datum::number(place.drawn.shrinkage, 2),
            Datum::number(place.rank.expected, 1),
            Datum::Count(place.rank.interval.0 as u64),
            Datum::Count(place.rank.interval.1 as u64),
            Datum::maybe(place.rank.first_quarter, 2),
            Datum::maybe(place.rank.last_quarter, 2),
        ]),
    }
    row.push(unit.outside.map_or(Datum::None, |outside| outside.code().into()));
    row
}

/// What the columns are.
fn explained(opened: &Opened) -> Words {
    let level = locale::plain(100.0 * (1.0 - opened.task.settings.alpha), 0);
    Words::new(
        format!(
            "low–high: {level} % interval; drawn: the score drawn towards the mean of all units, the farther the fewer answers it has; rank: expected rank, from–to its {level} % interval; verdict: against the rest, Benjamini–Hochberg over the units of the measure; outside: beyond the 95 % or 99.8 % limits of chance"
        ),
        format!(
            "下限–上限：{level}% 置信区间；收缩值：向全部单位均值收缩后的得分，回答越少收缩越多；期望名次及其 {level}% 区间（最好–最差）；结论：与其余相比，按同一指标的所有单位做 Benjamini–Hochberg 校正；超出界限：超出 95% 或 99.8% 的偶然范围"
        ),
    )
}

/// What the units have in common.
fn common(wording: &Wording<'_>, measure: &Measure, wave: &WaveId, league: &League) -> Words {
    let of = measure::unit(&wording.scores.survey, measure);
    let id = format!("{} {wave}", measure.id);
    let units = league.rows.iter().filter(|row| row.place.is_some()).count();
    match &league.population {
        Err(reason) => Words::new(
            format!(
                "{id}: no drawn scores ({})",
                words::reason(*reason, crate::diagnostic::Tongue::En)
            ),
            format!(
                "{id}：没有收缩值（{}）",
                words::reason(*reason, crate::diagnostic::Tongue::Zh)
            ),
        ),
        Ok(all) => {
            let (mean, spread) = (words::value(of, all.mean), spread(of, all.between.sqrt()));
            let part = locale::percent(all.excess, 0);
            let wide = match &league.funnel {
                Ok(funnel) if funnel.overdispersed => locale::plain(funnel.widening(), 1),
                _ => "1".to_owned(),
            };
            Words::new(
                format!(
                    "{id}: {units} units, mean {mean}, standard deviation between units {spread}, {part} of the scatter beyond chance; limits {wide} times as wide as chance"
                ),
                format!(
                    "{id}：{units} 个单位，均值 {mean}，单位间标准差 {spread}，离散中有 {part} 超出偶然；界限为偶然范围的 {wide} 倍"
                ),
            )
        }
    }
}

/// A standard deviation in points.
fn spread(unit: Unit, x: f64) -> String {
    words::difference(unit, x).trim_start_matches('+').to_owned()
}
