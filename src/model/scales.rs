//! The scales every survey can use by name, and the default words of answers that say why there is none.
//!
//! Wordings are the usual ones of survey research: balanced, every point labelled where the scale is worded, the ends alone
//! where it is numbered. The larger value is always the better one; an own scale can say `better: low`.

use super::Better;
use super::ChoiceOption;
use super::Id;
use super::Missing;
use super::MissingOption;
use super::OptionList;
use super::Scale;
use crate::locale::Texts;

/// A point: id, Chinese, English.
type Point = (&'static str, &'static str, &'static str);

const SATISFACTION: [Point; 5] = [
    ("very_dissatisfied", "非常不满意", "Very dissatisfied"),
    ("dissatisfied", "不满意", "Dissatisfied"),
    ("neither", "一般", "Neither satisfied nor dissatisfied"),
    ("satisfied", "满意", "Satisfied"),
    ("very_satisfied", "非常满意", "Very satisfied"),
];

const AGREEMENT: [Point; 5] = [
    ("strongly_disagree", "非常不同意", "Strongly disagree"),
    ("disagree", "不同意", "Disagree"),
    ("neither", "中立", "Neither agree nor disagree"),
    ("agree", "同意", "Agree"),
    ("strongly_agree", "非常同意", "Strongly agree"),
];

const AGREEMENT_FINE: [Point; 7] = [
    ("strongly_disagree", "非常不同意", "Strongly disagree"),
    ("disagree", "不同意", "Disagree"),
    ("somewhat_disagree", "有点不同意", "Somewhat disagree"),
    ("neither", "中立", "Neither agree nor disagree"),
    ("somewhat_agree", "有点同意", "Somewhat agree"),
    ("agree", "同意", "Agree"),
    ("strongly_agree", "非常同意", "Strongly agree"),
];

const IMPORTANCE: [Point; 5] = [
    ("not_at_all", "完全不重要", "Not at all important"),
    ("slightly", "不太重要", "Slightly important"),
    ("moderately", "一般", "Moderately important"),
    ("very", "比较重要", "Very important"),
    ("extremely", "非常重要", "Extremely important"),
];

const FREQUENCY: [Point; 5] = [
    ("never", "从不", "Never"),
    ("rarely", "很少", "Rarely"),
    ("sometimes", "有时", "Sometimes"),
    ("often", "经常", "Often"),
    ("always", "总是", "Always"),
];

const STARS: [Point; 5] = [
    ("1", "1 星", "1 star"),
    ("2", "2 星", "2 stars"),
    ("3", "3 星", "3 stars"),
    ("4", "4 星", "4 stars"),
    ("5", "5 星", "5 stars"),
];

/// Kano et al. (1984) ask how one feels about a feature; the five answers are those of the evaluation table.
const KANO: [Point; 5] = [
    ("like", "我很喜欢", "I like it"),
    ("expect", "理应如此", "I expect it"),
    ("neutral", "无所谓", "I do not mind"),
    ("accept", "可以接受", "I can live with it"),
    ("dislike", "我不喜欢", "I dislike it"),
];

const YES_NO: [Point; 2] = [("no", "否", "No"), ("yes", "是", "Yes")];

/// The names [`built_in`] knows, in the order of the documentation.
pub const NAMES: [&str; 12] = [
    "satisfaction5",
    "satisfaction10",
    "agreement5",
    "agreement7",
    "effort7",
    "importance5",
    "frequency5",
    "stars5",
    "yesno",
    "nps",
    "sus",
    KANO5,
];

/// The scale of Kano questions: its answers say how one feels, and neither end is the better one.
pub const KANO5: &str = "kano5";

/// The built-in scale of this name.
///
/// * `satisfaction5`, `agreement5`, `importance5`, `frequency5`, `stars5`, `sus`: values 1 to 5 (`sus` has the words of agreement).
/// * `satisfaction10`: 1 to 10, words at the ends only. `nps`: 0 to 10, words at the ends only.
/// * `agreement7`, `effort7`: 1 to 7; effort agrees that "it was made easy", so 7 is the least effort and the best.
/// * `yesno`: no is 0, yes is 1.
/// * `kano5`: 1 to 5, from "I like it" to "I dislike it".
#[must_use]
pub fn built_in(name: &str) -> Option<Scale> {
    let (first, points, ends_only): (i32, Vec<ChoiceOption>, bool) = match name {
        "satisfaction5" => (1, worded(&SATISFACTION), false),
        "satisfaction10" => (
            1,
            numbered(1, 10, "非常不满意", "Very dissatisfied", "非常满意", "Very satisfied"),
            true,
        ),
        "agreement5" | "sus" => (1, worded(&AGREEMENT), false),
        "agreement7" | "effort7" => (1, worded(&AGREEMENT_FINE), false),
        "importance5" => (1, worded(&IMPORTANCE), false),
        "frequency5" => (1, worded(&FREQUENCY), false),
        "stars5" => (1, worded(&STARS), false),
        KANO5 => (1, worded(&KANO), false),
        "yesno" => (0, worded(&YES_NO), false),
        "nps" => (
            0,
            numbered(0, 10, "完全不可能", "Not at all likely", "极有可能", "Extremely likely"),
            true,
        ),
        _ => return None,
    };
    let options = points
        .into_iter()
        .zip(first..)
        .map(|(point, value)| ChoiceOption { value, ..point })
        .collect();
    let list = OptionList {
        options,
        missing: Vec::new(),
    };
    Some(Scale {
        id: Id::new(name),
        list,
        better: if name == KANO5 { Better::Low } else { Better::High },
        ends_only,
    })
}

fn worded(points: &[Point]) -> Vec<ChoiceOption> {
    points
        .iter()
        .map(|(id, zh, en)| point(id, Texts::zh_en(zh, en)))
        .collect()
}

fn numbered(low: i32, high: i32, low_zh: &str, low_en: &str, high_zh: &str, high_en: &str) -> Vec<ChoiceOption> {
    let text = |value: i32| match value {
        v if v == low => Texts::zh_en(low_zh, low_en),
        v if v == high => Texts::zh_en(high_zh, high_en),
        v => Texts::same(v.to_string()),
    };
    (low..=high)
        .map(|value| point(&value.to_string(), text(value)))
        .collect()
}

fn point(id: &str, text: Texts) -> ChoiceOption {
    ChoiceOption {
        id: Id::new(id),
        value: 0,
        text,
        exclusive: false,
        other: false,
    }
}

/// The kinds of missing a respondent can choose, in the order they are offered.
pub const CHOSEN_MISSING: [Missing; 3] = [Missing::DontKnow, Missing::NotApplicable, Missing::Refused];

/// The default label of an answer that says why there is none; empty for kinds nobody can choose.
#[must_use]
pub fn missing_text(kind: Missing) -> Texts {
    match kind {
        Missing::DontKnow => Texts::zh_en("不清楚", "Don't know"),
        Missing::NotApplicable => Texts::zh_en("不适用", "Not applicable"),
        Missing::Refused => Texts::zh_en("不愿回答", "Prefer not to say"),
        _ => Texts::default(),
    }
}

/// An answer of this kind with its default label and no code.
#[must_use]
pub fn missing_option(kind: Missing) -> MissingOption {
    MissingOption {
        kind,
        text: missing_text(kind),
        value: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    #[test]
    fn every_scale_rises_and_speaks_both_languages() {
        for name in NAMES {
            let scale = built_in(name).unwrap();
            assert_eq!(scale.id, *name);
            assert!(scale.list.options.len() >= 2);
            assert!(
                scale
                    .list
                    .values()
                    .windows(2)
                    .all(|pair| (pair[1] - pair[0] - 1.0).abs() < 1e-12),
                "{name}"
            );
            for tag in ["zh", "en"] {
                let lang = Lang::new(tag).unwrap();
                let words: Vec<&str> = scale
                    .list
                    .options
                    .iter()
                    .map(|point| point.text.get(&lang, &[]))
                    .collect();
                assert!(words.iter().all(|word| !word.is_empty()), "{name}");
                let distinct: std::collections::BTreeSet<&&str> = words.iter().collect();
                assert_eq!(
                    distinct.len(),
                    words.len(),
                    "{name}: two points with one label cannot be told apart"
                );
            }
        }
        assert_eq!(built_in("satisfaction6"), None);
    }

    #[test]
    fn ranges_are_those_of_the_literature() {
        // Reichheld (2003): 0 to 10. Brooke (1996): 1 to 5. CES 2.0: 1 to 7.
        for (name, range) in [
            ("nps", (0.0, 10.0)),
            ("sus", (1.0, 5.0)),
            ("effort7", (1.0, 7.0)),
            ("yesno", (0.0, 1.0)),
            ("satisfaction10", (1.0, 10.0)),
        ] {
            assert_eq!(built_in(name).unwrap().range(), range);
        }
        assert!(built_in("nps").unwrap().ends_only && !built_in("stars5").unwrap().ends_only);
        assert_eq!(built_in("yesno").unwrap().list.position_of_id("yes"), Some(1));
    }

    #[test]
    fn only_what_can_be_chosen_has_words() {
        for kind in Missing::ALL {
            assert_eq!(missing_text(kind).is_empty(), !CHOSEN_MISSING.contains(&kind));
        }
    }
}
