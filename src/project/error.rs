//! What a workspace could not give, in words that name the path and the way out.

use crate::diagnostic::Words;
use crate::diagnostic::refusal;
use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Work on files of a workspace that could not be done.
#[derive(Debug)]
#[non_exhaustive]
pub enum ProjectError {
    /// The folder named is not there, or is no folder.
    NoFolder {
        /// As given.
        path: PathBuf,
    },
    /// Neither this folder nor one above it is a workspace.
    NoWorkspace {
        /// Where the search began.
        from: PathBuf,
    },
    /// The folder named has no settings.
    NoSettings {
        /// As given.
        path: PathBuf,
    },
    /// A file is not there.
    NotFound {
        /// Which.
        path: PathBuf,
        /// What else is beside it, to choose from.
        beside: Vec<String>,
    },
    /// No survey of this name.
    NoSurvey {
        /// As given.
        id: String,
        /// The surveys there are.
        known: Vec<String>,
    },
    /// There is a folder where a file is wanted.
    Folder {
        /// Which.
        path: PathBuf,
    },
    /// A text with bytes that are no UTF-8.
    NotText {
        /// Which.
        path: PathBuf,
        /// The first such byte, counted from 0.
        byte: usize,
        /// The line it stands on, from 1.
        line: usize,
    },
    /// A text larger than is read.
    TooLarge {
        /// Which.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The largest size read.
        most: u64,
    },
    /// A file that should hold the secret of personal links holds something else.
    NoSecret {
        /// Which.
        path: PathBuf,
    },
    /// The secret of personal links can be read by others.
    OpenSecret {
        /// Its file.
        path: PathBuf,
    },
    /// The operating system would not let it be read.
    Read {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The operating system would not let it be written.
    Write {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl ProjectError {
    /// The error of reading `path`, from what the operating system said.
    pub fn read(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound {
                path: path.to_owned(),
                beside: beside(path),
            },
            io::ErrorKind::IsADirectory => Self::Folder { path: path.to_owned() },
            _ => Self::Read {
                path: path.to_owned(),
                source,
            },
        }
    }

    /// What becomes of a refusal to write to `path`.
    pub fn write(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Write {
            path: path.to_owned(),
            source,
        }
    }

    /// What could not be done, with the path and the way out, in both languages.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "every error in both languages, one after the other"
    )]
    pub fn words(&self) -> Words {
        match self {
            Self::NoFolder { path } => {
                let path = path.display();
                Words::new(
                    format!(
                        "{path} is not a folder; name the folder that holds manyi.toml, or make a workspace with `manyi init`"
                    ),
                    format!("{path} 不是文件夹；请指定 manyi.toml 所在的文件夹，或用 `manyi init` 新建工作区"),
                )
            }
            Self::NoWorkspace { from } => {
                let from = from.display();
                Words::new(
                    format!(
                        "there is no manyi.toml in {from} or above it; go to a workspace, name one with --workspace, or make one with `manyi init`"
                    ),
                    format!(
                        "{from} 及其上级文件夹中没有 manyi.toml；请进入工作区，用 --workspace 指定，或用 `manyi init` 新建"
                    ),
                )
            }
            Self::NoSettings { path } => {
                let path = path.display();
                Words::new(
                    format!(
                        "{path} is no workspace: there is no manyi.toml in it; name the folder that holds one, or make a workspace with `manyi init`"
                    ),
                    format!(
                        "{path} 不是工作区：其中没有 manyi.toml；请指定该文件所在的文件夹，或用 `manyi init` 新建工作区"
                    ),
                )
            }
            Self::NotFound { path, beside } => not_found(path, beside),
            Self::NoSurvey { id, known } => no_survey(id, known),
            Self::Folder { path } => {
                let path = path.display();
                Words::new(
                    format!("{path} is a folder; name a file in it"),
                    format!("{path} 是文件夹；请指定其中的文件"),
                )
            }
            Self::NotText { path, byte, line } => {
                let path = path.display();
                Words::new(
                    format!("{path} is not UTF-8 text (line {line}, byte {byte}); save it as UTF-8"),
                    format!("{path} 不是 UTF-8 文本（第 {line} 行，第 {byte} 字节）；请另存为 UTF-8"),
                )
            }
            Self::TooLarge { path, size, most } => {
                let (path, size, most) = (path.display(), size >> 20, most >> 20);
                Words::new(
                    format!(
                        "{path} is {size} MiB; a text of more than {most} MiB is not read: check that it is the right file"
                    ),
                    format!("{path} 有 {size} MiB；超过 {most} MiB 的文本不予读取：请确认文件无误"),
                )
            }
            Self::NoSecret { path } => {
                let path = path.display();
                Words::new(
                    format!(
                        "{path} holds no secret (64 hex digits); put it back from a copy, since the links given out depend on it"
                    ),
                    format!("{path} 中没有密钥（64 位十六进制）；已发出的链接依赖它，请从备份恢复"),
                )
            }
            Self::OpenSecret { path } => {
                let path = path.display();
                Words::new(
                    format!("{path} can be read by others on this machine; run `chmod 600 {path}`"),
                    format!("{path} 可被本机其他用户读取；请运行 `chmod 600 {path}`"),
                )
            }
            Self::Read { path, source } => {
                let path = path.display();
                Words::new(
                    format!("cannot read {path}: {source}; check its permissions and the disk"),
                    format!("无法读取 {path}：{}；请检查文件权限和磁盘", refusal(source).zh),
                )
            }
            Self::Write { path, source } => {
                let path = path.display();
                let (en, zh) = match source.kind() {
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        ("free some space and run this again", "请腾出磁盘空间后重新运行")
                    }
                    io::ErrorKind::IsADirectory => (
                        "there is a folder of this name: move it away",
                        "该名称已是文件夹：请移走",
                    ),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                        ("choose a folder you may write to", "请换一个有写入权限的文件夹")
                    }
                    io::ErrorKind::NotADirectory => (
                        "a file stands where a folder is wanted: choose another place",
                        "路径中本应是文件夹之处是文件：请换一个位置",
                    ),
                    io::ErrorKind::InvalidFilename => {
                        ("choose a shorter or simpler name", "请换一个更短或更简单的名称")
                    }
                    _ => (
                        "look at the disk, or choose another folder, and run this again",
                        "请检查磁盘，或换一个文件夹后重新运行",
                    ),
                };
                Words::new(
                    format!("cannot write {path}: {source}; what was there is unchanged; {en}"),
                    format!("无法写入 {path}：{}；原有内容未变；{zh}", refusal(source).zh),
                )
            }
        }
    }
}

fn not_found(path: &Path, beside: &[String]) -> Words {
    let path = path.display();
    let (en, zh) = if beside.is_empty() {
        (
            "check the spelling of the path".to_owned(),
            "请检查路径是否写对".to_owned(),
        )
    } else {
        let names = beside.join(", ");
        (
            format!("beside it there is: {names}"),
            format!("同一位置有：{}", beside.join("、")),
        )
    };
    Words::new(
        format!("there is no file {path}; {en}"),
        format!("没有文件 {path}；{zh}"),
    )
}

fn no_survey(id: &str, known: &[String]) -> Words {
    let names = known.join(", ");
    let (en, zh) = if known.is_empty() {
        (
            "the workspace has none yet: write surveys/NAME.yaml".to_owned(),
            "工作区中还没有问卷：请编写 surveys/名称.yaml".to_owned(),
        )
    } else {
        (
            format!("there is: {names}; a file is named with its path, such as ./{id}"),
            format!("现有：{}；如要指定文件，请写路径，如 ./{id}", known.join("、")),
        )
    };
    Words::new(
        format!("there is no survey `{id}`; {en}"),
        format!("没有问卷 `{id}`；{zh}"),
    )
}

/// Up to five names in the folder of a missing file.
fn beside(path: &Path) -> Vec<String> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let names = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'));
    let same = |name: &String| Path::new(name).extension() == path.extension();
    let mut names: Vec<String> = names.filter(same).collect();
    names.sort();
    names.truncate(5);
    names
}

impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

impl std::error::Error for ProjectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            _ => None,
        }
    }
}
