//! The first bytes of a file: its encoding, and what parts its cells.

use super::super::delimiter;
use super::super::encoding;
use super::super::encoding::EncodingFound;
use super::super::encoding::Utf8Reader;
use super::super::rules;
use super::super::setup::Setup;
use super::Head;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use std::io;
use std::io::Read;

/// So much of the file is looked at for its encoding and delimiter.
pub(super) const HEAD: u64 = 256 << 10;

/// Reads the head; `None` with a problem when there is nothing to read.
pub(in crate::import) fn head<R: Read>(
    reader: &mut R,
    setup: &Setup<'_>,
    problems: &mut Vec<Problem>,
) -> io::Result<Option<Head>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut bytes)?;
    let stated = setup.told(|format| format.encoding.clone());
    let encoding = stated.as_ref().and_then(|entry| encoding::named(&entry.text));
    if let (Some(entry), None) = (&stated, encoding) {
        problems.push(
            Problem::new(&rules::UNKNOWN_ENCODING, entry.place.clone())
                .says(
                    format!("no encoding is called `{}`", entry.text),
                    format!("没有名为 `{}` 的编码", entry.text),
                )
                .help(
                    "leave it out to have it found, or write `utf-8`, `gb18030`, `utf-16le` …",
                    "不写则自动识别；也可写 `utf-8`、`gb18030`、`utf-16le` 等",
                ),
        );
        return Ok(None);
    }
    let whole = (bytes.len() as u64) < HEAD;
    let encoding = encoding::detect(&bytes, whole, encoding);
    let mut text = Vec::new();
    Utf8Reader::new(bytes.as_slice(), encoding)?.read_to_end(&mut text)?;
    if text.iter().all(u8::is_ascii_whitespace) {
        problems.push(
            Problem::new(&rules::EMPTY_FILE, Place::file(setup.file))
                .says("there is nothing in this file", "该文件没有内容")
                .help("export the answers again", "请重新导出答卷"),
        );
        return Ok(None);
    }
    Ok(Some(Head { bytes, text, encoding }))
}

/// The delimiter: as told, else as found.
pub(in crate::import) fn delimiter_of(head: &Head, setup: &Setup<'_>, problems: &mut Vec<Problem>) -> Option<u8> {
    match setup.told(|format| format.delimiter) {
        Some(mark) if mark.is_ascii() && !matches!(mark, '"' | '\n' | '\r' | '\0') => u8::try_from(mark).ok(),
        Some(mark) => {
            problems.push(
                Problem::new(&rules::BAD_SETTING, Place::file(setup.file))
                    .says(
                        format!("`{mark}` cannot stand between cells"),
                        format!("`{mark}` 不能用作分隔符"),
                    )
                    .help(
                        "use one ASCII character such as `,`, `;`, a tab or `|`",
                        "请用一个 ASCII 字符，如 `,`、`;`、制表符或 `|`",
                    ),
            );
            None
        }
        None => delimiter::sniff(&head.text).or_else(|| {
            problems.push(one_column(setup, None));
            None
        }),
    }
}

pub(super) fn one_column(setup: &Setup<'_>, tried: Option<u8>) -> Problem {
    let problem = Problem::new(&rules::ONE_COLUMN, Place::file(setup.file));
    let problem = match tried {
        None => problem.says(
            "neither `,` nor `;`, a tab or `|` stands between cells here",
            "该文件中逗号、分号、制表符和竖线都不是分隔符",
        ),
        Some(mark) => problem.says(
            format!("`{}` gives only one column", char::from(mark)),
            format!("按 `{}` 分隔只有一列", char::from(mark)),
        ),
    };
    problem.help(
        "name the mark: `format: {delimiter: \";\"}` in the mapping",
        "请在映射文件中写明分隔符：`format: {delimiter: \";\"}`",
    )
}

pub(super) fn guessed(found: EncodingFound, setup: &Setup<'_>) -> Problem {
    Problem::new(&rules::GUESSED_ENCODING, Place::file(setup.file))
        .says(
            format!("this file looks like `{}`, which nothing in it states", found.name),
            format!("该文件看来是 `{}`，但文件本身并未注明", found.name),
        )
        .help(
            format!(
                "if the texts are right, write `format: {{encoding: {}}}` into the mapping",
                found.name
            ),
            format!("若文字无误，请在映射文件中写 `format: {{encoding: {}}}`", found.name),
        )
}
