//! The tree of the index and its scheme, from parts that were found right.

use super::MissingRule;
use super::person::BEHIND;
use crate::definition::draft::Draft;
use crate::definition::draft::Part;
use crate::definition::outline::Outline;
use crate::definition::outline::named;
use crate::definition::spanned::Name;
use crate::logic;
use crate::model::Condition;
use crate::model::Id;
use crate::model::IndexLevel;
use crate::model::IndexMissing;
use crate::model::IndexNode;
use crate::model::IndexScheme;
use crate::model::MeasureKind;
use crate::model::PathConstruct;
use crate::model::PathModel;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::Weighting;
use crate::stats::pls::Scheme;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Weights of what stands directly below a part (its parts, else its ratings), adding up to 1; `None` when judgements
/// are faulty. Weights that come from answers are equal for now.
pub fn shares(part: &Part, weighting: &str) -> Option<Vec<f64>> {
    let below = part.parts.as_deref().unwrap_or_default();
    let count = if below.is_empty() {
        part.of.iter().flatten().count()
    } else {
        below.len()
    };
    let raw: Vec<f64> = match (weighting, &part.pairwise) {
        ("ahp", Some(judgements)) => return Some(judgements.priorities(count).ok()?.weights),
        ("declared", _) if !below.is_empty() => {
            let weights = below
                .iter()
                .map(|part| part.weight.as_ref().map_or(1.0, |weight| weight.value));
            weights.collect()
        }
        _ => vec![1.0; count],
    };
    let sum: f64 = raw.iter().sum();
    Some(raw.iter().map(|weight| weight / sum).collect())
}

/// The tree; `None` when a part of it is faulty.
pub fn tree(draft: &Draft, outline: &Outline) -> Option<Arc<IndexNode>> {
    let root = draft.index.as_ref()?;
    let scheme = Arc::new(scheme(draft, outline)?);
    Some(Arc::new(node(root, 1.0, draft, outline, &scheme)?))
}

fn node(part: &Part, weight: f64, draft: &Draft, outline: &Outline, scheme: &Arc<IndexScheme>) -> Option<IndexNode> {
    let weights = shares(part, draft.index_rules.weighting())?;
    let below = part.parts.iter().flatten().zip(&weights);
    let parts = below.map(|(part, weight)| Some(Arc::new(node(part, *weight, draft, outline, scheme)?)));
    let items: Option<Vec<VariableIndex>> = part
        .of
        .iter()
        .flatten()
        .map(|name| find(outline, &name.value))
        .collect();
    let judged = part.pairwise.is_some() && part.parts.is_none();
    Some(IndexNode {
        id: Id::new(&part.id.value),
        title: named(&part.title, &part.id),
        weight,
        parts: parts.collect::<Option<_>>()?,
        items: items?,
        shares: if judged { weights } else { Vec::new() },
        person: find(outline, &format!("{}{BEHIND}", part.id.value)),
        scheme: Arc::clone(scheme),
        known: !scheme.weighting.needs_answers(),
    })
}

fn find(outline: &Outline, id: &str) -> Option<VariableIndex> {
    outline.by_id.get(id).copied().map(VariableIndex)
}

fn scheme(draft: &Draft, outline: &Outline) -> Option<IndexScheme> {
    let rules = &draft.index_rules;
    let root = draft.index.as_ref()?;
    let weighting = match rules.weighting() {
        "equal" => Weighting::Equal,
        "ahp" => Weighting::Ahp(consistencies(root)?),
        "entropy" => Weighting::Entropy,
        "importance" => Weighting::Importance {
            outcome: find(outline, &rules.outcome.as_ref()?.value)?,
        },
        "pls" => Weighting::Pls(model(draft, outline)?),
        _ => Weighting::Declared,
    };
    Some(IndexScheme {
        weighting,
        level: if rules.by_person() {
            IndexLevel::Person
        } else {
            IndexLevel::Mean
        },
        missing: match rules.missing_rule() {
            MissingRule::Available => IndexMissing::Available,
            MissingRule::Complete => IndexMissing::Complete,
            MissingRule::AtLeast(count) => IndexMissing::AtLeast(count),
        },
    })
}

fn consistencies(root: &Part) -> Option<BTreeMap<Id, f64>> {
    let judged = root.walk().into_iter().filter_map(|part| {
        let count = part.parts.as_ref().map_or(part.of.iter().flatten().count(), Vec::len);
        let judgements = part.pairwise.as_ref()?;
        Some(
            judgements
                .priorities(count)
                .ok()
                .map(|got| (Id::new(&part.id.value), got.consistency_ratio)),
        )
    });
    judged.collect()
}

fn model(draft: &Draft, outline: &Outline) -> Option<PathModel> {
    let (rules, root) = (draft.index_rules.model.as_ref()?, draft.index.as_ref()?);
    let index = rules
        .constructs
        .iter()
        .position(|construct| construct.id.value == root.id.value)?;
    let place = |name: &Name| {
        rules
            .constructs
            .iter()
            .position(|construct| construct.id.value == name.value)
    };
    let construct = |(at, written): (usize, &super::Construct)| {
        let own: Vec<&Name> = if at == index {
            root.of.iter().flatten().collect()
        } else {
            written.of.iter().collect()
        };
        Some(PathConstruct {
            id: Id::new(&written.id.value),
            items: own
                .iter()
                .map(|name| find(outline, &name.value))
                .collect::<Option<_>>()?,
            from: written.from.iter().map(place).collect::<Option<_>>()?,
        })
    };
    Some(PathModel {
        scheme: match rules.scheme.as_deref() {
            Some("path") => Scheme::Path,
            Some("factorial") => Scheme::Factorial,
            _ => Scheme::Centroid,
        },
        constructs: rules
            .constructs
            .iter()
            .enumerate()
            .map(construct)
            .collect::<Option<_>>()?,
        index,
    })
}

/// Writes `missing: complete` into the filters of the index's measures: only respondents with every rating it needs.
pub fn complete(survey: &mut Survey) {
    let Some(root) = survey.index.clone() else { return };
    if root.scheme.missing != IndexMissing::Complete {
        return;
    }
    let mut needed: Vec<VariableIndex> = root.leaves().into_iter().map(|(item, _)| item).collect();
    match &root.scheme.weighting {
        Weighting::Importance { outcome } => needed.push(*outcome),
        Weighting::Pls(model) => needed.extend(model.constructs.iter().flat_map(|construct| &construct.items)),
        _ => {}
    }
    needed.sort_unstable();
    needed.dedup();
    let answered: Vec<String> = needed
        .iter()
        .map(|item| format!("answered({})", survey.variable(*item).id))
        .collect();
    let answered = answered.join(" and ");
    let filter = |own: Option<&Arc<Condition>>| {
        let text = own.map_or_else(|| answered.clone(), |own| format!("({}) and {answered}", own.text));
        let typed = logic::condition(&text, survey).ok()?;
        Some(Arc::new(Condition { text, typed }))
    };
    let filters: Vec<Option<Arc<Condition>>> = survey
        .measures
        .iter()
        .map(|measure| match measure.kind {
            MeasureKind::Index(_) => filter(measure.filter.as_ref()),
            _ => measure.filter.clone(),
        })
        .collect();
    for (measure, filter) in survey.measures.iter_mut().zip(filters) {
        measure.filter = filter;
    }
}
