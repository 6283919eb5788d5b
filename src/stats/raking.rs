//! Raking: base weights scaled until the weighted sample has the margins of the population; trimming and cells.
//!
//! In: base weights, one per row, and per margin each row's category. Out: weights in the same order and the
//! course of the iteration. Names of variables and categories are the caller's.

use super::error::Reason;
use super::kish;

/// One variable of the population.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// Each row's category: a place in `targets`; one per row.
    pub categories: Vec<usize>,
    /// How much weight each category shall have.
    pub targets: Vec<f64>,
}

/// How to rake.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Largest relative error of any category's weight.
    pub tolerance: f64,
    /// Rounds over all margins after which it counts as not settled.
    pub rounds: usize,
    /// No weight above so many mean weights; nothing is trimmed without it.
    pub trim: Option<f64>,
    /// No weight below or above so many mean weights, in place of `trim`.
    pub bound: Option<(f64, f64)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tolerance: 1e-10,
            rounds: 500,
            trim: None,
            bound: None,
        }
    }
}

/// Why there are no weights: what the caller has to name.
#[derive(Debug, Clone, PartialEq)]
pub enum RakingError {
    /// No margin, or no row with a base weight above zero.
    Nothing,
    /// A base weight below zero or no number, with its row.
    Weight(usize),
    /// A target below zero or no number: margin and category.
    Target(usize, usize),
    /// The totals of the first margin and of this one differ.
    Totals(usize, f64, f64),
    /// A category with a target has no row with a base weight: margin and category.
    Empty(usize, usize),
    /// The largest weight must be allowed to be at least the mean.
    Trim(f64),
    /// The smallest weight must be allowed to be at most the mean.
    Floor(f64),
}

/// Weights that came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Raked {
    /// One per row; 0 for rows without a base weight. Their sum is the total of the targets.
    pub weights: Vec<f64>,
    /// Rounds over all margins, those after trimming included.
    pub rounds: usize,
    /// Largest relative error of a category's weight before the first round and after each.
    pub history: Vec<f64>,
    /// The same at the end.
    pub error: f64,
    /// Nothing, or why it stopped short: the margins contradict each other in this sample, or with the trimming.
    pub reason: Option<Reason>,
    /// Rows whose weight was cut at least once.
    pub trimmed: usize,
    /// How often weights were cut and raked again.
    pub passes: usize,
}

/// What a set of weights is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightSummary {
    /// Rows with a weight above zero.
    pub base: u64,
    /// Σ w.
    pub sum: f64,
    /// Σ w².
    pub squares: f64,
    /// Smallest and largest weight above zero.
    pub smallest: f64,
    /// See `smallest`.
    pub largest: f64,
    /// Kish's effective base.
    pub effective_base: f64,
    /// Base over effective base.
    pub design_effect: f64,
}

impl WeightSummary {
    /// Summary of weights, of which those of zero are no base; nothing when all are.
    #[must_use]
    pub fn of(weights: &[f64]) -> Option<Self> {
        let mut used: Vec<f64> = weights.iter().copied().filter(|w| *w > 0.0).collect();
        // One order whatever that of the rows.
        used.sort_by(f64::total_cmp);
        let (smallest, largest) = (*used.first()?, *used.last()?);
        let base = used.len() as u64;
        let sum: f64 = used.iter().sum();
        let squares = used.iter().map(|w| w * w).sum();
        let effective_base = kish::effective_base(sum, squares).ok()?;
        let design_effect = base as f64 / effective_base;
        Some(Self {
            base,
            sum,
            squares,
            smallest,
            largest,
            effective_base,
            design_effect,
        })
    }
}

/// Weights whose sums over the categories of each margin are its targets: in turn, every margin's categories are
/// scaled to their targets until all fit (iterative proportional fitting). The first margin's total is everybody's.
///
/// With `trim` or `bound`, weights beyond so many mean weights are set to that and raked again, until both hold.
///
/// # Errors
/// [`RakingError`], naming margin and category. A course that does not settle is no error: see [`Raked::reason`].
///
/// Source: W. E. Deming & F. F. Stephan (1940), Ann. Math. Stat. 11, 427–444; R `survey::rake`.
pub fn rake(base: &[f64], margins: &[Margin], settings: Settings) -> Result<Raked, RakingError> {
    let margins = checked(base, margins)?;
    let mut raked = Raked {
        weights: base.to_vec(),
        rounds: 0,
        history: Vec::new(),
        error: 0.0,
        reason: None,
        trimmed: 0,
        passes: 0,
    };
    // Shares are compared before the first round, whatever the total.
    let scale = margins[0].targets.iter().sum::<f64>() / base.iter().sum::<f64>();
    let scaled: Vec<f64> = base.iter().map(|weight| weight * scale).collect();
    raked.history.push(largest_error(&scaled, &margins));
    settle(&mut raked, &margins, settings);
    let bound = settings.bound.or(settings.trim.map(|times| (0.0, times)));
    if let Some((low, high)) = bound {
        if high.is_nan() || high < 1.0 {
            return Err(RakingError::Trim(high));
        }
        if !(0.0..=1.0).contains(&low) {
            return Err(RakingError::Floor(low));
        }
        trim(&mut raked, &margins, settings, (low, high));
    }
    Ok(raked)
}

/// Weights whose sum in each cell is its target: base weights scaled once, the raking of a single margin.
///
/// # Errors
/// As [`rake`].
///
/// Source: D. Holt & T. M. F. Smith (1979), J. R. Stat. Soc. A 142, 33–46 (post-stratification).
pub fn cells(base: &[f64], cells: &Margin, settings: Settings) -> Result<Raked, RakingError> {
    rake(base, std::slice::from_ref(cells), settings)
}

/// Margins with totals made equal to the digit, after all checks.
fn checked(base: &[f64], margins: &[Margin]) -> Result<Vec<Margin>, RakingError> {
    if let Some(row) = base.iter().position(|w| !w.is_finite() || *w < 0.0) {
        return Err(RakingError::Weight(row));
    }
    let mut total = None;
    let mut equal = Vec::with_capacity(margins.len());
    for (place, margin) in margins.iter().enumerate() {
        if let Some(category) = margin.targets.iter().position(|t| !t.is_finite() || *t < 0.0) {
            return Err(RakingError::Target(place, category));
        }
        let sum: f64 = margin.targets.iter().sum();
        let wanted = *total.get_or_insert(sum);
        if sum <= 0.0 || (sum - wanted).abs() > 1e-6 * wanted {
            return Err(RakingError::Totals(place, wanted, sum));
        }
        let targets = margin.targets.iter().map(|t| t / sum * wanted).collect();
        equal.push(Margin {
            categories: margin.categories.clone(),
            targets,
        });
    }
    if equal.is_empty() || !base.iter().any(|w| *w > 0.0) {
        return Err(RakingError::Nothing);
    }
    for (place, margin) in equal.iter().enumerate() {
        let sums = sums(base, margin);
        let empty = |category: &usize| sums[*category] <= 0.0 && margin.targets[*category] > 0.0;
        if let Some(category) = (0..sums.len()).find(empty) {
            return Err(RakingError::Empty(place, category));
        }
    }
    Ok(equal)
}

/// Weight of each category, with compensated sums.
fn sums(weights: &[f64], margin: &Margin) -> Vec<f64> {
    let mut sums = vec![(0.0_f64, 0.0_f64); margin.targets.len()];
    for (weight, category) in weights.iter().zip(&margin.categories) {
        let (sum, rest) = &mut sums[*category];
        let next = *sum + weight;
        *rest += if sum.abs() >= *weight {
            (*sum - next) + weight
        } else {
            (weight - next) + *sum
        };
        *sum = next;
    }
    sums.into_iter().map(|(sum, rest)| sum + rest).collect()
}

fn largest_error(weights: &[f64], margins: &[Margin]) -> f64 {
    let total: f64 = margins[0].targets.iter().sum();
    let of_margin = |margin: &Margin| {
        let errors = sums(weights, margin)
            .into_iter()
            .zip(&margin.targets)
            .map(|(sum, target)| {
                if *target > 0.0 {
                    (sum / target - 1.0).abs()
                } else {
                    sum / total
                }
            });
        errors.fold(0.0, f64::max)
    };
    margins.iter().map(of_margin).fold(0.0, f64::max)
}

/// Rounds until every margin fits.
fn settle(raked: &mut Raked, margins: &[Margin], settings: Settings) {
    raked.reason = Some(Reason::NotConverged);
    for _ in 0..settings.rounds {
        for margin in margins {
            let sums = sums(&raked.weights, margin);
            let factors: Vec<f64> = sums
                .iter()
                .zip(&margin.targets)
                .map(|(sum, target)| if *sum > 0.0 { target / sum } else { 0.0 })
                .collect();
            for (weight, category) in raked.weights.iter_mut().zip(&margin.categories) {
                *weight *= factors[*category];
            }
        }
        raked.rounds += 1;
        raked.error = largest_error(&raked.weights, margins);
        raked.history.push(raked.error);
        if raked.error <= settings.tolerance {
            raked.reason = None;
            return;
        }
    }
}

/// Cuts and rakes until no weight is beyond the bounds.
fn trim(raked: &mut Raked, margins: &[Margin], settings: Settings, (low, high): (f64, f64)) {
    const PASSES: usize = 200;
    const SLACK: f64 = 1e-6;
    let used = raked.weights.iter().filter(|w| **w > 0.0).count() as f64;
    let mean = margins[0].targets.iter().sum::<f64>() / used;
    let (low, high) = (mean * low, mean * high);
    let mut cut = vec![false; raked.weights.len()];
    let beyond = |w: &f64| *w > high * (1.0 + SLACK) || (*w > 0.0 && *w < low * (1.0 - SLACK));
    while raked.reason.is_none() && raked.weights.iter().any(beyond) {
        if raked.passes == PASSES {
            raked.reason = Some(Reason::NotConverged);
            break;
        }
        for (weight, cut) in raked.weights.iter_mut().zip(&mut cut) {
            if *weight > 0.0 && (*weight > high || *weight < low) {
                *weight = weight.clamp(low, high);
                *cut = true;
            }
        }
        raked.passes += 1;
        settle(raked, margins, settings);
    }
    raked.trimmed = cut.iter().filter(|cut| **cut).count();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn margin(categories: &[usize], targets: &[f64]) -> Margin {
        Margin {
            categories: categories.to_vec(),
            targets: targets.to_vec(),
        }
    }

    #[test]
    fn a_two_by_two_table_gets_its_margins_and_keeps_its_odds_ratio() {
        // Rows of a table 40 30 / 20 10, raked to (60, 40) and (50, 50): the odds ratio stays 2/3.
        let table = [(0, 0, 40.0), (0, 1, 30.0), (1, 0, 20.0), (1, 1, 10.0)];
        let base: Vec<f64> = table.iter().map(|cell| cell.2).collect();
        let margins = [
            margin(&table.map(|cell| cell.0), &[60.0, 40.0]),
            margin(&table.map(|cell| cell.1), &[50.0, 50.0]),
        ];
        let raked = rake(&base, &margins, Settings::default()).unwrap();
        let w = &raked.weights;
        assert!(
            (w[0] + w[1] - 60.0).abs() < 1e-8 && (w[0] + w[2] - 50.0).abs() < 1e-8,
            "{w:?}"
        );
        assert!((w[0] * w[3] / (w[1] * w[2]) - 2.0 / 3.0).abs() < 1e-12, "{w:?}");
        // The cell solves x(x − 10)/((60 − x)(50 − x)) = 2/3: x² + 190x − 6000... by hand 27.614 7.
        let x = w[0];
        assert!(
            (x * (x - 10.0) - 2.0 / 3.0 * (60.0 - x) * (50.0 - x)).abs() < 1e-6,
            "{x}"
        );
    }

    #[test]
    fn contradictions_are_named() {
        let rake = |base: &[f64], margins: &[Margin]| rake(base, margins, Settings::default());
        let one = margin(&[0, 1], &[5.0, 5.0]);
        assert_eq!(
            rake(&[1.0, -1.0], std::slice::from_ref(&one)),
            Err(RakingError::Weight(1))
        );
        assert_eq!(
            rake(&[1.0, 0.0], std::slice::from_ref(&one)),
            Err(RakingError::Empty(0, 1))
        );
        assert_eq!(rake(&[0.0, 0.0], std::slice::from_ref(&one)), Err(RakingError::Nothing));
        assert_eq!(
            rake(&[1.0, 1.0], &[one.clone(), margin(&[0, 1], &[6.0, 5.0])]),
            Err(RakingError::Totals(1, 10.0, 11.0))
        );
        assert_eq!(
            rake(&[1.0, 1.0], &[margin(&[0, 1], &[5.0, f64::NAN])]),
            Err(RakingError::Target(0, 1))
        );
        // The same people under two names with other targets.
        let stuck = rake(&[1.0, 1.0], &[one, margin(&[0, 1], &[4.0, 6.0])]).unwrap();
        assert_eq!((stuck.reason, stuck.rounds), (Some(Reason::NotConverged), 500));
    }

    proptest! {
        #[test]
        fn margins_fit_and_order_and_unit_do_not_matter(
            rows in prop::collection::vec((0.2..4.0_f64, 0_usize..3, 0_usize..2), 40..120),
            a in prop::collection::vec(1.0..5.0_f64, 3), b in prop::collection::vec(1.0..5.0_f64, 2), turn in 1_usize..39,
        ) {
            prop_assume!((0..3).all(|x| (0..2).all(|y| rows.iter().any(|row| (row.1, row.2) == (x, y)))));
            let share = |targets: &[f64]| targets.iter().map(|t| t / targets.iter().sum::<f64>()).collect::<Vec<_>>();
            let build = |rows: &[(f64, usize, usize)], unit: f64| {
                let base: Vec<f64> = rows.iter().map(|row| row.0 * unit).collect();
                let margins = [
                    margin(&rows.iter().map(|row| row.1).collect::<Vec<_>>(), &share(&a)),
                    margin(&rows.iter().map(|row| row.2).collect::<Vec<_>>(), &share(&b)),
                ];
                rake(&base, &margins, Settings::default()).unwrap()
            };
            let first = build(&rows, 1.0);
            prop_assert!(first.reason.is_none() && first.error <= 1e-10);
            let mut turned = rows.clone();
            turned.rotate_left(turn);
            let mut other = build(&turned, 7.0).weights;
            other.rotate_right(turn);
            for (one, two) in first.weights.iter().zip(&other) {
                prop_assert!((one / two - 1.0).abs() < 1e-12);
            }
        }

        #[test]
        fn trimmed_weights_stay_below_the_bound_and_fit(extra in 30_usize..60) {
            // One row stands for as many people as thirty others.
            let categories: Vec<usize> = (0..=extra).map(|row| usize::from(row > 1)).collect();
            let second: Vec<usize> = (0..=extra).map(|row| row % 2).collect();
            let margins = [margin(&categories, &[20.0, 80.0]), margin(&second, &[50.0, 50.0])];
            let settings = Settings { trim: Some(3.0), ..Settings::default() };
            let raked = rake(&vec![1.0; extra + 1], &margins, settings).unwrap();
            let bound = 100.0 / (extra as f64 + 1.0) * 3.0 * (1.0 + 1e-5);
            // Two rows cannot carry 20 of 100 when each may carry little: that is said, not hidden.
            prop_assert!(raked.reason == Some(Reason::NotConverged) || raked.weights.iter().all(|w| *w <= bound));
        }
    }
}
