//! Days and civil times of the proleptic Gregorian calendar; no clock, no time zone.

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;

/// A point in civil time as written in `date("…")`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// A day, in days since 1970-01-01.
    Day(i32),
    /// A moment, in civil seconds since 1970-01-01 00:00.
    Moment(i64),
}

/// Days since 1970-01-01 of a day written as `2026-03-01`, years 0001 to 9999; `None` when it is none.
#[must_use]
pub fn parse_date(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let (year, month, day) = (digits(&bytes[..4])?, digits(&bytes[5..7])?, digits(&bytes[8..])?);
    days_of(year, month, day)
}

/// Days since 1970-01-01 of a day of the calendar, years 1 to 9999; `None` when the calendar has no such day.
#[must_use]
pub fn days_of(year: i32, month: i32, day: i32) -> Option<i32> {
    let years = i64::from(year);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=days_in(years, month)).contains(&day) {
        return None;
    }
    let before: i32 = (1..month).map(|earlier| days_in(years, earlier)).sum();
    i32::try_from(days_before(years) + i64::from(before + day - 1) - days_before(1970)).ok()
}

/// Year, month and day of a count of days since 1970-01-01.
pub(super) fn civil_of(days: i32) -> (i64, i32, i32) {
    let since_year_one = i64::from(days) + days_before(1970);
    // 146,097 days make 400 years; the quotient is right or one off.
    let mut year = since_year_one.saturating_mul(400).div_euclid(146_097) + 1;
    while days_before(year) > since_year_one {
        year -= 1;
    }
    while days_before(year + 1) <= since_year_one {
        year += 1;
    }
    let mut rest = i32::try_from(since_year_one - days_before(year)).unwrap_or(0);
    let mut month = 1;
    while month < 12 && rest >= days_in(year, month) {
        rest -= days_in(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}

/// Reads `2026-03-01`, `2026-03-01 14:30` or `2026-03-01T14:30:05`.
pub(super) fn read(text: &str) -> Option<Written> {
    let day = text.get(..10).and_then(parse_date)?;
    let rest = &text.as_bytes()[10..];
    if rest.is_empty() {
        return Some(Written::Day(day));
    }
    let seconds = match rest {
        [b' ' | b'T', h1, h2, b':', m1, m2] => clock(&[*h1, *h2], &[*m1, *m2], b"00")?,
        [b' ' | b'T', h1, h2, b':', m1, m2, b':', s1, s2] => clock(&[*h1, *h2], &[*m1, *m2], &[*s1, *s2])?,
        _ => return None,
    };
    Some(Written::Moment(i64::from(day) * DAY + seconds))
}

/// The canonical writing, which [`read`] takes back.
pub(super) fn write(written: Written) -> String {
    let day = |days: i32| {
        let (year, month, day) = civil_of(days);
        format!("{year:04}-{month:02}-{day:02}")
    };
    match written {
        Written::Day(days) => day(days),
        Written::Moment(seconds) => {
            let time = seconds.rem_euclid(DAY);
            let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
            format!("{} {hour:02}:{minute:02}:{second:02}", day(day_of(seconds)))
        }
    }
}

/// The day a civil moment falls on.
pub(super) fn day_of(seconds: i64) -> i32 {
    let days = seconds.div_euclid(DAY);
    i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
}

fn clock(hour: &[u8], minute: &[u8], second: &[u8]) -> Option<i64> {
    let (hour, minute, second) = (digits(hour)?, digits(minute)?, digits(second)?);
    (hour < 24 && minute < 60 && second < 60).then(|| i64::from(hour * 3600 + minute * 60 + second))
}

fn digits(bytes: &[u8]) -> Option<i32> {
    bytes.iter().try_fold(0, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0'))
    })
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 0001-01-01 to the first of January of a year.
fn days_before(year: i64) -> i64 {
    let years = year - 1;
    years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_agree_with_the_unix_calendar() {
        // `date -u -d DAY +%s` divided by 86,400.
        for (text, days) in [
            ("1970-01-01", 0),
            ("2000-02-29", 11_016),
            ("2026-03-01", 20_513),
            ("1969-12-31", -1),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ] {
            assert_eq!(parse_date(text), Some(days), "{text}");
            assert_eq!(write(Written::Day(days)), text);
        }
    }

    #[test]
    fn every_day_of_four_centuries_reads_back() {
        for days in -200_000..100_000 {
            assert_eq!(read(&write(Written::Day(days))), Some(Written::Day(days)));
        }
    }

    #[test]
    fn moments_read_back_and_know_their_day() {
        assert_eq!(read("2026-03-01 14:30"), Some(Written::Moment(20_513 * DAY + 52_200)));
        assert_eq!(
            read("2026-03-01T14:30:05"),
            Some(Written::Moment(20_513 * DAY + 52_205))
        );
        assert_eq!(write(Written::Moment(-1)), "1969-12-31 23:59:59");
        assert_eq!(day_of(-1), -1);
        assert_eq!(day_of(i64::MAX), i32::MAX);
    }

    #[test]
    fn what_the_calendar_lacks_is_no_date() {
        for text in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-3-1",
            "2026-03-01 24:00",
            "2026-03-01 1:00",
            "03/01/2026",
            "二〇二六-一",
            "0000-01-01",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_number_range_do_not_overflow() {
        for days in [i32::MIN, i32::MIN + 1, i32::MAX - 1, i32::MAX] {
            let _ = civil_of(days);
        }
    }
}
