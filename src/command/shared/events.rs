//! What happened, in the names of a survey: what concerns an unknown measure or group is told and left out.

use super::space::group_of;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::finding;
use crate::model::Calendar;
use crate::model::Survey;
use crate::project;
use crate::project::EVENT_OF_WHAT;
use crate::report;
use crate::report::Audience;
use crate::tabulation::Group;

/// Events of a survey in the order of time, and what is wrong with the names they give.
#[must_use]
pub fn of_survey(
    survey: &Survey,
    calendar: &Calendar,
    events: Vec<project::Event>,
) -> (Vec<finding::Event>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for event in events {
        let measure = match event.measure.as_deref().map(|name| (name, survey.measure(name))) {
            None => None,
            Some((_, Some(measure))) => Some(measure.id.clone()),
            Some((name, None)) => {
                let names: Vec<&str> = survey.measures.iter().map(|measure| measure.id.as_str()).collect();
                problems.push(unknown(
                    &event.place,
                    "measure",
                    [
                        format!("`{name}` is no measure of `{}`; the event is left out", survey.id),
                        format!("`{name}` 不是 `{}` 的指标；该事件不予采用", survey.id),
                    ],
                    report::suggestion(name, &names),
                ));
                continue;
            }
        };
        let group = match &event.segment {
            None => Group::Total,
            Some((variable, level)) => {
                let Some(group) = group_of(survey, variable, level) else {
                    problems.push(unknown(
                        &event.place,
                        "segment",
                        [
                            format!(
                                "`{variable}={level}` is no group of `{}`; the event is left out",
                                survey.id
                            ),
                            format!("`{variable}={level}` 不是 `{}` 的分组；该事件不予采用", survey.id),
                        ],
                        levels(survey, variable, level),
                    ));
                    continue;
                };
                group
            }
        };
        found.push(finding::Event {
            wave: event.wave,
            day: event.day,
            texts: event.texts,
            measure,
            group,
            source: event.source,
            is_action: event.is_action,
            is_public: event.audience == Audience::Public,
        });
    }
    found.sort_by_key(|event| (calendar.order(&event.wave), event.day));
    (found, problems)
}

/// What may have been meant: a level of the segment, else a segment.
fn levels(survey: &Survey, variable: &str, level: &str) -> Words {
    let options = survey
        .find(variable)
        .and_then(|index| survey.variable(index).domain.options());
    if let Some(list) = options {
        let names: Vec<&str> = list.options.iter().map(|option| option.id.as_str()).collect();
        return report::suggestion(level, &names);
    }
    let ids = survey.segments.iter().map(|index| survey.variable(*index).id.as_str());
    report::suggestion(variable, &ids.collect::<Vec<_>>())
}

/// The problem of a name, in the column it stands in.
fn unknown(place: &Place, named: &str, [en, zh]: [String; 2], help: Words) -> Problem {
    let mut place = place.clone();
    if let Place::Cell { column, .. } = &mut place {
        *column = Some(named.to_owned());
    }
    Problem::new(&EVENT_OF_WHAT, place).says(en, zh).help(help.en, help.zh)
}
