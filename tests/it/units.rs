//! Rows that belong to responses of another survey: joined, clustered, erased with them; persons whose attributes come from a list.

use crate::workbench::HEADING;
use crate::workbench::Workbench;
use crate::workbench::table;

const ORDERS: &str = "\
id: orders
title: {zh: 饮品, en: Drinks}
languages: [zh, en]
unit: {of: cafe, key: visit, fills: [region, taste]}
hidden:
  - {id: visit, kind: text}
  - {id: region, options: [north, south]}
  - {id: taste, kind: number}
pages:
  - id: order
    questions:
      - {id: drink, kind: rating, scale: satisfaction5, text: {zh: 这杯如何？, en: How was this drink?}}
segments: [region]
measures:
  - {id: drink_mean, kind: mean, of: drink}
report: {privacy_k: 1, hide_below: 1, flag_below: 1}
";

const VISITS: &str = "m1,2026-08-05T10:00:00+08:00,north,4,4,one,9,\n\
    m2,2026-08-06T10:00:00+08:00,south,5,3,one,3,慢\n\
    m3,2026-08-07T10:00:00+08:00,north,2,2,several,7,\n\
    m4,2026-10-07T10:00:00+08:00,south,3,2,several,7,\n";

/// Eight drinks: two of m1, one of m2, three of m3, two of m4; the last of nobody.
const DRINKS: &str = "PARENT_KEY,KEY,drink\nm1,m1/1,5\nm1,m1/2,4\nm2,m2/1,3\nm3,m3/1,2\nm3,m3/2,2\nm3,m3/3,1\nm4,m4/1,4\nm4,m4/2,5\nm9,m9/1,5\n";

fn cafe() -> Workbench {
    Workbench::cafe()
        .file("surveys/orders.yaml", ORDERS)
        .file("visits.csv", format!("{HEADING}{VISITS}"))
        .file("drinks.csv", DRINKS)
        .file("drinks.map.yaml", "columns: {PARENT_KEY: visit, KEY: response_id}\n")
}

#[test]
fn rows_are_joined_to_their_responses_and_the_others_are_refused() {
    let bench = cafe();
    bench.run("import orders drinks.csv").says(
        2,
        "error: these rows belong to responses to `cafe`, of which there are none yet; import them first",
    );
    let ran = bench.spawn("import cafe visits.csv --child orders=drinks.csv --max-refused 0.2");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("visits.csv: 4 read = 4 accepted"), "{}", ran.err);
    assert!(
        ran.err
            .contains("drinks.csv: 9 read = 8 accepted + 0 replaced + 0 skipped + 1 refused; 0 invalid cells"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("MY390"), "{}", ran.err);
    let quarantine = bench.done("responses --quarantine --format csv");
    assert!(
        quarantine.contains("unknown_response") && quarantine.contains("m9"),
        "{quarantine}"
    );
    // Wave, time and attributes are those of the visit.
    let rows = table(&bench.done("export orders"));
    let told: Vec<[&str; 6]> = rows
        .iter()
        .map(|row| ["response_id", "wave", "visit", "region", "taste", "drink"].map(|name| row[name].as_str()))
        .collect();
    assert_eq!(told[0], ["m1/1", "2026Q3", "m1", "north", "4", "5"]);
    assert_eq!(told[2], ["m2/1", "2026Q3", "m2", "south", "5", "3"]);
    assert_eq!(told[7], ["m4/2", "2026Q4", "m4", "south", "3", "5"]);
    assert_eq!(rows[0]["submitted"], "2026-08-05T10:00:00");
}

#[test]
fn the_response_is_the_sampling_unit() {
    let bench = cafe();
    bench.put(
        "visits.csv",
        format!("{HEADING}{}", VISITS.replace("2026-10-", "2026-09-")),
    );
    bench.put(
        "drinks.csv",
        "PARENT_KEY,KEY,drink\nm1,1,4\nm1,2,4\nm2,3,3\nm3,4,3\nm3,5,4\nm3,6,3\nm4,7,4\nm4,8,3\n",
    );
    assert_eq!(bench.spawn("import cafe visits.csv --child orders=drinks.csv").code, 0);
    let rows = table(&bench.done("score orders --measure drink_mean --format csv"));
    // By hand, linearised with replacement: the mean is 28/8; sums of residuals by visit 1, -1/2, -1/2, 0, each over 8; the variance
    // is 4/3 of the sum of their squares, 1/32; Student's t with 4 - 1 degrees of freedom is 3.182446305 at 0.975.
    let half = 3.182_446_305_284 * (1.0_f64 / 32.0).sqrt();
    let number = |name: &str| rows[0][name].parse::<f64>().unwrap();
    assert!((number("value") - 3.5).abs() < 1e-12, "{rows:?}");
    assert!((number("base") - 8.0).abs() < 1e-12, "{rows:?}");
    assert!((number("low") - (3.5 - half)).abs() < 1e-9, "{rows:?}");
    assert!((number("high") - (3.5 + half)).abs() < 1e-9, "{rows:?}");
}

#[test]
fn a_group_of_many_rows_of_few_responses_is_hidden() {
    let bench = cafe();
    bench.put(
        "surveys/orders.yaml",
        ORDERS.replace(
            "_k: 1, hide_below: 1, flag_below: 1",
            "_k: 3, hide_below: 3, flag_below: 3",
        ),
    );
    assert_eq!(
        bench
            .spawn("import cafe visits.csv --child orders=drinks.csv --max-refused 0.2")
            .code,
        0
    );
    // Five rows in the north, of two visits: fewer than three people. No response has more than three rows, so nine rows are
    // always three people, and five may be two.
    let rows = table(&bench.done("score orders --measure drink_mean --wave 2026Q3 --by region --format csv"));
    let north = rows.iter().find(|row| row["level"] == "north").unwrap();
    assert_eq!((north["value"].as_str(), north["base"].as_str()), ("", ""), "{north:?}");
    assert!(
        bench
            .done("score orders --measure drink_mean --wave 2026Q3 --by region --format csv")
            .contains("hidden_privacy")
    );
}

#[test]
fn what_is_a_part_of_an_erased_response_goes_with_it() {
    let bench = cafe();
    assert_eq!(
        bench
            .spawn("import cafe visits.csv --child orders=drinks.csv --max-refused 0.2")
            .code,
        0
    );
    let ran = bench.run("erase m3 --survey cafe");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("4 responses erased"), "{}", ran.err);
    let left = bench.done("export orders");
    assert!(!left.contains("m3") && left.lines().count() == 6, "{left}");
    // Nor does an old file bring them back.
    let again = bench.run("import orders drinks.csv --max-refused 1");
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(!bench.done("export orders").contains("m3"));
}

#[test]
fn a_child_names_a_survey_that_says_what_its_rows_belong_to() {
    let bench = cafe();
    bench.spawn("import cafe visits.csv --child cafe=drinks.csv").says(
        2,
        "error: `--child cafe=drinks.csv` names a survey whose rows are responses of their own; its definition has no `unit`",
    );
    bench.spawn("import cafe visits.csv --child drinks.csv").says(
        2,
        "error: `--child drinks.csv` names no survey; write `--child SURVEY=FILE`",
    );
    bench.put("surveys/orders.yaml", ORDERS.replace("of: cafe", "of: orders"));
    let ran = bench.run("check");
    assert!(
        ran.err.contains("error[MY226]: a survey is no part of itself"),
        "{}",
        ran.err
    );
    bench.put(
        "surveys/orders.yaml",
        ORDERS.replace("{id: visit, kind: text}", "{id: visit, options: [a, b]}"),
    );
    assert!(
        bench
            .run("check")
            .err
            .contains("error[MY226]: `visit` is no hidden text")
    );
    bench.put(
        "surveys/orders.yaml",
        ORDERS.replace("title:", "privacy: {mode: anonymous}\ntitle:"),
    );
    assert!(
        bench
            .run("check")
            .err
            .contains("rows that name their response are not anonymous")
    );
}

#[test]
fn a_repeated_group_of_json_is_imported_as_rows_of_its_responses() {
    let visits = r#"{"results": [
  {"_uuid": "m1", "_submission_time": "2026-08-05T02:00:00", "visit/region": "north", "visit/taste": "4", "visit/cups": "one", "visit/drinks": [{"visit/drinks/drink": "5"}, {"visit/drinks/drink": "4"}]},
  {"_uuid": "m2", "_submission_time": "2026-08-06T02:00:00", "visit/region": "south", "visit/taste": "5", "visit/cups": "one", "visit/drinks": [{"visit/drinks/drink": "3"}]},
  {"_uuid": "m3", "_submission_time": "2026-10-07T02:00:00", "visit/region": "south", "visit/taste": "3", "visit/cups": "one"}
]}"#;
    let bench = Workbench::cafe()
        .file("surveys/orders.yaml", ORDERS)
        .file("visits.json", visits);
    let ran = bench.spawn("import cafe visits.json --child orders=visits.json#visit/drinks");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "visits.json: 3 read = 3 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells",
        "visits.json#visit/drinks: 3 read = 3 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells",
    ] {
        assert!(ran.err.contains(line), "{line}\n{}", ran.err);
    }
    let rows = table(&bench.done("export orders"));
    let told: Vec<[&str; 5]> = rows
        .iter()
        .map(|row| ["response_id", "wave", "visit", "region", "drink"].map(|name| row[name].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ["m1/visit/drinks/1", "2026Q3", "m1", "north", "5"],
            ["m1/visit/drinks/2", "2026Q3", "m1", "north", "4"],
            ["m2/visit/drinks/1", "2026Q3", "m2", "south", "3"],
        ]
    );
    let ran = bench.spawn("import orders visits.json#drinks");
    assert!(
        ran.code == 2
            && ran
                .err
                .contains("has no repeated group `drinks`; there are: `visit/drinks`"),
        "{}",
        ran.err
    );
    let ran = bench.spawn("import cafe visits.json#visit/drinks");
    assert!(
        ran.code == 2 && ran.err.contains("the definition of `cafe` has no `unit`"),
        "{}",
        ran.err
    );
}

/// A survey that asks about each way it was used, and a survey of these answers.
const USED: &str = "\
id: used
title: {zh: 使用, en: Use}
languages: [zh, en]
pages:
  - id: first
    questions:
      - id: ways
        kind: multiple
        text: {zh: 用过哪些？, en: Which did you use?}
        options: [{id: app, text: {zh: 应用, en: the app}}, {id: web, text: {zh: 网站, en: the web site}}]
  - id: rated
    loop: {over: ways}
    questions:
      - {id: good, kind: rating, scale: satisfaction5, text: {zh: \"{{ entity }}如何？\", en: \"How was {{ entity }}?\"}}
      - {id: why, kind: text, text: {zh: 为何？, en: Why?}}
measures:
  - {id: app_mean, kind: mean, of: good.app}
";

const WAYS: &str = "\
id: ways
title: {zh: 渠道, en: Ways}
languages: [zh, en]
unit: {of: used, key: response, loop: rated}
hidden:
  - {id: response, kind: text}
  - {id: entity, options: [app, web]}
pages:
  - id: rated
    questions:
      - {id: good, kind: rating, scale: satisfaction5, text: {zh: 如何？, en: How was it?}}
      - {id: why, kind: text, text: {zh: 为何？, en: Why?}}
segments: [entity]
measures:
  - {id: good_mean, kind: mean, of: good}
report: {privacy_k: 1, hide_below: 1, flag_below: 1}
";

#[test]
fn a_repeated_page_becomes_rows_and_follows_its_responses() {
    let head = "response_id,submitted_at,ways,good.app,good.web,why.app,why.web\n";
    let bench = Workbench::cafe()
        .file("surveys/used.yaml", USED)
        .file("surveys/ways.yaml", WAYS)
        .file(
            "a.csv",
            format!("{head}r1,2026-10-01T10:00:00Z,app;web,5,2,,slow\nr2,2026-10-02T10:00:00Z,app,4,,nice,\nr3,2026-10-03T10:00:00Z,,,,,\n"),
        );
    let ran = bench.run("import used a.csv");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("a.csv: 3 read = 3 accepted") && ran.err.contains("used#rated: 3 read = 3 accepted"),
        "{}",
        ran.err
    );
    let told = |bench: &Workbench| -> Vec<String> {
        let rows = table(&bench.done("export ways"));
        let cells = |row: &std::collections::BTreeMap<String, String>| {
            ["response_id", "wave", "response", "entity", "good", "why"]
                .map(|name| row[name].clone())
                .join(" ")
        };
        let mut lines: Vec<String> = rows.iter().map(cells).collect();
        lines.sort();
        lines
    };
    assert_eq!(
        told(&bench),
        [
            "r1/app 2026Q4 r1 app 5 ",
            "r1/web 2026Q4 r1 web 2 slow",
            "r2/app 2026Q4 r2 app 4 nice",
        ]
    );
    // (5 + 2 + 4) / 3 over all ways, of two responses.
    let scores = bench.done("score ways --format csv");
    assert!(scores.contains("3.66666666667"), "{scores}");
    // Mended responses give mended rows: one is gone, one has another answer.
    bench.put("b.csv", format!("{head}r1,2026-10-09T10:00:00Z,app,3,,,\n"));
    let ran = bench.run("import used b.csv");
    assert!(
        ran.code == 0 && ran.err.contains("used#rated: 2 read = "),
        "{}",
        ran.err
    );
    assert_eq!(told(&bench), ["r1/app 2026Q4 r1 app 3 ", "r2/app 2026Q4 r2 app 4 nice"]);
    // Nothing new: nothing happens. A page that is not repeated is told.
    let ran = bench.run("import ways");
    assert!(
        ran.code == 0 && ran.err.contains("imported before, unchanged"),
        "{}",
        ran.err
    );
    bench.put("surveys/ways.yaml", WAYS.replace("loop: rated", "loop: rates"));
    let ran = bench.run("import ways");
    assert!(
        ran.code == 2
            && ran
                .err
                .contains("names the page `rates`, which `used` does not repeat; it repeats: rated"),
        "{}",
        ran.err
    );
}
