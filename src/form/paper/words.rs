//! Words on paper forms, in Chinese and in English.

use crate::diagnostic::Tongue;

/// How to fill the sheets in.
pub(super) fn instructions(tongue: Tongue, questions: usize) -> Vec<String> {
    let count = match (tongue, questions) {
        (Tongue::En, 1) => "1 question.".to_owned(),
        (Tongue::En, _) => format!("{questions} questions."),
        (Tongue::Zh, _) => format!("共 {questions} 题。"),
    };
    let rest = tongue.pick(
        [
            "Please use a pen. ○ mark one answer, ☐ mark as many as apply; cross out a mark to change it.",
            "Go on with the next question unless an arrow → says where to go. Small numbers in brackets are for data entry.",
        ],
        [
            "请用笔填写。○ 只选一项，☐ 可选多项；改选时请划去原来的标记。",
            "请按顺序作答，遇到箭头 → 时按其指示跳题。方括号中的小号数字供录入使用。",
        ],
    );
    std::iter::once(count).chain(rest.map(str::to_owned)).collect()
}

/// Labels the box for the number of the sheet.
pub(super) fn number(tongue: Tongue) -> &'static str {
    tongue.pick("Questionnaire no.", "问卷编号")
}

/// "Q7".
pub(super) fn question(tongue: Tongue, number: usize) -> String {
    tongue.pick(format!("Q{number}"), format!("第 {number} 题"))
}

/// Where the last question leads.
pub(super) fn the_end(tongue: Tongue) -> &'static str {
    tongue.pick("the end", "问卷末尾")
}

/// Beside an option.
pub(super) fn go_to(tongue: Tongue, target: &str) -> String {
    tongue.pick(format!("→ go to {target}"), format!("→ 跳至{target}"))
}

/// Below a row of options.
pub(super) fn codes_go_to(tongue: Tongue, codes: &[String], target: &str) -> String {
    tongue.pick(
        format!("{} → go to {target}", codes.join(", ")),
        format!("选 {} → 跳至{target}", codes.join("、")),
    )
}

/// For those who leave a question out.
pub(super) fn blank_goes_to(tongue: Tongue, target: &str) -> String {
    tongue.pick(format!("No answer → go to {target}"), format!("未作答 → 跳至{target}"))
}

/// Behind a question from which all go on to the same.
pub(super) fn then_go_to(tongue: Tongue, target: &str) -> String {
    tongue.pick(format!("→ Now go to {target}"), format!("→ 答完后跳至{target}"))
}

/// For those whom a question does not concern.
pub(super) fn otherwise(tongue: Tongue, target: &str) -> String {
    tongue.pick(format!("Otherwise go to {target}."), format!("跳过时请转至{target}。"))
}

/// At the end.
pub(super) fn end(tongue: Tongue) -> &'static str {
    tongue.pick("End of the questionnaire. Thank you.", "问卷到此结束，感谢您的参与。")
}
