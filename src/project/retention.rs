//! How long answers are kept: `[privacy] keep`, and `[privacy.keep_of]` for single surveys.

use super::config::Config;
use super::settings::Notes;
use super::settings::Section;
use jiff::Span;
use jiff::civil::Date;
use std::num::NonZeroU16;

/// A time answers are kept for after their wave has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Calendar months.
    Months(NonZeroU16),
    /// Days.
    Days(NonZeroU16),
}

impl Period {
    /// As written: a whole number and `days`, `weeks`, `months` or `years`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let times = |factor: u16| {
            number
                .parse::<u16>()
                .ok()?
                .checked_mul(factor)
                .and_then(NonZeroU16::new)
        };
        match unit.trim().trim_end_matches('s') {
            "day" => times(1).map(Self::Days),
            "week" => times(7).map(Self::Days),
            "month" => times(1).map(Self::Months),
            "year" => times(12).map(Self::Months),
            _ => None,
        }
    }

    /// The first day whose answers are still kept on the day `today`.
    #[must_use]
    pub fn first_kept(self, today: Date) -> Date {
        let span = match self {
            Self::Months(months) => Span::new().months(i64::from(months.get())),
            Self::Days(days) => Span::new().days(i64::from(days.get())),
        };
        today.saturating_sub(span)
    }
}

impl Config {
    /// How long answers to a survey are kept; `None` without end.
    #[must_use]
    pub fn keep_for(&self, survey: &str) -> Option<Period> {
        self.keep_of.get(survey).copied().or(self.keep)
    }
}

/// Reads both keys of `[privacy]`.
pub(super) fn fill(part: &Section<'_>, to: &mut Notes, config: &mut Config) {
    const EN: &str = "a time such as \"36 months\", \"2 years\" or \"90 days\"";
    const ZH: &str = "时长，如 \"36 months\"、\"2 years\" 或 \"90 days\"";
    let fits = |text: &str| Period::parse(text).is_some();
    let whole = part.text(to, "keep", EN, ZH, fits);
    config.keep = whole.and_then(|text| Period::parse(&text));
    let Some(own) = part.section(to, "keep_of") else {
        return;
    };
    for survey in own.names() {
        let text = own.text(to, survey, EN, ZH, fits);
        let period = text.and_then(|text| Period::parse(&text));
        config.keep_of.extend(period.map(|period| (survey.to_owned(), period)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_is_a_number_and_a_unit() {
        let kept = |text: &str| Period::parse(text).map(|period| period.first_kept(date(2026, 3, 31)));
        assert_eq!(kept("1 month"), Some(date(2026, 2, 28)));
        assert_eq!(kept("2 years"), Some(date(2024, 3, 31)));
        assert_eq!(kept("90 days"), Some(date(2025, 12, 31)));
        assert_eq!(kept("2 weeks"), Some(date(2026, 3, 17)));
        for wrong in [
            "0 days",
            "-1 month",
            "1.5 years",
            "months",
            "3",
            "3 quarters",
            "99999 years",
            "",
        ] {
            assert_eq!(kept(wrong), None, "{wrong}");
        }
    }
}
