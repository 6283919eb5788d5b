//! How one number came about: opened as the verbs open it, scored with everything its families hold, and told.

use super::Args;
use super::id::FigureId;
use super::lines::Lines;
use super::sources::sources;
use super::telling::Telling;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::asked::Analysed;
use crate::command::shared::asked::Columns;
use crate::command::shared::source::Opened;
use crate::command::shared::source::Wanted;
use crate::command::shared::source::open_for;
use crate::crosstab;
use crate::diagnostic::Words;
use crate::finding::Ask;
use crate::model::Measure;
use crate::model::Survey;
use crate::model::WaveId;
use crate::tabulation::Group;

/// Prints the explanation of the figure `id`.
///
/// # Errors
/// When the id names nothing, answers cannot be read, or the output cannot be written.
pub(super) fn run(args: &Args, id: &str, context: &mut Context<'_>) -> Ended {
    let Some(figure) = FigureId::parse(id) else {
        return Err(CommandError::Other(Words::new(
            format!(
                "`{id}` is no id of a number: write survey/wave/measure, such as `after-sales/2026Q4/csat?region=east`"
            ),
            format!("`{id}` 不是数字的编号：请写成 调查/期次/指标，例如 `after-sales/2026Q4/csat?region=east`"),
        )));
    };
    let analysed = analysed(args, &figure);
    // A cell of a table is a measure of its own beside those of the definition, which make the families.
    let wanted = Wanted {
        measures: &|survey| {
            let mut measures = survey.measures.clone();
            if survey.measure(figure.measure).is_none() {
                measures.extend(cell(survey, figure.measure));
            }
            Ok(measures)
        },
    };
    let Some(opened) = open_for(&analysed, &wanted, context)? else {
        return Ok(Outcome::Problems);
    };
    let found = Found::of(&figure, &opened)?;
    let ask = Ask {
        previous: true,
        year_before: true,
        rest: true,
        targets: true,
        groups: found.group != Group::Total,
        ..Ask::default()
    };
    let results = opened.task.decide(opened.tabulation.clone(), &opened.references, &ask);
    let mut lines = Lines::default();
    let telling = Telling {
        args,
        id,
        found: &found,
        opened: &opened,
        results: &results,
        tongue: context.tongue,
    };
    telling.tell(&mut lines);
    sources(&mut lines, &opened, args, context)?;
    context.data(&lines.render(args.format, context.tongue))?;
    Ok(Outcome::of(&opened.problems))
}

fn analysed(args: &Args, figure: &FigureId<'_>) -> Analysed {
    Analysed {
        source: args.file.clone().unwrap_or_else(|| figure.survey.to_owned()),
        survey: args.survey.clone(),
        by: nested(figure),
        filter: args.filter.clone(),
        measure: Vec::new(),
        wave: vec!["all".to_owned()],
        mapping: args.mapping.clone(),
        format: args.format,
        show_small: args.show_small,
        bare: args.bare.clone(),
        columns: Columns::default(),
    }
}

/// What the figure's wave is broken down by, as `--by` takes it.
fn nested(figure: &FigureId<'_>) -> Vec<String> {
    let segments: Vec<&str> = figure.levels.iter().map(|(segment, _)| *segment).collect();
    if segments.is_empty() {
        Vec::new()
    } else {
        vec![segments.join(">")]
    }
}

/// The measure of a table's cell, such as `overall=top2`.
fn cell(survey: &Survey, name: &str) -> Option<Measure> {
    let variables = crosstab::tabulable(survey).into_iter();
    let sections = variables.map(|variable| crosstab::section_of(survey, variable));
    let mut measures = sections.flat_map(|section| section.measures().cloned().collect::<Vec<_>>());
    measures.find(|measure| measure.id == *name)
}

/// What the id stands for.
pub(super) struct Found {
    pub measure: Measure,
    pub wave: WaveId,
    pub group: Group,
}

impl Found {
    fn of(figure: &FigureId<'_>, opened: &Opened) -> Result<Self, CommandError> {
        let measures = &opened.task.measures;
        let measure = measures
            .iter()
            .find(|measure| measure.id == *figure.measure)
            .ok_or_else(|| {
                let known: Vec<&str> = measures.iter().map(|measure| measure.id.as_str()).collect();
                unknown("measure", "指标", figure.measure, &known)
            })?;
        let waves = opened.tabulation.waves();
        let parsed = opened
            .task
            .calendar
            .parse(figure.wave)
            .unwrap_or_else(|| WaveId::new(figure.wave));
        let wave = waves.iter().find(|wave| **wave == parsed).ok_or_else(|| {
            let known: Vec<&str> = waves.iter().map(WaveId::as_str).collect();
            unknown("wave with answers", "有数据的期次", figure.wave, &known)
        })?;
        let survey = &opened.task.survey;
        let mut wanted = Vec::new();
        for (segment, level) in &figure.levels {
            let variable = survey.find(segment).ok_or_else(|| {
                let known: Vec<&str> = survey
                    .segments
                    .iter()
                    .map(|i| survey.variable(*i).id.as_str())
                    .collect();
                unknown("segment", "细分", segment, &known)
            })?;
            let options = survey.variable(variable).domain.options();
            let place = options.and_then(|list| list.position_of_id(level)).ok_or_else(|| {
                let known: Vec<&str> = options
                    .iter()
                    .flat_map(|list| list.options.iter().map(|option| option.id.as_str()))
                    .collect();
                unknown("level", "组别", level, &known)
            })?;
            wanted.push((variable, place));
        }
        let group = opened
            .groups
            .iter()
            .find(|group| group.levels() == wanted)
            .ok_or_else(|| {
                let levels: Vec<&str> = figure.levels.iter().map(|(_, level)| *level).collect();
                unknown("group", "分组", &levels.join(" × "), &["total"])
            })?;
        Ok(Self {
            measure: measure.clone(),
            wave: wave.clone(),
            group: *group,
        })
    }
}

fn unknown(en: &str, zh: &str, name: &str, known: &[&str]) -> CommandError {
    CommandError::Other(Words::new(
        format!("no {en} `{name}`; there are: {}", known.join(", ")),
        format!("没有{zh} `{name}`；现有：{}", known.join("、")),
    ))
}
