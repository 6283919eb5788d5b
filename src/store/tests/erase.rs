//! What is erased is gone from every file, stays gone, and a fault on the way leaves the old store or the new one.

use super::faults::FaultyDisk;
use super::fixture::*;
use crate::store::*;

const FIRST: &[Row<'_>] = &[
    ("r1-secret", 10, "2026Q1", 0, "call me"),
    ("r2", 10, "2026Q1", 1, "fine"),
];
const SECOND: &[Row<'_>] = &[
    ("r1-secret", 20, "2026Q1", 4, "call me again"),
    ("r3", 10, "2026Q1", 2, ""),
];

/// Whether any file of the store holds these bytes.
fn holds(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holds(&path, words));
        } else if std::fs::read(&path)
            .unwrap()
            .windows(words.len())
            .any(|window| window == words.as_bytes())
        {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    found
}

fn is_first(identity: Identity<'_>) -> bool {
    identity.response_id == "r1-secret"
}

#[test]
fn all_versions_go_and_none_comes_back() {
    let survey = small();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    import(&store, &survey, from("a"), FIRST).unwrap();
    import(&store, &survey, from("b"), SECOND).unwrap();
    assert!(
        !holds(folder.path(), "r1-secret").is_empty(),
        "else what follows shows nothing"
    );
    let erased = store.erase(&is_first).unwrap();
    assert_eq!(
        (erased.responses, erased.files),
        (1, 4),
        "two batches and the notes on them"
    );
    let left = set(&["r2=2", "r3=3"]);
    assert_eq!(shown(&store, &survey, Standing::Current), left);
    assert_eq!(holds(folder.path(), "r1-secret"), Vec::<String>::new());
    store.snapshot().unwrap().verify().unwrap();
    assert_eq!(store.snapshot().unwrap().responses(), 2);
    assert!(store.tombstones().unwrap().holds("r1-secret") && !store.tombstones().unwrap().holds("r2"));
    let digest = store.snapshot().unwrap().digest(&survey).unwrap();

    // Again, there is nothing to do; an old file, or a new one with the response, brings it not back.
    assert_eq!(store.erase(&is_first).unwrap(), Erased::default());
    assert_eq!(
        import(&store, &survey, from("a"), FIRST).unwrap(),
        None,
        "known, and nothing of it is wanted"
    );
    let later: &[Row<'_>] = &[("r1-secret", 99, "2026Q1", 3, "call me"), ("r4", 10, "2026Q1", 0, "")];
    let receipt = import(&store, &survey, from("c"), later).unwrap().unwrap();
    assert_eq!(
        (receipt.read, receipt.accepted, receipt.skipped, receipt.erased),
        (2, 1, 1, 1)
    );
    assert!(receipt.adds_up());
    assert_eq!(
        shown(&store, &survey, Standing::Current),
        set(&["r2=2", "r3=3", "r4=1"])
    );
    assert_eq!(holds(folder.path(), "r1-secret"), Vec::<String>::new());
    assert_ne!(
        store.snapshot().unwrap().digest(&survey).unwrap(),
        digest,
        "the fourth is new"
    );

    // One more, from files that were written anew before.
    store.erase(&|identity| identity.response_id == "r2").unwrap();
    assert_eq!(shown(&store, &survey, Standing::Current), set(&["r3=3", "r4=1"]));
    store.snapshot().unwrap().verify().unwrap();
}

#[test]
fn every_operation_of_an_erasure_may_fail() {
    let survey = small();
    let (old, new) = (set(&["r1-secret=5", "r2=2", "r3=3"]), set(&["r2=2", "r3=3"]));
    for forever in [false, true] {
        let mut failures = 0;
        for at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::new(folder.path());
            import(&store, &survey, from("a"), FIRST).unwrap();
            import(&store, &survey, from("b"), SECOND).unwrap();
            let faulty = Store::on(folder.path(), Arc::new(FaultyDisk::failing(at, forever)));
            let outcome = faulty.erase(&is_first);
            let now = shown(&store, &survey, Standing::Current);
            assert!(now == old || now == new, "at {at}: {now:?}");
            failures += usize::from(outcome.is_err());
            assert!(outcome.is_err() || now == new, "at {at}");
            // Whatever was left, the next run gets there.
            store.erase(&is_first).unwrap();
            store.freeze(&WaveId::new("2020Q1")).unwrap();
            assert_eq!(shown(&store, &survey, Standing::Current), new, "at {at}");
            assert_eq!(holds(folder.path(), "r1-secret"), Vec::<String>::new(), "at {at}");
            store.snapshot().unwrap().verify().unwrap();
            if outcome.is_ok() {
                break;
            }
        }
        assert!(failures > 10, "{failures}");
    }
}
