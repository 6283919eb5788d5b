//! Which segment makes the units of a league, or of pages: named on the command line, with what is wrong about it.

use super::resolve::no_such;
use crate::command::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::report;

/// Units there may be at most: a page each must still be something a folder can hold.
pub const MOST: usize = 10_000;

/// The segment called `name`, given with `option`: a choice, a rating, a band or a multiple choice of the survey.
///
/// # Errors
/// The problem: there is no such name, or it makes no units, or too many.
#[expect(
    clippy::result_large_err,
    reason = "a problem is what is wanted, and there is at most one"
)]
pub fn segment(option: &str, name: &str, survey: &Survey) -> Result<VariableIndex, Problem> {
    let domain = |index: &VariableIndex| &survey.variable(*index).domain;
    let all = || (0..survey.variables.len()).map(VariableIndex);
    let Some(found) = survey.find(name) else {
        if name.contains(['>', '*']) {
            return Err(no_units(
                option,
                name,
                "a unit is one group of one segment, not a combination",
                "单位应为一个细分的一个组，不能是组合",
            ));
        }
        let fits = all().filter(|index| domain(index).options().is_some());
        let mut names: Vec<&str> = fits.map(|index| survey.variable(index).id.as_str()).collect();
        // What results are broken down by is likelier meant than any question.
        names.sort_by_key(|name| {
            !survey
                .segments
                .iter()
                .any(|segment| survey.variable(*segment).id == **name)
        });
        return Err(no_such(option, name, &names));
    };
    let Some(options) = domain(&found).options().map(|list| list.options.len()) else {
        let named = "it has no list of answers to make units of; take a choice, a band, or a hidden value with options";
        return Err(no_units(
            option,
            name,
            named,
            "没有可作为单位的选项；请使用单选、分段，或带选项的隐藏值",
        ));
    };
    if options > MOST {
        let place = argument(option, name);
        return Err(Problem::new(&rules::TOO_MANY_UNITS, place)
            .says(
                format!("`{name}` has {options} options; {MOST} units are the most"),
                format!("`{name}` 有 {options} 个选项；单位最多 {MOST} 个"),
            )
            .help("take a coarser segment", "请使用更粗的细分"));
    }
    Ok(found)
}

/// The segments that `[report] per` names, of those a survey has; what no survey has, or makes no units, is a problem with its
/// place in the settings.
#[must_use]
pub fn settled<'a>(per: &'a [(String, Place)], survey: &Survey) -> (Vec<&'a str>, Vec<Problem>) {
    let (mut names, mut problems) = (Vec::new(), Vec::new());
    for (name, place) in per.iter().filter(|(name, _)| survey.find(name).is_some()) {
        match segment("per", name, survey) {
            Ok(_) => names.push(name.as_str()),
            Err(mut problem) => {
                problem.place = place.clone();
                problems.push(problem);
            }
        }
    }
    (names, problems)
}

/// What `[report] per` names and no survey has.
#[must_use]
pub fn unknown(per: &[(String, Place)], surveys: &[Survey]) -> Vec<Problem> {
    let segments = |survey: &Survey| -> Vec<String> {
        let ids = survey
            .segments
            .iter()
            .map(|index| survey.variable(*index).id.to_string());
        ids.collect()
    };
    let mut names: Vec<String> = surveys.iter().flat_map(segments).collect();
    names.sort();
    names.dedup();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let missing = per
        .iter()
        .filter(|(name, _)| surveys.iter().all(|survey| survey.find(name).is_none()));
    missing
        .map(|(name, place)| {
            let help = report::suggestion(name, &names);
            Problem::new(&rules::PER_NOTHING, place.clone())
                .says(
                    format!("no survey has a segment `{name}`"),
                    format!("没有任何问卷有名为 `{name}` 的细分"),
                )
                .help(help.en, help.zh)
        })
        .collect()
}

fn argument(option: &str, name: &str) -> Place {
    Place::Argument {
        name: option.to_owned(),
        text: name.to_owned(),
        start: 0,
        end: name.len(),
    }
}

fn no_units(option: &str, name: &str, en: &str, zh: &str) -> Problem {
    Problem::new(&rules::NO_UNITS, argument(option, name))
        .says(format!("`{name}`: {en}"), format!("`{name}`：{zh}"))
        .help("name one segment, such as `store`", "请写一个细分名，例如 `store`")
}
