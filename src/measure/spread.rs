//! How the values of a rating or a number are spread: quantiles that tell nobody's answer.
//!
//! In: a variable and a [`View`]. Out: the five [`SHARES`] as quantiles, each only where enough people lie at or beyond it
//! on both sides. A smallest or largest value is one person's answer and is never among them.

use super::cells;
use super::estimate::weigh_alike;
use crate::locale::Texts;
use crate::model::Domain;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::scales::KANO5;
use crate::stats::Reason;
use crate::stats::ValueCounts;
use crate::stats::weighted;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::View;

/// The shares of people at or below the quantiles: ends of the middle 80 %, quartiles, median.
pub const SHARES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// The spread of the values of a variable in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Responses with a value, unweighted.
    pub base: u64,
    /// The quantiles at [`SHARES`], in the unit of the variable; `None` where too few lie at or beyond one of them.
    pub quantiles: [Option<f64>; 5],
}

/// The values whose spread can be asked for: ratings and numbers, derived ones included; neither weights nor the feelings of
/// a Kano question, which have no order that means something.
#[must_use]
pub fn variables(survey: &Survey) -> Vec<VariableIndex> {
    let weights = survey.replicates.iter().flat_map(|known| &known.weights);
    let weights: Vec<VariableIndex> = weights.copied().chain(survey.weight).collect();
    let fits = |at: &VariableIndex| match &survey.variable(*at).domain {
        Domain::Rating(scale) => scale.id != *KANO5,
        Domain::Number { .. } => !weights.contains(at),
        Domain::Choice(_) | Domain::Multiple(_) | Domain::Text | Domain::Date => false,
    };
    (0..survey.variables.len()).map(VariableIndex).filter(fits).collect()
}

/// The variable of this name whose spread can be asked for. A part of the index stands for the index of each person, where
/// there is one.
#[must_use]
pub fn named(survey: &Survey, name: &str) -> Option<VariableIndex> {
    let nodes = survey.index.as_ref().map(IndexNode::walk).unwrap_or_default();
    let person = nodes.iter().find(|(_, node)| node.id == *name);
    let found = match person {
        Some((_, node)) => node.person,
        None => survey.find(name),
    };
    found.filter(|found| variables(survey).contains(found))
}

/// The mean of a variable as a measure of that name.
#[must_use]
pub fn mean(survey: &Survey, of: VariableIndex) -> Measure {
    Measure {
        id: survey.variable(of).id.clone(),
        title: Texts::default(),
        kind: MeasureKind::Mean { of },
        filter: None,
        headline: false,
        better: None,
    }
}

/// What must be counted for the spread and the mean of a variable.
#[must_use]
pub fn needs(survey: &Survey, of: VariableIndex) -> Vec<Need> {
    super::needs(&mean(survey, of))
}

/// The spread of a variable in a view. A quantile is left out unless at least `least` people lie at or below it and at
/// least `least` at or above it.
///
/// Responses that weigh alike give quantiles of type 7 (Hyndman & Fan 1996), others the smallest value at which the weights
/// reach the share (R `survey`, `qrule = "math"`).
///
/// # Errors
/// [`Reason::NoValidAnswers`] where nobody answered, or nothing was counted.
pub fn spread(of: VariableIndex, view: &View<'_>, least: u64) -> Result<Spread, Reason> {
    let measure = mean(view.survey(), of);
    let values: Vec<(f64, Cell)> = cells::scored(&measure, view).ok_or(Reason::NoValidAnswers)?;
    let base: u64 = values.iter().map(|(_, cell)| cell.n).sum();
    if base == 0 {
        return Err(Reason::NoValidAnswers);
    }
    let weights: Vec<(f64, f64)> = values.iter().map(|(value, cell)| (*value, cell.w)).collect();
    let counts = ValueCounts::new(values.iter().map(|(value, cell)| (*value, cell.n)));
    let alike = !view.is_weighted() || weigh_alike(view.wave_rows());
    let quantile = |share: f64| {
        let found = if alike {
            counts.as_ref().ok()?.quantile(share).ok()?
        } else {
            weighted::quantile(&weights, share).ok()?
        };
        let people = |beyond: &dyn Fn(f64) -> bool| -> u64 {
            let those = values.iter().filter(|(value, _)| beyond(*value));
            those.map(|(_, cell)| cell.n).sum()
        };
        let (below, above) = (people(&|value| value <= found), people(&|value| value >= found));
        (below.min(above) >= least).then_some(found)
    };
    Ok(Spread {
        base,
        quantiles: SHARES.map(quantile),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Calendar;
    use crate::model::WaveId;
    use crate::response::BatchFrame;
    use crate::tabulation::Group;
    use crate::tabulation::Plan;
    use crate::tabulation::Tabulation;
    use crate::tabulation::Tabulator;
    use crate::tabulation::testing::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn counted(rows: &[Row], weighted: bool, of: VariableIndex) -> Tabulation {
        let survey = survey(weighted);
        let plan = Plan::new(&survey, &[], needs(&survey, of));
        let mut tabulator = Tabulator::new(Arc::clone(&survey), Arc::new(plan));
        tabulator.add(&BatchFrame::new(&batch(&survey, rows), &Calendar::quarterly_utc()));
        tabulator.finish()
    }

    fn spread_in(tabulation: &Tabulation, wave: &WaveId, of: VariableIndex, least: u64) -> Result<Spread, Reason> {
        let view = tabulation.view(wave, Group::Total).unwrap();
        spread(of, &view, least)
    }

    fn waited(minutes: &[u8], weight: f64) -> Vec<Row> {
        let of = |minutes: &u8| Row {
            wave: 0,
            overall: None,
            effort: None,
            recommend: None,
            reasons: None,
            minutes: Some(*minutes),
            region: None,
            weight,
        };
        minutes.iter().map(of).collect()
    }

    /// R 4.3: `quantile(c(1,2,3,4,7,9,12,15,20,31), c(.1,.25,.5,.75,.9), type = 7)` gives 1.9, 3.25, 8, 14.25, 21.1.
    #[test]
    fn quantiles_are_those_of_r_and_only_where_enough_lie_beyond() {
        let rows = waited(&[1, 2, 3, 4, 7, 9, 12, 15, 20, 31], 1.0);
        let tabulation = counted(&rows, false, MINUTES);
        let wave = tabulation.waves()[0].clone();
        let all = spread_in(&tabulation, &wave, MINUTES, 1).unwrap();
        assert_eq!(all.base, 10);
        let known = all.quantiles.map(Option::unwrap);
        for (got, want) in known.into_iter().zip([1.9, 3.25, 8.0, 14.25, 21.1]) {
            assert!((got - want).abs() < 1e-12, "{got} {want}");
        }
        // At or below 1.9 lies one of ten, at or below 3.25 three.
        let three = spread_in(&tabulation, &wave, MINUTES, 3).unwrap().quantiles;
        assert_eq!(three.map(|one| one.is_some()), [false, true, true, true, false]);
        let four = spread_in(&tabulation, &wave, MINUTES, 4).unwrap().quantiles;
        assert_eq!(four.map(|one| one.is_some()), [false, false, true, false, false]);
    }

    /// Weights that differ: the smallest value at which the weights reach the share.
    #[test]
    fn weights_move_the_quantiles_and_not_the_people() {
        let mut rows = waited(&[1, 2, 3, 4], 1.0);
        rows.extend(waited(&[9], 6.0));
        let tabulation = counted(&rows, true, MINUTES);
        let wave = tabulation.waves()[0].clone();
        let found = spread_in(&tabulation, &wave, MINUTES, 1).unwrap();
        assert_eq!((found.base, found.quantiles), (5, [1.0, 3.0, 9.0, 9.0, 9.0].map(Some)));
        // Six tenths of the weight are one person.
        let guarded = spread_in(&tabulation, &wave, MINUTES, 2).unwrap();
        assert_eq!(guarded.quantiles, [None, Some(3.0), None, None, None]);
    }

    #[test]
    fn nobody_has_no_spread_and_what_has_no_order_is_not_offered() {
        let tabulation = counted(&waited(&[1], 1.0), false, OVERALL);
        let wave = tabulation.waves()[0].clone();
        assert_eq!(spread_in(&tabulation, &wave, OVERALL, 1), Err(Reason::NoValidAnswers));
        let survey = survey(true);
        assert_eq!(variables(&survey), [OVERALL, EFFORT, RECOMMEND, MINUTES]);
        assert_eq!(named(&survey, "minutes"), Some(MINUTES));
        assert_eq!((named(&survey, "csi"), named(&survey, "reasons")), (None, None));
    }

    proptest! {
        #[test]
        fn as_many_lie_at_or_beyond_every_quantile(
            rows in prop::collection::vec(row(), 1..60),
            weighted: bool,
            least in 1_u64..8,
        ) {
            let tabulation = counted(&rows, weighted, MINUTES);
            for wave in tabulation.waves() {
                let Ok(found) = spread_in(&tabulation, wave, MINUTES, least) else { continue };
                let view = tabulation.view(wave, Group::Total).unwrap();
                let values = cells::scored(&mean(view.survey(), MINUTES), &view).unwrap();
                let many = |beyond: &dyn Fn(f64) -> bool| -> u64 {
                    values.iter().filter(|(value, _)| beyond(*value)).map(|(_, cell)| cell.n).sum()
                };
                let known: Vec<f64> = found.quantiles.into_iter().flatten().collect();
                prop_assert!(known.windows(2).all(|pair| pair[0] <= pair[1]));
                for quantile in known {
                    prop_assert!(many(&|value| value <= quantile) >= least);
                    prop_assert!(many(&|value| value >= quantile) >= least);
                }
            }
        }
    }
}
