//! Changes between two waves among the same people: tests, families, verdicts, and what may be shown.
//!
//! What is compared, the families and the verdicts are those of any comparison of waves; the figures and the test are of
//! the people who answered the measure both times.

use super::change::Against;
use super::change::Ask;
use super::change::Change;
use super::change::Refused;
use super::compare::Test;
use super::disclosure::Disclosure;
use super::disclosure::Showing;
use super::find::Search;
use super::reference::References;
use super::sums::conceal;
use super::verdict::Verdict;
use crate::measure::PairTest;
use crate::measure::Panel;
use crate::measure::Scores;
use crate::model::Calendar;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::WaveId;
use crate::tabulation::Division;
use crate::tabulation::Group;
use std::collections::BTreeSet;

/// One change among the same people.
#[derive(Debug, Clone)]
pub struct SamePeople {
    /// Values at both times, the test and the verdict; bases are the people with both answers.
    pub change: Change,
    /// Whether it may be shown.
    pub showing: Showing,
}

/// What was found among the same people.
#[derive(Debug, Clone, Default)]
pub struct Paired {
    /// Every change asked for that can be told, by measure, wave, group, against.
    pub changes: Vec<SamePeople>,
    /// Comparisons that are refused, as the measure does not mean the same in both waves.
    pub refused: Vec<Refused>,
    /// Waves that were compared, the earlier first, also where nobody was in both.
    pub waves: BTreeSet<(WaveId, WaveId)>,
}

/// Compares waves by the people who are in both. Of `ask`, comparisons with waves are made; waves that are only published
/// have no people.
#[must_use]
pub fn find_paired(
    scores: &Scores,
    calendar: &Calendar,
    references: &References,
    settings: &ReportSettings,
    (ask, panel): (&Ask, &Panel),
) -> Paired {
    let references = References {
        published: Vec::new(),
        ..references.clone()
    };
    let mut timeline: Vec<WaveId> = scores.tabulation.waves().to_vec();
    timeline.sort_by_cached_key(|wave| calendar.order(wave));
    let search = Search {
        scores,
        calendar,
        references: &references,
        settings,
        ask,
        timeline,
    };
    let pairing = Pairing {
        search,
        panel,
        disclosure: Disclosure::new(scores, settings),
    };
    pairing.found()
}

struct Pairing<'a> {
    search: Search<'a>,
    panel: &'a Panel,
    disclosure: Disclosure,
}

impl Pairing<'_> {
    fn found(&self) -> Paired {
        let (scores, ask) = (self.search.scores, self.search.ask);
        let mut groups = vec![Group::Total];
        groups.extend(scores.tabulation.plan().levels().filter(|_| ask.groups));
        groups.retain(|group| *group == Group::Total || ask.only.is_empty() || ask.only.contains(group));
        let mut found = Paired::default();
        for measure in scores.measures() {
            for wave in scores.tabulation.waves() {
                if !ask.waves.is_empty() && !ask.waves.contains(wave) {
                    continue;
                }
                for against in self.against(measure, wave) {
                    self.compare((measure, wave), &against, &groups, &mut found);
                }
            }
        }
        let mut changes: Vec<Change> = found.changes.iter().map(|one| one.change.clone()).collect();
        self.search.decide(&mut changes);
        for (one, change) in found.changes.iter_mut().zip(changes) {
            one.change = change;
        }
        found
    }

    /// The waves a figure is compared with.
    fn against(&self, measure: &Measure, wave: &WaveId) -> Vec<Against> {
        let search = &self.search;
        let previous = search
            .ask
            .previous
            .then(|| search.wave_before(&measure.id, wave, Group::Total));
        let year = search.ask.year_before.then(|| search.calendar.year_before(wave));
        let asked = search.ask.wave.clone().filter(|other| other != wave);
        [
            previous.flatten().map(Against::Previous),
            year.flatten().map(Against::YearBefore),
            asked.map(Against::Wave),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn compare(&self, (measure, wave): (&Measure, &WaveId), against: &Against, groups: &[Group], found: &mut Paired) {
        let (Against::Previous(other) | Against::YearBefore(other) | Against::Wave(other)) = against else {
            return;
        };
        let search = &self.search;
        if search.scores.of(&measure.id, other, Group::Total).is_none() {
            return;
        }
        found.waves.insert((other.clone(), wave.clone()));
        let seam = search.references.seams.between(&measure.id, wave, other);
        if let Some(seam) = seam.filter(|seam| seam.broken) {
            found.refused.extend(groups.iter().map(|group| Refused {
                measure: measure.id.clone(),
                wave: wave.clone(),
                group: *group,
                against: against.clone(),
                seam: seam.clone(),
            }));
            return;
        }
        let made: Vec<(Group, Option<Change>)> = groups
            .iter()
            .map(|group| (*group, self.change((measure, wave, *group), against, other)))
            .collect();
        let showing = self.showing((measure, wave, other), &made);
        let shown = made.into_iter().zip(showing);
        found.changes.extend(shown.filter_map(|((_, change), showing)| {
            Some(SamePeople {
                change: change?,
                showing,
            })
        }));
    }

    fn change(
        &self,
        (measure, wave, group): (&Measure, &WaveId, Group),
        against: &Against,
        other: &WaveId,
    ) -> Option<Change> {
        let search = &self.search;
        let made = self
            .panel
            .change(measure, (other, wave), group, search.scores.level)
            .ok()?;
        let (family, correction) = search.family(measure, wave, group, against);
        Some(Change {
            measure: measure.id.clone(),
            wave: wave.clone(),
            group,
            against: against.clone(),
            value: made.change.now,
            reference: made.change.then,
            comparison: made.change.comparison,
            test: match made.test {
                PairTest::T => Test::PairedT,
                PairTest::McNemar => Test::McNemar,
                PairTest::Weighted => Test::PairedDesign,
                PairTest::None => Test::None,
            },
            base: made.change.base,
            reference_base: Some(made.change.base),
            p_adjusted: None,
            family,
            correction,
            family_size: 0,
            practical: search.practical(measure, made.sd, made.change.then),
            verdict: Verdict::TooFew,
        })
    }

    /// What may be shown of a measure between two waves, group by group. Beside the figures of the whole waves a change of
    /// the same people tells of those who are in one wave only: where these are few, it is hidden.
    fn showing(
        &self,
        (measure, wave, other): (&Measure, &WaveId, &WaveId),
        made: &[(Group, Option<Change>)],
    ) -> Vec<Showing> {
        let bases: Vec<u64> = made
            .iter()
            .map(|(_, change)| change.as_ref().map_or(0, |change| change.base))
            .collect();
        let mut showing: Vec<Showing> = made
            .iter()
            .zip(&bases)
            .map(|((group, _), base)| self.alone((measure, wave, other), *group, *base))
            .collect();
        if !showing[0].is_visible() {
            // The groups would add up to it.
            for one in showing.iter_mut().skip(1).filter(|one| one.is_visible()) {
                *one = Showing::HiddenComplement;
            }
            return showing;
        }
        for axis in &self.search.scores.tabulation.plan().axes {
            if matches!(axis.division, Division::Whole | Division::Overlaps(_)) {
                continue;
            }
            let own: Vec<usize> = (0..axis.levels)
                .filter_map(|place| axis.group(place))
                .filter_map(|group| made.iter().position(|(known, _)| *known == group))
                .collect();
            let mut row: Vec<u64> = own.iter().map(|at| bases[*at]).collect();
            let elsewhere = bases[0].saturating_sub(row.iter().sum());
            row.push(elsewhere);
            let mut decided: Vec<Showing> = own.iter().map(|at| showing[*at]).collect();
            decided.push(Showing::of_base(elsewhere, self.search.settings));
            conceal(&row, &mut decided, self.search.settings);
            for (at, decided) in own.into_iter().zip(decided) {
                showing[at] = decided;
            }
        }
        showing
    }

    fn alone(&self, (measure, wave, other): (&Measure, &WaveId, &WaveId), group: Group, base: u64) -> Showing {
        let settings = self.search.settings;
        let of = |wave| self.disclosure.of(&measure.id, wave, group);
        for whole in [of(wave), of(other)] {
            if !whole.is_visible() {
                return whole;
            }
        }
        let only_once = |wave: &WaveId| match self.search.scores.of(&measure.id, wave, group) {
            Some(Ok(estimate)) => estimate.base.saturating_sub(base),
            _ => 0,
        };
        match Showing::of_base(base, settings) {
            showing if !showing.is_visible() => showing,
            _ if (1..settings.privacy_k).contains(&(only_once(wave) + only_once(other))) => Showing::HiddenComplement,
            showing => showing,
        }
    }
}
