//! The answers that are weighted: those of a survey's store, or the rows of a CSV file as they are.

use super::Args;
use super::refused;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::current::Current;
use crate::command::shared::population::Gathering;
use crate::command::shared::space::Space;
use crate::command::shared::spool::Spool;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::import::plain;
use crate::import::plain::Cells;
use crate::model::Domain;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::project::Given;
use crate::store::Selection;
use crate::weighting::Sample;
use crate::weighting::Targets;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Everything that is to be weighted.
pub(super) struct Answers {
    /// The population, categories in the names the answers have.
    pub targets: Targets,
    /// Waves in their order; the one of a file without waves has no name.
    pub waves: Vec<WaveAnswers>,
    /// The file's own cells, when it is one.
    pub file: Option<Cells>,
}

/// One wave.
pub(super) struct WaveAnswers {
    /// Its name.
    pub wave: String,
    /// What weights are made from.
    pub sample: Sample,
    /// Row of the file, from 0, when it is one.
    pub rows: Vec<usize>,
}

impl WaveAnswers {
    fn new(wave: &str, columns: &[String]) -> Self {
        Self {
            wave: wave.to_owned(),
            sample: Sample {
                labels: columns.iter().map(|column| (column.clone(), Vec::new())).collect(),
                ..Sample::default()
            },
            rows: Vec::new(),
        }
    }
}

/// Reads what the arguments name; `None` when problems, which were shown, forbid going on.
pub(super) fn answers(
    args: &Args,
    targets: Targets,
    context: &mut Context<'_>,
) -> Result<Option<Answers>, CommandError> {
    let read = match Given::of(&args.source) {
        Given::Survey(id) => {
            if !args.missing.is_empty() || args.wave_column.is_some() {
                Err(Words::new(
                    "`--missing` and `--wave-column` are for CSV files; a survey knows both",
                    "`--missing` 与 `--wave-column` 用于 CSV 文件；调查定义中已包含两者",
                ))
            } else {
                let Some(space) = Space::open(context)? else {
                    return Ok(None);
                };
                let Some(survey) = space.survey(&id, context)? else {
                    return Ok(None);
                };
                stored(&space, &survey, args, targets, context)?
            }
        }
        given => filed(&mut Spool::of(&given, context)?, args, targets)?,
    };
    let chosen = read.and_then(|answers| chosen(answers, args));
    Ok(match chosen {
        Ok(answers) => Some(answers),
        Err(words) => {
            refused(&words, context);
            None
        }
    })
}

/// The waves asked for.
fn chosen(mut answers: Answers, args: &Args) -> Result<Answers, Words> {
    if answers.waves.is_empty() {
        return Err(Words::new(
            "there are no answers to weight; bring them in with `manyi import`",
            "没有可加权的答卷；请先运行 `manyi import`",
        ));
    }
    let known: Vec<String> = answers.waves.iter().map(|answers| answers.wave.clone()).collect();
    if let Some(unknown) = args.wave.iter().find(|wave| *wave != "all" && !known.contains(wave)) {
        return Err(Words::new(
            format!("`--wave {unknown}`: no such wave; there are: {}", known.join(", ")),
            format!("`--wave {unknown}`：没有这一期；现有：{}", known.join("、")),
        ));
    }
    if !args.wave.is_empty() && !args.wave.iter().any(|wave| wave == "all") {
        answers.waves.retain(|answers| args.wave.contains(&answers.wave));
    }
    Ok(answers)
}

/// Columns the targets speak of, each once.
fn columns(targets: &Targets) -> Vec<String> {
    let named: BTreeSet<String> = targets
        .variables
        .iter()
        .flat_map(|variable| variable.columns.clone())
        .collect();
    named.into_iter().collect()
}

/// The rows of a file. Labels are its cells as they stand.
fn filed(spool: &mut Spool, args: &Args, targets: Targets) -> Result<Result<Answers, Words>, CommandError> {
    let cells = match plain::read(spool.begin()?)? {
        Ok(cells) => cells,
        Err(words) => {
            return Ok(Err(Words::new(
                format!("{}: {}", spool.name, words.en),
                format!("{}：{}", spool.name, words.zh),
            )));
        }
    };
    Ok(rows(&cells, args, &targets).map(|waves| Answers {
        targets,
        waves,
        file: Some(cells),
    }))
}

fn rows(cells: &Cells, args: &Args, targets: &Targets) -> Result<Vec<WaveAnswers>, Words> {
    let find = |name: &String| {
        cells.names.iter().position(|known| known == name).ok_or_else(|| {
            Words::new(
                format!("no column `{name}`; there are: {}", cells.names.join(", ")),
                format!("没有列 `{name}`；现有：{}", cells.names.join("、")),
            )
        })
    };
    let columns = columns(targets);
    let places = columns.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let base = args.base.as_ref().map(find).transpose()?;
    let wave = args.wave_column.as_ref().map(find).transpose()?;
    let mut waves: BTreeMap<String, WaveAnswers> = BTreeMap::new();
    for (row, line) in cells.rows.iter().enumerate() {
        let cell = |at: usize| line.get(at).map_or("", |text| text.trim());
        let name = wave.map_or("", cell);
        let answers = waves
            .entry(name.to_owned())
            .or_insert_with(|| WaveAnswers::new(name, &columns));
        answers.rows.push(row);
        answers.sample.names.push(format!("row {}", row + 1));
        answers.sample.base.push(match base.map(cell) {
            None => Some(1.0),
            Some("") => None,
            Some(text) => Some(text.parse().map_err(|_| {
                let column = args.base.clone().unwrap_or_default();
                Words::new(
                    format!(
                        "column `{column}`, row {}: `{text}` is no number; a base weight is a number of at least 0",
                        row + 1
                    ),
                    format!(
                        "列 `{column}` 第 {} 行：`{text}` 不是数字；基础权重应为不小于 0 的数",
                        row + 1
                    ),
                )
            })?),
        });
        for (column, place) in columns.iter().zip(&places) {
            let text = cell(*place);
            let valid = !text.is_empty() && !args.missing.iter().any(|code| code == text);
            if let Some(labels) = answers.sample.labels.get_mut(column) {
                labels.push(valid.then(|| text.to_owned()));
            }
        }
    }
    Ok(waves.into_values().collect())
}

/// The answers in the store. Labels are the ids of options.
fn stored(
    space: &Space,
    survey: &Survey,
    args: &Args,
    targets: Targets,
    context: &mut Context<'_>,
) -> Result<Result<Answers, Words>, CommandError> {
    let base = match base(survey, args) {
        Ok(base) => base,
        Err(words) => return Ok(Err(words)),
    };
    let mut gathering = match Gathering::new(survey, targets, base) {
        Ok(gathering) => gathering,
        Err(words) => return Ok(Err(words)),
    };
    let (fixes, mut problems) = space.fixes(survey)?;
    let selection = Selection {
        identity: true,
        context: true,
        ..Selection::of(gathering.variables())
    };
    let calendar = space.calendar();
    let current = Current {
        survey,
        calendar,
        snapshot: &space.store(survey).snapshot()?,
        fixes: &fixes,
    };
    current.read(&selection, |reader| {
        for batch in reader.by_ref() {
            gathering.take(calendar, &batch?);
        }
        problems.extend(fixes.leftovers(reader.applied()));
        Ok(())
    })?;
    context.show(&problems);
    if has_errors(&problems) {
        return Ok(Err(Words::new(
            "the corrections in `fixes/` have errors; mend them first",
            "`fixes/` 中的更正有错误；请先改正",
        )));
    }
    let (waves, targets) = gathering.finish();
    let waves = waves.into_iter().map(|known| WaveAnswers {
        wave: known.wave.to_string(),
        sample: known.sample,
        rows: Vec::new(),
    });
    Ok(Ok(Answers {
        targets,
        waves: waves.collect(),
        file: None,
    }))
}

/// What responses weigh before.
fn base(survey: &Survey, args: &Args) -> Result<Option<VariableIndex>, Words> {
    let Some(name) = &args.base else {
        return Ok(survey.weight);
    };
    let number = |index: &VariableIndex| matches!(survey.variable(*index).domain, Domain::Number { .. });
    survey.find(name).filter(number).map(Some).ok_or_else(|| {
        Words::new(
            format!("`--base {name}`: no number of `{}` has this name", survey.id),
            format!("`--base {name}`：`{}` 中没有这个数值变量", survey.id),
        )
    })
}
