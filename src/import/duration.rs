//! Lengths of time as exports write them.

use super::text;

/// Seconds of `49秒`, `1分20秒`, `2小时3分`, `00:01:20`, `1m 20s`, `PT1M20S`, or of a bare number of seconds; `None` for
/// anything else.
pub(super) fn seconds(cell: &str) -> Option<i64> {
    let tidy = text::normal(cell).replace(' ', "");
    if let Some(parts) = clock(&tidy) {
        return Some(parts);
    }
    let tidy = tidy.strip_prefix("pt").unwrap_or(&tidy);
    let (mut rest, mut total, mut smallest) = (tidy, 0.0, i64::MAX);
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let number: f64 = rest[..end].parse().ok()?;
        let unit_end = rest[end..]
            .find(|c: char| c.is_ascii_digit())
            .map_or(rest.len(), |at| end + at);
        let unit = match &rest[end..unit_end] {
            // A bare number is one of seconds, when nothing stands before it.
            "" if smallest == i64::MAX => 1,
            "秒" | "秒钟" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
            "分" | "分钟" | "m" | "min" | "mins" | "minute" | "minutes" => 60,
            "时" | "小时" | "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
            "天" | "日" | "d" | "day" | "days" => 86_400,
            _ => return None,
        };
        if unit >= smallest {
            return None;
        }
        smallest = unit;
        total += number * unit as f64;
        rest = &rest[unit_end..];
    }
    if smallest == i64::MAX || !(0.0..=1e9).contains(&total) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most a thousand million")]
    Some(total.round() as i64)
}

/// `01:20` and `00:01:20`.
fn clock(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    parts.iter().try_fold(0_i64, |sum, part| {
        let number: i64 = (part.len() <= 4 && !part.is_empty())
            .then(|| part.parse().ok())
            .flatten()?;
        (number >= 0).then_some(sum * 60 + number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_in_every_writing_seen() {
        for (text, wanted) in [
            ("49秒", Some(49)),
            ("1分20秒", Some(80)),
            ("２小时３分", Some(7380)),
            ("1天2小时", Some(93_600)),
            ("00:01:20", Some(80)),
            ("01:20", Some(80)),
            ("27:00:00", Some(97_200)),
            ("1m 20s", Some(80)),
            ("PT1M20S", Some(80)),
            ("5 minutes", Some(300)),
            ("118", Some(118)),
            ("38.4", Some(38)),
            ("", None),
            ("soon", None),
            ("20秒1分", None),
            ("1:2:3:4", None),
            ("-5", None),
            ("1秒2秒", None),
        ] {
            assert_eq!(seconds(text), wanted, "{text}");
        }
    }
}
