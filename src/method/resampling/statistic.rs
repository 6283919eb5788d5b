//! What a bootstrap estimates: a statistic of rows that each count a number of times.

use super::super::Asked;
use super::super::Fault;

/// A statistic of weighted rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Statistic {
    Mean,
    Nps,
    /// Share of answers among these codes.
    Share(Vec<f64>),
    Median,
    StandardDeviation,
    Variance,
    Correlation,
    /// Cronbach's alpha.
    Alpha,
}

impl Statistic {
    pub(super) fn of(asked: &Asked<'_>) -> Result<Self, Fault> {
        let word = asked.word("statistic").unwrap_or_else(|| "mean".to_owned());
        Ok(match word.split([' ', '(']).next().unwrap_or_default() {
            "mean" => Self::Mean,
            "nps" => Self::Nps,
            "share" | "proportion" => {
                let Some(codes) = asked.numbers("top")? else {
                    return Err(Fault::asked(
                        "a share needs its codes: `--top 4,5`",
                        "比例需要代码：`--top 4,5`",
                    ));
                };
                Self::Share(codes.into_iter().flatten().collect())
            }
            "median" => Self::Median,
            "sd" => Self::StandardDeviation,
            "var" | "variance" => Self::Variance,
            "correlation" | "cor" | "pearson" => Self::Correlation,
            "alpha" | "cronbach" | "cronbach_alpha" => Self::Alpha,
            _ => {
                return Err(Fault::asked(
                    format!("no statistic `{word}`: mean, nps, share, median, sd, variance, correlation or alpha"),
                    format!("没有统计量 `{word}`：可用 mean、nps、share、median、sd、variance、correlation、alpha"),
                ));
            }
        })
    }

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Nps => "nps",
            Self::Share(_) => "share",
            Self::Median => "median",
            Self::StandardDeviation => "sd",
            Self::Variance => "variance",
            Self::Correlation => "correlation",
            Self::Alpha => "alpha",
        }
    }

    /// Whether it is defined for so many columns.
    pub(super) const fn takes(&self, columns: usize) -> bool {
        match self {
            Self::Correlation => columns == 2,
            Self::Alpha => columns >= 2,
            _ => columns == 1,
        }
    }

    /// The statistic of rows that count `weights` times; nothing where it does not exist. Weights need not be whole:
    /// where the number of rows matters (sd, variance), they are brought to a mean of 1 over the rows that count.
    pub(super) fn estimate(&self, rows: &[Vec<f64>], weights: &[f64]) -> Option<f64> {
        let mean = |f: &dyn Fn(f64) -> f64| mean(rows, weights, f);
        match self {
            Self::Mean => mean(&|x| x),
            Self::Nps => mean(&|x| {
                if x >= 9.0 {
                    100.0
                } else if x >= 7.0 {
                    0.0
                } else {
                    -100.0
                }
            }),
            Self::Share(codes) => mean(&|x| f64::from(u8::from(codes.contains(&x)))),
            Self::Median => median(rows, weights),
            Self::StandardDeviation => variance(rows, weights).map(f64::sqrt),
            Self::Variance => variance(rows, weights),
            Self::Correlation => {
                let of = |a, b| covariance(rows, weights, a, b);
                let (x, y) = (of(0, 0)?, of(1, 1)?);
                (x > 0.0 && y > 0.0).then(|| of(0, 1).map(|xy| xy / (x * y).sqrt()))?
            }
            Self::Alpha => {
                let k = rows.first()?.len();
                let own: f64 = (0..k).map(|a| covariance(rows, weights, a, a)).sum::<Option<f64>>()?;
                let crossed: f64 = (0..k)
                    .flat_map(|a| (0..a).map(move |b| (a, b)))
                    .map(|(a, b)| covariance(rows, weights, a, b))
                    .sum::<Option<f64>>()?;
                let total = own + 2.0 * crossed;
                let k = k as f64;
                (total > 0.0).then(|| k / (k - 1.0) * (1.0 - own / total))
            }
        }
    }
}

fn mean(rows: &[Vec<f64>], weights: &[f64], f: &dyn Fn(f64) -> f64) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (row, w) in rows.iter().zip(weights) {
        sum += w * f(row[0]);
        weight += w;
    }
    (weight > 0.0).then(|| sum / weight)
}

/// Weighted covariance with divisor Σw; alpha and correlations do not depend on the divisor.
fn covariance(rows: &[Vec<f64>], weights: &[f64], a: usize, b: usize) -> Option<f64> {
    let weight: f64 = weights.iter().sum();
    if weight <= 0.0 {
        return None;
    }
    let of = |column: usize| rows.iter().zip(weights).map(|(row, w)| w * row[column]).sum::<f64>() / weight;
    let (x, y) = (of(a), of(b));
    let sum: f64 = rows
        .iter()
        .zip(weights)
        .map(|(row, w)| w * (row[a] - x) * (row[b] - y))
        .sum();
    Some(sum / weight)
}

fn variance(rows: &[Vec<f64>], weights: &[f64]) -> Option<f64> {
    let weight: f64 = weights.iter().sum();
    // Multiplicities are their own count; sampling weights count as many rows as carry one.
    let whole = weights.iter().all(|w| w.fract() == 0.0);
    let n = if whole {
        weight
    } else {
        weights.iter().filter(|w| **w > 0.0).count() as f64
    };
    (n > 1.0).then(|| covariance(rows, weights, 0, 0).map(|variance| variance * n / (n - 1.0)))?
}

/// The value at half the weight; the middle between two when exactly half lies below.
fn median(rows: &[Vec<f64>], weights: &[f64]) -> Option<f64> {
    let mut sorted: Vec<(f64, f64)> = rows
        .iter()
        .zip(weights)
        .filter(|pair| *pair.1 > 0.0)
        .map(|(row, w)| (row[0], *w))
        .collect();
    sorted.sort_by(|one, two| one.0.total_cmp(&two.0));
    let half = sorted.iter().map(|pair| pair.1).sum::<f64>() / 2.0;
    let mut below = 0.0;
    for (place, (value, weight)) in sorted.iter().enumerate() {
        below += weight;
        if below > half * (1.0 + 1e-12) {
            return Some(*value);
        }
        if below >= half * (1.0 - 1e-12) {
            return Some(
                sorted
                    .get(place + 1)
                    .map_or(*value, |next| f64::midpoint(*value, next.0)),
            );
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_those_of_the_rows_written_out() {
        let rows = [vec![1.0], vec![2.0], vec![4.0], vec![9.0]];
        let weights = [2.0, 1.0, 2.0, 1.0];
        // 1 1 2 4 4 9: mean 3.5, variance 45.5/5 = 9.1, median 3.
        let close = |statistic: Statistic, want: f64| {
            let got = statistic.estimate(&rows, &weights).unwrap();
            assert!((got - want).abs() < 1e-12, "{statistic:?} {got}");
        };
        close(Statistic::Mean, 3.5);
        close(Statistic::Variance, 9.1);
        close(Statistic::Median, 3.0);
        close(Statistic::Share(vec![4.0]), 1.0 / 3.0);
        close(Statistic::Nps, 100.0 * (1.0 - 5.0) / 6.0);
    }

    #[test]
    fn two_items_that_agree_have_alpha_and_correlation_one() {
        let rows = [vec![1.0, 2.0], vec![2.0, 3.0], vec![5.0, 6.0]];
        for statistic in [Statistic::Alpha, Statistic::Correlation] {
            assert!((statistic.estimate(&rows, &[1.0; 3]).unwrap() - 1.0).abs() < 1e-12);
            assert_eq!(statistic.estimate(&rows, &[1.0, 0.0, 0.0]), None);
        }
    }
}
