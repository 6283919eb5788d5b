//! Keys of what respondents are told about their data.

use super::Key;
use super::Shape;
use super::Table;

/// What may be promised, strictest first.
pub const MODES: &[&str] = &["anonymous", "confidential", "identified"];

/// Who may answer.
pub const ACCESS: &[&str] = &["open", "token"];

/// What respondents are told about their data, and what they are promised.
pub static PRIVACY: Table = Table {
    name: "privacy",
    doc: [
        "What respondents are told about their data, and what is promised; a plain text is a notice alone.",
        "告诉受访者其数据如何处理，以及所作的承诺；只写一段文字则仅为说明。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "mode",
            Shape::OneOf(MODES),
            "Whether persons can be told apart: not at all, by a pseudonym, or by name. Fixed with the first answer, never weakened.",
            "能否区分受访者：完全不能、以化名、或以本人标识。收到第一份答卷后固定，不得放宽。",
        )
        .default("confidential"),
        Key::new(
            "access",
            Shape::OneOf(ACCESS),
            "Who may answer: anybody with the link, or only with a personal link, once.",
            "谁可以作答：任何持链接者，或仅限个人链接且只答一次。",
        )
        .default("open"),
        Key::new(
            "notice",
            Shape::Texts,
            "Notice in your own words (Markdown), above what follows.",
            "用自己的话写的说明（Markdown），显示在以下各项之前。",
        ),
        Key::new("controller", Shape::Texts, "Who is responsible.", "谁负责（处理者名称）。"),
        Key::new("contact", Shape::Texts, "How to reach them about data.", "数据事宜的联系方式。"),
        Key::new("purpose", Shape::Texts, "What the answers are for.", "答卷用于什么目的。"),
        Key::new(
            "collected",
            Shape::Texts,
            "What is collected beside the answers, technical data included.",
            "除答案外还收集什么，包括技术数据。",
        )
        .default("a sentence that follows from the mode"),
        Key::new("basis", Shape::Texts, "Why this is lawful.", "处理的合法依据。"),
        Key::new("recipients", Shape::Texts, "Who receives the data.", "谁会收到这些数据。"),
        Key::new("storage", Shape::Texts, "Where the data is stored.", "数据存放在哪里。"),
        Key::new(
            "transfer",
            Shape::Texts,
            "Whether data leaves the country, and to whom.",
            "数据是否出境，接收方是谁。",
        ),
        Key::new("retention", Shape::Texts, "How long it is kept.", "保存多久。"),
        Key::new(
            "rights",
            Shape::Texts,
            "Which rights people have and how to use them.",
            "受访者有哪些权利，如何行使。",
        ),
        Key::new("authority", Shape::Texts, "To whom one can complain.", "可向哪个机关投诉。"),
        Key::new(
            "voluntary",
            Shape::Texts,
            "Whether answering is voluntary, and what follows from not answering.",
            "是否自愿作答，不作答有何后果。",
        ),
    ],
};
