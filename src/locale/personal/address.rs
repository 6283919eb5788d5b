//! E-mail addresses, also where `@` is written out, and names people bear in chats.

use super::number::ascii;
use super::number::word;

/// Characters looked at behind a word; an address has at most 254 (RFC 5321), and a long answer must not be read again for
/// each of its words.
const LONGEST: usize = 320;

fn part(c: char) -> bool {
    word(c) || matches!(ascii(c), '.' | '_' | '-' | '+' | '%')
}

/// The end of an e-mail address or handle that begins at `start`.
pub(super) fn address(chars: &[char], start: usize) -> Option<usize> {
    if start > 0 && part(chars[start - 1]) {
        return None;
    }
    let length = chars[start..].iter().take_while(|c| part(**c)).count();
    let sign = start + length;
    if chars.get(sign).is_some_and(|c| ascii(*c) == '@') {
        let end = sign + 1 + chars[sign + 1..].iter().take_while(|c| part(**c)).count();
        if end > sign + 1 {
            return Some(end);
        }
    }
    (length > 0).then(|| written_out(chars, start, sign)).flatten()
}

/// The end of an address whose signs are words or stand apart: `li (at) example.com`, `li at example dot com`.
fn written_out(chars: &[char], start: usize, local_ends: usize) -> Option<usize> {
    const SIGNS: [&str; 9] = ["(at)", "[at]", "{at}", "<at>", "【at】", "(a)", "@", "艾特", "#"];
    // Every word of every answer comes here; most are followed by what begins no sign.
    let next = chars[local_ends..].iter().find(|c| ascii(**c) != ' ')?;
    if !"([{<【@艾#aA".contains(ascii(*next)) {
        return None;
    }
    let rest: Vec<char> = chars[local_ends..]
        .iter()
        .take(LONGEST)
        .map(|c| ascii(*c).to_ascii_lowercase())
        .collect();
    let blanks = rest.iter().take_while(|c| **c == ' ').count();
    let sign = SIGNS.iter().find(|sign| begins(&rest[blanks..], sign));
    let (after, is_word) = match sign {
        Some(sign) => (blanks + sign.chars().count(), false),
        None if blanks > 0 && begins(&rest[blanks..], "at ") => (blanks + 2, true),
        None => return None,
    };
    let blanks = rest[after..].iter().take_while(|c| **c == ' ').count();
    let (length, spelled) = domain(&rest[after + blanks..])?;
    // “Look at example.com” is no address.
    let local = &chars[start..local_ends];
    let odd = local
        .iter()
        .any(|c| ascii(*c).is_ascii_digit() || matches!(ascii(*c), '.' | '_' | '+'));
    (!is_word || spelled || odd).then_some(local_ends + after + blanks + length)
}

/// The length of a domain at the beginning, and whether its points are words; `None` where there is none.
fn domain(chars: &[char]) -> Option<(usize, bool)> {
    const POINTS: [&str; 7] = [" dot ", "(dot)", "[dot]", " (dot) ", " [dot] ", "点", "."];
    let label = |from: usize| {
        chars[from..]
            .iter()
            .take_while(|c| c.is_ascii_alphanumeric() || **c == '-')
            .count()
    };
    let (mut end, mut labels, mut spelled) = (label(0), 1, false);
    if end == 0 {
        return None;
    }
    while let Some(point) = POINTS.iter().find(|point| begins(&chars[end..], point)) {
        let from = end + point.chars().count();
        let length = label(from);
        if length < 2 {
            break;
        }
        spelled |= *point != ".";
        end = from + length;
        labels += 1;
    }
    (labels > 1).then_some((end, spelled))
}

/// The end of what somebody is called in a chat, and where it begins: behind `微信`, `QQ`, `WeChat` a name with a digit or `_`.
pub(super) fn chat_name(chars: &[char], start: usize) -> Option<(usize, usize)> {
    const CHATS: [&str; 9] = [
        "微信号",
        "微信",
        "威信",
        "weixin",
        "wechat",
        "vx",
        "qq号",
        "qq",
        "whatsapp",
    ];
    if start > 0 && word(chars[start - 1]) && word(chars[start]) {
        return None;
    }
    if !"微威wWvVqQ".contains(ascii(chars[start])) {
        return None;
    }
    let near = &chars[start..(start + 40).min(chars.len())];
    let lower: Vec<char> = near.iter().map(|c| ascii(*c).to_ascii_lowercase()).collect();
    let chat = CHATS.iter().find(|chat| begins(&lower, chat))?;
    let mut at = chat.chars().count();
    // A word that only begins like that is none.
    if chat.is_ascii() && lower.get(at).is_some_and(char::is_ascii_alphabetic) {
        return None;
    }
    for between in [" ", "id", "is", "是", "为", ":", " "] {
        if begins(&lower[at..], between) {
            at += between.chars().count();
        }
    }
    let length = lower[at..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .count();
    let name = &lower[at..at + length];
    let telling = name.iter().any(|c| c.is_ascii_digit() || *c == '_');
    (length >= 5 && telling).then_some((start + at, start + at + length))
}

fn begins(chars: &[char], with: &str) -> bool {
    let mut at = chars.iter();
    with.chars().all(|c| at.next() == Some(&c))
}
