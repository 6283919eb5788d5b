//! MY141: a derived value has one label a band.

use super::macros::rule;
use crate::definition::draft::Derived;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::logic::Type;
use std::sync::Arc;

rule! {
    "MY141", Error,
    title: "labels and bands do not match", "标签数与分段数不符",
    why: "`labels` names every band, lowest first; of a condition, false first and then true (without labels: `no`, `yes`). Numbers and texts have none.",
         "`labels` 为每个分段命名，从低到高；条件则先写“假”再写“真”（省略时为 `no`、`yes`）。数和文字没有标签。",
    top,
    wrong: "derived:\n  - id: loyalty\n    value: band(recommend, 0..6, 7..8, 9..10)\n    labels: [detractor, promoter]\n",
    right: "derived:\n  - id: loyalty\n    value: band(recommend, 0..6, 7..8, 9..10)\n    labels: [detractor, passive, promoter]\n",
}

/// Too few or too many labels for the type of the value.
pub fn problem(source: &Arc<Source>, derived: &Derived, wanted: usize, ty: &Type) -> Problem {
    let given = derived.labels.as_ref().map_or(0, |labels| labels.options.len());
    let value = derived.value.as_ref().map_or(&derived.id.span, |value| &value.span);
    let span = derived.labels.as_ref().map_or(value, |labels| &labels.span).clone();
    let problem = Problem::new(&DOC, Place::text(source, span));
    match ty {
        Type::Band(_) => problem
            .says(
                format!("{wanted} bands have {given} labels"),
                format!("有 {wanted} 个分段、{given} 个标签"),
            )
            .help(
                "name every band in `labels`, lowest first",
                "在 `labels` 中为每个分段命名，从低到高",
            ),
        Type::Bool => problem
            .says(
                format!("a condition has two labels, not {given}"),
                format!("条件有两个标签，而不是 {given} 个"),
            )
            .help(
                "name false first, then true, or leave `labels` out",
                "先写“假”再写“真”，或省略 `labels`",
            ),
        _ => problem
            .says("this value has no bands to label", "这个值没有分段，不能加标签")
            .help(
                "remove `labels`, or cut the value into bands: `band(x, 0..6, 7..10)`",
                "删去 `labels`，或把值分段：`band(x, 0..6, 7..10)`",
            ),
    }
}
