//! Several means at once: one-way analysis of variance, classical and Welch's.

use serde::Deserialize;
use serde::Serialize;

use super::counts::Summary;
use super::counts::ValueCounts;
use super::distribution;
use super::error::Reason;
use super::error::StatError;

/// An F test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FTest {
    /// The statistic.
    pub f: f64,
    /// Numerator degrees of freedom.
    pub df1: f64,
    /// Denominator degrees of freedom; fractional for Welch's test.
    pub df2: f64,
    /// P-value.
    pub p: f64,
}

/// Classical analysis of variance, which assumes equal variances.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Anova {
    /// The test.
    pub test: FTest,
    /// Share of the variance between groups, η².
    pub eta_squared: f64,
    /// η² without its bias, ω²; may fall a little below 0.
    pub omega_squared: f64,
}

/// Welch's analysis of variance, the default: groups and variances may differ in size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WelchAnova {
    /// The test over the groups used; absent when fewer than two remain.
    pub test: Option<FTest>,
    /// Groups used, counted from 0.
    pub used: Vec<usize>,
    /// Groups left out, counted from 0, and why.
    pub dropped: Vec<(usize, Reason)>,
}

/// Classical one-way analysis of variance of groups in any order; empty groups are left out.
///
/// # Errors
/// [`Reason::EmptyGroup`] when fewer than two groups have values, [`Reason::TooFewAnswers`] when every
/// group has one, [`Reason::ZeroVariance`] when no group has any spread.
///
/// Source: R. A. Fisher (1925), Statistical Methods for Research Workers.
pub fn classical(groups: &[Summary]) -> Result<Anova, StatError> {
    let filled: Vec<&Summary> = groups.iter().filter(|group| group.base > 0).collect();
    if filled.len() < 2 {
        return Err(Reason::EmptyGroup.into());
    }
    let size = |group: &Summary| group.base as f64;
    let n: f64 = filled.iter().map(|group| size(group)).sum();
    let (df1, df2) = (filled.len() as f64 - 1.0, n - filled.len() as f64);
    if df2 == 0.0 {
        return Err(Reason::TooFewAnswers.into());
    }
    let centre = filled.iter().map(|group| size(group) * group.mean).sum::<f64>() / n;
    let between: f64 = filled
        .iter()
        .map(|group| size(group) * (group.mean - centre).powi(2))
        .sum();
    let within: f64 = filled
        .iter()
        .map(|group| (size(group) - 1.0) * group.variance.unwrap_or(0.0))
        .sum();
    if within == 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    let error = within / df2;
    let f = between / df1 / error;
    Ok(Anova {
        test: FTest {
            f,
            df1,
            df2,
            p: distribution::f_sf(f, df1, df2),
        },
        eta_squared: between / (between + within),
        omega_squared: (between - df1 * error) / (between + within + error),
    })
}

/// Welch's one-way analysis of variance; groups without spread or with fewer than two values are
/// left out and named.
///
/// # Errors
/// [`Reason::EmptyGroup`] when fewer than two groups are given.
///
/// Source: B. L. Welch (1951), Biometrika 38, 330–336.
pub fn welch(groups: &[Summary]) -> Result<WelchAnova, StatError> {
    if groups.len() < 2 {
        return Err(Reason::EmptyGroup.into());
    }
    let (mut used, mut dropped, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for (place, group) in groups.iter().enumerate() {
        match group.variance {
            Some(variance) if variance > 0.0 => {
                used.push(place);
                kept.push((group.base as f64, group.mean, group.base as f64 / variance));
            }
            Some(_) => dropped.push((place, Reason::ZeroVariance)),
            None if group.base == 0 => dropped.push((place, Reason::EmptyGroup)),
            None => dropped.push((place, Reason::TooFewAnswers)),
        }
    }
    let test = (kept.len() > 1).then(|| welch_test(&kept));
    Ok(WelchAnova { test, used, dropped })
}

/// Brown–Forsythe test of equal variances: Levene's test about the medians.
///
/// # Errors
/// As [`classical`], of the distances from the medians.
///
/// Source: M. B. Brown & A. B. Forsythe (1974), J. Am. Stat. Assoc. 69, 364–367.
pub fn brown_forsythe(groups: &[ValueCounts]) -> Result<FTest, StatError> {
    let distances = groups
        .iter()
        .filter(|group| group.base() > 0)
        .map(|group| {
            let median = group.median()?;
            let pairs = group.pairs().iter().map(|pair| ((pair.0 - median).abs(), pair.1));
            ValueCounts::new(pairs)?.summary()
        })
        .collect::<Result<Vec<Summary>, StatError>>()?;
    Ok(classical(&distances)?.test)
}

/// Groups as (size, mean, size over variance).
fn welch_test(groups: &[(f64, f64, f64)]) -> FTest {
    let k = groups.len() as f64;
    let total: f64 = groups.iter().map(|group| group.2).sum();
    let centre = groups.iter().map(|(_, mean, weight)| weight * mean).sum::<f64>() / total;
    let between: f64 = groups
        .iter()
        .map(|(_, mean, weight)| weight * (mean - centre).powi(2))
        .sum();
    let lambda: f64 = groups
        .iter()
        .map(|(n, _, weight)| (1.0 - weight / total).powi(2) / (n - 1.0))
        .sum();
    let f = between / (k - 1.0) / (1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * lambda);
    let (df1, df2) = (k - 1.0, (k * k - 1.0) / (3.0 * lambda));
    FTest {
        f,
        df1,
        df2,
        p: distribution::f_sf(f, df1, df2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::t_test;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn with_two_groups_f_is_the_square_of_t(
            a in prop::collection::vec(1_i32..=7, 2..40), b in prop::collection::vec(1_i32..=7, 2..40),
        ) {
            let summary = |values: &[i32]| {
                ValueCounts::of(values.iter().copied().map(f64::from)).unwrap().summary().unwrap()
            };
            let pair = [summary(&a), summary(&b)];
            prop_assume!(pair.iter().all(|group| group.variance.unwrap() > 0.0));
            for (f, t) in [
                (welch(&pair).unwrap().test.unwrap(), t_test::welch(&pair[0], &pair[1], 0.95).unwrap()),
                (classical(&pair).unwrap().test, t_test::student(&pair[0], &pair[1], 0.95).unwrap()),
            ] {
                prop_assert!((f.f - t.statistic.unwrap().powi(2)).abs() < 1e-8 * (1.0 + f.f));
                prop_assert!((f.p - t.p.unwrap()).abs() < 1e-9);
            }
        }
    }
}
