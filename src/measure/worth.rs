//! What single responses count in a measure: for comparisons of the same people, which counts cannot make.

use crate::model::Domain;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::OptionList;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell;

/// One of the means a measure combines, ready to be asked of responses.
#[derive(Debug, Clone)]
pub(super) struct Component {
    of: VariableIndex,
    worth: Worth,
}

/// What an answer is worth.
#[derive(Debug, Clone)]
enum Worth {
    /// By position of the option.
    Options(Vec<f64>),
    /// 1 where one of these options of a multiple choice was chosen, else 0.
    AnyOf(u128),
    /// The number itself.
    Number,
}

/// The means a measure combines, in the order of [`coefficients`]; a share is the mean of 0 and 1, a net promoter score that
/// of −100, 0 and 100, the items of an index are on 0–100.
pub(super) fn components(survey: &Survey, measure: &Measure) -> Vec<Component> {
    let domain = |of: VariableIndex| &survey.variable(of).domain;
    let values = |of: VariableIndex| domain(of).options().map(OptionList::values).unwrap_or_default();
    let hits = |of: VariableIndex, positions: &[usize]| {
        let worth = |at: usize| f64::from(u8::from(positions.contains(&at)));
        Worth::Options((0..values(of).len()).map(worth).collect())
    };
    let best = |of: VariableIndex| {
        domain(of)
            .scale()
            .map(crate::model::Scale::best_first)
            .unwrap_or_default()
    };
    let one = |of: VariableIndex, worth| vec![Component { of, worth }];
    match &measure.kind {
        MeasureKind::TopBox { of, top } => {
            let points: Vec<usize> = best(*of).into_iter().take(*top).collect();
            one(*of, hits(*of, &points))
        }
        MeasureKind::BottomBox { of, bottom } => {
            let points: Vec<usize> = best(*of).into_iter().rev().take(*bottom).collect();
            one(*of, hits(*of, &points))
        }
        MeasureKind::Share { of, options } if matches!(domain(*of), Domain::Multiple(_)) => {
            let bits = options
                .iter()
                .filter(|at| **at < 128)
                .fold(0, |bits, at| bits | 1_u128 << at);
            one(*of, Worth::AnyOf(bits))
        }
        MeasureKind::Share { of, options } => one(*of, hits(*of, options)),
        MeasureKind::Nps { of } => one(
            *of,
            Worth::Options(values(*of).into_iter().map(super::nps::worth).collect()),
        ),
        MeasureKind::Mean { of } => match domain(*of).options() {
            Some(list) => one(*of, Worth::Options(list.values())),
            None => one(*of, Worth::Number),
        },
        MeasureKind::Index(node) => match node.person {
            Some(person) => one(person, Worth::Number),
            None => node
                .leaves()
                .into_iter()
                .map(|(of, _)| {
                    let (offset, slope) = domain(of).scale().map_or((0.0, 1.0), crate::model::Scale::to_hundred);
                    let scaled = values(of).into_iter().map(|value| offset + slope * value);
                    Component {
                        of,
                        worth: Worth::Options(scaled.collect()),
                    }
                })
                .collect(),
        },
    }
}

/// What each mean of [`components`] counts in the measure; they add up to 1. The weights of an index must be known.
pub(super) fn coefficients(measure: &Measure) -> Vec<f64> {
    match &measure.kind {
        MeasureKind::Index(node) if node.person.is_none() => {
            node.leaves().into_iter().map(|(_, weight)| weight).collect()
        }
        _ => vec![1.0],
    }
}

impl Component {
    /// What one response counts; `None` when its answer is missing.
    pub fn of(&self, batch: &Batch, row: usize) -> Option<f64> {
        match (batch.cell(self.of, row), &self.worth) {
            (Cell::Option(position), Worth::Options(worth)) => worth.get(usize::from(position)).copied(),
            (Cell::Multiple(chosen), Worth::AnyOf(bits)) => Some(f64::from(u8::from(chosen & bits != 0))),
            (Cell::Number(number), Worth::Number) => Some(number),
            _ => None,
        }
    }
}

/// Of each response of a batch, whether it is in the measure's domain; `None` when all are.
pub(super) fn within(measure: &Measure, frame: &BatchFrame<'_>) -> Option<Vec<bool>> {
    measure.filter.as_ref().map(|condition| frame.keeps(condition))
}
