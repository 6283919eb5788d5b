//! Scales known by the words of their points, in Chinese and English: satisfaction, agreement, importance and others.
//!
//! Each label gets a family and a degree, from its core word ("satisfied", 满意), what turns it round ("dis-", 不) and how strong it is
//! ("very", 非常). A list is a scale when all its labels are of one family and no two of one degree; the degrees tell which end is
//! good, whatever order the list is in.

use crate::model::Missing;
use std::cmp::Ordering;

/// What a scale is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Satisfaction,
    Agreement,
    Importance,
    Frequency,
    Likelihood,
    Ease,
    Quality,
    YesNo,
}

impl Family {
    /// A word for names and comments.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Satisfaction => "satisfaction",
            Self::Agreement => "agreement",
            Self::Importance => "importance",
            Self::Frequency => "frequency",
            Self::Likelihood => "likelihood",
            Self::Ease => "ease",
            Self::Quality => "quality",
            Self::YesNo => "yesno",
        }
    }
}

/// Core words of a family: good ones, bad ones.
const CORES: [(Family, &[&str], &[&str]); 7] = [
    (
        Family::Satisfaction,
        &["satisfied", "happy", "pleased", "satisfactory", "满意", "滿意"],
        &["dissatisfied", "unsatisfied", "unhappy", "displeased", "unsatisfactory"],
    ),
    (
        Family::Agreement,
        &["agree", "同意", "赞同", "符合", "认同"],
        &["disagree", "反对"],
    ),
    (Family::Importance, &["important", "重要"], &["unimportant"]),
    (
        Family::Likelihood,
        &["likely", "probable", "可能", "愿意"],
        &["unlikely", "improbable"],
    ),
    (
        Family::Ease,
        &["easy", "容易", "简单", "轻松", "方便"],
        &["difficult", "hard", "困难", "费力", "麻烦", "复杂"],
    ),
    (
        Family::Quality,
        &["good", "excellent", "优秀", "好"],
        &["bad", "poor", "terrible", "差", "坏"],
    ),
    (
        Family::YesNo,
        &["yes", "是", "是的", "有", "会"],
        &["no", "否", "没有", "不是", "不会"],
    ),
];
const STRONG: [&str; 18] = [
    "very",
    "strongly",
    "highly",
    "really",
    "definitely",
    "extremely",
    "completely",
    "totally",
    "absolutely",
    "entirely",
    "非常",
    "很",
    "十分",
    "极其",
    "极",
    "完全",
    "特别",
    "强烈",
];
const STRONGEST: [&str; 9] = [
    "extremely",
    "completely",
    "totally",
    "absolutely",
    "entirely",
    "excellent",
    "极其",
    "完全",
    "terrible",
];
const WEAK: [&str; 17] = [
    "somewhat",
    "slightly",
    "a little",
    "fairly",
    "rather",
    "moderately",
    "mostly",
    "tend to",
    "quite",
    "not very",
    "比较",
    "较",
    "有点",
    "有些",
    "基本",
    "不太",
    "不怎么",
];
const NEUTRAL: [&str; 14] = [
    "neither",
    "neutral",
    "undecided",
    "average",
    "fair",
    "ok",
    "okay",
    "indifferent",
    "一般",
    "中立",
    "普通",
    "无所谓",
    "中等",
    "不确定",
];
const FREQUENCY: [(&str, i32); 19] = [
    ("never", 0),
    ("从不", 0),
    ("从来没有", 0),
    ("从未", 0),
    ("从没", 0),
    ("almost never", 1),
    ("几乎不", 1),
    ("几乎从不", 1),
    ("rarely", 2),
    ("seldom", 2),
    ("很少", 2),
    ("sometimes", 4),
    ("occasionally", 3),
    ("偶尔", 3),
    ("有时", 4),
    ("often", 5),
    ("usually", 6),
    ("always", 8),
    ("总是", 8),
];
const FREQUENCY_MORE: [(&str, i32); 8] = [
    ("frequently", 5),
    ("经常", 5),
    ("通常", 6),
    ("very often", 6),
    ("almost always", 7),
    ("几乎总是", 7),
    ("每次", 8),
    ("有时候", 4),
];

/// Labels that say why there is no answer.
const NO_ANSWER: [(&str, Missing); 27] = [
    ("don't know", Missing::DontKnow),
    ("dont know", Missing::DontKnow),
    ("do not know", Missing::DontKnow),
    ("not sure", Missing::DontKnow),
    ("unsure", Missing::DontKnow),
    ("no opinion", Missing::DontKnow),
    ("can't say", Missing::DontKnow),
    ("不知道", Missing::DontKnow),
    ("不清楚", Missing::DontKnow),
    ("说不清", Missing::DontKnow),
    ("不了解", Missing::DontKnow),
    ("难以判断", Missing::DontKnow),
    ("not applicable", Missing::NotApplicable),
    ("n/a", Missing::NotApplicable),
    ("na", Missing::NotApplicable),
    ("does not apply", Missing::NotApplicable),
    ("doesn't apply", Missing::NotApplicable),
    ("不适用", Missing::NotApplicable),
    ("没有用过", Missing::NotApplicable),
    ("未使用", Missing::NotApplicable),
    ("没有使用过", Missing::NotApplicable),
    ("prefer not to say", Missing::Refused),
    ("prefer not to answer", Missing::Refused),
    ("rather not say", Missing::Refused),
    ("不愿回答", Missing::Refused),
    ("拒绝回答", Missing::Refused),
    ("不方便透露", Missing::Refused),
];

/// The kind of missing a label stands for.
pub(super) fn no_answer(label: &str) -> Option<Missing> {
    let label = stripped(label);
    NO_ANSWER
        .iter()
        .find(|(words, _)| *words == label)
        .map(|(_, kind)| *kind)
}

/// The scale that these labels are, with a degree for each: the higher, the better (or the more).
pub(super) fn recognise(labels: &[&str]) -> Option<(Family, Vec<i32>)> {
    if labels.len() < 2 {
        return None;
    }
    let bare: Vec<String> = labels.iter().map(|label| stripped(label)).collect();
    if let Some(degrees) = frequency(&bare) {
        return Some((Family::Frequency, degrees));
    }
    CORES.iter().find_map(|(family, good, bad)| {
        let exact = *family == Family::YesNo;
        if exact && labels.len() != 2 {
            return None;
        }
        let degrees: Vec<i32> = bare
            .iter()
            .map(|label| degree(label, good, bad, exact))
            .collect::<Option<_>>()?;
        let core = |label: &String| !NEUTRAL.contains(&label.as_str());
        (bare.iter().any(core) && distinct(&degrees)).then_some((*family, degrees))
    })
}

fn frequency(labels: &[String]) -> Option<Vec<i32>> {
    let degree = |label: &String| {
        let all = FREQUENCY.iter().chain(&FREQUENCY_MORE);
        all.clone().find(|(word, _)| word == label).map(|(_, degree)| *degree)
    };
    let degrees: Vec<i32> = labels.iter().map(degree).collect::<Option<_>>()?;
    (labels.len() > 2 && distinct(&degrees)).then_some(degrees)
}

fn distinct(degrees: &[i32]) -> bool {
    let mut sorted = degrees.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|two| two[0] < two[1])
}

fn degree(label: &str, good: &[&str], bad: &[&str], exact: bool) -> Option<i32> {
    if exact {
        return match (good.contains(&label), bad.contains(&label)) {
            (true, _) => Some(1),
            (_, true) => Some(0),
            _ => None,
        };
    }
    let neutral = NEUTRAL.iter().any(|word| {
        if word.is_ascii() {
            first_word(label) == *word
        } else {
            label.starts_with(word)
        }
    });
    if neutral {
        return Some(0);
    }
    let bad_word = bad.iter().find(|word| has_word(label, word));
    let good_word = good.iter().find(|word| has_word(label, word));
    // 不满意 and "not satisfied" turn the good word round; "dissatisfied" holds the good word and is a bad one.
    let turned = label.contains('不') || label.split(' ').any(|word| word == "not") || label.contains("没");
    let negative = match (good_word, bad_word) {
        (None, None) => return None,
        (Some(_), None) => turned,
        (None, Some(_)) => !turned,
        (Some(_), Some(_)) => true,
    };
    let rest = [good_word, bad_word]
        .into_iter()
        .flatten()
        .fold(label.to_owned(), |rest, word| rest.replacen(word, " ", 1));
    let weak = WEAK.iter().any(|word| has_word(&rest, word));
    let strength = if STRONGEST.iter().any(|word| has_word(label, word))
        || label.starts_with("not at all")
        || label.starts_with("根本")
    {
        4
    } else if weak {
        1
    } else if STRONG.iter().any(|word| has_word(&rest, word)) {
        3
    } else {
        2
    };
    // "Slightly important" is little, but it is no degree of unimportance.
    Some(if negative { -strength } else { strength })
}

fn first_word(label: &str) -> &str {
    label.split(' ').next().unwrap_or_default()
}

/// Whether a label holds a word: a whole one in Latin letters, anywhere in Chinese.
fn has_word(label: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return label.contains(word);
    }
    let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    label
        .match_indices(word)
        .any(|(at, _)| !letters(label[..at].chars().next_back()) && !letters(label[at + word.len()..].chars().next()))
}

/// A label in small letters without the number and marks around it: `5 - Very satisfied` is `very satisfied`.
fn stripped(label: &str) -> String {
    let small = label.to_lowercase().replace(['’', '‘'], "'");
    let inner = small
        .trim_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "-–—=.:：、，,;()（）[]【】·*".contains(c));
    inner.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How degrees run along a list: rising, falling, or neither.
pub(super) fn direction(degrees: &[i32]) -> Option<Ordering> {
    if degrees.windows(2).all(|two| two[0] < two[1]) {
        Some(Ordering::Less)
    } else if degrees.windows(2).all(|two| two[0] > two[1]) {
        Some(Ordering::Greater)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_known_by_their_words_in_any_order() {
        for (labels, family, order) in [
            (
                vec!["非常不满意", "不满意", "一般", "满意", "非常满意"],
                Family::Satisfaction,
                Some(Ordering::Less),
            ),
            (
                vec!["很满意", "比较满意", "一般", "不太满意", "很不满意"],
                Family::Satisfaction,
                Some(Ordering::Greater),
            ),
            (
                vec![
                    "Very dissatisfied",
                    "Dissatisfied",
                    "Neither satisfied nor dissatisfied",
                    "Satisfied",
                    "Very satisfied",
                ],
                Family::Satisfaction,
                Some(Ordering::Less),
            ),
            (
                vec![
                    "1 - Strongly agree",
                    "2 - Agree",
                    "3 - Neutral",
                    "4 - Disagree",
                    "5 - Strongly disagree",
                ],
                Family::Agreement,
                Some(Ordering::Greater),
            ),
            (
                vec![
                    "Not at all important",
                    "Slightly important",
                    "Important",
                    "Very important",
                    "Extremely important",
                ],
                Family::Importance,
                Some(Ordering::Less),
            ),
            (
                vec!["完全不重要", "不太重要", "一般", "比较重要", "非常重要"],
                Family::Importance,
                Some(Ordering::Less),
            ),
            (
                vec!["Never", "Rarely", "Sometimes", "Often", "Always"],
                Family::Frequency,
                Some(Ordering::Less),
            ),
            (
                vec!["总是", "经常", "有时", "很少", "从不"],
                Family::Frequency,
                Some(Ordering::Greater),
            ),
            (vec!["满意", "非常满意", "不满意"], Family::Satisfaction, None),
            (
                vec!["Very unlikely", "Unlikely", "Likely", "Very likely"],
                Family::Likelihood,
                Some(Ordering::Less),
            ),
            (
                vec!["非常困难", "困难", "一般", "容易", "非常容易"],
                Family::Ease,
                Some(Ordering::Less),
            ),
            (
                vec!["Poor", "Fair", "Good", "Very good", "Excellent"],
                Family::Quality,
                Some(Ordering::Less),
            ),
            (vec!["Yes", "No"], Family::YesNo, Some(Ordering::Greater)),
            (vec!["否", "是"], Family::YesNo, Some(Ordering::Less)),
        ] {
            let (found, degrees) = recognise(&labels).unwrap_or_else(|| panic!("{labels:?}"));
            assert_eq!((found, direction(&degrees)), (family, order), "{labels:?} {degrees:?}");
        }
        for labels in [
            vec!["App", "Website", "Shop"],
            vec!["Male", "Female"],
            vec!["Satisfied", "Important"],
            vec!["一般", "普通"],
            vec!["Good", "Good"],
        ] {
            assert_eq!(recognise(&labels), None, "{labels:?}");
        }
    }

    #[test]
    fn answers_that_are_none_are_known() {
        assert_eq!(no_answer("N/A"), Some(Missing::NotApplicable));
        assert_eq!(no_answer("99 - Don’t know"), Some(Missing::DontKnow));
        assert_eq!(no_answer("（不适用）"), Some(Missing::NotApplicable));
        assert_eq!(no_answer("Nasal spray"), None);
    }
}
