//! What can be wrong with a sample that invites.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

/// A column the definition names and the sample does not have.
pub static NO_COLUMN: RuleDoc = RuleDoc {
    code: "MY217",
    severity: Severity::Error,
    title: ["the sample lacks a column", "样本缺少某一列"],
    page: [
        "Under `sample:`, a definition says what the columns of the sample file mean: who was invited when, in which wave and language, and by which attributes rates are broken down. A column it names is not in the file. Write the header as it stands in the file, or take the key out.\n\n```yaml\nsample: {file: customers.csv, id: number, invited: invited_on, attributes: [region]}\n```\n",
        "定义中的 `sample:` 说明样本文件各列的含义：谁在何时、哪一期、用何种语言受邀，以及回收率按哪些属性细分。其中写到的某一列不在文件里。请照文件中的表头书写，或删去该键。\n\n```yaml\nsample: {file: customers.csv, id: number, invited: invited_on, attributes: [region]}\n```\n",
    ],
};

/// A cell of a sample that cannot be read.
pub static UNREADABLE: RuleDoc = RuleDoc {
    code: "MY218",
    severity: Severity::Warning,
    title: ["a value in the sample cannot be read", "样本中的值无法读取"],
    page: [
        "Days are written `2026-11-22`; yes and no as `yes` and `no` (also `1` and `0`, `是` and `否`); a wave as the calendar names it; a language as one of the survey's; what fills a hidden choice is one of its options. The value is passed over as if the cell were empty.\n",
        "日期写作 `2026-11-22`；是与否写作 `yes`、`no`（也可写 `1`、`0`、`是`、`否`）；期次与日历中的名称一致；语言须为问卷的语言之一；填入隐藏选择的值须为其选项之一。无法读取的值按空白处理。\n",
    ],
};

/// All rules of samples.
pub static RULES: [&RuleDoc; 2] = [&NO_COLUMN, &UNREADABLE];
