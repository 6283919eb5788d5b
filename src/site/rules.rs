//! What templates and report documents must keep to.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

/// MY501.
pub static BROKEN_TEMPLATE: RuleDoc = RuleDoc {
    code: "MY501",
    severity: Severity::Error,
    title: ["the template cannot be read", "模板无法解析"],
    page: [include_str!("rules/my501.en.md"), include_str!("rules/my501.zh.md")],
};

/// MY502.
pub static UNKNOWN_NAME: RuleDoc = RuleDoc {
    code: "MY502",
    severity: Severity::Error,
    title: [
        "the template asks for something that does not exist",
        "模板引用了不存在的内容",
    ],
    page: [include_str!("rules/my502.en.md"), include_str!("rules/my502.zh.md")],
};

/// MY503.
pub static NEEDLESS_TEMPLATE: RuleDoc = RuleDoc {
    code: "MY503",
    severity: Severity::Warning,
    title: [
        "the file replaces no built-in template and none uses it",
        "该文件既不替换内置模板，也没有被引用",
    ],
    page: [include_str!("rules/my503.en.md"), include_str!("rules/my503.zh.md")],
};

/// All rules of templates and documents.
pub static RULES: [&RuleDoc; 3] = [&BROKEN_TEMPLATE, &UNKNOWN_NAME, &NEEDLESS_TEMPLATE];
