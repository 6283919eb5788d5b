//! Tables against values worked out by hand.

use super::*;
use crate::finding::Ask;
use crate::finding::Findings;
use crate::finding::Letters;
use crate::finding::References;
use crate::finding::find;
use crate::measure::Scores;
use crate::model::Calendar;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::BatchFrame;
use crate::tabulation::Plan;
use crate::tabulation::Tabulator;
use crate::tabulation::testing;
use crate::tabulation::testing::EFFORT;
use crate::tabulation::testing::MINUTES;
use crate::tabulation::testing::OVERALL;
use crate::tabulation::testing::REASONS;
use crate::tabulation::testing::RECOMMEND;
use crate::tabulation::testing::REGION;
use crate::tabulation::testing::Row;
use crate::tabulation::testing::survey;
use std::sync::Arc;

/// One answer, many times.
fn rows(overall: u16, region: u16, reasons: u128, many: usize) -> Vec<Row> {
    let row = Row {
        wave: 0,
        overall: Some(overall),
        effort: Some(2),
        recommend: Some(9),
        reasons: Some(reasons),
        minutes: Some(2),
        region: Some(region),
        weight: 1.0,
    };
    vec![row; many]
}

struct Made {
    table: Table,
    scores: Scores,
    findings: Findings,
}

fn made(survey: &Arc<Survey>, rows: &[Row], by: &[&str], of: &[Section], bases: Bases) -> Made {
    let banners: Vec<Banner> = by.iter().map(|text| Banner::parse(survey, text).unwrap()).collect();
    let measures: Vec<Measure> = of.iter().flat_map(|section| section.measures().cloned()).collect();
    let needs = Scores::needs(&measures).into_iter();
    let mut plan = Plan::new(survey, &[], needs.chain([response_needs(REASONS)]));
    for division in banners.iter().flat_map(|banner| banner.divisions(survey)) {
        assert!(plan.divide(survey, division));
    }
    let mut tabulator = Tabulator::new(Arc::clone(survey), Arc::new(plan));
    let batch = testing::batch(survey, rows);
    tabulator.add(&BatchFrame::new(&batch, &Calendar::quarterly_utc()));
    let scores = Scores::new(survey, &measures, tabulator.finish(), 0.95);
    let settings = ReportSettings::default();
    let ask = Ask {
        rest: true,
        groups: true,
        ..Ask::default()
    };
    let findings = find(
        &scores,
        &Calendar::quarterly_utc(),
        &References::default(),
        &settings,
        &ask,
    );
    let waves = scores.tabulation.waves().to_vec();
    let layout = layout(survey, &banners, &waves);
    let table = build(
        &scores,
        &findings,
        &Asked {
            tests: false,
            layout: &layout,
            sections: of,
            letters: Letters::Holm,
            arrows: Arrows {
                rest: true,
                previous: false,
            },
            bases,
            hides: true,
            settings: &settings,
        },
    );
    Made {
        table,
        scores,
        findings,
    }
}

fn cell<'a>(table: &'a Table, answer: &str, column: usize) -> &'a TableCell {
    let mut lines = table.sections.iter().flat_map(|section| &section.lines);
    &lines.find(|line| line.row.answer == answer).unwrap().cells[column]
}

fn figures<'a>(table: &'a Table, answer: &str, column: usize) -> &'a Figures {
    cell(table, answer, column).figures().unwrap()
}

#[test]
fn columns_of_a_banner_get_letters_and_shares_of_row_and_column() {
    let survey = survey(false);
    // Satisfied: 80, 60 and 48 of 200 in three regions; the letters of finding::letters.
    let mut all = Vec::new();
    for (region, hits) in [(0, 80), (1, 60), (2, 48)] {
        all.extend(rows(4, region, 1, hits));
        all.extend(rows(1, region, 1, 200 - hits));
    }
    let made = made(
        &survey,
        &all,
        &["region"],
        &[section_of(&survey, OVERALL)],
        Bases::Respondents,
    );
    let table = &made.table;
    let names: Vec<Option<&str>> = table
        .layout
        .columns
        .iter()
        .map(|column| column.letter.as_deref())
        .collect();
    assert_eq!(names, [None, Some("A"), Some("B"), Some("C")]);
    let top = figures(table, "top2", 1);
    assert_eq!(top.letters, [(3, crate::finding::Strength::Strong)]);
    assert!((top.estimate.value - 0.4).abs() < 1e-12 && top.counts.unwrap().hits.n == 80);
    assert!((top.row_share.unwrap() - 80.0 / 188.0).abs() < 1e-12);
    assert_eq!(top.rest.as_ref().unwrap().verdict, crate::finding::Verdict::Above);
    // Mean of 5 (80 times) and 2 (120 times): 3.2; sd by hand √(9·0.4·0.6·200/199).
    let mean = figures(table, "mean", 1);
    let sd = (9.0_f64 * 0.24 * 200.0 / 199.0).sqrt();
    assert!((mean.estimate.value - 3.2).abs() < 1e-12 && (mean.sd.unwrap() - sd).abs() < 1e-12);
    assert!((mean.standard_error.unwrap() - sd / 200.0_f64.sqrt()).abs() < 1e-12);
    assert_eq!(table.sections[0].bases[3].base, Some(200));
}

#[test]
fn a_multiple_choice_makes_overlapping_columns_and_has_two_bases() {
    let survey = survey(false);
    // 40 chose both of the first two reasons, 60 the first only, 100 the second only.
    let mut all = rows(4, 0, 0b11, 40);
    all.extend(rows(4, 0, 0b01, 20));
    all.extend(rows(1, 0, 0b01, 40));
    all.extend(rows(1, 0, 0b10, 100));
    let stub = [section_of(&survey, OVERALL), section_of(&survey, REASONS)];
    let made = made(&survey, &all, &["reasons"], &stub, Bases::Responses);
    let table = &made.table;
    // 60 of 100 against 40 of 140, 40 shared and all of them hits.
    let (one, two) = (figures(table, "top2", 1), figures(table, "top2", 2));
    assert_eq!((one.estimate.base, two.estimate.base), (100, 140));
    let pooled = 100.0 / 240.0;
    let error = (pooled * (1.0 - pooled) * (1.0 / 100.0 + 1.0 / 140.0 - 80.0 / 14_000.0_f64)).sqrt();
    let p = crate::stats::distribution::normal_p((0.6 - 40.0 / 140.0) / error);
    assert!((one.tested[0].1 - p).abs() < 1e-12, "{:?} against {p}", one.tested);
    assert_eq!(one.letters, [(2, crate::finding::Strength::Strong)]);
    // 100 + 140 options chosen by 200 people: 41.7 % and 58.3 % of the responses.
    let share = table.sections[1].lines[0].cells[0].figures().unwrap();
    assert!((share.estimate.value - 100.0 / 240.0).abs() < 1e-12);
    assert_eq!((share.estimate.base, share.counts.unwrap().valid.n), (200, 240));
    assert_eq!(table.sections[1].bases[0].responses, Some(240));
    // Linearised by hand: Σ (x − p·m)² over 40 with m = 2, 60 and 100 with m = 1.
    let p: f64 = 100.0 / 240.0;
    let scatter = 40.0 * (1.0 - 2.0 * p).powi(2) + 60.0 * (1.0 - p).powi(2) + 100.0 * p * p;
    let crate::measure::Basis::Linearised(known) = share.estimate.basis else {
        panic!("{share:?}")
    };
    assert!((known.variance - 200.0 / 199.0 * scatter / (240.0 * 240.0)).abs() < 1e-12);
}

#[test]
fn what_is_hidden_has_no_figure_and_no_part_in_letters() {
    let survey = survey(false);
    let mut all = rows(4, 0, 1, 100);
    all.extend(rows(1, 1, 1, 100));
    all.extend(rows(4, 2, 1, 3));
    let made = made(
        &survey,
        &all,
        &["region"],
        &[section_of(&survey, OVERALL)],
        Bases::Respondents,
    );
    // The third region is three people; the smallest other one goes with it.
    let shown: Vec<bool> = (0..4)
        .map(|at| cell(&made.table, "top2", at).figures().is_some())
        .collect();
    assert_eq!(shown.iter().filter(|shown| **shown).count(), 2, "{shown:?}");
    let seen = (1..4).find(|at| shown[*at]).unwrap();
    let figures = figures(&made.table, "top2", seen);
    // What is left of the total without this column is no secret: it is not told apart.
    assert!(figures.tested.is_empty() && figures.letters.is_empty());
    assert!(made.table.sections[0].bases[3].hidden && made.table.sections[0].bases[3].base.is_none());
}

#[test]
fn nested_columns_are_compared_within_their_parent() {
    let survey = survey(false);
    let all = rows(4, 0, 1, 100);
    let made = made(
        &survey,
        &all,
        &["region>overall"],
        &[section_of(&survey, EFFORT)],
        Bases::Respondents,
    );
    let layout = &made.table.layout;
    assert_eq!(layout.blocks.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 5]);
    assert_eq!(layout.columns[6].letter.as_deref(), Some("A"));
    let base = |at: usize| made.table.sections[0].bases[at].base;
    assert_eq!((base(5), base(1), base(10)), (Some(100), Some(0), Some(0)));
    assert!(made.findings.changes.len() < 1000 && made.scores.measures().len() == 8);
}

#[test]
fn waves_stand_across_and_are_compared() {
    let survey = survey(false);
    let mut all = rows(4, 0, 1, 160);
    all.extend(rows(1, 0, 1, 40));
    let mut later = rows(4, 0, 1, 120);
    later.extend(rows(1, 0, 1, 80));
    for row in &mut later {
        row.wave = 1;
    }
    all.extend(later);
    let made = made(
        &survey,
        &all,
        &["region"],
        &[section_of(&survey, OVERALL)],
        Bases::Respondents,
    );
    let waves: Vec<&WaveId> = made.table.layout.columns.iter().map(|column| &column.wave).collect();
    assert_eq!(waves.len(), 2 + 2 * 3);
    assert_eq!(
        figures(&made.table, "top2", 0).letters,
        [(1, crate::finding::Strength::Strong)]
    );
    assert!((figures(&made.table, "top2", 0).row_share.unwrap() - 160.0 / 280.0).abs() < 1e-12);
}

#[test]
fn a_nesting_that_cannot_be_is_told() {
    let survey = survey(false);
    let fault = |text: &str| Banner::parse(&survey, text).unwrap_err();
    assert_eq!(fault("region>reasons"), Fault::MultipleNested("reasons".to_owned()));
    assert_eq!(fault("region > region"), Fault::Twice("region".to_owned()));
    assert_eq!(fault("minutes"), Fault::Unknown("minutes".to_owned()));
    assert!(Banner::parse(&survey, "wave>reasons").is_ok());
}

#[test]
fn a_promoter_scale_has_its_own_nets() {
    let survey = survey(false);
    let answers = |variable| -> Vec<String> {
        section_of(&survey, variable)
            .rows
            .iter()
            .map(|row| row.answer.clone())
            .collect()
    };
    assert_eq!(
        answers(RECOMMEND)[11..],
        ["promoters", "passives", "detractors", "nps", "mean"]
    );
    assert_eq!(answers(OVERALL)[5..], ["top2", "bottom2", "mean"]);
    assert_eq!(answers(MINUTES), ["mean"]);
    assert_eq!(answers(REGION), ["v1", "v2", "v3"]);
}
