//! Notices that the texts of a workspace changed, by looking: times and sizes first, contents where those differ.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

/// Folders of a workspace that its site is made from, all that is in them.
const FOLDERS: [&str; 5] = ["surveys", "templates", "pages", "locales", "samples"];
/// Its settings.
const FILE: &str = "manyi.toml";

/// What a file was when it was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    modified: Option<SystemTime>,
    size: u64,
    content: u64,
}

/// The texts of a workspace.
#[derive(Debug)]
pub struct Watched {
    root: PathBuf,
    salt: RandomState,
    seen: BTreeMap<PathBuf, Seen>,
}

impl Watched {
    /// The texts as they are now.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        let mut watched = Self {
            root: root.to_owned(),
            salt: RandomState::new(),
            seen: BTreeMap::new(),
        };
        watched.changed();
        watched
    }

    /// Whether anything was changed, added or removed since it was last asked. A file that was only touched is the same.
    pub fn changed(&mut self) -> bool {
        let mut now = BTreeMap::new();
        self.look(&self.root.join(FILE), &mut now);
        for folder in FOLDERS {
            self.look_into(&self.root.join(folder), &mut now);
        }
        let same = self.seen.len() == now.len()
            && self
                .seen
                .iter()
                .zip(&now)
                .all(|((path, before), (other, after))| path == other && before.content == after.content);
        self.seen = now;
        !same
    }

    fn look_into(&self, folder: &Path, now: &mut BTreeMap<PathBuf, Seen>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            // What editors leave beside a file while it is being written begins with a point or ends with `~`.
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name.ends_with('~') {
                continue;
            }
            if path.is_dir() {
                self.look_into(&path, now);
            } else {
                self.look(&path, now);
            }
        }
    }

    fn look(&self, path: &Path, now: &mut BTreeMap<PathBuf, Seen>) {
        let Ok(known) = std::fs::metadata(path) else { return };
        let (modified, size) = (known.modified().ok(), known.len());
        let before = self
            .seen
            .get(path)
            .filter(|before| before.modified == modified && before.size == size);
        let content = match before {
            Some(before) => before.content,
            // A file that is being replaced at this moment is seen the next time.
            None => std::fs::read(path).map_or(0, |bytes| self.salt.hash_one(bytes)),
        };
        now.insert(
            path.to_owned(),
            Seen {
                modified,
                size,
                content,
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_change_is_noticed_once_and_a_touch_is_none() {
        let root = tempfile::tempdir().unwrap();
        let survey = root.path().join("surveys/a.yaml");
        fs::create_dir_all(survey.parent().unwrap()).unwrap();
        fs::write(&survey, "one").unwrap();
        let mut watched = Watched::new(root.path());
        assert!(!watched.changed());
        fs::write(&survey, "two!").unwrap();
        assert!(watched.changed());
        assert!(!watched.changed());
        let later = SystemTime::now() + std::time::Duration::from_secs(9);
        fs::File::options()
            .write(true)
            .open(&survey)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert!(!watched.changed(), "only touched");
        fs::write(root.path().join("manyi.toml"), "").unwrap();
        assert!(watched.changed());
        fs::write(root.path().join("surveys/.a.yaml.swp"), "x").unwrap();
        fs::create_dir_all(root.path().join("inbox")).unwrap();
        fs::write(root.path().join("inbox/x.csv"), "x").unwrap();
        assert!(!watched.changed(), "no text of the site");
        fs::remove_file(&survey).unwrap();
        assert!(watched.changed());
    }
}
