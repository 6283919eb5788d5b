//! How the responses of a wave are divided, and the groups that come of it.
//!
//! Four ways beside the total: by a segment ([`Group::Level`]), by segments nested in each other ([`Group::Cross`]), by
//! the options of a multiple choice ([`Group::Chosen`], which overlap: a respondent may be in several), and by pairs of
//! such options ([`Group::Both`]: what two overlapping groups share).

use crate::model::Domain;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Cell;

/// More groups on one axis than this are not counted.
pub const GROUP_LIMIT: usize = 60_000;

/// A way of dividing the responses of a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Division {
    /// Not at all: everybody is in the total.
    Whole,
    /// By the options of a coded variable (a choice, a rating, a band).
    Segment(VariableIndex),
    /// By every combination of two or three coded variables, the first the outermost.
    Nested(Vec<VariableIndex>),
    /// By the options of a multiple choice: the groups overlap.
    Options(VariableIndex),
    /// By the pairs of options of a multiple choice, the earlier option first: (0,1) (0,2) … (1,2) ….
    Overlaps(VariableIndex),
}

/// A division with its groups. Responses that belong to none (a level is missing) are counted beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// How it divides.
    pub division: Division,
    /// How many groups there are without the unknown one; 0 for the total.
    pub levels: usize,
    /// Options of each variable of the division, in its order.
    pub(super) sizes: Vec<usize>,
}

impl Axis {
    pub(super) fn total() -> Self {
        Self {
            division: Division::Whole,
            levels: 0,
            sizes: Vec::new(),
        }
    }

    /// The axis of a division; `None` when a variable is of the wrong kind, two or three are not given, one is given
    /// twice, or there would be more than [`GROUP_LIMIT`] groups.
    #[must_use]
    pub fn new(survey: &Survey, division: Division) -> Option<Self> {
        let options = |variable: &VariableIndex, multiple: bool| {
            let domain = &survey.variables.get(variable.0)?.domain;
            let fits = multiple == matches!(domain, Domain::Multiple(_));
            Some(domain.options().filter(|_| fits)?.options.len())
        };
        let sizes: Vec<usize> = match &division {
            Division::Whole => return Some(Self::total()),
            Division::Segment(variable) => vec![options(variable, false)?],
            Division::Nested(variables) => {
                let twice = (1..variables.len()).any(|at| variables[..at].contains(&variables[at]));
                if twice || !(2..=Cross::MOST).contains(&variables.len()) {
                    return None;
                }
                variables
                    .iter()
                    .map(|variable| options(variable, false))
                    .collect::<Option<_>>()?
            }
            Division::Options(variable) | Division::Overlaps(variable) => vec![options(variable, true)?],
        };
        let levels = match &division {
            Division::Overlaps(_) => sizes[0] * sizes[0].saturating_sub(1) / 2,
            _ => sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size))?,
        };
        (levels <= GROUP_LIMIT).then_some(Self {
            division,
            levels,
            sizes,
        })
    }

    /// The segment, when it divides by a single one.
    #[must_use]
    pub fn segment(&self) -> Option<VariableIndex> {
        match self.division {
            Division::Segment(segment) => Some(segment),
            _ => None,
        }
    }

    /// Its variables, the outermost first; none for the total.
    #[must_use]
    pub fn variables(&self) -> &[VariableIndex] {
        match &self.division {
            Division::Whole => &[],
            Division::Segment(variable) | Division::Options(variable) | Division::Overlaps(variable) => {
                std::slice::from_ref(variable)
            }
            Division::Nested(variables) => variables,
        }
    }

    /// How many levels each of its variables has, the outermost first.
    #[must_use]
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// Whether a response can be in several groups, so that the groups and the unknown do not add up to the total.
    #[must_use]
    pub fn overlaps(&self) -> bool {
        matches!(self.division, Division::Options(_) | Division::Overlaps(_))
    }

    /// Groups counted: the levels and the unknown, or just the total.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.levels + 1
    }

    /// The group at a place; `None` for the total, the unknown and beyond.
    #[must_use]
    pub fn group(&self, place: usize) -> Option<Group> {
        if place >= self.levels {
            return None;
        }
        Some(match &self.division {
            Division::Whole => return None,
            Division::Segment(segment) => Group::Level(*segment, place),
            Division::Options(variable) => Group::Chosen(*variable, place),
            Division::Overlaps(variable) => {
                let (mut first, mut left) = (0, place);
                while left >= self.sizes[0] - 1 - first {
                    left -= self.sizes[0] - 1 - first;
                    first += 1;
                }
                Group::Both(*variable, first, first + 1 + left)
            }
            Division::Nested(variables) => {
                let mut left = place;
                let mut levels: Vec<(VariableIndex, usize)> = Vec::with_capacity(variables.len());
                for (variable, size) in variables.iter().zip(&self.sizes).rev() {
                    levels.push((*variable, left % size));
                    left /= size;
                }
                levels.reverse();
                Group::Cross(Cross::new(&levels)?)
            }
        })
    }

    /// The place of a group on this axis; `None` when it is not on it.
    pub(super) fn place(&self, group: Group) -> Option<usize> {
        match (&self.division, group) {
            (Division::Whole, Group::Total) => Some(0),
            (Division::Segment(own), Group::Level(segment, level)) if *own == segment => {
                (level < self.levels).then_some(level)
            }
            (Division::Options(own), Group::Chosen(variable, option)) if *own == variable => {
                (option < self.levels).then_some(option)
            }
            (Division::Segment(own) | Division::Options(own), Group::Unknown(variable)) if *own == variable => {
                Some(self.levels)
            }
            (Division::Overlaps(own), Group::Both(variable, first, second)) if *own == variable => {
                pair(self.sizes[0], first.min(second), first.max(second))
            }
            (Division::Nested(own), Group::Cross(cross)) => {
                let levels = cross.levels();
                let same =
                    own.len() == levels.len() && own.iter().zip(levels).all(|(own, (variable, _))| own == variable);
                let inside = levels.iter().zip(&self.sizes).all(|((_, level), size)| level < size);
                let place = || {
                    let deeper = |place, ((_, level), size): (&(VariableIndex, usize), &usize)| place * size + level;
                    levels.iter().zip(&self.sizes).fold(0, deeper)
                };
                (same && inside).then(place)
            }
            _ => None,
        }
    }
}

/// The place of the pair `first < second` among the pairs of `options`.
pub(super) fn pair(options: usize, first: usize, second: usize) -> Option<usize> {
    let before = || first * (2 * options - first - 1) / 2;
    (first < second && second < options).then(|| before() + second - first - 1)
}

/// A combination of levels of two or three nested segments, the outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cross {
    depth: usize,
    levels: [(VariableIndex, usize); Cross::MOST],
}

impl Cross {
    /// More segments are not nested.
    pub const MOST: usize = 3;

    /// A combination of segments' variables and positions of their options; `None` unless there are two or three.
    #[must_use]
    pub fn new(levels: &[(VariableIndex, usize)]) -> Option<Self> {
        let mut cross = Self {
            depth: levels.len(),
            levels: [(VariableIndex(0), 0); Self::MOST],
        };
        if !(2..=Self::MOST).contains(&levels.len()) {
            return None;
        }
        cross.levels[..levels.len()].copy_from_slice(levels);
        Some(cross)
    }

    /// The segments' variables and the positions of their options, the outermost first.
    #[must_use]
    pub fn levels(&self) -> &[(VariableIndex, usize)] {
        &self.levels[..self.depth]
    }
}

/// A group of responses within a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// All responses.
    Total,
    /// The responses at one level of a segment: the segment's variable and the position of its option.
    Level(VariableIndex, usize),
    /// The responses whose level of this segment is missing, or that did not answer this multiple choice.
    Unknown(VariableIndex),
    /// The responses at one combination of levels of nested segments.
    Cross(Cross),
    /// The responses that chose an option of a multiple choice; such groups overlap.
    Chosen(VariableIndex, usize),
    /// The responses that chose both of two options of a multiple choice.
    Both(VariableIndex, usize, usize),
}

impl Group {
    /// The levels that make the group: variables and positions of their options, the outermost first. None for the total
    /// and the unknown.
    #[must_use]
    pub fn levels(&self) -> Vec<(VariableIndex, usize)> {
        match self {
            Self::Total | Self::Unknown(_) => Vec::new(),
            Self::Level(variable, level) | Self::Chosen(variable, level) => vec![(*variable, *level)],
            Self::Cross(cross) => cross.levels().to_vec(),
            Self::Both(variable, first, second) => vec![(*variable, *first), (*variable, *second)],
        }
    }

    /// Whether a response of these answers belongs to the group.
    #[must_use]
    pub fn holds<'a>(&self, answer: impl Fn(VariableIndex) -> Cell<'a>) -> bool {
        match *self {
            Self::Total => true,
            Self::Unknown(variable) => !matches!(answer(variable), Cell::Option(_) | Cell::Multiple(_)),
            group => group
                .levels()
                .into_iter()
                .all(|(variable, option)| match answer(variable) {
                    Cell::Option(code) => usize::from(code) == option,
                    Cell::Multiple(bits) => option < 128 && bits >> option & 1 == 1,
                    _ => false,
                }),
        }
    }
}
