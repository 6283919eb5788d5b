//! What an anonymous survey promises, kept before anything is stored: no key of a person, the day only, names for responses that
//! say nothing, an order that says nothing.

use crate::invite::Secret;
use crate::invite::alias;
use crate::logic::Missing;
use crate::model::Calendar;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::NO_TIME;
use crate::response::TextColumn;

/// The responses as the promise lets them be kept, in the order of their new names.
#[must_use]
pub fn anonymous(survey: &Survey, calendar: &Calendar, secret: &Secret, batch: &Batch) -> Batch {
    let rows = batch.len();
    let names: Vec<String> = (0..rows)
        .map(|row| alias(secret, survey.id.as_str(), batch.meta.response_id.words(row)))
        .collect();
    let mut order: Vec<usize> = (0..rows).collect();
    order.sort_by(|a, b| names[*a].cmp(&names[*b]));
    let mut kept = batch.picked(&order);
    let (mut ids, mut people) = (TextColumn::default(), TextColumn::default());
    for row in &order {
        ids.push(Cell::Text(&names[*row]));
        people.push(Cell::Missing(Missing::NotInVersion));
    }
    kept.meta.response_id = ids;
    kept.meta.respondent = people;
    for seconds in &mut kept.meta.submitted {
        *seconds = day(calendar, *seconds);
    }
    kept.meta.started.fill(NO_TIME);
    kept.meta.modified.fill(NO_TIME);
    kept
}

/// The beginning of the day a moment falls on, in the calendar's zone.
fn day(calendar: &Calendar, seconds: i64) -> i64 {
    if seconds == NO_TIME {
        return NO_TIME;
    }
    let start = calendar
        .day_of(seconds)
        .and_then(|day| day.to_zoned(calendar.zone().clone()).ok());
    start.map_or(NO_TIME, |start| start.timestamp().as_second())
}
