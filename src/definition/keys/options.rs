//! Keys of what can be answered: options, rows, levels, ends and answers that are none.

use super::IdForm;
use super::Key;
use super::Shape;
use super::Table;

/// The ends of a slider.
pub static ENDS: Table = Table {
    name: "ends",
    doc: ["What the two ends of a slider mean.", "滑块两端的含义。"],
    kinds: &[],
    keys: &[
        Key::new("low", Shape::Texts, "The lower end.", "低端。"),
        Key::new("high", Shape::Texts, "The upper end.", "高端。"),
    ],
};

/// An option.
pub static OPTION: Table = Table {
    name: "option",
    doc: [
        "What can be chosen; a bare word stands for `id: word`.",
        "选项；只写一个词等于 `id: 词`。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Option),
            "Name within the list.",
            "列表内的名称。",
        )
        .required(),
        Key::new("value", Shape::Whole(i32::MIN as i64), "Stable number.", "稳定的数值。")
            .default("its position from 1"),
        Key::new("text", Shape::Texts, "Label.", "标签。").default("the id"),
        Key::new(
            "exclusive",
            Shape::Switch,
            "In a multiple choice: chosen alone.",
            "多选题中只能单独选择。",
        )
        .default("false"),
        Key::new(
            "other",
            Shape::Switch,
            "Opens a box for the respondent's own words.",
            "打开自由填写框。",
        )
        .default("false"),
        Key::new(
            "options",
            Shape::List(&Shape::Short(&Shape::Id(IdForm::Option), &OPTION)),
            "In a cascade: the options under it.",
            "级联题中：其下层选项。",
        ),
        Key::new(
            "show_if",
            Shape::Expression,
            "Offered only when this is true.",
            "此条件为真时才列出。",
        ),
        Key::new(
            "anchor",
            Shape::Switch,
            "Keeps its place in random order.",
            "随机排列时保持原位。",
        )
        .default("false"),
    ],
};

/// A level of a cascade.
pub static LEVEL: Table = Table {
    name: "level",
    doc: [
        "A level of a cascade; its variable is `question.level`.",
        "级联题的一层；变量名为 `题.层`。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Name),
            "Name within the question.",
            "题内的名称。",
        )
        .required(),
        Key::new("text", Shape::Texts, "What is chosen on it.", "这一层选什么。").default("the id"),
    ],
};

/// The kinds of missing a respondent can choose.
pub const MISSING_WORDS: &[&str] = &["dont_know", "not_applicable", "refused"];

/// An answer that says why there is none.
pub static MISSING: Table = Table {
    name: "missing",
    doc: [
        "An answer that says why there is none; a bare word stands for `kind: word`.",
        "说明为何不作答的选项；只写一个词等于 `kind: 词`。",
    ],
    kinds: &[],
    keys: &[
        Key::new("kind", Shape::OneOf(MISSING_WORDS), "Kind of missing.", "缺失类型。").required(),
        Key::new(
            "value",
            Shape::Whole(i32::MIN as i64),
            "Code under which files hold it, such as 9.",
            "文件中的代码，例如 9。",
        ),
        Key::new("text", Shape::Texts, "Label.", "标签。").default("Don't know / Not applicable / Prefer not to say"),
    ],
};

/// A row of a matrix, ranking, allocation, dual battery or Kano question.
pub static ROW: Table = Table {
    name: "row",
    doc: [
        "One thing to rate, to rank or to give a part; its variable is `question.row`.",
        "评分、排序或分配的一项；变量名为 `题.行`。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Name),
            "Name within the question.",
            "题内的名称。",
        )
        .required(),
        Key::new("text", Shape::Texts, "What is rated.", "评分对象。").required(),
        Key::new(
            "touchpoint",
            Shape::Words,
            "Part of the customer journey it belongs to.",
            "所属的客户旅程触点。",
        )
        .default("that of the question"),
        Key::new(
            "show_if",
            Shape::Expression,
            "Asked only when this is true.",
            "此条件为真时才提问。",
        ),
        Key::new(
            "anchor",
            Shape::Switch,
            "Keeps its place in random order.",
            "随机排列时保持原位。",
        )
        .default("false"),
        Key::new(
            "with",
            Shape::Texts,
            "In a Kano question: how it asks about the feature when it is there.",
            "卡诺题中：具备该功能时的问法。",
        )
        .default("a sentence about the row's text"),
        Key::new(
            "without",
            Shape::Texts,
            "In a Kano question: how it asks about the feature when it is absent.",
            "卡诺题中：不具备该功能时的问法。",
        )
        .default("a sentence about the row's text"),
    ],
};

/// A label of a derived value.
pub static LABEL: Table = Table {
    name: "label",
    doc: [
        "Name of a band; a bare word stands for `id: word`.",
        "分段的名称；只写一个词等于 `id: 词`。",
    ],
    kinds: &[],
    keys: &[
        Key::new("id", Shape::Id(IdForm::Option), "Name.", "名称。").required(),
        Key::new("text", Shape::Texts, "Label.", "标签。").default("the id"),
    ],
};
