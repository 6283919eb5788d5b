//! Derived values: their order, their types, and the domains these give.

use super::check::derived_cycle;
use super::check::derived_type;
use super::check::label_count;
use super::draft::Choices;
use super::draft::Derived;
use super::draft::Draft;
use super::expressions::Typing;
use super::outline::{Outline, Slot, named};
use crate::diagnostic::Problem;
use crate::locale::Texts;
use crate::logic;
use crate::logic::Type;
use crate::model::scales;
use crate::model::{ChoiceOption, Condition, Domain, Id, OptionList, Origin};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A derived variable that could be typed: position in the draft, and its expression.
pub type Values = BTreeMap<usize, Arc<Condition>>;

/// Adds the derived variables to the outline, each after those it uses, and types them.
pub fn derive(
    typing: &Typing<'_>,
    draft: &Draft,
    outline: &mut Outline,
    problems: &mut Vec<Problem>,
) -> (Values, Vec<usize>) {
    let uses = uses(draft);
    let (order, circles) = ordered(&uses);
    for circle in &circles {
        problems.push(derived_cycle::problem(typing.source, draft, circle));
    }
    let first = outline.slots.len();
    for &at in &order {
        let derived = &draft.derived[at];
        outline.add(Slot {
            id: derived.id.value.clone(),
            span: derived.id.span.clone(),
            origin: Origin::Derived,
            text: named(&derived.text, &derived.id),
            stem: None,
            touchpoint: None,
            domain: None,
            ty: None,
        });
    }
    let mut values = Values::new();
    for (place, &at) in order.iter().enumerate() {
        let derived = &draft.derived[at];
        let Some(value) = &derived.value else { continue };
        if circles.iter().any(|circle| circle.contains(&at)) {
            continue;
        }
        let Some(condition) = typing.value(value, outline, problems) else {
            continue;
        };
        match domain(typing, derived, &condition, outline) {
            Ok((domain, ty)) => {
                let slot = &mut outline.slots[first + place];
                slot.domain = Some(domain);
                slot.ty = Some(ty);
                values.insert(at, Arc::new(condition));
            }
            Err(Some(problem)) => problems.push(*problem),
            Err(None) => {}
        }
    }
    (values, order)
}

/// What a derived variable takes: from the type of its expression and its labels.
fn domain(
    typing: &Typing<'_>,
    derived: &Derived,
    condition: &Condition,
    outline: &Outline,
) -> Result<(Domain, Type), Option<Box<Problem>>> {
    let ty = condition.typed.ty();
    let labels = derived.labels.as_ref();
    let wanted = match ty {
        Type::Band(count) => *count,
        Type::Bool => 2,
        _ => 0,
    };
    let given = labels.map_or(if *ty == Type::Bool { 2 } else { 0 }, |labels| labels.options.len());
    if given != wanted {
        return Err(Some(Box::new(label_count::problem(typing.source, derived, wanted, ty))));
    }
    let labelled = || -> Option<Arc<OptionList>> { Some(Arc::new(list(labels, ty)?)) };
    match ty {
        Type::Band(_) => {
            let list = labelled().ok_or(None)?;
            let ids: Vec<String> = list.options.iter().map(|option| option.id.to_string()).collect();
            let ty = ty.labelled(&ids).ok_or(None)?;
            Ok((Domain::Choice(list), ty))
        }
        Type::Bool => Ok((Domain::Choice(labelled().ok_or(None)?), Type::Bool)),
        Type::Number => Ok((
            Domain::Number {
                min: None,
                max: None,
                whole: false,
            },
            Type::Number,
        )),
        Type::Text => Ok((Domain::Text, Type::Text)),
        Type::Date => Ok((Domain::Date, Type::Date)),
        // Only a plain name has such a type, so the result takes what that variable takes.
        Type::Option(_) | Type::Set(_) => {
            let of = condition
                .typed
                .slots()
                .first()
                .and_then(|slot| outline.slots.get(*slot))
                .ok_or(None)?;
            Ok((of.domain.clone().ok_or(None)?, ty.clone()))
        }
        Type::Moment => Err(Some(Box::new(derived_type::problem(typing.source, derived)))),
    }
}

/// The labels as options; their values are the numbers of the bands, from 0, as expressions count them.
fn list(labels: Option<&Choices>, ty: &Type) -> Option<OptionList> {
    let Some(labels) = labels else {
        return (*ty == Type::Bool)
            .then(|| scales::built_in("yesno"))
            .flatten()
            .map(|scale| scale.list);
    };
    let option = |(value, label): (i32, &super::draft::Choice)| ChoiceOption {
        id: Id::new(&label.id.value),
        value,
        text: label
            .text
            .as_ref()
            .map_or_else(|| Texts::same(label.id.value.clone()), |text| text.value.clone()),
        exclusive: false,
        other: false,
    };
    let options: Vec<ChoiceOption> = (0..).zip(&labels.options).map(option).collect();
    let distinct: std::collections::BTreeSet<&Id> = options.iter().map(|option| &option.id).collect();
    (distinct.len() == options.len()).then_some(OptionList {
        options,
        missing: Vec::new(),
    })
}

/// For each derived value, the derived values it names.
fn uses(draft: &Draft) -> Vec<Vec<usize>> {
    let by_id: BTreeMap<&str, usize> = draft
        .derived
        .iter()
        .enumerate()
        .rev()
        .map(|(at, one)| (one.id.value.as_str(), at))
        .collect();
    let of = |derived: &Derived| -> Vec<usize> {
        let Some(Ok(ast)) = derived.value.as_ref().map(|value| logic::parse(&value.value.text)) else {
            return Vec::new();
        };
        ast.ids()
            .into_iter()
            .filter_map(|(id, _)| by_id.get(id).copied())
            .collect()
    };
    draft.derived.iter().map(of).collect()
}

/// An order in which each comes after those it uses, else as declared; and the circles, each from the member declared first.
fn ordered(uses: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut order = Vec::new();
    let mut circles = Vec::new();
    let mut done = vec![false; uses.len()];
    for start in 0..uses.len() {
        // Each step of the path: a value, and how many of those it uses were looked at.
        let mut path: Vec<(usize, usize)> = if done[start] { Vec::new() } else { vec![(start, 0)] };
        while let Some(&mut (at, ref mut seen)) = path.last_mut() {
            let next = uses[at].get(*seen).copied();
            *seen += 1;
            match next {
                Some(next) if done[next] => {}
                Some(next) => match path.iter().position(|(on, _)| *on == next) {
                    Some(from) => circles.push(path[from..].iter().map(|(at, _)| *at).collect()),
                    None => path.push((next, 0)),
                },
                None => {
                    done[at] = true;
                    order.push(at);
                    path.pop();
                }
            }
        }
    }
    (order, circles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_after_those_it_uses() {
        assert_eq!(ordered(&[vec![2], vec![], vec![1]]), (vec![1, 2, 0], vec![]));
        let (order, circles) = ordered(&[vec![1], vec![0], vec![2]]);
        assert_eq!(order.len(), 3);
        assert_eq!(circles, [vec![0, 1], vec![2]]);
    }
}
