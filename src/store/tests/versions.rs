//! The same file twice, overlapping files in any order, re-readings, frozen waves.

use super::fixture::*;
use crate::model::WaveId;
use crate::store::*;
use std::collections::BTreeSet;

const Q1: &str = "2026Q1";
const Q2: &str = "2026Q2";

#[test]
fn the_same_file_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    let rows = [("r1", 1, Q1, 0, "slow"), ("r2", 1, Q1, 4, "good")];
    import(&store, &survey, from("a"), &rows).unwrap().unwrap();
    let before = files(folder.path());
    assert_eq!(import(&store, &survey, from("a"), &rows).unwrap(), None, "recognised");
    assert_eq!(files(folder.path()), before);
    let quarantine = String::from_utf8(before["quarantine/000001.csv"].clone()).unwrap();
    assert_eq!(
        quarantine,
        "line,response_id,column,original,code,reason\n2,,overall,'=9,,\n"
    );
}

#[test]
fn overlapping_files_in_any_order_give_one_store() {
    let contents: [&[Row<'_>]; 4] = [
        &[("r1", 10, Q1, 0, "first"), ("r2", 10, Q1, 1, ""), ("r3", 10, Q1, 2, "")],
        &[
            ("r1", 20, Q1, 4, "changed"),
            ("r3", 10, Q1, 2, ""),
            ("r4", 10, Q2, 3, ""),
        ],
        // The same time, other answers: the content's hash decides.
        &[("r1", 20, Q1, 3, "tied"), ("r2", 10, Q1, 3, "tied too")],
        // Twice in one file.
        &[
            ("r5", 1, Q1, 0, ""),
            ("r5", 2, Q2, 1, ""),
            ("r2", 5, Q1, 0, "older"),
            ("r4", 10, Q2, 3, ""),
        ],
    ];
    let survey = small();
    let mut digests = BTreeSet::new();
    for order in permutations(4) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        for &file in &order {
            let receipt = import(&store, &survey, from(&file.to_string()), contents[file])
                .unwrap()
                .unwrap();
            assert!(receipt.adds_up(), "{order:?} {receipt:?}");
        }
        let snapshot = store.snapshot().unwrap();
        assert_eq!(snapshot.responses(), 5);
        snapshot.verify().unwrap();
        digests.insert(snapshot.digest(&survey).unwrap());
        let shown = shown(&store, &survey, Standing::Current);
        assert!(
            shown.contains("r5=2") && shown.contains("r3=3") && shown.contains("r4=4"),
            "{shown:?}"
        );
        assert!(!shown.contains("r1=1"), "an earlier version must lose");
    }
    assert_eq!(digests.len(), 1);
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = permutations(n - 1);
    shorter
        .iter()
        .flat_map(|order| {
            (0..n).map(move |at| {
                let mut order = order.clone();
                order.insert(at, n - 1);
                order
            })
        })
        .collect()
}

#[test]
fn the_receipt_tells_what_became_of_each_row() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    import(
        &store,
        &survey,
        from("a"),
        &[("r1", 10, Q1, 0, ""), ("r2", 10, Q1, 1, ""), ("r3", 10, Q1, 1, "")],
    )
    .unwrap();
    let Opening::Ready(mut appending) = store.begin(&survey, from("b")).unwrap() else {
        panic!("unknown file")
    };
    let rows = [
        ("r1", 11, Q1, 1, ""),
        ("r2", 10, Q1, 1, ""),
        ("r3", 9, Q1, 4, ""),
        ("r4", 1, Q1, 4, ""),
    ];
    appending.push(&batch(&survey, &rows), &[]).unwrap();
    let incoming = Incoming {
        read: 7,
        skipped: 2,
        refused: 1,
        invalid_cells: 3,
        routed_out: 4,
    };
    let expected = Receipt {
        read: 7,
        accepted: 1,
        replaced: 1,
        skipped: 4,
        refused: 1,
        known: 1,
        outdated: 1,
        invalid_cells: 3,
        routed_out: 4,
        ..Receipt::default()
    };
    assert_eq!(appending.preview(incoming), expected);
    assert_eq!(appending.commit(incoming).unwrap(), expected);
    assert!(expected.adds_up());
    assert_eq!(store.snapshot().unwrap().imports()[1].counts, expected);
}

#[test]
fn a_file_read_anew_with_another_mapping_replaces_what_it_gave() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    import(
        &store,
        &survey,
        from("a"),
        &[("wrong-1", 10, Q1, 0, ""), ("r2", 10, Q1, 1, "")],
    )
    .unwrap();
    import(&store, &survey, from("b"), &[("r7", 10, Q1, 4, "")]).unwrap();
    for mapping in ["second", "third"] {
        let again = Provenance {
            mapping: mapping.to_owned(),
            ..from("a")
        };
        let overall = if mapping == "second" { 2 } else { 3 };
        let receipt = import(
            &store,
            &survey,
            again,
            &[("r1", 10, Q1, 0, ""), ("r2", 10, Q1, overall, "")],
        )
        .unwrap()
        .unwrap();
        assert_eq!(
            (receipt.replaced, receipt.retracted, receipt.tied),
            (1, u64::from(mapping == "second"), 0)
        );
    }
    assert_eq!(
        shown(&store, &survey, Standing::Current),
        set(&["r1=1", "r2=4", "r7=5"])
    );
}

#[test]
fn a_frozen_wave_stays_as_it_was_and_latecomers_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let (store, survey) = (Store::new(folder.path()), small());
    import(
        &store,
        &survey,
        from("a"),
        &[("r1", 10, Q1, 0, ""), ("r2", 10, Q2, 1, "")],
    )
    .unwrap();
    assert!(store.freeze(&WaveId::new(Q1)).unwrap());
    assert!(!store.freeze(&WaveId::new(Q1)).unwrap());
    // A changed answer, a new one, one that would move out of the frozen wave, and one to the open wave.
    let rows = [("r1", 20, Q2, 4, ""), ("r3", 10, Q1, 2, ""), ("r2", 20, Q2, 2, "")];
    let receipt = import(&store, &survey, from("b"), &rows).unwrap().unwrap();
    assert_eq!((receipt.late, receipt.accepted, receipt.replaced), (2, 1, 2));
    assert_eq!(shown(&store, &survey, Standing::Current), set(&["r1=1", "r2=3"]));
    assert_eq!(shown(&store, &survey, Standing::Late), set(&["r1=5", "r3=3"]));
    let receipt = import(
        &store,
        &survey,
        from("c"),
        &[("r3", 11, Q1, 3, ""), ("r1", 20, Q2, 4, "")],
    )
    .unwrap()
    .unwrap();
    assert_eq!((receipt.late, receipt.replaced, receipt.known), (1, 1, 1));
    assert_eq!(shown(&store, &survey, Standing::Current), set(&["r1=1", "r2=3"]));
    assert_eq!(shown(&store, &survey, Standing::Late), set(&["r1=5", "r3=4"]));
    let snapshot = store.snapshot().unwrap();
    assert_eq!((snapshot.responses(), snapshot.late_responses()), (2, 2));
    let waves = snapshot.waves(&survey).unwrap();
    assert_eq!((waves[Q1].responses, waves[Q1].late, waves[Q2].responses), (2, 1, 2));
}
