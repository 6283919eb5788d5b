//! Real exports of every platform, read by its profile: counts of rows and figures of each file.
//!
//! The figures were counted from the cells of the files themselves with Python (csv, openpyxl), before anything was imported:
//! so many cells hold this option, are blank, were not asked; the sum of a column of numbers; a moment in UTC by the zone the
//! file names. The files may not be copied: they are read in place, and passed over where they are not.

use crate::import_laws::Equation;
use crate::real_exports::export;
use crate::real_exports::folder;
use crate::workbench::Workbench;
use crate::workbench::copy;
use crate::workbench::table;
use std::collections::BTreeMap;

/// A file, and what is known of it.
struct Case {
    survey: &'static str,
    /// By which profile it is read; nothing where the mapping says so, or that there is none.
    profile: &'static str,
    file: &'static str,
    /// Of a workbook, the sheet.
    sheet: &'static str,
    /// Read, accepted, replaced, skipped, refused; invalid cells.
    counts: [u64; 6],
    /// Column, what is counted in it, how much.
    figures: &'static [(&'static str, &'static str, f64)],
}

const CASES: &[Case] = &[
    Case {
        survey: "workplace",
        profile: "wjx",
        file: "wjx-by-text-importance-satisfaction.xlsx",
        sheet: "",
        counts: [500, 500, 0, 0, 0, 0],
        figures: &[
            ("importance.r1", "5", 294.0),
            ("satisfaction.r7", "4", 246.0),
            ("scenes", "has:o1", 270.0),
            ("boss", "<not_asked>", 11.0),
            ("else", "answered", 11.0),
            ("boss", "o1", 112.0),
            ("who_does.r2", "sum", 1889.0),
        ],
    },
    Case {
        survey: "campus",
        profile: "tencent",
        file: "tencent-style-codes.csv",
        sheet: "",
        counts: [120, 120, 0, 0, 0, 0],
        figures: &[
            ("q1", "o1", 45.0),
            ("q3", "o2", 31.0),
            ("q3", "blank", 75.0),
            ("q2", "<refused>", 45.0),
            ("q30", "answered", 98.0),
            ("q4", "四川大学", 3.0),
        ],
    },
    Case {
        survey: "films",
        profile: "surveymonkey",
        file: "surveymonkey-starwars-2hdr.csv",
        sheet: "",
        counts: [200, 200, 0, 0, 0, 0],
        figures: &[
            ("seen", "has:o1", 128.0),
            ("ranks.o5", "1", 56.0),
            ("characters.c12", "1", 54.0),
            ("characters.c6", "<not_applicable>", 22.0),
            ("gender", "answered", 185.0),
            ("expanded_fan", "o1", 21.0),
        ],
    },
    Case {
        survey: "climate",
        profile: "qualtrics",
        file: "qualtrics-climate-3hdr.csv",
        sheet: "",
        counts: [150, 150, 0, 0, 0, 0],
        figures: &[
            ("competence", "sum", 12458.0),
            ("feedback", "sum", 10930.0),
            ("impressiveness", "5", 45.0),
            ("condition", "o1", 50.0),
            ("attentiveness", "answered", 150.0),
            ("submitted", "2025-11-04T15:33:11", 1.0),
        ],
    },
    Case {
        survey: "german",
        profile: "qualtrics",
        file: "qualtrics-german-labels-3hdr.csv",
        sheet: "",
        counts: [1, 1, 0, 0, 0, 0],
        figures: &[
            ("q1", "o2", 1.0),
            ("q2", "Hello World!", 1.0),
            ("response_id", "R_2YPOQ602ER1jkf1", 1.0),
            ("submitted", "2017-07-18T08:28:48", 1.0),
            ("started", "2017-07-18T08:28:09", 1.0),
        ],
    },
    Case {
        survey: "legacy",
        profile: "qualtrics",
        file: "qualtrics-legacy-2hdr.csv",
        sheet: "",
        counts: [1, 1, 0, 0, 0, 0],
        figures: &[
            ("q1", "o2", 1.0),
            ("q2", "Hello World!", 1.0),
            ("response_id", "R_2YPOQ602ER1jkf1", 1.0),
            ("submitted", "2017-07-18T08:28:48", 1.0),
            ("started", "2017-07-18T08:28:09", 1.0),
        ],
    },
    Case {
        survey: "doctoral",
        profile: "limesurvey",
        file: "limesurvey-fulltext-and-codes.csv",
        sheet: "",
        counts: [12, 12, 0, 0, 0, 0],
        figures: &[
            ("a8", "has:sq001", 4.0),
            ("a8", "<not_asked>", 1.0),
            ("a7", "answered", 11.0),
            ("submitted", "answered", 5.0),
            ("b1", "has:o81160", 2.0),
            ("a12", "2020-01-01", 2.0),
        ],
    },
    Case {
        survey: "doctoral-codes",
        profile: "limesurvey",
        file: "limesurvey-codes.csv",
        sheet: "",
        counts: [12, 12, 0, 0, 0, 0],
        figures: &[
            ("a8", "has:sq001", 4.0),
            ("a8", "<not_asked>", 1.0),
            ("a7", "answered", 11.0),
            ("submitted", "answered", 5.0),
            ("b1", "has:o81160", 2.0),
            ("a12", "2020-01-01", 2.0),
        ],
    },
    Case {
        survey: "tablet",
        profile: "googleforms",
        file: "googleforms-app-usability.csv",
        sheet: "",
        counts: [18, 18, 0, 0, 0, 0],
        figures: &[
            ("major", "o2", 12.0),
            ("items", "sum", 67.0),
            ("requests", "5", 6.0),
            ("items_opinion", "o1", 4.0),
            ("worst", "answered", 18.0),
            ("submitted", "2020-04-02T14:51:32", 1.0),
        ],
    },
    Case {
        survey: "exhibit-en",
        profile: "googleforms",
        file: "googleforms-bilingual-noheader.xlsx",
        sheet: "English",
        counts: [79, 79, 0, 0, 0, 0],
        figures: &[
            ("gender", "o1", 2.0),
            ("rating1", "sum", 365.0),
            ("rating9", "5", 27.0),
            ("place", "answered", 79.0),
            ("liked", "answered", 41.0),
            ("submitted", "2024-04-19T10:04:50", 1.0),
        ],
    },
    Case {
        survey: "exhibit-zh",
        profile: "googleforms",
        file: "googleforms-bilingual-noheader.xlsx",
        sheet: "Chinese",
        counts: [54, 54, 0, 0, 0, 0],
        figures: &[
            ("gender", "o1", 30.0),
            ("rating1", "sum", 219.0),
            ("rating9", "5", 14.0),
            ("place", "answered", 54.0),
            ("liked", "answered", 20.0),
            ("submitted", "2024-04-19T14:15:09", 1.0),
        ],
    },
    Case {
        survey: "members",
        profile: "typeform",
        file: "typeform-members.xlsx",
        sheet: "",
        counts: [43, 43, 0, 0, 0, 0],
        figures: &[
            ("reasons", "has:o3", 27.0),
            ("benefits_wanted", "has:o2", 35.0),
            ("gained.g8", "1", 24.0),
            ("overall", "4", 17.0),
            ("network", "o1", 31.0),
            ("capital", "o2", 39.0),
            ("submitted", "2023-07-09T06:46:26", 1.0),
        ],
    },
    Case {
        survey: "quadrats",
        profile: "kobo",
        file: "odk-central-parent.csv",
        sheet: "",
        counts: [2, 2, 0, 0, 0, 0],
        figures: &[
            ("area_name", "answered", 2.0),
            ("morphological_type", "o1", 1.0),
            ("quadrat_photo", "1568794395624.jpg", 1.0),
            ("submitted", "2019-09-18T08:51:07", 1.0),
            ("response_id", "uuid:d5e78a78-34db-483d-978f-d9c9a3bc7b69", 1.0),
        ],
    },
    Case {
        survey: "plants",
        profile: "kobo",
        file: "odk-central-repeat-child.csv",
        sheet: "",
        counts: [7, 7, 0, 0, 0, 0],
        figures: &[
            ("field_name", "answered", 7.0),
            ("voucher_specimen_barcode", "09929760", 1.0),
            ("life_form", "answered", 5.0),
            ("quadrat", "uuid:d5e78a78-34db-483d-978f-d9c9a3bc7b69", 2.0),
            ("voucher_specimen_label", "answered", 6.0),
        ],
    },
    Case {
        survey: "restaurant",
        profile: "kobo",
        file: "kobo-customer-satisfaction.json",
        sheet: "",
        counts: [3, 3, 0, 0, 0, 0],
        figures: &[
            ("customer_enjoyment", "yes", 1.0),
            ("customer_enjoyment", "no", 2.0),
            ("restaurant_name", "McDonalds", 1.0),
            ("response_id", "90dd7750f83011e590707c7a9125d07d", 1.0),
            ("submitted", "2016-04-01T19:57:45", 1.0),
        ],
    },
    Case {
        survey: "remarks",
        profile: "",
        file: "csat-remarks-en.csv",
        sheet: "",
        counts: [200, 200, 0, 0, 0, 0],
        figures: &[
            ("category", "o8", 101.0),
            ("category", "o4", 61.0),
            ("category", "o7", 8.0),
            ("remark", "answered", 200.0),
            ("remark", "Very good ", 4.0),
        ],
    },
    Case {
        survey: "clothing",
        profile: "reviews",
        file: "reviews-en-clothing.csv",
        sheet: "",
        counts: [200, 200, 0, 0, 0, 0],
        figures: &[
            ("rating", "sum", 821.0),
            ("recommended", "o2", 35.0),
            ("age", "sum", 8649.0),
            ("review", "blank", 8.0),
            ("department", "o5", 107.0),
            ("helpful", "sum", 462.0),
        ],
    },
    Case {
        survey: "takeaway",
        profile: "",
        file: "reviews-zh-takeaway.csv",
        sheet: "",
        counts: [1200, 1200, 0, 0, 0, 0],
        figures: &[
            ("label", "o2", 600.0),
            ("label", "o1", 600.0),
            ("review", "answered", 1200.0),
            ("review", "holds:！", 305.0),
            ("review", "holds:\"", 0.0),
        ],
    },
    Case {
        survey: "hotel",
        profile: "",
        file: "reviews-zh-hotel.csv",
        sheet: "",
        counts: [600, 600, 0, 0, 0, 0],
        figures: &[
            ("label", "o2", 300.0),
            ("label", "o1", 300.0),
            ("review", "answered", 600.0),
            ("review", "holds:！", 142.0),
            ("review", "holds:\"", 11.0),
        ],
    },
    Case {
        survey: "dishes",
        profile: "",
        file: "reviews-zh-restaurant-stars-aspects.csv",
        sheet: "",
        counts: [100, 100, 0, 0, 0, 0],
        figures: &[
            ("star", "sum", 392.0),
            ("service_waiters_attitude", "<not_applicable>", 42.0),
            ("service_waiters_attitude", "sum", 17.0),
            ("price_level", "<not_applicable>", 41.0),
            ("price_level", "sum", 0.0),
            ("dish_taste", "<not_applicable>", 5.0),
            ("dish_taste", "sum", 51.0),
        ],
    },
];

/// A workspace with a survey and its export; `None` where the export is absent.
fn workspace(survey: &str, file: &str) -> Option<Workbench> {
    let export = export(survey, file)?;
    let bench = Workbench::empty();
    copy(&folder().join("manyi.toml"), &bench.path("manyi.toml"));
    let own = folder().join(survey);
    copy(
        &own.join(format!("{survey}.yaml")),
        &bench.path(&format!("surveys/{survey}.yaml")),
    );
    copy(&export, &bench.path(&format!("inbox/{survey}/{file}")));
    let mapping = format!("{survey}.map.yaml");
    if own.join(&mapping).is_file() {
        copy(&own.join(&mapping), &bench.path(&format!("inbox/{survey}/{mapping}")));
    }
    Some(bench)
}

/// What is counted in a column of the store, as it is exported.
fn figure(rows: &[BTreeMap<String, String>], column: &str, what: &str) -> f64 {
    let cells = rows.iter().map(|row| row[column].as_str());
    let count = |fits: &dyn Fn(&str) -> bool| rows.iter().filter(|row| fits(&row[column])).count() as f64;
    match what.split_once(':') {
        Some(("has", option)) => count(&|cell| cell.split(';').any(|part| part == option)),
        Some(("holds", part)) => count(&|cell| cell.contains(part)),
        _ => match what {
            "sum" => cells.filter_map(|cell| cell.parse::<f64>().ok()).sum(),
            "answered" => count(&|cell| !cell.is_empty() && !cell.starts_with('<')),
            "blank" => count(&|cell| cell.is_empty() || cell == "<skipped>"),
            own => count(&|cell| cell == own),
        },
    }
}

/// What a file gives that it should not, in words.
fn faults(case: &Case) -> Vec<String> {
    let Case { survey, file, .. } = case;
    let Some(bench) = workspace(survey, file) else {
        println!("skipped: a real export is not here: {file}");
        return Vec::new();
    };
    let mut faults = Vec::new();
    let checked = bench.run("check");
    if checked.code != 0 {
        return vec![format!("{survey}: the definition has problems\n{}", checked.err)];
    }
    let sheet = if case.sheet.is_empty() {
        String::new()
    } else {
        format!("#{}", case.sheet)
    };
    let whole = bench.path(&format!("inbox/{survey}/{file}"));
    let ran = bench.run(&format!("import {survey} {}{sheet} --wave 2020", whole.display()));
    if ran.code != 0 {
        return vec![format!("{survey}: {file} is not imported\n{}", ran.err)];
    }
    let wanted = format!("(profile {})", case.profile);
    if !case.profile.is_empty() && !ran.err.contains(&wanted) {
        faults.push(format!("{survey}: nothing says {wanted}\n{}", ran.err));
    }
    let found = ran.err.lines().find(|line| line.contains(" read = "));
    let [read, accepted, replaced, skipped, refused, invalid] = case.counts;
    let equation = Equation {
        read,
        accepted,
        replaced,
        skipped,
        refused,
        invalid,
    };
    if found.map(Equation::of) != Some(equation) {
        faults.push(format!("{survey}: wanted {:?}\n{}", case.counts, ran.err));
    }
    bench.done(&format!("export {survey} --to all.csv"));
    let rows = table(&std::fs::read_to_string(bench.path("all.csv")).unwrap());
    for (column, what, wanted) in case.figures {
        if !rows.first().is_some_and(|row| row.contains_key(*column)) {
            faults.push(format!("{survey}: no column {column}"));
            continue;
        }
        let got = figure(&rows, column, what);
        if (got - wanted).abs() > 1e-9 {
            faults.push(format!("{survey}: {column} {what} is {got}, the file says {wanted}"));
        }
    }
    faults
}

#[test]
fn every_real_export_is_read_by_its_profile() {
    let faults: Vec<String> = CASES.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn one_survey_exported_at_two_moments_is_fifty_five_responses() {
    let files = ["msforms-phone.xlsx", "msforms-phone-resaved.csv"];
    let Some(bench) = workspace("phone-en", files[0]) else {
        println!("skipped: a real export is not here: {}", files[0]);
        return;
    };
    let later = export("phone-en", files[1]).unwrap();
    copy(&later, &bench.path(&format!("inbox/phone-en/{}", files[1])));
    for (file, read) in files.iter().zip([28, 55]) {
        let ran = bench.run(&format!("import phone-en inbox/phone-en/{file} --max-refused 0.2"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("(profile msforms)"), "{}", ran.err);
        assert!(ran.err.contains(&format!("{file}: {read} read = ")), "{}", ran.err);
    }
    bench.done("export phone-en --to all.csv");
    let rows = table(&std::fs::read_to_string(bench.path("all.csv")).unwrap());
    assert_eq!(rows.len(), 55);
}

#[test]
fn a_form_without_a_submission_says_so() {
    let Some(bench) = workspace("restaurant", "kobo-long-unicode-labels.json") else {
        println!("skipped: a real export is not here: kobo-long-unicode-labels.json");
        return;
    };
    let ran = bench.run("import restaurant inbox/restaurant/kobo-long-unicode-labels.json");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("holds no list of responses"), "{}", ran.err);
}
