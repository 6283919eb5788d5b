//! Numbers as people and programs write them; no machine's locale is asked.

use super::text::half_width;
use super::text::trimmed;

/// The marks of a column of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NumberForm {
    pub decimal: char,
    pub thousands: Option<char>,
}

impl Default for NumberForm {
    fn default() -> Self {
        Self {
            decimal: '.',
            thousands: None,
        }
    }
}

/// A finite number: digits (full-width ones too), a sign, one decimal mark, an exponent; marks between thousands only
/// where the mapping names them and only between groups of three. `None` for anything else.
pub(super) fn parse(text: &str, form: NumberForm) -> Option<f64> {
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
    fn numbers_in_every_usual_writing() {
        let comma = NumberForm {
            decimal: ',',
            thousands: Some('.'),
        };
        let grouped = NumberForm {
            decimal: '.',
            thousands: Some(','),
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
