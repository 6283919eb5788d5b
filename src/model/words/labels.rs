//! Labels of the built-in scales and of answers that say why there is none.

use crate::locale::Texts;
use crate::locale::Word;
use crate::locale::catalogue;

catalogue! {
    /// A label that many surveys use.
    LabelWord "labels"
    VeryDissatisfied "very_dissatisfied" "Very dissatisfied" "非常不满意"
    Dissatisfied "dissatisfied" "Dissatisfied" "不满意"
    NeitherSatisfied "neither_satisfied" "Neither satisfied nor dissatisfied" "一般"
    Satisfied "satisfied" "Satisfied" "满意"
    VerySatisfied "very_satisfied" "Very satisfied" "非常满意"
    StronglyDisagree "strongly_disagree" "Strongly disagree" "非常不同意"
    Disagree "disagree" "Disagree" "不同意"
    SomewhatDisagree "somewhat_disagree" "Somewhat disagree" "有点不同意"
    NeitherAgree "neither_agree" "Neither agree nor disagree" "中立"
    SomewhatAgree "somewhat_agree" "Somewhat agree" "有点同意"
    Agree "agree" "Agree" "同意"
    StronglyAgree "strongly_agree" "Strongly agree" "非常同意"
    NotImportant "not_important" "Not at all important" "完全不重要"
    SlightlyImportant "slightly_important" "Slightly important" "不太重要"
    ModeratelyImportant "moderately_important" "Moderately important" "一般"
    VeryImportant "very_important" "Very important" "比较重要"
    ExtremelyImportant "extremely_important" "Extremely important" "非常重要"
    Never "never" "Never" "从不"
    Rarely "rarely" "Rarely" "很少"
    Sometimes "sometimes" "Sometimes" "有时"
    Often "often" "Often" "经常"
    Always "always" "Always" "总是"
    Star1 "star_1" "1 star" "1 星"
    Star2 "star_2" "2 stars" "2 星"
    Star3 "star_3" "3 stars" "3 星"
    Star4 "star_4" "4 stars" "4 星"
    Star5 "star_5" "5 stars" "5 星"
    Like "like" "I like it" "我很喜欢"
    Expect "expect" "I expect it" "理应如此"
    Neutral "neutral" "I do not mind" "无所谓"
    Accept "accept" "I can live with it" "可以接受"
    Dislike "dislike" "I dislike it" "我不喜欢"
    No "no" "No" "否"
    Yes "yes" "Yes" "是"
    NotLikely "not_likely" "Not at all likely" "完全不可能"
    ExtremelyLikely "extremely_likely" "Extremely likely" "极有可能"
    DontKnow "dont_know" "Don't know" "不清楚"
    NotApplicable "not_applicable" "Not applicable" "不适用"
    Refused "refused" "Prefer not to say" "不愿回答"
}

impl LabelWord {
    /// The word of a built-in label; `None` for every other text.
    #[must_use]
    pub fn of(label: &Texts) -> Option<&'static Word> {
        let is = |word: &&Word| *label == Texts::zh_en(word.text[1], word.text[0]);
        Self::WORDS.iter().find(is)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scales;

    #[test]
    fn every_built_in_label_is_in_the_list() {
        let mut labels: Vec<Texts> = scales::CHOSEN_MISSING.map(scales::missing_text).to_vec();
        for name in scales::NAMES {
            let scale = scales::built_in(name).unwrap();
            labels.extend(scale.list.options.into_iter().map(|option| option.text));
        }
        // Numbers are the same in all languages.
        labels.retain(|label| label.written(&crate::locale::Lang::new("fr").unwrap()).is_none());
        for label in &labels {
            assert!(LabelWord::of(label).is_some(), "{label:?}");
        }
        for word in LabelWord::WORDS {
            assert!(
                labels.contains(&Texts::zh_en(word.text[1], word.text[0])),
                "{}",
                word.key
            );
        }
    }
}
