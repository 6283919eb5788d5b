//! Weighting to a population and replicate weights, from the command line.

use crate::workbench::Workbench;
use crate::workbench::table;

const POPULATION: &str = "variable,category,target\nregion,北区,60\nregion,south,40\ncups,one,60\ncups,several,40\n";

/// The café with `more` at the end of its definition.
fn cafe(more: &str) -> Workbench {
    let bench = Workbench::two_seasons().file("weights/population.csv", POPULATION);
    let text = bench.text("surveys/cafe.yaml");
    bench.put("surveys/cafe.yaml", format!("{text}{more}"));
    bench.done("import");
    bench
}

#[test]
fn a_definition_weights_each_wave_to_its_population() {
    let bench = cafe("weighting: {targets: population.csv}\n");
    let rows = table(&bench.done("score cafe --measure csat --by region --wave all --format csv"));
    // Every region has half satisfied as often in the sample; the weights of the whole come from region and cups.
    for wave in ["2026Q3", "2026Q4"] {
        let value = |level: &str| -> f64 {
            let row = rows.iter().find(|row| row["wave"] == wave && row["level"] == level);
            row.unwrap()["value"].parse().unwrap()
        };
        let whole = 0.6 * value("north") + 0.4 * value("south");
        assert!((value("") - whole).abs() < 1e-9, "{wave}: {} {whole}", value(""));
    }
    assert!(rows.iter().all(|row| row["method"] == "calibrated_logit"), "{rows:?}");
    // The verb reports the same weights as from the command line.
    let asked = bench.done("weight cafe --margins weights/population.csv --format csv");
    assert_eq!(bench.done("weight cafe --format csv"), asked);
    // Written in the definition, the population is the same.
    let inline = cafe("weighting:\n  margins: [\"region=north:60,south:40\", \"cups=one:60,several:40\"]\n");
    assert_eq!(
        inline.done("score cafe --measure csat --by region --wave all --format csv"),
        bench.done("score cafe --measure csat --by region --wave all --format csv")
    );
    // A filter narrows the figures and leaves the weights alone: those of the north are what its column says.
    let north = table(&bench.done("score cafe --measure csat --where 'region = \"north\"' --wave all --format csv"));
    for row in &north {
        let group = rows
            .iter()
            .find(|other| other["wave"] == row["wave"] && other["level"] == "north");
        assert_eq!(row["value"], group.unwrap()["value"]);
    }
}

#[test]
fn what_the_population_fixes_is_said_to_have_no_chance() {
    let bench = cafe("weighting: {targets: population.csv}\n");
    let weighted = bench.done("compare cafe --measure csat --format csv");
    assert!(weighted.contains("design"), "{weighted}");
    let report = bench.run("report cafe");
    assert_eq!(report.code, 0, "{}", report.err);
}

#[test]
fn a_population_that_does_not_fit_is_named() {
    for (more, words) in [
        ("weighting: {margins: [\"region=north:60,west:40\"]}\n", "MY410"),
        ("weighting: {margins: [\"region=north:100\"]}\n", "MY410"),
        (
            "weighting: {targets: nowhere.csv}\n",
            "there is no file `weights/nowhere.csv`",
        ),
    ] {
        let bench = cafe(more);
        for verb in ["score cafe", "tab cafe --measure csat", "report cafe"] {
            let ran = bench.run(verb);
            assert_eq!(ran.code, 1, "{verb}: {}", ran.err);
            assert!(ran.err.contains(words), "{verb}: {}", ran.err);
        }
    }
    let bench = cafe("weighting: {margins: [\"region=north:60,south:40\"], trim: 0.2}\n");
    assert!(bench.run("check").err.contains("MY236"));
}

/// Five answers with a jackknife that leaves out one after the other.
const FIVE: &str = "x,r1,r2,r3,r4,r5\n1,0,1.25,1.25,1.25,1.25\n2,1.25,0,1.25,1.25,1.25\n3,1.25,1.25,0,1.25,1.25\n4,1.25,1.25,1.25,0,1.25\n5,1.25,1.25,1.25,1.25,0\n";

#[test]
fn a_jackknife_of_single_answers_is_the_textbook_interval_of_a_mean() {
    let bench = Workbench::empty().file("five.csv", FIVE);
    let rows = table(&bench.done("score five.csv --mean x --replicates 'r*' --replicate-kind jk1 --format csv"));
    let number = |name: &str| rows[0][name].parse::<f64>().unwrap();
    // 3 ± t(4)·√(2.5/5), t(4) = 2.776445105198.
    assert_eq!(
        (rows[0]["value"].as_str(), rows[0]["method"].as_str()),
        ("3", "replicate_t")
    );
    assert!((number("low") - 1.036_756_83).abs() < 1e-7, "{rows:?}");
    assert!((number("high") - 4.963_243_17).abs() < 1e-7, "{rows:?}");
}

#[test]
fn replicate_weights_that_do_not_fit_are_named() {
    let bench = Workbench::empty()
        .file("five.csv", FIVE)
        .file("hole.csv", FIVE.replace("1,0,1.25", "1,,1.25"));
    for (line, words) in [
        (
            "score five.csv --mean x --replicates 'r*' --replicate-kind jkn",
            "MY412: jkn needs `--replicate-scales`",
        ),
        (
            "score five.csv --mean x --replicates 'r*' --replicate-kind fay",
            "MY412: fay needs `--replicate-rho`",
        ),
        (
            "score five.csv --mean x --replicates 'weight*' --replicate-kind brr",
            "`weight*` names 0 columns",
        ),
        (
            "score hole.csv --mean x --replicates 'r*' --replicate-kind jk1",
            "1 responses lack one of the replicate weights",
        ),
    ] {
        let ran = bench.run(line);
        assert_eq!(ran.code, 1, "{line}: {}", ran.err);
        assert!(
            ran.err.replace("[", "").replace("]", "").contains(words),
            "{line}: {}",
            ran.err
        );
    }
}
