//! What stands below figures and tables: the source, the wording, what small and hidden marks mean.

use super::facts::Facts;
use crate::diagnostic::Tongue;
use crate::model::Measure;
use crate::model::MeasureKind;

/// Whose survey a figure is from.
pub fn source(facts: &Facts) -> String {
    let title = facts.names().text(&facts.survey().title);
    let parts: Vec<&str> = [facts.input.organisation.as_str(), title.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let parts = parts.join(facts.tongue().pick(", ", "，"));
    ended(
        &facts
            .tongue()
            .pick(format!("Source: {parts}"), format!("来源：{parts}")),
        facts.tongue(),
    )
}

/// A sentence with its full stop, unless it has an end of its own.
pub fn ended(text: &str, tongue: Tongue) -> String {
    if text.ends_with(['.', '?', '!', '。', '？', '！', '”']) {
        text.to_owned()
    } else {
        format!("{text}{}", tongue.pick(".", "。"))
    }
}

/// The question a measure is of; none for an index.
pub fn wording(facts: &Facts, measure: &Measure) -> Option<String> {
    match &measure.kind {
        MeasureKind::TopBox { of, .. }
        | MeasureKind::BottomBox { of, .. }
        | MeasureKind::Mean { of }
        | MeasureKind::Nps { of }
        | MeasureKind::Share { of, .. } => Some(facts.names().wording(*of)),
        MeasureKind::Index(_) => None,
    }
}

/// What hollow and missing marks of a chart mean.
pub fn base_notes(facts: &Facts, small: bool, hidden: bool) -> Vec<String> {
    let (flag, hide) = (facts.settings().flag_below, facts.settings().hide_below);
    let tongue = facts.tongue();
    let mut notes = Vec::new();
    if small {
        notes.push(tongue.pick(
            format!("Hollow or hatched: fewer than {flag} answers, indicative only."),
            format!("空心或斜线：样本量不足{flag}，仅供参考。"),
        ));
    }
    if hidden {
        notes.push(hidden_note(hide, tongue));
    }
    notes
}

/// The same for tables.
pub fn table_notes(facts: &Facts, small: bool, hidden: bool) -> Vec<String> {
    let flag = facts.settings().flag_below;
    let tongue = facts.tongue();
    let mut notes = Vec::new();
    if small {
        notes.push(tongue.pick(
            format!("† fewer than {flag} answers, indicative only."),
            format!("†样本量不足{flag}，仅供参考。"),
        ));
    }
    if hidden {
        notes.push(hidden_note(facts.settings().hide_below, tongue));
    }
    notes
}

fn hidden_note(hide: u64, tongue: Tongue) -> String {
    tongue.pick(
        format!("· not shown: fewer than {hide} answers, or it would reveal a group that is hidden."),
        format!("·不予显示：样本量不足{hide}，或会推算出被隐藏的组。"),
    )
}
