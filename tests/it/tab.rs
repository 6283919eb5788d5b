//! Banner tables, to the letter. `tests/data/it/lounge.csv` has 300 answers; shares, letters and p-values of these tables were
//! compared with numpy and scipy on the same file.

use crate::workbench::Workbench;
use crate::workbench::table;

const ANSWERS: &str = include_str!("../data/it/lounge.csv");

fn lounge() -> Workbench {
    Workbench::cafe()
        .file("surveys/lounge.yaml", include_str!("../data/it/lounge.yaml"))
        .file(
            "surveys/lounge-weighted.yaml",
            include_str!("../data/it/lounge-weighted.yaml"),
        )
        .file("lounge.csv", ANSWERS)
}

#[test]
fn banners_stand_side_by_side_with_letters_and_arrows() {
    assert_eq!(
        lounge().done("tab lounge.csv --survey lounge --of comfort,recommend --by region,used"),
        include_str!("../data/it/tab-banners.txt")
    );
}

#[test]
fn nested_banners_in_chinese_markdown_with_small_letters() {
    assert_eq!(
        lounge().done(
            "--messages zh tab lounge.csv --survey lounge --of comfort --by 'region>channel' --letters unadjusted \
             --show column,row,count,interval --format md"
        ),
        include_str!("../data/it/tab-nested.md")
    );
}

#[test]
fn weighted_tables_of_overlapping_columns_have_every_figure_for_machines() {
    assert_eq!(
        lounge()
            .done("tab lounge.csv --survey lounge-weighted --of used,comfort --by used --with-missing --format csv"),
        include_str!("../data/it/tab-weighted.csv")
    );
}

#[test]
fn shares_of_responses_add_up_to_one() {
    let out = lounge().done("tab lounge.csv --survey lounge --of used --by region --base responses --format csv");
    for column in ["total", "North", "South", "West"] {
        let shares = table(&out)
            .into_iter()
            .filter(|row| row["column"] == column)
            .map(|row| row["value"].parse::<f64>().unwrap());
        assert!((shares.sum::<f64>() - 1.0).abs() < 1e-11, "{column}");
    }
}

#[test]
fn the_order_of_answers_changes_nothing() {
    let (head, rows) = ANSWERS.split_once('\n').unwrap();
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.reverse();
    let turned = lounge().file("lounge.csv", format!("{head}\n{}\n", lines.join("\n")));
    for line in [
        "tab lounge.csv --survey lounge --by region,channel,used --format csv",
        "tab lounge.csv --survey lounge --by 'region>channel' --format csv",
    ] {
        assert_eq!(lounge().done(line), turned.done(line), "{line}");
    }
}

#[test]
fn no_letter_and_no_test_tells_of_a_hidden_column() {
    // Three people in the west: they are hidden, and so is the smallest other region.
    let few: Vec<&str> = ANSWERS.lines().filter(|line| !line.contains(",west,")).collect();
    let west = ANSWERS
        .lines()
        .filter(|line| line.contains(",west,") && line.contains(",5,"))
        .take(3);
    let lines: Vec<_> = few.into_iter().chain(west).collect();
    let text = lines.join("\n") + "\n";
    let bench = lounge().file("lounge.csv", text);
    let rows = table(&bench.done("tab lounge.csv --survey lounge --of comfort --by region --format csv"));
    let hidden: Vec<_> = rows.iter().filter(|row| row["note"].starts_with("hidden")).collect();
    assert!(hidden.iter().any(|row| row["level"] == "west") && hidden.iter().any(|row| row["level"] == "south"));
    for row in hidden {
        for field in [
            "value",
            "base",
            "count",
            "row_share",
            "letters",
            "letters_p",
            "omnibus_p",
            "rest",
            "rest_p",
        ] {
            assert_eq!(row[field], "", "{field} of {}", row["id"]);
        }
    }
    for row in rows.iter().filter(|row| row["level"] == "north") {
        assert_eq!((row["letters"].as_str(), row["letters_p"].as_str()), ("", ""));
    }
}

#[test]
fn a_banner_that_cannot_be_says_what_to_write_instead() {
    let bench = lounge();
    bench.run("tab lounge.csv --survey lounge --by 'region>used'").says(
        2,
        "error: `--by region>used`: `used` is a multiple choice, whose groups overlap; let it stand alone: `--by used`",
    );
    bench.run("tab lounge.csv --survey lounge --by 'region>region'").says(
        2,
        "error: `--by region>region`: `region` stands twice; nest different questions",
    );
    assert_eq!(bench.run("tab lounge.csv --survey lounge --by regio").code, 1);
}
