//! Families of tests and their corrections. They come from the definition, never from the document.

use crate::stats::adjust;
use serde::Serialize;
use std::collections::BTreeMap;

/// How the p-values of a family are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// Holm: no false finding in the family, with probability `1 - alpha`.
    Holm,
    /// Benjamini–Hochberg: few false ones among the findings.
    BenjaminiHochberg,
}

/// Which comparisons are adjusted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Families {
    /// The families of the design: headline measures of a wave, segments of a measure, …
    #[default]
    Declared,
    /// All comparisons of a run in one Benjamini–Hochberg family.
    All,
}

/// A p-value that waits for its family.
#[derive(Debug, Clone)]
pub(super) struct Raw<'a> {
    pub family: &'a str,
    pub correction: Correction,
    /// `None` when there is no test, or the bases are too small for a verdict: it does not count.
    pub p: Option<f64>,
}

/// Adjusted p-values in the order of `raw`, and the number of tests in each one's family.
pub(super) fn adjust(raw: &[Raw<'_>]) -> Vec<(Option<f64>, usize)> {
    // Comparisons of a family mostly follow each other: runs of them are looked up once.
    let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut start = 0;
    for run in raw.chunk_by(|one, two| one.family == two.family) {
        families
            .entry(run[0].family)
            .or_default()
            .extend(start..start + run.len());
        start += run.len();
    }
    let mut done = vec![(None, 0); raw.len()];
    for places in families.values() {
        let p: Vec<Option<f64>> = places.iter().map(|place| raw[*place].p).collect();
        let tests = p.iter().flatten().count();
        let adjusted = match raw[places[0]].correction {
            Correction::Holm => adjust::holm(&p),
            Correction::BenjaminiHochberg => adjust::benjamini_hochberg(&p),
        };
        for (place, p) in places.iter().zip(adjusted) {
            done[*place] = (p, tests);
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_adjusted_apart_and_missing_tests_do_not_count() {
        let raw = |family: &'static str, correction, p| Raw { family, correction, p };
        let adjusted = adjust(&[
            raw("a", Correction::Holm, Some(0.01)),
            raw("b", Correction::BenjaminiHochberg, Some(0.02)),
            raw("a", Correction::Holm, None),
            raw("a", Correction::Holm, Some(0.04)),
            raw("b", Correction::BenjaminiHochberg, Some(0.03)),
        ]);
        // Holm by hand: 0.01·2, then max(0.02, 0.04·1); Benjamini–Hochberg: min(0.02·2/1, 0.03·2/2), 0.03.
        let expected = [
            (Some(0.02), 2),
            (Some(0.03), 2),
            (None, 2),
            (Some(0.04), 2),
            (Some(0.03), 2),
        ];
        for (got, want) in adjusted.iter().zip(expected) {
            assert_eq!(got.1, want.1);
            assert!(
                got.0.zip(want.0).is_none_or(|(a, b)| (a - b).abs() < 1e-12) && got.0.is_some() == want.0.is_some()
            );
        }
    }
}
