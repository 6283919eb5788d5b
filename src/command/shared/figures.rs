//! Scores and comparisons as sheets: the columns every analysis verb shares.

use super::sheet::Datum;
use super::sheet::Head;
use crate::diagnostic::Tongue;
use crate::finding::Change;
use crate::finding::Refused;
use crate::finding::Showing;
use crate::locale::Lang;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Outcome;
use crate::measure::Scores;
use crate::measure::Unit;
use crate::model::Id;
use crate::model::Measure;
use crate::model::WaveId;
use crate::report::words;
use crate::tabulation::Group;

/// What figures are worded with.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// The language of titles and labels.
    pub lang: &'a Lang,
    /// The scores the figures are of.
    pub scores: &'a Scores,
    /// Whether small bases are hidden; otherwise they are only flagged.
    pub hides: bool,
}

/// The columns that say which figure a row is of, and its value; then those of `more`.
#[must_use]
pub fn figure_heads<const N: usize>(more: [Head; N]) -> Vec<Head> {
    let figure = [
        Head::quiet("id"),
        Head::new("measure", "measure", "指标"),
        Head::new("wave", "wave", "期次"),
        Head::new("segment", "segment", "细分"),
        Head::new("level", "level", "组别"),
        Head::new("value", "value", "值"),
    ];
    figure.into_iter().chain(more).collect()
}

/// Columns of a score: `id,measure,wave,segment,level,value,low,high,base,effective_base,method,note`.
#[must_use]
pub fn score_heads() -> Vec<Head> {
    figure_heads([
        Head::new("low", "low", "下限"),
        Head::new("high", "high", "上限"),
        Head::new("base", "base", "样本量"),
        Head::quiet("effective_base"),
        Head::quiet("method"),
        Head::new("note", "note", "备注"),
    ])
}

/// Further columns of a comparison.
#[must_use]
pub fn change_heads() -> Vec<Head> {
    vec![
        Head::new("against", "against", "对比"),
        Head::new("change", "change", "变化"),
        Head::new("change_low", "low", "下限"),
        Head::new("change_high", "high", "上限"),
        Head::quiet("p"),
        Head::new("p_adjusted", "p adj.", "校正 p"),
        Head::quiet("family"),
        Head::new("verdict", "verdict", "结论"),
    ]
}

impl Wording<'_> {
    fn tongue(&self) -> Tongue {
        self.lang.tongue()
    }

    /// The row of a score; its value is left out where it may not be shown.
    #[must_use]
    pub fn score_row(
        &self,
        measure: &Measure,
        wave: &WaveId,
        group: Group,
        outcome: &Outcome,
        showing: Showing,
    ) -> Vec<Datum> {
        let unit = measure::unit(&self.scores.survey, measure);
        self.figure_row(&measure.id, unit, (wave, group), Some(outcome), showing)
    }

    /// The row of any figure of that name; without an outcome it may not be shown.
    #[must_use]
    pub fn figure_row(
        &self,
        id: &Id,
        unit: Unit,
        (wave, group): (&WaveId, Group),
        outcome: Option<&Outcome>,
        showing: Showing,
    ) -> Vec<Datum> {
        let visible = !self.hides || showing.is_visible();
        let shown = outcome.and_then(|outcome| outcome.as_ref().ok()).filter(|_| visible);
        let interval = shown.and_then(|estimate| estimate.interval);
        let number = |x: f64| Datum::Number(x, words::value(unit, x));
        let mut row = self.names(id, wave, group);
        row.extend([
            shown.map_or(Datum::None, |estimate| number(estimate.value)),
            interval.map_or(Datum::None, |interval| number(interval.low)),
            interval.map_or(Datum::None, |interval| number(interval.high)),
            // A hidden base would tell how few they are.
            shown.map_or(Datum::None, |estimate| Datum::Count(estimate.base)),
            shown.map_or(Datum::None, |estimate| Datum::number(estimate.effective_base, 1)),
            shown.map_or(Datum::None, |estimate| estimate.method.code().into()),
            outcome
                .map_or(showing.code(), |outcome| note(outcome, showing, visible))
                .into(),
        ]);
        row
    }

    /// The row of a comparison: that of its score, and then what it is compared with, where both sides may be shown.
    #[must_use]
    pub fn change_row(
        &self,
        measure: &Measure,
        change: &Change,
        estimate: &Estimate,
        (showing, may_show): (Showing, bool),
    ) -> Vec<Datum> {
        let outcome: Outcome = Ok(estimate.clone());
        let mut row = self.score_row(measure, &change.wave, change.group, &outcome, showing);
        let visible = !self.hides || may_show;
        let unit = measure::unit(&self.scores.survey, measure);
        row.push(change.against.code().into());
        if !visible {
            row.extend([Datum::None, Datum::None, Datum::None, Datum::None, Datum::None]);
            row.extend([change.family.as_str().into(), Datum::None]);
            return row;
        }
        let number = |x: f64| Datum::Number(x, words::difference(unit, x));
        let p = |p: Option<f64>| p.map_or(Datum::None, |p| Datum::Number(p, words::p_value(p)));
        let found = &change.comparison;
        row.extend([
            number(found.difference),
            found.interval.map_or(Datum::None, |interval| number(interval.low)),
            found.interval.map_or(Datum::None, |interval| number(interval.high)),
            p(found.p),
            p(change.p_adjusted),
            change.family.as_str().into(),
            change.verdict.code().into(),
        ]);
        row
    }

    /// The row of a comparison that is refused: that of its score, and a word in the place of the verdict.
    #[must_use]
    pub fn refused_row(
        &self,
        measure: &Measure,
        refused: &Refused,
        estimate: &Estimate,
        showing: Showing,
    ) -> Vec<Datum> {
        let mut row = self.score_row(measure, &refused.wave, refused.group, &Ok(estimate.clone()), showing);
        row.push(refused.against.code().into());
        row.extend([
            Datum::None,
            Datum::None,
            Datum::None,
            Datum::None,
            Datum::None,
            Datum::None,
        ]);
        row.push(Refused::CODE.into());
        row
    }

    fn names(&self, measure: &Id, wave: &WaveId, group: Group) -> Vec<Datum> {
        let (segment, level) = self.scores.level_of(group);
        let text = |id: Option<&Id>| id.map_or(Datum::None, |id| id.as_str().into());
        let id = self.scores.figure_id(measure, wave, group);
        vec![
            id.into(),
            measure.as_str().into(),
            wave.as_str().into(),
            text(segment.as_ref()),
            text(level.as_ref()),
        ]
    }

    /// A measure's name for people.
    #[must_use]
    pub fn title(&self, measure: &Measure) -> String {
        let survey = &self.scores.survey;
        let title = survey.text(&measure.title, self.lang);
        if title.is_empty() {
            measure.id.to_string()
        } else {
            title.to_owned()
        }
    }

    /// What a measure's values count, for a note under a table.
    #[must_use]
    pub fn unit_words(&self, measure: &Measure) -> &'static str {
        let tongue = self.tongue();
        match measure::unit(&self.scores.survey, measure) {
            Unit::Share => tongue.pick("share of valid answers", "占有效回答的比例"),
            Unit::Nps => tongue.pick("net promoter score, −100 to 100", "净推荐值，−100 至 100"),
            Unit::Index => tongue.pick("index, 0 to 100", "指数，0 至 100"),
            Unit::Scale(..) => tongue.pick("mean in scale points", "量表均值"),
            Unit::Number => tongue.pick("mean", "均值"),
        }
    }
}

fn note(outcome: &Outcome, showing: Showing, visible: bool) -> &'static str {
    match outcome {
        _ if !visible => showing.code(),
        Err(reason) => reason.code(),
        Ok(_) if showing == Showing::Flagged => showing.code(),
        Ok(estimate) => estimate.no_interval.map_or("", crate::stats::Reason::code),
    }
}
