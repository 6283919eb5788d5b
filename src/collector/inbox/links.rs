//! Which personal links were used: for one response each.

use crate::store::Disk;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Pseudonyms of anonymous surveys' used links, one a line, sorted: the file says nothing of who came when.
const FILE: &str = "links-used";

/// Pseudonyms whose links were used, and for which response where that is known.
#[derive(Debug, Default)]
pub(super) struct Links {
    used: BTreeMap<String, Option<u128>>,
    /// Whether one is to stand in the file and does not yet.
    unwritten: bool,
}

impl Links {
    /// Those that were kept apart from the answers.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => Ok(Self {
                used: text.lines().map(|line| (line.to_owned(), None)).collect(),
                unwritten: false,
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Whether the link of this person was used for another response than this one.
    pub(super) fn is_used(&self, person: &str, id: u128) -> bool {
        self.used.get(person).is_some_and(|used| *used != Some(id))
    }

    /// The response of this person, which names the person itself.
    pub(super) fn belongs(&mut self, person: &str, id: u128) {
        self.used.insert(person.to_owned(), Some(id));
    }

    /// The response of this person, which may not name the person.
    pub(super) fn belongs_apart(&mut self, person: &str, id: u128) {
        self.unwritten |= self.used.insert(person.to_owned(), Some(id)).is_none();
    }

    /// Brings the file up to date, whole or not at all.
    pub(super) fn write(&mut self, folder: &Path, disk: &dyn Disk) -> io::Result<()> {
        if !self.unwritten {
            return Ok(());
        }
        let aside = folder.join(format!(".{FILE}.new"));
        let mut file = disk.create(&aside)?;
        let mut text = String::new();
        for person in self.used.keys() {
            text.push_str(person);
            text.push('\n');
        }
        file.write_all(text.as_bytes())?;
        file.sync()?;
        disk.rename(&aside, &folder.join(FILE))?;
        disk.sync_folder(folder)?;
        self.unwritten = false;
        Ok(())
    }
}
