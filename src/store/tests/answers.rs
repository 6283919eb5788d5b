//! Answers come back as they went in, also under another definition.

use super::fixture::*;
use crate::model::*;
use crate::response::*;
use crate::store::*;
use std::sync::Arc;

/// A variable of every kind, and options too wide for 8 and for 16 bits.
fn wide() -> Arc<Survey> {
    let number = Domain::Number {
        min: None,
        max: None,
        whole: false,
    };
    survey(
        "wide",
        vec![
            variable("byte", Domain::Choice(list(&[("low", -120), ("high", 127)]))),
            variable("two", Domain::Choice(list(&[("low", -121), ("high", 32_767)]))),
            variable("four", Domain::Choice(list(&[("low", -32_761), ("high", 70_000)]))),
            variable("eight", Domain::Choice(list(&[("low", i32::MIN), ("high", i32::MAX)]))),
            variable("many", Domain::Multiple(list(&[("a", 1), ("b", 20), ("c", -3)]))),
            variable("number", number),
            variable("words", Domain::Text),
            variable("day", Domain::Date),
        ],
    )
}

fn full(survey: &Survey, rows: usize) -> Batch {
    let mut batch = batch(&small(), &[]);
    batch.columns = Batch::empty(survey).columns;
    let kinds = Missing::ALL;
    for row in 0..rows {
        let wave = batch.wave_position(&WaveId::new(if row % 2 == 0 { "2026Q1" } else { "2026Q2" }));
        let meta = &mut batch.meta;
        meta.response_id.push(Cell::Text(&format!("r{row}")));
        meta.respondent.push(if row % 3 == 0 {
            Cell::Text("某人")
        } else {
            Cell::Missing(Missing::Skipped)
        });
        meta.submitted.push(i64::try_from(row).unwrap());
        meta.started.push(if row % 2 == 0 { NO_TIME } else { -5 });
        meta.modified.push(NO_TIME);
        meta.wave.push(wave);
        meta.language.push(Cell::Text("zh"));
        meta.line.push(row as u64 + 2);
        let missing = kinds.get(row % 11);
        for (at, column) in batch.columns.iter_mut().enumerate() {
            let cell = match (missing, at) {
                (Some(kind), _) => Cell::Missing(*kind),
                (None, 0..=3) => Cell::Option(u16::try_from(row % 2).unwrap()),
                (None, 4) => Cell::Multiple((row % 8) as u128),
                (None, 5) => Cell::Number(row as f64 / 3.0),
                (None, 6) => Cell::Text("慢,\n\"quoted\""),
                (None, _) => Cell::Date(-1),
            };
            column.push(cell);
        }
    }
    batch
}

fn read(store: &Store, survey: &Survey, selection: &Selection) -> Vec<Batch> {
    let reading = Reading {
        survey,
        selection,
        fixes: None,
        derive: &|_| (),
        standing: Standing::Current,
    };
    store.snapshot().unwrap().read(reading).map(Result::unwrap).collect()
}

fn put(store: &Store, survey: &Arc<Survey>, batches: &[Batch]) -> Receipt {
    let Opening::Ready(mut appending) = store.begin(survey, from("a")).unwrap() else {
        panic!("known")
    };
    for batch in batches {
        appending.push(batch, &[]).unwrap();
    }
    let read = batches.iter().map(|batch| batch.len() as u64).sum();
    appending
        .commit(Incoming {
            read,
            ..Incoming::default()
        })
        .unwrap()
}

#[test]
fn every_cell_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let (survey, rows) = (wide(), 70);
    let batch = full(&survey, rows);
    let receipt = put(&store, &survey, std::slice::from_ref(&batch));
    assert_eq!((receipt.accepted, receipt.adds_up()), (70, true));
    let back = read(&store, &survey, &Selection::all());
    assert_eq!(back, [batch]);
    store.snapshot().unwrap().verify().unwrap();
}

#[test]
fn many_rows_come_back_in_row_groups_and_only_the_columns_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let survey = small();
    let rows: Vec<(String, u16)> = (0..70_000u32)
        .map(|n| (format!("r{n}"), u16::try_from(n % 5).unwrap()))
        .collect();
    let rows: Vec<Row<'_>> = rows
        .iter()
        .map(|(id, overall)| (id.as_str(), 7, "2026Q1", *overall, ""))
        .collect();
    let batches: Vec<Batch> = rows.chunks(9_000).map(|rows| batch(&survey, rows)).collect();
    assert_eq!(put(&store, &survey, &batches).accepted, 70_000);
    let back = read(&store, &survey, &Selection::of([VariableIndex(0)].into()));
    assert_eq!(back.iter().map(Batch::len).collect::<Vec<_>>(), [65_536, 4_464]);
    assert_eq!(back[1].cell(VariableIndex(0), 4_463), Cell::Option(4), "69,999 mod 5");
    assert!(back[0].columns[1].is_empty());
    assert_eq!(back[0].meta.response_id.words(0), "");
    let again = put_again(&store, &survey, &batches);
    assert_eq!((again.known, again.skipped, again.adds_up()), (70_000, 70_000, true));
}

fn put_again(store: &Store, survey: &Arc<Survey>, batches: &[Batch]) -> Receipt {
    let Opening::Ready(mut appending) = store.begin(survey, from("b")).unwrap() else {
        panic!("known")
    };
    for batch in batches {
        appending.push(batch, &[]).unwrap();
    }
    appending
        .commit(Incoming {
            read: 70_000,
            ..Incoming::default()
        })
        .unwrap()
}

#[test]
fn options_keep_their_value_when_the_definition_changes() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let old = small();
    import(
        &store,
        &old,
        from("a"),
        &[("r1", 1, "2026Q1", 0, "slow"), ("r2", 1, "2026Q1", 4, "good")],
    )
    .unwrap();
    // Point 1 is gone, the others stand in another order, a question is new and the comment has become a number.
    let few = list(&[("p5", 5), ("p4", 4)]);
    let number = Domain::Number {
        min: None,
        max: None,
        whole: false,
    };
    let today = survey(
        "today",
        vec![
            variable("overall", Domain::Choice(few)),
            variable("new", Domain::Text),
            variable("comment", number),
        ],
    );
    let snapshot = store.snapshot().unwrap();
    let selection = Selection::all();
    let reading = Reading {
        survey: &today,
        selection: &selection,
        fixes: None,
        derive: &|_| (),
        standing: Standing::Current,
    };
    let mut reader = snapshot.read(reading);
    let batch = reader.next().unwrap().unwrap();
    assert!(reader.next().is_none());
    assert_eq!(batch.cell(VariableIndex(0), 0), Cell::Missing(Missing::Invalid));
    assert_eq!(batch.cell(VariableIndex(0), 1), Cell::Option(0));
    assert_eq!(batch.cell(VariableIndex(1), 0), Cell::Missing(Missing::NotInVersion));
    assert_eq!(batch.cell(VariableIndex(2), 0), Cell::Missing(Missing::NotInVersion));
    assert_eq!(reader.unknown().get("overall"), Some(&1));
}

#[test]
fn fixes_change_what_is_read_and_nothing_that_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let survey = small();
    let rows = [
        ("r1", 1, "2026Q1", 0, "slow"),
        ("r2", 1, "2026Q1", 4, "good"),
        ("r3", 1, "2026Q1", 2, ""),
    ];
    import(&store, &survey, from("a"), &rows).unwrap();
    let before = files(folder.path());
    let fix = |line: &(&str, &str, &str, &str)| Fix {
        place: crate::diagnostic::Place::file("fixes/a.csv"),
        response: line.0.to_owned(),
        column: line.1.to_owned(),
        old: line.2.to_owned(),
        new: line.3.to_owned(),
        reason: "typed wrong".to_owned(),
    };
    let lines = [
        ("r1", "overall", "p1", "2"),
        ("r1", "comment", "slow", "very slow"),
        ("r2", "*", "", ""),
        ("r3", "overall", "4", "dont_know"),
        ("r3", "comment", "", "fine"),
        ("r9", "overall", "1", "2"),
        ("r1", "overal", "1", "2"),
        ("r1", "overall", "1", "9"),
    ];
    let (fixes, problems) = Fixes::compile(&survey, lines.iter().map(fix).collect());
    assert_eq!(
        problems.iter().map(|problem| problem.rule.code).collect::<Vec<_>>(),
        ["MY250", "MY250"]
    );
    let snapshot = store.snapshot().unwrap();
    let selection = Selection::all();
    let derived = std::cell::Cell::new(0);
    let derive = |batch: &mut Batch| derived.set(derived.get() + batch.len());
    let reading = Reading {
        survey: &survey,
        selection: &selection,
        fixes: Some(&fixes),
        derive: &derive,
        standing: Standing::Current,
    };
    let mut reader = snapshot.read(reading);
    let batch = reader.next().unwrap().unwrap();
    assert!(reader.next().is_none());
    let cells: Vec<_> = (0..batch.len())
        .map(|row| (batch.meta.response_id.words(row), batch.cell(VariableIndex(0), row)))
        .collect();
    assert_eq!(cells, [("r1", Cell::Option(1)), ("r3", Cell::Option(2))]);
    assert_eq!(batch.cell(VariableIndex(1), 0), Cell::Text("very slow"));
    assert_eq!(batch.cell(VariableIndex(1), 1), Cell::Text("fine"));
    let codes: Vec<_> = fixes
        .leftovers(reader.applied())
        .iter()
        .map(|problem| problem.rule.code)
        .collect();
    assert_eq!(codes, ["MY251", "MY252"]);
    assert_eq!((reader.applied().changed, reader.applied().excluded), (3, 1));
    assert_eq!(derived.get(), 0, "this survey has no derived variable");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn derived_variables_are_computed_anew_after_a_fix_and_under_another_definition() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let make = |hash: &str| {
        let mut happy = variable("happy", Domain::Choice(list(&[("no", 0), ("yes", 1)])));
        happy.origin = Origin::Derived;
        let overall = list(&[("p1", 1), ("p2", 2), ("p3", 3), ("p4", 4), ("p5", 5)]);
        survey(
            hash,
            vec![
                variable("overall", Domain::Choice(overall)),
                variable("comment", Domain::Text),
                happy,
            ],
        )
    };
    let survey = make("first");
    let mut rows = batch(&survey, &[("r1", 1, "2026Q1", 4, "")]);
    rows.columns[2].push(Cell::Option(0));
    put(&store, &survey, &[rows]);
    let happy = VariableIndex(2);
    let derive = |batch: &mut Batch| batch.columns[2] = Column::Coded(vec![1; batch.len()]);
    let selection = Selection::of([happy].into());
    let snapshot = store.snapshot().unwrap();
    for (hash, expected) in [("first", 0), ("second", 1)] {
        let survey = make(hash);
        let reading = Reading {
            survey: &survey,
            selection: &selection,
            fixes: None,
            derive: &derive,
            standing: Standing::Current,
        };
        let batch = snapshot.read(reading).next().unwrap().unwrap();
        assert_eq!(batch.cell(happy, 0), Cell::Option(expected));
    }
}

#[test]
fn answers_to_edited_options_are_read_as_those_they_are_today() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let several = |hash: &str, options: &[(&str, i32)]| {
        let list = list(options);
        survey(
            hash,
            vec![
                variable("one", Domain::Choice(Arc::clone(&list))),
                variable("many", Domain::Multiple(list)),
            ],
        )
    };
    let before = several("before", &[("a", 1), ("b", 2), ("c", 3), ("d", 4)]);
    let mut batch = Batch::empty(&before);
    let rows: [(u16, u128); 4] = [(0, 0b0011), (1, 0b1100), (2, 0b1000), (3, 0b0100)];
    for (line, (one, many)) in (2..).zip(rows) {
        let wave = batch.wave_position(&WaveId::new("2026Q1"));
        batch.meta.response_id.push(Cell::Text(&format!("r{line}")));
        batch.meta.respondent.push(Cell::Missing(Missing::Skipped));
        for times in [
            &mut batch.meta.submitted,
            &mut batch.meta.started,
            &mut batch.meta.modified,
        ] {
            times.push(NO_TIME);
        }
        batch.meta.wave.push(wave);
        batch.meta.language.push(Cell::Text("en"));
        batch.meta.line.push(line);
        batch.columns[0].push(Cell::Option(one));
        batch.columns[1].push(Cell::Multiple(many));
    }
    let Opening::Ready(mut appending) = store.begin(&before, from("a")).unwrap() else {
        panic!("it is new")
    };
    appending.push(&batch, &[]).unwrap();
    appending
        .commit(Incoming {
            read: 4,
            ..Incoming::default()
        })
        .unwrap();
    // `a` is `y`, `b` is `x`: their values change places. `c` is refused, `d` is dropped.
    let mut today = Arc::unwrap_or_clone(several("today", &[("x", 1), ("y", 2)]));
    let values = [
        (1, Recoded::Value(2)),
        (2, Recoded::Value(1)),
        (3, Recoded::Missing(Missing::Refused)),
        (4, Recoded::Dropped),
    ];
    let recoding = Recoding {
        values: values.into(),
        writings: std::collections::BTreeMap::new(),
    };
    let both = [(Id::new("one"), recoding.clone()), (Id::new("many"), recoding)];
    today.recodings.insert("before".to_owned(), both.into());
    let snapshot = store.snapshot().unwrap();
    let selection = Selection::all();
    let mut read = Vec::new();
    snapshot
        .each(&today, &selection, |batch, _| {
            for row in 0..batch.len() {
                let cell = |at: usize| format!("{:?}", batch.cell(VariableIndex(at), row));
                read.push((cell(0), cell(1)));
            }
        })
        .unwrap();
    let told: Vec<(&str, &str)> = read.iter().map(|(one, many)| (one.as_str(), many.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Option(1)", "Multiple(3)"),
            // Refused, or dropped, with nothing else: the graver reason stands.
            ("Option(0)", "Missing(NotInVersion)"),
            ("Missing(Refused)", "Missing(NotInVersion)"),
            ("Missing(NotInVersion)", "Missing(Refused)"),
        ]
    );
    // What is said is recorded once.
    store.recode(&today).unwrap();
    store.recode(&today).unwrap();
    let snapshot = store.snapshot().unwrap();
    let recodes = snapshot.recodes();
    assert_eq!(recodes.len(), 1);
    assert_eq!(recodes[0].values["one"]["3"], "refused");
    snapshot.verify().unwrap();
}
