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
use crate::locale;
use crate::model::QuotaCells;
use crate::sampling::Progress;
use crate::sampling::Rate;
use crate::sampling::Rates;
use crate::site::Html;
use serde_json::Value;
use serde_json::json;

/// What is known of the fieldwork of the wave reported on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fieldwork {
    /// Response rates; `None` without a sample, or where nobody's answer can be joined to it.
    pub rates: Option<Rates>,
    /// Quotas with the answers that came.
    pub quotas: Vec<Progress>,
}

/// The tables of the fieldwork; empty where there was neither sample nor quota.
pub fn fieldwork(facts: &Facts) -> Html {
    let found = &facts.input.fieldwork;
    let rates = found.rates.as_ref().filter(|rates| rates.total.invited > 0);
    let quotas = (!found.quotas.is_empty()).then(|| quota_table(facts, &found.quotas));
    let tables = rates
        .map(|rates| rate_table(facts.tongue(), rates))
        .into_iter()
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
    let quota = |cell: &Progress| {
        let shown = may_show(facts, cell);
        json!({
            "quota": cell.quota,
            "group": cell.group,
            "target": cell.target,
            "answers": shown.then_some(cell.answers),
        })
    };
    json!({ "rates": rates, "quotas": found.quotas.iter().map(quota).collect::<Vec<_>>() })
}

/// Whether the answers of a group may be told: a hidden base may not come out here.
fn may_show(facts: &Facts, cell: &Progress) -> bool {
    cell.answers == 0 || Showing::of_base(cell.answers, facts.settings()).is_visible()
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
    let row = |cell: &Progress| {
        let (quota, group) = names(facts, cell);
        let name = match group.as_str() {
            "" => quota,
            group => format!("{quota}{}{group}", tongue.pick(": ", "：")),
        };
        let mut cells = vec![CellView::text(name), CellView::text(cell.target.to_string())];
        if may_show(facts, cell) {
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
        rows: quotas.iter().map(row).collect(),
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
