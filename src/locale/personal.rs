//! Finds in a text what could name a person: addresses, numbers of phones, cards, orders and accounts, plates.
//!
//! Names of people cannot be found this way.

mod address;
mod number;

use address::address;
use address::chat_name;
use number::Number;
use number::number;
use number::plain;
use std::ops::Range;

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
    spans(&chars).into_iter().map(|(_, kind)| kind).collect()
}

/// The places of everything that could name a person, in order.
fn spans(chars: &[char]) -> Vec<(Range<usize>, Personal)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        at = match next(chars, at) {
            Next::Person(range, kind) => {
                let end = range.end;
                found.push((range, kind));
                end
            }
            Next::Passed(end) => end,
        };
    }
    found
}

/// The text with every e-mail address, plate and long number replaced by bars.
///
/// A long number has 7 or more digits (ASCII, full-width or Chinese), among which there may be up to three spaces, hyphens,
/// dots, brackets and the like; its last digit may be an X, as on identity cards. Letters and digits written as one
/// word count as one number (order and passport numbers). Years, dates, amounts of money, marks in a row and the numbers of
/// standards stay. `@` and points of an address may be written out; behind the name of a chat goes what one is called there.
#[must_use]
pub fn mask(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, _) in spans(&chars) {
        out.extend(&chars[at..range.start]);
        out.push_str(MASK);
        at = range.end;
    }
    out.extend(&chars[at..]);
    out
}

/// What is met at a place.
enum Next {
    /// What could name a person.
    Person(Range<usize>, Personal),
    /// Nothing up to here.
    Passed(usize),
}

fn next(chars: &[char], start: usize) -> Next {
    if let Some(end) = address(chars, start) {
        return Next::Person(start..end, Personal::Address);
    }
    // What the chat is called may stay.
    if let Some((from, end)) = chat_name(chars, start) {
        return Next::Person(from..end, Personal::Address);
    }
    if let Some(end) = plate(chars, start) {
        return Next::Person(start..end, Personal::Plate);
    }
    match number(chars, start) {
        Some(Number::OfSomebody(end)) => Next::Person(start..end, kind(&chars[start..end])),
        Some(Number::OfNobody(end)) => Next::Passed(end),
        None => Next::Passed(start + 1),
    }
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
    if is_phone(&plain) || plus && (8..=15).contains(&plain.len()) {
        return Personal::Phone;
    }
    if is_old_card(&plain) && !is_luhn(&plain) {
        return Personal::IdentityCard;
    }
    if (15..=19).contains(&plain.len()) && is_luhn(&plain) {
        return Personal::BankCard;
    }
    Personal::Number
}

/// Whether digits are those of a Chinese mobile, with or without the country, or of a number that begins with an area code.
fn is_phone(digits: &str) -> bool {
    let national = digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("86"))
        .filter(|rest| rest.len() == 11)
        .unwrap_or(digits);
    let mobile = national.len() == 11 && national.starts_with('1') && !national.starts_with("10");
    let fixed = digits.starts_with('0') && (10..=14).contains(&digits.len());
    mobile || fixed
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

/// Whether fifteen digits can be a card of the first generation: a region, and a day of birth without its century.
fn is_old_card(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|text| text.parse::<u32>().ok());
    digits.len() == 15
        && part(0, 1).is_some_and(|region| (1..=8).contains(&region))
        && part(8, 10).is_some_and(|month| (1..=12).contains(&month))
        && part(10, 12).is_some_and(|day| (1..=31).contains(&day))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A million characters; read anew behind each word they would take hours.
    #[test]
    fn a_long_text_is_read_once() {
        let text = "slow, ".repeat(170_000);
        assert_eq!(mask(&text), text);
    }

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
    fn what_is_hard_to_see_is_masked() {
        for (text, want) in [
            ("打 138 - 1234 - 5678", "打 ▇▇▇"),
            ("138·1234·5678", "▇▇▇"),
            ("138—1234—5678 找我", "▇▇▇ 找我"),
            ("138\u{200b}1234\u{200b}5678", "▇▇▇"),
            ("+44 (0)20 7946 0958 after six", "▇▇▇ after six"),
            ("０２１－６５５２９９８８", "▇▇▇"),
            ("座机65529988", "座机▇▇▇"),
            ("call 555-0123 45", "call ▇▇▇"),
            ("06 12 34 56 78", "▇▇▇"),
            ("1 3 8 1 2 3 4 5 6 7 8", "▇▇▇"),
            ("13812345678元不是价钱", "▇▇▇元不是价钱"),
            ("110105 19491231 002x", "▇▇▇"),
            ("一代证110105491231002", "一代证▇▇▇"),
            ("卡号６２２２ ０２１２ ３４５６ ７８９０", "卡号▇▇▇"),
            ("li (at) example.com", "▇▇▇"),
            ("li（at）example.com，谢谢", "▇▇▇，谢谢"),
            ("li[at]example[dot]com", "▇▇▇"),
            ("anna at example dot com or so", "▇▇▇ or so"),
            ("anna.li at example.com", "▇▇▇"),
            ("abc @ qq.com", "▇▇▇"),
            ("ａｂｃ＠ｑｑ．ｃｏｍ", "▇▇▇"),
            ("abc艾特qq点com", "▇▇▇"),
            ("加我微信：zhang_san88，谢谢", "加我微信：▇▇▇，谢谢"),
            ("my WeChat id: zs2024x", "my WeChat id: ▇▇▇"),
            ("QQ 123456", "QQ ▇▇▇"),
            ("passport E12345678", "passport ▇▇▇"),
            ("2024年打13812345678", "2024年打▇▇▇"),
        ] {
            assert_eq!(mask(text), want, "{text}");
        }
    }

    #[test]
    fn ordinary_figures_stay() {
        for text in [
            "等了 3 天 4 小时",
            "paid 1299.50 twice in 2026",
            "12345.67 for a sofa",
            "花了1234567元",
            "¥1000-1500 太贵",
            "3000-5000 yuan a month",
            "between 2023-2026 it was better",
            "2019 2020 2021 2022",
            "on 2026-10-05 10:30 and 2026/10/06",
            "20261005 那天",
            "2026.10.05-2026.10.08 住店",
            "一二三个问题",
            "24 hours, 7 days",
            "五六天才到",
            "i7-13700K 32GB, WH-1000XM5, RTX 4090 24GB, SM-G9980",
            "GB/T 19001-2016 and ISO 20488-2018",
            "iPhone 15 Pro Max 256GB",
            "marks 5 5 4 5 5 3 4",
            "the first 12. 3000 came later than 4000",
            "look at example.com",
            "微信支付很方便, wechat payment works",
            "meet at noon",
            "7/24 服务, 9:00-21:00",
            "满分100分，只给60分",
            "",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    /// Digits in groups as people write them.
    fn grouped(digits: &str, sizes: &[usize], between: &str) -> String {
        let (mut out, mut at) = (Vec::new(), 0);
        for size in sizes.iter().cycle() {
            if at >= digits.len() {
                break;
            }
            out.push(&digits[at..(at + size).min(digits.len())]);
            at += size;
        }
        out.join(between)
    }

    fn wide(text: &str) -> String {
        let wide = |c: char| match c {
            '0'..='9' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
            c => c,
        };
        text.chars().map(wide).collect()
    }

    proptest::proptest! {
        #[test]
        fn no_mobile_is_left_however_it_is_written(
            rest in "[3-9][0-9]{9}",
            between in proptest::sample::select(vec!["", " ", "-", " - ", ".", "·", "—", "\u{200b}", "\u{3000}"]),
            sizes in proptest::sample::select(vec![vec![3, 4, 4], vec![3, 3, 5], vec![11], vec![4, 4, 3]]),
            country in proptest::sample::select(vec!["", "+86 ", "86-", "0086 "]),
            full in proptest::bool::ANY,
        ) {
            let written = grouped(&format!("1{rest}"), &sizes, between);
            let text = format!("请打{country}{written}，谢谢");
            let text = if full { wide(&text) } else { text };
            proptest::prop_assert_eq!(mask(&text), "请打▇▇▇，谢谢");
        }

        #[test]
        fn no_card_is_left(digits in "[1-9][0-9]{14,18}", between in proptest::sample::select(vec!["", " ", "-"])) {
            let text = format!("card {} please", grouped(&digits, &[4], between));
            proptest::prop_assert_eq!(mask(&text), "card ▇▇▇ please");
        }

        #[test]
        fn no_address_is_left(
            local in "[a-z]{2,8}[0-9]{1,3}",
            sign in proptest::sample::select(vec!["@", " @ ", "(at)", " (at) ", "（at）", "[at]", " at ", "＠"]),
            domain in "[a-z]{3,8}\\.(com|cn|org)",
        ) {
            let text = format!("write to {local}{sign}{domain}, please");
            proptest::prop_assert_eq!(mask(&text), "write to ▇▇▇, please");
        }

        #[test]
        fn nothing_of_seven_digits_in_a_row_is_left(text in "[a-z0-9 ,，。好:：@.-]{0,40}") {
            let masked = mask(&text);
            let mut run = 0;
            for c in masked.chars() {
                run = if c.is_ascii_digit() { run + 1 } else { 0 };
                // A day may be written without anything between.
                proptest::prop_assert!(run <= 8, "{} -> {}", text, masked);
            }
        }

        #[test]
        fn days_years_and_prices_stay(
            year in 1900_u32..2100, month in 1_u32..=12, day in 1_u32..=31, whole in 1_u32..999_999, cents in 0_u32..100,
        ) {
            let text = format!("on {year}-{month:02}-{day:02} we paid {whole}.{cents:02} yuan, {year} or not");
            proptest::prop_assert_eq!(mask(&text), text);
        }
    }
}
