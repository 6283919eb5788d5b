//! Two coded variables counted at once.

use super::Cell;
use crate::model::Domain;
use crate::model::Missing;

/// An answer to one of the two variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// This option, or point of a scale.
    Option(usize),
    /// No answer, of this kind.
    Missing(Missing),
    /// Any valid answer.
    Valid,
}

/// Responses by the answers to two variables. Of a multiple choice a response stands at every option it chose, so
/// options overlap: margins are [`JointCounts::row`] and [`JointCounts::column`], never sums of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct JointCounts {
    /// By slot of the first variable, then of the second, as counted.
    pub(super) cells: Vec<Cell>,
    pub(super) first: Side,
    pub(super) second: Side,
}

/// The slots of one of the variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    options: usize,
    /// A multiple choice counts those who answered at all in a slot of their own.
    multiple: bool,
}

impl Side {
    pub(super) fn of(domain: &Domain) -> Option<Self> {
        Some(Self {
            options: domain.options()?.options.len(),
            multiple: matches!(domain, Domain::Multiple(_)),
        })
    }

    fn width(self) -> usize {
        self.options + Missing::ALL.len() + usize::from(self.multiple)
    }

    /// The places that add up to a slot.
    fn places(self, slot: Slot) -> std::ops::Range<usize> {
        match slot {
            Slot::Option(option) if option < self.options => option..option + 1,
            Slot::Option(_) => 0..0,
            Slot::Missing(kind) => {
                let at = self.options + usize::from(kind.index());
                at..at + 1
            }
            Slot::Valid if self.multiple => self.width() - 1..self.width(),
            Slot::Valid => 0..self.options,
        }
    }
}

impl JointCounts {
    /// Responses with these answers; nobody beyond the options.
    #[must_use]
    pub fn at(&self, first: Slot, second: Slot) -> Cell {
        let width = self.second.width();
        let across = self.second.places(second);
        let places = self
            .first
            .places(first)
            .flat_map(|a| across.clone().map(move |b| a * width + b));
        places.map(|place| self.cells[place]).sum()
    }

    /// Options of the two variables.
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        (self.first.options, self.second.options)
    }

    /// Responses by option of the first variable (rows) and of the second (columns).
    #[must_use]
    pub fn table(&self) -> Vec<Vec<Cell>> {
        let row = |a| {
            (0..self.second.options)
                .map(|b| self.at(Slot::Option(a), Slot::Option(b)))
                .collect()
        };
        (0..self.first.options).map(row).collect()
    }

    /// Responses with this option of the first variable and any valid answer to the second.
    #[must_use]
    pub fn row(&self, option: usize) -> Cell {
        self.at(Slot::Option(option), Slot::Valid)
    }

    /// Responses with this option of the second variable and any valid answer to the first.
    #[must_use]
    pub fn column(&self, option: usize) -> Cell {
        self.at(Slot::Valid, Slot::Option(option))
    }

    /// Responses with valid answers to both.
    #[must_use]
    pub fn valid(&self) -> Cell {
        self.at(Slot::Valid, Slot::Valid)
    }
}
