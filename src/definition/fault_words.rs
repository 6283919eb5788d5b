//! The faults of expressions, in Chinese; their English words come with them.

use crate::logic::Fault;
use crate::logic::FaultCode;

/// What is, and the way out.
#[must_use]
pub fn chinese(fault: &Fault, part: &str) -> (String, String) {
    let suggestion = suggestion(&fault.help);
    let meant = |else_say: &str| match suggestion {
        Some(name) => format!("您是不是想写 `{name}`？"),
        None => else_say.to_owned(),
    };
    let (says, help) = match fault.code {
        FaultCode::Empty => (
            "这里没有表达式".to_owned(),
            "写一个条件，例如 `overall <= 2`".to_owned(),
        ),
        FaultCode::TooLong => ("表达式太长".to_owned(), "拆成几个派生值（`derived`）".to_owned()),
        FaultCode::TooDeep => ("括号嵌套太深".to_owned(), "拆成几个派生值（`derived`）".to_owned()),
        FaultCode::BadCharacter => (
            format!("表达式中不能有 `{part}`"),
            "请用半角符号：`= != < <= > >= + - * / ( ) [ ] ,`".to_owned(),
        ),
        FaultCode::BadNumber => (format!("`{part}` 不是能读懂的数"), "写成 `3` 或 `3.5`".to_owned()),
        FaultCode::BadText => (
            "引号中的文字不完整".to_owned(),
            "文字用英文双引号括起来，例如 `\"app\"`".to_owned(),
        ),
        FaultCode::BadSyntax => {
            let says = if part.is_empty() {
                "表达式在这里没有写完".to_owned()
            } else {
                format!("这里不能出现 `{part}`")
            };
            (says, "例如 `overall <= 2 and channel in [\"app\", \"web\"]`".to_owned())
        }
        FaultCode::ChainedComparison => ("不能连写两个比较".to_owned(), "写成 `a < b and b < c`".to_owned()),
        FaultCode::UnknownId => (
            format!("没有名为 `{part}` 的题目或值"),
            meant("用题目、隐藏值或派生值的 id；选项要加双引号"),
        ),
        FaultCode::UnknownFunction => (
            format!("没有名为 `{part}` 的函数"),
            meant("可用：mean sum min max count length band kano answered is date"),
        ),
        FaultCode::UnknownOption => (format!("这道题没有选项 {part}"), meant("用这道题选项的 id")),
        FaultCode::UnknownMissing => (
            format!("没有名为 `{part}` 的缺失类型"),
            meant("例如 `dont_know`、`not_applicable`、`refused`"),
        ),
        FaultCode::WrongArguments => (
            "函数的参数不对".to_owned(),
            "看 docs/surveys.md 中函数的写法".to_owned(),
        ),
        FaultCode::TypeMismatch => (
            "两边的类型不同，不能比较或计算".to_owned(),
            "数与数比，选项与双引号中的选项 id 比".to_owned(),
        ),
        FaultCode::NotOrdered => ("这些值没有大小之分".to_owned(), "用 `=`、`!=` 或 `in [..]`".to_owned()),
        FaultCode::NotACondition => (
            "这里需要一个条件，而这是一个值".to_owned(),
            "加上比较，例如 `overall <= 2`".to_owned(),
        ),
        FaultCode::BadDate => ("不是日历上的日期".to_owned(), "写成 `date(\"2026-03-01\")`".to_owned()),
        FaultCode::BadBand => (
            "分段重叠、颠倒或漏掉了分点".to_owned(),
            "从低到高写，例如 `band(recommend, 0..6, 7..8, 9..10)`".to_owned(),
        ),
        FaultCode::BadList => (
            "`in` 后面的列表不对".to_owned(),
            "列出同类的值，例如 `channel in [\"app\", \"web\"]`".to_owned(),
        ),
        FaultCode::TooManyOptions => ("这道多选题的选项太多，无法计算".to_owned(), "把题目拆开".to_owned()),
    };
    (says, help)
}

/// The name a "did you mean" offers.
fn suggestion(help: &str) -> Option<&str> {
    let at = help.find("did you mean")?;
    help.get(at..)?.split('`').nth(1)
}
