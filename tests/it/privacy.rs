//! What respondents are told and promised, and that it is kept.

use crate::workbench::Workbench;
use crate::workbench::files;
use manyi::model::VariableIndex;
use manyi::response::Cell;
use manyi::store::Reading;
use manyi::store::Selection;
use manyi::store::Standing;
use manyi::store::Store;
use std::fmt::Write as _;

const SETTINGS: &str = "inbox = [\"inbox\"]\n[waves]\nkind = \"quarterly\"\ntime_zone = \"Asia/Shanghai\"\n[import]\nkeep_raw = true\n[privacy]\nkey_file = \"secrets/key\"\n";

fn survey(mode: &str) -> String {
    format!(
        "id: visit\ntitle: {{en: Visit, zh: 到店}}\nlanguages: [en, zh]\nprivacy: {{mode: {mode}, notice: {{en: We care., zh: 我们重视。}}, controller: {{en: Pinecone, zh: 松果}}}}\npages:\n  - id: main\n    questions:\n      - {{id: code, kind: number, text: {{en: Which?, zh: 哪个？}}}}\n      - {{id: comment, kind: text, text: {{en: More?, zh: 还有？}}}}\n"
    )
}

fn bench(mode: &str) -> Workbench {
    let bench = Workbench::empty()
        .file("manyi.toml", SETTINGS)
        .file("secrets/key", "salt")
        .file("surveys/visit.yaml", survey(mode));
    secret(&bench, 7);
    bench
}

fn secret(bench: &Workbench, number: u64) {
    bench.put("secrets/link.key", format!("{number:064x}\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(bench.path("secrets/link.key"), std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn a_promise_may_become_stricter_and_never_weaker() {
    let bench = bench("confidential");
    assert_eq!(bench.run("build").code, 0);
    bench.put("surveys/visit.yaml", survey("anonymous"));
    assert_eq!(bench.run("build").code, 0);
    for weaker in [
        survey("confidential"),
        survey("identified").replace("controller", "contact"),
    ] {
        bench.put(
            "surveys/visit.yaml",
            weaker.replace("mode: identified", "mode: confidential"),
        );
        let ran = bench.run("build");
        assert_eq!(ran.code, 1);
        assert!(
            ran.err.contains("MY216") && ran.err.contains("write `mode: anonymous` again"),
            "{}",
            ran.err
        );
    }
    bench.put(
        "surveys/visit.yaml",
        survey("anonymous").replace("mode: anonymous, ", ""),
    );
    bench.put(
        "inbox/visit/a.csv",
        "response_id,submitted_at,code\na,2026-11-03T10:00:00Z,1\n",
    );
    let ran = bench.run("import visit");
    assert!(ran.code == 1 && ran.err.contains("MY216"), "{}", ran.err);
    bench.put("surveys/visit.yaml", survey("anonymous"));
    assert_eq!(bench.run("import visit").code, 0);
}

#[test]
fn the_form_says_what_is_promised() {
    let bench = bench("anonymous");
    assert_eq!(bench.run("build").code, 0);
    let (en, zh) = (
        bench.text("site/forms/visit.en.html"),
        bench.text("site/forms/visit.zh.html"),
    );
    assert!(
        en.contains("Your answers are anonymous")
            && en.contains("We care.")
            && en.contains("<dt>Who asks</dt><dd>Pinecone</dd>")
    );
    assert!(zh.contains("您的答卷是匿名的") && zh.contains("<dt>处理者</dt><dd>松果</dd>"));
    assert!(bench.text("site/forms/visit.zh.thanks.html").contains("没有回执编号"));
}

const ANSWERS: &str = "\
response_id,submitted_at,started_at,respondent,code,comment
secret-id-1,2026-11-03T17:30:00Z,2026-11-03T17:29:00Z,Anna,1,fine
secret-id-2,2026-11-03T10:00:00Z,,Bob,two,ok
secret-id-2,2026-11-03T10:00:00Z,,Bob,3,ok
";

#[test]
fn anonymous_answers_keep_the_day_and_nothing_else() {
    let bench = bench("anonymous");
    bench.put("inbox/visit/a.csv", ANSWERS);
    let ran = bench.run("import visit --max-refused 1");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("not kept as a raw file"), "{}", ran.err);
    for file in files(&bench.path("responses")) {
        let bytes = std::fs::read(&file).unwrap();
        for words in ["secret-id", "Anna", "Bob", "10:00:00"] {
            assert!(
                !bytes.windows(words.len()).any(|window| window == words.as_bytes()),
                "{}: {words}",
                file.display()
            );
        }
    }
    let rows = stored(&bench);
    assert_eq!(rows.len(), 1);
    let (id, respondent, submitted, started) = &rows[0].1;
    assert!(id.len() == 26 && respondent.is_empty());
    // Past midnight in Shanghai: 2026-11-04T00:00+08:00.
    assert_eq!(*submitted, 1_793_721_600);
    assert_eq!(*started, i64::MIN);
    // The same file again, and an overlapping one, are the same responses.
    let again = ANSWERS.lines().take(2).collect::<Vec<_>>().join("\n") + "\nnew-id,2026-11-05T10:00:00Z,,,9,\n";
    bench.put("inbox/visit/b.csv", again);
    let ran = bench.run("import visit");
    assert!(
        ran.err.contains("2 read = 1 accepted + 0 replaced + 1 skipped"),
        "{}",
        ran.err
    );
}

type Kept = (String, String, i64, i64);

/// The answer to `code` and what is kept beside it, in the order of the store.
fn stored(bench: &Workbench) -> Vec<(f64, Kept)> {
    let source = std::sync::Arc::new(manyi::diagnostic::Source {
        name: "surveys/visit.yaml".to_owned(),
        text: bench.text("surveys/visit.yaml"),
    });
    let survey = manyi::definition::read(&source).0.unwrap();
    let snapshot = Store::new(&bench.path("responses/visit")).snapshot().unwrap();
    let reading = Reading {
        survey: &survey,
        selection: &Selection::all(),
        fixes: None,
        derive: &|_| (),
        standing: Standing::Current,
    };
    let mut rows = Vec::new();
    for batch in snapshot.read(reading) {
        let batch = batch.unwrap();
        assert!(
            survey.privacy.mode != manyi::model::PrivacyMode::Anonymous
                || batch.meta.line.iter().all(|line| *line == 0)
        );
        for row in 0..batch.len() {
            let Cell::Number(code) = batch.cell(VariableIndex(0), row) else {
                panic!("a number")
            };
            let meta = &batch.meta;
            let kept = (
                meta.response_id.words(row).to_owned(),
                meta.respondent.words(row).to_owned(),
                meta.submitted[row],
                meta.started[row],
            );
            rows.push((code, kept));
        }
    }
    rows
}

/// How often an attacker is right who knows in which order people answered, and puts the answers into the order of time, then
/// of the store, then of the ids.
fn linked(mode: &str, rounds: u64) -> u64 {
    const PEOPLE: u64 = 20;
    let mut right = 0;
    for round in 0..rounds {
        let bench = bench(mode);
        secret(&bench, round);
        let mut text = "response_id,submitted_at,code\n".to_owned();
        for person in 0..PEOPLE {
            let _ = writeln!(text, "{round}-{person:02},2026-11-03T10:{person:02}:00Z,{person}");
        }
        bench.put("inbox/visit/a.csv", text);
        assert_eq!(bench.run("import visit").code, 0);
        let mut rows = stored(&bench);
        rows.sort_by_key(|(_, (.., submitted, started))| (*submitted, *started));
        #[expect(clippy::float_cmp, reason = "codes are small whole numbers")]
        let met = rows
            .iter()
            .zip(0u32..)
            .filter(|((code, _), place)| *code == f64::from(*place))
            .count() as u64;
        right += met;
    }
    right
}

#[test]
fn anonymous_answers_are_linked_no_better_than_by_chance() {
    // Of twenty people in any order one stands at the right place on average: 200 in 200 rounds, by Poisson's law ± 1.96 √200.
    let right = linked("anonymous", 200);
    assert!((173..=227).contains(&right), "{right}");
    assert_eq!(
        linked("confidential", 2),
        40,
        "where order and time are kept the same attack is always right"
    );
}

#[test]
fn personal_data_in_open_answers_is_told() {
    let bench = bench("confidential");
    bench.put(
        "inbox/visit/a.csv",
        "response_id,submitted_at,code,comment\na,2026-11-03T10:00:00Z,1,call 13812345678 or a@b.cn\nb,2026-11-03T10:00:00Z,2,身份证11010519491231002X\nc,2026-11-03T10:00:00Z,3,fine\n",
    );
    insta::assert_snapshot!(bench.run("import visit").err, @r"
    warning[MY355]: 2 open answers seem to name a person (e-mail 1, telephone 1, identity card 1)
    --> inbox/visit/a.csv
     = help: reports mask them; before answers are passed on, look at them and erase or fix what nobody needs

    1 warning: nothing is stopped by them; `manyi explain MY355` says more
    inbox/visit/a.csv: 3 read = 3 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells
    ");
    insta::assert_snapshot!(bench.run("check").err.lines().next().unwrap_or_default(), @"visit: 2 questions, 2 variables, 0 measures, in en, zh: sound");
}

#[test]
fn refused_rows_and_raw_files_do_not_tell_who_someone_is() {
    let answers = include_str!("../data/it/kinds.csv");
    let heading = answers.lines().next().unwrap();
    let width = heading.split(',').count();
    let cells = |id: &str, rank: &str, mail: &str| {
        let mut cells = vec![String::new(); width];
        for (name, value) in [
            ("response_id", id),
            ("submitted", "2026-02-02T08:00:00Z"),
            ("matters.price", rank),
            ("mail", mail),
        ] {
            let at = heading.split(',').position(|known| known == name).unwrap();
            value.clone_into(&mut cells[at]);
        }
        cells.join(",")
    };
    // One id with two answers at the same time: both rows are refused. A row that is torn: nobody knows which cell is which.
    let more = [
        cells("twin", "1", "first@example.com"),
        cells("twin", "2", "second@example.com"),
        "torn,third@example.com".to_owned(),
    ];
    let bench = Workbench::cafe()
        .file("surveys/kinds.yaml", include_str!("../data/definition/kinds.yaml"))
        .file("kinds.csv", format!("{answers}{}\n", more.join("\n")));
    let settings = bench.text("manyi.toml");
    bench.put("manyi.toml", format!("{settings}\n[import]\nkeep_raw = true\n"));
    let ran = bench.run("import kinds kinds.csv --max-refused 0.5");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err
            .contains("kept as a raw file with `***` for what tells who somebody is"),
        "{}",
        ran.err
    );
    let aside = bench.done("responses kinds --quarantine --format csv");
    assert!(
        aside.contains("twin,2026-02-02T08:00:00Z,1") && !aside.contains("first@example.com"),
        "{aside}"
    );
    for folder in ["raw", "quarantine"] {
        for file in files(&bench.path(&format!("responses/kinds/{folder}"))) {
            let text = std::fs::read_to_string(file).unwrap();
            assert!(text.contains("***"), "{folder}");
            for word in ["@example.com", "13800138000", "010-5555-1234"] {
                assert!(!text.contains(word), "{folder}: {word}");
            }
        }
    }
}

#[test]
fn programs_that_fill_the_field_nobody_sees_are_counted_in_other_exports_too() {
    let trap = manyi::form::TRAP_FIELD;
    let bench = Workbench::cafe().file(
        "service.csv",
        format!("id,submitted,taste,{trap}\na,2026-11-03,4,\nb,2026-11-03,5,http://spam.example\n"),
    );
    let ran = bench.run("import cafe service.csv");
    assert_eq!(ran.code, 0);
    assert!(
        ran.err
            .contains("warning[MY354]: 1 responses filled in the field no person sees"),
        "{}",
        ran.err
    );
}
