//! What changes are called and why they matter, in both languages; and when two wordings are the same words.

use super::Aspect;
use super::Change;
use super::Impact;
use super::Subject;
use crate::diagnostic::Words;
use crate::locale::Texts;
use std::collections::BTreeSet;

/// A text for a list of changes: all its wordings, each once.
pub(super) fn label(texts: &Texts) -> String {
    let mut words: Vec<&str> = Vec::new();
    for (_, text) in texts.all() {
        if !words.contains(&text) {
            words.push(text);
        }
    }
    words.join(" / ")
}

/// The languages in which two texts differ, each with both wordings; a language that only one of them has counts where the
/// other's wording for it is another. A text without languages stands for all.
pub(super) fn labels(before: &Texts, after: &Texts) -> Vec<(Option<String>, [String; 2])> {
    if before == after {
        return Vec::new();
    }
    let tags =
        |texts: &Texts| -> Vec<Option<crate::locale::Lang>> { texts.all().map(|(lang, _)| lang.cloned()).collect() };
    let mut all: BTreeSet<Option<crate::locale::Lang>> = tags(before).into_iter().collect();
    all.extend(tags(after));
    // Where one text is common to all languages and the other has its own for each, the common one is compared with each.
    if all.len() > 1 {
        all.remove(&None);
    }
    let own = |texts: &Texts, lang: &Option<crate::locale::Lang>| match lang {
        Some(lang) if texts.covers(lang) => texts.get(lang, &[]).to_owned(),
        Some(_) => String::new(),
        None => label(texts),
    };
    all.into_iter()
        .map(|lang| {
            let texts = [own(before, &lang), own(after, &lang)];
            (lang.map(|lang| lang.tag().to_owned()), texts)
        })
        // A language that came or went is told once, for the survey.
        .filter(|(_, [was, is])| {
            was != is && (!was.is_empty() && !is.is_empty() || before.is_empty() || after.is_empty())
        })
        .collect()
}

/// Whether two wordings differ in blanks, punctuation and capitals alone.
pub(super) fn same_words(before: &str, after: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (was, is) = (letters(before), letters(after));
    was == is && !was.is_empty()
}

/// What an aspect is called.
#[must_use]
pub fn words_of(aspect: Aspect) -> Words {
    let (en, zh) = match aspect {
        Aspect::Added => ("added", "新增"),
        Aspect::Removed => ("removed", "删除"),
        Aspect::Moved => ("moved", "移动位置"),
        Aspect::Kind => ("kind", "题型"),
        Aspect::Wording => ("wording", "措辞"),
        Aspect::Spelling => ("spelling", "标点、大小写"),
        Aspect::Hint => ("hint", "提示语"),
        Aspect::Label => ("label", "选项文字"),
        Aspect::Ends => ("ends", "两端文字"),
        Aspect::OptionAdded => ("option added", "新增选项"),
        Aspect::OptionRemoved => ("option removed", "删除选项"),
        Aspect::OptionRenamed => ("option renamed", "选项改名"),
        Aspect::OptionValue => ("option value", "选项数值"),
        Aspect::OptionOrder => ("order of options", "选项顺序"),
        Aspect::MissingAnswer => ("don't know etc.", "“不清楚”等选项"),
        Aspect::Scale => ("scale", "量表"),
        Aspect::Direction => ("direction", "方向"),
        Aspect::Routing => ("routing", "跳转"),
        Aspect::Required => ("required", "必答"),
        Aspect::Limits => ("limits", "取值限制"),
        Aspect::Order => ("random order", "随机顺序"),
        Aspect::Formula => ("formula", "计算公式"),
        Aspect::Counted => ("what is counted", "计算内容"),
        Aspect::Filter => ("whom it counts", "计算范围"),
        Aspect::Weights => ("weights", "权重"),
        Aspect::Parts => ("parts", "组成"),
        Aspect::Weighting => ("weighting", "加权"),
        Aspect::Design => ("sample design", "抽样设计"),
        Aspect::Privacy => ("privacy", "隐私承诺"),
        Aspect::Language => ("languages", "语言"),
        Aspect::Texts => ("texts", "文字"),
        Aspect::Settings => ("settings", "设置"),
    };
    Words::new(en, zh)
}

/// Why a change is what it is: what it does to answers and figures.
#[must_use]
pub fn reason(change: &Change) -> Words {
    let removed = change.aspect == Aspect::Removed;
    let (en, zh) = match change.aspect {
        Aspect::Added => ("nothing before it is compared with it", "此前没有可与之比较的内容"),
        Aspect::Removed if change.subject == Subject::Measure || change.subject == Subject::Index => {
            ("its trend ends", "该指标的趋势到此为止")
        }
        Aspect::Removed if change.impact == Impact::Breaking => (
            "nobody is asked any more; what is computed of it ends",
            "不再询问；由其计算的数字到此为止",
        ),
        Aspect::Moved => (
            "what is asked before a question colours its answers",
            "前面问过什么会影响后面的回答",
        ),
        Aspect::Kind => ("answers of another kind cannot be compared", "题型不同，答案无法比较"),
        Aspect::Wording => ("other words may be another question", "措辞不同，所问可能已不同"),
        Aspect::Spelling => ("the words are the same", "用词未变"),
        Aspect::Hint => (
            "what is said beside a question colours its answers",
            "题旁说明会影响回答",
        ),
        Aspect::Label => (
            "other words at a point may draw other answers",
            "选项文字不同，选择可能不同",
        ),
        Aspect::Ends => (
            "other words at the ends may draw other answers",
            "两端文字不同，选择可能不同",
        ),
        Aspect::OptionAdded => (
            "answers may have moved to it from the others",
            "部分答案可能由其他选项转来",
        ),
        Aspect::OptionRemoved => (
            "answers given to it are no option any more; the others gain by it",
            "选过它的答案不再是选项，其他选项的比例随之上升",
        ),
        Aspect::OptionRenamed if change.impact == Impact::Breaking => (
            "the same value now stands for something else",
            "同一数值现在代表另一含义",
        ),
        Aspect::OptionRenamed => ("the name changed, value and words did not", "名称改了，数值和文字未变"),
        Aspect::OptionValue => (
            "stored answers are known by their value: old ones would be read as another option",
            "答案按数值存储：旧答案会被读成另一选项",
        ),
        Aspect::OptionOrder => (
            "options that stand first are chosen more often",
            "排在前面的选项更常被选",
        ),
        Aspect::MissingAnswer => (
            "who can say “don't know” does not choose a point; the base moves",
            "可选“不清楚”的人不会打分，样本量随之变化",
        ),
        Aspect::Scale => ("points on another scale are other points", "量表不同，分值不能相比"),
        Aspect::Direction => ("high now means what low meant", "高低的含义互换"),
        Aspect::Routing => ("other people are asked", "被问到的人不同"),
        Aspect::Required => (
            "whoever could leave it blank now cannot, or the reverse",
            "可否不答有变",
        ),
        Aspect::Limits => ("other answers are allowed", "允许的答案不同"),
        Aspect::Order => (
            "the order of questions or options is drawn anew for each respondent, or no more",
            "题目或选项是否随机排列有变",
        ),
        Aspect::Formula => ("it is computed in another way", "计算方法不同"),
        Aspect::Counted => ("it counts something else", "计算的内容不同"),
        Aspect::Filter => ("it is computed on other responses", "计算所依据的答卷不同"),
        Aspect::Weights => ("the same answers give another index", "同样的答案会得出不同的指数"),
        Aspect::Parts => ("the index is made of other things", "指数的组成不同"),
        Aspect::Weighting => ("responses weigh otherwise", "答卷的权重不同"),
        Aspect::Design => (
            "intervals are made in another way; values stay",
            "区间的算法不同，数值不变",
        ),
        Aspect::Privacy => (
            "people answer otherwise when they are promised something else",
            "承诺不同，作答的坦率程度不同",
        ),
        Aspect::Language => (
            "who answers in a language that stays is asked the same",
            "保留语言的受访者所答不变",
        ),
        Aspect::Texts | Aspect::Settings | Aspect::Removed => ("no answer depends on it", "不影响任何答案"),
    };
    if removed && change.impact != Impact::Breaking {
        return Words::new("it asked nothing", "它不提问");
    }
    Words::new(en, zh)
}

/// What the author says of a change that would need a word: that it is comparable, or how earlier answers are read, and why.
#[must_use]
pub fn answered_for(change: &Change) -> Option<Words> {
    if change.impact == Impact::Compatible {
        return None;
    }
    match (&change.because, &change.read_as) {
        (Some(because), _) => Some(Words::new(format!("comparable: {because}"), format!("可比：{because}"))),
        (None, Some(read_as)) => Some(Words::new(
            format!("answers to earlier options are read as today's: {read_as}"),
            format!("对旧选项的回答按新选项读取：{read_as}"),
        )),
        (None, None) => None,
    }
}

/// A change in a sentence, with what it was and is.
#[must_use]
pub fn sentence(change: &Change) -> Words {
    let (id, aspect, why) = (&change.id, words_of(change.aspect), reason(change));
    let lang = change
        .lang
        .as_deref()
        .map_or(String::new(), |lang| format!(" ({lang})"));
    let short = |text: &str| -> String {
        let mut short: String = text.chars().take(80).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (was, is) = (short(&change.before), short(&change.after));
    let (en, zh) = match (was.is_empty(), is.is_empty()) {
        (true, true) => (String::new(), String::new()),
        (false, false) => (format!(" “{was}” → “{is}”"), format!("“{was}” → “{is}”")),
        (true, false) => (format!(" “{is}”"), format!("“{is}”")),
        (false, true) => (format!(" “{was}”"), format!("“{was}”")),
    };
    let (en_why, zh_why) = match answered_for(change) {
        Some(words) => (words.en, words.zh),
        None => (why.en, why.zh),
    };
    Words::new(
        format!("`{id}`: {}{lang}{en}: {en_why}", aspect.en),
        format!("`{id}`：{}{lang}{zh}：{zh_why}", aspect.zh),
    )
}
