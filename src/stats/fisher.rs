//! Fisher's exact test of a 2×2 table, and the odds ratio in its two usual forms.
//!
//! Everything is summed in log space from ratios of neighbouring tables, so that strong
//! associations and large tables keep their digits.

use serde::Deserialize;
use serde::Serialize;

use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;
use super::root::brent;

/// Result of the exact test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FisherExact {
    /// Two-sided p-value: all tables no more probable than the one seen; 1 with an empty margin.
    pub p: f64,
    /// Sample odds ratio a·d/(b·c); absent when it is infinite or a margin is empty.
    pub odds_ratio: Option<f64>,
    /// [`Reason::ZeroMargin`] with an empty margin, [`Reason::Boundary`] for an infinite ratio.
    pub reason: Option<Reason>,
}

/// The odds ratio given the margins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ConditionalOddsRatio {
    /// Conditional maximum-likelihood estimate; absent when it is infinite.
    pub estimate: Option<f64>,
    /// Lower bound; 0 when the estimate is 0.
    pub low: f64,
    /// Upper bound; absent when it is infinite.
    pub high: Option<f64>,
}

/// Fisher's exact test, two-sided by the rule "sum of probabilities up to the observed".
///
/// `table` is `[[a, b], [c, d]]`.
///
/// Source: R. A. Fisher (1934), Statistical Methods for Research Workers, §21.02.
#[must_use]
pub fn test(table: [[u64; 2]; 2]) -> FisherExact {
    let Some(tables) = Tables::with_margins_of(table) else {
        return FisherExact {
            p: 1.0,
            odds_ratio: None,
            reason: Some(Reason::ZeroMargin),
        };
    };
    // Equally probable tables must not be lost to rounding.
    let limit = tables.ln_weights[tables.observed] + 1e-7_f64.ln_1p();
    let rare = tables.ln_weights.iter().copied().filter(|weight| *weight <= limit);
    let p = (ln_sum(rare) - ln_sum(tables.ln_weights.iter().copied()))
        .exp()
        .min(1.0);
    let [[a, b], [c, d]] = table.map(|row| row.map(|cell| cell as f64));
    let infinite = b * c == 0.0;
    FisherExact {
        p,
        odds_ratio: (!infinite).then(|| a / b * (d / c)),
        reason: infinite.then_some(Reason::Boundary),
    }
}

/// Conditional maximum-likelihood odds ratio with its exact interval.
///
/// # Errors
/// [`Reason::ZeroMargin`] when a row or column is empty; [`StatError::Domain`] for a level outside (0, 1).
///
/// Source: J. Cornfield (1956), Proc. 3rd Berkeley Symp. 4, 135–148.
pub fn conditional_odds_ratio(table: [[u64; 2]; 2], level: f64) -> Result<ConditionalOddsRatio, StatError> {
    let tail = interval::tail(level)?;
    let tables = Tables::with_margins_of(table).ok_or(Reason::ZeroMargin)?;
    let last = tables.ln_weights.len() - 1;
    let (lowest, highest) = (tables.observed == 0, tables.observed == last);
    let estimate = if lowest {
        Some(0.0)
    } else if highest {
        None
    } else {
        Some(root(|ln_odds| tables.mean_place(ln_odds) - tables.observed as f64))
    };
    let low = if lowest {
        0.0
    } else {
        root(|ln_odds| tables.share_from(ln_odds) - tail)
    };
    let high = (!highest).then(|| root(|ln_odds| tail - tables.share_up_to(ln_odds)));
    Ok(ConditionalOddsRatio { estimate, low, high })
}

/// The same as R's `fisher.test` prints it: found to ε^¼, about 1.2e-4, only.
///
/// R looks for odds below 1 themselves and for those above 1 by their reciprocal, with Brent's search over (0, 1) and
/// that absolute accuracy; very small odds and very large ones lose their last digits. Where R stops, because the odds
/// exceed 1/ε, the accurate ones stand.
///
/// # Errors
/// As [`conditional_odds_ratio`].
///
/// Source: R 4.2.2, `stats::fisher.test` and `stats::uniroot`.
pub fn conditional_odds_ratio_of_r(table: [[u64; 2]; 2], level: f64) -> Result<ConditionalOddsRatio, StatError> {
    let accurate = conditional_odds_ratio(table, level)?;
    let tail = interval::tail(level)?;
    let tables = Tables::with_margins_of(table).ok_or(Reason::ZeroMargin)?;
    let estimate = |ln_odds| tables.mean_place(ln_odds) - tables.observed as f64;
    let low = |ln_odds| tables.share_from(ln_odds) - tail;
    let high = |ln_odds| tail - tables.share_up_to(ln_odds);
    // Odds of 0 come from the margins, not from a search.
    let lowest = tables.observed == 0;
    Ok(ConditionalOddsRatio {
        estimate: accurate
            .estimate
            .map(|odds| if lowest { odds } else { coarse_root(estimate, odds) }),
        low: if lowest {
            accurate.low
        } else {
            coarse_root(low, accurate.low)
        },
        high: accurate.high.map(|odds| coarse_root(high, odds)),
    })
}

impl ConditionalOddsRatio {
    /// Both bounds, where both are finite.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        self.high.map(|high| Interval { low: self.low, high })
    }
}

/// All tables with the same margins, smallest first cell first.
struct Tables {
    /// Logarithm of each table's probability, but for a common constant.
    ln_weights: Vec<f64>,
    /// Place of the observed table.
    observed: usize,
}

impl Tables {
    /// `None` when a margin is empty: then there is only one table.
    fn with_margins_of([[a, b], [c, d]]: [[u64; 2]; 2]) -> Option<Self> {
        let (row, other_row, column, other_column) = (a + b, c + d, a + c, b + d);
        if [row, other_row, column, other_column].contains(&0) {
            return None;
        }
        let smallest = column.saturating_sub(other_row);
        let largest = row.min(column);
        let mut ln_weights = vec![0.0];
        let mut weight = 0.0;
        for cell in smallest..largest {
            let up = (row - cell) as f64 * (column - cell) as f64;
            let down = (cell + 1) as f64 * (other_row + cell + 1 - column) as f64;
            weight += (up / down).ln();
            ln_weights.push(weight);
        }
        let observed = usize::try_from(a - smallest).ok()?;
        Some(Self { ln_weights, observed })
    }

    /// Probability of each table when the odds ratio has this logarithm.
    fn shares(&self, ln_odds: f64) -> Vec<f64> {
        let tilted = self.ln_weights.iter().enumerate().map(|(place, weight)| match place {
            // Odds of 0 leave the first table alone.
            0 => *weight,
            _ => weight + place as f64 * ln_odds,
        });
        let largest = tilted.clone().fold(f64::NEG_INFINITY, f64::max);
        let parts: Vec<f64> = tilted.map(|weight| (weight - largest).exp()).collect();
        let whole: f64 = parts.iter().sum();
        parts.into_iter().map(|part| part / whole).collect()
    }

    fn mean_place(&self, ln_odds: f64) -> f64 {
        let shares = self.shares(ln_odds).into_iter().enumerate();
        shares.map(|(place, share)| place as f64 * share).sum()
    }

    fn share_from(&self, ln_odds: f64) -> f64 {
        self.shares(ln_odds)[self.observed..].iter().sum()
    }

    fn share_up_to(&self, ln_odds: f64) -> f64 {
        self.shares(ln_odds)[..=self.observed].iter().sum()
    }
}

/// ln Σ exp, without overflow.
fn ln_sum(logs: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + logs.map(|log| (log - largest).exp()).sum::<f64>().ln()
}

/// The odds at which a rising function of their logarithm passes zero.
fn root(rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-700.0, 700.0);
    while high - low > 1e-13 * (1.0 + f64::abs(low)) {
        let middle = f64::midpoint(low, high);
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high).exp()
}

/// The same as [`root`] by R's search; `otherwise` where the odds are beyond its reach.
fn coarse_root(rising: impl Fn(f64) -> f64, otherwise: f64) -> f64 {
    let accuracy = f64::EPSILON.powf(0.25);
    let of_odds = |odds: f64| rising(odds.ln());
    let at_one = of_odds(1.0);
    let found = if at_one > 0.0 {
        brent(of_odds, [0.0, 1.0], accuracy)
    } else if at_one < 0.0 {
        brent(|inverse| of_odds(1.0 / inverse), [f64::EPSILON, 1.0], accuracy).map(f64::recip)
    } else {
        Some(1.0)
    };
    found.unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strong_associations_keep_their_digits() {
        // Exact rational arithmetic.
        for (table, want) in [
            ([[500, 20], [30, 600]], 9.993_265_010_801_558e-257),
            ([[40, 2], [3, 45]], 1.751_192_885_268_564_8e-19),
            ([[12, 5], [29, 2]], 0.080_268_552_074_104_65),
            ([[3, 1], [1, 3]], 0.485_714_285_714_285_7),
            ([[700, 670], [683, 696]], 0.423_169_184_083_822_2),
        ] {
            let got = test(table).p;
            assert!((got / want - 1.0).abs() < 1e-10, "{table:?} {got:e} {want:e}");
        }
    }

    #[test]
    fn conditional_odds_agree_with_scipy() {
        for (table, estimate, low, high) in [
            (
                [[3, 1], [1, 3]],
                6.408_319_658_199_662,
                0.211_735_595_446_579_66,
                626.243_530_588_814_1,
            ),
            (
                [[8, 1], [2, 5]],
                15.465_819_716_921_013,
                1.008_849_207_947_716_7,
                1_059.639_495_086_28,
            ),
            (
                [[310, 260], [190, 240]],
                1.505_452_197_967_641_4,
                1.161_579_328_828_352,
                1.952_991_089_085_364_6,
            ),
            ([[0, 6], [7, 4]], 0.0, 0.0, 0.850_310_073_816_959),
        ] {
            let got = conditional_odds_ratio(table, 0.95).unwrap();
            for (got, want) in [
                (got.estimate.unwrap(), estimate),
                (got.low, low),
                (got.high.unwrap(), high),
            ] {
                assert!((got - want).abs() <= 1e-9 * want, "{table:?} {got} {want}");
            }
        }
    }

    #[test]
    fn conditional_odds_of_r_agree_with_r() {
        // R 4.2.2, fisher.test.
        for (table, estimate, low, high) in [
            (
                [[3, 1], [1, 3]],
                6.408_308_867_005_788,
                0.211_732_915_305_502_92,
                621.933_750_545_417_3,
            ),
            (
                [[8, 1], [2, 5]],
                15.469_687_462_886_919,
                1.008_849_380_396_617,
                1_049.791_446_131_754_8,
            ),
            (
                [[310, 260], [190, 240]],
                1.505_415_996_462_515_1,
                1.161_547_080_643_72,
                1.952_958_738_239_385_2,
            ),
            ([[0, 6], [7, 4]], 0.0, 0.0, 0.850_328_240_740_872_4),
        ] {
            let got = conditional_odds_ratio_of_r(table, 0.95).unwrap();
            for (got, want) in [
                (got.estimate.unwrap(), estimate),
                (got.low, low),
                (got.high.unwrap(), high),
            ] {
                assert!((got - want).abs() <= 1e-9 * want, "{table:?} {got} {want}");
            }
        }
        let even = conditional_odds_ratio_of_r([[5, 5], [5, 5]], 0.95).unwrap();
        assert!((even.estimate.unwrap() - 1.0).abs() < 1e-4, "{even:?}");
        let infinite = conditional_odds_ratio_of_r([[6, 0], [4, 7]], 0.95).unwrap();
        assert_eq!((infinite.estimate, infinite.high), (None, None));
    }

    proptest! {
        #[test]
        fn odds_of_r_are_as_near_as_its_search(cells in prop::array::uniform4(0_u64..40)) {
            let [a, b, c, d] = cells;
            let table = [[a, b], [c, d]];
            let (Ok(got), Ok(want)) = (conditional_odds_ratio_of_r(table, 0.95), conditional_odds_ratio(table, 0.95)) else {
                return Ok(());
            };
            let pairs = [(got.estimate, want.estimate), (Some(got.low), Some(want.low)), (got.high, want.high)];
            for (got, want) in pairs {
                prop_assert_eq!(got.is_some(), want.is_some());
                let (Some(got), Some(want)) = (got, want) else { continue };
                let off = if want > 1.0 { 1.0 / got - 1.0 / want } else { got - want };
                prop_assert!(off.abs() < 1.3e-4, "{:?} {} {}", table, got, want);
            }
        }

        #[test]
        fn p_is_a_probability_and_the_table_may_be_turned(cells in prop::array::uniform4(0_u64..60)) {
            let [a, b, c, d] = cells;
            let got = test([[a, b], [c, d]]).p;
            prop_assert!(got > 0.0 && got <= 1.0);
            for turned in [[[a, c], [b, d]], [[c, d], [a, b]], [[b, a], [d, c]]] {
                prop_assert!((test(turned).p - got).abs() < 1e-10);
            }
        }

        #[test]
        fn the_exact_interval_holds_the_conditional_estimate(cells in prop::array::uniform4(1_u64..30)) {
            let [a, b, c, d] = cells;
            let got = conditional_odds_ratio([[a, b], [c, d]], 0.95).unwrap();
            let estimate = got.estimate.unwrap();
            prop_assert!(got.interval().unwrap().contains(estimate));
        }
    }
}
