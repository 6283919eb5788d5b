//! Keys of the words of forms: one table a list, made from the lists themselves.

use super::Key;
use super::Shape;
use super::Table;
use crate::locale::Word;
use crate::logic::Phrase;
use crate::model::EntryWord;
use crate::model::FileWord;
use crate::model::FormWord;
use crate::model::InterviewWord;
use crate::model::KioskWord;
use crate::model::LabelWord;
use crate::model::OutcomeWord;
use crate::model::PaperWord;
use crate::model::PrivacyWord;
use crate::model::ScriptWord;

/// The words of forms that a survey writes itself.
pub static WORDS: Table = Table {
    name: "set of words",
    doc: [
        "Words of forms in your own wording. They are built in in Chinese and English; any other language needs them here, and a wording \
         for `zh` or `en` replaces the built-in one.",
        "问卷界面的用语。中文和英文已内置；其他语言须在此写出。为 `zh` 或 `en` 写的文字会代替内置用语。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "form",
            Shape::Map(&FORM),
            "Buttons, hints and sentences of the page.",
            "页面上的按钮、提示和语句。",
        ),
        Key::new(
            "script",
            Shape::Map(&SCRIPT),
            "Errors, progress, keeping and sending.",
            "报错、进度、保存与提交。",
        ),
        Key::new(
            "conditions",
            Shape::Map(&CONDITIONS),
            "Of what “answer only if …” is made; shown on paper and without a script.",
            "“若……请回答”一类语句的组成部分；用于纸质问卷和不运行脚本的浏览器。",
        ),
        Key::new(
            "privacy",
            Shape::Map(&PRIVACY_WORDS),
            "Promises and headings of the notice that a `privacy:` block makes.",
            "`privacy:` 所生成说明中的承诺和小标题。",
        ),
        Key::new(
            "labels",
            Shape::Map(&LABELS),
            "Labels of the built-in scales and of “don’t know” and its like.",
            "内置量表以及“不清楚”等选项的文字。",
        ),
        Key::new("paper", Shape::Map(&PAPER), "Of the form on paper.", "纸质问卷用语。"),
        Key::new(
            "files",
            Shape::Map(&FILES),
            "About answers that wait on a device; of all pages for stations.",
            "关于存放在设备上的答卷；各种工作页面共用。",
        ),
        Key::new("kiosk", Shape::Map(&KIOSK), "Of a kiosk.", "自助终端用语。"),
        Key::new(
            "interview",
            Shape::Map(&INTERVIEW),
            "Of the interviewer’s page.",
            "访问员页面用语。",
        ),
        Key::new(
            "outcomes",
            Shape::Map(&OUTCOMES),
            "How a contact can end.",
            "联系结果。",
        ),
        Key::new("entry", Shape::Map(&ENTRY), "Of data entry.", "数据录入用语。"),
    ],
};

const fn keys<const N: usize>(words: &'static [Word]) -> [Key; N] {
    let mut keys = [const { Key::new("", Shape::Texts, "", "") }; N];
    let mut at = 0;
    while at < N {
        let word = &words[at];
        keys[at] = Key::new(word.key, Shape::Texts, word.doc[0], word.doc[1]);
        at += 1;
    }
    keys
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident $name:literal $list:ident [$en:literal, $zh:literal])+) => {
        $(
            $(#[$doc])*
            pub static $table: Table = Table {
                name: $name,
                doc: [$en, $zh],
                kinds: &[],
                keys: {
                    static KEYS: [Key; $list::WORDS.len()] = keys($list::WORDS);
                    &KEYS
                },
            };
        )+
    };
}

tables! {
    /// Words of the page.
    FORM "list of form words" FormWord ["Words of the page.", "页面用语。"]
    /// Words of the script.
    SCRIPT "list of script words" ScriptWord ["Words of the script.", "脚本用语。"]
    /// What conditions are made of.
    CONDITIONS "list of condition words" Phrase ["Of what conditions are made.", "条件语句的组成部分。"]
    /// Words of the privacy notice.
    PRIVACY_WORDS "list of privacy words" PrivacyWord ["Words of the privacy notice.", "隐私说明用语。"]
    /// Labels of built-in scales.
    LABELS "list of labels" LabelWord ["Labels of the built-in scales and answers.", "内置量表和选项的文字。"]
    /// Words of the form on paper.
    PAPER "list of paper words" PaperWord ["Words of the form on paper.", "纸质问卷用语。"]
    /// Words about answers on a device.
    FILES "list of file words" FileWord ["Words about answers that wait on a device.", "关于设备上待取答卷的用语。"]
    /// Words of a kiosk.
    KIOSK "list of kiosk words" KioskWord ["Words of a kiosk.", "自助终端用语。"]
    /// Words of the interviewer's page.
    INTERVIEW "list of interview words" InterviewWord ["Words of the interviewer’s page.", "访问员页面用语。"]
    /// Ends of a contact.
    OUTCOMES "list of outcome words" OutcomeWord ["How a contact can end.", "联系结果。"]
    /// Words of data entry.
    ENTRY "list of entry words" EntryWord ["Words of data entry.", "数据录入用语。"]
}
