//! The responses of a JSON file, one after another.

use super::limits::Limits;
use super::limits::Refusal;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Map;
use serde_json::Value;
use std::cell::Cell;
use std::fmt;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::rc::Rc;

/// How far the file has been read, and where the response at hand began.
#[derive(Debug, Default)]
struct Progress {
    read: Cell<u64>,
    from: Cell<u64>,
    /// What went beyond a limit.
    beyond: Cell<Option<Beyond>>,
}

#[derive(Debug, Clone, Copy)]
enum Beyond {
    File,
    Record,
}

/// A reader that stops where a limit is passed.
pub(super) struct Capped<R> {
    inner: BufReader<R>,
    limits: Limits,
    progress: Rc<Progress>,
    begun: bool,
}

impl<R: Read> Capped<R> {
    pub(super) fn new(reader: R, limits: Limits) -> Self {
        Self {
            inner: BufReader::new(reader),
            limits,
            progress: Rc::default(),
            begun: false,
        }
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if !self.begun {
            self.begun = true;
            let head = io::BufRead::fill_buf(&mut self.inner)?;
            if head.starts_with(b"\xef\xbb\xbf") {
                io::BufRead::consume(&mut self.inner, 3);
            }
        }
        let most = into.len().min(4096);
        let count = self.inner.read(&mut into[..most])?;
        let progress = &self.progress;
        progress.read.set(progress.read.get() + count as u64);
        let beyond = if progress.read.get() > self.limits.bytes {
            Some(Beyond::File)
        } else if progress.read.get() - progress.from.get() > self.limits.record + 8192 {
            Some(Beyond::Record)
        } else {
            None
        };
        if beyond.is_some() {
            progress.beyond.set(beyond);
            return Err(io::Error::other("larger than is read"));
        }
        Ok(count)
    }
}

fn refusal(error: &serde_json::Error, progress: &Progress, limits: Limits) -> Refusal {
    match progress.beyond.get() {
        Some(Beyond::File) => Refusal::Large { most: limits.bytes },
        Some(Beyond::Record) => Refusal::Record { most: limits.record },
        None if error.is_io() => Refusal::Read(io::Error::other(error.to_string())),
        None => Refusal::Broken(error.to_string()),
    }
}

/// What stands at the top of a file.
pub(super) struct Outline {
    /// Whether the top is a list.
    is_list: bool,
    /// Names of the top's object under which lists of objects stand.
    lists: Vec<String>,
}

impl Outline {
    /// Looks through a file.
    pub(super) fn of<R: Read>(reader: Capped<R>, limits: Limits) -> Result<Self, Refusal> {
        let progress = Rc::clone(&reader.progress);
        let mut json = serde_json::Deserializer::from_reader(reader);
        let outline = Top(&progress)
            .deserialize(&mut json)
            .and_then(|outline| json.end().map(|()| outline));
        outline.map_err(|error| refusal(&error, &progress, limits))
    }

    /// The name of the list of responses; nothing when it is the top itself.
    pub(super) fn list(self) -> Result<Option<String>, Refusal> {
        if self.is_list {
            return Ok(None);
        }
        let known = ["submissions", "results", "responses", "data", "answers", "items"];
        match self.lists.as_slice() {
            [] => Err(Refusal::NoList),
            [one] => Ok(Some(one.clone())),
            several => {
                let named: Vec<&String> = several
                    .iter()
                    .filter(|name| known.contains(&name.to_lowercase().as_str()))
                    .collect();
                match named.as_slice() {
                    [one] => Ok(Some((*one).clone())),
                    _ => Err(Refusal::Lists(self.lists)),
                }
            }
        }
    }
}

struct Top<'p>(&'p Progress);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = Outline;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outline, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Outline;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list of responses")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Outline, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {
            self.0.from.set(self.0.read.get());
        }
        Ok(Outline {
            is_list: true,
            lists: Vec::new(),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Outline, A::Error> {
        let mut lists = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            if entries.next_value_seed(IsList(self.0))? {
                lists.push(name);
            }
            self.0.from.set(self.0.read.get());
        }
        Ok(Outline { is_list: false, lists })
    }
}

/// Whether a value is a list that begins with an object; it is passed over.
struct IsList<'p>(&'p Progress);

impl<'de> DeserializeSeed<'de> for IsList<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! passed_over {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E: Error>(self, _: $type) -> Result<bool, E> { Ok(false) })*
    };
}

impl<'de> Visitor<'de> for IsList<'_> {
    type Value = bool;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("any value")
    }

    passed_over!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        let first = items.next_element_seed(IsObject)?;
        while items.next_element::<IgnoredAny>()?.is_some() {
            self.0.from.set(self.0.read.get());
        }
        Ok(first == Some(true))
    }
}

/// Whether a value is an object; it is passed over.
struct IsObject;

impl<'de> DeserializeSeed<'de> for IsObject {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IsObject {
    type Value = bool;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("any value")
    }

    passed_over!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}

type See<'s> = &'s mut dyn FnMut(Map<String, Value>) -> Result<(), Refusal>;

/// Hands on one response after another: those of the list of this name, or of the list at the top.
pub(super) fn each<R: Read>(
    reader: Capped<R>,
    list: Option<&str>,
    limits: Limits,
    see: See<'_>,
) -> Result<(), Refusal> {
    let progress = Rc::clone(&reader.progress);
    let mut stopped = None;
    let mut json = serde_json::Deserializer::from_reader(reader);
    let walk = Walk {
        list,
        progress: &progress,
        see,
        stopped: &mut stopped,
    };
    let walked = walk.deserialize(&mut json);
    match (stopped, walked) {
        (Some(refusal), _) => Err(refusal),
        (None, Err(error)) => Err(refusal(&error, &progress, limits)),
        (None, Ok(())) => Ok(()),
    }
}

struct Walk<'w, 's> {
    list: Option<&'w str>,
    progress: &'w Progress,
    see: See<'s>,
    stopped: &'w mut Option<Refusal>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list of responses")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut count = 0_u64;
        while let Some(item) = items.next_element::<Value>()? {
            count += 1;
            self.progress.from.set(self.progress.read.get());
            let Value::Object(record) = item else {
                return Err(A::Error::custom(format!("item {count} of the list is no object")));
            };
            if let Err(refusal) = (self.see)(record) {
                *self.stopped = Some(refusal);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(name) = entries.next_key::<String>()? {
            if Some(name.as_str()) == self.list {
                return entries
                    .next_value_seed(Walk {
                        list: None,
                        progress: self.progress,
                        see: self.see,
                        stopped: self.stopped,
                    })
                    .and_then(|()| {
                        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                        Ok(())
                    });
            }
            entries.next_value::<IgnoredAny>()?;
            self.progress.from.set(self.progress.read.get());
        }
        Ok(())
    }
}
