//! `manyi chart`: what is drawn, from answers and from numbers; the pictures of the guide are those that are drawn now.

use crate::workbench::Workbench;
use crate::workbench::repository;
use crate::workbench::table;
use manyi::chart;
use manyi::chart::Scheme;
use manyi::diagnostic::Tongue;
use sha2::Digest;
use std::fmt::Write as _;

fn imported() -> Workbench {
    let bench = Workbench::two_seasons();
    bench.done("import");
    bench
}

/// The texts of a picture in the order in which they stand.
fn texts(svg: &str) -> Vec<String> {
    let parts = svg.split("<text ").skip(1);
    parts
        .map(|part| part.split_once('>').unwrap().1.split_once('<').unwrap().0.to_owned())
        .collect()
}

/// With `MANYI_DOCS` naming the folder the pictures are written instead.
#[test]
fn the_pictures_of_the_guide_are_those_that_are_drawn_now() {
    let guide = std::fs::read_to_string(repository().join("docs/charts.md")).unwrap();
    let mut size = 0;
    for kind in chart::ALL {
        let drawn = kind.example(Tongue::En);
        let picture =
            drawn
                .draw(chart::WIDE, "chart")
                .picture(drawn.words(), &drawn.sentence(Tongue::En), Scheme::Light);
        let name = format!("images/charts/{}.svg", kind.name);
        assert!(
            guide.contains(&format!("]({name})")),
            "docs/charts.md does not show {name}"
        );
        size += picture.len();
        if let Ok(folder) = std::env::var("MANYI_DOCS") {
            std::fs::create_dir_all(format!("{folder}/images/charts")).unwrap();
            std::fs::write(format!("{folder}/{name}"), &picture).unwrap();
        } else {
            let known = std::fs::read_to_string(repository().join("docs").join(&name)).unwrap_or_default();
            assert!(known == picture, "renew docs/{name}");
        }
    }
    assert!(size <= 600 * 1024, "the pictures take {size} bytes");
}

/// Every chart at three widths, in both languages, light and dark: one line a picture with the SHA-256 of its bytes.
/// With `MANYI_DOCS` set the list is written instead.
#[test]
fn the_gallery_is_drawn_to_the_byte() {
    let mut list = String::new();
    for kind in chart::ALL {
        for tongue in [Tongue::En, Tongue::Zh] {
            let drawn = kind.example(tongue);
            for width in [chart::NARROW, chart::WIDE, chart::BROAD] {
                for (scheme, name) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
                    let picture = drawn
                        .draw(width, "chart")
                        .picture(drawn.words(), &drawn.sentence(tongue), scheme);
                    let mark = sha2::Sha256::digest(picture.as_bytes());
                    let mark = mark.iter().fold(String::new(), |mut hex, byte| {
                        write!(hex, "{byte:02x}").unwrap();
                        hex
                    });
                    writeln!(list, "{} {} {width} {name} {mark}", kind.name, tongue.tag()).unwrap();
                }
            }
        }
    }
    let file = repository().join("tests/data/chart/gallery.txt");
    if std::env::var("MANYI_DOCS").is_ok() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, list).unwrap();
        return;
    }
    let known = std::fs::read_to_string(file).unwrap();
    for (known, now) in known.lines().zip(list.lines()) {
        assert_eq!(
            known, now,
            "a chart is drawn otherwise: look at it (`manyi chart --gallery DIR`), then renew the list"
        );
    }
    assert_eq!(known.lines().count(), list.lines().count());
}

#[test]
fn the_gallery_has_every_chart_in_both_languages_and_asks_the_network_for_nothing() {
    let bench = Workbench::empty();
    let ran = bench.spawn("chart --gallery out");
    assert_eq!((ran.code, ran.err.as_str()), (0, "gallery: out/charts.en.html\n"));
    for tongue in ["en", "zh"] {
        let page = bench.text(&format!("out/charts.{tongue}.html"));
        for kind in chart::ALL {
            assert!(
                page.contains(&format!("<section id=\"{}\">", kind.name)),
                "{} {tongue}",
                kind.name
            );
        }
        assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("url(http"));
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .map(|part| part.split('"').next().unwrap())
            .collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "ids stand twice");
    }
}

#[test]
fn an_example_is_drawn_again_from_its_json() {
    let bench = Workbench::empty();
    for kind in chart::ALL {
        let json = bench.done(&format!("chart {} --example", kind.name));
        bench.put("numbers.json", &json);
        let svg = bench.done(&format!("chart {} --input numbers.json --width 480", kind.name));
        assert!(
            svg.starts_with("<svg ") && svg.contains("width=\"520\""),
            "{}",
            kind.name
        );
    }
    let dark = bench.done("chart funnel --input numbers.json --scheme dark");
    assert!(dark.contains("fill=\"#17181a\"") && !dark.contains("#ffffff\""));
}

#[test]
fn the_scores_of_the_store_are_what_is_drawn() {
    let bench = imported();
    let measure = table(&bench.done("score cafe --format csv"))[0]["measure"].clone();
    let scores = table(&bench.done(&format!("score cafe --measure {measure} --wave all --format csv")));
    let json: serde_json::Value =
        serde_json::from_str(&bench.done(&format!("chart trend cafe --measure {measure} --format json"))).unwrap();
    let points = json["series"][0]["points"].as_array().unwrap();
    assert_eq!(points.len(), scores.len());
    for (point, score) in points.iter().zip(&scores) {
        let drawn = point["estimate"]["value"].as_f64().unwrap();
        let known: f64 = score["value"].parse().unwrap();
        let times = if known.abs() <= 1.0 { 100.0 } else { 1.0 };
        assert!((drawn - known * times).abs() < 1e-6, "{point} is not {score:?}");
    }
    let svg = bench.done(&format!("chart trend cafe --measure {measure}"));
    let text = points[0]["estimate"]["text"].as_str().unwrap();
    assert!(
        texts(&svg).iter().any(|drawn| drawn.contains(text)),
        "{text} is not in {:?}",
        texts(&svg)
    );
}

/// A trend shows what was published before there were answers, what is aimed at, and that the last wave is open.
#[test]
fn a_trend_has_what_was_published_its_target_and_the_open_wave() {
    let bench = Workbench::sample();
    assert_eq!(bench.run("import").code, 0);
    let trend = |more: &str| -> serde_json::Value {
        serde_json::from_str(&bench.done(&format!("chart trend after-sales --measure csat --format json {more}")))
            .unwrap()
    };
    let drawn = trend("");
    let history = table(&bench.text("history/after-sales.csv"));
    let published: Vec<_> = history
        .iter()
        .filter(|row| row["measure"] == "csat" && row["segment"].is_empty())
        .collect();
    let points = drawn["series"][0]["points"].as_array().unwrap();
    let waves = drawn["waves"].as_array().unwrap();
    assert_eq!(points.len(), waves.len());
    let mut found = 0;
    for (point, wave) in points.iter().zip(waves) {
        let row = published.iter().find(|row| wave["label"] == row["wave"].as_str());
        if point["historical"] == true {
            let value: f64 = row.unwrap()["value"].parse().unwrap();
            assert!(
                (point["estimate"]["value"].as_f64().unwrap() - value).abs() < 1e-9,
                "{wave}"
            );
            found += 1;
        }
    }
    assert!(found > 0 && waves.last().unwrap()["label"] == "2026Q4");
    assert_eq!(drawn["target"]["value"], 75.0);
    assert_eq!(drawn["target"]["label"], "Target 75.0%");
    assert_eq!(
        waves.last().unwrap()["open"],
        "2026Q4 provisional: open until 31 December 2026"
    );
    // Waves that are named are the waves that are drawn.
    assert_eq!(trend("--wave 2026Q3,2026Q4")["waves"].as_array().unwrap().len(), 2);
    // Those whom a condition chose are not those a target or an earlier publication is of.
    let chosen = trend("--where 'channel = \"app\"'");
    assert!(chosen["target"].is_null() && chosen["waves"].as_array().unwrap().len() < waves.len());
    let svg = bench.done("chart trend after-sales --measure csat");
    assert!(
        texts(&svg).iter().any(|text| text == "Target 75.0%"),
        "{:?}",
        texts(&svg)
    );
}

#[test]
fn charts_of_answers_are_drawn_or_say_what_they_need() {
    let bench = Workbench::sample();
    assert_eq!(bench.run("import").code, 0);
    for line in [
        "diverging after-sales --of service",
        "nps after-sales",
        "dots after-sales --by region",
        "heat after-sales --by channel",
        "trend after-sales",
        "sparkline after-sales",
        "sparktable after-sales",
        "tree after-sales",
        "icicle after-sales",
        "waterfall after-sales",
        "multiples after-sales --by region",
        "control after-sales",
        "histogram after-sales --of recommend",
        "funnel after-sales --by region",
        "pareto after-sales --of bought",
        "boxes after-sales --of recommend --by channel",
        "drivers after-sales",
        "quadrant after-sales",
    ] {
        let ran = bench.run(&format!("chart {line}"));
        assert_eq!(ran.code, 0, "{line}: {}", ran.err);
        assert!(ran.out.starts_with("<svg ") && !texts(&ran.out).is_empty(), "{line}");
        assert_eq!(ran.out, bench.done(&format!("chart {line}")), "{line}");
    }
    let refused = [
        ("chart dots after-sales", "error: say by which segment: `--by region`\n"),
        (
            "chart histogram after-sales",
            "error: say which question: `--of service`\n",
        ),
        (
            "chart pareto after-sales --of nothing",
            "error: `--of nothing`: there is no question of that name with answers to choose from\n",
        ),
        (
            "chart kano after-sales",
            "error: this survey has no Kano question, so there are no features to sort\n",
        ),
        (
            "chart boxes after-sales --of channel",
            "error: `--of channel`: there is no rating or number of that name\n",
        ),
        (
            "chart tree after-sales --by region",
            "error: `tree` shows everybody, not groups: leave `--by` out, or draw `dots`, `heat` or `multiples`\n",
        ),
        (
            "chart dots",
            "error: say whose answers: `manyi chart dots SURVEY`, or numbers: `manyi chart dots --input FILE`\n",
        ),
    ];
    for (line, words) in refused {
        let ran = bench.run(line);
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (2, words, ""), "{line}");
    }
}

#[test]
fn what_is_no_chart_or_no_numbers_is_said_with_a_way_out() {
    let bench = Workbench::empty().file("numbers.json", "{\"rows\": [{\"labl\": 1}]}");
    let ran = bench.run("chart pie");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .starts_with("error: there is no chart `pie`; there are: diverging, nps, dots,"),
        "{}",
        ran.err
    );
    let ran = bench.run("chart drivers --input numbers.json");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .starts_with("error: these are no numbers of `drivers`: unknown field `labl`")
            && ran
                .err
                .contains("`manyi chart drivers --example` shows what they look like"),
        "{}",
        ran.err
    );
    let list = bench.done("chart --list");
    for kind in chart::ALL {
        assert!(list.contains(kind.says[0]), "{}", kind.name);
    }
}
