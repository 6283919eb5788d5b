//! Questionnaires of other tools become surveys of a workspace, surveys questionnaires of other tools, and answers a draft.

use crate::workbench::Workbench;
use crate::workbench::repository;
use std::fmt::Write;

fn data(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("tests/data/convert").join(name)).unwrap()
}

#[test]
fn every_format_becomes_a_survey_that_passes_check() {
    let bench = Workbench::cafe();
    for (file, questions) in [
        ("clinic.csv", 9),
        ("product.json", 15),
        ("shop.qsf", 8),
        ("service.txt", 8),
    ] {
        bench.put(file, data(file));
        let stem = file.split('.').next().unwrap();
        let ran = bench.run(&format!("convert {file} --output surveys/{stem}.yaml"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        let told = format!("{file}: {questions} questions converted, ");
        assert!(ran.err.lines().last().unwrap().starts_with(&told), "{}", ran.err);
        assert!(
            bench
                .text(&format!("surveys/{stem}.yaml"))
                .contains(&format!("\nid: {stem}\n"))
        );
        let checked = bench.run(&format!("check {stem}"));
        assert_eq!(checked.code, 0, "{}", checked.err);
    }
    assert_eq!(bench.run("convert clinic.csv --strict").code, 1);
    // To standard output it is called as it calls itself.
    assert!(bench.done("convert clinic.csv").contains("\nid: clinic-visit\n"));
}

#[test]
fn a_survey_goes_out_and_comes_back_and_nothing_is_written_over_it() {
    let bench = Workbench::cafe();
    for (file, form) in [("cafe.xlsx", "xlsform"), ("cafe.json", "surveyjs")] {
        bench.done(&format!("convert cafe --to {form} --output out/{file}"));
        let again = bench.bytes(&format!("out/{file}"));
        bench.done(&format!("convert cafe --output out/{file}"));
        assert_eq!(
            bench.bytes(&format!("out/{file}")),
            again,
            "the same survey, the same bytes"
        );
        bench.done(&format!("convert out/{file} --output surveys/{form}.yaml"));
        assert_eq!(bench.run(&format!("check {form}")).code, 0);
    }
    let before = bench.text("surveys/cafe.yaml");
    bench.run("convert out/cafe.json --output surveys/cafe.yaml").says(
        2,
        "error: `surveys/cafe.yaml` is there already; choose another name, or move it away\n",
    );
    assert_eq!(bench.text("surveys/cafe.yaml"), before);
    bench.run("--messages zh convert surveys/cafe.yaml").says(
        2,
        "错误：`surveys/cafe.yaml` 已是问卷定义，或属于未知格式；要转换定义，请写 `--to xlsform` 或 `--to surveyjs`\n",
    );
}

#[test]
fn broken_and_hostile_files_are_refused_with_words() {
    let deep = format!("{{\"pages\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let many = format!(
        "{{\"pages\":[{{\"name\":\"p\",\"elements\":[{}]}}]}}",
        (0..6_000)
            .map(|at| format!("{{\"type\":\"text\",\"name\":\"q{at}\"}}"))
            .collect::<Vec<_>>()
            .join(",")
    );
    let xml = format!(
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>{}",
        "<a>".repeat(100_000)
    );
    let bench = Workbench::cafe();
    for (name, content, code) in [
        ("deep.json", deep.as_str(), "MY600"),
        ("many.json", many.as_str(), "MY601"),
        ("deep.lss", xml.as_str(), "MY601"),
        ("half.json", "{\"pages\":[{\"name\":", "MY600"),
        ("empty.json", "{\"pages\":[]}", "MY600"),
        ("other.qsf", "{\"SurveyEntry\":{},\"SurveyElements\":[]}", "MY600"),
        ("nothing.json", "", "MY600"),
        ("words.csv", "a,b\n1,2\n", "MY600"),
        ("zip.xlsx", "PK\u{3}\u{4}nothing more", "MY600"),
        ("latin.json", "{\"pages\": \u{0}", "MY600"),
    ] {
        bench.put(name, content);
        let ran = bench.run(&format!("convert {name}"));
        assert_eq!(ran.code, 1, "{name}: {}", ran.err);
        assert!(
            ran.err.contains(&format!("error[{code}]")) && ran.out.is_empty(),
            "{name}: {}",
            ran.err
        );
    }
}

#[test]
fn answers_without_a_survey_become_a_draft_that_reads_them_once_it_is_finished() {
    let mut csv = String::from("Response ID,Submitted,How satisfied are you?,Speed,Used,Comment\n");
    for at in 0..40 {
        let _ = writeln!(
            csv,
            "r{at},2026-03-{:02} 10:00:00,{},{},{},text {at}",
            at % 28 + 1,
            ["Very satisfied", "Satisfied", "Dissatisfied"][at % 3],
            at % 5 + 1,
            ["app;web", "web", "app"][at % 3]
        );
    }
    let bench = Workbench::cafe().file("answers.csv", csv);
    let ran = bench.run("import shop answers.csv --propose");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert_eq!(
        ran.err.lines().last(),
        Some(
            "drafted surveys/shop.yaml and answers.map.yaml; finish both (`manyi check shop` shows what is open), then `manyi import shop answers.csv`"
        )
    );
    let checked = bench.run("check shop");
    assert_eq!(
        (checked.code, checked.err.matches("error[").count()),
        (1, 1),
        "{}",
        checked.err
    );
    assert_eq!(bench.run("import shop answers.csv").code, 1, "a direction is open");
    let draft = bench.text("surveys/shop.yaml");
    bench.put("surveys/shop.yaml", draft.replace("better:  #", "better: high  #"));
    assert_eq!(bench.run("check shop").code, 0);
    let imported = bench.run("import shop answers.csv");
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert!(imported.err.contains("40"), "{}", imported.err);
    // What a person may have finished is not drafted anew: the survey is there, so only a mapping is shown.
    assert!(
        bench
            .done("import shop answers.csv --propose")
            .starts_with("# Draft of how")
    );
}
