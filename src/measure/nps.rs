//! Net promoter score: promoters (9, 10) minus detractors (0–6) in points.

use super::Rule;
use super::estimate::Basis;
use super::estimate::Estimate;
use super::estimate::Method;
use super::estimate::Outcome;
use super::estimate::Unit;
use super::estimate::reason;
use super::estimate::weigh_alike;
use super::mean;
use crate::model::Better;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::OptionList;
use crate::model::Survey;
use crate::stats::Reason;
use crate::stats::nps;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// Net promoter score of a 0–10 rating.
pub struct Nps;

impl Rule for Nps {
    fn kind(&self) -> &'static str {
        "nps"
    }

    fn meaning(&self) -> [&'static str; 2] {
        [
            "Share of promoters (9–10) minus share of detractors (0–6) among valid answers, in points from −100 to 100.",
            "有效回答中推荐者（9–10 分）比例减去贬损者（0–6 分）比例，取值 −100 至 100。",
        ]
    }

    fn applies(&self, kind: &MeasureKind) -> bool {
        matches!(kind, MeasureKind::Nps { .. })
    }

    fn needs(&self, measure: &Measure) -> Vec<Wanted> {
        match measure.kind {
            MeasureKind::Nps { of } => vec![Wanted::Cells(of)],
            _ => Vec::new(),
        }
    }

    fn better(&self, _: &Survey, _: &Measure) -> Better {
        Better::High
    }

    fn unit(&self, _: &Survey, _: &Measure) -> Unit {
        Unit::Nps
    }

    fn score(&self, measure: &Measure, view: &View<'_>, level: f64) -> Outcome {
        let MeasureKind::Nps { of } = measure.kind else {
            return Err(Reason::NoValidAnswers);
        };
        let need = Need {
            wanted: Wanted::Cells(of),
            filter: measure.filter.clone(),
        };
        let answers = view.answers(&need).ok_or(Reason::NoValidAnswers)?;
        let values = view
            .survey()
            .variable(of)
            .domain
            .options()
            .map(OptionList::values)
            .unwrap_or_default();
        let mut groups = [Cell::default(); 3];
        for (value, cell) in values.iter().zip(&answers.options) {
            groups[group(*value)] += *cell;
        }
        if answers.valid.n == 0 {
            return Err(Reason::NoValidAnswers);
        }
        if view.is_weighted() && !weigh_alike(view.wave_rows()) {
            let scored: Vec<(f64, Cell)> = [-100.0, 0.0, 100.0].into_iter().zip(groups).collect();
            let made = mean::of_values(&scored, &answers.missing, view, level)?;
            let interval = made.interval.map(|interval| interval.clamped(-100.0, 100.0));
            return Ok(Estimate { interval, ..made });
        }
        let groups = nps::Groups {
            detractors: groups[0].n,
            passives: groups[1].n,
            promoters: groups[2].n,
        };
        let value = groups
            .score()
            .map_err(|fault| reason(fault).unwrap_or_else(|none| none))?;
        Estimate {
            value,
            interval: None,
            no_interval: None,
            base: answers.valid.n,
            effective_base: answers.valid.n as f64,
            method: Method::AdjustedWald,
            basis: Basis::Nps(groups),
            left_out: answers.missing.iter().map(|cell| cell.n).collect(),
        }
        .with_interval(nps::adjusted_wald(&groups, level).map(|adjusted| adjusted.interval))
    }
}

/// What an answer counts in the score: −100 from detractors, 0 from passives, 100 from promoters.
pub(super) fn worth(value: f64) -> f64 {
    [-100.0, 0.0, 100.0][group(value)]
}

/// 0 for detractors, 1 for passives, 2 for promoters.
fn group(value: f64) -> usize {
    if value >= 9.0 { 2 } else { usize::from(value >= 7.0) }
}
