//! What must be counted and read for a document, so that one pass over the answers is enough.

use super::blocks;
use super::drivers;
use super::scan;
use super::scan::Written;
use super::verbatims;
use crate::finding::Ask;
use crate::measure::Scores;
use crate::measure::kano;
use crate::measure::spread;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::tabulation::Need;
use crate::tabulation::Plan;
use crate::tabulation::Wanted;
use std::collections::BTreeSet;

/// What a document needs.
#[derive(Debug, Clone)]
pub struct Needed {
    /// What must be counted: for all measures of the definition, and for the questions of the document.
    pub needs: Vec<Need>,
    /// What results are broken down by.
    pub segments: Vec<VariableIndex>,
    /// Open questions that are quoted; give them to [`verbatims::Verbatims::collect`].
    pub quotes: Vec<VariableIndex>,
}

impl Needed {
    /// The plan of the pass.
    #[must_use]
    pub fn plan(&self, survey: &Survey) -> Plan {
        Plan::new(survey, &self.segments, self.needs.iter().cloned())
    }

    /// The columns of answers that must be read.
    #[must_use]
    pub fn columns(&self, survey: &Survey) -> BTreeSet<VariableIndex> {
        let mut columns = self.plan(survey).variables(survey);
        columns.extend(verbatims::columns(survey, &self.quotes));
        columns
    }
}

/// The comparisons a report rests on: give them to [`crate::finding::find`].
#[must_use]
pub fn ask() -> Ask {
    Ask {
        previous: true,
        year_before: true,
        rest: true,
        targets: true,
        benchmarks: true,
        groups: true,
        ..Ask::default()
    }
}

/// What `document` needs, its untaken branches included; names that do not exist are left to the report to complain of.
#[must_use]
pub fn needed(survey: &Survey, document: &str) -> Needed {
    let mut needed = Needed {
        needs: Scores::needs(&survey.measures),
        segments: survey.segments.clone(),
        quotes: Vec::new(),
    };
    // What a document builds on is counted with it, the blocks it replaces included.
    let base = blocks::base(document).map(|base| base.source.text.clone());
    let calls = scan::calls(document).into_iter();
    for call in calls.chain(scan::calls(base.as_deref().unwrap_or_default())) {
        match call.name.as_str() {
            "chart" | "table" if has_drivers(&call) => more(drivers::needs(survey), &mut needed),
            "heading" if call.arguments.text(0) == Some("why") => more(drivers::needs(survey), &mut needed),
            "priorities" => more(drivers::needs(survey), &mut needed),
            "chart" | "battery" | "table" => {
                questions(survey, &call, &mut needed);
                spread_out(survey, &call, &mut needed);
                segment(survey, &call, &mut needed);
            }
            "quality" | "heading" => all_questions(survey, &mut needed),
            "quotes" => quotes(survey, &call, &mut needed),
            _ => {}
        }
    }
    needed
}

/// Whether a call is of the drivers.
fn has_drivers(call: &Written) -> bool {
    call.literal && matches!(call.arguments.text(0), Some("drivers" | "quadrant"))
}

fn more(needs: Vec<Need>, needed: &mut Needed) {
    for need in needs {
        if !needed.needs.contains(&need) {
            needed.needs.push(need);
        }
    }
}

fn want(survey: &Survey, variable: VariableIndex, needed: &mut Needed) {
    if survey.variable(variable).domain.options().is_some() {
        let need = Need::all(Wanted::Cells(variable));
        if !needed.needs.contains(&need) {
            needed.needs.push(need);
        }
    }
}

fn all_questions(survey: &Survey, needed: &mut Needed) {
    for at in 0..survey.variables.len() {
        if matches!(survey.variables[at].origin, Origin::Question { .. }) {
            want(survey, VariableIndex(at), needed);
        }
    }
}

fn questions(survey: &Survey, call: &Written, needed: &mut Needed) {
    if !call.literal {
        all_questions(survey, needed);
        return;
    }
    let written = call
        .arguments
        .positional
        .iter()
        .filter_map(|value| value.as_str())
        .chain(
            ["of", "measure"]
                .into_iter()
                .filter_map(|name| call.arguments.named_text(name)),
        );
    for name in written {
        if let Some((_, _, question)) = survey.questions().find(|(_, _, question)| question.id == *name) {
            for variable in &question.variables {
                want(survey, *variable, needed);
            }
        } else if let Some(variable) = survey.find(name) {
            want(survey, variable, needed);
        } else if let Some(crate::model::MeasureKind::Nps { of }) =
            survey.measure(name).map(|measure| measure.kind.clone())
        {
            want(survey, of, needed);
        }
    }
}

/// What the charts of features and of spread values count beside answers.
fn spread_out(survey: &Survey, call: &Written, needed: &mut Needed) {
    // The name of a chart that is known only when it is drawn may be any.
    let is_meant = |name| call.name == "chart" && call.arguments.text(0).is_none_or(|kind| kind == name);
    let arguments = &call.arguments;
    let of = arguments.text(1).or_else(|| {
        ["of", "measure"]
            .into_iter()
            .find_map(|name| arguments.named_text(name))
    });
    if is_meant("kano") {
        let features = kano::features(survey).into_iter();
        more(features.map(|feature| feature.need()).collect(), needed);
    }
    if is_meant("boxes") {
        let values = match of {
            Some(name) => spread::named(survey, name).into_iter().collect(),
            None => spread::variables(survey),
        };
        let values = values.into_iter();
        more(values.flat_map(|of| spread::needs(survey, of)).collect(), needed);
    }
}

fn segment(survey: &Survey, call: &Written, needed: &mut Needed) {
    let by = call.arguments.named_text("by").and_then(|name| survey.find(name));
    let by = by.filter(|by| matches!(survey.variable(*by).domain, Domain::Choice(_) | Domain::Rating(_)));
    if let Some(by) = by.filter(|by| !needed.segments.contains(by)) {
        needed.segments.push(by);
    }
}

fn quotes(survey: &Survey, call: &Written, needed: &mut Needed) {
    let all = verbatims::quotable(survey);
    let named = call.arguments.text(0).or_else(|| call.arguments.named_text("of"));
    for question in all {
        let is_meant = match named {
            Some(name) => survey.variable(question).id == *name,
            None => true,
        };
        if is_meant && !needed.quotes.contains(&question) {
            needed.quotes.push(question);
        }
    }
}
