//! The one pass over the answers that reports are made from.

use super::super::CommandError;
use super::super::rules;
use super::super::shared::analysis::Task;
use super::super::shared::current::Current;
use super::super::shared::source;
use super::super::shared::space::Space;
use super::super::shared::versions;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::finding::References;
use crate::model::Measure;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::Verbatims;
use crate::response::Batch;
use crate::store::Selection;
use crate::store::Snapshot;
use crate::tabulation::Tabulation;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Over which answers.
pub(super) struct Pass<'a> {
    pub space: &'a Space,
    pub survey: &'a Arc<Survey>,
    pub snapshot: &'a Snapshot,
    /// The wave asked for; without it the last one with answers.
    pub wave: Option<&'a str>,
}

/// What the pass is to give.
pub(super) struct Asks {
    pub task: Task,
    /// Columns read beside those that are counted.
    pub columns: BTreeSet<VariableIndex>,
    /// Open questions that are quoted.
    pub quotes: Vec<VariableIndex>,
    /// Where their answers go.
    pub verbatims: Verbatims,
}

/// What it gave.
pub(super) struct Counted {
    pub task: Task,
    pub tabulation: Tabulation,
    pub references: References,
    pub verbatims: Verbatims,
    /// Responses left out and answers changed by corrections.
    pub excluded: u64,
    pub corrected: u64,
    pub wave: WaveId,
}

impl Pass<'_> {
    /// To count what these measures need, and nothing else so far.
    pub(super) fn asks(&self, measures: Vec<Measure>) -> Asks {
        Asks {
            task: Task {
                survey: Arc::clone(self.survey),
                calendar: self.space.calendar().clone(),
                measures,
                banners: Vec::new(),
                segments: Vec::new(),
                filter: None,
                needs: Vec::new(),
                settings: self.survey.report,
                hiding_small: None,
                calibration: None,
            },
            columns: BTreeSet::new(),
            quotes: Vec::new(),
            verbatims: Verbatims::default(),
        }
    }

    /// Goes once through the answers, which `also` sees too; nothing when a problem forbids it.
    pub(super) fn count(
        &self,
        asks: Asks,
        also: &mut dyn FnMut(&Batch),
    ) -> Result<(Option<Counted>, Vec<Problem>), CommandError> {
        let Self {
            space,
            survey,
            snapshot,
            ..
        } = *self;
        let Asks {
            mut task,
            mut columns,
            mut quotes,
            mut verbatims,
        } = asks;
        let (mut references, mut problems) = space.references(survey)?;
        references.seams = versions::seams(space, survey)?;
        let (fixes, more) = space.fixes(survey)?;
        problems.extend(more);
        quotes.sort_unstable();
        quotes.dedup();
        if !source::weighted(&mut task, space, snapshot, &fixes, &mut problems)? {
            return Ok((None, problems));
        }
        columns.extend(task.variables());
        let selection = Selection {
            variables: Some(columns),
            identity: true,
            people: true,
            context: true,
        };
        let current = Current {
            survey,
            calendar: space.calendar(),
            snapshot,
            fixes: &fixes,
        };
        let (tabulation, applied) = current.read(&selection, |reader| {
            let batches = reader.by_ref().map(|batch| batch.map_err(CommandError::from));
            let tabulation = task.count(batches, |frame| {
                verbatims.collect(survey, &quotes, frame.batch());
                also(frame.batch());
            })?;
            Ok((tabulation, reader.applied().clone()))
        })?;
        problems.extend(fixes.leftovers(&applied));
        problems.extend(rules::weights(survey, tabulation.without_weight()));
        problems.extend(rules::design(survey, &tabulation));
        problems.extend(rules::replicates(survey, tabulation.without_replicate()));
        let wave = self.reported(tabulation.waves())?;
        let counted = Counted {
            task,
            tabulation,
            references,
            verbatims,
            excluded: applied.excluded,
            corrected: applied.changed,
            wave,
        };
        Ok((Some(counted), problems))
    }

    /// The wave reported on.
    fn reported(&self, known: &[WaveId]) -> Result<WaveId, CommandError> {
        let calendar = self.space.calendar();
        let last = known.iter().max_by_key(|wave| calendar.order(wave)).cloned();
        let wanted = match self.wave {
            None => last,
            Some(text) => {
                let wave = calendar.parse(text).unwrap_or_else(|| WaveId::new(text));
                known.iter().find(|other| **other == wave).cloned()
            }
        };
        wanted.ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(WaveId::as_str).collect();
            let (asked, id) = (self.wave.unwrap_or_default(), &self.survey.id);
            CommandError::Other(Words::new(
                format!(
                    "`{id}` has no answers in wave `{asked}`; there are: {}",
                    names.join(", ")
                ),
                format!("`{id}` 在期次 `{asked}` 没有答卷；现有：{}", names.join("、")),
            ))
        })
    }
}
