//! How the answers to a question are spread, as it may be drawn.

use super::material::Material;
use crate::chart;
use crate::chart::Part;
use crate::finding::Showing;
use crate::model::Missing;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Answers;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Wanted;

/// The spread of the answers to a question in one wave, as it may be drawn.
pub(super) struct Spread {
    /// Shares of the options from worst to best, or in the order of the list; 0 where hidden.
    pub shares: Vec<f64>,
    /// Names of these options.
    pub options: Vec<String>,
    /// Share of answers outside the scale among all.
    pub aside: f64,
    pub base: String,
    pub showing: chart::Showing,
    /// The same names as points of an axis: only their numbers where a scale has words at its ends alone.
    pub points: Vec<String>,
    /// Mean of a rating: as a position counted in options from 0, and by the values of its points.
    pub middle: Option<(f64, f64)>,
}

impl Material {
    /// How the answers to a question are spread in a wave.
    pub(super) fn spread(&self, question: VariableIndex, wave: &WaveId) -> Spread {
        let domain = &self.survey().variable(question).domain;
        let list = domain.options();
        let order: Vec<usize> = match domain.scale() {
            Some(scale) => scale.best_first().into_iter().rev().collect(),
            None => (0..list.map_or(0, |list| list.options.len())).collect(),
        };
        let name = |place: &usize| {
            let option = list.and_then(|list| list.options.get(*place));
            option.map_or_else(String::new, |option| {
                self.text_or(&option.text, || option.value.to_string())
            })
        };
        let options: Vec<String> = order.iter().map(name).collect();
        let value = |place: &usize| {
            list.and_then(|list| list.options.get(*place))
                .map_or(0, |option| option.value)
        };
        let points = match domain.scale() {
            Some(scale) if scale.ends_only => order.iter().map(|place| value(place).to_string()).collect(),
            _ => options.clone(),
        };
        let view = self.scores.tabulation.view(wave, Group::Total);
        let answers = view
            .and_then(|view| view.answers(&Need::all(Wanted::Cells(question))))
            .unwrap_or_default();
        let members = self
            .findings
            .disclosure
            .members(&self.scores.tabulation, question, wave, Group::Total);
        let showing = Showing::of_base(answers.valid.n, self.settings()).max(Showing::from(members));
        if !showing.is_visible() || answers.valid.w <= 0.0 {
            let reason = self
                .tongue()
                .pick("not shown: too few answers", "回答过少，不显示")
                .to_owned();
            let (shares, showing) = (vec![0.0; options.len()], chart::Showing::Hidden(reason));
            return Spread {
                shares,
                options,
                points,
                aside: 0.0,
                base: String::new(),
                showing,
                middle: None,
            };
        }
        let share = |place: &usize| answers.options.get(*place).map_or(0.0, |cell| cell.w / answers.valid.w);
        let shares: Vec<f64> = order.iter().map(share).collect();
        let place = shares.iter().enumerate().map(|(at, share)| at as f64 * share).sum();
        let mean = order
            .iter()
            .zip(&shares)
            .map(|(place, share)| f64::from(value(place)) * share)
            .sum();
        Spread {
            aside: aside(&answers),
            base: format!("n = {}", answers.valid.n),
            showing: if showing == Showing::Flagged {
                chart::Showing::Small
            } else {
                chart::Showing::Plain
            },
            middle: domain.scale().map(|_| (place, mean)),
            shares,
            options,
            points,
        }
    }
}

impl Spread {
    pub(super) fn parts(&self) -> Vec<Part> {
        self.shares.iter().copied().map(Part::percent).collect()
    }
}

/// Share of those outside the scale among all who answered.
fn aside(answers: &Answers) -> f64 {
    let outside: f64 = [Missing::DontKnow, Missing::NotApplicable, Missing::Refused]
        .iter()
        .filter_map(|kind| answers.missing.get(usize::from(kind.index())))
        .map(|cell| cell.w)
        .sum();
    let all = outside + answers.valid.w;
    if all > 0.0 { outside / all } else { 0.0 }
}
