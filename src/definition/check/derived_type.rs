//! MY140: derived values can be kept.

use super::macros::rule;
use crate::definition::draft::Derived;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

rule! {
    "MY140", Error,
    title: "a derived value is a point in time", "派生值是时间点",
    why: "A derived value is a number, a band, a condition, a text, a day or the answer of another question. The moment `submitted` can be compared, but not kept as a value.",
         "派生值可以是数、分段、条件、文字、日期或另一题的答案。`submitted` 这样的时间点可以比较，不能作为值保存。",
    top,
    wrong: "derived:\n  - {id: sent, value: submitted}\n",
    right: "derived:\n  - {id: late, value: 'submitted >= date(\"2026-03-01\")'}\n",
}

/// A derived value of such a type.
pub fn problem(source: &Arc<Source>, derived: &Derived) -> Problem {
    let span = derived
        .value
        .as_ref()
        .map_or(&derived.id.span, |value| &value.span)
        .clone();
    Problem::new(&DOC, Place::text(source, span)).help(
        "compare it, as in `submitted >= date(\"2026-03-01\")`",
        "改成比较，例如 `submitted >= date(\"2026-03-01\")`",
    )
}
