//! Where each answer comes from, and which of them this reading needs.

use super::super::aliases::MetaColumn;
use super::super::layout::Layout;
use super::super::layout::Role;
use super::super::layout::Source;
use super::super::profile::Top;
use super::super::rules;
use super::super::segment::ASIDE;
use super::super::segment::SENT_ALONG;
use super::super::setup::Setup;
use super::super::text;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Variable;
use std::collections::BTreeSet;

/// Warns of columns nobody reads and questions without a column.
pub(super) fn list_columns(setup: &Setup<'_>, layout: &Layout, top: &Top, place: &Place, problems: &mut Vec<Problem>) {
    // Marks at the end of every line make columns that hold nothing, not even a header.
    let is_blank = |at: usize| {
        let mut cells = top.records.iter().filter_map(|record| record.get(at));
        cells.all(|cell| text::trimmed(cell).is_empty())
    };
    let unknown: Vec<String> = (0..layout.roles.len())
        .filter(|&at| layout.roles[at] == Role::Unknown && !is_blank(at))
        // A segment's own columns, and what a form of ours sends along to a service for forms.
        .filter(|&at| !(setup.segment && ASIDE.contains(&layout.headers.shown[at].as_str())))
        .filter(|&at| !SENT_ALONG.contains(&layout.headers.shown[at].as_str()))
        .map(|at| format!("`{}`", layout.headers.shown[at]))
        .collect();
    if !unknown.is_empty() {
        problems.push(
            Problem::new(&rules::UNKNOWN_COLUMNS, place.clone())
                .says(
                    format!("{} columns were left out: {}", unknown.len(), unknown.join(", ")),
                    format!("有 {} 列没有读入：{}", unknown.len(), unknown.join("、")),
                )
                .help(
                    "name them under `columns` in the mapping, with `null` for those not wanted",
                    "请在映射文件的 `columns` 中写明；不需要的写 `null`",
                ),
        );
    }
    let joined = setup.sample.is_some() || setup.parents.is_some();
    let filled = |at: usize| joined && setup.survey.is_filled(&setup.survey.variables[at].id);
    let missing: Vec<String> = (0..layout.variables.len())
        .filter(|&at| layout.variables[at] == Source::Nowhere && !filled(at))
        .filter(|&at| {
            matches!(
                setup.survey.variables[at].origin,
                Origin::Question { .. } | Origin::Hidden
            )
        })
        .map(|at| format!("`{}`", setup.survey.variables[at].id))
        .collect();
    if !missing.is_empty() {
        problems.push(
            Problem::new(&rules::MISSING_COLUMNS, place.clone())
                .says(
                    format!("no column for {}", missing.join(", ")),
                    format!("没有以下题目的列：{}", missing.join("、")),
                )
                .help(
                    "they are `not_in_version` for these responses; name their columns in the mapping if there are any",
                    "这些题目记为 `not_in_version`；若文件中有，请在映射文件中写明",
                ),
        );
    }
    if layout.meta(MetaColumn::ResponseId).is_none() && setup.identity == super::super::setup::Identity::Response {
        problems.push(
            Problem::new(&rules::NO_RESPONSE_ID, place.clone())
                .says(
                    "no column holds an id of the response; ids are made from the content",
                    "没有答卷编号列，编号由内容生成",
                )
                .help(
                    "map the column that holds one to `response_id`",
                    "请把编号所在的列映射到 `response_id`",
                ),
        );
    }
    if layout.meta(MetaColumn::Respondent).is_some() && setup.respondent_key.is_none() && !setup.segment {
        problems.push(
            Problem::new(&rules::NO_RESPONDENT_KEY, place.clone())
                .says(
                    "the respondents' column was left out, as there is no key to make pseudonyms with",
                    "没有生成化名的密钥，受访者列没有读入",
                )
                .help(
                    "set a key in `manyi.toml`, or map the column to `null`",
                    "请在 `manyi.toml` 中设置密钥，或把该列映射为 `null`",
                ),
        );
    }
}

/// The answers without which one cannot be judged: the other ranks of a ranking, the other parts of a sum.
pub(super) fn judged_with(setup: &Setup<'_>, variable: &Variable) -> Vec<usize> {
    let question = variable.origin.place().and_then(|(page, question)| {
        let page = setup.survey.pages.get(page)?;
        page.questions.get(question)
    });
    question
        .filter(|question| matches!(question.kind, Kind::Ranking { .. } | Kind::Allocation { .. }))
        .map(|question| question.variables.iter().map(|index| index.0).collect())
        .unwrap_or_default()
}

/// Where each variable is read from: everywhere, or only what is needed and what that needs.
pub(super) fn needed_sources(setup: &Setup<'_>, layout: &Layout) -> Vec<Source> {
    let mut sources = layout.variables.clone();
    let Some(needed) = setup.needed else { return sources };
    let mut wanted: BTreeSet<usize> = BTreeSet::new();
    let mut open: Vec<usize> = needed.iter().map(|index| index.0).collect();
    while let Some(at) = open.pop() {
        let Some(variable) = setup.survey.variables.get(at) else {
            continue;
        };
        if wanted.insert(at) {
            let conditions = variable.asked_if.iter().chain(&variable.value);
            open.extend(conditions.flat_map(|condition| condition.typed.slots()));
            open.extend(judged_with(setup, variable));
        }
    }
    for (at, source) in sources.iter_mut().enumerate() {
        if !wanted.contains(&at) {
            *source = Source::Nowhere;
        }
    }
    sources
}
