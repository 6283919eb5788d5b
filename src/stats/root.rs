//! Where a function passes zero between two places, to a stated accuracy.
//!
//! Published numbers may hold the search's own error: to give them again, the steps must be the same and not only the
//! root. These are Brent's, as Netlib's `zeroin` and R's `uniroot` take them.

/// Steps after which the search ends with the best place so far.
const STEPS: usize = 1_000;

/// A place and the function's value there.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: f64,
    value: f64,
}

/// Brent's search between `low` and `high`; `None` when the function has the same sign at both.
///
/// The answer is off by at most `accuracy` + 4ε·|root|. Interpolates through the last places where that shortens the
/// bracket fast enough, and halves it otherwise.
///
/// Source: R. P. Brent (1973), Algorithms for Minimization without Derivatives, chapter 4.
pub(super) fn brent(function: impl Fn(f64) -> f64, [low, high]: [f64; 2], accuracy: f64) -> Option<f64> {
    let place = |at| Place {
        at,
        value: function(at),
    };
    let (mut before, mut best) = (place(low), place(high));
    if before.value == 0.0 {
        return Some(low);
    }
    if before.value * best.value > 0.0 || (before.value * best.value).is_nan() {
        return None;
    }
    // The root lies between `best` and `across`.
    let mut across = before;
    for _ in 0..=STEPS {
        let last_step = best.at - before.at;
        if across.value.abs() < best.value.abs() {
            (before, best, across) = (best, across, best);
        }
        let near = 2.0 * f64::EPSILON * best.at.abs() + accuracy / 2.0;
        let half = (across.at - best.at) / 2.0;
        if half.abs() <= near || best.value == 0.0 {
            break;
        }
        let promising = last_step.abs() >= near && before.value.abs() > best.value.abs();
        let step = promising
            .then(|| interpolated([before, best, across], last_step, near))
            .flatten()
            .unwrap_or(half);
        before = best;
        best = place(best.at + step.abs().max(near).copysign(step));
        if best.value * across.value > 0.0 {
            across = before;
        }
    }
    Some(best.at)
}

/// The step to the root of the line, or of the inverse parabola, through the places; `None` where halving is safer.
fn interpolated([before, best, across]: [Place; 3], last_step: f64, near: f64) -> Option<f64> {
    let width = across.at - best.at;
    let fall = best.value / before.value;
    let (over, under) = if before.at.total_cmp(&across.at).is_eq() {
        (width * fall, 1.0 - fall)
    } else {
        let (q, t) = (before.value / across.value, best.value / across.value);
        let over = fall * (width * q * (q - t) - (best.at - before.at) * (t - 1.0));
        (over, (q - 1.0) * (t - 1.0) * (fall - 1.0))
    };
    // The numerator is kept positive, the sign of the step stands below.
    let (over, under) = if over > 0.0 { (over, -under) } else { (-over, under) };
    let inside = over < 0.75 * width * under - (near * under).abs() / 2.0;
    let shorter = over < (last_step * under / 2.0).abs();
    (inside && shorter).then(|| over / under)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;

    #[test]
    fn brents_own_cubic_has_its_root() {
        // x³ − 2x − 5, Wallis's equation: 2.0945514815423265.
        let got = brent(|x| x * x * x - 2.0 * x - 5.0, [2.0, 3.0], 0.0).unwrap();
        assert!((got - 2.094_551_481_542_326_5).abs() < 1e-15, "{got}");
    }

    #[test]
    fn ends_are_roots_and_equal_signs_have_none() {
        assert_eq!(brent(|x| x, [0.0, 1.0], 1e-3), Some(0.0));
        assert_eq!(brent(|x| x - 1.0, [0.0, 1.0], 1e-3), Some(1.0));
        assert_eq!(brent(|x| x + 1.0, [0.0, 1.0], 1e-3), None);
        assert_eq!(brent(|_| f64::NAN, [0.0, 1.0], 1e-3), None);
    }

    proptest! {
        #[test]
        fn the_answer_is_as_near_as_asked_and_found_soon(root in -5.0..5.0_f64, steep in 0.1..30.0_f64, digits in 2_i32..12) {
            let asked = Cell::new(0);
            let accuracy = 10_f64.powi(-digits);
            let got = brent(|x| { asked.set(asked.get() + 1); (steep * (x - root)).tanh() }, [-6.0, 7.0], accuracy);
            prop_assert!((got.unwrap() - root).abs() <= accuracy + 1e-14);
            prop_assert!(asked.get() < 100, "{}", asked.get());
        }
    }
}
