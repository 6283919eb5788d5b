//! Days and times of the answers.

use crate::random::Random;
use jiff::Span;
use jiff::civil::Date;
use jiff::civil::DateTime;

/// A quarter with the days answers came in, in Shanghai.
pub struct Field {
    /// Such as `2026Q4`.
    pub wave: &'static str,
    /// First day.
    pub first: Date,
    /// How many days.
    pub days: usize,
    /// How many responses.
    pub responses: usize,
}

/// How a file writes a time.
#[derive(Clone, Copy)]
pub enum Clock {
    /// Local time with `+08:00`.
    Shanghai,
    /// The same moment in UTC, with `Z`.
    Utc,
}

/// When a response was begun and sent.
pub struct Visit {
    started: DateTime,
    sent: DateTime,
}

/// A visit on some day of the field, between eight in the morning and eleven at night.
pub fn visit(random: &mut Random, field: &Field, usual_seconds: f64) -> Visit {
    let day = i64::try_from(random.below(field.days)).unwrap_or(0);
    let second = i64::try_from(8 * 3600 + random.below(15 * 3600)).unwrap_or(0);
    // One in fifty races through.
    let pace = if random.chance(0.02) {
        0.12
    } else {
        0.45 + random.uniform() + random.uniform() * random.uniform()
    };
    let sent = field
        .first
        .to_datetime(jiff::civil::Time::midnight())
        .saturating_add(Span::new().days(day).seconds(second));
    let seconds = whole(usual_seconds * pace);
    Visit {
        started: sent.saturating_sub(Span::new().seconds(seconds)),
        sent,
    }
}

impl Visit {
    /// When it was begun.
    pub fn started(&self, clock: Clock) -> String {
        write(self.started, clock)
    }

    /// When it was sent.
    pub fn sent(&self, clock: Clock) -> String {
        write(self.sent, clock)
    }

    /// Some days after it was sent.
    pub fn later(&self, days: i64, clock: Clock) -> String {
        write(self.sent.saturating_add(Span::new().days(days)), clock)
    }
}

fn write(local: DateTime, clock: Clock) -> String {
    match clock {
        Clock::Shanghai => format!("{}+08:00", local.strftime("%Y-%m-%dT%H:%M:%S")),
        Clock::Utc => format!(
            "{}Z",
            local.saturating_sub(Span::new().hours(8)).strftime("%Y-%m-%dT%H:%M:%S")
        ),
    }
}

/// The whole part of a duration of some minutes.
#[expect(clippy::cast_possible_truncation, reason = "a few thousand seconds")]
fn whole(seconds: f64) -> i64 {
    seconds as i64
}
