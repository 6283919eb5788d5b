//! Reading the store: chunk by chunk, only the columns asked for, as answers to today's survey.

use super::decode;
use super::encode::MISSING;
use super::error::StoreError;
use super::fixes::Applied;
use super::fixes::Fixes;
use super::snapshot::OpenSegment;
use super::snapshot::Segment;
use super::snapshot::Snapshot;
use super::snapshot::Standing;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::column_for;
use polars::prelude::BooleanChunked;
use polars::prelude::DataFrame;
use polars::prelude::NewChunkedArray;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::iter::StepBy;
use std::ops::Range;

/// What of each response is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Variables to read; `None` reads all. The columns of the others are empty.
    pub variables: Option<BTreeSet<VariableIndex>>,
    /// Whether ids, respondents, and lines are read; else the first two are missing and the last is 0.
    pub identity: bool,
    /// Whether respondents are read, also without the rest of the identity.
    pub people: bool,
    /// Whether times and languages are read; else they are unknown. The wave always is.
    pub context: bool,
}

impl Selection {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self {
            variables: None,
            identity: true,
            people: true,
            context: true,
        }
    }

    /// Some variables and the wave.
    #[must_use]
    pub fn of(variables: BTreeSet<VariableIndex>) -> Self {
        Self {
            variables: Some(variables),
            identity: false,
            people: false,
            context: false,
        }
    }

    fn wants(&self, variable: usize) -> bool {
        self.variables
            .as_ref()
            .is_none_or(|variables| variables.contains(&VariableIndex(variable)))
    }
}

/// Computes all derived variables of a batch; their columns are empty before.
pub type Derive<'a> = &'a dyn Fn(&mut Batch);

/// How the store is read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Today's survey; batches of other versions are read as answers to it.
    pub survey: &'a Survey,
    /// What is read.
    pub selection: &'a Selection,
    /// Corrections replayed over the answers.
    pub fixes: Option<&'a Fixes>,
    /// Computes derived variables where the stored ones may be out of date: after a fix, or under another definition.
    pub derive: Derive<'a>,
    /// Responses that count, or those kept apart.
    pub standing: Standing,
}

/// Batches of at most 65,536 responses, in the order of imports.
pub struct Reader<'a> {
    snapshot: &'a Snapshot,
    reading: Reading<'a>,
    next: usize,
    open: Option<(usize, OpenSegment, StepBy<Range<usize>>)>,
    applied: Applied,
    unknown: BTreeMap<Id, u64>,
}

impl Snapshot {
    /// Reads the responses.
    #[must_use]
    pub fn read<'a>(&'a self, reading: Reading<'a>) -> Reader<'a> {
        Reader {
            snapshot: self,
            reading,
            next: 0,
            open: None,
            applied: Applied::default(),
            unknown: BTreeMap::new(),
        }
    }

    /// Everything as stored, before fixes: the responses that count, then those kept apart.
    ///
    /// # Errors
    /// [`StoreError`] when a batch cannot be read.
    pub fn each(
        &self,
        survey: &Survey,
        selection: &Selection,
        mut take: impl FnMut(&Batch, Standing),
    ) -> Result<(), StoreError> {
        for standing in [Standing::Current, Standing::Late] {
            let reading = Reading {
                survey,
                selection,
                fixes: None,
                derive: &|_| (),
                standing,
            };
            for batch in self.read(reading) {
                take(&batch?, standing);
            }
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// What the fixes did so far.
    #[must_use]
    pub fn applied(&self) -> &Applied {
        &self.applied
    }

    /// Answers so far that are no option in today's survey, by variable; they were read as `invalid`.
    #[must_use]
    pub fn unknown(&self) -> &BTreeMap<Id, u64> {
        &self.unknown
    }

    fn step(&mut self) -> Result<Option<Batch>, StoreError> {
        loop {
            if let Some((position, open, chunks)) = &mut self.open {
                let segment = &self.snapshot.segments[*position];
                if let Some(from) = chunks.next() {
                    let plan = Plan::new(&self.reading, segment);
                    let frame = open.read(from, &plan.names)?;
                    if let Some(batch) = self.chunk(&plan, segment, from, frame)? {
                        return Ok(Some(batch));
                    }
                    continue;
                }
            }
            let Some(segment) = self.snapshot.segments.get(self.next) else {
                return Ok(None);
            };
            self.open = None;
            if segment.standing == self.reading.standing {
                let open = OpenSegment::open(segment)?;
                let chunks = open.chunks();
                self.open = Some((self.next, open, chunks));
            }
            self.next += 1;
        }
    }

    /// The batch of a chunk; `None` when none of its responses counts.
    fn chunk(
        &mut self,
        plan: &Plan,
        segment: &Segment,
        from: usize,
        frame: DataFrame,
    ) -> Result<Option<Batch>, StoreError> {
        let failed = || StoreError::columns(&segment.path);
        let keep = self.keep(segment, from, &frame).map_err(failed())?;
        let frame = match keep {
            Some(keep) => frame
                .filter(&BooleanChunked::from_slice("keep".into(), &keep))
                .map_err(failed())?,
            None => frame,
        };
        if frame.height() == 0 {
            return Ok(None);
        }
        let survey = self.reading.survey;
        let recodings = survey.recodings.get(&segment.definition);
        let mut columns = Vec::with_capacity(survey.variables.len());
        for (position, variable) in survey.variables.iter().enumerate() {
            if !plan.variables.contains(&position) {
                columns.push(column_for(&variable.domain));
                continue;
            }
            let recoding = recodings.and_then(|recodings| recodings.get(&variable.id));
            let decoded = decode::answers(&frame, variable, recoding).map_err(failed())?;
            if decoded.unknown > 0 {
                *self.unknown.entry(variable.id.clone()).or_default() += decoded.unknown;
            }
            columns.push(decoded.answers);
        }
        let mut batch = decode::batch(decode::meta(&frame).map_err(failed())?, columns);
        if let Some(fixes) = self.reading.fixes.filter(|fixes| !fixes.is_empty()) {
            fixes.apply(survey, &mut batch, &mut self.applied);
        }
        if plan.derives {
            (self.reading.derive)(&mut batch);
        }
        Ok(Some(batch))
    }

    /// Which rows of a chunk count; `None` when all do.
    fn keep(
        &mut self,
        segment: &Segment,
        from: usize,
        frame: &DataFrame,
    ) -> polars::prelude::PolarsResult<Option<Vec<bool>>> {
        let mut keep = vec![true; frame.height()];
        let number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        let first = segment.dead.partition_point(|&row| row < number(from));
        let dead = segment.dead[first..]
            .iter()
            .filter_map(|&row| usize::try_from(row).ok());
        for row in dead.map(|row| row - from).take_while(|&row| row < frame.height()) {
            keep[row] = false;
        }
        if let Some(fixes) = self.reading.fixes.filter(|fixes| fixes.excludes_any()) {
            let ids = frame.column("response_id")?.str()?;
            for (keep, id) in keep.iter_mut().zip(ids.iter()).filter(|(keep, _)| **keep) {
                *keep = !fixes.excludes(id.unwrap_or_default(), &mut self.applied);
            }
        }
        Ok(keep.contains(&false).then_some(keep))
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Batch, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        if step.is_err() {
            // After a fault nothing more is read: half an answer is no answer.
            self.next = self.snapshot.segments.len();
            self.open = None;
        }
        step.transpose()
    }
}

/// What is read of a batch file, and what is computed after.
struct Plan {
    /// Columns of the file.
    names: Vec<String>,
    /// Positions of variables that are taken from them.
    variables: BTreeSet<usize>,
    /// Whether derived variables are computed anew.
    derives: bool,
}

impl Plan {
    fn new(reading: &Reading<'_>, segment: &Segment) -> Self {
        let survey = reading.survey;
        let derived: BTreeSet<usize> = (0..survey.variables.len())
            .filter(|&v| survey.variables[v].origin == Origin::Derived)
            .collect();
        let mut variables: BTreeSet<usize> = (0..survey.variables.len())
            .filter(|&v| reading.selection.wants(v))
            .collect();
        let fixed = reading.fixes.is_some_and(|fixes| !fixes.is_empty());
        let derives = (fixed || segment.definition != survey.hash) && !variables.is_disjoint(&derived);
        let mut context = reading.selection.context;
        if derives {
            let values = derived.iter().filter_map(|&v| survey.variables[v].value.as_ref());
            let slots: BTreeSet<usize> = values.flat_map(|value| value.typed.slots()).collect();
            context |= slots.iter().any(|&slot| slot >= survey.variables.len());
            variables.extend(slots.into_iter().filter(|&slot| slot < survey.variables.len()));
            variables.retain(|variable| !derived.contains(variable));
        }
        let mut names: Vec<String> = vec!["wave".to_owned()];
        for &variable in &variables {
            let variable = &survey.variables[variable];
            names.push(variable.id.to_string());
            if matches!(variable.domain, Domain::Number { .. } | Domain::Text | Domain::Date) {
                names.push(format!("{}{MISSING}", variable.id));
            }
        }
        if context {
            names.extend(["submitted", "started", "modified", "language"].map(str::to_owned));
        }
        if reading.selection.identity {
            names.extend(["response_id", "respondent", "_line"].map(str::to_owned));
        } else if reading.selection.people {
            names.push("respondent".to_owned());
        }
        if !reading.selection.identity && (fixed || reading.fixes.is_some_and(Fixes::excludes_any)) {
            names.push("response_id".to_owned());
        }
        Self {
            names,
            variables,
            derives,
        }
    }
}
