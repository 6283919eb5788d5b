//! Column letters: which columns of a banner a figure is significantly higher than.
//!
//! Decided here and nowhere else. The test of two columns is that of [`compare`](super::compare()), or of
//! [`compare_sharing`](super::compare_sharing) where they have respondents in common.

use super::compare::Test;
use super::compare::compare;
use super::compare::linearised;
use super::sharing::compare_sharing;
use crate::measure::Basis;
use crate::measure::Estimate;
use crate::stats::Comparison;
use crate::stats::Summary;
use crate::stats::adjust;
use crate::stats::anova;
use crate::stats::contingency;
use crate::stats::overlap::Shared;
use crate::stats::two_proportions::Tally;
use crate::stats::wald;

/// How the comparisons of a row are corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Letters {
    /// Holm over the pairs of a row, and none at all where the columns as a whole do not differ.
    #[default]
    Holm,
    /// Benjamini–Hochberg over the pairs of a row.
    BenjaminiHochberg,
    /// Not: a letter at α, a small letter at 2α, as agencies print them.
    Unadjusted,
    /// No letters.
    None,
}

/// What two columns have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bond {
    /// No respondent.
    Apart,
    /// These respondents.
    Sharing(Shared),
    /// Sampling units of a design, and respondents unless they are apart: the comparison of the two under it.
    Design(Comparison, Apart),
    /// Nobody knows: there is no test.
    Unknown,
}

/// Whether two columns of a design have no respondent in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// None.
    Yes,
    /// Some.
    No,
}

/// How letters are given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lettering {
    /// The correction.
    pub letters: Letters,
    /// Two-sided significance level of a letter, such as 0.05.
    pub alpha: f64,
    /// Columns with fewer respondents are not tested.
    pub least_base: u64,
}

/// How sure a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// At 2α only; without correction alone.
    Weak,
    /// At α.
    Strong,
}

/// What the test of all columns at once said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gate {
    /// It was not asked: two columns, another correction, or it cannot be computed. Holm's correction stands alone then.
    None,
    /// The columns differ: p.
    Open(f64),
    /// No evidence that they differ at all, so no letters: p.
    Closed(f64),
}

/// Two columns tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Position of a column.
    pub first: usize,
    /// Position of a later column.
    pub second: usize,
    /// First minus second.
    pub comparison: Comparison,
    /// The test.
    pub test: Test,
    /// Corrected p (the plain one where nothing is corrected).
    pub p: f64,
    /// How sure the difference is; `None` when it is not.
    pub strength: Option<Strength>,
}

/// The letters of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowLetters {
    /// Pairs that were tested, in order.
    pub pairs: Vec<Pair>,
    /// The test of all columns.
    pub gate: Gate,
}

impl RowLetters {
    /// The columns that a column is significantly higher than.
    #[must_use]
    pub fn below(&self, column: usize) -> Vec<(usize, Strength)> {
        let higher = |pair: &Pair| {
            let up = pair.comparison.difference > 0.0;
            let other = match (pair.first == column, pair.second == column) {
                (true, _) if up => pair.second,
                (_, true) if !up => pair.first,
                _ => return None,
            };
            Some((other, pair.strength?))
        };
        let mut found: Vec<(usize, Strength)> = self.pairs.iter().filter_map(higher).collect();
        found.sort_unstable();
        found
    }

    /// The columns a column was tested against, with the p-value of each.
    #[must_use]
    pub fn tested(&self, column: usize) -> Vec<(usize, f64)> {
        let other = |pair: &Pair| match (pair.first == column, pair.second == column) {
            (true, _) => Some((pair.second, pair.p)),
            (_, true) => Some((pair.first, pair.p)),
            _ => None,
        };
        self.pairs.iter().filter_map(other).collect()
    }
}

/// The letters of one row of one banner. `columns` are its estimates, `None` where one is not shown: what is hidden takes
/// part in no test, so no letter can tell of it. `bond` says what two columns have in common.
#[must_use]
pub fn letters(columns: &[Option<&Estimate>], bond: &dyn Fn(usize, usize) -> Bond, how: &Lettering) -> RowLetters {
    let nothing = RowLetters {
        pairs: Vec::new(),
        gate: Gate::None,
    };
    if how.letters == Letters::None {
        return nothing;
    }
    let shown = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((at, (*column)?)));
    let tested: Vec<(usize, &Estimate)> = shown.filter(|(_, column)| column.base >= how.least_base).collect();
    let mut pairs = Vec::new();
    let mut bonds = vec![Bond::Apart; tested.len() * tested.len()];
    for (i, (first, a)) in tested.iter().enumerate() {
        for (j, (second, b)) in tested.iter().enumerate().skip(i + 1) {
            let bond = bond(*first, *second);
            (bonds[i * tested.len() + j], bonds[j * tested.len() + i]) = (bond, bond);
            let (comparison, test) = match bond {
                Bond::Sharing(shared) => compare_sharing(a, b, shared, 1.0 - how.alpha),
                Bond::Design(comparison, _) if varies(a) && varies(b) => {
                    (comparison, comparison.p.map_or(Test::None, |_| Test::Design))
                }
                // A share of 0 or 1 has no variance under a design; its effective base has.
                Bond::Apart | Bond::Design(_, Apart::Yes) => compare(a, b, 1.0 - how.alpha),
                Bond::Design(_, Apart::No) | Bond::Unknown => continue,
            };
            pairs.extend(comparison.p.map(|p| Pair {
                first: *first,
                second: *second,
                comparison,
                test,
                p,
                strength: None,
            }));
        }
    }
    let gate = match how.letters {
        Letters::Holm => gate(&tested, &bonds, how.alpha),
        _ => Gate::None,
    };
    decide(&mut pairs, gate, how);
    RowLetters { pairs, gate }
}

fn varies(estimate: &Estimate) -> bool {
    matches!(estimate.basis, Basis::Linearised(_))
}

/// Corrects the p-values of a row and says which differences are sure.
fn decide(pairs: &mut [Pair], gate: Gate, how: &Lettering) {
    let plain: Vec<Option<f64>> = pairs.iter().map(|pair| Some(pair.p)).collect();
    let corrected = match how.letters {
        Letters::Holm => adjust::holm(&plain),
        Letters::BenjaminiHochberg => adjust::benjamini_hochberg(&plain),
        Letters::Unadjusted | Letters::None => plain,
    };
    for (pair, p) in pairs.iter_mut().zip(corrected) {
        pair.p = p.unwrap_or(pair.p);
        pair.strength = match how.letters {
            _ if matches!(gate, Gate::Closed(_)) => None,
            _ if pair.p < how.alpha => Some(Strength::Strong),
            Letters::Unadjusted if pair.p < 2.0 * how.alpha => Some(Strength::Weak),
            _ => None,
        };
    }
}

/// The test of all columns at once. Of two it would be the pair's own test again.
fn gate(columns: &[(usize, &Estimate)], bonds: &[Bond], alpha: f64) -> Gate {
    let p = (columns.len() > 2).then(|| omnibus(columns, bonds)).flatten();
    match p {
        Some(p) if p < alpha => Gate::Open(p),
        Some(p) => Gate::Closed(p),
        None => Gate::None,
    }
}

/// P-value of the test that all columns are alike: χ² for shares, Welch's F for means, Wald's test else, and wherever
/// columns share respondents. `None` where it cannot be trusted: small expected counts, columns without spread.
fn omnibus(columns: &[(usize, &Estimate)], bonds: &[Bond]) -> Option<f64> {
    let estimates: Vec<&Estimate> = columns.iter().map(|(_, estimate)| *estimate).collect();
    if bonds.iter().all(|bond| *bond == Bond::Apart) {
        let tallies: Option<Vec<Tally>> = each(&estimates, |basis| match basis {
            Basis::Tally(tally) => Some(*tally),
            _ => None,
        });
        if let Some(tallies) = tallies {
            return shares(&tallies);
        }
        let means: Option<Vec<Summary>> = each(&estimates, |basis| match basis {
            Basis::Mean(summary) => Some(*summary),
            _ => None,
        });
        if let Some(means) = means {
            let made = anova::welch(&means).ok()?;
            // A column without spread would stand outside the test that is to speak for all.
            return made.test.filter(|_| made.dropped.is_empty()).map(|test| test.p);
        }
    }
    if bonds.contains(&Bond::Unknown) {
        return None;
    }
    let k = estimates.len();
    let known = estimates
        .iter()
        .map(|estimate| linearised(&estimate.basis))
        .collect::<Option<Vec<_>>>()?;
    let mut covariance = vec![0.0; k * k];
    for i in 0..k {
        covariance[i * k + i] += known[i].variance;
        for j in 0..k {
            covariance[i * k + j] += match bonds[i * k + j] {
                Bond::Sharing(both) => both.covariance,
                // The variance of a difference tells the covariance.
                Bond::Design(pair, _) => {
                    let error = pair.standard_error?;
                    (known[i].variance + known[j].variance - error * error) / 2.0
                }
                Bond::Apart | Bond::Unknown => 0.0,
            };
        }
    }
    let normal = estimates
        .iter()
        .all(|estimate| matches!(estimate.basis, Basis::Tally(_) | Basis::Nps(_)));
    // Shared respondents must not count twice: with any, the degrees of freedom are those of the largest column.
    let df = known.iter().map(|known| known.df);
    let df = if bonds.iter().all(|bond| *bond == Bond::Apart) {
        df.sum()
    } else {
        df.fold(1.0, f64::max)
    };
    let values: Vec<f64> = known.iter().map(|known| known.value).collect();
    let denominator = (!normal).then_some(df);
    wald::equality(&values, &covariance, denominator)
        .ok()
        .map(|test| test.p)
}

fn each<T>(estimates: &[&Estimate], of: impl Fn(&Basis) -> Option<T>) -> Option<Vec<T>> {
    estimates.iter().map(|estimate| of(&estimate.basis)).collect()
}

/// Pearson's χ² of hits and misses by column, where its expected counts allow it (at most a fifth below 5, none below 1).
fn shares(tallies: &[Tally]) -> Option<f64> {
    let table: Vec<[u64; 2]> = tallies
        .iter()
        .map(|tally| [tally.hits, tally.base - tally.hits])
        .collect();
    let found = contingency::associate(&table).ok()?;
    let trusted = found.smallest_expected >= 1.0 && 5 * found.small_cells <= 2 * tallies.len();
    trusted.then_some(found.pearson.p)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Method;

    fn share(hits: u64, base: u64) -> Estimate {
        Estimate {
            value: hits as f64 / base as f64,
            interval: None,
            no_interval: None,
            base,
            effective_base: base as f64,
            method: Method::Wilson,
            basis: Basis::Tally(Tally { hits, base }),
            left_out: Vec::new(),
        }
    }

    fn row(columns: &[(u64, u64)], letters_by: Letters, bond: Bond) -> RowLetters {
        let estimates: Vec<Estimate> = columns.iter().map(|(hits, base)| share(*hits, *base)).collect();
        let shown: Vec<Option<&Estimate>> = estimates.iter().map(Some).collect();
        let how = Lettering {
            letters: letters_by,
            alpha: 0.05,
            least_base: 30,
        };
        letters(&shown, &|_, _| bond, &how)
    }

    fn p(found: &RowLetters) -> Vec<f64> {
        found.pairs.iter().map(|pair| pair.p).collect()
    }

    #[track_caller]
    fn close(got: &[f64], want: &[f64]) {
        let same = got.len() == want.len() && got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-10);
        assert!(same, "{got:?} against {want:?}");
    }

    // 80, 60 and 48 of 200: p-values by scipy 1.17 (norm.sf of the pooled z, chi2_contingency), Holm by hand.
    const COLUMNS: [(u64, u64); 3] = [(80, 200), (60, 200), (48, 200)];
    const PLAIN: [f64; 3] = [
        0.036_031_686_218_233_47,
        0.000_603_644_198_133_428_9,
        0.176_543_400_834_329_73,
    ];

    #[test]
    fn holm_gives_a_letter_where_the_corrected_p_is_small() {
        let found = row(&COLUMNS, Letters::Holm, Bond::Apart);
        close(&p(&found), &[2.0 * PLAIN[0], 3.0 * PLAIN[1], PLAIN[2]]);
        assert!(matches!(found.gate, Gate::Open(p) if (p - 0.002_303_961_175_235_640_4).abs() < 1e-12));
        assert_eq!(found.below(0), [(2, Strength::Strong)]);
        assert_eq!((found.below(1), found.below(2)), (vec![], vec![]));
        assert_eq!(
            found.tested(2).iter().map(|(other, _)| *other).collect::<Vec<_>>(),
            [0, 1]
        );
    }

    #[test]
    fn without_correction_there_are_more_letters_and_small_ones() {
        let found = row(&COLUMNS, Letters::Unadjusted, Bond::Apart);
        close(&p(&found), &PLAIN);
        assert_eq!(found.below(0), [(1, Strength::Strong), (2, Strength::Strong)]);
        let weak = row(&[(80, 200), (63, 200)], Letters::Unadjusted, Bond::Apart);
        // z = 1.774, p = 0.0761 by hand.
        assert_eq!(weak.below(0), [(1, Strength::Weak)]);
    }

    #[test]
    fn where_all_columns_together_do_not_differ_there_is_no_letter() {
        // χ² p = 0.356 though 50 against 36 of 100 alone has p = 0.0455 (scipy); Benjamini–Hochberg has no such gate.
        let columns = [(50, 100), (44, 100), (42, 100), (40, 100), (36, 100)];
        let found = row(&columns, Letters::Holm, Bond::Apart);
        assert!(matches!(found.gate, Gate::Closed(p) if (p - 0.355_862_350_800_645_4).abs() < 1e-12));
        assert!(found.pairs.iter().all(|pair| pair.strength.is_none()));
        let plain = row(&columns, Letters::Unadjusted, Bond::Apart);
        assert_eq!(plain.below(0), [(4, Strength::Strong)]);
        assert_eq!(plain.gate, Gate::None);
    }

    #[test]
    fn small_hidden_and_unknown_columns_take_no_part() {
        let (large, small) = (share(10, 200), share(29, 29));
        let how = Lettering {
            letters: Letters::Holm,
            alpha: 0.05,
            least_base: 30,
        };
        let found = letters(&[Some(&large), Some(&small), None], &|_, _| Bond::Apart, &how);
        assert!(found.pairs.is_empty());
        assert!(row(&COLUMNS, Letters::Holm, Bond::Unknown).pairs.is_empty());
        assert!(row(&COLUMNS, Letters::None, Bond::Apart).pairs.is_empty());
    }

    #[test]
    fn shared_respondents_make_a_difference_surer() {
        // 80 and 60 of 200 with 100 shared: pooled 0.35, z = 0.1 / √(0.35·0.65·(2/200 − 200/40000)) = 2.965.
        let shared = Bond::Sharing(Shared {
            base: 100,
            covariance: 0.000_5,
        });
        let found = row(&COLUMNS[..2], Letters::Unadjusted, shared);
        let z = found.pairs[0].comparison.statistic.unwrap();
        assert!((z - 0.1 / (0.35_f64 * 0.65 * 0.005).sqrt()).abs() < 1e-12);
        assert_eq!(found.pairs[0].test, Test::Overlapping);
    }

    #[test]
    fn columns_of_a_design_are_compared_as_the_design_says() {
        let made = Comparison {
            p: Some(0.001),
            standard_error: Some(0.03),
            ..Comparison::without_test(0.1, crate::stats::Reason::ZeroVariance)
        };
        let designed = |hits| Estimate {
            basis: Basis::Linearised(crate::stats::weighted::Linearised {
                value: hits as f64 / 200.0,
                variance: 0.001,
                df: 20.0,
            }),
            ..share(hits, 200)
        };
        let how = Lettering {
            letters: Letters::Unadjusted,
            alpha: 0.05,
            least_base: 30,
        };
        let (one, two, all) = (designed(80), designed(60), share(200, 200));
        let bond = |_, _| Bond::Design(made, Apart::No);
        let found = letters(&[Some(&one), Some(&two)], &bond, &how);
        assert_eq!((p(&found), found.pairs[0].test), (vec![0.001], Test::Design));
        // A share without variance and respondents in common: there is no test.
        assert!(letters(&[Some(&one), Some(&all)], &bond, &how).pairs.is_empty());
    }
}
