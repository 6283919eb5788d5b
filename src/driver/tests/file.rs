//! A file without a definition, read and counted as `manyi drivers` does, and what is asked of it.

use super::super::*;
use super::DEMO;
use super::QUESTIONS;
use crate::import::Import;
use crate::import::bare;
use crate::import::bare::BareSpec;
use crate::model::Calendar;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::BatchFrame;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Plan;
use crate::tabulation::Rows;
use crate::tabulation::Tabulator;
use crate::tabulation::Wanted;
use std::sync::Arc;

/// A file without a definition, ready to be asked.
pub(super) struct File {
    pub(super) text: String,
    pub(super) outcome: &'static str,
    pub(super) drivers: Vec<&'static str>,
    pub(super) weight: Option<&'static str>,
    pub(super) design: [Option<&'static str>; 3],
    pub(super) missing: &'static str,
}

impl File {
    pub(super) fn new(text: &str, outcome: &'static str, drivers: &[&'static str]) -> Self {
        Self {
            text: text.to_owned(),
            outcome,
            drivers: drivers.to_vec(),
            weight: None,
            design: [None; 3],
            missing: "9",
        }
    }

    pub(super) fn demo() -> Self {
        Self::new(DEMO, "csat", &QUESTIONS)
    }

    pub(super) fn analysed(&self, change: impl FnOnce(&mut Ask)) -> (Arc<Survey>, Result<Analysis, Fault>) {
        self.asked(change, |rows, survey, wave, ask| {
            analyse(rows, survey, (wave, Group::Total), ask)
        })
    }

    pub(super) fn asked<T>(
        &self,
        change: impl FnOnce(&mut Ask),
        answer: impl FnOnce(&Rows, &Survey, &WaveId, &Ask) -> T,
    ) -> (Arc<Survey>, T) {
        let [stratum, cluster, population] = self.design;
        let spec = BareSpec {
            answers: std::iter::once(self.outcome)
                .chain(self.drivers.iter().copied())
                .map(|column| ("--drivers", column.to_owned()))
                .collect(),
            keys: [stratum, cluster]
                .into_iter()
                .flatten()
                .map(|column| ("--strata", column.to_owned()))
                .collect(),
            population: population.map(str::to_owned),
            weight: self.weight.map(str::to_owned),
            missing: vec![(None, self.missing.to_owned())],
            ..BareSpec::default()
        };
        let format = crate::definition::mapping::Format::default();
        let (made, problems) = bare::survey_from(self.text.as_bytes(), &spec, &format, "file.csv").unwrap();
        assert_eq!(problems, []);
        let made = made.unwrap();
        let survey = Arc::new(made.survey.clone());
        let find = |name: &str| survey.find(name).unwrap();
        let mut ask = Ask {
            outcome: OutcomeOf {
                variable: find(self.outcome),
                counts: None,
            },
            drivers: self.drivers.iter().map(|name| find(name)).collect(),
            named: true,
            method: Method::Johnson,
            level: 0.95,
            replicates: 0,
            seed: 1,
            design: Design {
                stratum: stratum.map(find),
                cluster: cluster.map(find),
                population: population.map(find),
            },
        };
        change(&mut ask);
        let need = Need::all(Wanted::Rows(ask.variables()));
        let plan = Arc::new(Plan::new(&survey, &[], [need.clone()]));
        let calendar = Calendar::quarterly_utc();
        let mut tabulator = Tabulator::new(Arc::clone(&survey), plan);
        let mut import = Import::open(self.text.as_bytes(), made.setup(&calendar, "file.csv")).unwrap();
        while let Some(chunk) = import.next_chunk().unwrap() {
            tabulator.add(&BatchFrame::new(&chunk.batch, &calendar));
        }
        let counted = tabulator.finish();
        let rows = counted.listed(&need).unwrap();
        let wave = rows.waves().first().cloned().unwrap_or_else(|| WaveId::new("none"));
        let found = answer(rows, &survey, &wave, &ask);
        (survey, found)
    }

    pub(super) fn found(&self, change: impl FnOnce(&mut Ask)) -> Analysis {
        self.analysed(change).1.unwrap()
    }
}
