//! Rules on files of the collector and of offline forms.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

pub(in crate::import) const DAMAGED_SEGMENT: RuleDoc = RuleDoc {
    code: "MY350",
    severity: Severity::Error,
    title: ["a sealed file of answers was changed", "已封存的答卷文件被改动"],
    page: [
        "The last line of a `.jsonl` file of answers holds their number and a checksum of everything before it. They do not fit, so\nsomething was changed, lost or added after the file was complete, and nothing of it was taken in. Bring the file from where it was\nwritten, or from a backup. If the change was meant, delete the last line: the file is then read as it stands.\n",
        "`.jsonl` 答卷文件的最后一行记有答卷数和之前全部内容的校验值。现在不相符，说明文件封存后有内容被修改、丢失或添加，因此没有读入任何内容。\n请从写出该文件的地方或备份中取回原文件。若改动是有意的，请删去最后一行，文件即按现状读入。\n",
    ],
};

pub(in crate::import) const NO_SEGMENT: RuleDoc = RuleDoc {
    code: "MY351",
    severity: Severity::Error,
    title: ["this is no file of answers to this survey", "这不是该问卷的答卷文件"],
    page: [
        "The collector and offline forms write `.jsonl` files whose first line says what they are:\n\n```json\n{\"manyi\":\"segment\",\"version\":1,\"survey\":\"visit\"}\n```\n\nThis file has another first line, belongs to another survey, or was written in a later form than this program reads. Answers of other\nplatforms are imported from their CSV export.\n",
        "收集程序和离线表单写出的 `.jsonl` 文件，首行说明了它是什么：\n\n```json\n{\"manyi\":\"segment\",\"version\":1,\"survey\":\"visit\"}\n```\n\n该文件首行不同、属于其他问卷，或格式版本高于本程序所能读取的版本。其他平台的答卷请从其 CSV 导出文件导入。\n",
    ],
};

pub(in crate::import) const DEVICE_GAP: RuleDoc = RuleDoc {
    code: "MY352",
    severity: Severity::Warning,
    title: ["answers of a device are missing", "某设备的答卷有缺失"],
    page: [
        "A form that works offline numbers the answers it takes. Between the lowest and the highest number in the files of this device some\nare in none of them: a file was not brought along, or answers are still on the device. All files in the inbox are looked at together,\nso a file that comes later closes its gap.\n",
        "离线表单会给收到的答卷依次编号。在该设备各文件的最小与最大编号之间，有些编号不在任何文件中：可能有文件没有取回，或答卷仍在设备上。\n收件箱中的全部文件会一并核对，后来补上的文件会消除缺口。\n",
    ],
};

pub(in crate::import) const KEPT_ASIDE: RuleDoc = RuleDoc {
    code: "MY353",
    severity: Severity::Warning,
    title: ["the collector kept answers aside", "收集程序另行保存了一些答卷"],
    page: [
        "An answer that contradicts another one with the same id, that comes by a link used before, or that has no valid link where one is\nneeded, is not counted and not thrown away: it stands in `aside/` below the inbox of its survey, a line each, with the reason. Nothing\nimports it. Look at the file; an answer that should count can be moved into a file of answers by hand.\n",
        "与同一编号的另一份答卷矛盾、使用了已用过的链接，或在需要链接时没有有效链接的答卷，既不计入也不丢弃：它们逐行保存在该问卷收件箱下的 `aside/` 中，\n并注明原因，不会被导入。请查看该文件；确应计入的答卷，可手工移入答卷文件。\n",
    ],
};

pub(in crate::import) const SUSPECT_RESPONSES: RuleDoc = RuleDoc {
    code: "MY354",
    severity: Severity::Warning,
    title: [
        "some answers may not be a person's, or came twice",
        "有些答卷可能并非真人填写，或重复提交",
    ],
    page: [
        "The form has a field that people do not see; whoever fills it in is probably a program (`trap`). A form without script gives its\nanswers no id; one that says exactly what another said may have been sent twice (`repeat`), or two people agree. Both are kept and\ncounted, because nothing here is certain. Look at them in the `.jsonl` file (`flags`), and take out what does not belong with a line\nof `fixes/`.\n",
        "表单中有一个人看不到的字段，填写它的多半是程序（`trap`）。不带脚本的表单不给答卷编号；与另一份内容完全相同的答卷可能是重复提交（`repeat`），\n也可能只是两人意见一致。两者都无法确定，因此均保留并计入。请在 `.jsonl` 文件中查看（`flags`），不应计入的可用 `fixes/` 中的一行剔除。\n",
    ],
};
