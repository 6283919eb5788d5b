//! Keys of pages, questions and what can be answered.

use super::ENDS;
use super::IdForm;
use super::Key;
use super::LEVEL;
use super::MISSING;
use super::MISSING_WORDS;
use super::OPTION;
use super::ROW;
use super::Shape;
use super::Table;

/// A page.
pub static PAGE: Table = Table {
    name: "page",
    doc: ["A page of the form.", "问卷的一页。"],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Page),
            "Name; pages have a namespace of their own.",
            "名称；页面的名称自成一套。",
        )
        .required(),
        Key::new("title", Shape::Texts, "Heading.", "页标题。"),
        Key::new(
            "show_if",
            Shape::Expression,
            "Put only when this is true, with all its questions.",
            "此条件为真时才出现，连同其中所有题目。",
        ),
        Key::new(
            "order",
            Shape::OneOf(ORDERS),
            "Whether its questions stand as written or in an order drawn for each respondent; notes keep their place.",
            "题目按所写顺序排列，还是每位受访者随机排列；说明文字保持原位。",
        )
        .default("fixed"),
        Key::new(
            "loop",
            Shape::Map(&LOOP),
            "Repeats the page for each thing chosen before, or for each of a list.",
            "针对前面选中的每一项（或列表中的每一项）重复本页。",
        ),
        Key::new(
            "questions",
            Shape::List(&Shape::Map(&QUESTION)),
            "Questions in order.",
            "按顺序排列的题目。",
        )
        .required(),
    ],
};

/// What a page is repeated for.
pub static LOOP: Table = Table {
    name: "loop",
    doc: [
        "What a page is repeated for: `over` a multiple choice, or a list of `entities`. Pages next to each other over the same question are repeated together.",
        "本页针对什么重复：`over` 多选题选中的各项，或 `entities` 列表。相邻且 `over` 同一题的页面一起重复。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "over",
            Shape::Id(IdForm::Reference),
            "An earlier multiple choice: a copy for each option chosen there, but those that are chosen alone.",
            "前面的多选题：每个选中的选项（独选项除外）各一份。",
        ),
        Key::new(
            "entities",
            Shape::List(&Shape::Short(&Shape::Id(IdForm::Name), &ENTITY)),
            "A copy for each of these.",
            "列表中的每一项各一份。",
        ),
    ],
};

/// One of the things a page is repeated for.
pub static ENTITY: Table = Table {
    name: "entity",
    doc: [
        "One of the things a page is repeated for; a bare word stands for `id: word`.",
        "页面重复所针对的一项；只写一个词等于 `id: 词`。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Name),
            "Name; the last part of the names of its questions.",
            "名称；各题名称的最后一段。",
        )
        .required(),
        Key::new(
            "text",
            Shape::Texts,
            "Label: what `{{ entity }}` stands for.",
            "标签，即 `{{ entity }}` 显示的文字。",
        )
        .default("the id"),
    ],
};

/// Where options or rows are carried forward from.
pub static CARRY: Table = Table {
    name: "carry forward",
    doc: [
        "Options or rows taken over from an earlier question, with the same names and values.",
        "从前面的题目带入的选项或行，名称和数值不变。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "question",
            Shape::Id(IdForm::Reference),
            "An earlier choice or multiple choice.",
            "前面的单选题或多选题。",
        )
        .required(),
        Key::new(
            "which",
            Shape::OneOf(&["chosen", "not_chosen"]),
            "What was chosen there, or what was not.",
            "带入选中的，还是未选中的。",
        )
        .default("chosen"),
    ],
};

/// Orders.
pub const ORDERS: &[&str] = &["fixed", "random"];

/// Kinds of questions.
pub const KINDS: &[&str] = &[
    "choice",
    "multiple",
    "rating",
    "matrix",
    "number",
    "text",
    "date",
    "cascade",
    "note",
    "ranking",
    "allocation",
    "importance",
    "kano",
    "slider",
    "email",
    "phone",
    "consent",
];
const ANSWERED: &[&str] = &[
    "choice",
    "multiple",
    "rating",
    "matrix",
    "number",
    "text",
    "date",
    "cascade",
    "ranking",
    "allocation",
    "importance",
    "kano",
    "slider",
    "email",
    "phone",
    "consent",
];
const LISTED: &[&str] = &["choice", "multiple", "rating", "matrix", "importance"];

/// Kinds whose options or rows can stand in random order.
const SHUFFLED: &[&str] = &[
    "choice",
    "multiple",
    "matrix",
    "ranking",
    "allocation",
    "importance",
    "kano",
];

/// A question.
pub static QUESTION: Table = Table {
    name: "question",
    doc: [
        "A question; `kind` decides which keys belong to it.",
        "一道题；`kind` 决定可以写哪些键。",
    ],
    kinds: KINDS,
    keys: &[
        Key::new(
            "id",
            Shape::Id(IdForm::Name),
            "Name; never changes its meaning.",
            "名称；含义永不改变。",
        )
        .required(),
        Key::new("kind", Shape::OneOf(KINDS), "Kind of question.", "题型。").required(),
        Key::new("text", Shape::Texts, "The question (Markdown).", "题干（Markdown）。").required(),
        Key::new("hint", Shape::Texts, "A line below the question.", "题干下方的说明。"),
        Key::new(
            "interviewer",
            Shape::Texts,
            "An instruction to who asks the question, shown in interviews only.",
            "给访问员的说明，仅在访问模式下显示。",
        ),
        Key::new("required", Shape::Switch, "An answer is demanded.", "必答。").default("false"),
        Key::new(
            "show_if",
            Shape::Expression,
            "Asked only when this is true.",
            "此条件为真时才提问。",
        ),
        Key::new(
            "require_if",
            Shape::Expression,
            "Demanded when this is true.",
            "此条件为真时必答。",
        )
        .only(ANSWERED),
        Key::new(
            "valid_if",
            Shape::Expression,
            "Refused by the form, flagged at import, when this is false.",
            "此条件为假时表单拒收、导入时标记。",
        )
        .only(ANSWERED),
        Key::new(
            "valid_message",
            Shape::Texts,
            "What the form says when `valid_if` is false.",
            "`valid_if` 为假时的提示。",
        )
        .only(ANSWERED),
        Key::new(
            "touchpoint",
            Shape::Words,
            "Part of the customer journey it belongs to.",
            "所属的客户旅程触点。",
        )
        .only(ANSWERED),
        Key::new(
            "order",
            Shape::OneOf(ORDERS),
            "Whether its options (or rows) stand as written or in an order drawn for each respondent.",
            "选项（或行）按所写顺序排列，还是每位受访者随机排列。",
        )
        .only(SHUFFLED)
        .default("fixed"),
        Key::new(
            "anchor",
            Shape::Switch,
            "Keeps its place on a page in random order.",
            "所在页随机排列时保持原位。",
        )
        .default("false"),
        Key::new(
            "scale",
            Shape::Id(IdForm::Reference),
            "Built-in or own scale.",
            "内置或自定义量表。",
        )
        .required()
        .only(&["rating", "matrix", "importance"]),
        Key::new(
            "importance_scale",
            Shape::Id(IdForm::Reference),
            "Scale of how important each row is.",
            "每一行重要程度所用的量表。",
        )
        .only(&["importance"])
        .default("importance5"),
        Key::new(
            "rows",
            Shape::List(&Shape::Map(&ROW)),
            "What is rated, ranked, given a part, or (Kano) a feature, a row each.",
            "逐行评分、排序、分配的项目，或卡诺题的各项功能。",
        )
        .required()
        .unless("rows_from")
        .only(&["matrix", "ranking", "allocation", "importance", "kano"]),
        Key::new(
            "options",
            Shape::List(&Shape::Short(&Shape::Id(IdForm::Option), &OPTION)),
            "What can be chosen.",
            "选项。",
        )
        .required()
        .unless("options_from")
        .only(&["choice", "multiple", "cascade"]),
        Key::new(
            "levels",
            Shape::List(&Shape::Map(&LEVEL)),
            "Levels of a cascade, the widest first; options are nested as deep.",
            "级联的层级，从大到小；选项按层嵌套。",
        )
        .required()
        .only(&["cascade"]),
        Key::new(
            "options_from",
            Shape::Map(&CARRY),
            "Options of an earlier question, before its own `options`.",
            "从前面题目带入的选项，排在自己的 `options` 之前。",
        )
        .only(&["choice", "multiple"]),
        Key::new(
            "rows_from",
            Shape::Map(&CARRY),
            "Rows that are options of an earlier question, before its own `rows`.",
            "由前面题目的选项带入的行，排在自己的 `rows` 之前。",
        )
        .only(&["matrix", "ranking", "allocation", "importance", "kano"]),
        Key::new(
            "missing",
            Shape::List(&Shape::Short(&Shape::OneOf(MISSING_WORDS), &MISSING)),
            "Answers offered beside, which say why there is none.",
            "另外提供的、说明为何不作答的选项。",
        )
        .only(LISTED),
        Key::new(
            "min",
            Shape::Number,
            "Smallest number (of a slider 0 unless written); of a multiple choice, fewest options.",
            "最小值（滑块省略时为 0）；多选题为最少选几项。",
        )
        .only(&["number", "multiple", "slider"]),
        Key::new(
            "max",
            Shape::Number,
            "Largest number (of a slider 100 unless written); of a multiple choice, most options; of a ranking, how many are ranked (all unless written).",
            "最大值（滑块省略时为 100）；多选题为最多选几项；排序题为排出前几名（省略时全部排序）。",
        )
        .only(&["number", "multiple", "slider", "ranking"]),
        Key::new(
            "step",
            Shape::Number,
            "From one value of a slider to the next.",
            "滑块每一格的大小。",
        )
        .only(&["slider"])
        .default("1"),
        Key::new(
            "ends",
            Shape::Map(&ENDS),
            "What the two ends of a slider mean.",
            "滑块两端的含义。",
        )
        .only(&["slider"]),
        Key::new(
            "total",
            Shape::Number,
            "What the parts add up to.",
            "各项之和。",
        )
        .only(&["allocation"])
        .default("100"),
        Key::new("whole", Shape::Switch, "Whole numbers only.", "只允许整数。")
            .only(&["number"])
            .default("false"),
        Key::new("unit", Shape::Texts, "Unit shown behind the box.", "输入框后的单位。")
            .only(&["number", "slider", "allocation"]),
        Key::new("long", Shape::Switch, "A box of several lines.", "多行输入框。")
            .only(&["text"])
            .default("false"),
        Key::new(
            "max_length",
            Shape::Whole(1),
            "Characters after which the form warns.",
            "超过多少字时提醒。",
        )
        .only(&["text"]),
        Key::new(
            "attention",
            Shape::Id(IdForm::Reference),
            "An attention check: the option that an attentive respondent chooses. The form never tells; other answers are flagged at import.",
            "注意力检测：认真作答者会选的选项。表单上看不出来；选了其他选项的答卷在导入时标记。",
        )
        .only(&["choice", "rating"]),
        Key::new(
            "comparable",
            Shape::Switch,
            "Its answers can be compared with those to its earlier versions although it was changed; only with a reason.",
            "虽有改动，本题的答案仍可与以前版本的相比；须写明理由。",
        ),
        Key::new(
            "comparable_because",
            Shape::Words,
            "Why: one reason for one change; the next change needs a reason of its own.",
            "理由：一次改动一个理由；下一次改动须另写理由。",
        ),
        Key::new(
            "formerly",
            Shape::Codes,
            "Where its options were edited: what each earlier option is today, as `earlier: today`; `<refused>` and the like for no answer, `drop` for none at all.",
            "选项改动后，以前的每个选项如今是哪个，写作“旧: 新”；`<refused>` 等表示没有回答，`drop` 表示不再采用。",
        )
        .only(&["choice", "multiple", "rating", "matrix"]),
        Key::new(
            "formerly_because",
            Shape::Words,
            "Why answers to the earlier options are answers to those of today.",
            "为何旧选项的答案可视为新选项的答案。",
        )
        .only(&["choice", "multiple", "rating", "matrix"]),
        Key::new(
            "purpose",
            Shape::Texts,
            "What the consent is for.",
            "征求同意的用途。",
        )
        .only(&["consent"]),
        Key::new(
            "separate",
            Shape::Switch,
            "A consent that the law asks for apart from any other (单独同意).",
            "法律要求的单独同意。",
        )
        .only(&["consent"])
        .default("false"),
    ],
};
