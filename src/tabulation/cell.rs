//! A cell of a table: how many, and what they weigh.

use std::ops::Add;
use std::ops::AddAssign;
use std::ops::Sub;

/// Responses counted in one place of a table.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cell {
    /// Responses, unweighted: the base.
    pub n: u64,
    /// Sum of their weights.
    pub w: f64,
    /// Sum of the squares of their weights.
    pub w2: f64,
}

impl Cell {
    /// `n` responses that weigh one each.
    #[must_use]
    pub fn plain(n: u64) -> Self {
        Self {
            n,
            w: n as f64,
            w2: n as f64,
        }
    }

    /// Counts one more response of weight `w`.
    pub fn count(&mut self, w: f64) {
        self.n += 1;
        self.w += w;
        self.w2 += w * w;
    }
}

impl Add for Cell {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            w: self.w + other.w,
            w2: self.w2 + other.w2,
        }
    }
}

impl AddAssign for Cell {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// What is left when a part is taken out of its whole; `other` must be contained in `self`.
impl Sub for Cell {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        let n = self.n.saturating_sub(other.n);
        // With nothing left, rounding must not leave a trace of a weight.
        if n == 0 {
            return Self::default();
        }
        Self {
            n,
            w: (self.w - other.w).max(0.0),
            w2: (self.w2 - other.w2).max(0.0),
        }
    }
}

impl std::iter::Sum for Cell {
    fn sum<I: Iterator<Item = Self>>(cells: I) -> Self {
        cells.fold(Self::default(), Add::add)
    }
}
