//! Charts over the waves.

use super::Drawn;
use super::material::Material;
use crate::chart;
use crate::chart::Control;
use crate::chart::ControlPanel;
use crate::chart::ControlPoint;
use crate::chart::Multiples;
use crate::chart::Panel;
use crate::chart::Reference;
use crate::chart::Series;
use crate::chart::Signal;
use crate::chart::SparkRow;
use crate::chart::Sparkline;
use crate::chart::Sparktable;
use crate::chart::Trend;
use crate::chart::TrendPoint;
use crate::diagnostic::Words;
use crate::measure::Unit;
use crate::model::Measure;
use crate::model::WaveId;
use crate::report::events;
use crate::report::words;
use crate::stats::control_chart;
use crate::stats::control_chart::Limits;
use crate::stats::control_chart::ShareChart;
use crate::stats::control_chart::ValueChart;
use crate::tabulation::Group;

/// One measure of everybody, or of the groups asked for, or several measures that count alike.
pub(super) fn trend(material: &Material) -> Result<Drawn, Words> {
    let measure = material.measure()?;
    let alike = |other: &&Measure| material.unit(other) == material.unit(measure);
    let lines: Vec<(&Measure, Group)> = match material.groups() {
        Ok(groups) => groups.into_iter().map(|group| (measure, group)).collect(),
        Err(_) => material
            .measures()
            .into_iter()
            .filter(alike)
            .map(|measure| (measure, Group::Total))
            .collect(),
    };
    let is_alone = lines.len() == 1;
    let (drawn, groups): (Vec<&Measure>, Vec<Group>) = lines.iter().copied().unzip();
    let waves = material.course(&drawn, &groups);
    let point = |(measure, group): (&Measure, Group), wave| {
        let figure = material.figure(measure, wave, group);
        let previous = material.findings().previous(&measure.id, wave, group);
        TrendPoint {
            mark: material.mark(measure, previous).filter(|_| is_alone),
            historical: figure.is_published(),
            estimate: figure.estimate,
            showing: figure.showing,
            ..TrendPoint::default()
        }
    };
    let line = |(measure, group): &(&Measure, Group)| Series {
        label: if *group == Group::Total {
            material.name(measure)
        } else {
            material.group_name(*group)
        },
        points: waves.iter().map(|wave| point((*measure, *group), wave)).collect(),
    };
    let tongue = material.tongue();
    let chart = Trend {
        words: material.words(material.name(measure)),
        waves: waves.iter().map(|wave| material.wave_name(wave)).collect(),
        series: lines.iter().map(line).collect(),
        // One line for the target of one measure; several measures have several.
        target: drawn
            .iter()
            .all(|other| other.id == measure.id)
            .then(|| material.target(measure))
            .flatten(),
        events: material.events(&drawn, &groups, &waves),
        range: None,
        unit: material.axis_unit(measure),
        interval_key: material.interval_key(),
        historical_key: words::published_earlier(tongue).to_owned(),
        small_key: tongue.pick("small base", "样本量小").to_owned(),
    };
    Ok(Drawn::of(Trend {
        words: events::described(chart.words.clone(), &chart.marked(tongue), tongue),
        ..chart
    }))
}

fn points(material: &Material, measure: &Measure, group: Group) -> Vec<chart::Estimate> {
    at(material, material.waves(), measure, group)
}

fn at(material: &Material, waves: &[WaveId], measure: &Measure, group: Group) -> Vec<chart::Estimate> {
    let figures = waves.iter().map(|wave| material.figure(measure, wave, group));
    figures.map(|figure| figure.estimate).collect()
}

/// The shape of one measure.
pub(super) fn sparkline(material: &Material) -> Result<Drawn, Words> {
    let measure = material.measure()?;
    Ok(Drawn::of(Sparkline {
        words: material.words(material.name(measure)),
        points: at(
            material,
            &material.course(&[measure], &[Group::Total]),
            measure,
            Group::Total,
        ),
        target: material.target(measure).map(|target| target.value),
    }))
}

/// Measures under each other.
pub(super) fn sparktable(material: &Material) -> Result<Drawn, Words> {
    let wave = material.wave()?;
    let row = |measure: &&Measure| {
        let figure = material.figure(measure, wave, Group::Total);
        SparkRow {
            label: material.name(measure),
            points: points(material, measure, Group::Total),
            range: None,
            mark: material.mark(measure, material.findings().previous(&measure.id, wave, Group::Total)),
            base: figure.base,
            showing: figure.showing,
        }
    };
    let tongue = material.tongue();
    let (first, level) = (
        material.waves().first().map_or_else(String::new, ToString::to_string),
        material.interval_key(),
    );
    Ok(Drawn::of(Sparktable {
        words: material.words(tongue.pick(format!("Measures up to {wave}"), format!("截至 {wave} 的指标"))),
        rows: material.measures().iter().map(row).collect(),
        span: tongue.pick(
            format!("{first} to {wave}, each on its own scale; shaded: {level}"),
            format!("{first} 至 {wave}，各自刻度；阴影为{level}"),
        ),
    }))
}

/// One measure by groups, each over time.
pub(super) fn multiples(material: &Material) -> Result<Drawn, Words> {
    let (measure, wave, groups) = (material.measure()?, material.wave()?, material.groups()?);
    let panel = |group: &Group| {
        let points = points(material, measure, *group);
        let now = material.figure(measure, wave, *group).showing;
        // A group is hidden when nothing of it may be shown; a single hidden wave is a gap.
        let is_known = points.iter().any(|point| point.value.is_some());
        Panel {
            label: material.group_name(*group),
            points,
            mark: material
                .mark(measure, material.findings().previous(&measure.id, wave, *group))
                .map(|mark| chart::Mark {
                    text: String::new(),
                    ..mark
                }),
            showing: match now {
                chart::Showing::Hidden(_) if is_known => chart::Showing::Plain,
                other => other,
            },
            events: material.events_of(measure, *group, material.waves()),
        }
    };
    let tongue = material.tongue();
    let chart = Multiples {
        words: material.words(material.name(measure)),
        waves: material.waves().iter().map(ToString::to_string).collect(),
        panels: groups.iter().map(panel).collect(),
        common: points(material, measure, Group::Total)
            .into_iter()
            .map(|point| chart::Estimate {
                low: None,
                high: None,
                ..point
            })
            .collect(),
        common_key: tongue.pick("All", "全部").to_owned(),
        interval_key: material.interval_key(),
        range: None,
    };
    Ok(Drawn::of(Multiples {
        words: events::described(chart.words.clone(), &chart.marked(tongue), tongue),
        ..chart
    }))
}

/// One measure against what is usual: a p chart of a share, else single values with their moving ranges.
pub(super) fn control(material: &Material) -> Result<Drawn, Words> {
    let measure = material.measure()?;
    let known: Vec<Option<(f64, f64)>> = material
        .waves()
        .iter()
        .map(|wave| {
            let figure = material.figure(measure, wave, Group::Total);
            // Limits come from counts; what was published has none.
            let counted = !figure.is_published();
            figure
                .known
                .filter(|_| counted)
                .map(|known| (known.value, known.effective_base))
        })
        .collect();
    let values: Vec<f64> = known.iter().flatten().map(|(value, _)| *value).collect();
    let too_few = |_| {
        Words::new(
            "a control chart needs at least two waves that differ; ten and more make it useful",
            "控制图至少需要两期不同的数值；十期以上才有用",
        )
    };
    let is_share = material.unit(measure) == Unit::Share;
    let times = material.factor(measure);
    let mut panels = Vec::new();
    if is_share {
        let periods: Vec<(f64, f64)> = known
            .iter()
            .map(|known| known.map_or((0.0, 0.0), |(share, base)| (share * base, base)))
            .collect();
        let made = ShareChart::new(&periods, None).map_err(too_few)?;
        let points: Vec<(Option<f64>, Option<Limits>)> =
            made.points.iter().copied().zip(made.limits.iter().copied()).collect();
        panels.push(panel(material, measure, "", &points, made.centre, times));
    } else {
        let made = ValueChart::new(&values).map_err(too_few)?;
        let limits = made.limits(3.0 / control_chart::D2_TABLE);
        let points: Vec<_> = known
            .iter()
            .map(|known| (known.map(|(value, _)| value), known.map(|_| limits)))
            .collect();
        let tongue = material.tongue();
        panels.push(panel(
            material,
            measure,
            tongue.pick("Values", "单值"),
            &points,
            made.centre,
            times,
        ));
        let mut before = None;
        let mut ranges = Vec::new();
        for (value, _) in &points {
            ranges.push(value.zip(before).map(|(now, then): (f64, f64)| (now - then).abs()));
            before = value.or(before);
        }
        // D4 of ranges of two: 3.267 (Montgomery 2013, appendix VI).
        let upper = Limits {
            lower: 0.0,
            upper: 3.267 * made.mean_range,
        };
        let ranges: Vec<_> = ranges.into_iter().map(|range| (range, range.map(|_| upper))).collect();
        panels.push(panel(
            material,
            measure,
            tongue.pick("Moving ranges", "移动极差"),
            &ranges,
            made.mean_range,
            times,
        ));
    }
    let tongue = material.tongue();
    let chart = Control {
        words: material.words(material.name(measure)),
        waves: material.waves().iter().map(ToString::to_string).collect(),
        panels,
        events: material.events(&[measure], &[Group::Total], material.waves()),
        limits_key: tongue.pick("limits of usual variation", "通常波动的界限").to_owned(),
        beyond_key: tongue.pick("beyond the limits", "超出界限").to_owned(),
        run_key: tongue
            .pick("eight or more on one side", "连续八个及以上在同一侧")
            .to_owned(),
    };
    Ok(Drawn::of(Control {
        words: events::described(chart.words.clone(), &chart.marked(tongue), tongue),
        ..chart
    }))
}

fn panel(
    material: &Material,
    measure: &Measure,
    heading: &str,
    points: &[(Option<f64>, Option<Limits>)],
    centre: f64,
    times: f64,
) -> ControlPanel {
    let runs = control_chart::runs(&points.iter().map(|(value, _)| *value).collect::<Vec<_>>(), centre);
    let text = |value: f64| crate::locale::plain(value * times, 1);
    let point = |(place, (value, limits)): (usize, &(Option<f64>, Option<Limits>))| ControlPoint {
        estimate: chart::Estimate {
            value: value.map(|value| value * times),
            low: limits.map(|limits| limits.lower * times),
            high: limits.map(|limits| limits.upper * times),
            text: value.map_or_else(String::new, text),
        },
        signal: match (value, limits) {
            (Some(value), Some(limits)) if limits.beyond(*value) => Signal::Beyond,
            _ if runs.contains(&place) => Signal::Run,
            _ => Signal::None,
        },
        showing: chart::Showing::Plain,
    };
    let mean = material.tongue().pick("mean", "均值");
    ControlPanel {
        heading: heading.to_owned(),
        points: points.iter().enumerate().map(point).collect(),
        centre: Some(Reference {
            value: centre * times,
            label: format!("{mean} {}", text(centre)),
        }),
        unit: material.axis_unit(measure),
    }
}
