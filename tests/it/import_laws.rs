//! Laws of import: the same answers give the same store however they arrive, and every row is accounted for.

use crate::workbench::HEADING;
use crate::workbench::Workbench;
use crate::workbench::season;
use crate::workbench::table;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What the store says of its answers, whatever their files: responses by wave, and every score of every group.
fn state(bench: &Workbench) -> String {
    let scores = bench.done("score cafe --wave all --by region,taste,cups --show-small --format csv");
    let tables = bench.done("tab cafe --wave all --by region --show-small --format csv");
    format!("{}\n{scores}\n{tables}", bench.done("responses --format csv"))
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let bench = Workbench::two_seasons();
    bench.done("import");
    let (before, listed) = (state(&bench), bench.listing("responses"));
    bench.run("import").says(
        0,
        "\
inbox/cafe/autumn.csv: 40 read = 0 accepted + 0 replaced + 40 skipped + 0 refused; imported before, unchanged
inbox/cafe/summer.csv: 40 read = 0 accepted + 0 replaced + 40 skipped + 0 refused; imported before, unchanged",
    );
    assert_eq!((state(&bench), bench.listing("responses")), (before.clone(), listed));
    // The same answers under another name and in another spelling are still the same answers.
    bench.put(
        "again.csv",
        bench
            .text("inbox/cafe/summer.csv")
            .replace(",north,", ",北区,")
            .replace('\n', "\r\n"),
    );
    let again = bench.run("import cafe again.csv");
    assert_eq!(
        again.line("again"),
        "again.csv: 40 read = 0 accepted + 0 replaced + 40 skipped + 0 refused; 0 invalid cells"
    );
    assert_eq!(state(&bench), before);
}

/// Five files that overlap: some responses stand in several, changed, and with another time of change.
fn overlapping() -> [String; 5] {
    let mut files: [String; 5] = std::array::from_fn(|_| HEADING.replace("reason\n", "reason,modified_at\n"));
    for at in 0..20 {
        for (number, file) in files.iter_mut().enumerate() {
            // Each file holds four fifths of the responses; two of them without a time of change.
            if at % 5 == number {
                continue;
            }
            let taste = (at + number * at) % 5 + 1;
            let region = if at % 3 == 0 { "north" } else { "south" };
            let modified = match number {
                0 | 1 => String::new(),
                _ => format!("2026-11-{:02}T08:00:00+08:00", (at * number) % 9 + 1),
            };
            writeln!(
                file,
                "r{at},2026-10-{:02}T10:00:00+08:00,{region},{taste},4,one,9,,{modified}",
                at % 28 + 1
            )
            .unwrap();
        }
    }
    files
}

#[test]
fn overlapping_files_in_any_order_give_the_same_answers() {
    let files = overlapping();
    let mut first: Option<String> = None;
    let mut digests = BTreeSet::new();
    for order in orders() {
        let bench = Workbench::cafe();
        let (mut accepted, mut replaced) = (0, 0);
        for at in order {
            bench.put(&format!("part{at}.csv"), &files[at]);
            let ran = bench.run(&format!("import cafe part{at}.csv"));
            assert_eq!(ran.code, 0, "{}", ran.err);
            let counts = Equation::of(ran.line("part"));
            (accepted, replaced) = (accepted + counts.accepted, replaced + counts.replaced);
        }
        assert_eq!(
            accepted, 20,
            "each response is accepted once, in order {order:?}; {replaced} were replaced"
        );
        digests.insert(digest(&bench));
        // Figures are looked at in a few orders; the digest is of every answer.
        if order[0] == 4 && order[1] == 3 || order == [0, 1, 2, 3, 4] {
            let state = state(&bench);
            assert_eq!(state, *first.get_or_insert_with(|| state.clone()), "order {order:?}");
        }
    }
    assert_eq!(digests.len(), 1, "one store, whatever the order of five files");
    // Each file three times over, in the midst of the others.
    let bench = Workbench::cafe();
    for at in [3, 0, 3, 1, 0, 2, 4, 3, 1, 1, 2, 4, 0, 2, 4] {
        bench.put(&format!("part{at}.csv"), &files[at]);
        assert_eq!(bench.run(&format!("import cafe part{at}.csv")).code, 0);
    }
    digests.insert(digest(&bench));
    assert_eq!(digests.len(), 1, "nor however often they come");
}

/// What the store of the café holds, as one number.
fn digest(bench: &Workbench) -> String {
    let source = manyi::diagnostic::Source {
        name: "cafe.yaml".to_owned(),
        text: bench.text("surveys/cafe.yaml"),
    };
    let survey = manyi::definition::read(&source.into()).0.unwrap();
    let snapshot = manyi::store::Store::new(&bench.path("responses/cafe"))
        .snapshot()
        .unwrap();
    snapshot.digest(&survey).unwrap()
}

/// All orders of five.
fn orders() -> Vec<[usize; 5]> {
    let mut all = Vec::new();
    for code in 0..3_125_usize {
        let order = [code % 5, code / 5 % 5, code / 25 % 5, code / 125 % 5, code / 625];
        let mut sorted = order;
        sorted.sort_unstable();
        if sorted == [0, 1, 2, 3, 4] {
            all.push(order);
        }
    }
    assert_eq!(all.len(), 120);
    all
}

#[test]
fn a_dry_run_tells_and_keeps_nothing() {
    let bench = Workbench::two_seasons();
    bench.done("import cafe inbox/cafe/summer.csv");
    let before = bench.listing("responses");
    bench.run("import cafe inbox/cafe/autumn.csv --dry-run").says(
        0,
        "inbox/cafe/autumn.csv: 40 read = 40 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells — a dry run, nothing was kept",
    );
    assert_eq!(bench.listing("responses"), before);
    let told = bench.run("import cafe inbox/cafe/autumn.csv");
    assert!(told.err.contains("40 read = 40 accepted"), "{}", told.err);
}

/// Two hundred rows of which `bad` name no wave: a share of `bad` / 200 is refused.
fn with_refused(bad: usize) -> Workbench {
    let mut text = HEADING.to_owned();
    for at in 0..200 {
        let day = if at < bad { "32" } else { "05" };
        writeln!(text, "r{at},2026-10-{day}T10:00:00+08:00,north,4,4,one,9,").unwrap();
    }
    Workbench::cafe().file("rows.csv", text)
}

#[test]
fn refused_rows_up_to_the_limit_are_left_out_and_above_it_nothing_is_kept() {
    let at_limit = with_refused(10).run("import cafe rows.csv");
    assert_eq!(at_limit.code, 0, "5 % is not more than 5 %: {}", at_limit.err);
    assert!(
        at_limit
            .line("rows.csv")
            .starts_with("rows.csv: 200 read = 190 accepted + 0 replaced + 0 skipped + 10 refused")
    );
    let bench = with_refused(11);
    let above = bench.run("import cafe rows.csv");
    assert_eq!(above.code, 1);
    assert!(above.line("rows.csv").ends_with("— nothing was kept"));
    assert!(!bench.path("responses/cafe/ledger.jsonl").exists());
    assert_eq!(bench.run("import cafe rows.csv --max-refused 0.055").code, 0);
    // The workspace may say it, too.
    let settings = with_refused(20);
    settings.put(
        "manyi.toml",
        settings.text("manyi.toml") + "[import]\nmax_refused = 0.1\n",
    );
    assert_eq!(settings.run("import cafe rows.csv").code, 0);
}

#[test]
fn strict_keeps_nothing_when_one_row_or_cell_is_bad() {
    assert_eq!(with_refused(0).run("import cafe rows.csv --strict").code, 0);
    let bench = with_refused(1);
    let ran = bench.run("import cafe rows.csv --strict");
    assert_eq!(ran.code, 1);
    assert!(!bench.path("responses/cafe/ledger.jsonl").exists());
    let text = bench
        .text("rows.csv")
        .replacen("-32T", "-05T", 1)
        .replacen(",north,4,", ",north,6,", 1);
    bench.put("rows.csv", text);
    assert_eq!(bench.run("import cafe rows.csv --strict").code, 1);
    assert_eq!(bench.run("import cafe rows.csv").code, 0);
}

#[test]
fn answers_after_the_freeze_change_nothing_that_was_reported() {
    let bench = Workbench::two_seasons();
    bench.done("import");
    bench.done("freeze cafe 2026Q3");
    bench
        .run("freeze cafe 2026Q3")
        .says(0, "2026Q3 of cafe was closed before");
    let before = bench.done("score cafe --wave all --format csv");
    let late = season("late", 9, 0, [0, 0, 0, 0]) + "summer-01,2026-08-02T10:00:00+08:00,north,1,1,one,0,changed\n";
    bench.put("late.csv", late);
    bench.put("more.csv", season("more", 11, 40, [9, 9, 9, 9]));
    assert_eq!(bench.run("import cafe late.csv").code, 0);
    assert_eq!(bench.done("score cafe --wave all --format csv"), before);
    assert_eq!(bench.run("import cafe more.csv").code, 0);
    let rows = table(&bench.done("responses --format csv"));
    let counts: Vec<[&str; 4]> = rows
        .iter()
        .map(|row| [&row["wave"], &row["responses"], &row["late"], &row["state"]].map(String::as_str))
        .collect();
    // The 40 that were reported, and 41 versions kept apart, one of them of a response that is among the 40.
    assert_eq!(
        counts,
        [["2026Q3", "81", "41", "frozen"], ["2026Q4", "80", "0", "open"]]
    );
    let unknown = bench.run("freeze cafe 2031Q1");
    unknown.says(
        2,
        "error: `cafe` has no answers in wave `2031Q1`; there are: 2026Q3, 2026Q4",
    );
}

#[test]
fn fixes_are_replayed_over_the_answers_and_never_written_into_them() {
    let bench = Workbench::two_seasons();
    bench.done("import");
    let stored = bench.listing("responses");
    let base = |bench: &Workbench| {
        let rows = table(&bench.done("score cafe --measure csat --format csv"));
        (rows[0]["value"].clone(), rows[0]["base"].clone())
    };
    assert_eq!(base(&bench), ("0.4".to_owned(), "40".to_owned()));
    bench.put(
        "fixes/cafe.csv",
        "response_id,column,old,new,reason\nautumn-40,*,,,our own test\nautumn-20,taste,2,5,misread\nautumn-21,taste,2,5,misread\n",
    );
    // 18 of 39.
    assert_eq!(base(&bench), ("0.461538461538".to_owned(), "39".to_owned()));
    // A correction whose old value is not there is told, and not made.
    bench.put(
        "fixes/cafe.csv",
        "response_id,column,old,new,reason\nautumn-20,taste,3,5,misread\n",
    );
    let told = bench.run("score cafe --measure csat --format csv");
    assert!(told.err.contains("fixes/cafe.csv"), "{}", told.err);
    assert!(told.out.contains(",0.4,"), "{}", told.out);
    assert_eq!(bench.listing("responses"), stored);
}

#[test]
fn a_dash_reads_standard_input() {
    let bench = Workbench::cafe().input(season("piped", 10, 20, [9, 9, 9, 9]));
    bench.run("import cafe -").says(
        0,
        "-: 40 read = 40 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells",
    );
    assert_eq!(bench.run("import -").code, 2, "nobody said to which survey it belongs");
}

#[test]
fn the_wave_can_be_named_and_must_be_one() {
    let bench = Workbench::two_seasons();
    bench.done("import cafe inbox/cafe/summer.csv --wave 2026Q1");
    assert_eq!(table(&bench.done("responses --format csv"))[0]["wave"], "2026Q1");
    let wrong = bench.run("import cafe inbox/cafe/summer.csv --wave spring");
    wrong.says(
        2,
        "error: `--wave spring` is no wave of this workspace; waves are named as in manyi.toml, such as 2026Q4",
    );
}

#[test]
fn days_begin_in_the_time_zone_of_the_workspace() {
    let rows = "a,2026-09-30T15:59:59Z,north,4,4,one,9,\nb,2026-09-30T16:00:00Z,north,4,4,one,9,\nc,2026-10-01 00:00:00,north,4,4,one,9,\n";
    let bench = Workbench::cafe().file("rows.csv", format!("{HEADING}{rows}"));
    bench.done("import cafe rows.csv");
    let rows = table(&bench.done("responses --format csv"));
    let waves: BTreeMap<&str, &str> = rows
        .iter()
        .map(|row| (row["wave"].as_str(), row["responses"].as_str()))
        .collect();
    assert_eq!(waves, BTreeMap::from([("2026Q3", "1"), ("2026Q4", "2")]));
}

/// The row equation of an import's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Equation {
    pub read: u64,
    pub accepted: u64,
    pub replaced: u64,
    pub skipped: u64,
    pub refused: u64,
    pub invalid: u64,
}

impl Equation {
    /// Reads a line such as `x.csv: 3 read = 2 accepted + 0 replaced + 1 skipped + 0 refused; 0 invalid cells`.
    pub fn of(line: &str) -> Self {
        let words: Vec<&str> = line.split([' ', ';']).collect();
        let before = |name: &str| {
            let at = words
                .iter()
                .position(|word| *word == name)
                .unwrap_or_else(|| panic!("no `{name}` in `{line}`"));
            words[at - 1].parse().unwrap_or(0)
        };
        Self {
            read: before("read"),
            accepted: before("accepted"),
            replaced: before("replaced"),
            skipped: before("skipped"),
            refused: before("refused"),
            invalid: words
                .iter()
                .position(|word| *word == "invalid")
                .map_or(0, |at| words[at - 1].parse().unwrap()),
        }
    }
}

#[test]
fn every_row_of_the_sample_workspace_is_accounted_for() {
    let bench = Workbench::sample();
    let ran = bench.run("import");
    assert_eq!(ran.code, 0, "{}", ran.err);
    // Rows as sample-data/README.md counts them; three older versions stand in one file with their later ones.
    let expected = [
        ("after-sales/2025Q1.csv", 480, 480, 0, 0),
        ("after-sales/2025Q2.csv", 495, 495, 0, 0),
        ("after-sales/2025Q3.csv", 510, 509, 0, 1),
        ("after-sales/2025Q4.csv", 505, 505, 0, 1),
        ("after-sales/2026Q1.csv", 520, 520, 0, 1),
        ("after-sales/2026Q2.csv", 530, 530, 0, 1),
        ("after-sales/2026Q3.csv", 540, 540, 0, 0),
        ("after-sales/2026Q4.csv", 433, 430, 3, 0),
        ("support-csat/2025H2.csv", 490, 490, 0, 0),
        ("support-csat/2026Q1.csv", 255, 255, 0, 0),
        ("support-csat/2026Q2.csv", 260, 260, 0, 0),
        ("support-csat/2026Q3.csv", 265, 265, 0, 0),
        ("support-csat/2026Q4.csv", 230, 230, 0, 0),
    ];
    let lines: Vec<&str> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("sample-data/") && line.contains(" read = "))
        .collect();
    assert_eq!(lines.len(), expected.len(), "{}", ran.err);
    let mut total = 0;
    for (line, (file, read, accepted, skipped, invalid)) in lines.into_iter().zip(expected) {
        assert!(line.starts_with(&format!("sample-data/{file}: ")), "{line}");
        let counts = Equation::of(line);
        let refused = u64::from(file == "after-sales/2025Q3.csv");
        assert_eq!(
            counts,
            Equation {
                read,
                accepted,
                replaced: 0,
                skipped,
                refused,
                invalid
            },
            "{line}"
        );
        assert_eq!(
            counts.read,
            counts.accepted + counts.replaced + counts.skipped + counts.refused,
            "{line}"
        );
        total += counts.read * u64::from(file.starts_with("after-sales"));
    }
    assert_eq!(total, 4013);
}
