//! Many cells with one fault are one problem: the first few places, and how many there are.

use super::quarantine::Reason;
use super::rules;
use super::summary::CellTally;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use std::collections::BTreeMap;

/// So many places of one fault are shown.
const SHOWN: usize = 5;
/// Originals are cut to so many characters in messages.
const LENGTH: usize = 40;

/// Faults by column and reason.
#[derive(Debug, Default)]
pub(super) struct Tally {
    groups: BTreeMap<(usize, Reason), Group>,
}

#[derive(Debug, Default)]
struct Group {
    count: u64,
    column: String,
    places: Vec<(u64, u64, String)>,
}

/// Stands for "no column" and sorts behind all columns.
pub(super) const NO_COLUMN: usize = usize::MAX;

impl Tally {
    /// Counts one fault; its original is asked for only while places are still shown.
    pub(super) fn add(&mut self, at: usize, column: &str, reason: Reason, line: u64, row: u64, original: &str) {
        let group = self.groups.entry((at, reason)).or_default();
        group.count += 1;
        if group.places.is_empty() {
            column.clone_into(&mut group.column);
        }
        if group.places.len() < SHOWN {
            let mut cut: String = original.chars().take(LENGTH).collect();
            if original.chars().nth(LENGTH).is_some() {
                cut.push('…');
            }
            group.places.push((line, row, cut));
        }
    }

    /// The counts.
    pub(super) fn counts(&self) -> Vec<CellTally> {
        let tally = |((_, reason), group): (&(usize, Reason), &Group)| CellTally {
            column: group.column.clone(),
            reason: *reason,
            count: group.count,
        };
        self.groups.iter().map(tally).collect()
    }

    /// One problem a group.
    pub(super) fn problems(&self, file: &str) -> Vec<Problem> {
        self.groups
            .iter()
            .map(|((at, reason), group)| problem(*at, *reason, group, file))
            .collect()
    }
}

fn problem(at: usize, reason: Reason, group: &Group, file: &str) -> Problem {
    let column = (at != NO_COLUMN).then(|| group.column.clone());
    let place = |(line, row, _): &(u64, u64, String)| Place::Cell {
        file: file.to_owned(),
        line: *line,
        row: Some(*row),
        column: column.clone(),
    };
    let first = group.places.first();
    let mut problem = Problem::new(rule(reason), first.map_or_else(|| Place::file(file), place));
    let words = reason.words();
    let original = first.map_or("", |(_, _, original)| original.as_str());
    let count = group.count;
    problem = match &column {
        Some(column) if count == 1 => problem.says(
            format!("`{column}` is `{original}`, which {}", words.en),
            format!("“{column}”中的“{original}”{}", words.zh),
        ),
        Some(column) => problem.says(
            format!("`{column}`: {count} cells like `{original}`, which {}", words.en),
            format!("“{column}”有 {count} 个单元格{}，例如“{original}”", words.zh),
        ),
        None if count == 1 => problem.says(format!("this row {}", words.en), format!("该行{}", words.zh)),
        None => problem.says(
            format!("{count} rows were refused; each {}", words.en),
            format!("拒收 {count} 行，每行都{}", words.zh),
        ),
    };
    let (en, zh) = help(reason, column.as_deref().unwrap_or_default());
    problem = problem.help(en, zh);
    for other in group.places.iter().skip(1) {
        problem = problem.also(place(other), format!("`{}`", other.2), format!("“{}”", other.2));
    }
    problem
}

fn rule(reason: Reason) -> &'static RuleDoc {
    match reason {
        Reason::AmbiguousLabel => &rules::AMBIGUOUS_LABEL,
        Reason::RoutedOut => &rules::ROUTED_OUT,
        Reason::NotOffered => &rules::NOT_OFFERED,
        Reason::CellCount | Reason::UnclosedQuote => &rules::BROKEN_ROWS,
        Reason::ConflictingId => &rules::CONFLICTING_IDS,
        Reason::UnknownWave => &rules::UNKNOWN_WAVE,
        Reason::UnknownResponse => &rules::UNKNOWN_RESPONSE,
        Reason::TiedRank => &rules::TIED_RANKS,
        Reason::WrongSum => &rules::WRONG_SUM,
        Reason::NotAnAddress => &rules::NOT_AN_ADDRESS,
        Reason::FailedAttention => &rules::FAILED_ATTENTION,
        Reason::BesideOption => &rules::BESIDE_OPTION,
        _ => &rules::UNREADABLE_CELLS,
    }
}

fn help(reason: Reason, column: &str) -> (String, String) {
    let fixed = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
    match reason {
        Reason::Undecodable => fixed(
            "name the right encoding with `--encoding` or in the mapping",
            "请用 `--encoding` 或在映射文件中写明正确的编码",
        ),
        Reason::NulByte => fixed("take the character out and import again", "请去掉该字符后重新导入"),
        Reason::AmbiguousLabel | Reason::UnknownOption | Reason::OffScale | Reason::UnknownPart => (
            format!("correct the cell, or say under `values` in the mapping what it means for `{column}`"),
            format!("请更正单元格，或在映射文件的 `values` 中写明它在“{column}”中的含义"),
        ),
        Reason::NotANumber => fixed(
            "write it in digits; the mapping's `decimal` and `thousands` name its marks",
            "请用数字书写；小数点与千分位可在映射文件的 `decimal`、`thousands` 中写明",
        ),
        Reason::NotWhole | Reason::OutOfRange => fixed(
            "correct the number, or widen the bounds of the question",
            "请更正数字，或放宽题目的范围",
        ),
        Reason::NotADate | Reason::NotATime => fixed(
            "write it as 2026-03-01 or 2026-03-01T14:30:00+08:00, or name `date_order`",
            "请写成 2026-03-01 或 2026-03-01T14:30:00+08:00，或写明 `date_order`",
        ),
        Reason::BesideOption => fixed(
            "nothing is lost; write `other: true` at the option to have the words as answers",
            "原文没有丢失；在该选项写 `other: true`，这些文字即可作为答案",
        ),
        Reason::RoutedOut => fixed(
            "the answer was dropped and is kept in quarantine; compare `show_if` with the form that asked",
            "答案已移入隔离区；请核对 `show_if` 与实际使用的表单",
        ),
        Reason::NotOffered => fixed(
            "the choice was dropped and is kept in quarantine; compare the option's `show_if` with the form that asked",
            "该选择已移入隔离区；请核对选项的 `show_if` 与实际使用的表单",
        ),
        Reason::CellCount => fixed(
            "put cells with commas, quotes or line ends in quotes",
            "含逗号、引号或换行的单元格请加引号",
        ),
        Reason::UnclosedQuote => fixed(
            "close the quote, or double it when it belongs to the text",
            "请补上引号；若引号属于文字，请写两遍",
        ),
        Reason::ConflictingId => fixed(
            "correct the ids, or map a column to `modified`",
            "请更正编号，或把某一列映射到 `modified`",
        ),
        Reason::TiedRank => fixed(
            "correct one of the ranks, or ask with a matrix where ties are allowed",
            "请更正其中一个名次；若允许并列，请改用矩阵题",
        ),
        Reason::NotAnAddress => fixed(
            "look the words up under `personal/` in the store, and leave the column out with `null` if it holds something else",
            "原文可在数据仓库的 `personal/` 中查看；若该列其实是别的内容，请用 `null` 略去",
        ),
        Reason::FailedAttention => fixed(
            "leave such responses out of a measure with `where`, where they are many",
            "数量较多时，可在指标中用 `where` 排除这些答卷",
        ),
        Reason::WrongSum => fixed(
            "correct the parts, or write the sum that was divided as `total`",
            "请更正各项，或把实际分配的总数写作 `total`",
        ),
        Reason::UnknownResponse => fixed(
            "import the responses first, then this file again",
            "请先导入所属的答卷，再重新导入本文件",
        ),
        Reason::UnknownWave => fixed(
            "name the wave with `--wave` or `wave:` in the mapping",
            "请用 `--wave` 或映射文件中的 `wave:` 指定期次",
        ),
    }
}
