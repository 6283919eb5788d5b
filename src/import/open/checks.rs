//! What of a mapping and a survey does not go together with the file.

use super::super::dates;
use super::super::layout::Layout;
use super::super::number::NumberForm;
use super::super::rules;
use super::super::setup::Setup;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::VariableIndex;

/// A mapping of another survey would fit nothing, or worse, something.
pub(super) fn check_survey(setup: &Setup<'_>, problems: &mut Vec<Problem>) {
    let Some(entry) = setup.mapping.and_then(|mapping| mapping.survey.as_ref()) else {
        return;
    };
    if entry.text != setup.survey.id.as_str() {
        problems.push(
            Problem::new(&rules::BAD_SETTING, entry.place.clone())
                .says(
                    format!(
                        "this mapping belongs to `{}`, the answers are imported for `{}`",
                        entry.text, setup.survey.id
                    ),
                    format!("该映射文件属于 `{}`，而导入的问卷是 `{}`", entry.text, setup.survey.id),
                )
                .help(
                    "choose the mapping of this survey, or correct its `survey`",
                    "请选用该问卷的映射文件，或更正其中的 `survey`",
                ),
        );
    }
}

pub(super) fn no_known(setup: &Setup<'_>, layout: &Layout, place: &Place) -> Problem {
    let some: Vec<String> = layout
        .headers
        .shown
        .iter()
        .take(5)
        .map(|header| format!("`{header}`"))
        .collect();
    Problem::new(&rules::NO_KNOWN_COLUMN, place.clone())
        .says(
            format!(
                "none of the {} columns ({} …) is a question of `{}`",
                layout.headers.shown.len(),
                some.join(", "),
                setup.survey.id
            ),
            format!(
                "{} 列（{} ……）都不是问卷 `{}` 的题目",
                layout.headers.shown.len(),
                some.join("、"),
                setup.survey.id
            ),
        )
        .help(
            "run `manyi import` with `--propose` for a mapping to finish by hand",
            "请用 `manyi import … --propose` 生成映射草稿后补全",
        )
}

/// The mapping's values must name options and variables there are.
pub(super) fn check_values(setup: &Setup<'_>, problems: &mut Vec<Problem>) {
    let Some(mapping) = setup.mapping else { return };
    for (name, values) in &mapping.values {
        let variable = setup.survey.find(name);
        for (cell, target) in values {
            let fits = match (name.as_str(), variable) {
                ("*", _) => super::super::lookup::bracketed(&target.text).is_some(),
                (_, None) => false,
                (_, Some(index)) => fits(setup, index, &target.text),
            };
            if !fits {
                problems.push(
                    Problem::new(&rules::NO_SUCH_TARGET, target.place.clone())
                        .says(
                            format!("`{cell}` of `{name}` cannot become `{}`", target.text),
                            format!("`{name}` 的“{cell}”不能读作 `{}`", target.text),
                        )
                        .help(
                            "write an option's id, a number, or a kind of missing such as `<skipped>`",
                            "请写选项编号、数字，或缺失类型，如 `<skipped>`",
                        ),
                );
            }
        }
    }
}

pub(super) fn fits(setup: &Setup<'_>, index: VariableIndex, target: &str) -> bool {
    if target.is_empty() || super::super::lookup::bracketed(target).is_some() {
        return true;
    }
    let domain = &setup.survey.variable(index).domain;
    match domain {
        Domain::Rating(_) | Domain::Choice(_) => domain.options().is_some_and(|list| {
            list.position_of_id(target).is_some()
                || target.parse().ok().and_then(|v| list.position_of_value(v)).is_some()
        }),
        // Several options may be meant, which only reading the cell tells.
        Domain::Multiple(_) | Domain::Text => true,
        Domain::Number { .. } => super::super::number::parse(target, NumberForm::default()).is_some(),
        Domain::Date => dates::parse(target).is_some(),
    }
}
