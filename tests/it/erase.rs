//! A response that is erased is gone from every file, and no old file brings it back.

use crate::workbench::Workbench;
use std::path::Path;

const HEADER: &str = "response_id,submitted_at,respondent,overall,comment\n";

/// Words no other file holds.
const WORDS: &str = "please-forget-these-words";

fn bench() -> Workbench {
    let bench = Workbench::empty()
        .file(
            "manyi.toml",
            "inbox = [\"inbox\"]\n[waves]\nkind = \"quarterly\"\ntime_zone = \"UTC\"\n[import]\nkeep_raw = true\nmax_refused = 0.5\n[privacy]\nkey_file = \"secrets/key\"\n",
        )
        .file("secrets/key", "salt")
        .file(
            "surveys/visit.yaml",
            "id: visit\ntitle: Visit\nlanguages: [en]\npages:\n  - id: main\n    questions:\n      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}\n      - {id: comment, kind: text, text: Anything else?}\n",
        )
        .file(
            "inbox/visit/one.csv",
            format!("{HEADER}resp-0001,2026-10-01T10:00:00Z,Anna,5,{WORDS}\nresp-0002,2026-10-01T11:00:00Z,Bob,4,fine\nresp-0003,2026-10-02T11:00:00Z,Anna,nine,\"well,\n{WORDS}\"\n"),
        );
    assert_eq!(bench.run("import visit").code, 0);
    bench
}

/// Files below a folder that hold some bytes.
fn holding(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if std::fs::read(&path)
            .unwrap()
            .windows(words.len())
            .any(|window| window == words.as_bytes())
        {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn a_response_goes_from_store_quarantine_raw_file_and_inbox() {
    let bench = bench();
    let old = bench.text("inbox/visit/one.csv");
    let before = holding(&bench.path("."), "resp-0003");
    assert_eq!(before, ["000001.bin", "one.csv"], "in the batch it is compressed");
    let ran = bench.run("erase resp-0003");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.err, @r"
    1 responses erased, 4 files written anew
    pages and reports made before still count them: run `manyi run` to make them anew
    ");
    assert_eq!(holding(&bench.path("."), "resp-0003"), Vec::<String>::new());
    assert_eq!(
        holding(&bench.path("responses"), "nine"),
        Vec::<String>::new(),
        "its unreadable cell was put aside"
    );
    assert!(
        bench
            .text("inbox/visit/one.csv")
            .ends_with("resp-0002,2026-10-01T11:00:00Z,Bob,4,fine\n")
    );
    assert!(bench.done("responses visit --verify --format csv").contains(",2,"));

    // Again nothing is found; the old file brings nothing back, also not as a raw file.
    assert!(bench.run("erase resp-0003").err.contains("0 responses erased, 0 files"));
    bench.put("inbox/visit/again.csv", &old);
    let again = bench.run("import visit");
    assert!(again.err.contains("0 accepted"), "{}", again.err);
    bench.put(
        "inbox/visit/again.csv",
        format!("{old}resp-0004,2026-10-03T11:00:00Z,,3,\n"),
    );
    let again = bench.run("import visit");
    assert!(
        again.err.contains("4 read = 1 accepted + 0 replaced + 3 skipped"),
        "{}",
        again.err
    );
    assert_eq!(holding(&bench.path("responses"), "resp-0003"), Vec::<String>::new());
    // What was put into the inbox anew goes with the next run, although the store knows nothing of it any more.
    assert!(bench.run("erase resp-0003").err.contains("1 responses erased, 1 files"));
    assert_eq!(holding(&bench.path("."), "resp-0003"), Vec::<String>::new());
}

#[test]
fn all_responses_of_a_person_go_at_once() {
    let bench = bench();
    let ran = bench.run("erase --respondent Anna");
    assert!(ran.err.starts_with("2 responses erased"), "{}", ran.err);
    assert_eq!(holding(&bench.path("."), WORDS), Vec::<String>::new());
    assert!(bench.done("responses visit --verify --format csv").contains(",1,"));
}

#[test]
fn a_list_of_names_is_erased_and_unknown_ones_are_told() {
    let bench = bench().file("gone.txt", "resp-0001\n\nBob\nnobody\n");
    let ran = bench.run("erase --file gone.txt");
    insta::assert_snapshot!(ran.err, @r"
    2 responses erased, 3 files written anew
    1 of the names given are no response here, or were erased before
    pages and reports made before still count them: run `manyi run` to make them anew
    ");
    assert_eq!(holding(&bench.path("responses"), "resp-0002"), Vec::<String>::new());
    let ran = bench.run("erase resp-0003 --survey other");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(bench.run("erase ''").code, 2);
}

#[test]
fn a_receipt_names_its_response_however_it_is_typed() {
    let bench = bench();
    let code = manyi::import::segment::code("resp-0001", "0123456789abcdef");
    let typed = code.to_uppercase().replace('0', "O").replace('-', " ");
    let ran = bench.run(&format!("erase '{typed}'"));
    assert!(ran.err.starts_with("1 responses erased"), "{}", ran.err);
    assert_eq!(holding(&bench.path("."), "resp-0001"), Vec::<String>::new());
}

/// Forty answers in a wave long over, thirty of them satisfied; three of today.
fn aged_bench() -> Workbench {
    let line = |number: usize, day: &str, score: u8| format!("resp-{number:04},{day}T10:00:00Z,,{score},\n");
    let old: String = (0..40)
        .map(|number| line(number, "2023-02-01", if number < 30 { 5 } else { 2 }))
        .collect();
    let new: String = (90..95).map(|number| line(number, "2026-10-02", 4)).collect();
    let bench = Workbench::empty()
        .file(
            "manyi.toml",
            "inbox = [\"inbox\"]\nas_of = \"2026-10-15\"\n[waves]\nkind = \"quarterly\"\ntime_zone = \"UTC\"\n[privacy]\nkeep = \"5 years\"\n[privacy.keep_of]\nvisit = \"36 months\"\n",
        )
        .file(
            "surveys/visit.yaml",
            "id: visit\ntitle: Visit\nlanguages: [en]\npages:\n  - id: main\n    questions:\n      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}\n      - {id: comment, kind: text, text: Anything else?}\nmeasures:\n  - {id: csat, kind: top_box, of: overall, top: 2, headline: true}\n",
        )
        .file("inbox/visit/one.csv", format!("{HEADER}{old}{new}"));
    assert_eq!(bench.run("import visit").code, 0);
    bench
}

#[test]
fn waves_kept_long_enough_are_erased_and_their_scores_stay() {
    let bench = aged_bench();
    let ran = bench.run("erase --expired --dry-run");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.err, @r"
    visit 2023Q1: 40 responses would be erased
    their scores stay when you write them down first: `manyi score visit --wave 2023Q1 --history >> history/visit.csv`
    nothing was erased; without --dry-run 40 responses would be
    ");
    assert!(bench.text("inbox/visit/one.csv").contains("resp-0007"));
    let ran = bench.run("score visit --wave 2023Q1 --history");
    // 30 of 40: 75 %, and the root of 0.75 · 0.25 / 40.
    insta::assert_snapshot!(ran.out, @r"
    measure,wave,segment,value,base,se
    csat,2023Q1,,75,40,6.846531969
    ");
    let bench = bench.file("history/visit.csv", ran.out);
    let ran = bench.run("erase --expired");
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.err, @r"
    visit 2023Q1: 40 responses kept long enough
    40 responses erased, 2 files written anew
    pages and reports made before still count them: run `manyi run` to make them anew
    ");
    let left = bench.text("inbox/visit/one.csv");
    assert_eq!(left.lines().count(), 6, "{left}");
    let compared = bench.run("compare visit --against previous --show-small --format csv");
    assert!(
        compared.out.contains("2023Q1,0.25,"),
        "{}{}",
        compared.out,
        compared.err
    );
    let again = bench.run("erase --expired");
    assert!(again.err.starts_with("0 responses erased"), "{}", again.err);
}

#[test]
fn a_day_can_be_named_and_settings_must_say_how_long() {
    let bench = aged_bench();
    let ran = bench.run("erase --before 2023-03-31 --dry-run");
    assert!(
        ran.err.starts_with("nothing was erased; without --dry-run 0"),
        "its last day is no day before: {}",
        ran.err
    );
    let ran = bench.run("erase --before 2023-04-01 --dry-run --messages zh");
    assert!(ran.err.starts_with("visit 2023Q1：将删除 40 份答卷"), "{}", ran.err);
    let bench = bench.file(
        "manyi.toml",
        "[waves]\nkind = \"quarterly\"\n[privacy]\nkeep = \"3 quarters\"\n",
    );
    let ran = bench.run("erase --expired");
    assert!(
        ran.err.contains("MY203") && ran.err.contains("36 months"),
        "{}",
        ran.err
    );
    let bench = bench.file("manyi.toml", "[waves]\nkind = \"quarterly\"\n");
    let ran = bench.run("erase --expired");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("keep = \"36 months\""), "{}", ran.err);
}
