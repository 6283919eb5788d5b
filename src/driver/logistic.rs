//! A yes-or-no outcome: the logistic model.

use super::ask::Fault;
use crate::stats::StatError;
use crate::stats::logistic_weighted::Rows;

/// Makes the larger of an outcome's two values 1 and the smaller 0.
///
/// # Errors
/// [`Fault::NotTwoValues`] when there are more; fewer are left to the model, which says that nothing varies.
pub(super) fn to_two_values(outcome: &mut [f64]) -> Result<(), Fault> {
    let mut values = outcome.to_vec();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| a.total_cmp(b).is_eq());
    if values.len() > 2 {
        return Err(Fault::NotTwoValues(values.len()));
    }
    if let [low, high] = values[..] {
        let middle = f64::midpoint(low, high);
        for value in outcome {
            *value = f64::from(u8::from(*value > middle));
        }
    }
    Ok(())
}

/// The rows of a sample, the outcome first.
///
/// # Errors
/// [`StatError::Domain`] for columns that do not belong together.
pub(super) fn rows(columns: &[Vec<f64>]) -> Result<Rows, StatError> {
    let (outcome, drivers) = columns
        .split_first()
        .ok_or(StatError::Domain("an outcome and its drivers"))?;
    let yes: Vec<bool> = outcome.iter().map(|value| *value > 0.5).collect();
    Rows::new(&yes, drivers)
}
