use super::*;

struct Labels {
    chinese: bool,
}

impl Describe for Labels {
    fn subject(&self, slot: usize) -> Subject {
        let (english, chinese) = match IDS[slot] {
            "recommend" => (
                "How likely are you to recommend us to a friend?",
                "您向朋友推荐我们的可能性有多大？",
            ),
            "overall" => ("How satisfied are you?", "您满意吗？"),
            "channel" => ("Where did you buy?", "您在哪里购买？"),
            "reasons" => ("Why?", "为什么？"),
            "minutes" => ("How long did you wait?", "您等了多久？"),
            "region" => return Subject::Fact(if self.chinese { "地区" } else { "Region" }.to_owned()),
            "submitted" => {
                return Subject::Fact(
                    if self.chinese {
                        "提交时间"
                    } else {
                        "Time of submission"
                    }
                    .to_owned(),
                );
            }
            "reason" => ("What is the reason?", "原因是什么？"),
            "member" => ("Are you a member?", "您是会员吗？"),
            other => (other, other),
        };
        Subject::Question(if self.chinese { chinese } else { english }.to_owned())
    }

    fn option(&self, slot: usize, index: u32) -> String {
        let chinese = ["很不满意", "不满意", "一般", "满意", "很满意"];
        let ids = match type_of(slot) {
            Type::Option(set) | Type::Set(set) => set.options.iter().map(|option| option.id.clone()).collect(),
            _ => Vec::new(),
        };
        if self.chinese && slot == 1 {
            chinese[index as usize].to_owned()
        } else {
            ids[index as usize].clone()
        }
    }
}

fn english(text: &str) -> String {
    describe(&compiled(text), &Labels { chinese: false }, "en-GB")
}

fn chinese(text: &str) -> String {
    describe(&compiled(text), &Labels { chinese: true }, "zh-Hans")
}

#[test]
fn comparisons_read_like_sentences_in_english() {
    for (text, words) in [
        (
            "recommend <= 6",
            "if your answer to “How likely are you to recommend us to a friend?” is 6 or lower",
        ),
        (
            "6 >= recommend",
            "if your answer to “How likely are you to recommend us to a friend?” is 6 or lower",
        ),
        (
            "overall > 3",
            "if your answer to “How satisfied are you?” is higher than “fair”",
        ),
        (
            "overall > 3.5",
            "if your answer to “How satisfied are you?” is higher than 3.5",
        ),
        (
            "not overall > \"fair\"",
            "if your answer to “How satisfied are you?” is “fair” or lower",
        ),
        ("channel = \"app\"", "if your answer to “Where did you buy?” is “app”"),
        (
            "channel in [\"app\", \"web\", \"phone\"]",
            "if your answer to “Where did you buy?” is “app”, “web” or “phone”",
        ),
        (
            "not (channel in [\"app\", \"web\"])",
            "if your answer to “Where did you buy?” is neither “app” nor “web”",
        ),
        ("region != \"east\"", "if “Region” is not “east”"),
        ("reasons has \"price\"", "if your answer to “Why?” includes “price”"),
        (
            "not reasons has \"price\"",
            "if your answer to “Why?” does not include “price”",
        ),
        (
            "minutes >= -5",
            "if your answer to “How long did you wait?” is at least -5",
        ),
        (
            "submitted >= date(\"2026-03-01\")",
            "if “Time of submission” is 1 March 2026 or later",
        ),
        ("answered(reason)", "if you answered “What is the reason?”"),
        ("not answered(reason)", "if you did not answer “What is the reason?”"),
        (
            "is(overall, dont_know)",
            "if you answered “don’t know” to “How satisfied are you?”",
        ),
        ("member", "if your answer to “Are you a member?” is yes"),
        ("not member", "if your answer to “Are you a member?” is no"),
        ("member = false", "if your answer to “Are you a member?” is no"),
        ("true", "in any case"),
        ("false and member", "in no case"),
    ] {
        assert_eq!(english(text), words);
    }
}

#[test]
fn comparisons_read_like_sentences_in_chinese() {
    for (text, words) in [
        ("recommend <= 6", "若「您向朋友推荐我们的可能性有多大？」的回答不高于 6"),
        ("overall <= 2", "若「您满意吗？」的回答不高于「不满意」"),
        ("overall = \"good\"", "若「您满意吗？」的回答是「满意」"),
        (
            "channel in [\"app\", \"web\", \"phone\"]",
            "若「您在哪里购买？」的回答是「app」、「web」或「phone」",
        ),
        (
            "recommend in [1, 2, 3]",
            "若「您向朋友推荐我们的可能性有多大？」的回答是 1、2 或 3",
        ),
        ("not reasons has \"price\"", "若「为什么？」的回答不包含「price」"),
        ("minutes > 30", "若「您等了多久？」的回答大于 30"),
        (
            "submitted < date(\"2026-03-01\")",
            "若「提交时间」早于 2026 年 3 月 1 日",
        ),
        ("not answered(reason)", "若您没有回答「原因是什么？」"),
        ("is(overall, refused)", "若您对「您满意吗？」选择了「不愿回答」"),
        (
            "member and answered(reason)",
            "若「您是会员吗？」的回答为是，且您回答了「原因是什么？」",
        ),
        (
            "member or answered(reason) and reasons has \"price\"",
            "若「您是会员吗？」的回答为是，或（您回答了「原因是什么？」，且「为什么？」的回答包含「price」）",
        ),
        (
            "mean(overall, service.speed) < 3",
            "若「您满意吗？」「service.speed」各题回答的平均值小于 3",
        ),
        ("length(reason) >= 10", "若「原因是什么？」的回答的字数不少于 10"),
        ("true", "在任何情况下"),
    ] {
        assert_eq!(chinese(text), words);
    }
}

#[test]
fn joinings_show_what_belongs_together() {
    for (text, words) in [
        (
            "member and answered(reason)",
            "if your answer to “Are you a member?” is yes and you answered “What is the reason?”",
        ),
        (
            "member and (answered(reason) or answered(reasons))",
            "if your answer to “Are you a member?” is yes and either you answered “What is the reason?” or you answered “Why?”",
        ),
        (
            "member or answered(reason) and answered(reasons)",
            "if your answer to “Are you a member?” is yes or both you answered “What is the reason?” and you answered “Why?”",
        ),
        (
            "not (answered(reason) or answered(reasons))",
            "if you did not answer “What is the reason?” and you did not answer “Why?”",
        ),
        ("true and member", "if your answer to “Are you a member?” is yes"),
    ] {
        assert_eq!(english(text), words);
    }
}

#[test]
fn calculations_are_worded_too() {
    for (text, words) in [
        (
            "mean(overall, recommend) < 3",
            "if the average of your answers to “How satisfied are you?” and “How likely are you to recommend us to a friend?” is less than 3",
        ),
        (
            "(minutes + 1) * 2 > 5",
            "if (your answer to “How long did you wait?” plus 1) times 2 is more than 5",
        ),
        (
            "count(reasons) >= 2",
            "if the number of options chosen in your answer to “Why?” is at least 2",
        ),
        (
            "length(reason) > 10",
            "if the number of characters in your answer to “What is the reason?” is more than 10",
        ),
    ] {
        assert_eq!(english(text), words);
    }
    assert_eq!(
        english("minutes / 60"),
        "your answer to “How long did you wait?” divided by 60"
    );
}

/// Labels that say every phrase in a language of their own: here in capitals of the English example.
struct Loud;

impl Describe for Loud {
    fn subject(&self, slot: usize) -> Subject {
        Labels { chinese: false }.subject(slot)
    }

    fn option(&self, slot: usize, index: u32) -> String {
        Labels { chinese: false }.option(slot, index)
    }

    fn phrase(&self, phrase: Phrase) -> Option<String> {
        let word: &crate::locale::Word = phrase.into();
        let loud = |c: char| {
            if c == '“' {
                '<'
            } else if c == '”' {
                '>'
            } else {
                c
            }
        };
        Some(word.text[0].chars().map(loud).collect())
    }
}

#[test]
fn a_language_of_its_own_gets_whole_phrases_with_places() {
    for (text, words) in [
        (
            "recommend <= 6",
            "if your answer to <How likely are you to recommend us to a friend?> is at most 6",
        ),
        (
            "channel in [\"app\", \"web\"]",
            "if your answer to <Where did you buy?> is one of <app>, <web>",
        ),
        (
            "not reasons has \"price\"",
            "if your answer to <Why?> does not include <price>",
        ),
        ("region != \"east\"", "if <Region> is not <east>"),
        (
            "answered(reason) and (member or minutes >= 3)",
            "if you answered <What is the reason?> and (your answer to <Are you a member?> is yes or your answer to <How long did you wait?> is at least 3)",
        ),
        (
            "submitted >= date(\"2026-03-01\")",
            "if <Time of submission> is 2026-03-01 or later",
        ),
        (
            "is(overall, dont_know)",
            "if your answer to <How satisfied are you?> is marked <don’t know>",
        ),
        (
            "minutes * (minutes + 1) > 2",
            "if your answer to <How long did you wait?> times (your answer to <How long did you wait?> plus 1) is more than 2",
        ),
        ("true", "in any case"),
    ] {
        assert_eq!(describe(&compiled(text), &Loud, "ar"), words);
    }
}
