//! Leaks that the attack found once: each has a survey in which it would be there again.

use crate::workbench::Workbench;
use crate::workbench::table;
use std::fmt::Write as _;

const SURVEY: &str = "\
id: visit
title: Visit
languages: [en]
hidden:
  - {id: store, options: [a, b, c, d]}
  - {id: area, options: [west, east]}
pages:
  - id: main
    questions:
      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}
      - {id: speed, kind: rating, scale: satisfaction5, text: How fast?}
segments: [store]
measures:
  - {id: csat, kind: top_box, of: overall, top: 2, headline: true}
  - {id: fast, kind: top_box, of: speed, top: 2, headline: true}
";

/// Respondents of a store in an area: how many there are, and how many of them leave the first and the second question blank.
type People = (&'static str, &'static str, usize, usize, usize);

fn visits(survey: &str, people: &[People]) -> Workbench {
    let mut rows = "response_id,submitted_at,store,area,overall,speed\n".to_owned();
    for (store, area, count, no_overall, no_speed) in people {
        for at in 0..*count {
            let answer = |blank: usize| match (at < blank, at % 3) {
                (true, _) => "",
                (_, 0) => "neither",
                _ => "satisfied",
            };
            let (overall, speed) = (answer(*no_overall), answer(*no_speed));
            let _ = writeln!(
                rows,
                "{store}-{at},2026-10-05T10:00:00Z,{store},{area},{overall},{speed}"
            );
        }
    }
    let bench = Workbench::empty()
        .file(
            "manyi.toml",
            "languages = [\"en\"]\ninbox = [\"inbox\"]\n[waves]\nkind = \"quarterly\"\ntime_zone = \"UTC\"\n",
        )
        .file("surveys/visit.yaml", survey)
        .file("inbox/visit/one.csv", rows);
    assert_eq!(bench.run("import visit").code, 0);
    bench
}

/// The notes of a measure by store, `shown` where there is a number.
fn notes(csv: &str, measure: &str) -> Vec<(String, String)> {
    let rows = table(csv);
    let own = rows
        .iter()
        .filter(|row| row["measure"] == measure && row["segment"] == "store");
    own.map(|row| {
        let note = if row["base"].is_empty() { &row["note"] } else { "shown" };
        (row["level"].clone(), note.to_owned())
    })
    .collect()
}

fn of(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(level, note)| ((*level).to_owned(), (*note).to_owned()));
    owned.collect()
}

/// Everybody is in a store; store `a` has three visitors.
const FEW: [People; 4] = [
    ("a", "west", 3, 0, 0),
    ("b", "west", 32, 0, 2),
    ("c", "east", 31, 0, 0),
    ("d", "east", 60, 0, 0),
];

#[test]
fn measures_of_nearly_the_same_bases_hide_the_same_groups() {
    // Alone, `fast` would be protected by store b (30 answers) and `csat` by store c (31): from both, store a would be known
    // but for two people.
    let bench = visits(SURVEY, &FEW);
    let told = bench.done("score visit --by store --format csv");
    for measure in ["csat", "fast"] {
        let hidden = [
            ("a", "hidden_privacy"),
            ("b", "hidden_complement"),
            ("c", "hidden_complement"),
            ("d", "shown"),
        ];
        assert_eq!(notes(&told, measure), of(&hidden), "{told}");
    }
    // Where many left one of them blank, neither tells the other's bases.
    let mut many = FEW;
    many[1] = ("b", "west", 45, 0, 17);
    many[2] = ("c", "east", 36, 0, 7);
    let told = visits(SURVEY, &many).done("score visit --by store --format csv");
    let (csat, fast) = (notes(&told, "csat"), notes(&told, "fast"));
    assert_eq!(
        (csat[1].1.as_str(), fast[1].1.as_str()),
        ("shown", "hidden_complement"),
        "{told}"
    );
    assert_eq!(
        (csat[2].1.as_str(), fast[2].1.as_str()),
        ("hidden_complement", "shown"),
        "{told}"
    );
    // Where all of the larger store answered both, the store beside it is known by the one figure but for those few.
    many[2] = ("c", "east", 31, 0, 0);
    let told = visits(SURVEY, &many).done("score visit --by store --format csv");
    for measure in ["csat", "fast"] {
        let notes = notes(&told, measure);
        assert_eq!(
            (notes[1].1.as_str(), notes[2].1.as_str()),
            ("shown", "hidden_complement"),
            "{told}"
        );
    }
}

#[test]
fn that_nobody_answered_is_not_told_of_a_group_that_is_hidden() {
    // All who answered the second question are in store d. Were that told, at most three of store a answered the first.
    let bench = visits(SURVEY, &[("a", "west", 3, 0, 3), ("d", "east", 60, 0, 0)]);
    let told = bench.done("score visit --by store --format csv");
    assert_eq!(notes(&told, "csat")[3].1, "hidden_complement", "{told}");
    let fast = notes(&told, "fast");
    assert_eq!(fast[0].1, "hidden_complement", "{told}");
    assert_eq!(fast[1].1, "no_valid_answers", "nobody was in store b: {told}");
    assert_eq!(fast[3].1, "hidden_complement", "{told}");
    for line in [
        "report visit --document public",
        "report visit",
        "tab visit --by store",
        "compare visit --by store",
    ] {
        bench.done(line);
    }
    let told = bench.done("tab visit --by store --of fast --format csv");
    let of_a = table(&told).into_iter().find(|row| row["level"] == "a").unwrap();
    assert_eq!(
        (of_a["base"].as_str(), of_a["note"].as_str()),
        ("", "hidden_complement"),
        "{told}"
    );
}

#[test]
fn showing_small_groups_does_not_tell_what_is_hidden_without_it() {
    // `fast` hides store c for the stores without an answer to it, and so does `csat`. Store d, the other one of its area, is
    // only small: shown, it would be taken off the area, and store c be left.
    let survey = SURVEY
        .replace("segments: [store]", "segments: [store, area]")
        .replace("[a, b, c, d]", "[a, b, c, d, e]")
        .replace("[west, east]", "[west, east, south]");
    let people = [
        ("a", "west", 18, 0, 1),
        ("b", "west", 33, 0, 5),
        ("c", "south", 16, 0, 5),
        ("d", "south", 6, 0, 1),
        ("e", "east", 2, 0, 2),
        ("", "", 5, 0, 1),
    ];
    let bench = visits(&survey, &people);
    let told = bench.done("score visit --by store,area --format csv --show-small");
    let notes = notes(&told, "csat");
    assert_eq!(notes[2].1, "hidden_complement", "{told}");
    assert_eq!(notes[3].1, "hidden_quality", "{told}");
    let south = table(&told)
        .into_iter()
        .find(|row| row["measure"] == "csat" && row["level"] == "south");
    assert_eq!(south.unwrap()["base"], "22", "{told}");
}

#[test]
fn the_answers_to_the_question_of_a_segment_are_the_sizes_of_its_groups() {
    let bench = visits(SURVEY, &FEW);
    let rows = table(&bench.done("tab visit --by area --format csv"));
    let told = |question: &str, level: &str| {
        let own = rows
            .iter()
            .filter(|row| row["question"] == question && row["level"] == level);
        own.filter(|row| !row["count"].is_empty()).count()
    };
    assert_eq!((told("store", ""), told("store", "west")), (0, 0), "store a has three");
    assert!(told("overall", "") > 0 && told("overall", "west") > 0);
    assert_eq!(told("area", ""), 2, "35 and 91 are enough");
    let by_store = table(&bench.done("tab visit --by store --of store --format csv"));
    let told = by_store.iter().filter(|row| !row["base"].is_empty());
    assert_eq!(
        told.count(),
        0,
        "within store b all are of store b: their base is its size"
    );
    assert_eq!(bench.run("chart pareto visit --of store").code, 2);
    let drawn = bench.done("chart histogram visit --of store --format json");
    assert!(
        drawn.contains("hidden") && !drawn.contains("\"text\": \"48\""),
        "{drawn}"
    );
    // Without a small store all of it is told again.
    let enough = visits(SURVEY, &FEW[1..]);
    let rows = table(&enough.done("tab visit --by area --of store --format csv"));
    assert!(
        rows.iter()
            .any(|row| row["answer"] == "c" && row["level"] == "east" && row["count"] == "31")
    );
}

#[test]
fn pages_of_units_hide_what_the_report_hides() {
    // By itself the smallest store protects store a; stores within areas are protected by the one beside them.
    let nested = SURVEY.replace("segments: [store]", "segments: [store, area]");
    let people = [
        ("a", "west", 3, 0, 0),
        ("b", "west", 50, 0, 0),
        ("c", "east", 31, 0, 0),
        ("d", "east", 60, 0, 0),
    ];
    let bench = visits(&nested, &people);
    let hidden = [
        ("a", "hidden_privacy"),
        ("b", "hidden_complement"),
        ("c", "shown"),
        ("d", "shown"),
    ];
    assert_eq!(
        notes(&bench.done("score visit --by store --format csv"), "csat"),
        of(&hidden)
    );
    assert_eq!(
        notes(&bench.done("league visit --by store --format csv"), "csat").len(),
        4
    );
    bench.done("report visit --per store");
    let page = |name: &str| bench.text(&format!("site/reports/visit/2026Q4/by-store/{name}.en.html"));
    assert!(page("units/b").contains("could be worked out") && !page("units/b").contains("50 responses"));
    assert!(page("units/c").contains("31 responses"));
}

#[test]
fn small_bases_of_the_store_are_shown_on_request_and_nobody_who_could_be_recognised() {
    let people = [
        ("a", "west", 3, 0, 0),
        ("b", "west", 7, 0, 0),
        ("c", "east", 8, 0, 0),
        ("d", "east", 60, 0, 0),
    ];
    let bench = visits(SURVEY, &people);
    let by_default = notes(&bench.done("score visit --by store --format csv"), "csat");
    let hidden = [
        ("a", "hidden_privacy"),
        ("b", "hidden_quality"),
        ("c", "hidden_quality"),
        ("d", "shown"),
    ];
    assert_eq!(by_default, of(&hidden));
    // Store b stays hidden: with it and the others store a would be known.
    let small = notes(&bench.done("score visit --by store --show-small --format csv"), "csat");
    let hidden = [
        ("a", "hidden_privacy"),
        ("b", "hidden_quality"),
        ("c", "shown"),
        ("d", "shown"),
    ];
    assert_eq!(small, of(&hidden));
    // Whoever holds a file sees its rows anyway.
    let file = bench.done("score inbox/visit/one.csv --survey visit --by store --show-small --format csv");
    assert!(notes(&file, "csat").iter().all(|(_, note)| note == "shown"), "{file}");
}

#[test]
fn a_public_report_protects_groups_below_thirty_as_others_do_those_below_five() {
    let people = [
        ("a", "west", 20, 0, 0),
        ("b", "west", 44, 0, 0),
        ("c", "east", 31, 0, 0),
        ("d", "east", 60, 0, 0),
    ];
    let bench = visits(SURVEY, &people).file(
        "reports/management.en.md",
        "---\ntitle: Results\naudience: public\n---\n\n{{ cards() }}\n\n{{ methods() }}\n",
    );
    bench.done("report visit");
    let told: serde_json::Value =
        serde_json::from_str(&bench.text("site/reports/visit/2026Q4/report.en.json")).unwrap();
    let rows = told["scores"].as_array().unwrap();
    let own = rows
        .iter()
        .filter(|row| row["measure"] == "csat" && row["segment"] == "store");
    let notes: Vec<(&str, &str)> = own
        .map(|row| (row["level"].as_str().unwrap(), row["note"].as_str().unwrap()))
        .collect();
    // From 155, 44, 31 and 60 anybody could take store a.
    let hidden = [
        ("a", "hidden_privacy"),
        ("b", ""),
        ("c", "hidden_complement"),
        ("d", ""),
    ];
    assert_eq!(notes, hidden);
    let page = bench.text("site/reports/visit/2026Q4/report.en.html");
    assert!(page.contains("Below 30 answers a figure is not shown, nor what would reveal it."));
}

/// What names somebody in the answers below: in fields that ask for it, in open answers, and in words beside "other".
const NAMING: [&str; 9] = [
    "anna.li@mail.example",
    "13912345678",
    "139 1234",
    "5678",
    "11010519491231002X",
    "4111",
    "zhang_88",
    "fax@mail.example",
    "12345",
];

#[test]
fn nothing_that_names_a_person_goes_out_with_quotes() {
    let survey = "\
id: visit
title: Visit
languages: [en]
privacy:
  mode: confidential
  notice: Thank you.
  controller: Pinecone Ltd
  contact: privacy@pinecone.example
  purpose: Service.
  recipients: Nobody.
  storage: Here.
  retention: A year.
  rights: Write to us.
  voluntary: Yes.
hidden:
  - {id: store, options: [a, b]}
pages:
  - id: main
    questions:
      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}
      - id: way
        kind: choice
        text: How did you come?
        options: [car, {id: else, text: Something else, other: true}]
      - {id: why, kind: text, text: What is the reason?}
      - {id: mail, kind: email, text: Where may we write to you?}
      - {id: call, kind: phone, text: Where may we call you?}
segments: [store]
measures:
  - {id: csat, kind: top_box, of: overall, top: 2, headline: true}
";
    let words = [
        "please call me at 139 1234 5678 about it",
        "my card 11010519491231002X was copied, 微信 zhang_88",
        "charged twice on 4111 1111 1111 1111 they say",
        "my plate is 京A12345 and it was scratched",
    ];
    let mut rows = "response_id,submitted_at,store,overall,way,way.other,why,mail,call\n".to_owned();
    for at in 0..60 {
        let store = ["a", "b"][at % 2];
        let (why, other) = (words[at % words.len()], "by cab, ask fax@mail.example or 13912345678");
        let _ = writeln!(
            rows,
            "r{at},2026-10-05T10:00:00Z,{store},satisfied,else,\"{other} {at}\",\"{why} {at} times\",anna.li@mail.example,13912345678"
        );
    }
    let bench = Workbench::empty()
        .file(
            "manyi.toml",
            "languages = [\"en\"]\ninbox = [\"inbox\"]\n[waves]\nkind = \"quarterly\"\ntime_zone = \"UTC\"\n",
        )
        .file("surveys/visit.yaml", survey)
        .file("inbox/visit/one.csv", rows);
    let imported = bench.run("import visit");
    assert_eq!(imported.code, 0, "{}", imported.err);
    bench.done("report visit --document technical,waves,public");
    bench.done("report visit --per store");
    bench.done("report visit --format pptx -o deck.pptx");
    let folder = "site/reports/visit/2026Q4";
    let mut told: Vec<(String, String)> = ["report.en.html", "report.en.json", "technical.en.html", "waves.en.html"]
        .iter()
        .chain(&[
            "by-store/index.en.html",
            "by-store/units/a.en.html",
            "by-store/units/b.en.html",
        ])
        .map(|name| ((*name).to_owned(), bench.text(&format!("{folder}/{name}"))))
        .collect();
    told.extend(crate::slides::parts(&std::fs::read(bench.path("deck.pptx")).unwrap()));
    for command in [
        "report visit --format md --document management,summary,technical",
        "explain visit/2026Q4/csat?store=a",
        "tab visit --by store",
        "score visit --by store --format json",
    ] {
        told.push((command.to_owned(), bench.done(command)));
    }
    let quoted = told.iter().filter(|(_, text)| text.contains("please call me at ▇▇▇"));
    assert!(quoted.count() >= 3, "the page, the Markdown and a page of a unit quote");
    assert!(told.iter().any(|(_, text)| text.contains("by cab, ask ▇▇▇ or ▇▇▇")));
    for (name, text) in &told {
        for naming in NAMING {
            assert!(!text.contains(naming), "{name} tells {naming}");
        }
    }
}
