//! What the store could not do, in words that name the file and the way out.

use crate::diagnostic::Words;
use crate::diagnostic::refusal;
use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// What was being done to a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Reading it.
    Reading,
    /// Writing it.
    Writing,
    /// Removing what an interrupted import left there.
    Tidying,
}

/// The store could not do its work; what it held before still stands.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The operating system refused.
    Disk {
        /// What was being done.
        doing: Doing,
        /// To what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Another manyi is writing to this store.
    Busy {
        /// The folder of the store.
        folder: PathBuf,
    },
    /// A file of the store is not as it was written.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: Words,
    },
    /// The ledger was written by a later version of manyi.
    Newer {
        /// The ledger.
        path: PathBuf,
    },
    /// The answers cannot be laid down in columns or taken from them.
    Columns {
        /// The file.
        path: PathBuf,
        /// Why not, in the words of the Parquet library.
        reason: String,
    },
}

impl StoreError {
    pub(super) fn disk(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Disk {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn columns(path: &Path) -> impl FnOnce(polars::error::PolarsError) -> Self + '_ {
        move |error| Self::Columns {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    pub(super) fn damaged(path: &Path, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            what: Words::new(en, zh),
        }
    }

    /// What could not be done, with the file and the way out, in both languages.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Disk { doing, path, source } => disk_words(*doing, path, source),
            Self::Busy { folder } => {
                let folder = folder.display();
                Words::new(
                    format!("another manyi is writing to {folder}; wait until it is done, then run this again"),
                    format!("另一个 manyi 正在写入 {folder}；请等它结束后再运行"),
                )
            }
            Self::Damaged { path, what } => {
                let path = path.display();
                Words::new(
                    format!(
                        "{path}: {}; put the file back from a copy, or move its folder away and import the answers again",
                        what.en
                    ),
                    format!(
                        "{path}：{}；请从备份恢复该文件，或移走其所在文件夹后重新导入答卷",
                        what.zh
                    ),
                )
            }
            Self::Newer { path } => {
                let path = path.display();
                Words::new(
                    format!("{path} was written by a later version of manyi; use that version, or a newer one"),
                    format!("{path} 由更新版本的 manyi 写成；请使用该版本或更高版本"),
                )
            }
            Self::Columns { path, reason } => {
                let path = path.display();
                Words::new(
                    format!(
                        "{path}: the columns cannot be handled ({reason}); please report this with `manyi --version`"
                    ),
                    format!("{path}：无法处理其中的数据列（{reason}）；请附上 `manyi --version` 的输出报告此问题"),
                )
            }
        }
    }
}

fn disk_words(doing: Doing, path: &Path, source: &io::Error) -> Words {
    let path = path.display();
    let (en, zh) = match doing {
        Doing::Reading => ("read", "读取"),
        Doing::Writing => ("write", "写入"),
        Doing::Tidying => ("tidy up", "清理"),
    };
    let (out_en, out_zh) = match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "free some space and run this again; the store is as it was",
            "请腾出磁盘空间后重新运行；答卷库保持原状",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            "give yourself the right to it, or choose another workspace",
            "请取得该路径的权限，或换一个工作区",
        ),
        io::ErrorKind::NotFound if doing == Doing::Reading => (
            "the ledger names it: put it back from a copy",
            "账本中记有该文件：请从备份恢复",
        ),
        _ => (
            "nothing was changed; run this again once the cause is gone",
            "未作任何改动；排除原因后请重新运行",
        ),
    };
    Words::new(
        format!("cannot {en} {path}: {source}; {out_en}"),
        format!("无法{zh} {path}：{}；{out_zh}", refusal(source).zh),
    )
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk { source, .. } => Some(source),
            _ => None,
        }
    }
}
