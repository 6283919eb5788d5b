//! Fills the derived variables of a batch from the others.

use super::Batch;
use super::BatchFrame;
use super::Cell;
use super::Column;
use super::column_for;
use crate::logic::Vector;
use crate::logic::missing_code;
use crate::model::Calendar;
use crate::model::Domain;
use crate::model::Missing;
use crate::model::Origin;
use crate::model::Survey;

/// Computes every derived variable of `batch` in the order of the definition, so that one may use another before it.
/// A yes/no value becomes the option at 0 or 1; a band the option at its place.
pub fn derive(survey: &Survey, calendar: &Calendar, batch: &mut Batch) {
    for (at, variable) in survey.variables.iter().enumerate() {
        let (Origin::Derived, Some(value)) = (variable.origin, &variable.value) else {
            continue;
        };
        let vector = value.typed.vector(&BatchFrame::new(batch, calendar));
        batch.columns[at] = column(vector, &variable.domain);
    }
}

fn column(vector: Vector, domain: &Domain) -> Column {
    let options = domain.options().map(|list| list.options.len());
    match (vector, options) {
        (Vector::Coded(codes), Some(_)) => Column::Coded(codes),
        (Vector::Bool(truths), Some(_)) => {
            let code = |truth: &u8| match truth {
                0 | 1 => u16::from(*truth),
                unknown => missing_code(Missing::from_byte(unknown - 1).unwrap_or(Missing::Invalid)),
            };
            Column::Coded(truths.iter().map(code).collect())
        }
        (Vector::Set { values, kinds }, Some(_)) => Column::Multiple {
            bits: values,
            missing: kinds,
        },
        (Vector::Number { values, kinds }, None) => Column::Number { values, missing: kinds },
        (Vector::Date { values, kinds }, None) => Column::Date {
            days: values,
            missing: kinds,
        },
        (Vector::Text(texts), None) => {
            let mut column = column_for(domain);
            for text in &texts {
                column.push(
                    text.as_ref()
                        .map_or_else(|kind| Cell::Missing(*kind), |words| Cell::Text(words)),
                );
            }
            column
        }
        // The definition gives a derived variable the domain of its expression; anything else is no answer.
        (vector, _) => {
            let mut column = column_for(domain);
            for _ in 0..vector.len() {
                column.push(Cell::Missing(Missing::Invalid));
            }
            column
        }
    }
}
