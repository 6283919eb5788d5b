//! Ratings over all waves together: their points, spreads and correlations.

use crate::model::Measure;
use crate::model::OptionList;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// Counts of all waves together.
pub(super) struct Pooled<'a> {
    pub measure: &'a Measure,
    pub totals: &'a [View<'a>],
}

impl Pooled<'_> {
    fn need(&self, wanted: Wanted) -> Need {
        Need {
            wanted,
            filter: self.measure.filter.clone(),
        }
    }

    pub fn survey(&self) -> Option<&Survey> {
        Some(self.totals.first()?.survey())
    }

    /// Points of a rating rescaled to 0–100 with their number and weight.
    pub fn points(&self, item: VariableIndex) -> Option<Vec<(f64, u64, f64)>> {
        let domain = &self.survey()?.variable(item).domain;
        let (offset, slope) = domain.scale()?.to_hundred();
        let values = domain.options().map(OptionList::values)?;
        let mut points: Vec<(f64, u64, f64)> = values.iter().map(|x| (offset + slope * x, 0, 0.0)).collect();
        let need = self.need(Wanted::Cells(item));
        for view in self.totals {
            for (point, cell) in points.iter_mut().zip(view.answers(&need)?.options) {
                point.1 += cell.n;
                point.2 += cell.w;
            }
        }
        Some(points)
    }

    /// Correlation of two different ratings, both with 100 best, over the responses with both, and their number.
    fn correlation(&self, one: VariableIndex, two: VariableIndex) -> Result<(f64, u64), Reason> {
        let (first, second) = (one.min(two), one.max(two));
        let rescaled = |item: VariableIndex| {
            let domain = &self.survey()?.variable(item).domain;
            let (offset, slope) = domain.scale()?.to_hundred();
            let values = domain.options().map(OptionList::values)?;
            Some(values.into_iter().map(|x| offset + slope * x).collect::<Vec<f64>>())
        };
        let (x, y) = (rescaled(first), rescaled(second));
        let (Some(x), Some(y)) = (x, y) else {
            return Err(Reason::NoValidAnswers);
        };
        let need = self.need(Wanted::Joint(first, second));
        let mut cells: Vec<(f64, f64, f64)> = Vec::new();
        let mut base = 0;
        for view in self.totals {
            let table = view.joint(&need).ok_or(Reason::NoValidAnswers)?.table();
            for (x, row) in x.iter().zip(table) {
                for (y, cell) in y.iter().zip(row).filter(|(_, cell)| cell.n > 0) {
                    base += cell.n;
                    cells.push((*x, *y, cell.w));
                }
            }
        }
        let total: f64 = cells.iter().map(|cell| cell.2).sum();
        if base < 2 || total <= 0.0 {
            return Err(Reason::TooFewAnswers);
        }
        let mean =
            |of: &dyn Fn(&(f64, f64, f64)) -> f64| cells.iter().map(|cell| cell.2 * of(cell)).sum::<f64>() / total;
        let (mx, my) = (mean(&|cell| cell.0), mean(&|cell| cell.1));
        let (vx, vy) = (mean(&|cell| (cell.0 - mx).powi(2)), mean(&|cell| (cell.1 - my).powi(2)));
        if vx <= 1e-12 || vy <= 1e-12 {
            return Err(Reason::ZeroVariance);
        }
        let covariance = mean(&|cell| (cell.0 - mx) * (cell.1 - my));
        Ok(((covariance / (vx * vy).sqrt()).clamp(-1.0, 1.0), base))
    }

    /// Standard deviation of a rating rescaled to 0–100.
    pub fn deviation(&self, item: VariableIndex) -> Result<f64, Reason> {
        let points = self.points(item).ok_or(Reason::NoValidAnswers)?;
        let total: f64 = points.iter().map(|point| point.2).sum();
        if total <= 0.0 {
            return Err(Reason::NoValidAnswers);
        }
        let mean = points.iter().map(|point| point.0 * point.2).sum::<f64>() / total;
        let variance = points
            .iter()
            .map(|point| (point.0 - mean).powi(2) * point.2)
            .sum::<f64>()
            / total;
        if variance > 1e-12 {
            Ok(variance.sqrt())
        } else {
            Err(Reason::ZeroVariance)
        }
    }

    /// Correlations of ratings by pairs, and the smallest base of any pair.
    pub fn correlations(&self, items: &[VariableIndex]) -> Result<(Vec<Vec<f64>>, u64), Reason> {
        let mut matrix = vec![vec![1.0; items.len()]; items.len()];
        let mut least = u64::MAX;
        for (at, one) in items.iter().enumerate() {
            for (before, two) in items[..at].iter().enumerate() {
                let (r, base) = self.correlation(*one, *two)?;
                (matrix[at][before], matrix[before][at]) = (r, r);
                least = least.min(base);
            }
        }
        Ok((matrix, least))
    }
}
