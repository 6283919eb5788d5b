//! A disk that fails, and one that is full: nothing is acknowledged that is not kept, nothing kept is taken twice.

use super::*;
use crate::store::Disk;
use crate::store::DiskFile;
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

#[derive(Debug, Default)]
struct Plan {
    /// Operations before the one that fails.
    at: usize,
    /// Whether all after it fail, too.
    on: bool,
    done: AtomicUsize,
    armed: AtomicBool,
}

impl Plan {
    fn step(&self) -> io::Result<()> {
        if !self.armed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let now = self.done.fetch_add(1, Ordering::Relaxed);
        if now == self.at || (self.on && now > self.at) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

#[derive(Debug, Clone)]
struct FaultyDisk(Arc<Plan>);

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

impl Disk for FaultyDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        PrivateDisk.make_folder(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.step()?;
        Ok(Box::new(FaultyFile(PrivateDisk.create(path)?, Arc::clone(&self.0))))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.step()?;
        Ok(Box::new(FaultyFile(PrivateDisk.append(path)?, Arc::clone(&self.0))))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.step()?;
        PrivateDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        PrivateDisk.remove(path)
    }
    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        self.0.step()?;
        PrivateDisk.truncate(path, length)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.0.step()?;
        PrivateDisk.sync_folder(path)
    }
}

/// Twelve answers, in an anonymous survey by link and in one that is neither, with a segment a few answers; the k-th
/// operation fails, once or from then on, for every k. Whoever is refused sends again after a new start.
#[test]
fn whatever_operation_fails_an_acknowledged_answer_is_kept_once() {
    for traces in [Traces::Kept, Traces::Dropped] {
        for on in [false, true] {
            let mut failures = 0;
            for at in 0.. {
                assert!(at < 400, "there is no end to the operations");
                let plan = Arc::new(Plan {
                    at,
                    on,
                    ..Plan::default()
                });
                let refused = round(traces, &plan);
                failures += refused;
                if plan.done.load(Ordering::Relaxed) <= at {
                    break;
                }
            }
            assert!(failures > 10, "nothing ever failed: the test shows nothing");
        }
    }
}

fn round(traces: Traces, plan: &Arc<Plan>) -> usize {
    let root = tempfile::tempdir().unwrap();
    let form = Form {
        traces,
        access: Access::Link,
        ..form()
    };
    let change = |plan: Arc<Plan>| {
        move |settings: &mut Settings| {
            settings.limits.segment = 500;
            settings.disk = Arc::new(FaultyDisk(plan));
        }
    };
    let running = start_with(root.path(), form.clone(), change(Arc::clone(plan)));
    plan.armed.store(true, Ordering::Relaxed);
    let send = |running: &Running, at: usize| {
        running
            .post("/s/visit", &format!("response_id=r-{at}&comment={at}&token=t-p{at}"))
            .0
    };
    let mut refused = Vec::new();
    for at in 0..6 {
        match send(&running, at) {
            200 => {}
            503 => refused.push(at),
            other => panic!("{other} at operation {}", plan.at),
        }
    }
    running.stop();
    let ids = |root: &Path| {
        let mut ids: Vec<String> = records(root).into_iter().map(|record| record.response_id).collect();
        ids.sort();
        ids
    };
    for at in (0..6).filter(|at| !refused.contains(at)) {
        assert!(
            ids(root.path()).contains(&format!("r-{at}")),
            "r-{at} lost at operation {}",
            plan.at
        );
    }
    let running = start_with(root.path(), form, |settings| settings.limits.segment = 500);
    for at in 0..6 {
        assert_eq!(send(&running, at), 200, "operation {} traces {traces:?}", plan.at);
    }
    running.stop();
    let mut kept = ids(root.path());
    if traces == Traces::Dropped {
        // A crash between the sealed file and the removal of the open one leaves both; an import counts each id once.
        kept.dedup();
    }
    assert_eq!(
        kept,
        (0..6).map(|at| format!("r-{at}")).collect::<Vec<_>>(),
        "operation {}",
        plan.at
    );
    refused.len()
}

#[test]
fn a_disk_that_is_nearly_full_takes_no_answers_until_there_is_room() {
    let root = tempfile::tempdir().unwrap();
    let left = Arc::new(AtomicUsize::new(99_999_999));
    let told = Arc::clone(&left);
    let running = start_with(root.path(), form(), |settings| {
        settings.limits.min_free = 100_000_000;
        settings.free = Box::new(move |_| told.load(Ordering::Relaxed) as u64);
    });
    let (status, head, _) = running.post("/s/visit", "response_id=a");
    assert!(status == 503 && head.contains("retry-after: 60"), "{status} {head}");
    let (status, _, body) = running.get("/healthz");
    assert_eq!((status, body.as_str()), (503, "full\n"));
    assert!(running.troubles.lock().unwrap()[0].contains("99 MB"));
    assert_eq!(open(root.path()), "");
    left.store(100_000_000, Ordering::Relaxed);
    assert_eq!(running.post("/s/visit", "response_id=a").0, 200);
    assert_eq!(running.get("/healthz").0, 200);
    running.stop();
}

#[test]
fn the_system_says_how_much_room_there_is() {
    let root = tempfile::tempdir().unwrap();
    let free = free_space(root.path());
    assert!(free > 0, "{free}");
    assert!(cfg!(not(unix)) || free < u64::MAX);
    assert_eq!(free_space(&root.path().join("not there")), u64::MAX);
}
