//! Banner tables: the answers to each question by groups and waves, as column shares with their bases.
//!
//! Every cell is a score like any other (the share of one option), so tables and measures cannot disagree.

use super::figures::Wording;
use super::sheet::Datum;
use super::sheet::Head;
use super::sheet::Sheet;
use crate::diagnostic::Words;
use crate::finding::Disclosure;
use crate::finding::Showing;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::measure;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::words;
use crate::tabulation::Group;

/// Stands behind a figure with a small base.
const SMALL: &str = "†";

/// A row of the stub: what it shows, as a measure.
#[derive(Debug, Clone)]
pub struct StubRow {
    /// The question.
    pub variable: VariableIndex,
    /// The option's id, or `mean`, `top2`, `bottom2`.
    pub answer: String,
    /// Its label by language.
    pub label: Texts,
    /// What is computed.
    pub measure: Measure,
}

/// The stub of a table of `variables`: a row an option, and for ratings nets and the mean; for a number the mean.
#[must_use]
pub fn stub(survey: &Survey, variables: &[VariableIndex]) -> Vec<StubRow> {
    variables
        .iter()
        .flat_map(|variable| rows_of(survey, *variable))
        .collect()
}

/// Variables a table can be made of, in order.
#[must_use]
pub fn tabulable(survey: &Survey) -> Vec<VariableIndex> {
    let fits = |index: &VariableIndex| !matches!(survey.variable(*index).domain, Domain::Text | Domain::Date);
    (0..survey.variables.len())
        .map(VariableIndex)
        .filter(fits)
        .filter(|index| survey.weight != Some(*index))
        .collect()
}

fn rows_of(survey: &Survey, variable: VariableIndex) -> Vec<StubRow> {
    let asked = survey.variable(variable);
    let row = |answer: &str, label: Texts, kind: MeasureKind| {
        let id = Id::new(&format!("{}={answer}", asked.id));
        let measure = Measure {
            id,
            title: Texts::default(),
            kind,
            filter: None,
            headline: false,
        };
        StubRow {
            variable,
            answer: answer.to_owned(),
            label,
            measure,
        }
    };
    let options = asked
        .domain
        .options()
        .map(|list| list.options.as_slice())
        .unwrap_or_default();
    let share = |(at, option): (usize, &crate::model::ChoiceOption)| {
        row(
            option.id.as_str(),
            option.text.clone(),
            MeasureKind::Share {
                of: variable,
                options: vec![at],
            },
        )
    };
    let mut rows: Vec<StubRow> = options.iter().enumerate().map(share).collect();
    let of = variable;
    if matches!(asked.domain, Domain::Rating(_)) && options.len() > 3 {
        rows.push(row(
            "top2",
            Texts::zh_en("前两级合计", "top-2 box"),
            MeasureKind::TopBox { of, top: 2 },
        ));
        rows.push(row(
            "bottom2",
            Texts::zh_en("后两级合计", "bottom-2 box"),
            MeasureKind::BottomBox { of, bottom: 2 },
        ));
    }
    if matches!(asked.domain, Domain::Rating(_) | Domain::Number { .. }) {
        rows.push(row("mean", Texts::zh_en("均值", "mean"), MeasureKind::Mean { of }));
    }
    rows
}

/// The columns of a banner: waves and the groups within them, with their headings.
#[must_use]
pub fn banner(wording: &Wording<'_>, waves: &[WaveId], groups: &[Group]) -> Vec<(WaveId, Group, String)> {
    let mut columns = Vec::new();
    for wave in waves {
        for group in groups {
            let name = group_name(wording, *group);
            let name = if waves.len() > 1 {
                format!("{wave} {name}")
            } else {
                name
            };
            columns.push((wave.clone(), *group, name.trim().to_owned()));
        }
    }
    columns
}

/// A group's name for people.
#[must_use]
pub fn group_name(wording: &Wording<'_>, group: Group) -> String {
    let survey = &wording.scores.survey;
    let total = wording.lang.tongue().pick("total", "总体");
    match group {
        Group::Total => total.to_owned(),
        Group::Unknown(_) => wording.lang.tongue().pick("unknown", "未知").to_owned(),
        group => {
            let label = |(of, level): &(VariableIndex, usize)| {
                let options = survey.variable(*of).domain.options();
                let option = options.and_then(|list| list.options.get(*level));
                option.map_or("", |option| survey.text(&option.text, wording.lang))
            };
            group.levels().iter().map(label).collect::<Vec<_>>().join(" × ")
        }
    }
}

/// The table for people: the stub down, the banner across, then the base of each question.
#[must_use]
pub fn crosstab(
    wording: &Wording<'_>,
    stub: &[StubRow],
    (waves, groups): (&[WaveId], &[Group]),
    disclosure: &Disclosure,
) -> Sheet {
    let columns = banner(wording, waves, groups);
    let mut heads = vec![
        Head::new("question", "question", "题目"),
        Head::new("answer", "answer", "选项"),
    ];
    heads.extend(
        columns
            .iter()
            .enumerate()
            .map(|(at, (_, _, name))| Head::new(format!("column_{at}"), name, name)),
    );
    let survey = &wording.scores.survey;
    let mut rows = Vec::new();
    for (at, line) in stub.iter().enumerate() {
        let first = at == 0 || stub[at - 1].variable != line.variable;
        let last = stub.get(at + 1).is_none_or(|next| next.variable != line.variable);
        let name = if first {
            question_name(survey, line.variable, wording.lang)
        } else {
            String::new()
        };
        let mut row = vec![Datum::from(name), survey.text(&line.label, wording.lang).into()];
        row.extend(
            columns
                .iter()
                .map(|(wave, group, _)| value(wording, line, wave, *group, disclosure)),
        );
        rows.push(row);
        if last {
            let label = wording.lang.tongue().pick("base", "样本量");
            let mut row = vec![Datum::None, label.into()];
            row.extend(
                columns
                    .iter()
                    .map(|(wave, group, _)| base(wording, line, wave, *group, disclosure)),
            );
            rows.push(row);
        }
    }
    let mut notes = Vec::new();
    if rows.iter().flatten().any(|datum| *datum == Datum::Text("·".to_owned())) {
        notes.push(Words::new(
            "·  not shown: too few answers, or it would reveal a group that is too small",
            "·  样本过少或会暴露过小的组，不予显示",
        ));
    }
    Sheet {
        kind: "table",
        heads,
        rows,
        notes,
    }
}

fn question_name(survey: &Survey, variable: VariableIndex, lang: &Lang) -> String {
    let asked = survey.variable(variable);
    let text = survey.text(&asked.text, lang);
    let text = if text.is_empty() { asked.id.as_str() } else { text };
    let short: String = text.chars().take(28).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}

fn value(wording: &Wording<'_>, line: &StubRow, wave: &WaveId, group: Group, disclosure: &Disclosure) -> Datum {
    if wording.hides && !disclosure.of(&line.measure.id, wave, group).is_visible() {
        return hidden(wording, line, wave, group);
    }
    match wording.scores.of(&line.measure.id, wave, group) {
        Some(Ok(found)) => {
            let unit = measure::unit(&wording.scores.survey, &line.measure);
            let small = disclosure.of(&line.measure.id, wave, group) == Showing::Flagged;
            Datum::Number(
                found.value,
                words::value(unit, found.value) + if small { SMALL } else { "" },
            )
        }
        _ => Datum::None,
    }
}

fn base(wording: &Wording<'_>, line: &StubRow, wave: &WaveId, group: Group, disclosure: &Disclosure) -> Datum {
    if wording.hides && !disclosure.of(&line.measure.id, wave, group).is_visible() {
        return hidden(wording, line, wave, group);
    }
    let found = wording
        .scores
        .of(&line.measure.id, wave, group)
        .and_then(|outcome| outcome.as_ref().ok());
    Datum::Count(found.map_or(0, |found| found.base))
}

/// A dot where answers are hidden, nothing where there are none.
fn hidden(wording: &Wording<'_>, line: &StubRow, wave: &WaveId, group: Group) -> Datum {
    let any = matches!(wording.scores.of(&line.measure.id, wave, group), Some(Ok(_)));
    if any { Datum::Text("·".to_owned()) } else { Datum::None }
}

/// The table for machines: one row a cell.
#[must_use]
pub fn tidy(
    wording: &Wording<'_>,
    stub: &[StubRow],
    (waves, groups): (&[WaveId], &[Group]),
    disclosure: &Disclosure,
) -> Sheet {
    let mut heads = super::figures::score_heads();
    heads.insert(1, Head::new("question", "question", "题目"));
    heads.insert(2, Head::new("answer", "answer", "选项"));
    let survey = &wording.scores.survey;
    let mut rows = Vec::new();
    for line in stub {
        for (wave, group, _) in banner(wording, waves, groups) {
            let Some(outcome) = wording.scores.of(&line.measure.id, &wave, group) else {
                continue;
            };
            let showing = disclosure.of(&line.measure.id, &wave, group);
            // Where nobody answered there is nothing to hide.
            let showing = if outcome.is_err() { Showing::Shown } else { showing };
            let mut row = wording.score_row(&line.measure, &wave, group, outcome, showing);
            row.insert(1, survey.variable(line.variable).id.as_str().into());
            row.insert(2, line.answer.as_str().into());
            rows.push(row);
        }
    }
    Sheet {
        kind: "table",
        heads,
        rows,
        notes: Vec::new(),
    }
}
