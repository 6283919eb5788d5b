//! All comparisons of a run, each with its test, its family and its verdict.

use super::change::Against;
use super::change::Ask;
use super::change::Change;
use super::change::Findings;
use super::change::Refused;
use super::change::places;
use super::compare::Test;
use super::compare::against_fixed;
use super::compare::compare;
use super::decomposition::Decomposition;
use super::decomposition::take_apart;
use super::disclosure::Disclosure;
use super::families::Correction;
use super::families::Families;
use super::families::Raw;
use super::families::adjust;
use super::reference::References;
use super::verdict::Verdict;
use crate::measure;
use crate::measure::Basis;
use crate::measure::Estimate;
use crate::measure::Part;
use crate::measure::Scores;
use crate::measure::Unit;
use crate::measure::side_by_side;
use crate::model::Calendar;
use crate::model::Id;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::tabulation::Group;

/// Makes the comparisons asked for and decides on each.
#[must_use]
pub fn find(
    scores: &Scores,
    calendar: &Calendar,
    references: &References,
    settings: &ReportSettings,
    ask: &Ask,
) -> Findings {
    let mut timeline: Vec<WaveId> = scores.tabulation.waves().to_vec();
    timeline.extend(references.published.iter().map(|one| one.wave.clone()));
    timeline.sort_by_cached_key(|wave| calendar.order(wave));
    timeline.dedup();
    let search = Search {
        scores,
        calendar,
        references,
        settings,
        ask,
        timeline,
    };
    let (mut changes, refused) = search.changes();
    search.decide(&mut changes);
    Findings {
        places: places(&changes),
        changes,
        refused,
        seams: references.seams.clone(),
        decompositions: search.decompositions(),
        disclosure: Disclosure::new(scores, settings),
    }
}

pub(super) struct Search<'a> {
    pub(super) scores: &'a Scores,
    pub(super) calendar: &'a Calendar,
    pub(super) references: &'a References,
    pub(super) settings: &'a ReportSettings,
    pub(super) ask: &'a Ask,
    /// Waves with answers or published figures, in order of time.
    pub(super) timeline: Vec<WaveId>,
}

impl Search<'_> {
    fn changes(&self) -> (Vec<Change>, Vec<Refused>) {
        let tabulation = &self.scores.tabulation;
        let groups: Vec<Group> = std::iter::once(Group::Total)
            .chain(tabulation.plan().levels())
            .collect();
        let mut figures: Vec<(&Measure, &WaveId, Group)> = Vec::new();
        for measure in self.scores.measures() {
            for wave in tabulation.waves() {
                if !self.ask.waves.is_empty() && !self.ask.waves.contains(wave) {
                    continue;
                }
                let asked = groups
                    .iter()
                    .filter(|group| self.ask.only.is_empty() || self.ask.only.contains(group));
                figures.extend(asked.map(|group| (measure, wave, *group)));
            }
        }
        let of_figure = |at: usize| {
            let (measure, wave, group) = figures[at];
            match self.scores.of(&measure.id, wave, group) {
                Some(Ok(now)) => self.of_figure(measure, wave, group, now),
                _ => (Vec::new(), Vec::new()),
            }
        };
        let (mut changes, mut refused) = (Vec::new(), Vec::new());
        for (found, none) in side_by_side(figures.len(), &of_figure) {
            changes.extend(found);
            refused.extend(none);
        }
        (changes, refused)
    }

    /// Every comparison asked for of one figure, and those that are refused.
    fn of_figure(&self, measure: &Measure, wave: &WaveId, group: Group, now: &Estimate) -> (Vec<Change>, Vec<Refused>) {
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        let with_waves = group == Group::Total || self.ask.groups;
        let mut with_wave = |against: Against, other: &WaveId| {
            let Some(then) = self.estimate(&measure.id, other, group) else {
                return;
            };
            let seam = self.references.seams.between(&measure.id, wave, other);
            if let Some(seam) = seam.filter(|seam| seam.broken) {
                refused.push(Refused {
                    measure: measure.id.clone(),
                    wave: wave.clone(),
                    group,
                    against,
                    seam: seam.clone(),
                });
            } else {
                found.push(self.change((measure, wave, group), against, now, &then));
            }
        };
        let previous = (with_waves && self.ask.previous).then(|| self.wave_before(&measure.id, wave, group));
        if let Some(before) = previous.flatten() {
            with_wave(Against::Previous(before.clone()), &before);
        }
        let year_before = (with_waves && self.ask.year_before).then(|| self.calendar.year_before(wave));
        if let Some(then) = year_before.flatten() {
            with_wave(Against::YearBefore(then.clone()), &then);
        }
        if let (true, Some(other)) = (with_waves, self.ask.wave.as_ref().filter(|other| *other != wave)) {
            with_wave(Against::Wave(other.clone()), other);
        }
        let with_rest = self.ask.rest && group != Group::Total;
        if let (true, Some(Ok(rest))) = (with_rest, self.scores.get(&measure.id, wave, Part::Rest(group))) {
            found.push(self.against_rest((measure, wave, group), now, rest));
        }
        let target = self.references.target(&measure.id, wave, group, self.calendar);
        if let (true, Some(target)) = (self.ask.targets, target) {
            let (comparison, test) = against_fixed(now, target.value, self.scores.level);
            let against = Against::Target(target.source.clone());
            found.push(self.made(
                (measure, wave, group),
                against,
                now,
                (target.value, None),
                comparison,
                test,
            ));
        }
        if self.ask.benchmarks {
            let unit = measure::unit(&self.scores.survey, measure);
            for benchmark in self.references.benchmarks(&measure.id, wave, group, self.calendar) {
                if let Some(theirs) = benchmark.estimate(unit, self.scores.level) {
                    let against = Against::Benchmark(benchmark.title().to_owned());
                    found.push(self.change((measure, wave, group), against, now, &theirs));
                }
            }
        }
        (found, refused)
    }

    /// The estimate of a wave: from its answers, else as published.
    fn estimate(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<Estimate> {
        match self.scores.of(measure, wave, group) {
            Some(Ok(estimate)) => Some(estimate.clone()),
            _ => Some(
                self.references
                    .published(measure, wave, group)?
                    .estimate(self.scores.level),
            ),
        }
    }

    /// The last wave before `wave` for which the figure exists.
    pub(super) fn wave_before(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<WaveId> {
        let here = self.timeline.iter().position(|known| known == wave)?;
        let known = |other: &&WaveId| {
            let scored = self.scores.of(measure, other, group).is_some_and(Result::is_ok);
            scored || self.references.published(measure, other, group).is_some()
        };
        self.timeline[..here].iter().rev().find(known).cloned()
    }

    fn change(&self, figure: (&Measure, &WaveId, Group), against: Against, now: &Estimate, then: &Estimate) -> Change {
        let (comparison, test) = compare(now, then, self.scores.level);
        let reference = (then.value, (then.base > 0).then_some(then.base));
        self.made(figure, against, now, reference, comparison, test)
    }

    /// A group against the rest of its wave, which may share its sampling units.
    fn against_rest(&self, figure: (&Measure, &WaveId, Group), now: &Estimate, rest: &Estimate) -> Change {
        let (measure, wave, group) = figure;
        let tabulation = &self.scores.tabulation;
        let both_vary = matches!((&now.basis, &rest.basis), (Basis::Linearised(_), Basis::Linearised(_)));
        let designed = || {
            let whole = tabulation.view(wave, Group::Total)?;
            let (one, two) = (tabulation.view(wave, group)?, whole.without(group)?);
            self.scores.difference((&measure.id, wave), (&one, &two), None)
        };
        let Some(comparison) = tabulation
            .plan()
            .is_designed()
            .then_some(())
            .filter(|()| both_vary)
            .and_then(|()| designed())
        else {
            return self.change(figure, Against::Rest, now, rest);
        };
        let test = if comparison.p.is_some() {
            Test::Design
        } else {
            Test::None
        };
        let reference = (rest.value, (rest.base > 0).then_some(rest.base));
        self.made(figure, Against::Rest, now, reference, comparison, test)
    }

    fn made(
        &self,
        (measure, wave, group): (&Measure, &WaveId, Group),
        against: Against,
        now: &Estimate,
        (reference, reference_base): (f64, Option<u64>),
        comparison: Comparison,
        test: Test,
    ) -> Change {
        let (family, correction) = self.family(measure, wave, group, &against);
        Change {
            measure: measure.id.clone(),
            wave: wave.clone(),
            group,
            against,
            value: now.value,
            reference,
            comparison,
            test,
            base: now.base,
            reference_base,
            p_adjusted: None,
            family,
            correction,
            family_size: 0,
            practical: self.practical(measure, spread(now), reference),
            verdict: Verdict::TooFew,
        }
    }

    /// The family of a comparison, by the definition alone.
    pub(super) fn family(
        &self,
        measure: &Measure,
        wave: &WaveId,
        group: Group,
        against: &Against,
    ) -> (String, Correction) {
        if self.ask.families == Families::All {
            return ("all".to_owned(), Correction::BenjaminiHochberg);
        }
        let what = match against {
            Against::Previous(_) => "previous".to_owned(),
            Against::YearBefore(_) => "year_before".to_owned(),
            Against::Wave(other) => format!("wave_{other}"),
            Against::Rest => "rest".to_owned(),
            Against::Target(_) => "target".to_owned(),
            Against::Benchmark(_) => "benchmark".to_owned(),
        };
        let is_unit = |(segment, _): &(VariableIndex, usize)| self.ask.units == Some(*segment);
        if matches!(group, Group::Level(..) | Group::Chosen(..)) && group.levels().iter().any(is_unit) {
            return (
                format!("units/{}/{what}/{wave}", measure.id),
                Correction::BenjaminiHochberg,
            );
        }
        if group != Group::Total {
            // A segment that the definition does not name is no part of the definition's families.
            let declared = matches!(group, Group::Level(segment, _) if self.scores.survey.segments.contains(&segment));
            let kind = if declared { "segments" } else { "other_segments" };
            return (
                format!("{kind}/{}/{what}/{wave}", measure.id),
                Correction::BenjaminiHochberg,
            );
        }
        if measure.headline {
            return (format!("headline/{what}/{wave}"), Correction::Holm);
        }
        let kind = if matches!(measure.kind, MeasureKind::Index(_)) {
            "index_parts"
        } else {
            "other"
        };
        (format!("{kind}/{what}/{wave}"), Correction::BenjaminiHochberg)
    }

    /// The smallest difference that matters, in the measure's unit; `sd` is that of a number where it is known.
    pub(super) fn practical(&self, measure: &Measure, sd: Option<f64>, reference: f64) -> f64 {
        let practical = &self.settings.practical;
        match measure::unit(&self.scores.survey, measure) {
            Unit::Share => practical.share / 100.0,
            Unit::Nps => practical.nps,
            Unit::Index => practical.index,
            Unit::Scale(low, high) => practical.mean / 100.0 * (high - low),
            // A number has no range: a fifth of its standard deviation is a small effect by Cohen's rule.
            Unit::Number => sd.map_or(practical.mean / 100.0 * reference.abs(), |sd| 0.2 * sd),
        }
    }

    /// Adjusts all p-values in their families and gives each comparison its verdict.
    pub(super) fn decide(&self, changes: &mut [Change]) {
        let raw: Vec<Raw<'_>> = changes
            .iter()
            .map(|change| Raw {
                family: &change.family,
                correction: change.correction,
                p: change.comparison.p.filter(|_| self.enough(change)),
            })
            .collect();
        let adjusted = adjust(&raw);
        for (change, (p, tests)) in changes.iter_mut().zip(adjusted) {
            change.p_adjusted = p;
            change.family_size = tests;
            change.verdict = self.verdict(change);
        }
    }

    /// Whether both sides have enough responses for a verdict.
    fn enough(&self, change: &Change) -> bool {
        change.base >= self.settings.flag_below
            && change
                .reference_base
                .is_none_or(|base| base >= self.settings.flag_below)
    }

    fn verdict(&self, change: &Change) -> Verdict {
        if !self.enough(change) {
            return Verdict::TooFew;
        }
        let Some(p) = change.p_adjusted else {
            let few = matches!(
                change.comparison.reason,
                Some(Reason::TooFewAnswers | Reason::EmptyGroup)
            );
            return if few { Verdict::TooFew } else { Verdict::NoEvidence };
        };
        // Of two intervals that share the rule at its edge, rounding must not decide.
        let size = change.comparison.difference;
        let matters = size.abs() >= change.practical * (1.0 - 1e-12);
        match (p < self.settings.alpha, matters) {
            (false, _) => Verdict::NoEvidence,
            (true, false) => Verdict::Small,
            (true, true) => match (&change.against, size > 0.0) {
                (Against::Rest | Against::Target(_) | Against::Benchmark(_), true) => Verdict::Above,
                (Against::Rest | Against::Target(_) | Against::Benchmark(_), false) => Verdict::Below,
                (_, true) => Verdict::Rose,
                (_, false) => Verdict::Fell,
            },
        }
    }

    fn decompositions(&self) -> Vec<Decomposition> {
        let mut found = Vec::new();
        for measure in self.scores.measures() {
            if !matches!(measure.kind, MeasureKind::Index(_)) {
                continue;
            }
            for wave in self.scores.tabulation.waves() {
                // Published figures have no items: the wave before is the last one with answers.
                let here = self.calendar.order(wave);
                let scored = |other: &&WaveId| matches!(self.scores.of(&measure.id, other, Group::Total), Some(Ok(_)));
                let earlier = self
                    .scores
                    .tabulation
                    .waves()
                    .iter()
                    .filter(|other| self.calendar.order(other) < here)
                    .filter(scored);
                let whole = |other: &&WaveId| !self.references.seams.breaks(&measure.id, wave, other);
                let before = earlier.max_by_key(|other| self.calendar.order(other));
                let Some(before) = before.filter(whole) else {
                    continue;
                };
                found.extend(take_apart(self.scores, measure, (wave, before), self.settings));
            }
        }
        found
    }
}

/// The standard deviation of a mean's values, where the estimate rests on them.
fn spread(now: &Estimate) -> Option<f64> {
    match &now.basis {
        Basis::Mean(summary) => Some(summary.sd().unwrap_or(0.0)),
        _ => None,
    }
}
