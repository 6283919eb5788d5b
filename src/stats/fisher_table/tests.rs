//! Fisher's test of a table against R and published tables.

use super::*;
use crate::stats::fisher;
use proptest::prelude::*;

fn exact(table: &[Vec<u64>]) -> f64 {
    let got = test(table, Effort::default()).unwrap();
    assert_eq!(got.found, Found::Exactly);
    got.p
}

#[test]
fn job_satisfaction_agrees_with_r() {
    // Agresti (2002), Categorical Data Analysis, p. 57: income by job satisfaction, R's help page of fisher.test.
    let job = [
        vec![1, 2, 1, 0],
        vec![3, 3, 6, 1],
        vec![10, 10, 14, 9],
        vec![6, 7, 12, 11],
    ];
    assert!((exact(&job) - 0.782_684_943_8).abs() < 1e-7, "{}", exact(&job));
}

#[test]
fn tables_without_a_choice_have_p_1() {
    let got = test(&[[3, 0], [4, 0]], Effort::default()).unwrap();
    assert_eq!((got.p, got.reason), (1.0, Some(Reason::ZeroMargin)));
    let none = test(&[[0, 0], [0, 0]], Effort::default()).unwrap_err();
    assert_eq!(none.reason(), Some(Reason::NoValidAnswers));
}

#[test]
fn a_simulation_says_so_and_comes_close() {
    let table = [vec![4, 6, 1, 0], vec![1, 2, 1, 2], vec![0, 3, 9, 5]];
    let effort = Effort {
        steps: 10,
        ..Effort::default()
    };
    let got = test(&table, effort).unwrap();
    let Found::Simulated { draws, interval, .. } = got.found else {
        panic!("{got:?}");
    };
    // Exact by R: 0.00309.
    assert!(
        draws == 20_000 && interval.contains(0.003_091_372_503_617_814_3),
        "{got:?}"
    );
    assert_eq!(got, test(&table, effort).unwrap());
}

/// Every table with these margins, one by one.
fn naive(table: &[Vec<u64>]) -> f64 {
    fn walk(at: usize, cells: &mut Vec<u64>, rows: &[u64], columns: &[u64], out: &mut Vec<f64>) {
        let width = columns.len();
        if at == rows.len() * width {
            out.push(cells.iter().map(|cell| -ln_factorial(*cell as f64)).sum());
            return;
        }
        let (row, column) = (at / width, at % width);
        let used_row: u64 = cells[row * width..].iter().sum();
        let used_column: u64 = (0..row).map(|r| cells[r * width + column]).sum();
        let (left_row, left_column) = (rows[row] - used_row, columns[column] - used_column);
        for cell in 0..=left_row.min(left_column) {
            if column + 1 == width && cell != left_row || row + 1 == rows.len() && cell != left_column {
                continue;
            }
            cells.push(cell);
            walk(at + 1, cells, rows, columns, out);
            cells.pop();
        }
    }
    let rows: Vec<u64> = table.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<u64> = (0..table[0].len())
        .map(|at| table.iter().map(|row| row[at]).sum())
        .collect();
    let mut all = Vec::new();
    walk(0, &mut Vec::new(), &rows, &columns, &mut all);
    let seen: f64 = table.iter().flatten().map(|cell| -ln_factorial(*cell as f64)).sum();
    let whole: f64 = all.iter().map(|ln| ln.exp()).sum();
    all.iter()
        .filter(|ln| **ln <= seen + 1e-7)
        .map(|ln| ln.exp())
        .sum::<f64>()
        / whole
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_network_agrees_with_every_table_one_by_one(cells in prop::collection::vec(0_u64..5, 9)) {
        let table: Vec<Vec<u64>> = cells.chunks(3).map(<[u64]>::to_vec).collect();
        prop_assume!(cells.iter().any(|cell| *cell > 0));
        let (got, want) = (test(&table, Effort::default()).unwrap().p, naive(&table));
        prop_assert!((got - want).abs() < 1e-10, "{} {}", got, want);
    }

    #[test]
    fn two_by_two_is_fishers_own(cells in prop::array::uniform4(0_u64..40)) {
        let [a, b, c, d] = cells;
        prop_assume!(a + b + c + d > 0);
        let (got, want) = (test(&[[a, b], [c, d]], Effort::default()).unwrap().p, fisher::test([[a, b], [c, d]]).p);
        prop_assert!((got - want).abs() < 1e-9, "{} {}", got, want);
    }
}
