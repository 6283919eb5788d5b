//! How a number came about: `manyi explain` with the id of a figure.

use crate::workbench::Workbench;
use crate::workbench::table;

fn imported() -> Workbench {
    let bench = Workbench::two_seasons();
    bench.done("import");
    bench
}

fn json(bench: &Workbench, line: &str) -> serde_json::Value {
    serde_json::from_str(&bench.done(&format!("{line} --format json"))).unwrap()
}

#[test]
fn a_figure_is_told_as_the_verbs_print_it() {
    let bench = imported();
    for line in [
        "compare cafe --wave all",
        "compare cafe --by region --groups --against previous,rest",
    ] {
        let rows = table(&bench.done(&format!("{line} --format csv")));
        let mut told = 0;
        for row in &rows {
            let found = json(&bench, &format!("explain {}", row["id"]));
            for field in ["value", "low", "high", "base", "method"] {
                let value = &found[field];
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let same = row[field].is_empty() || text == row[field] || text.parse() == row[field].parse::<f64>();
                assert!(same, "{}: {field} is {value}, not {}", row["id"], row[field]);
            }
            let Some(comparisons) = found["comparisons"].as_array() else {
                assert_eq!(row["p_adjusted"], "", "{}", row["id"]);
                continue;
            };
            let fits = |one: &&serde_json::Value| one["against"] == row["against"].as_str();
            let Some(one) = comparisons.iter().find(fits) else {
                assert_eq!(row["change"], "", "{}", row["id"]);
                continue;
            };
            told += 1;
            for field in ["change", "p", "p_adjusted"] {
                let same = one[field].as_f64() == row[field].parse::<f64>().ok();
                assert!(same, "{}: {field} is {}, not {}", row["id"], one[field], row[field]);
            }
            assert_eq!(
                (one["family"].as_str(), one["verdict"].as_str()),
                (Some(row["family"].as_str()), Some(row["verdict"].as_str()))
            );
        }
        assert!(told > 3, "{line}: {told} comparisons");
    }
}

#[test]
fn formula_base_and_sources_are_named() {
    let bench = imported();
    let text = bench.done("explain cafe/2026Q4/csat");
    for part in [
        "x / n = 16 / 40 (answers)",
        "95% 26.3–55.4% · Wilson score interval",
        "none: every response counts one",
        "headline/previous/2026Q4",
        "definition",
        "inbox/",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let chinese = bench.done("explain cafe/2026Q4/csat --messages zh");
    assert!(chinese.contains("样本量") && chinese.contains("检验族"), "{chinese}");
}

#[test]
fn other_tools_are_printed_when_asked() {
    let bench = imported();
    // R: prop.test(16, 40)$conf.int; SPSS: mean of 16 ones and 24 zeros, t interval.
    let found = json(&bench, "explain cafe/2026Q4/csat --like r,spss");
    let near = |value: &serde_json::Value, wanted: f64| (value.as_f64().unwrap() - wanted).abs() < 1e-6;
    assert!(
        near(&found["like"]["r"]["low"], 0.252_811_2) && near(&found["like"]["r"]["high"], 0.566_089_2),
        "{found}"
    );
    assert!(
        near(&found["like"]["spss"]["low"], 0.241_327_1) && near(&found["like"]["spss"]["high"], 0.558_672_9),
        "{found}"
    );
    assert!(found["comparisons"][0]["like"]["r"]["p"].as_f64().is_some());
    assert!(json(&bench, "explain cafe/2026Q4/csat")["like"]["r"]["low"].is_null());
}

#[test]
fn a_figure_of_a_file_is_explained_from_the_file() {
    let bench = Workbench::empty().file(
        "answers.csv",
        "overall,region\n5,east\n4,east\n2,west\n1,west\n5,east\n",
    );
    let rows = table(&bench.done("score ./answers.csv --top-box overall:4,5 --by region --format csv"));
    let id = &rows[1]["id"];
    let found = json(
        &bench,
        &format!("explain {id} --file ./answers.csv --top-box overall:4,5"),
    );
    assert_eq!(found["value"], 1.0, "{found}");
    assert_eq!(found["base"], 3, "{found}");
}

#[test]
fn what_is_not_there_is_said_with_what_is() {
    let bench = imported();
    let said = |line: &str| {
        let ran = bench.run(line);
        assert_eq!(ran.code, 2, "{line}: {}", ran.out);
        ran.err
    };
    assert!(said("explain cafe/2026Q4/csatt").contains("no measure `csatt`; there are: csat"));
    assert!(said("explain cafe/2019Q1/csat").contains("no wave with answers `2019Q1`; there are: 2026Q3, 2026Q4"));
    assert!(said("explain cafe/2026Q4/csat?region=mars").contains("no level `mars`; there are: "));
    assert!(said("explain cafe/2026Q4").contains("survey/wave/measure"));
    assert!(said("explain cafe").contains("has slashes"));
}

#[test]
fn cells_of_nested_and_overlapping_banners_are_told_by_their_ids() {
    let bench = Workbench::sample();
    assert_eq!(bench.run("import").code, 0);
    for line in [
        "tab after-sales --of overall --by region>channel",
        "tab after-sales --of overall --by contact",
    ] {
        let rows = table(&bench.done(&format!("{line} --format csv")));
        let shown: Vec<_> = rows
            .iter()
            .filter(|row| !row["value"].is_empty() && !row["level"].is_empty())
            .collect();
        assert!(shown.len() > 20, "{line}: {}", shown.len());
        for row in shown.iter().step_by(11) {
            let found = json(&bench, &format!("explain {}", row["id"]));
            for field in ["value", "base"] {
                assert_eq!(found[field].as_f64(), row[field].parse().ok(), "{}: {field}", row["id"]);
            }
        }
    }
}

#[test]
fn numbers_of_drivers_and_reliability_are_explained_by_their_ids() {
    let bench = Workbench::sample();
    bench.done("import");
    let drivers: serde_json::Value =
        serde_json::from_str(&bench.done("drivers after-sales --boot 1000 --format json")).unwrap();
    let row = &drivers["rows"][0];
    let id = row["id"].as_str().unwrap();
    assert!(id.starts_with("after-sales/") && id.contains("/drivers/"), "{id}");
    let told: serde_json::Value =
        serde_json::from_str(&bench.done(&format!("explain {id} --like r,spss,displayr --format json"))).unwrap();
    assert_eq!(told["figures"]["importance"], row["importance"]);
    assert_eq!(told["figures"]["base"], row["base"]);
    assert!(told["formula"].as_str().unwrap().contains("Johnson"));
    assert!(told["like"]["r"].as_str().unwrap().contains("genizi"));
    let reliability: serde_json::Value =
        serde_json::from_str(&bench.done("reliability after-sales --by region --format json")).unwrap();
    let ids = |item: bool| {
        let rows = reliability["rows"].as_array().unwrap().iter();
        let mut fits =
            rows.filter(|row| row["item"].is_null() != item && row["level"] == "east" && !row["id"].is_null());
        fits.next().unwrap().clone()
    };
    for row in [ids(false), ids(true)] {
        let id = row["id"].as_str().unwrap();
        let told: serde_json::Value =
            serde_json::from_str(&bench.done(&format!("explain {id} --like r --format json"))).unwrap();
        for name in ["alpha", "item_rest", "base"] {
            let (here, there) = (&told["figures"][name], &row[name]);
            assert!(here == there || (here.is_null() && there.is_null()), "{id} {name}");
        }
    }
    let ran = bench.run("explain after-sales/2026Q4/drivers/overall/nothing");
    assert!(
        ran.code == 2 && ran.err.contains("after-sales/2026Q4/drivers/overall/"),
        "{}",
        ran.err
    );
}

/// `service.solved` was rated by 182 of 430, who had a matter to be resolved.
#[test]
fn a_driver_that_few_could_rate_is_left_out_and_told_with_the_way_to_have_it() {
    let bench = Workbench::sample().set("MANYI_LANG", "en");
    bench.done("import after-sales");
    let usual = bench.run("drivers after-sales --boot 0");
    let told =
        "left out, because fewer than half could rate them: `service.response` (194/430), `service.solved` (182/430)";
    assert!(
        usual.out.contains(told) && usual.out.contains("n = 257 of 430"),
        "{}",
        usual.out
    );
    let rows: serde_json::Value =
        serde_json::from_str(&bench.done("drivers after-sales --boot 0 --format json")).unwrap();
    assert_eq!(rows["rows"][0]["set_aside"], "service.response service.solved");
    let asked = bench.run("explain after-sales/2026Q4/drivers/overall/service.solved");
    asked.says(
        2,
        "error: `service.solved` is left out, because fewer than half could rate it; `manyi drivers` with `--drivers` takes it in",
    );
    let named = bench.run("drivers after-sales --boot 0 --drivers service.solved,service.speed");
    assert!(
        !named.out.contains("fewer than half") && named.out.contains("service.solved"),
        "{}",
        named.out
    );
}
