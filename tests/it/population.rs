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
    assert!(weighted.contains("calibrated_logit"), "{weighted}");
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
        for verb in ["score cafe", "tab cafe --of taste", "report cafe"] {
            let ran = bench.run(verb);
            assert_eq!(ran.code, 1, "{verb}: {}", ran.err);
            assert!(ran.err.contains(words), "{verb}: {}", ran.err);
        }
    }
    let bench = Workbench::cafe();
    let text = bench.text("surveys/cafe.yaml");
    let low = "weighting: {margins: [\"region=north:60,south:40\"], trim: 0.2}\n";
    bench.put("surveys/cafe.yaml", format!("{text}{low}"));
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
        assert!(ran.err.replace(['[', ']'], "").contains(words), "{line}: {}", ran.err);
    }
}

const STORES: &str = "\
id: stores
title: Stores
languages: [en]
hidden:
  - {id: region, options: [{id: r1, text: 华东}, {id: r2, text: 华北}, {id: r3, text: 华南}, {id: r4, text: 西南}]}
  - {id: store, kind: text}
  - {id: channel, options: [{id: c1, text: App}, {id: c2, text: 电话}, {id: c3, text: 门店}]}
  - {id: weight, kind: number, min: 0}
  - {id: region_stores, kind: number}
pages:
  - id: main
    questions:
      - {id: csat, kind: rating, scale: stars5, text: Satisfied?}
segments: [channel]
weight: weight
measures:
  - {id: m_csat, kind: mean, of: csat}
";

/// The demo survey with `don't know` (9) as no answer, and the replicate weights of one kind beside it.
fn demo(kind: &str) -> String {
    let survey = include_str!("../data/stats/demo_survey.csv");
    let factors = table(include_str!("../data/stats/demo_survey_replicates.csv"));
    let mut text = String::new();
    for (at, line) in survey.lines().enumerate() {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let names: Vec<String> = factors[0]
            .keys()
            .filter(|name| !kind.is_empty() && name.starts_with(&format!("{kind}_")))
            .cloned()
            .collect();
        if at == 0 {
            cells.extend(names);
        } else {
            if cells[7] == "9" {
                cells[7].clear();
            }
            let own = factors.iter().find(|row| row["store"] == cells[3]).unwrap();
            cells.extend(names.iter().map(|name| own[name].clone()));
        }
        text += &(cells.join(",") + "\n");
    }
    text
}

#[test]
fn a_question_is_tested_against_a_banner_as_r_does() {
    let told = |design: &str, kind: &str| {
        let hidden: String = (1..=24)
            .filter(|at| *at <= 24 && kind == "jk1" || *at <= 16 && kind == "fay")
            .map(|at| format!("  - {{id: {kind}_{at}, kind: number}}\n"))
            .collect::<Vec<_>>()
            .concat();
        let text = STORES.replace("pages:\n", &format!("{hidden}pages:\n"));
        let bench = Workbench::empty()
            .file("stores.yaml", format!("{text}{design}"))
            .file("demo.csv", demo(kind));
        let rows = table(&bench.done("tab demo.csv --survey stores.yaml --of csat --by channel --test --format csv"));
        let row = rows.iter().find(|row| row["letter"] == "A").unwrap().clone();
        ["statistic", "df", "df2", "p"].map(|name| row[&format!("independence_{name}")].parse::<f64>().unwrap())
    };
    // R 4.2.2, survey 4.1.1, svychisq(~channel + csat): the reference cases, and with replicate factors of svrepdesign.
    let design = "design: {stratum: region, cluster: store}\n";
    let fpc = "design: {stratum: region, cluster: store, population: region_stores}\n";
    let jk1 = "design: {replicates: {kind: jk1, prefix: jk1_, combined: false}}\n";
    let fay = "design: {replicates: {kind: fay, prefix: fay_, rho: 0.3, combined: false}}\n";
    for (design, kind, want) in [
        (
            design,
            "",
            [
                3.116_287_467_967_811,
                6.346_657_803_497_753,
                126.933_156_069_955_06,
                0.006_012_831_495_701_114,
            ],
        ),
        (
            fpc,
            "",
            [
                4.015_741_611_830_486,
                6.310_045_527_729_851_5,
                126.200_910_554_597_03,
                0.000_834_757_637_500_375_8,
            ],
        ),
        (
            jk1,
            "jk1",
            [
                3.353_444_645_440_24,
                6.491_067_514_908_43,
                149.294_552_842_894,
                0.003_078_056_696_679_66,
            ],
        ),
        (
            fay,
            "fay",
            [
                3.206_887_988_667_96,
                5.193_359_908_134_25,
                62.320_318_897_611,
                0.011_295_827_975_776,
            ],
        ),
    ] {
        for (got, want) in told(design, kind).into_iter().zip(want) {
            assert!((got - want).abs() < 1e-8 * want, "{design} {got} {want}");
        }
    }
    let plain = Workbench::two_seasons();
    plain.done("import");
    let table = plain.done("tab cafe --of taste --by region --test --letters none");
    assert!(table.contains("taste × region"), "{table}");
}
