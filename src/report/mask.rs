//! Takes out of open answers what could name a person: addresses, numbers of phones, cards, orders and accounts.
//!
//! Names of people cannot be found this way; reports say so.

/// Digits from which on a number could belong to a person.
const LONGEST_HARMLESS: usize = 6;
/// Stands for what was taken out.
const MASK: &str = "▇▇▇";

/// The text with every e-mail address and every long number replaced by bars.
///
/// A long number has 7 or more digits (ASCII, full-width or Chinese), among which there may be single spaces, hyphens,
/// dots, brackets and a plus sign; its last digit may be an X, as on identity cards. Letters and digits written as one
/// word count as one number (order and passport numbers).
#[must_use]
pub fn mask(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if let Some(end) = address(&chars, at).or_else(|| number(&chars, at)) {
            out.push_str(MASK);
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

fn digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "零〇一二三四五六七八九幺".contains(c)
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('０'..='９').contains(&c)
}

fn at_sign(c: char) -> bool {
    matches!(c, '@' | '＠')
}

/// The end of an e-mail address or handle that begins at `start`.
fn address(chars: &[char], start: usize) -> Option<usize> {
    let part = |c: char| word(c) || matches!(c, '.' | '_' | '-' | '+' | '%');
    let begins = start == 0 || !part(chars[start - 1]);
    if !begins {
        return None;
    }
    let sign = (start..chars.len()).find(|at| !part(chars[*at]))?;
    if !at_sign(chars[sign]) {
        return None;
    }
    let end = (sign + 1..chars.len())
        .find(|at| !part(chars[*at]))
        .unwrap_or(chars.len());
    (end > sign + 1).then_some(end)
}

/// The end of a long number that begins at `start`.
fn number(chars: &[char], start: usize) -> Option<usize> {
    let opens = matches!(chars[start], '+' | '(' | '（') && chars.get(start + 1).is_some_and(|c| digit(*c));
    let begins = digit(chars[start]) || opens || chars[start].is_ascii_alphabetic();
    let inside = start > 0 && (digit(chars[start - 1]) || word(chars[start - 1]));
    if !begins || inside {
        return None;
    }
    let (mut end, mut digits, mut at) = (start, 0, start);
    let mut gap = 0;
    while at < chars.len() {
        let c = chars[at];
        if digit(c) || (word(c) && gap == 0) {
            digits += usize::from(digit(c));
            gap = 0;
            end = at + 1;
        } else if matches!(
            c,
            ' ' | '\u{3000}' | '-' | '－' | '–' | '.' | '(' | ')' | '（' | '）' | '+' | '/'
        ) && gap < 2
            && digits > 0
            || at == start
        {
            gap += 1;
        } else {
            break;
        }
        at += 1;
    }
    (digits > LONGEST_HARMLESS).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_person_is_masked() {
        for (text, want) in [
            ("请打 138 1234 5678 找我", "请打 ▇▇▇ 找我"),
            ("电话:+86-13812345678。", "电话:▇▇▇。"),
            ("(010) 6552-9988 晚上", "▇▇▇ 晚上"),
            ("身份证11010519491231002X好", "身份证▇▇▇好"),
            ("card 6222 0212 3456 7890 123 was charged", "card ▇▇▇ was charged"),
            ("write to an.li+shop@mail.example.com, please", "write to ▇▇▇, please"),
            ("邮箱是abc@qq.com谢谢", "邮箱是▇▇▇谢谢"),
            ("order SF1234567890 is late", "order ▇▇▇ is late"),
            ("手机一三八一二三四五六七八", "手机▇▇▇"),
            ("１３８１２３４５６７８", "▇▇▇"),
        ] {
            assert_eq!(mask(text), want);
        }
    }

    #[test]
    fn ordinary_figures_stay() {
        for text in [
            "等了 3 天 4 小时",
            "paid 1299.50 twice in 2026",
            "一二三个问题",
            "24 hours, 7 days",
            "五六天才到",
            "",
        ] {
            assert_eq!(mask(text), text);
        }
    }
}
