//! The workspace as the verbs use it: opened once, its texts turned into values, all problems shown.

use super::care;
use super::events;
use super::versions;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::rules;
use crate::diagnostic::Problem;
use crate::diagnostic::has_errors;
use crate::finding;
use crate::finding::References;
use crate::measure;
use crate::measure::Unit;
use crate::model::Calendar;
use crate::model::Id;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::project;
use crate::project::Config;
use crate::project::Workspace;
use crate::quality::Settled;
use crate::response::Cell;
use crate::store::Fix;
use crate::store::Fixes;
use crate::store::Selection;
use crate::store::Store;
use crate::tabulation::Group;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An open workspace.
pub struct Space {
    /// Its files.
    pub workspace: Workspace,
}

impl Space {
    /// Opens the workspace asked for; `None` when its settings have errors, which were shown.
    ///
    /// # Errors
    /// When there is no workspace, or its settings cannot be read.
    pub fn open(context: &mut Context<'_>) -> Result<Option<Self>, CommandError> {
        Ok(Self::read(context)?.0)
    }

    /// The same, with the problems that were shown.
    ///
    /// # Errors
    /// As [`Space::open`].
    pub fn read(context: &mut Context<'_>) -> Result<(Option<Self>, Vec<Problem>), CommandError> {
        let current = std::env::current_dir()?;
        let (workspace, problems) = Workspace::open(context.workspace.as_deref(), &current)?;
        context.show(&problems);
        Ok(((!has_errors(&problems)).then_some(Self { workspace }), problems))
    }

    /// Its settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        self.workspace.config()
    }

    /// Its waves.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.workspace.config().calendar
    }

    /// A survey and the problems of its definition; no survey when one is an error.
    ///
    /// # Errors
    /// When there is no such survey, or its file cannot be read.
    pub fn read_survey(&self, id: &str) -> Result<(Option<Arc<Survey>>, Vec<Problem>), CommandError> {
        let (mut survey, problems) = crate::definition::read(&self.workspace.definition(id)?);
        if let Some((survey, unit)) = survey
            .as_mut()
            .and_then(|survey| survey.unit.clone().map(|unit| (survey, unit)))
        {
            // Groups are counted in rows, people are protected: with so many rows in each group there are always enough of them.
            let most = self.most_rows(survey, unit.key)?;
            survey.report.privacy_k = survey.report.privacy_k.saturating_mul(most);
        }
        if let Some(survey) = survey.as_mut().filter(|survey| !survey.formerly.is_empty()) {
            let snapshot = self.store(survey).snapshot()?;
            survey.recodings = versions::recodings(&snapshot, survey)?;
        }
        Ok((survey.map(Arc::new), problems))
    }

    /// The most rows that belong to one response; 1 when there are none.
    fn most_rows(&self, survey: &Survey, key: VariableIndex) -> Result<u64, CommandError> {
        let store = self.store(survey);
        let snapshot = store.snapshot()?;
        let selection = Selection::of([key].into());
        let mut rows: BTreeMap<String, u64> = BTreeMap::new();
        snapshot.each(survey, &selection, |batch, _| {
            for row in 0..batch.len() {
                if let Cell::Text(response) = batch.cell(key, row) {
                    match rows.get_mut(response) {
                        Some(many) => *many += 1,
                        None => drop(rows.insert(response.to_owned(), 1)),
                    }
                }
            }
        })?;
        Ok(rows.into_values().max().unwrap_or(1))
    }

    /// A survey whose errors are shown; warnings are left to `manyi check`.
    ///
    /// # Errors
    /// As [`Space::read_survey`].
    pub fn survey(&self, id: &str, context: &mut Context<'_>) -> Result<Option<Arc<Survey>>, CommandError> {
        let (survey, problems) = self.read_survey(id)?;
        if survey.is_none() {
            context.show(&problems);
        }
        Ok(survey)
    }

    /// The folder of the populations that surveys are weighted to.
    #[must_use]
    pub fn weights_folder(&self) -> PathBuf {
        self.workspace.root().join("weights")
    }

    /// The answers of a survey.
    #[must_use]
    pub fn store(&self, survey: &Survey) -> Store {
        Store::new(&self.workspace.store_folder(survey.id.as_str()))
    }

    /// The corrections of a survey; responses that a rule of the workspace leaves out for how they were given are left out too.
    ///
    /// # Errors
    /// When their file, or the store, cannot be read.
    pub fn fixes(&self, survey: &Survey) -> Result<(Fixes, Vec<Problem>), CommandError> {
        let (fixes, _, problems) = self.careful(survey)?;
        Ok((fixes, problems))
    }

    /// The same, with what the rules of the workspace came to; nothing where they leave nobody out.
    ///
    /// # Errors
    /// As [`Space::fixes`].
    pub fn careful(&self, survey: &Survey) -> Result<(Fixes, Settled, Vec<Problem>), CommandError> {
        let (mut fixes, problems) = self.fixes_alone(survey)?;
        let mut settled = Settled::default();
        if self.config().quality.excludes() {
            settled = care::look(self, survey, &fixes)?.settled;
            fixes.leave_out(settled.excluded());
        }
        Ok((fixes, settled, problems))
    }

    /// The corrections of a survey alone.
    ///
    /// # Errors
    /// When their file cannot be read.
    pub fn fixes_alone(&self, survey: &Survey) -> Result<(Fixes, Vec<Problem>), CommandError> {
        let (rows, mut problems) = self.workspace.fixes(survey.id.as_str())?;
        let written = rows.into_iter().map(|row| Fix {
            place: row.place,
            response: row.response,
            column: row.column,
            old: row.old,
            new: row.new,
            reason: row.reason,
        });
        let (fixes, more) = Fixes::compile(survey, written.collect());
        problems.extend(more);
        Ok((fixes, problems))
    }

    /// Targets, published figures and benchmarks of a survey in the units of its measures, and what happened.
    ///
    /// # Errors
    /// When their files cannot be read.
    pub fn references(&self, survey: &Survey) -> Result<(References, Vec<Problem>), CommandError> {
        let (targets, mut problems) = self.workspace.targets(survey.id.as_str())?;
        let (history, more) = self.workspace.history(survey.id.as_str())?;
        problems.extend(more);
        let mut references = References::default();
        let (benchmarks, more) = self.workspace.benchmarks(survey.id.as_str())?;
        problems.extend(more);
        for benchmark in benchmarks {
            problems.extend(self.old(&benchmark));
            match figure(survey, &benchmark.measure, benchmark.segment.as_ref()) {
                Ok((measure, group, unit)) => references.benchmarks.push(finding::Benchmark {
                    measure,
                    group,
                    value: benchmark.value * unit,
                    name: benchmark.name,
                    source: benchmark.source,
                    called: benchmark.called,
                    published_by: benchmark.published_by,
                    date: benchmark.date,
                    base: benchmark.base.map(count),
                    standard_error: benchmark.se.map(|se| se * unit),
                }),
                Err((en, zh)) => problems.push(unknown(benchmark.place, &en, &zh)),
            }
        }
        for target in targets {
            match figure(survey, &target.measure, target.segment.as_ref()) {
                Ok((measure, group, unit)) => references.targets.push(finding::Target {
                    measure,
                    group,
                    value: target.value * unit,
                    valid_from: target.valid_from,
                    source: target.source,
                }),
                Err((en, zh)) => problems.push(unknown(target.place, &en, &zh)),
            }
        }
        for published in history {
            match figure(survey, &published.measure, published.segment.as_ref()) {
                Ok((measure, group, unit)) => references.published.push(finding::Published {
                    measure,
                    group,
                    wave: self
                        .calendar()
                        .parse(&published.wave)
                        .unwrap_or_else(|| WaveId::new(&published.wave)),
                    value: published.value * unit,
                    base: published.base.map(count),
                    standard_error: published.se.map(|se| se * unit),
                }),
                Err((en, zh)) => problems.push(unknown(published.place, &en, &zh)),
            }
        }
        let (happened, more) = self.workspace.events(survey)?;
        problems.extend(more);
        let (happened, more) = events::of_survey(survey, self.calendar(), happened);
        problems.extend(more);
        references.events = happened;
        Ok((references, problems))
    }

    /// A warning of a benchmark that is much older than the report it will stand in.
    fn old(&self, benchmark: &project::Benchmark) -> Option<Problem> {
        let as_of = self.config().as_of?;
        let years = i32::from(as_of.year()) - i32::from(benchmark.date.year());
        let since = (as_of.month(), as_of.day()) < (benchmark.date.month(), benchmark.date.day());
        let full = years - i32::from(since);
        (full >= BENCHMARK_YEARS).then(|| {
            let date = benchmark.date;
            Problem::new(&project::OLD_BENCHMARK, benchmark.place.clone())
                .says(
                    format!("the benchmark of `{}` is of {date}", benchmark.measure),
                    format!("`{}` 的基准数值日期为 {date}", benchmark.measure),
                )
                .help(
                    format!("take one of the last {BENCHMARK_YEARS} years, or take the line out"),
                    format!("请换用近 {BENCHMARK_YEARS} 年的数值，或删去这一行"),
                )
        })
    }
}

/// A benchmark of more full years is warned of.
const BENCHMARK_YEARS: i32 = 3;

/// A number of people.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a base is a small count"
)]
fn count(base: f64) -> u64 {
    base.max(0.0) as u64
}

/// The measure and group a line names, and the factor that takes what people write to the measure's unit: a share is
/// written in percent.
fn figure(
    survey: &Survey,
    name: &str,
    segment: Option<&(String, String)>,
) -> Result<(Id, Group, f64), (String, String)> {
    let Some(found) = survey.measure(name) else {
        return Err((
            format!("`{name}` is no measure of `{}`", survey.id),
            format!("`{name}` 不是 `{}` 的指标", survey.id),
        ));
    };
    let factor = if measure::unit(survey, found) == Unit::Share {
        0.01
    } else {
        1.0
    };
    let Some((variable, level)) = segment else {
        return Ok((found.id.clone(), Group::Total, factor));
    };
    group_of(survey, variable, level)
        .map(|group| (found.id.clone(), group, factor))
        .ok_or_else(|| {
            (
                format!("`{variable}={level}` is no group of `{}`", survey.id),
                format!("`{variable}={level}` 不是 `{}` 的分组", survey.id),
            )
        })
}

/// The group of those with an answer; `None` when there is no such variable or option.
#[must_use]
pub fn group_of(survey: &Survey, variable: &str, level: &str) -> Option<Group> {
    let index = survey.find(variable)?;
    let place = survey.variable(index).domain.options()?.position_of_id(level)?;
    Some(Group::Level(index, place))
}

fn unknown(place: crate::diagnostic::Place, en: &str, zh: &str) -> Problem {
    Problem::new(&rules::REFERENCE, place).says(en, zh).help(
        "write the ids of the definition, or take the line out",
        "请使用定义中的 id，或删去该行",
    )
}
