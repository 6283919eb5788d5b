//! Why the collector cannot work.

use crate::diagnostic::Words;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// The collector could not start, or could not go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum CollectorError {
    /// The port cannot be listened on.
    Port {
        /// Which.
        port: u16,
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
            Self::Port { port, source } => Words::new(
                format!(
                    "cannot listen on port {port}: {source}; choose another with --port, or --port 0 for any that is free"
                ),
                format!("无法监听端口 {port}：{source}；请用 --port 另选一个，或用 --port 0 自动选择"),
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
                    format!("无法把答卷保存到 {path}：{source}；请检查磁盘和权限"),
                )
            }
            Self::System { source } => Words::new(
                format!("the collector cannot run: {source}; try again, or choose another machine"),
                format!("收集程序无法运行：{source}；请重试或换一台机器"),
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
            Self::Port { source, .. } | Self::Inbox { source, .. } | Self::System { source } => Some(source),
            Self::Busy { .. } => None,
        }
    }
}
