//! Rules on answers that must fit each other, on attention checks and on what is kept apart.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

pub(in crate::import) const FAILED_ATTENTION: RuleDoc = RuleDoc {
    code: "MY341",
    severity: Severity::Warning,
    title: ["attention checks were failed", "有答卷没有通过注意力检测"],
    page: [
        "The question says which answer it wants (`attention`), and these responses have another. Nothing is dropped: one slip is no proof, and\nleaving people out for it changes who is counted. The responses are listed in quarantine (`failed_attention`). To leave them out of a\nmeasure, say so where it is defined:\n\n```yaml\nmeasures:\n  - {id: csat, kind: top_box, of: overall, where: 'careful = \"agree\"'}\n```\n",
        "题目写明了应选的答案（`attention`），而这些答卷选了别的。不会因此删去任何答卷：一次疏忽说明不了问题，剔除还会改变样本构成。\n这些答卷列在隔离区中（`failed_attention`）。若要在某个指标中排除，请在该指标处写明：\n\n```yaml\nmeasures:\n  - {id: csat, kind: top_box, of: overall, where: 'careful = \"agree\"'}\n```\n",
    ],
};

pub(in crate::import) const TIED_RANKS: RuleDoc = RuleDoc {
    code: "MY342",
    severity: Severity::Warning,
    title: ["a rank was given twice", "同一名次用了两次"],
    page: [
        "In a ranking no two things have the same rank. Where they do, those ranks are `invalid`; the other ranks of the response count, and\nthe originals are in quarantine. Many of them mean that the column holds ratings and no ranks, or that the file counts tied ranks:\nask with a `matrix` then.\n",
        "排序题中任意两项的名次不能相同。相同的名次记为 `invalid`，该答卷的其他名次照常统计，原文存入隔离区。数量很多时，\n说明该列其实是评分而不是名次，或者原平台允许并列：那就应当用 `matrix`。\n",
    ],
};

pub(in crate::import) const WRONG_SUM: RuleDoc = RuleDoc {
    code: "MY343",
    severity: Severity::Warning,
    title: ["parts do not make the total", "各项之和不等于总数"],
    page: [
        "The numbers of an allocation must add up to its `total`. Where they do not, all of them are `invalid` in that response, since nothing\ntells which is wrong; the originals are in quarantine. Boxes left empty count as 0 where the others make the total. If the platform\nlet people divide another sum, say so in the definition (`total`).\n",
        "分配题各项之和必须等于 `total`。不等时，该答卷的这几项都记为 `invalid`，因为无法判断哪一项有误；原文存入隔离区。\n其余各项之和已等于总数时，留空的按 0 计。若平台用的是另一个总数，请在定义中写明（`total`）。\n",
    ],
};

pub(in crate::import) const NOT_AN_ADDRESS: RuleDoc = RuleDoc {
    code: "MY344",
    severity: Severity::Warning,
    title: ["no e-mail address or telephone number", "不是电子邮箱或电话号码"],
    page: [
        "What stands in a column of addresses or telephone numbers cannot be one. The answer is `invalid`; the words are kept apart all the\nsame, in `personal/` of the store, since a person can often still read them. Neither this message nor quarantine shows them.\n",
        "电子邮箱或电话列中的内容不可能是邮箱或电话号码。答案记为 `invalid`；原文仍另存于数据仓库的 `personal/` 中，因为人往往还能看懂。\n提示信息和隔离区都不会显示原文。\n",
    ],
};
