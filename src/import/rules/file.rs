//! Rules on the file as a whole.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

pub(in crate::import) const EMPTY_FILE: RuleDoc = RuleDoc {
    code: "MY301",
    severity: Severity::Error,
    title: ["the file is empty", "文件为空"],
    page: [
        "A file of answers begins with a header and has one row a response. This one has no text at all; most often the export was\nstopped before it was written. Export it again.\n",
        "答卷文件的第一行是表头，其后每行一份答卷。该文件没有任何内容，多半是导出尚未完成就中断了。请重新导出。\n",
    ],
};

pub(in crate::import) const NO_ANSWERS: RuleDoc = RuleDoc {
    code: "MY302",
    severity: Severity::Error,
    title: ["the file has a header and no answers", "文件只有表头，没有答卷"],
    page: [
        "Below the header stands no row. An import that takes nothing in is never called a success: check the filter of the export,\nor `header_rows` in the mapping when the header has fewer records than it says.\n",
        "表头之下没有任何数据行。没有读入任何答卷的导入不算成功：请检查导出时的筛选条件；若表头行数写多了，请改映射文件中的 `header_rows`。\n",
    ],
};

pub(in crate::import) const ONE_COLUMN: RuleDoc = RuleDoc {
    code: "MY303",
    severity: Severity::Error,
    title: ["the file has only one column", "文件只有一列"],
    page: [
        "Commas, semicolons, tabs and bars were tried between the cells, or the one that was named. None gives two columns, so nothing\nwas taken in. Name the mark in the mapping:\n\n```yaml\nformat:\n  delimiter: \";\"\n```\n",
        "已尝试逗号、分号、制表符和竖线（或您指定的分隔符），都不能分出两列，因此没有读入任何内容。请在映射文件中写明分隔符：\n\n```yaml\nformat:\n  delimiter: \";\"\n```\n",
    ],
};

pub(in crate::import) const NO_KNOWN_COLUMN: RuleDoc = RuleDoc {
    code: "MY304",
    severity: Severity::Error,
    title: ["no column belongs to this survey", "没有一列属于该问卷"],
    page: [
        "A column is known by the id of its question, by the question's text in any language of the survey, or by the mapping file.\nNone of the headers is any of these, so nothing was taken in. Is it the right survey? `manyi import SURVEY FILE --propose` writes\na mapping to finish by hand.\n",
        "列可由题目编号、题目文字（问卷的任一语言）或映射文件识别。该文件的表头都不符合，因此没有读入任何内容。问卷选对了吗？\n`manyi import 问卷 文件 --propose` 会写出一份映射草稿，供您补全。\n",
    ],
};

pub(in crate::import) const UNKNOWN_ENCODING: RuleDoc = RuleDoc {
    code: "MY305",
    severity: Severity::Error,
    title: ["no encoding has this name", "没有这种编码"],
    page: [
        "Encodings have the names browsers know: `utf-8`, `utf-16le`, `utf-16be`, `gb18030`, `big5`, `shift_jis`, `windows-1252`,\n`macintosh` and others. Leave the setting out to have it found.\n",
        "编码名称与浏览器一致：`utf-8`、`utf-16le`、`utf-16be`、`gb18030`、`big5`、`shift_jis`、`windows-1252`、`macintosh` 等。\n不写则自动识别。\n",
    ],
};

pub(in crate::import) const GUESSED_ENCODING: RuleDoc = RuleDoc {
    code: "MY306",
    severity: Severity::Warning,
    title: ["the encoding was guessed", "编码是猜测的"],
    page: [
        "The file has no byte-order mark and is not UTF-8, so its encoding was chosen by the letters it gives. Look at one answer with\nspecial characters; then write the encoding into the mapping, where it stays for the next wave:\n\n```yaml\nformat:\n  encoding: gb18030\n```\n",
        "文件没有字节序标记，也不是 UTF-8，其编码是按解出的文字推测的。请核对一条含汉字的答案，然后把编码写进映射文件，下一期沿用：\n\n```yaml\nformat:\n  encoding: gb18030\n```\n",
    ],
};

pub(in crate::import) const BAD_SETTING: RuleDoc = RuleDoc {
    code: "MY307",
    severity: Severity::Error,
    title: ["a setting of the import cannot be used", "导入设置无法使用"],
    page: [
        "The delimiter is one ASCII character that is neither a quote nor a line end; a time zone has an IANA name such as\n`Asia/Shanghai`; a wave is one of the workspace's calendar; a mapping's `survey` is the survey that is imported.\n",
        "分隔符须为单个 ASCII 字符，且不能是引号或换行；时区用 IANA 名称，如 `Asia/Shanghai`；期次须属于工作区的日历；\n映射文件中的 `survey` 须与所导入的问卷一致。\n",
    ],
};
