//! What conversions tell of, MY600 to MY619.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $code:literal $severity:ident [$en:literal, $zh:literal] [$page_en:literal, $page_zh:literal] [$out_en:literal, $out_zh:literal])*) => {
        $($(#[$doc])*
        pub(super) const $name: RuleDoc = RuleDoc {
            code: $code,
            severity: Severity::$severity,
            title: [$en, $zh],
            page: [$page_en, $page_zh],
        };)*

        /// What to do about a problem of the rule: English, Chinese.
        pub(super) fn way_out(rule: &RuleDoc) -> [&'static str; 2] {
            match rule.code {
                $($code => [$out_en, $out_zh],)*
                _ => ["", ""],
            }
        }

        /// All rules of this module, by code.
        pub const RULES: &[&RuleDoc] = &[$(&$name),*];
    };
}

rules! {
    /// The file cannot be read.
    UNREADABLE "MY600" Error
        ["the questionnaire cannot be read", "无法读取问卷文件"]
        ["The file is in none of the formats that are converted, or it is damaged. Formats are known by what is in the file, not by its\nname: XLSForm (`.xlsx`, `.csv`, KoboToolbox's JSON), SurveyJS (`.json`), Qualtrics (`.qsf`), LimeSurvey (`.lss`, or its table\nform `.txt`).\n",
         "该文件不属于可转换的格式，或已损坏。格式按内容而非文件名识别：XLSForm（`.xlsx`、`.csv`、KoboToolbox 的 JSON）、SurveyJS（`.json`）、\nQualtrics（`.qsf`）、LimeSurvey（`.lss` 或其表格形式 `.txt`）。\n"]
        ["export the questionnaire again from its tool, in one of the formats of `manyi convert --help`", "请从原工具重新导出问卷，格式见 `manyi convert --help`"]
    /// The file is too large or too deep.
    TOO_LARGE "MY601" Error
        ["the questionnaire is too large", "问卷文件过大"]
        ["Files above 64 MiB, workbooks that unpack to many times their size, trees nested more than 64 deep and questionnaires of more\nthan 5,000 questions are refused: no questionnaire is like that, and what is made to exhaust a machine is.\n",
         "超过 64 MiB 的文件、解压后远大于自身的工作簿、嵌套超过 64 层的结构、超过 5,000 道题的问卷一律拒收：真实的问卷不会如此，\n用来耗尽机器资源的文件才会。\n"]
        ["export the questionnaire alone, without answers or media", "请只导出问卷本身，不含答卷或媒体文件"]
    /// A kind that definitions do not have.
    KIND "MY602" Warning
        ["a question of a kind that definitions do not have", "问卷定义中没有的题型"]
        ["Pictures to draw on, files, places on a map, signatures and the like have no answer that could be counted. Such a question is\nwritten as a note with its text, so that it is not lost; answers of an old export have no column for it.\n",
         "绘图、上传文件、地图定位、签名等题型没有可统计的答案。这类题目写成带原文的说明文字，不会丢失；旧导出文件中的相应列不会导入。\n"]
        ["delete the note, or write a question of another kind in its place", "请删除该说明，或改写成其他题型"]
    /// A condition that was left out.
    CONDITION "MY603" Warning
        ["a condition was not translated", "条件未转换"]
        ["A condition is translated where every part of it is understood and means the same in a definition, with empty answers too; else\nit is left out as a whole and listed, never guessed. What it guarded is then asked of everybody.\n\nExample: `regex(., '[0-9]+')` has no equal; `${age} >= 18 and ${city} = 'bj'` becomes `age >= 18 and city = \"bj\"`.\n",
         "只有当条件的每一部分都能理解、且在问卷定义中含义相同（包括未作答的情形）时才转换；否则整条略去并列出，从不猜测。\n被略去条件的题目会向所有人提问。\n\n例：`regex(., '[0-9]+')` 没有对应写法；`${age} >= 18 and ${city} = 'bj'` 转换为 `age >= 18 and city = \"bj\"`。\n"]
        ["write it by hand as `show_if`, `require_if` or `valid_if` (docs/surveys.md, Expressions), or leave it out for good", "请按 docs/surveys.md 的“Expressions”手工写成 `show_if`、`require_if` 或 `valid_if`，或确认不需要"]
    /// A setting without an equal.
    SETTING "MY604" Warning
        ["something was not taken over", "有内容未转换"]
        ["Settings of looks, of other services, of scripts, and whatever else a definition has no place for are left out. They are listed,\neach with its place, so that nobody believes them to be there.\n",
         "外观、外部服务、脚本等问卷定义中没有位置的设置会略去，并逐条列出位置，以免误以为仍然有效。\n"]
        ["look whether the survey needs it", "请检查问卷是否需要它"]
    /// A changed name.
    RENAMED "MY605" Warning
        ["a name was changed", "名称已更改"]
        ["Names in a definition are made of small letters, digits and `_`, and are distinct. A name of another form gets the nearest one;\nthe original stands beside it as a comment. Answers under the old name are read through a mapping: `manyi import SURVEY FILE --propose`.\n",
         "问卷定义中的名称只含小写字母、数字和 `_`，且互不相同。其他写法改为最接近的名称，原名写在旁边的注释里。旧名称的答卷可通过映射导入：\n`manyi import 问卷 文件 --propose`。\n"]
        ["choose a better name before the survey is used, or keep this one", "请在问卷启用之前另取更好的名称，或保留此名"]
    /// Routing that is no condition.
    ROUTING "MY606" Warning
        ["a jump or a branch was not translated", "跳转或分支未转换"]
        ["Definitions have no \"go to\": each question says when it is asked (`show_if`). Jumps, branches, drawn blocks and ends of the\nquestionnaire are listed with their place; what they led to is asked of everybody until a condition says otherwise.\n",
         "问卷定义中没有“跳转”：每道题自己写明何时提问（`show_if`）。跳转、分支、随机区块和提前结束逐条列出位置；在写上条件之前，\n它们所涉及的题目会向所有人提问。\n"]
        ["say at each question or page when it is asked, with `show_if`", "请在各题或各页用 `show_if` 写明何时提问"]
    /// A scale without a direction.
    DIRECTION "MY607" Warning
        ["nothing tells which end of a scale is good", "无法判断量表哪一端更好"]
        ["Top-box shares, means and the index need to know which end of a scale is good. Where the words of the points tell it\n(\"very satisfied\", 非常同意), it is written down; where they do not, `better: high` is written and listed here.\n",
         "满意率、均值和指数需要知道量表哪一端更好。分点的文字能说明时（“非常满意”、strongly agree）照此写明；不能说明时写 `better: high` 并在此列出。\n"]
        ["look at the points; write `better: low` where the smallest value is the best", "请查看各分点；若数值最小者最好，请改写 `better: low`"]
    /// A code that is no number.
    VALUE "MY608" Warning
        ["codes were replaced by numbers", "代码已改为数字"]
        ["Options have a name and a stable number. Codes that are whole numbers stay the number; others become the name, and the number is\nthe position. Codes used twice cannot be told apart in a file of answers.\n",
         "每个选项有名称和稳定的数值。整数代码保留为数值；其他代码成为名称，数值为其位置。重复的代码在答卷文件中无法区分。\n"]
        ["look at the option's `id` and `value` before answers are imported", "导入答卷之前请核对该选项的 `id` 与 `value`"]
    /// Pictures and scripts in texts.
    MEDIA "MY609" Warning
        ["a picture, film or script in a text was left out", "文字中的图片、视频或脚本已略去"]
        ["Texts are Markdown: bold, italic, links and lists stay. Pictures, sounds, films, forms and scripts in a text are left out; a page\nthat loads something from elsewhere tells others who answers.\n",
         "文字使用 Markdown：粗体、斜体、链接和列表保留。图片、声音、视频、表单和脚本会略去；从别处加载内容的页面会让第三方知道谁在作答。\n"]
        ["say in words what the picture showed", "请用文字说明图片内容"]
    /// A part of a definition that the other format cannot hold.
    NOT_HELD "MY610" Warning
        ["the other format has no place for this", "目标格式无法表达"]
        ["The questionnaire was written for another tool, which does not know this. What is marked \"kept in `manyi`\" travels in a column (XLSForm)\nor a property (SurveyJS) of that name, which other tools pass over and `manyi convert` reads back.\n",
         "问卷已写成另一工具的格式，但该工具不认识这一部分。标明“保存在 `manyi` 中”的内容随同名的列（XLSForm）或属性（SurveyJS）一起保存，\n其他工具会忽略，`manyi convert` 可以读回。\n"]
        ["set it up in the other tool by hand where it is needed there", "若目标工具需要，请在其中手工设置"]
    /// A row that was edited beside what manyi kept of it.
    EDITED "MY611" Warning
        ["a question was edited in the other tool", "题目在另一工具中被修改"]
        ["The `manyi` column (or property) holds the question as its definition had it. The row itself says something else now, so the row was\nread and what was kept aside was left out: its kind, scale or conditions may be plainer than they were.\n",
         "`manyi` 列（或属性）保存着该题在定义中的原样，但这一行的内容已与其不同，因此按这一行读取，未采用保存的内容：\n题型、量表或条件可能比原来简单。\n"]
        ["compare the question with the definition it came from", "请与原来的定义比较该题"]
    /// A repeated group that is no loop.
    REPEAT "MY612" Warning
        ["a repeated group is no loop", "重复组不能写成循环"]
        ["A definition repeats a page for each option of a multiple choice, or for each of a list. A group that people repeat as often as they\nlike has no such end; its questions are asked once.\n",
         "问卷定义可针对多选题选中的每一项或固定列表的每一项重复一页。由填写人任意增加次数的重复组没有对应写法，其中的题目只问一次。\n"]
        ["write `loop:` with `over` or `entities`, or ask for the most important one only", "请写 `loop:`（`over` 或 `entities`），或只询问最重要的一项"]
    /// A direction that the user is asked for.
    OPEN_DIRECTION "MY613" Warning
        ["the draft leaves a direction open", "草稿中方向待定"]
        ["Numbers without words do not tell whether 1 is the best or the worst. The draft has `better:` with nothing behind it; until you\nwrite `high` or `low` there, `manyi check` shows the place and nothing can be imported wrongly.\n",
         "只有数字而没有文字时，无法判断 1 是最好还是最差。草稿中的 `better:` 后面留空；在您写上 `high` 或 `low` 之前，\n`manyi check` 会指出该处，不会导入错误的方向。\n"]
        ["write `better: high` or `better: low`", "请写 `better: high` 或 `better: low`"]
    /// A column that a draft leaves out.
    PERSONAL "MY614" Warning
        ["something tells who people are", "有内容会透露受访者身份"]
        ["Names, addresses and telephone numbers are kept apart from answers, by questions of kind `email` and `phone` in a survey whose\n`privacy` block says why they are asked. A converter does not know why: such a question is written as a plain text. A draft\nleaves such a column out, and the mapping says `null`.\n",
         "姓名、地址、电话由 `email`、`phone` 题单独保存，且问卷须在 `privacy` 中说明用途。转换程序不知道用途，因此这类题写成普通文字题；\n草稿则略去这类列，映射中写 `null`。\n"]
        ["leave it out, or ask with kind `email` or `phone` and a `privacy` block", "请略去，或改为 `email`、`phone` 题并写上 `privacy`"]
    /// Rows that are not looked at.
    NO_ROWS "MY615" Error
        ["there are no answers to draft a survey from", "没有可用于起草问卷的答卷"]
        ["A draft is made from the answers: the header says what was asked, the cells say how. A file without a header and at least one row\nof answers tells neither.\n",
         "草稿由答卷得出：表头说明问了什么，单元格说明怎样回答。没有表头或没有任何一行答卷的文件无法起草。\n"]
        ["export the answers again, with a header row", "请重新导出带表头的答卷"]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_code_of_its_own_and_two_whole_pages() {
        let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
        assert!(codes.windows(2).all(|two| two[0] < two[1]), "{codes:?}");
        for rule in RULES {
            assert!(("MY600"..="MY619").contains(&rule.code));
            assert!(rule.page.iter().all(|page| page.chars().count() > 40), "{}", rule.code);
            assert!(way_out(rule).iter().all(|out| !out.is_empty()));
            assert!(rule.page[1].chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
        }
    }
}
