//! Paper typed twice: what differs is listed, what agrees is taken in, and a settled list comes back.

use crate::workbench::Workbench;

const FIRST: &str = "id,submitted,taste,service,cups,recommend,reason\n\
                     p1,2026-11-03 10:00,4,5,one,9,\n\
                     p2,2026-11-03 10:05,2,4,several,3,too slow\n\
                     p3,2026-11-03 10:10,5,5,one,10,\n\
                     p4,2026-11-03 10:15,3,3,no_cup,6,cold\n";
const SECOND: &str = "id,submitted,taste,service,cups,recommend,reason\n\
                      p1,2026-11-04 09:00,4,5,一杯,9,\n\
                      p2,2026-11-04 09:05,3,4,several,3,too  slow\n\
                      p4,2026-11-04 09:15,3,3,no_cup,7,cold\n\
                      p5,2026-11-04 09:20,1,1,one,0,never again\n";

fn bench() -> Workbench {
    Workbench::cafe().file("a.csv", FIRST).file("b.csv", SECOND)
}

#[test]
fn differences_are_listed_and_what_agrees_is_taken_in() {
    let bench = bench();
    let ran = bench.run("import cafe --double a.csv b.csv");
    assert_eq!(ran.code, 1, "{}", ran.err);
    insta::assert_snapshot!(ran.out, @r"
    sheet  question   line 1  first pass    line 2  second pass
    ───────────────────────────────────────────────────────────
    p2     taste           3  dissatisfied       3  neither
    p3     *               4  sheet
    p4     recommend       5  6                  4  7
    p5     *                                     5  sheet
    ");
    assert_eq!(
        ran.line("3 sheets"),
        "3 sheets in both passes, 2 of 14 answers differ (14.29%), 2 sheets in one pass only; 4 open"
    );
    assert_eq!(
        ran.line("a.csv + b.csv"),
        "a.csv + b.csv: 3 read = 3 accepted + 0 replaced + 0 skipped + 0 refused; 2 invalid cells"
    );
    assert!(ran.err.contains("error[MY213]: 2 answers differ"), "{}", ran.err);
    let stored = bench.done("export cafe --as csv");
    insta::assert_snapshot!(stored, @r"
    response_id,respondent,wave,submitted,started,language,taste,service,cups,recommend,reason,region
    p1,,2026Q4,2026-11-03T10:00:00,,,4,5,one,9,<not_asked>,<not_in_version>
    p2,,2026Q4,2026-11-03T10:05:00,,,<invalid>,4,several,3,too slow,<not_in_version>
    p4,,2026Q4,2026-11-03T10:15:00,,,3,3,no_cup,<invalid>,<not_asked>,<not_in_version>
    ");
    let aside = bench.done("responses cafe --quarantine --format csv");
    assert!(
        aside.contains("p2,taste,dissatisfied | neither,passes_differ"),
        "{aside}"
    );
}

#[test]
fn a_settled_list_comes_back_and_replaces_what_was_open() {
    let bench = bench();
    let list = bench.run("import cafe --double a.csv b.csv --format csv --dry-run");
    assert_eq!(list.code, 1);
    let settle = |line: &str| {
        let by = [
            ("p2,taste,", "<second>"),
            ("p3,*,", "keep"),
            ("p4,recommend,", "6"),
            ("p5,*,", "drop"),
        ];
        let answer = by
            .iter()
            .find(|(start, _)| line.starts_with(start))
            .map_or("", |(_, answer)| answer);
        format!("{line}{answer}\n")
    };
    bench.put("list.csv", list.out.lines().map(settle).collect::<String>());
    bench.run("import cafe --double a.csv b.csv");
    let ran = bench.run("import cafe --double a.csv b.csv --resolved list.csv");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("3 sheets in both passes, 2 of"), "{}", ran.err);
    let stored = bench.done("export cafe --as csv");
    insta::assert_snapshot!(stored, @r"
    response_id,respondent,wave,submitted,started,language,taste,service,cups,recommend,reason,region
    p1,,2026Q4,2026-11-03T10:00:00,,,4,5,one,9,<not_asked>,<not_in_version>
    p2,,2026Q4,2026-11-03T10:05:00,,,3,4,several,3,too slow,<not_in_version>
    p3,,2026Q4,2026-11-03T10:10:00,,,5,5,one,10,<not_asked>,<not_in_version>
    p4,,2026Q4,2026-11-03T10:15:00,,,3,3,no_cup,6,cold,<not_in_version>
    ");
    // The same once more changes nothing; one pass alone, imported afterwards, does not count against both.
    assert!(
        bench
            .run("import cafe --double a.csv b.csv --resolved list.csv")
            .err
            .contains("imported before, unchanged")
    );
    bench.run("import cafe b.csv");
    let after = bench.done("export cafe --as csv");
    assert!(
        after.contains("p2")
            && stored
                .lines()
                .filter(|line| !line.starts_with("p5"))
                .all(|line| after.contains(line)),
        "{after}"
    );
}

#[test]
fn a_list_that_settles_something_else_is_told_with_its_line() {
    let bench = bench().file(
        "list.csv",
        "response,question,resolved\np2,taste,good\np1,taste,4\np3,*,4\n",
    );
    let ran = bench.run("import cafe --double a.csv b.csv --resolved list.csv");
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err.matches("error[MY212]").count(), 3, "{}", ran.err);
    assert!(
        ran.err.contains("`good` is no answer to `taste`") && ran.err.contains("list.csv line 2"),
        "{}",
        ran.err
    );
    assert!(
        !bench.path("responses/cafe/ledger.jsonl").exists()
            || bench.done("responses cafe --format csv").lines().count() < 2
    );
}

#[test]
fn two_passes_that_agree_are_one_import() {
    let bench = Workbench::cafe()
        .file("a.csv", FIRST)
        .file("b.csv", FIRST.replace("2026-11-03", "2026-11-05"));
    let ran = bench.run("import cafe --double a.csv b.csv");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains("4 read = 4 accepted"), "{}", ran.err);
}

#[test]
fn files_of_the_page_for_data_entry_are_compared_likewise() {
    let head = "{\"manyi\":\"segment\",\"version\":1,\"survey\":\"cafe\"}\n";
    let record = |pass: u8, taste: u8| {
        format!(
            "{head}{{\"response_id\":\"paper-7\",\"submitted\":\"2026-11-0{pass}T08:00:00Z\",\"pass\":{pass},\"operator\":\"Li\",\"fields\":{{\"taste\":\"{taste}\",\"cups\":\"one\",\"recommend\":\"9\"}}}}\n"
        )
    };
    let bench = Workbench::cafe()
        .file("inbox/one.jsonl", record(1, 4))
        .file("inbox/two.jsonl", record(2, 5));
    let ran = bench.run(&format!(
        "import cafe --double {} {} --format csv",
        bench.path("inbox/one.jsonl").display(),
        bench.path("inbox/two.jsonl").display()
    ));
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.out,
        "response,question,first_line,first,second_line,second,resolved\npaper-7,taste,2,satisfied,2,very_satisfied,\n"
    );
    assert!(
        ran.err.contains(
            "one.jsonl + two.jsonl: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 1 invalid cells"
        ),
        "{}",
        ran.err
    );
}
