//! The same people in several waves: what they said each time, and how a measure changed among them.
//!
//! In: batches with respondents, as they are read, and the plan they are counted by. Out: of two waves and a group the
//! people who answered in both, and the change of a measure by pairs. Unlike counts this grows with the responses: eight
//! bytes a rating beside the person's name, so it is made only when asked for.

use super::estimate::Unit;
use super::unit;
use super::worth;
use super::worth::Component;
use crate::model::Measure;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::ValueCounts;
use crate::stats::paired;
use crate::stats::paired::Change;
use crate::stats::paired::Pair;
use crate::stats::paired::Turnover;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// People by wave, with what they said.
#[derive(Debug)]
pub struct Panel {
    survey: Arc<Survey>,
    plan: Plan,
    measures: Vec<Measure>,
    /// By measure: where its components stand among the answers of a person.
    starts: Vec<usize>,
    components: Vec<Component>,
    groups: Vec<Group>,
    waves: BTreeMap<WaveId, Wave>,
}

#[derive(Debug, Default)]
struct Wave {
    /// By pseudonym.
    people: BTreeMap<Box<str>, Said>,
    nameless: u64,
    again: u64,
}

/// What a person said in a wave.
#[derive(Debug)]
struct Said {
    /// When it was sent, and the response's id: of several responses the latest counts.
    latest: (i64, Box<str>),
    weight: f64,
    /// By component; `NaN` where the answer is missing.
    answers: Box<[f64]>,
    /// Bit by bit whether the person is in each group.
    groups: Box<[u64]>,
}

/// Who of two waves answered in both. Counts of responses that count at all, before answers to a measure are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attendance {
    /// People in both waves.
    pub both: u64,
    /// People of the earlier wave who are not in the later one.
    pub left: u64,
    /// People of the later wave who were not in the earlier one.
    pub came: u64,
    /// Responses of nobody in particular, in either wave.
    pub nameless: u64,
    /// Responses that a later one of the same person in the same wave stands for, in either wave.
    pub again: u64,
}

/// A measure among the people who answered it in both waves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SamePeople {
    /// Values at both times and the change, in the measure's unit.
    pub change: Change,
    /// The standard deviation of the later values of a number; `None` for other measures.
    pub sd: Option<f64>,
    /// How the test was made.
    pub test: PairTest,
}

/// The test of a change among the same people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairTest {
    /// Paired t.
    T,
    /// `McNemar`.
    McNemar,
    /// t with people as sampling units of weighted responses.
    Weighted,
    /// There is none.
    None,
}

impl Panel {
    /// Nobody yet. `plan` says which responses count, what they weigh and which groups there are.
    #[must_use]
    pub fn new(survey: &Arc<Survey>, measures: &[Measure], plan: Plan) -> Self {
        let (mut starts, mut components) = (Vec::with_capacity(measures.len()), Vec::new());
        for measure in measures {
            starts.push(components.len());
            components.extend(worth::components(survey, measure));
        }
        Self {
            survey: Arc::clone(survey),
            measures: measures.to_vec(),
            starts,
            components,
            groups: std::iter::once(Group::Total).chain(plan.levels()).collect(),
            plan,
            waves: BTreeMap::new(),
        }
    }

    /// Takes the responses of a batch in; respondents, ids and times must have been read.
    pub fn take(&mut self, frame: &BatchFrame<'_>) {
        let batch = frame.batch();
        let kept = self.plan.filter.as_ref().map(|condition| frame.keeps(condition));
        let weights = self.plan.weights(batch);
        let within: Vec<Option<Vec<bool>>> = self
            .measures
            .iter()
            .map(|measure| worth::within(measure, frame))
            .collect();
        for (row, weight) in weights.into_iter().enumerate() {
            let Some(weight) = weight.filter(|_| kept.as_ref().is_none_or(|kept| kept[row])) else {
                continue;
            };
            let person = batch.meta.respondent.words(row);
            if person.is_empty() {
                self.wave(batch.wave(row)).nameless += 1;
                continue;
            }
            let said = Said {
                latest: (batch.meta.submitted[row], batch.meta.response_id.words(row).into()),
                weight,
                answers: self.answers(batch, row, &within),
                groups: self.groups_of(batch, row),
            };
            let wave = self.wave(batch.wave(row));
            match wave.people.get_mut(person) {
                None => {
                    wave.people.insert(person.into(), said);
                }
                Some(known) => {
                    wave.again += 1;
                    if known.latest < said.latest {
                        *known = said;
                    }
                }
            }
        }
    }

    fn wave(&mut self, wave: &WaveId) -> &mut Wave {
        if !self.waves.contains_key(wave) {
            self.waves.insert(wave.clone(), Wave::default());
        }
        self.waves.entry(wave.clone()).or_default()
    }

    fn answers(&self, batch: &Batch, row: usize, within: &[Option<Vec<bool>>]) -> Box<[f64]> {
        let mut answers = Vec::with_capacity(self.components.len());
        for (at, within) in within.iter().enumerate() {
            let counts = within.as_ref().is_none_or(|within| within[row]);
            let own = &self.components[self.range(at)];
            answers.extend(own.iter().map(|component| match component.of(batch, row) {
                Some(answer) if counts => answer,
                _ => f64::NAN,
            }));
        }
        answers.into_boxed_slice()
    }

    fn groups_of(&self, batch: &Batch, row: usize) -> Box<[u64]> {
        let mut bits = vec![0; self.groups.len().div_ceil(64)];
        for (at, group) in self.groups.iter().enumerate() {
            let answer = |variable| -> Cell<'_> { batch.cell(variable, row) };
            if group.holds(answer) {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        bits.into_boxed_slice()
    }

    /// Places of a measure's components.
    fn range(&self, measure: usize) -> std::ops::Range<usize> {
        let end = self.starts.get(measure + 1).copied().unwrap_or(self.components.len());
        self.starts[measure]..end
    }

    /// Who of two waves answered in both.
    #[must_use]
    pub fn attendance(&self, then: &WaveId, now: &WaveId) -> Attendance {
        let nobody = Wave::default();
        let (earlier, later) = (
            self.waves.get(then).unwrap_or(&nobody),
            self.waves.get(now).unwrap_or(&nobody),
        );
        let both = later
            .people
            .keys()
            .filter(|person| earlier.people.contains_key(*person))
            .count() as u64;
        Attendance {
            both,
            left: earlier.people.len() as u64 - both,
            came: later.people.len() as u64 - both,
            nameless: earlier.nameless + later.nameless,
            again: earlier.again + later.again,
        }
    }

    /// A measure among those who answered it in both waves and were in the group both times. `measure` is one the panel was
    /// made for, with its weights known where it is an index.
    ///
    /// # Errors
    /// The reason why there is no change to be told.
    pub fn change(
        &self,
        measure: &Measure,
        (then, now): (&WaveId, &WaveId),
        group: Group,
        level: f64,
    ) -> Result<SamePeople, Reason> {
        let none = Reason::NoValidAnswers;
        let at = self
            .measures
            .iter()
            .position(|known| known.id == measure.id)
            .ok_or(none)?;
        let place = self.groups.iter().position(|known| *known == group).ok_or(none)?;
        let (earlier, later) = (self.waves.get(then).ok_or(none)?, self.waves.get(now).ok_or(none)?);
        let inside = |said: &Said| said.groups[place / 64] >> (place % 64) & 1 == 1;
        let people: Vec<(&Said, &Said)> = later
            .people
            .iter()
            .filter_map(|(person, now)| Some((earlier.people.get(person)?, now)))
            .filter(|(then, now)| inside(then) && inside(now))
            .collect();
        let coefficients = worth::coefficients(measure);
        let parts: Vec<paired::Part> = self
            .range(at)
            .zip(coefficients)
            .map(|(component, coefficient)| paired::Part {
                coefficient,
                pairs: people.iter().map(|(then, now)| pair(then, now, component)).collect(),
            })
            .collect();
        self.compared(measure, &parts, level)
            .map_err(|fault| fault.reason().unwrap_or(Reason::NotConverged))
    }

    fn compared(&self, measure: &Measure, parts: &[paired::Part], level: f64) -> Result<SamePeople, StatError> {
        let weighted = self.plan.is_weighted() && !alike(parts);
        let of = unit(&self.survey, measure);
        let (change, test) = match parts {
            [only] if of == Unit::Share && !weighted => (paired::share(turnover(only), level)?, PairTest::McNemar),
            parts if weighted => (paired::means(parts, level)?, PairTest::Weighted),
            parts => (paired::means(&unweighted(parts), level)?, PairTest::T),
        };
        let sd = match parts {
            [only] if of == Unit::Number => ValueCounts::of(only.pairs.iter().flatten().map(|pair| pair.now))?.sd(),
            _ => None,
        };
        Ok(SamePeople {
            change,
            sd,
            test: if change.comparison.p.is_some() {
                test
            } else {
                PairTest::None
            },
        })
    }
}

fn pair(then: &Said, now: &Said, component: usize) -> Option<Pair> {
    let (earlier, later) = (then.answers[component], now.answers[component]);
    (!earlier.is_nan() && !later.is_nan()).then_some(Pair {
        then: earlier,
        now: later,
        weight_then: then.weight,
        weight_now: now.weight,
    })
}

/// Whether everybody weighs the same at each time, so that the unweighted methods are exact.
fn alike(parts: &[paired::Part]) -> bool {
    let mut pairs = parts.iter().flat_map(|part| part.pairs.iter().flatten());
    let Some(first) = pairs.next() else {
        return true;
    };
    let same = |one: f64, other: f64| (one - other).abs() <= 1e-12 * other;
    pairs.all(|pair| same(pair.weight_then, first.weight_then) && same(pair.weight_now, first.weight_now))
}

fn unweighted(parts: &[paired::Part]) -> Vec<paired::Part> {
    let plain = |pair: &Option<Pair>| {
        pair.map(|pair| Pair {
            weight_then: 1.0,
            weight_now: 1.0,
            ..pair
        })
    };
    let part = |part: &paired::Part| paired::Part {
        coefficient: part.coefficient,
        pairs: part.pairs.iter().map(plain).collect(),
    };
    parts.iter().map(part).collect()
}

fn turnover(part: &paired::Part) -> Turnover {
    let mut found = Turnover::default();
    for pair in part.pairs.iter().flatten() {
        let count = match (pair.then > 0.5, pair.now > 0.5) {
            (true, true) => &mut found.stayed,
            (false, true) => &mut found.gained,
            (true, false) => &mut found.lost,
            (false, false) => &mut found.never,
        };
        *count += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::Scores;
    use super::*;
    use crate::model::Calendar;
    use crate::model::VariableIndex;
    use crate::response::Cell;
    use crate::response::TextColumn;
    use crate::tabulation::Tabulator;
    use crate::tabulation::testing::*;
    use proptest::prelude::*;

    fn named(survey: &Survey, rows: &[Row], names: impl Iterator<Item = String>) -> Batch {
        let mut batch = batch(survey, rows);
        batch.meta.respondent = TextColumn::default();
        names.for_each(|name| batch.meta.respondent.push(Cell::Text(&name)));
        batch
    }

    fn panel(survey: &Arc<Survey>, batches: &[Batch]) -> Panel {
        let plan = Plan::new(survey, &survey.segments, Scores::needs(&survey.measures));
        let mut panel = Panel::new(survey, &survey.measures, plan);
        let calendar = Calendar::quarterly_utc();
        for batch in batches {
            panel.take(&BatchFrame::new(batch, &calendar));
        }
        panel
    }

    fn waves() -> (WaveId, WaveId) {
        (WaveId::new("2026Q1"), WaveId::new("2026Q2"))
    }

    proptest! {
        /// People who say the same twice: what a person counts adds up to the score that is made from counts.
        #[test]
        fn a_measure_of_people_is_the_measure_of_counts(rows in prop::collection::vec(row(), 1..40), weighted in any::<bool>()) {
            let survey = survey(weighted);
            let first: Vec<Row> = rows.iter().map(|row| Row { wave: 0, ..row.clone() }).collect();
            let again: Vec<Row> = rows.iter().map(|row| Row { wave: 1, ..row.clone() }).collect();
            let names = || (0..rows.len()).map(|at| format!("p{at}"));
            let batches = [named(&survey, &first, names()), named(&survey, &again, names().collect::<Vec<_>>().into_iter())];
            let panel = panel(&survey, &batches);
            let plan = Arc::new(Plan::new(&survey, &survey.segments, Scores::needs(&survey.measures)));
            let mut tabulator = Tabulator::new(Arc::clone(&survey), plan);
            let calendar = Calendar::quarterly_utc();
            for batch in &batches {
                tabulator.add(&BatchFrame::new(batch, &calendar));
            }
            let scores = Scores::new(&survey, &survey.measures, tabulator.finish(), 0.95);
            let (then, now) = waves();
            let groups = [Group::Total, Group::Level(REGION, 0), Group::Level(REGION, 2)];
            for (measure, group) in scores.measures().iter().flat_map(|measure| groups.map(|group| (measure, group))) {
                let counted = scores.of(&measure.id, &now, group);
                let found = panel.change(measure, (&then, &now), group, 0.95);
                match (counted, found) {
                    (Some(Ok(counted)), Ok(found)) => {
                        prop_assert!((counted.value - found.change.now).abs() < 1e-9, "{}: {} {}", measure.id, counted.value, found.change.now);
                        prop_assert!((found.change.then - found.change.now).abs() < 1e-9);
                        prop_assert_eq!(counted.base, found.change.base);
                    }
                    (Some(Err(_)) | None, Err(_)) => {}
                    (counted, found) => prop_assert!(false, "{}: {counted:?} {found:?}", measure.id),
                }
            }
            let both = panel.attendance(&then, &now);
            prop_assert_eq!((both.left, both.came, both.nameless, both.again), (0, 0, 0, 0));
        }

        /// The order of batches and of responses in them changes nothing.
        #[test]
        fn order_changes_nothing(rows in prop::collection::vec(row(), 2..40), cut in 1_usize..40) {
            let survey = survey(true);
            let names: Vec<String> = (0..rows.len()).map(|at| format!("p{}", at % 9)).collect();
            let cut = cut.min(rows.len() - 1);
            let whole = panel(&survey, &[named(&survey, &rows, names.iter().cloned())]);
            let (a, b) = rows.split_at(cut);
            let parts = [named(&survey, b, names[cut..].iter().cloned()), named(&survey, a, names[..cut].iter().cloned())];
            // Ids are given by place: the later of two responses of a person is told by them, so they stay with their rows.
            let mut parts = parts;
            for (batch, from) in parts.iter_mut().zip([cut, 0]) {
                batch.meta.response_id = TextColumn::default();
                (0..batch.len()).for_each(|at| batch.meta.response_id.push(Cell::Text(&format!("r{}", from + at))));
            }
            let parts = panel(&survey, &parts);
            let (then, now) = waves();
            prop_assert_eq!(whole.attendance(&then, &now), parts.attendance(&then, &now));
            for measure in &survey.measures {
                let of = |panel: &Panel| panel.change(measure, (&then, &now), Group::Total, 0.95);
                prop_assert_eq!(of(&whole), of(&parts));
            }
        }
    }

    #[test]
    fn who_left_and_came_is_counted_and_the_latest_of_several_responses_counts() {
        let survey = survey(false);
        let row = |wave, overall| Row {
            wave,
            overall: Some(overall),
            effort: None,
            recommend: None,
            reasons: None,
            minutes: None,
            region: Some(u16::from(wave)),
            weight: 1.0,
        };
        let rows = [
            row(0, 1),
            row(0, 2),
            row(0, 3),
            row(1, 4),
            row(1, 0),
            row(1, 3),
            row(1, 2),
        ];
        let names = ["ann", "bob", "cyd", "bob", "bob", "dan", ""];
        let mut batch = named(&survey, &rows, names.iter().map(|name| (*name).to_owned()));
        batch.meta.respondent = TextColumn::default();
        for name in names {
            batch.meta.respondent.push(match name {
                "" => Cell::Missing(crate::model::Missing::Skipped),
                name => Cell::Text(name),
            });
        }
        // Of Bob's two responses the first is the later.
        batch.meta.submitted[3] = 20;
        batch.meta.submitted[4] = 10;
        let panel = panel(&survey, &[batch]);
        let (then, now) = waves();
        let found = panel.attendance(&then, &now);
        let expected = Attendance {
            both: 1,
            left: 2,
            came: 1,
            nameless: 1,
            again: 1,
        };
        assert_eq!(found, expected);
        let mean = survey.measures.iter().find(|measure| measure.id == *"mean").unwrap();
        let bob = panel.change(mean, (&then, &now), Group::Total, 0.95).unwrap();
        // From the third point to the fifth.
        assert_eq!(
            (bob.change.then, bob.change.now, bob.change.base, bob.test),
            (3.0, 5.0, 1, PairTest::None)
        );
        // Bob was elsewhere the first time.
        let region = |level| Group::Level(VariableIndex(REGION.0), level);
        assert!(panel.change(mean, (&then, &now), region(1), 0.95).is_err());
    }
}
