//! The waves of a workspace, from the heading `[waves]`.

use super::rules;
use super::settings::Notes;
use super::settings::Section;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Calendar;
use crate::model::WaveId;
use crate::model::wave::ListedWave;
use crate::model::wave::Rhythm;
use jiff::civil::Date;

/// The calendar; what has a problem keeps its default.
pub(super) fn waves(part: &Section<'_>, to: &mut Notes) -> Calendar {
    const KINDS: [&str; 4] = ["quarterly", "monthly", "yearly", "listed"];
    let en = "\"quarterly\", \"monthly\", \"yearly\" or \"listed\"";
    let zh = " \"quarterly\"（季）、\"monthly\"（月）、\"yearly\"（年）或 \"listed\"（逐个列出）";
    let kind = part
        .text(to, "kind", en, zh, |kind| KINDS.contains(&kind))
        .unwrap_or_else(|| "quarterly".to_owned());
    let zone_name = part.text(
        to,
        "time_zone",
        "an IANA time zone such as \"Asia/Shanghai\"",
        " IANA 时区名称，如 \"Asia/Shanghai\"",
        |zone| Calendar::new(zone, Rhythm::Monthly).is_some(),
    );
    let zone = zone_name.as_deref().unwrap_or("UTC");
    let month = part.number(
        to,
        "year_start",
        "the number of a month, 1 to 12",
        "月份，1 到 12",
        |month| month.fract() == 0.0 && (1.0..=12.0).contains(&month),
    );
    let year_start = (1i8..=12).find(|number| Some(f64::from(*number)) == month).unwrap_or(1);
    let rhythm = match kind.as_str() {
        "monthly" => Rhythm::Monthly,
        "yearly" => Rhythm::Yearly { year_start },
        "listed" => Rhythm::Listed(listed(part, to)),
        _ => Rhythm::Quarterly { year_start },
    };
    if kind != "listed"
        && let Some(list) = part.get("list")
    {
        to.wrong(
            &rules::WAVES,
            list.span(),
            "waves.list",
            "kind = \"listed\" above it, or leave the list out",
            " kind = \"listed\"，或删去该列表",
        );
    }
    Calendar::new(zone, rhythm).unwrap_or_else(Calendar::quarterly_utc)
}

fn listed(part: &Section<'_>, to: &mut Notes) -> Vec<ListedWave> {
    let example = "list = [{ id = \"spring26\", from = \"2026-03-01\", to = \"2026-03-31\" }]";
    let Some(list) = part.get("list") else {
        let place = part.get("kind").map_or(0..0, toml::Spanned::span);
        to.problems.push(
            Problem::new(&rules::WAVES, Place::text(&to.source, place))
                .says("the waves are not listed", "没有列出期次")
                .help(format!("write {example}"), format!("请写 {example}")),
        );
        return Vec::new();
    };
    let items = list.get_ref().as_array().map(|items| items.iter().collect::<Vec<_>>());
    let Some(items) = items.filter(|items| !items.is_empty()) else {
        to.wrong(
            &rules::WAVES,
            list.span(),
            "waves.list",
            example,
            &format!(" {example}"),
        );
        return Vec::new();
    };
    let mut waves: Vec<ListedWave> = Vec::new();
    for item in items {
        let Some(entry) = Section::of(item, "waves.list.") else {
            to.wrong(
                &rules::WAVES,
                item.span(),
                "waves.list",
                example,
                &format!(" {example}"),
            );
            continue;
        };
        entry.only(to, &["id", "from", "to"]);
        let id = entry.text(
            to,
            "id",
            "a name such as \"spring26\"",
            "名称，如 \"spring26\"",
            |id| !id.trim().is_empty(),
        );
        let mut day = |key| {
            let text = entry.text(
                to,
                key,
                "a day such as \"2026-03-01\"",
                "日期，如 \"2026-03-01\"",
                |day| day.parse::<Date>().is_ok(),
            );
            text.and_then(|text| text.parse::<Date>().ok())
        };
        let (from, until) = (day("from"), day("to"));
        let (Some(id), Some(from), Some(until)) = (id, from, until) else {
            if ["id", "from", "to"].iter().any(|key| entry.get(key).is_none()) {
                to.wrong(
                    &rules::WAVES,
                    item.span(),
                    "waves.list",
                    "id, from and to",
                    " id、from 和 to",
                );
            }
            continue;
        };
        let wave = ListedWave {
            id: WaveId::new(&id),
            from,
            to: until,
        };
        let follows = waves.last().is_none_or(|last| last.to < wave.from) && wave.from <= wave.to;
        if follows && waves.iter().all(|other| other.id != wave.id) {
            waves.push(wave);
        } else {
            to.wrong(
                &rules::WAVES,
                item.span(),
                "waves.list",
                "waves in order, each with a name of its own, the next after the last day of the one before",
                "按时间先后排列的期次，名称不重复，后一期始于前一期最后一天之后",
            );
        }
    }
    waves
}
