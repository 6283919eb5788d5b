//! Polychoric correlations of every two items of a battery, from answers respondent by respondent.

use super::error::StatError;
use super::polychoric::two_step;

/// Two-step correlations of every two columns, over the rows with both; the diagonal is 1.
///
/// `columns` holds one list per item, `None` where there is no answer; all lists are of one length.
#[must_use]
pub fn matrix(columns: &[Vec<Option<f64>>]) -> Vec<Vec<Result<f64, StatError>>> {
    let coded: Vec<Coded> = columns.iter().map(|column| Coded::of(column)).collect();
    let size = coded.len();
    let mut cells = vec![vec![Ok(1.0); size]; size];
    for i in 0..size {
        for j in 0..i {
            let cell = two_step(&coded[i].table(&coded[j])).map(|found| found.rho);
            cells[i][j] = cell;
            cells[j][i] = cell;
        }
    }
    cells
}

/// Counts every two answers of two columns, over the rows with both: smallest value first, with the values of rows and
/// columns.
#[must_use]
pub fn cross_table(x: &[Option<f64>], y: &[Option<f64>]) -> (Vec<Vec<f64>>, Vec<f64>, Vec<f64>) {
    let (x, y) = (Coded::of(x), Coded::of(y));
    (x.table(&y), x.values, y.values)
}

/// A column as places in the list of its values.
struct Coded {
    values: Vec<f64>,
    places: Vec<Option<usize>>,
}

impl Coded {
    fn of(column: &[Option<f64>]) -> Self {
        let mut values: Vec<f64> = column.iter().flatten().map(|x| x + 0.0).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let place = |x: f64| values.partition_point(|value| value.total_cmp(&(x + 0.0)).is_lt());
        let places = column.iter().map(|x| x.map(place)).collect();
        Self { values, places }
    }

    fn table(&self, other: &Self) -> Vec<Vec<f64>> {
        let mut table = vec![vec![0.0; other.values.len()]; self.values.len()];
        for (row, column) in self.places.iter().zip(&other.places) {
            if let (Some(row), Some(column)) = (row, column) {
                table[*row][*column] += 1.0;
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Reason;

    #[test]
    fn rows_with_both_answers_are_counted_in_order() {
        let x = [Some(2.0), Some(1.0), None, Some(5.0), Some(2.0)];
        let y = [Some(4.0), Some(3.0), Some(3.0), None, Some(4.0)];
        let (table, of_x, of_y) = cross_table(&x, &y);
        assert_eq!(table, [[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]]);
        assert_eq!((of_x, of_y), (vec![1.0, 2.0, 5.0], vec![3.0, 4.0]));
        let cells = matrix(&[x.to_vec(), y.to_vec()]);
        assert_eq!(cells[0][1], Err(StatError::Undefined(Reason::Boundary)));
        assert_eq!((cells[0][0], cells[1][0]), (Ok(1.0), cells[0][1]));
    }
}
