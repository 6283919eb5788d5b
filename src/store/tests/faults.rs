//! Whatever fails, at whatever step, the store is the old one or the new one.

use super::fixture::*;
use crate::model::WaveId;
use crate::store::*;
use std::io;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// What happens from the chosen operation on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It fails once, as on a full disk that is then tidied.
    Once,
    /// Nothing works any more, as after a kill.
    FromThenOn,
}

#[derive(Debug)]
struct Plan {
    at: usize,
    fault: Fault,
    done: AtomicUsize,
}

impl Plan {
    fn step(&self) -> io::Result<()> {
        let now = self.done.fetch_add(1, Ordering::Relaxed);
        let fails = match self.fault {
            Fault::Once => now == self.at,
            Fault::FromThenOn => now >= self.at,
        };
        if fails {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        } else {
            Ok(())
        }
    }
}

/// The real disk, until one operation fails.
#[derive(Debug, Clone)]
pub(super) struct FaultyDisk(Arc<Plan>);

struct FaultyFile(Box<dyn DiskFile>, Arc<Plan>);

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.1.step() {
            // Half of it still reaches the file: a torn write.
            self.0.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl DiskFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        self.1.step()?;
        self.0.sync()
    }
}

impl FaultyDisk {
    /// A disk whose operation number `at` fails, and with `forever` every one after it.
    pub(super) fn failing(at: usize, forever: bool) -> Self {
        Self(Arc::new(Plan {
            at,
            fault: if forever { Fault::FromThenOn } else { Fault::Once },
            done: AtomicUsize::new(0),
        }))
    }

    fn file(&self, file: io::Result<Box<dyn DiskFile>>) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FaultyFile(file?, Arc::clone(&self.0))))
    }
}

impl Disk for FaultyDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        RealDisk.make_folder(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.step()?;
        self.file(RealDisk.create(path))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.step()?;
        self.file(RealDisk.append(path))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.step()?;
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        RealDisk.remove(path)
    }
    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        self.0.step()?;
        RealDisk.truncate(path, length)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        RealDisk.sync_folder(path)
    }
}

#[test]
fn every_operation_of_an_import_may_fail() {
    let survey = small();
    let first: &[Row<'_>] = &[("r1", 10, "2026Q1", 0, ""), ("r2", 10, "2026Q1", 1, "")];
    let second: &[Row<'_>] = &[("r1", 20, "2026Q1", 4, ""), ("r3", 10, "2026Q1", 2, "")];
    let (old, new) = (set(&["r1=1", "r2=2"]), set(&["r1=5", "r2=2", "r3=3"]));
    for fault in [Fault::Once, Fault::FromThenOn] {
        let mut failures = 0;
        for at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::new(folder.path());
            import(&store, &survey, from("a"), first).unwrap();
            let plan = Arc::new(Plan {
                at,
                fault,
                done: AtomicUsize::new(0),
            });
            let faulty = Store::on(folder.path(), Arc::new(FaultyDisk(Arc::clone(&plan))));
            let outcome = import(&faulty, &survey, from("b"), second);
            let now = shown(&store, &survey, Standing::Current);
            match &outcome {
                Ok(_) => assert_eq!(now, new, "{fault:?} at {at}"),
                Err(error) => {
                    failures += 1;
                    assert!(now == old || now == new, "{fault:?} at {at}: {now:?}");
                    assert!(matches!(error, StoreError::Disk { .. }), "{error:?}");
                    assert!(error.to_string().contains("free some space"), "{error}");
                }
            }
            // Whatever was left, the next import gets there, and nothing remains that no line of the ledger names.
            import(&store, &survey, from("b"), second).unwrap();
            assert_eq!(shown(&store, &survey, Standing::Current), new, "{fault:?} at {at}");
            store.snapshot().unwrap().verify().unwrap();
            let left = files(folder.path());
            let expected = [
                "batches/000001.parquet",
                "batches/000002.parquet",
                "definitions/small.yaml",
                "ledger.jsonl",
                "quarantine/000001.csv",
                "quarantine/000002.csv",
                "superseded/000002.csv",
            ];
            assert_eq!(
                left.keys().map(String::as_str).collect::<Vec<_>>(),
                expected,
                "{fault:?} at {at}"
            );
            if plan.done.load(Ordering::Relaxed) <= at {
                break;
            }
        }
        assert!(failures > 15, "only {failures} operations failed");
    }
}

#[test]
fn a_torn_last_line_never_happened_and_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    import(&store, &survey, from("a"), &[("r1", 10, "2026Q1", 0, "")]).unwrap();
    import(&store, &survey, from("b"), &[("r2", 10, "2026Q1", 0, "")]).unwrap();
    let path = folder.path().join("ledger.jsonl");
    let whole = std::fs::read(&path).unwrap();
    let first = whole.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    for length in first..whole.len() {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(store.snapshot().unwrap().responses(), 1);
    }
    assert!(store.freeze(&WaveId::new("2025Q4")).unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.ends_with("\"kind\":\"freeze\",\"wave\":\"2025Q4\"}\n"), "{text}");
    assert!(!folder.path().join("batches/000002.parquet").exists(), "swept");
}

#[test]
fn two_imports_do_not_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    let Opening::Ready(appending) = store.begin(&survey, from("a")).unwrap() else {
        panic!("unknown file")
    };
    let busy = store.begin(&survey, from("b")).unwrap_err();
    assert!(
        matches!(busy, StoreError::Busy { .. }) && busy.to_string().contains("another manyi"),
        "{busy}"
    );
    drop(appending);
    assert!(store.begin(&survey, from("b")).is_ok());
}

#[test]
fn an_import_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    let Opening::Ready(mut appending) = store.begin(&survey, from("a")).unwrap() else {
        panic!("unknown file")
    };
    appending
        .push(
            &batch(&survey, &[("r1", 1, "2026Q1", 0, "")]),
            &[Quarantined::default()],
        )
        .unwrap();
    drop(appending);
    assert_eq!(files(folder.path()).len(), 0);
}

#[test]
fn damage_is_told_with_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    import(&store, &survey, from("a"), &[("r1", 10, "2026Q1", 0, "")]).unwrap();
    let batch = folder.path().join("batches/000001.parquet");
    let ledger = folder.path().join("ledger.jsonl");
    let (good_batch, good_ledger) = (std::fs::read(&batch).unwrap(), std::fs::read(&ledger).unwrap());
    let read = || -> Result<(), StoreError> {
        let snapshot = store.snapshot()?;
        snapshot.digest(&survey).map(drop)
    };
    for at in (0..good_batch.len()).step_by(7) {
        let mut bad = good_batch.clone();
        bad[at] ^= 0x40;
        std::fs::write(&batch, &bad).unwrap();
        let error = read().unwrap_err();
        assert!(
            matches!(&error, StoreError::Damaged { path, .. } if *path == batch),
            "{error}"
        );
    }
    std::fs::remove_file(&batch).unwrap();
    let error = read().unwrap_err().to_string();
    assert!(
        error.contains("000001.parquet") && error.contains("put it back"),
        "{error}"
    );
    std::fs::write(&batch, &good_batch).unwrap();
    read().unwrap();
    for (bad, word) in [
        ("not json\n", "line 1"),
        ("{\"version\":2,\"other\":1}\n", "later version"),
    ] {
        std::fs::write(&ledger, bad).unwrap();
        let error = store.snapshot().unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
    std::fs::write(&ledger, [good_ledger.clone(), good_ledger].concat()).unwrap();
    assert!(store.snapshot().unwrap_err().to_string().contains("stands twice"));
}
