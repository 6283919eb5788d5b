//! Every change that `export`, `build` and `report` make to the disk fails once: what had a name keeps it whole.

use super::Streams;
use super::run;
use crate::project::step::testing::failing_at;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;
use tempfile::TempDir;

const CAFE: &str = include_str!("../../tests/data/it/cafe.yaml");
const NONE: u64 = u64::MAX;

fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(
        "manyi.toml",
        "languages = [\"zh\", \"en\"]\ninbox = [\"inbox\"]\nas_of = \"2026-11-22\"\n[waves]\nkind = \"quarterly\"\ntime_zone = \"Asia/Shanghai\"\n",
    );
    put("surveys/cafe.yaml", CAFE);
    let mut answers = "response_id,submitted_at,region,taste,service,cups,recommend,reason\n".to_owned();
    for at in 0..40 {
        let (month, day, region) = (8 + 2 * (at % 2), at % 27 + 1, ["north", "south"][at / 2 % 2]);
        writeln!(
            answers,
            "r{at},2026-{month:02}-{day:02}T10:00:00+08:00,{region},{},{},one,{},",
            at % 5 + 1,
            at % 4 + 1,
            at % 4 + 7
        )
        .unwrap();
    }
    put("inbox/cafe/answers.csv", &answers);
    assert_eq!(manyi(folder.path(), "import cafe").0, 0);
    folder
}

/// Exit code and what was said.
fn manyi(folder: &Path, line: &str) -> (u8, String) {
    let words = line.split(' ').map(|word| match word.strip_prefix("./") {
        Some(name) => folder.join(name).into_os_string(),
        None => OsString::from(word),
    });
    let arguments: Vec<OsString> = ["manyi".into(), "--workspace".into(), folder.into()]
        .into_iter()
        .chain(words)
        .collect();
    let (mut out, mut err, mut input) = (Vec::new(), Vec::new(), &b""[..]);
    let code = {
        let mut streams = Streams {
            out: &mut out,
            err: &mut err,
            input: &mut input,
            terminal: false,
        };
        run(arguments, &|_| None, &mut streams)
    };
    (code, String::from_utf8(err).unwrap())
}

/// All files below a folder with what they hold.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn fill(folder: &Path, with: &BTreeMap<PathBuf, Vec<u8>>) {
    let _ = fs::remove_dir_all(folder);
    for (name, bytes) in with {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Runs `line` with each of its changes failing, over `old` in `out` each time; `every` leaves some out where there are many.
fn each_change_fails(folder: &Path, line: &str, out: &str, every: impl Fn(u64) -> u64) -> u64 {
    let out = folder.join(out);
    let old = files(&out);
    let ((code, said), all) = failing_at(NONE, ErrorKind::StorageFull, || manyi(folder, line));
    assert_eq!(code, 0, "{line}: {said}");
    let new = files(&out);
    assert_ne!(old, new, "{line} changes nothing, so this shows nothing");
    let mut at = 0;
    while at < all {
        fill(&out, &old);
        let kind =
            [ErrorKind::StorageFull, ErrorKind::PermissionDenied, ErrorKind::Other][usize::try_from(at % 3).unwrap()];
        let ((code, said), _) = failing_at(at, kind, || manyi(folder, line));
        assert_eq!(code, 2, "{line}, change {at} of {all}: {said}");
        assert!(
            said.starts_with("error: cannot write ") && said.contains("; what was there is unchanged; "),
            "{line}, change {at}: {said}"
        );
        for (name, bytes) in files(&out) {
            let hidden = name.file_name().unwrap() == ".manyi-files";
            let whole = old.get(&name) == Some(&bytes) || new.get(&name) == Some(&bytes);
            assert!(
                whole || hidden,
                "{line}, change {at} of {all}: {} is torn, or left behind",
                name.display()
            );
        }
        for name in old.keys() {
            assert!(
                out.join(name).is_file(),
                "{line}, change {at}: {} is gone",
                name.display()
            );
        }
        // What went wrong leaves nothing that stands in the way.
        if at % 5 == 0 {
            assert_eq!(manyi(folder, line).0, 0, "{line} after change {at}");
            assert_eq!(files(&out), new, "{line} after change {at}");
        }
        at += every(at);
    }
    fill(&out, &old);
    all
}

#[test]
fn an_export_that_fails_anywhere_leaves_what_was_there() {
    let folder = workspace();
    let out = folder.path().join("out");
    fs::create_dir_all(&out).unwrap();
    for name in [
        "a.csv",
        "a.xlsx",
        "a.sav",
        "a.parquet",
        "a.sss",
        "a.json",
        "a.md",
        "a.codebook.md",
        "a.codebook.json",
    ] {
        fs::write(out.join(name), "the old one, whole").unwrap();
    }
    let old = files(&out);
    for line in [
        "export cafe --to ./out/a.csv --codebook",
        "export cafe --to ./out/a.csv --as excel",
        "export cafe --to ./out/a.csv --as tidy",
        "export cafe --to ./out/a.xlsx",
        "export cafe --to ./out/a.sav --codebook",
        "export cafe --to ./out/a.parquet",
        "export cafe --to ./out/a.sss",
        "export cafe --to ./out/a.json",
        "export cafe --to ./out/a.md",
        "tab cafe --by region --to ./out/a.xlsx",
    ] {
        let changes = each_change_fails(folder.path(), line, "out", |_| 1);
        assert!(changes >= 6, "{line}: only {changes} changes were seen");
        assert_eq!(files(&out), old);
    }
}

#[test]
fn a_build_that_fails_anywhere_leaves_pages_whole() {
    let folder = workspace();
    assert_eq!(manyi(folder.path(), "build").0, 0);
    let other = CAFE.replacen("en: Our café", "en: Our new café", 1);
    fs::write(folder.path().join("surveys/cafe.yaml"), other).unwrap();
    let changes = each_change_fails(folder.path(), "build", "site", |at| if at < 12 { 1 } else { 5 });
    assert!(changes > 12, "{changes}");
}

#[test]
fn a_report_that_fails_anywhere_leaves_the_old_one_whole() {
    let folder = workspace();
    assert_eq!(manyi(folder.path(), "report cafe --language en").0, 0);
    let other = CAFE.replacen("en: Our café", "en: Our new café", 1);
    fs::write(folder.path().join("surveys/cafe.yaml"), other).unwrap();
    let changes = each_change_fails(folder.path(), "report cafe --language en", "site", |at| {
        if at < 3 { 1 } else { 4 }
    });
    assert!(changes >= 6, "{changes}");
}
