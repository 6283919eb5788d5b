//! Report documents: listed, copied, checked, written as pages and as Markdown.

use crate::workbench::Workbench;
use crate::workbench::table;

/// The sample workspace, its answers taken in.
fn imported() -> Workbench {
    let bench = Workbench::sample();
    assert_eq!(bench.run("import").code, 0);
    bench
}

#[test]
fn documents_are_listed_and_copied_and_never_overwritten() {
    let bench = Workbench::sample();
    let list = bench.done("report --list");
    for name in ["management", "technical", "waves", "public", "summary"] {
        assert!(list.contains(&format!("\n{name} ")), "{list}");
    }
    let copied = bench.run("report --from public");
    assert_eq!(copied.code, 0, "{}", copied.err);
    assert!(copied.err.contains("reports/public.zh.md") && copied.err.contains("reports/public.en.md"));
    assert!(
        bench
            .text("reports/public.zh.md")
            .starts_with("---\ntitle: 您的意见，我们的行动\naudience: public\n---\n")
    );
    assert!(bench.done("report --list").contains("reports/public.zh.md"));
    let again = bench.run("report --from public");
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already"), "{}", again.err);
    let unknown = bench.run("report --from pubic");
    assert!(
        unknown.code == 2 && unknown.err.contains("did you mean `public`?"),
        "{}",
        unknown.err
    );
}

#[test]
fn check_finds_every_wrong_name_of_a_document_before_there_are_answers() {
    let bench = Workbench::sample().file(
        "reports/weekly.en.md",
        "---\nsurvey: after-sales\n---\n\n{{ score(\"cast\") }}\n{% if has_prevous %}{{ chart(\"pie\", of=\"csat\") }}{% endif %}\n",
    );
    let checked = bench.run("check");
    assert_eq!(checked.code, 1);
    for told in [
        "`cast` is no measure",
        "reports/weekly.en.md:5:4",
        "`has_prevous` is no name a document knows",
        "did you mean `has_previous`?",
        "`pie` is no chart",
        "reports/weekly.en.md:6:24",
    ] {
        assert!(checked.err.contains(told), "{told} is not in\n{}", checked.err);
    }
    let bench = Workbench::sample().file(
        "reports/weekly.md",
        "---\nsurvey: after-sale\naudience: everybody\n---\n",
    );
    let checked = bench.run("check");
    assert_eq!(checked.code, 1);
    assert!(
        checked.err.contains("there is no survey `after-sale`") && checked.err.contains("did you mean `after-sales`?")
    );
    assert!(
        checked.err.contains("MY520") && checked.err.contains("`everybody` is no audience"),
        "{}",
        checked.err
    );
}

#[test]
fn a_document_of_the_workspace_is_a_page_of_its_own() {
    let bench = imported().file(
        "reports/weekly.en.md",
        "---\ntitle: The week\nsurvey: after-sales\n---\n\nCSAT is {{ score(\"csat\") }}.\n",
    );
    let ran = bench.run("report");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = bench.text("site/reports/after-sales/2026Q4/weekly.en.html");
    assert!(
        page.contains("<h1>The week</h1>") && page.contains("<p>CSAT is 56.5%.</p>"),
        "{page}"
    );
    let files = bench.listing("site");
    assert!(!files.contains("weekly.zh.html") && !files.contains("support-csat/2026Q4/weekly"));
    let report = bench.text("site/reports/after-sales/2026Q4/report.en.html");
    assert!(report.contains("<a href=\"weekly.en.html\">The week</a>"));
    assert_eq!(bench.run("build").code, 0);
    assert!(
        bench
            .text("site/index.en.html")
            .contains("reports/after-sales/2026Q4/weekly.en.html")
    );
}

#[test]
fn a_summary_for_chat_goes_to_the_output() {
    let bench = imported();
    let text = bench.done("report after-sales --format md --language en");
    assert!(text.starts_with("# Summary\n\nIn "), "{text}");
    assert!(
        text.contains("\n## The main findings\n\n- ▼ ") && !text.contains('<'),
        "{text}"
    );
    let both = bench.done("report after-sales --format md --language zh,en");
    assert!(
        both.starts_with("# 摘要\n\n") && both.contains("\n# Summary\n"),
        "{both}"
    );
    let unknown = bench.run("report --document tehnical");
    assert!(
        unknown.code == 2 && unknown.err.contains("did you mean `technical`?"),
        "{}",
        unknown.err
    );
    let more = bench.run("report after-sales --document technical,waves");
    assert_eq!(more.code, 0, "{}", more.err);
    let files = bench.listing("site");
    assert!(
        files.contains("2026Q4/technical.zh.html") && files.contains("2026Q4/waves.en.html"),
        "{files}"
    );
}

#[test]
fn the_brand_stands_in_reports() {
    let settings = |theme: &str| {
        let bench = imported();
        let text = bench.text("manyi.toml");
        bench.file("manyi.toml", text.replace("[theme]\n", &format!("[theme]\n{theme}\n")))
    };
    let bench = settings("logo = \"brand/logo.svg\"\nfonts = [\"Inter\", \"思源黑体\"]")
        .file("brand/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let ran = bench.run("report support-csat");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = bench.text("site/reports/support-csat/2026Q4/report.en.html");
    // The base 64 of the picture, by `base64`.
    let held =
        "<img src=\"data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=\" alt=\"\">";
    assert!(page.contains(held) && page.contains("html{font-family:\"Inter\",\"思源黑体\",system-ui"));
    let missing = settings("logo = \"none.svg\"").run("report support-csat");
    assert!(missing.code == 1 && missing.err.contains("MY521"), "{}", missing.err);
    let outside = settings("logo = \"../a.svg\"").run("check");
    assert!(
        outside.code == 1 && outside.err.contains("\"logo.svg\""),
        "{}",
        outside.err
    );
}

#[test]
fn two_languages_can_stand_side_by_side() {
    let bench = imported();
    let ran = bench.run("report after-sales --language zh,en --side-by-side");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = bench.text("site/reports/after-sales/2026Q4/report.both.html");
    assert!(page.matches("<div class=\"pair\">").count() > 5);
    let mut ids: Vec<&str> = page
        .match_indices(" id=\"")
        .map(|(at, _)| page[at + 5..].split('"').next().unwrap())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    for anchor in page
        .match_indices("href=\"#")
        .map(|(at, _)| page[at + 7..].split('"').next().unwrap())
    {
        assert!(ids.contains(&anchor), "#{anchor} leads nowhere");
    }
    let one = bench.run("report after-sales --language zh --side-by-side");
    assert!(
        one.code == 2 && one.err.contains("takes two languages, not 1"),
        "{}",
        one.err
    );
}

#[test]
fn the_report_and_the_command_line_know_the_same_drivers() {
    let bench = imported();
    bench.done("report after-sales --language en");
    let text = bench.text("site/reports/after-sales/2026Q4/report.en.json");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ours = json["drivers"].as_array().unwrap();
    let rows = table(&bench.done("drivers after-sales --format csv"));
    assert_eq!(ours.len(), rows.len());
    for (own, row) in ours.iter().zip(&rows) {
        assert_eq!(own["id"], row["id"]);
        assert_eq!(own["quadrant"], row["quadrant"]);
        for name in ["importance", "performance"] {
            let told: f64 = row[name].parse().unwrap();
            assert!(
                (own[name].as_f64().unwrap() - told).abs() < 1e-9,
                "{name}: {own} {row:?}"
            );
        }
    }
    let page = bench.text("site/reports/after-sales/2026Q4/report.en.html");
    // Every rank is open in this wave, and the heading says so instead of naming a winner.
    assert!(
        page.contains("No single item stands out in what goes with"),
        "no heading of the drivers"
    );
}

#[test]
fn a_document_builds_on_a_built_in_one_block_by_block() {
    let own = "{% extends \"management\" %}\n\n{% block headline %}\nDear colleagues: {{ wave_name }}.\n\n{{ super() }}\n{% endblock %}\n\n{% block quotes %}\n{% endblock %}\n";
    let bench = imported().file("reports/management.en.md", own);
    let ran = bench.run("report after-sales --language en");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = bench.text("site/reports/after-sales/2026Q4/report.en.html");
    assert!(
        page.contains("<p>Dear colleagues: Q4 2026.</p>"),
        "the block's own words"
    );
    assert!(
        page.contains("class=\"cards\"") && page.contains("How this was measured"),
        "what it builds on"
    );
    assert!(
        !page.contains("In their own words"),
        "an empty block leaves its part out"
    );

    let wrong = "{% extends \"management\" %}\nDear colleagues,\n{% block quote %}{% endblock %}\n";
    let checked = imported().file("reports/management.en.md", wrong).run("check");
    assert_eq!(checked.code, 1);
    for told in [
        "`quote` is no block of `management`",
        "did you mean `quotes`?",
        "reports/management.en.md:3:10",
        "MY662",
        "reports/management.en.md:2:1",
    ] {
        assert!(checked.err.contains(told), "{told} is not in\n{}", checked.err);
    }
}

#[test]
fn benchmarks_stand_beside_our_figures_and_are_tested_only_as_samples() {
    let table = "measure,value,name,source,date,base,se\n\
                 csat,71,Online retail,Yearbook 2026,2026-03-31,2140,\n\
                 nps,31,Online retail,Yearbook 2026,2026-03-31,,\n\
                 ces,5.4,,Panel study,2019-05-01,,\n";
    let bench = imported().file("benchmarks/after-sales.csv", table);
    let ran = bench.run("report after-sales --language en");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("MY661") && ran.err.contains("the benchmark of `ces` is of 2019-05-01"),
        "{}",
        ran.err
    );
    let page = bench.text("site/reports/after-sales/2026Q4/report.en.html");
    for told in [
        "Beside others",
        "Online retail 2026: 71.0%",
        "Yearbook 2026, 31 March 2026",
        "<td class=\"num quiet\">(−16)</td>",
        "below the benchmark of 71.0% (Online retail)",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&bench.text("site/reports/after-sales/2026Q4/report.en.json")).unwrap();
    let against: Vec<&serde_json::Value> = json["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|change| change["against"] == "benchmark")
        .collect();
    // The share has a base; of the NPS nobody said how far its answers were spread.
    assert_eq!(against.len(), 1, "{against:?}");
    assert_eq!(
        (&against[0]["measure"], &against[0]["verdict"]),
        (&"csat".into(), &"below".into())
    );
    assert_eq!(json["benchmarks"].as_array().unwrap().len(), 3);
    let scored = bench.done("score after-sales --measure csat");
    assert!(
        scored.contains("benchmark csat: Online retail 71.0% (Yearbook 2026, 2026-03-31)"),
        "{scored}"
    );

    let wrong = "measure,value,source,date\ncast,71,Yearbook,2026-03-31\ncsat,71,,2026-03-31\ncsat,71,Yearbook,\n";
    let checked = Workbench::sample()
        .file("benchmarks/after-sales.csv", wrong)
        .run("check");
    assert_eq!(checked.code, 1);
    for told in [
        "`cast` is no measure of `after-sales`",
        "`source` is ``",
        "`date` is ``",
    ] {
        assert!(checked.err.contains(told), "{told} is not in\n{}", checked.err);
    }
}
