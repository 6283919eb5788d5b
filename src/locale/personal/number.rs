//! Long numbers: of phones, cards, orders and accounts, and which long figures belong to nobody.

/// Digits from which on a number could belong to a person.
const LONGEST_HARMLESS: usize = 6;
/// What may stand between two groups of digits.
const MOST_BETWEEN: usize = 3;

pub(super) fn digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "零〇一二三四五六七八九幺".contains(c)
}

/// A letter or digit of a word: ASCII or full-width.
pub(super) fn word(c: char) -> bool {
    ascii(c).is_ascii_alphanumeric()
}

/// A full-width character as the one of ASCII.
pub(super) fn ascii(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A character of a number in ASCII; `None` for what stands between.
pub(super) fn plain(c: char) -> Option<char> {
    let c = ascii(c);
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_uppercase());
    }
    let chinese = "零一二三四五六七八九".chars().position(|known| known == c);
    let value = match c {
        '〇' => Some(0),
        '幺' => Some(1),
        _ => chinese,
    };
    char::from_digit(u32::try_from(value?).ok()?, 10)
}

fn between(c: char) -> bool {
    matches!(
        ascii(c),
        ' ' | '-'
            | '.'
            | '('
            | ')'
            | '+'
            | '/'
            | '_'
            | '~'
            | '\u{a0}'
            | '\u{2009}'
            | '\u{202f}'
            | '·'
            | '•'
            | '・'
            | '‐'..='―' | '−'
    ) || unseen(c)
}

/// Takes no room and means nothing to a reader.
fn unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Digits that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// They could belong to a person; where they end.
    OfSomebody(usize),
    /// They are a figure like any other; where they end.
    OfNobody(usize),
}

/// The number that begins at `start`.
pub(super) fn number(chars: &[char], start: usize) -> Option<Number> {
    if start > 0 && (digit(chars[start - 1]) || word(chars[start - 1])) {
        return None;
    }
    if let Some(end) = in_a_word(chars, start) {
        return Some(Number::OfSomebody(end));
    }
    let opens = matches!(ascii(chars[start]), '+' | '(') && chars.get(start + 1).is_some_and(|c| digit(*c));
    if !digit(chars[start]) && !opens {
        return None;
    }
    let (end, groups) = groups(chars, start);
    let digits: usize = groups.iter().map(String::len).sum();
    let told = is_of_a_person(&groups, opens);
    let harmless =
        !told && (is_figure(&groups, &chars[start..end]) || is_price(chars, start, end) || is_standard(chars, start));
    let number = if digits > LONGEST_HARMLESS && !harmless {
        Number::OfSomebody(end)
    } else {
        Number::OfNobody(end)
    };
    (end > start).then_some(number)
}

/// Letters and digits written as one word: numbers of orders, passports, accounts.
fn in_a_word(chars: &[char], start: usize) -> Option<usize> {
    let length = chars[start..].iter().take_while(|c| word(**c)).count();
    let own = &chars[start..start + length];
    let digits = own.iter().filter(|c| digit(**c)).count();
    (digits < length && digits > LONGEST_HARMLESS).then_some(start + length)
}

/// Groups of digits from `start` on, and where the last of them ends. A last X belongs to an identity card.
fn groups(chars: &[char], start: usize) -> (usize, Vec<String>) {
    let mut found = Vec::new();
    let (mut end, mut at) = (start, start);
    loop {
        let gap = chars[at..].iter().take_while(|c| between(**c)).count();
        let first = at + gap;
        let length = chars[first..].iter().take_while(|c| digit(**c)).count();
        let mut next = first + length;
        if length == 0 || !found.is_empty() && gap > MOST_BETWEEN || sentence_ends(&chars[at..first]) {
            break;
        }
        let mut group: String = chars[first..next].iter().filter_map(|c| plain(*c)).collect();
        let after = |at: usize| chars.get(at).is_some_and(|c| word(*c) && !digit(*c));
        if after(next) {
            // A unit or the rest of a name follows: 32GB, 5G.
            let is_check = plain(chars[next]) == Some('X') && !after(next + 1);
            if !is_check {
                if found.is_empty() && end == start {
                    end = next;
                    found.push(group);
                }
                break;
            }
            group.push('X');
            next += 1;
        }
        found.push(group);
        end = next;
        at = next;
    }
    (end, found)
}

/// A full stop with a blank behind it.
fn sentence_ends(between: &[char]) -> bool {
    between.first() == Some(&'.') && between.get(1).is_some_and(|c| c.is_whitespace())
}

/// Whether these digits are those of a phone or card, whatever stands around them.
fn is_of_a_person(groups: &[String], opens: bool) -> bool {
    let digits = groups.concat();
    let card = super::is_identity_card(&digits) || digits.len() >= 15 && beside_dates(groups) > 0;
    opens || super::is_phone(&digits) || card
}

/// Whether groups of digits are years, dates with times, marks, or an amount.
fn is_figure(groups: &[String], written: &[char]) -> bool {
    let amount = || {
        let points = written.iter().filter(|c| ascii(**c) == '.').count();
        groups.len() == 2 && points == 1 && written.len() == groups.concat().len() + 1 && groups[1].len() <= 2
    };
    beside_dates(groups) <= 4 || groups.iter().all(|group| group.len() <= 2) || amount()
}

/// How many digits are left beside years and dates.
fn beside_dates(groups: &[String]) -> usize {
    let value = |group: &String| group.parse::<u32>().unwrap_or(u32::MAX);
    let year = |group: &String| group.len() == 4 && (1900..2100).contains(&value(group));
    let of = |group: Option<&String>, most: u32| {
        group.is_some_and(|group| group.len() <= 2 && (1..=most).contains(&value(group)))
    };
    // Every year with what belongs to its date.
    let (mut at, mut left) = (0, 0);
    while at < groups.len() {
        if year(&groups[at]) {
            let month = of(groups.get(at + 1), 12);
            let day = month && of(groups.get(at + 2), 31);
            at += 1 + usize::from(month) + usize::from(day);
        } else {
            left += if is_day(&groups[at]) { 0 } else { groups[at].len() };
            at += 1;
        }
    }
    left
}

/// A day written as eight digits, such as 20261005.
fn is_day(group: &str) -> bool {
    let part = |from: usize, to: usize| {
        group
            .get(from..to)
            .and_then(|text| text.parse::<u32>().ok())
            .unwrap_or(0)
    };
    group.len() == 8
        && (1900..2100).contains(&part(0, 4))
        && (1..=12).contains(&part(4, 6))
        && (1..=31).contains(&part(6, 8))
}

/// Whether a currency stands before or behind.
fn is_price(chars: &[char], start: usize, end: usize) -> bool {
    const MARKS: &str = "¥￥$€£＄";
    const BEHIND: [&str; 16] = [
        "元",
        "块",
        "圆",
        "万",
        "人民币",
        "yuan",
        "rmb",
        "cny",
        "usd",
        "eur",
        "dollar",
        "euro",
        "€",
        "円",
        "日元",
        "韩元",
    ];
    const BEFORE: [&str; 5] = ["rmb", "cny", "usd", "eur", "人民币"];
    let text = |chars: &[char]| chars.iter().map(|c| ascii(*c).to_ascii_lowercase()).collect::<String>();
    let behind = text(&chars[end..(end + 8).min(chars.len())]);
    let before = text(&chars[start.saturating_sub(5)..start]);
    let before = before.trim_end();
    before.ends_with(|c| MARKS.contains(c))
        || BEFORE.iter().any(|known| before.ends_with(known))
        || BEHIND.iter().any(|known| behind.trim_start().starts_with(known))
}

/// Whether the name of a standard stands before, as in GB/T 19001-2016.
fn is_standard(chars: &[char], start: usize) -> bool {
    const NAMES: [&str; 9] = ["gb/t", "gb", "iso", "iec", "en", "din", "yd/t", "jr/t", "rfc"];
    let before: String = chars[start.saturating_sub(8)..start]
        .iter()
        .map(|c| ascii(*c).to_ascii_lowercase())
        .collect();
    let before = before.trim_end_matches([' ', '-']);
    NAMES.iter().any(|name| {
        let own = before.strip_suffix(name);
        own.is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
    })
}
