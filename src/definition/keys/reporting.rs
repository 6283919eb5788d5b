//! Keys of measures and report settings.

use super::IdForm;
use super::Key;
use super::Shape;
use super::Table;

/// Kinds of measures.
pub const MEASURE_KINDS: &[&str] = &["top_box", "bottom_box", "mean", "nps", "share", "kano"];

/// Kano's coefficients.
const SIDES: &[&str] = &["better", "worse"];

/// A measure.
pub static MEASURE: Table = Table {
    name: "measure",
    doc: [
        "A figure that is reported; `kind` decides which keys belong to it.",
        "要报告的指标；`kind` 决定可以写哪些键。",
    ],
    kinds: MEASURE_KINDS,
    keys: &[
        Key::new("id", Shape::Id(IdForm::Name), "Name.", "名称。").required(),
        Key::new("kind", Shape::OneOf(MEASURE_KINDS), "What is computed.", "计算什么。").required(),
        Key::new(
            "of",
            Shape::Id(IdForm::Reference),
            "The question or value it is computed of.",
            "用哪道题或哪个值计算。",
        )
        .required(),
        Key::new("title", Shape::Texts, "Name in reports.", "报告中的名称。").default("the question's text"),
        Key::new(
            "top",
            Shape::Whole(1),
            "How many of the best points count.",
            "最好的几个分点计入。",
        )
        .only(&["top_box"])
        .default("2"),
        Key::new(
            "bottom",
            Shape::Whole(1),
            "How many of the worst points count.",
            "最差的几个分点计入。",
        )
        .only(&["bottom_box"])
        .default("2"),
        Key::new(
            "options",
            Shape::List(&Shape::Id(IdForm::Reference)),
            "Options that count.",
            "计入的选项。",
        )
        .required()
        .only(&["share"]),
        Key::new(
            "side",
            Shape::OneOf(SIDES),
            "Which of Kano's coefficients: what the feature can gain, or what its absence can lose.",
            "卡诺系数之一：具备该功能可提升多少，或缺少时会损失多少。",
        )
        .only(&["kano"])
        .default("better"),
        Key::new(
            "where",
            Shape::Expression,
            "Responses it is computed on.",
            "在哪些答卷上计算。",
        )
        .default("all"),
        Key::new(
            "better",
            Shape::OneOf(&["high", "low"]),
            "Which way is good, for a share or a number: `low` for shares of complaints, minutes waited.",
            "比例或数值以高为好还是以低为好：投诉比例、等待分钟数用 `low`。",
        )
        .only(&["share", "mean"])
        .default("high; of a rating, its scale's"),
        Key::new(
            "comparable",
            Shape::Switch,
            "Its figures can be compared with earlier waves although it, or what it is computed of, was changed; only with a reason.",
            "虽然指标或其所依据的题目有改动，数字仍可与以前各期相比；须写明理由。",
        ),
        Key::new(
            "comparable_because",
            Shape::Words,
            "Why: one reason for one change; the next change needs a reason of its own.",
            "理由：一次改动一个理由；下一次改动须另写理由。",
        ),
        Key::new(
            "headline",
            Shape::Switch,
            "It stands among the headline figures.",
            "列入核心指标。",
        )
        .default("true unless another measure says it"),
    ],
};

/// Report settings.
pub static REPORT: Table = Table {
    name: "report",
    doc: [
        "When reports show a figure and when they call a change a finding.",
        "报告何时显示数字、何时把变化称为发现。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "alpha",
            Shape::Number,
            "Two-sided error rate of tests.",
            "双侧检验的显著性水平。",
        )
        .default("0.05"),
        Key::new(
            "practical",
            Shape::Map(&PRACTICAL),
            "Changes below these are called small.",
            "低于这些值的变化称为“小”。",
        ),
        Key::new(
            "flag_below",
            Shape::Whole(0),
            "Smaller bases get a warning and no verdict.",
            "样本量低于此值时加标记、不下结论。",
        )
        .default("30"),
        Key::new(
            "hide_below",
            Shape::Whole(0),
            "Smaller bases are not shown.",
            "样本量低于此值时不显示。",
        )
        .default("10"),
        Key::new(
            "privacy_k",
            Shape::Whole(1),
            "Smaller cells are hidden with what would reveal them.",
            "人数低于此值的单元格连同可推算者一并隐藏。",
        )
        .default("5"),
        Key::new(
            "quotes_k",
            Shape::Whole(1),
            "Open answers are quoted only from groups at least this large.",
            "至少这么多人的组才引用原话。",
        )
        .default("10"),
    ],
};

/// Practical thresholds.
pub static PRACTICAL: Table = Table {
    name: "practical",
    doc: [
        "Smallest changes that matter, in points.",
        "有实际意义的最小变化（点数）。",
    ],
    kinds: &[],
    keys: &[
        Key::new("share", Shape::Number, "Points of a share.", "比例的百分点。").default("5"),
        Key::new("index", Shape::Number, "Points of the index.", "指数的点数。").default("5"),
        Key::new("nps", Shape::Number, "Points of an NPS.", "NPS 的点数。").default("10"),
        Key::new(
            "mean",
            Shape::Number,
            "Of a mean: percent of the scale's range.",
            "均值：量表跨度的百分比。",
        )
        .default("5"),
    ],
};
