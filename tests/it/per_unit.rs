//! Leagues and pages of units: what each shows, and what none may show.

use crate::workbench::Workbench;
use crate::workbench::repository;
use crate::workbench::table;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A survey with stores `s0`, `s1`, … called "Shop A0", "Shop B1" …
fn survey(stores: usize) -> String {
    let mut text = "id: stores\ntitle: {zh: 门店满意度调查, en: Store survey}\nlanguages: [zh, en]\nhidden:\n  - id: store\n    text: {zh: 门店, en: Store}\n    options:\n".to_owned();
    for store in 0..stores {
        writeln!(
            text,
            "      - {{id: s{store}, text: {{zh: \"{0}店\", en: \"Shop {0}\"}}}}",
            label(store)
        )
        .unwrap();
    }
    text + "pages:
  - id: visit
    questions:
      - id: paid
        kind: multiple
        text: {zh: 付款方式, en: Paid by}
        options:
          - {id: cash, text: {zh: 现金, en: Cash}}
          - {id: card, text: {zh: 刷卡, en: Card}}
          - {id: app, text: {zh: 手机支付, en: App}}
      - id: overall
        kind: rating
        scale: satisfaction5
        text: {zh: 总体满意吗, en: Overall}
      - id: service
        kind: matrix
        scale: satisfaction5
        text: {zh: 以下各项满意吗, en: Satisfied with these}
        rows:
          - {id: speed, text: {zh: 响应速度, en: Speed of response}}
          - {id: manner, text: {zh: 服务态度, en: Manner of staff}}
          - {id: solved, text: {zh: 问题解决, en: Problem solved}}
      - id: recommend
        kind: rating
        scale: nps
        text: {zh: 愿意推荐吗, en: Would you recommend us}
      - id: reason
        kind: text
        text: {zh: 原因, en: The reason}
segments: [store]
measures:
  - {id: csat, kind: top_box, of: overall, top: 2, headline: true, title: {zh: 总体满意率, en: Overall satisfaction}}
  - {id: nps, kind: nps, of: recommend, headline: true, title: {zh: 净推荐值, en: NPS}}
"
}

/// A label that is part of no other word of a page (a hash in Base64 has no hyphen), and of no other label.
fn label(store: usize) -> String {
    let letters = ["Q", "W", "X", "Z", "J"];
    format!("{}{}-{store}", letters[store % 5], letters[store / 5 % 5])
}

/// Numbers without a pattern that matters here.
fn drawn(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Responses of a wave: so many of each store, each store as satisfied as `level` of 100.
fn answers(day: &str, stores: &[(usize, u64)]) -> String {
    let mut text =
        "response_id,submitted,store,overall,service.speed,service.manner,service.solved,recommend,reason\n".to_owned();
    for (store, (many, level)) in stores.iter().enumerate() {
        for row in 0..*many {
            let seed = (store * 1_000_000 + row) as u64;
            let point = |salt: u64, level: u64| {
                let lucky = drawn(seed.wrapping_mul(31) + salt) % 100 < level;
                if lucky {
                    4 + drawn(seed + 7 * salt) % 2
                } else {
                    1 + drawn(seed + 9 * salt) % 3
                }
            };
            let overall = point(1, *level);
            let recommend = if overall > 3 {
                8 + drawn(seed) % 3
            } else {
                2 + drawn(seed) % 6
            };
            let (speed, manner, solved) = (point(2, level.saturating_sub(10)), point(3, *level), point(4, *level));
            let reason = if row % 4 == 0 {
                format!("store {store} visitor {row} liked the coffee")
            } else {
                String::new()
            };
            writeln!(
                text,
                "{day}-{store}-{row},{day}T10:00:00,s{store},{overall},{speed},{manner},{solved},{recommend},{reason}"
            )
            .unwrap();
        }
    }
    text
}

const SETTINGS: &str = "languages = [\"zh\", \"en\"]\norganisation = {zh = \"连锁咖啡\", en = \"Chain Café\"}\n[waves]\nkind = \"quarterly\"\n";

/// Twelve stores in two waves: one far below, one far above, one of three answers, one of twelve.
fn twelve() -> Vec<(usize, u64)> {
    let mut stores = vec![(60, 70); 12];
    stores[2] = (90, 35);
    stores[5] = (90, 96);
    stores[7] = (3, 90);
    stores[8] = (12, 95);
    stores
}

fn bench(stores: &[(usize, u64)]) -> Workbench {
    let bench = Workbench::empty()
        .file("manyi.toml", SETTINGS)
        .file("surveys/stores.yaml", survey(stores.len()))
        .file(
            "inbox/stores/q3.csv",
            answers("2026-08-20", &vec![(40, 60); stores.len()]),
        )
        .file("inbox/stores/q4.csv", answers("2026-11-20", stores))
        .set("MANYI_LANG", "en");
    let ran = bench.run("import");
    assert_eq!(ran.code, 0, "{}", ran.err);
    bench
}

const FOLDER: &str = "site/reports/stores/2026Q4/by-store";

/// What a reader of a page sees: no style, script or drawing, a line for every piece of text.
fn words(html: &str) -> String {
    let mut text = html.to_owned();
    for (open, close) in [
        ("<style", "</style>"),
        ("<script", "</script>"),
        ("<svg", "</svg>"),
        ("<head>", "</head>"),
    ] {
        while let Some(start) = text.find(open) {
            let end = start + text[start..].find(close).unwrap() + close.len();
            text.replace_range(start..end, "");
        }
    }
    let mut lines = String::new();
    for piece in text.split('<') {
        let seen = piece.split_once('>').map_or("", |(_, seen)| seen);
        let seen = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        if !seen.is_empty() {
            writeln!(lines, "{seen}").unwrap();
        }
    }
    lines
}

/// Compares with a file of `tests/data/it`, or writes it (`MANYI_WRITE_GOLDEN=1`).
fn golden(name: &str, text: &str) {
    let path = repository().join("tests/data/it").join(name);
    if std::env::var_os("MANYI_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
}

/// What everybody aims at and what one store does; what happened everywhere, here and elsewhere; a figure of others.
fn around(bench: Workbench) -> Workbench {
    let targets = "measure,segment,value,source\ncsat,,70,Plan\ncsat,store=s2,50,Recovery plan\nnps,,20,Plan\n";
    let events = "date,zh,en,measure,segment\n\
                  2026-08-03,新菜单,New menu,,\n\
                  2026-10-12,门前修路,Road works at the door,,store=s2\n\
                  2026-10-20,店长更换,A new manager,,store=s5\n\
                  2026-11-02,取消会员价,Prices for members ended,nps,\n";
    let benchmarks = "measure,value,name,source,date,base\ncsat,72,Coffee shops,Yearbook 2026,2026-03-31,1800\n";
    bench
        .file("targets/stores.csv", targets)
        .file("events/stores.csv", events)
        .file("benchmarks/stores.csv", benchmarks)
}

#[test]
fn the_page_of_a_unit_reads_as_it_should() {
    let bench = around(bench(&twelve()));
    let ran = bench.run("report stores --per store");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err
            .contains("12 units of stores 2026Q4: site/reports/stores/2026Q4/by-store/units/"),
        "{}",
        ran.err
    );
    golden(
        "unit.en.txt",
        &words(&bench.text(&format!("{FOLDER}/units/s2.en.html"))),
    );
    golden(
        "unit.zh.txt",
        &words(&bench.text(&format!("{FOLDER}/units/s2.zh.html"))),
    );
    golden("league.en.txt", &words(&bench.text(&format!("{FOLDER}/index.en.html"))));
    golden("league.zh.txt", &words(&bench.text(&format!("{FOLDER}/index.zh.html"))));
    let few = words(&bench.text(&format!("{FOLDER}/units/s7.en.html")));
    assert!(
        few.contains("Too few people answered this time.") && !few.contains("n = 3"),
        "{few}"
    );
}

#[test]
fn a_units_page_names_no_other_unit_and_quotes_only_its_own_customers() {
    let stores = twelve();
    let bench = bench(&stores);
    bench.done("report stores --per store");
    for own in 0..stores.len() {
        for lang in ["zh", "en"] {
            let page = bench.text(&format!("{FOLDER}/units/s{own}.{lang}.html"));
            for other in (0..stores.len()).filter(|other| *other != own) {
                assert!(!page.contains(&label(other)), "the page of {own} names {other}");
                assert!(
                    !page.contains(&format!("store {other} visitor")),
                    "the page of {own} quotes {other}"
                );
                assert!(
                    !page.contains(&format!("s{other}.")),
                    "the page of {own} leads to {other}"
                );
            }
            assert!(!page.contains("index."), "the page of {own} leads to the league");
        }
    }
    let league = bench.text(&format!("{FOLDER}/index.en.html"));
    for store in 0..stores.len() {
        assert!(league.contains(&label(store)) && league.contains(&format!("units/s{store}.en.html")));
    }
    // Three answers are shown nowhere.
    let tiny = league.split("<tr>").find(|row| row.contains(&label(7))).unwrap();
    assert!(!tiny.contains("<td class=\"num\">3<"), "{tiny}");
}

#[test]
fn a_unit_is_held_to_its_own_target_and_told_its_own_events() {
    let bench = around(bench(&twelve()));
    bench.done("report stores --per store --language en");
    let page = |store: &str| bench.text(&format!("{FOLDER}/units/{store}.en.html"));
    let (two, five) = (page("s2"), page("s5"));
    // 38 of 90 lie too near to its own 50 to be told from it, 85 of 90 above everybody's 70 where there is no other.
    assert!(two.contains("No evidence of a gap to the target of 50.0%") && !two.contains("target of 70"));
    assert!(five.contains("Above the target of 70.0%") && !five.contains("target of 50"));
    assert!(two.contains("Coffee shops") && five.contains("Coffee shops"));
    for (own, other) in [(&two, "A new manager"), (&five, "Road works")] {
        assert!(
            own.contains("New menu (3 August 2026)") && !own.contains(other),
            "{other}"
        );
    }
    // Its own event needs no name before it; what concerns another measure is not in the course of this one.
    assert!(two.contains(">Road works at the door (12 October 2026)</text>"));
    assert!(!two.contains("Prices for members ended"));
    assert!(two.contains("Target 50.0%</text>"));
}

#[test]
fn one_block_of_a_units_page_can_be_replaced() {
    let bench = around(bench(&twelve()));
    let own = "{% extends \"unit\" %}\n{% block first %}\n## Agreed at {{ unit }}\n\nWe call back within a day.\n{% endblock %}\n{% block quotes %}{% endblock %}\n";
    bench.put("reports/unit.en.md", own);
    assert_eq!(bench.run("check").code, 0);
    bench.done("report stores --per store --language en");
    let page = words(&bench.text(&format!("{FOLDER}/units/s2.en.html")));
    assert!(
        page.contains("We call back within a day.") && !page.contains("What to do first"),
        "{page}"
    );
    assert!(
        page.contains("Where we stand") && !page.contains("What customers say"),
        "{page}"
    );
    bench.put(
        "reports/unit.en.md",
        "{% extends \"unit\" %}\nDear all\n{% block frist %}x{% endblock %}\n",
    );
    let ran = bench.run("check");
    for words in ["`frist` is no block of `unit`", "did you mean `first`?", "MY662"] {
        assert!(ran.code == 1 && ran.err.contains(words), "{words}\n{}", ran.err);
    }
}

#[test]
fn a_day_writes_the_units_that_the_settings_name() {
    let settings = |per: &str| format!("{SETTINGS}[report]\nlanguages = [\"en\"]\nper = {per}\n");
    let bench = bench(&[(40, 70), (40, 40), (40, 60), (40, 65)]).file("manyi.toml", settings("[\"store\", \"paid\"]"));
    let ran = bench.run("run");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files = bench.listing("site/reports/stores/2026Q4");
    for file in [
        "report.en.html",
        "by-store/index.en.html",
        "by-store/units/s3.en.html",
        "by-paid/units/app.en.html",
    ] {
        assert!(files.contains(file), "{file} is not among\n{files}");
    }
    let told = |per: &str, code: &str, words: &str| {
        bench.put("manyi.toml", settings(per));
        for line in ["check", "run"] {
            let ran = bench.run(line);
            let place = "--> manyi.toml:7:";
            assert_eq!(ran.code, 1, "{line} with {per}: {}", ran.err);
            assert!(
                ran.err.contains(code) && ran.err.contains(words) && ran.err.contains(place),
                "{code} {words}\n{}",
                ran.err
            );
        }
    };
    told("\"stroe\"", "MY686", "did you mean `store`?");
    told("[\"store\", \"reason\"]", "MY630", "no list of answers");
    told("7", "MY203", "the name of a segment");
}

#[test]
fn what_two_other_units_swap_changes_nothing_on_a_units_page() {
    // Everything a unit sees of the others is their sum: when two of them change places, it must see the same, byte for byte.
    let (one, two) = (twelve(), twelve());
    let before = bench(&one);
    let swapped = Workbench::empty()
        .file("manyi.toml", SETTINGS)
        .file("surveys/stores.yaml", survey(two.len()))
        .file(
            "inbox/stores/q3.csv",
            swap(&answers("2026-08-20", &vec![(40, 60); two.len()])),
        )
        .file("inbox/stores/q4.csv", swap(&answers("2026-11-20", &two)));
    assert_eq!(swapped.run("import").code, 0);
    for bench in [&before, &swapped] {
        bench.done("report stores --per store --language en");
    }
    for own in [0, 1, 8] {
        let page = format!("{FOLDER}/units/s{own}.en.html");
        assert_eq!(before.text(&page), swapped.text(&page), "store {own}");
    }
    assert_ne!(
        before.text(&format!("{FOLDER}/units/s2.en.html")),
        swapped.text(&format!("{FOLDER}/units/s2.en.html"))
    );
}

/// The answers of the stores 2 and 5 under each other's name.
fn swap(csv: &str) -> String {
    csv.replace(",s2,", ",sX,")
        .replace(",s5,", ",s2,")
        .replace(",sX,", ",s5,")
}

#[test]
fn a_league_is_ordered_by_the_drawn_score_and_small_units_do_not_lead() {
    let bench = bench(&twelve());
    let rows = table(&bench.done("league stores --by store --measure csat --format csv"));
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let ranked: Vec<&BTreeMap<String, String>> = rows.iter().filter(|row| !row["drawn"].is_empty()).collect();
    // Three answers take no part, and a hidden unit takes the smallest other one with it where alone it could be worked out.
    assert_eq!((rows.len(), ranked.len()), (12, 10));
    assert!(
        ranked
            .windows(2)
            .all(|pair| number(pair[0], "drawn") >= number(pair[1], "drawn"))
    );
    assert_eq!((ranked[0]["level"].as_str(), ranked[9]["level"].as_str()), ("s5", "s2"));
    assert_eq!(
        (ranked[0]["verdict"].as_str(), ranked[9]["verdict"].as_str()),
        ("above", "below")
    );
    let mean: f64 = ranked.iter().map(|row| number(row, "rank")).sum::<f64>() / 10.0;
    assert!((mean - 5.5).abs() < 1e-9);
    for row in &ranked {
        assert!(row["family"].starts_with("units/csat/rest/"), "{row:?}");
        let (low, rank, high) = (number(row, "rank_low"), number(row, "rank"), number(row, "rank_high"));
        // A mean of whole ranks may lie between the last one of the interval and the next.
        assert!(low - 1.0 < rank && rank < high + 1.0, "{row:?}");
    }
    let hidden: Vec<&str> = rows
        .iter()
        .filter(|row| row["value"].is_empty())
        .map(|row| row["level"].as_str())
        .collect();
    assert_eq!(hidden, ["s7", "s8"]);
}

#[test]
fn a_unit_and_its_rest_are_everybody() {
    let bench = bench(&twelve());
    let all = table(&bench.done("score stores --measure csat --format csv"));
    let total: f64 = all[0]["value"].parse().unwrap();
    let base: f64 = all[0]["base"].parse().unwrap();
    for row in table(&bench.done("league stores --by store --measure csat --format csv")) {
        if row["difference"].is_empty() {
            continue;
        }
        let (value, own, gap): (f64, f64, f64) = (
            row["value"].parse().unwrap(),
            row["base"].parse().unwrap(),
            row["difference"].parse().unwrap(),
        );
        let rest = value - gap;
        assert!(
            (value * own + rest * (base - own) - total * base).abs() < 1e-6,
            "{row:?}"
        );
    }
}

#[test]
fn what_makes_no_units_is_said_with_its_way_out() {
    let bench = bench(&twelve());
    let told = |line: &str, code: u8, wanted: &[&str]| {
        let ran = bench.run(line);
        assert_eq!(ran.code, code, "{line}: {}", ran.err);
        for words in wanted {
            assert!(
                ran.err.contains(words),
                "`{words}` is not in what `{line}` said:\n{}",
                ran.err
            );
        }
    };
    told("report stores --per stroe", 1, &["MY402", "did you mean `store`?"]);
    told("report stores --per reason", 1, &["MY630", "no list of answers"]);
    told("report stores --per 'store>paid'", 1, &["MY630", "not a combination"]);
    told("league stores --by stroe", 1, &["MY402", "did you mean `store`?"]);
    told("league stores", 2, &["--by store"]);
    told("league stores --by store,paid", 2, &["one segment"]);
    told("report stores --document unit", 2, &["--per store"]);
}

#[test]
fn of_two_units_neither_sees_the_rest() {
    let bench = bench(&[(80, 70), (80, 40)]);
    let ran = bench.run("report stores --per store --language en");
    assert!(ran.code == 0 && ran.err.contains("MY632"), "{}", ran.err);
    for own in ["s0", "s1"] {
        let page = words(&bench.text(&format!("{FOLDER}/units/{own}.en.html")));
        assert!(
            page.contains("How the others do is not shown here") && page.contains("n = 80"),
            "{page}"
        );
        assert!(!page.contains("The rest\n") && !page.contains("Difference"), "{page}");
    }
}

#[test]
fn a_document_of_units_can_be_copied_changed_and_checked() {
    let bench = bench(&[(40, 70), (40, 40), (40, 60), (40, 65)]);
    bench.done("report --from unit");
    bench.put(
        "reports/unit.en.md",
        "## Own words for {{ unit }}\n\n{{ standing() }}\n",
    );
    assert!(bench.done("report --list").contains("reports/unit.en.md"));
    bench.done("report stores --per store");
    let page = words(&bench.text(&format!("{FOLDER}/units/s1.en.html")));
    assert!(
        page.contains("Own words for Shop") && !page.contains("What to do first"),
        "{page}"
    );
    // It makes no page of its own beside the report.
    bench.done("report stores");
    assert!(!bench.path("site/reports/stores/2026Q4/unit.en.html").exists());
    bench.put(
        "reports/unit.en.md",
        "{{ standin() }} {{ score(\"csat\") }} {{ untit }}\n",
    );
    let ran = bench.run("check");
    for words in ["did you mean `standing`?", "`score`", "did you mean `unit`?"] {
        assert!(ran.code == 1 && ran.err.contains(words), "{words}\n{}", ran.err);
    }
}

#[test]
fn groups_of_a_multiple_choice_are_units_that_overlap() {
    let mut csv = "response_id,submitted,store,paid,overall,recommend\n".to_owned();
    for row in 0..120_u64 {
        let paid = ["cash", "cash|card", "card", "app", "card|app"][usize::try_from(row % 5).unwrap()];
        writeln!(
            csv,
            "m{row},2026-11-20T10:00:00,s{},{paid},{},{}",
            row % 3,
            1 + drawn(row) % 5,
            drawn(row + 5) % 11
        )
        .unwrap();
    }
    let bench = Workbench::empty()
        .file("manyi.toml", SETTINGS)
        .file("surveys/stores.yaml", survey(3))
        .file("inbox/stores/q4.csv", csv)
        .set("MANYI_LANG", "en");
    assert_eq!(bench.run("import").code, 0);
    let rows = table(&bench.done("league stores --by paid --measure csat --format csv"));
    let base = |level: &str| rows.iter().find(|row| row["level"] == level).unwrap()["base"].clone();
    assert_eq!(
        (base("cash"), base("card"), base("app")),
        ("48".to_owned(), "72".to_owned(), "48".to_owned())
    );
    bench.done("report stores --per paid --language en");
    let page = words(&bench.text("site/reports/stores/2026Q4/by-paid/units/card.en.html"));
    assert!(
        page.contains("The rest\n") && page.contains("n = 72") && page.contains("\n48\n"),
        "{page}"
    );
}

#[test]
fn a_thousand_units_are_pages_of_the_same_bytes_twice() {
    let stores = vec![(12, 70); 1000];
    let bench = bench_of_one_wave(&stores);
    bench.done("report stores --per store --language en");
    let first = bench.listing(FOLDER);
    assert_eq!(first.lines().filter(|line| line.contains("/units/")).count(), 1000);
    assert!(!first.contains(".new"), "something is half written");
    std::fs::remove_dir_all(bench.path("site")).unwrap();
    bench.done("report stores --per store --language en");
    assert_eq!(first, bench.listing(FOLDER));
}

fn bench_of_one_wave(stores: &[(usize, u64)]) -> Workbench {
    let bench = Workbench::empty()
        .file("manyi.toml", SETTINGS)
        .file("surveys/stores.yaml", survey(stores.len()))
        .file("inbox/stores/q4.csv", answers("2026-11-20", stores))
        .set("MANYI_LANG", "en");
    assert_eq!(bench.run("import").code, 0);
    bench
}
