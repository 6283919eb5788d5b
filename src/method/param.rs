//! What a method takes.

/// How a value of the command line is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The name of a column; or numbers instead of it.
    Column,
    /// Names of columns.
    Columns,
    /// A list of numbers.
    Numbers,
    /// A number.
    Number,
    /// A word, such as a level.
    Word,
    /// A list of words.
    Words,
    /// Rows of numbers, as JSON or `1,2;3,4`.
    Matrix,
    /// Anything else, as JSON.
    Json,
}

/// One thing a method takes.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Its name in the reference cases, such as `column`.
    pub name: &'static str,
    /// Other names on the command line, such as `of`.
    pub aliases: &'static [&'static str],
    /// How it is read.
    pub kind: Kind,
    /// What it means: English, Chinese.
    pub meaning: [&'static str; 2],
}

impl Param {
    /// A parameter without other names.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, meaning: [&'static str; 2]) -> Self {
        Self {
            name,
            aliases: &[],
            kind,
            meaning,
        }
    }

    /// The same with other names.
    #[must_use]
    pub const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }
}

/// The answers: a column, or the numbers themselves.
pub const COLUMN: Param = Param::new("column", Kind::Column, ["Column with the answers", "答案所在的列"]).or(&["of"]);

/// The numbers themselves.
pub const VALUES: Param = Param::new("values", Kind::Numbers, ["The answers themselves", "直接给出的数值"]);

/// The column that makes groups.
pub const GROUP: Param = Param::new("group", Kind::Column, ["Column that makes groups", "分组列"]).or(&["by"]);

/// Columns of a battery.
pub const ITEMS: Param = Param::new("items", Kind::Columns, ["Columns of the battery", "量表各题的列"]).or(&["of"]);

/// What every method takes.
pub const COMMON: &[Param] = &[
    Param::new(
        "missing",
        Kind::Json,
        [
            "Codes that are no answer, beside blanks: `9`, or `csat:9` for one column",
            "除空白外视为缺失的代码：`9`，或仅对某列 `csat:9`",
        ],
    ),
    Param::new(
        "filter",
        Kind::Json,
        [
            "Only rows with these labels, such as `region=华东`",
            "只用符合条件的行，例如 `region=华东`",
        ],
    ),
    Param::new(
        "coding",
        Kind::Json,
        [
            "Numbers that labels stand for, such as `Low=1,Medium=2,High=3`",
            "标签对应的数字，例如 `不满意=1,一般=2,满意=3`",
        ],
    ),
    Param::new(
        "derived",
        Kind::Word,
        [
            "Columns made from others: `t2b = 1 if csat>=4 else 0; s = mean(sat1..4)`",
            "由其他列计算的列：`t2b = 1 if csat>=4 else 0; s = mean(sat1..4)`",
        ],
    ),
    Param::new(
        "conf",
        Kind::Number,
        ["Level of intervals; 0.95 without it", "区间的置信水平，默认 0.95"],
    )
    .or(&["level"]),
    Param::new(
        "label",
        Kind::Word,
        ["A name for the answer; it stands in `args`", "结果的名称，写入 `args`"],
    ),
    Param::new(
        "note",
        Kind::Word,
        ["A remark; it stands in `args`", "备注，写入 `args`"],
    ),
];
