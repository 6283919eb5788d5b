//! What could not be taken as it stood: every original is kept with its place and the reason.

use crate::diagnostic::Words;
use serde::Serialize;

/// A cell or a row that was not taken as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarantineEntry {
    /// Line of the file its row began on, from 1.
    pub line: u64,
    /// Data row, from 1.
    pub row: u64,
    /// Header of the column; empty for a row.
    pub column: String,
    /// What stood there; undecodable bytes as `\x8c`.
    pub original: String,
    /// Why.
    pub reason: Reason,
    /// Whether a cell or a whole row.
    pub kind: Extent,
}

/// How much was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// One cell; the row was taken.
    Cell,
    /// The whole row.
    Row,
}

/// Why something was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Bytes that are no text in the file's encoding.
    Undecodable,
    /// A NUL character.
    NulByte,
    /// Neither option, label, code nor kind of missing.
    UnknownOption,
    /// A number that is not on the scale.
    OffScale,
    /// A label of two options.
    AmbiguousLabel,
    /// The part of a multiple choice that is none of its options; the rest was taken.
    UnknownPart,
    /// No number.
    NotANumber,
    /// A number with decimals where whole ones are asked.
    NotWhole,
    /// A number beyond the bounds.
    OutOfRange,
    /// No date, or a day the calendar does not have.
    NotADate,
    /// No time.
    NotATime,
    /// An answer to a question that was not to be asked.
    RoutedOut,
    /// An option that was not offered to this respondent; of several options the others were taken.
    NotOffered,
    /// Too many or too few cells.
    CellCount,
    /// A quote that is never closed.
    UnclosedQuote,
    /// The same id twice with different answers and the same time.
    ConflictingId,
    /// No wave, or none the calendar knows.
    UnknownWave,
    /// It belongs to a response that is not there.
    UnknownResponse,
    /// A rank that another thing has too.
    TiedRank,
    /// A part of an allocation whose parts do not make the total.
    WrongSum,
    /// No address, or no telephone number.
    NotAnAddress,
    /// Another answer than an attention check asks for; it was kept.
    FailedAttention,
    /// The respondent's own words beside an option that has no place for them; the option was taken.
    BesideOption,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 23] = [
        Self::Undecodable,
        Self::NulByte,
        Self::UnknownOption,
        Self::OffScale,
        Self::AmbiguousLabel,
        Self::UnknownPart,
        Self::NotANumber,
        Self::NotWhole,
        Self::OutOfRange,
        Self::NotADate,
        Self::NotATime,
        Self::RoutedOut,
        Self::NotOffered,
        Self::CellCount,
        Self::UnclosedQuote,
        Self::ConflictingId,
        Self::UnknownWave,
        Self::UnknownResponse,
        Self::TiedRank,
        Self::WrongSum,
        Self::NotAnAddress,
        Self::FailedAttention,
        Self::BesideOption,
    ];

    /// Stable name, as in the quarantine file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::NulByte => "nul_byte",
            Self::UnknownOption => "unknown_option",
            Self::OffScale => "off_scale",
            Self::AmbiguousLabel => "ambiguous_label",
            Self::UnknownPart => "unknown_part",
            Self::NotANumber => "not_a_number",
            Self::NotWhole => "not_whole",
            Self::OutOfRange => "out_of_range",
            Self::NotADate => "not_a_date",
            Self::NotATime => "not_a_time",
            Self::RoutedOut => "routed_out",
            Self::NotOffered => "not_offered",
            Self::CellCount => "cell_count",
            Self::UnclosedQuote => "unclosed_quote",
            Self::ConflictingId => "conflicting_id",
            Self::UnknownWave => "unknown_wave",
            Self::UnknownResponse => "unknown_response",
            Self::TiedRank => "tied_rank",
            Self::WrongSum => "wrong_sum",
            Self::NotAnAddress => "not_an_address",
            Self::FailedAttention => "failed_attention",
            Self::BesideOption => "beside_option",
        }
    }

    /// What it means, after "the cell" or "the row".
    #[must_use]
    pub fn words(self) -> Words {
        let (en, zh) = match self {
            Self::Undecodable => (
                "holds bytes that are no text in this encoding",
                "含有该编码下无法识别的字节",
            ),
            Self::NulByte => ("holds a NUL character", "含有 NUL 字符"),
            Self::UnknownOption => (
                "is no option, label or code of this question",
                "不是该题的选项、标签或编码",
            ),
            Self::OffScale => ("is not a point of the scale", "不在量表范围内"),
            Self::AmbiguousLabel => ("fits two options", "同时符合两个选项"),
            Self::UnknownPart => (
                "has a part that is none of the options; the others were taken",
                "有一部分不是任何选项，其余部分已读取",
            ),
            Self::NotANumber => ("is not a number", "不是数字"),
            Self::NotWhole => ("is not a whole number", "不是整数"),
            Self::OutOfRange => ("lies beyond the bounds", "超出允许范围"),
            Self::NotADate => ("is not a date", "不是日期"),
            Self::NotATime => ("is not a time", "不是时间"),
            Self::RoutedOut => ("answers a question that was not to be asked", "回答了本不应询问的题目"),
            Self::NotOffered => ("chooses an option that was not to be offered", "选择了本不应列出的选项"),
            Self::CellCount => ("has another number of cells than the header", "单元格数与表头不符"),
            Self::UnclosedQuote => ("opens a quote that is never closed", "引号没有闭合"),
            Self::ConflictingId => (
                "has an id that another row has too, with other answers and the same time",
                "编号与另一行相同，时间相同而答案不同",
            ),
            Self::UnknownWave => ("belongs to no known wave", "不属于任何已知期次"),
            Self::UnknownResponse => (
                "belongs to a response that is not in the store",
                "所属的答卷不在数据仓库中",
            ),
            Self::NotAnAddress => (
                "is no e-mail address or telephone number; it was kept apart all the same",
                "不是电子邮箱或电话号码，仍已另行保存",
            ),
            Self::FailedAttention => (
                "is not the answer that the attention check asks for; it was kept",
                "不是注意力检测要求的答案，已保留",
            ),
            Self::BesideOption => (
                "stands beside an option that has no place for words of one's own; the option was taken",
                "写在没有填空的选项旁，该选项已读取",
            ),
            Self::TiedRank => ("is the rank of another thing too", "与另一项名次相同"),
            Self::WrongSum => (
                "is part of a sum that is not the total of its question",
                "所在各项之和不等于该题的总数",
            ),
        };
        Words::new(en, zh)
    }

    /// Whether the cell is unreadable: no answer to its question, whoever gave it.
    #[must_use]
    pub fn is_invalid_cell(self) -> bool {
        !matches!(
            self,
            Self::FailedAttention
                | Self::BesideOption
                | Self::RoutedOut
                | Self::NotOffered
                | Self::CellCount
                | Self::UnclosedQuote
                | Self::ConflictingId
                | Self::UnknownWave
                | Self::UnknownResponse
        )
    }

    pub(super) fn index(self) -> u16 {
        self as u16
    }

    pub(super) fn at(index: u16) -> Option<Self> {
        Self::ALL.get(usize::from(index)).copied()
    }
}
