//! Keys of whom is asked, and of how many answers are wanted from whom.

use super::IdForm;
use super::Key;
use super::Shape;
use super::Table;

/// The sample file.
pub static SAMPLE: Table = Table {
    name: "sample",
    doc: [
        "Whom we ask, and where their attributes come from.",
        "询问对象，以及其属性的来源。",
    ],
    kinds: &[],
    keys: &[
        Key::new("file", Shape::Words, "File in `samples/`.", "`samples/` 中的文件。").required(),
        Key::new(
            "key",
            Shape::Words,
            "Column of the answers that names the person. Answers through personal links need none.",
            "答卷中标识受访者的列。通过个人链接的答卷不需要。",
        ),
        Key::new(
            "id",
            Shape::Words,
            "Column of the sample file that names the person.",
            "样本文件中标识受访者的列。",
        )
        .default("the key, else `id`"),
        Key::new(
            "fills",
            Shape::List(&Shape::Id(IdForm::Reference)),
            "Hidden values taken from the sample's columns of the same name.",
            "由样本同名列填入的隐藏值。",
        ),
        Key::new(
            "attributes",
            Shape::List(&Shape::Words),
            "Columns by which response rates may be broken down.",
            "回收率可按哪些列细分。",
        ),
        Key::new(
            "invited",
            Shape::Words,
            "Column with the day of the invitation; empty means not yet invited.",
            "邀请日期所在的列；空白表示尚未邀请。",
        ),
        Key::new(
            "delivered",
            Shape::Words,
            "Column that says whether the invitation arrived: `yes`, `no`, or the day.",
            "邀请是否送达的列：`yes`、`no` 或日期。",
        ),
        Key::new("wave", Shape::Words, "Column with the wave.", "期次所在的列。"),
        Key::new("language", Shape::Words, "Column with the language.", "语言所在的列。"),
        Key::new(
            "channel",
            Shape::Words,
            "Column that says how the person is reached.",
            "触达渠道所在的列。",
        ),
        Key::new(
            "opted_out",
            Shape::Words,
            "Column that says who wants no more invitations: `yes`, or the day.",
            "谁不愿再收到邀请的列：`yes` 或日期。",
        ),
    ],
};

/// Rows that belong to responses of another survey.
pub static UNIT: Table = Table {
    name: "unit",
    doc: [
        "What a row is, where it is a part of a response to another survey: a visited shop, a rated colleague, a ticket. Waves come from that response, and the response is the sampling unit.",
        "每行是另一份问卷某份答卷的一部分时（去过的门店、被评价的同事、工单）的说明。期次取自该答卷，抽样单元也是该答卷。",
    ],
    kinds: &[],
    keys: &[
        Key::new(
            "of",
            Shape::Words,
            "The survey whose responses the rows belong to.",
            "这些行所属答卷的问卷。",
        )
        .required(),
        Key::new(
            "key",
            Shape::Id(IdForm::Reference),
            "Hidden text with the id of the response.",
            "存放所属答卷编号的隐藏文字。",
        )
        .required(),
        Key::new(
            "fills",
            Shape::List(&Shape::Id(IdForm::Reference)),
            "Hidden values taken from the response's answers of the same name.",
            "由所属答卷的同名答案填入的隐藏值。",
        ),
        Key::new(
            "loop",
            Shape::Id(IdForm::Reference),
            "The page which that survey repeats (`loop`) and whose copies are the rows: they are made whenever its responses are imported.",
            "该问卷中重复出现（`loop`）的页面，每次重复即为一行；导入其答卷时自动生成。",
        ),
    ],
};

/// How many answers are wanted from whom.
pub static QUOTA: Table = Table {
    name: "quota",
    doc: [
        "How many answers are wanted, in every wave: of those a condition holds for, or of each group of a question.",
        "每期希望得到多少份答卷：满足某条件者，或某题的各组。",
    ],
    kinds: &[],
    keys: &[
        Key::new("id", Shape::Id(IdForm::Name), "Name.", "名称。").required(),
        Key::new("text", Shape::Texts, "Name for people.", "显示名称。").default("the id"),
        Key::new("where", Shape::Expression, "From whom.", "哪些答卷。").default("all"),
        Key::new("target", Shape::Whole(1), "How many.", "多少份。"),
        Key::new(
            "of",
            Shape::Id(IdForm::Reference),
            "Choice, rating or band whose groups have targets of their own.",
            "各组分别设目标的单选、评分或分段。",
        ),
        Key::new(
            "targets",
            Shape::List(&Shape::Map(&QUOTA_TARGET)),
            "A target for each group of `of`.",
            "`of` 各组的目标。",
        ),
    ],
};

/// The target of one group.
pub static QUOTA_TARGET: Table = Table {
    name: "quota target",
    doc: [
        "How many answers are wanted of one group.",
        "某一组希望得到多少份答卷。",
    ],
    kinds: &[],
    keys: &[
        Key::new("option", Shape::Id(IdForm::Reference), "The group.", "哪一组。").required(),
        Key::new("target", Shape::Whole(1), "How many.", "多少份。").required(),
    ],
};
