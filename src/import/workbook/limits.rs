//! How large a workbook may be, and what is said of one that is larger.

use crate::diagnostic::Words;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use zip::ZipArchive;

/// The largest workbook that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all parts, inflated.
    pub inflated: u64,
    /// Bytes of the table of texts, inflated: it is kept in memory.
    pub texts: u64,
    /// Texts of that table: each takes half a hundred bytes beside its words.
    pub text_count: u64,
    /// How many times its own size a part may inflate to.
    pub ratio: u64,
    /// Cells of the sheet read.
    pub cells: u64,
    /// Columns of the sheet read.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            inflated: 1 << 30,
            texts: 256 << 20,
            text_count: 4_000_000,
            ratio: 200,
            cells: 20_000_000,
            columns: 16_384,
        }
    }
}

/// Parts smaller than this are harmless at any ratio: an empty style sheet packs well.
const SMALL: u64 = 1 << 20;
/// Parts of a workbook; more is no workbook.
const PARTS: usize = 10_000;

/// Why a workbook is not read.
#[derive(Debug)]
pub enum Refusal {
    /// The file cannot be read, or the CSV not written.
    Read(io::Error),
    /// It is a zip file, but no workbook.
    Broken(String),
    /// It is locked by a password.
    Locked,
    /// It inflates to more than is read.
    Inflates {
        /// Bytes that are read at most.
        most: u64,
    },
    /// A part of it inflates to more than so many times its size.
    Ratio {
        /// So many times at most.
        most: u64,
    },
    /// The table of texts has more of them than are read.
    Texts {
        /// So many at most.
        most: u64,
    },
    /// The sheet has more cells than are read.
    Cells {
        /// So many at most.
        most: u64,
    },
    /// The sheet has more columns than are read.
    Columns {
        /// So many at most.
        most: usize,
    },
    /// There is no sheet of that name.
    NoSheet {
        /// Which was wanted.
        wanted: String,
        /// Those there are.
        there: Vec<String>,
    },
    /// No sheet has a cell.
    Empty,
}

impl Refusal {
    /// What is, and the way out.
    #[must_use]
    pub fn words(&self) -> Words {
        let smaller = [
            "save the answers alone as a new workbook, or as CSV",
            "请把答卷单独另存为新的工作簿或 CSV",
        ];
        match self {
            Self::Read(error) => Words::new(format!("cannot be read: {error}"), format!("无法读取：{error}")),
            Self::Broken(why) => Words::new(
                format!(
                    "is no Excel workbook that can be read ({why}); open it in a spreadsheet and save it as .xlsx or CSV"
                ),
                format!("不是可读取的 Excel 工作簿（{why}）；请用电子表格软件打开后另存为 .xlsx 或 CSV"),
            ),
            Self::Locked => Words::new(
                "is locked by a password; save it without one",
                "设有密码；请取消密码后另存",
            ),
            Self::Inflates { most } => Words::new(
                format!("unpacks to more than {} MiB; {}", most >> 20, smaller[0]),
                format!("解压后超过 {} MiB；{}", most >> 20, smaller[1]),
            ),
            Self::Ratio { most } => Words::new(
                format!(
                    "has a part that unpacks to more than {most} times its size; {}",
                    smaller[0]
                ),
                format!("有一部分解压后超过原大小的 {most} 倍；{}", smaller[1]),
            ),
            Self::Texts { most } => Words::new(
                format!("has a table of more than {most} texts; {}", smaller[0]),
                format!("文字表超过 {most} 条；{}", smaller[1]),
            ),
            Self::Cells { most } => Words::new(
                format!("has a sheet of more than {most} cells; {}", smaller[0]),
                format!("有一张工作表超过 {most} 个单元格；{}", smaller[1]),
            ),
            Self::Columns { most } => Words::new(
                format!("has a sheet of more than {most} columns; {}", smaller[0]),
                format!("有一张工作表超过 {most} 列；{}", smaller[1]),
            ),
            Self::NoSheet { wanted, there } => Words::new(
                format!("has no sheet `{wanted}`; there are: {}", there.join(", ")),
                format!("没有工作表 `{wanted}`；现有：{}", there.join("、")),
            ),
            Self::Empty => Words::new(
                "has no sheet with a cell; export the answers again",
                "没有含数据的工作表；请重新导出答卷",
            ),
        }
    }
}

/// Inflates every part once and counts: what a zip file says of its own size need not be true.
///
/// # Errors
/// [`Refusal`] when it is no zip file or larger than `limits`.
pub fn check<R: Read + Seek>(workbook: &mut R, limits: Limits) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(workbook).map_err(|error| Refusal::Broken(error.to_string()))?;
    if archive.len() > PARTS {
        return Err(Refusal::Broken("it has too many parts".to_owned()));
    }
    let mut total = 0;
    for at in 0..archive.len() {
        let part = archive
            .by_index(at)
            .map_err(|error| Refusal::Broken(error.to_string()))?;
        let packed = part.compressed_size().max(1);
        let name = part
            .name()
            .map_err(|error| Refusal::Broken(error.to_string()))?
            .to_ascii_lowercase();
        let is_texts = name.ends_with("sharedstrings.xml");
        // Pictures and the like are never read; they cannot hurt.
        if ![".xml", ".rels"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let most = (limits.inflated - total).min(if is_texts { limits.texts } else { u64::MAX });
        // No part is inflated further than it takes to know that it is too large.
        let packs_well = SMALL.max(packed.saturating_mul(limits.ratio.saturating_add(1)));
        let mut texts = TextCount::default();
        let inflated = io::copy(&mut part.take(most.min(packs_well) + 1), &mut texts)
            .map_err(|error| Refusal::Broken(error.to_string()))?;
        if is_texts && texts.found > limits.text_count {
            return Err(Refusal::Texts {
                most: limits.text_count,
            });
        }
        if inflated > packs_well {
            return Err(Refusal::Ratio { most: limits.ratio });
        }
        if inflated > most {
            return Err(Refusal::Inflates {
                most: if is_texts { limits.texts } else { limits.inflated },
            });
        }
        total += inflated;
    }
    Ok(())
}

/// Counts the texts of a table while it is inflated: each begins with `<si`.
#[derive(Default)]
struct TextCount {
    found: u64,
    /// How much of the mark the bytes so far end with.
    matched: usize,
}

impl Write for TextCount {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        const MARK: &[u8] = b"<si";
        for &byte in bytes {
            if byte == MARK[self.matched] {
                self.matched += 1;
                if self.matched == MARK.len() {
                    self.found += 1;
                    self.matched = 0;
                }
            } else {
                self.matched = usize::from(byte == MARK[0]);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
