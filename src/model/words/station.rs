//! Words of stations: of a kiosk, an interviewer's page and a page for data entry.

use crate::locale::catalogue;

catalogue! {
    /// About answers that wait on a device to be fetched.
    FileWord "files"
    Held "held" ["n" "device"] "{n} answers wait on this device ({device})." "本设备（{device}）上有 {n} 份答卷待取。"
    Save "save" "Save them as a file" "保存为文件"
    Copy "copy" "The file as text, in case it was not saved" "若文件未能保存，可复制以下文字"
    Check "check" "Look whether the file is where it should be. Only then remove the answers here." "请先确认文件已妥善保存，再从本设备移除。"
    Remove "remove" ["n"] "The file is safe: remove {n} answers from this device" "文件已保存：从本设备移除 {n} 份答卷"
    Full "full" "This device cannot keep the answers. Nothing was taken in." "本设备无法保存答卷，本份未收入。"
    Next "next" "Begin anew" "重新开始"
}

catalogue! {
    /// Of a kiosk.
    KioskWord "kiosk"
    There "there" "Are you still there?" "您还在吗？"
    Leaving "leaving" ["n"] "The form begins anew in {n} seconds, and your answers are forgotten." "{n} 秒后将重新开始，您的回答会被清除。"
    Stay "stay" "Go on" "继续作答"
    Leave "leave" "Begin anew" "重新开始"
    Staff "staff" "Staff" "工作人员"
    Pin "pin" "Staff number" "工作人员密码"
    Open "open" "Open" "进入"
    Close "close" "Close" "关闭"
    Wrong "wrong" "That is not the number." "密码不对。"
}

catalogue! {
    /// Of an interview.
    InterviewWord "interview"
    Desk "desk" "Interviewer" "访问员"
    Who "who" "Your name or number" "您的姓名或编号"
    Contact "contact" "Contact (number in the sample)" "联系对象（样本编号）"
    Digits "digits" "Digit keys choose inside a question" "在题目内可用数字键选择"
    Outcome "outcome" "How the contact ended" "本次联系的结果"
    Choose "choose" "Choose" "请选择"
    Note "note" "Note, such as when to call again" "备注，例如约定的再访时间"
    Over "over" "Note the outcome and begin anew" "记录结果并重新开始"
    Need "need" "Choose how the contact ended." "请选择本次联系的结果。"
    Noted "noted" "Noted." "已记录。"
    Contacts "contacts" ["n"] "Save the list of {n} contacts" "保存 {n} 条联系记录"
    Instruction "instruction" "Interviewer: " "访问员："
}

catalogue! {
    /// Of data entry.
    EntryWord "entry"
    Desk "desk" "Data entry" "数据录入"
    Typist "typist" "Who types (name or number)" "录入员（姓名或编号）"
    First "first" "Second pass: the file of the first" "第二遍录入：请选择第一遍的文件"
    Digits "digits" "Digit keys choose inside a question, Enter goes on" "在题目内可用数字键选择，按回车进入下一题"
    Sheet "sheet" "Questionnaire no." "问卷编号"
    Need "need" "Type the number of the questionnaire." "请填写问卷编号。"
    Twice "twice" ["id"] "Questionnaire {id} is on this device already." "本设备上已有问卷 {id}。"
    Noted "noted" ["id"] "{id} is taken in." "已收入 {id}。"
    Loaded "loaded" ["n"] "{n} questionnaires of the first pass are at hand; differences are shown when you send." "已读入第一遍的 {n} 份问卷，提交时会显示不一致之处。"
    Differ "differ" ["n"] "{n} answers differ from the first pass" "与第一遍有 {n} 处不一致"
    Field "field" "answer" "题目"
    One "one" "first pass" "第一遍"
    Two "two" "now" "本次"
    Mend "mend" "Back to the answers" "返回修改"
    Mine "mine" "The paper says what I typed" "以本次录入为准"
}

catalogue! {
    /// How a contact can end. The first is a whole interview, the second one in part; the answers of those two are kept.
    ///
    /// Source: AAPOR (2023), Standard Definitions, 10th edition, telephone surveys.
    OutcomeWord "outcomes"
    Complete "complete" "complete interview" "完整访问"
    Partial "partial" "partial interview" "部分访问"
    Refusal "refusal" "refusal" "拒访"
    BrokenOff "broken_off" "broken off" "中途中止"
    CallAgain "call_again" "to be called again" "约定再访"
    NotAvailable "not_available" "respondent not available" "受访者不在"
    Machine "machine" "answering machine" "语音信箱"
    Deceased "deceased" "deceased" "已故"
    NotAble "not_able" "not able to take part" "无法接受访问"
    NoLanguage "no_language" "no common language" "语言不通"
    Busy "busy" "busy" "占线"
    NoAnswer "no_answer" "no answer" "无人接听"
    NotInSample "not_in_sample" "not in the sample" "不属于样本"
    OutOfService "out_of_service" "number out of service" "号码无效"
    NobodyEligible "nobody_eligible" "nobody eligible" "无合格受访者"
}

impl OutcomeWord {
    /// The codes of the outcomes, in their order.
    pub const CODES: [&'static str; 15] = [
        "1.1", "1.2", "2.11", "2.12", "2.20", "2.21", "2.22", "2.31", "2.32", "2.33", "3.12", "3.13", "4.10", "4.30",
        "4.70",
    ];
}
