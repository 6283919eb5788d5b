//! From answers to findings, for every analysis verb: plan, count in one pass, score, decide.

use super::population;
use super::population::Gathering;
use crate::command::CommandError;
use crate::crosstab::Banner;
use crate::diagnostic::Problem;
use crate::finding::Ask;
use crate::finding::Disclosure;
use crate::finding::Findings;
use crate::finding::References;
use crate::finding::find;
use crate::measure::Scores;
use crate::model::Calendar;
use crate::model::Condition;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::tabulation::Calibration;
use crate::tabulation::Need;
use crate::tabulation::Plan;
use crate::tabulation::Tabulation;
use crate::tabulation::Tabulator;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// Batches that may wait to be counted.
const WAITING: usize = 2;

/// What is to be scored.
#[derive(Debug, Clone)]
pub struct Task {
    /// The survey.
    pub survey: Arc<Survey>,
    /// Its waves.
    pub calendar: Calendar,
    /// What is computed.
    pub measures: Vec<Measure>,
    /// What results are broken down by.
    pub segments: Vec<VariableIndex>,
    /// Further ways of breaking them down: nested, by a multiple choice, by wave.
    pub banners: Vec<Banner>,
    /// Only responses for which this is true.
    pub filter: Option<Arc<Condition>>,
    /// Further counts, for reports.
    pub needs: Vec<Need>,
    /// Thresholds.
    pub settings: ReportSettings,
    /// Those by which small bases would be hidden, where they are shown.
    pub hiding_small: Option<ReportSettings>,
    /// The weights of a survey with a population ([`Task::weights`]); nothing is counted before they are known.
    pub calibration: Option<Arc<Calibration>>,
}

/// Results.
#[derive(Debug, Clone)]
pub struct Results {
    /// Scores.
    pub scores: Scores,
    /// Comparisons and verdicts.
    pub findings: Findings,
}

impl Task {
    /// The plan: the needs of all measures and those asked for beside them.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let needs = Scores::needs(&self.measures)
            .into_iter()
            .chain(self.needs.iter().cloned());
        let mut plan = Plan {
            filter: self.filter.clone(),
            calibration: self.calibration.clone(),
            ..Plan::new(&self.survey, &self.segments, needs)
        };
        for division in self.banners.iter().flat_map(|banner| banner.divisions(&self.survey)) {
            plan.divide(&self.survey, division);
        }
        plan
    }

    /// Variables the answers must be read for.
    #[must_use]
    pub fn variables(&self) -> BTreeSet<VariableIndex> {
        self.plan().variables(&self.survey)
    }

    /// Whether a condition of the plan asks when or in what language a response was sent.
    #[must_use]
    pub fn asks_context(&self) -> bool {
        let plan = self.plan();
        let filters = plan
            .needs
            .iter()
            .filter_map(|need| need.filter.as_ref())
            .chain(&plan.filter);
        let mut slots = filters.flat_map(|condition| condition.typed.slots());
        slots.any(|slot| slot >= self.survey.variables.len())
    }

    /// What is needed to weight the survey to its population, whose file is in `folder`; `None` when it has none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gathering(&self, folder: &Path) -> Result<Option<Result<Gathering<'_>, Problem>>, CommandError> {
        let survey = self.survey.as_ref();
        let Some(known) = &survey.population else {
            return Ok(None);
        };
        let made = population::targets(known, folder)?
            .and_then(|targets| Gathering::new(survey, targets, survey.weight))
            .map_err(|words| population::problem(survey, &words));
        Ok(Some(made))
    }

    /// The weights of the survey's population, from the batches of all its responses; nothing is narrowed here.
    ///
    /// # Errors
    /// The first batch that could not be read.
    pub fn weights(
        &self,
        mut gathering: Gathering<'_>,
        batches: impl Iterator<Item = Result<Batch, CommandError>>,
    ) -> Result<Result<Calibration, Problem>, CommandError> {
        for batch in batches {
            gathering.take(&self.calendar, &batch?);
        }
        let how = self
            .survey
            .population
            .as_ref()
            .map(population::settings)
            .unwrap_or_default();
        let made = gathering.calibrated(how);
        Ok(made.map_err(|words| population::problem(&self.survey, &words)))
    }

    /// Counts batches as they come; `also` sees each of them too.
    ///
    /// Reading goes on while the batch before is counted, on a thread of its own; the order stays that of the batches, so
    /// the sums do too. Few batches wait at a time: memory stays flat.
    ///
    /// # Errors
    /// The first batch that could not be read.
    ///
    /// # Panics
    /// When counting panics: the fault is handed on. When the weights of a population are not known yet.
    pub fn count(
        &self,
        batches: impl Iterator<Item = Result<Batch, CommandError>>,
        mut also: impl FnMut(&BatchFrame<'_>),
    ) -> Result<Tabulation, CommandError> {
        assert_eq!(
            self.survey.population.is_some(),
            self.calibration.is_some(),
            "weights are made before anything is counted"
        );
        let mut tabulator = Tabulator::new(Arc::clone(&self.survey), Arc::new(self.plan()));
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel::<Batch>(WAITING);
            let counting = scope.spawn(move || {
                for batch in receive {
                    tabulator.add(&BatchFrame::new(&batch, &self.calendar));
                }
                tabulator.finish()
            });
            let mut read = Ok(());
            for batch in batches {
                match batch {
                    Ok(batch) => {
                        also(&BatchFrame::new(&batch, &self.calendar));
                        if send.send(batch).is_err() {
                            break;
                        }
                    }
                    Err(error) => {
                        read = Err(error);
                        break;
                    }
                }
            }
            drop(send);
            let counted = counting.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
            read.map(|()| counted)
        })
    }

    /// Scores what was counted and decides on what was asked.
    #[must_use]
    pub fn decide(&self, tabulation: Tabulation, references: &References, ask: &Ask) -> Results {
        let scores = Scores::new(&self.survey, &self.measures, tabulation, 1.0 - self.settings.alpha);
        let mut findings = find(&scores, &self.calendar, references, &self.settings, ask);
        findings.disclosure = self.disclosure(&scores, findings.disclosure);
        Results { scores, findings }
    }

    /// What may be shown, given what was decided by the thresholds: with small bases shown, never what protects people
    /// where they are not.
    #[must_use]
    pub fn disclosure(&self, scores: &Scores, decided: Disclosure) -> Disclosure {
        match &self.hiding_small {
            Some(hiding) => Disclosure::new(scores, hiding).showing_small(scores, &self.settings),
            None => decided,
        }
    }
}
