//! Names and conditions of the command line, resolved against a survey: all that is wrong at once.

use super::analysis::Task;
use super::asked::Analysed;
use super::source::Needs;
use super::source::Wanted;
use crate::command::CommandError;
use crate::command::rules;
use crate::crosstab::Banner;
use crate::crosstab::Fault;
use crate::crosstab::WAVE;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::logic;
use crate::measure::Scores;
use crate::model::Calendar;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::ReportSettings;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Tabulation;
use std::sync::Arc;

/// Waves to show, in the calendar's order.
pub(super) fn waves(
    args: &Analysed,
    calendar: &Calendar,
    tabulation: &Tabulation,
    problems: &mut Vec<Problem>,
) -> Vec<WaveId> {
    let mut known = tabulation.waves().to_vec();
    known.sort_by_key(|wave| calendar.order(wave));
    let across = args
        .by
        .iter()
        .any(|by| by.split(['>', '*']).any(|name| name.trim() == WAVE));
    if args.wave.is_empty() && !across {
        return known.last().cloned().into_iter().collect();
    }
    if args.wave.is_empty() || args.wave.iter().any(|wave| wave == "all") {
        return known;
    }
    let mut wanted = Vec::new();
    for text in &args.wave {
        let wave = calendar.parse(text).unwrap_or_else(|| WaveId::new(text));
        if known.contains(&wave) {
            wanted.push(wave);
        } else {
            let names: Vec<&str> = known.iter().map(WaveId::as_str).collect();
            problems.push(no_such("--wave", text, &names));
        }
    }
    wanted.sort_by_key(|wave| calendar.order(wave));
    wanted
}

/// Resolves names and the condition of the command line; `None` when one is wrong.
pub(super) fn task(
    survey: &Arc<Survey>,
    calendar: &Calendar,
    settings: ReportSettings,
    args: &Analysed,
    (wanted, needs): (&Wanted<'_>, Needs<'_>),
    problems: &mut Vec<Problem>,
) -> Result<Option<Task>, CommandError> {
    let before = problems.len();
    // The definition's segments are always counted: their families of tests do not depend on what is asked.
    let mut segments = survey.segments.clone();
    let mut banners = Vec::new();
    for name in &args.by {
        banners.extend(banner(survey, name, problems)?);
    }
    for banner in &banners {
        let coded = |variable: &VariableIndex| !matches!(survey.variable(*variable).domain, Domain::Multiple(_));
        segments.extend(banner.variables().into_iter().filter(coded));
    }
    let filter = args.filter.as_ref().and_then(|text| condition(survey, text, problems));
    let measures = (wanted.measures)(survey)?;
    if !args.measure.is_empty() {
        for name in &args.measure {
            if !measures.iter().any(|measure| measure.id == **name) {
                let known: Vec<&str> = measures.iter().map(|measure| measure.id.as_str()).collect();
                problems.push(no_such("--measure", name, &known));
            }
        }
    }
    if has_errors(&problems[before..]) {
        return Ok(None);
    }
    // What the definition's measures hide is not told by what is asked beside them, so they are counted too.
    let mut needs = needs(survey)?;
    needs.extend(Scores::needs(&survey.measures));
    let (survey, calendar) = (Arc::clone(survey), calendar.clone());
    Ok(Some(Task {
        calibration: None,
        survey,
        calendar,
        measures,
        segments,
        banners,
        filter,
        needs,
        settings,
        hiding_small: None,
    }))
}

/// What results are broken down by, as written after `--by`.
fn banner(survey: &Survey, text: &str, problems: &mut Vec<Problem>) -> Result<Option<Banner>, CommandError> {
    let fault = match Banner::parse(survey, text) {
        Ok(banner) => return Ok(Some(banner)),
        Err(fault) => fault,
    };
    let (en, zh) = match fault {
        Fault::Unknown(name) => {
            let all = (0..survey.variables.len()).map(VariableIndex);
            let fits = all.filter(|index| survey.variable(*index).domain.options().is_some());
            let names = fits.map(|index| survey.variable(index).id.as_str());
            problems.push(no_such("--by", &name, &names.chain([WAVE]).collect::<Vec<_>>()));
            return Ok(None);
        }
        Fault::MultipleNested(name) => (
            format!("`{name}` is a multiple choice, whose groups overlap; let it stand alone: `--by {name}`"),
            format!("`{name}` 是多选题，各组有重叠，请单独使用：`--by {name}`"),
        ),
        Fault::Twice(name) => (
            format!("`{name}` stands twice; nest different questions"),
            format!("`{name}` 出现了两次，请嵌套不同的题目"),
        ),
        Fault::TooDeep(_) => (
            "these make too many groups; nest two or three questions with few answers".to_owned(),
            "组数过多；请嵌套两到三个选项较少的题目".to_owned(),
        ),
    };
    Err(CommandError::Other(Words::new(
        format!("`--by {text}`: {en}"),
        format!("`--by {text}`：{zh}"),
    )))
}

/// The condition of the command line; `None` when it is wrong, which stands in `problems`.
pub(in crate::command) fn condition(
    survey: &Survey,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Option<Arc<Condition>> {
    match logic::condition(text, survey) {
        Ok(typed) => Some(Arc::new(Condition {
            text: text.to_owned(),
            typed,
        })),
        Err(faults) => {
            problems.extend(faults.into_iter().map(|fault| {
                let place = Place::Argument {
                    name: "--where".to_owned(),
                    text: text.to_owned(),
                    start: fault.span.start,
                    end: fault.span.end,
                };
                let words = crate::definition::chinese(&fault, text.get(fault.span.clone()).unwrap_or_default());
                Problem::new(&rules::WHERE, place)
                    .says(fault.message, words.0)
                    .help(fault.help, words.1)
            }));
            None
        }
    }
}

/// A name of the command line that is not known, with what there is.
pub(in crate::command) fn no_such(option: &str, name: &str, known: &[&str]) -> Problem {
    let place = Place::Argument {
        name: option.to_owned(),
        text: name.to_owned(),
        start: 0,
        end: name.len(),
    };
    let near = known
        .iter()
        .filter(|other| strsim::damerau_levenshtein(name, other) <= 2)
        .min_by_key(|other| strsim::damerau_levenshtein(name, other));
    let list = known.join(", ");
    let (en, zh) = match near {
        Some(near) => (format!("did you mean `{near}`?"), format!("是否想写 `{near}`？")),
        None => (format!("there are: {list}"), format!("现有：{list}")),
    };
    Problem::new(&rules::NAME, place)
        .says(format!("`{name}` is not known here"), format!("此处没有 `{name}`"))
        .help(en, zh)
}
