//! How the fieldwork went: response rates of the people asked, and how far quotas were filled.

use super::facts::Facts;
use super::parts;
use super::parts::CellView;
use super::parts::ColumnView;
use super::parts::RowView;
use super::parts::TableView;
use super::tables::HIDDEN;
use crate::diagnostic::Tongue;
use crate::finding::Showing;
use crate::finding::of_row;
use crate::locale;
use crate::model::Domain;
use crate::model::Measure;
use crate::model::QuotaCells;
use crate::sampling::Progress;
use crate::sampling::Rate;
use crate::sampling::Rates;
use crate::site::Html;
use crate::tabulation::Group;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;

/// What is known of the fieldwork of the wave reported on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fieldwork {
    /// Response rates; `None` without a sample, or where nobody's answer can be joined to it.
    pub rates: Option<Rates>,
    /// The same by each segment that the sample knows, groups named by the ids of options.
    pub rates_by: Vec<Rates>,
    /// Quotas with the answers that came.
    pub quotas: Vec<Progress>,
}

/// The tables of the fieldwork; empty where there was neither sample nor quota.
pub fn fieldwork(facts: &Facts) -> Html {
    let found = &facts.input.fieldwork;
    let rates = found.rates.as_ref().filter(|rates| rates.total.invited > 0);
    let quotas = (!found.quotas.is_empty()).then(|| quota_table(facts, &found.quotas));
    let groups = (rates.is_some() && !found.rates_by.is_empty()).then(|| group_table(facts, &found.rates_by));
    let tables = rates
        .map(|rates| rate_table(facts.tongue(), rates))
        .into_iter()
        .chain(groups)
        .chain(quotas);
    parts::joined(tables.map(|table| parts::part(facts, "table.html", &table)))
}

/// The same for machines.
pub fn data(facts: &Facts) -> Value {
    let found = &facts.input.fieldwork;
    let rates = found.rates.as_ref().map(|rates| {
        let Rate { invited, .. } = rates.total;
        json!({
            "invited": invited,
            "undelivered": rates.total.undelivered,
            "refused": rates.total.refused,
            "no_answer": rates.total.silent(),
            "broke_off": rates.total.break_off,
            "partial": rates.total.partial,
            "complete": rates.total.complete,
            "rr1": rates.total.complete_rate(),
            "rr2": rates.total.any_rate(),
            "not_in_sample": rates.strangers,
        })
    });
    let shown = may_show(facts, &found.quotas);
    let quota = |(cell, shown): (&Progress, &bool)| {
        json!({
            "quota": cell.quota,
            "group": cell.group,
            "target": cell.target,
            "answers": shown.then_some(cell.answers),
        })
    };
    let group = |(rate, shown): (&Rate, bool)| {
        json!({
            "group": rate.group,
            "invited": shown.then_some(rate.invited),
            "partial": shown.then_some(rate.partial),
            "complete": shown.then_some(rate.complete),
            "rr1": rate.complete_rate().filter(|_| shown),
            "rr2": rate.any_rate().filter(|_| shown),
        })
    };
    let by = |rates: &Rates| {
        let shown = group_shown(facts, rates);
        let groups: Vec<Value> = rates.groups.iter().zip(shown).map(group).collect();
        json!({ "segment": rates.by, "groups": groups })
    };
    json!({
        "rates": rates,
        "rates_by": found.rates_by.iter().map(by).collect::<Vec<_>>(),
        "quotas": found.quotas.iter().zip(&shown).map(quota).collect::<Vec<_>>(),
    })
}

/// Whether the answers of each cell of a quota may be told: neither a small base, nor one that the others and the
/// responses of the wave would tell, nor one of a group whose responses are hidden elsewhere.
fn may_show(facts: &Facts, quotas: &[Progress]) -> Vec<bool> {
    let rows = |group| facts.rows(&facts.wave, group);
    let all = rows(Group::Total);
    let elsewhere = facts.disclosed(&facts.wave, &rows);
    let settings = facts.settings();
    let mut shown = Vec::new();
    for cells in quotas.chunk_by(|one, next| one.quota == next.quota) {
        let quota = facts
            .survey()
            .quotas
            .iter()
            .find(|quota| quota.id == *cells[0].quota.as_str());
        let by = quota.and_then(|quota| match &quota.cells {
            QuotaCells::Of(of, _) => facts.survey().variable(*of).domain.options().map(|list| (*of, list)),
            QuotaCells::Where(..) => None,
        });
        let overlap = by.is_some_and(|(of, _)| matches!(facts.survey().variable(of).domain, Domain::Multiple(_)));
        let Some((of, list)) = by.filter(|_| !overlap) else {
            // Who is not in the group is the wave without it.
            shown.extend(cells.iter().map(|cell| {
                let few = (1..settings.privacy_k).contains(&all.saturating_sub(cell.answers));
                cell.answers == 0 || Showing::of_base(cell.answers, settings).is_visible() && !few
            }));
            continue;
        };
        let counts: Vec<u64> = cells.iter().map(|cell| cell.answers).collect();
        let others = all.saturating_sub(counts.iter().sum());
        let row: Vec<u64> = counts.iter().copied().chain([others]).collect();
        for (cell, showing) in cells.iter().zip(of_row(&row, settings)) {
            let level = cell.group.as_deref().and_then(|group| list.position_of_id(group));
            let seen = level.is_none_or(|level| is_seen(facts, &elsewhere, Group::Level(of, level)));
            shown.push(cell.answers == 0 || showing.is_visible() && seen);
        }
    }
    shown
}

/// Whether the rates of each group may be told: neither the invited nor those of them who answered are few, and nobody's
/// numbers follow from those of the others.
fn group_shown(facts: &Facts, rates: &Rates) -> Vec<bool> {
    let settings = facts.settings();
    let answered = |rate: &Rate| rate.complete + rate.partial + rate.break_off;
    let row = |of: &dyn Fn(&Rate) -> u64| of_row(&rates.groups.iter().map(of).collect::<Vec<_>>(), settings);
    let (invited, answers) = (row(&|rate| rate.invited), row(&answered));
    let rows = |group| facts.rows(&facts.wave, group);
    let elsewhere = facts.disclosed(&facts.wave, &rows);
    let groups = rates.groups.iter().zip(invited.iter().zip(&answers));
    groups
        .map(|(rate, (invited, answers))| {
            let seen = level(facts, rates, &rate.group).is_none_or(|level| is_seen(facts, &elsewhere, level));
            invited.is_visible() && (answers.is_visible() || answered(rate) == 0) && seen
        })
        .collect()
}

/// Whether how many of a group answered is hidden neither by their number nor for any measure; nobody is not hidden.
fn is_seen(facts: &Facts, by_rows: &BTreeMap<Group, Showing>, group: Group) -> bool {
    let wave = &facts.wave;
    let private = |showing| matches!(showing, Showing::HiddenPrivacy | Showing::HiddenComplement);
    let of_measure = |measure: &Measure| {
        let asked = facts
            .input
            .scores
            .of(&measure.id, wave, group)
            .is_some_and(Result::is_ok);
        asked && private(facts.input.findings.disclosure.of(&measure.id, wave, group))
    };
    let by_rows = by_rows.get(&group).is_none_or(|showing| showing.is_visible());
    facts.rows(wave, group) == 0 || by_rows && !facts.measures().iter().any(of_measure)
}

/// The group of a segment whose option has this id.
fn level(facts: &Facts, rates: &Rates, group: &str) -> Option<Group> {
    let segment = facts.survey().find(rates.by.as_deref()?)?;
    let list = facts.survey().variable(segment).domain.options()?;
    Some(Group::Level(segment, list.position_of_id(group)?))
}

/// Rates of the groups of each segment, one segment below the other.
fn group_table(facts: &Facts, all: &[Rates]) -> TableView {
    let tongue = facts.tongue();
    let mut rows = Vec::new();
    let mut hidden = false;
    for rates in all {
        let by = rates.by.as_deref().unwrap_or_default();
        let title = facts
            .survey()
            .find(by)
            .map_or_else(|| by.to_owned(), |of| facts.names().variable(of));
        let mut heading = RowView::of(vec![CellView::text(title)]);
        heading.cells.resize(5, CellView::text(""));
        heading.total = true;
        by.clone_into(&mut heading.segment);
        rows.push(heading);
        for (rate, shown) in rates.groups.iter().zip(group_shown(facts, rates)) {
            let name = level(facts, rates, &rate.group).map_or_else(
                || {
                    if rate.group.is_empty() {
                        tongue.pick("not known", "未知").to_owned()
                    } else {
                        rate.group.clone()
                    }
                },
                |level| facts.names().level(level),
            );
            let percent = |share: Option<f64>| {
                share.map_or_else(CellView::none, |share| CellView::text(locale::percent(share, 1)))
            };
            let mut cells = vec![CellView::text(name)];
            if shown {
                cells.push(CellView::text(rate.invited.to_string()));
                cells.push(CellView::text(rate.complete.to_string()));
                cells.extend([rate.complete_rate(), rate.any_rate()].map(percent));
            } else {
                hidden = true;
                cells.resize(5, CellView::text(HIDDEN).toned("quiet"));
            }
            let mut row = RowView::of(cells);
            row.level = 1;
            by.clone_into(&mut row.segment);
            rows.push(row);
        }
    }
    let name = tongue.pick("Response rates by group", "各组回收率").to_owned();
    let note = super::notes::base_notes(facts, false, hidden);
    TableView {
        id: String::new(),
        title: name.clone(),
        name,
        note: note.join(tongue.pick(" ", "")),
        long: true,
        columns: vec![
            ColumnView::words(""),
            ColumnView::numbers(tongue.pick("Invited", "受邀")),
            ColumnView::numbers(tongue.pick("Complete", "完成")),
            ColumnView::numbers("RR1"),
            ColumnView::numbers("RR2"),
        ],
        rows,
    }
}

fn rate_table(tongue: Tongue, rates: &Rates) -> TableView {
    let total = &rates.total;
    let name = tongue.pick("Response rates", "回收率").to_owned();
    let mut note = tongue
        .pick(
            "RR1 counts complete answers (80% of what was asked, or more), RR2 partial ones too (half or more), both among all invited (AAPOR, Standard Definitions).",
            "RR1 按完整答卷（答完应答题目的 80% 以上）计，RR2 另含部分完成（一半以上），均除以全部受邀人数（AAPOR《标准定义》）。",
        )
        .to_owned();
    if rates.strangers > 0 {
        let n = rates.strangers;
        note += &tongue.pick(
            format!(" {n} responses belong to nobody in the sample and are not counted here."),
            format!("另有 {n} 份答卷不属于样本中的任何人，未计入。"),
        );
    }
    let outcome = |en: &str, zh: &str, n: u64| {
        let share = n as f64 / total.invited.max(1) as f64;
        RowView::of(vec![
            CellView::text(tongue.pick(en, zh)),
            CellView::text(n.to_string()),
            CellView::text(locale::percent(share, 1)),
        ])
    };
    let rate = |name: &str, share: Option<f64>| {
        let share = share.map_or_else(CellView::none, |share| CellView::text(locale::percent(share, 1)));
        RowView::of(vec![CellView::text(name), CellView::none(), share])
    };
    TableView {
        id: String::new(),
        title: name.clone(),
        name,
        note,
        long: false,
        columns: vec![
            ColumnView::words(tongue.pick("Invitations", "邀请")),
            ColumnView::numbers(tongue.pick("People", "人数")),
            ColumnView::numbers(tongue.pick("Share", "占比")),
        ],
        rows: vec![
            outcome("Invited", "受邀", total.invited),
            outcome("Undelivered", "未送达", total.undelivered),
            outcome("Refused", "拒绝", total.refused),
            outcome("No answer", "未答", total.silent()),
            outcome("Broke off", "中断", total.break_off),
            outcome("Partial", "部分完成", total.partial),
            outcome("Complete", "完成", total.complete),
            rate(tongue.pick("Response rate RR1", "回收率 RR1"), total.complete_rate()),
            rate(tongue.pick("Response rate RR2", "回收率 RR2"), total.any_rate()),
        ],
    }
}

fn quota_table(facts: &Facts, quotas: &[Progress]) -> TableView {
    let tongue = facts.tongue();
    let shown = may_show(facts, quotas);
    let row = |(cell, shown): (&Progress, &bool)| {
        let (quota, group) = names(facts, cell);
        let name = match group.as_str() {
            "" => quota,
            group => format!("{quota}{}{group}", tongue.pick(": ", "：")),
        };
        let mut cells = vec![CellView::text(name), CellView::text(cell.target.to_string())];
        if *shown {
            let filled = cell.answers as f64 / cell.target.max(1) as f64;
            cells.push(CellView::text(cell.answers.to_string()));
            cells.push(CellView::text(locale::percent(filled, 0)));
        } else {
            cells.resize(4, CellView::text(HIDDEN).toned("quiet"));
        }
        RowView::of(cells)
    };
    let name = tongue.pick("Quotas", "配额").to_owned();
    TableView {
        id: String::new(),
        title: name.clone(),
        name,
        note: String::new(),
        long: false,
        columns: vec![
            ColumnView::words(tongue.pick("Quota", "配额")),
            ColumnView::numbers(tongue.pick("Target", "目标")),
            ColumnView::numbers(tongue.pick("Answers", "已得")),
            ColumnView::numbers(tongue.pick("Filled", "完成")),
        ],
        rows: quotas.iter().zip(&shown).map(row).collect(),
    }
}

/// What people call a quota and its group.
fn names(facts: &Facts, cell: &Progress) -> (String, String) {
    let (survey, lang) = (facts.survey(), &facts.input.lang);
    let quota = survey.quotas.iter().find(|quota| quota.id == *cell.quota.as_str());
    let title = quota.map_or("", |quota| survey.text(&quota.title, lang));
    let label = quota.zip(cell.group.as_deref()).and_then(|(quota, group)| {
        let QuotaCells::Of(of, _) = &quota.cells else {
            return None;
        };
        let list = survey.variable(*of).domain.options()?;
        let option = list.options.iter().find(|option| option.id == *group)?;
        Some(survey.text(&option.text, lang)).filter(|text| !text.is_empty())
    });
    let title = if title.is_empty() { &cell.quota } else { title };
    let group = label.or(cell.group.as_deref()).unwrap_or_default();
    (title.to_owned(), group.to_owned())
}
