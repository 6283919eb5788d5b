//! In which zone times are read, and where the wave of a response comes from.

use super::super::aliases::MetaColumn;
use super::super::layout::Layout;
use super::super::meta::WaveSource;
use super::super::rules;
use super::super::setup::Setup;
use super::super::setup::WaveNames;
use crate::diagnostic::Problem;
use crate::model::WaveId;
use jiff::tz::TimeZone;

pub(super) fn zone(setup: &Setup<'_>, stated: Option<&str>, problems: &mut Vec<Problem>) -> TimeZone {
    let own = || setup.calendar.zone().clone();
    let Some(entry) = setup.mapping.and_then(|mapping| mapping.time_zone.as_ref()) else {
        // A zone nobody knows stands in the file, not in what the user wrote: the workspace's is as good as any.
        return stated.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(own);
    };
    TimeZone::get(&entry.text).unwrap_or_else(|_| {
        problems.push(
            Problem::new(&rules::BAD_SETTING, entry.place.clone())
                .says(
                    format!("no time zone is called `{}`", entry.text),
                    format!("没有名为 `{}` 的时区", entry.text),
                )
                .help(
                    "write an IANA name such as `Asia/Shanghai`",
                    "请写 IANA 名称，如 `Asia/Shanghai`",
                ),
        );
        own()
    })
}

pub(super) fn wave(setup: &Setup<'_>, layout: &Layout, problems: &mut Vec<Problem>) -> WaveSource {
    if let Some(wave) = &setup.wave {
        return WaveSource::Constant(wave.clone());
    }
    if let Some(entry) = setup.mapping.and_then(|mapping| mapping.wave.as_ref()) {
        let wave = match setup.wave_names {
            WaveNames::Calendar => setup.calendar.parse(&entry.text),
            WaveNames::AsWritten => Some(WaveId::new(&entry.text)),
        };
        if let Some(wave) = wave {
            return WaveSource::Constant(wave);
        }
        problems.push(
            Problem::new(&rules::BAD_SETTING, entry.place.clone())
                .says(
                    format!("the calendar has no wave `{}`", entry.text),
                    format!("日历中没有期次 `{}`", entry.text),
                )
                .help(
                    "write it as the calendar in `manyi.toml` does, such as `2026Q4`",
                    "请按 `manyi.toml` 的日历书写，如 `2026Q4`",
                ),
        );
    }
    match (layout.meta(MetaColumn::Wave), setup.wave_names) {
        (Some(column), names) => WaveSource::Column(column, names),
        (None, WaveNames::Calendar) => WaveSource::Time,
        (None, WaveNames::AsWritten) => WaveSource::Constant(WaveId::new(WaveNames::ALL_ROWS)),
    }
}
