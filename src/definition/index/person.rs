//! The respondents' own indices as derived values: `csi.person`, and one for each part.
//!
//! They are ordinary derived numbers, so that everything that counts, exports or filters values knows them. On complete
//! answers, and where weights come from the answers, the means of items give the same numbers and none is needed.

use super::MissingRule;
use crate::definition::draft::Derived;
use crate::definition::draft::Draft;
use crate::definition::draft::Part;
use crate::definition::outline::Outline;
use crate::definition::spanned::Name;
use crate::definition::spanned::Spanned;
use crate::definition::yaml::Scalar;
use crate::definition::yaml::Style;
use crate::locale::Texts;
use crate::model::Better;
use crate::model::Domain;

/// What stands behind the name of a node in the name of its value.
pub const BEHIND: &str = ".person";

/// Adds the values of an index on the level of persons; nothing when something about it is faulty, which is reported.
pub fn add_persons(draft: &mut Draft, outline: &Outline) {
    let Some(root) = &draft.index else { return };
    let rules = &draft.index_rules;
    if !rules.by_person() || rules.needs_answers() || rules.missing_rule() == MissingRule::Complete {
        return;
    }
    let least = match rules.missing_rule() {
        MissingRule::AtLeast(count) => count,
        MissingRule::Available | MissingRule::Complete => 1,
    };
    let weighting = rules.weighting().to_owned();
    let values: Option<Vec<Derived>> = root
        .walk()
        .into_iter()
        .map(|part| value(part, &weighting, least, outline))
        .collect();
    draft.derived.extend(values.unwrap_or_default());
}

fn value(part: &Part, weighting: &str, least: usize, outline: &Outline) -> Option<Derived> {
    let mut leaves = Vec::new();
    gather(part, weighting, 1.0, &mut leaves)?;
    let terms = leaves.iter().map(|(item, weight)| {
        let (_, slot) = outline.find(&item.value)?;
        let Some(Domain::Rating(scale)) = &slot.domain else {
            return None;
        };
        let (low, high) = scale.range();
        // Written from the scale's ends, so that the ends give exactly 0 and 100.
        let rescaled = if scale.better == Better::High {
            format!("({} - {low}) * {}", item.value, 100.0 / (high - low))
        } else {
            format!("({high} - {}) * {}", item.value, 100.0 / (high - low))
        };
        Some((
            format!("{weight} * {rescaled}"),
            format!("{weight} * ({} * 0 + 1)", item.value),
        ))
    });
    let (values, weights): (Vec<String>, Vec<String>) = terms.collect::<Option<Vec<_>>>()?.into_iter().unzip();
    let least = least.min(values.len()).max(1);
    let text = format!("sum({}; {least}) / sum({})", values.join(", "), weights.join(", "));
    let span = part.id.span.clone();
    Some(Derived {
        id: Name {
            value: format!("{}{BEHIND}", part.id.value),
            span: span.clone(),
        },
        text: named(&part.title, &part.id.value),
        value: Some(Spanned {
            value: Scalar {
                text,
                style: Style::Plain,
            },
            span,
        }),
        labels: None,
    })
}

fn named(title: &Texts, id: &str) -> Texts {
    if *title == Texts::default() {
        Texts::same(id)
    } else {
        title.clone()
    }
}

/// The ratings of a part with their weights in it; `None` when weights are faulty.
fn gather<'a>(part: &'a Part, weighting: &str, share: f64, found: &mut Vec<(&'a Name, f64)>) -> Option<()> {
    let weights = super::assemble::shares(part, weighting)?;
    for (item, weight) in part.of.iter().flatten().zip(&weights) {
        match found.iter_mut().find(|(known, _)| known.value == item.value) {
            Some((_, sum)) => *sum += share * weight,
            None => found.push((item, share * weight)),
        }
    }
    for (below, weight) in part.parts.iter().flatten().zip(&weights) {
        gather(below, weighting, share * weight, found)?;
    }
    Some(())
}
