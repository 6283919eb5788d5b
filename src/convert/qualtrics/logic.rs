//! Display logic and branches: trees of single statements, joined in the order they stand in.

use crate::convert::build::Builder;
use crate::convert::expression::Dialect;
use crate::convert::expression::Foreign;
use crate::convert::expression::Mode;
use crate::convert::expression::Scope;
use crate::convert::expression::Why;
use crate::convert::expression::condition as translated;
use crate::convert::sketch::text;
use crate::logic::Comparison;
use serde_json::Value;

/// The condition that a logic means, in the words of a definition.
pub(super) fn condition(logic: &Value, builder: &Builder) -> Result<String, Why> {
    let tree = group(logic, 0)?;
    let lookup = |name: &str| builder.symbols.get(name).cloned();
    // Both count a comparison with no answer as false, and an unequal one as true.
    let scope = Scope {
        dialect: Dialect::XPath,
        lookup: &lookup,
        own: None,
    };
    translated(&tree, &scope, Mode::True)
}

/// What a logic says, for a message.
pub(super) fn described(logic: Option<&Value>) -> String {
    let Some(logic) = logic else { return String::new() };
    let words: Vec<String> = numbered(logic)
        .into_iter()
        .flat_map(|inner| {
            if numbered(inner).is_empty() {
                vec![inner]
            } else {
                numbered(inner)
            }
        })
        .map(|statement| {
            let said = crate::convert::markup::from_html(text(statement, "Description")).text;
            if said.is_empty() {
                text(statement, "LeftOperand").to_owned()
            } else {
                said
            }
        })
        .collect();
    words.join(" / ")
}

/// The parts numbered 0, 1, 2 …
fn numbered(logic: &Value) -> Vec<&Value> {
    let mut parts: Vec<(usize, &Value)> = match logic {
        Value::Object(table) => table
            .iter()
            .filter_map(|(key, part)| Some((key.parse().ok()?, part)))
            .collect(),
        Value::Array(parts) => parts.iter().enumerate().collect(),
        _ => Vec::new(),
    };
    parts.sort_by_key(|(place, _)| *place);
    parts.into_iter().map(|(_, part)| part).collect()
}

fn group(logic: &Value, depth: usize) -> Result<Foreign, Why> {
    if depth > 16 {
        return Err(Why::Form);
    }
    let parts = numbered(logic);
    if parts.is_empty() {
        return statement(logic);
    }
    let mut trees = Vec::new();
    let mut words = Vec::new();
    for (place, part) in parts.into_iter().enumerate() {
        trees.push(group(part, depth + 1)?);
        if place == 0 {
            continue;
        }
        // `Conjuction` is how the files spell it.
        let mut spelled = ["Conjuction", "Conjunction", "Type"]
            .into_iter()
            .map(|key| text(part, key));
        let word = spelled
            .find(|word| matches!(*word, "And" | "Or" | "AndIf" | "ElseIf" | "OrIf"))
            .ok_or(Why::Form)?;
        words.push(matches!(word, "And" | "AndIf"));
    }
    // How both kinds mix in one set is not said anywhere.
    match (words.contains(&true), words.contains(&false)) {
        (true, true) => Err(Why::Form),
        (true, false) => Ok(Foreign::And(trees)),
        (false, true) => Ok(Foreign::Or(trees)),
        (false, false) => Ok(trees.remove(0)),
    }
}

fn statement(part: &Value) -> Result<Foreign, Why> {
    let operator = text(part, "Operator").to_owned();
    if text(part, "LogicType") == "EmbeddedField" {
        let name = Foreign::Name(format!("e://Field/{}", text(part, "LeftOperand")));
        let right = Foreign::Text(text(part, "RightOperand").to_owned());
        return compared(&operator, &name, &right);
    }
    if text(part, "LogicType") != "Question" {
        return Err(Why::Function(text(part, "LogicType").to_owned()));
    }
    let locator = [text(part, "LeftOperand"), text(part, "ChoiceLocator")]
        .into_iter()
        .find(|text| text.starts_with("q://"))
        .unwrap_or_default();
    let mut steps = locator.trim_start_matches("q://").split('/');
    let question = steps.next().unwrap_or_default().to_owned();
    let kind = steps.next().unwrap_or_default();
    let code = steps.next().unwrap_or_default();
    let name = match (kind, text(part, "QuestionIsInLoop")) {
        (_, "yes") => return Err(Why::Function("loop".to_owned())),
        // Of a matrix the row, then the answer.
        ("SelectableChoice", _) if steps.clone().next().is_some() => {
            let answer = steps.next().unwrap_or_default();
            return chosen(&operator, Foreign::Name(format!("{question}~{code}")), answer);
        }
        ("SelectableChoice", _) => return chosen(&operator, Foreign::Name(question), code),
        ("ChoiceTextEntryValue" | "ChoiceNumericEntryValue" | "", _) => {
            if code.is_empty() || code == "1" {
                question.clone()
            } else {
                format!("{question}~{code}")
            }
        }
        (other, _) => return Err(Why::Function(other.to_owned())),
    };
    compared(
        &operator,
        &Foreign::Name(name),
        &Foreign::Text(text(part, "RightOperand").to_owned()),
    )
}

fn chosen(operator: &str, name: Foreign, code: &str) -> Result<Foreign, Why> {
    let call = Foreign::Call("selected".to_owned(), vec![name, Foreign::Text(code.to_owned())]);
    match operator {
        "Selected" => Ok(call),
        "NotSelected" => Ok(Foreign::Not(Box::new(call))),
        other => Err(Why::Function(other.to_owned())),
    }
}

fn compared(operator: &str, name: &Foreign, right: &Foreign) -> Result<Foreign, Why> {
    let with = |op| Ok(Foreign::Compare(op, Box::new(name.clone()), Box::new(right.clone())));
    match operator {
        "EqualTo" => with(Comparison::Equal),
        "NotEqualTo" => with(Comparison::NotEqual),
        "GreaterThan" => with(Comparison::More),
        "GreaterThanOrEqual" => with(Comparison::AtLeast),
        "LessThan" => with(Comparison::Less),
        "LessThanOrEqual" => with(Comparison::AtMost),
        "Empty" => Ok(Foreign::Test("empty", Box::new(name.clone()), None)),
        "NotEmpty" => Ok(Foreign::Test("notempty", Box::new(name.clone()), None)),
        other => Err(Why::Function(other.to_owned())),
    }
}
