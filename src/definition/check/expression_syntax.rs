//! MY133: expressions can be read.

use super::macros::rule;

rule! {
    "MY133", Error,
    title: "an expression cannot be read", "表达式无法读懂",
    why: "Expressions are made of `and or not`, `= != < <= > >=`, `in [..]`, `has`, `+ - * /`, functions, numbers, names and texts in double quotes. A date is `date(\"2026-03-01\")`.",
         "表达式由 `and or not`、`= != < <= > >=`、`in [..]`、`has`、`+ - * /`、函数、数、名称和双引号中的文字组成。日期写作 `date(\"2026-03-01\")`。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  show_if: overall =< 2\n",
    right: "- id: why\n  kind: text\n  text: Why?\n  show_if: overall <= 2\n",
}
