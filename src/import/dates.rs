//! Days and moments as exports write them, and which of the numbers is the month.

use super::text::half_width;
use crate::definition::mapping::DateOrder;
use crate::logic::days_of;
use jiff::civil;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A date as written, with a time where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    numbers: [i32; 3],
    /// Whether the year of four digits stands in front.
    year_first: bool,
    /// Seconds of the day.
    pub seconds: Option<i64>,
    /// Seconds east of Greenwich.
    pub offset: Option<i64>,
}

/// What the dates of a column say about the order of their parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct OrderSigns {
    /// A date that can only be month first.
    pub month_first: bool,
    /// A date that can only be day first.
    pub day_first: bool,
    /// A date that can be either and is a different day each way.
    pub either: bool,
}

impl OrderSigns {
    /// Notes one date.
    pub(super) fn see(&mut self, written: &Written) {
        if written.year_first {
            return;
        }
        let [a, b, _] = written.numbers;
        match (a > 12, b > 12) {
            (true, false) => self.day_first = true,
            (false, true) => self.month_first = true,
            _ => self.either |= a != b,
        }
    }

    /// The order; `Err` when dates can be read both ways and nothing decides between them.
    pub(super) fn order(self) -> Result<DateOrder, ()> {
        match (self.month_first, self.day_first) {
            (true, false) => Ok(DateOrder::MonthFirst),
            (false, true) => Ok(DateOrder::DayFirst),
            (true, true) => Err(()),
            (false, false) if self.either => Err(()),
            (false, false) => Ok(DateOrder::YearFirst),
        }
    }
}

impl Written {
    /// Days since 1970-01-01; `None` when the calendar has no such day.
    pub(super) fn day(&self, order: DateOrder) -> Option<i32> {
        let [a, b, c] = self.numbers;
        let (year, month, day) = match (self.year_first, order) {
            (true, _) | (_, DateOrder::YearFirst) => (a, b, c),
            (false, DateOrder::MonthFirst) => (c, a, b),
            (false, DateOrder::DayFirst) => (c, b, a),
        };
        days_of(
            if year < 69 {
                year + 2000
            } else if year < 100 {
                year + 1900
            } else {
                year
            },
            month,
            day,
        )
    }
}

/// Reads `2026-10-03`, `2021/4/26 19:50`, `4/28/21 11:21:47 PM`, `19.07.2015`, `2026年3月1日`, ISO moments with
/// fractions and offsets. `None` when it is none of these.
pub(super) fn parse(text: &str) -> Option<Written> {
    let mut tidy: String = text.trim().chars().map(half_width).collect();
    if tidy.contains(|c: char| c.is_ascii_alphabetic())
        && let Some(named) = month_in_digits(&tidy)
    {
        tidy = named;
    }
    let mut rest = tidy.as_str();
    let (first, first_digits) = number(&mut rest)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年'))?;
    rest = &rest[mark.len_utf8()..];
    let (second, _) = number(&mut rest)?;
    rest = rest.strip_prefix(if mark == '年' { '月' } else { mark })?;
    let (third, third_digits) = number(&mut rest)?;
    if mark == '年' {
        rest = rest.strip_prefix('日').unwrap_or(rest);
    }
    let year_first = first_digits == 4 || mark == '年';
    if !year_first && third_digits != 4 && third_digits != 2 {
        return None;
    }
    let plain = Written {
        numbers: [first, second, third],
        year_first,
        seconds: None,
        offset: None,
    };
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
    if rest.is_empty() {
        Some(plain)
    } else {
        with_time(plain, rest)
    }
}

/// `Oct 05, 2026 10:05 AM`, `5 October 2026`, `5-Oct-2026` with the year in front and the month in digits.
fn month_in_digits(text: &str) -> Option<String> {
    let month_of = |word: &str| -> Option<usize> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        let found = MONTHS
            .iter()
            .position(|month| word.len() >= 3 && month.starts_with(word.as_str()));
        found.map(|at| at + 1)
    };
    let is_mark = |c: char| matches!(c, ' ' | '-' | '/' | ',' | '.');
    // The first three words, and what is behind them.
    let (mut words, mut rest) = (Vec::new(), text);
    while words.len() < 3 {
        rest = rest.trim_start_matches(is_mark);
        let end = rest.find(is_mark).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        if word.is_empty() {
            return None;
        }
        // A day of the week in front says nothing.
        if !(words.is_empty() && month_of(word).is_none() && word.chars().all(char::is_alphabetic)) {
            words.push(word);
        }
        rest = behind;
    }
    let day = |word: &str| -> Option<u32> {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    };
    let year = |word: &str| word.parse::<u32>().ok().filter(|_| word.len() == 4);
    let (year, month, day) = match (month_of(words[0]), month_of(words[1])) {
        (Some(month), _) => (year(words[2])?, month, day(words[1])?),
        (None, Some(month)) => (year(words[2])?, month, day(words[0])?),
        (None, None) => return None,
    };
    let rest = rest.trim_start_matches([',', ' ']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    Some(format!("{year}-{month}-{day} {rest}").trim_end().to_owned())
}

fn with_time(day: Written, text: &str) -> Option<Written> {
    let mut rest = text;
    let mut half = half_of_day(&mut rest);
    let (hour, _) = number(&mut rest)?;
    rest = rest.strip_prefix(':')?;
    let (minute, _) = number(&mut rest)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        rest = after;
        second = number(&mut rest)?.0;
        if let Some(after) = rest.strip_prefix(['.', ',']) {
            rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    rest = rest.trim_start();
    half = half.or_else(|| half_of_day(&mut rest));
    let hour = match half {
        None => hour,
        Some(_) if !(0..=12).contains(&hour) => return None,
        Some(after_noon) => hour % 12 + after_noon,
    };
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..=60).contains(&second) {
        return None;
    }
    let seconds = i64::from(hour * 3600 + minute * 60 + second.min(59));
    Some(Written {
        seconds: Some(seconds),
        offset: offset(rest.trim(), &day, seconds)?,
        ..day
    })
}

/// Hours to add for the half of the day named.
fn half_of_day(rest: &mut &str) -> Option<i32> {
    let names = [
        ("AM", 0),
        ("am", 0),
        ("a.m.", 0),
        ("上午", 0),
        ("PM", 12),
        ("pm", 12),
        ("p.m.", 12),
        ("下午", 12),
        ("凌晨", 0),
        ("早上", 0),
        ("中午", 12),
        ("晚上", 12),
    ];
    let (name, hours) = names.into_iter().find(|(name, _)| rest.starts_with(name))?;
    *rest = rest[name.len()..].trim_start();
    Some(hours)
}

/// Abbreviations of zones that mean one offset everywhere, in hours. `CST`, `IST` and `BST` do not.
const ABBREVIATED: [(&str, i64); 20] = [
    ("EST", -5),
    ("EDT", -4),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("WET", 0),
    ("WEST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
    ("HKT", 8),
    ("SGT", 8),
    ("JST", 9),
    ("KST", 9),
    ("AEST", 10),
    ("AEDT", 11),
];

/// `None` when there is text that is no offset; `seconds` of the day decide where a zone changes its own.
#[expect(clippy::option_option, reason = "no offset and no date are two different outcomes")]
fn offset(text: &str, day: &Written, seconds: i64) -> Option<Option<i64>> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let bare = bare.or_else(|| text.strip_prefix('(').and_then(|text| text.strip_suffix(')')));
    // Behind an offset browsers write what the zone is called.
    let text = bare.or_else(|| Some(text.split_once(" (")?.0)).unwrap_or(text).trim();
    if let Some((_, hours)) = ABBREVIATED.iter().find(|(name, _)| *name == text) {
        return Some(Some(hours * 3600));
    }
    if text.contains('/') && day.year_first {
        let zone = TimeZone::get(text).ok()?;
        let days = i64::from(day.day(DateOrder::YearFirst)?);
        let civil = days * DAY + seconds;
        return Some(Some(civil - Zone::new(zone).exact(civil)?));
    }
    match text {
        "" => return Some(None),
        "Z" | "z" | "UTC" | "GMT" => return Some(Some(0)),
        _ => {}
    }
    // Spreadsheets write `GMT+8`.
    let text = ["GMT", "UTC"]
        .iter()
        .find_map(|name| text.strip_prefix(name))
        .unwrap_or(text);
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let digits: Vec<i64> = text
        .chars()
        .filter(char::is_ascii_digit)
        .map(|c| i64::from(u32::from(c) - 48))
        .collect();
    let (hours, minutes) = match digits[..] {
        [a] => (a, 0),
        [a, b] => (a * 10 + b, 0),
        [a, b, c, d] => (a * 10 + b, c * 10 + d),
        _ => return None,
    };
    let well_formed = text.chars().skip(1).all(|c| c.is_ascii_digit() || c == ':') && hours <= 18 && minutes < 60;
    well_formed.then_some(Some(sign * (hours * 3600 + minutes * 60)))
}

/// A day, and seconds of it, as a spreadsheet counts them from 1900: `45943.5`, where a cell lost its format. Between 1954 and
/// 2119 only, so that no year and no other number is taken for one.
pub(super) fn serial(text: &str) -> Option<(i32, i64)> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value: f64 = plain.then(|| text.parse().ok()).flatten()?;
    if !(20_000.0..80_000.0).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 80,000 days")]
    let (day, seconds) = (value.floor() as i32, (value.fract() * 86_400.0).round() as i64);
    // 1970-01-01 is day 25,569.
    Some((day - 25_569 + i32::from(seconds == 86_400), seconds % 86_400))
}

/// Takes a number of at most four digits off the front, with how many digits it had.
fn number(rest: &mut &str) -> Option<(i32, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let value = rest[..digits].parse().ok()?;
    *rest = &rest[digits..];
    Some((value, digits))
}

/// Civil times of one zone as moments; remembers the days it has met, on nearly all of which the offset is one.
pub(super) struct Zone {
    zone: TimeZone,
    days: BTreeMap<i32, Option<i64>>,
}

const DAY: i64 = 86_400;

impl Zone {
    pub(super) fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            days: BTreeMap::new(),
        }
    }

    /// Seconds since 1970 UTC of a civil time; in a gap or an overlap the earlier offset counts.
    pub(super) fn moment(&mut self, day: i32, seconds: i64) -> Option<i64> {
        let steady = if let Some(steady) = self.days.get(&day) {
            *steady
        } else {
            let steady = self.offset_all_day(day);
            if self.days.len() > 20_000 {
                self.days.clear();
            }
            self.days.insert(day, steady);
            steady
        };
        let civil = i64::from(day) * DAY + seconds;
        match steady {
            Some(offset) => Some(civil - offset),
            None => self.exact(civil),
        }
    }

    fn offset_all_day(&self, day: i32) -> Option<i64> {
        let start = i64::from(day) * DAY;
        let offset_at = |civil: i64| Some(civil - self.exact(civil)?);
        let (from, noon, to) = (
            offset_at(start)?,
            offset_at(start + DAY / 2)?,
            offset_at(start + DAY - 1)?,
        );
        (from == noon && noon == to).then_some(from)
    }

    fn exact(&self, civil: i64) -> Option<i64> {
        let (days, seconds) = (civil.div_euclid(DAY), civil.rem_euclid(DAY));
        let date = civil::Date::constant(1970, 1, 1)
            .checked_add(jiff::Span::new().try_days(days).ok()?)
            .ok()?;
        let part = |value: i64| i8::try_from(value).ok();
        let time = civil::Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, 0).ok()?;
        let zoned = self.zone.to_ambiguous_zoned(date.to_datetime(time)).compatible().ok()?;
        Some(zoned.timestamp().as_second())
    }
}

/// `2026-10-03T08:15:00Z` and the like (also with a space, or without the `Z`), which machines write: day, seconds of the
/// day, and whether it is UTC.
pub(super) fn machine_moment(bytes: &[u8]) -> Option<(i32, i64, bool)> {
    let utc = match bytes.len() {
        20 if bytes[19] == b'Z' => true,
        19 => false,
        _ => return None,
    };
    let marks = bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes[10], b'T' | b' ')
        && bytes[13] == b':'
        && bytes[16] == b':';
    if !marks {
        return None;
    }
    let two = |at: usize| -> Option<i32> {
        let (tens, ones) = (bytes[at].wrapping_sub(b'0'), bytes[at + 1].wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| i32::from(tens) * 10 + i32::from(ones))
    };
    let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let day = days_of(two(0)? * 100 + two(2)?, two(5)?, two(8)?)?;
    Some((day, i64::from(hour * 3600 + minute * 60 + second), utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::DayFirst;
    use DateOrder::MonthFirst;
    use DateOrder::YearFirst;

    fn day(text: &str, order: DateOrder) -> Option<i32> {
        parse(text)?.day(order)
    }

    #[test]
    fn months_may_be_words_and_zones_have_names() {
        let iso = |text: &str| crate::logic::parse_date(text).unwrap();
        for (text, same, seconds, offset) in [
            ("Oct 05, 2026 10:05:00 AM", "2026-10-05", Some(36_300), None),
            ("5 October 2026", "2026-10-05", None, None),
            ("5-Oct-2026 09:00", "2026-10-05", Some(32_400), None),
            (
                "Mon, 05 Oct 2026 10:00:00 +0800",
                "2026-10-05",
                Some(36_000),
                Some(28_800),
            ),
            (
                "Mon Oct 05 2026 10:00:00 GMT+0800 (China Standard Time)",
                "2026-10-05",
                Some(36_000),
                Some(28_800),
            ),
            ("Sept 5th, 2026", "2026-09-05", None, None),
            ("2026-10-05 10:00:00 EST", "2026-10-05", Some(36_000), Some(-18_000)),
            (
                "2026/10/05 下午 1:00:05 [GMT+8]",
                "2026-10-05",
                Some(46_805),
                Some(28_800),
            ),
            (
                "2026-10-05 10:00:00 (UTC+08:00)",
                "2026-10-05",
                Some(36_000),
                Some(28_800),
            ),
            (
                "2026-10-05 10:00:00 Asia/Shanghai",
                "2026-10-05",
                Some(36_000),
                Some(28_800),
            ),
            (
                "2026-07-05 10:00:00 Europe/Berlin",
                "2026-07-05",
                Some(36_000),
                Some(7_200),
            ),
        ] {
            let written = parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(written.day(YearFirst), Some(iso(same)), "{text}");
            assert_eq!((written.seconds, written.offset), (seconds, offset), "{text}");
        }
        // Two zones, or none, are called so; months are not guessed.
        for text in [
            "2026-10-05 10:00:00 CST",
            "2026-10-05 10:00:00 Mars/North",
            "Octember 5, 2026",
            "May be 2026",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_days_of_real_exports() {
        let iso = crate::logic::parse_date;
        for (text, order, same) in [
            ("2015-07-20", DayFirst, "2015-07-20"),
            ("19-07-2015", DayFirst, "2015-07-19"),
            ("4/28/21 11:21:47", MonthFirst, "2021-04-28"),
            ("2021/4/26 19:50", MonthFirst, "2021-04-26"),
            ("5/10/18 4:01", MonthFirst, "2018-05-10"),
            ("19/04/2024", DayFirst, "2024-04-19"),
            ("２０２６年３月１日", YearFirst, "2026-03-01"),
            ("1.2.99", DayFirst, "1999-02-01"),
            ("2026-03-01T23:30:00.123+08:00", YearFirst, "2026-03-01"),
        ] {
            assert_eq!(day(text, order), iso(same), "{text}");
        }
        for none in [
            "",
            "yesterday",
            "2026-02-30",
            "20260301",
            "4/5",
            "2026-01-01 25:00",
            "2026-01-01x",
            "1/2/3",
        ] {
            assert_eq!(day(none, YearFirst), None, "{none}");
        }
    }

    #[test]
    fn times_and_offsets() {
        let at = |text: &str| parse(text).map(|w| (w.seconds, w.offset));
        assert_eq!(at("2026-03-01 11:05 PM"), Some((Some(83_100), None)));
        assert_eq!(at("2026-03-01 下午1:00"), Some((Some(46_800), None)));
        assert_eq!(at("2026-03-01 12:00 AM"), Some((Some(0), None)));
        assert_eq!(at("2026/03/01 8:45:30 PM GMT+8"), Some((Some(74_730), Some(28_800))));
        assert_eq!(at("2026/3/1 晚上9:05"), Some((Some(75_900), None)));
        assert_eq!(at("2026/3/1 中午12:30"), Some((Some(45_000), None)));
        assert_eq!(at("2026-03-01 10:00 UTC-03:30"), Some((Some(36_000), Some(-12_600))));
        assert_eq!(at("2026-03-01T00:00:00-0500"), Some((Some(0), Some(-18_000))));
        assert_eq!(at("2026-03-01 00:00 CST"), None);
        assert_eq!(machine_moment(b"2026-10-03T08:15:00Z"), Some((20_729, 29_700, true)));
        assert_eq!(machine_moment(b"2026-10-03 08:15:61"), None);
    }

    #[test]
    fn days_as_a_spreadsheet_counts_them() {
        // 45943 is 2025-10-13, as Microsoft documents it; 20,374 days after 1970-01-01.
        assert_eq!(serial("45943"), Some((20_374, 0)));
        assert_eq!(serial(" 45943.5 "), Some((20_374, 43_200)));
        assert_eq!(serial("45943.9999999"), Some((20_375, 0)));
        for none in ["2025", "20251013", "100000", "4e4", "", "-45943", "45943,5", "1.2.3"] {
            assert_eq!(serial(none), None, "{none}");
        }
    }

    #[test]
    fn a_column_tells_its_order_or_asks() {
        let signs = |texts: &[&str]| {
            let mut signs = OrderSigns::default();
            for text in texts {
                signs.see(&parse(text).unwrap());
            }
            signs.order()
        };
        assert_eq!(signs(&["4/5/2026", "4/28/2026"]), Ok(MonthFirst));
        assert_eq!(signs(&["4/5/2026", "28/4/2026"]), Ok(DayFirst));
        assert_eq!(signs(&["4/5/2026", "3/4/2026"]), Err(()));
        assert_eq!(signs(&["4/4/2026"]), Ok(YearFirst));
        assert_eq!(signs(&["2026-04-05"]), Ok(YearFirst));
    }

    #[test]
    fn civil_times_in_a_zone_with_summer_time() {
        // New York: 2026-03-08 02:30 does not exist, 2026-11-01 01:30 comes twice; `date -d` for the rest.
        let mut zone = Zone::new(TimeZone::get("America/New_York").unwrap());
        let mut moment = |text: &str| {
            let written = parse(text).unwrap();
            zone.moment(written.day(YearFirst).unwrap(), written.seconds.unwrap())
                .unwrap()
        };
        assert_eq!(moment("2026-01-15 12:00"), 1_768_496_400);
        assert_eq!(moment("2026-07-15 12:00"), 1_784_131_200);
        assert_eq!(moment("2026-03-08 01:59"), 1_772_953_140);
        assert_eq!(moment("2026-03-08 03:00"), 1_772_953_200);
        assert_eq!(moment("2026-11-01 01:30"), 1_793_511_000);
    }
}
