//! The iteration against one on the raw columns (numpy 2.4: scores from standardised columns, least squares of scores).

use super::*;
use crate::stats::Reason;
use proptest::prelude::*;

/// Complete rows of q1–q6, csat and nps of the made-up survey.
fn survey() -> Vec<Vec<f64>> {
    let text = include_str!("../../../tests/data/stats/demo_survey.csv");
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<&str>>());
    let names = lines.next().unwrap();
    let columns = ["q1", "q2", "q3", "q4", "q5", "q6", "csat", "nps"];
    let places = columns.map(|column| names.iter().position(|name| *name == column).unwrap());
    let row = |cells: Vec<&str>| {
        let numbers = places.map(|place| cells[place].parse::<f64>().ok());
        let known = |(place, x): (usize, Option<f64>)| x.filter(|x| place == 7 || *x < 9.0);
        numbers.into_iter().enumerate().map(known).collect::<Option<Vec<f64>>>()
    };
    lines.filter_map(row).collect()
}

fn model(scheme: Scheme) -> Model {
    let blocks = vec![vec![0, 1, 2], vec![3, 4, 5], vec![6], vec![7]];
    let causes = vec![vec![], vec![0], vec![0, 1], vec![2]];
    Model::new(blocks, causes, scheme).unwrap()
}

fn close(got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).abs() < 1e-9, "{got} {want}");
    }
}

#[test]
fn weights_loadings_and_paths_are_those_of_the_raw_columns() {
    let rows = survey();
    assert_eq!(rows.len(), 825);
    let r = correlations(&rows).unwrap();
    let centroid = fit(&model(Scheme::Centroid), &r, Precision::ESTIMATE).unwrap();
    close(
        &centroid.weights[..6],
        &[
            0.516_089_114_772_167_2,
            0.400_821_112_485_615_3,
            0.343_579_369_611_653_5,
            0.539_628_455_478_071_5,
            0.257_449_613_019_349_4,
            0.484_015_932_981_948_2,
        ],
    );
    close(
        &centroid.loadings,
        &[
            0.869_001_430_497_727_2,
            0.761_770_227_964_381_1,
            0.716_527_977_351_603_6,
            0.858_760_000_486_074,
            0.540_008_950_603_817_9,
            0.821_385_299_244_354_1,
            1.0,
            1.0,
        ],
    );
    close(&centroid.paths[1], &[0.720_208_807_711_683]);
    close(&centroid.paths[2], &[0.481_934_990_373_556_75, 0.381_205_410_431_353_3]);
    close(
        &[centroid.r2[2].unwrap(), centroid.r2[3].unwrap()],
        &[0.642_206_987_779_388_1, 0.413_770_964_092_837_2],
    );
    let by_way = centroid.paths[1][0] * centroid.paths[2][1] + centroid.paths[2][0];
    assert!((centroid.total_effects[0][2] - by_way).abs() < 1e-12);
    let path = fit(&model(Scheme::Path), &r, Precision::ESTIMATE).unwrap();
    close(&path.paths[2], &[0.482_032_860_783_276_5, 0.381_129_023_757_923_4]);
    close(
        &[path.weights[5], path.r2[1].unwrap()],
        &[0.483_984_442_639_650_24, 0.518_715_525_545_064_7],
    );
}

#[test]
fn draws_do_not_depend_on_the_order_of_rows_and_hold_the_estimate() {
    let mut rows = survey();
    let model = model(Scheme::Centroid);
    let estimate = fit(&model, &correlations(&rows).unwrap(), Precision::ESTIMATE).unwrap();
    let one = bootstrap(&model, &estimate, &rows, (60, 7), 0.95).unwrap();
    rows.reverse();
    let two = bootstrap(&model, &estimate, &rows, (60, 7), 0.95).unwrap();
    assert_eq!(one, two);
    assert_eq!((one.draws, one.failed), (60, 0));
    assert!(one.paths[2][0].interval.contains(estimate.paths[2][0]));
    // A correlation's standard error is near (1 − r²)/√n.
    let r = estimate.paths[1][0];
    let plain = (1.0 - r * r) / 825.0_f64.sqrt();
    let ratio = one.paths[1][0].standard_error / plain;
    assert!((0.7..1.4).contains(&ratio), "{ratio}");
}

#[test]
fn what_is_wrong_with_a_model_is_named() {
    let new = |blocks: &[&[usize]], causes: &[&[usize]]| {
        let list = |lists: &[&[usize]]| lists.iter().map(|list| list.to_vec()).collect();
        Model::new(list(blocks), list(causes), Scheme::Path).unwrap_err()
    };
    assert_eq!(new(&[&[0]], &[&[]]), Flaw::TooFew);
    assert_eq!(new(&[&[0], &[]], &[&[], &[0]]), Flaw::NoItems(1));
    assert_eq!(new(&[&[0, 1], &[1]], &[&[], &[0]]), Flaw::Shared(1));
    assert_eq!(new(&[&[0], &[1]], &[&[1], &[0]]), Flaw::Circle(0));
    assert_eq!(new(&[&[0], &[1], &[2]], &[&[], &[0], &[]]), Flaw::Apart(2));
}

#[test]
fn causes_that_repeat_each_other_are_singular_and_a_constant_item_has_no_correlations() {
    let rows: Vec<Vec<f64>> = survey().into_iter().map(|row| vec![row[0], row[0], row[6]]).collect();
    let model = Model::new(
        vec![vec![0], vec![1], vec![2]],
        vec![vec![], vec![], vec![0, 1]],
        Scheme::Path,
    )
    .unwrap();
    let fault = fit(&model, &correlations(&rows).unwrap(), Precision::ESTIMATE).unwrap_err();
    assert_eq!(fault.reason(), Some(Reason::Singular));
    assert!(correlations(&[vec![1.0, 2.0], vec![2.0, 2.0]]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn units_and_signs_of_a_block_change_no_weight(unit in 0.1..9.0_f64, offset in -5.0..5.0_f64) {
        let rows = survey();
        let moved: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| row.iter().map(|x| x * unit + offset).collect())
            .collect();
        let (one, two) = (correlations(&rows).unwrap(), correlations(&moved).unwrap());
        let model = model(Scheme::Factorial);
        let (one, two) = (
            fit(&model, &one, Precision::ESTIMATE).unwrap(),
            fit(&model, &two, Precision::ESTIMATE).unwrap(),
        );
        for (a, b) in one.weights.iter().zip(&two.weights) {
            prop_assert!((a - b).abs() < 1e-9);
        }
    }
}
