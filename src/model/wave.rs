//! Waves: the periods a campaign is repeated in, and which wave a moment belongs to.
//!
//! Days begin and end in the calendar's own time zone; no machine's zone or clock is asked.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Name of a wave, such as `2026Q4`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct WaveId(Arc<str>);

impl WaveId {
    /// A name as it stands.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WaveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for WaveId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A wave with its field dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedWave {
    /// Name.
    pub id: WaveId,
    /// First day.
    pub from: Date,
    /// Last day, included; never before `from`.
    pub to: Date,
}

/// How waves follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rhythm {
    /// `2026`; the year begins on the first of `year_start` (1–12) and is named after the year it begins in.
    Yearly {
        /// Month the year begins in.
        year_start: i8,
    },
    /// `2026Q4`, four a year from the first of `year_start`.
    Quarterly {
        /// Month the year begins in.
        year_start: i8,
    },
    /// `2026M04`.
    Monthly,
    /// Named periods with field dates, in order, not overlapping.
    Listed(Vec<ListedWave>),
}

/// The waves of a workspace.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    rhythm: Rhythm,
}

impl Calendar {
    /// A calendar; `None` when `zone` is no IANA time zone (`Asia/Shanghai`) or a rhythm's parts are out of range.
    #[must_use]
    pub fn new(zone: &str, rhythm: Rhythm) -> Option<Self> {
        let zone = TimeZone::get(zone).ok()?;
        let sound = match &rhythm {
            Rhythm::Yearly { year_start } | Rhythm::Quarterly { year_start } => (1..=12).contains(year_start),
            Rhythm::Monthly => true,
            Rhythm::Listed(waves) => {
                waves.iter().all(|wave| wave.from <= wave.to) && waves.windows(2).all(|two| two[0].to < two[1].from)
            }
        };
        sound.then_some(Self { zone, rhythm })
    }

    /// Quarters of the civil year in UTC.
    ///
    /// # Panics
    /// Never: UTC is always known.
    #[must_use]
    pub fn quarterly_utc() -> Self {
        Self {
            zone: TimeZone::UTC,
            rhythm: Rhythm::Quarterly { year_start: 1 },
        }
    }

    /// The time zone in which days begin.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// How waves follow each other.
    #[must_use]
    pub fn rhythm(&self) -> &Rhythm {
        &self.rhythm
    }

    /// The day of a moment (seconds since 1970 UTC) in the calendar's zone; `None` outside the years −9999–9999.
    #[must_use]
    pub fn day_of(&self, seconds: i64) -> Option<Date> {
        Some(Timestamp::from_second(seconds).ok()?.to_zoned(self.zone.clone()).date())
    }

    /// The wave of a day; `None` when it lies in no listed wave.
    #[must_use]
    pub fn wave_of_day(&self, day: Date) -> Option<WaveId> {
        let text = match &self.rhythm {
            Rhythm::Yearly { year_start } => in_year(day, *year_start).0.to_string(),
            Rhythm::Quarterly { year_start } => {
                let (year, month) = in_year(day, *year_start);
                format!("{year}Q{}", month / 3 + 1)
            }
            Rhythm::Monthly => format!("{}M{:02}", day.year(), day.month()),
            Rhythm::Listed(waves) => return Some(waves.iter().find(|w| w.from <= day && day <= w.to)?.id.clone()),
        };
        Some(WaveId::new(&text))
    }

    /// The wave of a moment, seconds since 1970 UTC.
    #[must_use]
    pub fn wave_of(&self, seconds: i64) -> Option<WaveId> {
        self.wave_of_day(self.day_of(seconds)?)
    }

    /// Reads the name of a wave of this calendar, in the usual spellings (`2026-Q4`, `2026q4`); `None` if it has none such.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<WaveId> {
        if let Rhythm::Listed(waves) = &self.rhythm {
            return waves
                .iter()
                .map(|wave| &wave.id)
                .find(|id| id.as_str() == text)
                .cloned();
        }
        let tidy: String = text
            .trim()
            .to_ascii_uppercase()
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .collect();
        let (year, within) = self.parts(&tidy)?;
        Some(self.name(year, within))
    }

    /// Where a wave stands in time; waves the calendar does not know come first, by name.
    #[must_use]
    pub fn order(&self, wave: &WaveId) -> (i64, WaveId) {
        let position = match &self.rhythm {
            Rhythm::Listed(waves) => waves
                .iter()
                .position(|w| w.id == *wave)
                .and_then(|p| i64::try_from(p).ok()),
            _ => self.parts(wave.as_str()).map(|(year, within)| year * 12 + within),
        };
        (position.unwrap_or(i64::MIN), wave.clone())
    }

    /// The wave just before, whether or not anything was asked in it.
    #[must_use]
    pub fn previous(&self, wave: &WaveId) -> Option<WaveId> {
        if let Rhythm::Listed(waves) = &self.rhythm {
            let at = waves.iter().position(|w| w.id == *wave)?;
            return Some(waves.get(at.checked_sub(1)?)?.id.clone());
        }
        let (year, within) = self.parts(wave.as_str())?;
        let index = year * self.a_year() + within - 1;
        Some(self.name(index.div_euclid(self.a_year()), index.rem_euclid(self.a_year())))
    }

    /// The same wave a year ago; of listed waves the one that holds the day a year before this one's first.
    #[must_use]
    pub fn year_before(&self, wave: &WaveId) -> Option<WaveId> {
        if let Rhythm::Listed(waves) = &self.rhythm {
            let this = waves.iter().find(|w| w.id == *wave)?;
            let then = this.from.checked_sub(jiff::Span::new().years(1)).ok()?;
            return waves
                .iter()
                .find(|w| w.from <= then && then <= w.to)
                .map(|w| w.id.clone());
        }
        let (year, within) = self.parts(wave.as_str())?;
        Some(self.name(year - 1, within))
    }

    /// The first day of a wave.
    #[must_use]
    pub fn first_day(&self, wave: &WaveId) -> Option<Date> {
        if let Rhythm::Listed(waves) = &self.rhythm {
            return Some(waves.iter().find(|w| w.id == *wave)?.from);
        }
        self.last_day(&self.previous(wave)?)?.tomorrow().ok()
    }

    /// The last day of a wave.
    #[must_use]
    pub fn last_day(&self, wave: &WaveId) -> Option<Date> {
        if let Rhythm::Listed(waves) = &self.rhythm {
            return Some(waves.iter().find(|w| w.id == *wave)?.to);
        }
        let (year, within) = self.parts(wave.as_str())?;
        let start = match self.rhythm {
            Rhythm::Yearly { year_start } | Rhythm::Quarterly { year_start } => i64::from(year_start),
            Rhythm::Monthly | Rhythm::Listed(_) => 1,
        };
        let months = 12 / self.a_year();
        let next = year * 12 + (start - 1) + (within + 1) * months;
        let first = Date::new(
            next.div_euclid(12).try_into().ok()?,
            i8::try_from(next.rem_euclid(12)).ok()? + 1,
            1,
        )
        .ok()?;
        first.yesterday().ok()
    }

    /// Whether answers to a wave may still come on the day `as_of`.
    #[must_use]
    pub fn is_open(&self, wave: &WaveId, as_of: Date) -> bool {
        self.last_day(wave).is_some_and(|last| as_of <= last)
    }

    /// Waves a year.
    fn a_year(&self) -> i64 {
        match self.rhythm {
            Rhythm::Yearly { .. } => 1,
            Rhythm::Quarterly { .. } => 4,
            Rhythm::Monthly | Rhythm::Listed(_) => 12,
        }
    }

    /// Year and wave within it, from 0.
    fn parts(&self, text: &str) -> Option<(i64, i64)> {
        let mark = match self.rhythm {
            Rhythm::Yearly { .. } => return Some((year_number(text)?, 0)),
            Rhythm::Quarterly { .. } => 'Q',
            Rhythm::Monthly => 'M',
            Rhythm::Listed(_) => return None,
        };
        let (year, within) = text.split_once(mark)?;
        let within: i64 = within.parse().ok()?;
        (1..=self.a_year())
            .contains(&within)
            .then_some((year_number(year)?, within - 1))
    }

    fn name(&self, year: i64, within: i64) -> WaveId {
        let text = match self.rhythm {
            Rhythm::Yearly { .. } => year.to_string(),
            Rhythm::Quarterly { .. } => format!("{year}Q{}", within + 1),
            Rhythm::Monthly | Rhythm::Listed(_) => format!("{year}M{:02}", within + 1),
        };
        WaveId::new(&text)
    }
}

/// The year that begins on the first of `year_start`, and the months of it gone by.
fn in_year(day: Date, year_start: i8) -> (i16, i8) {
    let months = day.month() - year_start;
    if months < 0 {
        (day.year() - 1, months + 12)
    } else {
        (day.year(), months)
    }
}

fn year_number(text: &str) -> Option<i64> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn quarters(year_start: i8) -> Calendar {
        Calendar::new("Asia/Shanghai", Rhythm::Quarterly { year_start }).unwrap()
    }

    #[test]
    fn a_moment_falls_into_the_wave_of_its_local_day() {
        // 2026-09-30T16:30Z is half past midnight on 1 October in Shanghai.
        let moment = "2026-09-30T16:30:00Z".parse::<Timestamp>().unwrap().as_second();
        assert_eq!(quarters(1).wave_of(moment).unwrap().as_str(), "2026Q4");
        assert_eq!(Calendar::quarterly_utc().wave_of(moment).unwrap().as_str(), "2026Q3");
    }

    #[test]
    fn a_year_may_begin_in_april() {
        let april = quarters(4);
        assert_eq!(april.wave_of_day(date(2027, 2, 1)).unwrap().as_str(), "2026Q4");
        assert_eq!(april.last_day(&WaveId::new("2026Q4")), Some(date(2027, 3, 31)));
        assert_eq!(april.first_day(&WaveId::new("2026Q4")), Some(date(2027, 1, 1)));
        assert_eq!(quarters(1).first_day(&WaveId::new("2026Q1")), Some(date(2026, 1, 1)));
    }

    #[test]
    fn waves_know_the_one_before_and_the_year_before() {
        let calendar = quarters(1);
        let wave = WaveId::new("2026Q1");
        assert_eq!(calendar.previous(&wave).unwrap().as_str(), "2025Q4");
        assert_eq!(calendar.year_before(&wave).unwrap().as_str(), "2025Q1");
        assert!(calendar.is_open(&wave, date(2026, 3, 31)) && !calendar.is_open(&wave, date(2026, 4, 1)));
        assert_eq!(calendar.parse(" 2026-q1").unwrap().as_str(), "2026Q1");
        assert!(calendar.parse("2026Q5").is_none() && calendar.parse("spring").is_none());
    }

    #[test]
    fn listed_waves_go_by_their_dates() {
        let wave = |id: &str, from, to| ListedWave {
            id: WaveId::new(id),
            from,
            to,
        };
        let listed = vec![
            wave("spring25", date(2025, 3, 1), date(2025, 4, 15)),
            wave("spring26", date(2026, 3, 1), date(2026, 3, 31)),
        ];
        let calendar = Calendar::new("UTC", Rhythm::Listed(listed.clone())).unwrap();
        assert_eq!(calendar.wave_of_day(date(2025, 4, 15)).unwrap().as_str(), "spring25");
        assert_eq!(calendar.wave_of_day(date(2025, 5, 1)), None);
        assert_eq!(calendar.year_before(&listed[1].id).unwrap().as_str(), "spring25");
        let overlapping = vec![listed[1].clone(), listed[0].clone()];
        assert!(Calendar::new("UTC", Rhythm::Listed(overlapping)).is_none());
    }
}
