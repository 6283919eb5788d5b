//! MY135: the types of an expression fit.

use super::macros::rule;

rule! {
    "MY135", Error,
    title: "the types of an expression do not fit", "表达式的类型不符",
    why: "Numbers are compared with numbers, choices with options in double quotes, and a condition is true or false. Whatever fits by accident only would be wrong without a word.",
         "数与数比较，选择题与双引号中的选项比较，条件只有真假。靠巧合才成立的比较会悄悄出错。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  show_if: channel > 1\n",
    right: "- id: why\n  kind: text\n  text: Why?\n  show_if: channel = \"app\"\n",
}
