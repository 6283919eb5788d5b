//! Words of stations, in Chinese and in English; `{…}` are the places the script fills.

use crate::diagnostic::Tongue;
use serde_json::Value;
use serde_json::json;

/// Words about answers that wait to be fetched, which every station has, and its own.
fn with_files(tongue: Tongue, own: &Value) -> Value {
    let mut words = tongue.pick(
        json!({
            "held": "{n} answers wait on this device ({device}).",
            "save": "Save them as a file",
            "copy": "The file as text, in case it was not saved",
            "check": "Look whether the file is where it should be. Only then remove the answers here.",
            "remove": "The file is safe: remove {n} answers from this device",
            "full": "This device cannot keep the answers. Nothing was taken in.",
            "next": "Begin anew",
        }),
        json!({
            "held": "本设备（{device}）上有 {n} 份答卷待取。",
            "save": "保存为文件",
            "copy": "若文件未能保存，可复制以下文字",
            "check": "请先确认文件已妥善保存，再从本设备移除。",
            "remove": "文件已保存：从本设备移除 {n} 份答卷",
            "full": "本设备无法保存答卷，本份未收入。",
            "next": "重新开始",
        }),
    );
    if let (Some(all), Some(own)) = (words.as_object_mut(), own.as_object()) {
        all.extend(own.clone());
    }
    words
}

/// Of a kiosk.
pub(super) fn kiosk(tongue: Tongue) -> Value {
    let own = tongue.pick(
        json!({
            "there": "Are you still there?",
            "leaving": "The form begins anew in {n} seconds, and your answers are forgotten.",
            "stay": "Go on",
            "leave": "Begin anew",
            "staff": "Staff",
            "pin": "Staff number",
            "open": "Open",
            "close": "Close",
            "wrong": "That is not the number.",
        }),
        json!({
            "there": "您还在吗？",
            "leaving": "{n} 秒后将重新开始，您的回答会被清除。",
            "stay": "继续作答",
            "leave": "重新开始",
            "staff": "工作人员",
            "pin": "工作人员密码",
            "open": "进入",
            "close": "关闭",
            "wrong": "密码不对。",
        }),
    );
    with_files(tongue, &own)
}

/// Of an interview.
pub(super) fn interview(tongue: Tongue) -> Value {
    let own = tongue.pick(
        json!({
            "desk": "Interviewer",
            "who": "Your name or number",
            "contact": "Contact (number in the sample)",
            "digits": "Digit keys choose inside a question",
            "outcome": "How the contact ended",
            "choose": "Choose",
            "note": "Note, such as when to call again",
            "over": "Note the outcome and begin anew",
            "need": "Choose how the contact ended.",
            "noted": "Noted.",
            "contacts": "Save the list of {n} contacts",
        }),
        json!({
            "desk": "访问员",
            "who": "您的姓名或编号",
            "contact": "联系对象（样本编号）",
            "digits": "在题目内可用数字键选择",
            "outcome": "本次联系的结果",
            "choose": "请选择",
            "note": "备注，例如约定的再访时间",
            "over": "记录结果并重新开始",
            "need": "请选择本次联系的结果。",
            "noted": "已记录。",
            "contacts": "保存 {n} 条联系记录",
        }),
    );
    with_files(tongue, &own)
}

/// Of data entry.
pub(super) fn entry(tongue: Tongue) -> Value {
    let own = tongue.pick(
        json!({
            "desk": "Data entry",
            "typist": "Who types (name or number)",
            "first": "Second pass: the file of the first",
            "digits": "Digit keys choose inside a question, Enter goes on",
            "sheet": "Questionnaire no.",
            "need": "Type the number of the questionnaire.",
            "twice": "Questionnaire {id} is on this device already.",
            "noted": "{id} is taken in.",
            "loaded": "{n} questionnaires of the first pass are at hand; differences are shown when you send.",
            "differ": "{n} answers differ from the first pass",
            "field": "answer",
            "one": "first pass",
            "two": "now",
            "mend": "Back to the answers",
            "mine": "The paper says what I typed",
        }),
        json!({
            "desk": "数据录入",
            "typist": "录入员（姓名或编号）",
            "first": "第二遍录入：请选择第一遍的文件",
            "digits": "在题目内可用数字键选择，按回车进入下一题",
            "sheet": "问卷编号",
            "need": "请填写问卷编号。",
            "twice": "本设备上已有问卷 {id}。",
            "noted": "已收入 {id}。",
            "loaded": "已读入第一遍的 {n} 份问卷，提交时会显示不一致之处。",
            "differ": "与第一遍有 {n} 处不一致",
            "field": "题目",
            "one": "第一遍",
            "two": "本次",
            "mend": "返回修改",
            "mine": "以本次录入为准",
        }),
    );
    with_files(tongue, &own)
}

/// Before an instruction to the interviewer.
pub(super) fn instruction(tongue: Tongue) -> &'static str {
    tongue.pick("Interviewer: ", "访问员：")
}

/// How a contact can end. The first is a whole interview, the second one in part; the answers of those two are kept.
///
/// Source: AAPOR (2023), Standard Definitions, 10th edition, telephone surveys.
pub(super) fn outcomes(tongue: Tongue) -> Vec<[&'static str; 2]> {
    let all = [
        ("1.1", "complete interview", "完整访问"),
        ("1.2", "partial interview", "部分访问"),
        ("2.11", "refusal", "拒访"),
        ("2.12", "broken off", "中途中止"),
        ("2.20", "to be called again", "约定再访"),
        ("2.21", "respondent not available", "受访者不在"),
        ("2.22", "answering machine", "语音信箱"),
        ("2.31", "deceased", "已故"),
        ("2.32", "not able to take part", "无法接受访问"),
        ("2.33", "no common language", "语言不通"),
        ("3.12", "busy", "占线"),
        ("3.13", "no answer", "无人接听"),
        ("4.10", "not in the sample", "不属于样本"),
        ("4.30", "number out of service", "号码无效"),
        ("4.70", "nobody eligible", "无合格受访者"),
    ];
    all.into_iter()
        .map(|(code, en, zh)| [code, tongue.pick(en, zh)])
        .collect()
}
