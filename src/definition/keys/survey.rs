//! Keys of the whole, of hidden values, own scales, derived values and the sample.

use super::DESIGN;
use super::IdForm;
use super::Key;
use super::LABEL;
use super::PAGE;
use super::PRIVACY;
use super::QUOTA;
use super::SAMPLE;
use super::Shape;
use super::Table;
use super::UNIT;
use super::WEIGHTING;
use super::WORDS;
use super::{INDEX, MEASURE, REPORT};

/// The whole file.
pub static SURVEY: Table = Table {
    name: "survey",
    doc: [
        "A survey: one file in `surveys/`.",
        "一份问卷：`surveys/` 里的一个文件。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::File),
            "Name of the survey, equal to the file's name without `.yaml`.",
            "问卷名，与文件名（不含 `.yaml`）相同。",
        )
        .required(),
        Key::new("title", Shape::Texts, "Title of the survey.", "问卷标题。").required(),
        Key::new(
            "languages",
            Shape::List(&Shape::Language),
            "Languages of the survey; the first must be complete, gaps in the others are reported.",
            "问卷语言；第一种必须完整，其余语言的缺漏会列出。",
        )
        .required(),
        Key::new(
            "fallback",
            Shape::Chains,
            "By language, the languages whose texts stand in for missing ones, the nearest first.",
            "按语言列出缺少文字时依次用哪些语言代替，最接近的在前。",
        )
        .default("the survey's languages in order"),
        Key::new(
            "intro",
            Shape::Texts,
            "Text before the first question (Markdown).",
            "第一题之前的文字（Markdown）。",
        ),
        Key::new(
            "thanks",
            Shape::Texts,
            "Text after sending (Markdown).",
            "提交之后的文字（Markdown）。",
        ),
        Key::new(
            "privacy",
            Shape::Short(&Shape::Texts, &PRIVACY),
            "What respondents are told about their data above the first question, and what is promised.",
            "第一题上方告诉受访者其数据如何处理，以及所作的承诺。",
        ),
        Key::new(
            "words",
            Shape::Map(&WORDS),
            "Words of forms in your own wording, for languages other than Chinese and English above all.",
            "自写的界面用语，主要用于中文和英文以外的语言。",
        ),
        Key::new(
            "hidden",
            Shape::List(&Shape::Map(&HIDDEN)),
            "Values that come with the link, the answer file or the sample.",
            "随链接、答卷文件或样本而来的值。",
        ),
        Key::new(
            "scales",
            Shape::List(&Shape::Map(&SCALE)),
            "Rating scales of your own.",
            "自定义评分量表。",
        ),
        Key::new(
            "pages",
            Shape::List(&Shape::Map(&PAGE)),
            "Pages with their questions, in order.",
            "按顺序排列的页面及题目。",
        )
        .required(),
        Key::new(
            "segments",
            Shape::List(&Shape::Id(IdForm::Reference)),
            "What results are broken down by: choices, ratings, derived bands or conditions.",
            "结果按什么分组：单选题、评分题、派生的分段或条件。",
        ),
        Key::new(
            "derived",
            Shape::List(&Shape::Map(&DERIVED)),
            "Values computed from answers.",
            "由答案计算出的值。",
        ),
        Key::new(
            "weight",
            Shape::Id(IdForm::Reference),
            "Hidden number that weights a response.",
            "给每份答卷加权的隐藏数值。",
        ),
        Key::new(
            "design",
            Shape::Map(&DESIGN),
            "How those who were asked were drawn: strata, clusters, finite populations.",
            "受访者是怎样抽取的：分层、整群、有限总体。",
        ),
        Key::new(
            "weighting",
            Shape::Map(&WEIGHTING),
            "Population the responses are weighted to when they are analysed, wave by wave; on top of `weight`, if there is one.",
            "分析时逐期把答卷加权到的总体；若有 `weight`，则以其为基础权重。",
        ),
        Key::new(
            "sample",
            Shape::Map(&SAMPLE),
            "Whom we ask, and where their attributes come from.",
            "询问对象，以及其属性的来源。",
        ),
        Key::new(
            "unit",
            Shape::Map(&UNIT),
            "What a row is, where it belongs to a response to another survey.",
            "每行属于另一份问卷的某份答卷时的说明。",
        ),
        Key::new(
            "quotas",
            Shape::List(&Shape::Map(&QUOTA)),
            "How many answers are wanted from whom.",
            "希望从哪些人得到多少份答卷。",
        ),
        Key::new(
            "measures",
            Shape::List(&Shape::Map(&MEASURE)),
            "What is reported.",
            "要报告的指标。",
        ),
        Key::new(
            "index",
            Shape::Map(&INDEX),
            "The satisfaction index: a tree of weighted parts.",
            "满意度指数：带权重的指标树。",
        ),
        Key::new("report", Shape::Map(&REPORT), "Thresholds of reports.", "报告的阈值。"),
    ],
};

/// Kinds of hidden values.
pub const HIDDEN_KINDS: &[&str] = &["choice", "number", "text", "date"];

/// A hidden value.
pub static HIDDEN: Table = Table {
    name: "hidden",
    doc: [
        "A value nobody is asked for: it comes with the link, the answer file or the sample.",
        "不向受访者提问的值：随链接、答卷文件或样本而来。",
    ],
    kinds: HIDDEN_KINDS,
    keys: &[
        Key::new("id", Shape::Id(IdForm::Name), "Name.", "名称。").required(),
        Key::new(
            "kind",
            Shape::OneOf(HIDDEN_KINDS),
            "What it holds; `choice` when there are `options`, else `text`.",
            "值的类型；写了 `options` 即为 `choice`，否则为 `text`。",
        ),
        Key::new("text", Shape::Texts, "Name in reports.", "报告中的名称。").default("the id"),
        Key::new(
            "options",
            Shape::List(&Shape::Short(&Shape::Id(IdForm::Option), &HIDDEN_OPTION)),
            "Values it can take.",
            "可取的值。",
        )
        .required()
        .only(&["choice"]),
        Key::new(
            "formerly",
            Shape::Codes,
            "Where its options were edited: what each earlier option is today, as `earlier: today`; `<refused>` and the like for no answer, `drop` for none at all.",
            "选项改动后，以前的每个选项如今是哪个，写作“旧: 新”；`<refused>` 等表示没有回答，`drop` 表示不再采用。",
        )
        .only(&["choice"]),
        Key::new(
            "formerly_because",
            Shape::Words,
            "Why answers to the earlier options are answers to those of today.",
            "为何旧选项的答案可视为新选项的答案。",
        )
        .only(&["choice"]),
        Key::new("min", Shape::Number, "Smallest value.", "最小值。").only(&["number"]),
        Key::new("max", Shape::Number, "Largest value.", "最大值。").only(&["number"]),
        Key::new("whole", Shape::Switch, "Whole numbers only.", "只允许整数。")
            .only(&["number"])
            .default("false"),
    ],
};

/// A value a hidden choice can take.
pub static HIDDEN_OPTION: Table = Table {
    name: "hidden option",
    doc: [
        "A value a hidden choice can take; a bare word stands for `id: word`.",
        "隐藏选项可取的值；只写一个词等于 `id: 词`。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Option),
            "Name as it stands in links and files.",
            "链接和文件中的写法。",
        )
        .required(),
        Key::new("value", Shape::Whole(i32::MIN as i64), "Stable number.", "稳定的数值。")
            .default("its position from 1"),
        Key::new("text", Shape::Texts, "Label.", "标签。").default("the id"),
    ],
};

/// An own scale.
pub static SCALE: Table = Table {
    name: "scale",
    doc: ["A rating scale of your own.", "自定义评分量表。"],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Name),
            "Name, used in `scale:`.",
            "名称，用在 `scale:` 中。",
        )
        .required(),
        Key::new(
            "better",
            Shape::OneOf(&["high", "low"]),
            "Which end is good.",
            "哪一端更好。",
        )
        .default("high"),
        Key::new(
            "ends_only",
            Shape::Switch,
            "Only the two ends carry words.",
            "只有两端显示文字。",
        )
        .default("false"),
        Key::new(
            "points",
            Shape::List(&Shape::Map(&POINT)),
            "Its points, at least two.",
            "各个分点，至少两个。",
        )
        .required(),
    ],
};

/// A point of an own scale.
pub static POINT: Table = Table {
    name: "point",
    doc: ["A point of a scale.", "量表的一个分点。"],
    kinds: &[],
    keys: &[
        Key::new("id", Shape::Id(IdForm::Option), "Name.", "名称。").required(),
        Key::new(
            "value",
            Shape::Whole(i32::MIN as i64),
            "Number of the point.",
            "分点的数值。",
        )
        .default("its position from 1"),
        Key::new("text", Shape::Texts, "Label.", "标签。").default("the value"),
    ],
};

/// A derived value.
pub static DERIVED: Table = Table {
    name: "derived",
    doc: [
        "A value computed from answers: a number, a band or a condition.",
        "由答案计算出的值：数值、分段或条件。",
    ],
    kinds: &[],
    keys: &[
        Key::new("id", Shape::Id(IdForm::Name), "Name.", "名称。").required(),
        Key::new("text", Shape::Texts, "Name in reports.", "报告中的名称。").default("the id"),
        Key::new("value", Shape::Expression, "How it is computed.", "计算方法。").required(),
        Key::new(
            "labels",
            Shape::List(&Shape::Short(&Shape::Id(IdForm::Option), &LABEL)),
            "Names of the bands, lowest first; of a condition: the name of false, then of true.",
            "各分段的名称，从低到高；条件则先写“假”再写“真”。",
        ),
    ],
};
