//! Finds in a text what could name a person: addresses, numbers of phones, cards, orders and accounts, plates.
//!
//! Names of people cannot be found this way.

/// Digits from which on a number could belong to a person.
const LONGEST_HARMLESS: usize = 6;
/// Stands for what was taken out.
const MASK: &str = "▇▇▇";

/// What was found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// An e-mail address or a handle.
    Address,
    /// A telephone number.
    Phone,
    /// The number of a Chinese identity card; its last character is right for the others.
    IdentityCard,
    /// The number of a bank card; its last digit is right for the others.
    BankCard,
    /// The plate of a Chinese vehicle.
    Plate,
    /// Another long number, such as that of an order.
    Number,
}

/// Everything in a text that could name a person, in order.
#[must_use]
pub fn personal(text: &str) -> Vec<Personal> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        if let Some((end, kind)) = next(&chars, at) {
            found.push(kind);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The text with every e-mail address, plate and long number replaced by bars.
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
        if let Some((end, _)) = next(&chars, at) {
            out.push_str(MASK);
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// The end of what begins at `start`, and what it is.
fn next(chars: &[char], start: usize) -> Option<(usize, Personal)> {
    if let Some(end) = address(chars, start) {
        return Some((end, Personal::Address));
    }
    if let Some(end) = plate(chars, start) {
        return Some((end, Personal::Plate));
    }
    let end = number(chars, start)?;
    Some((end, kind(&chars[start..end])))
}

/// What a long number is.
fn kind(chars: &[char]) -> Personal {
    let plus = chars.first() == Some(&'+');
    let plain: String = chars.iter().filter_map(|c| plain(*c)).collect();
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
    if is_identity_card(&plain) {
        return Personal::IdentityCard;
    }
    if !digits {
        return Personal::Number;
    }
    let national = plain
        .strip_prefix("86")
        .filter(|rest| rest.len() == 11)
        .unwrap_or(&plain);
    let mobile = national.len() == 11 && national.starts_with('1') && !national.starts_with("10");
    let fixed = plain.starts_with('0') && (10..=12).contains(&plain.len());
    if mobile || fixed || plus && (8..=15).contains(&plain.len()) {
        return Personal::Phone;
    }
    if (15..=19).contains(&plain.len()) && is_luhn(&plain) {
        return Personal::BankCard;
    }
    Personal::Number
}

/// A character of a number in ASCII; `None` for what stands between.
fn plain(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_uppercase());
    }
    if ('０'..='９').contains(&c) {
        return char::from_digit(u32::from(c) - u32::from('０'), 10);
    }
    "零一二三四五六七八九"
        .chars()
        .position(|known| known == c)
        .or(match c {
            '〇' => Some(0),
            '幺' => Some(1),
            _ => None,
        })
        .and_then(|digit| char::from_digit(u32::try_from(digit).ok()?, 10))
}

/// Whether the last character of eighteen is right for the first seventeen. Source: GB 11643-1999 (ISO 7064, MOD 11-2).
fn is_identity_card(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes[..17]
        .iter()
        .enumerate()
        .map(|(at, byte)| u32::from(byte - b'0') * ((1 << (17 - at)) % 11))
        .sum();
    let right = b"10X98765432"[(sum % 11) as usize];
    bytes[17] == right
}

/// Whether the last digit is right for the others. Source: ISO/IEC 7812-1, Annex B (Luhn).
fn is_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let doubled = digit * (1 + u32::from(at % 2 == 1));
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The end of a plate that begins at `start`: a province, a letter, five or six letters or digits, a point or blank between.
fn plate(chars: &[char], start: usize) -> Option<usize> {
    const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    if !PROVINCES.contains(chars[start]) || !chars.get(start + 1)?.is_ascii_uppercase() {
        return None;
    }
    let mut at = start + 2;
    if matches!(chars.get(at), Some('·' | '•' | ' ' | '-')) {
        at += 1;
    }
    let length = chars[at..]
        .iter()
        .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        .count();
    let any_digit = chars[at..at + length].iter().any(char::is_ascii_digit);
    ((5..=6).contains(&length) && any_digit).then_some(at + length)
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
    fn what_it_is_is_told_apart() {
        // The identity card is the example of GB 11643-1999; the card number the usual one for tests of Luhn's formula.
        for (text, want) in [
            ("13812345678", Personal::Phone),
            ("+86 138-1234-5678", Personal::Phone),
            ("010-65529988", Personal::Phone),
            ("+44 20 7946 0958", Personal::Phone),
            ("11010519491231002X", Personal::IdentityCard),
            ("110105194912310021", Personal::Number),
            ("4111 1111 1111 1111", Personal::BankCard),
            ("4111 1111 1111 1112", Personal::Number),
            ("a@b.cn", Personal::Address),
            ("京A·12345", Personal::Plate),
            ("粤BD12345", Personal::Plate),
            ("SF1234567890", Personal::Number),
            ("一三八一二三四五六七八", Personal::Phone),
        ] {
            assert_eq!(personal(&format!("请看 {text} 谢谢")), [want], "{text}");
        }
        assert_eq!(personal("我住在京A座，川B好"), []);
        assert_eq!(mask("车牌京A·12345，谢谢"), "车牌▇▇▇，谢谢");
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
