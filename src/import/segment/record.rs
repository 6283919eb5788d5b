//! The lines of a segment.

use super::hex;
use crate::form::TRAP_FIELD;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;

/// The form of segments that this program writes, and the latest it reads.
pub const VERSION: u64 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    manyi: Kind,
    /// Of the form of the file.
    pub version: u64,
    /// Id of the survey.
    pub survey: String,
    /// Day the file was begun.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opened: String,
    /// The device that exported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// The last line of a file that is complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    manyi: Kind,
    /// Responses in the file.
    pub records: u64,
    /// SHA-256 of all bytes before this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// FNV-1a of 32 bits of the same, where nothing better was at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fnv1a: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Segment,
    Seal,
}

/// A response as it arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub response_id: String,
    /// Id of the survey, where no head says it: a copy that a respondent saved.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub survey: String,
    /// Hash of what it says, 16 hex digits; see [`content`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// When the collector had it: a moment, or only a day.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub received: String,
    /// When it was finished, by the clock of a device.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub submitted: String,
    /// When it was begun, by the clock of the device.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub started: String,
    /// Language of the form.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Hash of the definition that asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// How the form was used, where it was not as a page on the web.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mode: String,
    /// Pseudonym of the person whose link was used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// What makes it suspect: `trap` when the field no person sees was filled in, `repeat` when an answer without an id
    /// says what another one said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// Its number among all answers the device has taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<u64>,
    /// What was sent, by name.
    #[serde(serialize_with = "short", deserialize_with = "any")]
    pub fields: BTreeMap<String, Vec<String>>,
}

/// A response that the collector neither counts nor throws away: a line of a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Why.
    pub reason: Reason,
    /// What came.
    pub record: Record,
}

/// Why a response is kept aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its id is another's, with other answers.
    Conflict,
    /// Its link was used for another response.
    LinkUsed,
    /// It needs a link, and has none that is valid.
    NoLink,
}

impl Aside {
    /// As a line.
    #[must_use]
    pub fn line(&self) -> String {
        line(self)
    }
}

/// A line of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The first.
    Head(Head),
    /// A response.
    Record(Box<Record>),
    /// The last.
    Seal(Seal),
}

impl Head {
    /// The head of a file begun on this day.
    #[must_use]
    pub fn new(survey: &str, opened: &str) -> Self {
        Self {
            manyi: Kind::Segment,
            version: VERSION,
            survey: survey.to_owned(),
            opened: opened.to_owned(),
            device: None,
        }
    }
}

impl Seal {
    /// The seal of a file whose bytes so far have this SHA-256.
    #[must_use]
    pub fn new(records: u64, sha256: String) -> Self {
        Self {
            manyi: Kind::Seal,
            records,
            sha256: Some(sha256),
            fnv1a: None,
        }
    }
}

impl Line {
    /// Reads a line; `None` when it is none of a segment.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Marked {
            manyi: Option<Kind>,
        }
        let marked: Marked = serde_json::from_slice(line).ok()?;
        match marked.manyi {
            Some(Kind::Segment) => serde_json::from_slice(line).ok().map(Self::Head),
            Some(Kind::Seal) => serde_json::from_slice(line).ok().map(Self::Seal),
            None => serde_json::from_slice(line).ok().map(Box::new).map(Self::Record),
        }
    }
}

/// The line of anything a segment holds, with its line end.
pub(super) fn line(of: &impl Serialize) -> String {
    let mut text = serde_json::to_string(of).unwrap_or_default();
    text.push('\n');
    text
}

impl Head {
    /// As a line.
    #[must_use]
    pub fn line(&self) -> String {
        line(self)
    }
}

impl Seal {
    /// As a line.
    #[must_use]
    pub fn line(&self) -> String {
        line(self)
    }
}

impl Record {
    /// As a line.
    #[must_use]
    pub fn line(&self) -> String {
        line(self)
    }
}

impl Record {
    /// What a form sends along with the answers, at its own place instead of among them: for copies that hold all that would
    /// have been sent.
    pub(super) fn lifted(&mut self) {
        for (name, place) in [
            ("started_at", &mut self.started),
            ("language", &mut self.language),
            ("definition", &mut self.definition),
            ("mode", &mut self.mode),
        ] {
            let sent = self.fields.remove(name).and_then(|values| values.into_iter().next());
            if let (true, Some(sent)) = (place.is_empty(), sent) {
                *place = sent;
            }
        }
        for name in ["survey", "response_id", "token"] {
            self.fields.remove(name);
        }
        if self.fields.remove(TRAP_FIELD).is_some_and(|values| !values.is_empty()) {
            self.flags.push("trap".to_owned());
        }
    }
}

/// The hash of what a response says: language, definition, beginning and fields, without its id and the moment it came.
#[must_use]
pub fn content(record: &Record) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    for text in [&record.language, &record.definition, &record.started] {
        add(text);
    }
    for (name, values) in &record.fields {
        add(name);
        add(&values.len().to_string());
        for value in values {
            add(value);
        }
    }
    hex(&hash.finalize()[..8])
}

/// One value as a text, several as a list.
fn short<S: Serializer>(fields: &BTreeMap<String, Vec<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Value<'a> {
        One(&'a str),
        Many(&'a [String]),
    }
    serializer.collect_map(fields.iter().map(|(name, values)| {
        let value = match values.as_slice() {
            [one] => Value::One(one),
            many => Value::Many(many),
        };
        (name, value)
    }))
}

/// Texts, numbers and truths, alone or in lists; null is no value. Pairs of name and value are taken, too.
fn any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Names(BTreeMap<String, serde_json::Value>),
        Pairs(Vec<(String, String)>),
    }
    let fields = match Written::deserialize(deserializer)? {
        Written::Names(fields) => fields,
        Written::Pairs(pairs) => {
            let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
                fields.entry(name).or_default().push(value);
            }
            return Ok(fields);
        }
    };
    let one = |value: serde_json::Value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    let values = |value: serde_json::Value| match value {
        serde_json::Value::Array(items) => items.into_iter().filter_map(one).collect(),
        single => one(single).into_iter().collect::<Vec<_>>(),
    };
    Ok(fields.into_iter().map(|(name, value)| (name, values(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_and_read_back() {
        let text = r#"{"response_id":"r-1","content":"0123456789abcdef","received":"2026-11-22T05:30:00Z","language":"zh","definition":"ab","flags":["trap"],"fields":{"comment":"很慢\n\"ok\"","overall":"p4","problems":["late","broken"]}}"#;
        let Some(Line::Record(record)) = Line::read(text.as_bytes()) else {
            panic!("no record")
        };
        assert_eq!(record.fields["problems"], ["late", "broken"]);
        assert_eq!(record.line(), format!("{text}\n"));
        let head = Head::new("visit", "2026-11-22");
        assert_eq!(
            head.line(),
            "{\"manyi\":\"segment\",\"version\":1,\"survey\":\"visit\",\"opened\":\"2026-11-22\"}\n"
        );
        assert_eq!(Line::read(head.line().as_bytes()), Some(Line::Head(head)));
        let seal = Seal::new(3, "ff".into());
        assert_eq!(Line::read(seal.line().as_bytes()), Some(Line::Seal(seal)));
    }

    #[test]
    fn devices_may_send_numbers_and_nothing() {
        let Some(Line::Record(record)) =
            Line::read(br#"{"response_id":"a","counter":7,"fields":{"n":4.5,"no":null,"many":[1,null,true]}}"#)
        else {
            panic!("no record")
        };
        assert_eq!(record.counter, Some(7));
        assert_eq!(record.fields["n"], ["4.5"]);
        assert!(record.fields["no"].is_empty());
        assert_eq!(record.fields["many"], ["1", "true"]);
    }

    #[test]
    fn what_is_no_line_of_a_segment_is_none() {
        for line in [
            "",
            "{}",
            "[1]",
            "{\"response_id\":\"a\"",
            "id,overall",
            "{\"manyi\":\"other\"}",
        ] {
            assert_eq!(Line::read(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn content_tells_answers_apart_and_not_their_moment() {
        let fields = |pairs: &[(&str, &[&str])]| {
            pairs
                .iter()
                .map(|(name, values)| ((*name).to_owned(), values.iter().map(|v| (*v).to_owned()).collect()))
                .collect()
        };
        let record = |pairs| Record {
            fields: fields(pairs),
            ..Record::default()
        };
        let one = record(&[("a", &["x", "y"])]);
        let later = Record {
            response_id: "other".into(),
            received: "later".into(),
            ..one.clone()
        };
        assert_eq!(content(&one), content(&later));
        assert_eq!(content(&one).len(), 16);
        for other in [
            record(&[("a", &["xy"])]),
            record(&[("a", &["x"]), ("y", &[])]),
            record(&[("a", &["y", "x"])]),
        ] {
            assert_ne!(content(&one), content(&other));
        }
    }
}
