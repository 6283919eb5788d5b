//! Finds room for names beside points: sizes and points go in, boxes that do not touch come out.
//!
//! Every name has a few dozen places around its point, near ones first. They are dealt out greedily, the hardest name
//! first, and then improved by annealing with a fixed seed (Christensen, Marks and Shieber 1995, "An empirical study of
//! algorithms for point-feature label placement", ACM Transactions on Graphics 14), so equal input gives an equal picture.

use super::TextBox;

/// A point that wants a name.
pub(super) struct Spot {
    pub(super) at: (f64, f64),
    /// Width and height of the name in px; nothing is placed for an empty one.
    pub(super) size: (f64, f64),
}

/// Left, top, right and bottom in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Where a name goes, and where its line starts and ends if it stands away from its point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) room: Room,
    pub(super) leader: Option<[(f64, f64); 2]>,
}

/// Px between a point and the nearest place of its name, and further out.
const REACH: [f64; 5] = [7.0, 20.0, 36.0, 56.0, 80.0];
/// Half the side of the square that a point itself takes.
const POINT: f64 = 5.0;
/// What two names that touch cost; far more than any distance.
const CLASH: f64 = 1_000.0;
/// What a name over somebody else's point costs.
const COVER: f64 = 60.0;
const STEPS: usize = 6_000;

impl Room {
    fn meets(&self, other: &Self, gap: f64) -> bool {
        self.left < other.right + gap
            && other.left < self.right + gap
            && self.top < other.bottom + gap
            && other.top < self.bottom + gap
    }

    fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }
}

impl From<&TextBox> for Room {
    fn from(text: &TextBox) -> Self {
        Self {
            left: text.left,
            top: text.top,
            right: text.right,
            bottom: text.bottom,
        }
    }
}

/// A possible place and what it costs by itself.
#[derive(Clone, Copy)]
struct Choice {
    room: Room,
    reach: usize,
    cost: f64,
}

/// A place for each of `spots` inside `area`, clear of `taken`; `None` where there is no room. All of `points` are drawn.
pub(super) fn place(spots: &[Spot], points: &[(f64, f64)], area: Room, taken: &[Room]) -> Vec<Option<Place>> {
    let choices: Vec<Vec<Choice>> = spots.iter().map(|spot| choices(spot, points, area, taken)).collect();
    let mut chosen: Vec<Option<usize>> = vec![None; spots.len()];
    let mut order: Vec<usize> = (0..spots.len()).collect();
    order.sort_by_key(|&index| (choices[index].len(), index));
    for &index in &order {
        chosen[index] = (0..choices[index].len()).min_by(|&a, &b| {
            let cost = |choice| cost(&choices, &chosen, index, choice);
            cost(a).total_cmp(&cost(b))
        });
    }
    anneal(&choices, &mut chosen);
    // What still touches gives way to those before it.
    for later in 0..spots.len() {
        let Some(here) = room(&choices, &chosen, later) else {
            continue;
        };
        if (0..later)
            .filter_map(|other| room(&choices, &chosen, other))
            .any(|other| here.meets(&other, 1.0))
        {
            chosen[later] = None;
        }
    }
    chosen
        .iter()
        .zip(&choices)
        .zip(spots)
        .map(|((chosen, choices), spot)| {
            let choice = choices[(*chosen)?];
            Some(Place {
                room: choice.room,
                leader: leader(&choice, spot.at),
            })
        })
        .collect()
}

fn room(choices: &[Vec<Choice>], chosen: &[Option<usize>], index: usize) -> Option<Room> {
    Some(choices[index][chosen[index]?].room)
}

/// What the name `index` costs in the place `choice`, with all others where they are.
fn cost(choices: &[Vec<Choice>], chosen: &[Option<usize>], index: usize, choice: usize) -> f64 {
    let here = choices[index][choice];
    let clashes = (0..choices.len())
        .filter(|&other| other != index)
        .filter_map(|other| room(choices, chosen, other))
        .filter(|other| here.room.meets(other, 2.0))
        .count();
    here.cost + clashes as f64 * CLASH
}

/// Moves names by chance, ever less willing to make things worse.
fn anneal(choices: &[Vec<Choice>], chosen: &mut [Option<usize>]) {
    let movable: Vec<usize> = (0..choices.len()).filter(|&index| choices[index].len() > 1).collect();
    if movable.len() < 2 {
        return;
    }
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = |end: usize| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(chance >> 33).unwrap_or(0) % end.max(1)
    };
    for step in 0..STEPS {
        let index = movable[draw(movable.len())];
        let tried = draw(choices[index].len());
        let Some(now) = chosen[index] else { continue };
        let gain = cost(choices, chosen, index, now) - cost(choices, chosen, index, tried);
        let warmth = 40.0 * (1.0 - step as f64 / STEPS as f64).powi(3) + 1e-6;
        if gain >= 0.0 || (draw(1 << 20) as f64 / f64::from(1 << 20)) < (gain / warmth).exp() {
            chosen[index] = Some(tried);
        }
    }
}

/// The places of one name that stay inside and touch nothing that is there already.
fn choices(spot: &Spot, points: &[(f64, f64)], area: Room, taken: &[Room]) -> Vec<Choice> {
    let (wide, high) = spot.size;
    if wide <= 0.0 || high <= 0.0 {
        return Vec::new();
    }
    let (x, y) = spot.at;
    let mut all = Vec::new();
    for (reach, px) in REACH.into_iter().enumerate() {
        let near = px * 0.7;
        // The corners first: there a name covers neither interval of its point.
        let corners = [
            (x + near, y - near - high),
            (x + near, y + near),
            (x - near - wide, y - near - high),
            (x - near - wide, y + near),
            (x + px, y - high / 2.0),
            (x - px - wide, y - high / 2.0),
            (x - wide / 2.0, y - px - high),
            (x - wide / 2.0, y + px),
        ];
        for (preference, (left, top)) in corners.into_iter().enumerate() {
            let room = Room {
                left,
                top,
                right: left + wide,
                bottom: top + high,
            };
            if !area.holds(&room) || taken.iter().any(|other| room.meets(other, 2.0)) {
                continue;
            }
            let square = |&(x, y): &(f64, f64)| Room {
                left: x - POINT,
                top: y - POINT,
                right: x + POINT,
                bottom: y + POINT,
            };
            let covered = points.iter().filter(|point| room.meets(&square(point), 0.0)).count();
            let cost = covered as f64 * COVER + reach as f64 * 18.0 + preference as f64;
            all.push(Choice { room, reach, cost });
        }
    }
    all
}

/// From the edge of the point to the nearest edge of its name.
fn leader(choice: &Choice, (x, y): (f64, f64)) -> Option<[(f64, f64); 2]> {
    if choice.reach == 0 {
        return None;
    }
    let room = choice.room;
    let end = (x.clamp(room.left, room.right), y.clamp(room.top, room.bottom));
    let (across, down) = (end.0 - x, end.1 - y);
    let length = across.hypot(down);
    (length > POINT + 2.0).then(|| {
        let part = POINT / length;
        [(x + across * part, y + down * part), end]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Room = Room {
        left: 0.0,
        top: 0.0,
        right: 600.0,
        bottom: 400.0,
    };

    fn spots(points: &[(f64, f64)]) -> Vec<Spot> {
        points.iter().map(|&at| Spot { at, size: (80.0, 14.0) }).collect()
    }

    fn all_apart(places: &[Option<Place>]) -> bool {
        let rooms: Vec<Room> = places.iter().flatten().map(|place| place.room).collect();
        rooms
            .iter()
            .enumerate()
            .all(|(index, here)| AREA.holds(here) && rooms[index + 1..].iter().all(|other| !here.meets(other, 0.0)))
    }

    #[test]
    fn a_name_alone_stands_right_of_its_point_without_a_line() {
        let points = [(100.0, 100.0)];
        let placed = place(&spots(&points), &points, AREA, &[])[0].unwrap();
        assert_eq!((placed.room.left, placed.leader), (107.0, None));
    }

    #[test]
    fn at_the_right_edge_it_stands_left() {
        let points = [(590.0, 100.0)];
        let placed = place(&spots(&points), &points, AREA, &[])[0].unwrap();
        assert!(placed.room.right < 590.0);
    }

    #[test]
    fn a_cluster_is_spread_without_touching_and_the_same_way_twice() {
        let points: Vec<(f64, f64)> = (0..14)
            .map(|i| (300.0 + f64::from(i % 4) * 9.0, 200.0 + f64::from(i / 4) * 8.0))
            .collect();
        let placed = place(&spots(&points), &points, AREA, &[]);
        assert!(all_apart(&placed));
        assert!(placed.iter().flatten().count() >= 12, "{placed:?}");
        assert!(placed.iter().flatten().any(|place| place.leader.is_some()));
        assert_eq!(placed, place(&spots(&points), &points, AREA, &[]));
    }

    #[test]
    fn without_any_room_there_is_no_name() {
        let points = [(5.0, 5.0)];
        let tiny = Room {
            left: 0.0,
            top: 0.0,
            right: 20.0,
            bottom: 20.0,
        };
        assert_eq!(place(&spots(&points), &points, tiny, &[]), [None]);
    }
}
