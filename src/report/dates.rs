//! Waves and days as a reader says them.

use crate::diagnostic::Tongue;
use crate::model::Calendar;
use crate::model::WaveId;
use crate::model::wave::Rhythm;
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];

/// A wave in a sentence: `the fourth quarter of 2026` is `Q4 2026`, in Chinese `2026年第四季度`. Listed waves keep their
/// name.
#[must_use]
pub fn wave(calendar: &Calendar, wave: &WaveId, tongue: Tongue) -> String {
    let name = wave.as_str();
    let parts = |mark: char| {
        name.split_once(mark)
            .and_then(|(year, part)| Some((year, part.parse::<usize>().ok()?)))
    };
    let said = match calendar.rhythm() {
        Rhythm::Quarterly { .. } => parts('Q').and_then(|(year, quarter)| {
            let chinese = QUARTERS.get(quarter.checked_sub(1)?)?;
            Some(tongue.pick(format!("Q{quarter} {year}"), format!("{year}年第{chinese}季度")))
        }),
        Rhythm::Monthly => parts('M').and_then(|(year, month)| {
            let english = MONTHS.get(month.checked_sub(1)?)?;
            Some(tongue.pick(format!("{english} {year}"), format!("{year}年{month}月")))
        }),
        Rhythm::Yearly { .. } => Some(tongue.pick(name.to_owned(), format!("{name}年"))),
        Rhythm::Listed(_) => None,
    };
    said.unwrap_or_else(|| name.to_owned())
}

/// A day: `31 December 2026`, `2026年12月31日`.
#[must_use]
pub fn day(date: Date, tongue: Tongue) -> String {
    let month = usize::try_from(date.month())
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?))
        .copied();
    match (tongue, month) {
        (Tongue::En, Some(month)) => format!("{} {month} {}", date.day(), date.year()),
        _ => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_are_said_as_their_readers_say_them() {
        let calendar = Calendar::quarterly_utc();
        let q4 = WaveId::new("2026Q4");
        assert_eq!(wave(&calendar, &q4, Tongue::En), "Q4 2026");
        assert_eq!(wave(&calendar, &q4, Tongue::Zh), "2026年第四季度");
        assert_eq!(wave(&calendar, &WaveId::new("spring"), Tongue::En), "spring");
        assert_eq!(day(jiff::civil::date(2026, 12, 31), Tongue::En), "31 December 2026");
        assert_eq!(day(jiff::civil::date(2026, 12, 31), Tongue::Zh), "2026年12月31日");
    }
}
