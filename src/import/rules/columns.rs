//! Rules on columns.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

pub(in crate::import) const UNKNOWN_COLUMNS: RuleDoc = RuleDoc {
    code: "MY310",
    severity: Severity::Warning,
    title: ["columns were left out", "有些列没有读入"],
    page: [
        "These headers belong to no question of the survey, so their cells were not read. If they should have been, name them in the\nmapping; if not, say so there and they are no longer listed:\n\n```yaml\ncolumns:\n  \"How was it?\": overall\n  \"IP Address\": null\n```\n",
        "这些表头不属于问卷的任何题目，其内容没有读入。若应当读入，请在映射文件中写明；若不需要，也请写明，此后不再列出：\n\n```yaml\ncolumns:\n  \"您觉得怎么样？\": overall\n  \"来自IP\": null\n```\n",
    ],
};

pub(in crate::import) const MISSING_COLUMNS: RuleDoc = RuleDoc {
    code: "MY311",
    severity: Severity::Warning,
    title: ["questions have no column", "有些题目没有对应的列"],
    page: [
        "The file has no column for these questions. Their answers become `not_in_version` (they were not in this file), never a skipped\nanswer. If the file does hold them under another header, name it under `columns` in the mapping.\n",
        "文件中没有这些题目的列，其答案记为 `not_in_version`（该文件未包含此题），不会算作漏答。若文件中有，只是表头不同，\n请在映射文件的 `columns` 中写明。\n",
    ],
};

pub(in crate::import) const COLUMN_TWICE: RuleDoc = RuleDoc {
    code: "MY312",
    severity: Severity::Error,
    title: ["two columns are the same question", "两列对应同一道题"],
    page: [
        "Equal headers are kept apart, and which of them holds the answers is not guessed. Name the right one by its position and leave\nthe other out:\n\n```yaml\ncolumns:\n  \"#4\": overall\n  \"#9\": null\n```\n",
        "表头相同的列分别保留，程序不会猜测哪一列才是答案。请按位置写明正确的一列，并略去另一列：\n\n```yaml\ncolumns:\n  \"#4\": overall\n  \"#9\": null\n```\n",
    ],
};

pub(in crate::import) const AMBIGUOUS_HEADER: RuleDoc = RuleDoc {
    code: "MY313",
    severity: Severity::Error,
    title: ["a header fits two questions", "一个表头符合两道题"],
    page: [
        "Two questions of the survey have this text. Say in the mapping which one the column is:\n\n```yaml\ncolumns:\n  \"Speed\": service.speed\n```\n",
        "问卷中有两道题的文字与该表头相同。请在映射文件中写明它是哪一道：\n\n```yaml\ncolumns:\n  \"响应速度\": service.speed\n```\n",
    ],
};

pub(in crate::import) const NO_SUCH_COLUMN: RuleDoc = RuleDoc {
    code: "MY314",
    severity: Severity::Error,
    title: [
        "the mapping names a column the file does not have",
        "映射文件写到的列在文件中不存在",
    ],
    page: [
        "A header in the mapping must be that of the file (spaces, width and case aside) or its position such as `#3`. A column that is\ngone from an export would otherwise be missed in silence. Correct the header, or take the line out of the mapping.\n",
        "映射文件中的表头须与答卷文件一致（空格、全半角和大小写不论），或写位置，如 `#3`。否则导出中少了一列也无人察觉。\n请更正表头，或删去映射文件中的这一行。\n",
    ],
};

pub(in crate::import) const NO_SUCH_TARGET: RuleDoc = RuleDoc {
    code: "MY315",
    severity: Severity::Error,
    title: [
        "the mapping names nothing the survey has",
        "映射文件写到的名称在问卷中不存在",
    ],
    page: [
        "The target of a column is a question (`overall`), a row of a matrix (`service.speed`), an option of a multiple choice\n(`devices.phone`), a hidden field, or one of `response_id`, `respondent`, `submitted`, `started`, `modified`, `wave`, `language`,\n`definition`. The target of a value is an option's id, a number, or a kind of missing such as `<skipped>`.\n",
        "列的目标可以是题目（`overall`）、矩阵的一行（`service.speed`）、多选题的一个选项（`devices.phone`）、隐藏字段，或\n`response_id`、`respondent`、`submitted`、`started`、`modified`、`wave`、`language`、`definition` 之一。\n值的目标是选项编号、数字，或缺失类型，如 `<skipped>`。\n",
    ],
};

pub(in crate::import) const NO_RESPONSE_ID: RuleDoc = RuleDoc {
    code: "MY316",
    severity: Severity::Warning,
    title: ["responses have no id of their own", "答卷没有编号"],
    page: [
        "Without an id a response is known by its content: a hash of its cells, but for those that change from export to export\n(addresses, durations, browser). Equal rows are counted as different people. If a column does hold an id, map it to `response_id`;\nthe same answers can then be imported again without doubling.\n",
        "没有编号时，答卷以内容识别：对单元格取哈希，但每次导出都会变的列（IP、用时、浏览器）除外。内容相同的行视为不同的人。\n若某一列就是编号，请把它映射到 `response_id`，重复导入便不会重复计数。\n",
    ],
};

pub(in crate::import) const NO_RESPONDENT_KEY: RuleDoc = RuleDoc {
    code: "MY317",
    severity: Severity::Warning,
    title: ["the respondent column was left out", "受访者列没有读入"],
    page: [
        "Who answered is only kept as a pseudonym, a hash under the workspace's own key. There is no key, so the column was not read.\nSet one under `privacy` in `manyi.toml`, or map the column to nothing.\n",
        "受访者身份只以化名保存，即用工作区密钥计算的哈希。当前没有密钥，因此该列没有读入。请在 `manyi.toml` 的 `privacy` 中设置密钥，\n或在映射文件中略去该列。\n",
    ],
};

pub(in crate::import) const DATE_ORDER: RuleDoc = RuleDoc {
    code: "MY318",
    severity: Severity::Error,
    title: ["dates can be read in two ways", "日期有两种读法"],
    page: [
        "4/5/2026 is a day in April or in May. No date of the column decides it (or two of them contradict each other), and the machine's\nown habits are never asked. Say which number comes first:\n\n```yaml\nformat:\n  date_order: mdy\n```\n\nor `dmy`, `ymd`.\n",
        "4/5/2026 可以是四月五日，也可以是五月四日。该列没有一个日期能够判定（或互相矛盾），程序也不会参考电脑的区域设置。\n请写明顺序：\n\n```yaml\nformat:\n  date_order: mdy\n```\n\n或 `dmy`、`ymd`。\n",
    ],
};
