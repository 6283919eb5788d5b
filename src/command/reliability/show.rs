//! Reliabilities as a sheet: a row for each battery, then one for each of its items.

use super::asked::need;
use crate::command::shared::modelled;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::command::shared::source::Opened;
use crate::diagnostic::Words;
use crate::finding::Disclosure;
use crate::finding::Showing;
use crate::locale;
use crate::measure::Scores;
use crate::model::Id;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::reliability::Ask;
use crate::reliability::Battery;
use crate::reliability::Item;
use crate::reliability::Reliability;
use crate::reliability::analyse;
use crate::stats::Reason;
use crate::tabulation::Group;
use std::collections::BTreeMap;

/// One battery in one group of one wave.
struct Figure<'a> {
    battery: &'a Battery,
    wave: WaveId,
    group: Group,
    found: Reliability,
    showing: Showing,
}

/// The sheet of all batteries, groups and waves.
pub(super) fn sheet(opened: Opened, asked: &[(Battery, Ask)], by: &[String], query: &[String]) -> Sheet {
    let settings = &opened.task.settings;
    let survey = &opened.task.survey;
    let level = 1.0 - settings.alpha;
    let scores = Scores::new(survey, &[], opened.tabulation, level);
    let disclosure = opened.task.disclosure(&scores, Disclosure::new(&scores, settings));
    let asked: Vec<(&Battery, Ask)> = asked
        .iter()
        .map(|(battery, ask)| (battery, Ask { level, ..ask.clone() }))
        .collect();
    let mut figures = Vec::new();
    for (battery, ask) in &asked {
        let Some(rows) = scores.tabulation.listed(&need(survey, ask, by)) else {
            continue;
        };
        for wave in &opened.waves {
            let found = opened
                .groups
                .iter()
                .map(|group| (*group, analyse(rows, survey, (wave, *group), ask)));
            let found: Vec<(Group, Reliability)> = found.collect();
            let bases: BTreeMap<Group, u64> = found.iter().map(|(group, found)| (*group, found.base)).collect();
            let showings = modelled::showings(&disclosure, &scores.tabulation, wave, &bases);
            figures.extend(found.into_iter().map(|(group, found)| Figure {
                battery,
                wave: wave.clone(),
                group,
                found,
                showing: if opened.hides {
                    showings[&group]
                } else {
                    modelled::flagged(showings[&group])
                },
            }));
        }
    }
    let several = opened.waves.len() * opened.groups.len() > 1;
    let mut notes = vec![Words::new(
        format!(
            "low–high: Feldt's {} % interval of alpha; base: respondents with an answer to all items; item–rest: correlation with the sum of the others",
            locale::plain(100.0 * level, 0)
        ),
        format!(
            "下限–上限：alpha 的 Feldt {}% 区间；样本量：答全各题的受访者；题总相关：与其余各题之和的相关",
            locale::plain(100.0 * level, 0)
        ),
    )];
    if survey.weight.is_some() {
        notes.push(Words::new(
            "weighted covariances; the interval goes by the effective base, polychoric correlations are unweighted",
            "采用加权协方差；区间按有效样本量计算，多项相关不加权",
        ));
    }
    let mut rows = Vec::new();
    for figure in &figures {
        figure.rows(&scores, query, &mut rows);
        if figure.showing.is_visible() {
            notes.extend(figure.notes(survey, several.then_some(&scores)));
        }
    }
    Sheet {
        kind: "reliability",
        heads: heads(several),
        rows,
        notes,
    }
}

impl Figure<'_> {
    /// The battery's row, then one for each item.
    fn rows(&self, scores: &Scores, query: &[String], rows: &mut Vec<Vec<Datum>>) {
        rows.push(self.row(scores, query, None));
        if self.showing.is_visible() && self.found.base > 0 {
            rows.extend(self.found.items.iter().map(|item| self.row(scores, query, Some(item))));
        }
    }

    /// The id of a battery's number, or of an item's part, for `manyi explain`.
    fn id(&self, scores: &Scores, query: &[String], item: Option<&Item>) -> String {
        let group = match scores.level_of(self.group) {
            (Some(segment), Some(level)) => Some(format!("{segment}={level}")),
            _ => None,
        };
        let query: Vec<String> = query.iter().cloned().chain(group).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let name = item.map_or("alpha", |item| scores.survey.variable(item.variable).id.as_str());
        format!(
            "{}/{}/reliability/{}/{name}{mark}{}",
            scores.survey.id,
            self.wave,
            self.battery.id,
            query.join("&")
        )
    }

    fn row(&self, scores: &Scores, query: &[String], item: Option<&Item>) -> Vec<Datum> {
        let (segment, level) = scores.level_of(self.group);
        let text = |id: Option<Id>| id.map_or(Datum::None, |id| id.as_str().into());
        let found = &self.found;
        let visible = self.showing.is_visible();
        let whole = |x: Option<f64>| Datum::maybe(x.filter(|_| item.is_none() && visible), 3);
        let of = |x: Option<f64>, decimals| Datum::maybe(x.filter(|_| visible), decimals);
        let count = |n: u64| {
            if item.is_none() && visible {
                Datum::Count(n)
            } else {
                Datum::None
            }
        };
        let note = match item {
            None if !visible => self.showing.code().to_owned(),
            None if found.base == 0 => Reason::NoValidAnswers.code().to_owned(),
            None => {
                let none = found.none.map(Reason::code);
                let no_omega = found.no_omega.map(|reason| format!("omega:{}", reason.code()));
                let small = (self.showing == Showing::Flagged).then_some(self.showing.code());
                let notes = [none.map(str::to_owned), no_omega, small.map(str::to_owned)];
                notes.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Some(item) => {
                let negative = item.item_rest.is_some_and(|r| r < 0.0);
                let notes = [
                    (item.constant, "constant"),
                    (item.turned, "reversed"),
                    (negative, "negative"),
                ];
                let notes = notes.into_iter().filter(|(is, _)| *is).map(|(_, note)| note);
                notes.collect::<Vec<_>>().join(" ")
            }
        };
        vec![
            self.wave.as_str().into(),
            text(segment),
            text(level),
            self.battery.id.as_str().into(),
            item.map_or(Datum::None, |item| {
                scores.survey.variable(item.variable).id.as_str().into()
            }),
            whole(found.alpha),
            whole(found.interval.map(|interval| interval.low)),
            whole(found.interval.map(|interval| interval.high)),
            whole(found.alpha_standardised),
            whole(found.average_r),
            whole(found.lambda6),
            whole(found.omega),
            whole(found.composite_reliability),
            whole(found.average_variance_extracted),
            whole(
                found
                    .ordinal
                    .as_ref()
                    .and_then(|ordinal| ordinal.as_ref().ok().copied()),
            ),
            of(item.and_then(|item| item.item_rest), 3),
            of(item.and_then(|item| item.alpha_if_dropped), 3),
            of(item.and_then(|item| item.loading), 3),
            of(item.and_then(|item| item.mean), 2),
            of(item.and_then(|item| item.sd), 2),
            item.map_or(Datum::None, |item| Datum::Count(item.missing)),
            if item.is_none() {
                Datum::Count(self.battery.items.len() as u64)
            } else {
                Datum::None
            },
            count(found.base),
            of(item.is_none().then_some(found.effective_base), 1),
            count(found.dropped),
            if visible && found.base > 0 {
                self.id(scores, query, item).into()
            } else {
                Datum::None
            },
            note.into(),
        ]
    }

    /// What is to be known beside the numbers.
    fn notes(&self, survey: &Survey, scores: Option<&Scores>) -> Vec<Words> {
        let name = match scores.map(|scores| scores.level_of(self.group)) {
            Some((Some(segment), Some(level))) => format!("{} {} {segment}={level}", self.battery.id, self.wave),
            Some(_) => format!("{} {}", self.battery.id, self.wave),
            None => self.battery.id.to_string(),
        };
        let mut notes = Vec::new();
        let mut note =
            |en: String, zh: String| notes.push(Words::new(format!("{name}: {en}"), format!("{name}：{zh}")));
        let ids = |keep: &dyn Fn(&Item) -> bool, between: &str| {
            let items = self.found.items.iter().filter(|item| keep(item));
            let ids = items.map(|item| format!("`{}`", survey.variable(item.variable).id));
            ids.collect::<Vec<_>>().join(between)
        };
        let any = |keep: &dyn Fn(&Item) -> bool| self.found.items.iter().any(keep);
        let constant = |item: &Item| item.constant;
        let turned = |item: &Item| item.turned;
        let negative = |item: &Item| item.item_rest.is_some_and(|r| r < 0.0);
        let against = |item: &Item| negative(item) && !item.turned;
        let turned_wrongly = |item: &Item| negative(item) && item.turned;
        if any(&constant) {
            note(
                format!("does not vary and is left out: {}", ids(&constant, ", ")),
                format!("没有差异、未计入：{}", ids(&constant, "、")),
            );
        }
        if any(&turned) {
            note(
                format!("turned round: {}", ids(&turned, ", ")),
                format!("已反向计分：{}", ids(&turned, "、")),
            );
        }
        if any(&against) {
            note(
                format!(
                    "warning: runs against the others: {}; if it is worded the other way round, say `--reverse`",
                    ids(&against, ", ")
                ),
                format!(
                    "注意：与其余题目方向相反：{}；若为反向题，请使用 `--reverse`",
                    ids(&against, "、")
                ),
            );
        }
        if any(&turned_wrongly) {
            note(
                format!(
                    "warning: runs against the others since it was turned round: {}; leave it out of `--reverse`, or mend `better` of its scale",
                    ids(&turned_wrongly, ", ")
                ),
                format!(
                    "注意：反向计分后与其余题目方向相反：{}；请从 `--reverse` 中去掉，或修正其量表的 `better`",
                    ids(&turned_wrongly, "、")
                ),
            );
        }
        if self.found.alpha.is_some_and(|alpha| alpha < 0.0) {
            note(
                "warning: alpha below zero: the items are not keyed alike".to_owned(),
                "注意：alpha 为负：各题计分方向不一致".to_owned(),
            );
        }
        let vary: Vec<VariableIndex> = self
            .found
            .items
            .iter()
            .filter(|item| !item.constant)
            .map(|item| item.variable)
            .collect();
        if !same_length(survey, &vary) {
            note(
                "scales of different length: the standardised alpha compares them alike".to_owned(),
                "各题量表长度不同：请参考标准化 alpha".to_owned(),
            );
        }
        if let Some(Err(reason)) = &self.found.ordinal {
            note(
                format!("no polychoric alpha ({})", reason.code()),
                format!("无法计算多项相关 alpha（{}）", reason.code()),
            );
        }
        if let Some(reason) = self.found.none.filter(|_| self.found.base > 0) {
            note(
                format!(
                    "no alpha: {reason} ({}); name two items that vary with `--items`",
                    reason.code()
                ),
                format!(
                    "无法计算 alpha（{}）；请用 `--items` 指定至少两道有差异的题目",
                    reason.code()
                ),
            );
        }
        notes
    }
}

fn same_length(survey: &Survey, items: &[VariableIndex]) -> bool {
    let mut lengths = items.iter().map(|item| {
        let scale = survey.variable(*item).domain.scale()?;
        let (low, high) = scale.range();
        Some(high - low)
    });
    let first = lengths.next();
    lengths.all(|length| Some(length) == first)
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
        Head::new("battery", "battery", "量表"),
        Head::new("item", "item", "题目"),
        Head::new("alpha", "alpha", "alpha"),
        Head::new("alpha_low", "low", "下限"),
        Head::new("alpha_high", "high", "上限"),
        Head::quiet("alpha_std"),
        Head::quiet("average_r"),
        Head::quiet("lambda6"),
        Head::new("omega", "omega", "omega"),
        Head::quiet("composite_reliability"),
        Head::new("ave", "AVE", "AVE"),
        Head::new("alpha_polychoric", "polychoric", "多项相关"),
        Head::new("item_rest", "item–rest", "题总相关"),
        Head::new("alpha_if_dropped", "alpha if dropped", "删除后 alpha"),
        Head::quiet("loading"),
        Head::new("mean", "mean", "均值"),
        Head::new("sd", "sd", "标准差"),
        Head::quiet("missing"),
        Head::quiet("k"),
        Head::new("base", "base", "样本量"),
        Head::quiet("effective_base"),
        Head::quiet("dropped"),
        Head::quiet("id"),
        Head::new("note", "note", "备注"),
    ]
}
