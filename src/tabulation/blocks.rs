//! Where each response is counted: its block in the tables of an axis, or several where the groups overlap.

use super::axis::Axis;
use super::axis::Division;
use super::axis::pair;
use crate::response::Column;

/// A response that is in no group.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The blocks of every response of a batch, along one axis.
#[derive(Debug)]
pub(super) enum Blocks {
    /// Each response's block, or [`NOWHERE`].
    One(Vec<u32>),
    /// Pairs of a response and a block, responses rising; a response may stand several times or not at all.
    Many { rows: Vec<u32>, blocks: Vec<u32> },
}

impl Blocks {
    /// The blocks of an axis. `waves` is each response's wave, or [`NOWHERE`]; `columns` are those of the axis'
    /// variables, in its order.
    pub fn new(axis: &Axis, columns: &[&Column], waves: &[u32]) -> Self {
        let groups = u32::try_from(axis.groups()).expect("an axis has at most 60,000 groups");
        let unknown = groups - 1;
        let block = |wave: u32, group: u32| {
            if wave == NOWHERE {
                NOWHERE
            } else {
                wave * groups + group
            }
        };
        match (&axis.division, columns) {
            (Division::Options(_) | Division::Overlaps(_), [Column::Multiple { bits, missing }]) => {
                overlapping(axis, bits, missing, waves)
            }
            (Division::Segment(_), [Column::Coded(codes)]) => {
                let group = |code: &u16| u32::from(*code).min(unknown);
                let pairs = waves.iter().zip(codes);
                Self::One(pairs.map(|(wave, code)| block(*wave, group(code))).collect())
            }
            (Division::Nested(_), _) => {
                let mut place = vec![0_u32; waves.len()];
                for (column, size) in columns.iter().zip(&axis.sizes) {
                    let size = u32::try_from(*size).unwrap_or(unknown);
                    let Column::Coded(codes) = column else {
                        place.fill(NOWHERE);
                        continue;
                    };
                    for (place, code) in place.iter_mut().zip(codes) {
                        let level = u32::from(*code);
                        *place = if *place == NOWHERE || level >= size {
                            NOWHERE
                        } else {
                            *place * size + level
                        };
                    }
                }
                let pairs = waves.iter().zip(place);
                Self::One(pairs.map(|(wave, place)| block(*wave, place.min(unknown))).collect())
            }
            (Division::Whole, _) => Self::One(waves.iter().map(|wave| block(*wave, 0)).collect()),
            // A column of another kind answers nothing.
            _ => Self::One(waves.iter().map(|wave| block(*wave, unknown)).collect()),
        }
    }

    /// Whether a response is counted anywhere.
    pub fn holds(&self, row: usize) -> bool {
        match self {
            Self::One(blocks) => blocks[row] != NOWHERE,
            Self::Many { rows, .. } => rows.binary_search(&u32::try_from(row).unwrap_or(NOWHERE)).is_ok(),
        }
    }

    /// Every response and its block.
    pub fn each(&self, mut hit: impl FnMut(usize, usize)) {
        match self {
            Self::One(blocks) => {
                for (row, block) in blocks.iter().enumerate().filter(|(_, block)| **block != NOWHERE) {
                    hit(row, *block as usize);
                }
            }
            Self::Many { rows, blocks } => {
                for (row, block) in rows.iter().zip(blocks) {
                    hit(*row as usize, *block as usize);
                }
            }
        }
    }

    /// Every response, its block and what `items` (one a response) says of it.
    pub fn each_with<T: Copy>(&self, items: &[T], mut hit: impl FnMut(usize, usize, T)) {
        match self {
            Self::One(blocks) => {
                for (row, (block, item)) in blocks.iter().zip(items).enumerate() {
                    if *block != NOWHERE {
                        hit(row, *block as usize, *item);
                    }
                }
            }
            Self::Many { .. } => self.each(|row, block| hit(row, block, items[row])),
        }
    }

    /// The blocks of one response. `cursor` starts at 0; responses are asked for in rising order.
    pub fn of_row<'a>(&'a self, row: usize, cursor: &mut usize) -> &'a [u32] {
        match self {
            Self::One(blocks) if blocks[row] == NOWHERE => &[],
            Self::One(blocks) => &blocks[row..=row],
            Self::Many { rows, blocks } => {
                let first = *cursor
                    + rows[*cursor..]
                        .iter()
                        .take_while(|other| (**other as usize) < row)
                        .count();
                let last = first + rows[first..].iter().take_while(|other| **other as usize == row).count();
                *cursor = last;
                &blocks[first..last]
            }
        }
    }

    /// The same responses at other blocks.
    pub fn moved(&self, mut to: impl FnMut(usize, usize) -> u32) -> Self {
        match self {
            Self::One(blocks) => {
                let moved = |(row, block): (usize, &u32)| match *block {
                    NOWHERE => NOWHERE,
                    block => to(row, block as usize),
                };
                Self::One(blocks.iter().enumerate().map(moved).collect())
            }
            Self::Many { rows, blocks } => Self::Many {
                rows: rows.clone(),
                blocks: rows
                    .iter()
                    .zip(blocks)
                    .map(|(row, block)| to(*row as usize, *block as usize))
                    .collect(),
            },
        }
    }

    /// The same, but only of responses for which `keep` is true.
    pub fn narrowed(&self, keep: &[bool]) -> Self {
        match self {
            Self::One(blocks) => {
                let narrow = |(block, keep): (&u32, &bool)| if *keep { *block } else { NOWHERE };
                Self::One(blocks.iter().zip(keep).map(narrow).collect())
            }
            Self::Many { rows, blocks } => {
                let kept = rows.iter().zip(blocks).filter(|(row, _)| keep[**row as usize]);
                let (rows, blocks) = kept.map(|(row, block)| (*row, *block)).unzip();
                Self::Many { rows, blocks }
            }
        }
    }
}

fn overlapping(axis: &Axis, bits: &[u128], missing: &[u8], waves: &[u32]) -> Blocks {
    let groups = axis.groups();
    let (mut rows, mut blocks) = (Vec::new(), Vec::new());
    let mut chosen: Vec<usize> = Vec::new();
    for (row, wave) in waves.iter().enumerate().filter(|(_, wave)| **wave != NOWHERE) {
        let mut put = |group: usize| {
            rows.push(u32::try_from(row).expect("a batch has fewer than four thousand million responses"));
            blocks.push(wave * u32::try_from(groups).unwrap_or(0) + u32::try_from(group).unwrap_or(0));
        };
        if missing[row] != 0 {
            put(axis.levels);
            continue;
        }
        chosen.clear();
        chosen.extend((0..axis.sizes[0]).filter(|option| bits[row] >> option & 1 == 1));
        for (at, option) in chosen.iter().enumerate() {
            if matches!(axis.division, Division::Options(_)) {
                put(*option);
                continue;
            }
            chosen[at + 1..]
                .iter()
                .filter_map(|later| pair(axis.sizes[0], *option, *later))
                .for_each(&mut put);
        }
    }
    Blocks::Many { rows, blocks }
}
