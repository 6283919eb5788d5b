//! The sentences of a form: which of its words stand where, and how they are joined.

use super::say::Say;
use super::view::FixedWords;
use crate::model::FormWord;
use crate::model::PrivacyFact;
use crate::model::PrivacyMode;
use crate::model::PrivacyWord;

/// Words that do not change from form to form.
pub(super) fn fixed(say: Say<'_>) -> FixedWords {
    FixedWords {
        skip: say.own(FormWord::Skip),
        languages: say.own(FormWord::Languages),
        in_one_go: say.own(FormWord::InOneGo),
        privacy: say.own(FormWord::Privacy),
        trap: say.own(FormWord::Trap),
        gap: say.gap(),
        send: say.own(FormWord::Send),
        choose: say.own(FormWord::Choose),
    }
}

/// How long the form is.
pub(super) fn length(say: Say<'_>, questions: usize, minutes: usize) -> String {
    let counted = |count: usize, one: FormWord, many: FormWord| {
        let word = if count == 1 { one } else { many };
        say.fill(word, &[("n", &count.to_string())])
    };
    let questions = counted(questions, FormWord::OneQuestion, FormWord::Questions);
    let minutes = counted(minutes, FormWord::OneMinute, FormWord::Minutes);
    say.fill(FormWord::Length, &[("questions", &questions), ("minutes", &minutes)])
}

/// "Part 2 of 4".
pub(super) fn progress(say: Say<'_>, part: usize, parts: usize) -> String {
    let [part, parts] = [part, parts].map(|n| n.to_string());
    say.fill(FormWord::Progress, &[("part", &part), ("parts", &parts)])
}

/// A sentence about another question.
pub(super) fn about(say: Say<'_>, word: FormWord, question: &str) -> String {
    say.fill(word, &[("question", question)])
}

/// How many options may be chosen.
pub(super) fn choose(say: Say<'_>, min: Option<u32>, max: Option<u32>) -> String {
    let min = min.filter(|least| *least > 1);
    let n = |word: FormWord, n: u32| say.fill(word, &[("n", &n.to_string())]);
    match (min, max) {
        (Some(min), Some(max)) if min == max => n(FormWord::ChooseExactly, min),
        (Some(min), Some(max)) => {
            let [low, high] = [min, max].map(|n| n.to_string());
            say.fill(FormWord::ChooseBetween, &[("low", &low), ("high", &high)])
        }
        (Some(min), None) => n(FormWord::ChooseLeast, min),
        (None, Some(1)) => say.own(FormWord::ChooseOne),
        (None, Some(max)) => n(FormWord::ChooseMost, max),
        (None, None) => say.own(FormWord::ChooseAny),
    }
}

/// Which options stand alone.
pub(super) fn alone(say: Say<'_>, labels: &[String]) -> String {
    let quoted = labels
        .iter()
        .map(|label| say.fill(FormWord::Quoted, &[("text", label)]));
    let all = quoted
        .reduce(|first, second| say.fill(FormWord::Pair, &[("first", &first), ("second", &second)]))
        .unwrap_or_default();
    if labels.len() == 1 {
        say.fill(FormWord::Alone, &[("option", &all)])
    } else {
        say.fill(FormWord::EachAlone, &[("options", &all)])
    }
}

/// Label of the box beside an "other" option.
pub(super) fn in_own_words(say: Say<'_>, option: &str) -> String {
    say.fill(FormWord::InOwnWords, &[("option", option)])
}

/// Which numbers are allowed.
pub(super) fn number_range(say: Say<'_>, low: Option<&str>, high: Option<&str>, whole: bool) -> Option<String> {
    let pick = |if_whole, otherwise| if whole { if_whole } else { otherwise };
    Some(match (low, high) {
        (Some(low), Some(high)) => say.fill(
            pick(FormWord::WholeBetween, FormWord::NumberBetween),
            &[("low", low), ("high", high)],
        ),
        (Some(low), None) => say.fill(pick(FormWord::WholeLeast, FormWord::NumberLeast), &[("low", low)]),
        (None, Some(high)) => say.fill(pick(FormWord::WholeMost, FormWord::NumberMost), &[("high", high)]),
        (None, None) if !whole => return None,
        (None, None) => say.own(FormWord::Whole),
    })
}

/// How long an answer in words should be at most.
pub(super) fn most_characters(say: Say<'_>, most: u32) -> String {
    say.fill(FormWord::MostCharacters, &[("n", &most.to_string())])
}

/// How a ranking is filled in; `first` is how many are to be ranked where not all are.
pub(super) fn rank(say: Say<'_>, first: Option<u32>) -> String {
    match first {
        None => say.own(FormWord::RankAll),
        Some(1) => say.own(FormWord::RankOne),
        Some(first) => say.fill(FormWord::RankFirst, &[("n", &first.to_string())]),
    }
}

/// What the numbers of an allocation make together.
pub(super) fn add_up(say: Say<'_>, total: f64, unit: &str) -> String {
    let gap = if unit.is_empty() { "" } else { " " };
    say.fill(FormWord::AddUp, &[("total", &format!("{total}{gap}{unit}"))])
}

/// How far apart the values of a slider are.
pub(super) fn in_steps(say: Say<'_>, step: f64) -> String {
    say.fill(FormWord::InSteps, &[("step", &step.to_string())])
}

/// Behind the first and last number of a scale, for screen readers.
pub(super) fn end_of_scale(say: Say<'_>, label: &str) -> String {
    say.fill(FormWord::EndOfScale, &[("label", label)])
}

/// Survey and version, at the foot.
pub(super) fn mark(say: Say<'_>, survey: &str, hash: &str) -> String {
    let short: String = hash.chars().take(8).collect();
    say.fill(FormWord::Mark, &[("survey", survey), ("version", &short)])
}

/// What is promised about who answered.
pub(super) fn promise(mode: PrivacyMode) -> PrivacyWord {
    match mode {
        PrivacyMode::Anonymous => PrivacyWord::Anonymous,
        PrivacyMode::Confidential => PrivacyWord::Confidential,
        PrivacyMode::Identified => PrivacyWord::Identified,
    }
}

/// What is collected, where the survey does not say it in its own words.
pub(super) fn collected(mode: PrivacyMode) -> PrivacyWord {
    match mode {
        PrivacyMode::Anonymous => PrivacyWord::CollectedAnonymous,
        PrivacyMode::Confidential | PrivacyMode::Identified => PrivacyWord::CollectedTimes,
    }
}

/// Names a fact of a notice.
pub(super) fn fact(fact: PrivacyFact) -> PrivacyWord {
    match fact {
        PrivacyFact::Controller => PrivacyWord::Controller,
        PrivacyFact::Contact => PrivacyWord::Contact,
        PrivacyFact::Purpose => PrivacyWord::Purpose,
        PrivacyFact::Collected => PrivacyWord::Collected,
        PrivacyFact::Basis => PrivacyWord::Basis,
        PrivacyFact::Recipients => PrivacyWord::Recipients,
        PrivacyFact::Storage => PrivacyWord::Storage,
        PrivacyFact::Transfer => PrivacyWord::Transfer,
        PrivacyFact::Retention => PrivacyWord::Retention,
        PrivacyFact::Rights => PrivacyWord::Rights,
        PrivacyFact::Authority => PrivacyWord::Authority,
        PrivacyFact::Voluntary => PrivacyWord::Voluntary,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::locale::Lang;

    fn both<T>(of: impl Fn(Say<'_>) -> T) -> [T; 2] {
        let survey = fixture::every_kind();
        ["en", "zh"].map(|tag| of(Say::new(&survey, &Lang::new(tag).unwrap())))
    }

    #[test]
    fn the_number_of_choices_is_said_as_a_person_would() {
        let both = |min, max| both(|say| choose(say, min, max));
        assert_eq!(both(None, None), ["Choose all that apply.", "可多选。"]);
        assert_eq!(both(None, Some(1)), ["Choose one at most.", "最多选择 1 项。"]);
        assert_eq!(both(Some(1), Some(3)), ["Choose up to 3.", "最多选择 3 项。"]);
        assert_eq!(both(Some(2), Some(3)), ["Choose 2 to 3.", "请选择 2 至 3 项。"]);
        assert_eq!(both(Some(2), Some(2)), ["Choose exactly 2.", "请选择 2 项。"]);
        assert_eq!(both(Some(2), None), ["Choose at least 2.", "请至少选择 2 项。"]);
    }

    #[test]
    fn options_that_stand_alone_are_named() {
        let both = |labels: &[&str]| {
            let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
            both(|say| alone(say, &labels))
        };
        assert_eq!(
            both(&["None"]),
            [
                "“None” cannot be combined with other answers.",
                "“None”不能与其他选项同选。"
            ]
        );
        assert_eq!(
            both(&["A", "B"]),
            [
                "“A” and “B” can each only be chosen alone.",
                "“A”、“B”均不能与其他选项同选。"
            ]
        );
    }

    #[test]
    fn ranges_of_numbers_are_said() {
        let both = |low, high, whole| both(|say| number_range(say, low, high, whole).unwrap_or_default());
        assert_eq!(
            both(Some("0"), Some("100"), true),
            ["A whole number from 0 to 100.", "请填写 0 到 100 之间的整数。"]
        );
        assert_eq!(
            both(Some("0"), None, false),
            ["A number, 0 or more.", "请填写不小于 0 的数字。"]
        );
        assert_eq!(both(None, None, false), ["", ""]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(both(|say| length(say, 1, 1))[0], "1 question, about 1 minute.");
        assert_eq!(
            both(|say| length(say, 12, 3)),
            ["12 questions, about 3 minutes.", "共 12 题，约需 3 分钟。"]
        );
    }
}
