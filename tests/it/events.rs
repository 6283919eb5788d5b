//! What happened (`events/`): where it is told, to whom, and what is wrong with a line.

use crate::slides::parts;
use crate::workbench::Workbench;
use serde_json::Value;

fn sample() -> Workbench {
    let bench = Workbench::sample().set("MANYI_LANG", "en");
    let ran = bench.run("import after-sales");
    assert_eq!(ran.code, 0, "{}", ran.err);
    bench
}

const PAGE: &str = "site/reports/after-sales/2026Q4/report";

#[test]
fn events_are_drawn_told_and_kept_as_data_in_both_languages() {
    let bench = sample();
    let ran = bench.run("report after-sales --document waves");
    assert_eq!((ran.code, ran.err.contains("MY68")), (0, false), "{}", ran.err);
    let page = bench.text(&format!("{PAGE}.en.html"));
    // In the drawing, in the description of it, in the table of its numbers.
    let label = "App: Deliveries moved to a new carrier (8 October 2026)";
    assert!(page.contains(&format!(">{label}</text>")), "no note below the drawing");
    assert!(
        page.contains(&format!("2026Q4: {label}; 2 earlier.</desc>")),
        "no description"
    );
    assert!(page.contains(&format!("<td class=\"start\">{label}</td>")), "no cell");
    let chinese = bench.text(&format!("{PAGE}.zh.html"));
    assert!(chinese.contains("手机应用：改由新承运商配送（2026 年 10 月 8 日）"));
    // What concerns one measure stands in its own charts alone.
    let robot = "Chat is answered by a robot first";
    let figures: Vec<&str> = page.split("<figure").filter(|figure| figure.contains(robot)).collect();
    assert_eq!(figures.len(), 1, "told in {} figures", figures.len());
    assert!(figures[0].contains("Ease of getting help"));
    let waves = bench.text("site/reports/after-sales/2026Q4/waves.en.html");
    assert!(waves.contains("What happened meanwhile") && waves.contains("does not show that they moved because of it"));

    let json: Value = serde_json::from_str(&bench.text(&format!("{PAGE}.en.json"))).unwrap();
    let events = json["events"].as_array().unwrap();
    assert_eq!(events.len(), 9);
    let last = &events[8];
    assert_eq!(
        (
            &last["wave"],
            &last["day"],
            &last["segment"],
            &last["level"],
            &last["measure"]
        ),
        (
            &"2026Q4".into(),
            &"2026-10-08".into(),
            &"channel".into(),
            &"app".into(),
            &Value::Null
        )
    );
    // A report of an earlier wave knows nothing of what came later.
    assert_eq!(bench.run("report after-sales --wave 2026Q1 --language en").code, 0);
    let earlier: Value = serde_json::from_str(&bench.text("site/reports/after-sales/2026Q1/report.en.json")).unwrap();
    assert_eq!(earlier["events"].as_array().unwrap().len(), 4);
}

#[test]
fn charts_draw_what_concerns_their_groups_and_measures() {
    let bench = sample();
    let labels = |line: &str, at: &str| -> Vec<String> {
        let drawn: Value = serde_json::from_str(&bench.done(&format!("chart {line} --format json"))).unwrap();
        let events = drawn.pointer(at).and_then(Value::as_array).cloned().unwrap_or_default();
        let label = |event: &Value| format!("{} {}", event["wave"], event["label"].as_str().unwrap());
        events.iter().map(label).collect()
    };
    let by_channel = labels("trend after-sales --measure csat --by channel", "/events");
    assert_eq!(
        by_channel,
        [
            "0 Return window extended from 7 to 15 days (17 March 2025)",
            "2 Customer hotline open around the clock (1 September 2025)",
            "3 Record orders on Singles’ Day; warehouses on overtime (11 November 2025)",
            "7 App: Deliveries moved to a new carrier (8 October 2026)",
        ]
    );
    let security = labels("control after-sales --measure security_index", "/events");
    assert!(
        security.contains(&"4 Two-step sign-in and a privacy centre (15 January 2026)".to_owned()),
        "{security:?}"
    );
    let region = "multiples after-sales --measure csat --by region";
    let all: Vec<String> = (0..6)
        .flat_map(|at| labels(region, &format!("/panels/{at}/events")))
        .collect();
    assert_eq!(all, ["5 Northwest: Second warehouse in Xi’an opened (20 April 2026)"]);
    let drawing = bench.done(&format!("chart {region}"));
    assert!(
        drawing.contains("Marked: 2026Q2: Northwest: Second warehouse"),
        "{drawing}"
    );
}

#[test]
fn a_document_lists_them_and_one_for_everybody_tells_only_what_is_public() {
    let events = "date,text,measure,audience\n2026Q2,Robot answers first,ces,\n2026-05-04,New hotline,,public\n";
    let list = "{% for event in events(\"csat\") %}[{{ event.when }} {{ event.title }}]{% endfor %}{% if has_events %} some{% endif %}\n\n{{ table(\"events\") }}\n";
    let bench = sample()
        .file("events/after-sales.csv", events)
        .file(
            "reports/inside.en.md",
            format!(
                "All: {{% for event in events() %}}{{{{ event }}}} on {{{{ event.measure }}}};{{% endfor %}}\n\n{list}"
            ),
        )
        .file(
            "reports/outside.en.md",
            format!("---\naudience: public\n---\n{list}\n{{{{ chart(\"trend\", of=\"ces\") }}}}\n"),
        );
    let ran = bench.run("report after-sales --language en");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let inside = bench.text("site/reports/after-sales/2026Q4/inside.en.html");
    assert!(
        inside.contains("All: Robot answers first on Ease of getting help (1–7);New hotline on ;"),
        "{inside}"
    );
    assert!(inside.contains("[4 May 2026 New hotline] some"), "{inside}");
    assert!(inside.contains("<th scope=\"row\">2026Q2</th>") && inside.contains(">everything</td>"));
    let outside = bench.text("site/reports/after-sales/2026Q4/outside.en.html");
    assert!(outside.contains("New hotline (4 May 2026)") && !outside.contains("Robot answers"));
    let wrong = bench.file(
        "reports/inside.en.md",
        "{{ events(\"cast\") }}{% for e in events() %}{{ e.day }}{% endfor %}",
    );
    let checked = wrong.run("check");
    assert_eq!(checked.code, 1);
    assert!(
        checked.err.contains("`cast` is no measure") && checked.err.contains("`day` is no field of this answer"),
        "{}",
        checked.err
    );
}

#[test]
fn the_page_for_everybody_tells_what_was_done_since_the_wave_before() {
    let bench = sample();
    let ran = bench.run("report after-sales --document public");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = bench.text("site/reports/after-sales/2026Q4/public.en.html");
    assert!(page.contains(">We did</h2>"));
    let done = "<li>12 August 2026: The order page names the carrier and the expected time of delivery</li>";
    assert!(page.contains(done), "an action of the wave before");
    assert!(
        !page.contains("carrier (8 October") && !page.contains("new carrier"),
        "not public"
    );
    assert!(!page.contains("privacy centre</li>"), "told in an earlier wave");
    let chinese = bench.text("site/reports/after-sales/2026Q4/public.zh.html");
    assert!(chinese.contains(">我们的行动</h2>"));
    let none = bench.file(
        "events/after-sales.csv",
        "date,text,audience\n2026-08-12,Record orders,public\n",
    );
    assert_eq!(none.run("report after-sales --document public").code, 0);
    let page = none.text("site/reports/after-sales/2026Q4/public.en.html");
    assert!(!page.contains(">We did</h2>"), "what befell us is no action");
}

#[test]
fn what_is_wrong_with_a_line_is_told_with_its_place() {
    let table = "date,zh,en,measure,segment\n\
                 2026-10-08,新承运商,New carrier,cast,\n\
                 2026-10-08,新承运商,New carrier,,channel=ap\n\
                 8.10.2026,新承运商,New carrier,,\n\
                 2026-10-09,,,,\n\
                 2026-10-10,新承运商,,,\n";
    let checked = Workbench::sample()
        .set("MANYI_LANG", "en")
        .file("events/after-sales.csv", table)
        .file("events/2026.csv", "date,text\n")
        .run("check");
    assert_eq!(checked.code, 1, "{}", checked.err);
    for told in [
        "warning[MY680]: `cast` is no measure of `after-sales`; the event is left out",
        "did you mean `csat`?",
        "warning[MY680]: `channel=ap` is no group of `after-sales`; the event is left out",
        "did you mean `app`?",
        "error[MY681]: `8.10.2026` is neither a day nor a wave",
        "error[MY683]: nothing says what happened",
        "warning[MY684]: the event is not told in en",
        "warning[MY207]: `2026.csv` belongs to no survey and is not read",
    ] {
        assert!(checked.err.contains(told), "{told} is not in\n{}", checked.err);
    }
}

#[test]
fn slides_tell_events_in_their_notes() {
    let bench = sample();
    assert_eq!(bench.run("report after-sales --format pptx --language en").code, 0);
    let deck = std::fs::read(bench.path("site/reports/after-sales/2026Q4/report.en.pptx")).unwrap();
    let parts = parts(&deck);
    let notes = parts
        .iter()
        .filter(|(name, _)| name.starts_with("ppt/notesSlides/notes"));
    let told =
        notes.filter(|(_, text)| text.contains("2026Q4: App: Deliveries moved to a new carrier (8 October 2026)"));
    // The course of each of the five headline measures.
    assert_eq!(told.count(), 5);
}
