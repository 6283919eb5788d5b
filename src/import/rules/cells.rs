//! Rules on cells.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

pub(in crate::import) const UNREADABLE_CELLS: RuleDoc = RuleDoc {
    code: "MY320",
    severity: Severity::Warning,
    title: ["cells could not be read as answers", "有些单元格无法读作答案"],
    page: [
        "A cell is an option's id, its label in any language of the survey, its number (4, 4.0), or a kind of missing. What is none of\nthese becomes `invalid`; the row is kept, and the original goes to quarantine with its line and reason. Correct the file, or say\nin the mapping what the cell means:\n\n```yaml\nvalues:\n  overall:\n    \"Very good!\": very_satisfied\n    \"-\": <not_applicable>\n```\n",
        "单元格可以是选项编号、标签（问卷的任一语言）、数值（4、4.0）或缺失类型。都不是的，记为 `invalid`；该行仍然保留，\n原文连同行号与原因存入隔离区。请更正文件，或在映射文件中写明含义：\n\n```yaml\nvalues:\n  overall:\n    \"非常好！\": very_satisfied\n    \"-\": <not_applicable>\n```\n",
    ],
};

pub(in crate::import) const AMBIGUOUS_LABEL: RuleDoc = RuleDoc {
    code: "MY321",
    severity: Severity::Error,
    title: ["a cell fits two options", "一个单元格同时符合两个选项"],
    page: [
        "Two options of the question are written alike, or the label of one is the number of another. Which was meant is not guessed.\nSay it in the mapping:\n\n```yaml\nvalues:\n  overall:\n    \"1\": very_satisfied\n```\n",
        "该题有两个选项写法相同，或者一个选项的标签正是另一个选项的数值。程序不会猜测。请在映射文件中写明：\n\n```yaml\nvalues:\n  overall:\n    \"1\": very_satisfied\n```\n",
    ],
};

pub(in crate::import) const BESIDE_OPTION: RuleDoc = RuleDoc {
    code: "MY654",
    severity: Severity::Warning,
    title: [
        "words beside an option that has no place for them",
        "选项旁的文字没有可存放之处",
    ],
    page: [
        "Respondents wrote words of their own beside an option, `其他〖…〗` or `Other: …`, and the definition has no place for them. The\noption counts; the words are kept in quarantine (`manyi responses SURVEY --quarantine`) and no cell is called unreadable for them. To have\nthem as answers, say that the option opens a box, and import the file again:\n\n```yaml\noptions:\n  - {id: other, text: Other, other: true}\n```\n",
        "受访者在选项旁写了文字（`其他〖…〗`、`Other: …`），而定义中没有存放之处。该选项照常计入；文字保存在隔离区\n（`manyi responses 调查名 --quarantine`），不算无法读懂的单元格。若要作为答案，请注明该选项带填空，再重新导入文件：\n\n```yaml\noptions:\n  - {id: other, text: 其他, other: true}\n```\n",
    ],
};

pub(in crate::import) const ROUTED_OUT: RuleDoc = RuleDoc {
    code: "MY322",
    severity: Severity::Warning,
    title: [
        "answers to questions that were not to be asked",
        "回答了本不应询问的题目",
    ],
    page: [
        "By the other answers of these responses `show_if` does not hold, so the question was not to be asked. The answer becomes\n`not_asked` and does not count; the original is kept in quarantine. Many of them mean that the routing of the form and of the\ndefinition differ.\n",
        "按这些答卷的其他答案，`show_if` 并不成立，该题本不应询问。答案改记为 `not_asked`，不参与统计；原文存入隔离区。\n数量很多时，说明表单与定义的跳转规则不一致。\n",
    ],
};

pub(in crate::import) const NOT_OFFERED: RuleDoc = RuleDoc {
    code: "MY345",
    severity: Severity::Warning,
    title: ["options chosen that were not to be offered", "选择了本不应列出的选项"],
    page: [
        "By the other answers of these responses the `show_if` of the chosen option does not hold, so it was not to be offered. A\nsingle choice becomes `invalid`; of a multiple choice the other options are kept. The original is in quarantine. A form that is\nfilled in without script, or on paper, shows all options and says who may choose which; many such answers mean that the\nconditions of the form and of the definition differ.\n",
        "按这些答卷的其他答案，所选选项的 `show_if` 并不成立，本不应列出。单选题记为 `invalid`，多选题保留其余选项，原文存入隔离区。\n不用脚本填写的表单和纸质问卷会列出全部选项并注明条件；数量很多时，说明表单与定义的条件不一致。\n",
    ],
};

pub(in crate::import) const NOT_VALID: RuleDoc = RuleDoc {
    code: "MY323",
    severity: Severity::Warning,
    title: ["answers break a `valid_if`", "有些答案不符合 `valid_if`"],
    page: [
        "The condition the question states for its answer is known to fail. The answers are kept and count; look at them, and correct\nthem with a line in `fixes/` if they are wrong.\n",
        "这些答案不满足题目规定的条件。答案照常保留并参与统计；请查看，若确有错误，可在 `fixes/` 中写一行更正。\n",
    ],
};

pub(in crate::import) const NOT_IN_SAMPLE: RuleDoc = RuleDoc {
    code: "MY324",
    severity: Severity::Warning,
    title: ["responses name nobody in the sample", "有些答卷不在样本名单中"],
    page: [
        "The hidden values of these responses come from the sample file, and it has no line with their key. The values are `skipped` in\nthe results. Check that the sample is the one the links were made from.\n",
        "这些答卷的隐藏字段取自样本文件，而样本中没有对应的一行，相应值记为 `skipped`。请确认样本文件与发放链接时所用的一致。\n",
    ],
};

pub(in crate::import) const OTHER_DEFINITION: RuleDoc = RuleDoc {
    code: "MY325",
    severity: Severity::Warning,
    title: [
        "responses were given to another version of the survey",
        "有些答卷来自问卷的其他版本",
    ],
    page: [
        "The `definition` column of these responses holds the hash of a version that the store does not keep: it was neither built nor\nimported with here. They were read by today's definition; `manyi diff` shows what changed, where the older file is at hand.\n",
        "这些答卷的 `definition` 列所写的版本不在答卷库中：既未在此生成过表单，也未用它导入过答卷。现按当前定义读入；若旧文件尚在，`manyi diff` 可显示改动。\n",
    ],
};

pub(in crate::import) const COLUMN_NOT_UNDERSTOOD: RuleDoc = RuleDoc {
    code: "MY326",
    severity: Severity::Error,
    title: ["a column was not understood", "有一列没有读懂"],
    page: [
        "More than half of the filled cells of this column are no answers to its question. Such a column is hardly ever a few slips: the\nquestion, the scale or the date order is another one. Nothing is kept until the mapping says what the cells mean (`values`), or\nthat the column is left out (`columns: {\"…\": null}`).\n",
        "该列已填的单元格过半不是该题的答案。这很少是个别笔误，多半是题目、量表或日期顺序不对。请在映射文件中写明含义（`values`），\n或略去该列（`columns: {\"…\": null}`）；在此之前不保存任何内容。\n",
    ],
};

pub(in crate::import) const PERSONAL_WORDS: RuleDoc = RuleDoc {
    code: "MY355",
    severity: Severity::Warning,
    title: ["open answers seem to name a person", "开放回答似乎含有个人信息"],
    page: [
        "People write telephone numbers, addresses, numbers of identity cards (with the right check character), bank cards (with the right\ncheck digit) and plates into boxes meant for something else. Reports mask them, and so they stay in the store until somebody erases\nthe response (`manyi erase`) or takes the words out (`fixes/`). Names of people are not found this way.\n",
        "受访者会在本不相干的文本框里写下电话、邮箱、身份证号（校验码正确）、银行卡号（校验位正确）和车牌。报告会遮盖它们，但它们仍留在\n答卷库中，直到有人删除该答卷（`manyi erase`）或用 `fixes/` 去掉相应文字。这种方法找不出人名。\n",
    ],
};
