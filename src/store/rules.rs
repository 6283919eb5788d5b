//! What can be wrong with fixes.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

/// A fix that cannot be read.
pub static FIX_UNREADABLE: RuleDoc = RuleDoc {
    code: "MY250",
    severity: Severity::Error,
    title: ["a fix cannot be read", "修正无法读取"],
    page: [include_str!("pages/my250.en.md"), include_str!("pages/my250.zh.md")],
};

/// A fix whose old value is not what is stored.
pub static FIX_UNLIKE: RuleDoc = RuleDoc {
    code: "MY251",
    severity: Severity::Warning,
    title: [
        "a fix expects another value than is stored",
        "修正所写的原值与存储的不符",
    ],
    page: [include_str!("pages/my251.en.md"), include_str!("pages/my251.zh.md")],
};

/// A fix to a response that is not there.
pub static FIX_UNMET: RuleDoc = RuleDoc {
    code: "MY252",
    severity: Severity::Warning,
    title: ["a fix names a response that is not there", "修正所指的答卷不存在"],
    page: [include_str!("pages/my252.en.md"), include_str!("pages/my252.zh.md")],
};

/// All rules of the store.
pub static RULES: [&RuleDoc; 3] = [&FIX_UNREADABLE, &FIX_UNLIKE, &FIX_UNMET];
