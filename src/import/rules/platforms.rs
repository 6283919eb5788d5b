//! Rules on the profiles of platforms.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

pub(in crate::import) const PROFILE_FORM: RuleDoc = RuleDoc {
    code: "MY360",
    severity: Severity::Error,
    title: ["a profile cannot be used", "平台配置文件无法使用"],
    page: [
        "A profile (`profiles/NAME.toml` in the workspace) says how the exports of one platform look and how they are read. It has a\n`name`, a `title` and an `about` in both languages, at least one `[[form]]` with signs to know the file by, and what else is\nneeded: `[[column]]`, `[[skip]]`, `[missing]`, `[header]`, `[answers]`. The built-in ones are the best examples.\n",
        "平台配置（工作区中的 `profiles/名称.toml`）说明某个平台导出的文件是什么样、应如何读取。其中须有 `name`、双语的 `title` 与 `about`、\n至少一个带识别特征的 `[[form]]`，以及所需的 `[[column]]`、`[[skip]]`、`[missing]`、`[header]`、`[answers]`。内置配置是最好的范例。\n",
    ],
};

pub(in crate::import) const TWO_PROFILES: RuleDoc = RuleDoc {
    code: "MY361",
    severity: Severity::Error,
    title: [
        "the file has the form of two platforms' exports",
        "文件同时符合两个平台的导出格式",
    ],
    page: [
        "Which platform a file comes from is seen by its structure. Here two profiles fit equally well, and they would read it\ndifferently, so nothing was taken in. Say which it is, on the command line or, for the next wave too, in the mapping:\n\n```yaml\nprofile: qualtrics\n```\n\n`profile: none` reads the file without any.\n",
        "文件来自哪个平台，由其结构判断。这个文件与两个平台的配置同样相符，而两者读法不同，因此没有读入任何内容。请在命令行写明，\n或为以后各期写进映射文件：\n\n```yaml\nprofile: wjx\n```\n\n`profile: none` 表示不使用任何平台配置。\n",
    ],
};

pub(in crate::import) const NO_SUCH_PROFILE: RuleDoc = RuleDoc {
    code: "MY362",
    severity: Severity::Error,
    title: ["no profile has this name", "没有这个名称的平台配置"],
    page: [
        "`--profile` and the mapping's `profile` name one of the built-in profiles, one of the workspace's own in `profiles/*.toml`, or\n`none`. `manyi import --profiles` lists them all.\n",
        "`--profile` 与映射文件中的 `profile` 须为内置配置、工作区 `profiles/*.toml` 中自定义的配置，或 `none`。\n`manyi import --profiles` 会列出全部名称。\n",
    ],
};
