//! A measure over waves, with its interval.

use super::Caption;
use crate::chart;
use crate::chart::Reference;
use crate::chart::Series;
use crate::chart::Trend;
use crate::chart::TrendPoint;
use crate::chart::Wave;
use crate::locale;
use crate::measure::Method;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::dates;
use crate::report::events;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::headings;
use crate::report::sentences;
use crate::report::tables;
use crate::report::words;
use crate::site::Html;
use crate::tabulation::Group;

/// Width of the tiny trend of a card, in px.
const SPARK: u32 = 144;

/// The trend of a measure for everybody, or a line for each level of a segment.
pub fn trend(facts: &Facts, measure: &Measure, by: Option<VariableIndex>) -> Html {
    let (chart, caption) = course(facts, measure, by);
    super::figure(facts, &chart, caption)
}

/// The same as numbers and words.
pub fn course(facts: &Facts, measure: &Measure, by: Option<VariableIndex>) -> (Trend, Caption) {
    let groups = by.map_or_else(|| vec![Group::Total], |segment| facts.levels(segment));
    let waves = facts.trend_waves(measure, &groups);
    let tongue = facts.tongue();
    let figures = |group: &Group| -> Vec<Figure> {
        let all = waves.iter();
        all.map(|wave| facts.figure(&measure.id, wave, *group)).collect()
    };
    let series: Vec<(Group, Vec<Figure>)> = groups.iter().map(|group| (*group, figures(group))).collect();
    let title = headings::measure(facts, measure);
    let says = facts
        .previous(measure, Group::Total)
        .map_or_else(String::new, |change| sentences::sentence(facts, change));
    let chart = Trend {
        words: super::chart_words(&title, if says.is_empty() { &title } else { &says }, tongue),
        target: mark(facts, measure),
        range: super::common_range(facts, measure),
        ..lines(facts, measure, &waves, &series)
    };
    let chart = Trend {
        words: events::described(chart.words.clone(), &chart.marked(tongue), tongue),
        ..chart
    };
    let mut foot = super::foot(facts, measure, tongue.pick("Shaded", "阴影"));
    foot.extend(changed(facts, measure, &waves));
    foot.extend(super::notes(facts, series.iter().flat_map(|(_, figures)| figures)));
    let happened = (0..waves.len())
        .map(|wave| chart.happened(wave, tongue))
        .collect::<Vec<_>>();
    let table = tables::over_time(facts, measure, (&waves, &happened), &series);
    let subtitle = subtitle(facts, measure, &waves);
    let caption = Caption {
        title,
        subtitle,
        says,
        foot,
        table,
    };
    (chart, caption)
}

/// The lines of groups over waves with what happened meanwhile; words, range and what to compare with are the caller's.
pub fn lines(facts: &Facts, measure: &Measure, waves: &[WaveId], series: &[(Group, Vec<Figure>)]) -> Trend {
    let tongue = facts.tongue();
    let level = locale::percent(facts.input.scores.level, 0);
    let groups: Vec<Group> = series.iter().map(|(group, _)| *group).collect();
    Trend {
        waves: waves.iter().map(|wave| named(facts, wave)).collect(),
        series: series
            .iter()
            .map(|(group, figures)| line(facts, measure, waves, *group, figures))
            .collect(),
        events: events::drawn(
            facts.names(),
            &facts.input.references,
            events::Course {
                measures: &[measure],
                groups: &groups,
                waves,
                is_public: facts.is_public(),
            },
        ),
        unit: super::axis_unit(facts.unit(measure)),
        interval_key: super::drawn(
            tongue.pick(format!("{level} interval"), format!("{level}置信区间")),
            tongue,
        ),
        historical_key: words::published_earlier(tongue).to_owned(),
        small_key: super::drawn(
            tongue.pick(
                format!("base under {}", facts.settings().flag_below),
                format!("样本量不足{}", facts.settings().flag_below),
            ),
            tongue,
        ),
        ..Trend::default()
    }
}

/// What changed between neighbouring waves of the trend.
fn changed(facts: &Facts, measure: &Measure, waves: &[WaveId]) -> Vec<String> {
    let (tongue, seams) = (facts.tongue(), &facts.input.findings.seams);
    let mut said = Vec::new();
    for two in waves.windows(2) {
        for words in seams
            .between(&measure.id, &two[0], &two[1])
            .iter()
            .flat_map(|seam| &seam.what)
        {
            let words = words.get(tongue).replace('`', "");
            said.push(tongue.pick(format!("{}: {words}", two[1]), format!("{}：{words}", two[1])));
        }
    }
    said
}

fn subtitle(facts: &Facts, measure: &Measure, waves: &[WaveId]) -> String {
    let tongue = facts.tongue();
    let names = facts.names();
    let what = tongue.pick(
        format!("{}, {}", names.measure(measure), super::unit_words(facts, measure)),
        format!("{}（{}）", names.measure(measure), super::unit_words(facts, measure)),
    );
    match (waves.first(), waves.last()) {
        (Some(first), Some(last)) if first != last => {
            let said = |wave| dates::wave(&facts.input.calendar, wave, tongue);
            tongue.pick(
                format!("{what}, {} to {}", said(first), said(last)),
                format!("{what}，{}至{}", said(first), said(last)),
            )
        }
        _ => what,
    }
}

/// The line to compare a trend with: its target, else a benchmark.
fn mark(facts: &Facts, measure: &Measure) -> Option<Reference> {
    let (tongue, unit) = (facts.tongue(), facts.unit(measure));
    let target = facts.target(measure, Group::Total);
    let target = target.map(|target| (target.value, words::target(unit, target.value, tongue)));
    let benchmark = || {
        let all = facts.beside(measure, Group::Total);
        let benchmark = all.first()?.benchmark;
        let of = tongue.pick(&benchmark.called.en, &benchmark.called.zh);
        let said = words::value(unit, benchmark.value);
        Some((
            benchmark.value,
            tongue.pick(format!("{of} {said}"), format!("{of}{said}")),
        ))
    };
    let (value, label) = target.or_else(benchmark)?;
    Some(Reference {
        value: value * super::factor(unit),
        label: super::drawn(label, tongue),
    })
}

fn named(facts: &Facts, wave: &WaveId) -> Wave {
    let label = wave.to_string();
    let last = facts.input.calendar.last_day(wave).filter(|_| facts.is_open(wave));
    let tongue = facts.tongue();
    let open = last.map_or_else(String::new, |last| {
        super::drawn(words::open_wave(wave, last, tongue), tongue)
    });
    Wave { label, open }
}

fn line(facts: &Facts, measure: &Measure, waves: &[WaveId], group: Group, figures: &[Figure]) -> Series {
    let tongue = facts.tongue();
    let point = |(wave, figure): (&WaveId, &Figure)| {
        let change = facts
            .previous_of(measure, wave, group)
            .filter(|change| change.verdict.is_finding());
        let showing = match (super::showing(figure, tongue), figure.reason) {
            // A wave without answers is a gap; only hiding needs a word.
            (_, Some(_)) => chart::Showing::Plain,
            (chart::Showing::Hidden(why), None) => chart::Showing::Hidden(super::drawn(
                tongue.pick(format!("{wave}: {why}"), format!("{wave}：{why}")),
                tongue,
            )),
            (other, None) => other,
        };
        TrendPoint {
            estimate: super::on_axis(facts.unit(measure), figure),
            mark: change.map(|change| super::mark(facts, measure, change)),
            showing,
            historical: figure
                .estimate
                .as_ref()
                .is_some_and(|estimate| estimate.method == Method::Published),
            link: chart::Link::Joined,
        }
    };
    Series {
        label: super::drawn(facts.names().level(group), tongue),
        points: waves.iter().zip(figures).map(point).collect(),
    }
}

/// The tiny trend of a card.
pub fn sparkline(facts: &Facts, measure: &Measure) -> Option<Html> {
    sparkline_of(facts, measure, Group::Total)
}

/// The tiny trend of a group.
pub fn sparkline_of(facts: &Facts, measure: &Measure, group: Group) -> Option<Html> {
    let waves = facts.trend_waves(measure, &[group]);
    let unit = facts.unit(measure);
    let points: Vec<chart::Estimate> = waves
        .iter()
        .map(|wave| super::on_axis(unit, &facts.figure(&measure.id, wave, group)))
        .collect();
    if points.iter().filter(|point| point.value.is_some()).count() < 2 {
        return None;
    }
    let tongue = facts.tongue();
    let name = facts.names().measure(measure);
    let (first, last) = (waves.first()?, waves.last()?);
    let title = tongue.pick(format!("{name}, {first} to {last}"), format!("{name}，{first}至{last}"));
    let text = |point: Option<&chart::Estimate>| point.map(|point| point.text.clone()).unwrap_or_default();
    let says = tongue.pick(
        format!(
            "From {} to {}.",
            text(points.iter().find(|p| p.value.is_some())),
            text(points.last())
        ),
        format!(
            "从{}到{}。",
            text(points.iter().find(|p| p.value.is_some())),
            text(points.last())
        ),
    );
    let target = facts
        .target(measure, group)
        .map(|target| target.value * super::factor(unit));
    let chart = chart::Sparkline {
        words: super::chart_words(&title, &says, tongue),
        points,
        target,
    };
    let drawn = chart::Chart::draw(&chart, SPARK, &facts.figure_id());
    Some(Html::trusted(drawn.text))
}
