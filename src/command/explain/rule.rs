//! What a problem's code asks for.

use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;

/// Every rule of every stage, by code.
#[must_use]
pub fn rules() -> Vec<&'static RuleDoc> {
    let definition = crate::definition::check::ALL.iter().map(|rule| rule.doc);
    let answers = crate::import::RULES
        .into_iter()
        .chain(crate::store::RULES)
        .chain(crate::sampling::RULES);
    let pages = crate::site::RULES
        .into_iter()
        .chain(crate::report::RULES)
        .chain(crate::project::RULES);
    let mut all: Vec<&'static RuleDoc> = definition
        .chain(answers)
        .chain(pages)
        .chain(crate::command::RULES)
        .chain(crate::simulate::RULES)
        .chain(crate::convert::RULES.iter().copied())
        .collect();
    all.sort_by_key(|rule| rule.code);
    all
}

/// Prints the page of a rule, or the list of all.
///
/// # Errors
/// When there is no such rule, or the output cannot be written.
pub(super) fn run(code: Option<&str>, context: &mut Context<'_>) -> Ended {
    let at = context.tongue.pick(0, 1);
    let Some(code) = code else {
        for rule in rules() {
            context.data(&format!("{}  {}\n", rule.code, rule.title[at]))?;
        }
        return Ok(Outcome::Done);
    };
    let wanted = code.trim().to_ascii_uppercase();
    let Some(rule) = rules().into_iter().find(|rule| rule.code == wanted) else {
        return Err(unknown(code));
    };
    context.data(&page(rule, context.tongue))?;
    Ok(Outcome::Done)
}

/// The page of a rule as Markdown.
#[must_use]
pub fn page(rule: &RuleDoc, tongue: Tongue) -> String {
    let at = tongue.pick(0, 1);
    format!("# {}: {}\n\n{}\n", rule.code, rule.title[at], rule.page[at].trim())
}

fn unknown(code: &str) -> CommandError {
    CommandError::Other(Words::new(
        format!(
            "there is no rule `{code}`; `manyi explain` without a code lists all of them, and the id of a number has slashes: `after-sales/2026Q4/csat?region=east`"
        ),
        format!(
            "没有编号为 `{code}` 的规则；不带编号运行 `manyi explain` 可列出全部规则；数字的编号带斜杠，例如 `after-sales/2026Q4/csat?region=east`"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_well_formed_and_have_pages_in_both_languages() {
        let mut seen = BTreeSet::new();
        for rule in rules() {
            assert!(seen.insert(rule.code), "{} stands twice", rule.code);
            let digits = rule.code.strip_prefix("MY").unwrap();
            assert!(
                digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()),
                "{}",
                rule.code
            );
            for at in 0..2 {
                assert!(
                    !rule.title[at].trim().is_empty() && rule.page[at].trim().len() > 20,
                    "{}",
                    rule.code
                );
            }
        }
        assert!(seen.len() >= 20);
    }

    /// Everything but the definition's rules, which stand in the part before, as the documentation lists it.
    fn listed() -> String {
        let heads = [
            ('2', "the workspace"),
            ('3', "answers"),
            ('4', "analysis"),
            ('5', "reports and the site"),
            ('6', "other tools, and what they send"),
            ('9', "this program"),
        ];
        let mut text = String::new();
        for (digit, about) in heads {
            let part: Vec<_> = rules()
                .into_iter()
                .filter(|rule| rule.code.as_bytes()[2] == digit as u8)
                .filter(|rule| {
                    !crate::definition::check::ALL
                        .iter()
                        .any(|own| own.doc.code == rule.code)
                })
                .collect();
            if !part.is_empty() {
                let list = crate::diagnostic::render::list(&part, Tongue::En);
                text.extend(["\n# MY", &digit.to_string(), "xx: ", about, "\n\n", &list]);
            }
        }
        text
    }

    /// `MANYI_DOCS=docs cargo test the_documentation_lists_every_problem` renews the list.
    #[test]
    fn the_documentation_lists_every_problem() {
        const MARK: &str = "<!-- other problems: generated -->\n";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/problems.md");
        let text = std::fs::read_to_string(&path).unwrap();
        let (before, after) = text.split_once(MARK).unwrap();
        if std::env::var_os("MANYI_DOCS").is_some() {
            std::fs::write(&path, format!("{before}{MARK}{}", listed())).unwrap();
        } else {
            assert!(
                after == listed(),
                "run `MANYI_DOCS=docs cargo test the_documentation_lists_every_problem`"
            );
        }
    }
}
