//! The population a survey is weighted to: read, matched with the survey's options, and made into weights wave by wave
//! before anything is counted.

use super::spool::Spool;
use crate::command::CommandError;
use crate::command::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::import::plain;
use crate::model::Calendar;
use crate::model::Domain;
use crate::model::OptionList;
use crate::model::PopulationMethod;
use crate::model::PopulationTargets;
use crate::model::PopulationWeights;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::Cell;
use crate::tabulation::Calibrated;
use crate::tabulation::Calibration;
use crate::weighting;
use crate::weighting::Sample;
use crate::weighting::Settings;
use crate::weighting::Targets;
use crate::weighting::Weighted;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

/// The responses of a wave, as weights are made from them.
pub struct WaveSample {
    /// The wave.
    pub wave: WaveId,
    /// Labels and base weights.
    pub sample: Sample,
    /// Each response's answers to the population's variables.
    pub answers: Vec<Vec<u16>>,
}

/// Gathers the responses of a survey for weighting.
pub struct Gathering<'a> {
    survey: &'a Survey,
    /// The population; its categories are ids of options.
    pub targets: Targets,
    /// By name, as the targets have it.
    columns: BTreeMap<String, VariableIndex>,
    base: Option<VariableIndex>,
    waves: BTreeMap<(i64, WaveId), WaveSample>,
}

/// The population as the survey's definition tells it; `folder` holds its file. The words say what is wrong with it.
///
/// # Errors
/// When the file cannot be read.
pub fn targets(population: &PopulationWeights, folder: &Path) -> Result<Result<Targets, Words>, CommandError> {
    let targets = match &population.targets {
        PopulationTargets::Margins(texts) => Targets::of_texts(texts),
        PopulationTargets::File(name) => {
            let path = folder.join(name);
            if !path.is_file() {
                return Ok(Err(Words::new(
                    format!("there is no file `weights/{name}`"),
                    format!("没有文件 `weights/{name}`"),
                )));
            }
            let cells = plain::read(Spool::file(&path, name.clone())?.begin()?)?;
            let named = |words: Words| {
                Words::new(
                    format!("weights/{name}: {}", words.en),
                    format!("weights/{name}：{}", words.zh),
                )
            };
            cells
                .and_then(|cells| Targets::of_table(&cells.names, &cells.rows))
                .map_err(named)
        }
    };
    Ok(targets.and_then(|targets| {
        if population.method == PopulationMethod::Cell && targets.variables.len() > 1 {
            return Err(Words::new(
                "cells of several variables cannot be told by their margins: write `method: rake`, or a line for each cell",
                "多个变量的单元格无法由各自的边际得知：请写 `method: rake`，或每个单元格写一行",
            ));
        }
        Ok(targets)
    }))
}

/// How a definition's weights are bounded.
#[must_use]
pub fn settings(population: &PopulationWeights) -> Settings {
    Settings {
        trim: population.trim,
        bound: population.bound,
    }
}

/// A problem of the population.
#[must_use]
pub fn problem(survey: &Survey, words: &Words) -> Problem {
    Problem::new(&rules::POPULATION, Place::file(survey.id.as_str()))
        .says(words.en.clone(), words.zh.clone())
        .help(
            "mend `weighting:` in the definition, or its file in `weights/`",
            "请更正定义中的 `weighting:`，或 `weights/` 中的文件",
        )
}

impl<'a> Gathering<'a> {
    /// Finds the variables, and writes the targets' categories as ids of options.
    ///
    /// # Errors
    /// Words that name a variable or an option that is not there.
    pub fn new(survey: &'a Survey, mut targets: Targets, base: Option<VariableIndex>) -> Result<Self, Words> {
        let mut columns = BTreeMap::new();
        let names: BTreeSet<String> = targets
            .variables
            .iter()
            .flat_map(|variable| variable.columns.clone())
            .collect();
        for name in names {
            let fits =
                |index: &VariableIndex| matches!(survey.variable(*index).domain, Domain::Rating(_) | Domain::Choice(_));
            let Some(index) = survey.find(&name).filter(fits) else {
                let all = (0..survey.variables.len()).map(VariableIndex).filter(fits);
                let names: Vec<&str> = all.map(|index| survey.variable(index).id.as_str()).collect();
                return Err(Words::new(
                    format!(
                        "`{name}` is no choice, rating or band of `{}`; there are: {}",
                        survey.id,
                        names.join(", ")
                    ),
                    format!(
                        "`{name}` 不是 `{}` 的单选、评分或分段变量；现有：{}",
                        survey.id,
                        names.join("、")
                    ),
                ));
            };
            columns.insert(name, index);
        }
        for variable in &mut targets.variables {
            let lists: Vec<Option<&OptionList>> = variable
                .columns
                .iter()
                .map(|name| survey.variable(columns[name]).domain.options())
                .collect();
            for (labels, _) in &mut variable.categories {
                for ((label, list), column) in labels.iter_mut().zip(&lists).zip(&variable.columns) {
                    if let Some(list) = list {
                        *label = option(survey, list, label, column)?;
                    }
                }
            }
        }
        Ok(Self {
            survey,
            targets,
            columns,
            base,
            waves: BTreeMap::new(),
        })
    }

    /// Variables whose columns must be read.
    #[must_use]
    pub fn variables(&self) -> BTreeSet<VariableIndex> {
        self.columns.values().copied().chain(self.base).collect()
    }

    /// The population's variables, in the order of their names.
    fn of_population(&self) -> Vec<VariableIndex> {
        self.columns.values().copied().collect()
    }

    /// Takes the responses of a batch.
    pub fn take(&mut self, calendar: &Calendar, batch: &Batch) {
        let variables = self.of_population();
        for row in 0..batch.len() {
            let wave = batch.wave(row);
            let columns = &self.columns;
            let known = self.waves.entry(calendar.order(wave)).or_insert_with(|| WaveSample {
                wave: wave.clone(),
                sample: Sample {
                    labels: columns.keys().map(|column| (column.clone(), Vec::new())).collect(),
                    ..Sample::default()
                },
                answers: Vec::new(),
            });
            let name = match batch.meta.response_id.get(row) {
                Cell::Text(id) => id.to_owned(),
                _ => format!("row {}", known.answers.len() + 1),
            };
            known.sample.names.push(name);
            known
                .sample
                .base
                .push(match self.base.map(|base| batch.cell(base, row)) {
                    None => Some(1.0),
                    Some(Cell::Number(weight)) => Some(weight),
                    Some(_) => None,
                });
            for (column, variable) in columns {
                let label = match (
                    batch.cell(*variable, row),
                    self.survey.variable(*variable).domain.options(),
                ) {
                    (Cell::Option(place), Some(list)) => {
                        list.options.get(usize::from(place)).map(|option| option.id.to_string())
                    }
                    _ => None,
                };
                if let Some(labels) = known.sample.labels.get_mut(column) {
                    labels.push(label);
                }
            }
            known.answers.push(Calibration::answers(&variables, batch, row));
        }
    }

    /// The waves in the order of the calendar, and the population.
    #[must_use]
    pub fn finish(self) -> (Vec<WaveSample>, Targets) {
        (self.waves.into_values().collect(), self.targets)
    }

    /// The weights of every wave.
    ///
    /// # Errors
    /// Words that name the wave and what is wrong with it.
    pub fn calibrated(self, how: Settings) -> Result<Calibration, Words> {
        let (variables, base) = (self.of_population(), self.base);
        let names: Vec<String> = self.columns.keys().cloned().collect();
        let mut made = Calibration::new(variables, base);
        let (waves, targets) = self.finish();
        let place = |column: &String| names.iter().position(|name| name == column);
        let margins: Vec<Vec<usize>> = targets
            .variables
            .iter()
            .map(|variable| variable.columns.iter().filter_map(place).collect())
            .collect();
        for WaveSample { wave, sample, answers } in waves {
            let within = |words: &Words| Words::new(format!("{wave}: {}", words.en), format!("{wave}：{}", words.zh));
            let weighted = weighting::weigh(&sample, &targets, how).map_err(|words| within(&words))?;
            if weighted.reason.is_some() {
                return Err(within(&stuck(&weighted, how)));
            }
            let responses: Vec<Calibrated> = answers
                .into_iter()
                .zip(sample.base)
                .zip(weighted.weights)
                .map(|((answers, base), weight)| Calibrated {
                    answers,
                    base: base.unwrap_or(0.0),
                    weight,
                })
                .collect();
            made.add_wave(&wave, &responses, &margins).map_err(|_| {
                within(&Words::new(
                    "there is no response with a weight above 0",
                    "没有权重大于 0 的答卷",
                ))
            })?;
        }
        Ok(made)
    }
}

/// The id of the option a label names: an id, a text in any language, or a value.
fn option(survey: &Survey, list: &OptionList, label: &str, column: &str) -> Result<String, Words> {
    let named = list.options.iter().find(|option| {
        option.id == *label
            || survey
                .languages
                .iter()
                .any(|lang| survey.text(&option.text, lang) == label)
            || option.value.to_string() == label
    });
    named.map(|option| option.id.to_string()).ok_or_else(|| {
        let ids: Vec<&str> = list.options.iter().map(|option| option.id.as_str()).collect();
        Words::new(
            format!("`{label}` is no option of `{column}`; there are: {}", ids.join(", ")),
            format!("`{label}` 不是 `{column}` 的选项；现有：{}", ids.join("、")),
        )
    })
}

/// Why there are no weights, and the way out.
#[must_use]
pub fn stuck(weighted: &Weighted, how: Settings) -> Words {
    // The category that is left furthest below its target.
    let short = |category: &&weighting::CategoryReport| category.target - category.achieved;
    let worst = weighted
        .categories
        .iter()
        .max_by(|one, two| short(one).total_cmp(&short(two)));
    let name = worst.map_or_else(String::new, |worst| {
        format!("`{}` of `{}`", worst.category, worst.variable)
    });
    let zh = worst.map_or_else(String::new, |worst| {
        format!("`{}` 的 `{}`", worst.variable, worst.category)
    });
    match (how.trim, how.bound) {
        (Some(times), _) => Words::new(
            format!(
                "no weights up to {times} times the mean reach the targets ({name}); allow more with `--trim`, or join small categories"
            ),
            format!("权重不超过均值 {times} 倍时达不到目标（{zh}）；请放宽 `--trim`，或合并小类别"),
        ),
        (None, Some((low, high))) => Words::new(
            format!(
                "no weights from {low} to {high} times the mean reach the targets ({name}); widen `bound`, or join small categories"
            ),
            format!("权重限于均值的 {low} 至 {high} 倍时达不到目标（{zh}）；请放宽 `bound`，或合并小类别"),
        ),
        (None, None) => Words::new(
            format!(
                "the targets contradict each other among these answers, {name} most; join categories that hardly anybody is in"
            ),
            format!("在这些答卷中各目标互相矛盾，{zh} 差得最多；请合并人数极少的类别"),
        ),
    }
}
