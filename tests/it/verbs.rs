//! Every verb: its happy path, its formats, its exit code.

use crate::workbench::Workbench;
use crate::workbench::repository;
use crate::workbench::start;
use crate::workbench::table;
use std::io::Read;
use std::process::Stdio;

const SCORE: &str = "id,measure,wave,segment,level,value,low,high,base,effective_base,method,note";
const CHANGE: &str = "against,change,change_low,change_high,p,p_adjusted,family,verdict";

fn imported() -> Workbench {
    let bench = Workbench::two_seasons();
    bench.done("import");
    bench
}

#[test]
fn tidy_csv_has_the_columns_that_were_promised() {
    let bench = imported();
    let score = bench.done("score cafe --measure csat --format csv");
    assert_eq!(
        score,
        format!("{SCORE}\ncafe/2026Q4/csat,csat,2026Q4,,,0.4,0.263483256843,0.554041063397,40,40,wilson,\n")
    );
    let compare = bench.done("compare cafe --measure csat --format csv");
    assert_eq!(
        compare,
        format!(
            "{SCORE},{CHANGE}\ncafe/2026Q4/csat,csat,2026Q4,,,0.4,0.263483256843,0.554041063397,40,40,wilson,,2026Q3,-0.4,\
             -0.566318491708,-0.186677572036,0.000260729632876,0.000782188898629,headline/previous/2026Q4,fell\n"
        )
    );
    let tab = bench.done("tab cafe --of taste --by region --format csv");
    assert!(
        tab.starts_with(
            "id,question,answer,measure,wave,segment,level,value,low,high,base,effective_base,method,note,weighted_base,responses,\
             count,weighted_count,row_share,sd,se,banner,column,letter,letters,letters_p,omnibus_p,rest,rest_verdict,rest_change,\
             rest_p,rest_p_adjusted,previous,previous_verdict,previous_change,previous_p,previous_p_adjusted\n"
        )
    );
    assert_eq!(
        table(&tab).len(),
        3 * 8,
        "five options, two nets and the mean, of three groups"
    );
}

#[test]
fn json_has_the_names_of_csv() {
    let bench = imported();
    for line in [
        "score cafe --by region",
        "compare cafe --against previous,rest --by region",
        "tab cafe",
        "responses",
    ] {
        let rows = table(&bench.done(&format!("{line} --format csv")));
        let json: serde_json::Value = serde_json::from_str(&bench.done(&format!("{line} --format json"))).unwrap();
        assert_eq!(json["schema_version"], 1, "{line}");
        let objects = json["rows"].as_array().unwrap();
        assert_eq!(objects.len(), rows.len(), "{line}");
        for (row, object) in rows.iter().zip(objects) {
            let object = object.as_object().unwrap();
            assert!(row.keys().eq(object.keys()), "{line}: {row:?} against {object:?}");
            for (name, cell) in row {
                let value = &object[name];
                let same = match value {
                    serde_json::Value::Null => cell.is_empty(),
                    serde_json::Value::Number(number) => cell.parse::<f64>().ok() == number.as_f64(),
                    serde_json::Value::String(text) => cell == text,
                    other => *cell == other.to_string(),
                };
                assert!(same, "{line}: {name} is `{cell}` in CSV and `{value}` in JSON");
            }
        }
    }
}

#[test]
fn markdown_is_a_table_for_chat() {
    assert_eq!(
        imported().done("score cafe --measure csat --format md"),
        "\
| measure | wave | value | low | high | base |
| --- | --- | ---: | ---: | ---: | ---: |
| csat | 2026Q4 | 40.0% | 26.3% | 55.4% | 40 |

low–high: 95 % interval; base: unweighted valid answers
"
    );
}

#[test]
fn a_table_has_questions_down_and_groups_across() {
    let bench = imported();
    assert_eq!(
        bench.done("tab cafe --of cups --by region"),
        "                    Region
             total  North    South
                        A        B
───────────────────────────────────
How many cups did you order?
  One        75.0%  50.0%†  100.0%†
  1 or more  25.0%  50.0%†    0.0%†
  2           0.0%   0.0%†    0.0%†
  base          40     20       20
base: valid answers
†  base below 30: indicative only, not tested
"
    );
    let unknown = bench.run("tab cafe --of cup");
    unknown.says(
        2,
        "error: `--of cup`: no such question with counted answers; there are: taste, service, cups, recommend, region, csat, \
         nps, taste_mean, one_cup, joy, drink, people",
    );
}

#[test]
fn a_gate_trips_with_three_only_for_its_verdict() {
    let bench = imported();
    assert_eq!(bench.run("compare cafe --fail-on fell").code, 3);
    assert_eq!(bench.run("compare cafe --fail-on rose").code, 0);
    assert_eq!(bench.run("compare cafe --measure one_cup --fail-on fell,rose").code, 0);
    assert_eq!(
        bench
            .run("compare cafe --against 2026Q3 --measure csat --fail-on fell")
            .code,
        3
    );
    assert_eq!(bench.run("compare cafe --fail-on sank").code, 2);
}

#[test]
fn targets_and_history_are_compared_with() {
    let bench = imported()
        .file(
            "targets/cafe.csv",
            "measure,segment,value,valid_from,source\ncsat,,75,2026-01-01,plan\n",
        )
        .file(
            "history/cafe.csv",
            "measure,wave,segment,value,base,se\ncsat,2025Q4,,85,400,1.8\n",
        );
    let rows = table(&bench.done("compare cafe --measure csat --against target,year --format csv"));
    let found: Vec<[&str; 3]> = rows
        .iter()
        .map(|row| [&row["against"], &row["change"], &row["verdict"]].map(String::as_str))
        .collect();
    assert_eq!(found, [["2025Q4", "-0.45", "fell"], ["target", "-0.35", "below"]]);
}

#[test]
fn a_condition_keeps_only_responses_that_meet_it() {
    let rows = table(
        &imported().done("score cafe --where 'region = \"north\" and recommend < 9' --measure csat --format csv"),
    );
    // Of the 30 who gave 7 or 3, 15 are in the north, and 3 of them are satisfied.
    assert_eq!((rows[0]["value"].as_str(), rows[0]["base"].as_str()), ("0.2", "15"));
}

#[test]
fn a_bare_file_is_scored_without_a_workspace() {
    let mut csv = "overall,recommend,effort,region\n".to_owned();
    for row in ["5,10,3,east\n", "4,9,5,east\n", "2,3,9,west\n", "9,7,4,west\n"] {
        csv.push_str(&row.repeat(10));
    }
    let bench = Workbench::empty().file("answers.csv", &csv).input(&csv);
    let line = "score answers.csv --top-box overall:4,5 --nps recommend --mean effort --missing overall:9,effort:9";
    // 20 of 30, 50 % less 25 %, and (3 + 5 + 4) / 3.
    let values = |out: &str| {
        table(out)
            .iter()
            .map(|row| [row["value"].clone(), row["base"].clone()])
            .collect::<Vec<_>>()
    };
    let expected = [["0.666666666667", "30"], ["25", "40"], ["4", "30"]].map(|pair| pair.map(str::to_owned));
    assert_eq!(values(&bench.spawn(&format!("{line} --format csv")).out), expected);
    let piped = bench.run(&format!("{} --format csv", line.replace("answers.csv", "-")));
    assert_eq!(values(&piped.out), expected, "{}", piped.err);
    let by = table(&bench.spawn(&format!("{line} --by region --format csv")).out);
    let east = by
        .iter()
        .find(|row| row["level"] == "east" && row["measure"].contains("recommend"))
        .unwrap();
    assert_eq!(east["value"], "100");
    assert_eq!(bench.spawn("score answers.csv").code, 2, "what to compute was not said");
}

#[test]
fn a_file_can_be_scored_with_a_definition_and_without_import() {
    let bench = Workbench::two_seasons();
    let rows = table(&bench.done("score inbox/cafe/autumn.csv --survey cafe --format csv"));
    let csat = rows.iter().find(|row| row["measure"] == "csat").unwrap();
    assert_eq!((csat["value"].as_str(), csat["base"].as_str()), ("0.4", "40"));
    assert!(!bench.path("responses").exists(), "scoring stores nothing");
}

#[test]
fn check_tells_every_problem_at_once_and_as_json() {
    let text = include_str!("../data/it/cafe.yaml");
    let broken = text
        .replace("required: true", "requird: true")
        .replace("of: recommend", "of: recomend");
    let bench = Workbench::cafe().file("surveys/cafe.yaml", broken);
    let told = bench.run("check");
    assert_eq!(told.code, 1);
    assert!(
        told.err.contains("requird") && told.err.contains("did you mean `required`?"),
        "{}",
        told.err
    );
    assert!(told.err.contains("did you mean `recommend`?"), "{}", told.err);
    let json: serde_json::Value = serde_json::from_str(&bench.run("check --format json").out).unwrap();
    assert!(json.to_string().contains("surveys/cafe.yaml"), "{json}");
    // From standard input, as an editor would.
    let piped = Workbench::cafe().input(text).run("check -");
    piped.says(0, "cafe: 5 questions, 6 variables, 7 measures, in zh, en: sound");
}

#[test]
fn schema_is_json_and_explain_lists_and_explains() {
    let bench = Workbench::empty();
    let schema: serde_json::Value = serde_json::from_str(&bench.done("schema")).unwrap();
    assert!(schema["$defs"]["survey"]["properties"]["pages"].is_object());
    let list = bench.done("explain");
    assert!(
        list.lines().count() >= 60 && list.contains("MY145  an NPS that is not on 0 to 10\n"),
        "{list}"
    );
    assert!(
        bench
            .done("explain my145")
            .starts_with("# MY145: an NPS that is not on 0 to 10\n\n")
    );
    assert!(bench.done("--messages zh explain MY145").starts_with("# MY145: NPS"));
    let unknown = bench.run("explain MY999");
    unknown.says(
        2,
        "error: there is no rule `MY999`; `manyi explain` without a code lists all of them, and the id of a number has slashes: \
         `after-sales/2026Q4/csat?region=east`",
    );
}

#[test]
fn completions_and_man_page_name_every_verb() {
    let bench = Workbench::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = bench.done(&format!("completions {shell}"));
        assert!(script.contains("compare") && script.contains("fail-on"), "{shell}");
    }
    let page = bench.done("man");
    assert!(page.starts_with(".ie") && page.contains("manyi\\-import"), "{page}");
}

#[test]
fn help_and_version_are_no_error_and_wrong_words_are() {
    let bench = Workbench::empty();
    assert_eq!(
        bench.done("--version"),
        concat!("manyi ", env!("CARGO_PKG_VERSION"), "\n")
    );
    assert!(bench.done("--help").contains("compare"));
    assert!(bench.done("import --help").contains("--dry-run"));
    for line in [
        "",
        "imprt",
        "import --nope",
        "score",
        "score cafe --format xml",
        "completions tcsh",
        "import --strict --max-refused 1",
    ] {
        let ran = bench.run(line);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "`{line}`: {}", ran.err);
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn colour_is_for_terminals_and_who_asks() {
    let bench = Workbench::cafe().file("surveys/cafe.yaml", "id: cafe\n");
    assert!(!bench.run("check").err.contains('\u{1b}'));
    assert!(bench.run("--color always check").err.contains('\u{1b}'));
    let quiet = Workbench::cafe()
        .file("surveys/cafe.yaml", "id: cafe\n")
        .set("NO_COLOR", "1");
    assert!(!quiet.spawn("check").err.contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let bench = imported();
    for line in [
        "score cafe --wave all --by region --format csv",
        "schema",
        "explain",
        "completions bash",
        "--help",
    ] {
        let mut child = start(bench.process(line).stdout(Stdio::piped()).stderr(Stdio::piped()));
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "`{line}`");
    }
}

#[test]
fn the_program_is_the_library_and_nothing_more() {
    let bench = imported();
    for line in [
        "score cafe --format csv",
        "compare cafe --against target",
        "import cafe missing.csv",
        "responses --imports",
    ] {
        assert_eq!(bench.spawn(line), bench.run(line), "`{line}`");
    }
}

#[test]
fn a_mapping_is_proposed_for_a_foreign_file_and_can_be_used() {
    let bench = Workbench::cafe().file(
        "foreign.csv",
        "Nr,Wann,How satisfied are you with the taste?,How likely are you to recommend us to a friend?\n\
         1,2026-10-05T10:00:00+08:00,Satisfied,9\n2,2026-10-06T10:00:00+08:00,Very satisfied,8\n",
    );
    let proposal = bench.done("import cafe foreign.csv --propose");
    assert!(proposal.contains("taste") && proposal.contains("Nr"), "{proposal}");
    bench.put("foreign.map.yaml", &proposal);
    let read = bench.run("import cafe foreign.csv --dry-run --wave 2026Q4");
    assert!(read.err.contains("foreign.csv: 2 read = 2 accepted"), "{}", read.err);
    assert!(!bench.path("responses/cafe/ledger.jsonl").exists());
}

#[test]
fn the_workspace_is_found_upwards() {
    let bench = Workbench::two_seasons();
    let mut check = bench.process("check");
    let ended = start(check.current_dir(bench.path("inbox/cafe")).stdout(Stdio::null())).wait();
    assert_eq!(ended.unwrap().code(), Some(0));
    assert!(
        repository().join("manyi.toml").is_file(),
        "the repository is a workspace itself"
    );
}
