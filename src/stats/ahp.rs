//! Weights from pairwise judgements: the analytic hierarchy process with its consistency ratio.

use serde::Serialize;

/// Mean consistency index of random matrices of 1 to 10 rows.
///
/// Source: T. L. Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill.
pub const RANDOM_INDEX: [f64; 10] = [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// A consistency ratio above this asks for the judgements to be revised.
pub const CONSISTENT: f64 = 0.1;

/// A reciprocal written with three decimals (0.333 for 1/3) is taken as one.
const WRITTEN: f64 = 5e-4 + 1e-9;

/// Weights with what tells whether the judgements agree with each other. Vectors have one number per thing compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Priorities {
    /// The principal eigenvector, adding up to 1.
    pub weights: Vec<f64>,
    /// Geometric means of the rows, adding up to 1: the other common solution.
    pub geometric_mean_weights: Vec<f64>,
    /// The principal eigenvalue; the number of things when the judgements agree fully, else more.
    pub lambda_max: f64,
    /// `(λ − n)/(n − 1)`.
    pub consistency_index: f64,
    /// That of random judgements of this size.
    pub random_index: f64,
    /// The one over the other; 0 for one or two things, which cannot disagree.
    pub consistency_ratio: f64,
}

/// The judgement that fits the others least.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Misfit {
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0; above the row.
    pub column: usize,
    /// What was judged.
    pub given: f64,
    /// What the weights say.
    pub fitting: f64,
}

/// What is wrong with a matrix of judgements. Rows and columns count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It has no rows, or more than [`RANDOM_INDEX`] knows.
    Size(usize),
    /// A row is not as long as there are rows.
    NotSquare(usize),
    /// A judgement is no positive number.
    NotPositive(usize, usize),
    /// A thing compared with itself is not 1.
    Diagonal(usize),
    /// A judgement is not one over its counterpart.
    NotReciprocal(usize, usize),
}

/// Checks a matrix of judgements: square, positive, 1 on the diagonal, `a_ji = 1/a_ij` (three decimals suffice).
///
/// # Errors
/// The first [`Flaw`], by rows.
pub fn check(matrix: &[Vec<f64>]) -> Result<(), Flaw> {
    let n = matrix.len();
    if n == 0 || n > RANDOM_INDEX.len() {
        return Err(Flaw::Size(n));
    }
    if let Some(row) = matrix.iter().position(|row| row.len() != n) {
        return Err(Flaw::NotSquare(row));
    }
    for (i, row) in matrix.iter().enumerate() {
        if let Some(j) = row.iter().position(|a| !a.is_finite() || *a <= 0.0) {
            return Err(Flaw::NotPositive(i, j));
        }
    }
    for (i, row) in matrix.iter().enumerate() {
        if (row[i] - 1.0).abs() > 1e-9 {
            return Err(Flaw::Diagonal(i));
        }
        for (j, a) in row.iter().enumerate().skip(i + 1) {
            let (large, small) = (a.max(matrix[j][i]), a.min(matrix[j][i]));
            if (1.0 / large - small).abs() > WRITTEN {
                return Err(Flaw::NotReciprocal(i, j));
            }
        }
    }
    Ok(())
}

/// The full matrix of an upper triangle: row i holds the judgements of thing i against i+1, i+2, …
///
/// `None` when the rows do not shorten by one down to a single judgement.
#[must_use]
pub fn from_triangle(rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = rows.len() + 1;
    let mut matrix = vec![vec![1.0; n]; n];
    for (i, row) in rows.iter().enumerate() {
        if row.len() != n - 1 - i {
            return None;
        }
        for (judgement, j) in row.iter().zip(i + 1..) {
            matrix[i][j] = *judgement;
            matrix[j][i] = 1.0 / judgement;
        }
    }
    Some(matrix)
}

/// Weights of `matrix`, whose cell (i, j) says how many times as important i is as j.
///
/// # Errors
/// As [`check`].
///
/// Source: T. L. Saaty (1980), The Analytic Hierarchy Process, McGraw-Hill.
pub fn priorities(matrix: &[Vec<f64>]) -> Result<Priorities, Flaw> {
    check(matrix)?;
    let n = matrix.len();
    let weights = principal(matrix);
    let lambda_max: f64 = matrix.iter().map(|row| dot(row, &weights)).sum();
    let consistency_index = if n > 1 {
        ((lambda_max - n as f64) / (n - 1) as f64).max(0.0)
    } else {
        0.0
    };
    let random_index = RANDOM_INDEX[n - 1];
    let means: Vec<f64> = matrix
        .iter()
        .map(|row| (row.iter().map(|a| a.ln()).sum::<f64>() / n as f64).exp())
        .collect();
    Ok(Priorities {
        geometric_mean_weights: to_one(&means),
        lambda_max,
        consistency_index,
        random_index,
        consistency_ratio: if random_index > 0.0 {
            consistency_index / random_index
        } else {
            0.0
        },
        weights,
    })
}

/// The judgement whose ratio to that of `weights` is farthest from 1; `None` below three things.
#[must_use]
pub fn misfit(matrix: &[Vec<f64>], weights: &[f64]) -> Option<Misfit> {
    let n = matrix.len();
    if n < 3 {
        return None;
    }
    let pairs = (0..n).flat_map(|row| (row + 1..n).map(move |column| (row, column)));
    pairs
        .map(|(row, column)| Misfit {
            row,
            column,
            given: matrix[row][column],
            fitting: weights[row] / weights[column],
        })
        .max_by(|one, two| {
            let distance = |misfit: &Misfit| (misfit.given / misfit.fitting).ln().abs();
            distance(one).total_cmp(&distance(two))
        })
}

/// The principal right eigenvector, adding up to 1: the power method, squaring the matrix instead of multiplying a
/// vector, so that even judgements that disagree wildly settle in a few steps.
fn principal(matrix: &[Vec<f64>]) -> Vec<f64> {
    let n = matrix.len();
    let mut power = matrix.to_vec();
    let mut before = vec![f64::INFINITY; n];
    for _ in 0..64 {
        let sums: Vec<f64> = power.iter().map(|row| row.iter().sum()).collect();
        let weights = to_one(&sums);
        let moved: f64 = weights.iter().zip(&before).map(|(a, b)| (a - b).abs()).sum();
        before = weights;
        if moved < 1e-15 {
            break;
        }
        power = squared(&power);
    }
    before
}

fn squared(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let cell = |i: usize, j: usize| (0..n).map(|k| matrix[i][k] * matrix[k][j]).sum::<f64>();
    let mut square: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect();
    let largest = square.iter().flatten().copied().fold(0.0, f64::max);
    square.iter_mut().flatten().for_each(|a| *a /= largest);
    square
}

fn to_one(values: &[f64]) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    values.iter().map(|value| value / sum).collect()
}

fn dot(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(weights: &[f64]) -> Vec<Vec<f64>> {
        weights
            .iter()
            .map(|a| weights.iter().map(|b| a / b).collect())
            .collect()
    }

    /// T. L. Saaty (1980), buying a house is inconsistent by little: numpy.linalg.eig of this matrix gives
    /// λ 3.0385110905581 and the weights below.
    #[test]
    fn weights_are_the_principal_eigenvector() {
        let matrix = from_triangle(&[vec![3.0, 5.0], vec![3.0]]).unwrap();
        let got = priorities(&matrix).unwrap();
        assert!((got.lambda_max - 3.038_511_090_558_1).abs() < 1e-10, "{got:?}");
        for (weight, want) in got
            .weights
            .iter()
            .zip([0.636_985_571_5, 0.258_284_994_4, 0.104_729_434_1])
        {
            assert!((weight - want).abs() < 1e-9, "{got:?}");
        }
        assert!((got.consistency_ratio - 0.019_255_545_3 / 0.58).abs() < 1e-9);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_cell() {
        assert_eq!(check(&[vec![1.0, 3.0], vec![0.5, 1.0]]), Err(Flaw::NotReciprocal(0, 1)));
        assert_eq!(check(&[vec![1.0, 3.0], vec![0.333, 1.0]]), Ok(()));
        assert_eq!(
            check(&[vec![1.0, 3.0], vec![0.33, 1.0]]),
            Err(Flaw::NotReciprocal(0, 1))
        );
        assert_eq!(check(&[vec![2.0]]), Err(Flaw::Diagonal(0)));
        assert_eq!(check(&[vec![1.0, -3.0], vec![0.5, 1.0]]), Err(Flaw::NotPositive(0, 1)));
        assert_eq!(check(&[vec![1.0, 3.0], vec![0.5]]), Err(Flaw::NotSquare(1)));
        assert_eq!(check(&[]), Err(Flaw::Size(0)));
        assert_eq!(check(&of(&[1.0; 11])), Err(Flaw::Size(11)));
        assert_eq!(from_triangle(&[vec![1.0], vec![2.0]]), None);
    }

    proptest! {
        #[test]
        fn consistent_judgements_give_their_weights_back(raw in prop::collection::vec(0.05..9.0_f64, 1..=10)) {
            let matrix = of(&raw);
            let got = priorities(&matrix).unwrap();
            for ((weight, mean), want) in got.weights.iter().zip(&got.geometric_mean_weights).zip(to_one(&raw)) {
                prop_assert!((weight - want).abs() < 1e-12 && (mean - want).abs() < 1e-12);
            }
            prop_assert!(got.consistency_ratio < 1e-12);
        }

        #[test]
        fn any_judgements_have_positive_weights_that_satisfy_the_eigenvalue_equation(
            raw in prop::collection::vec(1_i32..=17, 10), turned in prop::collection::vec(any::<bool>(), 10),
        ) {
            // Saaty's nine-point scale either way, five things.
            let judgement = |at: usize| {
                let strength = f64::from(raw[at].min(9));
                if turned[at] { 1.0 / strength } else { strength }
            };
            let rows: Vec<Vec<f64>> = [0..4, 4..7, 7..9, 9..10].map(|row| row.map(judgement).collect()).to_vec();
            let matrix = from_triangle(&rows).unwrap();
            let got = priorities(&matrix).unwrap();
            for (row, weight) in matrix.iter().zip(&got.weights) {
                prop_assert!(*weight > 0.0);
                prop_assert!((dot(row, &got.weights) - got.lambda_max * weight).abs() < 1e-10 * got.lambda_max);
            }
            prop_assert!(misfit(&matrix, &got.weights).is_some());
        }
    }
}
