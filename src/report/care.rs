//! What the data of the wave are worth, as a table: complete, broken off, flagged, left blank.

use super::facts::Facts;
use super::parts;
use super::parts::CellView;
use super::parts::ColumnView;
use super::parts::RowView;
use super::parts::TableView;
use crate::diagnostic::Words;
use crate::finding::Members;
use crate::locale;
use crate::model::WaveId;
use crate::quality::Rule;
use crate::quality::Summary;
use crate::site::Html;
use crate::tabulation::Group;

/// What a rule is called.
#[must_use]
pub fn rule(rule: Rule) -> Words {
    let (en, zh) = match rule {
        Rule::Speeder => ("too fast", "作答过快"),
        Rule::StraightLine => ("one answer to a whole battery", "整组同选"),
        Rule::LongString => ("long run of equal ratings", "连续同分"),
        Rule::Attention => ("attention check failed", "注意力检测未通过"),
        Rule::Duplicate => ("copy of another response", "与另一份答卷相同"),
        Rule::NearDuplicate => ("almost a copy of another response", "与另一份答卷几乎相同"),
        Rule::Person => ("same person again", "同一人再次作答"),
        Rule::Impossible => ("impossible answers", "答案矛盾"),
        Rule::Blank => ("mostly blank", "大量未答"),
        Rule::Gibberish => ("words that are none", "乱写的文字"),
    };
    Words::new(en, zh)
}

/// The table of the wave reported on; nothing where it was not looked at, or where so few answered that nothing may be told.
pub fn care(facts: &Facts) -> Html {
    let found = facts.input.care.iter().find(|one| WaveId::new(&one.wave) == facts.wave);
    let settings = facts.settings();
    match found.filter(|one| one.started >= settings.hide_below.max(settings.privacy_k)) {
        Some(summary) => parts::part(facts, "table.html", &table(facts, summary)),
        None => Html::default(),
    }
}

fn table(facts: &Facts, summary: &Summary) -> TableView {
    let tongue = facts.tongue();
    let all = summary.started;
    let row = |name: String, count: u64, of: u64| {
        let share = if of == 0 {
            String::new()
        } else {
            locale::percent(count as f64 / of as f64, 0)
        };
        RowView::of(vec![
            CellView::text(name),
            CellView::text(count.to_string()),
            CellView::text(share),
        ])
    };
    let said = |en: &str, zh: &str| tongue.pick(en, zh).to_owned();
    let mut rows = vec![
        row(said("Responses begun and sent", "开始并提交的答卷"), all, 0),
        row(
            said("Complete (four fifths or more)", "完成（答了五分之四以上）"),
            summary.complete,
            all,
        ),
        row(
            said("Partial (half or more)", "部分完成（一半以上）"),
            summary.partial,
            all,
        ),
        row(said("Broke off", "中途退出"), summary.broke_off, all),
    ];
    for (code, count) in summary.flagged.iter().filter(|(_, count)| *count > 0) {
        if let Some(known) = Rule::from_code(code) {
            let words = rule(known);
            let name = tongue.pick(format!("Flagged: {}", words.en), format!("标记：{}", words.zh));
            rows.push(row(name, *count, all));
        }
    }
    rows.push(row(said("Left out by a rule", "按规则不计入"), summary.excluded, all));
    rows.push(row(said("Counted", "计入"), summary.counted, all));
    for blank in summary
        .worst
        .iter()
        .filter(|blank| blank.asked >= facts.settings().hide_below)
    {
        let Some(index) = facts.survey().find(blank.item.as_str()) else {
            continue;
        };
        if facts.members(index, &facts.wave, Group::Total) != Members::All {
            continue;
        }
        let name = facts.names().variable(index);
        let name = tongue.pick(format!("Left blank: {name}"), format!("未答：{name}"));
        rows.push(row(name, blank.blank, blank.asked));
    }
    let mut note = match summary.median_minutes {
        Some(minutes) => {
            let minutes = locale::plain(minutes, 1);
            tongue.pick(
                format!("Half took less than {minutes} minutes."),
                format!("用时中位数{minutes}分钟。"),
            )
        }
        None => String::new(),
    };
    if let Some(off) = &summary.break_off {
        let page = facts.survey().pages.iter().find(|page| page.id == off.page);
        let title = page.map_or(String::new(), |page| facts.names().text(&page.title));
        let title = if title.is_empty() { off.page.to_string() } else { title };
        let count = off.responses;
        note.push_str(&tongue.pick(
            format!(" Most who broke off went no further than “{title}” ({count})."),
            format!("中途退出者最多止于“{title}”（{count}份）。"),
        ));
    }
    TableView {
        id: String::new(),
        title: said("Data quality", "数据质量"),
        name: said("Data quality", "数据质量"),
        note: note.trim().to_owned(),
        long: false,
        columns: vec![
            ColumnView::words(said("What", "项目")),
            ColumnView::numbers(said("Responses", "份数")),
            ColumnView::numbers(said("Share", "比例")),
        ],
        rows,
    }
}
