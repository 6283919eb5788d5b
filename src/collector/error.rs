//! Why the collector cannot work.

use crate::diagnostic::Words;
use crate::diagnostic::refusal;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The collector could not start, or could not go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum CollectorError {
    /// The address cannot be listened on.
    Address {
        /// Which.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// Another collector writes to the same inbox.
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// An inbox file cannot be read or written.
    Inbox {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The disk is nearly full.
    Full {
        /// The folder.
        folder: PathBuf,
        /// Bytes that are left.
        left: u64,
    },
    /// Anything else the operating system refused.
    System {
        /// What.
        source: io::Error,
    },
}

impl CollectorError {
    /// What is wrong and the way out, in both languages.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Address { address, source } => Words::new(
                format!(
                    "cannot listen on {address}: {source}; choose another port with --port, or --port 0 for any that is free"
                ),
                format!(
                    "无法监听 {address}：{}；请用 --port 另选端口，或用 --port 0 自动选择",
                    refusal(source).zh
                ),
            ),
            Self::Busy { folder } => {
                let folder = folder.display();
                Words::new(
                    format!("another collector takes answers into {folder}; stop it first"),
                    format!("另一个收集程序正在向 {folder} 写入；请先停止它"),
                )
            }
            Self::Inbox { path, source } => {
                let path = path.display();
                Words::new(
                    format!("cannot keep answers in {path}: {source}; check the disk and the permissions"),
                    format!("无法把答卷保存到 {path}：{}；请检查磁盘和权限", refusal(source).zh),
                )
            }
            Self::Full { folder, left } => {
                let (folder, left) = (folder.display(), left / 1_000_000);
                Words::new(
                    format!(
                        "only {left} MB are left for {folder}: answers are refused until there is room; respondents are asked to send again"
                    ),
                    format!("{folder} 所在磁盘仅剩 {left} MB：腾出空间之前不再接收答卷，并请受访者稍后重新提交"),
                )
            }
            Self::System { source } => Words::new(
                format!("the collector cannot run: {source}; try again, or choose another machine"),
                format!("收集程序无法运行：{}；请重试或换一台机器", refusal(source).zh),
            ),
        }
    }
}

impl fmt::Display for CollectorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

impl std::error::Error for CollectorError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Address { source, .. } | Self::Inbox { source, .. } | Self::System { source } => Some(source),
            Self::Busy { .. } | Self::Full { .. } => None,
        }
    }
}
