//! Finds room for names beside points: sizes and what is in the way go in, boxes that touch nothing come out.
//!
//! Every name has some hundred places around its point, near ones first; those over a point, an interval or a text are no
//! places at all. The others are dealt out greedily, the hardest name
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
/// Half the width of what the line of an interval takes.
const STROKE: f64 = 1.0;
/// What two names that touch cost; far more than any distance.
const CLASH: f64 = 1_000.0;
/// What the line of a name through another name costs.
const CROSSING: f64 = 200.0;
const STEPS: usize = 6_000;

impl Room {
    /// What a point takes.
    pub(super) fn of_point((x, y): (f64, f64)) -> Self {
        Self::of_line([(x, y), (x, y)]).wider(POINT - STROKE)
    }

    /// What a line along an axis takes, such as an interval.
    pub(super) fn of_line([from, to]: [(f64, f64); 2]) -> Self {
        Self {
            left: from.0.min(to.0) - STROKE,
            top: from.1.min(to.1) - STROKE,
            right: from.0.max(to.0) + STROKE,
            bottom: from.1.max(to.1) + STROKE,
        }
    }

    fn wider(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// Whether two rooms come closer than `gap` px.
    pub(super) fn meets(&self, other: &Self, gap: f64) -> bool {
        self.left < other.right + gap
            && other.left < self.right + gap
            && self.top < other.bottom + gap
            && other.top < self.bottom + gap
    }

    fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }

    /// Whether a straight line goes through the room (Liang and Barsky 1984, ACM Transactions on Graphics 3).
    fn is_crossed(&self, [from, to]: [(f64, f64); 2]) -> bool {
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (step, room) in [
            (-across, from.0 - self.left),
            (across, self.right - from.0),
            (-down, from.1 - self.top),
            (down, self.bottom - from.1),
        ] {
            if step.abs() < 1e-9 {
                if room < 0.0 {
                    return false;
                }
            } else if step < 0.0 {
                enter = enter.max(room / step);
            } else {
                leave = leave.min(room / step);
            }
        }
        enter < leave
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
    leader: Option<[(f64, f64); 2]>,
    cost: f64,
}

/// A place for each of `spots` inside `area`, clear of `texts` and `marks`; `None` where there is no room.
pub(super) fn place(spots: &[Spot], area: Room, texts: &[Room], marks: &[Room]) -> Vec<Option<Place>> {
    let choices: Vec<Vec<Choice>> = spots.iter().map(|spot| choices(spot, area, texts, marks)).collect();
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
        .map(|(chosen, choices)| {
            let Choice { room, leader, .. } = choices[(*chosen)?];
            Some(Place { room, leader })
        })
        .collect()
}

fn taken(choices: &[Vec<Choice>], chosen: &[Option<usize>], index: usize) -> Option<Choice> {
    Some(choices[index][chosen[index]?])
}

fn room(choices: &[Vec<Choice>], chosen: &[Option<usize>], index: usize) -> Option<Room> {
    Some(taken(choices, chosen, index)?.room)
}

/// What the name `index` costs in the place `choice`, with all others where they are.
fn cost(choices: &[Vec<Choice>], chosen: &[Option<usize>], index: usize, choice: usize) -> f64 {
    let here = choices[index][choice];
    let others = (0..choices.len()).filter(|&other| other != index);
    let between = others.filter_map(|other| taken(choices, chosen, other)).map(|other| {
        let is_crossed = |room: &Room, line: Option<_>| line.is_some_and(|line| room.is_crossed(line));
        if here.room.meets(&other.room, 2.0) {
            CLASH
        } else if is_crossed(&other.room, here.leader) || is_crossed(&here.room, other.leader) {
            CROSSING
        } else {
            0.0
        }
    });
    here.cost + between.sum::<f64>()
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
fn choices(spot: &Spot, area: Room, texts: &[Room], marks: &[Room]) -> Vec<Choice> {
    let (wide, high) = spot.size;
    if wide <= 0.0 || high <= 0.0 {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (reach, px) in REACH.into_iter().enumerate() {
        for (preference, (left, top)) in around(spot.at, (wide, high), px).into_iter().enumerate() {
            let room = Room {
                left,
                top,
                right: left + wide,
                bottom: top + high,
            };
            let is_free = area.holds(&room)
                && !texts.iter().any(|text| room.meets(text, 2.0))
                && !marks.iter().any(|mark| room.meets(mark, 0.5));
            if !is_free {
                continue;
            }
            let leader = (reach > 0).then(|| leader(&room, spot.at)).flatten();
            let through = leader.map_or(0, |line| texts.iter().filter(|text| text.is_crossed(line)).count());
            let cost = reach as f64 * 18.0 + preference as f64 + through as f64 * CROSSING;
            all.push(Choice { room, leader, cost });
        }
    }
    all
}

/// Upper left corners of boxes around a point, `px` away from it, the more readable ones first.
fn around((x, y): (f64, f64), (wide, high): (f64, f64), px: f64) -> [(f64, f64); 16] {
    // At a corner a box is as far away as at a side.
    let near = (px * 0.7).max(POINT + 1.0);
    let (right, left, above, below) = (x + px, x - px - wide, y - px - high, y + px);
    let middle = y - high / 2.0;
    [
        (right, middle),
        (x + near, y - near - high),
        (x + near, y + near),
        (left, middle),
        (x - near - wide, y - near - high),
        (x - near - wide, y + near),
        (x - wide / 2.0, above),
        (x - wide / 2.0, below),
        (right, y - high - 2.0),
        (right, y + 2.0),
        (left, y - high - 2.0),
        (left, y + 2.0),
        (x + 2.0, above),
        (x + 2.0, below),
        (x - wide - 2.0, above),
        (x - wide - 2.0, below),
    ]
}

/// From the edge of the point to the nearest edge of its name; nothing when they are close.
fn leader(room: &Room, (x, y): (f64, f64)) -> Option<[(f64, f64); 2]> {
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

    fn squares(points: &[(f64, f64)]) -> Vec<Room> {
        points.iter().map(|&point| Room::of_point(point)).collect()
    }

    #[test]
    fn a_name_keeps_off_the_intervals_of_its_point_and_of_others() {
        let points = [(100.0, 100.0), (180.0, 84.0)];
        let mut marks = squares(&points);
        for (x, y) in points {
            marks.push(Room::of_line([(x - 60.0, y), (x + 60.0, y)]));
            marks.push(Room::of_line([(x, y - 30.0), (x, y + 30.0)]));
        }
        let placed = place(&spots(&points), AREA, &[], &marks);
        for place in placed {
            let room = place.unwrap().room;
            assert!(marks.iter().all(|mark| !room.meets(mark, 0.0)), "{room:?}");
        }
    }

    #[test]
    fn a_line_goes_through_a_room_or_past_it() {
        let room = Room::of_point((50.0, 50.0));
        assert!(room.is_crossed([(0.0, 0.0), (100.0, 100.0)]) && room.is_crossed([(50.0, 0.0), (50.0, 100.0)]));
        assert!(!room.is_crossed([(0.0, 40.0), (100.0, 40.0)]) && !room.is_crossed([(0.0, 0.0), (40.0, 40.0)]));
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
        let placed = place(&spots(&points), AREA, &[], &squares(&points))[0].unwrap();
        assert_eq!((placed.room.left, placed.leader), (107.0, None));
    }

    #[test]
    fn at_the_right_edge_it_stands_left() {
        let points = [(590.0, 100.0)];
        let placed = place(&spots(&points), AREA, &[], &squares(&points))[0].unwrap();
        assert!(placed.room.right < 590.0);
    }

    #[test]
    fn a_cluster_is_spread_without_touching_and_the_same_way_twice() {
        let points: Vec<(f64, f64)> = (0..14)
            .map(|i| (300.0 + f64::from(i % 4) * 9.0, 200.0 + f64::from(i / 4) * 8.0))
            .collect();
        let placed = place(&spots(&points), AREA, &[], &squares(&points));
        assert!(all_apart(&placed));
        assert!(placed.iter().flatten().count() >= 12, "{placed:?}");
        assert!(placed.iter().flatten().any(|place| place.leader.is_some()));
        assert_eq!(placed, place(&spots(&points), AREA, &[], &squares(&points)));
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
        assert_eq!(place(&spots(&points), tiny, &[], &squares(&points)), [None]);
    }
}
