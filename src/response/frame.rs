//! A batch as expressions see it.

use super::Batch;
use super::Cell;
use super::Column;
use super::NO_TIME;
use super::TextColumn;
use crate::logic::Column as Answers;
use crate::logic::Frame;
use crate::logic::Missing;
use crate::logic::Texts;
use crate::model::Calendar;
use crate::model::Condition;
use std::cell::OnceCell;

/// A batch whose slots are its columns and, behind them, the built-in names ([`crate::model::symbols::BUILT_IN`]).
#[derive(Debug)]
pub struct BatchFrame<'a> {
    batch: &'a Batch,
    calendar: &'a Calendar,
    /// When each response was sent, in civil seconds of the calendar's zone, and why not known; made when asked for.
    submitted: OnceCell<(Vec<i64>, Vec<u8>)>,
    waves: Waves<'a>,
}

#[derive(Debug)]
struct Waves<'a>(&'a Batch);

impl<'a> BatchFrame<'a> {
    /// The frame of a batch; moments are told in the calendar's time zone.
    #[must_use]
    pub fn new(batch: &'a Batch, calendar: &'a Calendar) -> Self {
        Self {
            batch,
            calendar,
            submitted: OnceCell::new(),
            waves: Waves(batch),
        }
    }

    fn submitted(&self) -> &(Vec<i64>, Vec<u8>) {
        let civil = |seconds: &i64| match offset(self.calendar, *seconds) {
            Some(offset) => (seconds + offset, 0),
            None => (0, Missing::Skipped.byte()),
        };
        self.submitted
            .get_or_init(|| self.batch.meta.submitted.iter().map(civil).unzip())
    }

    /// The batch.
    #[must_use]
    pub fn batch(&self) -> &'a Batch {
        self.batch
    }

    /// Of each response, whether `condition` is known to hold.
    #[must_use]
    pub fn keeps(&self, condition: &Condition) -> Vec<bool> {
        condition.typed.keeps(self)
    }
}

/// Seconds the calendar's zone is ahead of UTC at a moment.
fn offset(calendar: &Calendar, seconds: i64) -> Option<i64> {
    if seconds == NO_TIME {
        return None;
    }
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(i64::from(calendar.zone().to_offset(moment).seconds()))
}

impl Frame for BatchFrame<'_> {
    fn len(&self) -> usize {
        self.batch.len()
    }

    fn column(&self, slot: usize) -> Answers<'_> {
        match self.batch.columns.get(slot) {
            Some(Column::Coded(codes)) => Answers::Coded(codes),
            Some(Column::Multiple { bits, missing }) => Answers::Set {
                values: bits,
                kinds: missing,
            },
            Some(Column::Number { values, missing }) => Answers::Number { values, kinds: missing },
            Some(Column::Text(texts)) => Answers::Text(texts),
            Some(Column::Date { days, missing }) => Answers::Date {
                values: days,
                kinds: missing,
            },
            None => match slot - self.batch.columns.len() {
                0 => {
                    let (values, kinds) = self.submitted();
                    Answers::Moment { values, kinds }
                }
                1 => Answers::Text(&self.waves),
                2 => Answers::Text(&self.batch.meta.language),
                _ => Answers::Coded(&[]),
            },
        }
    }
}

impl Texts for TextColumn {
    fn len(&self) -> usize {
        Self::len(self)
    }

    fn text(&self, row: usize) -> Result<&str, Missing> {
        match self.get(row) {
            Cell::Text(words) => Ok(words),
            Cell::Missing(kind) => Err(kind),
            _ => Err(Missing::Invalid),
        }
    }
}

impl Texts for Waves<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn text(&self, row: usize) -> Result<&str, Missing> {
        Ok(self.0.wave(row).as_str())
    }
}
