//! What the operating system said, in the reader's language as far as it says the usual things.

use super::Words;
use std::io;
use std::io::ErrorKind;

/// Why something was refused: in English as the system has it, in Chinese for the kinds that people meet, the system's own words
/// behind it where they say more.
#[must_use]
pub fn refusal(error: &io::Error) -> Words {
    let zh = match error.kind() {
        ErrorKind::NotFound => "找不到该文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::ReadOnlyFilesystem => "文件系统为只读",
        ErrorKind::StorageFull => "磁盘空间已满",
        ErrorKind::QuotaExceeded => "已超出磁盘配额",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::AddrInUse => "端口已被占用",
        ErrorKind::AddrNotAvailable => "本机没有该地址",
        ErrorKind::AlreadyExists => "已存在",
        ErrorKind::NotADirectory => "不是文件夹",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::InvalidFilename => "文件名无效或过长",
        ErrorKind::BrokenPipe => "读取方已关闭",
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::TimedOut => "超时",
        _ => return Words::new(error.to_string(), error.to_string()),
    };
    let code = error
        .raw_os_error()
        .map_or_else(String::new, |code| format!("（系统错误 {code}）"));
    Words::new(error.to_string(), format!("{zh}{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_refusals_are_said_in_chinese_and_the_others_as_they_are() {
        let full = refusal(&ErrorKind::StorageFull.into());
        assert_eq!(
            (full.en.as_str(), full.zh.as_str()),
            ("no storage space", "磁盘空间已满")
        );
        let odd = refusal(&io::Error::other("the drive caught fire"));
        assert_eq!(
            (odd.en.as_str(), odd.zh.as_str()),
            ("the drive caught fire", "the drive caught fire")
        );
        #[cfg(unix)]
        assert_eq!(refusal(&io::Error::from_raw_os_error(13)).zh, "没有权限（系统错误 13）");
    }
}
