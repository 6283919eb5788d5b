//! What a report must keep to before it leaves.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

/// MY660.
pub static LEAK: RuleDoc = RuleDoc {
    code: "MY660",
    severity: Severity::Error,
    title: [
        "a hidden figure can be worked out from what is shown",
        "由已显示的内容可推算出被隐藏的数值",
    ],
    page: [include_str!("rules/my660.en.md"), include_str!("rules/my660.zh.md")],
};

/// MY662.
pub static OUTSIDE_BLOCKS: RuleDoc = RuleDoc {
    code: "MY662",
    severity: Severity::Warning,
    title: [
        "what stands outside the blocks of a document that builds on another is not shown",
        "以其他文档为基础的文档，块以外的内容不会显示",
    ],
    page: [include_str!("rules/my662.en.md"), include_str!("rules/my662.zh.md")],
};

/// MY690.
pub static EDITION: RuleDoc = RuleDoc {
    code: "MY690",
    severity: Severity::Warning,
    title: [
        "two reports of one wave differ by so few people that they could be recognised",
        "同一期的两份报告只差极少几个人，可能推算出他们的回答",
    ],
    page: [include_str!("rules/my690.en.md"), include_str!("rules/my690.zh.md")],
};

/// All of them.
pub const RULES: [&RuleDoc; 3] = [&LEAK, &OUTSIDE_BLOCKS, &EDITION];
