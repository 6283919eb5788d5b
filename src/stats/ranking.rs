//! Ranks of units whose true values are known only so far: the expected rank, its interval, the chance of an end.
//!
//! The first rank is that of the highest value. A rank is a poor thing to know: among units of one size it moves by half
//! the league for a difference nobody would notice. Therefore it never stands without its interval.

use super::distribution::normal_cdf;
use super::distribution::normal_sf;
use super::error::StatError;
use super::interval::tail;
use super::sum::sum;

/// What is known of a unit's true value: normal around `value`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// The most likely value.
    pub value: f64,
    /// Its variance, above 0.
    pub variance: f64,
}

/// Where a unit stands among all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rank {
    /// The expected rank, from 1 (the highest value) to the number of units.
    pub expected: f64,
    /// The lowest and the highest rank of its interval.
    pub interval: (usize, usize),
    /// How likely the unit is in the first quarter of all (⌊units/4⌋ ranks); `None` for fewer than four units.
    pub first_quarter: Option<f64>,
    /// How likely it is in the last quarter.
    pub last_quarter: Option<f64>,
}

/// Up to so many units the distribution of a rank is exact; beyond, that of the number above is a normal one with its skewness.
const EXACT: usize = 60;

/// Places at which a unit's value is taken: every fifth of a standard deviation, to seven of them. The rule's error falls
/// faster than any power of the step.
const STEP: f64 = 0.2;
const STEPS: i32 = 35;

/// Places at which the number of units above is computed once for all, beyond [`EXACT`].
const GRID: usize = 2048;

/// The ranks of units, their true values independent; intervals at the two-sided `level`.
///
/// The expected rank is 1 + Σⱼ Φ((θⱼ − θᵢ)/√(vᵢ + vⱼ)). Given the unit's own value the others are above or not
/// independently of each other, so that the number above is a sum of unlike chances (Poisson binomial); its distribution is
/// averaged over the unit's value.
///
/// # Errors
/// [`StatError::Domain`] when `level` is not in (0, 1), a variance is not above 0, or a number is not finite.
///
/// Source: N. M. Laird and T. A. Louis (1989), J. Educ. Stat. 14, 29–46; R. Lin and others (2006), Bayesian Analysis 1, 915–946.
pub fn ranks(units: &[Known], level: f64) -> Result<Vec<Rank>, StatError> {
    let tail = tail(level)?;
    let sound = |unit: &Known| unit.value.is_finite() && unit.variance.is_finite() && unit.variance > 0.0;
    if !units.iter().all(sound) {
        return Err(StatError::Domain("values must be finite and variances above 0"));
    }
    let grid = (units.len() > EXACT).then(|| Grid::over(units));
    let rank = |at: usize| {
        let above = match &grid {
            None => exactly(units, at),
            Some(grid) => nearly(units, at, grid),
        };
        Rank {
            expected: expected(units, at),
            interval: (first_beyond(&above, tail), first_beyond(&above, 1.0 - tail)),
            first_quarter: quarter(units.len()).map(|many| above[many - 1].clamp(0.0, 1.0)),
            last_quarter: quarter(units.len()).map(|many| (1.0 - above[units.len() - many - 1]).clamp(0.0, 1.0)),
        }
    };
    Ok((0..units.len()).map(rank).collect())
}

fn quarter(units: usize) -> Option<usize> {
    Some(units / 4).filter(|many| *many > 0)
}

/// The first rank whose cumulative chance reaches `chance`; what is lost to rounding must not cost a rank.
fn first_beyond(cumulative: &[f64], chance: f64) -> usize {
    let reached = cumulative.iter().position(|known| *known >= chance - 1e-12);
    reached.unwrap_or(cumulative.len() - 1) + 1
}

fn expected(units: &[Known], at: usize) -> f64 {
    let own = units[at];
    let others = units.iter().enumerate().filter(|(other, _)| *other != at);
    let above = others.map(|(_, other)| normal_cdf((other.value - own.value) / (other.variance + own.variance).sqrt()));
    1.0 + sum(above)
}

/// The places of a unit's value and their weights, which sum to 1.
fn places(unit: Known) -> impl Iterator<Item = (f64, f64)> {
    let error = unit.variance.sqrt();
    let density = |z: f64| (-z * z / 2.0).exp();
    let all: f64 = (-STEPS..=STEPS).map(|step| density(f64::from(step) * STEP)).sum();
    (-STEPS..=STEPS).map(move |step| {
        let z = f64::from(step) * STEP;
        (unit.value + z * error, density(z) / all)
    })
}

fn is_above(unit: Known, place: f64) -> f64 {
    normal_sf((place - unit.value) / unit.variance.sqrt())
}

/// The cumulative chances of the ranks 1, 2, …: the sum of unlike chances, one unit after the other.
fn exactly(units: &[Known], at: usize) -> Vec<f64> {
    let mut above = vec![0.0; units.len()];
    for (place, weight) in places(units[at]) {
        let mut many = vec![0.0; units.len()];
        many[0] = 1.0;
        for (seen, (_, other)) in units.iter().enumerate().filter(|(other, _)| *other != at).enumerate() {
            let p = is_above(*other, place);
            for count in (0..=seen + 1).rev() {
                let from_below = if count > 0 { many[count - 1] * p } else { 0.0 };
                many[count] = many[count] * (1.0 - p) + from_below;
            }
        }
        for (known, chance) in above.iter_mut().zip(many) {
            *known += weight * chance;
        }
    }
    cumulated(above)
}

fn cumulated(mut chances: Vec<f64>) -> Vec<f64> {
    let mut all = 0.0;
    for chance in &mut chances {
        all += *chance;
        *chance = all;
    }
    chances
}

/// The first three cumulants of the number of units above a place.
#[derive(Clone, Copy, Default)]
struct Above {
    many: f64,
    variance: f64,
    third: f64,
}

impl Above {
    /// With one more unit, which is above with chance `p`; with `sign` −1 without it.
    fn and(self, p: f64, sign: f64) -> Self {
        let variance = p * (1.0 - p);
        Self {
            many: self.many + sign * p,
            variance: self.variance + sign * variance,
            third: self.third + sign * variance * (1.0 - 2.0 * p),
        }
    }

    /// How likely at most `count` units are above: normal with half a unit for continuity and a term for skewness.
    ///
    /// Source: A. Yu. Volkova (1996), Theory Probab. Appl. 40, 791–794; Y. Hong (2013), Comput. Stat. Data Anal. 59, 41–51.
    fn at_most(self, count: usize) -> f64 {
        let error = self.variance.max(1e-12).sqrt();
        let z = (count as f64 + 0.5 - self.many) / error;
        if z.abs() > 7.0 {
            return if z > 0.0 { 1.0 } else { 0.0 };
        }
        let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let skewness = self.third / error.powi(3);
        (normal_cdf(z) + skewness * (1.0 - z * z) * density / 6.0).clamp(0.0, 1.0)
    }
}

/// At each place: what is known of the number of units above.
struct Grid {
    low: f64,
    step: f64,
    above: Vec<Above>,
}

impl Grid {
    fn over(units: &[Known]) -> Self {
        let reach = f64::from(STEPS) * STEP;
        let low = units.iter().map(|unit| unit.value - reach * unit.variance.sqrt());
        let high = units.iter().map(|unit| unit.value + reach * unit.variance.sqrt());
        let (low, high) = (
            low.fold(f64::INFINITY, f64::min),
            high.fold(f64::NEG_INFINITY, f64::max),
        );
        let step = (high - low) / (GRID - 1) as f64;
        let count = |at: usize| {
            let place = low + at as f64 * step;
            let add = |above: Above, unit: &Known| above.and(is_above(*unit, place), 1.0);
            units.iter().fold(Above::default(), add)
        };
        Self {
            low,
            step,
            above: (0..GRID).map(count).collect(),
        }
    }

    /// Between two places of the grid along the line.
    fn at(&self, place: f64) -> Above {
        let along = ((place - self.low) / self.step).clamp(0.0, (GRID - 1) as f64);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the last place"
        )]
        let before = (along.floor() as usize).min(GRID - 2);
        let part = along - before as f64;
        let (one, two) = (self.above[before], self.above[before + 1]);
        let between = |one: f64, two: f64| one + part * (two - one);
        Above {
            many: between(one.many, two.many),
            variance: between(one.variance, two.variance),
            third: between(one.third, two.third),
        }
    }
}

/// The same with a nearly normal number of units above.
fn nearly(units: &[Known], at: usize, grid: &Grid) -> Vec<f64> {
    let mut cumulative = vec![0.0; units.len()];
    let last = units.len() - 1;
    for (place, weight) in places(units[at]) {
        let above = grid.at(place).and(is_above(units[at], place), -1.0);
        for (count, known) in cumulative.iter_mut().enumerate() {
            *known += weight * if count == last { 1.0 } else { above.at_most(count) };
        }
    }
    cumulative
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alike(many: usize) -> Vec<Known> {
        let unit = Known {
            value: 3.0,
            variance: 0.5,
        };
        vec![unit; many]
    }

    #[test]
    fn units_alike_have_every_rank_alike() {
        // Of m exchangeable units each has each rank with chance 1/m.
        for many in [8, EXACT, EXACT + 40] {
            for rank in ranks(&alike(many), 0.5).unwrap() {
                assert!((rank.expected - (many + 1) as f64 / 2.0).abs() < 1e-9);
                let quarter = (many / 4) as f64 / many as f64;
                let off = if many > EXACT { 2e-3 } else { 1e-7 };
                assert!((rank.first_quarter.unwrap() - quarter).abs() < off, "{rank:?}");
                assert!((rank.last_quarter.unwrap() - quarter).abs() < off, "{rank:?}");
            }
        }
        assert_eq!(ranks(&alike(8), 0.6).unwrap()[0].interval, (2, 7));
        assert_eq!(ranks(&alike(3), 0.5).unwrap()[0].first_quarter, None);
        assert_eq!(ranks(&alike(1), 0.95).unwrap()[0].interval, (1, 1));
    }

    #[test]
    fn a_normal_number_above_is_near_the_exact_one() {
        let unit = |at: usize| Known {
            value: (at * 7 % 50) as f64 / 10.0,
            variance: 0.2 + (at % 5) as f64 / 5.0,
        };
        let units: Vec<Known> = (0..EXACT).map(unit).collect();
        let grid = Grid::over(&units);
        for at in 0..units.len() {
            let pairs = exactly(&units, at).into_iter().zip(nearly(&units, at, &grid));
            for (exact, near) in pairs {
                assert!((exact - near).abs() < 4e-3, "{at}: {exact} {near}");
            }
        }
    }

    proptest! {
        #[test]
        fn ranks_sum_to_what_ranks_sum_to(of in proptest::collection::vec((-5.0..5.0_f64, 0.01..4.0_f64), 1..25)) {
            let units: Vec<Known> = of.iter().map(|(value, variance)| Known { value: *value, variance: *variance }).collect();
            let many = units.len();
            let found = ranks(&units, 0.95).unwrap();
            let all: f64 = found.iter().map(|rank| rank.expected).sum();
            prop_assert!((all - (many * (many + 1)) as f64 / 2.0).abs() < 1e-9);
            for rank in &found {
                prop_assert!(1 <= rank.interval.0 && rank.interval.0 <= rank.interval.1 && rank.interval.1 <= many);
            }
            if many >= 4 {
                // As many units are in a quarter as it has ranks.
                let first: f64 = found.iter().filter_map(|rank| rank.first_quarter).sum();
                prop_assert!((first - (many / 4) as f64).abs() < 1e-2, "{first}");
            }
            let mut turned = units;
            turned.reverse();
            let mut other = ranks(&turned, 0.95).unwrap();
            other.reverse();
            for (one, two) in found.iter().zip(&other) {
                prop_assert!((one.expected - two.expected).abs() < 1e-9);
                prop_assert!(one.interval.0.abs_diff(two.interval.0) <= 1);
            }
        }
    }
}
