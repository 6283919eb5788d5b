//! Pairwise judgements as written, and the matrix they make.

use crate::definition::spanned::Name;
use crate::stats::ahp;
use crate::stats::ahp::Flaw;
use crate::stats::ahp::Priorities;
use std::ops::Range;

/// Pairwise judgements as written.
#[derive(Debug)]
pub struct Judgements {
    /// Where they stand.
    pub span: Range<usize>,
    /// Rows of numbers or fractions.
    pub rows: Vec<Vec<Name>>,
}

/// Why judgements make no weights. Rows and columns count from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum JudgementFault {
    /// A cell is no number and no fraction.
    NotANumber(Range<usize>),
    /// Neither an upper triangle nor a full matrix for so many parts.
    Shape,
    /// What is wrong with the matrix, and where.
    Matrix(Flaw, Range<usize>),
}

impl Judgements {
    /// The full matrix for `parts` parts.
    ///
    /// # Errors
    /// When the rows are neither an upper triangle nor a square, or a cell is no number.
    pub fn matrix(&self, parts: usize) -> Result<Vec<Vec<f64>>, JudgementFault> {
        let cell = |cell: &Name| number(&cell.value).ok_or_else(|| JudgementFault::NotANumber(cell.span.clone()));
        let row = |row: &Vec<Name>| row.iter().map(cell).collect::<Result<Vec<f64>, _>>();
        let rows = self.rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        let square = rows.len() == parts && rows.iter().all(|row| row.len() == parts);
        if square {
            return Ok(rows);
        }
        if rows.len() + 1 != parts {
            return Err(JudgementFault::Shape);
        }
        // A triangle is checked before it is mirrored: 1/0 is no judgement.
        for (row, written) in rows.iter().zip(&self.rows) {
            if let Some(at) = row.iter().position(|a| *a <= 0.0) {
                return Err(JudgementFault::NotANumber(written[at].span.clone()));
            }
        }
        ahp::from_triangle(&rows).ok_or(JudgementFault::Shape)
    }

    /// The weights of `parts` parts.
    ///
    /// # Errors
    /// As [`Self::matrix`], and when the matrix is not reciprocal.
    pub fn priorities(&self, parts: usize) -> Result<Priorities, JudgementFault> {
        let matrix = self.matrix(parts)?;
        ahp::priorities(&matrix).map_err(|flaw| {
            let place = match flaw {
                Flaw::NotPositive(i, j) | Flaw::NotReciprocal(i, j) => self.rows.get(i).and_then(|row| row.get(j)),
                Flaw::Diagonal(i) => self.rows.get(i).and_then(|row| row.get(i)),
                Flaw::Size(_) | Flaw::NotSquare(_) => None,
            };
            JudgementFault::Matrix(flaw, place.map_or(self.span.clone(), |cell| cell.span.clone()))
        })
    }
}

/// `3`, `0.25` or `1/4`.
fn number(text: &str) -> Option<f64> {
    let plain = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    match text.split_once('/') {
        Some((above, below)) => Some(plain(above)? / plain(below).filter(|x| *x > 0.0)?),
        None => plain(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[&[&str]]) -> Judgements {
        let mut at = 0;
        let mut cell = |text: &&str| {
            at += 1;
            Name {
                value: (*text).to_owned(),
                span: at..at + 1,
            }
        };
        Judgements {
            span: 0..100,
            rows: rows.iter().map(|row| row.iter().map(&mut cell).collect()).collect(),
        }
    }

    #[test]
    fn a_triangle_and_a_full_matrix_say_the_same() {
        let triangle = written(&[&["3", "1/5"], &["1/7"]]).priorities(3).unwrap();
        let full = written(&[&["1", "3", "1/5"], &["1/3", "1", "1/7"], &["5", "7", "1"]])
            .priorities(3)
            .unwrap();
        for (one, two) in triangle.weights.iter().zip(&full.weights) {
            assert!((one - two).abs() < 1e-14);
        }
    }

    #[test]
    fn a_faulty_cell_is_named_by_its_place() {
        let fault = |rows: &[&[&str]], parts| written(rows).priorities(parts).unwrap_err();
        assert_eq!(fault(&[&["much"]], 2), JudgementFault::NotANumber(1..2));
        assert_eq!(fault(&[&["3", "0"], &["2"]], 3), JudgementFault::NotANumber(2..3));
        assert_eq!(fault(&[&["3"]], 3), JudgementFault::Shape);
        let flaw = Flaw::NotReciprocal(0, 1);
        assert_eq!(
            fault(&[&["1", "3"], &["1/2", "1"]], 2),
            JudgementFault::Matrix(flaw, 2..3)
        );
    }
}
