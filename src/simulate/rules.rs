//! What can be wrong with a file of effects.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

/// A file of effects that cannot be read.
pub static UNREADABLE: RuleDoc = RuleDoc {
    code: "MY407",
    severity: Severity::Error,
    title: ["an effect to plant cannot be read", "要植入的效应无法读取"],
    page: [
        "`manyi simulate --effects FILE` reads TOML: one `[[effect]]` for each thing to plant. `on` names what it is about; one of \
         `shift` (standard deviations of what is felt), `shares` (how often each option is chosen), `typical` with `spread` (a \
         number) or `missing` (share of those asked who choose to have no answer) says what; `where` and `wave` say for whom.\n\n\
         Wrong: `shift = \"-0.8\"`\n\nRight: `shift = -0.8`\n",
        "`manyi simulate --effects FILE` 读取 TOML：每个要植入的效应写一节 `[[effect]]`。`on` 写对象；`shift`（感受移动多少个标准差）、\
         `shares`（各选项被选中的比例）、`typical` 与 `spread`（数值题）、`missing`（选“不清楚”“不适用”之类的比例）四者之一写内容；\
         `where` 和 `wave` 写对谁生效。\n\n错误：`shift = \"-0.8\"`\n\n正确：`shift = -0.8`\n",
    ],
};

/// An effect on something that is not there, or of a kind it cannot have.
pub static UNKNOWN: RuleDoc = RuleDoc {
    code: "MY408",
    severity: Severity::Error,
    title: ["an effect on something it cannot be on", "效应的对象不存在或不合适"],
    page: [
        "`on` takes the names of the definition: a question (then all its rows), a row, a hidden value, `language`, or `all` for every \
         rating. Ratings are shifted; choices and `language` get `shares` by the ids of their options; numbers get `typical`; `missing` \
         is for questions that offer such answers.\n\nWrong: `on = \"resolved\"` with `shift = 0.5`, where `resolved` is a choice\n\n\
         Right: `on = \"resolved\"` with `shares = { first_time = 0.7 }`\n",
        "`on` 使用定义中的名称：题目（含其各行）、某一行、隐藏值、`language`，或用 `all` 表示全部评分题。评分题用 `shift`；单选、多选和 \
         `language` 用 `shares`，按选项 id 书写；数值题用 `typical`；`missing` 只用于提供此类选项的题。\n\n\
         错误：对单选题 `resolved` 写 `shift = 0.5`\n\n正确：`on = \"resolved\"`，`shares = { first_time = 0.7 }`\n",
    ],
};

/// A condition that an effect cannot have.
pub static CONDITION: RuleDoc = RuleDoc {
    code: "MY409",
    severity: Severity::Error,
    title: ["the condition of an effect cannot be used", "效应的条件无法使用"],
    page: [
        "`where` takes the same expressions as `show_if` in a definition, and `wave`. Answers are made in the order of the form, so a \
         condition looks at answers before the one it changes; hidden values, `wave` and `language` are known from the start.\n\n\
         Wrong: `on = \"overall\"`, `where = 'resolved = \"not_yet\"'` where `resolved` is asked after `overall`\n\n\
         Right: `on = \"effort\"`, `where = 'resolved = \"not_yet\"'`\n",
        "`where` 使用与定义中 `show_if` 相同的表达式，另可用 `wave`。答案按问卷顺序生成，因此条件只能引用它之前的答案；隐藏值、`wave` 和 \
         `language` 一开始就已知。\n\n错误：`resolved` 在 `overall` 之后才问，却写 `on = \"overall\"`，`where = 'resolved = \"not_yet\"'`\n\n\
         正确：`on = \"effort\"`，`where = 'resolved = \"not_yet\"'`\n",
    ],
};

/// All rules of this module, by code.
pub static RULES: [&RuleDoc; 3] = [&UNREADABLE, &UNKNOWN, &CONDITION];
