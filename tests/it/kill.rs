//! Kill -9 at any moment of an import, an erasure, an export, a build: what was there is the old one or the new one, and the next
//! run succeeds.

use crate::workbench::HEADING;
use crate::workbench::Workbench;
use crate::workbench::season;
use crate::workbench::start;
use crate::workbench::table;
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// Moments by chance, the same in every run: Steele, Lea, Flood (2014), `SplitMix`.
struct Chance(u64);

impl Chance {
    /// In [0, 1).
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

const ROWS: usize = 24_000;
const KILLS: u32 = 25;

fn large(rows: usize) -> String {
    let mut text = HEADING.to_owned();
    for at in 0..rows {
        let (day, region) = (at % 28 + 1, if at % 3 == 0 { "north" } else { "south" });
        let (taste, likely) = (at % 5 + 1, at % 11);
        writeln!(
            text,
            "big-{at},2026-10-{day:02}T10:00:00+08:00,{region},{taste},4,one,{likely},"
        )
        .unwrap();
    }
    text
}

fn responses(bench: &Workbench) -> u64 {
    let rows = table(&bench.done("responses --verify --format csv"));
    rows.iter().map(|row| row["responses"].parse::<u64>().unwrap()).sum()
}

#[test]
fn a_killed_import_leaves_the_old_store_or_the_new_one() {
    let bench = Workbench::cafe()
        .file("summer.csv", season("summer", 8, 32, [9, 9, 7, 3]))
        .file("big.csv", large(ROWS));
    bench.done("import cafe summer.csv");
    let old = bench.done("score cafe --wave all --by region --format csv");
    crate::workbench::copy(&bench.path("responses"), &bench.path("kept"));
    let begun = Instant::now();
    assert_eq!(bench.spawn("import cafe big.csv").code, 0);
    let whole = begun.elapsed();
    let new = bench.done("score cafe --wave all --by region --format csv");
    assert_eq!(responses(&bench), 40 + ROWS as u64);

    let mut chance = Chance(20_261_122);
    let (mut old_ones, mut new_ones) = (0, 0);
    for round in 0..KILLS {
        std::fs::remove_dir_all(bench.path("responses")).unwrap();
        crate::workbench::copy(&bench.path("kept"), &bench.path("responses"));
        let share = chance.share();
        let mut child = start(
            bench
                .process("import cafe big.csv")
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        // Every second kill falls near the commit: its clock begins when the batch is being written.
        let wait = if round % 2 == 0 {
            whole.mul_f64(1.6 * share)
        } else {
            let batches = bench.path("responses/cafe/batches");
            while child.try_wait().unwrap().is_none() && crate::workbench::files(&batches).len() < 2 {
                std::thread::sleep(Duration::from_millis(1));
            }
            whole.mul_f64(0.5 * share)
        };
        std::thread::sleep(wait);
        // On Unix this is SIGKILL; it may already be done.
        child.kill().unwrap();
        child.wait().unwrap();
        let expected = match responses(&bench) {
            40 => {
                old_ones += 1;
                &old
            }
            n => {
                assert_eq!(n, 40 + ROWS as u64, "round {round}, after {wait:?}: half an import");
                new_ones += 1;
                &new
            }
        };
        assert_eq!(
            bench.done("score cafe --wave all --by region --format csv"),
            *expected,
            "round {round}, {wait:?}"
        );
        let again = bench.run("import cafe big.csv");
        assert_eq!(again.code, 0, "round {round}, after {wait:?}: {}", again.err);
        assert_eq!(bench.done("score cafe --wave all --by region --format csv"), new);
        assert_eq!(responses(&bench), 40 + ROWS as u64);
        assert_eq!(leftovers(&bench), Vec::<String>::new(), "round {round}, after {wait:?}");
    }
    println!("killed {KILLS} times within {whole:?}: {old_ones} old stores, {new_ones} new ones");
    assert!(old_ones > 0, "no kill came in time: the test shows nothing");
}

/// Files of the store that its ledger does not know, after a sound import tidied up.
fn leftovers(bench: &Workbench) -> Vec<String> {
    let ledger = bench.text("responses/cafe/ledger.jsonl");
    let files = crate::workbench::files(&bench.path("responses/cafe"));
    let names = files
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    let known = |name: &String| {
        let stem = name.split('.').next().unwrap();
        ["ledger.jsonl", "lock"].contains(&name.as_str()) || ledger.contains(name.as_str()) || ledger.contains(stem)
    };
    names.filter(|name| !known(name)).collect()
}

const ERASURES: u32 = 50;
const KEPT: usize = 3_000;

#[test]
fn a_killed_erasure_leaves_the_response_or_takes_it_whole() {
    let bench = Workbench::cafe().file("big.csv", large(KEPT));
    let settings = bench.text("manyi.toml");
    bench.put("manyi.toml", format!("{settings}\n[import]\nkeep_raw = true\n"));
    assert_eq!(bench.spawn("import cafe big.csv").code, 0);
    crate::workbench::copy(&bench.path("responses"), &bench.path("kept"));
    let begun = Instant::now();
    assert_eq!(bench.spawn("erase big-1711").code, 0);
    let whole = begun.elapsed();
    let erased = bench.done("score cafe --wave all --by region --format csv");

    let mut chance = Chance(20_261_126);
    let (mut before, mut after) = (0, 0);
    for round in 0..ERASURES {
        std::fs::remove_dir_all(bench.path("responses")).unwrap();
        crate::workbench::copy(&bench.path("kept"), &bench.path("responses"));
        let mut child = start(
            bench
                .process("erase big-1711")
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let wait = whole.mul_f64(1.2 * chance.share());
        std::thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();
        match responses(&bench) {
            n if n == KEPT as u64 => before += 1,
            n => {
                assert_eq!(
                    n,
                    KEPT as u64 - 1,
                    "round {round}, after {wait:?}: more or less than one response went"
                );
                after += 1;
            }
        }
        let again = bench.run("erase big-1711");
        assert_eq!(again.code, 0, "round {round}, after {wait:?}: {}", again.err);
        assert_eq!(
            bench.done("score cafe --wave all --by region --format csv"),
            erased,
            "round {round}, {wait:?}"
        );
        for folder in ["raw", "quarantine", "batches"] {
            for file in crate::workbench::files(&bench.path(&format!("responses/cafe/{folder}"))) {
                let bytes = std::fs::read(&file).unwrap();
                let held = bytes
                    .windows(9)
                    .any(|window| window == b"\nbig-1711" || window == b"big-1711,");
                assert!(!held, "round {round}, after {wait:?}: {}", file.display());
            }
        }
        assert_eq!(leftovers(&bench), Vec::<String>::new(), "round {round}, after {wait:?}");
    }
    println!("killed {ERASURES} times within {whole:?}: {before} with the response, {after} without");
    assert!(before > 0, "no kill came in time: the test shows nothing");
}

const WRITES: u32 = 12;

/// Kills `line` at moments by chance: the files of `folder` that have a name are the old ones whole or the new ones whole, and
/// the next run makes the new ones.
fn killed_while_writing(bench: &Workbench, line: &str, folder: &str) {
    let shape = |path: &std::path::Path| (path.to_owned(), std::fs::read(path).unwrap());
    let named = |path: &std::path::PathBuf| !path.file_name().unwrap().to_string_lossy().starts_with('.');
    let held = || -> Vec<_> {
        let files = crate::workbench::files(&bench.path(folder));
        files
            .iter()
            .filter(|path| named(path))
            .map(|path| shape(path))
            .collect()
    };
    let old = held();
    crate::workbench::copy(&bench.path(folder), &bench.path("before"));
    let begun = Instant::now();
    assert_eq!(bench.spawn(line).code, 0);
    let whole = begun.elapsed();
    let new = held();
    assert_ne!(old, new, "{line}");
    let mut chance = Chance(20_261_127);
    let mut in_time = 0;
    for round in 0..WRITES {
        std::fs::remove_dir_all(bench.path(folder)).unwrap();
        crate::workbench::copy(&bench.path("before"), &bench.path(folder));
        let mut child = start(bench.process(line).stdout(Stdio::null()).stderr(Stdio::null()));
        let wait = whole.mul_f64(1.1 * chance.share());
        std::thread::sleep(wait);
        child.kill().unwrap();
        in_time += u32::from(!child.wait().unwrap().success());
        for file in held() {
            assert!(
                old.contains(&file) || new.contains(&file),
                "{line}, round {round}, after {wait:?}: {} is half written",
                file.0.display()
            );
        }
        for (path, _) in &old {
            assert!(
                path.is_file(),
                "{line}, round {round}, after {wait:?}: {} is gone",
                path.display()
            );
        }
    }
    assert_eq!(bench.spawn(line).code, 0, "{line} after the kills");
    assert_eq!(held(), new, "{line} after the kills");
    std::fs::remove_dir_all(bench.path("before")).unwrap();
    println!("{line}: killed {in_time} times of {WRITES} within {whole:?}");
    assert!(in_time > 0, "{line}: no kill came in time: the test shows nothing");
}

#[test]
fn a_killed_export_leaves_the_old_file_or_the_new_one() {
    let bench = Workbench::cafe().file("big.csv", large(KEPT));
    assert_eq!(bench.spawn("import cafe big.csv").code, 0);
    for name in ["a.sav", "a.csv", "a.xlsx", "a.parquet", "b.sss", "b.csv"] {
        bench.put(&format!("out/{name}"), "the old one, whole");
    }
    for name in ["a.sav", "a.csv", "a.xlsx", "a.parquet", "b.sss"] {
        killed_while_writing(&bench, &format!("export cafe --to out/{name}"), "out");
    }
}

#[test]
fn a_killed_build_or_report_leaves_pages_whole() {
    let bench = Workbench::two_seasons();
    bench.done("import cafe");
    assert_eq!(bench.spawn("build").code, 0);
    let survey = bench.text("surveys/cafe.yaml");
    bench.put(
        "surveys/cafe.yaml",
        survey.replacen("en: Our café", "en: Our new café", 1),
    );
    killed_while_writing(&bench, "build", "site");
    assert_eq!(bench.spawn("report cafe").code, 0);
    bench.put("surveys/cafe.yaml", survey);
    killed_while_writing(&bench, "report cafe", "site");
}
