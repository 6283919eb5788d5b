//! Files without a definition, and drafts of mappings.

use super::survey;
use crate::definition::mapping;
use crate::definition::mapping::Format;
use crate::diagnostic::Source;
use crate::import::Import;
use crate::import::Setup;
use crate::import::bare;
use crate::import::bare::BareSpec;
use crate::import::propose;
use crate::model::Calendar;
use crate::model::MeasureKind;
use crate::response::Cell;
use std::sync::Arc;

const ANSWERS: &str = "id,wave,overall,recommend,effort,region,w\n1,spring,5,10,2,East,0.5\n2,spring,2,9,7.5,West,2\n3,autumn,9,9,,East,1\n4,autumn,4,0,99,,1\n5,autumn,1,11,3,10,1\n";

fn spec() -> BareSpec {
    BareSpec {
        top_boxes: vec![("overall".into(), vec![4, 5])],
        nps: vec!["Recommend".into()],
        means: vec!["effort".into()],
        segments: vec!["region".into()],
        weight: Some("w".into()),
        missing: vec![
            (Some("overall".into()), "9".into()),
            (Some("effort".into()), "99".into()),
        ],
        ..BareSpec::default()
    }
}

#[test]
fn a_bare_file_becomes_a_survey_that_reads_it() {
    let (made, problems) = bare::survey_from(ANSWERS.as_bytes(), &spec(), &Format::default(), "answers.csv").unwrap();
    assert_eq!(problems, []);
    let made = made.unwrap();
    let survey = &made.survey;
    let calendar = Calendar::quarterly_utc();
    let setup = Setup {
        max_refused: 1.0,
        ..made.setup(&calendar, "answers.csv")
    };
    let mut import = Import::open(ANSWERS.as_bytes(), setup).unwrap();
    let chunk = import.next_chunk().unwrap().unwrap();
    let summary = import.finish();
    assert!(summary.counts.adds_up() && summary.counts.accepted == 5);
    assert_eq!(summary.problems.len(), 1, "{:?}", summary.problems);
    let texts = |id: &str| -> Vec<String> {
        let index = survey.find(id).unwrap();
        let list = survey.variable(index).domain.options();
        (0..5)
            .map(|row| match chunk.batch.cell(index, row) {
                Cell::Option(at) => list.unwrap().options[usize::from(at)].id.to_string(),
                Cell::Number(value) => value.to_string(),
                Cell::Missing(kind) => format!("<{kind}>"),
                other => format!("{other:?}"),
            })
            .collect()
    };
    assert_eq!(texts("overall"), ["5", "2", "<skipped>", "4", "1"]);
    assert_eq!(texts("recommend"), ["10", "9", "9", "0", "<invalid>"]);
    assert_eq!(texts("effort"), ["2", "7.5", "<skipped>", "<skipped>", "3"]);
    assert_eq!(texts("region"), ["East", "West", "East", "<skipped>", "10"]);
    assert_eq!(texts("w"), ["0.5", "2", "1", "1", "1"]);
    assert_eq!(
        (chunk.batch.wave(1).as_str(), chunk.batch.wave(4).as_str()),
        ("spring", "autumn")
    );
    let overall = survey.find("overall").unwrap();
    assert_eq!(survey.measures[0].kind, MeasureKind::TopBox { of: overall, top: 2 });
    assert_eq!(
        survey.variable(overall).domain.options().unwrap().values(),
        [1.0, 2.0, 3.0, 4.0, 5.0]
    );
    assert_eq!(
        survey
            .measures
            .iter()
            .map(|measure| measure.id.as_str())
            .collect::<Vec<_>>(),
        ["overall.top_box", "recommend.nps", "effort.mean"]
    );
    assert_eq!(
        (survey.weight, survey.segments.as_slice()),
        (survey.find("w"), [survey.find("region").unwrap()].as_slice())
    );
}

#[test]
fn codes_that_are_not_the_top_of_the_scale_are_a_share() {
    let spec = BareSpec {
        top_boxes: vec![("overall".into(), vec![1, 2])],
        missing: vec![(None, "9".into())],
        ..BareSpec::default()
    };
    let made = bare::survey_from(ANSWERS.as_bytes(), &spec, &Format::default(), "a.csv")
        .unwrap()
        .0
        .unwrap();
    assert!(matches!(&made.survey.measures[0].kind, MeasureKind::Share { options, .. } if *options == [0, 1]));
}

#[test]
fn a_column_that_is_not_there_is_told_with_the_nearest() {
    let spec = BareSpec {
        nps: vec!["recomend".into()],
        segments: vec!["shop".into()],
        ..BareSpec::default()
    };
    let (made, problems) = bare::survey_from(ANSWERS.as_bytes(), &spec, &Format::default(), "a.csv").unwrap();
    assert!(made.is_none());
    assert_eq!(problems.len(), 2);
    assert!(problems[0].help.en.contains("`recommend`") && problems[1].help.en.contains("region"));
    assert_eq!(problems[0].place.name(), "--nps");
    for empty in ["", "a\n1\n"] {
        let (made, problems) = bare::survey_from(empty.as_bytes(), &spec, &Format::default(), "a.csv").unwrap();
        assert!(made.is_none() && problems.len() == 1);
    }
}

#[test]
fn a_draft_names_what_is_known_guesses_what_is_likely_and_reads_back() {
    let survey = survey::survey();
    let calendar = Calendar::quarterly_utc();
    let text = "序号,提交答卷时间,来自IP,\"1、总体，您满意吗？\",How satisfied are you overal,\"Would you, \"\"really\"\", recommend us\",渠道,note\n\
        1,2026/1/2 10:00,203.0.113.1,满意,Very satisfied,7,网站,a\n2,2026/1/3 10:00,203.0.113.1,比较满意,Fine,8,电话,b\n";
    let text = text.replace(",note\n", &format!(",{}\n", "long ".repeat(400)));
    let setup = Setup::new(&survey, &calendar, "导出.csv");
    let proposal = propose(text.as_bytes(), &setup).unwrap();
    assert_eq!(proposal.problems, []);
    let source = Arc::new(Source {
        name: "draft.yaml".into(),
        text: proposal.yaml.clone(),
    });
    let (draft, problems) = mapping::read(&source);
    assert_eq!(problems, [], "{}", proposal.yaml);
    assert_eq!((draft.format.delimiter, draft.format.header_rows), (Some(','), Some(1)));
    let target = |header: &str| draft.columns[header].target.as_deref();
    assert_eq!(
        (target("序号"), target("提交答卷时间"), target("渠道")),
        (Some("response_id"), Some("submitted"), Some("channel"))
    );
    assert_eq!(target("How satisfied are you overal"), Some("overall"));
    assert_eq!(target("Would you, \"really\", recommend us"), Some("recommend"));
    assert_eq!((target("来自IP"), target("#8")), (None, None));
    assert_eq!(draft.values["channel"]["电话"].text, "<invalid>");
    assert!(proposal.yaml.contains("# a guess"), "{}", proposal.yaml);
    let read = Import::open(
        text.as_bytes(),
        Setup {
            mapping: Some(&draft),
            ..setup
        },
    )
    .unwrap();
    let read = read.finish();
    assert!(
        read.problems.iter().all(|problem| !problem.is_error()),
        "{:?}",
        read.problems
    );
}

#[test]
fn a_code_for_all_columns_takes_no_promoter_away() {
    let answers = "overall,recommend\n5,9\n9,10\n4,3\n";
    let spec = BareSpec {
        top_boxes: vec![("overall".into(), vec![4, 5])],
        nps: vec!["recommend".into()],
        missing: vec![(None, "9".into())],
        ..BareSpec::default()
    };
    let made = bare::survey_from(answers.as_bytes(), &spec, &Format::default(), "a.csv")
        .unwrap()
        .0
        .unwrap();
    let calendar = Calendar::quarterly_utc();
    let mut import = Import::open(answers.as_bytes(), made.setup(&calendar, "a.csv")).unwrap();
    let chunk = import.next_chunk().unwrap().unwrap();
    let cell = |id: &str, row| chunk.batch.cell(made.survey.find(id).unwrap(), row);
    assert!(matches!(cell("recommend", 0), Cell::Option(9)));
    assert!(matches!(cell("overall", 1), Cell::Missing(_)));
}
