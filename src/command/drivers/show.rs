//! Drivers as a sheet: a row each, the most important first.

use super::Figure;
use super::stated;
use super::words;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Words;
use crate::driver::Ask;
use crate::driver::Driver;
use crate::driver::Place;
use crate::driver::StatedPlace;
use crate::driver::places;
use crate::finding::Showing;
use crate::locale;
use crate::measure::Scores;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::tabulation::Rows;

/// What figures are shown with.
pub(super) struct Shown<'a> {
    pub survey: &'a Survey,
    /// The outcome as it was asked for.
    pub outcome: String,
    /// What ids hold behind `?` beside the group.
    pub query: Vec<String>,
    pub ask: &'a Ask,
    pub scores: &'a Scores,
    pub rows: Option<&'a Rows>,
}

impl Shown<'_> {
    pub(super) fn sheet(&self, figures: &[Figure]) -> Sheet {
        let several = figures.len() > 1;
        let mut notes = words::notes(self.survey, self.ask);
        let mut rows = Vec::new();
        let (mut placed, mut said) = (false, false);
        let mut told: Option<&WaveId> = None;
        for figure in figures {
            // Settled on the wave, so told once for all its groups.
            if told.replace(&figure.wave) != Some(&figure.wave) && !figure.analysis.set_aside.is_empty() {
                notes.push(words::aside(
                    self.survey,
                    &wave_name(figure, several),
                    &figure.analysis.set_aside,
                ));
            }
            if figure.showing.is_visible() {
                let name = self.name(figure, several);
                notes.extend(words::of(self.survey, self.ask, figure, &name, self.rows));
            }
            placed |= self.rows(figure, &mut rows);
            said |= !figure.stated.is_empty() && figure.showing.is_visible();
        }
        if placed {
            notes.push(Words::new(
                "performance: mean rescaled to 0–100, 100 best; fields: their lines are the means over the drivers; near_line: an \
                 interval crosses one, so that the field is not certain",
                "表现：均值换算为 0–100 分，100 为最好；象限以各因素均值为界；near_line 表示区间跨越界线，象限不确定",
            ));
        }
        if said {
            notes.push(stated::note());
        }
        Sheet {
            kind: "drivers",
            heads: heads(several),
            rows,
            notes,
        }
    }

    /// The group's name before a note, where there are several.
    fn name(&self, figure: &Figure, several: bool) -> Words {
        if !several {
            return Words::new("", "");
        }
        let (segment, level) = self.scores.level_of(figure.group);
        let name = match (segment, level) {
            (Some(segment), Some(level)) => format!("{} {segment}={level}", figure.wave),
            _ => figure.wave.to_string(),
        };
        Words::new(format!("{name}: "), format!("{name}："))
    }

    /// Adds the rows of a figure; whether one of them has a field of the chart.
    fn rows(&self, figure: &Figure, rows: &mut Vec<Vec<Datum>>) -> bool {
        let found = &figure.analysis;
        if !figure.showing.is_visible() || found.drivers.is_empty() {
            let reason = found.none.map_or("", crate::stats::Reason::code);
            rows.push(self.row(
                figure,
                None,
                (None, None),
                if figure.showing.is_visible() {
                    reason
                } else {
                    figure.showing.code()
                },
            ));
            return false;
        }
        let (places, said) = (places(found, &figure.performance), stated::places(figure));
        for driver in &found.drivers {
            let place = places.get(&driver.variable).copied();
            let mut note = Vec::new();
            if figure.showing == Showing::Flagged {
                note.push(Showing::Flagged.code());
            }
            if place.is_some_and(|place| place.near_line) {
                note.push("near_line");
            }
            let said = said.get(&driver.variable).copied();
            rows.push(self.row(figure, Some(driver), (place, said), &note.join(" ")));
        }
        !places.is_empty()
    }

    fn row(
        &self,
        figure: &Figure,
        driver: Option<&Driver>,
        (place, said): (Option<Place>, Option<StatedPlace>),
        note: &str,
    ) -> Vec<Datum> {
        let (segment, level) = self.scores.level_of(figure.group);
        let text = |id: Option<String>| id.map_or(Datum::None, Datum::from);
        let id = |variable: VariableIndex| self.survey.variable(variable).id.as_str();
        let found = &figure.analysis;
        let visible = figure.showing.is_visible();
        let aside: Vec<&str> = found.set_aside.iter().map(|left| id(left.variable)).collect();
        let percent = |x: f64| Datum::Number(x, locale::percent(x, 1));
        let number = |x: f64| Datum::number(x, 3);
        let maybe = |x: Option<f64>, show: &dyn Fn(f64) -> Datum| x.map_or(Datum::None, show);
        let low = |interval: Option<Interval>| interval.map(|interval| interval.low);
        let high = |interval: Option<Interval>| interval.map(|interval| interval.high);
        let of = |field: &dyn Fn(&Driver) -> Datum| driver.map_or(Datum::None, field);
        let performance = driver.and_then(|driver| figure.performance.get(&driver.variable));
        let stated = driver.and_then(|driver| figure.stated.get(&driver.variable));
        let share = |field: &dyn Fn(&Driver) -> Option<f64>| of(&|driver| maybe(field(driver), &percent));
        let plain = |field: &dyn Fn(&Driver) -> Option<f64>| of(&|driver| maybe(field(driver), &number));
        let ranks = driver.and_then(|driver| driver.ranks.as_ref());
        let rank = ranks.map(|ranks| {
            if ranks.best == ranks.worst {
                ranks.best.to_string()
            } else {
                format!("{}–{}", ranks.best, ranks.worst)
            }
        });
        let tied = ranks.map(|ranks| ranks.tied.iter().map(|tied| id(*tied)).collect::<Vec<_>>().join(" "));
        let count = |n: u64| if visible { Datum::Count(n) } else { Datum::None };
        vec![
            figure.wave.as_str().into(),
            text(segment.map(|id| id.to_string())),
            text(level.map(|id| id.to_string())),
            id(self.ask.outcome.variable).into(),
            of(&|driver| id(driver.variable).into()),
            self.ask.method.code().into(),
            share(&|driver| Some(driver.importance)),
            share(&|driver| low(driver.interval)),
            share(&|driver| high(driver.interval)),
            text(rank),
            text(tied),
            plain(&|driver| Some(driver.weight)),
            plain(&|driver| low(driver.weight_interval)),
            plain(&|driver| high(driver.weight_interval)),
            of(&|driver| Datum::number(driver.correlation, 2)),
            plain(&|driver| driver.beta),
            plain(&|driver| driver.inflation),
            maybe(performance.map(|p| p.value), &|x| Datum::number(x, 1)),
            maybe(performance.and_then(|p| low(p.interval)), &|x| Datum::number(x, 1)),
            maybe(performance.and_then(|p| high(p.interval)), &|x| Datum::number(x, 1)),
            place.map_or(Datum::None, |place| place.quadrant.code().into()),
            place.map_or(Datum::None, |place| Datum::Truth(place.near_line)),
            maybe(stated.map(|p| p.value), &|x| Datum::number(x, 1)),
            maybe(stated.and_then(|p| low(p.interval)), &|x| Datum::number(x, 1)),
            maybe(stated.and_then(|p| high(p.interval)), &|x| Datum::number(x, 1)),
            said.map_or(Datum::None, |said| said.quadrant.code().into()),
            said.map_or(Datum::None, |said| said.factor.code().into()),
            said.map_or(Datum::None, |said| Datum::Truth(said.near_line)),
            of(&|driver| Datum::Count(driver.missing)),
            count(found.base),
            if visible {
                Datum::number(found.effective_base, 1)
            } else {
                Datum::None
            },
            count(found.dropped),
            text((visible && !aside.is_empty()).then(|| aside.join(" "))),
            maybe(found.r_squared.filter(|_| visible), &number),
            if driver.is_some() {
                Datum::Count(found.replicates)
            } else {
                Datum::None
            },
            if driver.is_some() {
                Datum::Count(self.ask.seed)
            } else {
                Datum::None
            },
            driver.map_or(Datum::None, |driver| self.id(figure, driver).into()),
            note.into(),
        ]
    }

    /// The id of a driver's number, for `manyi explain`; it says what was asked beyond the defaults.
    fn id(&self, figure: &Figure, driver: &Driver) -> String {
        let group = match self.scores.level_of(figure.group) {
            (Some(segment), Some(level)) => Some(format!("{segment}={level}")),
            _ => None,
        };
        let query: Vec<String> = self.query.iter().cloned().chain(group).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let name = &self.survey.variable(driver.variable).id;
        format!(
            "{}/{}/drivers/{}/{name}{mark}{}",
            self.survey.id,
            figure.wave,
            self.outcome,
            query.join("&")
        )
    }
}

/// The wave's name before a note, where there are several figures.
fn wave_name(figure: &Figure, several: bool) -> Words {
    if several {
        Words::new(format!("{}: ", figure.wave), format!("{}：", figure.wave))
    } else {
        Words::new("", "")
    }
}

fn heads(several: bool) -> Vec<Head> {
    let maybe = |name: &'static str, en: &str, zh: &str| {
        if several {
            Head::new(name, en, zh)
        } else {
            Head::quiet(name)
        }
    };
    vec![
        maybe("wave", "wave", "期次"),
        maybe("segment", "segment", "细分"),
        maybe("level", "level", "层级"),
        Head::quiet("outcome"),
        Head::new("driver", "driver", "驱动因素"),
        Head::quiet("method"),
        Head::new("importance", "importance", "重要性"),
        Head::new("importance_low", "low", "下限"),
        Head::new("importance_high", "high", "上限"),
        Head::new("rank", "rank", "名次"),
        Head::quiet("tied_with"),
        Head::quiet("weight"),
        Head::quiet("weight_low"),
        Head::quiet("weight_high"),
        Head::new("correlation", "r", "相关"),
        Head::quiet("beta"),
        Head::quiet("vif"),
        Head::new("performance", "performance", "表现"),
        Head::new("performance_low", "low", "下限"),
        Head::new("performance_high", "high", "上限"),
        Head::new("quadrant", "field", "象限"),
        Head::quiet("near_line"),
        Head::new("stated", "stated", "自述重要性"),
        Head::new("stated_low", "low", "下限"),
        Head::new("stated_high", "high", "上限"),
        Head::new("stated_field", "stated field", "自述象限"),
        Head::new("factor", "factor", "因素"),
        Head::quiet("factor_near_line"),
        Head::quiet("missing"),
        maybe("base", "base", "样本量"),
        Head::quiet("effective_base"),
        Head::quiet("dropped"),
        Head::quiet("set_aside"),
        Head::quiet("r2"),
        Head::quiet("replicates"),
        Head::quiet("seed"),
        Head::quiet("id"),
        Head::new("note", "note", "备注"),
    ]
}
