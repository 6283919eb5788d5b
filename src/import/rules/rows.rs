//! Rules on rows.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

pub(in crate::import) const BROKEN_ROWS: RuleDoc = RuleDoc {
    code: "MY330",
    severity: Severity::Warning,
    title: ["rows are broken", "有些行结构损坏"],
    page: [
        "A row has as many cells as the header; a cell with a comma, a quote or a line end stands in quotes, and a quote inside is\ndoubled: `\"5'8\"\" tall\"`. Which cell is which cannot be told in these rows, so they were refused whole and kept in quarantine. A quote\nthat is never closed costs its own line only.\n\nAccepted all the same: more cells when the additional ones are empty; fewer cells when those that lack belong to no question, or\nwhen just one lacks behind an empty one.\n",
        "每行的单元格数应与表头相同；含逗号、引号或换行的单元格要加引号，其中的引号写两遍：`\"他说\"\"很好\"\"\"`。这些行无法分清\n各单元格，已整行拒收并存入隔离区。没有闭合的引号只影响它所在的那一行。\n\n以下情形仍予接受：多出的单元格为空；缺少的列不属于任何题目；或仅缺一格，且其前一格为空。\n",
    ],
};

pub(in crate::import) const CONFLICTING_IDS: RuleDoc = RuleDoc {
    code: "MY331",
    severity: Severity::Warning,
    title: ["one id stands for different answers", "同一编号对应不同的答卷"],
    page: [
        "Of two versions of a response the later one counts. These have the same time, or none, and different content, so neither can be\npreferred and both were refused. Correct the ids, or map a column to `modified` or `submitted`.\n",
        "同一答卷有两个版本时，以较晚者为准。这些版本时间相同（或没有时间）而内容不同，无法取舍，因此都被拒收。\n请更正编号，或把某一列映射到 `modified` 或 `submitted`。\n",
    ],
};

pub(in crate::import) const UNKNOWN_WAVE: RuleDoc = RuleDoc {
    code: "MY332",
    severity: Severity::Warning,
    title: ["responses belong to no known wave", "有些答卷不属于任何已知期次"],
    page: [
        "The wave comes from the command line, the mapping, the column `wave`, or the time of submission, in this order. These rows have\nnone of them, or one the calendar in `manyi.toml` does not know. Name the wave of the whole file with `wave:` in the mapping or\n`--wave`.\n",
        "期次依次取自命令行、映射文件、`wave` 列或提交时间。这些行都没有，或不在 `manyi.toml` 的日历之内。\n请在映射文件中写 `wave:`，或用 `--wave` 指定整个文件的期次。\n",
    ],
};

pub(in crate::import) const TOO_MUCH_REFUSED: RuleDoc = RuleDoc {
    code: "MY333",
    severity: Severity::Error,
    title: ["too much of the file could not be used", "文件中无法使用的部分过多"],
    page: [
        "When more than `max_refused` (5 %, with `--strict` nothing) of the rows are refused, or of the filled cells are unreadable, a\nmistake in the mapping is likelier than in the answers, and nothing is kept. Mend what the other problems name, or raise\n`max_refused` in `manyi.toml` when the file really is like that.\n",
        "被拒收的行，或无法读懂的单元格，超过 `max_refused`（默认 5 %，`--strict` 时为 0）时，更可能是映射有误，而不是答卷有误，\n因此不保存任何内容。请处理其他问题所指之处；若文件确实如此，可在 `manyi.toml` 中调高 `max_refused`。\n",
    ],
};

pub(in crate::import) const UNKNOWN_RESPONSE: RuleDoc = RuleDoc {
    code: "MY390",
    severity: Severity::Warning,
    title: ["rows belong to responses that are not there", "有些行所属的答卷不存在"],
    page: [
        "Each row of this survey is a part of a response to another one (`unit`), from which it takes its wave and what `fills` names. For\nthese rows the store holds no such response: it was not imported yet, it was refused or erased, or the column with its id is\nanother. They were refused and are kept in quarantine. Import the responses, then this file again.\n",
        "本问卷的每行是另一份问卷某份答卷的一部分（`unit`），期次和 `fills` 所列的值都取自该答卷。数据仓库中没有这些行所属的答卷：\n尚未导入、已被拒收或删除，或编号列有误。这些行已拒收并存入隔离区。请先导入答卷，再重新导入本文件。\n",
    ],
};
