//! MY139: derived values do not go round in a circle.

use super::macros::rule;
use crate::definition::draft::Draft;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

rule! {
    "MY139", Error,
    title: "derived values depend on each other in a circle", "派生值循环依赖",
    why: "A derived value may use others, in any order, as long as the computing ends somewhere in answers.",
         "派生值可以互相引用，顺序不限，但计算最终必须落到答案上。",
    top,
    wrong: "derived:\n  - {id: a, value: b + 1}\n  - {id: b, value: a + overall}\n",
    right: "derived:\n  - {id: a, value: b + 1}\n  - {id: b, value: overall * 2}\n",
}

/// A circle, from the value declared first.
pub fn problem(source: &Arc<Source>, draft: &Draft, circle: &[usize]) -> Problem {
    let members: Vec<_> = circle.iter().filter_map(|at| draft.derived.get(*at)).collect();
    let names: Vec<&str> = members
        .iter()
        .chain(members.first())
        .map(|derived| derived.id.value.as_str())
        .collect();
    let place = |derived: &crate::definition::draft::Derived| {
        Place::text(
            source,
            derived
                .value
                .as_ref()
                .map_or(derived.id.span.clone(), |value| value.span.clone()),
        )
    };
    let first = members
        .first()
        .map_or(Place::text(source, 0..0), |derived| place(derived));
    let chain = names.join(" → ");
    let mut problem = Problem::new(&DOC, first)
        .says(
            format!("this goes round in a circle: {chain}"),
            format!("循环依赖：{chain}"),
        )
        .help("compute one of them from answers alone", "让其中一个只用答案计算");
    for other in members.iter().skip(1) {
        problem = problem.also(place(other), "and by this one", "经过这里");
    }
    problem
}
