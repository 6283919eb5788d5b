//! What charts are made from: figures as they may be shown, with their names and words.

use crate::chart;
use crate::chart::Direction;
use crate::chart::Mark;
use crate::chart::Tone;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::finding::Change;
use crate::finding::Findings;
use crate::finding::References;
use crate::finding::Showing;
use crate::finding::Standings;
use crate::locale;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Method;
use crate::measure::Reason;
use crate::measure::Scores;
use crate::measure::Unit;
use crate::model::Calendar;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::ReportSettings;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::names::Names;
use crate::report::words;
use crate::site;
use crate::tabulation::Group;
use jiff::civil::Date;
use std::sync::Arc;

/// Figures with what is to be drawn of them.
#[derive(Debug)]
pub struct Material {
    /// The scores.
    pub scores: Arc<Scores>,
    /// Comparisons, and what may be shown.
    pub findings: Arc<Findings>,
    /// Targets and published figures.
    pub references: Arc<References>,
    /// The waves there are.
    pub calendar: Calendar,
    /// The day the chart is drawn for; without it no wave counts as open.
    pub as_of: Option<Date>,
    /// The language of titles and labels.
    pub lang: Lang,
    /// Thresholds.
    pub settings: ReportSettings,
    /// Waves to draw, oldest first.
    pub waves: Vec<WaveId>,
    /// Groups to draw; everybody may be among them.
    pub groups: Vec<Group>,
    /// Measures there are to draw.
    pub measures: Vec<Measure>,
    /// The questions asked for.
    pub questions: Vec<VariableIndex>,
    /// What was named.
    pub asked: Asked,
    /// What becomes of figures with a small base.
    pub small: Small,
    /// Whether small bases are hidden; otherwise they are only flagged.
    pub hides: bool,
}

/// What becomes of figures whose base is only flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Small {
    /// They are marked.
    Marked,
    /// They are not drawn: everybody may look.
    Hidden,
}

/// What was named and what was left to the chart.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Whether the measures were named; else the headline ones are meant.
    pub measures: bool,
    /// Whether the waves were named; else a course over time begins where it is first known, published figures included.
    pub waves: bool,
}

/// A figure as it may be drawn.
pub(super) struct Figure {
    pub estimate: chart::Estimate,
    pub showing: chart::Showing,
    /// Such as "n = 120"; empty where hidden.
    pub base: String,
    /// The estimate itself, unless hidden.
    pub known: Option<Estimate>,
}

impl Figure {
    /// Whether it was published earlier, not counted from answers.
    pub(super) fn is_published(&self) -> bool {
        self.known
            .as_ref()
            .is_some_and(|known| known.method == Method::Published)
    }
}

impl Material {
    /// The reader's language.
    #[must_use]
    pub fn tongue(&self) -> Tongue {
        self.lang.tongue()
    }

    pub(super) fn survey(&self) -> &Survey {
        &self.scores.survey
    }

    /// Waves to draw, oldest first.
    pub(super) fn waves(&self) -> &[WaveId] {
        &self.waves
    }

    /// The latest wave to draw.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn wave(&self) -> Result<&WaveId, Words> {
        self.waves()
            .last()
            .ok_or_else(|| Words::new("there are no answers yet", "尚无答卷"))
    }

    /// Measures to draw: those asked for, else the headline ones, else all.
    pub(super) fn measures(&self) -> Vec<&Measure> {
        let all = || self.measures.iter();
        let headline: Vec<&Measure> = all().filter(|measure| measure.headline).collect();
        if self.asked.measures || headline.is_empty() {
            all().collect()
        } else {
            headline
        }
    }

    /// The measure of a chart that has room for one.
    ///
    /// # Errors
    /// When the survey has none.
    pub(super) fn measure(&self) -> Result<&Measure, Words> {
        self.measures().first().copied().ok_or_else(|| {
            Words::new(
                "this survey has no measures; write some under `measures:`",
                "该问卷没有指标；请写在 `measures:` 下",
            )
        })
    }

    /// The groups asked for without the total.
    ///
    /// # Errors
    /// When no segment was asked for.
    pub(super) fn groups(&self) -> Result<Vec<Group>, Words> {
        let groups: Vec<Group> = self
            .groups
            .iter()
            .copied()
            .filter(|group| *group != Group::Total)
            .collect();
        if groups.is_empty() {
            return Err(Words::new(
                "say by which segment: `--by region`",
                "请指明细分：`--by 细分名`",
            ));
        }
        Ok(groups)
    }

    /// The first index among the measures.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn index(&self) -> Result<&Measure, Words> {
        let is_index = |measure: &&&Measure| matches!(measure.kind, MeasureKind::Index(_));
        let found = self
            .measures()
            .into_iter()
            .find(|measure| matches!(measure.kind, MeasureKind::Index(_)));
        found
            .or_else(|| self.measures.iter().find(|measure| is_index(&measure)))
            .ok_or_else(|| {
                Words::new(
                    "this survey has no index; write one under `index:`",
                    "该问卷没有指数；请写在 `index:` 下",
                )
            })
    }

    /// Another measure of the survey.
    pub(super) fn of_id(&self, id: &str) -> Option<&Measure> {
        self.scores.measure(id)
    }

    pub(super) fn findings(&self) -> &Findings {
        &self.findings
    }

    /// What leagues are made from.
    pub(super) fn standings(&self) -> Standings<'_> {
        Standings {
            scores: &self.scores,
            findings: &self.findings,
            settings: &self.settings,
            hides: self.hides,
        }
    }

    pub(super) fn settings(&self) -> &ReportSettings {
        &self.settings
    }

    /// A text of the survey without markup; a text in a drawing is spaced by itself.
    fn text(&self, texts: &Texts) -> String {
        let plain = site::plain(self.survey().text(texts, &self.lang));
        self.tongue().pick(plain.clone(), site::spaced(&plain))
    }

    pub(super) fn text_or(&self, texts: &Texts, otherwise: impl FnOnce() -> String) -> String {
        let text = self.text(texts);
        if text.is_empty() { otherwise() } else { text }
    }

    /// The names of reports.
    pub(super) fn names(&self) -> Names<'_> {
        Names {
            survey: self.survey(),
            lang: &self.lang,
        }
    }

    /// The names of reports, spaced as a drawing needs them.
    fn spaced(&self, name: impl FnOnce(Names<'_>) -> String) -> String {
        let name = name(self.names());
        self.tongue().pick(name.clone(), site::spaced(&name))
    }

    pub(super) fn variable_name(&self, variable: VariableIndex) -> String {
        self.spaced(|names| names.variable(variable))
    }

    pub(super) fn name(&self, measure: &Measure) -> String {
        self.spaced(|names| names.measure(measure))
    }

    /// A group by its levels; "All" for everybody.
    pub(super) fn group_name(&self, group: Group) -> String {
        match group {
            Group::Total => self.tongue().pick("All", "全部").to_owned(),
            group => self.spaced(|names| names.level(group)),
        }
    }

    /// The segment of a group.
    pub(super) fn segment_name(&self, group: Group) -> String {
        self.spaced(|names| names.segment(group))
    }

    pub(super) fn unit(&self, measure: &Measure) -> Unit {
        measure::unit(self.survey(), measure)
    }

    /// The sign behind the last tick of an axis.
    pub(super) fn axis_unit(&self, measure: &Measure) -> String {
        if self.unit(measure) == Unit::Share {
            "%".to_owned()
        } else {
            String::new()
        }
    }

    /// What a value is multiplied by on an axis.
    pub(super) fn factor(&self, measure: &Measure) -> f64 {
        if self.unit(measure) == Unit::Share { 100.0 } else { 1.0 }
    }

    /// A value as it stands in a drawing.
    pub(super) fn value(&self, measure: &Measure, value: f64) -> String {
        match self.unit(measure) {
            Unit::Share => locale::plain(value * 100.0, 1),
            unit => words::value(unit, value),
        }
    }

    /// A figure, unless it is hidden; what was published for a wave without answers.
    pub(super) fn figure(&self, measure: &Measure, wave: &WaveId, group: Group) -> Figure {
        let outcome = self.scores.of(&measure.id, wave, group);
        if matches!(outcome, None | Some(Err(Reason::NoValidAnswers)))
            && let Some(published) = self.references.published(&measure.id, wave, group)
        {
            let known = published.estimate(self.scores.level);
            return Figure {
                estimate: self.on_axis(measure, &known),
                showing: chart::Showing::Plain,
                base: String::new(),
                known: Some(known),
            };
        }
        let showing = self.decided(self.findings.disclosure.of(&measure.id, wave, group));
        let known = outcome.and_then(|outcome| outcome.as_ref().ok());
        let nobody = known.is_none();
        if nobody || !showing.is_visible() {
            let reason = match outcome {
                Some(Err(reason)) if showing.is_visible() => words::reason(*reason, self.tongue()),
                None => "",
                Some(_) => self.tongue().pick("not shown", "不显示"),
            };
            return Figure {
                estimate: chart::Estimate::default(),
                showing: chart::Showing::Hidden(reason.to_owned()),
                base: String::new(),
                known: None,
            };
        }
        let estimate = known.map(|known| self.on_axis(measure, known));
        Figure {
            estimate: estimate.unwrap_or_default(),
            showing: if showing == Showing::Flagged {
                chart::Showing::Small
            } else {
                chart::Showing::Plain
            },
            base: known.map_or_else(String::new, |known| format!("n = {}", known.base)),
            known: known.cloned(),
        }
    }

    /// What becomes of a figure for these readers: outside, what is only flagged is hidden.
    pub(super) fn decided(&self, showing: Showing) -> Showing {
        match (showing, self.small) {
            (Showing::Flagged, Small::Hidden) => Showing::HiddenQuality,
            _ => showing,
        }
    }

    fn on_axis(&self, measure: &Measure, known: &Estimate) -> chart::Estimate {
        let times = self.factor(measure);
        chart::Estimate {
            value: Some(known.value * times),
            low: known.interval.map(|interval| interval.low * times),
            high: known.interval.map(|interval| interval.high * times),
            text: self.value(measure, known.value),
        }
    }

    /// The mark of a comparison, if both of its sides may be shown and something was found.
    pub(super) fn mark(&self, measure: &Measure, change: Option<&Change>) -> Option<Mark> {
        let change = change.filter(|change| self.findings().may_show(change, self.settings()))?;
        let up = change.verdict.is_up()?;
        let better = measure::better(self.survey(), measure);
        Some(Mark {
            direction: if up { Direction::Rose } else { Direction::Fell },
            tone: match words::is_good(change.verdict, better) {
                Some(true) => Tone::Good,
                Some(false) => Tone::Bad,
                None => Tone::Quiet,
            },
            text: words::difference(self.unit(measure), change.comparison.difference),
        })
    }

    /// The texts of a chart.
    pub(super) fn words(&self, title: String) -> chart::Words {
        chart::Words {
            description: title.clone(),
            title,
            empty: self
                .tongue()
                .pick("No answers to show.", "没有可显示的回答。")
                .to_owned(),
        }
    }

    /// "95 % interval".
    pub(super) fn interval_key(&self) -> String {
        let level = locale::plain(100.0 * (1.0 - self.settings().alpha), 0);
        self.tongue()
            .pick(format!("{level} % interval"), format!("{level} % 置信区间"))
    }

    /// A sentence with where the numbers are from.
    #[must_use]
    pub fn foot(&self, sentence: &str) -> String {
        let survey = self.text_or(&self.survey().title, || self.survey().id.to_string());
        let waves = match self.waves() {
            [] => String::new(),
            [only] => only.to_string(),
            [first, .., last] => self
                .tongue()
                .pick(format!("{first} to {last}"), format!("{first} 至 {last}")),
        };
        let level = self.interval_key();
        self.tongue().pick(
            format!("{sentence} Source: {survey}, {waves}; {level}s where drawn."),
            format!("{sentence}来源：{survey}，{waves}；图中区间为{level}。"),
        )
    }

    /// What answers outside the scale are called.
    pub(super) fn aside_name(&self) -> String {
        self.tongue().pick("Don't know and others", "不知道及其他").to_owned()
    }
}
