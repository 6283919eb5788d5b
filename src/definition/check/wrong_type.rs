//! MY106: values are of the type their key asks for.

use super::macros::rule;
use super::near;
use crate::definition::keys::Shape;
use crate::definition::yaml::Node;
use crate::definition::yaml::Tree;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY106", Error,
    title: "a value of the wrong type", "值的类型不对",
    why: "Each key asks for a text, a number, `true` or `false`, a list or a map. `yes` and `no` are words, since options are often called so; quoted numbers are texts.",
         "每个键要求文字、数、`true`/`false`、列表或映射之一。`yes` 和 `no` 是词（选项常这样命名）；加引号的数是文字。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: How many hours?\n  required: yes\n",
    right: "- id: hours\n  kind: number\n  text: How many hours?\n  required: true\n",
}

/// A value that is not of the shape asked for; `key` is underlined where there is no value.
pub fn problem(source: &Arc<Source>, node: &Node, key: &Range<usize>, shape: &Shape) -> Problem {
    let [en, zh] = wanted(shape);
    let [is_en, is_zh] = found(node);
    let span = if node.span.is_empty() {
        key
    } else {
        &first_line(source, &node.span)
    };
    let problem = Problem::new(&DOC, Place::text(source, span.clone())).says(
        format!("this asks for {en}, but {is_en} stands here"),
        format!("这里需要{zh}，写的却是{is_zh}"),
    );
    match shape {
        Shape::Switch => problem.help("write `true` or `false`", "写 `true` 或 `false`"),
        Shape::List(_) => problem.help(
            "write `[a, b]`, or each item on a line of its own behind `- `",
            "写成 `[a, b]`，或每项一行、以 `- ` 开头",
        ),
        Shape::Map(table) => {
            let [en, zh] = near::listed(table.keys.iter().map(|key| key.name));
            problem.help(
                format!("write a map with the keys {en}"),
                format!("写成映射，可用的键：{zh}"),
            )
        }
        Shape::Words | Shape::Expression | Shape::Texts => problem.help(
            "write a text; quote it if it holds `: ` or begins with a sign",
            "写一段文字；含 `: ` 或以符号开头时加引号",
        ),
        _ => problem.help(format!("write {en}"), format!("请写{zh}")),
    }
}

fn first_line(source: &Arc<Source>, span: &Range<usize>) -> Range<usize> {
    let text = source.text.get(span.clone()).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end();
    span.start..span.start + line.len()
}

fn wanted(shape: &Shape) -> [String; 2] {
    let [en, zh] = match shape {
        Shape::Id(_) => ["a name", "名称"],
        Shape::Texts => ["a text, or a map of language to text", "文字，或“语言: 文字”的映射"],
        Shape::Words => ["a text", "文字"],
        Shape::Language => ["a language tag such as `en`", "语言标签，例如 `zh`"],
        Shape::Chains => [
            "a map of language to a list of languages, such as `zh-Hant: [zh, en]`",
            "“语言: 语言列表”的映射，例如 `zh-Hant: [zh, en]`",
        ],
        Shape::Codes => [
            "a map of earlier option to today's, such as `{app: online}`",
            "“旧选项: 新选项”的映射，例如 `{app: online}`",
        ],
        Shape::Expression => ["an expression", "表达式"],
        Shape::Switch => ["`true` or `false`", " `true` 或 `false`"],
        Shape::Whole(least) if *least > i64::from(i32::MIN) => {
            return [
                format!("a whole number of at least {least}"),
                format!("不小于 {least} 的整数"),
            ];
        }
        Shape::Whole(_) => ["a whole number", "整数"],
        Shape::Number => ["a number", "数"],
        Shape::OneOf(words) => {
            let [en, zh] = near::listed(words.iter().copied());
            return [format!("one of {en}"), format!("下列之一：{zh}")];
        }
        Shape::List(_) => ["a list", "列表"],
        Shape::Map(_) => ["a map", "映射"],
        Shape::Short(Shape::Texts, _) => ["a text, or a map with its own keys", "文字，或使用其自身各键的映射"],
        Shape::Short(..) => ["a name or a map", "名称或映射"],
    };
    [en.to_owned(), zh.to_owned()]
}

fn found(node: &Node) -> [&'static str; 2] {
    match &node.tree {
        Tree::List(_) => ["a list", "列表"],
        Tree::Map(_) => ["a map", "映射"],
        Tree::Scalar(scalar) if scalar.is_nothing() => ["nothing", "空值"],
        Tree::Scalar(scalar) if scalar.switch().is_some() => ["a truth value", "真假值"],
        Tree::Scalar(scalar) if scalar.number().is_some() => ["a number", "数"],
        Tree::Scalar(_) => ["a text", "文字"],
    }
}
