//! Rules as pages to read: one for `manyi explain`, all for `docs/problems.md`.

use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;
use crate::diagnostic::Tongue;
use std::fmt::Write;

/// The page of a rule in Markdown: its title, how much it stops, why it is there, a wrong and a right example.
#[must_use]
pub fn page(rule: &RuleDoc, tongue: Tongue) -> String {
    let title = tongue.pick(rule.title[0], rule.title[1]);
    let text = tongue.pick(rule.page[0], rule.page[1]).trim();
    format!("## {}: {title}\n\n*{}*\n\n{text}\n", rule.code, severity(rule, tongue))
}

/// A table of rules and then the page of each, in Markdown.
#[must_use]
pub fn list(rules: &[&RuleDoc], tongue: Tongue) -> String {
    let mut text = tongue
        .pick(
            "| code | | rule |\n|---|---|---|\n",
            "| 代码 | | 规则 |\n|---|---|---|\n",
        )
        .to_owned();
    for rule in rules {
        let title = tongue.pick(rule.title[0], rule.title[1]);
        let _ = writeln!(text, "| {} | {} | {title} |", rule.code, severity(rule, tongue));
    }
    for rule in rules {
        text.push('\n');
        text.push_str(&page(rule, tongue));
    }
    text
}

fn severity(rule: &RuleDoc, tongue: Tongue) -> &'static str {
    match rule.severity {
        Severity::Error => tongue.pick("error", "错误"),
        Severity::Warning => tongue.pick("warning", "提醒"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_open_with_code_title_and_severity() {
        let rule = RuleDoc {
            code: "MY901",
            severity: Severity::Warning,
            title: ["a hint", "提示"],
            page: ["Why.", "原因。"],
        };
        assert_eq!(page(&rule, Tongue::Zh), "## MY901: 提示\n\n*提醒*\n\n原因。\n");
        assert!(
            list(&[&rule], Tongue::En)
                .starts_with("| code | | rule |\n|---|---|---|\n| MY901 | warning | a hint |\n\n## MY901: a hint\n")
        );
    }
}
