//! Invented answers to any survey: seeded, with the routing of the form, good enough to try everything behind them.
//!
//! In: a [`Survey`], a calendar, waves, a seed, effects to plant. Out: [`Response`]s one after another, each as a line of CSV
//! that `manyi import` takes ([`Writer`]), and the [`Coverage`] of what they reached. Knows no files, no clock.
//!
//! Respondents have a mood; ratings share it, those of one touchpoint more than others. Some items stand higher than others,
//! "don't know" and blanks happen, a few break off, race through or tick straight down (shares: [`BREAK_OFF`], [`SPEEDERS`],
//! [`STRAIGHT_LINERS`], [`SKIPPED`]). What is drawn for one answer never moves another, so a question more or an effect more
//! leaves all other answers as they were. Nothing here stands for how real customers feel: figures of simulated answers are
//! no figures.

mod aim;
mod answer;
mod coverage;
mod draw;
mod effects;
mod feeling;
mod kinds;
mod person;
mod phrases;
mod random;
mod rules;
mod walk;
mod write;

#[cfg(test)]
mod tests;

pub use aim::TRIES;
pub use answer::Answer;
pub use answer::Response;
pub use coverage::Coverage;
pub use coverage::Item;
pub use coverage::Reached;
pub use coverage::Role;
pub use effects::Effects;
pub use person::BREAK_OFF;
pub use person::SKIPPED;
pub use person::SPEEDERS;
pub use person::STRAIGHT_LINERS;
pub use rules::RULES;
pub use write::Writer;

use crate::logic::Missing;
use crate::model::Calendar;
use crate::model::OptionList;
use crate::model::Survey;
use crate::model::WaveId;
use jiff::civil::Date;
use person::Person;
use random::Random;
use std::collections::BTreeMap;
use walk::Wishes;
use walk::World;

/// Attributes of those who can be asked: key of the person, then attribute and value.
pub type Sample = BTreeMap<String, BTreeMap<String, String>>;

/// What is to be simulated.
#[derive(Debug, Clone)]
pub struct Plan<'s> {
    /// The survey.
    pub survey: &'s Survey,
    /// The waves and the time zone.
    pub calendar: &'s Calendar,
    /// Waves, each with its responses.
    pub waves: Vec<WaveId>,
    /// Responses a wave.
    pub responses: usize,
    /// The seed: same seed, same answers.
    pub seed: u64,
    /// Effects to plant.
    pub effects: &'s Effects,
    /// Those who can be asked, where the survey has a sample.
    pub sample: Option<&'s Sample>,
    /// The last day answers come in, for a wave that is still open.
    pub as_of: Option<Date>,
    /// Whether respondents are added that go where nobody went.
    pub cover: bool,
}

impl<'s> Plan<'s> {
    /// Makes the responses, wave after wave, and hands each to `take` until it says stop; then tells what was reached.
    ///
    /// # Errors
    /// What `take` gives.
    pub fn run<E>(&self, mut take: impl FnMut(&Response<'s>) -> Result<(), E>) -> Result<Coverage, E> {
        let world = World::new(self.survey, self.effects, self.seed);
        let mut coverage = Coverage::new(self.survey);
        for wave in &self.waves {
            let people = self.people(wave);
            for number in 0..self.responses {
                let id = format!("sim-{}-{wave}-{:05}", self.seed, number + 1);
                let mut response = self.blank(&world, wave, id);
                if let Some(keys) = &people {
                    self.place_person(&mut response, keys.get(number % keys.len().max(1)).copied());
                }
                let person = Person::new(self.survey, self.seed, &response.id);
                self.complete(&world, &mut response, &person, &Wishes::new());
                coverage.count(&response, person.pages);
                take(&response)?;
            }
        }
        if self.cover {
            self.direct(&world, &mut coverage, &mut take)?;
        }
        Ok(coverage)
    }

    /// Adds respondents that go where nobody went.
    fn direct<E>(
        &self,
        world: &World<'s>,
        coverage: &mut Coverage,
        take: &mut impl FnMut(&Response<'s>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(wave) = self.waves.last() else {
            return Ok(());
        };
        for (item, side) in coverage.lacking() {
            // Somebody who was directed elsewhere may have passed here.
            if !coverage.lacking().contains(&(item.clone(), side)) {
                continue;
            }
            let id = format!("cover-{}-{wave}-{:05}", self.seed, coverage.directed + 1);
            let blank = self.blank(world, wave, id);
            let Some(wishes) = aim::wishes(world, &blank, &item, side) else {
                coverage.out_of_reach.push((item, side));
                continue;
            };
            let mut response = blank;
            let mut person = Person::new(self.survey, self.seed, &response.id);
            person.pages = self.survey.pages.len();
            person.straight = None;
            self.complete(world, &mut response, &person, &wishes);
            coverage.count(&response, person.pages);
            coverage.directed += 1;
            if coverage.lacking().contains(&(item.clone(), side)) {
                coverage.out_of_reach.push((item, side));
            }
            take(&response)?;
        }
        Ok(())
    }

    fn complete(&self, world: &World<'s>, response: &mut Response<'s>, person: &Person, wishes: &Wishes) {
        response.language = world.language(response, wishes);
        let usual = world.fill(response, person, wishes);
        #[expect(clippy::cast_possible_truncation, reason = "some minutes in seconds")]
        let taken = (usual * person.pace).max(5.0) as i64;
        let sent = response.submitted.unwrap_or(response.started);
        response.started = sent - taken;
        if person.pages < self.survey.pages.len() {
            response.submitted = None;
        }
    }

    /// A response nobody has filled in yet, sent at some moment of the wave.
    fn blank(&self, world: &World<'s>, wave: &WaveId, id: String) -> Response<'s> {
        let mut random = Random::new(world.seed, &[&id, "time"]);
        let (sent, civil) = self.moment(&mut random, wave);
        Response {
            survey: self.survey,
            id,
            wave: wave.to_string(),
            language: String::new(),
            started: sent,
            submitted: Some(sent),
            civil,
            person: None,
            answers: vec![Answer::Missing(Missing::NotReached); self.survey.variables.len()],
        }
    }

    /// A moment between eight in the morning and eleven at night of some day of the wave.
    fn moment(&self, random: &mut Random, wave: &WaveId) -> (i64, i64) {
        let first = self.calendar.first_day(wave);
        let last = self.calendar.last_day(wave);
        let (Some(first), Some(last)) = (first, last) else {
            return (0, 0);
        };
        let end = self.as_of.map_or(last, |day| day.min(last)).max(first);
        let days = (end - first).get_days().max(0);
        let day = random.below(usize::try_from(days).unwrap_or(0) + 1);
        let second = 8 * 3_600 + random.below(15 * 3_600);
        let local = first
            .to_datetime(jiff::civil::Time::midnight())
            .saturating_add(jiff::Span::new().days(i64::try_from(day).unwrap_or(0)))
            .saturating_add(jiff::Span::new().seconds(i64::try_from(second).unwrap_or(0)));
        let Ok(zoned) = local.to_zoned(self.calendar.zone().clone()) else {
            return (0, 0);
        };
        let moment = zoned.timestamp().as_second();
        (moment, moment + i64::from(zoned.offset().seconds()))
    }

    /// The people of the sample in an order of this wave; nobody twice while there are enough.
    fn people(&self, wave: &WaveId) -> Option<Vec<&'s str>> {
        self.survey.sample.as_ref()?;
        let mut keys: Vec<&str> = self.sample?.keys().map(String::as_str).collect();
        let mut random = Random::new(self.seed, &["people", wave.as_str()]);
        for at in (1..keys.len()).rev() {
            keys.swap(at, random.below(at + 1));
        }
        Some(keys)
    }

    fn place_person(&self, response: &mut Response<'s>, key: Option<&str>) {
        let (Some(link), Some(key)) = (&self.survey.sample, key) else {
            return;
        };
        response.person = Some(key.to_owned());
        if let Some(index) = link.key.as_deref().and_then(|key| self.survey.find(key)) {
            response.answers[index.0] = Answer::Text(key.to_owned());
        }
        let attributes = self.sample.and_then(|sample| sample.get(key));
        for id in &link.fills {
            let (Some(index), Some(written)) = (
                self.survey.find(id.as_str()),
                attributes.and_then(|attributes| attributes.get(id.as_str())),
            ) else {
                continue;
            };
            let domain = &self.survey.variable(index).domain;
            response.answers[index.0] = match domain.options() {
                Some(list) => named(list, written).map_or(Answer::Missing(Missing::Skipped), Answer::Option),
                None => match written.parse::<f64>() {
                    Ok(number) if matches!(domain, crate::model::Domain::Number { .. }) => Answer::Number(number),
                    _ => Answer::Text(written.clone()),
                },
            };
        }
    }
}

fn named(list: &OptionList, written: &str) -> Option<usize> {
    let value = written.parse().ok().and_then(|value| list.position_of_value(value));
    list.position_of_id(written).or(value)
}
