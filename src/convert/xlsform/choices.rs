//! Lists of choices.

use super::sheets::Row;
use crate::convert::build::Answer;
use crate::convert::markup;
use std::collections::BTreeMap;

/// A choice with the columns that filters look at.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub answer: Answer,
    pub row: Row,
}

/// All lists by name.
pub(super) fn lists(rows: &[Row], default: &str) -> BTreeMap<String, Vec<Choice>> {
    let mut lists: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    for row in rows {
        let list = row.get("list_name");
        if list.is_empty() {
            continue;
        }
        let text = row.words("label", default);
        let text = text
            .into_iter()
            .map(|(tag, text)| (tag, markup::from_plain(&text)))
            .collect();
        lists.entry(list.to_owned()).or_default().push(Choice {
            answer: Answer {
                code: row.get("name").to_owned(),
                text,
                ..Answer::default()
            },
            row: row.clone(),
        });
    }
    lists
}

/// How a filter picks choices: those whose column holds the answer to a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filter<'a> {
    pub column: &'a str,
    pub question: &'a str,
    /// `selected(${question}, column)`: one of the answers.
    pub among: bool,
}

/// A filter of the forms `column = ${question}` and `selected(${question}, column)`; others are not understood.
pub(super) fn filter(text: &str) -> Option<Filter<'_>> {
    let text = text.trim();
    let reference = |text: &'_ str| -> Option<()> {
        (text.starts_with("${") && text.find('}') == Some(text.len() - 1)).then_some(())
    };
    let column = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if let Some(inner) = text.strip_prefix("selected(").and_then(|rest| rest.strip_suffix(')')) {
        let (question, named) = inner.split_once(',')?;
        let (question, named) = (question.trim(), named.trim());
        reference(question)?;
        return column(named).then(|| Filter {
            column: named,
            question: question[2..question.len() - 1].trim(),
            among: true,
        });
    }
    let (left, right) = text.split_once('=')?;
    let (left, right) = (left.trim(), right.trim_start_matches('=').trim());
    let (named, question) = if reference(right).is_some() {
        (left, right)
    } else {
        (right, left)
    };
    reference(question)?;
    column(named).then(|| Filter {
        column: named,
        question: question[2..question.len() - 1].trim(),
        among: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_filters_are_understood() {
        let plain = Filter {
            column: "country",
            question: "land",
            among: false,
        };
        assert_eq!(filter("country=${land}"), Some(plain));
        assert!(filter("${land} = country").is_some());
        assert!(filter("selected(${lands}, country)").is_some_and(|filter| filter.among));
        assert_eq!(filter("country=${land} and city=${town}"), None);
        assert_eq!(filter("true()"), None);
    }
}
