//! Responses as text: CSV as `manyi import` takes it, or a JSON object a line.

use super::answer::Answer;
use super::answer::Response;
use crate::logic::Missing;
use crate::model::Calendar;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::Variable;
use serde_json::Map;
use serde_json::Value;

/// Names of the columns that are no answers, in their order.
const META: [&str; 5] = ["response_id", "wave", "started_at", "submitted_at", "language"];

/// Which columns a file has, and how cells are written.
#[derive(Debug, Clone)]
pub struct Writer<'s> {
    survey: &'s Survey,
    calendar: &'s Calendar,
    /// The column of the sample's key, where it is no variable.
    key: Option<&'s str>,
    variables: Vec<usize>,
}

impl<'s> Writer<'s> {
    /// Columns for `survey`; with `has_sample`, what the sample fills is left to it.
    #[must_use]
    pub fn new(survey: &'s Survey, calendar: &'s Calendar, has_sample: bool) -> Self {
        let link = survey.sample.as_ref().filter(|_| has_sample);
        let filled = |variable: &Variable| link.is_some_and(|link| link.fills.contains(&variable.id));
        let variables = survey
            .variables
            .iter()
            .enumerate()
            .filter(|(_, variable)| variable.origin != Origin::Derived && !filled(variable))
            .map(|(at, _)| at)
            .collect();
        Self {
            survey,
            calendar,
            key: link
                .and_then(|link| link.key.as_deref())
                .filter(|key| survey.find(key).is_none()),
            variables,
        }
    }

    /// The heading of a CSV file.
    #[must_use]
    pub fn heading(&self) -> String {
        line(self.names().into_iter().map(str::to_owned))
    }

    /// A response as a line of CSV.
    #[must_use]
    pub fn row(&self, response: &Response<'_>) -> String {
        line(self.cells(response).into_iter())
    }

    /// A response as a line of JSON; what is blank in CSV is left out.
    #[must_use]
    pub fn object(&self, response: &Response<'_>) -> String {
        let mut object = Map::new();
        for (name, cell) in self.names().into_iter().zip(self.cells(response)) {
            if cell.is_empty() {
                continue;
            }
            let index = self.survey.find(name).filter(|_| !META.contains(&name));
            let answer = index.map(|index| &response.answers[index.0]);
            let value = match (index.map(|index| &self.survey.variable(index).domain), answer) {
                (Some(Domain::Multiple(_)), Some(Answer::Set(_))) => {
                    Value::from(cell.split(';').map(str::to_owned).collect::<Vec<_>>())
                }
                (Some(Domain::Rating(_) | Domain::Number { .. }), Some(Answer::Option(_) | Answer::Number(_))) => {
                    cell.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
                }
                _ => Value::from(cell),
            };
            object.insert(name.to_owned(), value);
        }
        format!("{}\n", Value::Object(object))
    }

    fn names(&self) -> Vec<&'s str> {
        let survey = self.survey;
        let variables = self.variables.iter().map(|at| survey.variables[*at].id.as_str());
        META.into_iter().chain(self.key).chain(variables).collect()
    }

    fn cells(&self, response: &Response<'_>) -> Vec<String> {
        let mut cells = vec![
            response.id.clone(),
            response.wave.clone(),
            self.moment(Some(response.started)),
            self.moment(response.submitted),
            response.language.clone(),
        ];
        if self.key.is_some() {
            cells.push(response.person.clone().unwrap_or_default());
        }
        let answer = |at: &usize| match (self.contact(*at), &response.answers[*at]) {
            (Some(made), Answer::Option(1)) => made(&response.id),
            (_, answer) => cell(&self.survey.variables[*at].domain, answer),
        };
        cells.extend(self.variables.iter().map(answer));
        cells
    }

    /// How an address or a number is made up, of a variable that asks for one.
    fn contact(&self, at: usize) -> Option<fn(&str) -> String> {
        let variable = self.survey.variables.get(at).filter(|variable| variable.personal)?;
        let (page, question) = variable.origin.place()?;
        Some(match self.survey.pages.get(page)?.questions.get(question)?.kind {
            Kind::Phone => number,
            _ => address,
        })
    }

    fn moment(&self, seconds: Option<i64>) -> String {
        seconds
            .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
            .map_or_else(String::new, |moment| {
                let local = moment.to_zoned(self.calendar.zone().clone());
                local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
            })
    }
}

/// An answer as a cell: the number of a rating, the id of an option, several joined by `;`.
fn cell(domain: &Domain, answer: &Answer) -> String {
    let list = domain.options();
    let option = |place: usize| list.and_then(|list| list.options.get(place));
    match answer {
        Answer::Missing(kind) => match (kind, list) {
            (Missing::DontKnow | Missing::NotApplicable | Missing::Refused, Some(list)) => {
                let written = list.missing.iter().find(|option| option.kind == *kind);
                written
                    .and_then(|option| option.value)
                    .map_or_else(|| kind.code().to_owned(), |value| value.to_string())
            }
            _ => String::new(),
        },
        Answer::Option(place) => option(*place).map_or_else(String::new, |option| match domain {
            Domain::Rating(_) => option.value.to_string(),
            _ => option.id.to_string(),
        }),
        Answer::Set(bits) => {
            let chosen = (0..128_usize).filter(|place| bits >> place & 1 == 1).filter_map(option);
            chosen.map(|option| option.id.to_string()).collect::<Vec<_>>().join(";")
        }
        Answer::Number(number) => crate::locale::significant(*number, 12),
        Answer::Text(words) => words.clone(),
        Answer::Date(day) => date(*day),
    }
}

/// An address in a domain that belongs to nobody (RFC 2606).
fn address(response: &str) -> String {
    let name: String = response.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}@example.com", name.to_lowercase())
}

/// A number that is given to nobody (Ofcom keeps 01632 960000 to 960999 for made-up ones).
fn number(response: &str) -> String {
    let sum = response
        .bytes()
        .fold(0_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 1000);
    format!("+44 1632 960{sum:03}")
}

fn date(day: i32) -> String {
    let moment = jiff::Timestamp::from_second(i64::from(day) * 86_400).ok();
    moment.map_or_else(String::new, |moment| {
        moment
            .to_zoned(jiff::tz::TimeZone::UTC)
            .strftime("%Y-%m-%d")
            .to_string()
    })
}

/// A line of CSV (RFC 4180, but with LF).
fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|cell| {
        if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    });
    let mut line = quoted.collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}
