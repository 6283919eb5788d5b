//! The segment being written, and those that are sealed.

use crate::import::segment::Head;
use crate::import::segment::Line;
use crate::import::segment::Seal;
use crate::import::segment::hex;
use crate::store::Disk;
use crate::store::DiskFile;
use sha2::Digest;
use sha2::Sha256;
use std::fmt;
use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;

/// Name of the segment being written.
pub(in crate::collector) const OPEN: &str = "open.jsonl";

/// What the register of taken responses needs of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub response_id: &'a str,
    pub content: &'a str,
    pub person: &'a str,
}

/// A segment being written.
pub(super) struct Segment {
    folder: PathBuf,
    file: Box<dyn DiskFile>,
    /// Bytes of whole lines that are on the disk.
    length: u64,
    hash: Sha256,
    records: u64,
    day: String,
    /// Whether its records may not stand in the order they came in.
    shuffled: bool,
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment")
            .field("folder", &self.folder)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Segment {
    /// Opens the segment in `folder`, or begins one of this day; what it holds is told to `each`. `None` when what was there
    /// had been completed before a crash and is now sealed, and no day to begin one of was named.
    pub(super) fn open(
        folder: &Path,
        survey: &str,
        day: &str,
        disk: &dyn Disk,
        each: &mut dyn FnMut(Known<'_>),
    ) -> io::Result<Option<Self>> {
        let path = folder.join(OPEN);
        if path.exists() {
            let found = scan(&path, Hashed::Yes, each)?;
            let size = std::fs::metadata(&path)?.len();
            if found.length < size {
                // Cut off by a crash, and so never acknowledged.
                disk.truncate(&path, found.length)?;
            }
            if found.sealed {
                rename_sealed(folder, &found, disk)?;
            } else if found.length > 0 {
                return Ok(Some(Self {
                    folder: folder.to_owned(),
                    file: disk.append(&path)?,
                    length: found.length,
                    hash: found.hash,
                    records: found.records,
                    day: found.day,
                    shuffled: found.days_only,
                }));
            } else {
                disk.remove(&path)?;
            }
        }
        if day.is_empty() {
            return Ok(None);
        }
        let mut segment = Self {
            folder: folder.to_owned(),
            file: disk.append(&path)?,
            length: 0,
            hash: Sha256::default(),
            records: 0,
            day: day.to_owned(),
            shuffled: false,
        };
        segment.append(&Head::new(survey, day).line(), 0)?;
        disk.sync_folder(folder)?;
        Ok(Some(segment))
    }

    pub(super) fn day(&self) -> &str {
        &self.day
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn lose_the_order(&mut self) {
        self.shuffled = true;
    }

    pub(super) fn loses_order(&self) -> bool {
        self.shuffled
    }

    /// Adds whole lines; when this returns they are on the disk.
    pub(super) fn append(&mut self, lines: &str, records: u64) -> io::Result<()> {
        self.file.write_all(lines.as_bytes())?;
        self.file.sync()?;
        self.length += lines.len() as u64;
        self.records += records;
        self.hash.update(lines);
        Ok(())
    }

    /// Cuts what a failed [`Segment::append`] may have left. That this may fail too is seen when the file is opened again.
    pub(super) fn take_back(&mut self, disk: &dyn Disk) {
        drop(disk.truncate(&self.folder.join(OPEN), self.length));
    }

    /// Ends the file and gives it the name it keeps; one without records is removed.
    pub(super) fn seal(mut self, disk: &dyn Disk) -> io::Result<()> {
        let path = self.folder.join(OPEN);
        if self.records == 0 {
            return disk.remove(&path);
        }
        if self.shuffled {
            return self.seal_shuffled(disk);
        }
        let hash = hex(&self.hash.clone().finalize());
        let line = Seal::new(self.records, hash.clone()).line();
        let written = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync());
        if let Err(error) = written {
            self.take_back(disk);
            return Err(error);
        }
        disk.rename(&path, &self.folder.join(name(&self.day, &hash)))?;
        disk.sync_folder(&self.folder)
    }

    /// The same with the records in the order of the hashes of their ids: nothing is left of when they came.
    fn seal_shuffled(self, disk: &dyn Disk) -> io::Result<()> {
        let path = self.folder.join(OPEN);
        let (mut head, mut lines) = (String::new(), Vec::new());
        for line in BufReader::new(File::open(&path)?).lines() {
            let line = line?;
            match Line::read(line.as_bytes()) {
                Some(Line::Record(record)) => {
                    lines.push((Sha256::digest(record.response_id.as_bytes()).to_vec(), line));
                }
                Some(Line::Head(_)) => head = line,
                _ => {}
            }
        }
        lines.sort();
        let mut text = format!("{head}\n");
        for (_, line) in &lines {
            text.push_str(line);
            text.push('\n');
        }
        let hash = hex(&Sha256::digest(text.as_bytes()));
        text.push_str(&Seal::new(self.records, hash.clone()).line());
        let aside = self.folder.join(".sealing");
        let mut file = disk.create(&aside)?;
        file.write_all(text.as_bytes())?;
        file.sync()?;
        disk.rename(&aside, &self.folder.join(name(&self.day, &hash)))?;
        disk.sync_folder(&self.folder)?;
        disk.remove(&path)
    }
}

/// The name a sealed segment keeps.
fn name(day: &str, hash: &str) -> String {
    format!("{day}-{}.jsonl", hash.get(..16).unwrap_or(hash))
}

fn rename_sealed(folder: &Path, found: &Scan, disk: &dyn Disk) -> io::Result<()> {
    let hash = hex(&found.hash.clone().finalize());
    disk.rename(&folder.join(OPEN), &folder.join(name(&found.day, &hash)))?;
    disk.sync_folder(folder)
}

/// Whether the hash is needed, which takes its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hashed {
    Yes,
    No,
}

/// A segment read through.
struct Scan {
    /// Bytes of whole lines.
    length: u64,
    /// Of the lines before a seal.
    hash: Sha256,
    records: u64,
    day: String,
    sealed: bool,
    /// Whether a record tells only the day it came on: then its place may tell no more.
    days_only: bool,
}

fn scan(path: &Path, hashed: Hashed, each: &mut dyn FnMut(Known<'_>)) -> io::Result<Scan> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut scan = Scan {
        length: 0,
        hash: Sha256::default(),
        records: 0,
        day: String::new(),
        sealed: false,
        days_only: false,
    };
    let mut line = Vec::new();
    loop {
        line.clear();
        reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok(scan);
        }
        match Line::read(&line) {
            Some(Line::Head(head)) => scan.day = head.opened,
            Some(Line::Record(record)) => {
                scan.records += 1;
                scan.days_only |= record.received.len() == "2026-11-22".len();
                each(Known {
                    response_id: &record.response_id,
                    content: &record.content,
                    person: &record.person,
                });
            }
            Some(Line::Seal(_)) => {
                scan.length += line.len() as u64;
                scan.sealed = true;
                return Ok(scan);
            }
            None => {}
        }
        scan.length += line.len() as u64;
        if hashed == Hashed::Yes {
            scan.hash.update(&line);
        }
    }
}

/// Tells what a segment holds.
pub(super) fn known(path: &Path, each: &mut dyn FnMut(Known<'_>)) -> io::Result<()> {
    scan(path, Hashed::No, each).map(drop)
}

/// The segments in a folder but the open one, by name; also those that devices exported.
pub(super) fn sealed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_segment = path.extension().is_some_and(|ending| ending == "jsonl");
        let is_open = path.file_name().is_some_and(|name| name == OPEN);
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_segment && !is_open && !is_hidden && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
