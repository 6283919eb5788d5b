//! What people send by mistake: each has a message with its place and a way out, the right exit code, and leaves nothing
//! half-written.

use crate::workbench::HEADING;
use crate::workbench::Ran;
use crate::workbench::Workbench;
use crate::workbench::program;
use crate::workbench::start;
use std::fmt::Write as _;
use std::process::Command;
use std::process::Stdio;

/// A workspace with answers of one summer in the store.
fn stocked() -> Workbench {
    let bench = Workbench::two_seasons();
    bench.done("import cafe inbox/cafe/summer.csv");
    bench
}

/// Imports `rows` below the usual heading; the store must be as it was.
#[track_caller]
fn refused(rows: &str, more: &str, code: u8, said: &str) {
    unchanged(
        &stocked().file("march.csv", format!("{HEADING}{rows}")),
        &format!("import cafe march.csv{more}"),
        code,
        said,
    );
}

#[track_caller]
fn unchanged(bench: &Workbench, line: &str, code: u8, said: &str) -> Ran {
    let (before, answers) = (
        bench.listing("responses"),
        bench.done("score cafe --format csv --wave all"),
    );
    let ran = bench.run(line);
    ran.says(code, said);
    assert_eq!(bench.listing("responses"), before, "the store changed");
    assert_eq!(bench.done("score cafe --format csv --wave all"), answers);
    ran
}

const OFF_SCALE: &str = "m1,2026-10-05T10:00:00+08:00,north,9,4,one,9,\n";

#[test]
fn an_answer_off_the_scale_is_shown_where_it_stands() {
    refused(
        OFF_SCALE,
        "",
        1,
        "\
error[MY333]: 0 of 1 rows were refused and 1 of 5 cells are unreadable: more than 5 %
--> march.csv
 = help: mend what the other problems name; nothing was kept

warning[MY320]: `taste` is `9`, which is not a point of the scale
--> march.csv line 2 (row 1), column \"taste\"
 = help: correct the cell, or say under `values` in the mapping what it means for `taste`

1 error, 1 warning: mend the errors and run this again; `manyi explain MY333` says more
march.csv: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 1 invalid cells — nothing was kept",
    );
}

#[test]
fn an_answer_off_the_scale_costs_its_cell_and_not_its_row() {
    let bench = stocked().file("march.csv", format!("{HEADING}{OFF_SCALE}"));
    bench.run("import cafe march.csv --max-refused 0.2").says(
        0,
        "\
warning[MY320]: `taste` is `9`, which is not a point of the scale
--> march.csv line 2 (row 1), column \"taste\"
 = help: correct the cell, or say under `values` in the mapping what it means for `taste`

1 warning: nothing is stopped by them; `manyi explain MY320` says more
march.csv: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 1 invalid cells",
    );
    assert_eq!(
        bench.done("responses --quarantine --format csv"),
        "survey,source,line,response_id,column,original,code,reason,repaired\n\
         cafe,march.csv,2,,taste,9,off_scale,is not a point of the scale,\n"
    );
}

#[test]
fn a_label_that_fits_two_options_is_not_guessed() {
    refused(
        "m1,2026-10-05T10:00:00+08:00,north,4,4,2,9,\n",
        " --max-refused 1",
        1,
        "\
error[MY321]: `cups` is `2`, which fits two options
--> march.csv line 2 (row 1), column \"cups\"
 = help: correct the cell, or say under `values` in the mapping what it means for `cups`

1 error: mend the errors and run this again; `manyi explain MY321` says more
march.csv: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 1 invalid cells — nothing was kept",
    );
}

#[test]
fn a_routed_out_answer_does_not_count_and_is_kept_aside() {
    let bench = stocked().file(
        "march.csv",
        format!("{HEADING}m1,2026-10-05T10:00:00+08:00,north,4,4,one,9,too loud\n"),
    );
    bench.run("import cafe march.csv").says(
        0,
        "\
warning[MY322]: `reason` is `too loud`, which answers a question that was not to be asked
--> march.csv line 2 (row 1), column \"reason\"
 = help: the answer was dropped and is kept in quarantine; compare `show_if` with the form that asked

1 warning: nothing is stopped by them; `manyi explain MY322` says more
march.csv: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells",
    );
    assert!(
        bench
            .done("responses --quarantine --format csv")
            .contains(",reason,too loud,routed_out,")
    );
}

#[test]
fn a_truncated_quote_does_not_swallow_the_rows_below() {
    refused(
        "m1,2026-10-05T10:00:00+08:00,north,4,4,one,3,\"too loud\nm2,2026-10-05T10:00:00+08:00,north,4,4,one,3,x\n",
        "",
        1,
        "\
error[MY333]: 1 of 2 rows were refused and 0 of 6 cells are unreadable: more than 5 %
--> march.csv
 = help: mend what the other problems name; nothing was kept

warning[MY330]: this row opens a quote that is never closed
--> march.csv line 2 (row 1)
 = help: close the quote, or double it when it belongs to the text

1 error, 1 warning: mend the errors and run this again; `manyi explain MY333` says more
march.csv: 2 read = 1 accepted + 0 replaced + 0 skipped + 1 refused; 0 invalid cells — nothing was kept",
    );
}

#[test]
fn a_nul_is_shown_and_not_stored() {
    refused(
        "m1,2026-10-05T10:00:00+08:00,north,4,4,one,3,too\0loud\n",
        "",
        1,
        "\
error[MY333]: 0 of 1 rows were refused and 1 of 6 cells are unreadable: more than 5 %
--> march.csv
 = help: mend what the other problems name; nothing was kept

warning[MY320]: `reason` is `too\\0loud`, which holds a NUL character
--> march.csv line 2 (row 1), column \"reason\"
 = help: take the character out and import again

1 error, 1 warning: mend the errors and run this again; `manyi explain MY333` says more
march.csv: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 1 invalid cells — nothing was kept",
    );
}

#[test]
fn an_empty_file_says_so() {
    unchanged(
        &stocked().file("march.csv", ""),
        "import cafe march.csv",
        1,
        "\
error[MY301]: there is nothing in this file
--> march.csv
 = help: export the answers again

1 error: mend the errors and run this again; `manyi explain MY301` says more
march.csv: 0 read = 0 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells — nothing was kept",
    );
}

#[test]
fn a_header_without_answers_says_so() {
    refused(
        "",
        "",
        1,
        "\
error[MY302]: no row stands below the header
--> march.csv
 = help: check the filter of the export, or `header_rows` in the mapping

1 error: mend the errors and run this again; `manyi explain MY302` says more
march.csv: 0 read = 0 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells — nothing was kept",
    );
}

#[test]
fn what_is_no_file_is_named() {
    let bench = stocked();
    std::fs::create_dir(bench.path("march.csv")).unwrap();
    unchanged(
        &bench,
        "import cafe march.csv",
        2,
        "error: march.csv is a folder; name a file in it",
    );
    unchanged(
        &bench,
        "import cafe may.csv",
        2,
        "error: there is no file may.csv; beside it there is: march.csv",
    );
    unchanged(
        &bench,
        "import caffe march.csv",
        2,
        "error: there is no survey `caffe`; there is: cafe; a file is named with its path, such as ./caffe",
    );
    unchanged(
        &bench,
        "import may.csv",
        2,
        "error: which survey do the answers in `may.csv` belong to? write `manyi import SURVEY may.csv`",
    );
    let chinese = bench.run("--messages zh import cafe may.csv");
    chinese.says(2, "错误：没有文件 may.csv；同一位置有：march.csv");
}

#[test]
fn a_folder_that_is_no_workspace_says_how_to_make_one() {
    let bench = Workbench::empty();
    let ran = bench.spawn("check");
    ran.says(
        2,
        "error: there is no manyi.toml in . or above it; go to a workspace, name one with --workspace, or make one with `manyi init`",
    );
    let named = Workbench::empty().file("shop/x.txt", "");
    named.spawn("--workspace shop check").says(
        2,
        "error: shop is no workspace: there is no manyi.toml in it; name the folder that holds one, or make a workspace with `manyi init`",
    );
    assert_eq!(bench.spawn("--workspace nowhere check").code, 2);
}

#[test]
fn an_unknown_name_is_underlined_with_the_nearest() {
    unchanged(
        &stocked(),
        "score cafe --by regoin",
        1,
        "\
error[MY402]: `regoin` is not known here
 --> --by:1:1
  |
1 | regoin
  | ^^^^^^
  |
  = help: did you mean `region`?

1 error: mend the errors and run this again; `manyi explain MY402` says more",
    );
    unchanged(
        &stocked(),
        "score cafe --where 'region == north'",
        1,
        "\
error[MY401]: `==` is not an operator or mark here
 --> --where:1:8
  |
1 | region == north
  |        ^^
  |
  = help: write `=`

error[MY401]: `north` is an option of `region` and stands without quotes
 --> --where:1:11
  |
1 | region == north
  |           ^^^^^
  |
  = help: write `\"north\"`

2 errors: mend the errors and run this again; `manyi explain MY401` says more",
    );
    for line in [
        "score cafe --measure csst",
        "score cafe --wave 2031Q1",
        "compare cafe --by cup_size",
        "tab cafe --by nope",
    ] {
        assert_eq!(stocked().run(line).code, 1, "{line}");
    }
}

#[test]
fn a_place_under_chinese_text_is_two_columns_a_character() {
    let ran = stocked().run("--messages zh score cafe --where '地区 = 1'");
    let lines: Vec<&str> = ran.err.lines().collect();
    let at = lines
        .iter()
        .position(|line| *line == "1 | 地区 = 1")
        .unwrap_or_else(|| panic!("{}", ran.err));
    assert_eq!(lines[at + 1], "  | ^^^^", "{}", ran.err);
    assert_eq!(ran.code, 1);
}

#[test]
fn semicolons_utf16_and_gb18030_are_found_without_being_told() {
    let rows = |between: char| {
        let heading = HEADING.replace(',', &between.to_string());
        let row = [
            "m1",
            "2026-10-05T10:00:00+08:00",
            "北区",
            "非常满意",
            "满意",
            "一杯",
            "3",
            "太吵，下次不来",
        ];
        format!("{heading}{}\n", row.join(&between.to_string()))
    };
    let utf16 = |text: String, mark: &[u8]| {
        mark.iter()
            .copied()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect::<Vec<u8>>()
    };
    let gb = encoding_rs::GB18030.encode(&rows(';')).0.into_owned();
    let forms = [
        ("semicolons.csv", rows(';').into_bytes()),
        ("utf16.csv", utf16(rows('\t'), b"\xff\xfe")),
        ("utf16-unmarked.csv", utf16(rows('\t'), b"")),
        (
            "marked.csv",
            format!("\u{feff}{}", rows(',').replace("太吵，下次不来", "\"太吵，下次不来\"")).into_bytes(),
        ),
        ("gb18030.csv", gb),
    ];
    let mut scores = Vec::new();
    for (name, bytes) in forms {
        // One answer is read of each, and none is hidden here.
        let bench = Workbench::cafe().file(name, bytes);
        let open = bench
            .text("surveys/cafe.yaml")
            .replace("\nreport:\n", "\nreport:\n  privacy_k: 1\n");
        let bench = bench.file("surveys/cafe.yaml", open);
        let ran = bench.run(&format!("import cafe {name}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(
            ran.line(name),
            format!("{name}: 1 read = 1 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells")
        );
        scores.push(bench.done("score cafe --show-small --by region --format csv"));
    }
    assert!(
        scores[0].contains("cafe/2026Q4/taste_mean,taste_mean,2026Q4,,,5,"),
        "{}",
        scores[0]
    );
    assert!(scores.iter().all(|score| *score == scores[0]), "{scores:#?}");
}

#[test]
fn a_full_disk_is_told_where_the_output_goes() {
    let bench = stocked();
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        println!("skipped: there is no /dev/full here");
        return;
    };
    let child = start(
        bench
            .process("score cafe --format csv")
            .stdout(full)
            .stderr(Stdio::piped()),
    );
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&ended.stderr).starts_with("error: the output could not be written: No space left")
    );
}

/// A tiny disk of our own, in a mount namespace of our own; the program fills it in the midst of an import.
#[test]
fn a_disk_that_fills_up_leaves_the_store_as_it_was() {
    let mut many = HEADING.to_owned();
    for at in 0..20_000_u32 {
        let (day, mix) = (at % 28 + 1, u64::from(at).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        writeln!(
            many,
            "r{at},2026-10-{day:02}T10:00:00+08:00,north,{},4,one,3,{mix:x}",
            at % 5 + 1
        )
        .unwrap();
    }
    let bench = stocked().file("many.csv", many);
    let script = "mkdir old && cp -r responses/. old && mount -t tmpfs -o size=128k none responses && cp -r old/. responses && \
         ( cd responses && sha256sum $(find . -type f | sort) ) > before.txt && \
         \"$0\" import cafe many.csv 2> said.txt; echo $? > code.txt; \
         ( cd responses && sha256sum $(find . -type f | sort) ) > after.txt && \"$0\" responses --verify > /dev/null 2> verified.txt";
    let ended = start(
        Command::new("sh")
            .args(["-c", "unshare -m sh -c \"$1\" \"$0\"", program(), script])
            .current_dir(bench.path("")),
    )
    .wait();
    if !bench.path("before.txt").exists() {
        println!("skipped: no disk of our own can be mounted here ({ended:?})");
        return;
    }
    let said = bench.text("said.txt");
    assert_eq!(bench.text("code.txt"), "2\n", "{said}");
    assert!(said.contains("No space left on device"), "{said}");
    assert!(
        said.contains("free some space and run this again; the store is as it was"),
        "{said}"
    );
    assert_eq!(bench.text("after.txt"), bench.text("before.txt"));
    assert_eq!(bench.text("verified.txt"), "cafe: every file is as it was written\n");
}
