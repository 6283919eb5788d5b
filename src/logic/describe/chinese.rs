//! Conditions worded in Chinese.

use super::Clause;
use super::Scale;
use super::Sign;
use super::Subject;
use super::Term;
use super::is_numeral;
use super::moment_parts;
use crate::logic::dates;
use crate::logic::missing::Missing;
use crate::logic::node::Aggregation;
use crate::logic::node::Comparison;
use crate::logic::node::Operation;

/// The clause without its 若; `depth` is how many joinings stand around it.
pub(super) fn clause(what: &Clause, depth: usize) -> String {
    match what {
        Clause::All(parts) => joined(parts, "，且", depth),
        Clause::Any(parts) => joined(parts, "，或", depth),
        Clause::Always(value) => if *value { "总是" } else { "从不" }.to_owned(),
        Clause::Compare { left, op, right, by } => {
            spaced(&format!("{}{}", term(left), predicate(*op, *by)), &term(right))
        }
        Clause::OneOf { of, list, sign } => {
            let is = if sign.is_denied() { "不是" } else { "是" };
            let list: Vec<String> = list.iter().map(term).collect();
            if list.len() == 1 {
                return spaced(&format!("{}{is}", term(of)), &list[0]);
            }
            let (last, before) = list
                .split_last()
                .map_or((String::new(), String::new()), |(last, before)| {
                    (last.clone(), before.join("、"))
                });
            let either = spaced(&spaced(&format!("{}{is}", term(of)), &before), "或");
            spaced(&either, &last)
        }
        Clause::Has {
            of,
            option,
            sign: Sign::Plain,
        } => spaced(&format!("{}包含", answer(of)), &label(option)),
        Clause::Has {
            of,
            option,
            sign: Sign::Denied,
        } => spaced(&format!("{}不包含", answer(of)), &label(option)),
        Clause::Answered(Subject::Question(text), Sign::Plain) => format!("您回答了「{text}」"),
        Clause::Answered(Subject::Question(text), Sign::Denied) => format!("您没有回答「{text}」"),
        Clause::Answered(Subject::Fact(name), Sign::Plain) => format!("「{name}」已知"),
        Clause::Answered(Subject::Fact(name), Sign::Denied) => format!("「{name}」未知"),
        Clause::Is(subject, kind, sign) => missing(subject, *kind, *sign),
        Clause::Yes(of, sign) => format!("{}为{}", term(of), if sign.is_denied() { "否" } else { "是" }),
        Clause::Alike(left, right, sign) => {
            let both = if sign.is_denied() {
                "以下两项恰有一项成立"
            } else {
                "以下两项同时成立或同时不成立"
            };
            format!("{both}：{}；{}", clause(left, depth + 1), clause(right, depth + 1))
        }
    }
}

fn joined(parts: &[Clause], word: &str, depth: usize) -> String {
    let worded: Vec<String> = parts.iter().map(|part| clause(part, depth + 1)).collect();
    let text = worded.join(word);
    if depth == 0 { text } else { format!("（{text}）") }
}

/// Two pieces; a space stands between a Han character and a digit or Latin letter.
fn spaced(before: &str, after: &str) -> String {
    let is_narrow = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_han = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && c.is_alphabetic());
    let (end, start) = (before.chars().last(), after.chars().next());
    let space = if (is_han(end) && is_narrow(start)) || (is_narrow(end) && is_han(start)) {
        " "
    } else {
        ""
    };
    format!("{before}{space}{after}")
}

fn predicate(op: Comparison, by: Scale) -> &'static str {
    match (op, by) {
        (Comparison::Equal, Scale::Amount) => "等于",
        (Comparison::NotEqual, Scale::Amount) => "不等于",
        (Comparison::Equal, _) => "是",
        (Comparison::NotEqual, _) => "不是",
        (Comparison::Less, Scale::Rank) => "低于",
        (Comparison::AtMost, Scale::Rank) => "不高于",
        (Comparison::More, Scale::Rank) => "高于",
        (Comparison::AtLeast, Scale::Rank) => "不低于",
        (Comparison::Less, Scale::Amount) => "小于",
        (Comparison::AtMost, Scale::Amount) => "不超过",
        (Comparison::More, Scale::Amount) => "大于",
        (Comparison::AtLeast, Scale::Amount) => "不少于",
        (Comparison::Less, Scale::Time) => "早于",
        (Comparison::AtMost, Scale::Time) => "不晚于",
        (Comparison::More, Scale::Time) => "晚于",
        (Comparison::AtLeast, Scale::Time) => "不早于",
    }
}

fn answer(subject: &Subject) -> String {
    match subject {
        Subject::Question(text) => format!("「{text}」的回答"),
        Subject::Fact(name) => format!("「{name}」"),
    }
}

fn label(text: &str) -> String {
    if is_numeral(text) {
        text.to_owned()
    } else {
        format!("「{text}」")
    }
}

/// A value in words.
pub(super) fn term(what: &Term) -> String {
    match what {
        Term::Answer(subject) => answer(subject),
        Term::Label(text) => label(text),
        Term::Number(value) => value.to_string(),
        Term::Day(days) => day(*days),
        Term::Moment(seconds) => {
            let (days, hour, minute) = moment_parts(*seconds);
            format!("{} {hour:02}:{minute:02}", day(days))
        }
        Term::Minus(of) => spaced("负", &term(of)),
        Term::Arithmetic(op, left, right) => {
            let word = match op {
                Operation::Add => "加",
                Operation::Subtract => "减",
                Operation::Multiply => "乘以",
                Operation::Divide => "除以",
            };
            spaced(&spaced(&part(left), word), &part(right))
        }
        Term::Aggregate(function, parts) => {
            let name = match function {
                Aggregation::Mean => "平均值",
                Aggregation::Sum => "总和",
                Aggregation::Min => "最低值",
                Aggregation::Max => "最高值",
            };
            format!("{}的{name}", list(parts))
        }
        Term::Answers(parts) => format!("{}中已回答的题数", list(parts)),
        Term::Chosen(subject) => format!("{}中所选的项数", answer(subject)),
        Term::Length(of) => format!("{}的字数", term(of)),
        Term::Kano(with, without) => format!("由{}与{}得出的卡诺类别", term(with), term(without)),
        Term::Band(of, bands) => {
            let bands: Vec<String> = bands
                .iter()
                .enumerate()
                .map(|(place, band)| format!("{band} 为 {place}"))
                .collect();
            format!("{}的分组（{}）", term(of), bands.join("，"))
        }
    }
}

/// A side of a calculation; one that is a calculation itself stands in parentheses.
fn part(what: &Term) -> String {
    if matches!(what, Term::Arithmetic(..)) {
        format!("（{}）", term(what))
    } else {
        term(what)
    }
}

fn list(parts: &[Term]) -> String {
    let questions: Option<Vec<String>> = parts
        .iter()
        .map(|part| {
            if let Term::Answer(Subject::Question(text)) = part {
                Some(format!("「{text}」"))
            } else {
                None
            }
        })
        .collect();
    match questions {
        Some(questions) if questions.len() > 1 => format!("{}各题回答", questions.concat()),
        _ => parts.iter().map(term).collect::<Vec<_>>().join("、"),
    }
}

fn day(days: i32) -> String {
    let (year, month, day) = dates::civil_of(days);
    format!("{year} 年 {month} 月 {day} 日")
}

fn missing(subject: &Subject, kind: Missing, sign: Sign) -> String {
    let reason = match kind {
        Missing::NotAsked => "未提问",
        Missing::NotReached => "未答到",
        Missing::Skipped => "未填",
        Missing::DontKnow => "不知道",
        Missing::NotApplicable => "不适用",
        Missing::Refused => "不愿回答",
        Missing::Invalid => "无法识别",
        Missing::NotInVersion => "所用问卷无此项",
    };
    let text = match subject {
        Subject::Question(text) => text,
        Subject::Fact(name) => {
            let is = if sign.is_denied() { "未标记为" } else { "标记为" };
            return format!("「{name}」{is}「{reason}」");
        }
    };
    match (kind, sign) {
        (Missing::NotAsked, Sign::Plain) => format!("没有向您提出「{text}」"),
        (Missing::NotAsked, Sign::Denied) => format!("向您提出了「{text}」"),
        (Missing::NotReached, Sign::Plain) => format!("您没有答到「{text}」"),
        (Missing::NotReached, Sign::Denied) => format!("您已答到「{text}」"),
        (Missing::Skipped, Sign::Plain) => format!("您没有填写「{text}」"),
        (Missing::Skipped, Sign::Denied) => format!("您没有把「{text}」留空"),
        (Missing::DontKnow | Missing::NotApplicable | Missing::Refused, Sign::Plain) => {
            format!("您对「{text}」选择了「{reason}」")
        }
        (Missing::DontKnow | Missing::NotApplicable | Missing::Refused, Sign::Denied) => {
            format!("您对「{text}」没有选择「{reason}」")
        }
        (Missing::Invalid, Sign::Plain) => format!("「{text}」的回答无法识别"),
        (Missing::Invalid, Sign::Denied) => format!("「{text}」的回答并非无法识别"),
        (Missing::NotInVersion, Sign::Plain) => format!("您的问卷中没有「{text}」"),
        (Missing::NotInVersion, Sign::Denied) => format!("您的问卷中有「{text}」"),
    }
}
