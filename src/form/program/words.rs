//! What the script of a form says; `{…}` are the places it fills.

use crate::diagnostic::Tongue;
use serde::Serialize;

/// The script's words in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Words {
    /// In place of the sentence that nothing is kept before it is sent.
    kept: &'static str,
    back: &'static str,
    next: &'static str,
    /// Between options in a sentence.
    join: &'static str,
    /// Heads the summary of faults.
    problem: &'static str,
    /// Before each fault, and before the title of the window.
    error: &'static str,
    choice: &'static str,
    rating: &'static str,
    multiple: &'static str,
    write: &'static str,
    row: &'static str,
    rule: &'static str,
    unreadable: &'static str,
    invalid: &'static str,
    resumed: &'static str,
    anew: &'static str,
    unkept: &'static str,
    sending: &'static str,
    failed: &'static str,
    seconds: &'static str,
    minutes: &'static str,
    kept_title: &'static str,
    unsent_title: &'static str,
    waits: &'static str,
    unkept_waits: &'static str,
    again: &'static str,
    copy: &'static str,
    copied: &'static str,
    wechat: &'static str,
    file_title: &'static str,
    file: &'static str,
}

const ENGLISH: Words = Words {
    kept: "Your answers are kept on this device until you send them.",
    back: "Back",
    next: "Continue",
    join: ", ",
    problem: "There is a problem",
    error: "Error: ",
    choice: "Choose an answer to question {n}",
    rating: "Choose an answer to question {n}",
    multiple: "Choose at least one answer to question {n}",
    write: "Answer question {n}",
    row: "Question {n}: choose an answer for “{row}”",
    rule: "Question {n}: {rule}",
    unreadable: "Question {n}: this answer cannot be read; write it again or leave it out",
    invalid: "Question {n}: check this answer",
    resumed: "The answers you gave earlier on this device are filled in.",
    anew: "Clear them and start again",
    unkept: "This device cannot keep your answers before they are sent. Please send them in one go.",
    sending: "Sending your answers…",
    failed: "They could not be sent yet.",
    seconds: "Next try in {n} seconds.",
    minutes: "Next try in {n} minutes.",
    kept_title: "Your answers are safe on this device",
    unsent_title: "Your answers are being sent",
    waits: "They are sent as soon as there is a connection. You may close this page: they go out when you open it again.",
    unkept_waits: "This device cannot keep them: leave this page open until they are sent, or save a copy.",
    again: "Try again now",
    copy: "Save a copy",
    copied: "A copy of your answers, in case the file is not saved:",
    wechat: "WeChat cannot save files. Copy this text, or open the page in a browser (menu at the top right).",
    file_title: "Your answers are complete",
    file: "This form was opened as a file, so it has nowhere to send them. Save a copy and hand it to whoever gave you the form.",
};

const CHINESE: Words = Words {
    kept: "提交之前，您的回答保存在本设备上。",
    back: "上一步",
    next: "下一步",
    join: "、",
    problem: "有错误需要修改",
    error: "错误：",
    choice: "请为第 {n} 题选择一个答案",
    rating: "请为第 {n} 题选择一个答案",
    multiple: "请为第 {n} 题至少选择一项",
    write: "请回答第 {n} 题",
    row: "第 {n} 题：请为“{row}”选择一个答案",
    rule: "第 {n} 题：{rule}",
    unreadable: "第 {n} 题：无法识别这个回答，请重新填写或留空",
    invalid: "第 {n} 题：请检查这个回答",
    resumed: "已填入您之前在本设备上的回答。",
    anew: "清空并重新开始",
    unkept: "本设备无法在提交前保存您的回答，请一次填完并提交。",
    sending: "正在提交您的回答……",
    failed: "暂时未能提交。",
    seconds: "{n} 秒后再次尝试。",
    minutes: "{n} 分钟后再次尝试。",
    kept_title: "您的回答已保存在本设备上",
    unsent_title: "正在提交您的回答",
    waits: "一旦联网就会自动提交。您可以关闭本页，下次打开时会继续提交。",
    unkept_waits: "本设备无法保存您的回答：请在提交完成前不要关闭本页，或另存一份。",
    again: "立即重试",
    copy: "另存一份",
    copied: "如果文件没有保存成功，请复制下面的回答：",
    wechat: "微信无法保存文件。请复制下面的文字，或点右上角菜单“在浏览器打开”。",
    file_title: "您已答完",
    file: "本问卷是以文件方式打开的，无法直接提交。请另存一份，交给发放问卷的人。",
};

/// The words for readers of a tongue.
pub(super) fn words(tongue: Tongue) -> Words {
    tongue.pick(ENGLISH, CHINESE)
}
