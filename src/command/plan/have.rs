//! The answers that are there: how accurate each figure is, and which change it would show.

use crate::command::score::figures_of;
use crate::command::shared::figures::figure_heads;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::source::Opened;
use crate::diagnostic::Words;
use crate::finding::Ask;
use crate::locale;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Unit;
use crate::model::Practical;
use crate::model::WaveId;
use crate::planning;
use crate::planning::Chances;
use crate::report::words;
use crate::stats::sample_size;
use crate::stats::sample_size::Field;
use crate::tabulation::Group;

/// A row a figure: measure, wave and group.
pub(super) fn sheet(opened: &Opened, (chances, field): (Chances, Field)) -> Sheet {
    let results = opened
        .task
        .decide(opened.tabulation.clone(), &opened.references, &Ask::default());
    let scores = &results.scores;
    let visible = |measure: &crate::model::Id, wave: &WaveId, group: Group| {
        !opened.hides || results.findings.disclosure.of(measure, wave, group).is_visible()
    };
    let mut rows = Vec::new();
    for measure in &opened.measures {
        let unit = measure::unit(&scores.survey, measure);
        for (wave, group) in figures_of(opened) {
            let Some(outcome) = scores.of(&measure.id, &wave, group) else {
                continue;
            };
            let (segment, level) = scores.level_of(group);
            let text = |id: Option<crate::model::Id>| id.map_or(Datum::None, |id| id.as_str().into());
            let mut row = vec![
                scores.figure_id(&measure.id, &wave, group).into(),
                measure.id.as_str().into(),
                wave.as_str().into(),
                text(segment),
                text(level),
            ];
            if !visible(&measure.id, &wave, group) {
                let code = results.findings.disclosure.of(&measure.id, &wave, group).code();
                row.extend((0..9).map(|_| Datum::None).chain([code.into()]));
                rows.push(row);
                continue;
            }
            let Ok(estimate) = outcome else { continue };
            let past = before(opened, &wave)
                .into_iter()
                .filter(|earlier| visible(&measure.id, earlier, group))
                .find_map(|earlier| Some((earlier, scores.of(&measure.id, earlier, group)?.as_ref().ok()?)));
            let against = past.map_or("next", |(earlier, _)| earlier.as_str());
            let figure = Figure {
                estimate,
                past: past.map(|(_, earlier)| earlier),
                unit,
                field,
            };
            row.extend(figure.data(against, chances, &opened.task.settings.practical));
            rows.push(row);
        }
    }
    Sheet {
        kind: "reach",
        heads: heads(),
        rows,
        notes: notes(opened, (chances, field)),
    }
}

/// Waves with answers before this one, the nearest first.
fn before<'a>(opened: &'a Opened, wave: &WaveId) -> Vec<&'a WaveId> {
    let order = |wave: &WaveId| opened.task.calendar.order(wave);
    let mut earlier: Vec<&WaveId> = opened
        .tabulation
        .waves()
        .iter()
        .filter(|other| order(other) < order(wave))
        .collect();
    earlier.sort_by_key(|other| std::cmp::Reverse(order(other)));
    earlier
}

/// One figure with the one it is compared with.
struct Figure<'a> {
    estimate: &'a Estimate,
    past: Option<&'a Estimate>,
    unit: Unit,
    field: Field,
}

impl Figure<'_> {
    fn data(&self, against: &str, chances: Chances, practical: &Practical) -> Vec<Datum> {
        let estimate = self.estimate;
        let base = estimate.base as f64;
        let shrunk = correction(self.field, base);
        let half = estimate.interval.map(|interval| interval.half_width() * shrunk);
        let error = |estimate: &Estimate| {
            estimate
                .basis
                .standard_error()
                .map(|error| error * correction(self.field, estimate.base as f64))
        };
        let now = error(estimate);
        let past = self.past.map_or(now, error);
        let seen = now
            .zip(past)
            .and_then(|(now, past)| planning::seen_between([now, past], chances).ok());
        // Answers per wave that see the change that matters, with the spread these answers have.
        let matters = matters(self.unit, practical);
        let needed = estimate.basis.standard_error().and_then(|error| {
            let one = planning::seen_between([error, error], chances).ok()?;
            let size = sample_size::sized(base * (one / matters).powi(2), self.field);
            Some(size.answers)
        });
        // What the next plan needs to know; a share has none of its own.
        let sd = estimate
            .basis
            .standard_error()
            .map(|error| error * base.sqrt())
            .filter(|_| self.unit != Unit::Share);
        let point = |x: Option<f64>| x.map_or(Datum::None, |x| Datum::Number(x, plain(self.unit, x)));
        vec![
            Datum::Number(estimate.value, words::value(self.unit, estimate.value)),
            Datum::Count(estimate.base),
            Datum::number(estimate.effective_base, 1),
            point(sd),
            point(half),
            against.into(),
            point(seen.filter(|seen| *seen > 0.0)),
            point(Some(matters)),
            needed.map_or(Datum::None, |needed| Datum::number(needed, 0)),
            match (now, shrunk > 0.0) {
                (_, false) => "census".into(),
                (None, true) => "no_spread".into(),
                (Some(_), true) => Datum::None,
            },
        ]
    }
}

/// √((N − n)/(N − 1)), 0 for a census.
fn correction(field: Field, base: f64) -> f64 {
    match field.population {
        None => 1.0,
        Some(people) if base >= people => 0.0,
        Some(people) => ((people - base) / (people - 1.0)).sqrt(),
    }
}

/// The smallest change that matters, in the unit of the measure.
fn matters(unit: Unit, practical: &Practical) -> f64 {
    match unit {
        Unit::Share => practical.share / 100.0,
        Unit::Nps => practical.nps,
        Unit::Index => practical.index,
        Unit::Scale(low, high) => practical.mean / 100.0 * (high - low),
        Unit::Number => practical.mean,
    }
}

/// Points without a sign.
fn plain(unit: Unit, x: f64) -> String {
    match unit {
        Unit::Share => locale::plain(100.0 * x, 1),
        Unit::Nps | Unit::Index => locale::plain(x, 1),
        Unit::Scale(..) | Unit::Number => locale::plain(x, 2),
    }
}

fn notes(opened: &Opened, (chances, field): (Chances, Field)) -> Vec<Words> {
    let percent = |x: f64| locale::plain(100.0 * x, 0);
    let mut notes = vec![Words::new(
        format!(
            "±: half the width of the interval; detectable: the change that a two-sided test at {} sees with {} % probability, \
             against the wave named, or the next one if it has as many answers; needed: answers per wave for the change that matters",
            chances.alpha,
            percent(chances.power)
        ),
        format!(
            "±：区间宽度的一半；可检出：双侧检验（水平 {}）以 {}% 的概率检出的变化，对比所列期次，或答卷数相同的下一期；\
             所需：检出有实际意义的变化每期所需的答卷",
            chances.alpha,
            percent(chances.power)
        ),
    )];
    if let Some(people) = field.population {
        notes.push(Words::new(
            format!("every group has {} people", locale::plain(people, 0)),
            format!("每组共 {} 人", locale::plain(people, 0)),
        ));
    }
    if opened.task.survey.sample.is_none() {
        notes.push(super::random_only());
    }
    notes
}

fn heads() -> Vec<Head> {
    figure_heads([
        Head::new("base", "base", "样本量"),
        Head::quiet("effective_base"),
        Head::new("sd", "sd", "标准差"),
        Head::new("half_width", "±", "±"),
        Head::new("against", "against", "对比"),
        Head::new("detectable", "detectable", "可检出"),
        Head::new("matters", "matters", "有意义"),
        Head::new("needed", "needed", "所需"),
        Head::new("note", "note", "备注"),
    ])
}
