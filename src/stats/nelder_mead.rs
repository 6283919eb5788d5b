//! The downhill simplex as R's `optim` runs it by default, with its start, its factors and its end.
//!
//! Only for numbers that other software prints from a search that ended early; what is computed for its own sake here
//! climbs by slopes instead.
//!
//! Sources: J. A. Nelder & R. Mead (1965), Computer Journal 7, 308–313; J. C. Nash (1990), Compact Numerical Methods
//! for Computers, 2nd ed., algorithm 19.

/// What stands for a value that is not finite.
const HIGH: f64 = 1e35;

/// Relative fall of the values over the simplex at which the search ends.
const TOLERANCE: f64 = 1e-8;

/// Evaluations after which it ends in any case.
const MOST: u32 = 500;

/// A place with its value.
#[derive(Clone)]
struct Corner {
    place: Vec<f64>,
    value: f64,
}

/// The lowest place found from `start`.
pub(super) fn lowest(start: &[f64], f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let mut evaluations = 0_u32;
    let mut at = |place: Vec<f64>| {
        evaluations += 1;
        let value = f(&place);
        let value = if value.is_finite() { value } else { HIGH };
        (Corner { place, value }, evaluations)
    };
    let first = at(start.to_vec()).0;
    let near = TOLERANCE * (first.value.abs() + TOLERANCE);
    let largest = start.iter().fold(0.0_f64, |largest, x| largest.max(0.1 * x.abs()));
    let step = if largest > 0.0 { largest } else { 0.1 };
    let mut corners = vec![first];
    for axis in 0..start.len() {
        let mut place = start.to_vec();
        place[axis] += step;
        corners.push(at(place).0);
    }
    let mut size = step * start.len() as f64;
    let mut low = 0;
    loop {
        let mut high = low;
        let (mut lowest, mut highest) = (corners[low].value, corners[low].value);
        for (place, corner) in corners.iter().enumerate() {
            if place != low && corner.value < lowest {
                low = place;
                lowest = corner.value;
            }
            if corner.value > highest {
                high = place;
                highest = corner.value;
            }
        }
        if highest <= lowest + near {
            return corners.swap_remove(low).place;
        }
        let centre = centre(&corners, high);
        let (mirrored, mut count) = at(between(&centre, &corners[high].place, -1.0));
        if mirrored.value < lowest {
            let (further, counted) = at(between(&centre, &mirrored.place, 2.0));
            count = counted;
            corners[high] = if further.value < mirrored.value {
                further
            } else {
                mirrored
            };
        } else {
            let reflected = mirrored.value;
            if reflected < highest {
                corners[high] = mirrored;
            }
            let (nearer, counted) = at(between(&centre, &corners[high].place, 0.5));
            count = count.max(counted);
            if nearer.value < corners[high].value {
                corners[high] = nearer;
            } else if reflected >= highest {
                let best = corners[low].place.clone();
                let mut shrunk = 0.0;
                for place in (0..corners.len()).filter(|place| *place != low) {
                    let moved = between(&best, &corners[place].place, 0.5);
                    shrunk += moved.iter().zip(&best).map(|(a, b)| (a - b).abs()).sum::<f64>();
                    let (corner, counted) = at(moved);
                    corners[place] = corner;
                    count = counted;
                }
                if shrunk >= size {
                    return best;
                }
                size = shrunk;
            }
        }
        if count > MOST {
            return best_known(corners, low);
        }
    }
}

/// The lowest corner of the last look, which a search that is cut short answers.
fn best_known(mut corners: Vec<Corner>, low: usize) -> Vec<f64> {
    corners.swap_remove(low).place
}

/// The mean of all corners but one.
fn centre(corners: &[Corner], without: usize) -> Vec<f64> {
    let others = corners.len() as f64 - 1.0;
    let mean = |axis: usize| {
        let all: f64 = corners.iter().map(|corner| corner.place[axis]).sum();
        (all - corners[without].place[axis]) / others
    };
    (0..corners[without].place.len()).map(mean).collect()
}

/// From `from` the stated share of the way to `to`; beyond it above 1, away from it below 0.
fn between(from: &[f64], to: &[f64], share: f64) -> Vec<f64> {
    from.iter().zip(to).map(|(a, b)| a + share * (b - a)).collect()
}

#[cfg(test)]
mod tests {
    use super::lowest;

    #[test]
    fn rosenbrocks_valley_is_found_where_r_finds_it() {
        // ?optim: optim(c(-1.2, 1), fr) answers 1.000260 1.000506.
        let valley = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
        let got = lowest(&[-1.2, 1.0], valley);
        assert!(
            (got[0] - 1.000_260).abs() < 1e-6 && (got[1] - 1.000_506).abs() < 1e-6,
            "{got:?}"
        );
    }

    #[test]
    fn places_without_a_value_are_avoided() {
        let got = lowest(&[2.0], |x| if x[0] < 1.0 { f64::NAN } else { x[0] });
        assert!((1.0..1.1).contains(&got[0]));
    }
}
