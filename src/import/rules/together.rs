//! Rules on answers that must fit each other, and on attention checks.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

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
