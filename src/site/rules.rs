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

/// MY504.
pub static LOW_CONTRAST: RuleDoc = RuleDoc {
    code: "MY504",
    severity: Severity::Error,
    title: ["two colours are too close to be read", "两种颜色过于接近，难以辨认"],
    page: [include_str!("rules/my504.en.md"), include_str!("rules/my504.zh.md")],
};

/// MY505.
pub static UNKNOWN_COLOUR: RuleDoc = RuleDoc {
    code: "MY505",
    severity: Severity::Warning,
    title: ["the contrast of a colour cannot be computed", "无法计算颜色的对比度"],
    page: [include_str!("rules/my505.en.md"), include_str!("rules/my505.zh.md")],
};

/// MY506.
pub static FOREIGN_MODE: RuleDoc = RuleDoc {
    code: "MY506",
    severity: Severity::Warning,
    title: [
        "a page for paper or a station has no words in its language",
        "纸质问卷或工作页面缺少所用语言的用语",
    ],
    page: [include_str!("rules/my506.en.md"), include_str!("rules/my506.zh.md")],
};

/// MY520.
pub static UNREADABLE_HEAD: RuleDoc = RuleDoc {
    code: "MY520",
    severity: Severity::Error,
    title: [
        "the head of a report document cannot be read",
        "报告文档开头的设置无法读取",
    ],
    page: [include_str!("rules/my520.en.md"), include_str!("rules/my520.zh.md")],
};

/// MY521.
pub static UNUSABLE_LOGO: RuleDoc = RuleDoc {
    code: "MY521",
    severity: Severity::Error,
    title: ["the logo cannot be put into pages", "标志图片无法嵌入页面"],
    page: [include_str!("rules/my521.en.md"), include_str!("rules/my521.zh.md")],
};

/// All rules of templates, documents and themes.
pub static RULES: [&RuleDoc; 8] = [
    &BROKEN_TEMPLATE,
    &UNKNOWN_NAME,
    &NEEDLESS_TEMPLATE,
    &LOW_CONTRAST,
    &UNKNOWN_COLOUR,
    &FOREIGN_MODE,
    &UNREADABLE_HEAD,
    &UNUSABLE_LOGO,
];
