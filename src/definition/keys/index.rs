//! Keys of the satisfaction index: its tree, where its weights come from, how it is computed.

use super::IdForm;
use super::Key;
use super::Shape;
use super::Table;

/// Where weights come from.
pub const WEIGHTS: &[&str] = &["declared", "equal", "ahp", "entropy", "importance", "pls"];

/// Levels an index is computed on.
pub const LEVELS: &[&str] = &["mean", "person"];

/// Which answers count, in a word.
pub const MISSING_RULES: &[&str] = &["available", "complete"];

/// Inner schemes of a path model.
pub const SCHEMES: &[&str] = &["centroid", "path", "factorial"];

static PAIRWISE_ROW: Shape = Shape::List(&Shape::Words);

const OF: Key = Key::new(
    "of",
    Shape::List(&Shape::Id(IdForm::Reference)),
    "Ratings it is the mean of.",
    "取平均的评分题。",
);

const PAIRWISE: Key = Key::new(
    "pairwise",
    Shape::List(&PAIRWISE_ROW),
    "For `weights: ahp`: how many times as important each part is as the later ones, one row for each part but the last (`1/3` for a third); or the full matrix.",
    "用于 `weights: ahp`：每个部分相对于其后各部分的重要性倍数，除最后一个外每部分一行（三分之一写 `1/3`）；也可写完整矩阵。",
);

/// The root of the index.
pub static INDEX: Table = Table {
    name: "index",
    doc: ["The satisfaction index, 0 to 100.", "满意度指数，0 到 100。"],
    kinds: &[],
    keys: &[
        Key::new("id", Shape::Id(IdForm::Name), "Name.", "名称。").required(),
        Key::new("title", Shape::Texts, "Name in reports.", "报告中的名称。").default("the id"),
        Key::new(
            "where",
            Shape::Expression,
            "Responses it is computed on.",
            "在哪些答卷上计算。",
        )
        .default("all"),
        Key::new(
            "parts",
            Shape::List(&Shape::Map(&PART)),
            "Its parts; either these or `of`.",
            "组成部分；与 `of` 二选一。",
        ),
        OF,
        Key::new(
            "weights",
            Shape::OneOf(WEIGHTS),
            "Where weights come from: each part's `weight`, all alike, pairwise judgements, the spread of the answers, what parts explain of `outcome`, or the `model`.",
            "权重来源：各部分的 `weight`、等权、两两比较、答案的离散程度、各部分对 `outcome` 的解释力，或结构模型 `model`。",
        )
        .default("declared"),
        PAIRWISE,
        Key::new(
            "outcome",
            Shape::Id(IdForm::Reference),
            "For `weights: importance`: the rating that importance is derived from.",
            "用于 `weights: importance`：据以推断重要性的评分题。",
        ),
        Key::new(
            "model",
            Shape::Map(&MODEL),
            "For `weights: pls`: the structural model.",
            "用于 `weights: pls`：结构模型。",
        ),
        Key::new(
            "level",
            Shape::OneOf(LEVELS),
            "`mean` weighs the means of items, `person` takes each respondent's own index and then the mean.",
            "`mean` 对各题均值加权；`person` 先算每位受访者的指数再平均。",
        )
        .default("mean"),
        Key::new(
            "missing",
            Shape::Short(&Shape::OneOf(MISSING_RULES), &AT_LEAST),
            "Which answers count: every one there is, or only those of respondents who answered all ratings.",
            "计入哪些答案：全部已有答案，或仅限答全各题的受访者。",
        )
        .default("available"),
    ],
};

/// A part of the index.
pub static PART: Table = Table {
    name: "part",
    doc: [
        "A part of the index: parts of its own, or ratings.",
        "指数的一个部分：可再分，或由评分题组成。",
    ],
    kinds: &[],
    keys: &[
        Key::new("id", Shape::Id(IdForm::Name), "Name.", "名称。").required(),
        Key::new("title", Shape::Texts, "Name in reports.", "报告中的名称。").default("the id"),
        Key::new(
            "weight",
            Shape::Number,
            "Its share of the level; siblings add up to 1 or 100.",
            "在同级中的权重；合计为 1 或 100。",
        )
        .default("equal"),
        Key::new(
            "parts",
            Shape::List(&Shape::Map(&PART)),
            "Its parts; either these or `of`.",
            "组成部分；与 `of` 二选一。",
        ),
        OF,
        PAIRWISE,
    ],
};

/// How many answers a respondent must have given.
pub static AT_LEAST: Table = Table {
    name: "least answers",
    doc: [
        "Respondents count who answered at least so many ratings; for `level: person`.",
        "至少答了若干评分题的受访者才计入；用于 `level: person`。",
    ],
    kinds: &[],
    keys: &[Key::new(
        "at_least",
        Shape::Whole(1),
        "So many ratings of the index or its part, all of a part with fewer.",
        "指数或其部分中至少答这么多题；题数不足时须全部作答。",
    )
    .required()],
};

/// A structural model.
pub static MODEL: Table = Table {
    name: "path model",
    doc: [
        "Constructs measured by ratings and joined by paths (ACSI, ECSI); the index is one of them.",
        "由评分题测量、以路径相连的构念（ACSI、ECSI）；指数是其中之一。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "scheme",
            Shape::OneOf(SCHEMES),
            "How neighbouring constructs are combined.",
            "相邻构念的组合方式。",
        )
        .default("centroid"),
        Key::new(
            "constructs",
            Shape::List(&Shape::Map(&CONSTRUCT)),
            "The constructs; that with the id of the index has no `of` of its own.",
            "各构念；与指数同名者不写 `of`。",
        )
        .required(),
    ],
};

/// A construct of a structural model.
pub static CONSTRUCT: Table = Table {
    name: "construct",
    doc: ["A construct of a structural model.", "结构模型的一个构念。"],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Name),
            "Name within the model.",
            "模型内的名称。",
        )
        .required(),
        Key::new(
            "of",
            Shape::List(&Shape::Id(IdForm::Reference)),
            "Ratings that measure it.",
            "测量它的评分题。",
        ),
        Key::new(
            "from",
            Shape::List(&Shape::Id(IdForm::Reference)),
            "Constructs it depends on.",
            "它所依赖的构念。",
        ),
    ],
};
