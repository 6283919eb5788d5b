//! What counts of a survey's answers today, read from its store: corrections replayed, derived values worked out anew.

use super::super::CommandError;
use crate::model::Calendar;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::derive;
use crate::store::Fixes;
use crate::store::Reader;
use crate::store::Reading;
use crate::store::Selection;
use crate::store::Snapshot;
use crate::store::Standing;

/// The answers of a survey.
#[derive(Clone, Copy)]
pub struct Current<'a> {
    /// Today's survey.
    pub survey: &'a Survey,
    /// Which tells days and waves in derived values.
    pub calendar: &'a Calendar,
    /// Its store.
    pub snapshot: &'a Snapshot,
    /// Corrections, and responses left out.
    pub fixes: &'a Fixes,
}

impl Current<'_> {
    /// Lets `work` read them.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T>(
        &self,
        selection: &Selection,
        work: impl FnOnce(&mut Reader<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        self.read_standing(Standing::Current, selection, work)
    }

    /// The same of those that count, or of those that came after their wave was frozen.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read_standing<T>(
        &self,
        standing: Standing,
        selection: &Selection,
        work: impl FnOnce(&mut Reader<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let again = |batch: &mut Batch| derive(self.survey, self.calendar, batch);
        work(&mut self.snapshot.read(Reading {
            survey: self.survey,
            selection,
            fixes: Some(self.fixes),
            derive: &again,
            standing,
        }))
    }

    /// Hands them to `take`, batch by batch.
    ///
    /// # Errors
    /// Those of `take`, and when the store cannot be read.
    pub fn each(
        &self,
        selection: &Selection,
        mut take: impl FnMut(&Batch) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        self.read(selection, |reader| {
            for batch in reader {
                take(&batch?)?;
            }
            Ok(())
        })
    }
}
