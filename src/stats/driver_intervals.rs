//! How far the shares of drivers would move in another sample: percentile intervals by resampling.
//!
//! In: complete rows of an outcome and its drivers, with weights. Rows are put into the order of their content first, so
//! that the order in which they were given does not matter, and a seed is stated.

use super::bootstrap::Bootstrap;
use super::covariance::Covariance;
use super::drivers::Drivers;
use super::drivers::MOST_ORDERED;
use super::error::StatError;
use super::interval::Interval;
use super::resample;

/// So many units are drawn at most; more rows are dealt into as many groups at random, which are drawn instead.
const MOST_UNITS: usize = 2000;

/// A variance of a standardised column that is only rounding.
const ROUNDING: f64 = 1e-12;

/// How to draw again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawing {
    /// Number of replicates.
    pub replicates: u64,
    /// Seed of the generators.
    pub seed: u64,
    /// Level of the intervals.
    pub level: f64,
}

/// Percentile intervals; an interval is absent where it has no width or too few replicates gave a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervals {
    /// Units drawn: rows, or groups of rows where there are more than 2,000.
    pub units: usize,
    /// Replicates in which the drivers had a solution.
    pub replicates: usize,
    /// Of R².
    pub r_squared: Option<Interval>,
    /// Of the shares over all orders, one per driver; empty above 15 drivers.
    pub lmg: Vec<Option<Interval>>,
    /// Of Johnson's relative weights, one per driver.
    pub johnson: Vec<Option<Interval>>,
    /// Of the correlations with the outcome, one per driver.
    pub correlations: Vec<Option<Interval>>,
}

/// Draws `drawing.replicates` samples and computes the shares in each.
///
/// `columns` holds the outcome first and then the drivers, one value per row; `weights` one per row.
///
/// # Errors
/// As [`Covariance::weighted`] and [`Drivers::of`] for the sample itself, [`StatError::Domain`] when the level is not in
/// (0, 1).
///
/// Sources: U. Grömping (2006), J. Stat. Software 17(1), on intervals of relative importance; A. C. Davison & D. V.
/// Hinkley (1997), Bootstrap Methods and Their Application, §5.3.1.
pub fn intervals(columns: &[Vec<f64>], weights: &[f64], drawing: Drawing) -> Result<Intervals, StatError> {
    super::interval::tail(drawing.level)?;
    let whole = Covariance::weighted(columns, weights)?;
    let estimate = Drivers::of(&whole, 0)?;
    let ordered = estimate.len() <= MOST_ORDERED;
    let units = units(columns, weights, &whole, drawing.seed);
    let mut drawn: Vec<Replicate> = Vec::new();
    for replicate in 0..drawing.replicates {
        let mut random = resample::generator(drawing.seed, replicate);
        let counts = resample::multiplicities(&mut random, units.len());
        let Some(drivers) = combined(&units, &counts, columns.len()) else {
            continue;
        };
        let (lmg, Ok(johnson)) = (drivers.lmg().unwrap_or_default(), drivers.johnson()) else {
            continue;
        };
        drawn.push(Replicate {
            r_squared: drivers.r_squared(),
            lmg,
            johnson,
            correlations: drivers.correlations().to_vec(),
        });
    }
    // With too many samples that have no solution the others are a selection.
    let enough = drawn.len() as u64 * 10 >= drawing.replicates * 9;
    let interval = |estimate: f64, of: &dyn Fn(&Replicate) -> f64| {
        let replicates: Vec<f64> = drawn.iter().map(of).collect();
        let found = Bootstrap::new(estimate, replicates).ok().filter(|_| enough)?;
        found
            .percentile(drawing.level)
            .ok()
            .filter(|found| found.low < found.high)
    };
    let each = |estimates: &[f64], of: fn(&Replicate) -> &[f64]| -> Vec<Option<Interval>> {
        let one = |(place, estimate): (usize, &f64)| interval(*estimate, &|replicate| of(replicate)[place]);
        estimates.iter().enumerate().map(one).collect()
    };
    let shares = if ordered { estimate.lmg()? } else { Vec::new() };
    Ok(Intervals {
        units: units.len(),
        replicates: drawn.len(),
        r_squared: interval(estimate.r_squared(), &|replicate| replicate.r_squared),
        lmg: each(&shares, |replicate| &replicate.lmg),
        johnson: each(&estimate.johnson()?, |replicate| &replicate.johnson),
        correlations: each(estimate.correlations(), |replicate| &replicate.correlations),
    })
}

struct Replicate {
    r_squared: f64,
    lmg: Vec<f64>,
    johnson: Vec<f64>,
    correlations: Vec<f64>,
}

/// Weight, weighted sums and weighted products of each unit, of columns with mean 0 and standard deviation 1.
fn units(columns: &[Vec<f64>], weights: &[f64], whole: &Covariance, seed: u64) -> Vec<Vec<f64>> {
    let mut order: Vec<usize> = (0..weights.len()).filter(|row| weights[*row] > 0.0).collect();
    let content = |row: usize| columns.iter().map(move |column| column[row]).chain([weights[row]]);
    order.sort_by(|a, b| {
        let pairs = content(*a).zip(content(*b));
        pairs
            .map(|(a, b)| a.total_cmp(&b))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let total: f64 = order.iter().map(|row| weights[*row]).sum();
    let scale = |(place, column): (usize, &Vec<f64>)| {
        let mean = order.iter().map(|row| weights[*row] * column[*row]).sum::<f64>() / total;
        (mean, whole.at(place, place).sqrt())
    };
    let scales: Vec<(f64, f64)> = columns.iter().enumerate().map(scale).collect();
    let groups = if order.len() > MOST_UNITS {
        // A stream of its own, so that dealing does not echo in a replicate.
        let mut random = resample::generator(seed, u64::MAX - 1);
        let dealt = resample::shuffled(&mut random, order.len());
        (0..MOST_UNITS)
            .map(|group| {
                dealt
                    .iter()
                    .skip(group)
                    .step_by(MOST_UNITS)
                    .map(|place| order[*place])
                    .collect()
            })
            .collect()
    } else {
        order.into_iter().map(|row| vec![row]).collect::<Vec<Vec<usize>>>()
    };
    let width = columns.len();
    let sums = |rows: &Vec<usize>| {
        let mut sums = vec![0.0; 1 + width + width * (width + 1) / 2];
        for row in rows {
            let scaled = columns.iter().zip(&scales);
            let values: Vec<f64> = scaled.map(|(column, (mean, s))| (column[*row] - mean) / s).collect();
            sums[0] += weights[*row];
            let mut place = 1 + width;
            for (i, x) in values.iter().enumerate() {
                sums[1 + i] += weights[*row] * x;
                for y in &values[..=i] {
                    sums[place] += weights[*row] * x * y;
                    place += 1;
                }
            }
        }
        sums
    };
    groups.iter().map(sums).collect()
}

/// The drivers of a replicate; `None` when it has no solution.
fn combined(units: &[Vec<f64>], counts: &[f64], width: usize) -> Option<Drivers> {
    let mut sums = vec![0.0; units.first().map_or(0, Vec::len)];
    for (unit, count) in units.iter().zip(counts).filter(|(_, count)| **count > 0.0) {
        sums.iter_mut().zip(unit).for_each(|(sum, part)| *sum += count * part);
    }
    let total = *sums.first()?;
    let mut cells = vec![0.0; width * width];
    let mut place = 1 + width;
    for i in 0..width {
        for j in 0..=i {
            let cell = sums[place] / total - sums[1 + i] / total * (sums[1 + j] / total);
            place += 1;
            cells[i * width + j] = cell;
            cells[j * width + i] = cell;
        }
        if cells[i * width + i] < ROUNDING {
            return None;
        }
    }
    Drivers::of(&Covariance::of_cells(width, cells), 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made of sines, so that it needs no generator: two correlated drivers, the first twice as strong.
    fn sample(rows: u32) -> Vec<Vec<f64>> {
        let wave = |speed: f64| (1..=rows).map(move |row| (f64::from(row) * speed).sin());
        let (x1, noise): (Vec<f64>, Vec<f64>) = (wave(1.7).collect(), wave(29.3).collect());
        let x2: Vec<f64> = wave(0.9).zip(&x1).map(|(own, x1)| own + 0.4 * x1).collect();
        let y = x1
            .iter()
            .zip(&x2)
            .zip(&noise)
            .map(|((x1, x2), e)| 2.0 * x1 + x2 + e)
            .collect();
        vec![y, x1, x2]
    }

    const DRAWING: Drawing = Drawing {
        replicates: 400,
        seed: 7,
        level: 0.95,
    };

    #[test]
    fn intervals_hold_the_estimate_and_not_the_order_of_rows() {
        let columns = sample(300);
        let weights: Vec<f64> = (0..300).map(|row| f64::from(row % 3)).collect();
        let got = intervals(&columns, &weights, DRAWING).unwrap();
        assert_eq!((got.units, got.replicates), (200, 400));
        let whole = Covariance::weighted(&columns, &weights).unwrap();
        let shares = Drivers::of(&whole, 0).unwrap().lmg().unwrap();
        for (share, interval) in shares.iter().zip(&got.lmg) {
            assert!(interval.unwrap().contains(*share));
        }
        let turned: Vec<Vec<f64>> = columns.iter().map(|c| c.iter().rev().copied().collect()).collect();
        let backwards: Vec<f64> = weights.iter().rev().copied().collect();
        assert_eq!(intervals(&turned, &backwards, DRAWING).unwrap(), got);
    }

    #[test]
    fn the_interval_of_a_correlation_is_as_wide_as_theory_says() {
        // Of normal data 2·1.96·(1 − r²)/√n; sines have thinner tails, so only the order of size is held.
        let columns = sample(1000);
        let got = intervals(&columns, &[1.0; 1000], DRAWING).unwrap();
        let r = Covariance::of(&columns).unwrap().correlation().unwrap().at(0, 1);
        let want = 1.96 * (1.0 - r * r) / 1000.0_f64.sqrt();
        let half = got.correlations[0].unwrap().half_width();
        assert!(half > 0.5 * want && half < 1.5 * want, "{half} and {want}");
    }

    #[test]
    fn groups_of_rows_are_as_good_as_rows() {
        let (rows, groups) = (sample(2000), sample(8000));
        let few = intervals(&rows, &[1.0; 2000], DRAWING).unwrap();
        let many = intervals(&groups, &vec![1.0; 8000], DRAWING).unwrap();
        assert_eq!((few.units, many.units), (2000, 2000));
        let ratio = few.lmg[0].unwrap().half_width() / many.lmg[0].unwrap().half_width();
        assert!(
            (1.6..2.5).contains(&ratio),
            "four times the rows, half the width: {ratio}"
        );
    }

    #[test]
    fn a_perfect_driver_has_no_width() {
        let x: Vec<f64> = (0..50).map(f64::from).collect();
        let got = intervals(&[x.clone(), x], &[1.0; 50], DRAWING).unwrap();
        assert_eq!((got.r_squared, got.lmg[0]), (None, None));
    }
}
