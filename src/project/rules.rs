//! What can be wrong with a workspace's settings and tables.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity::Error;
use crate::diagnostic::Severity::Warning;

macro_rules! rule {
    ($(#[$doc:meta])* $name:ident, $code:literal, $severity:expr, $en:literal, $zh:literal, $file:literal) => {
        $(#[$doc])*
        pub static $name: RuleDoc = RuleDoc {
            code: $code,
            severity: $severity,
            title: [$en, $zh],
            page: [include_str!(concat!("pages/", $file, ".en.md")), include_str!(concat!("pages/", $file, ".zh.md"))],
        };
    };
}

rule!(
    /// `manyi.toml` is not TOML.
    NOT_TOML, "MY201", Error, "manyi.toml cannot be read as TOML", "manyi.toml 不是有效的 TOML", "my201"
);
rule!(
    /// A key that means nothing.
    UNKNOWN_KEY, "MY202", Error, "a setting that does not exist", "不存在的设置项", "my202"
);
rule!(
    /// A value that does not fit its key.
    WRONG_VALUE, "MY203", Error, "a setting with a value that does not fit", "设置项的值不合适", "my203"
);
rule!(
    /// Waves that make no calendar.
    WAVES, "MY204", Error, "the waves make no calendar", "期次设置有误", "my204"
);
rule!(
    /// A table without a column it needs, or with one that means nothing.
    COLUMNS, "MY205", Error, "a table's columns are not those expected", "表格的列与要求不符", "my205"
);
rule!(
    /// A cell of a table that cannot be read.
    CELL, "MY206", Error, "a value in a table cannot be read", "表格中的值无法读取", "my206"
);
rule!(
    /// A table whose name belongs to no survey.
    NO_OWNER, "MY207", Warning, "a table belongs to no survey", "表格不属于任何问卷", "my207"
);
rule!(
    /// A benchmark from long ago.
    OLD_BENCHMARK, "MY661", Warning, "a benchmark is years old", "基准数值已过时多年", "my661"
);
rule!(
    /// A person who stands twice in a sample.
    TWICE, "MY208", Error, "somebody stands twice in a sample", "样本中同一个人出现两次", "my208"
);

rule!(
    /// An inbox below a folder that a web server seems to show.
    MAYBE_PUBLIC_INBOX, "MY209", Warning, "the inbox seems to lie where a web server shows it", "收件箱似乎位于网站目录之内", "my209"
);
rule!(
    /// An inbox in the site itself.
    PUBLIC_INBOX, "MY210", Error, "the inbox lies in the published site", "收件箱位于对外发布的站点之内", "my210"
);

rule!(
    /// A service for forms without an address for a survey.
    NO_ENDPOINT, "MY211", Error, "a service for forms has no address for a survey", "表单服务没有该问卷的提交地址", "my211"
);

rule!(
    /// A line of a settled list of differences that settles none.
    SETTLES_NOTHING, "MY212", Error, "a line of the settled differences cannot be used", "差异处理清单中有无法使用的行", "my212"
);
rule!(
    /// Two passes over the same sheets that do not agree.
    PASSES_DIFFER, "MY213", Error, "two passes over the same sheets differ", "两遍录入不一致", "my213"
);

rule!(
    /// A survey that promises less than it did.
    PROMISE, "MY216", Error, "a promise to respondents is weakened", "放宽了对受访者的承诺", "my216"
);

rule!(
    /// An event of a measure or group that the survey does not have.
    EVENT_OF_WHAT, "MY680", Warning, "an event concerns something unknown", "事件对应的名称不存在", "my680"
);
rule!(
    /// An event without a day or wave.
    EVENT_DATE, "MY681", Error, "it is not said when an event happened", "没有写明事件发生的时间", "my681"
);
rule!(
    /// An event on a day that lies in no wave.
    EVENT_OUTSIDE, "MY682", Warning, "an event lies in no wave", "事件不在任何期次之内", "my682"
);
rule!(
    /// An event without words.
    EVENT_TEXT, "MY683", Error, "it is not said what happened", "没有写明发生了什么", "my683"
);
rule!(
    /// An event that some readers see in another language.
    EVENT_LANGUAGE, "MY684", Warning, "an event is not told in a language of the reports", "事件缺少报告语言的文字", "my684"
);
rule!(
    /// An event that stands in the file twice.
    EVENT_TWICE, "MY685", Warning, "an event stands in the table twice", "事件重复出现", "my685"
);

/// All rules of a workspace.
pub static RULES: [&RuleDoc; 21] = [
    &NOT_TOML,
    &UNKNOWN_KEY,
    &WRONG_VALUE,
    &WAVES,
    &COLUMNS,
    &CELL,
    &NO_OWNER,
    &TWICE,
    &MAYBE_PUBLIC_INBOX,
    &PUBLIC_INBOX,
    &NO_ENDPOINT,
    &SETTLES_NOTHING,
    &PASSES_DIFFER,
    &PROMISE,
    &OLD_BENCHMARK,
    &EVENT_OF_WHAT,
    &EVENT_DATE,
    &EVENT_OUTSIDE,
    &EVENT_TEXT,
    &EVENT_LANGUAGE,
    &EVENT_TWICE,
];
