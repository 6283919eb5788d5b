//! manyi's own words on forms, in Chinese and in English. Forms in other languages get the English ones.

use super::view::FixedWords;
use crate::diagnostic::Tongue;
use crate::model::PrivacyFact;
use crate::model::PrivacyMode;

/// Words that do not change from form to form.
pub(super) fn fixed(tongue: Tongue) -> FixedWords {
    tongue.pick(
        FixedWords {
            skip: "Skip to the questions",
            languages: "Languages",
            in_one_go: "Answers are kept only once they are sent.",
            privacy: "Your data",
            trap: "Leave this empty",
            gap: " ",
            send: "Send answers",
            choose: nothing_chosen(Tongue::En),
        },
        FixedWords {
            skip: "跳到问题",
            languages: "语言",
            in_one_go: "提交之前，回答不会保存。",
            privacy: "隐私说明",
            trap: "请留空",
            gap: "",
            send: "提交问卷",
            choose: nothing_chosen(Tongue::Zh),
        },
    )
}

/// How long the form is.
pub(super) fn length(tongue: Tongue, questions: usize, minutes: usize) -> String {
    match (tongue, questions, minutes) {
        (Tongue::Zh, ..) => format!("共 {questions} 题，约需 {minutes} 分钟。"),
        (Tongue::En, 1, 1) => "1 question, about 1 minute.".to_owned(),
        (Tongue::En, 1, _) => format!("1 question, about {minutes} minutes."),
        (Tongue::En, _, 1) => format!("{questions} questions, about 1 minute."),
        (Tongue::En, ..) => format!("{questions} questions, about {minutes} minutes."),
    }
}

/// What "required" beside a question means.
pub(super) fn required_rule(tongue: Tongue) -> &'static str {
    tongue.pick(
        "Questions marked “required” need an answer; the others can be left out.",
        "标有“必答”的题目需要回答，其余可以跳过。",
    )
}

/// That nothing has to be answered.
pub(super) fn all_optional(tongue: Tongue) -> &'static str {
    tongue.pick("Any question can be left out.", "所有题目都可以跳过。")
}

/// "Part 2 of 4".
pub(super) fn progress(tongue: Tongue, part: usize, parts: usize) -> String {
    tongue.pick(
        format!("Part {part} of {parts}"),
        format!("第 {part} 部分，共 {parts} 部分"),
    )
}

/// Stands behind a question that must be answered.
pub(super) fn required(tongue: Tongue) -> &'static str {
    tongue.pick("(required)", "（必答）")
}

/// Stands before a question with a condition; `condition` as `logic` words it.
pub(super) fn answer_only(tongue: Tongue, condition: &str) -> String {
    tongue.pick(
        format!("Answer only {condition}."),
        format!("{condition}，请回答本题，否则请跳过。"),
    )
}

/// Stands below the heading of a part with a condition.
pub(super) fn part_only(tongue: Tongue, condition: &str) -> String {
    tongue.pick(
        format!("Answer this part only {condition}."),
        format!("{condition}，请回答这一部分，否则请跳过。"),
    )
}

/// Stands behind an option with a condition.
pub(super) fn choose_only(tongue: Tongue, condition: &str) -> String {
    tongue.pick(
        format!("(choose this only {condition})"),
        format!("（{condition}，才可选择此项）"),
    )
}

/// Whose options are choices of an earlier question.
pub(super) fn carried_options(tongue: Tongue, question: &str, chosen: bool) -> String {
    match (tongue, chosen) {
        (Tongue::En, true) => format!("Choose only from what you chose in “{question}”."),
        (Tongue::En, false) => format!("Choose only from what you did not choose in “{question}”."),
        (Tongue::Zh, true) => format!("请只从您在「{question}」中选择的项目里选。"),
        (Tongue::Zh, false) => format!("请只从您在「{question}」中没有选择的项目里选。"),
    }
}

/// Whose rows are choices of an earlier question.
pub(super) fn carried_rows(tongue: Tongue, question: &str, chosen: bool) -> String {
    match (tongue, chosen) {
        (Tongue::En, true) => format!("Answer only for what you chose in “{question}”."),
        (Tongue::En, false) => format!("Answer only for what you did not choose in “{question}”."),
        (Tongue::Zh, true) => format!("请只回答您在「{question}」中选择的项目。"),
        (Tongue::Zh, false) => format!("请只回答您在「{question}」中没有选择的项目。"),
    }
}

/// Whose options stand under those of the question above.
pub(super) fn within(tongue: Tongue, question: &str) -> String {
    tongue.pick(
        format!("Choose from the group of your answer to “{question}”."),
        format!("请在「{question}」的回答所属的一组中选择。"),
    )
}

/// The empty line of a menu.
pub(super) fn nothing_chosen(tongue: Tongue) -> &'static str {
    tongue.pick("Please choose", "请选择")
}

/// Stands behind a row with a condition.
pub(super) fn row_only(tongue: Tongue, condition: &str) -> String {
    tongue.pick(
        format!("(answer this only {condition})"),
        format!("（{condition}，才需回答此行）"),
    )
}

/// Stands beside a question that is required under a condition.
pub(super) fn required_when(tongue: Tongue, condition: &str) -> String {
    tongue.pick(format!("Required {condition}."), format!("{condition}，本题必答。"))
}

/// How many options may be chosen, of `count`.
pub(super) fn choose(tongue: Tongue, min: Option<u32>, max: Option<u32>) -> String {
    let min = min.filter(|least| *least > 1);
    match (min, max, tongue) {
        (Some(min), Some(max), Tongue::En) if min == max => format!("Choose exactly {min}."),
        (Some(min), Some(max), Tongue::Zh) if min == max => format!("请选择 {min} 项。"),
        (Some(min), Some(max), Tongue::En) => format!("Choose {min} to {max}."),
        (Some(min), Some(max), Tongue::Zh) => format!("请选择 {min} 至 {max} 项。"),
        (Some(min), None, Tongue::En) => format!("Choose at least {min}."),
        (Some(min), None, Tongue::Zh) => format!("请至少选择 {min} 项。"),
        (None, Some(1), Tongue::En) => "Choose one at most.".to_owned(),
        (None, Some(max), Tongue::En) => format!("Choose up to {max}."),
        (None, Some(max), Tongue::Zh) => format!("最多选择 {max} 项。"),
        (None, None, Tongue::En) => "Choose all that apply.".to_owned(),
        (None, None, Tongue::Zh) => "可多选。".to_owned(),
    }
}

/// Which options stand alone.
pub(super) fn alone(tongue: Tongue, labels: &[String]) -> String {
    let quoted: Vec<String> = labels.iter().map(|label| format!("“{label}”")).collect();
    match (tongue, quoted.len()) {
        (Tongue::En, 1) => format!("{} cannot be combined with other answers.", quoted[0]),
        (Tongue::En, _) => format!("{} can each only be chosen alone.", quoted.join(" and ")),
        (Tongue::Zh, 1) => format!("{}不能与其他选项同选。", quoted[0]),
        (Tongue::Zh, _) => format!("{}均不能与其他选项同选。", quoted.join("、")),
    }
}

/// Label of the box beside an "other" option.
pub(super) fn in_own_words(tongue: Tongue, option: &str) -> String {
    tongue.pick(format!("{option} – please say what:"), format!("{option}，请注明："))
}

/// Which numbers are allowed.
pub(super) fn number_range(tongue: Tongue, low: Option<&str>, high: Option<&str>, whole: bool) -> Option<String> {
    let kind = if whole {
        tongue.pick("A whole number", "整数")
    } else {
        tongue.pick("A number", "数字")
    };
    match (low, high, tongue) {
        (Some(low), Some(high), Tongue::En) => Some(format!("{kind} from {low} to {high}.")),
        (Some(low), Some(high), Tongue::Zh) => Some(format!("请填写 {low} 到 {high} 之间的{kind}。")),
        (Some(low), None, Tongue::En) => Some(format!("{kind}, {low} or more.")),
        (Some(low), None, Tongue::Zh) => Some(format!("请填写不小于 {low} 的{kind}。")),
        (None, Some(high), Tongue::En) => Some(format!("{kind}, {high} or less.")),
        (None, Some(high), Tongue::Zh) => Some(format!("请填写不大于 {high} 的{kind}。")),
        (None, None, _) if !whole => None,
        (None, None, Tongue::En) => Some(format!("{kind}.")),
        (None, None, Tongue::Zh) => Some(format!("请填写{kind}。")),
    }
}

/// How long an answer in words should be at most.
pub(super) fn most_characters(tongue: Tongue, most: u32) -> String {
    tongue.pick(format!("Up to {most} characters."), format!("不超过 {most} 字。"))
}

/// How a ranking is filled in; `first` is how many are to be ranked where not all are.
pub(super) fn rank(tongue: Tongue, first: Option<u32>) -> String {
    match (first, tongue) {
        (None, Tongue::En) => "Rank all of them: 1 comes first, and each rank is used once.".to_owned(),
        (None, Tongue::Zh) => "请为每一项排名次：1 为第一，名次不重复。".to_owned(),
        (Some(1), Tongue::En) => "Give rank 1 to the one that comes first, and leave the others open.".to_owned(),
        (Some(first), Tongue::En) => {
            format!("Rank the first {first}: 1 comes first, and each rank is used once. Leave the others open.")
        }
        (Some(1), Tongue::Zh) => "请选出第一名，其余留空。".to_owned(),
        (Some(first), Tongue::Zh) => format!("请排出前 {first} 名：1 为第一，名次不重复，其余留空。"),
    }
}

/// What the numbers of an allocation make together.
pub(super) fn add_up(tongue: Tongue, total: f64, unit: &str) -> String {
    let gap = if unit.is_empty() { "" } else { " " };
    tongue.pick(
        format!("Together the numbers must make {total}{gap}{unit}. A box left empty counts as 0."),
        format!("各项之和须为 {total}{gap}{unit}，留空按 0 计。"),
    )
}

/// How far apart the values of a slider are.
pub(super) fn in_steps(tongue: Tongue, step: f64) -> String {
    tongue.pick(format!("In steps of {step}."), format!("每格 {step}。"))
}

/// Heads the first half of a dual battery.
pub(super) fn how_good(tongue: Tongue) -> &'static str {
    tongue.pick("How you rate it", "您的评价")
}

/// Heads the second half of a dual battery.
pub(super) fn how_important(tongue: Tongue) -> &'static str {
    tongue.pick("How important it is to you", "对您的重要程度")
}

/// Asks about a feature that is there.
pub(super) fn if_there(tongue: Tongue) -> &'static str {
    tongue.pick("If we offer this, how do you feel?", "如果提供，您觉得：")
}

/// Asks about a feature that is absent.
pub(super) fn if_absent(tongue: Tongue) -> &'static str {
    tongue.pick("If we do not offer this, how do you feel?", "如果不提供，您觉得：")
}

/// What becomes of an address or a telephone number.
pub(super) fn kept_apart(tongue: Tongue) -> &'static str {
    tongue.pick("It is kept apart from your answers.", "此项与答案分开保存。")
}

/// Heads a consent.
pub(super) fn consent(tongue: Tongue, separate: bool) -> &'static str {
    if separate {
        tongue.pick("Your separate consent", "您的单独同意")
    } else {
        tongue.pick("Your consent", "您的同意")
    }
}

/// Behind the first and last number of a scale, for screen readers.
pub(super) fn end_of_scale(tongue: Tongue, label: &str) -> String {
    tongue.pick(format!(", {label}"), format!("，{label}"))
}

/// What a condition calls a built-in value of a response.
pub(super) fn built_in(tongue: Tongue, name: &str) -> &'static str {
    match name {
        "submitted" => tongue.pick("the time of sending", "提交时间"),
        "wave" => tongue.pick("the wave", "调查期次"),
        _ => tongue.pick("the language of the form", "问卷语言"),
    }
}

/// The link to help.
pub(super) fn help(tongue: Tongue) -> &'static str {
    tongue.pick("Help and contact", "帮助与联系方式")
}

/// Survey and version, at the foot.
pub(super) fn mark(tongue: Tongue, survey: &str, hash: &str) -> String {
    let short: String = hash.chars().take(8).collect();
    tongue.pick(
        format!("Questionnaire {survey}, version {short}"),
        format!("问卷 {survey}，版本 {short}"),
    )
}

/// Heads the page after sending.
pub(super) fn thanks(tongue: Tongue) -> &'static str {
    tongue.pick("Thank you", "感谢您的参与")
}

/// That the answers have arrived.
pub(super) fn sent(tongue: Tongue) -> &'static str {
    tongue.pick("Your answers have been received.", "您的回答已经收到。")
}

/// Where the answers can be found again.
pub(super) fn receipt(tongue: Tongue, code: &str) -> String {
    tongue.pick(
        format!("Your receipt: {code}. Keep it if you may want to ask about your answers."),
        format!("回执编号：{code}。如日后需要询问您的答卷，请妥善保存。"),
    )
}

/// What is promised about who answered.
pub(super) fn promise(tongue: Tongue, mode: PrivacyMode) -> &'static str {
    match mode {
        PrivacyMode::Anonymous => tongue.pick(
            "Your answers are anonymous: nobody can find out who gave them. We cannot find them again either, to show or to erase them.",
            "您的答卷是匿名的：任何人都无法得知作答者是谁。因此，我们也无法再找出您的答卷供查阅或删除。",
        ),
        PrivacyMode::Confidential => tongue.pick(
            "Your answers are confidential: they are kept without your name, and reported for groups, never for one person.",
            "您的答卷将予保密：保存时不带姓名，只按群体汇总报告，不针对个人。",
        ),
        PrivacyMode::Identified => tongue.pick(
            "Your answers are kept with your name or customer number.",
            "您的答卷将与您的姓名或客户编号一并保存。",
        ),
    }
}

/// What is collected, where the survey does not say it in its own words.
pub(super) fn collected(tongue: Tongue, mode: PrivacyMode) -> &'static str {
    match mode {
        PrivacyMode::Anonymous => tongue.pick(
            "Your answers and the day you send them. Nothing about your device or your network address.",
            "您的答案和提交日期。不记录设备信息和网络地址。",
        ),
        PrivacyMode::Confidential | PrivacyMode::Identified => tongue.pick(
            "Your answers, and when you begin and send them. Nothing about your device or your network address.",
            "您的答案以及开始和提交的时间。不记录设备信息和网络地址。",
        ),
    }
}

/// Leads to what did not fit.
pub(super) fn more_about_data(tongue: Tongue) -> &'static str {
    tongue.pick("More about your data", "更多说明")
}

/// Names a fact of a notice.
pub(super) fn fact(tongue: Tongue, fact: PrivacyFact) -> &'static str {
    match fact {
        PrivacyFact::Controller => tongue.pick("Who asks", "处理者"),
        PrivacyFact::Contact => tongue.pick("Contact", "联系方式"),
        PrivacyFact::Purpose => tongue.pick("What for", "目的"),
        PrivacyFact::Collected => tongue.pick("What is collected", "收集内容"),
        PrivacyFact::Basis => tongue.pick("Legal ground", "合法依据"),
        PrivacyFact::Recipients => tongue.pick("Who receives it", "接收方"),
        PrivacyFact::Storage => tongue.pick("Where it is kept", "存放地点"),
        PrivacyFact::Transfer => tongue.pick("Transfer abroad", "出境情况"),
        PrivacyFact::Retention => tongue.pick("How long", "保存期限"),
        PrivacyFact::Rights => tongue.pick("Your rights", "您的权利"),
        PrivacyFact::Authority => tongue.pick("Complaints", "投诉途径"),
        PrivacyFact::Voluntary => tongue.pick("Voluntary", "自愿作答"),
    }
}

/// That there is no code by which the answers could be found again.
pub(super) fn no_receipt(tongue: Tongue) -> &'static str {
    tongue.pick(
        "Your answers are anonymous: nobody can find them again, so there is no receipt.",
        "您的答卷是匿名的：任何人都无法再将其找出，因此没有回执编号。",
    )
}

/// What to do with a code on a poster.
pub(super) fn scan(tongue: Tongue) -> &'static str {
    tongue.pick(
        "Scan the code with your phone and tell us",
        "用手机扫码，告诉我们您的想法",
    )
}

/// Names a code for who cannot see it.
pub(super) fn code_of(tongue: Tongue, title: &str) -> String {
    tongue.pick(
        format!("QR code of the form “{title}”"),
        format!("“{title}”问卷的二维码"),
    )
}

/// That nothing more is needed.
pub(super) fn close(tongue: Tongue) -> &'static str {
    tongue.pick("You can close this page now.", "现在可以关闭本页。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_choices_is_said_as_a_person_would() {
        let both = |min, max| [choose(Tongue::En, min, max), choose(Tongue::Zh, min, max)];
        assert_eq!(both(None, None), ["Choose all that apply.", "可多选。"]);
        assert_eq!(both(Some(1), Some(3)), ["Choose up to 3.", "最多选择 3 项。"]);
        assert_eq!(both(Some(2), Some(3)), ["Choose 2 to 3.", "请选择 2 至 3 项。"]);
        assert_eq!(both(Some(2), Some(2)), ["Choose exactly 2.", "请选择 2 项。"]);
        assert_eq!(both(Some(2), None), ["Choose at least 2.", "请至少选择 2 项。"]);
    }

    #[test]
    fn ranges_of_numbers_are_said() {
        let both = |low, high, whole| {
            [Tongue::En, Tongue::Zh].map(|tongue| number_range(tongue, low, high, whole).unwrap_or_default())
        };
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
        assert_eq!(length(Tongue::En, 1, 1), "1 question, about 1 minute.");
        assert_eq!(length(Tongue::En, 12, 3), "12 questions, about 3 minutes.");
        assert_eq!(length(Tongue::Zh, 12, 3), "共 12 题，约需 3 分钟。");
    }
}
