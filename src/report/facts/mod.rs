//! The one door through which a report gets its figures: what may not be shown does not come through.

mod compared;

use super::document::Audience;
use super::input::ReportInput;
use super::names::Names;
use crate::diagnostic::Problem;
use crate::diagnostic::Tongue;
use crate::finding::Benchmark;
use crate::finding::Change;
use crate::finding::Event;
use crate::finding::Findings;
use crate::finding::Members;
use crate::finding::Showing;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Reason;
use crate::measure::Unit;
use crate::model::Better;
use crate::model::Id;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Answers;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// Waves a trend shows at most.
const TREND: usize = 12;

/// What a document becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A page, with drawings.
    Page,
    /// Markdown for chat and mail, in words and tables.
    Markdown,
}

/// Everything a report may say.
#[derive(Debug)]
pub struct Facts {
    pub input: ReportInput,
    pub medium: Medium,
    settings: ReportSettings,
    ids: String,
    /// The wave reported on; an empty name when there is none.
    pub wave: WaveId,
    figures: AtomicUsize,
    problems: Mutex<Vec<Problem>>,
}

/// A figure as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The estimate, unless hidden or absent.
    pub estimate: Option<Estimate>,
    /// Whether it is shown, and with what warning.
    pub showing: Showing,
    /// Why there is none, where it is not a matter of disclosure.
    pub reason: Option<Reason>,
}

/// A figure beside one of others.
#[derive(Debug, Clone)]
pub struct Beside<'a> {
    pub measure: &'a Measure,
    pub benchmark: &'a Benchmark,
    /// Our figure.
    pub ours: f64,
    /// Theirs with its interval, where its accuracy is known.
    pub theirs: Option<Estimate>,
    /// The test, where there is one.
    pub change: Option<&'a Change>,
}

impl Figure {
    /// Hidden for a reason of disclosure.
    pub fn is_hidden(&self) -> bool {
        !self.showing.is_visible()
    }
}

impl Facts {
    pub fn new(input: ReportInput) -> Self {
        Self::of(input, Medium::Page)
    }

    pub fn of(mut input: ReportInput, medium: Medium) -> Self {
        let waves = input.scores.tabulation.waves();
        let last = waves.iter().max_by_key(|wave| input.calendar.order(wave)).cloned();
        let wave = input.wave.clone().or(last).unwrap_or_else(|| WaveId::new(""));
        let mut settings = input.scores.survey.report;
        if input.document.audience == Audience::Public {
            // What is only marked inside is not shown outside, nor what would tell it.
            settings.hide_below = settings.hide_below.max(settings.flag_below);
            settings.privacy_k = settings.privacy_k.max(settings.flag_below);
            let inside = Arc::new(input.findings.disclosure.clone());
            let mut outside = Findings::clone(&input.findings);
            outside.disclosure = inside.stricter(&input.scores, &settings);
            input.findings = Arc::new(outside);
        }
        Self {
            input,
            medium,
            settings,
            ids: String::new(),
            wave,
            figures: AtomicUsize::new(0),
            problems: Mutex::default(),
        }
    }

    /// The same with ids of figures that begin with `prefix`.
    pub fn with_ids(self, prefix: &str) -> Self {
        Self {
            ids: prefix.to_owned(),
            ..self
        }
    }

    /// What ids of the page begin with.
    pub fn ids(&self) -> &str {
        &self.ids
    }

    pub fn survey(&self) -> &Survey {
        &self.input.scores.survey
    }

    pub fn settings(&self) -> &ReportSettings {
        &self.settings
    }

    /// Whether everybody may read the document.
    pub fn is_public(&self) -> bool {
        self.input.document.audience == Audience::Public
    }

    pub fn tongue(&self) -> Tongue {
        self.input.lang.tongue()
    }

    pub fn names(&self) -> Names<'_> {
        Names {
            survey: self.survey(),
            lang: &self.input.lang,
        }
    }

    /// Whether there is any answer in the wave reported on.
    pub fn has_answers(&self) -> bool {
        self.rows(&self.wave, Group::Total) > 0
    }

    /// Responses of a group; only for the total, or where the caller knows that the group may be shown.
    pub fn rows(&self, wave: &WaveId, group: Group) -> u64 {
        self.view(wave, group).map_or(0, |view| view.rows().n)
    }

    pub fn view(&self, wave: &WaveId, group: Group) -> Option<View<'_>> {
        self.input.scores.tabulation.view(wave, group)
    }

    pub fn unit(&self, measure: &Measure) -> Unit {
        measure::unit(self.survey(), measure)
    }

    pub fn better(&self, measure: &Measure) -> Better {
        measure::better(self.survey(), measure)
    }

    pub fn measures(&self) -> &[Measure] {
        self.input.scores.measures()
    }

    pub fn measure(&self, id: &Id) -> Option<&Measure> {
        self.input.scores.measure(id.as_str())
    }

    /// The headline measures, in the order of the definition.
    pub fn headline(&self) -> Vec<&Measure> {
        self.measures().iter().filter(|measure| measure.headline).collect()
    }

    /// The groups of a segment, in the order of its options.
    pub fn levels(&self, segment: VariableIndex) -> Vec<Group> {
        let of = |group: &Group| matches!(group, Group::Level(known, _) if *known == segment);
        self.input.scores.tabulation.plan().levels().filter(of).collect()
    }

    /// The segments that were counted.
    pub fn segments(&self) -> Vec<VariableIndex> {
        self.input
            .scores
            .tabulation
            .plan()
            .axes
            .iter()
            .filter_map(crate::tabulation::Axis::segment)
            .collect()
    }

    /// Name of the segment a group belongs to; empty for everybody.
    pub fn segment_id(&self, group: Group) -> String {
        match group {
            Group::Level(segment, _) => self.survey().variable(segment).id.to_string(),
            _ => String::new(),
        }
    }

    /// A figure, or what was published for a wave without answers.
    pub fn figure(&self, measure: &Id, wave: &WaveId, group: Group) -> Figure {
        let scored = self.input.scores.of(measure, wave, group);
        if let Some(Err(Reason::NoValidAnswers)) = scored
            && let Some(published) = self.published(measure, wave, group)
        {
            return published;
        }
        match scored {
            None => self.published(measure, wave, group).unwrap_or(Figure {
                estimate: None,
                showing: Showing::Shown,
                reason: Some(Reason::NoValidAnswers),
            }),
            Some(outcome) => {
                let mut showing = self.input.findings.disclosure.of(measure, wave, group);
                if showing == Showing::Flagged && self.is_public() {
                    showing = Showing::HiddenQuality;
                }
                let visible = showing.is_visible();
                let estimate = outcome.as_ref().ok().filter(|_| visible).cloned();
                Figure {
                    estimate,
                    showing,
                    reason: outcome.as_ref().err().copied().filter(|_| visible),
                }
            }
        }
    }

    fn published(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<Figure> {
        let found = self.input.references.published(measure, wave, group)?;
        // What was published elsewhere may name people here.
        let showing = found
            .base
            .map_or(Showing::Shown, |base| match Showing::of_base(base, self.settings()) {
                Showing::Flagged if self.is_public() => Showing::HiddenQuality,
                other => other,
            });
        let estimate = showing.is_visible().then(|| found.estimate(self.input.scores.level));
        Some(Figure {
            estimate,
            showing,
            reason: None,
        })
    }

    pub fn now(&self, measure: &Measure, group: Group) -> Figure {
        self.figure(&measure.id, &self.wave, group)
    }

    /// What may be shown of all groups of a wave by bases of anything that was counted: the same decision as for measures.
    pub fn disclosed(&self, wave: &WaveId, base: &dyn Fn(Group) -> u64) -> BTreeMap<Group, Showing> {
        let tabulation = &self.input.scores.tabulation;
        self.input.findings.disclosure.beside(tabulation, wave, base)
    }

    /// What may be told of the answers to a question within a group, where they are the sizes of groups themselves.
    pub fn members(&self, question: VariableIndex, wave: &WaveId, group: Group) -> Members {
        let tabulation = &self.input.scores.tabulation;
        self.input
            .findings
            .disclosure
            .members(tabulation, question, wave, group)
    }

    /// Answers to a question, as they were counted; the caller decides what may be shown.
    pub fn answers(&self, question: VariableIndex, wave: &WaveId, group: Group) -> Option<Answers> {
        self.view(wave, group)?.answers(&Need::all(Wanted::Cells(question)))
    }

    /// The waves of a trend, oldest first: up to the one reported on, gaps included, at most twelve.
    pub fn trend_waves(&self, measure: &Measure, groups: &[Group]) -> Vec<WaveId> {
        self.course(&measure.id, groups)
    }

    /// The same of a measure or question by its name.
    pub fn course(&self, name: &Id, groups: &[Group]) -> Vec<WaveId> {
        self.input.references.course(
            (name, groups),
            self.input.scores.tabulation.waves(),
            &self.wave,
            &self.input.calendar,
            TREND,
        )
    }

    /// What happened up to the wave reported on, as far back as trends go, in the order of time.
    pub fn happened(&self) -> Vec<&Event> {
        let calendar = &self.input.calendar;
        let order = |wave: &WaveId| calendar.order(wave).0;
        let first = self.measures().iter().filter_map(|measure| {
            let waves = self.trend_waves(measure, &[Group::Total]);
            waves.first().map(order)
        });
        let (first, last) = (first.min().unwrap_or(i64::MIN), order(&self.wave));
        let events = self.input.references.events.iter();
        events
            .filter(|event| (first..=last).contains(&order(&event.wave)) && (event.is_public || !self.is_public()))
            .collect()
    }

    /// What the organisation did since the wave before the one reported on began: what a customer who answered then may ask.
    pub fn done(&self) -> Vec<&Event> {
        let calendar = &self.input.calendar;
        let order = |wave: &WaveId| calendar.order(wave).0;
        let now = order(&self.wave);
        let waves = self.input.scores.tabulation.waves().iter().map(order);
        let since = waves.filter(|wave| *wave < now).max().unwrap_or(now);
        let mut done = self.happened();
        done.retain(|event| event.is_action && order(&event.wave) >= since);
        done
    }

    /// Whether answers may still come to a wave.
    pub fn is_open(&self, wave: &WaveId) -> bool {
        self.input
            .as_of
            .is_some_and(|day| self.input.calendar.is_open(wave, day))
    }

    /// An id for the next figure, unique on the page.
    pub fn figure_id(&self) -> String {
        format!("{}fig{}", self.ids, self.figures.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Keeps a problem for the report.
    pub fn complain(&self, problem: Problem) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    pub fn complaints(&self) -> Vec<Problem> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
