//! Numbers as people and programs write them; no machine's locale is asked.

use super::text::half_width;
use super::text::trimmed;

/// The marks of a column of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NumberForm {
    pub decimal: char,
    pub thousands: Option<char>,
    /// Whether numbers may be written in Chinese characters.
    pub chinese: bool,
}

impl Default for NumberForm {
    fn default() -> Self {
        Self {
            decimal: '.',
            thousands: None,
            chinese: false,
        }
    }
}

/// A finite number: digits (full-width ones too), a sign, one decimal mark, an exponent; marks between thousands only
/// where the mapping names them and only between groups of three. `None` for anything else.
pub(super) fn parse(text: &str, form: NumberForm) -> Option<f64> {
    in_digits(text, form).or_else(|| if form.chinese { in_characters(text) } else { None })
}

/// Marks of currencies in front of an amount, and whether thousands are parted by commas where it is used.
const BEFORE: [(&str, bool); 15] = [
    ("HK$", true),
    ("NT$", true),
    ("US$", true),
    ("RMB", true),
    ("CNY", true),
    ("USD", true),
    ("GBP", true),
    ("EUR", false),
    ("人民币", true),
    ("¥", true),
    ("￥", true),
    ("$", true),
    ("£", true),
    ("₩", true),
    ("€", false),
];

/// The same behind an amount.
const BEHIND: [(&str, bool); 14] = [
    ("人民币", true),
    ("RMB", true),
    ("CNY", true),
    ("USD", true),
    ("GBP", true),
    ("EUR", false),
    ("元", true),
    ("圆", true),
    ("块", true),
    ("円", true),
    ("¥", true),
    ("$", true),
    ("£", true),
    ("€", false),
];

/// A number as [`parse`] reads it, or an amount with the mark of a currency: `¥128`, `1,280元`, `-$1,234.50`. Commas between
/// thousands are taken where they can be nothing else: more than one, a decimal point behind, or a currency that is written so;
/// and a decimal comma where it can be nothing else: `7,25`.
pub(super) fn amount(text: &str, form: NumberForm) -> Option<f64> {
    if let Some(value) = parse(text, form) {
        return Some(value);
    }
    let text: String = trimmed(text).chars().map(half_width).collect();
    let text = text.strip_prefix('\'').unwrap_or(&text);
    let (negative, mut rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let mut commas = None;
    let is = |mark: &str, piece: Option<&str>| piece.is_some_and(|piece| piece.eq_ignore_ascii_case(mark));
    if let Some((mark, by_comma)) = BEFORE.iter().find(|(mark, _)| is(mark, rest.get(..mark.len()))) {
        (rest, commas) = (rest[mark.len()..].trim_start(), Some(*by_comma));
    }
    let behind = |mark: &str| rest.len().checked_sub(mark.len()).and_then(|at| rest.get(at..));
    if let Some((mark, by_comma)) = BEHIND.iter().find(|(mark, _)| is(mark, behind(mark))) {
        (rest, commas) = (rest[..rest.len() - mark.len()].trim_end(), commas.or(Some(*by_comma)));
    }
    if rest.starts_with(['-', '+', '\u{2212}']) && (negative || commas.is_none()) {
        return None;
    }
    let plain = commas.is_some().then(|| parse(rest, form)).flatten();
    let grouped = || {
        let clear = rest.matches(',').count() > 1 || rest.contains('.') || commas == Some(true);
        let form = NumberForm {
            thousands: Some(','),
            ..form
        };
        (clear && form.decimal == '.').then(|| in_digits(rest, form)).flatten()
    };
    // `7,25` and `1.234,50` can be read in one way alone.
    let told = form.thousands;
    let by_comma = || {
        let (whole, part) = rest.split_once(',')?;
        let clear = !part.is_empty() && !part.contains([',', '.']) && (whole.contains('.') || part.len() != 3);
        let form = NumberForm {
            decimal: ',',
            thousands: Some('.'),
            ..form
        };
        (clear && told.is_none() && commas != Some(true))
            .then(|| in_digits(rest, form))
            .flatten()
    };
    let value = plain.or_else(grouped).or_else(by_comma)?;
    Some(if negative { -value } else { value })
}

/// Numbers in Chinese characters, with digits among them: `十二`, `两百零五`, `一万二千`, `3万`, `三点五`.
fn in_characters(text: &str) -> Option<f64> {
    let text: String = trimmed(text).chars().map(half_width).collect();
    let (whole, part) = text
        .split_once('点')
        .map_or((text.as_str(), ""), |(whole, part)| (whole, part));
    let (mut total, mut section, mut digit) = (0.0, 0.0, None);
    let mut seen = false;
    let mut smallest = f64::INFINITY;
    for c in whole.chars() {
        seen = true;
        if let Some(value) = figure(c) {
            digit = match (digit, c.is_ascii_digit()) {
                (Some(before), true) => Some(before * 10.0 + value),
                (None | Some(0.0), _) => Some(value),
                (Some(_), false) => return None,
            };
            continue;
        }
        match c {
            '十' | '百' | '千' | '拾' | '佰' | '仟' => {
                let unit = match c {
                    '十' | '拾' => 10.0,
                    '百' | '佰' => 100.0,
                    _ => 1000.0,
                };
                if unit >= smallest {
                    return None;
                }
                smallest = unit;
                // 十二 is twelve, without a one in front.
                section += digit.take().unwrap_or(1.0) * unit;
            }
            '万' | '亿' => {
                let unit = if c == '万' { 1e4 } else { 1e8 };
                section += digit.take().unwrap_or(0.0);
                if section == 0.0 || (total > 0.0 && unit >= 1e8) {
                    return None;
                }
                total += section * unit;
                section = 0.0;
                smallest = f64::INFINITY;
            }
            _ => return None,
        }
    }
    let mut value = total + section + digit.unwrap_or(0.0);
    let mut place = 0.1;
    for c in part.chars() {
        value += figure(c)? * place;
        place /= 10.0;
    }
    (seen && part.is_empty() != text.contains('点')).then_some(value)
}

fn figure(c: char) -> Option<f64> {
    let at = match c {
        '0'..='9' => c.to_digit(10)?,
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    };
    Some(f64::from(at))
}

fn in_digits(text: &str, form: NumberForm) -> Option<f64> {
    if let Some(value) = plain_digits(text.as_bytes()) {
        return Some(value);
    }
    let mut tidy = String::with_capacity(text.len());
    // A guard against formulas, as our own exports write it before a sign.
    let text = trimmed(text);
    let text = text.strip_prefix('\'').unwrap_or(text);
    let mut group: Option<usize> = None;
    let mut in_whole = true;
    for c in text.chars() {
        let c = half_width(c);
        if form.thousands.map(half_width) == Some(c) && in_whole {
            if group.is_some_and(|digits| digits != 3) || !tidy.ends_with(|d: char| d.is_ascii_digit()) {
                return None;
            }
            group = Some(0);
            continue;
        }
        match c {
            '0'..='9' => {
                if let Some(digits) = group.as_mut().filter(|_| in_whole) {
                    *digits += 1;
                }
                tidy.push(c);
            }
            '+' | '-' | '\u{2212}' if tidy.is_empty() || tidy.ends_with('e') => {
                tidy.push(if c == '+' { '+' } else { '-' });
            }
            'e' | 'E' if tidy.ends_with(|d: char| d.is_ascii_digit()) && !tidy.contains('e') => {
                in_whole = false;
                tidy.push('e');
            }
            _ if c == form.decimal && in_whole => {
                in_whole = false;
                tidy.push('.');
            }
            _ => return None,
        }
    }
    if group.is_some_and(|digits| digits != 3) || !tidy.contains(|d: char| d.is_ascii_digit()) {
        return None;
    }
    tidy.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Up to fifteen digits and nothing else, which is nearly every number of a survey.
pub(super) fn plain_digits(bytes: &[u8]) -> Option<f64> {
    if bytes.is_empty() || bytes.len() > 15 {
        return None;
    }
    let whole = bytes.iter().try_fold(0_u64, |sum, b| {
        b.is_ascii_digit().then(|| sum * 10 + u64::from(b - b'0'))
    })?;
    Some(whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_chinese_characters_where_they_are_asked_for() {
        let chinese = NumberForm {
            chinese: true,
            ..NumberForm::default()
        };
        for (text, value) in [
            ("十二", Some(12.0)),
            ("两百零五", Some(205.0)),
            ("一万二千", Some(12_000.0)),
            ("3万", Some(30_000.0)),
            ("三十", Some(30.0)),
            ("三点五", Some(3.5)),
            ("叁佰", Some(300.0)),
            ("一亿三千万", Some(130_000_000.0)),
            ("４.5", Some(4.5)),
            ("零", Some(0.0)),
            ("一万不到", None),
            ("一万出头", None),
            ("十百", None),
            ("三四", None),
            ("万", None),
            ("三点", None),
            ("点五", None),
            ("", None),
        ] {
            assert_eq!(parse(text, chinese), value, "{text}");
            if value.is_some() && !text.contains(['4', '４']) {
                assert_eq!(parse(text, NumberForm::default()), None, "{text}");
            }
        }
    }

    #[test]
    fn amounts_have_marks_of_currencies_and_commas_that_can_be_nothing_else() {
        for (text, value) in [
            ("¥128", Some(128.0)),
            ("￥１２８．５", Some(128.5)),
            ("1,280元", Some(1280.0)),
            ("RMB 12", Some(12.0)),
            ("rmb12", Some(12.0)),
            ("12 块", Some(12.0)),
            ("$1,234.50", Some(1234.5)),
            ("-$5", Some(-5.0)),
            ("\u{2212}€7", Some(-7.0)),
            ("12,345,678", Some(12_345_678.0)),
            ("1,234.5", Some(1234.5)),
            // A comma alone may be a decimal mark.
            ("1,234", None),
            ("€1,234", None),
            ("1,23元", None),
            ("7,25", Some(7.25)),
            ("1.234,50", Some(1234.5)),
            ("€7,5", Some(7.5)),
            ("1.23,50", None),
            ("7,", None),
            ("$", None),
            ("元", None),
            ("--5", None),
            ("-$-5", None),
            ("5%", None),
            ("大约12元", None),
            ("", None),
        ] {
            assert_eq!(amount(text, NumberForm::default()), value, "{text}");
        }
        let comma = NumberForm {
            decimal: ',',
            thousands: Some('.'),
            chinese: false,
        };
        assert_eq!(amount("1.234,50 €", comma), Some(1234.5));
    }

    #[test]
    fn numbers_in_every_usual_writing() {
        let comma = NumberForm {
            decimal: ',',
            thousands: Some('.'),
            chinese: false,
        };
        let grouped = NumberForm {
            decimal: '.',
            thousands: Some(','),
            chinese: false,
        };
        let plain = NumberForm::default();
        for (text, form, value) in [
            ("4", plain, Some(4.0)),
            ("4.0", plain, Some(4.0)),
            ("－４．５", plain, Some(-4.5)),
            (" 18500.00 ", plain, Some(18_500.0)),
            ("1e3", plain, Some(1000.0)),
            ("'-0.02", plain, Some(-0.02)),
            ("\u{2212}3", plain, Some(-3.0)),
            ("1.234,5", comma, Some(1234.5)),
            ("12,345,678.9", grouped, Some(12_345_678.9)),
            ("1,234", plain, None),
            ("12,34", grouped, None),
            ("1,2345", grouped, None),
            ("一万不到", plain, None),
            ("现在4000", plain, None),
            ("4 5", plain, None),
            ("", plain, None),
            (".", plain, None),
            ("1e999", plain, None),
            ("inf", plain, None),
            ("5%", plain, None),
            ("1.2.3", plain, None),
        ] {
            assert_eq!(parse(text, form), value, "{text}");
        }
    }
}
