//! What statistics there are, and what one is.

use super::pick;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Tongue;
use crate::locale;
use crate::method;
use crate::method::COMMON;
use crate::method::Family;
use crate::method::Kind;
use crate::method::Method;
use crate::method::Param;
use std::fmt::Write;

/// Lines of help are this wide.
const WIDTH: usize = 100;

/// Every statistic, in the list's order.
pub(super) fn list(format: Format, tongue: Tongue) -> String {
    let rows = method::all().into_iter().map(|method| {
        vec![
            method.id.into(),
            method.aliases.join(", ").into(),
            pick(method.family.title(), tongue).into(),
            pick(method.title, tongue).into(),
            method.source.into(),
        ]
    });
    let sheet = Sheet {
        kind: "statistics",
        heads: vec![
            Head::new("method", "method", "方法"),
            Head::new("aliases", "also", "别名"),
            Head::new("family", "family", "类别"),
            Head::new("title", "title", "名称"),
            Head::quiet("source"),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    };
    sheet.render(format, tongue)
}

/// How the verb is used, and the statistics by family.
pub(super) fn overview(tongue: Tongue) -> String {
    let mut text = tongue
        .pick(
            "Computes one statistic by name, from a bare CSV file or from numbers given directly.\n\n\
             Usage: manyi stat METHOD [FILE|-] [--option value]...\n       \
             manyi stat METHOD --help    what it is, whom it is from, what it takes, what other programs do\n       \
             manyi stat --list           every statistic (--format table|csv|json|md)\n\n\
             Examples:\n  manyi stat welch answers.csv --of score --by group --missing 9\n  \
             manyi stat csat answers.csv --of overall --top 4,5 --filter region=East --format json\n  \
             manyi stat chi2 --table \"310,260;190,240\"\n  \
             manyi stat nps --args '{\"values\": [10, 9, 7, 3]}'\n",
            "按名称计算一个统计量，数据来自 CSV 文件或直接给出的数值。\n\n\
             用法：manyi stat 方法 [文件|-] [--选项 值]...\n      \
             manyi stat 方法 --help    定义、来源、选项及其他软件的做法\n      \
             manyi stat --list         列出全部方法（--format table|csv|json|md）\n\n\
             示例：\n  manyi stat welch answers.csv --of score --by group --missing 9\n  \
             manyi stat csat answers.csv --of overall --top 4,5 --filter region=华东 --format json\n  \
             manyi stat chi2 --table \"310,260;190,240\"\n  \
             manyi stat nps --args '{\"values\": [10, 9, 7, 3]}'\n",
        )
        .to_owned();
    let mut family: Option<Family> = None;
    for method in method::all() {
        if family != Some(method.family) {
            family = Some(method.family);
            let _ = write!(text, "\n{}\n", pick(method.family.title(), tongue));
        }
        let _ = writeln!(
            text,
            "  {}  {}",
            locale::pad_end(method.id, 24),
            pick(method.title, tongue)
        );
    }
    text
}

/// What one statistic is.
pub(super) fn page(method: &Method, tongue: Tongue) -> String {
    let mut text = format!("{}: {}\n", method.id, pick(method.title, tongue));
    if !method.aliases.is_empty() {
        let _ = writeln!(text, "{}{}", tongue.pick("also: ", "别名："), method.aliases.join(", "));
    }
    let _ = write!(
        text,
        "\n{}manyi stat {} {}\n",
        tongue.pick("Usage: ", "用法："),
        method.aliases.first().unwrap_or(&method.id),
        tongue.pick("[FILE|-] [--option value]...", "[文件|-] [--选项 值]...")
    );
    let mut section = |heading: &str, body: &str| {
        if !body.is_empty() {
            let _ = write!(text, "\n{heading}\n{}", wrapped(body, 2));
        }
    };
    section(tongue.pick("Definition", "定义"), pick(method.definition, tongue));
    section(tongue.pick("Source", "来源"), method.source);
    section(
        tongue.pick("What other programs do", "其他软件的做法"),
        pick(method.others, tongue),
    );
    for (heading, list) in [
        (tongue.pick("Takes", "选项"), method.takes),
        (tongue.pick("As every statistic", "通用选项"), COMMON),
    ] {
        let _ = write!(text, "\n{heading}\n");
        for param in list {
            text += &option(param, tongue);
        }
    }
    text += tongue.pick(
        "  --args JSON|@FILE\n      All of the above as one JSON object\n  --format table|csv|json|md\n      How the result is written\n",
        "  --args JSON|@文件\n      以上全部，写成一个 JSON 对象\n  --format table|csv|json|md\n      结果的格式\n",
    );
    text
}

fn option(param: &Param, tongue: Tongue) -> String {
    let shape = match param.kind {
        Kind::Column => tongue.pick("COLUMN", "列"),
        Kind::Columns => tongue.pick("COLUMN,COLUMN", "列,列"),
        Kind::Numbers => tongue.pick("NUMBER,NUMBER", "数字,数字"),
        Kind::Number => tongue.pick("NUMBER", "数字"),
        Kind::Word => tongue.pick("WORD", "词"),
        Kind::Words => tongue.pick("WORD,WORD", "词,词"),
        Kind::Matrix => "1,2;3,4",
        Kind::Json => tongue.pick("VALUE|JSON", "值|JSON"),
    };
    let names = std::iter::once(&param.name).chain(param.aliases);
    let names: Vec<String> = names.map(|name| format!("--{name}")).collect();
    format!(
        "  {} {shape}\n{}",
        names.join(", "),
        wrapped(pick(param.meaning, tongue), 6)
    )
}

/// Text in lines of the width of a terminal; breaks at spaces, and between Chinese characters but not before a mark.
fn wrapped(text: &str, indent: usize) -> String {
    let start = " ".repeat(indent);
    let (mut lines, mut line) = (String::new(), String::new());
    for piece in pieces(text) {
        let full = indent + locale::columns(&line) + locale::columns(piece.trim_end()) > WIDTH;
        if full && !line.is_empty() {
            let _ = writeln!(lines, "{start}{}", line.trim_end());
            line.clear();
        }
        line.push_str(piece);
    }
    let _ = writeln!(lines, "{start}{}", line.trim_end());
    lines
}

/// Pieces of a text that must not be broken.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        let Some((at, next)) = letters.peek().copied() else {
            break;
        };
        let wide = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
        let mark = matches!(letter, '，' | '。' | '；' | '：' | '、' | '）');
        if letter == ' ' || (wide(next) && (wide(letter) || mark)) {
            pieces.push(&text[start..at]);
            start = at;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statistic_has_a_page_in_both_languages() {
        for method in method::all() {
            for tongue in [Tongue::En, Tongue::Zh] {
                let text = page(method, tongue);
                assert!(text.contains(method.source.split(' ').next().unwrap()), "{}", method.id);
                assert!(list(Format::Csv, tongue).contains(method.id));
                assert!(overview(tongue).contains(method.id));
                let long = text
                    .lines()
                    .find(|line| locale::columns(line) > WIDTH + 4 && line.contains(' '));
                assert!(long.is_none_or(|line| line.starts_with("  --")), "{long:?}");
            }
        }
    }

    #[test]
    fn chinese_text_breaks_between_characters_and_never_before_a_mark() {
        let text = wrapped(&"定义如下，".repeat(30), 2);
        assert!(text.lines().count() > 2);
        assert!(
            text.lines()
                .all(|line| locale::columns(line) <= WIDTH && !line.trim_start().starts_with('，'))
        );
    }
}
