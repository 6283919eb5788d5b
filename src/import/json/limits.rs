//! How large a JSON file may be, and what is said of one that is not read.

use crate::diagnostic::Words;
use std::io;

/// The largest JSON file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of one response: it is kept in memory.
    pub record: u64,
    /// Objects inside one another.
    pub depth: usize,
    /// Columns that come out.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            record: 16 << 20,
            depth: 16,
            columns: 16_384,
        }
    }
}

/// Why a JSON file is not read.
#[derive(Debug)]
pub enum Refusal {
    /// The file cannot be read, or the CSV not written.
    Read(io::Error),
    /// It is no JSON, or breaks off.
    Broken(String),
    /// There is no list of objects.
    NoList,
    /// There are several.
    Lists(Vec<String>),
    /// No response has a repeated group of this name.
    NoGroup {
        /// As it was asked for.
        wanted: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// The list is empty.
    NoRecords,
    /// It is larger than is read.
    Large {
        /// Bytes at most.
        most: u64,
    },
    /// One response is larger than is read.
    Record {
        /// Bytes at most.
        most: u64,
    },
    /// Objects stand too deep inside one another.
    Deep {
        /// So many at most.
        most: usize,
    },
    /// More columns come out than are read.
    Columns {
        /// So many at most.
        most: usize,
    },
}

impl Refusal {
    /// What is, and the way out.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Read(error) => Words::new(format!("cannot be read: {error}"), format!("无法读取：{error}")),
            Self::Broken(why) => Words::new(
                format!("is not whole JSON ({why}); export it again"),
                format!("不是完整的 JSON（{why}）；请重新导出"),
            ),
            Self::NoList => Words::new(
                "holds no list of responses; a list of objects is looked for at the top, or under one name of it",
                "没有答卷列表；顶层须为对象列表，或在某个键下有一个对象列表",
            ),
            Self::Lists(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                Words::new(
                    format!(
                        "holds several lists of objects ({}); save the responses alone in a file",
                        names.join(", ")
                    ),
                    format!("有多个对象列表（{}）；请把答卷单独存为文件", names.join("、")),
                )
            }
            Self::NoGroup { wanted, known } => {
                let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                if names.is_empty() {
                    return Words::new(
                        format!("has no repeated group `{wanted}`, nor any other"),
                        format!("没有重复组 `{wanted}`，也没有其他重复组"),
                    );
                }
                Words::new(
                    format!("has no repeated group `{wanted}`; there are: {}", names.join(", ")),
                    format!("没有重复组 `{wanted}`；现有：{}", names.join("、")),
                )
            }
            Self::NoRecords => Words::new(
                "holds no response; check the filter of the export",
                "没有答卷；请检查导出筛选条件",
            ),
            Self::Large { most } => Words::new(
                format!("is larger than {} MiB; export it in parts, or as CSV", most >> 20),
                format!("超过 {} MiB；请分批导出，或导出为 CSV", most >> 20),
            ),
            Self::Record { most } => Words::new(
                format!(
                    "has a response larger than {} MiB; leave attachments out of the export",
                    most >> 20
                ),
                format!("有一份答卷超过 {} MiB；导出时请不要包含附件", most >> 20),
            ),
            Self::Deep { most } => Words::new(
                format!("has objects nested more than {most} deep; export it as CSV"),
                format!("对象嵌套超过 {most} 层；请导出为 CSV"),
            ),
            Self::Columns { most } => Words::new(
                format!("gives more than {most} columns; export it as CSV with the columns wanted"),
                format!("展开后超过 {most} 列；请只导出所需的列，存为 CSV"),
            ),
        }
    }
}
